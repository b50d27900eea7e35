import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCallPairing } from '../../../src/evidence/watch/calls.ts';
import { nonVolatile } from '../../../src/evidence/watch/convention.ts';
import { buildControl } from '../../control/control-program.ts';
import { noGdb } from '../gdb/real-gdb.ts';
import { underGdb, type Watched } from './under-gdb.ts';

const source = fileURLToPath(new URL('watched.c', import.meta.url));
const watch = {
  function: 'caller',
  across: 'work',
  convention: 'sysv',
  show: ['rsi', 'poi(rsi+8)'],
} as const;

function callsOf({ stops }: Watched, registers = nonVolatile.sysv) {
  const pairing = createCallPairing(registers);
  const calls = stops.flatMap((stop) => pairing.take(stop) ?? []);
  return { calls, begun: pairing.begun(), unreturned: pairing.unreturned() };
}

describe.skipIf(noGdb !== undefined)(
  `a program watched under gdb${noGdb === undefined ? '' : ` (skipped: ${noGdb})`}`,
  () => {
    let folder = '';
    let program = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'winrepro watched '));
      program = join(folder, 'watched');
      execFileSync('gcc', ['-O2', '-g', '-pthread', '-o', program, source]);
    });
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('shows what is asked at each entry, null for memory that is not there', async () => {
      const { stops, remarks, output } = await underGdb([program], watch);
      const entries = stops.filter(({ at }) => at === 'entry');
      expect(entries.map(({ iteration, values }) => [iteration, values['poi(rsi+8)']])).toEqual([
        [0, '0x88'],
        [1, null],
        [2, '0x88'],
        [3, '0x88'],
        [4, '0x88'],
      ]);
      expect(entries[1]?.values['rsi']).toBe('0x0');
      expect(remarks).toEqual([
        { kind: 'caller', address: expect.stringMatching(/^0x/) as string, function: 'caller' },
        { kind: 'place', function: 'caller', locations: 1, inlined: [], near: [] },
        { kind: 'place', function: 'work', locations: 1, inlined: [], near: [] },
        { kind: 'end', exitCode: 0, signal: null },
      ]);
      expect(output).toBe('14 0\n14 1\n14 2\n14 3\n14 4\ndone 3\n');
    });

    it('sees the call that loses a register, in its own turn, and no other', async () => {
      const watched = await underGdb([program, 'lose'], watch);
      const { calls } = callsOf(watched);
      expect(calls.map(({ changes }) => changes)).toEqual([
        [],
        [],
        [],
        [{ register: 'r12', before: '0x1234', after: '0x5151' }],
        [],
      ]);
      const lost = watched.stops.find(({ values }) => values['r12'] === '0x5151');
      expect(lost).toMatchObject({ at: 'after', iteration: 3 });
    });

    it('joins entries and returns in a recursion', async () => {
      const watched = await underGdb([program, 'recursion'], { ...watch, across: 'again' });
      const { calls, begun, unreturned } = callsOf(watched);
      expect(calls.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
      expect([begun, unreturned]).toEqual([5, 0]);
      expect(calls.flatMap(({ changes }) => changes)).toEqual([]);
    });

    it('joins entries and returns of threads that run side by side', async () => {
      const { calls, begun, unreturned } = callsOf(await underGdb([program, 'threads'], watch));
      expect([calls.length, begun, unreturned]).toEqual([605, 605, 0]);
      expect(new Set(calls.map(({ before }) => before.thread)).size).toBe(4);
      expect(calls.flatMap(({ changes }) => changes)).toEqual([]);
    });

    it('lets the program handle its own fault, and sees the one that it dies of', async () => {
      const { remarks } = await underGdb([program, 'fault'], watch);
      expect(remarks.filter(({ kind }) => kind === 'fault')).toHaveLength(2);
      expect(remarks.at(-1)).toEqual({ kind: 'end', exitCode: null, signal: 11 });
    });

    it('says which names are like one that no function has, and runs the program all the same', async () => {
      const { remarks, output } = await underGdb([program], {
        ...watch,
        function: 'agian',
        across: null,
      });
      expect(remarks[0]).toEqual({
        kind: 'place',
        function: 'agian',
        locations: 0,
        inlined: [],
        near: ['again'],
      });
      expect(output).toMatch(/^done/m);
    });

    it('says into what a function was inlined that has no entry of its own', async () => {
      const { remarks, stops } = await underGdb([program], {
        ...watch,
        function: 'folded',
        across: null,
      });
      expect(remarks[0]).toMatchObject({ function: 'folded', locations: 0, inlined: ['main'] });
      expect(stops).toEqual([]);
    });

    it('finds a function in a library that is loaded later, before its first call', async () => {
      const library = join(folder, 'plugin.so');
      execFileSync('gcc', ['-O1', '-shared', '-fPIC', '-o', library, '-x', 'c', '-'], {
        input: 'int plugin_call(long n) { return n + 1; }',
      });
      const host = join(folder, 'host');
      execFileSync('gcc', ['-o', host, '-x', 'c', '-'], {
        input:
          '#include <dlfcn.h>\n#include <stdio.h>\nint main(int c, char **v) { int (*f)(long) = ' +
          'dlsym(dlopen(v[1], RTLD_NOW), "plugin_call"); return f(4) + f(5) - 11; }',
      });
      const { stops, remarks } = await underGdb([host, library], {
        ...watch,
        function: 'plugin_call',
        across: null,
        show: ['rdi'],
      });
      expect(stops.map(({ values }) => values)).toEqual([{ rdi: '0x4' }, { rdi: '0x5' }]);
      expect(remarks.at(-1)).toEqual({ kind: 'end', exitCode: 0, signal: null });
    });

    it('hands the program its arguments as they are', async () => {
      const odd = [
        '',
        'a b',
        'line\nline',
        "it's",
        '"q"',
        '$HOME',
        '*',
        'back\\slash',
        'é',
        '--seed',
      ];
      const { output, remarks } = await underGdb([program, 'arguments', ...odd], watch);
      expect(output).toBe(odd.map((text) => `[${text}]\n`).join(''));
      expect(remarks.at(-1)).toEqual({ kind: 'end', exitCode: 3, signal: null });
    });

    it('sees the same by plain commands where gdb has no Python, but for the turns', async () => {
      const plain = await underGdb([program, 'lose'], { ...watch, withoutPython: true });
      const { stops, remarks } = await underGdb([program, 'lose'], watch);
      const seen = (all: Watched['stops']) =>
        all.map(({ at, values }) => [at, values['r12'], values['poi(rsi+8)']]);
      expect(seen(plain.stops)).toEqual(seen(stops));
      expect(plain.stops.every(({ printed }) => printed === null)).toBe(true);
      const named = remarks.filter(({ kind }) => kind !== 'caller');
      expect(new Set(plain.remarks)).toEqual(new Set(named));
      expect(callsOf(plain).calls.filter(({ changes }) => changes.length > 0)).toHaveLength(1);
    });

    it('sees the fault by plain commands too', async () => {
      const { remarks } = await underGdb([program, 'fault'], { ...watch, withoutPython: true });
      expect(remarks.filter(({ kind }) => kind === 'fault')).toMatchObject([
        { signal: 'SIGSEGV', function: 'main' },
      ]);
      expect(remarks.at(-1)).toEqual({ kind: 'end', exitCode: null, signal: 11 });
    });

    it('sees the control target lose xmm6, and the struct with it, in the turn in which it dies', async () => {
      const control = await buildControl({ name: 'gcc', linkFlags: [], needs: [] }, folder, [
        ...['-O2', '-flto', '-g'],
      ]);
      const full = {
        function: 'PyUFunc_GenericFunctionInternal',
        across: 'convert_ufunc_arguments',
        convention: 'windows',
        show: ['r8', 'poi(r8)', 'poi(r8+8)', 'xmm6'],
      } as const;
      // A nursery so small that a collection comes soon after the JIT's threshold of 1,039 turns.
      const argv = [control, '3000', '--seed', '7', '--nursery', '65536'];
      const watched = await underGdb(argv, full);
      const { calls } = callsOf(watched, nonVolatile.windows);
      const changed = calls.filter(({ changes }) => changes.length > 0);
      expect(changed).toHaveLength(1);
      expect(changed[0]?.changes).toEqual([
        {
          register: 'xmm6',
          before: expect.stringMatching(/^0x[0-9a-f]{12}/) as string,
          after: '0x0',
        },
      ]);
      const last = watched.stops.at(-1);
      expect(last).toMatchObject({ at: 'entry', values: { 'poi(r8)': '0x0', 'poi(r8+8)': '0x0' } });
      expect(last?.iteration).toBeGreaterThanOrEqual(1039);
      expect(last?.iteration).toBe(Number(/14 (\d+)\n$/.exec(watched.output)?.[1]));
      expect(watched.remarks).toContainEqual(
        expect.objectContaining({
          kind: 'fault',
          signal: 'SIGSEGV',
          function: 'find_array_prepare',
        }),
      );
    }, 120_000);
  },
);
