/* dpor.c - see dpor.h.
 *
 * An event is an operation performed, parking included: to arrive at a channel
 * is one, to stand before a held lock is none (such a goroutine is not
 * enabled).  Its clock is what must have come before it; a goroutine's clock
 * is what it knows, which at a meeting includes its partner. */
#include "dpor.h"

#include <stdlib.h>
#include <string.h>

#include "core/chan.h"
#include "core/goroutine.h"
#include "core/perform.h"
#include "core/sim.h"

/* The k-th value that is in a channel's buffer, by who sent it. */
struct seep_dpor_value {
    uint32_t obj;
    uint32_t event;
};

static void watch(struct seep_observer *o, struct seep_sim *s,
                  const struct seep_event *e);

void seep_dpor_init(struct seep_dpor *d)
{
    memset(d, 0, sizeof *d);
    d->observer.event = watch;
    seep_tree_init(&d->tree);
}

void seep_dpor_fini(struct seep_dpor *d)
{
    seep_tree_fini(&d->tree);
    seep_counts_fini(&d->counts);
    free(d->event);
    free(d->value);
}

/* ---- clocks ---- */

static void join(struct seep_dpor *d, struct seep_dpor_clock *to,
                 const struct seep_dpor_clock *from)
{
    for (uint32_t i = 0; i < d->ng; i++)
        if (from->at[i] > to->at[i])
            to->at[i] = from->at[i];
}

/* Must event e have come before what has this clock? */
static bool before(const struct seep_dpor_event *e,
                   const struct seep_dpor_clock *clock)
{
    return clock->at[e->slot] >= e->index;
}

/* ---- races ---- */

/* Of those enabled at e's choice, the ones that could begin a run in which p
 * (of which this event's clock is `clock`) comes before e: without e and all
 * that needs it, they wait for nobody. */
static uint64_t initials(const struct seep_dpor *d, uint32_t i, uint32_t p,
                         const struct seep_dpor_clock *clock)
{
    const struct seep_dpor_event *e = &d->event[i];
    uint64_t seen = 0, first = 0;

    for (uint32_t j = i + 1; j < d->n; j++) {
        const struct seep_dpor_event *v = &d->event[j];
        uint64_t bit = UINT64_C(1) << v->slot;
        if (before(e, &v->clock) || seen & bit)
            continue;
        seen |= bit;
        bool waits = false;
        for (uint32_t k = i + 1; k < j && !waits; k++)
            waits = !before(e, &d->event[k].clock) &&
                    before(&d->event[k], &v->clock);
        first |= waits ? 0 : bit;
    }
    bool waits = seen >> p & 1;
    for (uint32_t k = i + 1; k < d->n && !waits; k++)
        waits = !before(e, &d->event[k].clock) && before(&d->event[k], clock);
    return first | (waits ? 0 : UINT64_C(1) << p);
}

/* Puts down that p might come before event i. */
static void reverse(struct seep_dpor *d, uint32_t i, uint32_t p,
                    const struct seep_dpor_clock *clock)
{
    if (d->event[i].node < 0)
        return; /* nobody else could run then */
    uint32_t node = (uint32_t)d->event[i].node;
    uint64_t enabled = d->tree.node[node].enabled;
    seep_tree_want(&d->tree, node, initials(d, i, p, clock) & enabled, p);
}

/* All immediate races of p's operation with what came before it; `clock`: what
 * p knows and all that the operation conflicts with. */
static void find_races(struct seep_dpor *d, uint32_t p,
                       const struct seep_footprint *print,
                       const struct seep_dpor_clock *clock)
{
    struct seep_dpor_clock later = d->clock[p]; /* and all races found */

    for (uint32_t i = d->n; i-- > 0;) {
        const struct seep_dpor_event *e = &d->event[i];
        if (e->slot == p || before(e, &later) ||
            !seep_conflict(&e->print, print))
            continue;
        join(d, &later, &e->clock);
        reverse(d, i, p, clock);
    }
}

