/**
 * The trials in hand: those whose process runs, and those whose process has ended and whose record is
 * still to be made and journaled. The next process need not wait for the records before it.
 */
export interface Slots {
  /** All in hand. */
  inHand(): number;
  /** What a person calls under way: never more than may run, and none when all are journaled. */
  underWay(capacity: number): number;
  take(id: number): void;
  /** Its process has ended. */
  ended(id: number): void;
  /** It is journaled, or will not be. */
  free(id: number): void;
  /** Whether one more may be started, as things stand. */
  hasRoom(state: SlotState): boolean;
}

/** What it depends on how many trials may be in hand. */
export interface SlotState {
  /** Processes that may run at a time. */
  readonly capacity: number;
  /** Crashes that are still to come before the run ends; null for no such limit. */
  readonly crashesLeft: number | null;
  /** The set-up may turn out to be at fault. */
  readonly doubtful: boolean;
}

export function createSlots(): Slots {
  const running = new Set<number>();
  const ended = new Set<number>();
  return {
    inHand: () => running.size + ended.size,
    underWay: (capacity) => Math.max(running.size, Math.min(capacity, running.size + ended.size)),
    take(id) {
      running.add(id);
    },
    ended(id) {
      if (running.delete(id)) ended.add(id);
    },
    free(id) {
      running.delete(id);
      ended.delete(id);
    },
    hasRoom({ capacity, crashesLeft, doubtful }) {
      if (running.size >= capacity) return false;
      // Each may turn out to be a crash, and the last one: then no other was to be started.
      if (crashesLeft !== null && ended.size >= crashesLeft) return false;
      // So many records at most wait in memory, and after a kill so many trials are run again.
      return running.size + ended.size < (doubtful ? capacity : 2 * capacity);
    },
  };
}
