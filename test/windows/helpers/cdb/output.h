/* What is printed goes to the log, and to stdout until `.outmask- /l` silences it. */

static FILE *log_file;
static BOOL log_is_unicode, silent;

static void open_log(const wchar_t *path, BOOL unicode) {
  static const BYTE mark[] = {0xff, 0xfe};
  log_file = _wfopen(path, L"wb");
  log_is_unicode = unicode;
  if (log_file && unicode) fwrite(mark, 1, sizeof mark, log_file);
}

/** UTF-8 in, CRLF out. */
static void write_log(const char *text) {
  for (; *text; text++) {
    const char *end = strchr(text, '\n');
    int length = end ? (int)(end - text) : (int)strlen(text);
    if (log_is_unicode) {
      static wchar_t wide[2 * MOST_TEXT];
      int count = MultiByteToWideChar(CP_UTF8, 0, text, length, wide, 2 * MOST_TEXT);
      fwrite(wide, sizeof *wide, (size_t)count, log_file);
      if (end) fwrite(L"\r\n", sizeof *wide, 2, log_file);
    } else {
      fwrite(text, 1, (size_t)length, log_file);
      if (end) fputs("\r\n", log_file);
    }
    if (!end) break;
    text = end;
  }
}

/** Not after each line: a watch of a breakpoint prints a million of them. */
static void flush_log(void) {
  if (log_file) fflush(log_file);
}

static void say(const char *format, ...) __attribute__((format(gnu_printf, 1, 2)));
static void say(const char *format, ...) {
  static wchar_t wide_format[MOST_TEXT], wide[2 * MOST_TEXT];
  static char text[3 * MOST_TEXT];
  va_list arguments;
  /* By the wide functions: `%ls` of the narrow ones fails on letters outside the ANSI code page. */
  MultiByteToWideChar(CP_UTF8, 0, format, -1, wide_format, MOST_TEXT);
  for (wchar_t *at = wide_format; (at = wcsstr(at, L"%s")); at++) at[1] = L'S';
  va_start(arguments, format);
  _vsnwprintf(wide, 2 * MOST_TEXT - 1, wide_format, arguments);
  va_end(arguments);
  WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL);
  if (log_file) write_log(text);
  if (!silent || getenv("CDB_IGNORES_OUTMASK")) fputs(text, stdout);
}

/** An address as cdb writes it, in one of some buffers used in turn. */
static const char *tick(u64 address) {
  static char buffers[8][20];
  static int next;
  char *buffer = buffers[next++ % 8];
  snprintf(buffer, 20, "%08lx`%08lx", (DWORD)(address >> 32), (DWORD)address);
  return buffer;
}
