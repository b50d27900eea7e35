import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { monotonicSeconds } from '../../src/system/clock.ts';
import { describeMachine, parseOsRelease } from '../../src/system/machine.ts';
import { printedBy } from '../../src/system/printed-by.ts';
import {
  parseCpuInfo,
  parseFeatureNumbers,
  parseSysctl,
} from '../../src/system/processor-features.ts';

describe('the machine', () => {
  it('is described with all that a crash may depend on', async () => {
    const machine = await describeMachine();
    expect(machine.os.platform).toBe(process.platform);
    expect(machine.os.name).not.toBe('');
    expect(machine.os.release).toMatch(/\d+\.\d+/);
    expect(machine.processor.count).toBeGreaterThan(0);
    expect(machine.memoryBytes).toBeGreaterThan(2 ** 28);
    expect(machine.node).toBe(process.version);
    expect(JSON.parse(JSON.stringify(machine))).toStrictEqual(machine);
  });

  it.runIf(process.platform === 'linux')('is described on Linux within 100 ms', async () => {
    await describeMachine();
    const seconds: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const before = monotonicSeconds();
      await describeMachine();
      seconds.push(monotonicSeconds() - before);
    }
    expect(Math.min(...seconds)).toBeLessThan(0.1);
  });

  it.runIf(process.platform === 'linux')('tells AVX-512 as grep finds it', async () => {
    const { processor } = await describeMachine();
    const lines = readFileSync('/proc/cpuinfo', 'utf8');
    expect(processor.avx512).toBe(/\bavx512f\b/.test(lines));
    expect(processor.features?.length).toBeGreaterThan(5);
    const kernel = execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim();
    expect((await describeMachine()).os.release).toBe(kernel);
  });
});

describe('the name of a Linux', () => {
  it.each([
    [
      'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
      'Debian GNU/Linux 12 (bookworm)',
    ],
    ["PRETTY_NAME='Arch Linux'", 'Arch Linux'],
    ['PRETTY_NAME=Void\r\nID=void', 'Void'],
    ['PRETTY_NAME="A \\"quoted\\" name"', 'A "quoted" name'],
  ])('is read out of %j', (text, name) => {
    expect(parseOsRelease(text)).toBe(name);
  });

  it.each(['', 'ID=x', 'PRETTY_NAME=', 'PRETTY_NAME=""'])('is not in %j', (text) => {
    expect(parseOsRelease(text)).toBeNull();
  });
});

describe('the features of a processor', () => {
  it('are read out of cpuinfo, of the first processor, for x86 and ARM', () => {
    const x86 =
      'processor\t: 0\nflags\t\t: sse2 fpu avx512f avx512_vnni\nbugs: x\n\nflags : other\n';
    expect(parseCpuInfo(x86)).toEqual(['avx512_vnni', 'avx512f', 'fpu', 'sse2']);
    expect(parseCpuInfo('Features\t: fp asimd\n')).toEqual(['asimd', 'fp']);
    expect(parseCpuInfo('processor : 0\n')).toBeNull();
  });

  it('are read out of sysctl of macOS, those that are there', () => {
    const text =
      'hw.optional.floatingpoint: 1\nhw.optional.avx512f: 0\nhw.optional.avx2_0: 1\nhw.optional.arm.FEAT_SME: 1\n';
    expect(parseSysctl(text)).toEqual(['avx2_0', 'floatingpoint', 'sme']);
    expect(parseSysctl('sysctl: unknown oid')).toBeNull();
  });

  it('are read out of the numbers that Windows answers with', () => {
    expect(parseFeatureNumbers('6,10,13,41\r\n')).toEqual(['avx512f', 'sse', 'sse2', 'sse3']);
    expect(parseFeatureNumbers('6,99')).toEqual(['sse']);
    expect(parseFeatureNumbers('')).toBeNull();
    expect(parseFeatureNumbers('Add-Type : Cannot add type')).toBeNull();
  });
});

describe('a question to the system', () => {
  const node = process.execPath;

  it('is answered with what the program prints', async () => {
    expect(await printedBy(node, ['-e', 'console.log("ä b")'])).toBe('ä b\n');
  });

  it('has no answer when the program is missing, fails or prints nothing', async () => {
    expect(await printedBy('winrepro-no-such-program', [])).toBeNull();
    expect(await printedBy(node, ['-e', 'console.log("x"); process.exit(1)'])).toBeNull();
    expect(await printedBy(node, ['-e', ''])).toBeNull();
  });

  it('has no answer when the program takes too long, and is not waited for', async () => {
    const before = monotonicSeconds();
    expect(await printedBy(node, ['-e', 'setTimeout(() => {}, 60_000)'], 300)).toBeNull();
    expect(monotonicSeconds() - before).toBeLessThan(20);
  });
});
