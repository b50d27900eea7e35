import { resolve as resolvePath } from 'node:path';
import { runWorker } from '../campaigns/fleet/run-worker.ts';
import { createWorkerReporter } from '../reporters/worker-reporter.ts';
import { UserError } from '../system/errors.ts';
import { connectFleet } from '../system/fleet-connection.ts';
import { machineName, processorCount } from '../system/machine.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { span, wholeNumber } from './options.ts';
import { recipePlaces, thisHost } from './places.ts';
import { queueAddress } from './queue-options.ts';
import { traceScreen } from './screens.ts';
import { withKeeper } from './with-keeper.ts';

export interface WorkerArguments {
  readonly queue: string | undefined;
  readonly queuePrefix: string;
  readonly workspace: string;
  readonly jobs: number | undefined;
  readonly name: string | undefined;
  readonly lease: string;
  readonly once: boolean;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

/** Works for a fleet until it is stopped; returns the exit code. */
export async function worker(given: WorkerArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const options = {
    name: given.name ?? machineName(),
    workspace,
    slots: wholeNumber('jobs', given.jobs ?? Math.max(1, processorCount() - 1), 1, 1024),
    leaseSeconds: leaseOf(given.lease),
    once: given.once,
  };
  const url = queueAddress(given.queue);
  if (url === null) {
    throw new UserError(
      'a worker needs the Redis of its fleet: give --queue redis://host:6379, or set WINREPRO_QUEUE',
    );
  }
  const emit = createWorkerReporter(traceScreen(given.quiet));
  await withKeeper(workspace, emit, async (kept) => {
    const fleet = await connectFleet(url, given.queuePrefix, (message) => {
      emit({ type: 'note', message });
    });
    try {
      await runWorker(fleet, options, {
        ...kept,
        ...given,
        emit,
        cwd: process.cwd(),
        places: recipePlaces(),
        host: thisHost(),
        node: process.version,
      });
    } finally {
      await fleet.close();
    }
  });
  return exitCode.done;
}

function leaseOf(text: string): number {
  const seconds = span('lease', text);
  if (seconds !== null && seconds >= 1 && seconds <= 3600) return seconds;
  throw new UserError(`--lease takes a span from 1s to 1h, not ${text}`);
}
