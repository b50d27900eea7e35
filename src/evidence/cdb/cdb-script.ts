import type { DebugExpression } from '../../recipe/evidence-schema.ts';
import { SEARCHED_FRAMES } from './expressions.ts';
import { SECTION_MARK, type SectionName } from './log-sections.ts';

/** Names the dump to cdb where its path is not plain ASCII: how cdb reads a script's bytes is not told. */
export const DUMP_VARIABLE = 'WINREPRO_CDB_DUMP';

interface ScriptParts {
  readonly expressions: readonly DebugExpression[];
  /** `file` is null when an environment variable names it. */
  readonly dump: { readonly kind: 'mini' | 'full'; readonly file: string | null } | null;
}

/**
 * The exceptions at which cdb would stop at the first chance, although the program may handle them
 * (page `controlling-exceptions-and-events`): set to the second chance, at which nobody handled it.
 * What is not listed here is second chance by itself.
 */
const exceptions = [
  ...['asrt', 'av', 'bpe', 'ch', 'dm', 'dz', 'c000008e', 'gp', 'ii', 'iov', 'ip', 'isc', 'lsq'],
  ...['sbo', 'sov', 'aph'],
];

/** Hexadecimal, as cdb reads a number: 60 frames. */
const FRAMES = '3c';
const registers = Array.from({ length: 16 }, (_, index) => `r xmm${index}:uq`);

/**
 * What cdb is told, one command a line, for an error ends only its own line. The lines behind `g` are
 * read when the program stops for good: at an exception that nobody handled, or at its end.
 *
 * From the second line on cdb prints to its log alone (`.outmask- /l`): the program shares cdb's stdout,
 * and its output is the protocol. Each `r xmm6:uq` stands alone because several of them in one line
 * share one. The dump comes before what needs symbols, which may take long to load.
 */
export function cdbScript({ expressions, dump }: ScriptParts): string {
  const lines = [
    section('start'),
    '.outmask- /l 0xffffffff',
    ...(dump?.file === null ? [`as /e winreproDump ${DUMP_VARIABLE}`] : []),
    ...exceptions.map((name) => `sxd ${name}`),
    // A breakpoint in the program itself is an exception like others, not a stop for us.
    'sxd bpec',
    'sxi ud',
    'g',
    ...[section('event'), '.lastevent'],
    ...[section('exception'), '.exr -1'],
    ...[section('registers'), 'r'],
    ...[section('xmm'), ...registers],
    ...(dump === null ? [] : [section('dump'), dumpCommand(dump)]),
    ...[section('stack'), `kn ${FRAMES}`],
    ...[section('arguments'), `kPn ${FRAMES}`],
    ...[section('before'), 'ub @rip L8'],
    ...[section('after'), 'u @rip L8'],
    ...[section('modules'), 'lmv'],
    ...[section('expressions'), ...questions(expressions)],
    ...[section('end'), 'q'],
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function section(name: SectionName): string {
  return `.echo ${SECTION_MARK}${name}`;
}

function dumpCommand({ kind, file }: NonNullable<ScriptParts['dump']>): string {
  return `.dump ${kind === 'full' ? '/ma' : '/m'} /o "${file ?? '${winreproDump}'}"`;
}

function* questions(expressions: readonly DebugExpression[]): Generator<string> {
  for (const [index, { expression }] of expressions.entries()) {
    for (let frame = 0; frame < SEARCHED_FRAMES; frame += 1) {
      yield `.echo frame ${frame} expression ${index}`;
      // Without a prefix a number is hexadecimal here.
      yield `.frame 0n${frame}`;
      yield `?? ${expression}`;
    }
  }
}
