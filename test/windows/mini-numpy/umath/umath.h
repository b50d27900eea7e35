/* What the two files share, and what the interpreter (test/windows/fixtures/mini-pypy.c) gives them. */
#ifndef UMATH_H
#define UMATH_H

typedef struct {
  long value;
} Operand;

typedef struct Runtime {
  /* Stands for a register that a call must preserve. */
  void *preserved;
  /* Runs Python code: the overlap warning. */
  void (*warn)(struct Runtime *);
} Runtime;

void generic_function_internal(Operand *out, const Operand *in);

#endif
