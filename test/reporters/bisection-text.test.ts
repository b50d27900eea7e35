import { describe, expect, it } from 'vitest';
import type { BisectionAnswer, BisectionResult } from '../../src/records/bisection-result.ts';
import { bisectionText } from '../../src/reporters/bisection-text.ts';
import { bisectionResult } from '../campaigns/bisect/samples.ts';

const FOLDER = '/w s/bisections/20261123-234501-control-flags-4f2a';

const CONTROL = [
  '  control   optimized: 5 crashes in 5 trials, 50,000 iterations',
  '            one crash in 10,000 [4,882, 30,798] iterations',
  '            SIGSEGV after 14',
  '  checks    exponential passed, weibull unknown, immune passed, earliest unknown',
  "  error     0.05 at 0.5 of the control's hazard",
  '  layout    not measured: what clears it may do so by layout alone (--layouts)',
];

const END = [
  '  30 trials, 9 builds, 1,234,567 iterations; 12.3 s of trials, 6.50 s of builds; seed 7',
  `  folder: ${FOLDER}`,
  '  report: winrepro report 20261123-234501-control-flags-4f2a --format markdown',
];

function textOf(changes: Partial<BisectionResult>): readonly string[] {
  return bisectionText(bisectionResult(changes), FOLDER, false).split('\n');
}

type Answer<Type extends BisectionAnswer['type']> = Extract<BisectionAnswer, { type: Type }>;

const ordered: Answer<'ordered'> = {
  type: 'ordered',
  kind: 'found',
  first: { element: 'v1.21.0', before: 'v1.20.3' },
  credible: [{ element: 'v1.21.0', chance: 0.983 }],
  mass: 0.983,
  bound: 0.0172,
  tried: [
    { element: 'v1.20.3', crashes: 0, exposure: 123_456 },
    { element: 'v1.21.0', crashes: 1, exposure: 2000 },
    { element: 'v1.21.1', crashes: 2, exposure: 9000 },
  ],
  skipped: [],
};

const set: Answer<'set'> = {
  type: 'set',
  kind: 'found',
  sets: [
    {
      elements: ['-O2', '-flto'],
      crashes: 2,
      certified: true,
      needed: [
        { element: '-O2', exposure: 186_801, bound: 0.0241 },
        { element: '-flto', exposure: 0, bound: 0 },
      ],
    },
  ],
  singles: [
    { element: '-O2', verdict: 'clears', exposure: 203_781, bound: 0.00019 },
    { element: '-flto', verdict: 'crashes', exposure: 500, bound: null },
    { element: '-g', verdict: 'open', exposure: 1000, bound: 0.7 },
  ],
  more: { kind: 'none', exposure: 169_818, bound: 0.031 },
  chances: [],
  untested: ['-Wall', '-Wextra'],
  unbuildable: [],
  skipped: [],
};

const clearing: Answer<'clearing'> = {
  type: 'clearing',
  kind: 'found',
  applied: ['a.c:1', 'b.c:9'],
  exposure: 150_000,
  bound: 0.02,
  needed: [
    { element: 'a.c:1', crashes: 1 },
    { element: 'b.c:9', crashes: 3 },
  ],
  chances: [],
  unbuildable: [],
  skipped: [],
};

