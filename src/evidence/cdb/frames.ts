import type { LoadedModule, StackFrame } from '../../records/crash-report.ts';
import { readCallSite } from './call-site.ts';
import { readStackLine, type StackLine } from './stack-line.ts';

/** A stack deeper than this is not read on: a runaway recursion has no end of frames. */
const MOST_FRAMES = 512;
/** So much of the lines of one frame is read. */
const LONGEST_SITE = 8192;

/**
 * Reads the answers to `kn` and `kPn`. A line of a stack has the return address of its frame, which is
 * the address of the next one; the innermost is at the instruction pointer, and an inlined function where
 * its caller is. Arguments come from the second answer,
 * matched by the number of the frame, so that a stack stays readable where they cannot be read.
 */
export function readFrames(
  stack: readonly string[],
  withArguments: readonly string[],
  instructionPointer: string | null,
  modules: readonly LoadedModule[],
): readonly StackFrame[] {
  const known = new Map(
    frameTexts(withArguments).map(({ number, site }) => [number, readCallSite(site).arguments]),
  );
  let at = instructionPointer;
  return frameTexts(stack).map(({ number, returnAddress, site }) => {
    const { address: bare, ...call } = readCallSite(site);
    const here = bare ?? at;
    if (returnAddress !== null) at = returnAddress;
    return {
      ...call,
      address: here,
      module: fileOf(call.module, modules),
      arguments: call.arguments.length > 0 ? call.arguments : (known.get(number) ?? []),
    };
  });
}

/** `kP` puts the arguments on lines of their own; they are joined to their frame. */
function frameTexts(lines: readonly string[]): readonly StackLine[] {
  const frames: StackLine[] = [];
  let isOpen = false;
  for (const line of lines) {
    const read = readStackLine(line);
    const last = isOpen ? frames.at(-1) : undefined;
    if (read !== null && frames.length < MOST_FRAMES) {
      frames.push(read);
      isOpen = true;
    } else if (last !== undefined && isContinuation(line)) {
      frames[frames.length - 1] = {
        ...last,
        site: `${last.site} ${line.trim()}`.slice(0, LONGEST_SITE),
      };
    } else {
      isOpen = false;
    }
  }
  return frames;
}

function isContinuation(line: string): boolean {
  return /^\s+\S/.test(line) && !line.includes('Child-SP');
}

/** `_multiarray_umath_pypy37_pp73_win_amd64` is cdb's name for a file that `lmv` shows. */
function fileOf(module: string | null, modules: readonly LoadedModule[]): string | null {
  if (module === null) return null;
  const simple = (name: string): string =>
    name
      .replace(/\.[^.]*$/, '')
      .replaceAll(/\W/g, '_')
      .toLowerCase();
  return modules.find(({ name }) => simple(name) === module.toLowerCase())?.name ?? module;
}
