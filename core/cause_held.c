/* cause_held.c - a goroutine that waits while it holds a lock, for which the
 * one waits that could wake it. */
#include "explain.h"
#include "history.h"
#include "inquiry.h"
#include "rwmutex.h"
#include "sim.h"
#include "text.h"
#include "waitfor.h"

static bool waits_for_lock(const struct seep_g *g)
{
    return g->status == SEEP_G_WAITING &&
           (g->op.kind == SEEP_OP_LOCK || g->op.kind == SEEP_OP_RW_LOCK ||
            g->op.kind == SEEP_OP_RLOCK);
}

/* Does g wait for an unlock of `holder`'s? */
static bool waits_for(const struct seep_inquiry *q, const struct seep_g *g,
                      uint32_t holder)
{
    uint32_t id[SEEP_HOLDERS_MAX];
    uint32_t n = waits_for_lock(g) ? seep__holders(q->h, g, id) : 0;

    for (uint32_t i = 0; i < n; i++)
        if (id[i] == holder)
            return true;
    return false;
}

/* Where `holder` has locked what g waits for. */
static uint32_t held_since(const struct seep_inquiry *q, const struct seep_g *g,
                           uint32_t holder)
{
    const struct seep_rwmutex *rw = (const struct seep_rwmutex *)g->op.obj;

    if (g->op.kind == SEEP_OP_LOCK)
        return ((const struct seep_mutex *)g->op.obj)->owner_site;
    return rw->w.owner == holder ? rw->w.owner_site
                                 : seep__read_site(q->h, rw, holder);
}

static void blame(struct seep_inquiry *q, const struct seep_g *g)
{
    char *lock = seep__label(q, g->op.obj), *who = seep__name(q, g->id);
    char *at = seep__site_text(q->s, held_since(q, g, q->g->id));

    seep__conclude(q,
                   seep_text("%s; it holds %s since %s, for which %s waits",
                             q->k->cause, lock, at, who),
                   "unlock before waiting: who is to end this wait may need "
                   "the lock first");
    seep_text_free(lock);
    seep_text_free(who);
    seep_text_free(at);
}

void seep__blame_lock(struct seep_inquiry *q, uint32_t partner)
{
    const struct seep_g *g = q->s->all_first;

    while (g && !((!partner || g->id == partner) && waits_for(q, g, q->g->id)))
        g = g->all_next;
    if (g)
        blame(q, g);
}