/* What must have come before p's operation with that footprint. */
static struct seep_dpor_clock clock_of(const struct seep_dpor *d, uint32_t p,
                                       const struct seep_footprint *print)
{
    struct seep_dpor_clock clock = d->clock[p];

    for (uint32_t i = d->n; i-- > 0;) {
        const struct seep_dpor_event *e = &d->event[i];
        if (!before(e, &clock) && seep_orders(&e->print, print))
            for (uint32_t k = 0; k < d->ng; k++)
                if (e->clock.at[k] > clock.at[k])
                    clock.at[k] = e->clock.at[k];
    }
    return clock;
}

/* ---- the run ---- */

static enum seep_err begin(struct seep_sim *s)
{
    struct seep_dpor *d = s->opt.search;

    seep_tree_begin(&d->tree, s);
    seep_counts_begin(&d->counts);
    d->n = d->ng = d->nvalue = 0;
    d->node = -1;
    d->asleep = d->met = d->met_on_chan = 0;
    d->woken.n = 0;
    d->woken.wild = false;
    d->turns = 0;
    d->blind = d->redundant = false;
    memset(&d->past, 0, sizeof d->past);
    return SEEP_OK;
}

/* The slot of g, whose clock is ready for use; false: it has none. */
static bool slot_of(struct seep_dpor *d, const struct seep_g *g, uint32_t *slot)
{
    *slot = seep_tree_slot(&d->tree, g);
    if (*slot < SEEP_TREE_GOROUTINES)
        return true;
    d->blind = d->tree.cut = true;
    return false;
}

static struct seep_dpor_event *add_event(struct seep_dpor *d)
{
    if (d->n == d->cap && d->cap < SEEP_DPOR_EVENTS) {
        uint32_t cap = d->cap ? 2 * d->cap : 128;
        void *p = realloc(d->event, cap * sizeof *d->event);
        if (p) {
            d->event = p;
            d->cap = cap;
        }
    }
    if (d->n == d->cap) {
        d->blind = d->tree.cut = true;
        return NULL;
    }
    return &d->event[d->n];
}

