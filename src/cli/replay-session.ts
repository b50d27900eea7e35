import { randomInt } from 'node:crypto';
import { join, resolve as resolvePath } from 'node:path';
import type { VariantRequest } from '../campaigns/prepare.ts';
import { compareReplay } from '../campaigns/replay/compare-replay.ts';
import { openExport } from '../campaigns/replay/open-export.ts';
import { prepareReplay } from '../campaigns/replay/prepare-replay.ts';
import { readArchived } from '../campaigns/replay/read-archived.ts';
import { exportPlaces, type ExportManifest } from '../records/export-manifest.ts';
import type { ReplayResult } from '../records/replay-result.ts';
import { replayText } from '../reporters/replay-text.ts';
import { exists, jsonText, remove, writeJson } from '../system/files.ts';
import { askToRun, commandsText } from './consent.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { watchInterrupts } from './interrupt.ts';
import type { JsonTarget } from './options.ts';
import { shownPath, thisHost } from './places.ts';
import { runAgain, type ReplayConduct } from './replay-campaign.ts';
import { report } from './report-session.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface ReplayArguments extends ReplayConduct {
  readonly archive: string;
  /** Undefined for a folder in the one that is unpacked. */
  readonly workspace: string | undefined;
  readonly into: string | undefined;
  readonly trials: number | null;
  readonly jobs: number | null;
  readonly sameSeeds: boolean;
  readonly look: boolean;
  readonly yes: boolean;
  /** What the archive may unpack to, bytes; null for what needs no asking. */
  readonly maxBytes: number | null;
  readonly request: Pick<VariantRequest, 'compiler' | 'interpreter' | 'source'>;
  readonly json: JsonTarget;
}

/** Unpacks an archive and runs it again, or only shows it; returns the exit code. */
export async function replay(given: ReplayArguments): Promise<ExitCode> {
  const archive = resolvePath(given.archive);
  const into = await folderFor(archive, given.into);
  const manifest = await unpackHere(archive, into, given.maxBytes);
  const { id } = manifest;
  const screen = traceScreen(given.quiet);
  screen.write(`unpacked to ${shownPath(into)}\n`);
  if (given.look) {
    const format = given.json.to === 'nowhere' ? 'terminal' : 'json';
    const output = given.json.to === 'file' ? given.json.file : undefined;
    return report({ run: id, workspace: into, format, output });
  }
  const { archived, workspace, request, prepared, seed } = await agreeOn(
    { archive, into, manifest },
    given,
  ).catch(async (error: unknown) => {
    // Nothing was run: the next try finds the place as this one did.
    await remove(into);
    throw error;
  });
  const limits = { trials: given.trials, jobs: given.jobs, seed };
  const replayed = await runAgain({ archived, prepared, request, limits }, given);
  const result = await compareReplay({
    kind: archived.kind,
    recipe: archived.record.recipe.name,
    exported: { workspace: into, id },
    replayed: { workspace, id: replayed },
    sameSeeds: given.sameSeeds,
    version: packageVersion(),
  });
  await publish(result, given.json, into);
  return codeOf(result);
}

/** Lays out what the archive tells of, shows it, and asks. Throws UserError when it is not to be run. */
async function agreeOn(
  { archive, into, manifest }: Unpacked,
  { workspace: place, request: asked, sameSeeds, yes }: ReplayArguments,
) {
  const archived = await readArchived(into, manifest);
  const workspace = resolvePath(place ?? join(into, 'workspace'));
  const { compiler, interpreter, source } = asked;
  const host = thisHost();
  const request = { into, manifest, workspace, host, compiler, interpreter, source };
  const prepared = await prepareReplay(request, archived.record, archived.variants);
  const seed = sameSeeds ? archived.record.options.seed : randomInt(1, 2 ** 31);
  if (!yes) {
    traceScreen(false).write(`${commandsText(prepared, workspace, seed)}\n`);
    await askToRun(shownPath(archive));
  }
  return { archived, workspace, request, prepared, seed };
}

interface Unpacked {
  readonly archive: string;
  readonly into: string;
  readonly manifest: ExportManifest;
}

/** The folder that was asked for, or a new one beside the archive. */
async function folderFor(archive: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return resolvePath(given);
  const name = archive.replace(/\.zip$/i, '');
  const first = name === archive ? `${archive}.unpacked` : name;
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? first : `${first}-${number}`;
    if (!(await exists(folder))) return folder;
  }
}

async function unpackHere(
  archive: string,
  into: string,
  maxBytes: number | null,
): Promise<ExportManifest> {
  const interrupts = watchInterrupts(() => {
    traceScreen(false).write('stopping; a second Ctrl-C ends at once\n');
  });
  try {
    return await openExport({ archive, into, maxBytes, signal: interrupts.signal });
  } finally {
    interrupts.dispose();
  }
}

async function publish(result: ReplayResult, json: JsonTarget, into: string): Promise<void> {
  const screen = resultScreen();
  await writeJson(join(into, 'replay.json'), result);
  if (json.to === 'file') await writeJson(json.file, result);
  if (json.to === 'stdout') {
    screen.write(jsonText(result));
    return;
  }
  const folder = join(result.workspace, exportPlaces[result.kind], result.replayed);
  screen.write(replayText(result, shownPath(folder), screen.colors));
}

function codeOf({ verdict }: ReplayResult): ExitCode {
  switch (verdict) {
    case 'same':
      return exitCode.done;
    case 'differs':
      return exitCode.notReproduced;
    case 'cannot-tell':
      return exitCode.undecided;
  }
}