describe('a bisection at a terminal', () => {
  it('that found the first of ordered elements', () => {
    expect(textOf({ answer: ordered })).toEqual([
      'control, axis flags: v1.21.0 is the first that crashes',
      ...CONTROL,
      '  first crash  v1.21.0 with probability 0.983 (before it: v1.20.3)',
      '  the clean one beside it was so by luck with a chance of 0.017 at most',
      '  tried  v1.20.3: clean in 123,456 iterations',
      '  tried  v1.21.0: 1 crash in 2,000 iterations',
      '  tried  v1.21.1: 2 crashes in 9,000 iterations',
      ...END,
      '',
    ]);
  });

  it('that found a fix', () => {
    const axis = { ...bisectionResult().axis, name: 'interpreter', find: 'fix' as const };
    const lines = textOf({ answer: { ...ordered, tried: [] }, axis });
    expect(lines[0]).toBe('control, axis interpreter: v1.21.0 is the first that is clean');
    expect(lines).toContain('  first clean  v1.21.0 with probability 0.983 (before it: v1.20.3)');
  });

  it('that was stopped among ordered elements names those that may be it, and no culprit', () => {
    const lines = textOf({
      conclusion: 'undecided',
      reason: 'the budget was spent',
      answer: {
        ...ordered,
        kind: 'undecided',
        first: null,
        credible: [
          { element: 'v1.20.3', chance: 0.4 },
          { element: 'v1.21.0', chance: 0.56 },
        ],
        mass: 0.96,
        tried: [],
        skipped: ['v1.20.2'],
      },
      resume: 'winrepro resume 4f2a',
    });
    expect(lines).toEqual([
      'control, axis flags: undecided: the budget was spent',
      ...CONTROL,
      '  first crash  one of these, with probability 0.960:',
      '    v1.20.3  0.400',
      '    v1.21.0  0.560',
      '  not tried: v1.20.2 (skipped or unbuildable)',
      ...END,
      '  go on: winrepro resume 4f2a',
      '',
    ]);
  });

  it('that found a set', () => {
    expect(textOf({ answer: set })).toEqual([
      'control, axis flags: the crash needs {-O2, -flto}',
      ...CONTROL,
      '  set 1     {-O2, -flto}: crashed 2 times on exactly this set',
      '    -O2 is needed: without it clean for 186,801 iterations, by luck with a chance of 0.024 at most',
      '    -flto is needed: without it, all is as in the negative control, which was clean',
      '  ✔ -O2 alone changed: clears it, clean for 203,781 iterations, by luck with a chance of 1.9e-4 at most',
      '  ✘ -flto alone changed: still crashes',
      '  ? -g alone changed: clean for 1,000 iterations, by luck with a chance of 0.70 at most',
      '  no other set: with all of this set off, clean for 169,818 iterations, by luck with a chance of 0.031 at most',
      '  not tried alone: -Wall, -Wextra (the set does without them)',
      ...END,
      '',
    ]);
  });

  it('that was stopped in a set says what may be needed', () => {
    const lines = textOf({
      conclusion: 'undecided',
      reason: '3 builds were made',
      answer: {
        ...set,
        kind: 'undecided',
        sets: [{ elements: ['-O2', '-g'], crashes: 1, certified: false, needed: [] }],
        singles: [],
        more: { kind: 'open', exposure: 0, bound: null },
        chances: [{ element: '-g', needed: 0.254 }],
        untested: [],
        unbuildable: ['without {-O2}'],
        skipped: ['only {-g}'],
      },
    });
    expect(lines.slice(0, 1)).toEqual(['control, axis flags: undecided: 3 builds were made']);
    expect(lines.slice(7, -4)).toEqual([
      '  set 1     {-O2, -g}: crashed 1 time on exactly this set; it may be smaller still',
      '  open      -g: needed with probability 0.25',
      '  skipped: only {-g}',
    ]);
  });

  it('with several sets names each, and that no more were asked for', () => {
    const [first] = set.sets;
    const other = { elements: ['-O3'], crashes: 1, certified: true, needed: [] };
    const answer: BisectionAnswer = {
      ...set,
      sets: first === undefined ? [] : [first, other],
      more: { kind: 'limit', exposure: 0, bound: null },
    };
    const lines = textOf({ answer });
    expect(lines[0]).toBe('control, axis flags: the crash needs {-O2, -flto}, or {-O3}');
    expect(lines).toContain('  set 2     {-O3}: crashed 1 time on exactly this set');
    expect(lines).toContain(
      '  whether another set crashes without these was not asked (--max-sets)',
    );
    expect(textOf({ answer: { ...answer, more: set.more } })).toContain(
      '  no other set: with all of these sets off, clean for 169,818 iterations, by luck with a chance of 0.031 at most',
    );
  });

  it('that found what clears', () => {
    expect(textOf({ answer: clearing })).toEqual([
      'control, axis flags: {a.c:1, b.c:9} clears it',
      ...CONTROL,
      '  changes   {a.c:1, b.c:9}: clean for 150,000 iterations, by luck with a chance of 0.020 at most',
      '    a.c:1 is needed: without it 1 crash',
      '    b.c:9 is needed: without it 3 crashes',
      ...END,
      '',
    ]);
  });

  it('that was stopped in what clears says what may be left out, and what is not to be tried', () => {
    const lines = textOf({
      conclusion: 'undecided',
      answer: {
        ...clearing,
        kind: 'undecided',
        needed: [],
        chances: [{ element: 'a.c:1', needed: 0.5 }],
        skipped: ['with {a.c:1}'],
      },
    });
    expect(lines.slice(7, -4)).toEqual([
      '  changes   {a.c:1, b.c:9}: clean for 150,000 iterations, by luck with a chance of 0.020 at most; fewer may be enough',
      '  open      a.c:1: needed with probability 0.50',
      '  skipped: with {a.c:1}',
    ]);
  });

  it('calls nothing clean by luck that is the negative control', () => {
    // Both are of the searches: a bound of 0 is that of the negative control, which never ran here.
    const bound = { exposure: 0, bound: 0 };
    const singles = [{ element: '-O2', verdict: 'clears', ...bound } as const];
    for (const answer of [
      { ...clearing, ...bound },
      { ...set, singles, more: { kind: 'none', ...bound } } as const,
    ]) {
      const text = textOf({ answer }).join('\n');
      expect(text).not.toContain('clean for 0 iterations');
      expect(text).not.toContain('0.0e+0');
    }
  });

  it('says what could not be built and why, and counts the rest', () => {
    const failed = (label: string) => ({
      ...{ candidate: '0', label, trials: 0, crashes: 0, exposure: 0, build: null, sameAs: null },
      failure: 'cc1: internal\n\u001B[31mcompiler error',
    });
    const candidates = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => failed(`without {${name}}`));
    const lines = textOf({ candidates });
    const reason = 'cc1: internal \uFFFD[31mcompiler error';
    expect(lines.slice(7, -4)).toEqual([
      ...['a', 'b', 'c', 'd'].map((name) => `  failed    without {${name}}: ${reason}`),
      '  failed    and 2 more',
    ]);
    expect(textOf({ candidates: candidates.slice(0, 4) }).join()).not.toContain('more');
  });

  it('that tried changes one by one', () => {
    const answer: BisectionAnswer = { type: 'singles', kind: 'found', singles: set.singles };
    const lines = textOf({ answer });
    expect(lines[0]).toBe('control, axis flags: cleared by -O2');
    expect(lines.slice(7, -4).map((line) => line.slice(0, 24))).toEqual([
      '  ✔ -O2 alone changed: c',
      '  ✘ -flto alone changed:',
      '  ? -g alone changed: cl',
    ]);
    const none: BisectionAnswer = { ...answer, singles: [] };
    expect(textOf({ answer: none })[0]).toBe('control, axis flags: none of them clears it');
  });

  it('that is void names no culprit', () => {
    const lines = textOf({
      conclusion: 'void',
      reason: 'the negative control crashes in the same way: no row can be told from it',
      answer: null,
      yardstick: null,
    });
    expect(lines).toEqual([
      'control, axis flags: void: the negative control crashes in the same way: no row can be told from it',
      ...CONTROL.slice(0, -1),
      ...END,
      '',
    ]);
  });

  it('whose control never crashed says so, and no more', () => {
    const control = {
      ...bisectionResult().control,
      trials: 59,
      crashes: 0,
      exposure: 5900,
      mean: null,
      signature: null,
    };
    const lines = textOf({ conclusion: 'void', reason: 'quiet', control, yardstick: null });
    expect(lines.slice(0, 3)).toEqual([
      'control, axis flags: void: quiet',
      '  control   optimized: 0 crashes in 59 trials, 5,900 iterations',
      END[0],
    ]);
  });

  it('tells of doubts, of layouts and of what is no evidence', () => {
    const yardstick = {
      ...{ crashes: 5, exposure: 50_000, buildCost: 1, startupCost: 0 },
      ...{ masked: 0.214, layouts: 7 },
    };
    const control = { ...bisectionResult().control, doubts: ['several-signatures' as const] };
    const lines = textOf({ yardstick, control, tainted: 2 });
    expect(lines).toContain('  doubts    several-signatures: a candidate needs two crashes');
    expect(lines).toContain(
      '  layout    may hide the crash in 21 % of layouts: what is said to be clean was so in several of 7',
    );
    expect(lines).toContain('  tainted   2 clean trials: the control had gone quiet');
  });

  it('lets no name that came from outside command the terminal', () => {
    const element = 'commit \u001B[2J\u0007 red';
    const answer: BisectionAnswer = {
      ...ordered,
      first: { element, before: element },
      credible: [{ element, chance: 1 }],
      tried: [{ element, crashes: 1, exposure: 3 }],
      skipped: [element],
    };
    for (const one of [answer, { ...answer, kind: 'undecided', first: null } as const]) {
      const text = textOf({ answer: one }).join('\n');
      expect(['\u0007', '\u001B'].filter((control) => text.includes(control))).toEqual([]);
    }
  });
});
