/* look.h - looking closer at a schedule that fails, by running others. */
#ifndef SEEP_LOOK_H
#define SEEP_LOOK_H

#include "bindings/export/insight.h"
#include "core/explore/schedule.h"
#include "bindings/terminal/show.h"

struct seep_look {
    /* Does the run under these options fail in the same way? took: where to
     * write its schedule down, or NULL. */
    bool (*fails)(void *context, const struct seep_options *opt,
                  struct seep_schedule *took);
    void *context;
    struct seep_options base; /* the limits of a run */
    uint64_t steps;           /* of the run that fails: what others may cost */
};

/* Shrinks s, recorded of a run that fails; then looks for one with fewer
 * preemptions, until there is none or too many runs would be needed. False: s
 * does not fail when it is run again. */
bool seep_look_shrink(const struct seep_look *look, struct seep_schedule *s,
                      struct seep_insight *insight);

/* Finds out the rest of s, which fails, and whose run is in the report.  What
 * insight owns is then the caller's to free (seep_insight_fini). */
void seep_look_closer(const struct seep_look *look,
                      const struct seep_schedule *s,
                      const struct seep_report *report,
                      struct seep_insight *insight);

/* What was found out, as lines of a report. */
void seep_look_show(struct seep_buffer *t, const struct seep_insight *insight,
                    const struct seep_show *how);

#endif
