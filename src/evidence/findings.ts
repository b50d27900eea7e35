import type { CrashScene } from '../records/crash-report.ts';

/** What is nearer to NULL than this is a member of something at NULL, bytes: a page is never mapped there. */
const NEAR_NULL = 65_536n;
/** A fault so near to the stack pointer, bytes, with a stack so deep, frames, is an overflow. */
const NEAR_STACK = 65_536n;
const DEEP = 50;

/** Kept by every function under the convention of Windows x64 (facts windows-numpy-pypy 1.1). */
const KEPT_XMM = Array.from({ length: 10 }, (_, index) => `xmm${index + 6}`);

/** What stands out in the scene of a crash, a sentence each: what to look at first. */
export function findingsOf(scene: CrashScene): readonly string[] {
  return [
    ...reachFindings(scene),
    ...overflowFindings(scene),
    ...codeFindings(scene),
    ...registerFindings(scene),
    ...expressionFindings(scene),
    ...xmmFindings(scene),
  ];
}

function reachFindings({ exception }: CrashScene): readonly string[] {
  const { accessed, access } = exception;
  if (accessed === null) return [];
  const did = { read: 'read', write: 'wrote', execute: 'ran' }[access ?? 'read'];
  const verb = access === null ? 'reached for' : did;
  const at = BigInt(accessed);
  if (at === 0n) return [`it ${verb} NULL`];
  if (at < NEAR_NULL) {
    const bytes = `${at} ${at === 1n ? 'byte' : 'bytes'}`;
    return [`it ${verb} ${accessed}, which is ${bytes} behind NULL`];
  }
  const below = 2n ** 64n - at;
  return below <= NEAR_NULL ? [`it ${verb} ${accessed}, which is ${below} bytes before NULL`] : [];
}

function overflowFindings({ exception, registers, frames }: CrashScene): readonly string[] {
  const pointer = registers['rsp'] ?? registers['sp'];
  if (exception.accessed === null || pointer === undefined || frames.length <= DEEP) return [];
  const distance = BigInt(exception.accessed) - BigInt(pointer);
  const near = distance < NEAR_STACK && distance > -NEAR_STACK;
  return near ? [`the stack is full: ${frames.length} frames and more, at the stack pointer`] : [];
}

function codeFindings({ exception, frames, modules }: CrashScene): readonly string[] {
  const [top] = frames;
  if (exception.access === 'execute') {
    return [`a call or jump went to ${exception.instruction ?? 'an address'}, which holds no code`];
  }
  const isNowhere = top?.function === null && top.module === null && modules.length > 0;
  return isNowhere ? ['the code that faulted belongs to no module: it was made at run time'] : [];
}

function registerFindings({ disassembly, registers }: CrashScene): readonly string[] {
  const text = disassembly.find(({ faulting }) => faulting)?.text ?? '';
  // `0x18(%rax,%rdx,8)` of AT&T syntax, `[rax+rdx*8+18h]` of Intel's.
  const [, inside = ''] = /[([]([^)\]]*)[)\]]/.exec(text) ?? [];
  const names = inside.match(/[a-z]+\w*/gi) ?? [];
  return [...new Set(names)]
    .filter((name) => registers[name] === '0x0')
    .map((name) => `${name}, through which the instruction reaches, is NULL`);
}

function expressionFindings({ expressions }: CrashScene): readonly string[] {
  return expressions
    .filter(({ value }) => value !== null && isNull(value))
    .map(({ expression, function: name }) => `${expression} in ${name} is NULL`);
}

/** `(PyObject *) 0x0` as gdb prints it, ``struct PyObject * 0x00000000`00000000`` as cdb does. */
function isNull(value: string): boolean {
  return /^(?:\([^)]*\) |[\w:<>, ]+ \*+ ?)?0x[0`]+(?![\da-f`])/i.test(value);
}

function xmmFindings({ xmm }: CrashScene): readonly string[] {
  const kept = KEPT_XMM.map((name) => xmm[name]);
  const zero = kept.every(
    (value) => value !== undefined && isZero(value.low) && isZero(value.high),
  );
  return zero
    ? ['xmm6 to xmm15 are all zero, which a callee restores by the convention of Windows x64']
    : [];
}

function isZero(value: string): boolean {
  return BigInt(value) === 0n;
}
