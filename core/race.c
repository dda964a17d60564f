/* race.c - see race.h: accesses, and which of them race.
 *
 * DESIGN
 *
 * Every object has two sides, and an access of one side races with the
 * unordered ones of the other:
 *
 *   [0]  read   sent     waited
 *   [1]  write  closed   added from zero
 *
 * Writes of a variable race with each other too.  What is atomic has its own
 * place (race_atomic.c). */
#include "race.h"

#include "race_inside.h"
#include "sim.h"

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
    const struct seep_vector *known = r->order.know.g[now->g].known;
    const struct seep_access *a = NULL;

    if (seep_access_renews(with, now)) /* its own, or none */
        return;
    while ((a = seep_accesses_next(with, a)))
        if (!seep_access_before(a, now->g, known))
            found(r, o, a, now);
}

void seep__race_keep(struct seep_race *r, struct seep_accesses *side,
                     const struct seep_access *now)
{
    if (seep_access_renews(side, now))
        side->one = *now;
    else if (!seep_shadow_keep(&r->order.shadows, side, now,
                               r->order.know.g[now->g].known))
        r->order.lost = true;
}

struct seep_access seep__race_access(struct seep_race *r,
                                     const struct seep_event *e,
                                     const struct seep_g *g,
                                     enum seep_access_kind kind)
{
    return (struct seep_access){.g = g->id,
                                .tick = seep_know_access(&r->order.know, g->id),
                                .site = g->op.site,
                                .kind = (uint8_t)kind,
                                .step = e->step};
}

/* It races with what is unordered on the other side, and is kept on its
 * own. */
static void touch(struct seep_race *r, const struct seep_event *e,
                  const struct seep_g *g, const struct seep_object *o,
                  enum seep_access_kind kind)
{
    bool alters = kind == SEEP_ACCESS_WRITE || kind == SEEP_ACCESS_CLOSE ||
                  kind == SEEP_ACCESS_ADD;
    struct seep_shadow *w = seep__order_shadow(&r->order, o);
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
    struct seep_shadow *w = seep__order_shadow(&r->order, e->obj);
    struct seep_access now = seep__race_access(r, e, e->g, SEEP_ACCESS_WRITE);

    if (!w)
        return;
    for (int side = 0; side < 2; side++) {
        struct seep_accesses *with = &w->touched[side];
        seep__race_compare(r, e->obj, with, &now);
        with->one.g = 0;
        if (!with->many)
            continue;
        r->order.shadows.bytes -= seep_accesses_bytes(with);
        seep_accesses_clear(with, &r->order.shadows.mem);
    }
    seep__race_keep(r, &w->touched[1], &now);
}

/* ---- events ---- */

/* What orders something is an access too. */
static void on_touch(struct seep_order *o, const struct seep_event *e,
                     const struct seep_g *g, const struct seep_object *obj,
                     enum seep_access_kind kind)
{
    struct seep_race *r =
        (struct seep_race *)((char *)o - offsetof(struct seep_race, order));

    if (kind == SEEP_ACCESS_ATOMIC_READ || kind == SEEP_ACCESS_ATOMIC_WRITE)
        seep__race_atomic(r, e, kind);
    else
        touch(r, e, g, obj, kind);
}

/* What is nothing but an access orders nothing. */
static bool is_access(uint8_t op)
{
    return op == SEEP_OP_READ || op == SEEP_OP_WRITE ||
           (op >= SEEP_OP_MAP_READ && op <= SEEP_OP_MAP_WRITE);
}

static void performed(struct seep_race *r, const struct seep_event *e)
{
    switch ((enum seep_op_kind)e->g->op.kind) {
    case SEEP_OP_READ:
        touch(r, e, e->g, e->obj, SEEP_ACCESS_READ);
        seep__race_plain(r, e, SEEP_ACCESS_READ);
        break;
    case SEEP_OP_WRITE:
        seep__race_plain(r, e, SEEP_ACCESS_WRITE);
        written(r, e);
        break;
    case SEEP_OP_MAP_READ:
    case SEEP_OP_MAP_LEN:
    case SEEP_OP_MAP_NEXT: touch(r, e, e->g, e->obj, SEEP_ACCESS_READ); break;
    case SEEP_OP_MAP_WRITE: written(r, e); break;
    default: break;
    }
}

static void on_event(struct seep_observer *o, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_race *r = (struct seep_race *)o;

    if (e->kind == SEEP_EV_OP && is_access(e->g->op.kind)) {
        r->order.lost |= !seep_know_have(&r->order.know, e->g->id);
        if (!r->order.lost)
            performed(r, e);
        return;
    }
    seep_order_event(&r->order, s, e);
    if (r->order.lost)
        return;
    if (e->kind == SEEP_EV_RESIZE)
        touch(r, e, e->g, e->obj, SEEP_ACCESS_WRITE);
}

/* ---- the interface ---- */

struct seep_race *seep_race_new(struct seep_arena *a)
{
    const struct seep_mem mem = {a};
    struct seep_race *r = seep_mem_calloc(&mem, sizeof *r);

    if (r) {
        seep_order_in_arena(&r->order, a);
        seep_order_listen(&r->observer);
        r->observer.event = on_event;
        r->order.touched = on_touch;
    }
    return r;
}

void seep_race_free(struct seep_race *r)
{
    if (!r)
        return;
    const struct seep_mem mem = r->order.shadows.mem;
    seep_order_fini(&r->order);
    seep_mem_free(&mem, r, sizeof *r);
}

void seep_race_clear(struct seep_race *r)
{
    seep_order_clear(&r->order);
    r->nfound = 0;
}

struct seep_observer *seep_race_observer(struct seep_race *r)
{
    return &r->observer;
}

bool seep_race_lost(const struct seep_race *r)
{
    return r && r->order.lost;
}

size_t seep_race_count(const struct seep_race *r)
{
    return r ? r->nfound : 0;
}

const struct seep_race_found *seep_race_get(const struct seep_race *r, size_t i)
{
    return &r->found[i];
}
