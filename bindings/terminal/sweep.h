/* sweep.h - chaos.sweep: one fault at every point in turn, and at which of
 * them the program breaks.
 *
 * It breaks where the run ends in anything but a pass.  Points that break it
 * alike - the same fault in the same place, with the same outcome - are one
 * line of the table. */
#ifndef SEEP_SWEEP_H
#define SEEP_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/report.h"

/* seep_options.sweep of the run in which the fault does not fire. */
#define SEEP_SWEEP_NOWHERE UINT64_MAX

struct seep_sweep_row;

/* Zeroed is one that is not made. */
struct seep_sweep {
    bool on;                     /* one is made */
    bool failed;                 /* out of memory */
    uint64_t points;             /* of the run without the fault */
    uint64_t broken;             /* of these */
    struct seep_sweep_row *rows; /* owned, [0..n): lines of the table */
    size_t n, cap;
};

/* A run with the fault at that point came to r. */
void seep_sweep_add(struct seep_sweep *s, uint64_t point,
                    const struct seep_report *r);

/* The table, some lines; new.  NULL: out of memory. */
char *seep_sweep_text(const struct seep_sweep *s);

void seep_sweep_fini(struct seep_sweep *s);

#endif
