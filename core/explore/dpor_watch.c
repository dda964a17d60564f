/* dpor_watch.c - a run as events.
 *
 * An event is an operation performed, parking included: to arrive at a channel
 * is one, to stand before a held lock is none (such a goroutine is not
 * enabled).  Its clock is what must have come before it; a goroutine's clock
 * is what it knows, which at a meeting includes its partner. */
#include "dpor_inside.h"

#include <string.h>

#include "core/arena.h"
#include "core/chan.h"
#include "core/goroutine.h"
#include "core/perform.h"
#include "core/sim.h"

/* The k-th value that is in a channel's buffer, by who sent it. */
struct seep_dpor_value {
    uint32_t obj;
    uint32_t event;
};

/* ---- what it touches ---- */

/* The slot of g, whose clock is ready for use; false: it has none. */
bool seep__dpor_slot(struct seep_dpor *d, const struct seep_g *g,
                     uint32_t *slot)
{
    *slot = seep_tree_slot(&d->tree, g);
    if (*slot < SEEP_TREE_GOROUTINES)
        return true;
    d->run->blind = d->tree.cut = true;
    return false;
}

static struct seep_dpor_event *add_event(struct seep_dpor *d)
{
    if (d->run->n == d->run->cap && d->run->cap < SEEP_DPOR_EVENTS) {
        uint32_t cap = d->run->cap ? 2 * d->run->cap : 16;
        void *p = seep_arena_aside_more(d->run->arena, d->run->event,
                                        d->run->n * sizeof *d->run->event,
                                        cap * sizeof *d->run->event);
        if (p) {
            d->run->event = p;
            d->run->cap = cap;
        }
    }
    if (d->run->n == d->run->cap) {
        d->run->blind = d->tree.cut = true;
        return NULL;
    }
    return &d->run->event[d->run->n];
}

/* Those asleep with whom this conflicts are worth running again. */
static void wake_sleepers(struct seep_dpor *d, uint32_t slot,
                          const struct seep_footprint *print)
{
    d->run->asleep &= ~(UINT64_C(1) << slot);
    for (uint64_t left = d->run->asleep; left; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (seep_conflict(&d->run->sleeper[t], print) ||
            seep_conflict(print, &d->run->sleeper[t]))
            d->run->asleep &= ~(UINT64_C(1) << t);
    }
}

static void add_woken(struct seep_footprint *f, struct seep_footprint *woken)
{
    for (uint32_t i = 0; i < woken->n; i++) {
        if (f->n < SEEP_TOUCH_MAX)
            f->touch[f->n++] = woken->touch[i];
        else
            f->wild = true;
    }
    f->wild |= woken->wild;
    woken->n = 0;
    woken->wild = false;
}

/* Does g stand before a lock?  That is no event, it is about to try. */
static bool wants_lock(const struct seep_g *g)
{
    return g->pending && !(g->op.flags & SEEP_OP_WOKEN) &&
           (g->op.kind == SEEP_OP_LOCK || g->op.kind == SEEP_OP_RLOCK ||
            g->op.kind == SEEP_OP_RW_LOCK);
}

/* What the event did to the object; SEEP_TOUCHES: nothing. */
static uint8_t how_touched(const struct seep_dpor_event *e, uint32_t obj)
{
    for (uint32_t i = 0; i < e->print.n; i++)
        if (e->print.touch[i].obj == obj)
            return e->print.touch[i].how;
    return SEEP_TOUCHES;
}

/* Has p the lock, and nobody unlocked it since? */
static bool has_lock(const struct seep_dpor *d, uint32_t p, uint32_t obj)
{
    for (uint32_t i = d->run->n; i-- > 0;) {
        switch (how_touched(&d->run->event[i], obj)) {
        case SEEP_TOUCH_LOCK:
        case SEEP_TOUCH_TRY_LOCK: return d->run->event[i].slot == p;
        case SEEP_TOUCH_UNLOCK:
        case SEEP_TOUCH_FOREIGN: return false;
        default: break;
        }
    }
    return false;
}

