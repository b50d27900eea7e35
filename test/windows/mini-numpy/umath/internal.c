/* The callee: reads what it is given. */
#include <stdio.h>
#include "umath.h"

void generic_function_internal(Operand *out, const Operand *in) {
  out->value += in->value;
}
