import { conventionOf } from '../../evidence/watch/convention.ts';
import { nonVolatile } from '../../evidence/watch/convention.ts';
import { readPlaces, type WatchRequest } from '../../evidence/watch/watch-request.ts';
import { nearest } from '../../recipe/did-you-mean.ts';
import type { RegisterWatch } from '../../recipe/evidence-schema.ts';
import type { Settings } from '../../recipe/settings.ts';
import type { WatchedFunctions } from '../../records/register-watch.ts';
import { UserError } from '../../system/errors.ts';

/** What a person asked to be watched, beside the recipe's own words; undefined for the recipe's. */
export interface AskedWatch {
  /** A watch of the recipe. */
  readonly name: string | undefined;
  readonly function: string | undefined;
  readonly across: string | undefined;
  readonly show: readonly string[] | undefined;
  readonly convention: RegisterWatch['convention'];
  readonly from: number | null;
  readonly untilChange: boolean;
}

export interface ChosenWatch {
  readonly watch: WatchedFunctions;
  readonly show: WatchRequest['show'];
}

/** What is shown when a function is named and nothing else: the arguments of both conventions. */
const ARGUMENTS = {
  windows: ['rcx', 'rdx', 'r8', 'r9'],
  sysv: ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'],
} as const;

/**
 * The watch that is meant: the recipe's by its name, its first that fits the platform, or one of the
 * command line's own.
 *
 * @throws UserError when there is none, or none of that name.
 */
export function chooseWatch(
  { recipe, platform, evidence }: Pick<Settings, 'recipe' | 'platform' | 'evidence'>,
  asked: AskedWatch,
): ChosenWatch {
  const { from, untilChange } = asked;
  if (asked.function !== undefined) {
    const convention = conventionOf(asked, platform);
    const show = asked.show ?? ARGUMENTS[convention];
    return chosen(
      null,
      { ...asked, function: asked.function, convention, show },
      { from, untilChange },
    );
  }
  const [name, found] = ofRecipe(recipe, platform, evidence.watches, asked.name);
  const convention = conventionOf({ convention: asked.convention ?? found.convention }, platform);
  const show = asked.show ?? found.show;
  const across = asked.across ?? found.across;
  return chosen(
    name,
    { function: found.function, across, convention, show },
    { from, untilChange },
  );
}

function chosen(
  name: string | null,
  watch: {
    readonly function: string;
    readonly across?: string | undefined;
    readonly convention: WatchedFunctions['convention'];
    readonly show: readonly string[];
  },
  when: Pick<WatchedFunctions, 'from' | 'untilChange'>,
): ChosenWatch {
  const { function: entry, across, convention, show } = watch;
  if (when.untilChange && across === undefined) {
    throw new UserError('--until-change needs a call to compare: give --across FUNCTION');
  }
  return {
    watch: {
      name,
      function: entry,
      across: across ?? null,
      show,
      convention,
      compared: across === undefined ? [] : nonVolatile[convention],
      ...when,
    },
    show: readPlaces(show),
  };
}

function ofRecipe(
  recipe: string,
  platform: string,
  watches: Readonly<Record<string, RegisterWatch>>,
  name: string | undefined,
): readonly [string, RegisterWatch] {
  const names = Object.keys(watches);
  if (name !== undefined) {
    const found = watches[name];
    if (found !== undefined) return [name, found];
    const meant = nearest(name, names);
    const hint = meant === undefined ? ownWatch(names) : `did you mean ${meant}?`;
    throw new UserError(`the recipe ${recipe} has no watch "${name}"; ${hint}`);
  }
  const fitting = Object.entries(watches).find(
    ([, { platforms }]) => platforms === undefined || platforms.some((each) => each === platform),
  );
  if (fitting !== undefined) return fitting;
  throw new UserError(
    `the recipe ${recipe} has no watch for ${platform}: give --function FUNCTION, or put one under evidence.watches`,
  );
}

function ownWatch(names: readonly string[]): string {
  return names.length === 0
    ? 'it has none: give --function FUNCTION'
    : `it has ${names.join(', ')}`;
}
