import { describe, expect, test } from 'vitest';
import { classifyTrial } from '../../src/trial/classify.ts';
import { decodeStatus } from '../../src/trial/status.ts';
import type { TrialEnd } from '../../src/trial/trial-end.ts';
import { controlProtocol } from './control-protocol.ts';
import { readOutput } from './read-output.ts';

interface Trial extends Partial<Omit<TrialEnd, 'status' | 'state'>> {
  readonly exitCode?: number;
  readonly signal?: string;
  readonly platform?: string;
  readonly output?: string;
}

function classify({ exitCode, signal, platform, output = '', ...end }: Trial) {
  const protocol = end.protocol ?? controlProtocol;
  return classifyTrial({
    status: decodeStatus({ exitCode: exitCode ?? null, signal: signal ?? null }, platform),
    state: readOutput(output, { protocol }).state,
    stopped: null,
    startError: null,
    leftovers: 0,
    protocol,
    iterations: 3,
    seconds: 12.345,
    ...end,
  });
}

const loop = '11\n14 0\n16\n11\n14 1\n16\n11\n14 2\n16\n';
const withoutSuccess = { iteration: controlProtocol.iteration };

describe('a crash', () => {
  test('on Linux tells its iteration, its stage and its trace', () => {
    expect(classify({ signal: 'SIGSEGV', output: '14 18680\n34 0x55e0 45 (nil) ' })).toEqual({
      outcome: 'crashed',
      reason:
        'SIGSEGV (segmentation fault) in iteration 18680, after "14", last trace "34 0x55e0 45 (nil)"',
      signature: 'SIGSEGV after 14, trace 34 ptr 45 NULL',
      warnings: [],
    });
  });

  test('on Windows is known by its status', () => {
    expect(classify({ exitCode: -1073741819, platform: 'win32', output: '14 7\n' })).toEqual({
      outcome: 'crashed',
      reason: '0xC0000005 (ACCESS_VIOLATION) in iteration 7, after "14"',
      signature: '0xC0000005 after 14',
      warnings: [],
    });
  });

  test('may be told by a shell', () => {
    expect(classify({ exitCode: 139, output: loop })).toMatchObject({
      outcome: 'crashed',
      reason: 'SIGSEGV (segmentation fault), told by a shell, in iteration 2, after "16"',
      signature: 'SIGSEGV after 16',
    });
  });

  test('before the loop says so', () => {
    expect(classify({ signal: 'SIGABRT' })).toMatchObject({
      outcome: 'crashed',
      reason: 'SIGABRT (aborted) before any iteration mark',
      signature: 'SIGABRT',
    });
  });

  test('of a run that prints events tells how many collections it saw', () => {
    expect(classify({ signal: 'SIGSEGV', output: 'M\nM\n' }).reason).toBe(
      'SIGSEGV (segmentation fault) after 2 minor collections, without iteration marks',
    );
  });

  test('after a complete loop is a crash, and another one', () => {
    expect(classify({ signal: 'SIGSEGV', output: `${loop}done\n` })).toMatchObject({
      outcome: 'crashed',
      reason: 'SIGSEGV (segmentation fault) after the success line',
      signature: 'SIGSEGV after the loop',
    });
  });

  test('names the function where a debugger saw it', () => {
    const trial = { signal: 'SIGSEGV', output: loop, faultingFunction: 'find_array_prepare' };
    expect(classify(trial).signature).toBe('SIGSEGV after 16 in find_array_prepare');
  });

  test('with output that looks block-buffered warns that the iteration is a lower bound', () => {
    const { warnings, signature } = classify({ signal: 'SIGSEGV', output: `${loop}11\n14 ` });
    expect(signature).toBe('SIGSEGV');
    expect(warnings).toEqual([
      'the output looks block-buffered: it ends as a buffer does, not as a print does, so the iteration is a lower bound; flush every line (python -u, fflush)',
    ]);
  });

  test('warns of a NULL that an earlier turn survived', () => {
    const output = '14 5\n34 0x55e0 45 (nil) 36 16\n14 6\n34 0x55e0 45 (nil) ';
    expect(classify({ signal: 'SIGSEGV', output }).warnings).toEqual([
      '2 trace lines had a NULL pointer, first in iteration 5 ("34 0x55e0 45 (nil) 36 16"), and the process lived on: the value was lost there already',
    ]);
  });
});

