/* tap.h - test results as the Test Anything Protocol, version 13. */
#ifndef SEEP_TAP_H
#define SEEP_TAP_H

#include <stdbool.h>

#include "bindings/export/buffer.h"
#include "bindings/export/results.h"

/* The version, which comes first. */
void seep_tap_begin(struct seep_buffer *t);

/* Test point `number` (from 1); what is wrong follows as diagnostics, of
 * which `quiet` leaves the report out and `verbose` gives more. */
struct seep_tap_style {
    bool color, quiet, verbose;
};
void seep_tap_result(struct seep_buffer *t, size_t number,
                     const struct seep_result *r,
                     const struct seep_tap_style *style);

/* The plan, and "# N passed, N failed" as the last line. */
void seep_tap_end(struct seep_buffer *t, const struct seep_results *r);

#endif
