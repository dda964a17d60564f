/* mutex.h - sync.Mutex: FIFO waiters, barging, starvation mode.
 *
 * After internal/sync/mutex.go: an unlock wakes the first waiter, which must
 * compete with whoever comes by (normal mode); once a waiter has waited more
 * than 1 ms, unlock hands the lock over directly (starvation mode) until the
 * queue is short of such waiters. */
#ifndef SEEP_MUTEX_H
#define SEEP_MUTEX_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"
#include "waiter.h"

struct seep_sim;

struct seep_mutex {
    struct seep_object obj;
    bool ours; /* the library's own: it guards no data of a script's */
    bool locked;
    bool woken;       /* a waiter was woken and has not yet tried */
    bool starving;    /* unlock hands over */
    uint32_t waiters; /* as Go counts them: queued, or robbed of a wake-up */
    uint32_t tokens;  /* wake-ups not used yet: a newcomer may be quicker than
                         the one that was woken, as at Go's semaphores */
    uint32_t owner;   /* goroutine that locked it last; 0: unlocked */
    uint32_t owner_site; /* where, while somebody watches */
    struct seep_queue q;
};

void seep_mutex_init(struct seep_mutex *m);

/* On a mutex that is part of something else, which is op.obj: as lock,
 * try_lock and unlock (of a locked one) do. */
enum seep_outcome seep_mutex_take(struct seep_sim *s, struct seep_mutex *m,
                                  struct seep_g *g);
bool seep_mutex_try_take(struct seep_sim *s, struct seep_mutex *m,
                         struct seep_g *g);
void seep_mutex_give(struct seep_sim *s, struct seep_mutex *m);

/* Takes g, which waits for m, out of its queue. */
void seep_mutex_leave(struct seep_mutex *m, struct seep_g *g);

/* On g->op; called by perform.c only.  op.arg of a lock holds, while it waits,
 * the virtual time it began to. */
enum seep_outcome seep_mutex_lock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_mutex_try_lock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_mutex_unlock(struct seep_sim *s, struct seep_g *g);

#endif
