/* shrink.c - see shrink.h.
 *
 * DESIGN
 *
 * Every candidate is a list of deviations made of the present one's.  When it
 * fails, what the run took becomes the present list, if that is smaller; so
 * what does not matter falls away unasked.
 *
 *   1. nothing at all;
 *   2. delta debugging (Zeller, Hildebrandt, TSE 2002): leave out halves, then
 *      quarters... then single ones, of all kinds together, until no single
 *      one can be left out;
 *   3. moves that keep a goroutine's turns together: a switch earlier or later
 *      in its goroutine, two switches made one; each success begins anew at 2
 *      with single ones;
 *   4. smaller alternatives.
 *
 * No list is run twice. */
#include "shrink.h"

#include <stdlib.h>
#include <string.h>

#include "recorder.h"

/* Of so many paths moves are tried; with more it is hopeless, and slow. */
enum { KNOWN_PATHS = 64 };

struct search {
    const struct seep_shrink *how;
    struct seep_schedule *best;
    struct seep_schedule try, took;
    uint64_t *tried; /* hashes of the lists that were run */
    uint32_t ntried, budget;
    enum seep_err err;
    bool minimal; /* no single deviation of the best can be left out */
    bool blind;   /* there was a run that could not be written down */
};

/* ---- running a candidate ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

/* The numbers of paths differ from list to list. */
static uint64_t mix_path(const struct seep_schedule *s, uint64_t h, uint32_t p)
{
    for (; p >= SEEP_PATH_FIRST; p = s->path[p].up)
        h = mix(h, s->path[p].index);
    return mix(h, UINT64_MAX - p);
}

static uint64_t hash(const struct seep_schedule *s)
{
    uint64_t h = s->n;

    for (uint32_t i = 0; i < s->n; i++) {
        const struct seep_deviation *d = &s->deviation[i];
        h = mix(mix_path(s, mix(h, d->kind), d->who), d->at);
        h = mix(h, d->nth);
        h = d->kind == SEEP_CHOICE_RUN ? mix_path(s, h, d->pick)
                                       : mix(h, d->pick);
    }
    return h;
}

static bool is_new(struct search *x)
{
    uint64_t h = hash(&x->try);

    for (uint32_t i = 0; i < x->ntried; i++)
        if (x->tried[i] == h)
            return false;
    x->tried[x->ntried++] = h;
    return true;
}

/* Is its alternative one of several that are more or less?  A fault's is its
 * number. */
static bool has_smaller(const struct seep_deviation *d)
{
    return d->kind != SEEP_CHOICE_RUN && d->kind != SEEP_CHOICE_FAULT;
}

static uint64_t numbers(const struct seep_schedule *s)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < s->n; i++)
        if (has_smaller(&s->deviation[i]))
            sum += s->deviation[i].pick;
    return sum;
}

static bool smaller(const struct seep_schedule *a,
                    const struct seep_schedule *b)
{
    uint32_t pa = seep_schedule_preemptions(a);
    uint32_t pb = seep_schedule_preemptions(b);

    if (a->n != b->n)
        return a->n < b->n;
    return pa != pb ? pa < pb : numbers(a) < numbers(b);
}

static bool over(const struct search *x)
{
    return x->err != SEEP_OK || x->ntried == x->budget;
}

/* Runs x->try.  True: it failed. */
static bool run(struct search *x)
{
    if (over(x) || !is_new(x))
        return false;
    seep_schedule_clear(&x->took);
    bool failed = x->how->fails(x->how->context, &x->try, &x->took);
    x->blind = x->blind || x->took.cut;
    return failed;
}

/* Moves may lead to goroutines that the list names no more. */
static bool keep_paths(struct seep_schedule *of,
                       const struct seep_schedule *from)
{
    uint32_t to[KNOWN_PATHS] = {SEEP_PATH_CLOCK, SEEP_PATH_MAIN,
                                SEEP_PATH_LOAD};

    if (from->npath > KNOWN_PATHS)
        return true;
    for (uint32_t i = SEEP_PATH_FIRST; i < from->npath; i++) {
        uint32_t up = to[from->path[i].up];
        to[i] = seep_schedule_path(of, up, from->path[i].index);
    }
    return !of->cut;
}

