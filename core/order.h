/* order.h - what happens before what in a run.
 *
 * Follows a run event by event and keeps what each goroutine knows of the
 * others (know.h).  After the Go memory model (go.dev/ref/mem), this comes
 * before that:
 *
 *   a go statement           what the goroutine does
 *   send k                   the end of receive k
 *   receive k                the end of send k + capacity
 *   close                    a receive that ends because of it
 *   unlock                   every later lock, and try_lock that succeeds
 *   done                     the end of a wait that it released
 *   an atomic store         the load that sees it, and what changes the value
 *                           that it left (add, swap, cas): these pass on too
 *   what changes a key      of a sync.map: what then sees that; a clear:
 *                           whatever reads in the map then
 *   putting into a pool     getting that from it
 *   giving back             getting any connection from the same pool later
 *   arming a timer           receiving its tick; what after_func runs
 *   an input of the prompt   the next one, when it has ended
 *
 * and nothing else: not the end of a goroutine, not time passing.
 *
 * Lives where its owner wants it.  Cost: an operation is O(log n) in the
 * goroutines that the two sides have newly learned of. */
#ifndef SEEP_ORDER_H
#define SEEP_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "access.h"
#include "know.h"
#include "shadow.h"
#include "trace.h"

struct seep_arena;
struct seep_g;
struct seep_object;
struct seep_sim;

/* On the caller's memory; zeroed is ready for a run. */
struct seep_order {
    struct seep_sim *sim; /* of the event at hand */
    struct seep_know know;
    struct seep_shadows shadows;
    bool lockless;      /* unlocks order nothing: who locks could come first as
                           well; but those of the library's own locks do */
    bool lost;          /* out of memory: nothing that follows can be judged */
    uint32_t fired;     /* the timer that fired last */
    uint32_t completed; /* the goroutine whose next operation is accounted
                           for already; 0: none */
    /* Told, at its moment in that order, that an operation of g which orders
     * something is an access of obj as well: a send, a close, an add from
     * zero, a wait, what is atomic.  NULL: nobody asks. */
    void (*touched)(struct seep_order *o, const struct seep_event *e,
                    const struct seep_g *g, const struct seep_object *obj,
                    enum seep_access_kind kind);
};

/* From the first event of a run on, or from any later one: then what came
 * before counts as ordered with nothing that others do. */
void seep_order_event(struct seep_order *o, struct seep_sim *s,
                      const struct seep_event *e);

/* To keep what it knows in there; before its first event. */
void seep_order_in_arena(struct seep_order *o, struct seep_arena *a);

/* Sets what an observer need not be told that passes all else on to an order
 * and wants no more for itself. */
void seep_order_listen(struct seep_observer *o);

/* Forgets the run but keeps the memory. */
void seep_order_clear(struct seep_order *o);
void seep_order_fini(struct seep_order *o);

/* ---- for the files that make it up ---- */

/* The object's shadow; NULL: out of memory, and o is lost. */
struct seep_shadow *seep__order_shadow(struct seep_order *o,
                                       const struct seep_object *obj);

/* g takes what was left with obj; leaves there what it knows. */
void seep__order_take(struct seep_order *o, const struct seep_g *g,
                      const struct seep_object *obj);
void seep__order_leave(struct seep_order *o, const struct seep_g *g,
                       const struct seep_object *obj);

static inline void seep__order_touch(struct seep_order *o,
                                     const struct seep_event *e,
                                     const struct seep_g *g,
                                     const struct seep_object *obj,
                                     enum seep_access_kind kind)
{
    if (o->touched)
        o->touched(o, e, g, obj, kind);
}

/* e->g finds nobody who takes what it offers, in a select: as Go counts it,
 * these are sends too. */
void seep__order_offered(struct seep_order *o, const struct seep_event *e);
/* e->g has performed its send, receive or select (order_chan.c). */
void seep__order_sent(struct seep_order *o, const struct seep_event *e);
/* It was performed for e->g, which was parked, by e->other if by anybody. */
void seep__order_completed(struct seep_order *o, const struct seep_event *e);
/* What was sent last has changed places with the value before it. */
void seep__order_overtaken(struct seep_order *o, const struct seep_event *e);

#endif
