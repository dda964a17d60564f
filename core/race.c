/* race.c - see race.h: accesses, what races, and the objects other than
 * channels (race_chan.c) and what is atomic (race_atomic.c).
 *
 * DESIGN
 *
 * Every object has two sides, and an access of one side races with the
 * unordered ones of the other:
 *
 *   [0]  read   sent     waited
 *   [1]  write  closed   added from zero
 *
 * Writes of a variable race with each other too.  Who passes on what it knows
 * leaves a stamp (know.h) with the object; who is ordered after it takes it:
 *
 *   mutex, close, timer    one stamp: of the last who left one
 *   waitgroup, cond        one that collects
 *   rwmutex                one for readers: of the last writer; and one for
 *                          writers, which collects from readers */
#include "race.h"

#include <stdlib.h>

#include "race_inside.h"
#include "rwmutex.h"
#include "sim.h"

struct seep_shadow *seep__race_shadow(struct seep_race *r,
                                      const struct seep_object *o)
{
    struct seep_shadow *w = seep_shadow_of(&r->shadows, o);

    r->lost |= !w;
    return w;
}

/* ---- findings ---- */

static bool same_places(const struct seep_race_found *a,
                        const struct seep_race_found *b)
{
    return (a->before.site == b->before.site &&
            a->after.site == b->after.site) ||
           (a->before.site == b->after.site && a->after.site == b->before.site);
}

static void found(struct seep_race *r, const struct seep_object *o,
                  const struct seep_access *before,
                  const struct seep_access *after)
{
    struct seep_race_found f = {.obj = o->id,
                                .name = o->name,
                                .site = o->site,
                                .kind = (uint8_t)seep_object_kind(o),
                                .before = *before,
                                .after = *after};

    for (uint32_t i = 0; i < r->nfound; i++)
        if (r->found[i].obj == f.obj && same_places(&r->found[i], &f))
            return;
    if (r->nfound < SEEP_RACES_MAX)
        r->found[r->nfound++] = f;
}

/* ---- accesses ---- */

void seep__race_compare(struct seep_race *r, const struct seep_object *o,
                        const struct seep_accesses *with,
                        const struct seep_access *now)
{
    const struct seep_vector *known = r->know.g[now->g].known;
    const struct seep_access *a = NULL;

    while ((a = seep_accesses_next(with, a)))
        if (!seep_access_before(a, now->g, known))
            found(r, o, a, now);
}

void seep__race_keep(struct seep_race *r, struct seep_accesses *side,
                     const struct seep_access *now)
{
    if (!seep_shadow_keep(&r->shadows, side, now, r->know.g[now->g].known))
        r->lost = true;
}

static uint32_t site_of(struct seep_race *r, const struct seep_g *g)
{
    struct seep_sim *s = r->sim;

    return s->siteless ? s->host_ops->where(s->host, (struct seep_g *)g)
                       : g->op.site;
}

struct seep_access seep__race_access(struct seep_race *r,
                                     const struct seep_event *e,
                                     const struct seep_g *g,
                                     enum seep_access_kind kind)
{
    return (struct seep_access){.g = g->id,
                                .tick = seep_know_access(&r->know, g->id),
                                .site = site_of(r, g),
                                .kind = (uint8_t)kind,
                                .step = e->step};
}

void seep__race_touch(struct seep_race *r, const struct seep_event *e,
                      const struct seep_g *g, const struct seep_object *o,
                      enum seep_access_kind kind)
{
    bool alters = kind == SEEP_ACCESS_WRITE || kind == SEEP_ACCESS_CLOSE ||
                  kind == SEEP_ACCESS_ADD;
    struct seep_shadow *w = seep__race_shadow(r, o);
    struct seep_access now = seep__race_access(r, e, g, kind);

    if (!w)
        return;
    seep__race_compare(r, o, &w->touched[!alters], &now);
    seep__race_keep(r, &w->touched[alters], &now);
}

/* A write of a variable.  What came before need not be kept: whatever races
 * with that, and is not yet found, races with this. */
static void written(struct seep_race *r, const struct seep_event *e)
{
    struct seep_shadow *w = seep__race_shadow(r, e->obj);
    struct seep_access now = seep__race_access(r, e, e->g, SEEP_ACCESS_WRITE);

    if (!w)
        return;
    for (int side = 0; side < 2; side++) {
        seep__race_compare(r, e->obj, &w->touched[side], &now);
        r->shadows.bytes -= seep_accesses_bytes(&w->touched[side]);
        seep_accesses_clear(&w->touched[side]);
    }
    seep__race_keep(r, &w->touched[1], &now);
}