/* What the last run took is the best so far. */
static void take(struct search *x)
{
    struct seep_schedule was = *x->best;

    if (!keep_paths(&x->took, x->best)) {
        x->err = SEEP_ENOMEM;
        return;
    }
    x->took.script = was.script;
    x->took.scenario = was.scenario;
    x->took.free_time = was.free_time;
    *x->best = x->took;
    x->took = was;
    x->minimal = false;
}

/* Runs x->try; true: what it took is the best so far now. */
static bool better(struct search *x)
{
    if (!run(x) || x->took.cut || !smaller(&x->took, x->best))
        return false;
    take(x);
    return x->err == SEEP_OK;
}

static void drop(struct seep_schedule *t, uint32_t from, uint32_t to)
{
    if (to < t->n)
        memmove(t->deviation + from, t->deviation + to,
                (t->n - to) * sizeof *t->deviation);
    t->n -= to - from;
}

/* Makes x->try as the best so far, without [from, to). */
static bool without(struct search *x, uint32_t from, uint32_t to)
{
    if (over(x))
        return false;
    if (seep_schedule_copy(&x->try, x->best) != SEEP_OK) {
        x->err = SEEP_ENOMEM;
        return false;
    }
    drop(&x->try, from, to);
    return true;
}

/* ---- leaving out ---- */

/* True: something could be left out. */
static bool leave_out(struct search *x, uint32_t chunk)
{
    bool any = false;

    for (uint32_t i = 0; i < x->best->n;) {
        uint32_t n = x->best->n, to = i + chunk < n ? i + chunk : n;
        if (over(x))
            return false;
        if (without(x, i, to) && better(x))
            any = true;
        else
            i = to;
    }
    x->minimal = chunk == 1 && !any;
    return any;
}

/* Chunks of that size, then smaller ones, until no single one can go. */
static void minimize(struct search *x, uint32_t chunk)
{
    for (; chunk > 1; chunk = (chunk + 1) / 2)
        (void)leave_out(x, chunk);
    while (leave_out(x, 1))
        ;
}

/* ---- moves ---- */

/* A deviation anew: the switch so many operations later, and not to its own
 * goroutine but to the other-th of the known ones (0: to its own). */
struct move {
    int later;
    uint32_t other;
};

/* The path that is the other-th, from 1, besides those that d names. */
static uint32_t other_path(const struct search *x,
                           const struct seep_deviation *d, uint32_t other)
{
    uint32_t p = SEEP_PATH_MAIN - 1;

    while (other > 0 && ++p < x->best->npath)
        other -= p != d->who && p != d->pick && p != SEEP_PATH_LOAD;
    return p;
}

static uint32_t known_paths(const struct search *x)
{
    return x->best->npath < KNOWN_PATHS ? x->best->npath : KNOWN_PATHS;
}

static bool moved(const struct search *x, struct seep_deviation *d,
                  struct move m)
{
    if (d->kind != SEEP_CHOICE_RUN || (int64_t)d->at + m.later < 0)
        return false;
    if (m.other)
        d->pick = other_path(x, d, m.other);
    if (m.later)
        d->nth = 0;
    d->at = (uint64_t)((int64_t)d->at + m.later);
    return d->pick < x->best->npath;
}

/* Leaves j out (n: none) and moves i. */
static bool move(struct search *x, uint32_t i, uint32_t j, struct move m)
{
    struct seep_deviation d = x->best->deviation[i];
    uint32_t n = x->best->n;

    if (i == j || !moved(x, &d, m) || !without(x, j, j < n ? j + 1 : n))
        return false;
    x->try.deviation[i - (i > j)] = d;
    return better(x);
}

/* Two neighbours made one, as when a goroutine goes away and comes back. */
static bool join_neighbours(struct search *x, struct move m)
{
    for (uint32_t j = 0; j < x->best->n && !over(x); j++)
        if ((j > 0 && move(x, j - 1, j, m)) ||
            (j + 1 < x->best->n && move(x, j + 1, j, m)))
            return true;
    return false;
}

static bool join_others(struct search *x, struct move m)
{
    for (uint32_t j = 0; j < x->best->n; j++)
        for (uint32_t i = 0; i < x->best->n && !over(x); i++)
            if (i != j + 1 && i + 1 != j && move(x, i, j, m))
                return true;
    return false;
}

static bool move_one(struct search *x, struct move m)
{
    for (uint32_t i = 0; i < x->best->n && !over(x); i++)
        if (move(x, i, x->best->n, m))
            return true;
    return false;
}

