/* waitgroup.c - see waitgroup.h; texts and order from sync/waitgroup.go. */
#include "waitgroup.h"

#include <string.h>

#include "sim.h"

void seep_waitgroup_init(struct seep_waitgroup *wg)
{
    memset(wg, 0, sizeof *wg);
    wg->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_WAITGROUP;
}

enum seep_outcome seep_waitgroup_add(struct seep_sim *s, struct seep_g *g)
{
    struct seep_waitgroup *wg = (struct seep_waitgroup *)g->op.obj;
    int64_t delta = g->op.arg;
    struct seep_waiter *w;

    wg->count += delta;
    g->op.arg = wg->count;
    g->op.chosen = (int32_t)delta;
    if (wg->count < 0) {
        g->raise = "sync: negative WaitGroup counter";
        return SEEP_PANICKED;
    }
    if (wg->q.first && delta > 0 && wg->count == delta) {
        g->raise = "sync: WaitGroup misuse: Add called concurrently with Wait";
        return SEEP_PANICKED;
    }
    if (wg->count > 0)
        return SEEP_DONE;
    while ((w = seep_queue_pop(&wg->q)))
        seep_sim_wake(s, w->g);
    return SEEP_DONE;
}

enum seep_outcome seep_waitgroup_wait(struct seep_sim *s, struct seep_g *g)
{
    struct seep_waitgroup *wg = (struct seep_waitgroup *)g->op.obj;

    if (g->op.flags & SEEP_OP_WOKEN) {
        if (!wg->count && !wg->q.first)
            return SEEP_DONE;
        g->raise =
            "sync: WaitGroup is reused before previous Wait has returned";
        return SEEP_PANICKED;
    }
    if (!wg->count)
        return SEEP_DONE;
    return seep_sim_wait(s, g, &wg->q, SEEP_WAIT_WG_WAIT);
}
