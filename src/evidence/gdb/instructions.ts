import type { Instruction } from '../../records/crash-report.ts';
import type { MiTuple } from './mi-record.ts';
import { address, textOf } from './mi-values.ts';

/** Instructions that are shown before the one that faulted, and from it on. */
const BEFORE = 6;
const AFTER = 7;

interface Decoded {
  readonly at: bigint;
  readonly bytes: number;
  readonly function: string | null;
  readonly offset: string | null;
  readonly text: string;
}

/**
 * The instructions around the one at `pc`.
 *
 * @param after from pc on, as gdb decoded them.
 * @param before decodings of what is in front of pc from several beginnings, not all of which are that
 *   of an instruction. Those that end at pc vote: of the instruction in front the most named is taken,
 *   then of the one in front of that among those that agree.
 */
export function instructionsAround(
  pc: string,
  after: readonly MiTuple[],
  before: readonly (readonly MiTuple[])[],
): readonly Instruction[] {
  const fault = BigInt(pc);
  const decoded = after.flatMap(decode);
  const inside = decoded[0]?.function ?? null;
  // Behind the end of the function come padding and the next one.
  const own = decoded.findIndex((insn) => insn.function !== inside);
  const later = decoded.slice(0, Math.min(own < 0 ? AFTER : own, AFTER));
  const earlier = agreed(
    before.map((insns) => insns.flatMap(decode)),
    fault,
    inside,
  );
  return [...earlier, ...later].map(({ at, function: name, offset, text }) => ({
    address: `0x${at.toString(16)}`,
    place: name === null ? null : offset === null || offset === '0' ? name : `${name}+${offset}`,
    text,
    faulting: at === fault,
  }));
}

function agreed(
  decodings: readonly (readonly Decoded[])[],
  pc: bigint,
  inside: string | null,
): readonly Decoded[] {
  let voters = decodings.filter((insns) => {
    const last = insns.at(-1);
    return last !== undefined && last.at + BigInt(last.bytes) === pc;
  });
  const found: Decoded[] = [];
  while (found.length < BEFORE) {
    const votes = new Map<bigint, Decoded[]>();
    for (const insns of voters) {
      const insn = insns[insns.length - 1 - found.length];
      if (insn !== undefined) votes.set(insn.at, [...(votes.get(insn.at) ?? []), insn]);
    }
    const [best] = [...votes.values()].sort((a, b) => b.length - a.length);
    const [insn] = best ?? [];
    // One voice is no agreement, and another function or its padding is not what led here.
    if (insn === undefined || (best?.length ?? 0) < 2 || insn.function !== inside) break;
    const back = found.length;
    voters = voters.filter((insns) => insns[insns.length - 1 - back]?.at === insn.at);
    found.push(insn);
  }
  return found.reverse();
}

function decode(insn: MiTuple): readonly Decoded[] {
  const at = address(textOf(insn, 'address'));
  const text = textOf(insn, 'inst');
  if (at === null || text === null) return [];
  const opcodes = textOf(insn, 'opcodes') ?? '';
  return [
    {
      at: BigInt(at),
      bytes: opcodes.split(' ').length,
      function: textOf(insn, 'func-name'),
      offset: textOf(insn, 'offset'),
      text: text.replaceAll(/\s+/g, ' ').trim(),
    },
  ];
}
