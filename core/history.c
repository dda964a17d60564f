/* history.c - see history.h.  Uses are found through a hash of (object,
 * goroutine) and chained by object. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "chan.h"
#include "sim.h"
#include "timer.h"

enum { HISTORY_ROWS = 20000 };

struct seep_history {
    struct seep_observer observer;
    bool lost; /* out of memory: what follows is unknown */
    struct seep_past *past;
    uint32_t npast, cap_past;
    struct seep_use *use; /* [1..nuse] */
    uint32_t nuse, cap_use;
    uint32_t *slot; /* hash of uses */
    uint32_t nslot;
    uint32_t *first; /* [object id] = its first use in the chain */
    uint32_t nfirst;
    struct seep_past_event *events;
    size_t nevents, cap_events;
    bool main_done;
};

/* Doubles *array until it holds `need`, clearing what is new. */
static bool reserve(struct seep_history *h, void **array, size_t *cap,
                    size_t need, size_t size)
{
    size_t n = *cap ? *cap : 64;

    if (need <= *cap)
        return true;
    while (n < need)
        n *= 2;
    char *p = realloc(*array, n * size);
    if (!p) {
        h->lost = true;
        return false;
    }
    memset(p + *cap * size, 0, (n - *cap) * size);
    *array = p;
    *cap = n;
    return true;
}

static bool reserve32(struct seep_history *h, void **array, uint32_t *cap,
                      uint32_t need, size_t size)
{
    size_t n = *cap;
    bool ok = reserve(h, array, &n, need, size);

    *cap = (uint32_t)n;
    return ok;
}

static struct seep_past *past(struct seep_history *h, uint32_t id)
{
    if (!reserve32(h, (void **)&h->past, &h->cap_past, id + 1, sizeof *h->past))
        return NULL;
    if (id >= h->npast)
        h->npast = id + 1;
    return &h->past[id];
}

/* ---- uses ---- */

static uint32_t hash(uint32_t obj, uint32_t g, uint32_t size)
{
    uint64_t k = ((uint64_t)obj << 32 | g) * UINT64_C(0x9e3779b97f4a7c15);

    return (uint32_t)(k >> 32) & (size - 1);
}

static uint32_t *find(struct seep_history *h, uint32_t obj, uint32_t g)
{
    uint32_t i = hash(obj, g, h->nslot);

    while (h->slot[i]) {
        const struct seep_use *u = &h->use[h->slot[i]];
        if (u->obj == obj && u->g == g)
            break;
        i = (i + 1) & (h->nslot - 1);
    }
    return &h->slot[i];
}

static bool rehash(struct seep_history *h)
{
    uint32_t n = h->nslot ? h->nslot * 2 : 256;
    uint32_t *bigger = calloc(n, sizeof *bigger);

    if (!bigger) {
        h->lost = true;
        return false;
    }
    free(h->slot);
    h->slot = bigger;
    h->nslot = n;
    for (uint32_t i = 1; i <= h->nuse; i++)
        *find(h, h->use[i].obj, h->use[i].g) = i;
    return true;
}

static struct seep_use *use(struct seep_history *h, uint32_t obj, uint32_t g)
{
    if (h->nuse * 2 >= h->nslot && !rehash(h))
        return NULL;
    uint32_t *slot = find(h, obj, g);
    if (*slot)
        return &h->use[*slot];
    if (!reserve32(h, (void **)&h->use, &h->cap_use, h->nuse + 2,
                   sizeof *h->use) ||
        !reserve32(h, (void **)&h->first, &h->nfirst, obj + 1,
                   sizeof *h->first))
        return NULL;
    *slot = ++h->nuse;
    struct seep_use *u = &h->use[h->nuse];
    *u = (struct seep_use){.obj = obj, .g = g, .next = h->first[obj]};
    h->first[obj] = h->nuse;
    return u;
}

static struct seep_use *touch(struct seep_history *h, const struct seep_g *g,
                              const struct seep_object *o, uint64_t step)
{
    struct seep_use *u = o ? use(h, o->id, g->id) : NULL;

    if (u) {
        u->site = g->op.site;
        u->step = (uint32_t)step;
        u->left_by = SEEP_LEFT_NOT;
        if (seep_object_kind(o) == SEEP_OBJ_CHAN)
            u->root_site = ((const struct seep_chan *)o)->root_site;
    }
    return u;
}

