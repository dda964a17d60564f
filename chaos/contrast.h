/* contrast.h - a run with faults beside the same run without.
 *
 * Same seed, same schedule, and the same points, at which nothing fires: does
 * it fail all the same, and where do the two first differ? */
#ifndef SEEP_CHAOS_CONTRAST_H
#define SEEP_CHAOS_CONTRAST_H

#include <stdbool.h>

#include "core/report.h"

/* Has a fault fired in a run that did not pass? */
bool seep_contrast_wanted(const struct seep_report *r);

/* Puts into r->chaos what `plain`, the run without faults, was like. */
void seep_contrast(struct seep_report *r, const struct seep_report *plain);

#endif
