/* worker.h - a process that makes runs for another one (crew.h). */
#ifndef SEEP_WORKER_H
#define SEEP_WORKER_H

#include "bindings/terminal/subject.h"

/* What its runs are made of; nothing of it is owned. */
struct seep_worker_job {
    const struct seep_subject *subject;
    bool whole;         /* the track DEPTH is the whole row (share.h) */
    uint32_t shard, of; /* samples whose number is `shard` modulo `of` */
    bool watch; /* tell digests, hand-offs, how far the search has come */
};

/* Makes the tasks that come from the socket, until its other end is closed. */
void seep_worker_run(const struct seep_worker_job *job, int socket);

#endif
