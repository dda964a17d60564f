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

static enum seep_outcome wait_for(struct seep_sim *s, struct seep_mutex *m,
                                  struct seep_g *g)
{
    if (!(g->op.flags & SEEP_OP_BEATEN))
        return seep_sim_wait(s, g, &m->q, SEEP_WAIT_MUTEX_LOCK);
    g->own = (struct seep_waiter){.g = g, .obj = g->op.obj};
    seep_queue_push_front(&m->q, &g->own);
    return seep_sim_park(s, g, SEEP_WAIT_MUTEX_LOCK);
}

/* g has had a wake-up, its own or one that it came in time for. */
static enum seep_outcome try_again(struct seep_sim *s, struct seep_mutex *m,
                                   struct seep_g *g)
{
    m->tokens--;
    m->woken = false;
    if (!m->locked) {
        m->starving = m->starving && m->waiters;
        return own(m, g);
    }
    m->starving = m->starving || s->now - g->op.arg > STARVES_AFTER;
    g->op.flags |= SEEP_OP_BEATEN;
    m->waiters++;
    return wait_for(s, m, g);
}

/* While a strategy decides, who gets the lock is its choice, but for those that
 * surely wait (seep_sim_shut_out). */
static enum seep_outcome
take_or_keep_out(struct seep_sim *s, struct seep_mutex *m, struct seep_g *g)
{
    if (m->locked) {
        m->waiters++;
        if (g->op.flags & SEEP_OP_BEATEN)
            m->starving = m->starving || s->now - g->op.arg > STARVES_AFTER;
        return seep_sim_shut_out(s, g, &m->q, SEEP_WAIT_MUTEX_LOCK);
    }
    (void)own(m, g);
    if (s->neligible)
        seep_sim_crowd_out(s, g->op.obj);
    return SEEP_DONE;
}

enum seep_outcome seep_mutex_take(struct seep_sim *s, struct seep_mutex *m,
                                  struct seep_g *g)
{
    bool woken = g->op.flags & SEEP_OP_WOKEN;

    if (woken && m->locked && m->owner == g->id && m->starving) {
        /* Handed over; leave starvation mode when it has done its work. */
        if (s->now - g->op.arg <= STARVES_AFTER || !m->waiters)
            m->starving = false;
        g->op.ok = true;
        return SEEP_DONE;
    }
    if (s->opt.strategy->decides)
        return take_or_keep_out(s, m, g);
    if (!woken && !m->locked && !m->starving)
        return own(m, g);
    if (!woken) {
        g->op.arg = s->now;
        m->waiters++;
    }
    return m->tokens ? try_again(s, m, g) : wait_for(s, m, g);
}

bool seep_mutex_try_take(struct seep_sim *s, struct seep_mutex *m,
                         struct seep_g *g)
{
    if (m->locked || m->starving)
        return false;
    (void)own(m, g);
    if (s->opt.strategy->decides)
        seep_sim_crowd_out(s, g->op.obj);
    return true;
}

static void hand_over(struct seep_sim *s, struct seep_mutex *m,
                      struct seep_g *to)
{
    m->locked = true;
    m->owner = to->id;
    seep_sim_wake(s, to);
}

/* Those in the queue that began to wait at the same time as the first, before
 * it moved, could have come to the lock in any order.  Only one that has had
 * its turn, and was beaten, is the first for certain. */
static struct seep_waiter *choose_first(struct seep_sim *s,
                                        const struct seep_mutex *m)
{
    struct seep_waiter *first = m->q.first, *w = first->next;
    bool beaten = first->g->op.flags & SEEP_OP_BEATEN;
    uint32_t n = 1;

    if (!s->running) /* a fault takes the lock away */
        return first;
    for (; w && !beaten && w->g->op.arg == first->g->op.arg; w = w->next)
        n++;
    for (n = seep_choose(s, SEEP_CHOICE_WAITER, n); n > 0; n--) {
        first = first->next;
        seep_assert(first);
    }
    return first;
}

/* Of those that surely wait the first has its turn, with whoever comes in time
 * for the lock; when that has been too often, nobody else. */
static void give_while_decided(struct seep_sim *s, struct seep_mutex *m)
{
    struct seep_waiter *first = m->q.first;

    if (!first || !seep_sim_settled(s, first->g)) {
        m->starving = false;
        m->waiters -= seep_sim_let_in(s, &m->q);
        return;
    }
    if (!m->starving)
        m->waiters -= seep_sim_let_in(s, &m->q);
    first = choose_first(s, m);
    seep_queue_remove(&m->q, first);
    m->waiters--;
    if (m->starving) {
        hand_over(s, m, first->g);
    } else {
        first->g->op.flags |= SEEP_OP_BEATEN; /* if it does not get it */
        seep_sim_ready(s, first->g);
    }
}

void seep_mutex_give(struct seep_sim *s, struct seep_mutex *m)
{
    m->locked = false;
    m->owner = 0;
    if (s->opt.strategy->decides) {
        give_while_decided(s, m);
        return;
    }
    if (!m->waiters || (m->woken && !m->starving))
        return;
    struct seep_waiter *first = seep_queue_pop(&m->q);
    m->waiters--;
    if (m->starving && first) {
        hand_over(s, m, first->g);
        return;
    }
    m->woken = true; /* who was robbed of its wake-up finds this one */
    m->tokens++;
    if (first)
        seep_sim_wake(s, first->g);
}

void seep_mutex_leave(struct seep_mutex *m, struct seep_g *g)
{
    seep_queue_remove(&m->q, &g->own);
    m->waiters--;
}

/* ---- the operations ---- */

enum seep_outcome seep_mutex_lock(struct seep_sim *s, struct seep_g *g)
{
    return seep_mutex_take(s, (struct seep_mutex *)g->op.obj, g);
}

enum seep_outcome seep_mutex_try_lock(struct seep_sim *s, struct seep_g *g)
{
    g->op.ok = seep_mutex_try_take(s, (struct seep_mutex *)g->op.obj, g);
    return SEEP_DONE;
}

enum seep_outcome seep_mutex_unlock(struct seep_sim *s, struct seep_g *g)
{
    struct seep_mutex *m = (struct seep_mutex *)g->op.obj;

    if (!m->locked)
        return seep_sim_fatal(s, g, "sync: unlock of unlocked mutex");
    s->vigil.passed |= m->owner != g->id;
    seep_mutex_give(s, m);
    return SEEP_DONE;
}
