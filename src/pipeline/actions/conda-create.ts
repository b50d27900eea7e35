import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { fileSize, readText, remove, writeFileAtomically } from '../../system/files.ts';
import { readTextFrom } from '../../system/output-file.ts';
import type { CommandAction, CondaCreateAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import {
  createFromLock,
  createFromSpecs,
  exportLock,
  lockPath,
  pinnedSpec,
} from '../conda-commands.ts';
import { condaReason, offlineWords, saysUnavailable } from '../conda-failure.ts';
import { checkExplicitLock, explicitLockIn } from '../explicit-lock.ts';
import { quoteCmd, quotePosix } from '../quote.ts';
import { performCommand } from './perform-command.ts';

/**
 * Makes a conda environment and writes its lock beside the prefix. Of a pinned package the first
 * build that is to be had is taken; any other failure of the solver ends it.
 *
 * @throws EnvironmentError with the client's own reason as evidence; UserError for a file that is
 *   no explicit lock; InterruptedError when the signal stopped it.
 */
export async function performCondaCreate(
  action: CondaCreateAction,
  tools: ActionTools,
): Promise<void> {
  const { lock, channels, specs, pinned, prefix, platform } = action;
  if (lock !== null) {
    checkExplicitLock(await readText(lock), lock, platform);
    const failure = await runClient(action, createFromLock(action, lock), tools);
    if (failure !== null) throw failed(action, failure);
  } else if (pinned === null) {
    const failure = await runClient(action, createFromSpecs(action, channels, specs), tools);
    if (failure !== null) throw failed(action, failure);
  } else {
    await createPinned(action, pinned, tools);
  }
  const printed = await outputOf(command(action, exportLock(action)), tools);
  const made = explicitLockIn(printed);
  if (made === null) {
    throw new EnvironmentError(
      `${action.client.path} printed no explicit lock of ${prefix}: all that it printed is in ${tools.log}`,
      { evidence: condaReason(printed) },
    );
  }
  await writeFileAtomically(lockPath(prefix, platform), made);
}

async function createPinned(
  action: CondaCreateAction,
  pinned: NonNullable<CondaCreateAction['pinned']>,
  tools: ActionTools,
): Promise<void> {
  const reasons: string[] = [];
  for (const build of pinned.builds) {
    const spec = pinnedSpec(pinned, build);
    const argv = createFromSpecs(action, action.channels, [...action.specs, spec]);
    const failure = await runClient(action, argv, tools);
    if (failure === null) return;
    if (!saysUnavailable(failure.reason, pinned, build)) throw failed(action, failure);
    reasons.push(`${spec}:\n${failure.reason}`);
    await remove(action.prefix);
  }
  const specs = pinned.builds.map((build) => pinnedSpec(pinned, build)).join(', ');
  throw new EnvironmentError(
    `none of the builds ${specs} is to be had from ${action.channels.join(', ')}, and with another ` +
      `the environment would lack something (${pinned.why}): give a channel that keeps them, or a lock with --lock`,
    { evidence: reasons.join('\n') },
  );
}

interface Failure {
  readonly reason: string;
  readonly error: EnvironmentError;
}

/** Null when the client ended well; what the signal or a bug throws is thrown on. */
async function runClient(
  action: CondaCreateAction,
  argv: readonly string[],
  tools: ActionTools,
): Promise<Failure | null> {
  const before = await fileSize(tools.log).catch(() => 0);
  try {
    await performCommand(command(action, argv), tools);
    return null;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { reason: condaReason(await textSince(tools.log, before)), error };
  }
}

async function outputOf(command: CommandAction, tools: ActionTools): Promise<string> {
  const before = await fileSize(tools.log).catch(() => 0);
  await performCommand(command, tools);
  return readTextFrom(tools.log, before);
}

/** How much of the end of a client's output holds its reason: progress comes before it, bytes. */
const LAST_BYTES = 256 * 1024;

/** Empty when the client never came to print. */
async function textSince(log: string, before: number): Promise<string> {
  const size = await fileSize(log).catch(() => 0);
  return readTextFrom(log, Math.max(before, size - LAST_BYTES)).catch(() => '');
}

function failed({ client, channels }: CondaCreateAction, { reason, error }: Failure): Error {
  const words = offlineWords(reason);
  if (words === null) {
    return new EnvironmentError(error.message, { evidence: reason, cause: error });
  }
  return new EnvironmentError(
    `${client.kind} cannot reach ${channels.join(', ')} (${words}): connect this machine to the ` +
      'network, or set HTTPS_PROXY to its proxy, and run again',
    { evidence: reason, cause: error },
  );
}

function command(
  { client, prefix, platform }: CondaCreateAction,
  argv: readonly string[],
): CommandAction {
  return {
    kind: 'command',
    argv,
    cwd: null,
    // A Python that prints into a file takes the ANSI code page, and dies of a path beyond it.
    variables: platform === 'win32' ? { PYTHONIOENCODING: 'utf-8' } : {},
    doing: `making the environment ${prefix} with ${client.kind}`,
  };
}

/** The commands as a person would type them; the fallback builds are a remark. */
export function renderCondaCreate(
  action: CondaCreateAction,
  platform: Platform,
): readonly string[] {
  const { lock, channels, specs, pinned, prefix } = action;
  const windows = platform === 'win32';
  const quote = windows ? quoteCmd : quotePosix;
  const line = (argv: readonly string[]): string => argv.map(quote).join(' ');
  const [first, ...others] = pinned?.builds.map((build) => pinnedSpec(pinned, build)) ?? [];
  const create =
    lock === null
      ? createFromSpecs(action, channels, first === undefined ? specs : [...specs, first])
      : createFromLock(action, lock);
  const remark =
    lock !== null || others.length === 0
      ? []
      : [
          `${windows ? 'rem' : '#'} if that build is not to be had: the same with ${others.join(', then ')}`,
        ];
  return [
    ...(windows ? [`set "PYTHONIOENCODING=utf-8"`] : []),
    line(create),
    ...remark,
    `${line(exportLock(action))} > ${quote(lockPath(prefix, platform))}`,
  ];
}