describe('a clean trial', () => {
  test('has status 0 and the success line', () => {
    expect(classify({ exitCode: 0, output: `${loop}done\n` })).toEqual({
      outcome: 'clean',
      reason: 'status 0 and the success line after 3 iterations in 12.3 s',
      signature: null,
      warnings: [],
    });
  });

  test('has all its turns where the protocol has no success line', () => {
    const trial = { exitCode: 0, protocol: withoutSuccess, output: loop, seconds: 0.1234 };
    expect(classify(trial)).toMatchObject({
      outcome: 'clean',
      reason: 'status 0 and every iteration after 3 iterations in 0.12 s',
    });
  });

  test('does not count iterations where only events were printed', () => {
    expect(classify({ exitCode: 0, output: '..M\n..done\n' }).reason).toBe(
      'status 0 and the success line in 12.3 s',
    );
  });

  test('may reach its limit while it ends', () => {
    expect(classify({ exitCode: 0, output: `${loop}done\n`, stopped: 'timeout' }).outcome).toBe(
      'clean',
    );
  });

  test('warns of fewer turns than asked for, of leftovers and of a NULL it survived', () => {
    const output = '34 0x55e0 45 (nil)\n14 0\ndone\n';
    expect(classify({ exitCode: 0, output, leftovers: 2 })).toMatchObject({
      outcome: 'clean',
      reason: 'status 0 and the success line after 1 iteration in 12.3 s',
      warnings: [
        '1 trace line had a NULL pointer, first before any iteration mark ("34 0x55e0 45 (nil)"), and the process lived on: the value was lost there already',
        'the success line came after 1 of 3 iterations: the exposure is smaller than asked for',
        '2 processes of the trial outlived it and were ended',
      ],
    });
  });
});

describe('a hung trial', () => {
  test('reached the time limit', () => {
    const trial = {
      signal: 'SIGKILL',
      output: loop,
      stopped: 'timeout',
      timeoutSeconds: 60,
    } as const;
    expect(classify(trial)).toEqual({
      outcome: 'hung',
      reason:
        'still running after 60 s, the time limit, in iteration 2, after "16": a loop that is only slow needs a higher --timeout',
      signature: null,
      warnings: [],
    });
  });

  test('made no progress', () => {
    const trial = { exitCode: 1, platform: 'win32', stopped: 'stall', stallSeconds: 2.5 } as const;
    expect(classify(trial)).toMatchObject({
      outcome: 'hung',
      reason:
        'no progress for 2.5 s, the stall limit, before any iteration mark: a loop that is only quiet needs a higher --stall',
    });
    expect(classify({ signal: 'SIGKILL', stopped: 'stall' }).reason).toContain(
      'no progress for too long, the stall limit',
    );
  });

  test('that dies of a fault while it is stopped is no crash, and says so', () => {
    expect(classify({ signal: 'SIGSEGV', output: loop, stopped: 'timeout' })).toMatchObject({
      outcome: 'hung',
      signature: null,
      warnings: [
        'SIGSEGV (segmentation fault) came while winrepro was stopping it and is not counted as a crash',
      ],
    });
  });

  test('may hang after its complete loop', () => {
    const trial = { signal: 'SIGKILL', output: `${loop}done\n`, stopped: 'stall' } as const;
    expect(classify(trial)).toMatchObject({ outcome: 'hung' });
    expect(classify(trial).reason).toContain('after the success line');
  });
});

describe('an interrupted trial', () => {
  test('was stopped with winrepro, whatever its status', () => {
    for (const end of [{ signal: 'SIGKILL' }, { signal: 'SIGSEGV' }, { exitCode: 0 }]) {
      const trial = { ...end, output: `${loop}done\n`, stopped: 'interrupt' } as const;
      expect(classify(trial)).toMatchObject({
        outcome: 'interrupted',
        reason:
          'winrepro was stopped while the trial was after the success line: it does not count',
        signature: null,
      });
    }
  });

  test.each([
    [{ signal: 'SIGINT' }, 'SIGINT (interrupt)'],
    [{ exitCode: 130 }, 'SIGINT (interrupt), told by a shell,'],
    [{ exitCode: 0xc000013a, platform: 'win32' }, '0xC000013A (CONTROL_C_EXIT)'],
  ])('was stopped by a person: %j', (end, status) => {
    expect(classify({ ...end, output: loop })).toMatchObject({
      outcome: 'interrupted',
      reason: `${status} came from outside in iteration 2, after "16": the trial does not count`,
    });
  });

  test('may be a KeyboardInterrupt that Python printed', () => {
    const output = `${loop}Traceback (most recent call last):\n  File "x"\nKeyboardInterrupt\n`;
    expect(classify({ exitCode: 1, output })).toMatchObject({
      outcome: 'interrupted',
      reason:
        'KeyboardInterrupt came from outside in iteration 2, after "16": the trial does not count',
    });
  });
});

