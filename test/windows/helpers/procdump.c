/*
 * procdump.exe, a stand-in for ProcDump of Sysinternals: starts a program, writes a dump at an exception
 * that nobody handled, and prints the lines that public logs of ProcDump 10 show, to the stdout that it
 * shares with the program. That is imitation: it proves that winrepro starts one, finds its dump and reads
 * it, and nothing about the real ProcDump.
 *
 *   procdump.exe -accepteula [-mm|-ma] -e -x FOLDER PROGRAM ARGUMENT...
 *
 * links: dbghelp
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <dbghelp.h>
#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#include "after-argument.h"

static SYSTEMTIME now;

/** UTF-8: wprintf writes UTF-16 to a pipe. */
static void say(const wchar_t *format, ...) {
  wchar_t wide[2048];
  char text[4096];
  va_list arguments;
  va_start(arguments, format);
  _vsnwprintf(wide, 2047, format, arguments);
  va_end(arguments);
  WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL);
  fputs(text, stdout);
}

static const char *stamp(void) {
  static char text[16];
  GetLocalTime(&now);
  snprintf(text, sizeof text, "[%02d:%02d:%02d]", now.wHour, now.wMinute, now.wSecond);
  return text;
}

static void write_dump(HANDLE process, const DEBUG_EVENT *event, const wchar_t *folder, BOOL full) {
  wchar_t path[MAX_PATH];
  EXCEPTION_RECORD record = event->u.Exception.ExceptionRecord;
  HANDLE thread = OpenThread(THREAD_ALL_ACCESS, FALSE, event->dwThreadId), file;
  CONTEXT context = {.ContextFlags = CONTEXT_ALL};
  EXCEPTION_POINTERS pointers = {&record, &context};
  MINIDUMP_EXCEPTION_INFORMATION about = {event->dwThreadId, &pointers, FALSE};
  GetThreadContext(thread, &context);
  GetLocalTime(&now);
  swprintf(path, MAX_PATH, L"%ls\\program.exe_%02d%02d%02d_%02d%02d%02d.dmp", folder, now.wYear % 100, now.wMonth,
           now.wDay, now.wHour, now.wMinute, now.wSecond);
  say(L"%hs Dump 1 initiated: %ls\n", stamp(), path);
  file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
  if (MiniDumpWriteDump(process, event->dwProcessId, file, full ? MiniDumpWithFullMemory : MiniDumpNormal, &about, NULL, NULL))
    say(L"%hs Dump 1 complete: 1 MB written in 0.1 seconds\n", stamp());
  CloseHandle(file);
  CloseHandle(thread);
}

/** Returns whether a dump was written. */
static BOOL watch(HANDLE process, const wchar_t *folder, BOOL full) {
  DEBUG_EVENT event;
  BOOL begun = FALSE, written = FALSE;
  while (WaitForDebugEvent(&event, INFINITE)) {
    DWORD status = DBG_CONTINUE, code;
    if (event.dwDebugEventCode == EXIT_PROCESS_DEBUG_EVENT) return written;
    if (event.dwDebugEventCode == EXCEPTION_DEBUG_EVENT) {
      code = event.u.Exception.ExceptionRecord.ExceptionCode;
      if (code != EXCEPTION_BREAKPOINT || begun) {
        status = DBG_EXCEPTION_NOT_HANDLED;
        say(L"%hs %hs: %08lX.%hs\n", stamp(), event.u.Exception.dwFirstChance ? "Exception" : "Unhandled", code,
                code == EXCEPTION_ACCESS_VIOLATION ? "ACCESS_VIOLATION" : "EXCEPTION");
        if (!event.u.Exception.dwFirstChance) {
          write_dump(process, &event, folder, full);
          written = TRUE;
        }
      }
      begun = TRUE;
    }
    ContinueDebugEvent(event.dwProcessId, event.dwThreadId, status);
  }
  return written;
}

int wmain(int count, wchar_t **arguments) {
  const wchar_t *rest = after_argument(GetCommandLineW()), *folder = NULL;
  BOOL full = FALSE;
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION info;
  setvbuf(stdout, NULL, _IONBF, 0);
  say(L"\nProcDump v0.0 - Sysinternals process dump utility (the stand-in of winrepro's tests)\n\n");
  for (int i = 1; i < count && !folder; i++) {
    rest = after_argument(rest);
    if (!wcscmp(arguments[i], L"-ma")) full = TRUE;
    if (wcscmp(arguments[i], L"-x") || i + 2 >= count) continue;
    folder = arguments[i + 1];
    rest = after_argument(rest);
  }
  if (!folder) return -1;
  if (!CreateProcessW(NULL, _wcsdup(rest), NULL, NULL, TRUE, DEBUG_ONLY_THIS_PROCESS, NULL, NULL, &startup, &info)) {
    say(L"Error launching the process: %lu\n", GetLastError());
    return -1;
  }
  say(L"Press Ctrl-C to end monitoring without terminating the process.\n\n");
  if (watch(info.hProcess, folder, full)) say(L"%hs Dump count reached.\n", stamp());
  else say(L"%hs The process has exited.\n%hs Dump count not reached.\n", stamp(), stamp());
  return -2; /* as public logs have it after a dump; nothing may depend on it */
}
