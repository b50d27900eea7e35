import { EXPORT_SCHEMA, type ExportManifest } from '../../records/export-manifest.ts';
import type { ZippedFile } from '../../system/write-zip.ts';
import { UNASKED_BYTES } from './archive-rules.ts';
import type { CampaignFacts } from './campaign-facts.ts';
import type { ExportReports, ExportRequest } from './export-campaign.ts';
import type { FolderContents } from './folder-contents.ts';
import type { FoundProvenance } from './provenances.ts';
import type { RecipeContents } from './recipe-contents.ts';
import { documentWithoutPasswords } from './without-passwords.ts';

/** What an archive is written from; null for what is too damaged to be had. */
export interface ExportParts {
  readonly request: ExportRequest;
  readonly facts: CampaignFacts | null;
  readonly state: ExportManifest['state'];
  readonly reports: ExportReports | null;
  readonly recipe: RecipeContents | null;
  readonly contents: FolderContents;
  readonly provenances: readonly FoundProvenance[];
  readonly notes: string[];
  /** The version of winrepro that writes it. */
  readonly version: string;
}

/** What the archive holds of all this, and what it does not. */
export function manifestOf(parts: ExportParts, files: readonly ZippedFile[]): ExportManifest {
  const { request, facts, state, recipe, contents, provenances, notes, version } = parts;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return documentWithoutPasswords({
    schema: EXPORT_SCHEMA,
    winrepro: version,
    kind: request.kind,
    id: request.folder.id,
    createdAt: facts?.createdAt ?? null,
    platform: facts?.platform ?? null,
    state,
    recipe:
      facts === null || recipe === null
        ? null
        : { name: facts.recipe.name, file: `recipe/${recipe.place}` },
    variants: facts?.variants ?? [],
    // The same archive whatever it is called.
    replay: replayCommand(`${request.folder.id}.zip`, bytes),
    locks: Object.fromEntries(
      provenances.flatMap(({ provenance: { variant, lock } }) =>
        lock === null ? [] : [[variant, lockPath(variant)]],
      ),
    ),
    builds: provenances.map(({ provenance: { variant, built, steps } }) => ({
      variant,
      built: built.map(({ file, sha256, bytes: size }) => ({
        path: file.split(/[\\/]/).at(-1) ?? file,
        bytes: size,
        sha256,
      })),
      steps: steps.map(({ name, key }) => ({ name, key })),
    })),
    files,
    leftOut: contents.leftOut,
    elsewhere: elsewhereOf(parts),
    notes,
  } satisfies ExportManifest) as ExportManifest;
}

function elsewhereOf({ recipe, provenances, facts }: ExportParts): ExportManifest['elsewhere'] {
  const compilers = new Set(
    provenances.flatMap(({ provenance: { compiler } }) => compiler?.version ?? []),
  );
  const lockless = provenances.every(({ provenance: { lock } }) => lock === null);
  return [
    ...(recipe?.elsewhere ?? []).map((one) =>
      one.what === 'the conda packages' && !lockless
        ? { ...one, from: `${one.from}, each by its address and hash in locks/` }
        : one,
    ),
    ...[...compilers].map((version) => ({
      what: `the compiler ${version}`,
      from: `the machine (${facts?.platform ?? 'unknown'})`,
    })),
  ];
}

/** What is typed to run an archive again; one that is large must be asked for with its size. */
export function replayCommand(name: string, bytes: number): string {
  const size = bytes > UNASKED_BYTES ? ` --max-size ${Math.ceil(bytes / 1e6) + 1}MB` : '';
  return `winrepro replay ${/[^\w./-]/.test(name) ? `"${name}"` : name}${size}`;
}

/** Where the packages of a variant are listed. */
export function lockPath(variant: string): string {
  return `locks/${variant.replaceAll(/[^A-Za-z0-9._~+-]/g, '_')}.txt`;
}
