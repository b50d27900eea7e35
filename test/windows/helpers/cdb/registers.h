/* Registers by their names, and the addresses that are made of them. */

static DWORD64 *general_register(const char *name) {
  static const char *const names[] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8",
                                      "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "rip"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(names[i], name)) return &context.Rax + i; /* CONTEXT has them in this order */
  return NULL;
}

/**
 * `@rip`, `@r8+0x8`, `@rsp-0n16`, `poi(@r8)`, `0x1234`; advances `text`. FALSE for what it does not know or
 * memory that is not there.
 */
static BOOL evaluate(const char **text, u64 *value) {
  char name[8] = "";
  u64 more;
  DWORD64 *known;
  const char *at = *text;
  if (!strncmp(at, "poi(", 4)) {
    at += 4;
    if (!evaluate(&at, value) || *at != ')' || !read_memory(*value, value, sizeof *value)) return FALSE;
    at++;
  } else if (sscanf(at, "@%7[a-z0-9]", name) == 1) {
    if (!(known = general_register(name))) return FALSE;
    *value = *known;
    at += 1 + strlen(name);
  } else if (!strncmp(at, "0n", 2)) {
    *value = strtoull(at + 2, (char **)&at, 10);
  } else {
    char *end;
    *value = strtoull(at, &end, 16);
    if (end == at) return FALSE;
    at = end;
  }
  *text = at;
  if (*at != '+' && *at != '-') return TRUE;
  *text = at + 1;
  if (!evaluate(text, &more)) return FALSE;
  *value = *at == '+' ? *value + more : *value - more;
  return TRUE;
}

/** `r8=...`, `xmm6=high low`, `$tid=...`; FALSE for a name that it does not know. */
static BOOL show_register(const char *name) {
  char bare[16] = "";
  int number;
  DWORD64 *known;
  sscanf(name, "%15[^:]", bare);
  if (!strcmp(bare, "$tid")) {
    say("$tid=%08lx", event.dwThreadId);
  } else if ((known = general_register(bare))) {
    say("%s=%016llx", bare, *known);
  } else if (sscanf(bare, "xmm%d", &number) == 1 && number >= 0 && number < 16) {
    const M128A *value = &context.FltSave.XmmRegisters[number];
    say("%s=%016llx %016llx", bare, (u64)value->High, value->Low);
  } else {
    return FALSE;
  }
  return TRUE;
}

/** `r` alone, or `r NAME, NAME`. */
static void show_registers(const char *names) {
  char copy[MOST_TEXT], *rest = copy, *name;
  if (*names) {
    BOOL first = TRUE;
    snprintf(copy, sizeof copy, "%s", names);
    for (name = strtok_s(copy, ", ", &rest); name; name = strtok_s(NULL, ", ", &rest), first = FALSE) {
      if (!first) say(" ");
      if (!show_register(name)) say("\n              ^ Bad register error in 'r %s'", name);
    }
    say("\n");
    return;
  }
  say("rax=%016llx rbx=%016llx rcx=%016llx\n", context.Rax, context.Rbx, context.Rcx);
  say("rdx=%016llx rsi=%016llx rdi=%016llx\n", context.Rdx, context.Rsi, context.Rdi);
  say("rip=%016llx rsp=%016llx rbp=%016llx\n", context.Rip, context.Rsp, context.Rbp);
  say(" r8=%016llx  r9=%016llx r10=%016llx\n", context.R8, context.R9, context.R10);
  say("r11=%016llx r12=%016llx r13=%016llx\n", context.R11, context.R12, context.R13);
  say("r14=%016llx r15=%016llx\n", context.R14, context.R15);
  say("iopl=0         nv up ei pl zr na po nc\n");
  say("cs=%04x  ss=%04x  ds=%04x  es=%04x  fs=%04x  gs=%04x             efl=%08lx\n", context.SegCs,
      context.SegSs, context.SegDs, context.SegEs, context.SegFs, context.SegGs, context.EFlags);
}
