/* gmp.h - Go's run queues: P's, run-next, local and global queues, stealing.
 *
 * After runtime/proc.go: a readied goroutine takes its P's run-next slot and
 * pushes the previous occupant to the tail of the local queue of 256; a full
 * local queue sends half to the global queue; the global queue is looked at
 * first every 61st tick; an idle P steals half of another's queue.
 *
 * This file only keeps queues.  Who asks, and when, is sim.c's business. */
#ifndef SEEP_GMP_H
#define SEEP_GMP_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "waiter.h"

struct seep_arena;
struct seep_g;
struct seep_sim;

enum { SEEP_P_QUEUE = 256, SEEP_P_MAX = 64 };

struct seep_p {
    uint32_t id;
    uint32_t head, tail; /* of queue; tail - head is its length */
    uint32_t tick;       /* goroutines taken up, for the 61st-tick rule */
    uint32_t slice;      /* instructions used of the current time slice */
    int64_t busy_until;  /* its goroutine computes until then; 0: it does not */
    struct seep_g *cur;  /* running on it */
    struct seep_g *next; /* the run-next slot */
    struct seep_g *queue[SEEP_P_QUEUE];
};

struct seep_gmp {
    struct seep_p *p[SEEP_P_MAX];
    uint32_t np;
    uint32_t turn;            /* the P whose turn is next */
    struct seep_queue global; /* of goroutines' own waiters */
    uint32_t nglobal;
    uint32_t nrunnable; /* in all queues */
};

enum seep_err seep_gmp_init(struct seep_gmp *m, struct seep_arena *a,
                            uint32_t np);

/* Puts g into p's run-next slot (`next`) or at its queue's tail. */
void seep_gmp_put(struct seep_gmp *m, struct seep_p *p, struct seep_g *g,
                  bool next);
void seep_gmp_put_global(struct seep_gmp *m, struct seep_g *g);

/* What the default schedule runs next on p: taken out of its queue; NULL when
 * there is nothing, even to steal. */
struct seep_g *seep_gmp_find(struct seep_sim *s, struct seep_p *p);

/* Leaves np P's; what the others run or have queued becomes runnable in the
 * global queue. */
void seep_gmp_shrink(struct seep_gmp *m, uint32_t np);

/* A P that runs nothing and has nothing to run at virtual time `now`. */
struct seep_p *seep_gmp_idle(const struct seep_gmp *m, int64_t now);

/* Moves all queues, and what runs on P's, to the global queue: the P's are
 * as new.  Goroutines that ran become runnable. */
void seep_gmp_gather(struct seep_gmp *m);

/* Takes g out of whichever queue it is in.  O(length of a local queue). */
void seep_gmp_take(struct seep_gmp *m, struct seep_g *g);

#endif
