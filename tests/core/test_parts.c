/* A tree searched by several: the runs that one alone would make. */
#include "core/explore/parts.h"

#include <stdlib.h>

#include "core/explore/dfs.h"
#include "core/explore/dpor.h"
#include "random_script.h"

enum { RUNS_MAX = 3000, WORKERS_MAX = 5 };

/* What one alone comes to, run by run. */
static struct alone {
    uint64_t run[RUNS_MAX];
    uint32_t n;
    bool closed, proven;
} alone;

/* One that searches: a whole tree, or a part. */
struct searcher {
    bool by_bounds;
    struct seep_dpor dpor;
    struct seep_dfs dfs;
    struct seep_part *part; /* NULL: nothing to do */
    uint32_t made, told;
};

static struct seep_tree *tree_of(struct searcher *w)
{
    return w->by_bounds ? &w->dfs.tree : &w->dpor.tree;
}

static void begin(struct searcher *w, bool by_bounds, uint32_t bound)
{
    w->by_bounds = by_bounds;
    w->made = w->told = 0;
    if (by_bounds)
        seep_dfs_init(&w->dfs, bound);
    else
        seep_dpor_init(&w->dpor);
}

static void end(struct searcher *w)
{
    if (w->by_bounds)
        seep_dfs_fini(&w->dfs);
    else
        seep_dpor_fini(&w->dpor);
    w->part = NULL;
}

/* Makes a run: its digest. */
static uint64_t run(struct searcher *w, const struct scenario *sc)
{
    struct scenario with = *sc;
    struct seep_digest d;

    seep_digest_init(&d);
    with.strategy = w->by_bounds ? &seep_strategy_dfs : &seep_strategy_dpor;
    with.search = w->by_bounds ? (void *)&w->dfs : &w->dpor;
    d.observer.next = w->by_bounds ? NULL : &w->dpor.observer;
    struct script *s = script_open(script_arena(0), &with, &d.observer);
    assert_non_null(s);
    (void)script_finish(s);
    with.strategy->ended(&s->sim);
    w->made++;
    return d.value;
}

static bool go_on(struct searcher *w)
{
    return w->by_bounds ? seep_dfs_next(&w->dfs) : seep_dpor_next(&w->dpor);
}

static void search_alone(const struct scenario *sc, bool by_bounds)
{
    static struct searcher w;
    bool more = true;

    alone = (struct alone){0};
    for (uint32_t bound = 0; more; bound++) {
        begin(&w, by_bounds, bound);
        do {
            alone.run[alone.n++] = run(&w, sc);
            more = go_on(&w);
        } while (more && alone.n < RUNS_MAX);
        alone.closed = !more;
        more = !more && by_bounds && w.dfs.bounded && alone.n < RUNS_MAX;
        alone.closed &= !(by_bounds && w.dfs.bounded);
        alone.proven = alone.closed && !tree_of(&w)->cut;
        end(&w);
    }
}

/* ---- by several ---- */

static void *copied(const void *from, size_t n)
{
    void *to = n ? malloc(n) : NULL;

    if (n)
        memcpy(to, from, n);
    return to;
}

/* The next run of w's part, told. */
static void work(struct seep_parts *p, struct searcher *w,
                 const struct scenario *sc)
{
    struct seep_tree *t = tree_of(w);
    struct seep_part_run r = {.number = w->made};
    uint64_t digest = run(w, sc);
    bool anew = !w->by_bounds && w->dpor.anew, more = anew || go_on(w);

    r.end = anew                         ? SEEP_PART_ANEW
            : !more                      ? SEEP_PART_DONE
            : w->made == w->part->budget ? SEEP_PART_SPLIT
                                         : SEEP_PART_ON;
    r.what = copied(&digest, sizeof digest);
    r.cut = t->cut;
    r.strayed = t->strayed;
    r.bounded = w->by_bounds && w->dfs.bounded;
    r.highest = t->highest;
    r.nwish = t->nwish - w->told;
    r.wish = copied(&t->wish[w->told], r.nwish * sizeof *r.wish);
    w->told = t->nwish;
    if (r.end == SEEP_PART_SPLIT) {
        r.nstep = t->n;
        r.step = malloc(t->n * sizeof *r.step);
        seep_tree_tell(t, r.step);
    }
    seep_parts_come(p, w->part, &r);
    if (r.end != SEEP_PART_ON)
        end(w);
}

