/* rwmutex.h - sync.RWMutex: many readers or one writer.
 *
 * After sync/rwmutex.go: a writer first takes an inner mutex, so that a second
 * one waits as for a mutex; from then on new readers wait, and the writer
 * waits for those that read already.  Its unlock lets all waiting readers in
 * before the next writer.  Any goroutine may unlock. */
#ifndef SEEP_RWMUTEX_H
#define SEEP_RWMUTEX_H

#include <stdbool.h>
#include <stdint.h>

#include "mutex.h"

struct seep_rwmutex {
    struct seep_object obj;
    struct seep_mutex w;     /* held by the writer; a number of its own */
    bool writing;            /* there is a writer, maybe still waiting */
    uint32_t reading;        /* readers that hold the lock */
    struct seep_g *draining; /* the writer, while it waits for readers */
    struct seep_queue q;     /* readers that wait for the writer */
    uint32_t unserved; /* readers that came to a writer and do not read yet,
                          woken ones among them */
    uint32_t tokens;   /* of the reading ones, those that do not know it yet; a
                          reader that comes meanwhile may take such a place */
};

/* On the caller's memory, which numbers obj and w.obj. */
void seep_rwmutex_init(struct seep_rwmutex *rw);

/* On g->op; called by perform.c only.  While a lock waits, op.chosen tells
 * for whom. */
enum { SEEP_RW_FOR_WRITER, SEEP_RW_FOR_READERS };

enum seep_outcome seep_rwmutex_lock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_rwmutex_try_lock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_rwmutex_unlock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_rwmutex_rlock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_rwmutex_try_rlock(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_rwmutex_runlock(struct seep_sim *s, struct seep_g *g);

/* Takes g, which waits in one of them, out of its queue. */
void seep_rwmutex_leave(struct seep_sim *s, struct seep_g *g);

#endif
