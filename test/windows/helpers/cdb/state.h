/* What the stand-in knows of the program that it debugs. */

enum { MOST_BREAKPOINTS = 64, MOST_TEXT = 4096 };

typedef enum { STOP_NONE, STOP_INITIAL, STOP_BREAKPOINT, STOP_EXCEPTION, STOP_EXIT } StopKind;

typedef struct {
  BOOL used, inserted, once;
  u64 address;                /* 0 until its module is loaded */
  BYTE original;
  char symbol[256];           /* empty for one that was given as an address */
  char commands[MOST_TEXT];
} Breakpoint;

static HANDLE process;
static DEBUG_EVENT event;       /* the event that the program stands at */
static StopKind stopped_by;
static EXCEPTION_RECORD exception;
static BOOL second_chance, has_exception;
static DWORD exit_code;
static CONTEXT context;         /* of the thread of the event */
static BOOL lines, ended;
static const wchar_t *symbol_path;
static Breakpoint breakpoints[MOST_BREAKPOINTS];
static Breakpoint *stepping_over;
static char exit_commands[MOST_TEXT]; /* of `sxe -c "..." epr` */

static HANDLE event_thread(void) { return OpenThread(THREAD_ALL_ACCESS, FALSE, event.dwThreadId); }

static void load_context(void) {
  HANDLE thread = event_thread();
  memset(&context, 0, sizeof context);
  context.ContextFlags = CONTEXT_ALL;
  if (thread) GetThreadContext(thread, &context);
  CloseHandle(thread);
}

static void store_context(void) {
  HANDLE thread = event_thread();
  context.ContextFlags = CONTEXT_FULL;
  if (thread) SetThreadContext(thread, &context);
  CloseHandle(thread);
}

static BOOL read_memory(u64 address, void *to, size_t size) {
  SIZE_T got = 0;
  return ReadProcessMemory(process, (void *)(ULONG_PTR)address, to, size, &got) && got == size;
}

static void write_byte(u64 address, BYTE value) {
  WriteProcessMemory(process, (void *)(ULONG_PTR)address, &value, 1, NULL);
  FlushInstructionCache(process, (void *)(ULONG_PTR)address, 1);
}
