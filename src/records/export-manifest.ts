import { UserError } from '../system/errors.ts';
import {
  hasShape,
  isCount,
  isObject,
  isOneOf,
  isRecordOf,
  isText,
  isTexts,
  orNull,
  wrongKey,
  type Check,
  type Shape,
} from './shape.ts';

export const EXPORT_SCHEMA = 'winrepro/export/1';

/** Its place in the archive. */
export const MANIFEST = 'winrepro-export.json';

/** What an archive may be of, and where it lies in a workspace and in the archive. */
export const exportPlaces = {
  run: 'runs',
  matrix: 'matrices',
  bisection: 'bisections',
  stress: 'stress',
  debug: 'debug',
} as const;

export type ExportKind = keyof typeof exportPlaces;

/** A file of the archive. */
export interface ExportedFile {
  /** With forward slashes, as the archive has it. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What was built for one variant on one machine, for who only looks. */
export interface ExportedBuild {
  readonly variant: string;
  readonly built: readonly ExportedFile[];
  readonly steps: readonly { readonly name: string; readonly key: string }[];
}

/** `winrepro-export.json`: what an archive holds, what it does not, and the command that replays it. */
export interface ExportManifest {
  readonly schema: typeof EXPORT_SCHEMA;
  /** The version of winrepro that wrote the archive. */
  readonly winrepro: string;
  readonly kind: ExportKind;
  /** Of the run, matrix, bisection, stress run or debug session; its folder in the archive is called so. */
  readonly id: string;
  /** When it began, ISO 8601, UTC; also the time of every file. Null when it is damaged. */
  readonly createdAt: string | null;
  readonly platform: string | null;
  readonly state: 'running' | 'finished' | 'failed' | 'interrupted' | 'damaged';
  /** The recipe's name, and its file in the archive; null when there is none to replay from. */
  readonly recipe: { readonly name: string; readonly file: string } | null;
  readonly variants: readonly string[];
  /** What a person types to run it again, for an archive of its first name. */
  readonly replay: string;
  /** By variant: the file of the packages of its environment, as `--lock` takes it. */
  readonly locks: Readonly<Record<string, string>>;
  readonly builds: readonly ExportedBuild[];
  /** Every file of the archive but this one, sorted. */
  readonly files: readonly ExportedFile[];
  /** What lay in the folder and was left out. */
  readonly leftOut: readonly {
    readonly what: string;
    readonly why: string;
    readonly files: number;
    readonly bytes: number;
  }[];
  /** What a replay needs that no archive holds, and where it comes from. */
  readonly elsewhere: readonly { readonly what: string; readonly from: string }[];
  /** What its reader must know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The manifest of an archive that somebody else made.
 *
 * @param archive as it is named in messages.
 * @throws UserError for a text that is none, or is one of another version.
 */
export function parseManifest(text: string, archive: string): ExportManifest {
  const value = jsonOf(text);
  const schema = isObject(value) ? value['schema'] : undefined;
  if (typeof schema === 'string' && schema !== EXPORT_SCHEMA) {
    throw new UserError(
      `${archive} is of the schema ${JSON.stringify(schema)} and this winrepro reads ${EXPORT_SCHEMA}: use the version of winrepro that wrote it`,
    );
  }
  const wrong = wrongKey(value, manifest);
  if (wrong === null) return value as ExportManifest;
  throw new UserError(
    `${archive} is refused: its ${MANIFEST} is damaged (its key ${wrong} is missing or wrong); ask for the archive again`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** It becomes the name of a folder. */
const isId: Check = (value) =>
  typeof value === 'string' &&
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(value) &&
  !value.endsWith('.');
const isHash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isDate: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

function isListOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

const file: Shape<ExportedFile> = { path: isText, bytes: isCount, sha256: isHash };

const build: Shape<ExportedBuild> = {
  variant: isText,
  built: isListOf(hasShape(file)),
  steps: isListOf(hasShape({ name: isText, key: isText })),
};

const manifest: Shape<ExportManifest> = {
  schema: isOneOf(EXPORT_SCHEMA),
  winrepro: isText,
  kind: isOneOf(...Object.keys(exportPlaces)),
  id: isId,
  createdAt: orNull(isDate),
  platform: orNull(isText),
  state: isOneOf('running', 'finished', 'failed', 'interrupted', 'damaged'),
  recipe: orNull(hasShape({ name: isText, file: isText })),
  variants: isTexts,
  replay: isText,
  locks: isRecordOf(isText),
  builds: isListOf(hasShape(build)),
  files: isListOf(hasShape(file)),
  leftOut: isListOf(hasShape({ what: isText, why: isText, files: isCount, bytes: isCount })),
  elsewhere: isListOf(hasShape({ what: isText, from: isText })),
  notes: isTexts,
};
