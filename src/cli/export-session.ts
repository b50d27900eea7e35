import { resolve as resolvePath } from 'node:path';
import { replayCommand } from '../campaigns/export/manifest-of.ts';
import { exportCampaign, type ExportRequest } from '../campaigns/export/export-campaign.ts';
import { bytesText } from '../campaigns/stress/guards.ts';
import { campaignFolder, type CampaignFolder } from '../records/campaign-folder.ts';
import { exportPlaces, type ExportKind, type ExportManifest } from '../records/export-manifest.ts';
import { findRun, latestRun } from '../records/find-run.ts';
import { count } from '../reporters/number-text.ts';
import { oneLine } from '../reporters/printable.ts';
import { UserError } from '../system/errors.ts';
import { exists, fileSize, isDirectory, makeDirectory } from '../system/files.ts';
import { campaignNamed, newestCampaign } from './campaign-to-resume.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { exportReports } from './export-reports.ts';
import { watchInterrupts } from './interrupt.ts';
import { shownPath, thisHost } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface ExportArguments {
  readonly run: string | undefined;
  readonly workspace: string;
  readonly output: string | undefined;
  readonly force: boolean;
  readonly dumps: boolean;
  readonly outputs: ExportRequest['choice']['outputs'];
  readonly html: boolean;
  readonly json: boolean;
}

/** Puts a run, a matrix, a bisection or a stress run into one archive; returns the exit code. */
export async function exportRun(given: ExportArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const { kind, folder } = await campaignToExport(workspace, given.run);
  const to = await archiveOf(given, folder.id);
  const { dumps, outputs } = given;
  const request = { kind, folder, workspace, to, choice: { dumps, outputs } };
  const interrupts = watchInterrupts(() => {
    traceScreen(false).write('stopping; a second Ctrl-C ends at once\n');
  });
  try {
    const manifest = await exportCampaign(request, {
      reports: () => exportReports(kind, folder, workspace, given.html),
      host: thisHost(),
      version: packageVersion(),
      signal: interrupts.signal,
    });
    resultScreen().write(
      given.json ? `${JSON.stringify(manifest, null, 2)}\n` : await exportText(manifest, to),
    );
  } finally {
    interrupts.dispose();
  }
  return exitCode.done;
}

async function campaignToExport(
  workspace: string,
  run: string | undefined,
): Promise<{ readonly kind: ExportKind; readonly folder: CampaignFolder }> {
  const campaign = await (run === undefined
    ? newestCampaign(workspace)
    : campaignNamed(workspace, run));
  if (campaign !== null) return campaign;
  const { id } =
    run === undefined ? (await latestRun(workspace)).folder : await findRun(workspace, run);
  const place = { place: exportPlaces.run, record: 'run.json' };
  return { kind: 'run', folder: campaignFolder(place, workspace, id) };
}

/** Throws UserError for a name that cannot be replayed, and for one that is taken. */
async function archiveOf({ output, force }: ExportArguments, id: string): Promise<string> {
  const to = resolvePath(output ?? `${id}.zip`);
  if (!/\.zip$/i.test(to)) {
    throw new UserError(`--output takes a file whose name ends in .zip, not ${output ?? to}`);
  }
  if (await isDirectory(to)) throw new UserError(`${to} is a folder: name a file with --output`);
  if (!force && (await exists(to))) {
    throw new UserError(`${to} is there already: name another file with --output, or give --force`);
  }
  await makeDirectory(resolvePath(to, '..'));
  return to;
}

const kindWords: Readonly<Record<ExportKind, string>> = {
  run: 'run',
  matrix: 'matrix',
  bisection: 'bisection',
  stress: 'stress run',
  debug: 'debug session',
};

async function exportText(manifest: ExportManifest, to: string): Promise<string> {
  const { kind, id, state, files, leftOut, elsewhere, notes } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const size = `${bytesText(await fileSize(to))}, unpacked ${bytesText(bytes)}`;
  const lines = [
    `${shownPath(to)}: ${kindWords[kind]} ${id} (${state}), ${count(files.length, 'file')} in ${size}`,
    ...leftOut.map(
      (one) =>
        `  left out    ${one.what} (${count(one.files, 'file')}, ${bytesText(one.bytes)}): ${one.why}`,
    ),
    ...elsewhere.map((one) => `  not in it   ${one.what}: from ${one.from}`),
    ...notes.map((note) => `  note        ${note}`),
    `  replay: ${replayCommand(shownPath(to), bytes)}`,
  ];
  return lines.map((line) => `${oneLine(line)}\n`).join('');
}
