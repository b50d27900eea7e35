import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processesOf } from '../../e2e/session-processes.ts';
import { faults, gdbWithoutPtrace, noGdb, underGdb } from './real-gdb.ts';

const source = readFileSync(
  join(import.meta.dirname, '..', '..', 'fixtures', 'debug', 'faults.c'),
  'utf8',
);
const faultLine = source.split('\n').findIndex((line) => line.includes('line of the fault')) + 1;

describe.skipIf(noGdb !== undefined)(
  noGdb === undefined ? 'a trial under gdb' : `a trial under gdb (skipped: ${noGdb})`,
  { timeout: 120_000 },
  () => {
    it('sees a NULL member: function, line, address, code, registers, arguments, modules', async () => {
      const program = faults();
      const { trial, reading } = await underGdb([program, 'null'], {
        expressions: [
          { expression: 'object', function: 'read_member' },
          { expression: 'how', function: 'main' },
          { expression: 'nothing', function: 'in_thread' },
          { expression: 'no_such', function: 'main' },
        ],
      });
      expect(trial).toMatchObject({
        outcome: 'crashed',
        status: 'SIGSEGV',
        signal: 'SIGSEGV',
        iteration: 0,
        signature: 'SIGSEGV in the loop in read_member < main',
        stack: ['read_member', 'main'],
      });
      const scene = reading.scene;
      expect(scene?.exception).toMatchObject({
        code: 'SIGSEGV',
        name: 'segmentation fault',
        accessed: '0x8',
        access: 'read',
      });
      expect(scene?.frames[0]).toMatchObject({
        module: 'faults ü',
        function: 'read_member',
        line: faultLine,
      });
      expect(scene?.frames[0]?.file).toMatch(/faults\.c$/);
      expect(scene?.frames[0]?.arguments).toContainEqual({ name: 'object', value: '0x0' });
      expect(scene?.registers['rip']).toBe(scene?.exception.instruction);
      expect(scene?.registers['rdi']).toBe('0x0');
      expect(Object.keys(scene?.xmm ?? {})).toHaveLength(16);
      const fault = scene?.disassembly.find(({ faulting }) => faulting);
      expect(fault?.text).toContain('0x8(%rdi)');
      expect(fault?.place).toMatch(/^read_member/);
      expect(scene?.expressions).toEqual([
        { expression: 'object', function: 'read_member', value: '0x0', problem: null },
        expect.objectContaining({
          value: expect.stringContaining('"null"') as string,
          problem: null,
        }),
        {
          expression: 'nothing',
          function: 'in_thread',
          value: null,
          problem: 'in_thread is not on the stack',
        },
        {
          expression: 'no_such',
          function: 'main',
          value: null,
          problem: 'No symbol "no_such" in current context',
        },
      ]);
      expect(scene?.modules.map(({ name }) => name)).toContain('faults ü');
      expect(scene?.modules.find(({ name }) => name === 'faults ü')?.path).toBe(program);
      expect(reading.gaps).toEqual([]);
    });

    it('keeps its own words out of the output, and hands arguments on as they are', async () => {
      const words = ['a b', '$HOME "q" \\ \'s', '*', 'ü', '#', ''];
      const { trial, output } = await underGdb([faults(), 'args', ...words]);
      expect(output).toBe(`14 0\n${words.map((word) => `<${word}>\n`).join('')}done\n`);
      expect(trial).toMatchObject({ outcome: 'clean', status: 'exit 0' });
    });

    it('tells a write from a read, and a jump into nothing', async () => {
      const program = faults();
      const wrote = await underGdb([program, 'write']);
      expect(wrote.reading.scene?.exception).toMatchObject({ accessed: '0x10', access: 'write' });
      const jumped = await underGdb([program, 'jump']);
      expect(jumped.reading.scene?.exception).toMatchObject({
        accessed: '0x1234',
        access: 'execute',
        instruction: '0x1234',
      });
      expect(jumped.trial.stack).toEqual(['<no symbol>', 'main']);
      expect(jumped.reading.gaps).toContain('there is no code at the address that was run');
    });

    it.each([
      ['abort', 'SIGABRT', ['main']],
      ['trap', 'SIGTRAP', ['main']],
      ['illegal', 'SIGILL', ['main']],
      ['thread', 'SIGSEGV', ['read_member', 'in_thread', 'start_thread']],
    ])('knows the end by %s as %s', async (how, signal, stack) => {
      const { trial, reading } = await underGdb([faults(), how]);
      expect(trial).toMatchObject({ outcome: 'crashed', status: signal, stack });
      expect(reading.scene?.exception.code).toBe(signal);
    });

    it('reads a stack of a hundred thousand frames to its limit, and a smashed one', async () => {
      const program = faults();
      const deep = await underGdb([program, 'deep']);
      expect(deep.trial).toMatchObject({ outcome: 'crashed', status: 'SIGSEGV', stack: ['fall'] });
      expect(deep.reading.scene?.frames).toHaveLength(61);
      const smashed = await underGdb([faults('-fno-stack-protector'), 'smash']);
      expect(smashed.trial).toMatchObject({ outcome: 'crashed', status: 'SIGSEGV' });
      expect(smashed.reading.scene?.frames[0]?.function).toBe('smash');
    });

    it('sees a program without symbols, and one at a fixed address', async () => {
      const bare = await underGdb([faults('-s'), 'null']);
      expect(bare.trial).toMatchObject({ outcome: 'crashed', status: 'SIGSEGV' });
      expect(bare.trial.stack?.[0]).toBe('<no symbol>');
      expect(bare.reading.scene?.disassembly.some(({ faulting }) => faulting)).toBe(true);
      expect(bare.reading.scene?.disassembly[0]?.faulting).toBe(false);
      const fixed = await underGdb([faults('-no-pie'), 'null']);
      expect(fixed.trial.stack).toEqual(['read_member', 'main']);
    });

    it('knows ends that are no crash by their own status, never by its own', async () => {
      const program = faults();
      expect((await underGdb([program, 'exit'])).trial).toMatchObject({
        outcome: 'failed',
        status: 'exit 7',
        exitCode: 7,
      });
      expect((await underGdb([program, 'usr1'])).trial).toMatchObject({
        outcome: 'failed',
        status: 'SIGUSR1',
      });
      expect((await underGdb([program, 'kill'])).trial).toMatchObject({
        outcome: 'failed',
        status: 'SIGKILL',
      });
    });

    it('lets a program handle its own faults, and sees the one that it dies of', async () => {
      const program = faults();
      const handled = await underGdb([program, 'handled', '3']);
      expect(handled.output).toContain('handled 3');
      expect(handled.trial.outcome).toBe('clean');
      const died = await underGdb([program, 'handled', '3', 'die']);
      expect(died.output).toContain('handled 3');
      expect(died.trial).toMatchObject({ outcome: 'crashed', stack: ['read_member', 'main'] });
      const often = await underGdb([program, 'handled', '200', 'die']);
      expect(often.output).toContain('handled 200');
      expect(often.trial).toMatchObject({ outcome: 'crashed', status: 'SIGSEGV' });
      expect(often.reading.scene).toBeNull();
      expect(often.reading.gaps).toEqual([
        'the program handled so many faults itself that gdb looked at no more',
      ]);
    });

    it('shows the fault and not the handler that told of it', async () => {
      const { trial, reading } = await underGdb([faults(), 'reraised']);
      expect(trial).toMatchObject({ outcome: 'crashed', stack: ['read_member', 'main'] });
      expect(reading.scene?.exception.accessed).toBe('0x8');
    });

    it('ends what a trial leaves behind in a group of its own', async () => {
      const program = faults();
      const { trial } = await underGdb([program, 'fork']);
      expect(trial.outcome).toBe('clean');
      expect(trial.warnings.join()).toContain('outlived it');
      expect(processesOf(program)).toEqual([]);
    });

    it('ends the program with gdb when the time is over', async () => {
      const program = faults();
      const { trial } = await underGdb([program, 'pause'], { timeoutSeconds: 2 });
      expect(trial).toMatchObject({ outcome: 'hung', iteration: 0 });
      expect(processesOf(program)).toEqual([]);
    });

    it('fails with the cure where tracing is not allowed', async () => {
      const { trial } = await underGdb([faults(), 'null'], { gdb: gdbWithoutPtrace() });
      expect(trial).toMatchObject({ outcome: 'failed', status: 'not started' });
      expect(trial.reason).toContain('--cap-add=SYS_PTRACE');
    });

    it('writes a dump when one is asked for', async () => {
      const { folder } = await underGdb([faults(), 'null'], { dump: 'mini' });
      expect(statSync(join(folder, 'program.core')).size).toBeGreaterThan(100_000);
    });

    it('fails with the cure when gdb is not there, or the program is none', async () => {
      const program = faults();
      const missing = await underGdb([program, 'null'], { gdb: '/nowhere/gdb' });
      expect(missing.trial).toMatchObject({ outcome: 'failed', status: 'not started' });
      const text = `${program}.txt`;
      writeFileSync(text, 'no program\n', { mode: 0o755 });
      const none = await underGdb([text]);
      expect(none.trial).toMatchObject({ outcome: 'failed', status: 'not started' });
      expect(none.trial.reason).toContain('gdb could not start the program');
    });
  },
);
