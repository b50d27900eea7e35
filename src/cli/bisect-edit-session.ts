import { resolve as resolvePath } from 'node:path';
import { bisectionLog } from '../campaigns/bisect/log.ts';
import { requireCandidate } from '../campaigns/bisect/require-candidate.ts';
import { standingOf } from '../campaigns/bisect/standing.ts';
import { toldTrial } from '../campaigns/bisect/told-trial.ts';
import { bisections, readBisection } from '../records/bisection-folder.ts';
import {
  campaignFolder,
  findCampaign,
  listCampaigns,
  type CampaignFolder,
} from '../records/campaign-folder.ts';
import type { JournalEntry } from '../records/journal-entry.ts';
import { openJournal, readJournal } from '../records/journal.ts';
import { nowIso } from '../system/clock.ts';
import { UserError } from '../system/errors.ts';
import { acquireLock } from '../system/lock.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { resultScreen } from './screens.ts';
import { packageVersion } from './version.ts';

interface Which {
  readonly workspace: string;
  readonly bisection: string | undefined;
}

/** Prints a script that rebuilds the state of a bisection. */
export async function printLog(which: Which): Promise<ExitCode> {
  const folder = await findBisection(which);
  const record = await readBisection(folder);
  resultScreen().write(bisectionLog(record, readJournal(folder.journal).entries));
  return exitCode.done;
}

/** Takes the last trial back that counts. */
export async function undoLast(which: Which): Promise<ExitCode> {
  const folder = await findBisection(which);
  const record = await readBisection(folder);
  const { trials } = standingOf(record, readJournal(folder.journal).entries).now();
  const last = trials.at(-1);
  if (last === undefined) {
    throw new UserError(`bisection ${folder.id} has no trial to take back`);
  }
  await append(folder, { type: 'undone', at: nowIso(), trials: [last.id] });
  say(
    `trial ${last.id} (candidate ${last.variant}, ${last.outcome}) is no evidence any more`,
    folder,
  );
  return exitCode.done;
}

/** Keeps a candidate from being tried. */
export async function skipCandidate({
  candidate,
  ...which
}: Which & { readonly candidate: string }): Promise<ExitCode> {
  const folder = await findBisection(which);
  requireCandidate(await readBisection(folder), candidate, 1);
  await append(folder, { type: 'candidate-skipped', at: nowIso(), candidate });
  say(`${candidate} will not be tried`, folder);
  return exitCode.done;
}

/** Adds what was seen elsewhere. */
export async function tellTrial({
  candidate,
  outcome,
  turns,
  signature,
  ...which
}: Which & {
  readonly candidate: string;
  readonly outcome: 'crashed' | 'clean' | 'unbuildable';
  readonly turns: number;
  readonly signature: string | undefined;
}): Promise<ExitCode> {
  const folder = await findBisection(which);
  const record = await readBisection(folder);
  const standing = standingOf(record, readJournal(folder.journal).entries).now();
  requireCandidate(record, candidate, standing.began?.layouts ?? record.layouts);
  if (outcome === 'unbuildable') {
    const reason = 'told that it cannot be built';
    await append(folder, { type: 'row-failed', at: nowIso(), row: candidate, reason });
    say(`${candidate} cannot be built`, folder);
    return exitCode.done;
  }
  if (turns === 0 && outcome === 'clean') {
    throw new UserError(
      'a clean trial without turns tells nothing: say how many turns of the loop it made, as in `winrepro bisect tell 0-4 clean 20000`',
    );
  }
  await append(folder, toldTrial({ candidate, outcome, turns, signature }, standing));
  say(`trial ${standing.nextId}: ${candidate} ${outcome}`, folder);
  return exitCode.done;
}

async function findBisection({ workspace, bisection }: Which): Promise<CampaignFolder> {
  const place = resolvePath(workspace);
  const text = bisection ?? (await listCampaigns(bisections, place))[0];
  const found = text === undefined ? null : await findCampaign(bisections, place, text);
  if (found !== null) return campaignFolder(bisections, place, found.id);
  throw new UserError(
    `there is no bisection ${text ?? ''} in ${place}: `.replace('  ', ' ') +
      'winrepro list bisections shows what there is, --workspace names another folder',
  );
}

/** Nobody else may write while a line is added. */
async function append(folder: CampaignFolder, entry: JournalEntry): Promise<void> {
  const lock = await acquireLock(folder.lock, {
    command: ['winrepro', ...process.argv.slice(2)].join(' '),
    what: `bisection ${folder.id}`,
    wait: false,
    signal: new AbortController().signal,
  });
  try {
    const journaled = readJournal(folder.journal);
    const journal = openJournal(folder.journal);
    try {
      if (journaled.entries.length === 0) {
        journal.append({ type: 'run-started', at: nowIso(), winrepro: packageVersion() });
      }
      journal.append(entry);
      // What was over may go on now.
      const last = journaled.entries.findLast(({ type }) => type.startsWith('run-'));
      if (last?.type === 'run-ended') {
        const reason = 'its journal was added to by hand';
        journal.append({ type: 'run-interrupted', at: nowIso(), reason });
      }
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
}

function say(sentence: string, { id }: CampaignFolder): void {
  resultScreen().write(`${id}: ${sentence}\n`);
}
