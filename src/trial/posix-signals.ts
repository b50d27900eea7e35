import type { StatusKind } from './status-kind.ts';

export interface PosixSignal {
  readonly name: string;
  readonly text: string;
  readonly kind: Exclude<StatusKind, 'exited' | 'startup-failure'>;
  /** The numbers a shell adds to 128; null where the system has no such signal. */
  readonly linux: number | null;
  readonly darwin: number | null;
  readonly hint?: string;
}

/**
 * Signals that end a process. Numbers: signal(7) of Linux on x86-64 and arm64, and
 * bsd/sys/signal.h of apple/darwin-xnu for macOS. Every SIGABRT counts as a crash: abort() is how a
 * C program says that it found itself broken.
 */
export const posixSignals: readonly PosixSignal[] = [
  { name: 'SIGSEGV', text: 'segmentation fault', kind: 'crash', linux: 11, darwin: 11 },
  { name: 'SIGBUS', text: 'bus error', kind: 'crash', linux: 7, darwin: 10 },
  { name: 'SIGILL', text: 'illegal instruction', kind: 'crash', linux: 4, darwin: 4 },
  { name: 'SIGFPE', text: 'arithmetic exception', kind: 'crash', linux: 8, darwin: 8 },
  { name: 'SIGABRT', text: 'aborted', kind: 'crash', linux: 6, darwin: 6 },
  { name: 'SIGTRAP', text: 'breakpoint trap', kind: 'crash', linux: 5, darwin: 5 },
  { name: 'SIGSYS', text: 'bad system call', kind: 'crash', linux: 31, darwin: 12 },

  { name: 'SIGINT', text: 'interrupt', kind: 'user-abort', linux: 2, darwin: 2 },
  { name: 'SIGQUIT', text: 'quit', kind: 'user-abort', linux: 3, darwin: 3 },
  { name: 'SIGHUP', text: 'terminal closed', kind: 'user-abort', linux: 1, darwin: 1 },

  { name: 'SIGTERM', text: 'terminated', kind: 'killed', linux: 15, darwin: 15 },
  {
    name: 'SIGKILL',
    text: 'killed',
    kind: 'killed',
    linux: 9,
    darwin: 9,
    hint: 'on Linux most often by the out-of-memory killer (dmesg tells): free memory or lower --jobs',
  },
  {
    name: 'SIGXCPU',
    text: 'CPU time limit exceeded',
    kind: 'killed',
    linux: 24,
    darwin: 24,
    hint: 'raise the limit with ulimit -t',
  },
  {
    name: 'SIGXFSZ',
    text: 'file size limit exceeded',
    kind: 'killed',
    linux: 25,
    darwin: 25,
    hint: 'raise the limit with ulimit -f',
  },
  { name: 'SIGPIPE', text: 'broken pipe', kind: 'killed', linux: 13, darwin: 13 },
  { name: 'SIGALRM', text: 'alarm clock', kind: 'killed', linux: 14, darwin: 14 },
  { name: 'SIGVTALRM', text: 'virtual timer expired', kind: 'killed', linux: 26, darwin: 26 },
  { name: 'SIGPROF', text: 'profiling timer expired', kind: 'killed', linux: 27, darwin: 27 },
  { name: 'SIGUSR1', text: 'user-defined signal 1', kind: 'killed', linux: 10, darwin: 30 },
  { name: 'SIGUSR2', text: 'user-defined signal 2', kind: 'killed', linux: 12, darwin: 31 },
  { name: 'SIGSTKFLT', text: 'stack fault', kind: 'killed', linux: 16, darwin: null },
  { name: 'SIGIO', text: 'I/O possible', kind: 'killed', linux: 29, darwin: null },
  { name: 'SIGPWR', text: 'power failure', kind: 'killed', linux: 30, darwin: null },
];
