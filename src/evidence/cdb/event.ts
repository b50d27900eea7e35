/** Why the debugger stopped, from `.lastevent`. */
export type StopEvent =
  | { readonly kind: 'exit'; readonly code: number }
  | {
      readonly kind: 'exception';
      /** Unsigned 32 bit. */
      readonly code: number;
      /** Null when cdb does not say. */
      readonly chance: 'first' | 'second' | null;
    }
  | { readonly kind: 'unknown' };

/**
 * Reads the answer to `.lastevent`: `Last event: 153c.5d0: Access violation - code c0000005 (!!! second
 * chance !!!)`, as the pages of `.lastevent` and `.jdinfo` have it, or `Last event: 8ec.1ff0: Exit process
 * 0:8ec, code c`, whose code is hexadecimal.
 */
export function readEvent(lines: readonly string[]): StopEvent {
  for (const line of lines) {
    const [, said] = /^\s*Last event:\s*(.*)$/.exec(line) ?? [];
    const event = said === undefined ? null : eventOf(said);
    if (event !== null) return event;
  }
  return { kind: 'unknown' };
}

function eventOf(said: string): StopEvent | null {
  const [, exit] = /\bExit process [0-9a-f]+:[0-9a-f]+, code ([0-9a-f]{1,8})\b/i.exec(said) ?? [];
  if (exit !== undefined) return { kind: 'exit', code: Number.parseInt(exit, 16) };
  const [, code, chance = ''] =
    /(?: - code |\bException )([0-9a-f]{8})\b(?:.*?\b(first|second) chance)?/i.exec(said) ?? [];
  if (code === undefined) return null;
  const lower = chance.toLowerCase();
  return {
    kind: 'exception',
    code: Number.parseInt(code, 16),
    chance: lower === 'first' || lower === 'second' ? lower : null,
  };
}
