/* crowd.h - worker processes, which do what this one hands out.
 *
 * Each is a copy of this process, so it has all that was in memory when it was
 * started.  It reads from its end of a socket what to do and writes there what
 * came of it.  It ends with this process, however that ends. */
#ifndef SEEP_CROWD_H
#define SEEP_CROWD_H

#include <signal.h>
#include <sys/types.h>

#include "bindings/terminal/options.h"
#include "bindings/terminal/stream.h"

/* A worker, as this process has it. */
struct seep_hand {
    pid_t pid;             /* 0: there is none */
    int socket;            /* owned, while there is one */
    struct seep_stream in; /* owned: what it said that nobody has taken */
    bool unheard;          /* the caller's: do not listen to it now */
    bool speaks;           /* it has said something, or ended */
};

struct seep_crowd {
    /* In a worker: what it does.  It ends, with status 0, on return. */
    void (*work)(const void *context, int socket);
    const void *context;
    uint32_t n;                           /* hands; set by start */
    struct seep_hand hand[SEEP_JOBS_MAX]; /* [0..n) */
    uint32_t killed;                      /* so many were, from outside */
};

/* Starts n workers, or as many as can be; if none, errno says why. */
void seep_crowd_start(struct seep_crowd *c, uint32_t n);

/* Kills all that there are, and waits until they have ended. */
void seep_crowd_stop(struct seep_crowd *c);

/* Waits until a worker `speaks`, so many ns have passed (below 0: for ever),
 * or a signal has come that the mask lets through (NULL: the present one). */
void seep_crowd_listen(struct seep_crowd *c, int64_t ns, const sigset_t *mask);

/* The other end of h's socket is closed: waits for its end.  Only who was
 * killed from outside is replaced, by one that has been told nothing, since
 * what else ends a worker would end the next one, too.  False: h has no worker
 * any more; how it ended is in *ending (process.h). */
bool seep_crowd_bury(struct seep_crowd *c, struct seep_hand *h, int *ending);

#endif