describe('a failed trial', () => {
  test.each([
    ['ENOENT', 'the program or its working folder is not there'],
    ['EACCES', 'the program is not executable: correct its permissions or build it again'],
    ['UNKNOWN', 'try the command that "winrepro plan" prints by hand'],
  ])('could not be started (%s)', (code, move) => {
    const startError = { code, message: `spawn x ${code}` };
    expect(classify({ startError })).toEqual({
      outcome: 'failed',
      reason: `the program could not be started (spawn x ${code}): ${move}`,
      signature: null,
      warnings: [],
    });
  });

  test('missed a DLL', () => {
    expect(classify({ exitCode: 0xc0000135, platform: 'win32' })).toMatchObject({
      outcome: 'failed',
      reason:
        '0xC0000135 (DLL_NOT_FOUND): a DLL that the program needs was not found: put its folder on PATH for the trial, or install it',
    });
  });

  test('has a status that says nothing more', () => {
    expect(classify({}).reason).toBe(
      'not started (not started): try the command that "winrepro plan" prints by hand',
    );
  });

  test('ended in a Python traceback', () => {
    const output =
      'Traceback (most recent call last):\n  File "x"\nModuleNotFoundError: No module named \'numpy\'\n';
    expect(classify({ exitCode: 1, output })).toMatchObject({
      outcome: 'failed',
      reason:
        'exit code 1 is no crash: it ended in a Python traceback with "ModuleNotFoundError: No module named \'numpy\'" before any iteration mark; try the command that "winrepro plan" prints by hand',
    });
    expect(classify({ exitCode: 1, output: output.split('Module')[0] ?? '' }).reason).toContain(
      'it ended in a Python traceback before any iteration mark;',
    );
  });

  test('exited with a code of its own', () => {
    expect(classify({ exitCode: 2, output: 'bad option --sed\n' })).toMatchObject({
      outcome: 'failed',
      reason:
        'exit code 2 is no crash: it ended before any iteration mark, its last line "bad option --sed"; try the command that "winrepro plan" prints by hand',
    });
    expect(classify({ exitCode: 53 }).reason).toBe(
      'exit code 53 is no crash (from Wine, 53 means that a DLL was not found): it printed nothing; try the command that "winrepro plan" prints by hand',
    );
  });

  test('has status 0 without the success line', () => {
    expect(classify({ exitCode: 0, output: loop })).toMatchObject({
      outcome: 'failed',
      reason:
        'status 0 but the line that only a complete loop prints (/^done$/) never came: it ended in iteration 2, after "16", its last line "16"; see its output, and correct protocol.success of the recipe if the loop was complete',
    });
  });

  test('has status 0 before the last turn', () => {
    const trial = { exitCode: 0, protocol: withoutSuccess, output: '14 0\n' };
    expect(classify(trial)).toMatchObject({
      outcome: 'failed',
      reason:
        'status 0 but only 1 iteration of 3 began: it ended in iteration 0, its last line "14 0"; see its output, and correct protocol.iteration of the recipe if the loop was complete',
    });
  });

  test('forked and left', () => {
    expect(classify({ exitCode: 0, leftovers: 1 })).toMatchObject({
      outcome: 'failed',
      reason:
        'status 0 but the line that only a complete loop prints (/^done$/) never came: it went to the background and left processes behind, so run it in the foreground',
      warnings: ['1 process of the trial outlived it and was ended'],
    });
  });

  test.each([
    [{ signal: 'SIGKILL' }, 'SIGKILL (killed)', 'on Linux most often by the out-of-memory killer'],
    [{ signal: 'SIGTERM' }, 'SIGTERM (terminated)', 'find out what ends it, then run again'],
    [{ exitCode: 0x40010004 }, '0x40010004 (DBG_TERMINATE_PROCESS)', 'a debugger or a logoff'],
  ])('was ended from outside: %j', (end, status, move) => {
    const { outcome, reason } = classify({ ...end, output: '14 0\n' });
    expect(outcome).toBe('failed');
    expect(reason).toContain(`${status} ended it from outside in iteration 0, after "14": ${move}`);
  });
});
