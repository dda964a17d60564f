/* waitfor.c - see waitfor.h. */
#include "waitfor.h"

#include "history.h"
#include "inquiry.h"
#include "mutex.h"
#include "rwmutex.h"
#include "sim.h"

/* ---- holders ---- */

uint32_t seep__readers(const struct seep_history *h,
                       const struct seep_rwmutex *rw,
                       uint32_t id[SEEP_HOLDERS_MAX])
{
    const struct seep_use *u = NULL;
    uint32_t n = 0;

    while ((u = seep_history_uses(h, rw->obj.id, u)))
        if (u->rlocked > u->runlocked && n < SEEP_HOLDERS_MAX)
            id[n++] = u->g;
    return n;
}

uint32_t seep__read_site(const struct seep_history *h,
                         const struct seep_rwmutex *rw, uint32_t id)
{
    const struct seep_use *u = NULL;

    while ((u = seep_history_uses(h, rw->obj.id, u)))
        if (u->g == id)
            return u->rlock_site;
    return 0;
}

static uint32_t one(uint32_t holder, uint32_t *id)
{
    *id = holder;
    return holder != 0;
}

uint32_t seep__holders(const struct seep_history *h, const struct seep_g *g,
                       uint32_t id[SEEP_HOLDERS_MAX])
{
    const struct seep_rwmutex *rw = (const struct seep_rwmutex *)g->op.obj;

    if (g->status != SEEP_G_WAITING)
        return 0;
    switch ((enum seep_op_kind)g->op.kind) {
    case SEEP_OP_LOCK:
        return one(((const struct seep_mutex *)g->op.obj)->owner, id);
    case SEEP_OP_RW_LOCK:
        if (g->op.chosen == SEEP_RW_FOR_READERS)
            return seep__readers(h, rw, id);
        return one(rw->w.owner, id);
    case SEEP_OP_RLOCK: return one(rw->w.owner, id);
    default: return 0;
    }
}

/* ---- cycles ---- */

enum { REACH_MAX = 512 };

/* Goroutines found on the way from g, each by the shortest way. */
struct reach {
    uint32_t n;
    uint32_t id[REACH_MAX], length[REACH_MAX];
};

static void reach_add(struct reach *r, uint32_t id, uint32_t length)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (r->id[i] == id)
            return;
    if (r->n == REACH_MAX)
        return;
    r->id[r->n] = id;
    r->length[r->n++] = length;
}

/* Breadth first: the first time that g comes up is the shortest way round. */
uint32_t seep__lock_cycle(const struct seep_inquiry *q)
{
    struct reach r = {.n = 1, .id = {q->g->id}};
    uint32_t holder[SEEP_HOLDERS_MAX];

    for (uint32_t i = 0; i < r.n; i++) {
        const struct seep_g *at = seep__living(q, r.id[i]);
        uint32_t n = at ? seep__holders(q->h, at, holder) : 0;
        for (uint32_t k = 0; k < n; k++) {
            if (holder[k] == q->g->id)
                return r.length[i] + 1;
            reach_add(&r, holder[k], r.length[i] + 1);
        }
    }
    return 0;
}
