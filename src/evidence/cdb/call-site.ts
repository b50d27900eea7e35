import type { StackFrame } from '../../records/crash-report.ts';
import { ADDRESS, address } from './addresses.ts';
import { argumentsOf } from './call-arguments.ts';

export type CallSite = Omit<StackFrame, 'address'> & {
  /** Told only where no module is known: the site is then a bare address. */
  readonly address: string | null;
};

const source = /\s*\[([^\]]*) @ (\d+)\]\s*$/;

/**
 * Reads what a line of a stack says after its addresses:
 * `CrashAV_x64!wmain+0x14 [c:\my\crashav.cpp @ 14]`, `MyApp+0x1234`, `0x00007fff`674c1494`, and with
 * `kP` the arguments in brackets behind the name.
 */
export function readCallSite(text: string): CallSite {
  const placed = source.exec(text);
  const site = (placed === null ? text : text.slice(0, placed.index)).trim();
  const file = placed?.[1] ?? null;
  const line = placed === null ? null : Number(placed[2]);
  const bare = new RegExp(`^(?:0x)?(${ADDRESS})$`).exec(site)?.[1];
  if (bare !== undefined) {
    return { ...nothing, address: address(bare), file, line };
  }
  const [, offsetText] = /\+0x([0-9a-f]{1,16})$/i.exec(site) ?? [];
  const named = offsetText === undefined ? site : site.slice(0, site.lastIndexOf('+'));
  const bang = named.indexOf('!');
  // Without a function the number counts from the beginning of the module, not of a function.
  if (bang < 0) return { ...nothing, module: emptyToNull(named), file, line };
  const { name, list } = argumentsOf(named.slice(bang + 1));
  return {
    address: null,
    module: emptyToNull(named.slice(0, bang)),
    function: emptyToNull(name),
    offset: offsetText === undefined ? 0 : Number.parseInt(offsetText, 16),
    file,
    line,
    arguments: list,
  };
}

const nothing: CallSite = {
  address: null,
  module: null,
  function: null,
  offset: null,
  file: null,
  line: null,
  arguments: [],
};

function emptyToNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