static void ask(struct seep_parts *p, struct searcher *w, bool by_bounds,
                bool ahead)
{
    struct seep_part *x = seep_parts_give(p, ahead);

    if (!x)
        return;
    begin(w, by_bounds, x->bound);
    w->dpor.exact = x->exact;
    w->part = x;
    assert_true(seep_tree_enter(tree_of(w), x->path, x->n, x->top));
}

/* Somebody does something. */
static void stir(struct seep_parts *p, struct searcher *w, bool by_bounds,
                 const struct scenario *sc, struct seep_rng *rng)
{
    if (!w->part) {
        ask(p, w, by_bounds, seep_rng_below(rng, 4) > 0);
    } else if (seep_rng_below(rng, 300)) {
        work(p, w, sc);
    } else {
        seep_parts_lost(p, w->part);
        end(w);
    }
}

static void take(struct seep_parts *p, uint32_t *n)
{
    void *what;

    while (*n < alone.n && seep_parts_take(p, &what)) {
        assert_int_equal(*(uint64_t *)what, alone.run[*n]);
        free(what);
        ++*n;
        assert_int_equal(p->closed, alone.closed && *n == alone.n);
    }
}

/* Runs that were made and not taken. */
static uint32_t in_vain;

static void drop(void *what)
{
    in_vain++;
    free(what);
}

static void search_together(const struct scenario *sc, bool by_bounds,
                            uint32_t workers, uint64_t seed)
{
    static struct searcher w[WORKERS_MAX];
    struct seep_rng rng = seep_rng_stream(seed, 1);
    struct seep_parts p;
    uint32_t n = 0;

    seep_parts_init(&p, by_bounds, workers, drop);
    seep_parts_add(&p, NULL, 0, 0);
    seep_parts_begin(&p);
    while (n < alone.n) {
        stir(&p, &w[seep_rng_below(&rng, workers)], by_bounds, sc, &rng);
        if (!seep_rng_below(&rng, 3))
            take(&p, &n);
    }
    assert_false(p.failed);
    assert_int_equal(p.closed, alone.closed);
    assert_int_equal(p.proven, alone.proven);
    for (uint32_t i = 0; i < workers; i++)
        if (w[i].part)
            end(&w[i]);
    seep_parts_fini(&p);
}

TEST(several_make_the_runs_of_one_alone)
{
    static struct random_script r;
    uint32_t split = 0;

    for (uint64_t i = 0; i < 40; i++) {
        random_script(&r, i);
        for (int by_bounds = 0; by_bounds < 2; by_bounds++) {
            search_alone(&r.scenario, by_bounds);
            split += alone.n > 10 * SEEP_PART_FIRST;
            search_together(&r.scenario, by_bounds,
                            1 + (uint32_t)(i % WORKERS_MAX), i);
        }
    }
    assert_true(split > 20);
}

/* ---- how fast ---- */

/* As many runs as each of four has to make until all are taken. */
static uint32_t rounds_of_four(const struct scenario *sc, bool by_bounds)
{
    static struct searcher w[4];
    struct seep_parts p;
    uint32_t n = 0, rounds = 0;

    seep_parts_init(&p, by_bounds, 4, drop);
    seep_parts_add(&p, NULL, 0, 0);
    seep_parts_begin(&p);
    for (; n < alone.n; rounds++) {
        for (int i = 0; i < 4; i++) {
            if (!w[i].part)
                ask(&p, &w[i], by_bounds, true);
            if (w[i].part)
                work(&p, &w[i], sc);
        }
        take(&p, &n);
    }
    for (int i = 0; i < 4; i++)
        if (w[i].part)
            end(&w[i]);
    seep_parts_fini(&p);
    return rounds;
}

TEST(four_are_more_than_twice_as_fast)
{
    static struct random_script r;

    for (int by_bounds = 0; by_bounds < 2; by_bounds++) {
        uint32_t runs = 0, rounds = 0;
        for (uint64_t i = 0; i < 12; i++) {
            random_script(&r, i);
            search_alone(&r.scenario, by_bounds);
            runs += alone.n;
            rounds += rounds_of_four(&r.scenario, by_bounds);
        }
        assert_true(runs > 10000 && runs > 2 * rounds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_make_the_runs_of_one_alone),
        cmocka_unit_test(four_are_more_than_twice_as_fast),
    };

    return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
