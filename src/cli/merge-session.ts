import { randomBytes } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { findStress } from '../campaigns/stress/find-stress.ts';
import { mergeShards } from '../campaigns/stress/merge.ts';
import { notifyAddress } from './stress-options.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { publishStress } from './publish-stress.ts';
import { packageVersion } from './version.ts';

export interface MergeArguments {
  readonly shards: readonly string[];
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly notify: string | undefined;
}

/** Merges shards into a stress run of the workspace and reports it; returns the exit code. */
export async function merge(given: MergeArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const found = await Promise.all(
    given.shards.map((word) => findStress(word, workspace, process.cwd())),
  );
  const result = await mergeShards(found.flat(), workspace, {
    version: packageVersion(),
    argv: recordedArguments(),
    suffix: randomBytes(2).toString('hex'),
  });
  await publishStress(result, {
    workspace,
    json: given.json,
    notify: notifyAddress(given.notify),
    environment: process.env,
    signal: new AbortController().signal,
  });
  if (result.state !== 'finished') return exitCode.undecided;
  return result.verdict === 'crashes' ? exitCode.done : exitCode.notReproduced;
}