/* ---- who passes on, who takes ---- */

void seep__race_take(struct seep_race *r, const struct seep_g *g,
                     const struct seep_object *o)
{
    struct seep_shadow *w = seep__race_shadow(r, o);

    if (w)
        seep_know_take(&r->know, g->id, &w->stamp);
}

void seep__race_leave(struct seep_race *r, const struct seep_g *g,
                      const struct seep_object *o)
{
    struct seep_shadow *w = seep__race_shadow(r, o);

    if (w)
        seep_know_leave(&r->know, g->id, &w->stamp);
}

static void add(struct seep_race *r, const struct seep_g *g,
                const struct seep_object *o)
{
    struct seep_shadow *w = seep__race_shadow(r, o);

    if (w)
        seep_know_add(&r->know, g->id, &w->stamp);
}

static void closed(struct seep_race *r, const struct seep_event *e)
{
    if (!e->obj || e->g->raise) /* it panicked */
        return;
    seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_CLOSE);
    seep__race_leave(r, e->g, e->obj);
}

static void locked(struct seep_race *r, const struct seep_event *e)
{
    struct seep_shadow *w = seep__race_shadow(r, e->obj);

    if (!w)
        return;
    seep_know_take(&r->know, e->g->id, &w->stamp);
    w->holder = e->g->id;
}

/* Who did not take the stamp must not remove it either. */
static void unlocked(struct seep_race *r, const struct seep_event *e)
{
    struct seep_shadow *w = seep__race_shadow(r, e->obj);

    if (!w)
        return;
    if (w->holder == e->g->id)
        seep_know_leave(&r->know, e->g->id, &w->stamp);
    else
        seep_know_add(&r->know, e->g->id, &w->stamp);
    w->holder = 0;
}

/* A rwmutex: readers are not ordered by each other, so what they leave for
 * the next writer lies with the inner mutex. */
static void rw_locked(struct seep_race *r, const struct seep_event *e)
{
    const struct seep_rwmutex *rw = (const struct seep_rwmutex *)e->obj;

    seep__race_take(r, e->g, &rw->w.obj);
    locked(r, e);
}

static void counted(struct seep_race *r, const struct seep_event *e)
{
    int64_t delta = e->g->op.chosen, count = e->g->op.arg;

    if (delta < 0)
        add(r, e->g, e->obj);
    else if (delta > 0 && count == delta)
        seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_ADD);
}

/* A wait is an access when it begins, and takes what it waited for when it
 * ends. */
static void waited(struct seep_race *r, const struct seep_event *e)
{
    if (!(e->g->op.flags & SEEP_OP_WOKEN))
        seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_WAIT);
    seep__race_take(r, e->g, e->obj);
}

/* By a go statement, or by the timer that has just fired. */
static void started(struct seep_race *r, const struct seep_event *e)
{
    struct seep_shadow *w;

    if (e->other && seep_know_have(&r->know, e->other->id)) {
        seep_know_tell(&r->know, e->other->id, e->g->id);
        seep_know_passed(&r->know, e->other->id);
    } else if (e->other) {
        r->lost = true;
    } else if (r->fired && (w = seep_shadow_find(&r->shadows, r->fired))) {
        seep_know_take(&r->know, e->g->id, &w->stamp);
    }
}

/* ---- events ---- */

