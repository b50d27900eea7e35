import type { StackFrame } from '../records/crash-report.ts';

/** Frames that make a crash: its place, and the way to it. */
const FRAMES = 3;

/** Code that no symbol covers, such as a JIT's: addresses differ from run to run. */
const NO_SYMBOL = '<no symbol>';

/**
 * The innermost functions of a crash without what differs from run to run and from build to build:
 * no addresses, offsets and compilers' suffixes, no arguments of templates, one name for all frames
 * without one, none of what only carries an abort() or an exception to the system. Empty for no frames.
 */
export function stackSignature(
  frames: readonly Pick<StackFrame, 'function' | 'module'>[],
): readonly string[] {
  const handler = frames.findLastIndex((frame) => frame.function === '<signal handler called>');
  const faulting = handler === frames.length - 1 ? frames : frames.slice(handler + 1);
  const first = faulting.findIndex((frame) => !isPlumbing(frame));
  const names = faulting
    .slice(Math.max(first, 0))
    .filter((frame) => !isPlumbing(frame) || first < 0)
    .map((frame) => functionName(frame.function));
  return names.filter((name, index) => name !== names[index - 1]).slice(0, FRAMES);
}

/** A function's name as its source has it; `<no symbol>` for none. */
export function functionName(name: string | null): string {
  if (name === null) return NO_SYMBOL;
  const bare = withoutParentheses(name.replace(/^[\w.-]+!/, '').replace(/\+(?:0x)?[\da-f]+$/i, ''))
    .replace(SUFFIXES, '')
    .trim();
  return bare === '' || /^(?:0x)?[\da-f]{8,16}$/i.test(bare) || bare === '??' ? NO_SYMBOL : bare;
}

/** What gcc, clang and linkers put behind the name of a copy that they make. */
const SUFFIXES =
  /(?:\.(?:constprop|isra|part|cold|lto_priv|llvm|localalias|clone|warm|hot|resolver)(?:\.\d+)*|@plt|@entry|@@?[A-Z]+_[\d.]+)+$/;

/** `f<int>(char)` becomes `f<>`; names that are brackets only, `<signal handler called>`, stay. */
function withoutParentheses(name: string): string {
  if (name.startsWith('<')) return name;
  let depth = 0;
  let text = '';
  // The < and > of operators are no brackets.
  for (const part of name.split(
    /(operator *(?:<=>|<<=|>>=|->\*|<<|>>|<=|>=|->|<|>|\(\))|[<>()])/,
  )) {
    const opens = part === '<' || part === '(';
    const closes = part === '>' || part === ')';
    if (opens && depth === 0) text += part === '<' ? '<>' : '';
    if (opens) depth += 1;
    else if (closes) depth = Math.max(0, depth - 1);
    else if (depth === 0) text += part;
  }
  return text.replace(/ *(?:const|\[.*\])$/, '');
}

/** On the way from abort(), or a raised exception, to the system; and below every thread. */
function isPlumbing({ function: name, module }: Pick<StackFrame, 'function' | 'module'>): boolean {
  const bare = functionName(name).replace(/^(?:__GI_)?_*/, '');
  if (POSIX_PLUMBING.has(bare)) return true;
  return (
    /^(?:kernelbase|ntdll|kernel32|ucrtbased?|vcruntime\d+d?)(?:\.dll)?$/i.test(module ?? '') &&
    (name === null || WINDOWS_PLUMBING.test(bare))
  );
}

const POSIX_PLUMBING: ReadonlySet<string> = new Set([
  'abort',
  'raise',
  'gsignal',
  'tgkill',
  'pthread_kill',
  'pthread_kill_implementation',
  'pthread_kill_internal',
  'libc_message',
  'libc_fatal',
  'fortify_fail',
  'chk_fail',
  'stack_chk_fail',
  'assert_fail',
  'assert_fail_base',
  'malloc_printerr',
  'restore_rt',
]);

const WINDOWS_PLUMBING =
  /^(?:RaiseException|RtlRaise\w*|RtlFailFast\w*|RtlReport\w*|KiUserException\w*|KiRaise\w*|RtlpExecute\w*|RtlDispatchException|UnhandledExceptionFilter|RtlUserThreadStart|BaseThreadInitThunk|NtTerminate\w*|ZwTerminate\w*|abort|invoke_watson|invalid_parameter\w*|fastfail|DbgBreakPoint|DebugBreak)$/;
