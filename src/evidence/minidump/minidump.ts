import type { CrashException, CrashScene, LoadedModule } from '../../records/crash-report.ts';
import { describeException } from '../cdb/exception-record.ts';
import { viewOf, type ByteSource } from './byte-source.ts';
import { readModuleList } from './module-list.ts';
import { readStreams, streamTypes, type Stream } from './streams.ts';
import { readThreadContext } from './thread-context.ts';

/** What a dump says of a crash. */
export interface MinidumpReading {
  /** Null when the dump has no exception: it was written of a process that did not crash. */
  readonly scene: CrashScene | null;
  /** As the system would give it as exit code, unsigned 32 bit. */
  readonly code: number | null;
  /** What could not be read, a sentence each. */
  readonly gaps: readonly string[];
}

const X64 = 9;
/** MINIDUMP_EXCEPTION_STREAM: the thread, the exception, where the thread's CONTEXT lies. */
const EXCEPTION_BYTES = 168;
const MOST_PARAMETERS = 15;

/**
 * Reads the exception, the registers and the modules of a minidump, whoever wrote it. There are no
 * symbols in a dump and no instructions are read, so that the place is a module and an address in it.
 * Never throws but where the source itself does, and reads a bounded number of bytes.
 */
export function readMinidump(source: ByteSource): MinidumpReading {
  const streams = readStreams(source);
  if (streams === null) return without('the dump is no minidump');
  const stream = streams.get(streamTypes.exception);
  const view = stream === undefined ? null : viewOf(source, stream.offset, EXCEPTION_BYTES);
  if (view === null) return without('the dump has no exception in it');
  const list = streams.get(streamTypes.moduleList);
  const modules = list === undefined ? [] : readModuleList(source, list);
  const code = view.getUint32(8, true);
  const exception = exceptionOf(code, view);
  const context = isX64(source, streams.get(streamTypes.systemInfo))
    ? readThreadContext(source, view.getUint32(164, true), view.getUint32(160, true))
    : null;
  return {
    code,
    scene: {
      exception,
      frames: faultingFrame(exception, modules),
      registers: context?.registers ?? {},
      xmm: context?.xmm ?? {},
      disassembly: [],
      expressions: [],
      modules,
    },
    gaps: [
      'a dump alone has no symbols: the place is a module and an address, the stack its innermost frame',
      ...(context === null ? ['the dump has no registers of an x64 processor in it'] : []),
      ...(modules.length === 0 ? ['the dump has no list of modules in it'] : []),
    ],
  };
}

function without(gap: string): MinidumpReading {
  return { scene: null, code: null, gaps: [gap] };
}

function exceptionOf(code: number, view: DataView): CrashException {
  const count = Math.min(view.getUint32(32, true), MOST_PARAMETERS);
  const parameters = Array.from({ length: count }, (_, index) =>
    view.getBigUint64(40 + index * 8, true),
  );
  return describeException(code, `0x${view.getBigUint64(24, true).toString(16)}`, parameters);
}

/** The processor that a CONTEXT is of; without a word about it the one that winrepro is for. */
function isX64(source: ByteSource, info: Stream | undefined): boolean {
  const view = info === undefined ? null : viewOf(source, info.offset, 2);
  return view === null || view.getUint16(0, true) === X64;
}

function faultingFrame(
  { instruction }: CrashException,
  modules: readonly LoadedModule[],
): CrashScene['frames'] {
  if (instruction === null) return [];
  const at = BigInt(instruction);
  const module = modules.find(({ start, end }) => BigInt(start) <= at && at < BigInt(end));
  return [
    {
      address: instruction,
      module: module?.name ?? null,
      function: null,
      offset: null,
      file: null,
      line: null,
      arguments: [],
    },
  ];
}
