/*
 * wrun.exe: runs one Windows program between Unix streams, for tests that drive it from Linux.
 *
 *   wrun.exe [--json FILE] [--timeout MS] [--grace MS] -- PROGRAM ARGUMENT...
 *
 * Why it exists: node.exe cannot open a Unix pipe as its stdout (open EBADF), and a Unix exit status
 * has 8 bits where a Windows one has 32. wrun gives the program real Windows pipes, copies them to
 * its own streams, and writes what a Unix parent cannot see to FILE:
 *
 *   {"pid":P,"exitCode":C,"timedOut":B,"ms":T,"leftInJob":N,"left":["NAME.exe",...]}
 *
 * leftInJob: processes the program left behind that were still alive `grace` ms after its end. They
 * are in wrun's job, so they end with it. --timeout ends the job with exit code 124.
 * Stdin carries commands to wrun, one letter each: k kills the program alone (as a kill -9 would),
 * c presses Ctrl-C in its console. The end of stdin ends the job: a dead test leaves no orphans.
 * The program's own stdin is NUL.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "after-argument.h"

enum { TIMED_OUT = 124, CANNOT_START = 127, USAGE = 2, MOST_LEFT = 256 };

typedef struct {
  const wchar_t *json;
  DWORD timeout, grace;
  const wchar_t *command_line;
} Options;

typedef struct {
  HANDLE from, to;
} Copy;

typedef struct {
  HANDLE job, process;
  DWORD pid;
} Program;

static BOOL parse(int count, wchar_t **arguments, Options *options) {
  const wchar_t *rest = after_argument(GetCommandLineW());
  for (int i = 1; i + 1 < count; i += 2) {
    const wchar_t *value = arguments[i + 1];
    rest = after_argument(rest);
    if (!wcscmp(arguments[i], L"--")) {
      options->command_line = rest;
      return TRUE;
    }
    if (!wcscmp(arguments[i], L"--json")) options->json = value;
    else if (!wcscmp(arguments[i], L"--timeout")) options->timeout = wcstoul(value, NULL, 10);
    else if (!wcscmp(arguments[i], L"--grace")) options->grace = wcstoul(value, NULL, 10);
    else return FALSE;
    rest = after_argument(rest);
  }
  return FALSE;
}

/** A pipe whose write end the program inherits. */
static HANDLE output_pipe(HANDLE *write_end) {
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  HANDLE read_end;
  if (!CreatePipe(&read_end, write_end, &inherited, 0)) return NULL;
  SetHandleInformation(read_end, HANDLE_FLAG_INHERIT, 0);
  return read_end;
}

static DWORD WINAPI copy_stream(void *argument) {
  const Copy *copy = argument;
  char buffer[16384];
  DWORD got, put;
  while (ReadFile(copy->from, buffer, sizeof buffer, &got, NULL) && got > 0)
    for (DWORD done = 0; done < got; done += put)
      if (!WriteFile(copy->to, buffer + done, got - done, &put, NULL)) return 1;
  return 0;
}

/**
 * `wrun --press-ctrl-c PID`, a process of its own: to send Ctrl-C one must be attached to the console
 * and so gets it too, and wrun itself did not live through that under Wine 8.
 */
static int press_ctrl_c(DWORD pid) {
  FreeConsole();
  if (!AttachConsole(pid)) return 1;
  SetConsoleCtrlHandler(NULL, TRUE);
  return !GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
}

static void send_ctrl_c(DWORD pid) {
  wchar_t self[MAX_PATH], command_line[MAX_PATH + 40];
  STARTUPINFOW startup = {.cb = sizeof startup};
  PROCESS_INFORMATION info;
  GetModuleFileNameW(NULL, self, MAX_PATH);
  swprintf(command_line, MAX_PATH + 40, L"\"%ls\" --press-ctrl-c %lu", self, pid);
  if (!CreateProcessW(self, command_line, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &startup, &info))
    fprintf(stderr, "wrun: cannot press Ctrl-C (error %lu)\n", GetLastError());
}

static DWORD WINAPI obey(void *argument) {
  const Program *program = argument;
  char command;
  DWORD got;
  while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), &command, 1, &got, NULL) && got == 1) {
    if (command == 'k') TerminateProcess(program->process, 1);
    if (command == 'c') send_ctrl_c(program->pid);
  }
  TerminateJobObject(program->job, 1);
  return 0;
}

/**
 * Counts the job's living processes and writes their file names, as JSON strings, into `names`. Two are
 * not of the program's making: the console's own conhost.exe, which goes when the console's users have
 * gone, and Wine's explorer.exe, the desktop that Wine starts for whoever first needs one and that lives
 * on for a while.
 */
