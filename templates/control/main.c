/* The loop of the reproducer, test_loop.py, and its output: `11`, `14 <turn>` and `16` after the
 * statements of those lines, each flushed, and `done` at the end. What "NumPy" prints (TRACE,
 * MARKS) comes before the next of them, on the same line.                                     */
#include "control.h"

#include <stdio.h>

static NOINLINE void turn(int i, int quiet)
{
    rt_alloc(4096);            /* arange, reshape, broadcast_arrays */
    ufunc_generic_fastcall(0); /* x = u + v */
    if (!quiet) {
        printf("11\n");
        fflush(stdout);
    }
    rt_alloc(1024); /* catch_warnings */
    if (!quiet) {
        printf("14 %d\n", i);
        fflush(stdout);
    }
    ufunc_generic_fastcall(options.warning); /* u += v */
    if (!quiet) {
        printf("16\n");
        fflush(stdout);
    }
    if (options.gc_each_iteration) {
        rt_collect_full();
    }
}

int main(int argc, char **argv)
{
    volatile uint64_t *counter = NULL;
    int status = 0;
    int quiet, i;

    if (options_parse(argc, argv, &status)) {
        return status;
    }
    if (options.heartbeat && !(counter = os_map_counter(options.heartbeat))) {
        return 2;
    }
    quiet = options.events || counter;
    rt_init(options.has_seed ? options.seed : os_entropy());
    for (i = 0; i < options.iterations; i++) {
        if (counter) {
            *counter = (uint64_t)i + 1;
        }
        if (rt_merge_point() < 0) {
            fprintf(stderr, "control: the system gives no executable memory; try --jit off\n");
            return 2;
        }
        turn(i, quiet);
    }
    if (puts("done") < 0 || fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "control: stdout could not be written\n");
        return 1;
    }
    return 0;
}
