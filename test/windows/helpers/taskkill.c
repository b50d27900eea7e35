/*
 * taskkill.exe, a stand-in: Wine 8 rejects /T. Knows /PID N, /IM NAME, /T and /F, with the messages
 * and exit codes of Windows for those: 0 ended, 1 wrong usage or refused, 128 no such process.
 * It proves our call and what we do with the answer, not Microsoft's program.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <tlhelp32.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum { MOST = 4096, FAILED = 1, NOT_FOUND = 128 };

static PROCESSENTRY32W processes[MOST];
static int process_count;

static void list_processes(void) {
  HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  PROCESSENTRY32W entry = {.dwSize = sizeof entry};
  for (BOOL more = Process32FirstW(snapshot, &entry); more && process_count < MOST;
       more = Process32NextW(snapshot, &entry))
    processes[process_count++] = entry;
  CloseHandle(snapshot);
}

static const PROCESSENTRY32W *find(DWORD pid) {
  for (int i = 0; i < process_count; i++)
    if (processes[i].th32ProcessID == pid) return &processes[i];
  return NULL;
}

static int end_process(DWORD pid, BOOL forced, BOOL in_tree) {
  const PROCESSENTRY32W *entry = find(pid);
  HANDLE process = entry ? OpenProcess(PROCESS_TERMINATE, FALSE, pid) : NULL;
  const char *reason = "Access is denied.";
  BOOL ended;
  if (!process) {
    fprintf(stderr, "ERROR: The process \"%lu\" not found.\n", pid);
    return NOT_FOUND;
  }
  /* Without /F Windows sends WM_CLOSE, which a program without a window never sees. */
  if (!forced) reason = "This process can only be terminated forcefully (with /F option).";
  ended = forced && TerminateProcess(process, 1);
  CloseHandle(process);
  if (!ended) {
    fprintf(stderr, "ERROR: The process with PID %lu could not be terminated.\nReason: %s\n", pid, reason);
    return FAILED;
  }
  if (in_tree)
    printf("SUCCESS: The process with PID %lu (child process of PID %lu) has been terminated.\n", pid,
           entry->th32ParentProcessID);
  else
    printf("SUCCESS: The process with PID %lu has been terminated.\n", pid);
  return 0;
}

/** Ends the children first, each after its own children. */
static int end_tree(DWORD pid, BOOL forced) {
  int worst = 0;
  for (int i = 0; i < process_count; i++) {
    DWORD child = processes[i].th32ProcessID;
    if (processes[i].th32ParentProcessID == pid && child != pid && child != GetCurrentProcessId())
      worst |= end_tree(child, forced);
  }
  return end_process(pid, forced, TRUE) | worst;
}

static int end_named(const wchar_t *name, BOOL forced, BOOL tree) {
  int worst = 0, found = 0;
  for (int i = 0; i < process_count; i++) {
    if (_wcsicmp(processes[i].szExeFile, name)) continue;
    found++;
    worst |= tree ? end_tree(processes[i].th32ProcessID, forced)
                  : end_process(processes[i].th32ProcessID, forced, FALSE);
  }
  if (found > 0) return worst;
  fprintf(stderr, "ERROR: The process \"%ls\" not found.\n", name);
  return NOT_FOUND;
}

int wmain(int count, wchar_t **arguments) {
  const wchar_t *pid = NULL, *name = NULL;
  BOOL tree = FALSE, forced = FALSE;
  for (int i = 1; i < count; i++) {
    BOOL has_value = i + 1 < count;
    if (!_wcsicmp(arguments[i], L"/T")) tree = TRUE;
    else if (!_wcsicmp(arguments[i], L"/F")) forced = TRUE;
    else if (!_wcsicmp(arguments[i], L"/PID") && has_value) pid = arguments[++i];
    else if (!_wcsicmp(arguments[i], L"/IM") && has_value) name = arguments[++i];
    else {
      fprintf(stderr, "ERROR: Invalid argument/option - '%ls'.\n", arguments[i]);
      return FAILED;
    }
  }
  if (!pid == !name) {
    fputs("ERROR: Invalid syntax. Specify valid parameters, either /PID or /IM.\n", stderr);
    return FAILED;
  }
  list_processes();
  if (name) return end_named(name, forced, tree);
  return tree ? end_tree(wcstoul(pid, NULL, 10), forced) : end_process(wcstoul(pid, NULL, 10), forced, FALSE);
}