static DWORD alive_in(HANDLE job, char *names, size_t size) {
  static ULONG_PTR space[MOST_LEFT + 1];
  JOBOBJECT_BASIC_PROCESS_ID_LIST *list = (JOBOBJECT_BASIC_PROCESS_ID_LIST *)space;
  DWORD alive = 0;
  *names = 0;
  if (!QueryInformationJobObject(job, JobObjectBasicProcessIdList, list, sizeof space, NULL) &&
      GetLastError() != ERROR_MORE_DATA)
    return 0;
  for (DWORD i = 0; i < list->NumberOfProcessIdsInList; i++) {
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, (DWORD)list->ProcessIdList[i]);
    char file[MAX_PATH] = "";
    DWORD length = MAX_PATH, used = strlen(names);
    const char *name = file;
    if (!process) continue; /* ended meanwhile */
    if (QueryFullProcessImageNameA(process, 0, file, &length) && strrchr(file, '\\')) name = strrchr(file, '\\') + 1;
    CloseHandle(process);
    if (!_stricmp(name, "conhost.exe") || !_stricmp(name, "explorer.exe")) continue;
    snprintf(names + used, size - used, "%s\"%s\"", alive++ > 0 ? "," : "", name);
  }
  return alive;
}

static BOOL start(Options *options, Program *program, HANDLE out, HANDLE err) {
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
  STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION info;
  wchar_t *command_line = _wcsdup(options->command_line);
  BOOL started = FALSE;
  /* A console of its own makes Ctrl-C reach the program and not wrun. */
  DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW;

  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  program->job = CreateJobObjectW(NULL, NULL);
  SetInformationJobObject(program->job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  startup.hStdInput = CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
                                  OPEN_EXISTING, 0, NULL);
  startup.hStdOutput = out;
  startup.hStdError = err;
  /* Seen once in 2,000 starts, on a busy machine: Wine's new process dies before it has run anything. */
  for (int tries = 3; tries > 0 && !started; tries--) {
    started = CreateProcessW(NULL, command_line, NULL, NULL, TRUE, flags, NULL, NULL, &startup, &info);
    if (!started && GetLastError() != ERROR_INTERNAL_ERROR) break;
  }
  if (!started) {
    fprintf(stderr, "wrun: cannot start %ls (error %lu)\n", command_line, GetLastError());
    return FALSE;
  }
  AssignProcessToJobObject(program->job, info.hProcess);
  program->process = info.hProcess;
  program->pid = info.dwProcessId;
  ResumeThread(info.hThread);
  CloseHandle(startup.hStdInput);
  CloseHandle(out);
  CloseHandle(err);
  return TRUE;
}

int wmain(int count, wchar_t **arguments) {
  Options options = {.timeout = INFINITE};
  Program program;
  HANDLE out_end, err_end, copies[2];
  Copy out = {.to = GetStdHandle(STD_OUTPUT_HANDLE)}, err = {.to = GetStdHandle(STD_ERROR_HANDLE)};
  DWORD began = GetTickCount(), ended, code, left;
  char left_names[2048];
  BOOL timed_out;

  if (count == 3 && !wcscmp(arguments[1], L"--press-ctrl-c"))
    return press_ctrl_c(wcstoul(arguments[2], NULL, 10));
  if (!parse(count, arguments, &options)) {
    fputs("wrun: usage: wrun [--json FILE] [--timeout MS] [--grace MS] -- PROGRAM...\n", stderr);
    return USAGE;
  }
  out.from = output_pipe(&out_end);
  err.from = output_pipe(&err_end);
  if (!start(&options, &program, out_end, err_end)) return CANNOT_START;
  copies[0] = CreateThread(NULL, 0, copy_stream, &out, 0, NULL);
  copies[1] = CreateThread(NULL, 0, copy_stream, &err, 0, NULL);
  CreateThread(NULL, 0, obey, &program, 0, NULL);

  timed_out = WaitForSingleObject(program.process, options.timeout) == WAIT_TIMEOUT;
  if (timed_out) TerminateJobObject(program.job, TIMED_OUT);
  WaitForSingleObject(program.process, INFINITE);
  ended = GetTickCount();
  GetExitCodeProcess(program.process, &code);
  while ((left = alive_in(program.job, left_names, sizeof left_names)) > 0 && GetTickCount() - ended < options.grace) Sleep(10);
  TerminateJobObject(program.job, 1); /* else a left-over process keeps the pipes open */
  WaitForMultipleObjects(2, copies, TRUE, 5000);

  if (options.json) {
    FILE *file = _wfopen(options.json, L"w");
    if (!file) return USAGE;
    fprintf(file, "{\"pid\":%lu,\"exitCode\":%lu,\"timedOut\":%s,\"ms\":%lu,", program.pid, code,
            timed_out ? "true" : "false", ended - began);
    fprintf(file, "\"leftInJob\":%lu,\"left\":[%s]}\n", left, left_names);
    fclose(file);
  }
  ExitProcess(code);
}
