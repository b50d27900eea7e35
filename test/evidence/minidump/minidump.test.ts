import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../../src/evidence/minidump/byte-source.ts';
import { readMinidump } from '../../../src/evidence/minidump/minidump.ts';
import { bytesInMemory } from './bytes-in-memory.ts';

/**
 * The recipe `control` under Wine, seed 3: a dump by MiniDumpWriteDump of Wine 8, which wrote it for the
 * cdb stand-in of test/windows/helpers. The numbers below are those that the stand-in printed beside it.
 */
const dump = new Uint8Array(
  gunzipSync(
    readFileSync(
      fileURLToPath(new URL('../../fixtures/dumps/wine-control.dmp.gz', import.meta.url)),
    ),
  ),
);
const read = (bytes: Uint8Array) => readMinidump(bytesInMemory(bytes));

describe('a dump that Windows code wrote', () => {
  const { scene, code, gaps } = read(dump);

  test('says what crashed, where, and what it reached for', () => {
    expect(code).toBe(0xc0000005);
    expect(scene?.exception).toEqual({
      code: '0xC0000005',
      name: 'ACCESS_VIOLATION',
      instruction: '0x140007f13',
      accessed: '0x18',
      access: 'read',
    });
    expect(scene?.frames).toMatchObject([
      { address: '0x140007f13', module: 'control.exe', function: null },
    ]);
  });

  test('has every register, the zeroed non-volatile ones too', () => {
    expect(scene?.registers).toEqual({
      rax: '0x0',
      rbx: '0x5db5',
      rcx: '0x11fc20',
      rdx: '0x0',
      rsi: '0x11fc20',
      rdi: '0x1400a33d0',
      rip: '0x140007f13',
      rsp: '0x11fbc0',
      rbp: '0x11fd00',
      r8: '0x11fc10',
      r9: '0xb814d0',
      r10: '0x0',
      r11: '0x202',
      r12: '0x4',
      r13: '0xb812d0',
      r14: '0x0',
      r15: '0x0',
      efl: '0x10202',
    });
    const nonVolatile = Array.from({ length: 10 }, (_, index) => `xmm${index + 6}`);
    expect(nonVolatile.map((name) => scene?.xmm[name])).toEqual(
      nonVolatile.map(() => ({ low: '0x0', high: '0x0' })),
    );
    expect(Object.keys(scene?.xmm ?? {})).toHaveLength(16);
  });

  test('has the modules with paths and versions, and says what a dump cannot tell', () => {
    expect(scene?.modules.slice(0, 2)).toMatchObject([
      { name: 'control.exe', start: '0x140000000', end: '0x140511000', version: null },
      { name: 'ntdll.dll', path: 'C:\\windows\\system32\\ntdll.dll', start: '0x170000000' },
    ]);
    expect(gaps).toEqual([
      'a dump alone has no symbols: the place is a module and an address, the stack its innermost frame',
    ]);
  });
});

test('what is no dump, or one of a process that did not crash, has no scene and says so', () => {
  expect(read(new Uint8Array())).toEqual({
    scene: null,
    code: null,
    gaps: ['the dump is no minidump'],
  });
  const quiet = withStreams(dump, (type) => (type === 6 ? 0 : type));
  expect(read(quiet)).toEqual({
    scene: null,
    code: null,
    gaps: ['the dump has no exception in it'],
  });
});

test('a dump of another processor has an exception, but none of its registers are made up', () => {
  const other = dump.slice();
  const view = new DataView(other.buffer);
  view.setUint16(streamOffset(other, 7), 12, true);
  const { scene, gaps } = read(other);
  expect(scene?.registers).toEqual({});
  expect(gaps).toContain('the dump has no registers of an x64 processor in it');
});

describe('whatever a dump holds, reading it', () => {
  test('does not throw on any of its torn lengths', () => {
    for (let length = 0; length < 4096; length += 7) read(dump.subarray(0, length));
    const any = fc.nat(dump.length);
    fc.assert(fc.property(any, (length) => read(dump.subarray(0, length)).gaps.length > 0));
  });

  test('does not throw on changed bytes, and reads a bounded part of the file', () => {
    // Most changes go where the structure is; the rest anywhere.
    const at = fc.oneof(fc.nat(2048), fc.nat(dump.length - 1));
    const changes = fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(changes, (all) => {
        const bytes = dump.slice();
        for (const [place, value] of all) bytes[place] = value;
        const counted = counting(bytes);
        readMinidump(counted.source);
        // 4,096 modules of 108 bytes with names of 64 KiB at most; what stands in this file is far less.
        expect(counted.bytes()).toBeLessThan(64 * 1024 * 1024);
      }),
      { numRuns: 500 },
    );
  });

  test('does not throw on random bytes behind the signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => {
        read(Uint8Array.from([...Buffer.from('MDMP'), ...noise]));
      }),
    );
  });
});

function counting(bytes: Uint8Array): { source: ByteSource; bytes: () => number } {
  const inner = bytesInMemory(bytes);
  let total = 0;
  return {
    source: {
      size: inner.size,
      read(offset, length) {
        total += length;
        return inner.read(offset, length);
      },
    },
    bytes: () => total,
  };
}

/** A copy whose streams have other types. */
function withStreams(bytes: Uint8Array, change: (type: number) => number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const directory = view.getUint32(12, true);
  for (let index = 0; index < view.getUint32(8, true); index += 1) {
    const at = directory + index * 12;
    view.setUint32(at, change(view.getUint32(at, true)), true);
  }
  return copy;
}

function streamOffset(bytes: Uint8Array, type: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const directory = view.getUint32(12, true);
  for (let index = 0; index < view.getUint32(8, true); index += 1) {
    const at = directory + index * 12;
    if (view.getUint32(at, true) === type) return view.getUint32(at + 8, true);
  }
  throw new Error(`no stream ${type}`);
}