static bool has_read_lock(const struct seep_dpor *d, uint32_t p, uint32_t obj)
{
    int n = 0;

    for (uint32_t i = 0; i < d->run->n; i++) {
        const struct seep_dpor_event *e = &d->run->event[i];
        uint8_t how = how_touched(e, obj);
        if (how == SEEP_TOUCH_RFOREIGN)
            return false;
        if (e->slot == p)
            n += (how == SEEP_TOUCH_RLOCK || how == SEEP_TOUCH_TRY_RLOCK) -
                 (how == SEEP_TOUCH_RUNLOCK);
    }
    return n > 0;
}

/* Who unlocks what it has not locked may come before the one that has. */
static bool unlocks_foreign(const struct seep_dpor *d, uint32_t p,
                            const struct seep_touch *t)
{
    return (t->how == SEEP_TOUCH_UNLOCK && !has_lock(d, p, t->obj)) ||
           (t->how == SEEP_TOUCH_RUNLOCK && !has_read_lock(d, p, t->obj));
}

void seep__dpor_print(const struct seep_dpor *d, struct seep_footprint *f,
                      const struct seep_g *g, uint32_t p, bool performed)
{
    seep_footprint_of(f, g, performed);
    for (uint32_t i = 0; i < f->n; i++)
        if (unlocks_foreign(d, p, &f->touch[i]))
            f->touch[i].how = f->touch[i].how == SEEP_TOUCH_UNLOCK
                                  ? SEEP_TOUCH_FOREIGN
                                  : SEEP_TOUCH_RFOREIGN;
    if (!d->exact)
        seep_counts_blur(f);
}

/* The writer p knows of all who have read before it. */
static void know_readers(struct seep_dpor *d, uint32_t p,
                         const struct seep_footprint *print)
{
    if (print->n != 1 || print->touch[0].how != SEEP_TOUCH_LOCK)
        return;
    for (uint32_t i = 0; i < d->run->n; i++) {
        const struct seep_footprint *f = &d->run->event[i].print;
        if (f->n == 1 && f->touch[0].how == SEEP_TOUCH_RUNLOCK &&
            f->touch[0].obj == print->touch[0].obj)
            seep__dpor_join(d, &d->run->clock[p], &d->run->event[i].clock);
    }
}

/* ---- counters ---- */

/* Is the run still calm after g's next event, of which `clock` is known? */
static bool is_calm(struct seep_dpor *d, const struct seep_g *g, uint32_t p,
                    const struct seep_dpor_clock *clock)
{
    const struct seep_op *op = &g->op;
    int64_t delta = op->chosen;

    if (op->kind == SEEP_OP_WG_WAIT)
        return seep_counts_waited(&d->run->counts, op->obj->id, p,
                                  d->run->born[p].creator,
                                  d->run->born[p].index);
    if (op->kind != SEEP_OP_WG_ADD || !delta)
        return true;
    if (op->arg < 0 || delta < -1)
        return false;
    return delta > 0
               ? seep_counts_added(&d->run->counts, op->obj->id, p,
                                   d->run->index[p] + 1, op->arg - delta)
               : seep_counts_done(&d->run->counts, op->obj->id, clock->at);
}

/* w, which waited for the counter, knows of all that has been counted. */
static void know_counts(struct seep_dpor *d, uint32_t q, const struct seep_g *w)
{
    if (d->exact || w->op.kind != SEEP_OP_WG_WAIT)
        return;
    for (uint32_t i = 0; i < d->run->n; i++)
        if (how_touched(&d->run->event[i], w->op.obj->id) == SEEP_TOUCH_COUNT)
            seep__dpor_join(d, &d->run->clock[q], &d->run->event[i].clock);
}

/* ---- values in buffers ---- */

static void value_put(struct seep_dpor *d, uint32_t obj, uint32_t event)
{
    if (d->run->nvalue == d->run->value_cap) {
        uint32_t cap = d->run->value_cap ? 2 * d->run->value_cap : 16;
        void *p = seep_arena_aside_more(d->run->arena, d->run->value,
                                        d->run->nvalue * sizeof *d->run->value,
                                        cap * sizeof *d->run->value);
        if (!p) {
            d->run->blind = d->tree.cut = true;
            return;
        }
        d->run->value = p;
        d->run->value_cap = cap;
    }
    d->run->value[d->run->nvalue++] = (struct seep_dpor_value){obj, event};
}

