/* A placebo for ufunc.c: a function that nothing calls, that no compiler or linker may drop,
 * and whose size grows with DEAD_CODE (0 to 1023 steps of about ten bytes). It moves what comes
 * after it and changes nothing else, so a crash that it hides was hidden by layout alone.     */
#ifndef PLACEBO_H
#define PLACEBO_H

#if DEAD_CODE + 0 < 0 || DEAD_CODE + 0 > 1023
#error "DEAD_CODE needs a number from 0 to 1023."
#endif

#if defined(_MSC_VER)
#pragma comment(linker, "/include:control_dead_code")
#define KEPT __declspec(noinline)
#elif defined(__clang__)
#define KEPT static __attribute__((used, noinline))
#else
/* Without no_reorder gcc writes the function last, where it moves nothing. */
#define KEPT static __attribute__((used, noinline, no_reorder))
#endif

/* Stores to a volatile variable are the one statement that no optimization merges or drops. */
static volatile unsigned dead_code_sink;

#define STEPS_1 dead_code_sink = 1;
#define STEPS_2 STEPS_1 STEPS_1
#define STEPS_4 STEPS_2 STEPS_2
#define STEPS_8 STEPS_4 STEPS_4
#define STEPS_16 STEPS_8 STEPS_8
#define STEPS_32 STEPS_16 STEPS_16
#define STEPS_64 STEPS_32 STEPS_32
#define STEPS_128 STEPS_64 STEPS_64
#define STEPS_256 STEPS_128 STEPS_128
#define STEPS_512 STEPS_256 STEPS_256

KEPT void control_dead_code(void)
{
    dead_code_sink = 0;
#if DEAD_CODE & 1
    STEPS_1
#endif
#if DEAD_CODE & 2
    STEPS_2
#endif
#if DEAD_CODE & 4
    STEPS_4
#endif
#if DEAD_CODE & 8
    STEPS_8
#endif
#if DEAD_CODE & 16
    STEPS_16
#endif
#if DEAD_CODE & 32
    STEPS_32
#endif
#if DEAD_CODE & 64
    STEPS_64
#endif
#if DEAD_CODE & 128
    STEPS_128
#endif
#if DEAD_CODE & 256
    STEPS_256
#endif
#if DEAD_CODE & 512
    STEPS_512
#endif
}

#endif
