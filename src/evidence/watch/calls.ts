import type { Stop } from './stop.ts';

/** A register that a call did not hand back as it found it. */
export interface RegisterChange {
  readonly register: string;
  readonly before: string;
  readonly after: string;
}

/** A call from its entry to its return. */
export interface WatchedCall {
  /** Counted from 1, in the order of their entries. */
  readonly number: number;
  readonly before: Stop;
  readonly after: Stop;
  /** Of the registers that are compared, in their order. */
  readonly changes: readonly RegisterChange[];
}

export interface CallPairing {
  /** The call that this stop is the return of; null for any other stop, or a return of no known call. */
  take(stop: Stop): WatchedCall | null;
  /** Calls that began. */
  begun(): number;
  /** Calls that the stack was unwound past, or that the program ended in. */
  unreturned(): number;
}

interface OpenCall {
  readonly number: number;
  readonly stop: Stop;
}

/** A return takes its address off the stack. */
const WORD = 8n;
/** Calls in calls of one thread that are remembered: a runaway recursion must not fill the memory. */
const DEEPEST = 100_000;

/**
 * Joins the entries of a function to its returns and compares registers. A stop at the address that
 * a call returns to is that call's return when it is of the same thread and the stack is as high as it
 * must then be: the same code is also reached by calls within the call, and by other threads.
 */
export function createCallPairing(registers: readonly string[]): CallPairing {
  const threads = new Map<string, OpenCall[]>();
  let begun = 0;
  let lost = 0;

  function enter(stop: Stop): void {
    begun += 1;
    const calls = threads.get(stop.thread) ?? [];
    threads.set(stop.thread, calls);
    // The stack grows down: what began at this height or below it has been left in another way.
    unwind(calls, (open) => open.stop.stackPointer <= stop.stackPointer);
    if (calls.length < DEEPEST) calls.push({ number: begun, stop });
    else lost += 1;
  }

  function unwind(calls: OpenCall[], gone: (open: OpenCall) => boolean): void {
    for (let last = calls.at(-1); last !== undefined && gone(last); last = calls.at(-1)) {
      calls.pop();
      lost += 1;
    }
  }

  function leave(stop: Stop): WatchedCall | null {
    const calls = threads.get(stop.thread) ?? [];
    const entrySp = stop.stackPointer - WORD;
    unwind(calls, (open) => open.stop.stackPointer < entrySp);
    const open = calls.at(-1);
    if (open?.stop.stackPointer !== entrySp || open.stop.returnsTo !== stop.returnsTo) return null;
    calls.pop();
    const changes = changesOf(registers, open.stop, stop);
    return { number: open.number, before: open.stop, after: stop, changes };
  }

  return {
    take(stop) {
      if (stop.at === 'before') enter(stop);
      return stop.at === 'after' ? leave(stop) : null;
    },
    begun: () => begun,
    unreturned: () => [...threads.values()].reduce((sum, calls) => sum + calls.length, lost),
  };
}

function changesOf(
  registers: readonly string[],
  { values: before }: Stop,
  { values: after }: Stop,
): readonly RegisterChange[] {
  return registers.flatMap((register) => {
    const was = before[register];
    const is = after[register];
    if (was == null || is == null || was === is) return [];
    return [{ register, before: was, after: is }];
  });
}
