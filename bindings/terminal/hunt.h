/* hunt.h - adding up what runs came to, in the order of their row.
 *
 * Who makes the runs does not matter: outcomes come in the order that one
 * process alone would make them in, so that the findings are the same for any
 * number of processes, and of machines. */
#ifndef SEEP_HUNT_H
#define SEEP_HUNT_H

#include "bindings/export/findings.h"
#include "bindings/terminal/subject.h"

/* Limits where nothing else is asked for. */
enum {
    SEEP_HUNT_RUNS = 10 * 1000,
    SEEP_HUNT_STEPS = 100 * 1000 * 1000,
};

struct seep_hunt_limits {
    uint64_t runs; /* 0: not asked for */
    int64_t time;  /* ns; 0: not asked for */
    bool all;      /* go on behind the first failure */
    bool shared;   /* by several machines: steps are not budgeted */
};

/* Empty findings of the subject. */
void seep_hunt_begin(struct seep_findings *f, const struct seep_subject *s,
                     const struct seep_hunt_limits *limits);

/* Is the search over before another run?  Then f->end says why. */
bool seep_hunt_over(struct seep_findings *f);

/* Adds the next run; takes what o owns.  The number of its failure, from 1;
 * 0: it has none. */
size_t seep_hunt_take(struct seep_findings *f, struct seep_tried *o);

/* There is no other run. */
void seep_hunt_close(struct seep_findings *f, bool proven);

/* Makes the failures' schedules as small as can be, and their reports.
 * stop(context): shall it be left at what there is? */
void seep_hunt_finish(struct seep_findings *f, const struct seep_subject *s,
                      bool (*stop)(void *context), void *context);

#endif
