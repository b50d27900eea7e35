/* The commands of a script, and those of breakpoints and events. */

static void run_commands(const char *text);

static const char *after_word(const char *text, const char *word) {
  size_t length = strlen(word);
  if (strncmp(text, word, length) || (text[length] && text[length] != ' ')) return NULL;
  for (text += length; *text == ' '; text++);
  return text;
}

/** What stands in quotation marks, with `\"` for one of its own; advances `text` behind them. */
static BOOL quoted(const char **text, char *to, size_t size) {
  const char *at = *text;
  size_t used = 0;
  if (*at++ != '"') return FALSE;
  for (; *at && *at != '"' && used + 1 < size; at++) {
    if (at[0] == '\\' && at[1] == '"') at++;
    to[used++] = *at;
  }
  to[used] = 0;
  if (*at != '"') return FALSE;
  for (at++; *at == ' '; at++);
  *text = at;
  return TRUE;
}

/** `bu module!function "commands"`, `bp /1 poi(@rsp) "commands"`. */
static void break_at(const char *text) {
  char where[256] = "", commands[MOST_TEXT] = "";
  BOOL once = !strncmp(text, "/1 ", 3);
  if (once) text += 3;
  sscanf(text, "%255[^\" ]", where);
  text += strlen(where);
  while (*text == ' ') text++;
  if (*text) quoted(&text, commands, sizeof commands);
  set_breakpoint(where, commands, once);
}

/** Of `sxe -c "..." epr` the commands are kept; all else is what the stand-in does anyway. */
static void set_event(const char *text) {
  char commands[MOST_TEXT] = "";
  const char *rest = after_word(text, "-c");
  if (rest && quoted(&rest, commands, sizeof commands) && !strcmp(rest, "epr")) strcpy(exit_commands, commands);
}

static void dump(const char *text) {
  char path[MAX_PATH] = "";
  BOOL full = !strncmp(text, "/ma", 3);
  while (*text == '/') {
    while (*text && *text != ' ') text++;
    while (*text == ' ') text++;
  }
  if (*text == '"') quoted(&text, path, sizeof path);
  else snprintf(path, sizeof path, "%s", text);
  write_dump(path, full);
}

static void go_on(void) {
  for (;;) {
    go();
    if (stopped_by == STOP_EXIT && *exit_commands) run_commands(exit_commands);
    if (stopped_by != STOP_BREAKPOINT || ended) return;
    Breakpoint *hit = breakpoint_at(context.Rip);
    if (!hit) return;
    size_t length = strlen(hit->commands);
    BOOL goes_on = length >= 2 && !strcmp(hit->commands + length - 2, "gc");
    run_commands(hit->commands);
    if (!goes_on) return;
  }
}

static void command(const char *text) {
  const char *rest;
  u64 number = 0;
  if (!strncmp(text, "~. ", 3)) text += 3; /* of this thread: there is one */
  if ((rest = after_word(text, ".echo"))) say("%s\n", rest);
  else if (!strcmp(text, "g")) go_on();
  else if (!strcmp(text, "gc") || (rest = after_word(text, "sxi")) || (rest = after_word(text, "sxd"))) return;
  else if ((rest = after_word(text, "sxe"))) set_event(rest);
  else if (!strcmp(text, "q")) {
    say("quit:\n");
    ended = TRUE;
  } else if ((rest = after_word(text, ".outmask-"))) silent = TRUE;
  else if ((rest = after_word(text, ".lastevent"))) show_last_event();
  else if ((rest = after_word(text, ".exr"))) show_exception();
  else if ((rest = after_word(text, "r"))) show_registers(rest);
  else if ((rest = after_word(text, "kn")) || (rest = after_word(text, "kPn")))
    show_stack((int)strtol(rest, NULL, 16));
  else if ((rest = after_word(text, "u"))) {
    if (evaluate(&rest, &number)) show_instructions(number);
  } else if (after_word(text, "ub")) return;
  else if ((rest = after_word(text, "dq"))) show_words(rest);
  else if ((rest = after_word(text, "ln"))) {
    need_symbols();
    if (evaluate(&rest, &number)) say("(%s)   %s\n", tick(number), place_name(number));
  } else if (after_word(text, "lmv")) show_modules();
  else if ((rest = after_word(text, ".frame"))) {
    if (evaluate(&rest, &number)) show_frames((int)number, (int)number + 1);
  } else if ((rest = after_word(text, "??"))) say("Couldn't resolve error at '%s'\n", rest);
  else if ((rest = after_word(text, ".dump"))) dump(rest);
  else if ((rest = after_word(text, "bu")) || (rest = after_word(text, "bp"))) break_at(rest);
  else if (*text) say("        ^ Syntax error in '%s'\n", text);
}

/** Commands apart by semicolons that stand in no quotation marks. */
static void run_commands(const char *text) {
  char one[MOST_TEXT];
  while (*text && !ended) {
    size_t used = 0;
    BOOL inside = FALSE;
    while (*text == ' ') text++;
    for (; *text && (inside || *text != ';') && used + 1 < sizeof one; text++) {
      if (*text == '"' && (used == 0 || one[used - 1] != '\\')) inside = !inside;
      one[used++] = *text;
    }
    if (*text == ';') text++;
    while (used > 0 && one[used - 1] == ' ') used--;
    one[used] = 0;
    command(one);
  }
}

/** One command a line; each is repeated behind the prompt, as cdb does with what is typed. */
static void run_script(const wchar_t *path) {
  static char line[MOST_TEXT];
  FILE *file = _wfopen(path, L"r");
  while (file && !ended && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n")] = 0;
    say("0:000> %s\n", line);
    run_commands(line);
  }
  if (file) fclose(file);
}
