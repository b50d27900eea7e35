import type { NightReport, NightVerdict } from '../records/night.ts';
import type { StressResult, StressVariantResult } from '../records/stress-result.ts';
import { nightFacts } from './night-text.ts';
import { count, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { hazardText, perTrialText } from './rate-text.ts';
import { variantDoubts } from './stress-text.ts';
import { xml, type Xml } from './xml.ts';

type Ending =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failure' | 'error' | 'skipped'; readonly type: string; readonly why: string };

interface Case {
  readonly variant: StressVariantResult;
  readonly night: NightVerdict | null;
  readonly ending: Ending;
}

/**
 * Stress runs as JUnit XML: a test suite for each campaign, a test case for each variant. A crash
 * is a failure unless the recipe expects it, and so is a night worse than those before it; a
 * variant that could not be tried is an error; one that was expected to crash and has not yet is
 * skipped, since it says nothing. The verdict is used for the campaign that it is about.
 */
export function stressJunit(results: readonly StressResult[], verdict: NightReport | null): string {
  const suites = results.map((result) => ({
    result,
    cases: casesOf(result, verdict?.campaign === result.stress ? verdict : null),
  }));
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="winrepro" ${counts(all)} time="${time(seconds)}">
${suites.map(({ result, cases }) => suite(result, cases))}</testsuites>
`.toString();
}

function casesOf({ variants }: StressResult, verdict: NightReport | null): readonly Case[] {
  return variants.map((variant) => {
    const night = verdict?.variants.find((one) => one.variant === variant.name) ?? null;
    return { variant, night, ending: endingOf(variant, night) };
  });
}

function endingOf(variant: StressVariantResult, night: NightVerdict | null): Ending {
  const { failed, verdict, expected, totals, signatures } = variant;
  if (failed !== null) return { kind: 'error', type: 'not-tried', why: failed };
  if (verdict === 'crashes' && expected !== 'crashes') {
    const first = signatures[0]?.signature ?? 'unknown signature';
    const why = `${count(totals.crashed, 'crash', 'crashes')} in ${count(totals.trials, 'trial')}: ${first}`;
    return { kind: 'failure', type: 'crashes', why };
  }
  if (night?.kind === 'worse') return { kind: 'failure', type: 'worse', why: night.reason };
  if (verdict === 'inconclusive' && expected === 'crashes') {
    const why = `expected to crash, and no crash yet in ${count(totals.trials, 'trial')}`;
    return { kind: 'skipped', type: 'inconclusive', why };
  }
  return { kind: 'passed' };
}

function suite(result: StressResult, cases: readonly Case[]): Xml {
  const properties = {
    ...{ stress: result.stress, recipe: result.recipe, title: result.title, state: result.state },
    ...{ platform: result.platform, machine: result.machine, winrepro: result.winrepro },
    ...{ seed: `${result.seed}`, jobs: `${result.jobs}`, reason: result.reason ?? '' },
  };
  return xml`  <testsuite name="${oneLine(result.recipe)}" id="${result.stress}" hostname="${oneLine(result.machine)}" timestamp="${result.createdAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}" ${counts(cases)} time="${time(result.seconds)}">
${propertyList('    ', properties)}${cases.map((one) => testCase(result, one))}  </testsuite>
`;
}

function testCase({ recipe }: StressResult, { variant, night, ending }: Case): Xml {
  return xml`    <testcase classname="${oneLine(recipe)}" name="${oneLine(variant.name)}" time="${time(variant.totals.seconds)}">
${propertyList('      ', figures(variant, night))}${endingXml(ending)}      <system-out>${output(variant, night)}</system-out>
    </testcase>
`;
}

function figures(variant: StressVariantResult, night: NightVerdict | null): Record<string, string> {
  const { totals, hazard, perTrial, expected, signatures, builds } = variant;
  return {
    expected,
    trials: `${totals.trials}`,
    crashes: `${totals.crashed}`,
    iterations: `${hazard.exposure}`,
    'crashes-per-iteration': `${hazard.hazard}`,
    ...(hazard.interval === null
      ? {}
      : {
          'crashes-per-iteration-lower': `${hazard.interval.lower}`,
          'crashes-per-iteration-upper': `${hazard.interval.upper}`,
        }),
    confidence: `${hazard.confidence}`,
    ...(perTrial === null ? {} : { 'crashes-per-trial': `${perTrial.rate}` }),
    signatures: `${signatures.length}`,
    builds: builds.join(' '),
    ...(night === null ? {} : { verdict: night.kind, evidence: night.reason }),
  };
}

function endingXml(ending: Ending): Xml {
  if (ending.kind === 'passed') return xml``;
  const message = oneLine(ending.why);
  if (ending.kind === 'skipped')
    return xml`      <skipped message="${message}"/>
`;
  const attributes = xml`message="${message}" type="${ending.type}"`;
  return ending.kind === 'failure'
    ? xml`      <failure ${attributes}/>
`
    : xml`      <error ${attributes}/>
`;
}

function output(variant: StressVariantResult, night: NightVerdict | null): string {
  return [
    `crashes per iteration: ${hazardText(variant.hazard)}`,
    `crashes per trial: ${perTrialText(variant)}`,
    ...variant.signatures.map(({ signature, count: times, first }) =>
      oneLine(
        `${grouped(times)} × ${signature}, first trial ${first.trial}, seed ${first.seed ?? 'none'}`,
      ),
    ),
    ...variantDoubts(variant),
    ...(night === null ? [] : nightFacts(night)),
  ].join('\n');
}

function propertyList(indent: string, properties: Readonly<Record<string, string>>): Xml {
  const all = Object.entries(properties).map(
    ([name, value]) => xml`${indent}  <property name="${name}" value="${oneLine(value)}"/>
`,
  );
  return xml`${indent}<properties>
${all}${indent}</properties>
`;
}

function counts(cases: readonly Case[]): Xml {
  const number = (kind: Ending['kind']): number =>
    cases.filter(({ ending }) => ending.kind === kind).length;
  return xml`tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}"`;
}

function time(seconds: number): string {
  return seconds.toFixed(3);
}
