import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixMarkdown } from '../../src/reporters/matrix-markdown.ts';
import { createMatrixReporter } from '../../src/reporters/matrix-reporter.ts';
import { matrixHeadline, matrixText } from '../../src/reporters/matrix-text.ts';
import { matrixResult, rowResult } from '../records/matrix-samples.ts';
import { crashRecord } from '../records/samples.ts';

const FOLDER = '/w s/matrices/20261123-234501-control-matrix-4f2a';

const mixed = matrixResult({
  conclusion: 'undecided',
  reason: 'the budget is spent, and 1 row has no verdict',
  rows: [
    rowResult('volatile', { claim: 'causal', why: 'qualified volatile', said: 'no crash' }),
    rowResult('pointer', { expected: 'crashes', agrees: false, sameAs: 'volatile' }),
    rowResult('big', {
      verdict: 'crashes',
      expected: 'crashes',
      crashes: 1,
      exposure: 9000,
      bound: 0.7,
    }),
    rowResult('inline', {
      verdict: 'rate-changed',
      expected: 'unknown',
      agrees: null,
      crashes: 2,
      exposure: 1_234_567,
      bound: 0.9,
      ratio: { ratio: 0.0162, lower: 0.00197, upper: 0.094 },
    }),
    rowResult('O0', {
      verdict: 'inconclusive',
      reason: 'clean so far, and not for long enough',
      agrees: null,
      exposure: 20_000,
      bound: 0.4019,
      foreign: [{ signature: 'SIGABRT after 3', count: 2 }],
      unknown: 1,
      tainted: 2,
    }),
    rowResult('msvc', {
      verdict: 'not-tried',
      reason: 'no compiler was found',
      agrees: null,
      trials: 0,
      exposure: 0,
      bound: null,
      basis: null,
    }),
    rowResult('jit-off', { basis: 'processes', bound: 0.0049 }),
  ],
  masked: { placebos: 6, masked: 1, estimate: 1.5 / 7, lower: 0.0042, upper: 0.6412 },
  resume: 'winrepro resume 4f2a',
});

describe('a matrix at a terminal', () => {
  it('is the table of the hunt with its evidence and notes', () => {
    const lines = matrixText(mixed, FOLDER, false).split('\n');
    expect(lines.map((line) => line.trimEnd())).toEqual([
      'control: 5 of 7 rows decided, undecided: the budget is spent, and 1 row has no verdict',
      '  control     optimized: 5 crashes in 5 trials, 50,000 iterations',
      '              one crash in 10,000 [4,882, 30,798] iterations',
      '              SIGSEGV after 14',
      "  cleared     after 82,057 clean iterations: the chance that a row with 0.5 of the control's hazard is called so is 0.05",
      '  checks      exponential passed, weibull unknown, immune passed, earliest unknown',
      '',
      '   row       verdict       crashes   exposure   bound',
      '✔  volatile  causal              0    100,000   0.031  as expected',
      '✔  pointer   cleared             0    100,000   0.031  NOT as expected (crashes)',
      '✘  big       crashes             1      9,000          as expected',
      '✘  inline    rate-changed        2  1,234,567',
      '?  O0        inconclusive        0     20,000    0.40  clears expected',
      '-  msvc      not tried           0          0          clears expected',
      '✔  jit-off   cleared             0    100,000  4.9e-3  as expected',
      '',
      '  pointer: the very binary of volatile',
      "  inline: 0.016 times the control's hazard [0.0020, 0.094]",
      '  O0: clean so far, and not for long enough',
      '  O0: 2 crashes of another kind, not counted: SIGABRT after 3',
      '  O0: 1 trial hung or failed, no evidence',
      '  O0: 2 clean trials tainted: optimized had gone quiet',
      '  msvc: no compiler was found',
      '  jit-off: a model check of the control failed, so the bound rests on processes',
      '  layout hid the crash in 1 of 6 placebos: in 21 % of layouts [0.42 %, 64 %]',
      '  6 trials, 150,000 iterations, 12.3 s of trials',
      `  folder: ${FOLDER}`,
      '  go on: winrepro resume 4f2a',
      '',
    ]);
  });

  it('tells of a control that never crashed, and of doubts', () => {
    const quiet = {
      ...matrixResult().control,
      crashes: 0,
      trials: 59,
      signature: null,
      mean: null,
      clearExposure: null,
      checks: {},
    };
    const lines = matrixText(matrixResult({ control: quiet, rows: [] }), FOLDER, false).split('\n');
    expect(lines[1]).toBe('  control     optimized: 0 crashes in 59 trials, 50,000 iterations');
    expect(lines[2]).toBe('');
    const doubtful = {
      ...matrixResult().control,
      clock: 'minorCollections',
      doubts: ['several-signatures', 'before-jit'],
    };
    const text = matrixText(matrixResult({ control: doubtful }), FOLDER, false);
    expect(text).toContain('  doubts      several-signatures, before-jit: a row needs two crashes');
    expect(text).toContain('one crash in 10,000 [4,882, 30,798] minor collections');
  });

  it('says a note once for all rows that share it', () => {
    const rows = ['a', 'b', 'c'].map((name) =>
      rowResult(name, { verdict: 'not-tried', reason: 'no trial was run', bound: null }),
    );
    expect(matrixText(matrixResult({ rows }), FOLDER, false)).toContain(
      '\n  a, b, c: no trial was run\n',
    );
  });

  it('of a probe is one sentence about its row', () => {
    const only = rowResult('O0');
    expect(matrixHeadline(matrixResult({ kind: 'probe', rows: [only] }))).toBe(
      'control/O0 cleared: clean for as long as a crashing row would be only with the chance 0.05',
    );
  });

  it('in colours says the same', () => {
    const coloured = matrixText(mixed, FOLDER, true);
    expect(coloured).not.toBe(matrixText(mixed, FOLDER, false));
    // eslint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(matrixText(mixed, FOLDER, false));
  });
});

