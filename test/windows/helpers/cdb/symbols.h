/* Modules, names and lines, from dbghelp. */

static BOOL symbols_ready;

static void need_symbols(void) {
  if (!symbols_ready) {
    SymSetOptions(SYMOPT_LOAD_LINES | SYMOPT_UNDNAME);
    symbols_ready = SymInitializeW(process, symbol_path, TRUE);
  } else {
    SymRefreshModuleList(process);
  }
}

/** cdb's name of a module: the file's, without its extension, and `_` for what no name may hold. */
static void module_name(u64 base, char *name, size_t size) {
  wchar_t file[MAX_PATH] = L"";
  char *dot;
  K32GetModuleBaseNameW(process, (HMODULE)(ULONG_PTR)base, file, MAX_PATH);
  WideCharToMultiByte(CP_UTF8, 0, file, -1, name, (int)size, NULL, NULL);
  if ((dot = strrchr(name, '.'))) *dot = 0;
  for (char *at = name; *at; at++)
    if (strchr(".-+ ()", *at)) *at = '_';
}

static u64 module_of(u64 address, MODULEINFO *info) {
  static HMODULE modules[1024];
  DWORD bytes = 0;
  K32EnumProcessModules(process, modules, sizeof modules, &bytes);
  for (DWORD i = 0; i < bytes / sizeof *modules && i < 1024; i++) {
    K32GetModuleInformation(process, modules[i], info, sizeof *info);
    if (address - (ULONG_PTR)info->lpBaseOfDll < info->SizeOfImage) return (ULONG_PTR)info->lpBaseOfDll;
  }
  return 0;
}

/** `control!rt_warn+0x14`, `control+0x1234`, `0x0000021f`00010042`. */
static const char *place_name(u64 address) {
  static char text[600];
  static char space[sizeof(SYMBOL_INFO) + 512];
  SYMBOL_INFO *symbol = (SYMBOL_INFO *)space;
  MODULEINFO info;
  DWORD64 offset = 0;
  char module[MAX_PATH];
  u64 base = module_of(address, &info);
  if (!base) {
    snprintf(text, sizeof text, "0x%s", tick(address));
    return text;
  }
  module_name(base, module, sizeof module);
  memset(space, 0, sizeof space);
  symbol->SizeOfStruct = sizeof *symbol;
  symbol->MaxNameLen = 511;
  if (!SymFromAddr(process, address, &offset, symbol))
    snprintf(text, sizeof text, "%.200s+0x%llx", module, address - base);
  else if (offset == 0) snprintf(text, sizeof text, "%.200s!%.300s", module, symbol->Name);
  else snprintf(text, sizeof text, "%.200s!%.300s+0x%llx", module, symbol->Name, (u64)offset);
  return text;
}

/** ` [C:\a\b.c @ 14]`, or nothing. */
static const char *source_line(u64 address) {
  static char text[MAX_PATH + 40];
  IMAGEHLP_LINE64 line = {.SizeOfStruct = sizeof line};
  DWORD offset;
  *text = 0;
  if (lines && SymGetLineFromAddr64(process, address, &offset, &line))
    snprintf(text, sizeof text, " [%s @ %lu]", line.FileName, line.LineNumber);
  return text;
}

static u64 find_symbol(const char *name) {
  static char space[sizeof(SYMBOL_INFO) + 512];
  SYMBOL_INFO *symbol = (SYMBOL_INFO *)space;
  memset(space, 0, sizeof space);
  symbol->SizeOfStruct = sizeof *symbol;
  symbol->MaxNameLen = 511;
  return SymFromName(process, name, symbol) ? symbol->Address : 0;
}
