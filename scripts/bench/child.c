/* The child of the overhead bench: a loop that prints five lines a turn, as NumPy's reproducer
 * does, and tells how long the loop itself took, so that start-up does not count.
 * child ITERATIONS flush|block|heartbeat SECONDS-FILE [HEARTBEAT-FILE]                       */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    long iterations = atol(argv[1]);
    int flush = !strcmp(argv[2], "flush");
    volatile uint64_t *beat = NULL;
    if (!strcmp(argv[2], "heartbeat") && argc > 4) {
        int fd = open(argv[4], O_RDWR);
        void *map = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (map == MAP_FAILED) return 3;
        beat = map;
    }
    /* Something to do in each turn, a microsecond or so, or the heartbeat has nothing to slow. */
    volatile uint64_t work = 1;
    double start = now();
    for (long i = 0; i < iterations; i++) {
        for (int k = 0; k < 300; k++) work = work * 6364136223846793005ULL + 1;
        if (beat) {
            *beat = (uint64_t)i + 1;
            continue;
        }
        const char *lines[] = {"11\n", NULL, "15\n", "16\n", "17\n"};
        for (int k = 0; k < 5; k++) {
            if (lines[k]) fputs(lines[k], stdout);
            else printf("14 %ld\n", i);
            if (flush) fflush(stdout);
        }
    }
    double seconds = now() - start;
    FILE *file = fopen(argv[3], "w");
    if (!file) return 4;
    fprintf(file, "%.9f\n", seconds);
    fclose(file);
    puts("done");
    return 0;
}
