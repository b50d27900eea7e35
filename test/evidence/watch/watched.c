/* A program to be watched: functions that keep registers and one that loses r12, in calls, recursion
 * and threads. What is asked is the first argument; one mark "14 N" for each turn.               */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* void work(int lose): r12 must come back as it was. */
__asm__(".globl work\n.type work, @function\nwork:\n"
        "  test %edi, %edi\n  je 1f\n  mov $0x5151, %r12d\n1: ret\n.size work, . - work\n");

/* void caller(int lose, void *seen): keeps its own caller's r12, and gives r12 a value over the call. */
__asm__(".globl caller\n.type caller, @function\ncaller:\n"
        "  push %r12\n  mov $0x1234, %r12d\n  mov %rsi, %r8\n  call work\n  pop %r12\n  ret\n"
        ".size caller, . - caller\n");
void caller(int lose, void *seen);

static long words[2] = {0x77, 0x88};

__attribute__((noinline, noclone)) int again(int depth)
{
    int below = depth > 0 ? again(depth - 1) : 0;
    caller(0, words);
    return below + 1;
}

static inline __attribute__((always_inline)) int folded(int n)
{
    return n * 3;
}

static void *many(void *argument)
{
    for (int k = 0; k < 200; k++) {
        caller(0, argument);
    }
    return NULL;
}

static void handled(int number)
{
    (void)number;
    signal(SIGSEGV, SIG_DFL);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "arguments") == 0) {
        for (int k = 2; k < argc; k++) {
            printf("[%s]\n", argv[k]);
        }
        return 3;
    }
    for (int turn = 0; turn < 5; turn++) {
        printf("14 %d\n", turn);
        fflush(stdout);
        caller(strcmp(what, "lose") == 0 && turn == 3, turn == 1 ? NULL : words);
    }
    if (strcmp(what, "recursion") == 0) {
        again(4);
    } else if (strcmp(what, "threads") == 0) {
        pthread_t threads[3];
        for (int k = 0; k < 3; k++) {
            pthread_create(&threads[k], NULL, many, words);
        }
        for (int k = 0; k < 3; k++) {
            pthread_join(threads[k], NULL);
        }
    } else if (strcmp(what, "fault") == 0) {
        signal(SIGSEGV, handled);
        *(volatile int *)8 = 1;
    }
    printf("done %d\n", folded(argc));
    return 0;
}