/* Those asleep with whom this conflicts are worth running again. */
static void wake_sleepers(struct seep_dpor *d, uint32_t slot,
                          const struct seep_footprint *print)
{
    d->asleep &= ~(UINT64_C(1) << slot);
    for (uint64_t left = d->asleep; left; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        if (seep_conflict(&d->sleeper[t], print) ||
            seep_conflict(print, &d->sleeper[t]))
            d->asleep &= ~(UINT64_C(1) << t);
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
    for (uint32_t i = d->n; i-- > 0;) {
        switch (how_touched(&d->event[i], obj)) {
        case SEEP_TOUCH_LOCK:
        case SEEP_TOUCH_TRY_LOCK: return d->event[i].slot == p;
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

    for (uint32_t i = 0; i < d->n; i++) {
        const struct seep_dpor_event *e = &d->event[i];
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

static void print_of(const struct seep_dpor *d, struct seep_footprint *f,
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
    for (uint32_t i = 0; i < d->n; i++) {
        const struct seep_footprint *f = &d->event[i].print;
        if (f->n == 1 && f->touch[0].how == SEEP_TOUCH_RUNLOCK &&
            f->touch[0].obj == print->touch[0].obj)
            join(d, &d->clock[p], &d->event[i].clock);
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
        return seep_counts_waited(&d->counts, op->obj->id, p,
                                  d->born[p].creator, d->born[p].index);
    if (op->kind != SEEP_OP_WG_ADD || !delta)
        return true;
    if (op->arg < 0 || delta < -1)
        return false;
    return delta > 0 ? seep_counts_added(&d->counts, op->obj->id, p,
                                         d->index[p] + 1, op->arg - delta)
                     : seep_counts_done(&d->counts, op->obj->id, clock->at);
}

/* w, which waited for the counter, knows of all that has been counted. */
static void know_counts(struct seep_dpor *d, uint32_t q, const struct seep_g *w)
{
    if (d->exact || w->op.kind != SEEP_OP_WG_WAIT)
        return;
    for (uint32_t i = 0; i < d->n; i++)
        if (how_touched(&d->event[i], w->op.obj->id) == SEEP_TOUCH_COUNT)
            join(d, &d->clock[q], &d->event[i].clock);
}

/* ---- values in buffers ---- */

static void value_put(struct seep_dpor *d, uint32_t obj, uint32_t event)
{
    if (d->nvalue == d->value_cap) {
        uint32_t cap = d->value_cap ? 2 * d->value_cap : 64;
        void *p = realloc(d->value, cap * sizeof *d->value);
        if (!p) {
            d->blind = d->tree.cut = true;
            return;
        }
        d->value = p;
        d->value_cap = cap;
    }
    d->value[d->nvalue++] = (struct seep_dpor_value){obj, event};
}

/* The event that sent the oldest value of the channel; -1: unknown. */
static int64_t value_take(struct seep_dpor *d, uint32_t obj)
{
    for (uint32_t i = 0; i < d->nvalue; i++) {
        if (d->value[i].obj != obj)
            continue;
        int64_t event = d->value[i].event;
        memmove(&d->value[i], &d->value[i + 1],
                (d->nvalue - i - 1) * sizeof *d->value);
        d->nvalue--;
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

    if (!slot_of(d, w, &q) || wants_lock(w))
        return;
    d->met |= UINT64_C(1) << q;
    know_counts(d, q, w);
    if (w->op.kind >= SEEP_OP_SEND && w->op.kind <= SEEP_OP_SELECT) {
        d->met_on_chan |= UINT64_C(1) << q;
        seep_footprint_add_arms(&d->woken, w);
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
            join(d, &d->clock[p], &d->clock[first]);
    } else if (w->dir == SEEP_SEND) {
        if (!met)
            value_put(d, ch->obj.id, d->n - 1);
    } else if (g->op.ok) {
        int64_t sent = value_take(d, ch->obj.id);
        if (sent >= 0)
            join(d, &d->clock[p], &d->event[sent].clock);
        if (met)
            value_put(d, ch->obj.id, d->last[first]);
    }
}

/* Who was made runnable meanwhile knows of this event; at a channel without a
 * buffer, the two know of each other. */
static void meet(struct seep_dpor *d, const struct seep_g *g, uint32_t p,
                 const struct seep_dpor_clock *clock)
{
    uint64_t on_chan = d->met_on_chan;
    uint32_t first = on_chan ? (uint32_t)__builtin_ctzll(on_chan)
                             : SEEP_TREE_GOROUTINES;

    follow_value(d, g, p, first);
    for (uint64_t left = d->met; left; left &= left - 1)
        join(d, &d->clock[__builtin_ctzll(left)], clock);
}

static void forget_met(struct seep_dpor *d)
{
    d->met = d->met_on_chan = 0;
    d->woken.n = 0;
    d->woken.wild = false;
}

/* The operation that g is about to perform, or would if it could. */
static void race_pending(struct seep_dpor *d, const struct seep_g *g)
{
    struct seep_footprint print;
    uint32_t p;

    if (!g->pending || !slot_of(d, g, &p))
        return;
    if (g->status != SEEP_G_RUNNABLE && !wants_lock(g))
        return;
    print_of(d, &print, g, p, false);
    const struct seep_dpor_clock clock = clock_of(d, p, &print);
    find_races(d, p, &print, &clock);
}

/* Nothing that could go on is worth it: what follows has been run. */
static void give_up(struct seep_dpor *d, struct seep_sim *s)
{
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        race_pending(d, g);
    d->redundant = d->blind = true;
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

    if (!slot_of(d, g, &p))
        return;
    if (d->node < 0 && d->asleep >> p & 1) { /* there was nobody else to run */
        give_up(d, s);
        return;
    }
    d->tree.cut |= is_input(g);
    print_of(d, &print, g, p, !parked);
    add_woken(&print, &d->woken);
    struct seep_dpor_event *e = add_event(d);
    if (!e)
        return;
    struct seep_dpor_clock clock = clock_of(d, p, &print);
    if (!seep_footprint_empty(&print))
        find_races(d, p, &print, &clock);
    wake_sleepers(d, p, &print);
    if (!d->exact && !is_calm(d, g, p, &d->clock[p]))
        d->exact = d->anew = true;
    clock.at[p] = (uint16_t)++d->index[p];
    *e = (struct seep_dpor_event){.slot = p,
                                  .index = d->index[p],
                                  .node = d->node,
                                  .print = print,
                                  .clock = clock};
    d->last[p] = d->n++;
    d->node = -1;
    join(d, &d->clock[p], &clock);
    know_readers(d, p, &print);
    if (!parked)
        meet(d, g, p, &clock);
    forget_met(d);
}

static void started(struct seep_dpor *d, const struct seep_g *g,
                    const struct seep_g *creator)
{
    uint32_t p, q;

    if (!slot_of(d, g, &p))
        return;
    if (p >= d->ng)
        d->ng = p + 1;
    d->index[p] = 0;
    d->clock[p] = d->past;
    d->born[p].creator = SEEP_TREE_GOROUTINES;
    if (creator && slot_of(d, creator, &q)) {
        d->clock[p] = d->clock[q];
        d->born[p].creator = q;
        d->born[p].index = d->index[q];
    }
}

/* Time moves when nothing can run: all that was comes before all that will
 * be. */
static void time_moved(struct seep_dpor *d, const struct seep_sim *s)
{
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        race_pending(d, g);
    for (uint32_t i = 0; i < d->ng; i++)
        join(d, &d->past, &d->clock[i]);
    for (uint32_t i = 0; i < d->ng; i++)
        d->clock[i] = d->past;
}

static void watch(struct seep_observer *o, struct seep_sim *s,
                  const struct seep_event *e)
{
    struct seep_dpor *d =
        (struct seep_dpor *)((char *)o - offsetof(struct seep_dpor, observer));

    if (d->blind)
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

/* ---- choices ---- */

/* What they are about to do may have become more, or less. */
static void refresh_sleepers(struct seep_dpor *d, const struct seep_sim *s,
                             const struct seep_choice *c)
{
    for (uint32_t i = 0; i < c->n && d->asleep; i++) {
        const struct seep_g *g = seep_choice_g(s, c, i);
        uint32_t p = seep_tree_slot(&d->tree, g);
        if (p < SEEP_TREE_GOROUTINES && d->asleep >> p & 1)
            print_of(d, &d->sleeper[p], g, p, false);
    }
}

static void remember_sleepers(struct seep_dpor *d, const struct seep_node *v)
{
    uint64_t chosen = UINT64_C(1) << v->chosen;

    d->asleep = (v->asleep | v->done) & v->enabled & ~chosen;
    for (uint64_t left = d->asleep; left; left &= left - 1) {
        uint32_t t = (uint32_t)__builtin_ctzll(left);
        d->sleeper[t] = *seep_node_print(v, t);
    }
}

/* Who goes first where nothing says so: whoever is at work, for a while. */
static uint32_t first_of(const struct seep_dpor *d, const struct seep_node *v,
                         uint64_t awake)
{
    uint64_t mine = UINT64_C(1) << v->standard;
    uint64_t after = awake & ~(mine - 1) & ~mine;

    if (d->turn != v->standard || d->turns < SEEP_DPOR_TURNS || awake == mine)
        return seep_slot_of(awake, v->standard);
    return (uint32_t)__builtin_ctzll(after ? after : awake & ~mine);
}

static void count_turn(struct seep_dpor *d, uint32_t slot)
{
    d->turns = d->turn == slot ? d->turns + 1 : 1;
    d->turn = slot;
}

static bool open_node(struct seep_dpor *d, struct seep_sim *s,
                      const struct seep_choice *c, struct seep_node *v)
{
    v->print = malloc((size_t)c->n * sizeof *v->print);
    if (!v->print) {
        d->blind = d->tree.cut = true;
        v->chosen = v->standard;
        v->asleep = 0;
        v->todo = 0;
        return true;
    }
    for (uint32_t i = 0; i < c->n; i++) {
        const struct seep_g *g = seep_choice_g(s, c, i);
        uint32_t p = seep_tree_slot(&d->tree, g);
        print_of(d, seep_node_print(v, p), g, p, false);
    }
    v->asleep = d->asleep & v->enabled;
    uint64_t awake = v->enabled & ~v->asleep;
    if (!awake)
        return false;
    v->chosen = first_of(d, v, awake);
    v->todo = UINT64_C(1) << v->chosen;
    return true;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct seep_dpor *d = s->opt.search;
    bool runs = c->kind == SEEP_CHOICE_RUN, is_new;
    uint32_t i;

    if (s->over)
        return 0;
    if (s->opt.free_time) { /* nothing is known of what commutes then */
        d->blind = d->tree.cut = true;
        return seep_tree_beyond(s, c);
    }
    if (runs)
        refresh_sleepers(d, s, c);
    if (runs && seep_tree_local(&d->tree, s, c, &i))
        return i;
    uint32_t depth = d->tree.depth;
    struct seep_node *v = seep_tree_meet(&d->tree, s, c, &is_new);
    if (!v) {
        d->blind = true;
        return seep_tree_beyond(s, c);
    }
    if (runs && is_new && !open_node(d, s, c, v)) {
        v->chosen = v->standard;
        give_up(d, s);
        return 0;
    }
    if (is_new)
        seep_tree_led(&d->tree, v);
    if (runs) {
        d->node = (int32_t)depth;
        if (v->print)
            remember_sleepers(d, v);
        count_turn(d, v->chosen);
    }
    return seep_tree_follow(&d->tree, s, c, v);
}

/* ---- after a run ---- */

/* Did the run end while others could have gone on?  Then whatever ended it
 * conflicts with all that they would have done. */
static void race_with_the_end(struct seep_dpor *d, const struct seep_g *g)
{
    int32_t node = d->node;
    uint32_t p;

    if (g->status != SEEP_G_RUNNABLE || !slot_of(d, g, &p))
        return;
    for (uint32_t i = d->n; node < 0 && i-- > 0;)
        node = d->event[i].node; /* the last one that anybody chose */
    if (node < 0) {
        d->tree.cut = true;
        return;
    }
    uint64_t mine = d->tree.node[node].enabled & UINT64_C(1) << p;
    seep_tree_want(&d->tree, (uint32_t)node, mine, p);
}

static void ended(struct seep_sim *s)
{
    struct seep_dpor *d = s->opt.search;

    for (const struct seep_g *g = s->all_first; g && !d->blind;
         g = g->all_next) {
        if (g == s->main && g->id < d->tree.first_g)
            continue; /* it waited before the run began, for good */
        race_pending(d, g);
        race_with_the_end(d, g);
    }
    if (s->verdict.kind == SEEP_VERDICT_LIMIT || s->drew)
        d->tree.cut = true;
}

bool seep_dpor_next(struct seep_dpor *d)
{
    d->nredundant += d->redundant;
    if (!d->anew)
        return seep_tree_next(&d->tree);
    d->anew = false;
    seep_tree_fini(&d->tree);
    seep_tree_init(&d->tree);
    return true;
}

static struct seep_observer *observer(void *search)
{
    return &((struct seep_dpor *)search)->observer;
}

const struct seep_strategy seep_strategy_dpor = {.name = "dpor",
                                                 .decides = true,
                                                 .begin = begin,
                                                 .pick = pick,
                                                 .observer = observer,
                                                 .ended = ended};
