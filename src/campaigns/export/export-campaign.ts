import { join } from 'node:path';
import type { CampaignFolder } from '../../records/campaign-folder.ts';
import {
  MANIFEST,
  exportPlaces,
  type ExportKind,
  type ExportManifest,
} from '../../records/export-manifest.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { exists, jsonText, readJson } from '../../system/files.ts';
import { writeZip, type ZipWriter, type ZippedFile } from '../../system/write-zip.ts';
import type { Host } from '../prepare.ts';
import { campaignFacts, journalFacts } from './campaign-facts.ts';
import { folderContents, mayBeNamed } from './folder-contents.ts';
import type { ExportChoice } from './folder-files.ts';
import { lockPath, manifestOf, type ExportParts } from './manifest-of.ts';
import { provenancesOf } from './provenances.ts';
import { changesSince, recipeContents } from './recipe-contents.ts';
import { documentWithoutPasswords, withoutPasswords } from './without-passwords.ts';

export interface ExportRequest {
  readonly kind: ExportKind;
  readonly folder: CampaignFolder;
  readonly workspace: string;
  /** Absolute path of the archive. */
  readonly to: string;
  readonly choice: ExportChoice;
}

/** The campaign's reports, for who has no winrepro. */
export interface ExportReports {
  /** By file name. */
  readonly texts: ReadonlyMap<string, string>;
  /** `result.json`, computed anew. */
  readonly result: object;
}

interface ExportTools {
  /** Throws EnvironmentError or UserError for a campaign that is too damaged for a report. */
  readonly reports: () => Promise<ExportReports>;
  readonly host: Host;
  readonly version: string;
  readonly signal: AbortSignal;
}

/**
 * Puts a campaign with all that another person needs to look at it, and to run it again, into one
 * archive. What is damaged is left out, and the manifest says so.
 *
 * @throws EnvironmentError for the disk, InterruptedError.
 */
export async function exportCampaign(
  request: ExportRequest,
  tools: ExportTools,
): Promise<ExportManifest> {
  const { kind, folder, to } = request;
  const notes: string[] = [];
  const orNote = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EnvironmentError) && !(error instanceof UserError)) throw error;
      notes.push(`${what}: ${error.message}`);
      return null;
    }
  };
  const facts = await orNote('the record is damaged', () => campaignFacts(kind, folder));
  const journal = await orNote('the journal is damaged', () => journalFacts(folder));
  const state = facts === null || journal === null ? 'damaged' : journal.state;
  if (state === 'running') notes.push('it was still going on: this is what there was so far');
  const reports = facts === null ? null : await orNote('there is no report', tools.reports);
  const recipe =
    facts === null
      ? null
      : await orNote('there is no recipe to replay from', () => recipeContents(facts));
  const provenances = await orNote('the provenance is damaged', () => provenancesOf(kind, folder));
  const contents = await folderContents(request, journal?.clean ?? new Set());
  for (const { provenance } of provenances ?? []) {
    if (facts === null) break;
    notes.push(...(await changesSince(facts, provenance, tools.host, request.workspace)));
  }
  const parts: ExportParts = {
    ...{ request, facts, state, reports, recipe, contents, notes },
    provenances: provenances ?? [],
    version: tools.version,
  };
  const modified = Date.parse(facts?.createdAt ?? dateOf(folder.id));
  let manifest: ExportManifest | null = null;
  await writeZip({ to, modified, signal: tools.signal }, async (zip) => {
    const files = await writeFiles(zip, parts);
    manifest = manifestOf(parts, files);
    await zip.addText(MANIFEST, jsonText(manifest));
  });
  return manifest as unknown as ExportManifest;
}

/** Each file of the archive by its path, and how it gets there; null for one that is gone meanwhile. */
type Source = (zip: ZipWriter, path: string) => Promise<ZippedFile | null>;

async function writeFiles(zip: ZipWriter, parts: ExportParts): Promise<readonly ZippedFile[]> {
  const sources = new Map<string, Source>([
    ...folderSources(parts),
    ...recipeSources(parts),
    ...[...(parts.reports?.texts ?? [])].map(
      ([name, text]) => [name, textSource(withoutPasswords(text))] as const,
    ),
    ...parts.provenances.flatMap(({ provenance: { variant, lock } }) =>
      lock === null ? [] : [[lockPath(variant), textSource(lock)] as const],
    ),
  ]);
  const files: ZippedFile[] = [];
  const isWritable = mayBeNamed();
  for (const [path, add] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isWritable(path)) {
      parts.notes.push(`${path} was left out: not every system can hold a file of its name`);
      continue;
    }
    const file = await add(zip, path);
    if (file === null) parts.notes.push(`${path} was removed while the archive was written`);
    else files.push(file);
  }
  return files;
}

/** The folder lies in the archive as it lies in a workspace, so that every command can look at it. */
function folderSources({
  request,
  contents,
  reports,
}: ExportParts): readonly (readonly [string, Source])[] {
  const { kind, folder } = request;
  const below = `${exportPlaces[kind]}/${folder.id}`;
  const documents = /^([a-z]+\.json|provenance\/[^/]+\.json)$/;
  return [
    ...contents.files.map((path) => {
      const from = join(folder.path, ...path.split('/'));
      const add: Source = documents.test(path)
        ? (zip, to) => addDocument(zip, to, from)
        : (zip, to) => zip.addFile(to, from);
      return [`${below}/${path}`, add] as const;
    }),
    ...(reports === null
      ? []
      : [
          [
            `${below}/result.json`,
            textSource(jsonText(documentWithoutPasswords(reports.result))),
          ] as const,
        ]),
  ];
}

/** The recipe is the one that was run; what it refers to is as it is now. */
function recipeSources({ facts, recipe }: ExportParts): readonly (readonly [string, Source])[] {
  if (facts === null || recipe === null) return [];
  return [
    ...[...recipe.files].map(
      ([place, from]) =>
        [`recipe/${place}`, (zip: ZipWriter, to: string) => zip.addFile(to, from)] as const,
    ),
    [`recipe/${recipe.place}`, textSource(facts.recipe.text)],
  ];
}

function textSource(text: string): Source {
  return (zip, path) => zip.addText(path, text);
}

async function addDocument(zip: ZipWriter, to: string, from: string): Promise<ZippedFile | null> {
  if (!(await exists(from))) return null;
  try {
    return await zip.addText(to, jsonText(documentWithoutPasswords(await readJson(from))));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return zip.addFile(to, from);
  }
}

/** `20261123-234501-...`: ids begin with the second of their beginning, UTC. */
function dateOf(id: string): string {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`;
  return Number.isNaN(Date.parse(date)) ? '1980-01-01T00:00:00Z' : date;
}