/* ---- operations ---- */

static void case_done(struct seep_history *h, const struct seep_g *g,
                      const struct seep_waiter *w, uint64_t step)
{
    struct seep_use *u = touch(h, g, w->obj, step);

    if (!u)
        return;
    if (w->dir == SEEP_SEND)
        u->sent++;
    else
        u->received += g->op.ok;
}

static enum seep_left left_by(const struct seep_g *g)
{
    if (g->op.chosen < 0)
        return SEEP_LEFT_OTHER;
    const struct seep_chan *ch =
        (struct seep_chan *)g->op.cases[g->op.chosen].obj;
    return ch->role == SEEP_CHAN_TIMER     ? SEEP_LEFT_TIMEOUT
           : ch->role == SEEP_CHAN_CONTEXT ? SEEP_LEFT_CANCELLED
                                           : SEEP_LEFT_OTHER;
}

static void select_done(struct seep_history *h, const struct seep_g *g,
                        uint64_t step)
{
    for (uint32_t i = 0; i < g->op.ncase; i++) {
        const struct seep_waiter *w = &g->op.cases[i];
        if (!w->obj)
            continue;
        if (g->op.chosen == (int32_t)i) {
            case_done(h, g, w, step);
            continue;
        }
        struct seep_use *u = use(h, w->obj->id, g->id);
        if (!u)
            return;
        u->left_by = (uint8_t)left_by(g);
        u->left_dir = w->dir;
        u->left_site = g->op.site;
        u->step = (uint32_t)step;
    }
}

/* A read lock may be given back by another goroutine than the one that took
 * it: then the first that still has one is meant. */
static void unlocked_by(struct seep_history *h, struct seep_use *u)
{
    const struct seep_use *other = NULL;

    if (u->rlocked > u->runlocked) {
        u->runlocked++;
        return;
    }
    while ((other = seep_history_uses(h, u->obj, other)))
        if (other->rlocked > other->runlocked) {
            ((struct seep_use *)(uintptr_t)other)->runlocked++;
            return;
        }
}

static void op_done(struct seep_history *h, const struct seep_g *g,
                    uint64_t step)
{
    struct seep_use *u;
    const struct seep_op *op = &g->op;

    switch ((enum seep_op_kind)op->kind) {
    case SEEP_OP_SELECT: select_done(h, g, step); return;
    case SEEP_OP_SEND:
    case SEEP_OP_RECV:
        if (op->ncase == 1)
            case_done(h, g, op->cases, step);
        return;
    default: break;
    }
    if (!op->obj || seep_object_kind(op->obj) == SEEP_OBJ_G ||
        !(u = touch(h, g, op->obj, step)))
        return;
    switch ((enum seep_op_kind)op->kind) {
    case SEEP_OP_CLOSE: u->closed += op->ok; break;
    case SEEP_OP_LOCK:
    case SEEP_OP_TRY_LOCK: u->locked += op->ok; break;
    case SEEP_OP_UNLOCK: u->unlocked++; break;
    case SEEP_OP_RW_LOCK: u->locked++; break;
    case SEEP_OP_RW_TRY_LOCK: u->locked += op->ok; break;
    case SEEP_OP_RW_UNLOCK: u->unlocked++; break;
    case SEEP_OP_RLOCK:
    case SEEP_OP_TRY_RLOCK:
        u->rlocked += op->ok;
        u->rlock_site = op->site;
        break;
    case SEEP_OP_RUNLOCK: unlocked_by(h, u); break;
    case SEEP_OP_COND_SIGNAL:
    case SEEP_OP_COND_BROADCAST:
        u->signalled++;
        u->unheard += !op->chosen;
        break;
    case SEEP_OP_IO_READY: u->opened++; break;
    case SEEP_OP_WG_ADD: u->added++; break;
    default: break;
    }
}

/* ---- events ---- */

