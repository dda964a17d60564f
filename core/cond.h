/* cond.h - sync.Cond: tickets, so that no signal goes to a latecomer.
 *
 * After runtime/sema.go's notifyList.  A waiter draws a ticket before it
 * unlocks and waits with it afterwards; a signal serves the lowest ticket not
 * served yet, whether or not its holder waits already.  There are no spurious
 * wake-ups.  Unlocking and locking again are operations of their own, which
 * the host issues around the wait, as sync/cond.go does. */
#ifndef SEEP_COND_H
#define SEEP_COND_H

#include <stdbool.h>
#include <stdint.h>

#include "object.h"
#include "op.h"
#include "waiter.h"

struct seep_g;
struct seep_sim;

enum { SEEP_COND_LEFT = 4 };

struct seep_cond {
    struct seep_object obj;
    uint32_t drawn;      /* tickets, in all */
    uint32_t served;     /* those below have been signalled */
    struct seep_queue q; /* waiters, not in the order of their tickets */
    uint32_t left[SEEP_COND_LEFT]; /* tickets that nobody waits with any more */
    uint32_t nleft;
};

/* g, which begins to wait with a ticket that is not served, does not wait, as
 * if there were spurious wake-ups.  False: too many have done so. */
bool seep_cond_skip(struct seep_g *g);

void seep_cond_init(struct seep_cond *c);

/* On g->op; called by perform.c only.  op.arg is the ticket: what a draw gives
 * and a wait is given. */
enum seep_outcome seep_cond_draw(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_cond_wait(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_cond_signal(struct seep_sim *s, struct seep_g *g);
enum seep_outcome seep_cond_broadcast(struct seep_sim *s, struct seep_g *g);

#endif
