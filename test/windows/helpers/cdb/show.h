/* The answers to .lastevent, .exr, k, u, lmv, .frame, .dump. */

static const char *exception_name(DWORD code) {
  switch (code) {
    case 0xC0000005: return "Access violation";
    case 0xC000001D: return "Illegal instruction";
    case 0xC0000094: return "Integer divide-by-zero";
    case 0xC0000096: return "Privileged instruction";
    case 0xC00000FD: return "Stack overflow";
    case 0xC0000409: return "Security check failure or stack buffer overrun";
    case 0xE06D7363: return "C++ EH exception";
    case 0x80000003: return "Break instruction exception";
    default: return "Unknown exception";
  }
}

static void show_last_event(void) {
  SYSTEMTIME now;
  GetSystemTime(&now);
  say("Last event: %lx.%lx: ", event.dwProcessId, event.dwThreadId);
  if (stopped_by == STOP_EXIT) say("Exit process 0:%lx, code %lx\n", event.dwProcessId, exit_code);
  else if (stopped_by == STOP_BREAKPOINT) say("Hit breakpoint 0\n");
  else
    say("%s - code %08lx (%s)\n", exception_name(exception.ExceptionCode), exception.ExceptionCode,
        second_chance ? "!!! second chance !!!" : "first chance");
  say("  debugger time: %02d:%02d:%02d.%03d (UTC)\n", now.wHour, now.wMinute, now.wSecond, now.wMilliseconds);
}

static void show_exception(void) {
  static const char *const tried[] = {"read from", "write to"};
  u64 address = (ULONG_PTR)exception.ExceptionAddress;
  if (!has_exception) return;
  need_symbols();
  say("ExceptionAddress: %016llx (%s)\n", address, place_name(address));
  say("   ExceptionCode: %08lx (%s)\n", exception.ExceptionCode, exception_name(exception.ExceptionCode));
  say("  ExceptionFlags: %08lx\nNumberParameters: %lu\n", exception.ExceptionFlags, exception.NumberParameters);
  for (DWORD i = 0; i < exception.NumberParameters; i++)
    say("   Parameter[%lu]: %016llx\n", i, (u64)exception.ExceptionInformation[i]);
  if (exception.ExceptionCode == 0xC0000005 && exception.ExceptionInformation[0] < 2)
    say("Attempt to %s address %016llx\n", tried[exception.ExceptionInformation[0]],
        (u64)exception.ExceptionInformation[1]);
}

/** Frames `from` up to `to`, in the format of kn; .frame shows one. */
static void show_frames(int from, int to) {
  HANDLE thread = event_thread();
  CONTEXT copy = context;
  STACKFRAME64 frame = {0};
  int number = 0;
  need_symbols();
  frame.AddrPC.Offset = copy.Rip;
  frame.AddrFrame.Offset = copy.Rbp;
  frame.AddrStack.Offset = copy.Rsp;
  frame.AddrPC.Mode = frame.AddrFrame.Mode = frame.AddrStack.Mode = AddrModeFlat;
  for (; number < to; number++) {
    if (!StackWalk64(IMAGE_FILE_MACHINE_AMD64, process, thread, &frame, &copy, NULL, SymFunctionTableAccess64,
                     SymGetModuleBase64, NULL) ||
        !frame.AddrPC.Offset)
      break;
    if (number < from) continue;
    say("%02x %s %s     %s%s\n", number, tick(frame.AddrStack.Offset), tick(frame.AddrReturn.Offset),
        place_name(frame.AddrPC.Offset), source_line(frame.AddrPC.Offset));
  }
  if (number <= from) say("Cannot find frame 0x%x, previous scope unchanged\n", from);
  CloseHandle(thread);
}

static void show_stack(int count) {
  say(" # Child-SP          RetAddr               Call Site\n");
  show_frames(0, count);
}

/** One line: the place, the bytes there, and `???`, for Windows has no disassembler. */
static void show_instructions(u64 address) {
  BYTE bytes[8] = {0};
  need_symbols();
  say("%s%s:\n%s ", place_name(address), source_line(address), tick(address));
  if (!read_memory(address, bytes, sizeof bytes)) {
    say("??              ???\n");
    return;
  }
  for (size_t i = 0; i < sizeof bytes; i++) say("%02x", bytes[i]);
  say(" ???\n");
}

static void show_words(const char *where) {
  u64 address, word;
  if (!evaluate(&where, &address)) say("Couldn't resolve error at '%s'\n", where);
  else if (read_memory(address, &word, sizeof word)) say("%s  %s\n", tick(address), tick(word));
  else say("%s  ????????`????????\n", tick(address));
}

static void show_version(const wchar_t *path) {
  static BYTE data[65536];
  VS_FIXEDFILEINFO *info;
  UINT size;
  if (!GetFileVersionInfoW(path, 0, sizeof data, data) || !VerQueryValueW(data, L"\\", (void **)&info, &size)) return;
  say("    File version:     %u.%u.%u.%u\n", HIWORD(info->dwFileVersionMS), LOWORD(info->dwFileVersionMS),
      HIWORD(info->dwFileVersionLS), LOWORD(info->dwFileVersionLS));
}

static void show_modules(void) {
  static HMODULE modules[1024];
  DWORD bytes = 0;
  need_symbols();
  say("start             end                 module name\n");
  K32EnumProcessModules(process, modules, sizeof modules, &bytes);
  for (DWORD i = 0; i < bytes / sizeof *modules && i < 1024; i++) {
    IMAGEHLP_MODULEW64 known = {.SizeOfStruct = sizeof known};
    MODULEINFO info;
    wchar_t path[MAX_PATH] = L"", *file;
    char name[MAX_PATH];
    u64 base = (ULONG_PTR)modules[i];
    K32GetModuleInformation(process, modules[i], &info, sizeof info);
    K32GetModuleFileNameExW(process, modules[i], path, MAX_PATH);
    module_name(base, name, sizeof name);
    file = wcsrchr(path, L'\\') ? wcsrchr(path, L'\\') + 1 : path;
    say("%s %s   %s   ", tick(base), tick(base + info.SizeOfImage), name);
    if (SymGetModuleInfoW64(process, base, &known) && known.SymType == SymPdb) say("(private pdb symbols)  %ls\n", known.LoadedPdbName);
    else say("(no symbols)\n");
    say("    Loaded symbol image file: %ls\n    Image path: %ls\n    Image name: %ls\n", path, path, file);
    say("    ImageSize:        %08lX\n", info.SizeOfImage);
    show_version(path);
  }
}

static void write_dump(const char *path, BOOL full) {
  wchar_t wide[MAX_PATH];
  EXCEPTION_POINTERS pointers = {&exception, &context};
  MINIDUMP_EXCEPTION_INFORMATION about = {event.dwThreadId, &pointers, FALSE};
  HANDLE file;
  BOOL done;
  MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, MAX_PATH);
  file = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) {
    say("Unable to create file '%s' - Win32 error 0n%lu\n", path, GetLastError());
    return;
  }
  say("Creating %s - mini user dump\n", path);
  done = MiniDumpWriteDump(process, event.dwProcessId, file, full ? MiniDumpWithFullMemory : MiniDumpNormal,
                           has_exception ? &about : NULL, NULL, NULL);
  CloseHandle(file);
  say(done ? "Dump successfully written\n" : "Dump creation failed\n");
}
