/*
 * unixshim.exe, copied as NAME.exe: runs NAME.sh, which lies beside it, on the Linux side of Wine
 * with the same arguments. So a Windows program can call a Linux compiler by the name `gcc`.
 *
 *   - Output goes through two files that are copied to our streams while they grow, because a Linux
 *     process cannot write into a Windows pipe.
 *   - Exit codes 0 to 255 come back as they are, but for the statuses by which a POSIX shell reports
 *     a death by signal: these become what Windows would have said (139 is 0xC0000005, and so on).
 *   - A killed shim takes the Linux processes with it: the first of them gets SIGTERM when its parent,
 *     the Unix side of this program, dies (setpriv --pdeathsig) and kills the script's whole session.
 *   - Windows environment variables are seen as WIN_<name>; the others are those of the Linux side.
 *   - Paths in the arguments are the script's affair; see common.sh.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

typedef LONG(CDECL *SpawnUnix)(char *const arguments[], int wait);
typedef char *(CDECL *UnixName)(const wchar_t *windows_path);

enum { NOT_WINE = 125, MOST_VARIABLES = 256 };

/* $1 working directory, $2 and $3 output files, $4 script, then the script's arguments. */
static char launcher[] =
    "cd \"$1\" || exit 126; exec >\"$2\" 2>\"$3\" </dev/null; script=$4; shift 4; "
    "setsid /bin/sh \"$script\" \"$@\" & session=$!; "
    "trap 'kill -KILL -$session' TERM; wait $session; exit $?";

typedef struct {
  wchar_t path[MAX_PATH];
  HANDLE to;
  volatile LONG *finished;
} Tail;

static char *utf8(const wchar_t *text) {
  int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
  char *result = malloc(size);
  WideCharToMultiByte(CP_UTF8, 0, text, -1, result, size, NULL, NULL);
  return result;
}

/** An empty file for one output stream of the Linux process. */
static void prepare(Tail *tail, const wchar_t *kind, DWORD stream, volatile LONG *finished) {
  wchar_t folder[MAX_PATH - 40];
  GetTempPathW(MAX_PATH - 40, folder);
  swprintf(tail->path, MAX_PATH, L"%lsunixshim-%lu.%ls", folder, GetCurrentProcessId(), kind);
  tail->to = GetStdHandle(stream);
  tail->finished = finished;
  CloseHandle(CreateFileW(tail->path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
}

static DWORD WINAPI follow(void *argument) {
  const Tail *tail = argument;
  DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, got, put;
  HANDLE file = CreateFileW(tail->path, GENERIC_READ, share, NULL, OPEN_EXISTING, 0, NULL);
  char buffer[16384];
  for (BOOL last = FALSE;;) {
    while (ReadFile(file, buffer, sizeof buffer, &got, NULL) && got > 0)
      WriteFile(tail->to, buffer, got, &put, NULL);
    if (last) break;
    last = *tail->finished != 0;
    if (!last) Sleep(10);
  }
  CloseHandle(file);
  DeleteFileW(tail->path);
  return 0;
}

/** Adds WIN_<name>=<value> for every variable of the environment; returns the new count. */
static int add_variables(char **arguments, int count) {
  int most = count + MOST_VARIABLES;
  /* Entries that begin with an equals sign hold the current folder of a drive. */
  for (wchar_t *entry = GetEnvironmentStringsW(); *entry && count < most; entry += wcslen(entry) + 1) {
    char *variable = utf8(entry), *setting;
    if (*variable == '=') continue;
    setting = malloc(strlen(variable) + 5);
    sprintf(setting, "WIN_%s", variable);
    arguments[count++] = setting;
  }
  return count;
}

static DWORD windows_status(LONG status) {
  switch (status) {
    case 132: return 0xC000001D; /* SIGILL */
    case 134: return 0xC0000409; /* SIGABRT: what abort() of the Universal CRT ends with */
    case 136: return 0xC0000094; /* SIGFPE */
    case 139: return 0xC0000005; /* SIGSEGV */
    default: return (DWORD)status;
  }
}

int wmain(int count, wchar_t **given) {
  SpawnUnix spawn = (SpawnUnix)(void *)GetProcAddress(GetModuleHandleA("ntdll"), "__wine_unix_spawnvp");
  UnixName unix_name = (UnixName)(void *)GetProcAddress(GetModuleHandleA("kernel32"), "wine_get_unix_file_name");
  wchar_t script[MAX_PATH], folder[MAX_PATH];
  volatile LONG finished = 0;
  Tail out, err;
  HANDLE tails[2];
  LONG status;
  int n = 0;
  char **arguments = calloc(count + MOST_VARIABLES + 16, sizeof *arguments);

  if (!spawn || !unix_name) {
    fputs("unixshim: this program runs only under Wine.\n", stderr);
    return NOT_WINE;
  }
  GetModuleFileNameW(NULL, script, MAX_PATH);
  wcscpy(wcsrchr(script, L'.'), L".sh");
  GetCurrentDirectoryW(MAX_PATH, folder);
  prepare(&out, L"out", STD_OUTPUT_HANDLE, &finished);
  prepare(&err, L"err", STD_ERROR_HANDLE, &finished);

  arguments[n++] = "/usr/bin/env";
  n = add_variables(arguments, n);
  arguments[n++] = "setpriv";
  arguments[n++] = "--pdeathsig";
  arguments[n++] = "TERM";
  arguments[n++] = "/bin/sh";
  arguments[n++] = "-c";
  arguments[n++] = launcher;
  arguments[n++] = "unixshim";
  arguments[n++] = unix_name(folder);
  arguments[n++] = unix_name(out.path);
  arguments[n++] = unix_name(err.path);
  arguments[n++] = unix_name(script);
  for (int i = 1; i < count; i++) arguments[n++] = utf8(given[i]);

  tails[0] = CreateThread(NULL, 0, follow, &out, 0, NULL);
  tails[1] = CreateThread(NULL, 0, follow, &err, 0, NULL);
  status = spawn(arguments, 1);
  finished = 1;
  WaitForMultipleObjects(2, tails, TRUE, 5000);
  ExitProcess(windows_status(status));
}
