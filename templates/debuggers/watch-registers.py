# What winrepro has gdb's Python do with one trial; src/evidence/watch/gdb-watch.ts puts its settings in
# front. It writes one line for each stop to a file of its own, and src/evidence/watch/ reads those:
#
#   wr:entry|before|after t=THREAD sp=.. ip=.. to=RETURN out=BYTES r8=.. poi(r8)=.. wr:.
#   wr:place function=.. locations=N inlined=A,B near=C,D wr:.
#   wr:caller to=RETURN function=..             the function that a call returns to
#   wr:crash signal=.. function=.. text wr:.    a signal that a fault raises, which the program then gets
#   wr:end exit=.. | signal=.. wr:.
#
# `out` is how much the program had printed: it is stopped, and gdb's own stdout is its output file.
import difflib
import os
import re
import stat

import gdb

WORD = 0xFFFFFFFFFFFFFFFF
FAULTS = ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGSYS", "SIGTRAP")
MOST_FAULTS = 32
MOST_NAMES = 200000

lines = os.open(CONFIG["lines"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
printed = stat.S_ISREG(os.fstat(1).st_mode)


def say(text):
    # In one write: a killed gdb leaves whole lines.
    os.write(lines, (text + " wr:.\n").encode("utf-8", "replace"))


def word(frame, name):
    return int(frame.read_register(name)) & WORD


def memory(address):
    try:
        return "%x" % int.from_bytes(bytes(gdb.selected_inferior().read_memory(address & WORD, 8)), "little")
    except gdb.MemoryError:
        return "?"


def xmm(frame, name):
    halves = frame.read_register(name)["v2_int64"]
    return "%x" % ((int(halves[1]) & WORD) << 64 | int(halves[0]) & WORD)


def stopped(kind, frame, sp, to, general, xmms, words):
    text = ["wr:%s t=%d sp=%x" % (kind, gdb.selected_thread().ptid[1], sp)]
    if to is not None:
        text.append("to=%x" % to)
    if printed:
        text.append("out=%d" % os.fstat(1).st_size)
    for name in general:
        text.append("%s=%x" % (name, word(frame, name)))
    for text_of, register, offset in words:
        text.append("%s=%s" % (text_of, memory(word(frame, register) + offset)))
    for name in xmms:
        text.append("%s=%s" % (name, xmm(frame, name)))
    say(" ".join(text))


class Entry(gdb.Breakpoint):
    """The first instruction of the function that is watched."""

    def __init__(self, address):
        super().__init__("*0x%x" % address, internal=True)

    def stop(self):
        frame = gdb.newest_frame()
        stopped("entry", frame, word(frame, "rsp"), None, CONFIG["general"], CONFIG["xmm"], CONFIG["words"])
        return False


class Before(gdb.Breakpoint):
    """The first instruction of the function that must restore registers."""

    known = set()
    wanted = []

    def __init__(self, address):
        super().__init__("*0x%x" % address, internal=True)

    def stop(self):
        frame = gdb.newest_frame()
        sp = word(frame, "rsp")
        to = memory(sp)
        if to == "?":
            return False
        to = int(to, 16)
        stopped("before", frame, sp, to, CONFIG["keptGeneral"], CONFIG["keptXmm"], ())
        if to in Before.known:
            return False
        # No breakpoint may be made in here (gdb manual, "Manipulating breakpoints using Python"): stop.
        Before.known.add(to)
        Before.wanted.append(to)
        return True


class After(gdb.Breakpoint):
    """Where a call returns to. Which call it was, of which thread, the reader tells by t and sp."""

    def __init__(self, address):
        super().__init__("*0x%x" % address, internal=True)
        self.address = address

    def stop(self):
        frame = gdb.newest_frame()
        stopped("after", frame, word(frame, "rsp"), self.address, CONFIG["keptGeneral"], CONFIG["keptXmm"], ())
        return False


def symbol_at(address):
    """The name and the offset of an address, None where no symbol is."""
    found = re.match(r"(\S+)(?: \+ (\d+))? in section", gdb.execute("info symbol 0x%x" % address, to_string=True))
    return (found.group(1), int(found.group(2) or 0)) if found else None


def entries_of(name):
    """The addresses where `name` begins, clones of it among them, and what it was inlined into."""
    try:
        places = gdb.decode_line(name)[1] or ()
    except gdb.error:
        return set(), set()
    entries, hosts = set(), set()
    for place in places:
        symbol = symbol_at(place.pc)
        if symbol is None:
            continue
        if symbol[0] == name or symbol[0].startswith(name + ".") or symbol[0].startswith(name + "("):
            entries.add(place.pc - symbol[1])
        else:
            hosts.add(symbol[0])
    return entries, hosts


def near(name):
    try:
        text = gdb.execute("info functions -q -n", to_string=True)
    except gdb.error:
        return []
    names = set(re.findall(r"(\w[\w:~]*)\(", text)[:MOST_NAMES])
    return difflib.get_close_matches(name, names, 3, 0.7)


class Place:
    """A function that is looked for until a module that is loaded has it."""

    def __init__(self, name, kind):
        self.name, self.kind, self.count, self.hosts = name, kind, 0, set()

    def look(self):
        entries, self.hosts = entries_of(self.name)
        self.count = len(entries)
        for entry in sorted(entries):
            self.kind(entry)

    def tell(self):
        text = "wr:place function=%s locations=%d" % (self.name, self.count)
        if self.hosts:
            text += " inlined=" + ",".join(sorted(self.hosts))
        if self.count == 0 and not self.hosts:
            text += " near=" + ",".join(near(self.name))
        say(text)


last = None


def on_stop(event):
    global last
    last = event


def settle(places):
    for place in places:
        if place.count == 0:
            place.look()
    # Every module that is loaded is a stop while something is looked for.
    missing = any(place.count == 0 for place in places)
    gdb.execute("set stop-on-solib-events %d" % missing)
    while Before.wanted:
        to = Before.wanted.pop()
        After(to)
        symbol = symbol_at(to)
        if symbol is not None:
            say("wr:caller to=%x function=%s" % (to, symbol[0]))


def one_line(command):
    try:
        return " ".join(gdb.execute(command, to_string=True).split())
    except gdb.error as error:
        return "(%s)" % error


def watch():
    places = [Place(CONFIG["function"], Entry)]
    if CONFIG["across"] is not None:
        places.append(Place(CONFIG["across"], Before))
    gdb.events.stop.connect(on_stop)
    # At the first instruction the program is where it stays, and none of its own code has run.
    gdb.execute("starti")
    go = "continue"
    faults = 0
    while gdb.selected_inferior().pid != 0:
        settle(places)
        last_signal = last.stop_signal if isinstance(last, gdb.SignalEvent) else None
        go = "continue"
        if faults < MOST_FAULTS and last_signal in FAULTS:
            faults += 1
            name = gdb.newest_frame().name() or "?"
            say("wr:crash signal=%s function=%s | %s" % (last_signal, name, one_line("x/i $pc")))
            if last_signal == "SIGTRAP":
                go = "signal SIGTRAP"
            if faults == MOST_FAULTS:
                gdb.execute("handle all nostop noprint pass")
        forget()
        gdb.execute(go)
    for place in places:
        place.tell()
    end()


def forget():
    global last
    last = None


def end():
    for variable, key in (("_exitcode", "exit"), ("_exitsignal", "signal")):
        value = gdb.convenience_variable(variable)
        if value is not None:
            say("wr:end %s=%d" % (key, int(value)))


gdb.set_convenience_variable("winrepro_python", 1)
try:
    watch()
except (gdb.error, RuntimeError, OSError) as error:
    say("wr:problem | %s" % " ".join(str(error).split()))
