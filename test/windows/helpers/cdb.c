/*
 * cdb.exe, a stand-in for Microsoft's console debugger: runs one program under the Windows debug API and
 * obeys those commands that winrepro's scripts use, in the formats that the pages of
 * MicrosoftDocs/windows-driver-docs show. That is imitation: it proves that winrepro drives a debugger and
 * reads it back, and nothing about the real cdb.
 *
 *   cdb.exe [-hd] [-lines] [-xi EVENT] [-logo|-logou FILE] [-y PATH] -cf SCRIPT PROGRAM ARGUMENT...
 *
 * What it cannot do: it prints `???` for instructions, for Windows has no disassembler, evaluates no C
 * expression, and knows one thread at a time. CDB_IGNORES_OUTMASK in its environment makes it talk on
 * stdout all the time, as the real one would if `.outmask` did not silence it.
 *
 * links: dbghelp version
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <dbghelp.h>
#include <psapi.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

typedef unsigned long long u64;

#include "after-argument.h"
#include "cdb/state.h"
#include "cdb/output.h"
#include "cdb/symbols.h"
#include "cdb/registers.h"
#include "cdb/breakpoints.h"
#include "cdb/show.h"
#include "cdb/engine.h"
#include "cdb/commands.h"

static BOOL takes_value(const wchar_t *option) {
  static const wchar_t *const valued[] = {L"-logo", L"-logou", L"-y", L"-cf", L"-xi", L"-xe", L"-xd", L"-xn"};
  for (size_t i = 0; i < sizeof valued / sizeof *valued; i++)
    if (!wcscmp(option, valued[i])) return TRUE;
  return FALSE;
}

/** Returns the command line of the program, NULL when there is none. */
static const wchar_t *parse(int count, wchar_t **arguments, const wchar_t **script) {
  const wchar_t *rest = after_argument(GetCommandLineW());
  for (int i = 1; i < count; i++) {
    if (arguments[i][0] != L'-') return rest;
    rest = after_argument(rest);
    if (!takes_value(arguments[i]) || i + 1 >= count) {
      if (!wcscmp(arguments[i], L"-lines")) lines = TRUE;
      if (!wcscmp(arguments[i], L"-hd")) SetEnvironmentVariableW(L"_NO_DEBUG_HEAP", L"1");
      continue;
    }
    if (!wcscmp(arguments[i], L"-cf")) *script = arguments[i + 1];
    if (!wcscmp(arguments[i], L"-y")) symbol_path = arguments[i + 1];
    if (!wcscmp(arguments[i], L"-logo")) open_log(arguments[i + 1], FALSE);
    if (!wcscmp(arguments[i], L"-logou")) open_log(arguments[i + 1], TRUE);
    i++;
    rest = after_argument(rest);
  }
  return NULL;
}

static BOOL start(const wchar_t *command_line) {
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION info;
  wchar_t *copy = _wcsdup(command_line);
  if (!CreateProcessW(NULL, copy, NULL, NULL, TRUE, DEBUG_ONLY_THIS_PROCESS, NULL, NULL, &startup, &info)) {
    say("Cannot execute '%ls', Win32 error 0n%lu\n", command_line, GetLastError());
    say("Debuggee initialization failed, HRESULT 0x%08lX\n", HRESULT_FROM_WIN32(GetLastError()));
    return FALSE;
  }
  process = info.hProcess;
  return TRUE;
}

int wmain(int count, wchar_t **arguments) {
  static const char banner[] = "Microsoft (R) Windows Debugger Version 0.0.0.0 AMD64 (the stand-in of winrepro's tests)";
  const wchar_t *script = NULL, *command_line;
  setvbuf(stdout, NULL, _IONBF, 0);
  if (count == 2 && !wcscmp(arguments[1], L"-version")) {
    puts(banner);
    return 0;
  }
  command_line = parse(count, arguments, &script);
  if (!command_line || !script) {
    fputs("cdb stand-in: usage: cdb [OPTION]... -cf SCRIPT PROGRAM ARGUMENT...\n", stderr);
    return 1;
  }
  say("%s\n\nCommandLine: %ls\n", banner, command_line);
  if (!start(command_line)) {
    flush_log();
    return 1;
  }
  go();
  run_script(script);
  flush_log();
  TerminateProcess(process, 0);
  return 0; /* the real one's exit code is not documented, and nothing may depend on it */
}
