import type { WatchPlace } from '../../recipe/watch-place.ts';
import { posixSignals } from '../../trial/posix-signals.ts';
import { hexadecimal, type Remark, type Stop, type StopPlace } from './stop.ts';

/** cdb may put a backtick (\x60 in these patterns) between the halves of an address. */
const quad = '[0-9a-f]{8}\\x60?[0-9a-f]{8}';
/**
 * gdb's script: `r8=7ffe10 poi(r8)=? xmm6=...`; cdb's `r`: `rbx=0000000000000000 $tid=00001a2c`, and for
 * `r xmm6:uq` the upper half first: `xmm6=000000000073006c 006f0062006d0079`.
 */
const field = new RegExp(
  `(?:^|\\s)(\\$?[a-z][a-z0-9]{0,5}|poi\\([a-z0-9+-]{1,24}\\))=[ \\t]*(\\?|[0-9a-f\\x60]{1,33})(?:[ \\t]+(${quad}))?(?=\\s|$)`,
  'gi',
);
/** cdb's `dq ADDRESS L1`; question marks for memory that is not there. */
const memoryLine = new RegExp(
  `^[ \\t]*(${quad})[ \\t]+(${quad}|\\?{8}\\x60?\\?{8})[ \\t]*\\r?$`,
  'gim',
);

/** Reads what stands between `wr:entry` and `wr:.`; null when thread or stack pointer are missing. */
export function readStop(at: StopPlace, text: string, show: readonly WatchPlace[]): Stop | null {
  const fields = new Map<string, string | null>();
  for (const [, name = '', first = '', second] of text.matchAll(field)) {
    fields.set(name.toLowerCase(), valueOf(name.toLowerCase(), first, second));
  }
  const memory = new Map<bigint, string | null>();
  for (const [, address = '', value = ''] of text.matchAll(memoryLine)) {
    memory.set(BigInt(hexadecimal(address)), value.startsWith('?') ? null : hexadecimal(value));
  }
  // gdb counts threads in decimal digits, as its system does.
  const thread = take(fields, 't')?.slice(2) ?? take(fields, '$tid');
  const sp = take(fields, 'sp') ?? take(fields, 'rsp');
  if (thread == null || sp == null) return null;
  const stackPointer = BigInt(sp);
  const printed = take(fields, 'out');
  const to = take(fields, 'to');
  const ip = take(fields, 'rip');
  const values = Object.fromEntries(fields);
  for (const place of show) {
    if (place.kind !== 'memory' || place.text in values || memory.size === 0) continue;
    const base = values[place.register];
    const word = base == null ? undefined : memory.get(BigInt(base) + BigInt(place.offset));
    if (word !== undefined) values[place.text] = word;
  }
  return {
    at,
    thread,
    stackPointer,
    returnsTo:
      at === 'entry' ? null : (to ?? (at === 'after' ? ip : memory.get(stackPointer)) ?? null),
    printed: printed == null ? null : Number.parseInt(printed.slice(2), 10),
    values,
  };
}

function take(fields: Map<string, string | null>, name: string): string | null | undefined {
  const value = fields.get(name);
  fields.delete(name);
  return value;
}

function valueOf(name: string, first: string, second: string | undefined): string | null {
  if (first === '?') return null;
  if (second === undefined || !name.startsWith('xmm')) return hexadecimal(first);
  return hexadecimal(first.replaceAll('`', '') + second.replaceAll('`', '').padStart(16, '0'));
}

/** Reads a remark of the script, such as `wr:end exit=0`. */
export function readRemark(kind: string, text: string): Remark | null {
  const bar = text.indexOf('|');
  const head = bar < 0 ? text : text.slice(0, bar);
  const rest = bar < 0 ? '' : text.slice(bar + 1).trim();
  const words = new Map(
    [...head.matchAll(/(?:^|\s)([a-z]+)=(\S*)/g)].map(([, key = '', word = '']) => [key, word]),
  );
  const list = (key: string) => (words.get(key) ?? '').split(',').filter((word) => word !== '');
  const number = (key: string) =>
    /^\d{1,10}$/.test(words.get(key) ?? '') ? +(words.get(key) ?? '') : null;
  switch (kind) {
    case 'place': {
      const name = words.get('function');
      const locations = number('locations');
      if (name === undefined || locations === null) return null;
      return { kind, function: name, locations, inlined: list('inlined'), near: list('near') };
    }
    case 'crash':
      return {
        kind: 'fault',
        signal: signalName(words.get('signal') ?? '?'),
        function: namedFunction(words.get('function')) ?? symbolIn(rest),
        text: rest.replaceAll(/\s+/g, ' '),
      };
    case 'caller': {
      const to = words.get('to');
      const name = words.get('function');
      if (to === undefined || name === undefined || !/^[0-9a-f]{1,16}$/.test(to)) return null;
      return { kind, address: hexadecimal(to), function: name };
    }
    case 'end':
      return { kind, exitCode: number('exit'), signal: number('signal') };
    case 'problem':
      return { kind, text: rest === '' ? text.trim() : rest };
    default:
      return null;
  }
}

function namedFunction(word: string | undefined): string | null {
  return word === undefined || word === '?' ? null : word;
}

/** gdb's own commands know a signal by its number only; Linux's, for only there gdb is used. */
function signalName(word: string): string {
  return posixSignals.find(({ linux }) => `${linux}` === word)?.name ?? word;
}

/** `info symbol`: `find_array_prepare + 7 in section .text`. */
function symbolIn(text: string): string {
  return /([\w:~.]+)(?: \+ \d+)? in section/.exec(text)?.[1] ?? '?';
}