static void performed(struct seep_race *r, const struct seep_event *e)
{
    if (r->completed == e->g->id) {
        r->completed = 0;
        return;
    }
    switch ((enum seep_op_kind)e->g->op.kind) {
    case SEEP_OP_SEND:
    case SEEP_OP_RECV:
    case SEEP_OP_SELECT: seep__race_sent(r, e); break;
    case SEEP_OP_CLOSE: closed(r, e); break;
    case SEEP_OP_LOCK: locked(r, e); break;
    case SEEP_OP_TRY_LOCK:
        if (e->g->op.ok)
            locked(r, e);
        break;
    case SEEP_OP_UNLOCK: unlocked(r, e); break;
    case SEEP_OP_RW_LOCK: rw_locked(r, e); break;
    case SEEP_OP_RW_TRY_LOCK:
        if (e->g->op.ok)
            rw_locked(r, e);
        break;
    case SEEP_OP_RW_UNLOCK: unlocked(r, e); break;
    case SEEP_OP_RLOCK: seep__race_take(r, e->g, e->obj); break;
    case SEEP_OP_TRY_RLOCK:
        if (e->g->op.ok)
            seep__race_take(r, e->g, e->obj);
        break;
    case SEEP_OP_RUNLOCK:
        add(r, e->g, &((const struct seep_rwmutex *)e->obj)->w.obj);
        break;
    case SEEP_OP_IO_WAIT:
    case SEEP_OP_COND_WAIT: seep__race_take(r, e->g, e->obj); break;
    case SEEP_OP_IO_READY:
    case SEEP_OP_COND_SIGNAL:
    case SEEP_OP_COND_BROADCAST: add(r, e->g, e->obj); break;
    case SEEP_OP_WG_ADD: counted(r, e); break;
    case SEEP_OP_WG_WAIT: waited(r, e); break;
    case SEEP_OP_READ:
        seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_READ);
        seep__race_plain(r, e, SEEP_ACCESS_READ);
        break;
    case SEEP_OP_WRITE:
        seep__race_plain(r, e, SEEP_ACCESS_WRITE);
        written(r, e);
        break;
    case SEEP_OP_MAP_READ:
    case SEEP_OP_MAP_LEN:
    case SEEP_OP_MAP_NEXT:
        seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_READ);
        break;
    case SEEP_OP_MAP_WRITE: written(r, e); break;
    case SEEP_OP_ATOMIC_LOAD: seep__race_load(r, e); break;
    case SEEP_OP_ATOMIC_STORE: seep__race_store(r, e); break;
    case SEEP_OP_ATOMIC_ADD:
    case SEEP_OP_ATOMIC_SWAP: seep__race_exchange(r, e, true); break;
    case SEEP_OP_ATOMIC_CAS: seep__race_exchange(r, e, e->g->op.ok); break;
    case SEEP_OP_SYNCPOOL_PUT: seep__race_leave(r, e->g, e->obj); break;
    case SEEP_OP_SYNCPOOL_GOT: seep__race_take(r, e->g, e->obj); break;
    case SEEP_OP_SYNCMAP_LOAD: seep__race_of_key(r, e, true, false); break;
    case SEEP_OP_SYNCMAP_STORE: seep__race_of_key(r, e, false, true); break;
    case SEEP_OP_SYNCMAP_UPDATE:
        seep__race_of_key(r, e, true, e->g->op.ok);
        break;
    case SEEP_OP_SYNCMAP_CLEAR: seep__race_leave(r, e->g, e->obj); break;
    case SEEP_OP_SYNCMAP_RANGE: seep__race_take(r, e->g, e->obj); break;
    default: break;
    }
}

static void of_goroutine(struct seep_race *r, const struct seep_event *e)
{
    switch (e->kind) {
    case SEEP_EV_START: started(r, e); break;
    case SEEP_EV_OP: performed(r, e); break;
    case SEEP_EV_READY:
        if (!e->g->pending && e->g->nops)
            seep__race_completed(r, e);
        break;
    case SEEP_EV_PARK:
        if (e->g->op.kind == SEEP_OP_WG_WAIT)
            seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_WAIT);
        break;
    case SEEP_EV_ARM: seep__race_leave(r, e->g, e->obj); break;
    case SEEP_EV_RESIZE:
        seep__race_touch(r, e, e->g, e->obj, SEEP_ACCESS_WRITE);
        break;
    case SEEP_EV_EXIT: seep_know_forget(&r->know, e->g->id); break;
    default: break;
    }
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_race *r = (struct seep_race *)o;

    r->sim = s;
    if (e->kind == SEEP_EV_FIRE)
        r->fired = e->obj ? e->obj->id : 0;
    if (r->lost || !e->g)
        return;
    if (seep_know_have(&r->know, e->g->id))
        of_goroutine(r, e);
    else
        r->lost = true;
    r->lost |= seep_know_lost(&r->know);
}

/* ---- the interface ---- */

struct seep_race *seep_race_new(void)
{
    struct seep_race *r = calloc(1, sizeof *r);

    if (r)
        r->observer.event = on_event;
    return r;
}

void seep_race_free(struct seep_race *r)
{
    if (!r)
        return;
    seep_know_fini(&r->know);
    seep_shadows_fini(&r->shadows);
    free(r);
}

void seep_race_clear(struct seep_race *r)
{
    seep_know_clear(&r->know);
    seep_shadows_clear(&r->shadows);
    r->lost = false;
    r->fired = r->completed = r->nfound = 0;
}

struct seep_observer *seep_race_observer(struct seep_race *r)
{
    return &r->observer;
}

bool seep_race_lost(const struct seep_race *r)
{
    return r && r->lost;
}

size_t seep_race_count(const struct seep_race *r)
{
    return r ? r->nfound : 0;
}

const struct seep_race_found *seep_race_get(const struct seep_race *r, size_t i)
{
    return &r->found[i];
}
