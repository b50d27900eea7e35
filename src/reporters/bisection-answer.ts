import type {
  BisectionAnswer,
  BisectionResult,
  ElementEvidence,
  SingleChange,
} from '../records/bisection-result.ts';
import { count, grouped, rate } from './number-text.ts';
import { oneLine } from './printable.ts';

type Answer<Type extends BisectionAnswer['type']> = Extract<BisectionAnswer, { type: Type }>;

/** What was found, in one clause. */
export function answerHeadline({ answer, axis }: BisectionResult): string {
  if (answer === null) return 'nothing was found';
  switch (answer.type) {
    case 'ordered': {
      if (answer.first === null) return 'none of them crashes';
      const what = axis.find === 'fix' ? 'is the first that is clean' : 'is the first that crashes';
      return `${answer.first.element} ${what}`;
    }
    case 'set':
      return `the crash needs ${answer.sets.map(({ elements }) => braces(elements)).join(', or ')}`;
    case 'clearing':
      return `${braces(answer.applied)} clears it`;
    case 'singles': {
      const clearing = answer.singles.filter(({ verdict }) => verdict === 'clears');
      return clearing.length === 0
        ? 'none of them clears it'
        : `cleared by ${clearing.map(({ element }) => element).join(', ')}`;
    }
  }
}

/** What was found and how far, with its evidence, a line each. */
export function answerLines(result: BisectionResult): readonly string[] {
  // Names of commits and files come from outside.
  return linesOf(result).map(oneLine);
}

function linesOf(result: BisectionResult): readonly string[] {
  const { answer } = result;
  if (answer === null) return [];
  switch (answer.type) {
    case 'ordered':
      return orderedLines(answer, result);
    case 'set':
      return setLines(answer);
    case 'clearing':
      return clearingLines(answer);
    case 'singles':
      return answer.singles.map((one) => singleLine(one));
  }
}

function orderedLines(
  { kind, first, credible, mass, bound, tried, skipped }: Answer<'ordered'>,
  { axis }: BisectionResult,
): readonly string[] {
  const what = axis.find === 'fix' ? 'first clean' : 'first crash';
  const behind = first === null ? '' : ` (before it: ${first.before})`;
  return [
    ...(kind === 'found' && first !== null
      ? [
          `${what}  ${first.element} with probability ${mass.toFixed(3)}${behind}`,
          ...(bound === null
            ? []
            : [`the clean one beside it was so by luck with a chance of ${rate(bound)} at most`]),
        ]
      : [
          `${what}  one of these, with probability ${mass.toFixed(3)}:`,
          ...credible.map(({ element, chance }) => `  ${element}  ${chance.toFixed(3)}`),
        ]),
    ...tried.map(
      ({ element, crashes, exposure }) =>
        `tried  ${element}: ${crashes > 0 ? count(crashes, 'crash', 'crashes') : 'clean'} in ${grouped(exposure)} iterations`,
    ),
    ...(skipped.length === 0 ? [] : [`not tried: ${skipped.join(', ')} (skipped or unbuildable)`]),
  ];
}

function setLines(answer: Answer<'set'>): readonly string[] {
  const { sets, singles, more, chances, untested, skipped } = answer;
  return [
    ...sets.flatMap(({ elements, crashes, certified, needed }, index) => [
      `set ${index + 1}     ${braces(elements)}: crashed ${count(crashes, 'time')} on exactly this set${certified ? '' : '; it may be smaller still'}`,
      ...needed
        .filter(({ bound }) => bound === null || bound < 1)
        .map((one) => `  ${one.element} is needed: ${withoutText(one)}`),
    ]),
    ...singles.map((one) => singleLine(one)),
    ...moreLines(more, sets.length),
    ...chances.map(
      ({ element, needed }) => `open      ${element}: needed with probability ${needed.toFixed(2)}`,
    ),
    ...(untested.length === 0
      ? []
      : [`not tried alone: ${listed(untested)} (the set does without them)`]),
    ...(skipped.length === 0 ? [] : [`skipped: ${skipped.join('; ')}`]),
  ];
}

function clearingLines({
  kind,
  applied,
  exposure,
  bound,
  needed,
  chances,
  skipped,
}: Answer<'clearing'>): readonly string[] {
  return [
    `changes   ${braces(applied)}: ${bound === 0 ? 'all of them, which was clean as the negative control' : cleanText({ exposure, bound })}${kind === 'found' ? '' : '; fewer may be enough'}`,
    ...needed.map(({ element, crashes }) =>
      crashes === 0
        ? `  ${element} is kept: without it, the rest could not be tried`
        : `  ${element} is needed: without it ${count(crashes, 'crash', 'crashes')}`,
    ),
    ...chances.map(
      ({ element, needed: chance }) =>
        `open      ${element}: needed with probability ${chance.toFixed(2)}`,
    ),
    ...(skipped.length === 0 ? [] : [`skipped: ${skipped.join('; ')}`]),
  ];
}

function moreLines(
  { kind, exposure, bound }: Answer<'set'>['more'],
  sets: number,
): readonly string[] {
  switch (kind) {
    case 'none':
      return [
        `no other set: with all of ${sets === 1 ? 'this set' : 'these sets'} off, ${cleanText({ exposure, bound })}`,
      ];
    case 'limit':
      return ['whether another set crashes without these was not asked (--max-sets)'];
    case 'open':
      return exposure === 0
        ? []
        : [
            `whether another set crashes without these is open: ${cleanText({ exposure, bound })} so far`,
          ];
  }
}

function singleLine(one: SingleChange): string {
  const sign = { clears: '✔', crashes: '✘', open: '?' }[one.verdict];
  const evidence = one.verdict === 'crashes' ? 'still crashes' : cleanText(one);
  return `${sign} ${one.element} alone changed: ${one.verdict === 'clears' ? 'clears it, ' : ''}${evidence}`;
}

/** A bound of 0 is that of the negative control. */
function cleanText({ exposure, bound }: Pick<ElementEvidence, 'exposure' | 'bound'>): string {
  if (bound === 0) return 'clean as the negative control, which it is';
  const chance = bound === null ? '' : `, by luck with a chance of ${rate(bound)} at most`;
  return `clean for ${grouped(exposure)} iterations${chance}`;
}

/** A bound of 0 is that of the negative control. */
function withoutText(one: ElementEvidence): string {
  return one.bound === 0
    ? 'without it, all is as in the negative control, which was clean'
    : `without it ${cleanText(one)}`;
}

/** More names than these are counted. */
const MOST_NAMES = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

function braces(elements: readonly string[]): string {
  return `{${elements.join(', ')}}`;
}
