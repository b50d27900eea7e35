import type { LoadedModule } from '../../records/crash-report.ts';
import { viewOf, type ByteSource } from './byte-source.ts';
import type { Stream } from './streams.ts';

const MODULE_BYTES = 108;
const MOST_MODULES = 4096;
/** Of UTF-16, twice the longest path that Windows has. */
const MOST_NAME_BYTES = 65_536;
/** VS_FIXEDFILEINFO begins so where a module has a version. */
const VERSION_SIGNATURE = 0xfeef04bd;

/** Reads MINIDUMP_MODULE_LIST; what cannot be read of it is left out. */
export function readModuleList(source: ByteSource, { offset }: Stream): readonly LoadedModule[] {
  const count = viewOf(source, offset, 4)?.getUint32(0, true) ?? 0;
  const modules: LoadedModule[] = [];
  for (let index = 0; index < Math.min(count, MOST_MODULES); index += 1) {
    const view = viewOf(source, offset + 4 + index * MODULE_BYTES, MODULE_BYTES);
    if (view === null) break;
    modules.push(moduleOf(source, view));
  }
  return modules;
}

function moduleOf(source: ByteSource, view: DataView): LoadedModule {
  const start = view.getBigUint64(0, true);
  const path = readText(source, view.getUint32(20, true));
  const name = path?.split(/[\\/]/).at(-1) ?? '';
  return {
    name: name === '' ? '(unnamed)' : name,
    path: path !== null && /[\\/]/.test(path) ? path : null,
    start: `0x${start.toString(16)}`,
    end: `0x${(start + BigInt(view.getUint32(8, true))).toString(16)}`,
    version: versionOf(view),
  };
}

/** MINIDUMP_STRING: the length in bytes, then UTF-16. */
function readText(source: ByteSource, offset: number): string | null {
  const length = viewOf(source, offset, 4)?.getUint32(0, true) ?? MOST_NAME_BYTES + 1;
  if (offset === 0 || length > MOST_NAME_BYTES) return null;
  const view = viewOf(source, offset + 4, length);
  return view === null ? null : new TextDecoder('utf-16le').decode(view);
}

function versionOf(view: DataView): string | null {
  if (view.getUint32(24, true) !== VERSION_SIGNATURE) return null;
  const numbers = [34, 32, 38, 36].map((at) => view.getUint16(at, true));
  return numbers.join('.');
}
