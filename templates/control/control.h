/* The control target: the crash of NumPy 1.21 on PyPy 7.3.5 for win64, in miniature and for
 * real. Machine code made at run time zeroes registers that it must preserve, and does not
 * restore them; an optimizing compiler keeps the 16-byte struct ufunc_full_args in one of them
 * meanwhile; the callee then reads through NULL. No line of the source does so on purpose.
 *
 *   ufunc.c      "NumPy": the caller, whose struct is lost
 *   internal.c   "NumPy": what fills the struct, and the callee that crashes
 *   runtime.c    "PyPy": the nursery, its collections, the objects of a call
 *   jit.c        "PyPy": the toy JIT, with the bug
 *   main.c       the loop of the reproducer
 *   options.c    the command line
 *   platform.c   what Windows and POSIX do differently
 *   placebo.h    dead code that moves the rest of ufunc.c
 *
 * ufunc.c and internal.c must both be optimized and both take part in link-time optimization
 * for the crash; the flags of the other files do not matter.
 *
 * Variants, as macros:
 *   TRACE                    print the lines and pointers of the caller and of the callee
 *   MARKS                    print "." in the callee, "X" where its pointer is NULL
 *   QUALIFIER=volatile       the caller's struct is volatile
 *   BY_POINTER               the callee takes the struct by pointer, not by value
 *   BIG                      the struct has a third member, so no register holds it
 *   COPY_FIELDS              the struct is filled member by member
 *   INTERNAL=, PREPARE=      FORCEINLINE or nothing: inlining of the callee, and of what it calls
 *   UNITY                    ufunc.c includes internal.c: no link-time optimization needed
 *   DEAD_CODE=N              N steps of dead code, see placebo.h                              */
#ifndef CONTROL_H
#define CONTROL_H

#include <stddef.h>
#include <stdint.h>

/* ARM64EC defines _M_X64 too, and x32 __x86_64__, but neither runs the code that jit.c makes. */
#if !(defined(__x86_64__) || defined(_M_X64)) || defined(_M_ARM64EC) || defined(__ILP32__)
#error "The control target makes x86-64 machine code while it runs, so only a compiler for 64-bit x86-64 can build it."
#define ABI /* so that nothing follows the sentence above */
#elif defined(_WIN32)
#define ABI
#else
/* The bug needs callee-saved xmm registers, and only the Windows convention has them. */
#define ABI __attribute__((ms_abi))
#endif

#if defined(__clang__)
#define NOINLINE __attribute__((noinline))
#define FORCEINLINE inline __attribute__((always_inline))
#elif defined(_MSC_VER)
#define NOINLINE __declspec(noinline)
#define FORCEINLINE __forceinline
#else
/* A clone may be given the members of the struct apart, and then there is no pair to lose. */
#define NOINLINE __attribute__((noinline, noclone))
#define FORCEINLINE inline __attribute__((always_inline))
#endif

/* The layout of PyPy's cpyext, so that the size of a NULL tuple is read at 0x18, as in NumPy. */
typedef struct PyObject {
    intptr_t ob_refcnt;
    void *ob_pypy_link;
    void *ob_type;
    intptr_t ob_size;
    struct PyObject *ob_item[2];
} PyObject;

/* The tuples of a call's inputs and outputs: two pointers, the size of an xmm register. */
typedef struct {
    PyObject *in;
    PyObject *out;
#ifdef BIG
    PyObject *extra;
#endif
} ufunc_full_args;

#ifdef BY_POINTER
typedef const ufunc_full_args *full_args_parameter;
#define PASS(full_args) ((full_args_parameter)&(full_args))
#define PASSED(parameter) (*(parameter))
#else
typedef ufunc_full_args full_args_parameter;
#define PASS(full_args) (full_args)
#define PASSED(parameter) (parameter)
#endif

#ifdef TRACE
#define TRACED(print) print
#else
#define TRACED(print) (void)0
#endif

/* "NumPy" */
ABI int ufunc_generic_fastcall(int overlap);
ABI int make_full_arg_tuple(ufunc_full_args *full_args);
ABI int PyUFunc_GenericFunctionInternal(PyObject **op, int subok, full_args_parameter full_args);

/* "PyPy". Every function here is of the Windows convention, for the reason given in runtime.c. */
ABI void rt_init(uint64_t seed);
ABI int rt_merge_point(void); /* the head of a Python loop; negative: the JIT got no memory */
ABI void rt_alloc(unsigned max_bytes);
ABI void rt_warn(void);         /* PyErr_WarnEx: back into Python, which may collect */
ABI void rt_collect_full(void); /* gc.collect() */
ABI const ufunc_full_args *rt_call_args(void);
ABI void rt_print(const char *text);
ABI void rt_trace(int line, const void *pointer);
ABI void rt_trace_line(int line);

typedef void(ABI *clear_function)(char *start, char *end);
clear_function jit_compile_clear(int preserve_registers); /* NULL: no executable memory */

enum jit_mode { JIT_OFF, JIT_ON, JIT_FIXED };
enum { NURSERY_MIN = 16, NURSERY_MAX = 4 << 20 }; /* bytes */

struct options {
    int iterations;
    enum jit_mode jit;
    int warning;
    int subok;
    int gc_each_iteration;
    int events;
    unsigned nursery; /* bytes */
    int has_seed;
    uint64_t seed;
    const char *heartbeat; /* a file, or NULL */
};
extern struct options options;

/* Returns 0 to go on; otherwise the program ends with `*status`. */
int options_parse(int argc, char **argv, int *status);

uint64_t os_entropy(void);
void *os_executable_copy(const void *code, size_t size); /* NULL when refused */
volatile uint64_t *os_map_counter(const char *file);     /* NULL when refused, with a message */

#endif
