import type { Instruction } from '../../records/crash-report.ts';
import { ADDRESS, address } from './addresses.ts';

const instruction = new RegExp(`^(${ADDRESS})\\s+(?:[0-9a-f]+|\\?+)\\s+(\\S.*)$`, 'i');
/** `CrashAV_x64!wmain+0x14 [c:\my\crashav.cpp @ 14]:` stands above the instructions of a place. */
const label = /^(\S[^[]*?)(?:\s*\[[^\]]*\])?:\s*$/;
const MOST_INSTRUCTIONS = 64;

/** Reads the answers to `ub` and `u`. */
export function readDisassembly(
  lines: readonly string[],
  faulting: string | null,
): readonly Instruction[] {
  const read: Instruction[] = [];
  let place: string | null = null;
  for (const line of lines) {
    const [, where, text] = instruction.exec(line) ?? [];
    if (where !== undefined && text !== undefined && read.length < MOST_INSTRUCTIONS) {
      const at = address(where);
      read.push({ address: at, place, text: text.trimEnd(), faulting: at === faulting });
      place = null;
    } else {
      place = label.exec(line)?.[1]?.replace(/^[^!]*!/, '') ?? place;
    }
  }
  return read;
}
