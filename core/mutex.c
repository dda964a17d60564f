/* mutex.c - see mutex.h. */
#include "mutex.h"

#include <string.h>

#include "sim.h"

enum { STARVES_AFTER = 1000000 /* ns of virtual time, as in Go */ };

void seep_mutex_init(struct seep_mutex *m)
{
    memset(m, 0, sizeof *m);
    m->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_MUTEX;
}

static enum seep_outcome own(struct seep_mutex *m, struct seep_g *g)
{
    m->locked = true;
    m->owner = g->id;
    m->owner_site = g->op.site;
    g->op.ok = true;
    return SEEP_DONE;
}

static void push_front(struct seep_queue *q, struct seep_waiter *w)
{
    if (!q->first) {
        seep_queue_push(q, w);
        return;
    }
    w->prev = NULL;
    w->next = q->first;
    w->queued = true;
    q->first->prev = w;
    q->first = w;
}

static enum seep_outcome wait_for(struct seep_sim *s, struct seep_mutex *m,
                                  struct seep_g *g)
{
    bool again = g->op.flags & SEEP_OP_WOKEN;

    g->own = (struct seep_waiter){.g = g, .obj = g->op.obj};
    if (again) {
        push_front(&m->q, &g->own);
    } else {
        g->op.arg = s->now;
        seep_queue_push(&m->q, &g->own);
    }
    return seep_sim_park(s, g, SEEP_WAIT_MUTEX_LOCK);
}

enum seep_outcome seep_mutex_take(struct seep_sim *s, struct seep_mutex *m,
                                  struct seep_g *g)
{
    if (!(g->op.flags & SEEP_OP_WOKEN))
        return m->locked || m->starving ? wait_for(s, m, g) : own(m, g);
    if (m->locked && m->owner == g->id && m->starving) {
        /* Handed over; leave starvation mode when it has done its work. */
        if (s->now - g->op.arg <= STARVES_AFTER || !m->q.first)
            m->starving = false;
        g->op.ok = true;
        return SEEP_DONE;
    }
    m->woken = false;
    if (!m->locked)
        return own(m, g);
    m->starving = m->starving || s->now - g->op.arg > STARVES_AFTER;
    return wait_for(s, m, g);
}

bool seep_mutex_try_take(struct seep_mutex *m, struct seep_g *g)
{
    if (m->locked || m->starving)
        return false;
    (void)own(m, g);
    return true;
}

void seep_mutex_give(struct seep_sim *s, struct seep_mutex *m)
{
    m->locked = false;
    m->owner = 0;
    if (!m->q.first || (m->woken && !m->starving))
        return;
    struct seep_g *next = seep_queue_pop(&m->q)->g;
    next->op.flags |= SEEP_OP_WOKEN;
    next->pending = true;
    if (m->starving) {
        m->locked = true;
        m->owner = next->id;
    } else {
        m->woken = true;
    }
    seep_sim_ready(s, next);
}

/* ---- the operations ---- */

enum seep_outcome seep_mutex_lock(struct seep_sim *s, struct seep_g *g)
{
    return seep_mutex_take(s, (struct seep_mutex *)g->op.obj, g);
}

enum seep_outcome seep_mutex_try_lock(struct seep_sim *s, struct seep_g *g)
{
    (void)s;
    g->op.ok = seep_mutex_try_take((struct seep_mutex *)g->op.obj, g);
    return SEEP_DONE;
}

enum seep_outcome seep_mutex_unlock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_mutex *m = (struct seep_mutex *)g->op.obj;

    if (!m->locked) {
        seep_sim_end(s, SEEP_VERDICT_FATAL, g,
                     "sync: unlock of unlocked mutex");
        return SEEP_OVER;
    }
    seep_mutex_give(s, m);
    return SEEP_DONE;
}
