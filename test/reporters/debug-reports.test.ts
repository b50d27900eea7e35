import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf } from '../../src/evidence/findings.ts';
import { createGdb } from '../../src/evidence/gdb/gdb.ts';
import { CRASH_REPORT_SCHEMA, type CrashReport } from '../../src/records/crash-report.ts';
import type { DebugResult } from '../../src/records/debug-result.ts';
import { crashReportText } from '../../src/reporters/crash-report-text.ts';
import { debugMarkdown } from '../../src/reporters/debug-markdown.ts';
import { debugPage } from '../../src/reporters/debug-page.ts';
import { debugText } from '../../src/reporters/debug-text.ts';

const log = readFileSync(
  join(import.meta.dirname, '..', 'fixtures', 'debug', 'control-gdb.txt'),
  'utf8',
);

function report(changes: Partial<CrashReport> = {}): CrashReport {
  const expressions = [
    { expression: 'args.in', function: 'find_array_prepare' },
    { expression: 'args.out', function: 'find_array_prepare' },
    { expression: 'full_args.in', function: 'PyUFunc_GenericFunctionInternal' },
    { expression: 'full_args.in', function: 'ufunc_generic_fastcall' },
  ];
  const { scene } = createGdb('').read(log, {
    argv: [],
    folder: '/trial',
    shell: null,
    expressions,
    dump: 'none',
    symbols: [],
  });
  if (scene === null) throw new Error('the fixture holds no crash');
  return {
    schema: CRASH_REPORT_SCHEMA,
    recipe: 'control',
    variant: 'optimized',
    session: 's',
    trial: 1,
    seed: 7,
    iteration: 18_680,
    signature: 'SIGSEGV after 14 in find_array_prepare',
    debugger: { kind: 'gdb', version: 'GNU gdb 13.1' },
    crash: scene,
    stack: ['find_array_prepare'],
    findings: findingsOf(scene),
    gaps: [],
    files: { log: 'trials/000001/debugger.log', dump: null },
    ...changes,
  };
}

function result(crash: CrashReport | null): DebugResult {
  const side = { trials: 60, crashed: 60, clean: 0, others: 0, exposure: 600_000, seconds: 60 };
  return {
    title: 'A title',
    recipe: 'control',
    variant: 'optimized',
    session: 's',
    seed: 7,
    winrepro: '0',
    state: 'finished',
    reason: null,
    attached: false,
    resume: null,
    debugger: { kind: 'gdb', path: '/usr/bin/gdb', version: 'GNU gdb 13.1' },
    crash,
    reports: ['trials/000001/crash-report.json'],
    instrumented: side,
    signatures: [{ signature: 'SIGSEGV', count: 60, iterations: [] }],
    rate: {
      kind: 'changed',
      from: 'runs',
      runs: ['r1', 'r2'],
      plain: side,
      ratio: { value: 0.2, lower: 0.1, upper: 0.4 },
      confidence: 0.95,
      factor: 2,
      sameSignature: false,
    },
  } as unknown as DebugResult;
}

test('a report for people begins with the place and what stands out, and marks the fault', () => {
  const text = crashReportText(report(), false);
  const lines = text.split('\n');
  expect(lines[0]).toBe('SIGSEGV (segmentation fault) in find_array_prepare, ./internal.c:43');
  expect(lines).toContain('    it read 0x18, which is 24 bytes behind NULL');
  expect(lines).toContain('          args = {in = 0x0, out = 0x0}');
  expect(lines).toContain(
    '    full_args.in in ufunc_generic_fastcall           not known: optimized out',
  );
  expect(lines.filter((line) => line.startsWith('    => '))).toEqual([
    expect.stringMatching(/find_array_prepare\+7 .*mov 0x18\(%rax\),%rax$/),
  ]);
  expect(text).toMatch(/rax {5}0x0 {16}NULL/);
  expect(text).not.toMatch(/ds {6}0x0 +NULL/);
  expect(text).toMatch(/xmm15 {2}0x0 +0x0 +zero/);
  expect(lines.every((line) => !line.endsWith(' '))).toBe(true);
});

test('a debugger that changes the rate is told in all forms', () => {
  const one = result(report());
  for (const text of [debugText(one, 'f', false), debugMarkdown(one), debugPage(one)]) {
    expect(text).toContain('the debugger changes the rate');
    expect(text).toContain('0.20 times');
    expect(text).toContain('in 2 runs of the same build');
    expect(text).toContain('they do not crash after the same marks');
  }
});

test('what a program has in memory is no markup and moves no terminal', () => {
  const evil = '<script>alert(1)</script>\u001B[2J`x`\n# heading';
  const hostile = report({
    findings: [evil],
    crash: {
      ...report().crash,
      frames: [
        {
          address: '0x1',
          module: evil,
          function: evil,
          offset: 1,
          file: evil,
          line: 1,
          arguments: [{ name: evil, value: evil }],
        },
      ],
      expressions: [{ expression: 'x', function: 'f', value: evil, problem: null }],
    },
  });
  const page = debugPage(result(hostile));
  expect(page).not.toContain('<script');
  expect(page).toContain("default-src 'none'");
  for (const text of [page, debugMarkdown(result(hostile)), crashReportText(hostile, false)]) {
    expect(text).not.toContain('\u001B');
    if (text !== page) expect(text).not.toContain('\n# heading');
  }
});
