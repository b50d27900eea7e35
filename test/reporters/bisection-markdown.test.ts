import { describe, expect, it } from 'vitest';
import type { BisectionAnswer, CandidateResult } from '../../src/records/bisection-result.ts';
import { bisectionMarkdown } from '../../src/reporters/bisection-markdown.ts';
import { bisectionResult } from '../campaigns/bisect/samples.ts';

const answer: BisectionAnswer = {
  type: 'singles',
  kind: 'found',
  singles: [{ element: 'the_fix', verdict: 'clears', exposure: 90_000, bound: 0.04 }],
};

function candidate(name: string, changes: Partial<CandidateResult> = {}): CandidateResult {
  return {
    candidate: name,
    label: `what ${name} is`,
    trials: 1,
    crashes: 0,
    exposure: 90_000,
    build: null,
    sameAs: null,
    failure: null,
    ...changes,
  };
}

describe('a bisection as Markdown', () => {
  it('is a headline, its evidence, and a table of what was tried', () => {
    const candidates = [
      candidate('none', { label: 'no change', trials: 6, crashes: 6, exposure: 61_000 }),
      candidate('0', { label: 'with {the_fix}' }),
      candidate('1', { label: 'with {b}', sameAs: 'with {the_fix}' }),
      candidate('2', { label: 'with {c}', trials: 0, failure: 'no rule to make c.o' }),
      candidate('0-1', { label: 'built, never tried', trials: 0 }),
    ];
    expect(bisectionMarkdown(bisectionResult({ answer, candidates })).split('\n')).toEqual([
      '### control, axis flags: cleared by the\\_fix',
      '',
      '```',
      'control   optimized: 5 crashes in 5 trials, 50,000 iterations',
      '          one crash in 10,000 [4,882, 30,798] iterations',
      '          SIGSEGV after 14',
      'checks    exponential passed, weibull unknown, immune passed, earliest unknown',
      "error     0.05 at 0.5 of the control's hazard",
      'layout    not measured: what clears it may do so by layout alone (--layouts)',
      '✔ the_fix alone changed: clears it, clean for 90,000 iterations, by luck with a chance of 0.040 at most',
      '```',
      '',
      '<details><summary>Everything that was tried</summary>',
      '',
      '| candidate | what it is | trials | crashes | iterations | |',
      '| --- | --- | ---: | ---: | ---: | --- |',
      '| none | no change | 6 | 6 | 61,000 |  |',
      '| 0 | with {the\\_fix} | 1 | 0 | 90,000 |  |',
      '| 1 | with {b} | 1 | 0 | 90,000 | the very binary of with {the\\_fix} |',
      '| 2 | with {c} | 0 | 0 | 90,000 | no rule to make c.o |',
      '',
      '</details>',
      '',
      'winrepro 0.1.0, bisection 20261123-234501-control-flags-4f2a, seed 7',
      '',
    ]);
  });

  const NASTY = 'a|b <img src=x onerror=y> [l](http://e) @all #1 `c`\n```\n| *d* \u001B[31m';

  it('lets no text of others become markup, links, mentions or rows', () => {
    const text = bisectionMarkdown(
      bisectionResult({
        reason: NASTY,
        conclusion: 'void',
        candidates: [candidate('0', { label: NASTY, failure: NASTY, sameAs: NASTY })],
      }),
    );
    // All of it stays in its cell and in the headline.
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('| '))).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith('```'))).toHaveLength(2);
    const row = lines.find((line) => line.startsWith('| 0')) ?? '';
    for (const line of [row, lines[0] ?? '']) {
      expect(line).not.toMatch(/(?<!\\)(?:<img|\[l|@all|#1|`|\*d)/);
      expect(line).not.toContain('\u001B');
    }
    expect(row.split(/(?<!\\)\|/)).toHaveLength(8);
  });

  it('lets no name of an element end the block that it stands in', () => {
    const element = 'x```\n```\n<script>alert(1)</script> \u001B[31m';
    const singles = [{ element, verdict: 'clears', exposure: 5, bound: 0.5 } as const];
    const text = bisectionMarkdown(bisectionResult({ answer: { ...answer, singles } }));
    const lines = text.split('\n');
    const [from, to, ...others] = lines.flatMap((line, at) => (line.startsWith('```') ? [at] : []));
    expect(others).toEqual([]);
    const at = lines.findIndex((line) => line.startsWith('✔'));
    expect(at).toBeGreaterThan(from ?? Infinity);
    expect(at).toBeLessThan(to ?? -1);
    // A line end in a name would end its line.
    expect(lines[at]).toContain('<script>');
    expect(lines[at]).not.toContain('\u001B');
    expect(lines[0]).toContain('\\<script\\>');
  });
});
