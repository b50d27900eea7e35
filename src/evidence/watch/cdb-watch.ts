import { win32 } from 'node:path';
import { UserError } from '../../system/errors.ts';
import type { DebuggerCommand } from '../debugger.ts';
import { comparedRegisters, type WatchRequest } from './watch-request.ts';

/** What cdb needs beside what is watched. */
export interface CdbWatchOptions {
  /** In which module the functions are that name none, as cdb writes it: without `.exe`, `-` as `_`. */
  readonly module: string | null;
  /** Folders with symbol files and symbol servers. */
  readonly symbols: readonly string[];
}

/** The exceptions that a program may handle itself: at their second chance nobody did. */
const exceptions = [
  ...['asrt', 'av', 'bpe', 'ch', 'dm', 'dz', 'c000008e', 'gp', 'ii', 'iov', 'ip', 'isc', 'lsq'],
  ...['sbo', 'sov', 'aph', 'bpec'],
];

/**
 * cdb, made ready to watch one trial (its options: page `cdb-command-line-options`; `bu`, `bp /1` and `gc`:
 * pages `bp, bu, bm` and `gc`). Its rows go to its log alone, for the program shares cdb's stdout.
 *
 * @throws UserError for a function whose module is not known: `bu` needs it for a module that comes later.
 */
export function cdbWatchCommand(
  program: string,
  request: WatchRequest,
  options: CdbWatchOptions,
): DebuggerCommand {
  const script = win32.join(request.folder, 'cdb-watch.txt');
  const log = win32.join(request.folder, 'watch.log');
  const symbols = options.symbols.length === 0 ? [] : ['-y', options.symbols.join(';')];
  const flags = ['-hd', '-lines', '-xi', 'ld', '-logou', log, ...symbols, '-cf', script];
  return {
    argv: [program, ...flags, ...request.argv],
    files: [{ path: script, text: cdbWatchScript(request, options.module) }],
    log,
    dump: null,
    variables: {},
  };
}

/** The script, one command a line; what is behind `g` is read when the program stops for good. */
export function cdbWatchScript(request: WatchRequest, module: string | null): string {
  const lines = [
    '.outmask- /l 0xffffffff',
    ...exceptions.map((name) => `sxd ${name}`),
    'sxi ld',
    'sxi ud',
    ...breakpoints(request, module),
    'g',
    // An access violation of the second chance, or the end of the process.
    '.echo wr:event',
    '.lastevent',
    'ln @rip',
    'u @rip L1',
    '.echo wr:.',
    'q',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function breakpoints(request: WatchRequest, module: string | null): readonly string[] {
  const { general, xmm } = comparedRegisters(request);
  const shown = request.show.map(({ register }) => register);
  const names = (kind: 'general' | 'xmm') =>
    shown.filter((name) => name.startsWith('xmm') === (kind === 'xmm'));
  const words = request.show.flatMap((place) =>
    place.kind === 'memory' ? [wordAt(place.register, place.offset)] : [],
  );
  const entry = row('entry', names('general'), names('xmm'), words);
  const lines = [`bu ${symbol(request.function, module)} "${entry}; gc"`];
  if (request.across === null) return lines;
  const kept = [
    unique([...general, ...names('general')]),
    unique([...xmm, ...names('xmm')]),
  ] as const;
  const after = `${row('after', ['rip', ...kept[0]], kept[1], [])}; gc`;
  const before = row('before', ...kept, [wordAt('rsp', 0)]);
  // One shot, and of this thread: another may return to the same place first.
  return [
    ...lines,
    `bu ${symbol(request.across, module)} "${before}; ~. bp /1 poi(@rsp) \\"${after}\\"; gc"`,
  ];
}

/** No quotes in it: it stands in one pair, or in two. Each `r xmm6:uq` alone, or they share a line. */
function row(
  kind: string,
  general: readonly string[],
  xmm: readonly string[],
  words: readonly string[],
): string {
  return [
    `.echo wr:${kind}`,
    `r $tid, rsp${unique(general)
      .map((name) => `, ${name}`)
      .join('')}`,
    ...unique(xmm).map((name) => `r ${name}:uq`),
    ...words,
    '.echo wr:.',
  ].join('; ');
}

/** `dq` prints question marks for memory that is not there, where `poi` is an error that ends the command. */
function wordAt(register: string, offset: number): string {
  const sign = offset < 0 ? '-' : '+';
  return `dq @${register}${offset === 0 ? '' : `${sign}0x${Math.abs(offset).toString(16)}`} L1`;
}

function symbol(name: string, module: string | null): string {
  if (name.includes('!')) return name;
  if (module !== null) return `${module}!${name}`;
  throw new UserError(
    `cdb must know in which module ${name} is: write it in front, MODULE!${name}, or give --module MODULE`,
  );
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
