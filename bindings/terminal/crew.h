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
#include "bindings/terminal/watch.h"

struct seep_crew_options {
    uint32_t jobs;
    uint32_t shard, of; /* this machine makes one share of `of`; of 0: all */
    struct seep_watcher watcher;
};

/* Searches until f is complete, its time is up, or a signal that the person
 * sends comes (interrupt.h).  f->end says why it ended. */
void seep_crew_search(const struct seep_crew_options *how,
                      const struct seep_subject *subject,
                      struct seep_findings *f);

#endif
