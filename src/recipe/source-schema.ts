import { z } from 'zod';
import { relativeFile, text } from './schema-texts.ts';

const REF = /^(?!-)(?!.*\.\.)[A-Za-z0-9._/+-]+$/;

const gitRef = text.regex(
  REF,
  'must be the name of a tag, without spaces, "..", or a dash in front',
);

/** The source section of a recipe. */
export const source = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('none') }),
  z.strictObject({
    provider: z.literal('files'),
    directory: text.meta({ description: 'relative to the recipe file' }),
    files: z.array(relativeFile).min(1).readonly(),
  }),
  z.strictObject({
    provider: z.literal('git'),
    repository: text.meta({ description: 'a URL, or a folder relative to the recipe file' }),
    ref: gitRef.meta({ description: 'a tag, or the 40 hexadecimal digits of a commit' }),
    commit: z
      .string()
      .regex(/^[0-9a-f]{7,40}$/, 'must be 7 to 40 hexadecimal digits')
      .optional()
      .meta({ description: 'the commit that the tag must be' }),
    blobs: z
      .record(relativeFile, z.string().regex(/^[0-9a-f]{40}$/, 'must be 40 hexadecimal digits'))
      .default({})
      .meta({ description: 'files that tell the right source, also from a release archive' }),
  }),
]);

/** Whether a ref is a whole commit number; any other is the name of a tag. */
export function isCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

/** The two ends of a range of commits. */
export interface CommitEnds {
  /** A tag or a commit; the first that is looked at. */
  readonly from: string;
  readonly to: string;
}

/** The ends of `A..B`; null for anything else. */
export function commitEnds(range: string): CommitEnds | null {
  const [from = '', to = '', ...rest] = range.split('..');
  const isEnd = (end: string): boolean => REF.test(end) && !end.startsWith('.');
  return rest.length === 0 && isEnd(from) && isEnd(to) ? { from, to } : null;
}

/** `A..B`, each a tag or the digits of a commit. */
export const commitRange = text.refine(
  (range) => commitEnds(range) !== null,
  'must be A..B, of which each is a tag, or the 40 hexadecimal digits of a commit',
);