/* Each move in turn, the likely ones first. */
static bool any_move(struct search *x,
                     bool (*try)(struct search *, struct move))
{
    static const int later[] = {1, -1, 0, 1, -1, 2, -2};
    uint32_t npath = known_paths(x);

    for (int i = 0; i < 7; i++) {
        bool same = i < 2 || i > 4, others = i > 1;
        for (uint32_t other = !same; other <= (others ? npath : 0); other++) {
            if (over(x))
                return false;
            if (try(x, (struct move){later[i], other}))
                return true;
        }
    }
    return false;
}

static bool leave_two_out(struct search *x)
{
    for (uint32_t j = 1; j < x->best->n; j++)
        for (uint32_t i = 0; i < j; i++) {
            if (!without(x, j, j + 1))
                return false;
            drop(&x->try, i, i + 1);
            if (better(x))
                return true;
        }
    return false;
}

/* Some switch that nobody made in the place of i and the one behind it. */
static bool replace_two(struct search *x, uint32_t i, uint64_t at)
{
    uint32_t n = known_paths(x);

    for (uint32_t who = SEEP_PATH_MAIN; who < n; who++) {
        for (uint32_t p = SEEP_PATH_MAIN; p < n; p++) {
            if (who == p || who == SEEP_PATH_LOAD || p == SEEP_PATH_LOAD)
                continue;
            if (!without(x, i, i + 1))
                return false;
            x->try.deviation[i] =
                (struct seep_deviation){.at = at, .who = who, .pick = p};
            if (better(x))
                return true;
        }
    }
    return false;
}

/* The last operation at which it does anything; not more than there are runs
 * to try them. */
static uint64_t last_operation(const struct search *x)
{
    uint64_t last = 0;

    for (uint32_t i = 0; i < x->best->n; i++) {
        const struct seep_deviation *d = &x->best->deviation[i];
        if (d->who != SEEP_PATH_CLOCK && d->at > last)
            last = d->at;
    }
    return last < x->budget ? last : x->budget;
}

static bool something_else(struct search *x)
{
    uint64_t last = last_operation(x);

    for (uint32_t i = 0; i + 1 < x->best->n; i++)
        for (uint64_t at = 0; at <= last && !over(x); at++)
            if (replace_two(x, i, at))
                return true;
    return false;
}

/* ---- smaller numbers ---- */

/* The alternative of i as small as it gets: 1, and then half-way up. */
static void lower(struct search *x, uint32_t i)
{
    uint32_t was = x->best->deviation[i].pick, p = 1;

    while (p < was && without(x, 0, 0)) {
        x->try.deviation[i].pick = p;
        if (better(x))
            return;
        p += (was - p + 1) / 2;
    }
}

static void lower_all(struct search *x)
{
    for (uint32_t i = 0; i < x->best->n && !over(x); i++)
        if (has_smaller(&x->best->deviation[i]))
            lower(x, i);
}

/* ---- all of it ---- */

static bool improve(struct search *x)
{
    return leave_two_out(x) || any_move(x, join_neighbours) ||
           any_move(x, move_one) || any_move(x, join_others) ||
           something_else(x);
}

static void search(struct search *x, struct seep_shrunk *result)
{
    result->fails = without(x, 0, 0) && run(x);
    if (!result->fails)
        return;
    if (!x->took.cut)
        take(x);
    if (without(x, 0, x->best->n) && better(x))
        return;
    minimize(x, (x->best->n + 1) / 2);
    do {
        lower_all(x);
        minimize(x, 1);
    } while (improve(x));
}

enum seep_err seep_shrink(const struct seep_shrink *how,
                          struct seep_schedule *s, struct seep_shrunk *result)
{
    struct search x = {.how = how,
                       .best = s,
                       .budget = how->budget ? how->budget : SEEP_SHRINK_RUNS};

    *result = (struct seep_shrunk){0};
    seep_schedule_init(&x.try);
    seep_schedule_init(&x.took);
    x.tried = malloc(x.budget * sizeof *x.tried);
    if (x.tried)
        search(&x, result);
    else
        x.err = SEEP_ENOMEM;
    result->runs = x.ntried;
    result->minimal = result->fails && !x.blind && (x.minimal || s->n <= 1);
    result->preemptions = seep_schedule_preemptions(s);
    free(x.tried);
    seep_schedule_fini(&x.try);
    seep_schedule_fini(&x.took);
    return x.err;
}
