/* chan.h - channels, and the one algorithm on them.
 *
 * Send and receive are selects of one case; there is one transfer, in
 * seep_case_perform.  Orders are Go's (runtime/chan.go, runtime/select.go):
 * a receive looks for a parked sender, then the buffer, then closedness; a
 * send for closedness, a parked receiver, then room.
 *
 * Timer channels (Go 1.23) behave as unbuffered although a due tick waits in
 * them: len and cap are 0, and the tick is taken back by stop and reset.  Those
 * of legacy timers (timer.h) are buffers of one, to be seen. */
#ifndef SEEP_CHAN_H
#define SEEP_CHAN_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"
#include "timer.h"
#include "waiter.h"

struct seep_g;
struct seep_sim;
struct seep_timer;

/* What the channel is to its users; reports explain waits by it. */
enum seep_chan_role {
    SEEP_CHAN_PLAIN,
    SEEP_CHAN_TIMER,   /* of a timer or ticker: `timer` is set */
    SEEP_CHAN_CONTEXT, /* a context's done channel */
    SEEP_CHAN_POOL,    /* on which a pool serves one who waits for a place */
    SEEP_CHAN_PERMIT,  /* on which a semaphore does */
    SEEP_CHAN_MEMBERS  /* full when an errgroup has all members that it may */
};

struct seep_chan {
    struct seep_object obj;
    uint32_t cap, len, head; /* buffer: len values from slot head on */
    uint32_t taken;          /* so many places of it nobody can use now */
    bool closed;
    bool lossy; /* messages can be lost on it, if a fault says so */
    bool named; /* a context's: its name is one that the script gave it */
    uint8_t role;
    struct seep_queue q[2]; /* parked waiters, by enum seep_dir */
    struct seep_timer *timer;
    union {
        int64_t tick; /* timer channels: the tick that waits, if len */
        const struct seep_chan *above; /* a context's: that of the one whose end
                                          ends it; NULL: there is none */
    };
    /* A context's done channel: where the oldest context that it descends
     * from was made, and by which goroutine (0: it has no such context). */
    uint32_t root_site;
    union {
        uint32_t root_maker;
        uint32_t pool; /* a pool's: its id */
        uint32_t lock; /* a semaphore's: the id of the mutex of its counts */
    };
    void *host; /* the host's: its buffer */
    union {
        uint32_t nil_site; /* the host's: where a nil was last sent */
        uint32_t kin;      /* a context's: its number among contexts */
    };
};

/* The largest capacity: what a 32-bit count of slots allows. */
#define SEEP_CHAN_MAX ((uint32_t)INT32_MAX)

/* On the caller's memory.  The caller numbers and names obj. */
void seep_chan_init(struct seep_chan *ch, uint32_t cap);

/* Is the tick in it no business of its users, so that it looks unbuffered? */
static inline bool seep_chan_hides(const struct seep_chan *ch)
{
    return ch->timer && !ch->timer->legacy;
}

/* The capacity that they see. */
static inline uint32_t seep_chan_cap(const struct seep_chan *ch)
{
    return ch->timer ? ch->timer->legacy : ch->cap;
}

/* Would this case go through at once?  (A send on a closed channel would: it
 * panics.)  False for a nil channel. */
static inline bool seep_case_ready(const struct seep_waiter *w)
{
    const struct seep_chan *ch = (const struct seep_chan *)w->obj;

    if (!ch)
        return false;
    if (w->dir == SEEP_SEND)
        return ch->closed || ch->q[SEEP_RECV].first ||
               ch->len + ch->taken < ch->cap;
    return ch->q[SEEP_SEND].first || ch->len || ch->closed;
}

/* Performs a ready case for its goroutine: SEEP_DONE or SEEP_PANICKED. */
enum seep_outcome seep_case_perform(struct seep_sim *s, struct seep_waiter *w);

/* The operations, on g->op; called by sim.c only. */
enum seep_outcome seep_chan_select(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_chan_close(struct seep_sim *s, struct seep_g *g);
/* From now on n places of its buffer are taken. */
void seep_chan_take(struct seep_sim *s, struct seep_chan *ch, uint32_t n);
/* What g has just put into its buffer overtakes the value before it: there are
 * two at least. */
void seep_chan_overtake(struct seep_sim *s, struct seep_g *g,
                        struct seep_chan *ch);
/* The same from outside of every goroutine; ch is open. */
void seep_chan_shut(struct seep_sim *s, struct seep_chan *ch);
enum seep_outcome seep_chan_len(struct seep_sim *s, struct seep_g *g);

/* Takes g, which waits in a select, send or receive, out of every queue. */
void seep_select_leave(struct seep_sim *s, struct seep_g *g);

/* A due timer: its tick wakes a parked receiver or waits to be received. */
void seep_chan_tick(struct seep_sim *s, struct seep_chan *ch, int64_t when);

#endif
