/* "PyPy": a nursery that is cleared when it is full, at first by interpreted code and after 1039
 * turns of the loop (PyPy's default threshold) by the JIT's.
 *
 * From rt_warn down to the generated code every function is of the Windows convention and calls
 * no other. On Linux printf follows the System V convention, which preserves no xmm register, so
 * a function that calls it saves xmm6 to xmm15 on entry and restores them at its end. Inlined
 * into the path of a collection that would heal the damage silently; hence the NOINLINE.      */
#include "control.h"

#include <stdio.h>
#include <string.h>

enum { JIT_THRESHOLD = 1039, CALLS = 4096, ALIGNMENT = 16 };

/* The size of the largest allocation is the room that the last one before a collection needs. */
static uint64_t nursery[(NURSERY_MAX + 8192) / sizeof(uint64_t)];
static unsigned nursery_used; /* bytes since the last collection */
static uint64_t random_state;

/* The objects of a call are cpyext's: outside the nursery, never moved, so a pointer to one that
 * turns NULL was lost by whoever held it. 4096 of them, used in turn: the caller cannot keep
 * their addresses from one call to the next.                                                  */
static struct {
    PyObject object[2];
    PyObject tuple[2];
    ufunc_full_args args;
} calls[CALLS];

static NOINLINE ABI void clear_interpreted(char *start, char *end)
{
    memset(start, 0, (size_t)(end - start));
}

static clear_function clear_nursery = clear_interpreted;

NOINLINE ABI int rt_merge_point(void)
{
    static int turns;
    if (options.jit == JIT_OFF || turns > JIT_THRESHOLD || turns++ < JIT_THRESHOLD) {
        return 0;
    }
    clear_nursery = jit_compile_clear(options.jit == JIT_FIXED);
    return clear_nursery ? 0 : -1;
}

/* xorshift64* */
static ABI unsigned next_random(void)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (unsigned)(random_state * 0x2545F4914F6CDD1DULL >> 33);
}

NOINLINE ABI void rt_print(const char *text)
{
    fputs(text, stdout);
    fflush(stdout);
}

NOINLINE ABI void rt_trace(int line, const void *pointer)
{
    printf("%d %p ", line, pointer);
    fflush(stdout);
}

NOINLINE ABI void rt_trace_line(int line)
{
    printf("%d ", line);
    fflush(stdout);
}

static NOINLINE ABI void collect_minor(void)
{
    char *end = (char *)nursery + nursery_used;
    nursery_used = 0;
    if (options.events) {
        rt_print("M\n");
    }
    clear_nursery((char *)nursery, end);
}

NOINLINE ABI void rt_alloc(unsigned max_bytes)
{
    nursery_used += ALIGNMENT + next_random() % max_bytes / ALIGNMENT * ALIGNMENT;
    if (nursery_used >= options.nursery) {
        collect_minor();
    }
}

/* On average 328 bytes of 4 MiB: one warning in 12788 meets a collection. */
NOINLINE ABI void rt_warn(void)
{
    rt_alloc(640);
}

/* As gc.collect() of PyPy: a minor collection, then steps of the major one. There are no old
 * objects here, so one step ends it.                                                          */
NOINLINE ABI void rt_collect_full(void)
{
    collect_minor();
    if (options.events) {
        rt_print("C\nF\n");
    }
}

ABI const ufunc_full_args *rt_call_args(void)
{
    static unsigned n;
    return &calls[n++ % CALLS].args;
}

ABI void rt_init(uint64_t seed)
{
    int k;
    for (k = 0; k < CALLS; k++) { /* in = (u, v), out = (u,) */
        PyObject *u = &calls[k].object[0];
        PyObject *in = &calls[k].tuple[0];
        PyObject *out = &calls[k].tuple[1];
        in->ob_size = 2;
        in->ob_item[0] = u;
        in->ob_item[1] = u + 1;
        out->ob_size = 1;
        out->ob_item[0] = u;
        calls[k].args.in = in;
        calls[k].args.out = out;
    }
    random_state = seed * 0x9E3779B97F4A7C15ULL;
    if (random_state == 0) {
        random_state = 1; /* the generator never leaves 0 */
    }
    for (k = 0; k < 8; k++) {
        next_random(); /* near seeds start alike */
    }
    nursery_used = next_random() % options.nursery / ALIGNMENT * ALIGNMENT; /* what start-up allocated */
}
