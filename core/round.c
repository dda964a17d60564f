/* round.c - see round.h.  When to remember the world is as in Brent's search
 * for cycles (BIT 20, 1980): after 1, 2, 4... looks. */
#include "round.h"

#include <string.h>

#include "arena.h"
#include "sim.h"

enum {
    LOOKS = 512,           /* while nothing has an effect */
    RUNNABLE_MOST = 32,    /* goroutines */
    BYTES_MOST = 16 << 20, /* of the world */
    RANGES = SEEP_P_MAX + RUNNABLE_MOST + 3,
};

struct seep_round {
    uint32_t effects; /* of the sim, when it began to look */
    uint32_t looks, next;
    char *world; /* as it was then, [0..size); NULL: nothing is remembered */
    size_t size, cap;
};

/* Memory that may differ. */
struct ranges {
    struct {
        size_t from, to;
    } at[RANGES];
    uint32_t n;
};

/* ---- what may differ ---- */

static void add(struct ranges *r, const struct seep_sim *s, const void *p,
                size_t size)
{
    size_t from = (size_t)((const char *)p - (const char *)s->arena);
    uint32_t i = r->n++;

    for (; i > 0 && r->at[i - 1].from > from; i--)
        r->at[i] = r->at[i - 1];
    r->at[i].from = from;
    r->at[i].to = from + size;
}

static bool can_run(const struct seep_g *g)
{
    return g->status == SEEP_G_RUNNABLE || g->status == SEEP_G_RUNNING;
}

/* Counters, queues and who can run.  False: too many. */
static bool find(struct ranges *r, const struct seep_sim *s)
{
    add(r, s, s->arena, seep_arena_head());
    add(r, s, s, sizeof *s);
    if (s->runnable)
        add(r, s, s->runnable, s->runnable_cap * sizeof(*s->runnable));
    for (uint32_t i = 0; i < s->gmp.np; i++)
        add(r, s, s->gmp.p[i], sizeof *s->gmp.p[i]);
    for (const struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (!can_run(g))
            continue;
        if (r->n == RANGES)
            return false;
        add(r, s, g, sizeof *g);
    }
    return true;
}

/* ---- the same ---- */

/* What p points to, as it was. */
static const void *then(const struct seep_sim *s, const struct seep_round *r,
                        const void *p)
{
    return r->world + ((const char *)p - (const char *)s->arena);
}

static bool same_draws(const struct seep_sim *a, const struct seep_sim *b)
{
    return !memcmp(&a->rng_select, &b->rng_select, sizeof a->rng_select) &&
           !memcmp(&a->rng_script, &b->rng_script, sizeof a->rng_script) &&
           !memcmp(&a->rng_map, &b->rng_map, sizeof a->rng_map) &&
           !memcmp(&a->rng_read, &b->rng_read, sizeof a->rng_read) &&
           a->ndraws == b->ndraws;
}

static bool same_sim(const struct seep_sim *a, const struct seep_sim *b)
{
    return a->effects == b->effects && a->now == b->now &&
           a->nlive == b->nlive && a->nstarted == b->nstarted &&
           a->next_obj == b->next_obj && a->main_done == b->main_done &&
           a->timers.narmed == b->timers.narmed && same_draws(a, b);
}

/* g is where it was, and has gone on since. */
static bool came_back(const struct seep_g *g, const struct seep_g *was)
{
    return can_run(was) && g->nops != was->nops && g->wait == was->wait &&
           g->pending == was->pending && g->held == was->held &&
           g->host_state == was->host_state && g->raise == was->raise &&
           g->op.kind == was->op.kind && g->op.obj == was->op.obj &&
           g->op.arg == was->op.arg;
}

static bool all_came_back(const struct seep_sim *s, const struct seep_round *r)
{
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        if (can_run(g) && !came_back(g, then(s, r, g)))
            return false;
    return true;
}

static bool is_same(const struct seep_sim *s, const struct seep_round *r)
{
    struct ranges may = {.n = 0};
    const char *now = (const char *)s->arena;
    size_t from = 0;

    if (!same_sim(s, then(s, r, s)) || !all_came_back(s, r) || !find(&may, s))
        return false;
    for (uint32_t i = 0; i < may.n; i++) {
        if (memcmp(now + from, r->world + from, may.at[i].from - from) != 0)
            return false;
        from = may.at[i].to;
    }
    return !memcmp(now + from, r->world + from, r->size - from);
}

/* ---- looking ---- */

static void remember(struct seep_sim *s, struct seep_round *r, size_t size)
{
    if (size > r->cap) {
        r->world = seep_arena_aside(s->arena, size);
        r->cap = r->world ? size : 0;
    }
    r->size = size;
    if (r->world)
        memcpy(r->world, s->arena, size);
}

static struct seep_round *round_of(struct seep_sim *s)
{
    struct seep_round *r = s->round;

    if (!r)
        r = s->round = seep_arena_aside(s->arena, sizeof *r);
    if (r && (!r->next || r->effects != s->effects)) {
        r->effects = s->effects;
        r->looks = 0;
        r->next = 1;
        r->size = 0;
    }
    return r;
}

bool seep_round_closes(struct seep_sim *s)
{
    size_t size = seep_arena_stats(s->arena).used;
    struct seep_round *r;

    /* A hook, old values and choices of time can change what comes next. */
    if (s->hook || s->weak || s->opt.free_time || size > BYTES_MOST ||
        !(r = round_of(s)) || r->looks == LOOKS)
        return false;
    if (s->host_ops->steady)
        s->host_ops->steady(s->host);
    r->looks++;
    if (r->world && r->size == size && is_same(s, r))
        return true;
    if (r->looks == r->next) {
        remember(s, r, size);
        r->next *= 2;
    }
    return false;
}

bool seep_round_looks(const struct seep_sim *s)
{
    const struct seep_round *r = s->round;

    return r && r->effects == s->effects && r->looks < LOOKS;
}
