/* sequence.c - see sequence.h. */
#include "sequence.h"

#include <stdlib.h>

#include "core/goroutine.h"
#include "core/sim.h"

/* ---- writing it down ---- */

static void add(struct seep_sequence *o, struct seep_sequence_item item)
{
    if (o->n == o->cap) {
        uint32_t cap = o->cap ? o->cap * 2 : 256;
        void *more = o->n < SEEP_SCHEDULE_MAX * 4
                         ? realloc(o->item, cap * sizeof *o->item)
                         : NULL;
        if (!more) {
            o->cut = true;
            return;
        }
        o->item = more;
        o->cap = cap;
    }
    o->item[o->n++] = item;
}

/* An answer that is not about who runs. */
static void add_other(struct seep_sequence *o, const struct seep_sim *s,
                      const struct seep_event *e)
{
    struct seep_deviation d = {.who =
                                   seep_schedule_path_of(&o->others, s, e->g),
                               .kind = (uint8_t)(e->arg >> 32),
                               .pick = (uint32_t)e->arg};

    if (!d.kind)
        return;
    d.at = e->g ? e->g->nops : (uint64_t)s->now;
    d.nth = e->g ? e->g->op.stops : s->fired;
    if (!o->others.cut)
        (void)seep_schedule_add(&o->others, &d);
}

/* Where g goes on when it is taken up. */
static uint64_t place_of(const struct seep_g *g)
{
    return UINT64_C(2) * g->nops + (g->pending ? 0 : 1);
}

/* Is it a place in the order?  Then *item is it. */
static bool item_of(struct seep_sequence *o, const struct seep_sim *s,
                    const struct seep_event *e, struct seep_sequence_item *item)
{
    const uint32_t kinds = 1u << SEEP_EV_RUN | 1u << SEEP_EV_OP |
                           1u << SEEP_EV_PARK | 1u << SEEP_EV_EXIT;
    const bool starts = !o->whole && e->kind == SEEP_EV_START && e->other &&
                        e->other->id == s->main_id;

    *item = (struct seep_sequence_item){.kind = (uint8_t)e->kind};
    if (starts) {
        item->path = SEEP_PATH_MAIN;
        item->at = 2 * (uint64_t)e->g->index;
        return true;
    }
    if (!(kinds >> e->kind & 1) || !e->g ||
        (e->g->id == s->main_id && !o->whole))
        return false;
    if (e->kind == SEEP_EV_PARK && e->g != s->running)
        return false; /* crowded out of a lock: that is no turn of its own */
    item->path = seep_schedule_path_of(&o->others, s, e->g);
    item->at = UINT64_C(2) * e->g->nops;
    if (e->kind == SEEP_EV_RUN)
        item->at = place_of(e->g);
    return true;
}

static void on_event(struct seep_observer *observer, struct seep_sim *s,
                     const struct seep_event *e)
{
    struct seep_sequence *o = (struct seep_sequence *)observer;
    struct seep_sequence_item item;

    if (o->cut)
        return;
    if (e->kind == SEEP_EV_CHOICE && !e->other)
        add_other(o, s, e);
    else if (e->kind == SEEP_EV_CHOICE && e->g == o->fresh && o->n &&
             o->item[o->n - 1].at == place_of(e->g))
        o->n--; /* it was put back at once */
    const bool is_item = item_of(o, s, e, &item);
    if (is_item)
        add(o, item);
    o->fresh = is_item && e->kind == SEEP_EV_RUN ? e->g : NULL;
    o->cut |= o->others.cut;
}

void seep_sequence_init(struct seep_sequence *o)
{
    *o = (struct seep_sequence){.observer = {.event = on_event}};
    seep_schedule_init(&o->others);
}

void seep_sequence_fini(struct seep_sequence *o)
{
    free(o->item);
    seep_schedule_fini(&o->others);
    *o = (struct seep_sequence){0};
}

/* The new paths of the old ones, [0..npath), new; NULL: no memory. */
static uint32_t *map_below(const struct seep_schedule *from, uint32_t k,
                           struct seep_schedule *to)
{
    uint32_t n = from->npath > SEEP_PATH_FIRST ? from->npath : SEEP_PATH_FIRST;
    uint32_t *map = malloc(n * sizeof *map);

    for (uint32_t i = 0; map && i < n; i++) {
        const struct seep_path *p = &from->path[i];
        if (i < SEEP_PATH_FIRST)
            map[i] = i == SEEP_PATH_CLOCK ? i : SEEP_PATH_NONE;
        else if (p->up == SEEP_PATH_MAIN)
            map[i] = p->index == k ? SEEP_PATH_MAIN : SEEP_PATH_NONE;
        else
            map[i] = seep_schedule_path(to, map[p->up], p->index);
    }
    return map;
}

enum seep_err seep_sequence_below(struct seep_sequence *o, uint32_t k)
{
    struct seep_schedule others;
    uint32_t n = 0;

    seep_schedule_init(&others);
    uint32_t *map = map_below(&o->others, k, &others);
    for (uint32_t i = 0; map && i < o->n; i++) {
        struct seep_sequence_item item = o->item[i];
        item.path = map[item.path];
        if (item.kind != SEEP_EV_START && item.path != SEEP_PATH_NONE)
            o->item[n++] = item;
    }
    for (uint32_t i = 0; map && i < o->others.n; i++) {
        struct seep_deviation d = o->others.deviation[i];
        d.who = map[d.who];
        if (d.who != SEEP_PATH_NONE)
            (void)seep_schedule_add(&others, &d);
    }
    free(map);
    o->n = n;
    o->whole = true;
    o->cut |= !map || others.cut;
    seep_schedule_fini(&o->others);
    o->others = others;
    return o->cut ? SEEP_ENOMEM : SEEP_OK;
}

