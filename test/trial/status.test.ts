import { constants } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ntStatuses } from '../../src/trial/ntstatus.ts';
import { posixSignals } from '../../src/trial/posix-signals.ts';
import { decodeStatus } from '../../src/trial/status.ts';

const exit = (exitCode: number, platform = 'win32') =>
  decodeStatus({ exitCode, signal: null }, platform);

/** Written once more by hand, as the documents have it: code, signed form, label, name, kind. */
const windows = [
  [3221225477, -1073741819, '0xC0000005', 'ACCESS_VIOLATION', 'crash'],
  [3221226356, -1073740940, '0xC0000374', 'HEAP_CORRUPTION', 'crash'],
  [3221226505, -1073740791, '0xC0000409', 'STACK_BUFFER_OVERRUN', 'crash'],
  [3221225725, -1073741571, '0xC00000FD', 'STACK_OVERFLOW', 'crash'],
  [3221225501, -1073741795, '0xC000001D', 'ILLEGAL_INSTRUCTION', 'crash'],
  [3221225620, -1073741676, '0xC0000094', 'INTEGER_DIVIDE_BY_ZERO', 'crash'],
  [3221225622, -1073741674, '0xC0000096', 'PRIVILEGED_INSTRUCTION', 'crash'],
  [3221225478, -1073741818, '0xC0000006', 'IN_PAGE_ERROR', 'crash'],
  [3221225480, -1073741816, '0xC0000008', 'INVALID_HANDLE', 'crash'],
  [3221225495, -1073741801, '0xC0000017', 'NO_MEMORY', 'crash'],
  [3221225509, -1073741787, '0xC0000025', 'NONCONTINUABLE_EXCEPTION', 'crash'],
  [3221225781, -1073741515, '0xC0000135', 'DLL_NOT_FOUND', 'startup-failure'],
  [3221225784, -1073741512, '0xC0000138', 'ORDINAL_NOT_FOUND', 'startup-failure'],
  [3221225785, -1073741511, '0xC0000139', 'ENTRYPOINT_NOT_FOUND', 'startup-failure'],
  [3221225595, -1073741701, '0xC000007B', 'INVALID_IMAGE_FORMAT', 'startup-failure'],
  [3221225775, -1073741521, '0xC000012F', 'INVALID_IMAGE_NOT_MZ', 'startup-failure'],
  [3221225794, -1073741502, '0xC0000142', 'DLL_INIT_FAILED', 'startup-failure'],
  [3221225786, -1073741510, '0xC000013A', 'CONTROL_C_EXIT', 'user-abort'],
  [3221226519, -1073740777, '0xC0000417', 'INVALID_CRUNTIME_PARAMETER', 'crash'],
  [3221226528, -1073740768, '0xC0000420', 'ASSERTION_FAILURE', 'crash'],
  [3228369022, -1066598274, '0xC06D007E', 'delay-loaded module not found', 'startup-failure'],
  [3228369023, -1066598273, '0xC06D007F', 'delay-loaded procedure not found', 'startup-failure'],
  [3765269347, -529697949, '0xE06D7363', 'unhandled C++ exception', 'crash'],
  [3762507597, -532459699, '0xE0434F4D', 'unhandled .NET exception', 'crash'],
  [3762504530, -532462766, '0xE0434352', 'unhandled .NET exception', 'crash'],
  [2147483651, -2147483645, '0x80000003', 'BREAKPOINT', 'crash'],
  [2147483649, -2147483647, '0x80000001', 'GUARD_PAGE_VIOLATION', 'crash'],
  [1073807364, 1073807364, '0x40010004', 'DBG_TERMINATE_PROCESS', 'killed'],
  [1073807365, 1073807365, '0x40010005', 'DBG_CONTROL_C', 'user-abort'],
  [1073807368, 1073807368, '0x40010008', 'DBG_CONTROL_BREAK', 'user-abort'],
  [3489660927, -805306369, '0xCFFFFFFF', 'APPLICATION_HANG', 'killed'],
] as const;

describe('a Windows status', () => {
  test.each(windows)('%i, also as %i, is %s %s: %s', (code, signed, label, name, kind) => {
    const decoded = exit(code);
    expect(decoded).toMatchObject({ label, name, kind, exitCode: code, signal: null });
    expect(exit(signed)).toEqual(decoded);
    expect(exit(code, 'linux')).toEqual(decoded);
  });

  test('is in the table once, and every one of the table is tested here', () => {
    const tested = windows.map(([code]) => code as number).sort((a, b) => a - b);
    expect(ntStatuses.map((status) => status.code).sort((a, b) => a - b)).toEqual(tested);
  });

  test('that stops a start says what to do', () => {
    const silent = ntStatuses.filter(({ kind, hint }) => kind === 'startup-failure' && !hint);
    expect(silent).toEqual([]);
    expect(exit(0xc0000135).hint).toContain('PATH');
  });

  test('of severity error is a crash even when it is unknown', () => {
    expect(exit(0xc0001234)).toEqual({
      label: '0xC0001234',
      name: 'unknown NTSTATUS',
      kind: 'crash',
      exitCode: 0xc0001234,
      signal: null,
    });
    expect(exit(0xe0000008)).toMatchObject({ name: 'unhandled exception', kind: 'crash' });
  });

  test.each([
    [-1, 'exit 4294967295', 'exit code -1'],
    [0x80070005, 'exit 2147942405', 'exit code -2147024891'],
    [0x40010003, 'exit 1073807363', 'exit code 1073807363'],
  ])('%i is a program’s own exit code', (code, label, name) => {
    expect(exit(code)).toMatchObject({ label, name, kind: 'exited', exitCode: code >>> 0 });
  });
});

