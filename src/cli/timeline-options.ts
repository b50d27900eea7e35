import { loadRecipe } from '../campaigns/find-recipe.ts';
import { LARGEST_SEED } from '../campaigns/seeds.ts';
import type { TimelineWishes } from '../campaigns/timeline/run-timeline.ts';
import { usualProtocol } from '../evidence/event-marks-protocol.ts';
import type { Protocol } from '../recipe/protocol.ts';
import { UserError } from '../system/errors.ts';
import { wholeNumber } from './options.ts';
import { recipePlaces } from './places.ts';
import { packageVersion } from './version.ts';

export interface TimelineArguments {
  readonly run?: string | undefined;
  readonly workspace: string;
  readonly trial: number | undefined;
  readonly file: string | undefined;
  readonly recipe: string | undefined;
  readonly marks: string | undefined;
  readonly crashed: boolean;
  readonly lags: number;
  readonly reach: number | undefined;
  readonly rounds: number;
  readonly seed: number;
  readonly svg: string | undefined;
  readonly png: string | undefined;
  readonly html: string | undefined;
  readonly json: string | undefined;
  readonly format: 'terminal' | 'markdown';
}

/** Sequences are padded for lags up to this. */
const MOST_LAGS = 60;
const MOST_REACH = 100_000;

/** Throws UserError for options that do not go together. */
export function checkTogether({
  run,
  trial,
  file,
  recipe,
  marks,
  crashed,
}: TimelineArguments): void {
  if (file === undefined) {
    const alone = [
      ...(recipe === undefined ? [] : ['--recipe']),
      ...(marks === undefined ? [] : ['--marks']),
      ...(crashed ? ['--crashed'] : []),
    ];
    if (alone.length === 0) return;
    throw new UserError(
      `${alone.join(' and ')} need --file: a run has its recipe, its marks and its crashes in its record`,
    );
  }
  if (run !== undefined || trial !== undefined) {
    throw new UserError(
      `--file takes the place of a run: leave out ${run ?? '--trial'}, or leave out --file`,
    );
  }
  if (recipe !== undefined && marks !== undefined) {
    throw new UserError('--marks and --recipe both say what the marks are: give one of them');
  }
}

/** How it is looked at unless one says otherwise. */
export function usualWishes(): TimelineWishes {
  return {
    settings: { lags: { before: 20, after: 20 }, confidence: 0.95, rounds: 1999, seed: 1 },
    reach: null,
    winrepro: packageVersion(),
  };
}

/** How it is to be looked at. Throws UserError. */
export function timelineWishes({ lags, reach, rounds, seed }: TimelineArguments): TimelineWishes {
  const wide = wholeNumber('lags', lags, 1, MOST_LAGS);
  const usual = usualWishes();
  return {
    ...usual,
    settings: {
      ...usual.settings,
      lags: { before: wide, after: wide },
      rounds: wholeNumber('rounds', rounds, 99, 1_000_000),
      seed: wholeNumber('seed', seed, 0, LARGEST_SEED),
    },
    reach: reach === undefined ? null : wholeNumber('reach', reach, 12, MOST_REACH),
  };
}

/** How a file is read. Throws UserError. */
export async function fileProtocol({ recipe, marks }: TimelineArguments): Promise<Protocol> {
  if (marks !== undefined) return { ...usualProtocol, events: markNames(marks) };
  if (recipe === undefined) return usualProtocol;
  const { protocol } = (await loadRecipe(recipe, recipePlaces())).recipe;
  if (protocol.events !== undefined) return protocol;
  throw new UserError(
    `recipe ${recipe} names no event marks (protocol.events): name them with --marks instead`,
  );
}

/** `M=minor-collection,.=fine` */
function markNames(text: string): Readonly<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const part of text.split(',')) {
    const [, mark, name] = /^(\S)=([\w-]+)$/u.exec(part.trim()) ?? [];
    if (mark === undefined || name === undefined || mark.length > 1 || /\d/.test(mark)) {
      throw new UserError(
        `--marks takes pairs such as M=minor-collection,.=fine,X=null-seen, each a character that is no digit and a name, not ${part}`,
      );
    }
    if (names[mark] !== undefined) throw new UserError(`--marks gives the mark ${mark} two names`);
    names[mark] = name;
  }
  return names;
}
