/* remark.h - what the events of a run meant to each other: who woke whom, and
 * a remark on each for the last column of the picture.
 *
 * A remark says only what the events themselves prove: who holds a lock, what
 * a counter stands at, that a channel has a buffer.  Where they leave a doubt
 * it says less. */
#ifndef SEEP_REMARK_H
#define SEEP_REMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report.h"

struct seep_history;
struct seep_past_event;
struct seep_sim;

/* What has been told of an object so far. */
struct seep_told {
    uint32_t holder;    /* of a lock: a goroutine's id; 0: nobody */
    uint32_t next_held; /* the next lock that this one holds */
    uint32_t name;      /* of a lock: in the world's names */
    int64_t count;      /* of a waitgroup */
    bool counted;       /* a waitgroup: somebody has called add or done */
    bool buffered;      /* a channel: a value went into its buffer */
    bool closed;
    bool timed; /* a channel of a timer, on which somebody is stuck */
};

struct seep_remarks {
    struct seep_sim *s;
    const struct seep_history *h;
    const struct seep_report *r; /* with verdict, races, lanes and stuck */
    const uint32_t *lane_of;     /* [goroutine id] */
    const struct seep_past_event *e;
    size_t n;
    uint32_t ng, nobj;
    uint32_t *link; /* [event], plus 1: of a wait the wake-up that ended it, of
                       a wake-up the wait; 0: none */
    uint32_t *held; /* [goroutine id]: the first lock it holds */
    struct seep_told *told; /* [object id] */
    bool forever;           /* who still waits at the end would wait for ever */
};

/* Borrows s, h, r and lane_of until the end.  False: out of memory. */
bool seep__remarks_init(struct seep_remarks *m, struct seep_sim *s,
                        const struct seep_history *h,
                        const struct seep_report *r, const uint32_t *lane_of);
void seep__remarks_fini(struct seep_remarks *m);

/* How many goroutines that waited did operation i wake?  Their wake-ups are
 * the events before it. */
size_t seep__woken(const struct seep_remarks *m, size_t i);

/* The wait that wake-up i ended, or NULL. */
const struct seep_past_event *seep__wait_before(const struct seep_remarks *m,
                                                size_t i);

/* Returns a new remark on event i, "" for none.  To be asked for every event,
 * in order. */
char *seep__remark(struct seep_remarks *m, size_t i);

#endif
