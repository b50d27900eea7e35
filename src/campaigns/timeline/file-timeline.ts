import type { Protocol } from '../../recipe/protocol.ts';
import { UserError } from '../../system/errors.ts';
import { exists } from '../../system/files.ts';
import { makeTimeline, type MadeTimeline } from './make-timeline.ts';
import type { TimelineWishes } from './run-timeline.ts';

export interface FileToRead {
  /** Absolute path. */
  readonly path: string;
  /** As it is shown. */
  readonly name: string;
  readonly protocol: Protocol;
  /** What wrote it crashed at its end. */
  readonly crashed: boolean;
}

/** The timeline of any text with marks in it. Throws UserError when there is no file, or no mark. */
export async function fileTimeline(
  { path, name, protocol, crashed }: FileToRead,
  wishes: TimelineWishes,
): Promise<MadeTimeline> {
  if (!(await exists(path))) {
    throw new UserError(`there is no file ${path}: check the path given to --file`);
  }
  const made = makeTimeline({
    ...wishes,
    source: { file: name },
    protocol,
    outputs: [{ path, trial: null, crashed }],
    notes: [],
  });
  const marks = made.timeline.kinds.filter(({ mark, count }) => mark !== null && count > 0);
  if (marks.length > 0) return made;
  const known = Object.entries(protocol.events ?? {}).map(([mark, kind]) => `${mark}=${kind}`);
  throw new UserError(
    `${path} has none of the event marks ${known.join(', ')}: name its own with --marks, such as --marks m=minor-collection,x=null-seen,o=fine`,
  );
}
