/* random_script.h - programs for unit tests that nobody would write.
 *
 * A few goroutines that do a bit of everything to a few shared objects; the
 * same number gives the same program.  Most of them get stuck, some end in a
 * panic, a few come to their end. */
#ifndef RANDOM_SCRIPT_H
#define RANDOM_SCRIPT_H

#include "core/rng.h"
#include "script_run.h"

enum { RANDOM_PROGRAMS = 5, RANDOM_LINES = 40, RANDOM_ARMS = 3 };

struct random_script {
    struct line line[RANDOM_PROGRAMS][RANDOM_LINES]; /* the first is main's */
    struct arm arm[RANDOM_PROGRAMS][RANDOM_LINES][RANDOM_ARMS];
    struct scenario scenario; /* strategy, seed and procs are the caller's */

    /* While it is being made. */
    struct seep_rng rng;
    uint32_t prog, n, held;
};

void random_script(struct random_script *r, uint64_t number);

#endif
