/* What fills the struct, and the callee that crashes. Apart from the caller, so that the crash
 * needs link-time optimization, as NumPy's needs /GL and /LTCG.                               */
#include "control.h"

/* With UNITY these functions are part of ufunc.c, and this file alone must be empty, so that
 * one list of files builds every variant.                                                     */
#if !defined(UNITY) || defined(INCLUDED_BY_UFUNC_C)

#ifndef COPY_FIELDS
#include <emmintrin.h>
#endif

#ifndef INTERNAL
#define INTERNAL NOINLINE
#endif
#ifndef PREPARE
#define PREPARE NOINLINE
#endif

ABI int make_full_arg_tuple(ufunc_full_args *full_args)
{
    const ufunc_full_args *args = rt_call_args();
    args->in->ob_refcnt++;
    args->out->ob_refcnt++;
#ifdef COPY_FIELDS
    /* Stays a pair only where the compiler itself makes one out of it: gcc's SLP vectorizer. */
    full_args->in = args->in;
    full_args->out = args->out;
#else
    /* MSVC copies 16 bytes by an xmm register. Said outright, all compilers agree. */
    _mm_storeu_si128((__m128i *)full_args, _mm_loadu_si128((const __m128i *)args));
#endif
#ifdef BIG
    full_args->extra = args->extra;
#endif
    return 0;
}

/* Looks for __array_prepare__ among the inputs. The read of args.in->ob_size is where it dies,
 * as in NumPy; and as in NumPy, nothing reads it with subok=False.                            */
static PREPARE ABI intptr_t find_array_prepare(ufunc_full_args args)
{
    intptr_t n = args.in->ob_size;
    return args.out ? n + args.out->ob_size : n;
}

INTERNAL ABI int
PyUFunc_GenericFunctionInternal(PyObject **op, int subok, full_args_parameter full_args)
{
    intptr_t n = 0;
    TRACED(rt_trace(__LINE__, PASSED(full_args).in));
#ifdef MARKS
    rt_print(PASSED(full_args).in ? "." : "X");
#endif
    if (subok) {
        n = find_array_prepare(PASSED(full_args));
    }
    op[2]->ob_size = op[0]->ob_size + op[1]->ob_size + n;
    return 0;
}

#endif
