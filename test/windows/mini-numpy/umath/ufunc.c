/* The caller: keeps an argument in a register over a call into Python. */
#include <stdio.h>
#include "umath.h"

__declspec(dllexport) void inplace_add(Runtime *runtime, Operand *u, const Operand *v) {
  runtime->preserved = (void *)v;
  runtime->warn(runtime);
  generic_function_internal(u, runtime->preserved);
}
