/* Runs the program until it stops: at an exception that nobody handled, a breakpoint, its end. */

static void announce(void) {
  say("(%lx.%lx): %s - code %08lx (%s)\n", event.dwProcessId, event.dwThreadId,
      exception_name(exception.ExceptionCode), exception.ExceptionCode,
      second_chance ? "!!! second chance !!!" : "first chance");
  if (!second_chance && exception.ExceptionCode != EXCEPTION_BREAKPOINT)
    say("First chance exceptions are reported before any exception handling.\n"
        "This exception may be expected and handled.\n");
}

/** Returns whether the program stops; else `*status` says how it goes on. */
static BOOL on_exception(DWORD *status) {
  const EXCEPTION_RECORD *record = &event.u.Exception.ExceptionRecord;
  Breakpoint *hit;
  load_context();
  if (record->ExceptionCode == EXCEPTION_SINGLE_STEP && stepping_over) {
    after_step();
    *status = DBG_CONTINUE;
    return FALSE;
  }
  if (record->ExceptionCode == EXCEPTION_BREAKPOINT && (hit = breakpoint_at(context.Rip - 1))) {
    context.Rip--;
    store_context();
    stopped_by = STOP_BREAKPOINT;
    return TRUE;
  }
  if (record->ExceptionCode == EXCEPTION_BREAKPOINT && stopped_by == STOP_NONE) {
    stopped_by = STOP_INITIAL;
    return TRUE;
  }
  exception = *record;
  has_exception = TRUE;
  second_chance = !event.u.Exception.dwFirstChance;
  announce();
  stopped_by = STOP_EXCEPTION;
  *status = DBG_EXCEPTION_NOT_HANDLED;
  return second_chance;
}

static void continue_event(DWORD status) { ContinueDebugEvent(event.dwProcessId, event.dwThreadId, status); }

/** Runs on from where the program stands, until it stops again. */
static void go(void) {
  static BOOL standing;
  DWORD status = DBG_CONTINUE;
  Breakpoint *here;
  if (stopped_by == STOP_EXIT) {
    say("            ^ No runnable debuggees error in 'g'\n");
    return;
  }
  if (standing) {
    if (stopped_by == STOP_EXCEPTION) status = DBG_EXCEPTION_NOT_HANDLED;
    if (stopped_by == STOP_BREAKPOINT && (here = breakpoint_at(context.Rip))) leave_breakpoint(here);
    continue_event(status);
  }
  standing = TRUE;
  if (stopped_by != STOP_BREAKPOINT) flush_log();
  while (WaitForDebugEvent(&event, INFINITE)) {
    status = DBG_CONTINUE;
    switch (event.dwDebugEventCode) {
      case CREATE_PROCESS_DEBUG_EVENT: CloseHandle(event.u.CreateProcessInfo.hFile); break;
      case LOAD_DLL_DEBUG_EVENT:
        CloseHandle(event.u.LoadDll.hFile);
        if (stopped_by != STOP_NONE) resolve_all();
        break;
      case EXIT_PROCESS_DEBUG_EVENT:
        exit_code = event.u.ExitProcess.dwExitCode;
        stopped_by = STOP_EXIT;
        load_context();
        return;
      case EXCEPTION_DEBUG_EVENT:
        if (on_exception(&status)) return;
        break;
    }
    continue_event(status);
  }
}
