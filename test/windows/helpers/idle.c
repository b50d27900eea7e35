/*
 * idle.exe: does nothing until its stdin ends. While it lives, Wine's service processes live; else
 * the next program has to start them again (2 s), and they keep its stdout and stderr open after
 * its end (60 s).
 */
#include <stdio.h>

int main(void) {
  while (getchar() != EOF) continue;
  return 0;
}
