/* replay.c - see replay.h.
 *
 * DESIGN
 *
 * Deviations with one key form a list, in order; a hash table leads to its
 * head.  What a run has taken from each list is its lore: a cursor a head.
 * Looking a goroutine up takes no path of it: the table is hashed by the last
 * step of a path, and only what agrees in that is compared upwards. */
#include "replay.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/goroutine.h"
#include "core/rng.h"
#include "core/sim.h"

/* What a run remembers. */
struct lore {
    struct seep_rng tail;
    uint32_t applied;
    uint32_t cursor[]; /* of a list's head: the deviation that is next */
};

/* A place at which there is something to choose. */
struct place {
    uint64_t at;
    uint32_t index; /* the last step of the path */
    uint32_t nth;
    uint8_t kind;
};

static uint32_t hash(const struct place *p)
{
    uint64_t h = p->at * UINT64_C(0x9e3779b97f4a7c15);

    h = (h ^ p->index) * UINT64_C(0xbf58476d1ce4e5b9);
    h = (h ^ p->nth ^ (uint64_t)p->kind << 32) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(h >> 32);
}

/* ---- the table ---- */

static struct place place_of(const struct seep_schedule *s,
                             const struct seep_deviation *d)
{
    uint32_t index = d->who >= SEEP_PATH_FIRST ? s->path[d->who].index : d->who;

    return (struct place){d->at, index, d->nth, d->kind};
}

static bool same_key(const struct seep_deviation *a,
                     const struct seep_deviation *b)
{
    return a->who == b->who && a->at == b->at && a->nth == b->nth &&
           a->kind == b->kind;
}

/* The slot of the list that d belongs to, or the empty one for it. */
static uint32_t *find(const struct seep_replay *r,
                      const struct seep_deviation *d)
{
    const struct place p = place_of(r->schedule, d);

    for (uint32_t i = hash(&p);; i++) {
        uint32_t *slot = &r->slot[i & (r->nslot - 1)];
        if (!*slot || same_key(&r->schedule->deviation[*slot - 1], d))
            return slot;
    }
}

/* From the last one back, so that a list's head is its first. */
static void fill(struct seep_replay *r)
{
    for (uint32_t i = r->schedule->n; i-- > 0;) {
        uint32_t *slot = find(r, &r->schedule->deviation[i]);
        r->next[i] = *slot ? *slot - 1 : r->schedule->n;
        *slot = i + 1;
    }
}

enum seep_err seep_replay_init(struct seep_replay *r,
                               const struct seep_schedule *s)
{
    *r = (struct seep_replay){
        .schedule = s, .nslot = 2, .until = SEEP_REPLAY_ALL};
    while (r->nslot < 2 * s->n)
        r->nslot *= 2;
    r->slot = calloc(r->nslot, sizeof *r->slot);
    r->next = malloc((s->n + 1) * sizeof *r->next);
    if (!r->slot || !r->next) {
        seep_replay_fini(r);
        return SEEP_ENOMEM;
    }
    fill(r);
    return SEEP_OK;
}

void seep_replay_fini(struct seep_replay *r)
{
    free(r->slot);
    free(r->next);
    *r = (struct seep_replay){0};
}

void seep_replay_options(struct seep_replay *r, struct seep_options *opt)
{
    opt->strategy = r->schedule->queues ? &seep_strategy_replay_queues
                                        : &seep_strategy_replay;
    opt->search = r;
    opt->seed = r->schedule->seed;
    opt->procs = r->schedule->procs;
    opt->free_time = r->schedule->free_time;
    opt->weak_memory = r->schedule->weak_memory;
}

/* ---- a run ---- */

static enum seep_err begin(struct seep_sim *s)
{
    const struct seep_replay *r = s->opt.search;
    uint32_t n = r ? r->schedule->n : 0;
    struct lore *l =
        seep_arena_aside(s->arena, sizeof(struct lore) + n * sizeof(uint32_t));

    if (!l)
        return SEEP_ENOMEM;
    l->tail = seep_rng_stream(r ? r->tail : 0, 0);
    for (uint32_t i = 0; i < n; i++)
        l->cursor[i] = i;
    s->lore = l;
    return SEEP_OK;
}

