import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableSignature } from '../../../src/campaigns/matrix/comparable-signature.ts';

const CONTROL = 'SIGSEGV after 14';
const TRACED = 'SIGSEGV after 14, trace 34 ptr 45 NULL';

describe("a variant's signature in the words of the control's", () => {
  it.each([
    ['a trace says more', TRACED, CONTROL],
    ['no trace says less', CONTROL, TRACED],
    ['a heartbeat says only the status', 'SIGSEGV', TRACED],
    ['a heartbeat of the control says only the status', TRACED, 'SIGSEGV'],
    ['only the loop is known', 'SIGSEGV in the loop', TRACED],
    ['only the loop is known of the control', TRACED, 'SIGSEGV in the loop'],
    ['a debugger names the function', `${TRACED} in find_array_prepare`, TRACED],
    ['both name it', `${CONTROL} in prepare`, `${TRACED} in prepare`],
    ['a status of Windows', '0xC0000005', '0xC0000005 after 14, trace 34 ptr 45 NULL'],
    ['an exit status', 'exit 3 after 14', 'exit 3'],
  ])('is the same crash: %s', (_why, own, control) => {
    expect(comparableSignature(own, control)).toBe(control);
  });

  it.each([
    ['another status', 'SIGABRT after 14', CONTROL],
    ['another status, and nothing else known', 'SIGABRT', 'SIGSEGV'],
    ['another exit status', 'exit 3', 'exit 34'],
    ['another stage', 'SIGSEGV after 3', CONTROL],
    ['another trace', 'SIGSEGV after 14, trace 34 ptr 45 ptr', TRACED],
    ['another function', `${CONTROL} in memcpy`, `${TRACED} in find_array_prepare`],
    ['after the loop, where the control dies in it', 'SIGSEGV after the loop', CONTROL],
    ['after the loop, where the control tells the status', 'SIGSEGV after the loop', 'SIGSEGV'],
    ['in the loop, where the control dies after it', CONTROL, 'SIGSEGV after the loop'],
    ['somewhere, where the control dies after the loop', 'SIGSEGV', 'SIGSEGV after the loop'],
  ])('is another crash: %s', (_why, own, control) => {
    expect(comparableSignature(own, control)).toBe(own);
  });

  it('is one of the two, whatever they are, and each is comparable to itself', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'SIGSEGV',
        ' after 14',
        ' in the loop',
        ', trace a b',
        ' in f',
        ' after the loop',
      ),
      fc.string(),
    );
    const signature = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(signature, signature, (own, control) => {
        expect([own, control]).toContain(comparableSignature(own, control));
        expect(comparableSignature(control, control)).toBe(control);
      }),
    );
  });
});
