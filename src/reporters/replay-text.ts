import pc from 'picocolors';
import type {
  ReplayedBuild,
  ReplayedEnd,
  ReplayedVariant,
  ReplayResult,
  ReplayVerdict,
} from '../records/replay-result.ts';
import { changeText } from './night-text.ts';
import { count, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { hazardText, ratioText } from './rate-text.ts';

const words: Readonly<Record<ReplayVerdict, string>> = {
  same: 'the verdict is the same',
  differs: 'the verdict differs',
  'cannot-tell': 'cannot be told',
};

/** How a replay compares with its archive, for a person at a terminal. */
export function replayText(result: ReplayResult, folder: string, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const { recipe, exported, verdict, variants } = result;
  const lines = [
    colors.bold(oneLine(`${recipe} replayed from ${exported}: ${words[verdict]}`)),
    ...variants.flatMap((one) => ['', ...variantLines(one, result)]),
    '',
    colors.dim(oneLine(`  run folder: ${folder}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function variantLines(one: ReplayedVariant, { sameSeeds }: ReplayResult): readonly string[] {
  const { variant, verdict, reason, exported, replayed, build, rate, changed } = one;
  const facts = [
    ['verdict', `${words[verdict]}: ${exported.verdict} there, ${replayed.verdict} here`],
    ['', reason],
    ['build', buildText(build)],
    ...stepTexts(build).map((text) => ['steps', text]),
    ...trialTexts(one, sameSeeds).map((text, index) => [index === 0 ? 'trials' : '', text]),
    ...(rate === null ? [] : [['rate', rateText(rate)]]),
    ...changed.map(({ key, before, after }, index) => [
      index === 0 ? 'other' : '',
      changeText(key, before, after),
    ]),
  ];
  return [
    oneLine(variant),
    ...facts.map(([name = '', text = '']) => `  ${name.padEnd(9)} ${oneLine(text)}`),
  ];
}

function buildText({ kind, exported, replayed }: ReplayedBuild): string {
  const [there, here] = [
    exported.map(short).join(', '),
    replayed === null ? 'none' : short(replayed),
  ];
  switch (kind) {
    case 'same':
      return `the same, sha256 ${here}`;
    case 'different':
      return `different: sha256 ${there} there, ${here} here`;
    case 'none':
      return 'nothing is built';
    case 'unknown':
      return `not known: ${there === '' ? 'the archive tells of none' : `sha256 ${there} there, none here`}`;
  }
}

/** The first step whose key is another one: those behind it follow from it. */
function stepTexts({ steps }: ReplayedBuild): readonly string[] {
  const first = steps.find(({ same }) => !same);
  if (steps.length === 0) return [];
  const names = steps.map(({ name }) => name).join(', ');
  if (first === undefined) return [`the same keys: ${names}`];
  const because =
    first.name === 'environment'
      ? ' (an environment that was solved there is made from its lock here, and a key says which)'
      : '';
  return [`other keys from ${first.name} on${because}`];
}

function trialTexts({ trials }: ReplayedVariant, sameSeeds: boolean): readonly string[] {
  const { seeded, same, different } = trials;
  if (!sameSeeds) return ['other seeds, so that no two trials should end alike'];
  if (seeded === 0) return ['none takes a seed, so that no two trials should end alike'];
  const more = seeded - same - different.length;
  return [
    `${grouped(same)} of ${count(seeded, 'trial')} with the same seed ended the same`,
    ...different.map(
      ({ id, seed, exported, replayed }) =>
        `trial ${id}, seed ${seed}: ${endText(exported)} there, ${endText(replayed)} here`,
    ),
    ...(more > 0 ? [`and ${grouped(more)} more`] : []),
  ];
}

function endText({ outcome, iteration, signature }: ReplayedEnd): string {
  const at = iteration === null ? '' : ` at iteration ${grouped(iteration)}`;
  return `${outcome}${at}${signature === null ? '' : ` (${signature})`}`;
}

function rateText({ before, after, ratio }: NonNullable<ReplayedVariant['rate']>): string {
  const there = before === null ? 'not known' : hazardText(before);
  const times = ratio === null ? '' : `, ${ratioText(ratio)} as often`;
  return `crashes per iteration: ${there} there, ${hazardText(after)} here${times}`;
}

function short(hash: string): string {
  return hash.slice(0, 16);
}