/* The event that sent the oldest value of the channel; -1: unknown. */
static int64_t value_take(struct seep_dpor *d, uint32_t obj)
{
    for (uint32_t i = 0; i < d->run->nvalue; i++) {
        if (d->run->value[i].obj != obj)
            continue;
        int64_t event = d->run->value[i].event;
        memmove(&d->run->value[i], &d->run->value[i + 1],
                (d->run->nvalue - i - 1) * sizeof *d->run->value);
        d->run->nvalue--;
        return event;
    }
    return -1;
}

/* The case that g's channel operation, performed, took; NULL: none. */
static const struct seep_waiter *taken(const struct seep_g *g)
{
    const struct seep_op *op = &g->op;

    if (op->kind < SEEP_OP_SEND || op->kind > SEEP_OP_SELECT)
        return NULL;
    if (op->kind != SEEP_OP_SELECT)
        return op->cases;
    return op->chosen >= 0 && op->chosen < op->ncase ? &op->cases[op->chosen]
                                                     : NULL;
}

/* ---- events ---- */

/* g, which runs, makes w runnable in the course of its operation. */
static void woke(struct seep_dpor *d, const struct seep_g *w)
{
    uint32_t q;

    if (!seep__dpor_slot(d, w, &q) || wants_lock(w))
        return;
    d->run->met |= UINT64_C(1) << q;
    know_counts(d, q, w);
    if (w->op.kind >= SEEP_OP_SEND && w->op.kind <= SEEP_OP_SELECT) {
        d->run->met_on_chan |= UINT64_C(1) << q;
        seep_footprint_add_arms(&d->run->woken, w);
    }
}

/* A value has moved on ch: into its buffer, out of it, or past it.  `first`
 * is the partner that waited, or SEEP_TREE_GOROUTINES. */
static void follow_value(struct seep_dpor *d, const struct seep_g *g,
                         uint32_t p, uint32_t first)
{
    const struct seep_waiter *w = taken(g);
    const struct seep_chan *ch = w ? (const struct seep_chan *)w->obj : NULL;
    bool met = first < SEEP_TREE_GOROUTINES;

    if (!ch || g->raise)
        return;
    if (!ch->cap) {
        if (met)
            seep__dpor_join(d, &d->run->clock[p], &d->run->clock[first]);
    } else if (w->dir == SEEP_SEND) {
        if (!met)
            value_put(d, ch->obj.id, d->run->n - 1);
    } else if (g->op.ok) {
        int64_t sent = value_take(d, ch->obj.id);
        if (sent >= 0)
            seep__dpor_join(d, &d->run->clock[p], &d->run->event[sent].clock);
        if (met)
            value_put(d, ch->obj.id, d->run->last[first]);
    }
}

/* Who was made runnable meanwhile knows of this event; at a channel without a
 * buffer, the two know of each other. */
static void meet(struct seep_dpor *d, const struct seep_g *g, uint32_t p,
                 const struct seep_dpor_clock *clock)
{
    uint64_t on_chan = d->run->met_on_chan;
    uint32_t first = on_chan ? (uint32_t)__builtin_ctzll(on_chan)
                             : SEEP_TREE_GOROUTINES;

    follow_value(d, g, p, first);
    for (uint64_t left = d->run->met; left; left &= left - 1)
        seep__dpor_join(d, &d->run->clock[__builtin_ctzll(left)], clock);
}

static void forget_met(struct seep_dpor *d)
{
    d->run->met = d->run->met_on_chan = 0;
    d->run->woken.n = 0;
    d->run->woken.wild = false;
}

/* The operation that g is about to perform, or would if it could. */
void seep__dpor_race_pending(struct seep_dpor *d, const struct seep_g *g)
{
    struct seep_footprint print;
    uint32_t p;

    if (!g->pending || !seep__dpor_slot(d, g, &p))
        return;
    if (g->status != SEEP_G_RUNNABLE && !wants_lock(g))
        return;
    seep__dpor_print(d, &print, g, p, false);
    const struct seep_dpor_clock clock = seep__dpor_clock_of(d, p, &print);
    seep__dpor_find_races(d, p, &print, &clock);
}

