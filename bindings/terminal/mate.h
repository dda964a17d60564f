/* mate.h - a worker (worker.h) as the one that hands out tasks has it. */
#ifndef SEEP_MATE_H
#define SEEP_MATE_H

#include <sys/types.h>

#include "bindings/terminal/packet.h"
#include "bindings/terminal/worker.h"

struct seep_mate {
    pid_t pid;  /* 0: there is none */
    int socket; /* -1: none */
    bool busy;
    struct seep_task task;  /* what it is at; `first` is the next expected */
    struct seep_part *part; /* also, when that is a part */
    struct seep_stream in;
};

/* Starts the process, which drops what it has of the n others'.  False: it
 * cannot be started, and m is as it was. */
bool seep_mate_start(struct seep_mate *m, const struct seep_worker_job *job,
                     const struct seep_mate *others, uint32_t n);

/* Ends the process, if there is one. */
void seep_mate_stop(struct seep_mate *m);

/* Its end of the socket is closed: waits for its end.  Was it killed? */
bool seep_mate_bury(struct seep_mate *m);

void seep_mate_give(struct seep_mate *m, const struct seep_task *t,
                    struct seep_part *part);

/* The processors that this process may use, at most SEEP_JOBS_MAX. */
uint32_t seep_processors(void);

#endif
