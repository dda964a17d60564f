/* rwmutex.c - see rwmutex.h. */
#include "rwmutex.h"

#include <string.h>

#include "sim.h"

void seep_rwmutex_init(struct seep_rwmutex *rw)
{
    memset(rw, 0, sizeof *rw);
    rw->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_RWMUTEX;
    seep_mutex_init(&rw->w);
}

static struct seep_rwmutex *rw_of(const struct seep_g *g)
{
    return (struct seep_rwmutex *)g->op.obj;
}

/* ---- the writer ---- */

enum seep_outcome seep_rwmutex_lock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);

    if (!(g->op.flags & SEEP_OP_WOKEN))
        g->op.chosen = SEEP_RW_FOR_WRITER;
    else if (g->op.chosen == SEEP_RW_FOR_READERS)
        return SEEP_DONE; /* the last reader made it so */
    enum seep_outcome r = seep_mutex_take(s, &rw->w, g);
    if (r != SEEP_DONE)
        return r;
    rw->writing = true;
    if (s->opt.strategy->decides)
        seep_sim_crowd_out(s, &rw->obj);
    if (!rw->reading)
        return SEEP_DONE;
    g->op.chosen = SEEP_RW_FOR_READERS;
    rw->draining = g;
    return seep_sim_park(s, g, SEEP_WAIT_RWMUTEX_LOCK);
}

enum seep_outcome seep_rwmutex_try_lock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);

    g->op.ok = seep_mutex_try_take(s, &rw->w, g);
    if (g->op.ok && rw->reading) {
        seep_mutex_give(s, &rw->w);
        g->op.ok = false;
    }
    rw->writing = rw->writing || g->op.ok;
    if (g->op.ok && s->opt.strategy->decides)
        seep_sim_crowd_out(s, &rw->obj);
    return SEEP_DONE;
}

/* The writer is none any more: first readers may go on, then the next one. */
static void give_up(struct seep_sim *s, struct seep_rwmutex *rw)
{
    struct seep_waiter *reader;

    rw->writing = false;
    if (s->opt.strategy->decides)
        rw->unserved -= seep_sim_let_in(s, &rw->q);
    rw->reading += rw->unserved - rw->tokens;
    rw->tokens = rw->unserved;
    while ((reader = seep_queue_pop(&rw->q)))
        seep_sim_wake(s, reader->g);
    seep_mutex_give(s, &rw->w);
}

enum seep_outcome seep_rwmutex_unlock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);

    if (!rw->writing || rw->draining)
        return seep_sim_fatal(s, g, "sync: Unlock of unlocked RWMutex");
    s->vigil.passed |= rw->w.owner != g->id;
    give_up(s, rw);
    return SEEP_DONE;
}

/* ---- readers ---- */

enum seep_outcome seep_rwmutex_rlock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);
    bool woken = g->op.flags & SEEP_OP_WOKEN;

    g->op.ok = true;
    if (!woken && !rw->writing) {
        rw->reading++;
        return SEEP_DONE;
    }
    rw->unserved += !woken;
    if (s->opt.strategy->decides && !woken)
        return seep_sim_shut_out(s, g, &rw->q, SEEP_WAIT_RWMUTEX_RLOCK);
    if (rw->tokens) {
        rw->tokens--;
        rw->unserved--;
        return SEEP_DONE;
    }
    return seep_sim_wait(s, g, &rw->q, SEEP_WAIT_RWMUTEX_RLOCK);
}

enum seep_outcome seep_rwmutex_try_rlock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);

    (void)s;
    g->op.ok = !rw->writing;
    rw->reading += g->op.ok;
    return SEEP_DONE;
}

enum seep_outcome seep_rwmutex_runlock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);

    if (!rw->reading)
        return seep_sim_fatal(s, g, "sync: RUnlock of unlocked RWMutex");
    if (--rw->reading || !rw->draining)
        return SEEP_DONE;
    struct seep_g *writer = rw->draining;
    rw->draining = NULL;
    seep_sim_wake(s, writer);
    return SEEP_DONE;
}

/* ---- leaving ---- */

void seep_rwmutex_leave(struct seep_sim *s, struct seep_g *g)
{
    struct seep_rwmutex *rw = rw_of(g);

    if (rw->draining == g) {
        rw->draining = NULL;
        give_up(s, rw);
    } else if (g->own.queued && g->op.kind == SEEP_OP_RLOCK) {
        seep_queue_remove(&rw->q, &g->own);
        rw->unserved--;
    } else if (g->own.queued) {
        seep_mutex_leave(&rw->w, g);
    }
}
