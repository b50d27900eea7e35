import type { StatusKind } from './status-kind.ts';

export interface NtStatus {
  /** Unsigned 32 bit, as GetExitCodeProcess gives it. */
  readonly code: number;
  /** Without `STATUS_`. */
  readonly name: string;
  readonly kind: Exclude<StatusKind, 'exited'>;
  /** What to do about it, where somebody must act. */
  readonly hint?: string;
}

const NO_DLL =
  'a DLL that the program needs was not found: put its folder on PATH for the trial, or install it';
const WRONG_DLL =
  'a DLL of another version was loaded: see which copy of it comes first on PATH for the trial';

/**
 * Statuses with which Windows ends a process. Codes and names were compared with ntstatus.h of
 * mingw-w64 10.0.0; the two of delay loading with VcppException() of its delayimp.h; those of C++,
 * .NET and APPLICATION_HANG with Microsoft's pages on debugger exceptions
 * (learn.microsoft.com/windows-hardware/drivers/debugger/specific-exceptions and
 * learn.microsoft.com/shows/inside/e0434352). Which of them are no crash is winrepro's judgement:
 * a loader that gave up, a person's Ctrl-C and a logoff say nothing about the program.
 */
export const ntStatuses: readonly NtStatus[] = [
  { code: 0xc0000005, name: 'ACCESS_VIOLATION', kind: 'crash' },
  { code: 0xc0000374, name: 'HEAP_CORRUPTION', kind: 'crash' },
  // /GS, __fastfail, and abort() of the Universal CRT.
  { code: 0xc0000409, name: 'STACK_BUFFER_OVERRUN', kind: 'crash' },
  { code: 0xc00000fd, name: 'STACK_OVERFLOW', kind: 'crash' },
  { code: 0xc000001d, name: 'ILLEGAL_INSTRUCTION', kind: 'crash' },
  { code: 0xc0000094, name: 'INTEGER_DIVIDE_BY_ZERO', kind: 'crash' },
  { code: 0xc0000096, name: 'PRIVILEGED_INSTRUCTION', kind: 'crash' },
  { code: 0xc0000006, name: 'IN_PAGE_ERROR', kind: 'crash' },
  { code: 0xc0000008, name: 'INVALID_HANDLE', kind: 'crash' },
  { code: 0xc0000017, name: 'NO_MEMORY', kind: 'crash' },
  { code: 0xc0000025, name: 'NONCONTINUABLE_EXCEPTION', kind: 'crash' },
  { code: 0xc0000417, name: 'INVALID_CRUNTIME_PARAMETER', kind: 'crash' },
  { code: 0xc0000420, name: 'ASSERTION_FAILURE', kind: 'crash' },
  { code: 0x80000001, name: 'GUARD_PAGE_VIOLATION', kind: 'crash' },
  { code: 0x80000003, name: 'BREAKPOINT', kind: 'crash' },
  { code: 0xe06d7363, name: 'unhandled C++ exception', kind: 'crash' },
  { code: 0xe0434f4d, name: 'unhandled .NET exception', kind: 'crash' },
  { code: 0xe0434352, name: 'unhandled .NET exception', kind: 'crash' },

  { code: 0xc0000135, name: 'DLL_NOT_FOUND', kind: 'startup-failure', hint: NO_DLL },
  { code: 0xc0000138, name: 'ORDINAL_NOT_FOUND', kind: 'startup-failure', hint: WRONG_DLL },
  { code: 0xc0000139, name: 'ENTRYPOINT_NOT_FOUND', kind: 'startup-failure', hint: WRONG_DLL },
  {
    code: 0xc000007b,
    name: 'INVALID_IMAGE_FORMAT',
    kind: 'startup-failure',
    hint: 'the program or a DLL of it is for another processor, most often 32 and 64 bit mixed',
  },
  {
    code: 0xc000012f,
    name: 'INVALID_IMAGE_NOT_MZ',
    kind: 'startup-failure',
    hint: 'the program or a DLL of it is not a Windows binary: build or install it again',
  },
  {
    code: 0xc0000142,
    name: 'DLL_INIT_FAILED',
    kind: 'startup-failure',
    hint: 'a DLL refused to start: run the command by hand in a session with a desktop',
  },
  {
    code: 0xc06d007e,
    name: 'delay-loaded module not found',
    kind: 'startup-failure',
    hint: NO_DLL,
  },
  {
    code: 0xc06d007f,
    name: 'delay-loaded procedure not found',
    kind: 'startup-failure',
    hint: WRONG_DLL,
  },

  { code: 0xc000013a, name: 'CONTROL_C_EXIT', kind: 'user-abort' },
  { code: 0x40010005, name: 'DBG_CONTROL_C', kind: 'user-abort' },
  { code: 0x40010008, name: 'DBG_CONTROL_BREAK', kind: 'user-abort' },
  {
    code: 0x40010004,
    name: 'DBG_TERMINATE_PROCESS',
    kind: 'killed',
    hint: 'a debugger or a logoff ended it',
  },
  {
    code: 0xcfffffff,
    name: 'APPLICATION_HANG',
    kind: 'killed',
    hint: 'Windows ended it as not responding',
  },
];
