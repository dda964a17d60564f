/* crew.h - a search made by several processes.
 *
 * This one makes no run: it hands out tasks (packet.h), puts what comes back
 * into the order of the row (core/explore/share.h), and so can stop at any
 * moment with findings that are those of a shorter search.  A worker that was
 * killed is noticed, and what it was at is made again by another one. */
#ifndef SEEP_CREW_H
#define SEEP_CREW_H

#include "bindings/export/findings.h"
#include "bindings/terminal/subject.h"

/* How the search stands, for a progress line. */
struct seep_standing {
    const struct seep_findings *findings;
    const char *strategy; /* of the last run */
    double share;         /* of the tree, searched; below 0: unknown */
    uint64_t distinct;    /* traces... */
    uint64_t once;        /* ...that were seen once... */
    uint64_t samples;     /* ...in so many samples */
    uint64_t handoffs;    /* pairs of goroutines at objects */
    int64_t elapsed;      /* ns */
    bool over;            /* show nothing any more */
};

struct seep_crew_options {
    uint32_t jobs;
    uint32_t shard, of; /* this machine makes one share of `of`; of 0: all */
    /* Called now and then; NULL: nobody looks. */
    void (*progress)(void *context, const struct seep_standing *s);
    void *context;
};

/* Searches until f is complete, its time is up, or a signal that the person
 * sends comes (interrupt.h).  f->end says why it ended. */
void seep_crew_search(const struct seep_crew_options *how,
                      const struct seep_subject *subject,
                      struct seep_findings *f);

#endif