uint32_t seep_replay_applied(const struct seep_sim *s)
{
    return ((const struct lore *)s->lore)->applied;
}

static bool is_here(const struct seep_schedule *s,
                    const struct seep_deviation *d, const struct place *p,
                    const struct seep_sim *sim, const struct seep_g *g)
{
    if (d->at != p->at || d->nth != p->nth || d->kind != p->kind)
        return false;
    return g ? seep_schedule_names(s, d->who, sim, g)
             : d->who == SEEP_PATH_CLOCK;
}

/* The head of the list for a place of g, or of the clock; n: there is none. */
static uint32_t look_up(const struct seep_replay *r, const struct place *p,
                        const struct seep_sim *sim, const struct seep_g *g)
{
    const struct seep_schedule *s = r->schedule;

    for (uint32_t i = hash(p);; i++) {
        uint32_t found = r->slot[i & (r->nslot - 1)];
        if (!found)
            return s->n;
        if (is_here(s, &s->deviation[found - 1], p, sim, g))
            return found - 1;
    }
}

static struct place place_in(const struct seep_sim *s,
                             const struct seep_choice *c)
{
    const struct seep_g *g = c->g;

    if (!g)
        return (struct place){(uint64_t)s->now, SEEP_PATH_CLOCK, s->fired,
                              (uint8_t)c->kind};
    uint32_t index = g->index;
    if (!seep_g_creator(g))
        index = g->id == s->main_id ? SEEP_PATH_MAIN : SEEP_PATH_LOAD;
    return (struct place){g->nops, index, g->op.stops, (uint8_t)c->kind};
}

/* The alternative that a deviation names, or 0: there is none. */
static uint32_t alternative(const struct seep_schedule *s,
                            const struct seep_deviation *d,
                            const struct seep_sim *sim,
                            const struct seep_choice *c)
{
    if (c->kind != SEEP_CHOICE_RUN)
        return d->pick < c->n ? d->pick : 0;
    for (uint32_t i = 1; i < c->n; i++) {
        const struct seep_g *g = seep_choice_g(sim, c, i);
        if (g ? seep_schedule_names(s, d->pick, sim, g)
              : d->pick == SEEP_PATH_CLOCK)
            return i;
    }
    return 0;
}

/* Several faults can fire in one place, each of them once: no cursor. */
static uint32_t pick_fault(struct seep_sim *s, const struct seep_choice *c,
                           uint32_t head)
{
    const struct seep_replay *r = s->opt.search;
    uint32_t number = c->n - 1, n = r->schedule->n;

    while (head < n && r->schedule->deviation[head].pick != number)
        head = r->next[head];
    if (head == n)
        return 0;
    ((struct lore *)s->lore)->applied++;
    return number;
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    const struct seep_replay *r = s->opt.search;
    struct lore *l = s->lore;

    if (r && s->steps - s->charged >= r->until)
        return seep_rng_below(&l->tail, c->n);
    if (!r || !r->schedule->n)
        return 0;
    const struct place p = place_in(s, c);
    uint32_t n = r->schedule->n, head = look_up(r, &p, s, c->g);
    if (c->kind == SEEP_CHOICE_FAULT)
        return pick_fault(s, c, head);
    while (head < n && l->cursor[head] < n) {
        uint32_t i = l->cursor[head];
        uint32_t a = alternative(r->schedule, &r->schedule->deviation[i], s, c);
        l->cursor[head] = r->next[i];
        if (!a)
            continue;
        l->applied++;
        return a;
    }
    return 0;
}

static void ended(struct seep_sim *s)
{
    struct seep_replay *r = s->opt.search;

    if (r)
        r->applied = seep_replay_applied(s);
}

const struct seep_strategy seep_strategy_replay = {.name = "replay",
                                                   .decides = true,
                                                   .begin = begin,
                                                   .pick = pick,
                                                   .faults = true,
                                                   .ended = ended};
const struct seep_strategy seep_strategy_replay_queues = {.name = "replay",
                                                          .begin = begin,
                                                          .pick = pick,
                                                          .faults = true,
                                                          .ended = ended};
