/* Software breakpoints: int3 in place of an instruction's first byte. */

enum { INT3 = 0xcc, TRAP_FLAG = 0x100 };

static void insert(Breakpoint *breakpoint) {
  if (breakpoint->inserted || !breakpoint->address) return;
  if (!read_memory(breakpoint->address, &breakpoint->original, 1)) return;
  write_byte(breakpoint->address, INT3);
  breakpoint->inserted = TRUE;
}

static void take_out(Breakpoint *breakpoint) {
  if (breakpoint->inserted) write_byte(breakpoint->address, breakpoint->original);
  breakpoint->inserted = FALSE;
}

static Breakpoint *breakpoint_at(u64 address) {
  for (int i = 0; i < MOST_BREAKPOINTS; i++)
    if (breakpoints[i].used && breakpoints[i].inserted && breakpoints[i].address == address) return &breakpoints[i];
  return NULL;
}

/** A `bu` waits until its module is there. */
static void resolve(Breakpoint *breakpoint) {
  if (breakpoint->address || !*breakpoint->symbol) return;
  need_symbols();
  breakpoint->address = find_symbol(breakpoint->symbol);
  insert(breakpoint);
}

static void resolve_all(void) {
  for (int i = 0; i < MOST_BREAKPOINTS; i++)
    if (breakpoints[i].used) resolve(&breakpoints[i]);
}

static void set_breakpoint(const char *where, const char *commands, BOOL once) {
  Breakpoint *free_one = NULL;
  u64 address = 0;
  const char *rest = where;
  if (!strchr(where, '!') && !evaluate(&rest, &address)) {
    say("Couldn't resolve error at '%s'\n", where);
    return;
  }
  for (int i = 0; i < MOST_BREAKPOINTS && !free_one; i++)
    if (!breakpoints[i].used) free_one = &breakpoints[i];
  if (!free_one || (address && breakpoint_at(address))) return;
  memset(free_one, 0, sizeof *free_one);
  free_one->used = TRUE;
  free_one->once = once;
  free_one->address = address;
  if (!address) snprintf(free_one->symbol, sizeof free_one->symbol, "%s", where);
  snprintf(free_one->commands, sizeof free_one->commands, "%s", commands);
  resolve(free_one);
  insert(free_one);
  if (!free_one->address)
    say("Bp expression '%s' could not be resolved, adding deferred bp\n", where);
}

/** The program goes on at the breakpoint that it stands at: over the true instruction, then it is back. */
static void leave_breakpoint(Breakpoint *breakpoint) {
  take_out(breakpoint);
  if (breakpoint->once) {
    breakpoint->used = FALSE;
    return;
  }
  stepping_over = breakpoint;
  context.EFlags |= TRAP_FLAG;
  store_context();
}

static void after_step(void) {
  if (stepping_over) insert(stepping_over);
  stepping_over = NULL;
}
