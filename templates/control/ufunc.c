/* The caller, in the shape of numpy/core/src/umath/ufunc_object.c of NumPy v1.21.0. */
#include "control.h"


#ifdef DEAD_CODE
#include "placebo.h"
#endif

#ifdef UNITY
#define INCLUDED_BY_UFUNC_C
#include "internal.c"
#endif

#ifndef QUALIFIER
#define QUALIFIER
#endif

/* An output that overlaps itself earns a warning: the one place between the filling of full_args
 * and its use by the callee where Python code, hence a collection, can run.                    */
static NOINLINE ABI int
convert_ufunc_arguments(ufunc_full_args full_args, PyObject **op, int overlap)
{
    op[0] = full_args.in->ob_item[0];
    op[1] = full_args.in->ob_item[1];
    op[2] = full_args.out->ob_item[0];
    if (overlap) {
        rt_warn();
    }
    return 0;
}

/* The value of full_args must live across convert_ufunc_arguments. Where make_full_arg_tuple is
 * a call into another object, the struct's address has escaped and the value stays in memory.
 * Inlined by link-time optimization, nothing else sees the address and the value moves to one of
 * xmm6 to xmm15, which that call promises to preserve and the JIT's code does not.             */
NOINLINE ABI int ufunc_generic_fastcall(int overlap)
{
    PyObject *op[3];
    int errval;
    QUALIFIER ufunc_full_args full_args = {0};

    /* The cast is for QUALIFIER=volatile, as in the patch that people tried. */
    if (make_full_arg_tuple((ufunc_full_args *)&full_args) < 0 || !full_args.in
            || convert_ufunc_arguments(full_args, op, overlap) < 0) {
        return -1;
    }
    TRACED(rt_trace(__LINE__, full_args.in));
    errval = PyUFunc_GenericFunctionInternal(op, options.subok, PASS(full_args));
    TRACED(rt_trace_line(__LINE__));

    /* Py_XDECREF in NumPy: the check is why the caller survives a struct that was lost. */
    if (full_args.in) {
        full_args.in->ob_refcnt--;
    }
    if (full_args.out) {
        full_args.out->ob_refcnt--;
    }
    return errval;
}
