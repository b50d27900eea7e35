import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCallPairing, type WatchedCall } from '../../../src/evidence/watch/calls.ts';
import type { Stop } from '../../../src/evidence/watch/stop.ts';
import { makeStop } from './make-stop.ts';

function callsOf(stops: readonly Stop[], registers = ['rbx', 'xmm6']) {
  const pairing = createCallPairing(registers);
  const calls = stops.flatMap((stop) => pairing.take(stop) ?? []);
  return { calls, begun: pairing.begun(), unreturned: pairing.unreturned() };
}

describe('the pairing of entries and returns', () => {
  it('names the register that a call did not restore', () => {
    const { calls } = callsOf([
      makeStop('before', 3, { rbx: '0x1', xmm6: '0x5a5a', rax: '0x9' }),
      makeStop('after', 3, { rbx: '0x1', xmm6: '0x0', rax: '0x7' }),
    ]);
    expect(calls.map(({ changes }) => changes)).toEqual([
      [{ register: 'xmm6', before: '0x5a5a', after: '0x0' }],
    ]);
  });

  it('says nothing of a register that one side does not tell', () => {
    const { calls } = callsOf([
      makeStop('before', 3, { rbx: null, xmm6: '0x1' }),
      makeStop('after', 3, { rbx: '0x1' }),
    ]);
    expect(calls[0]?.changes).toEqual([]);
  });

  it('joins the returns of a recursion to the calls that they are of, innermost first', () => {
    const { calls } = callsOf([
      makeStop('before', 1, { rbx: '0x1' }),
      makeStop('before', 2, { rbx: '0x2' }),
      makeStop('before', 3, { rbx: '0x3' }),
      makeStop('after', 3, { rbx: '0x3' }),
      makeStop('after', 2, { rbx: '0xbad' }),
      makeStop('after', 1, { rbx: '0x1' }),
    ]);
    expect(calls.map(({ number, changes }) => [number, changes.length])).toEqual([
      [3, 0],
      [2, 1],
      [1, 0],
    ]);
  });

  it('does not take the return of another thread for its own', () => {
    const { calls, unreturned } = callsOf([
      makeStop('before', 1, { rbx: '0x1' }),
      makeStop('after', 1, { rbx: '0x2' }, { thread: '0x2' }),
    ]);
    expect(calls).toEqual([]);
    expect(unreturned).toBe(1);
  });

  it('does not take another passing of the return address for the return', () => {
    const { calls } = callsOf([
      makeStop('before', 1, { rbx: '0x1' }),
      makeStop('after', 4, { rbx: '0x2' }),
      makeStop('after', 1, { rbx: '0x3' }, { returnsTo: '0x402000' }),
      makeStop('after', 1, { rbx: '0x1' }),
    ]);
    expect(calls.map(({ changes }) => changes)).toEqual([[]]);
  });

  it('counts a call that a jump left as one that never returned', () => {
    const { calls, begun, unreturned } = callsOf([
      makeStop('before', 1),
      makeStop('before', 5),
      makeStop('before', 2),
      makeStop('after', 2),
      makeStop('after', 1),
    ]);
    expect(calls.map(({ number }) => number)).toEqual([3, 1]);
    expect([begun, unreturned]).toEqual([3, 1]);
  });

  it('finds every call and every change, however calls nest and threads interleave', () => {
    const leaf = fc.record({ changed: fc.boolean(), inner: fc.constant<Node[]>([]) });
    const { tree } = fc.letrec<{ tree: Node }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.record({ changed: fc.boolean(), inner: fc.array(tie('tree'), { maxLength: 3 }) }),
      ),
    }));
    const scenario = fc.array(fc.array(tree, { maxLength: 4 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(scenario, fc.infiniteStream(fc.nat(2)), (threads, turns) => {
        const queues = threads.map((nodes, index) => stopsOf(nodes, `0x${index + 1}`));
        const { calls, begun, unreturned } = callsOf(interleave(queues, turns));
        const wanted = threads.flatMap((nodes) => flat(nodes));
        expect(begun).toBe(wanted.length);
        expect(unreturned).toBe(0);
        expect(calls).toHaveLength(wanted.length);
        expect(changedIn(calls)).toBe(wanted.filter(({ changed }) => changed).length);
      }),
    );
  });
});

interface Node {
  readonly changed: boolean;
  readonly inner: readonly Node[];
}

function flat(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [node, ...flat(node.inner)]);
}

function stopsOf(nodes: readonly Node[], thread: string, height = 0): Stop[] {
  return nodes.flatMap(({ changed, inner }) => [
    makeStop('before', height, { rbx: '0x1', xmm6: '0x2' }, { thread }),
    ...stopsOf(inner, thread, height + 1),
    makeStop('after', height, { rbx: '0x1', xmm6: changed ? '0x0' : '0x2' }, { thread }),
  ]);
}

function interleave(queues: Stop[][], turns: Iterator<number>): readonly Stop[] {
  const all: Stop[] = [];
  while (queues.some(({ length }) => length > 0)) {
    const turn = turns.next().value as number;
    const queue = queues[turn % queues.length] ?? [];
    all.push(...queue.splice(0, 1));
  }
  return all;
}

function changedIn(calls: readonly WatchedCall[]): number {
  return calls.filter(({ changes }) => changes.length > 0).length;
}