static void started(struct seep_history *h, const struct seep_g *g)
{
    const struct seep_kin *creator = seep_g_creator(g);
    struct seep_past *p = past(h, g->id);

    if (!p)
        return;
    *p = (struct seep_past){.parent = creator ? creator->id : 0,
                            .index = g->index,
                            .name = g->name,
                            .site = g->site,
                            .last_site = 0};
}

static void keep(struct seep_history *h, const struct seep_event *e)
{
    if (h->nevents >= HISTORY_ROWS || e->kind == SEEP_EV_RUN ||
        e->kind == SEEP_EV_ARM || e->kind == SEEP_EV_RESIZE)
        return;
    if (!reserve(h, (void **)&h->events, &h->cap_events, h->nevents + 1,
                 sizeof *h->events))
        return;
    struct seep_past_event *k = &h->events[h->nevents++];
    *k = (struct seep_past_event){.kind = (uint8_t)e->kind,
                                  .step = e->step,
                                  .now = e->now,
                                  .arg = e->arg,
                                  .after_main = h->main_done};
    if (e->obj) {
        k->obj = e->obj->id;
        k->obj_name = e->obj->name;
        k->obj_kind = (uint8_t)seep_object_kind(e->obj);
    }
    if (e->other)
        k->other = e->other->id;
    if (!e->g)
        return;
    k->g = e->g->id;
    k->op = e->g->op.kind;
    k->wait = e->g->wait;
    k->ok = e->g->op.ok;
    k->inner = e->g->op.flags & SEEP_OP_INNER;
    k->chosen = e->g->op.chosen;
    k->site = e->g->op.site;
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_history *h = (struct seep_history *)o;
    struct seep_past *p;

    (void)s;
    if (h->lost)
        return;
    switch (e->kind) {
    case SEEP_EV_START: started(h, e->g); break;
    case SEEP_EV_OP:
        if (!e->g->raise) /* what panicked was not done */
            op_done(h, e->g, e->step);
        break;
    case SEEP_EV_PARK:
        if ((p = past(h, e->g->id)))
            p->waits_after_main = h->main_done;
        break;
    case SEEP_EV_MAIN_DONE: h->main_done = true; break;
    case SEEP_EV_READY: /* what it waited for has been performed for it */
        if (!e->g->pending && e->g->nops && !e->g->raise)
            op_done(h, e->g, e->step);
        break;
    default: break;
    }
    if (e->g && (p = past(h, e->g->id))) {
        if (e->g->op.site)
            p->last_site = e->g->op.site;
        if (e->kind == SEEP_EV_EXIT) {
            p->exit_op = (uint32_t)e->step;
            p->goexit = e->arg != 0;
        }
    }
    keep(h, e);
}

/* ---- the interface ---- */

struct seep_history *seep_history_new(void)
{
    struct seep_history *h = calloc(1, sizeof *h);

    if (h) {
        h->observer.event = on_event;
        h->observer.deaf = 1u << SEEP_EV_JOIN;
    }
    return h;
}

void seep_history_free(struct seep_history *h)
{
    if (!h)
        return;
    free(h->past);
    free(h->use);
    free(h->slot);
    free(h->first);
    free(h->events);
    free(h);
}

struct seep_observer *seep_history_observer(struct seep_history *h)
{
    return &h->observer;
}

const struct seep_past *seep_history_g(const struct seep_history *h,
                                       uint32_t id)
{
    return h && id < h->npast ? &h->past[id] : NULL;
}

const struct seep_use *seep_history_uses(const struct seep_history *h,
                                         uint32_t obj, const struct seep_use *u)
{
    uint32_t i = u ? u->next : h && obj < h->nfirst ? h->first[obj] : 0;

    return i ? &h->use[i] : NULL;
}

bool seep_history_used_context(const struct seep_history *h, uint32_t g,
                               uint32_t root)
{
    for (uint32_t i = 1; h && i <= h->nuse; i++)
        if (h->use[i].g == g && h->use[i].root_site &&
            h->use[i].root_site != root)
            return true;
    return false;
}

const struct seep_past_event *seep_history_events(const struct seep_history *h,
                                                  size_t *n)
{
    *n = h ? h->nevents : 0;
    return h ? h->events : NULL;
}