/* ---- keeping to it ---- */

/* Of one goroutine: is the item over, now that this has come to pass? */
static bool is_behind(const struct seep_sequence_item *item,
                      const struct seep_sequence_item *done)
{
    if (done->kind == SEEP_EV_EXIT || item->kind == SEEP_EV_EXIT)
        return done->kind == SEEP_EV_EXIT;
    if (item->at != done->at || item->kind == done->kind)
        return item->at <= done->at;
    return done->kind == SEEP_EV_OP ||
           (done->kind == SEEP_EV_PARK && item->kind == SEEP_EV_RUN);
}

/* Whatever comes to pass is done with, and so is what came before it. */
static void count_off(struct seep_follow *f,
                      const struct seep_sequence_item *done)
{
    const struct seep_sequence *o = f->order;

    if (done->path >= f->npath)
        return;
    for (uint32_t *head = &f->head[done->path]; *head < o->n;) {
        const struct seep_sequence_item item = o->item[*head];
        if (!is_behind(&item, done))
            return;
        *head = f->next[*head];
        if (item.kind == done->kind && item.at == done->at &&
            item.kind != SEEP_EV_OP)
            return; /* it can come several times */
    }
}

/* Whoever was taken up has stayed. */
static void settle(struct seep_follow *f)
{
    if (f->taken.path)
        count_off(f, &f->taken);
    f->taken.path = SEEP_PATH_CLOCK;
}

static void on_follow(struct seep_observer *observer, struct seep_sim *s,
                      const struct seep_event *e)
{
    struct seep_follow *f = (struct seep_follow *)observer;
    struct seep_sequence_item done;

    if (e->kind == SEEP_EV_CHOICE || !item_of(f->order, s, e, &done))
        return;
    settle(f);
    if (done.kind == SEEP_EV_RUN)
        f->taken = done, f->taken_g = e->g;
    else
        count_off(f, &done);
}

/* The lists of items, path by path, from the last one back. */
static void list(struct seep_follow *f)
{
    const struct seep_sequence *o = f->order;

    for (uint32_t i = 0; i < f->npath; i++)
        f->first[i] = o->n;
    for (uint32_t i = o->n; i-- > 0;) {
        uint32_t path = o->item[i].path;
        f->next[i] = f->first[path];
        f->first[path] = i;
    }
}

enum seep_err seep_follow_init(struct seep_follow *f, struct seep_sequence *o)
{
    uint32_t npath = o->others.npath;

    npath = npath > SEEP_PATH_FIRST ? npath : SEEP_PATH_FIRST;
    *f = (struct seep_follow){.observer = {.event = on_follow},
                              .order = o,
                              .npath = npath,
                              .first = malloc(npath * sizeof *f->first),
                              .head = malloc(npath * sizeof *f->head),
                              .next = malloc((o->n + 1) * sizeof *f->next)};
    if (!f->first || !f->head || !f->next ||
        seep_replay_init(&f->others, &o->others) != SEEP_OK) {
        seep_follow_fini(f);
        return SEEP_ENOMEM;
    }
    list(f);
    return SEEP_OK;
}

void seep_follow_fini(struct seep_follow *f)
{
    free(f->first);
    free(f->head);
    free(f->next);
    seep_replay_fini(&f->others);
    *f = (struct seep_follow){0};
}

static enum seep_err begin(struct seep_sim *s)
{
    struct seep_follow *f = s->opt.search;

    for (uint32_t i = 0; i < f->npath; i++)
        f->head[i] = f->first[i];
    f->taken.path = SEEP_PATH_CLOCK;
    s->opt.search = &f->others;
    enum seep_err err = seep_strategy_replay.begin(s);
    s->opt.search = f;
    return err;
}

/* When it is the goroutine's turn: the smaller, the earlier. */
static uint32_t turn_of(struct seep_follow *f, const struct seep_sim *s,
                        const struct seep_g *g)
{
    uint32_t path = g ? seep_schedule_path_of(&f->order->others, s, g)
                      : SEEP_PATH_CLOCK;

    return path < f->npath ? f->head[path] : f->order->n;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct seep_follow *f = s->opt.search;
    uint32_t best = 0;

    if (c->kind != SEEP_CHOICE_RUN) {
        s->opt.search = &f->others;
        best = seep_strategy_replay.pick(s, c);
        s->opt.search = f;
        return best;
    }
    if (f->taken_g != c->g || f->taken.at != place_of(c->g))
        settle(f); /* it was somebody's turn, which has passed */
    uint32_t least = turn_of(f, s, c->g);
    for (uint32_t i = 1; i < c->n; i++) {
        uint32_t turn = turn_of(f, s, seep_choice_g(s, c, i));
        if (turn < least) {
            least = turn;
            best = i;
        }
    }
    if (best)
        f->taken.path = SEEP_PATH_CLOCK; /* and was put back */
    return best;
}

static struct seep_observer *observer(void *search)
{
    return &((struct seep_follow *)search)->observer;
}

const struct seep_strategy seep_strategy_follow = {.name = "follow",
                                                   .decides = true,
                                                   .begin = begin,
                                                   .pick = pick,
                                                   .faults = true,
                                                   .observer = observer};