describe('an exit code', () => {
  test('of 0 is success', () => {
    expect(exit(0)).toEqual({
      label: 'exit 0',
      name: 'success',
      kind: 'exited',
      exitCode: 0,
      signal: null,
    });
  });

  test('of 3 may be an abort() on Windows, and is an exit all the same', () => {
    expect(exit(3)).toMatchObject({ label: 'exit 3', kind: 'exited' });
    expect(exit(3).name).toBe('exit code 3, which may be abort() of the C run-time');
    expect(exit(3, 'linux').name).toBe('exit code 3');
  });

  test('of 53 points to a missing DLL when Wine may have given it', () => {
    expect(exit(53, 'linux')).toMatchObject({ kind: 'exited', name: 'exit code 53' });
    expect(exit(53, 'linux').hint).toContain('DLL');
    expect(exit(53).hint).toBeUndefined();
  });

  test.each([126, 127])(
    'of %i points to a shell that found no command, but on POSIX only',
    (code) => {
      expect(exit(code, 'linux')).toMatchObject({ kind: 'exited', label: `exit ${code}` });
      expect(exit(code, 'linux').hint).toContain('shell');
      expect(exit(code).hint).toBeUndefined();
    },
  );

  test.each([
    [139, 'linux', 'SIGSEGV', 'crash'],
    [134, 'linux', 'SIGABRT', 'crash'],
    [135, 'linux', 'SIGBUS', 'crash'],
    [138, 'darwin', 'SIGBUS', 'crash'],
    [130, 'linux', 'SIGINT', 'user-abort'],
    [129, 'darwin', 'SIGHUP', 'user-abort'],
    [137, 'linux', 'SIGKILL', 'killed'],
    [143, 'linux', 'SIGTERM', 'killed'],
  ])('of %i on %s is %s told by a shell', (code, platform, label, kind) => {
    const expected = { label, kind, via: 'shell', exitCode: code, signal: null };
    expect(exit(code, platform)).toMatchObject(expected);
  });

  test('above 128 stays one where no signal has that number, and on Windows', () => {
    expect(exit(255, 'linux')).toMatchObject({ label: 'exit 255', kind: 'exited' });
    expect(exit(128, 'linux')).toMatchObject({ label: 'exit 128', kind: 'exited' });
    expect(exit(139)).toMatchObject({ label: 'exit 139', kind: 'exited' });
    expect(exit(139)).not.toHaveProperty('via');
  });

  test('is read as on Linux without a platform', () => {
    expect(decodeStatus({ exitCode: 139, signal: null }).label).toBe('SIGSEGV');
  });
});

describe('a signal', () => {
  test.each([
    ['SIGSEGV', 'segmentation fault', 'crash'],
    ['SIGBUS', 'bus error', 'crash'],
    ['SIGILL', 'illegal instruction', 'crash'],
    ['SIGFPE', 'arithmetic exception', 'crash'],
    ['SIGABRT', 'aborted', 'crash'],
    ['SIGTRAP', 'breakpoint trap', 'crash'],
    ['SIGSYS', 'bad system call', 'crash'],
    ['SIGINT', 'interrupt', 'user-abort'],
    ['SIGQUIT', 'quit', 'user-abort'],
    ['SIGHUP', 'terminal closed', 'user-abort'],
    ['SIGTERM', 'terminated', 'killed'],
    ['SIGKILL', 'killed', 'killed'],
    ['SIGPIPE', 'broken pipe', 'killed'],
    ['SIGNEW', 'unknown signal', 'killed'],
  ])('%s is %s: %s', (signal, name, kind) => {
    const decoded = decodeStatus({ exitCode: null, signal });
    expect(decoded).toMatchObject({ label: signal, name, kind, exitCode: null, signal });
  });

  test('outweighs an exit code', () => {
    expect(decodeStatus({ exitCode: 1, signal: 'SIGSEGV' })).toMatchObject({
      label: 'SIGSEGV',
      exitCode: null,
    });
  });

  test.runIf(process.platform === 'linux' || process.platform === 'darwin')(
    'has the number that this system gives it',
    () => {
      const here = process.platform === 'darwin' ? 'darwin' : 'linux';
      const known: Readonly<Record<string, number>> = constants.signals;
      const differing = posixSignals.filter((s) => s[here] !== null && known[s.name] !== s[here]);
      expect(differing).toEqual([]);
    },
  );
});

test('a process that never ran is not started', () => {
  expect(decodeStatus({ exitCode: null, signal: null })).toEqual({
    label: 'not started',
    name: 'not started',
    kind: 'startup-failure',
    exitCode: null,
    signal: null,
  });
});

test('every status has an answer, on one line, with an unsigned exit code', () => {
  const code = fc.option(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double()));
  const signal = fc.option(fc.constantFrom('SIGSEGV', 'SIGRTMIN', ''), { freq: 4 });
  const platform = fc.constantFrom('linux', 'darwin', 'win32', 'aix');
  fc.assert(
    fc.property(code, signal, platform, (exitCode, name, system) => {
      const decoded = decodeStatus({ exitCode, signal: name }, system);
      expect(decoded.label).toMatch(/^(exit \d+|0x[0-9A-F]{8}|SIG\w+|not started)$/);
      expect(decoded.name).toMatch(/^\S.*$/);
      if (decoded.exitCode !== null) expect(decoded.exitCode).toBe(decoded.exitCode >>> 0);
    }),
  );
});
