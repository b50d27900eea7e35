/** How a call ended (`fine`, `failure`), or what happened besides (`event`). */
export interface RecordedKind {
  readonly name: string;
  readonly role: 'event' | 'fine' | 'failure';
}

/** The name of what a trial's end is when it crashed. */
export const CRASH = 'crash';
/** The name of the turns of the loop, where the output does not say how each call ended. */
const TURN = 'turn';

const ROLES: Readonly<Record<string, RecordedKind['role']>> = {
  fine: 'fine',
  'null-seen': 'failure',
};

export interface EventCodes {
  /** Code c stands for `kinds[c - 1]`; two marks of one name share a code. */
  readonly kinds: readonly RecordedKind[];
  /** The code of a character; 0 for one that is no mark. */
  readonly ofCharacter: (character: number) => number;
  readonly turn: number;
  readonly crash: number;
}

/** The code of each event mark of a protocol, in its order, then those of a turn and of a crash. */
export function eventCodes(marks: Readonly<Record<string, string>>): EventCodes {
  const names = [...new Set(Object.values(marks))].filter(
    (name) => name !== TURN && name !== CRASH,
  );
  const kinds = [
    ...names.map((name) => ({ name, role: ROLES[name] ?? 'event' })),
    { name: TURN, role: 'fine' as const },
    { name: CRASH, role: 'failure' as const },
  ];
  const codeOf = (name: string): number => kinds.findIndex((kind) => kind.name === name) + 1;
  const table = new Uint8Array(0x1_00_00);
  for (const [mark, name] of Object.entries(marks)) table[mark.charCodeAt(0)] = codeOf(name);
  return {
    kinds,
    ofCharacter: (character) => table[character] ?? 0,
    turn: codeOf(TURN),
    crash: codeOf(CRASH),
  };
}
