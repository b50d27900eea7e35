import { describe, expect, it } from 'vitest';
import { nightText } from '../../src/reporters/night-text.ts';
import { stressMarkdown } from '../../src/reporters/stress-markdown.ts';
import { stressHeadline, stressText } from '../../src/reporters/stress-text.ts';
import { EVIL, evilNight, evilVerdict, usualNight, usualVerdict } from './page-samples.ts';
import {
  nightReport,
  nightVerdict,
  stressResult,
  stressSignature,
  stressVariant,
} from './stress-samples.ts';

const FOLDER = '/w s/stress/20261124-234501-numpy-pypy-4f2a';

describe('a stress run at a terminal', () => {
  it('is a headline, a table and what to do next', () => {
    const lines = stressText(usualNight, usualVerdict, FOLDER, false).split('\n');
    expect(lines).toEqual([
      'numpy-pypy crashes: 93 crashes in 894 trials in 2 of 4 variants; worse against the nights before',
      '',
      '   variant             trials  crashes  per iteration [95 %]     per trial               signatures',
      '✘  ltcg                   110       89  4.2e-5 [3.4e-5, 5.2e-5]  0.81 [0.74, 0.88]                3  as expected',
      '✘  no-inline              404        4  2.0e-7 [5.4e-8, 5.1e-7]  9.9e-3 [2.0e-4, 0.020]           1  NOT as expected (clears)',
      '?  volatile Größe 日本語     380        0  below 1.9e-7             below 1.0e-3                     0  as expected so far',
      '-  clang-cl                 0        0  not known                not known                        0',
      '',
      '  ltcg: 74 × STATUS_ACCESS_VIOLATION after 14 in PyArray_DescrFromType, first trial 3, seed 41',
      '  ltcg: 12 × STATUS_HEAP_CORRUPTION after 16, first trial 3, seed 41',
      '  ltcg: 3 × 0xC0000409 (stack buffer overrun) after 14, first trial 3, seed 41',
      '  again: winrepro run control --seed 41 --trials 1',
      '  ltcg: 2 different builds were tried',
      '  ltcg: 2 trials hung or failed, no evidence: no progress for 600 s',
      '  no-inline: 4 × STATUS_ACCESS_VIOLATION after 14 in PyArray_DescrFromType, first trial 3, seed 41',
      '  again: winrepro run control --seed 41 --trials 1',
      '  clang-cl: not tried: clang-cl was not found on PATH: install LLVM',
      ...nightText(usualVerdict).map((line) => `  ${line}`),
      '  ended       the time is over: 6 h 00 min',
      '  note        2026-11-25T02:16:00Z the machine slept for 16 min',
      '  note        2026-11-25T04:40:10Z memory is low: no trial was started for 40 s',
      expect.stringMatching(
        /^ {2}894 trials, [\d,]+ iterations in 6 h 00 min, 4 trials at a time$/,
      ),
      `  folder: ${FOLDER}`,
      '',
    ]);
  });

  it('tells a verdict with its evidence and what is another', () => {
    expect(nightText(usualVerdict).slice(0, 5)).toEqual([
      'verdict     worse than the nights before: ltcg',
      '            ltcg worse: 89 crashes in 2.1e6 iterations tonight, 120 in 2.0e7 in the 7 nights before: 7.1 times as often [5.1, 9.8] at 99 %',
      '              new signature: STATUS_HEAP_CORRUPTION after 16, 12 times (by luck alone: 3.1e-7)',
      '              compiler: 19.29.30133 → 19.29.30159',
      '              held against 2 earlier nights',
    ]);
    expect(nightText(nightReport([nightVerdict('a'), nightVerdict('b')]))[0]).toBe(
      'verdict     the same as the nights before: every variant',
    );
  });

  it('says what is unfinished, damaged and left out', () => {
    const damaged = stressResult([stressVariant('only', { clean: 1 }, { expected: 'crashes' })], {
      state: 'interrupted',
      resume: 'winrepro resume 4f2a',
      notes: Array.from({ length: 15 }, (_, index) => ({
        at: '2026-11-25T02:16:00.000Z',
        text: `n${index}`,
      })),
      journal: {
        torn: 1,
        corrupt: [{ line: 7, at: '/j:7', problem: 'no JSON', text: '{' }],
        duplicates: [{ id: 3, line: 9 }],
      },
    });
    const text = stressText(damaged, null, FOLDER, false);
    expect(stressHeadline(damaged, null)).toBe(
      'numpy-pypy is inconclusive (interrupted): no crash in 1 trial',
    );
    for (const words of [
      'crashes, not seen yet',
      '3 earlier notes in result.json',
      ' n14\n',
      'journal     1 record torn off unfinished',
      'journal     a record is lost: /j:7: no JSON',
      'journal     1 trial journaled twice, counted once',
      'go on: winrepro resume 4f2a',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain(' n2\n');
  });

  it('obeys no control character of a child', () => {
    const rude = stressResult([
      stressVariant(
        'a',
        { signatures: [stressSignature('\u001B[2Jx\ny', 2)] },
        { faults: [{ reason: 'r\u0007\nx', count: 1 }] },
      ),
    ]);
    const controls = /[^\P{Cc}\n]/u;
    expect(stressText(rude, null, FOLDER, false)).not.toMatch(controls);
    expect(stressMarkdown(rude, null)).not.toMatch(controls);
    expect(stressText(rude, null, FOLDER, true)).toContain('\u001B[31m');
  });
});

describe('a stress run as Markdown', () => {
  it('has a table of the variants, the verdict and the signatures', () => {
    const lines = stressMarkdown(usualNight, usualVerdict).split('\n');
    expect(lines[0]).toBe(
      '### numpy-pypy crashes: 93 crashes in 894 trials in 2 of 4 variants; worse against the nights before',
    );
    expect(lines[2]).toBe(
      '| | variant | verdict | trials | crashes | per iteration, 95 % | per trial | expected |',
    );
    expect(lines[4]).toMatch(
      /^\| ✘ \| ltcg \| crashes \| 110 \| 89 \| \S+ \\\[\S+, \S+\\\] \| 0\.81 \\\[0\.74, 0\.88\\\] \| as expected \|$/,
    );
    expect(lines[7]).toContain('| - | clang-cl | not tried |');
    expect(lines).toContain('**worse than the nights before: ltcg**');
    expect(lines).toContain('  - compiler: 19.29.30133 → 19.29.30159');
    expect(lines).toContain(
      '- ltcg: 12 × `STATUS_HEAP_CORRUPTION after 16`, first trial 3, seed 41',
    );
    const columns = lines
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(columns)).toEqual(new Set([10]));
  });

  it('lets hostile words be neither markup, a mention nor a table cell', () => {
    const words = `${EVIL} | @octocat #1 [x](http://e) \n# head`;
    const rude = stressResult([stressVariant(words, { signatures: [stressSignature(words, 2)] })]);
    for (const text of [stressMarkdown(rude, null), stressMarkdown(evilNight, evilVerdict)]) {
      const bare = text.replaceAll(/`[^`\n]*`/g, '').replaceAll(/\\[<>@#[\]|]/g, '');
      expect(bare).not.toMatch(/[<>@[]|[^#\s]#|\n# /);
      const columns = text.split('\n').filter((line) => line.startsWith('|'));
      expect(new Set(columns.map((line) => line.split(/(?<!\\)\|/).length))).toEqual(new Set([10]));
    }
  });
});
