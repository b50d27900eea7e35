/* The command line. A wrong one ends the program with status 2 before it does anything. */
#include "control.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: control [ITERATIONS] [OPTION...]\n"
    "  ITERATIONS             turns of the loop (default 100000)\n"
    "  --seed N               fixes when collections happen (default: random)\n"
    "  --jit on|off|fixed     fixed: its code restores the registers (default on)\n"
    "  --gc-each-iteration    a full collection at the end of each turn\n"
    "  --no-warning           no Python code runs between filling and using the struct\n"
    "  --no-subok             the callee does not read the struct\n"
    "  --events               print M, C and F for collections instead of 11, 14 and 16\n"
    "  --nursery BYTES        allocations between two collections (default 4194304)\n"
    "  --heartbeat FILE       count turns in the first 8 bytes of FILE (little-endian, mapped)\n"
    "                         instead of printing 11, 14 and 16\n"
    "  --help                 print this\n";

struct options options = {
    .iterations = 100000,
    .jit = JIT_ON,
    .warning = 1,
    .subok = 1,
    .nursery = NURSERY_MAX,
};

/* strtoull alone takes blanks, signs and trailing rubbish. */
static int parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *number)
{
    const char *s = text;
    while (*s >= '0' && *s <= '9') {
        s++;
    }
    if (s == text || *s != '\0') {
        return -1;
    }
    errno = 0;
    *number = strtoull(text, NULL, 10);
    return errno != 0 || *number < min || *number > max ? -1 : 0;
}

static int parse_jit(const char *text)
{
    if (strcmp(text, "on") == 0) {
        options.jit = JIT_ON;
    } else if (strcmp(text, "off") == 0) {
        options.jit = JIT_OFF;
    } else if (strcmp(text, "fixed") == 0) {
        options.jit = JIT_FIXED;
    } else {
        return -1;
    }
    return 0;
}

/* Returns 1 when `option` stands alone, 0 when it is none of these. */
static int parse_flag(const char *option)
{
    if (strcmp(option, "--gc-each-iteration") == 0) {
        options.gc_each_iteration = 1;
    } else if (strcmp(option, "--no-warning") == 0) {
        options.warning = 0;
    } else if (strcmp(option, "--no-subok") == 0) {
        options.subok = 0;
    } else if (strcmp(option, "--events") == 0) {
        options.events = 1;
    } else {
        return 0;
    }
    return 1;
}

/* Returns what the option's value must be, NULL for an option that does not exist. */
static const char *value_needed(const char *option)
{
    if (strcmp(option, "--jit") == 0) {
        return "on, off or fixed";
    }
    if (strcmp(option, "--seed") == 0) {
        return "a number from 0 to 18446744073709551615";
    }
    if (strcmp(option, "--nursery") == 0) {
        return "a number of bytes from 16 to 4194304";
    }
    if (strcmp(option, "--heartbeat") == 0) {
        return "the name of a file";
    }
    return NULL;
}

static int set_value(const char *option, const char *value)
{
    uint64_t number = 0;
    if (strcmp(option, "--jit") == 0) {
        return parse_jit(value);
    }
    if (strcmp(option, "--seed") == 0) {
        options.has_seed = 1;
        return parse_number(value, 0, UINT64_MAX, &options.seed);
    }
    if (strcmp(option, "--nursery") == 0) {
        if (parse_number(value, NURSERY_MIN, NURSERY_MAX, &number) < 0) {
            return -1;
        }
        options.nursery = (unsigned)number;
        return 0;
    }
    options.heartbeat = value;
    return *value == '\0' ? -1 : 0;
}

/* `value` is NULL after the last argument. */
static int parse_valued(const char *option, const char *value)
{
    const char *needed = value_needed(option);
    if (!needed) {
        fprintf(stderr, "control: unknown option \"%s\"; --help lists them\n", option);
        return -1;
    }
    if (!value) {
        fprintf(stderr, "control: %s needs %s after it\n", option, needed);
        return -1;
    }
    if (set_value(option, value) < 0) {
        fprintf(stderr, "control: %s needs %s, not \"%s\"\n", option, needed, value);
        return -1;
    }
    return 0;
}

static int parse_iterations(const char *text)
{
    uint64_t number = 0;
    if (parse_number(text, 0, INT_MAX, &number) < 0) {
        fprintf(stderr, "control: the iterations need a number from 0 to %d, not \"%s\"\n", INT_MAX,
                text);
        return -1;
    }
    options.iterations = (int)number;
    return 0;
}

int options_parse(int argc, char **argv, int *status)
{
    int k;
    *status = 2;
    for (k = 1; k < argc; k++) {
        if (strcmp(argv[k], "--help") == 0) {
            *status = fputs(usage, stdout) < 0;
            return -1;
        }
        if (argv[k][0] != '-') {
            if (parse_iterations(argv[k]) < 0) {
                return -1;
            }
        } else if (!parse_flag(argv[k])) {
            if (parse_valued(argv[k], k + 1 < argc ? argv[k + 1] : NULL) < 0) {
                return -1;
            }
            k++;
        }
    }
    return 0;
}
