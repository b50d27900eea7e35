import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instructionsAround } from '../../../src/evidence/gdb/instructions.ts';
import type { MiTuple } from '../../../src/evidence/gdb/mi-record.ts';

function insn(at: number, bytes: number, name = 'fill'): MiTuple {
  return {
    address: `0x${at.toString(16).padStart(16, '0')}`,
    'func-name': name,
    offset: `${at - 0x1000}`,
    opcodes: Array.from({ length: bytes }, () => '90').join(' '),
    inst: `nop    # ${bytes}`,
  };
}

test('of decodings from several beginnings those that agree are taken', () => {
  const right = [insn(0x1000, 4), insn(0x1004, 3), insn(0x1007, 1)];
  const shifted = [insn(0x1001, 2), insn(0x1003, 5)];
  const around = instructionsAround(
    '0x1008',
    [insn(0x1008, 4), insn(0x100c, 2)],
    [right, right.slice(1), [insn(0x1002, 2), insn(0x1004, 3), insn(0x1007, 1)], shifted, []],
  );
  expect(around.map(({ address, faulting }) => [address, faulting])).toEqual([
    ['0x1004', false],
    ['0x1007', false],
    ['0x1008', true],
    ['0x100c', false],
  ]);
  expect(around[2]).toMatchObject({ place: 'fill+8', text: 'nop # 4' });
});

test('what lies in front of the function, and behind it, is not shown', () => {
  const around = instructionsAround(
    '0x1004',
    [insn(0x1004, 4), insn(0x1008, 8, 'other')],
    [
      [insn(0xffc, 4, 'before'), insn(0x1000, 4)],
      [insn(0xffe, 2, 'before'), insn(0x1000, 4)],
    ],
  );
  expect(around.map(({ address }) => address)).toEqual(['0x1000', '0x1004']);
});

test('of any code, decoded from many beginnings, the true instructions in front are found', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 12, maxLength: 40 }),
      (lengths) => {
        const starts = lengths.reduce<number[]>(
          (all, length) => [...all, (all.at(-1) ?? 0x1000) + length],
          [0x1000],
        );
        const pc = starts.at(-1) ?? 0;
        const truth = lengths.map((length, index) => insn(starts[index] ?? 0, length));
        // As decoding from the wrong byte does: one instruction to the next true beginning.
        const from = (at: number): readonly MiTuple[] => {
          const next = starts.find((start) => start >= at) ?? pc;
          return [
            ...(next > at ? [insn(at, next - at)] : []),
            ...truth.slice(starts.indexOf(next)),
          ];
        };
        const around = instructionsAround(
          `0x${pc.toString(16)}`,
          [insn(pc, 3)],
          Array.from({ length: 15 }, (_, index) => from(pc - 18 - index)),
        );
        const shown = around.slice(0, -1).map(({ address }) => Number(address));
        expect(shown).toEqual(starts.slice(0, -1).slice(starts.length - 1 - shown.length));
        expect(shown.length).toBeGreaterThan(0);
      },
    ),
  );
});
