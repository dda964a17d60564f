/* report.h - what a plan came to, for the report of the run.
 *
 * What was armed, where each fault could have fired, where it did.  A run that
 * would have passed, and whose plan never did anything, is vacuous. */
#ifndef SEEP_CHAOS_REPORT_H
#define SEEP_CHAOS_REPORT_H

#include "chaos.h"
#include "core/report.h"

struct seep_history;

/* Into r, which is otherwise complete.  h may be NULL. */
void seep_chaos_explain(const struct seep_chaos *c,
                        const struct seep_history *h, struct seep_report *r);

#endif