describe('a matrix as Markdown', () => {
  it('is a table that can be pasted into an issue', () => {
    expect(matrixMarkdown({ ...mixed, rows: mixed.rows.slice(0, 3) }).split('\n')).toEqual([
      '### control: 3 of 3 rows decided, undecided: the budget is spent, and 1 row has no verdict',
      '',
      '```',
      'control     optimized: 5 crashes in 5 trials, 50,000 iterations',
      '            one crash in 10,000 [4,882, 30,798] iterations',
      '            SIGSEGV after 14',
      "cleared     after 82,057 clean iterations: the chance that a row with 0.5 of the control's hazard is called so is 0.05",
      'checks      exponential passed, weibull unknown, immune passed, earliest unknown',
      '```',
      '',
      '| | row | what it is | verdict | crashes | iterations | bound | said before |',
      '| --- | --- | --- | --- | ---: | ---: | ---: | --- |',
      '| ✔ | volatile | qualified volatile | causal, as expected | 0 | 100,000 | 0.031 | no crash |',
      '| ✔ | pointer | what pointer is | cleared, NOT as expected (crashes) | 0 | 100,000 | 0.031 |  |',
      '| ✘ | big | what big is | crashes, as expected | 1 | 9,000 |  |  |',
      '',
      '- pointer: the very binary of volatile',
      '',
      'winrepro 0.1.0, matrix 20261123-234501-control-matrix-4f2a, seed 7',
      '',
    ]);
  });
});

/** All that a child, a compiler, a patch or a recipe has a say in. */
function hostile(text: string) {
  return matrixResult({
    reason: text,
    control: { ...matrixResult().control, signature: text },
    rows: [
      rowResult('a', { verdict: 'not-tried', reason: text, why: text, said: text }),
      rowResult('b', { foreign: [{ signature: text, count: 1 }] }),
    ],
  });
}

/** Control characters and those that turn text around, but for the line feed. */
const OBEYED = /(?!\n)[\p{Cc}\p{Cf}]/u;

describe('what a child said', () => {
  const evil = 'x\u001B[2J\u0007\r\u0000\u202Ey | `a` **b** <b> @me #1 [l](u) \\| ```';

  it('moves no cursor and rings no bell at a terminal', () => {
    const text = matrixText(hostile(evil), FOLDER, false);
    expect(text).not.toMatch(OBEYED);
    // The rest of it is shown as it was said.
    expect(text).toContain('x\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFDy | `a` **b** <b>');
  });

  it('moves none while the matrix runs either', () => {
    const written: string[] = [];
    const screen = {
      write: (text: string) => void written.push(text),
      live: false,
      colors: false,
      columns: () => 80,
    };
    const report = createMatrixReporter(screen);
    report({ type: 'row-failed', row: 'a', reason: evil });
    report({ type: 'note', message: evil });
    report({
      type: 'matrix-started',
      matrix: 'm',
      recipe: 'r',
      title: evil,
      control: 'c',
      rows: 2,
      journaled: 0,
    });
    report({ type: 'trial-ended', trial: crashRecord(1, { outcome: 'failed', reason: evil }) });
    expect(written).toHaveLength(5);
    for (const line of written) expect(line).not.toMatch(OBEYED);
  });

  it('is no markup in Markdown: no cell, fence, mention, reference, tag or link', () => {
    const lines = matrixMarkdown(hostile(evil)).split('\n');
    expect(lines.join('\n')).not.toMatch(OBEYED);
    const fences = lines.filter((line) => line.includes('```'));
    expect(fences).toEqual(['```', '```']);
    const table = lines.filter((line) => line.startsWith('|'));
    expect(table).toHaveLength(4);
    for (const line of table) expect(line.split(/(?<!\\)(?:\\\\)*\|/)).toHaveLength(10);
    const outside = [...lines.slice(0, 2), ...lines.slice(lines.lastIndexOf('```') + 1)]
      .filter((line) => !line.startsWith('#'))
      .join('\n');
    expect(outside).not.toMatch(/(?<!\\)(?:\\\\)*[`*_~[\]<>@#]/);
  });

  it('keeps the shape of the table, whatever it was', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('|', '\\', '\n', '\r\n', '`', '```', '<', '@', ' ', 'x', '\u2028'), {
          maxLength: 12,
        })
        .map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (said) => {
        const lines = matrixMarkdown(hostile(said)).split('\n');
        const table = lines.filter((line) => line.startsWith('| '));
        expect(table).toHaveLength(4);
        for (const line of table) {
          expect(line.replaceAll(/\\./gu, '').split('|')).toHaveLength(10);
        }
        expect(matrixText(hostile(said), FOLDER, false)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('strikes no row name out, for the tilde of a layout is no markup', () => {
    const rows = ['a~placebo-1', 'b~placebo-1'].map((name) =>
      rowResult(name, { verdict: 'not-tried', reason: 'no trial was run', bound: null }),
    );
    const text = matrixMarkdown(matrixResult({ rows }));
    expect(text).toContain('- a\\~placebo-1, b\\~placebo-1: no trial was run');
    expect(text).toContain('| a\\~placebo-1 |');
  });
});
