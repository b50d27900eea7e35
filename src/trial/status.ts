import { ntStatuses } from './ntstatus.ts';
import { posixSignals, type PosixSignal } from './posix-signals.ts';
import type { StatusKind } from './status-kind.ts';

/** How a process ended, as Node tells it; both null when it never started. */
export interface ProcessStatus {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export interface DecodedStatus {
  /** `SIGSEGV`, `0xC0000005`, `exit 0`, `not started`. */
  readonly label: string;
  /** In words: `segmentation fault`, `ACCESS_VIOLATION`, `success`. */
  readonly name: string;
  readonly kind: StatusKind;
  /** As the system gave it, unsigned 32 bit; null when a signal ended the process. */
  readonly exitCode: number | null;
  /** The signal that the system reported; null when a shell in between told it as 128 + n. */
  readonly signal: string | null;
  readonly via?: 'shell';
  /** What somebody should know or do about this status. */
  readonly hint?: string;
}

type Meaning = Pick<DecodedStatus, 'label' | 'name' | 'kind' | 'via' | 'hint'>;

/**
 * Says what a status means; every input has an answer.
 *
 * Windows statuses are told from small exit codes by their value on any platform, signed or not
 * (some tools hand back -1073741819 for 0xC0000005). On POSIX, where shells report a signal n as
 * 128 + n, such codes are read as that signal; without a `platform` Linux is assumed. Windows
 * shells do no such thing reliably, so on win32 139 stays an exit code.
 */
export function decodeStatus(status: ProcessStatus, platform = 'linux'): DecodedStatus {
  // Node has no name for a real-time signal and gives an empty one.
  if (status.signal !== null && status.signal !== '') {
    return { ...ofSignal(status.signal), exitCode: null, signal: status.signal };
  }
  if (status.exitCode === null) {
    return {
      label: 'not started',
      name: 'not started',
      kind: 'startup-failure',
      exitCode: null,
      signal: null,
    };
  }
  const code = status.exitCode >>> 0;
  return { ...ofExitCode(code, platform), exitCode: code, signal: null };
}

function ofSignal(name: string): Meaning {
  const known = posixSignals.find((signal) => signal.name === name);
  if (known === undefined) return { label: name, name: 'unknown signal', kind: 'killed' };
  return { label: name, name: known.text, kind: known.kind, ...hintOf(known) };
}

function ofExitCode(code: number, platform: string): Meaning {
  const known = ntStatuses.find((status) => status.code === code);
  if (known !== undefined) {
    return { label: hexadecimal(code), name: known.name, kind: known.kind, ...hintOf(known) };
  }
  // 0xC is the severity "error" of NTSTATUS, 0xE that of software exceptions (RaiseException).
  if (code >>> 28 === 0xc) {
    return { label: hexadecimal(code), name: 'unknown NTSTATUS', kind: 'crash' };
  }
  if (code >>> 28 === 0xe) {
    return { label: hexadecimal(code), name: 'unhandled exception', kind: 'crash' };
  }
  const signal = platform === 'win32' ? undefined : signalOfShell(code, platform);
  if (signal !== undefined) return { ...ofSignal(signal.name), via: 'shell' };
  return { label: `exit ${code}`, ...ofOwnExit(code, platform) };
}

function signalOfShell(code: number, platform: string): PosixSignal | undefined {
  const number = platform === 'darwin' ? 'darwin' : 'linux';
  return posixSignals.find((signal) => signal[number] === code - 128);
}

function ofOwnExit(code: number, platform: string): Pick<Meaning, 'name' | 'kind' | 'hint'> {
  if (code === 0) return { name: 'success', kind: 'exited' };
  if (code > 0x7fffffff) return { name: `exit code ${code | 0}`, kind: 'exited' };
  const name = `exit code ${code}`;
  if (code === 3 && platform === 'win32') {
    // The old CRT ends an abort() with 3; the Universal CRT raises 0xC0000409 instead.
    return { name: 'exit code 3, which may be abort() of the C run-time', kind: 'exited' };
  }
  if (code === 53 && platform !== 'win32') {
    // Seen with Wine 8: the loader found no DLL, and only these bits of its error came through.
    return { name, kind: 'exited', hint: 'from Wine, 53 means that a DLL was not found' };
  }
  if (platform !== 'win32' && (code === 126 || code === 127)) {
    return {
      name,
      kind: 'exited',
      hint: 'from a shell, it means that a command was not found or not executable',
    };
  }
  return { name, kind: 'exited' };
}

function hintOf(known: { readonly hint?: string }): { readonly hint?: string } {
  return known.hint === undefined ? {} : { hint: known.hint };
}

function hexadecimal(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(8, '0')}`;
}