/* Nothing that could go on is worth it: what follows has been run. */
void seep__dpor_give_up(struct seep_dpor *d, struct seep_sim *s)
{
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        seep__dpor_race_pending(d, g);
    d->redundant = d->run->blind = true;
    seep_sim_end(s, SEEP_VERDICT_NONE, NULL, "");
}

/* What is on its way on simulated connections is the library's own affair, of
 * which operations tell that it is there, not what was found of it. */
static bool is_input(const struct seep_g *g)
{
    return g->op.kind == SEEP_OP_IO_WAIT || g->op.kind == SEEP_OP_IO_READY;
}

/* g performed its operation, or arrived at where it waits. */
static void performed(struct seep_dpor *d, struct seep_sim *s,
                      const struct seep_g *g, bool parked)
{
    struct seep_footprint print;
    uint32_t p;

    if (!seep__dpor_slot(d, g, &p))
        return;
    if (d->run->node < 0 &&
        d->run->asleep >> p & 1) { /* there was nobody else to run */
        seep__dpor_give_up(d, s);
        return;
    }
    d->tree.cut |= is_input(g);
    seep__dpor_print(d, &print, g, p, !parked);
    add_woken(&print, &d->run->woken);
    struct seep_dpor_event *e = add_event(d);
    if (!e)
        return;
    struct seep_dpor_clock clock = seep__dpor_clock_of(d, p, &print);
    if (!seep_footprint_empty(&print))
        seep__dpor_find_races(d, p, &print, &clock);
    wake_sleepers(d, p, &print);
    if (!d->exact && !is_calm(d, g, p, &d->run->clock[p]))
        d->exact = d->anew = true;
    clock.at[p] = (uint16_t)++d->run->index[p];
    *e = (struct seep_dpor_event){.slot = p,
                                  .index = d->run->index[p],
                                  .node = d->run->node,
                                  .print = print,
                                  .clock = clock};
    d->run->last[p] = d->run->n++;
    d->run->node = -1;
    seep__dpor_join(d, &d->run->clock[p], &clock);
    know_readers(d, p, &print);
    if (!parked)
        meet(d, g, p, &clock);
    forget_met(d);
}

static void started(struct seep_dpor *d, const struct seep_g *g,
                    const struct seep_g *creator)
{
    uint32_t p, q;

    if (!seep__dpor_slot(d, g, &p))
        return;
    if (p >= d->run->ng)
        d->run->ng = p + 1;
    d->run->index[p] = 0;
    d->run->clock[p] = d->run->past;
    d->run->born[p].creator = SEEP_TREE_GOROUTINES;
    if (creator && seep__dpor_slot(d, creator, &q)) {
        d->run->clock[p] = d->run->clock[q];
        d->run->born[p].creator = q;
        d->run->born[p].index = d->run->index[q];
    }
}

/* Time moves when nothing can run: all that was comes before all that will
 * be. */
static void time_moved(struct seep_dpor *d, const struct seep_sim *s)
{
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        seep__dpor_race_pending(d, g);
    for (uint32_t i = 0; i < d->run->ng; i++)
        seep__dpor_join(d, &d->run->past, &d->run->clock[i]);
    for (uint32_t i = 0; i < d->run->ng; i++)
        d->run->clock[i] = d->run->past;
}

void seep__dpor_watch(struct seep_observer *o, struct seep_sim *s,
                      const struct seep_event *e)
{
    struct seep_dpor *d =
        (struct seep_dpor *)((char *)o - offsetof(struct seep_dpor, observer));

    if (!d->run || d->run->blind)
        return;
    switch (e->kind) {
    case SEEP_EV_START: started(d, e->g, e->other); break;
    case SEEP_EV_READY:
        if (s->running)
            woke(d, e->g);
        break;
    case SEEP_EV_OP:
        if (seep_op_is_point(e->g->op.kind))
            performed(d, s, e->g, false);
        else
            forget_met(d);
        break;
    case SEEP_EV_PARK:
        if (!wants_lock(e->g))
            performed(d, s, e->g, true);
        break;
    case SEEP_EV_TIME:
    case SEEP_EV_FIRE: time_moved(d, s); break;
    default: break;
    }
}
