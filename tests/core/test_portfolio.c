/* Which runs a search makes, and what it comes to. */
#include "core/explore/portfolio.h"

#include "bugs.h"
#include "script_run.h"

/* Makes the next run; false: there is none. */
static bool run_next(struct seep_portfolio *p, const struct scenario *sc,
                     struct seep_options *opt, struct script **w)
{
    struct scenario with = *sc;

    if (!seep_portfolio_next(p, opt))
        return false;
    with.strategy = opt->strategy;
    with.search = opt->search;
    with.seed = opt->seed;
    with.depth = opt->depth;
    struct seep_observer *o =
        opt->strategy->observer ? opt->strategy->observer(opt->search) : NULL;
    *w = script_open(script_arena(0), &with, o);
    assert_non_null(*w);
    (void)script_finish(*w);
    if (opt->strategy->ended)
        opt->strategy->ended(&(*w)->sim);
    return true;
}

static void begin(struct seep_portfolio *p, const char *name,
                  const struct scenario *sc)
{
    struct seep_options base = seep_options_default();

    base.seed = sc->seed;
    base.free_time = sc->free_time;
    seep_portfolio_init(p, name, &base);
}

struct came_to {
    uint32_t runs;  /* those that were given up too */
    uint32_t first; /* that did not pass; 0: none */
    bool proven;
};

/* Up to that many runs, or to the first that does not pass. */
static struct came_to search(const char *name, const struct scenario *sc,
                             uint32_t limit)
{
    struct came_to r = {0};
    struct seep_portfolio p;
    struct seep_options opt;
    struct script *w;

    begin(&p, name, sc);
    while (!r.first && r.runs < limit && run_next(&p, sc, &opt, &w)) {
        r.runs++;
        if (!seep_portfolio_redundant(&p) &&
            w->sim.verdict.kind != SEEP_VERDICT_PASS)
            r.first = r.runs;
    }
    r.proven = p.proven;
    seep_portfolio_fini(&p);
    return r;
}

/* ---- auto ---- */

TEST(auto_begins_with_dpor_and_then_samples_of_all_kinds)
{
    static const char *const mix[] = {"random", "pos", "pct", "pct",
                                      "random", "urw", "surw"};
    static const uint32_t depth[] = {0, 0, 3, 10, 0, 0, 0};
    const struct scenario sc = {.body = twostage_20};
    struct seep_options opt;
    struct seep_portfolio p;
    struct script *w;
    uint32_t sampled = 0;

    begin(&p, "auto", &sc);
    for (uint32_t run = 0; run < 60; run++) {
        assert_true(run_next(&p, &sc, &opt, &w));
        if (!run)
            assert_string_equal(opt.strategy->name, "default");
        else if (run <= SEEP_AUTO_PROBE || run % 3)
            assert_string_equal(opt.strategy->name, "dpor");
        else if (sampled < 7) { /* the first is random, to know the rest */
            assert_string_equal(opt.strategy->name, mix[sampled]);
            assert_int_equal(opt.depth, depth[sampled++]);
            assert_int_equal(opt.seed, sampled);
        }
    }
    assert_int_equal(sampled, 7);
    seep_portfolio_fini(&p);
}

TEST(auto_finds_what_needs_four_preemptions)
{
    for (uint64_t i = 1; i <= 50; i++) {
        struct scenario sc = {.body = phase, .seed = 1000003 * i};
        assert_in_range(search("auto", &sc, 200).first, 1, 199);
    }
}

TEST(auto_ends_in_a_proof_and_some_samples)
{
    const struct line body[] = {GO_MANY(a_then_b, 3), END};
    const struct came_to r =
        search("auto", &(const struct scenario){.body = body}, 1000);

    assert_true(r.proven);
    assert_int_equal(r.first, 0);
    assert_true(r.runs < 20 + SEEP_AUTO_SAMPLES);
}

/* ---- the others ---- */

TEST(proofs_take_few_runs)
{
    const struct line abba_ok[] = {GO_MANY(a_then_b, 3), END};
    const struct line in_phase_2_ok[] = {LOCK(A),       READ(A),   UNLOCK(A),
                                         END_UNLESS(2), LOCK(A),   LOCK(B),
                                         UNLOCK(B),     UNLOCK(A), END};
    const struct line phase_ok[] = {GO(in_phase_1), GO(in_phase_2_ok),
                                    GO(phases), END};
    struct came_to r =
        search("dpor", &(const struct scenario){.body = abba_ok}, 1000);

    assert_true(r.proven);
    assert_in_range(r.runs, 6, 12);
    r = search("dpor", &(const struct scenario){.body = phase_ok}, 1000);
    assert_true(r.proven);
    assert_in_range(r.runs, 20, 45);
}

TEST(dfs_knows_when_it_is_done)
{
    const struct line writer[] = {WRITE(A, 1), END};
    const struct line body[] = {GO_MANY(writer, 3), END};
    const struct came_to r =
        search("dfs", &(const struct scenario){.body = body}, 1000);

    assert_true(r.proven);
    assert_true(r.runs >= 6);
}

TEST(the_default_is_one_run)
{
    assert_int_equal(
        search("default", &(const struct scenario){.body = abba}, 9).runs, 1);
}

TEST(swarm_draws_of_all_kinds)
{
    const struct scenario sc = {.body = reorder_4};
    struct seep_options opt;
    struct seep_portfolio p;
    struct script *w;
    uint32_t pct = 0, deep = 0, surw = 0;

    begin(&p, "swarm", &sc);
    for (uint32_t run = 0; run < 100; run++) {
        assert_true(run_next(&p, &sc, &opt, &w));
        pct += !strcmp(opt.strategy->name, "pct");
        deep += opt.depth == 10;
        surw += !strcmp(opt.strategy->name, "surw");
    }
    assert_in_range(pct, 15, 55);
    assert_in_range(deep, 5, 35);
    assert_in_range(surw, 5, 35);
    seep_portfolio_fini(&p);
}

/* ---- coverage ---- */

TEST(what_shows_something_new_is_changed_sixteen_times)
{
    const struct scenario sc = {.body = twostage_20, .seed = 5};
    struct seep_options opt;
    struct seep_portfolio p;
    struct script *w;
    uint32_t drawn = 0, made = 0;

    begin(&p, "coverage", &sc);
    assert_true(run_next(&p, &sc, &opt, &w));
    assert_string_equal(opt.strategy->name, "default");
    assert_true(run_next(&p, &sc, &opt, &w));
    assert_string_equal(opt.strategy->name, "random");
    for (uint64_t run = 2; run < 2 + 3 * (1 + SEEP_COVERAGE_MUTANTS); run++) {
        assert_true(run_next(&p, &sc, &opt, &w));
        assert_string_equal(opt.strategy->name, "coverage");
        const struct seep_answers *base = p.coverage.base;
        if (!base) { /* the first; and after those made of one */
            assert_int_equal(opt.seed, sc.seed + run);
            assert_int_equal(made % SEEP_COVERAGE_MUTANTS, 0);
            drawn++;
            continue;
        }
        made++;
        assert_int_equal(opt.seed, base->seed);
        assert_true(base->n > 0);
        for (uint32_t i = 0; i < SEEP_COVERAGE_CHANGES; i++)
            assert_true(p.coverage.change[i] < base->n);
    }
    assert_int_equal(drawn, 3);
    assert_int_equal(made, 3 * SEEP_COVERAGE_MUTANTS);
    seep_portfolio_fini(&p);
}

/* How many answers of the run, which may have been kept, are those of its base,
 * in order. */
static uint32_t in_common(const struct seep_coverage *x)
{
    const struct seep_answers *a = x->base;
    const struct seep_answers *b = x->answers.n ? &x->answers : x->last;
    uint32_t n = 0;

    while (n < a->n && n < b->n && a->at[n].what == b->at[n].what &&
           a->at[n].kind == b->at[n].kind)
        n++;
    return n;
}

TEST(a_run_goes_along_with_its_base_up_to_a_change)
{
    const struct scenario sc = {.body = twostage_20};
    struct seep_options opt;
    struct seep_portfolio p;
    struct script *w;
    uint32_t made = 0;

    begin(&p, "coverage", &sc);
    for (uint32_t run = 0; run < 40; run++) {
        assert_true(run_next(&p, &sc, &opt, &w));
        if (!p.coverage.base)
            continue;
        uint32_t first = UINT32_MAX;
        for (uint32_t i = 0; i < SEEP_COVERAGE_CHANGES; i++)
            if (p.coverage.change[i] < first)
                first = p.coverage.change[i];
        assert_int_equal(in_common(&p.coverage), first);
        made++;
    }
    assert_true(made > 5);
    seep_portfolio_fini(&p);
}

static uint64_t digest_of(const struct scenario *sc, struct seep_options *opt)
{
    struct scenario with = *sc;

    with.strategy = opt->strategy;
    with.search = opt->search;
    with.seed = opt->seed;
    return run_twice(&with).digest;
}

/* run_twice sees to it that a run is the same when it is made again. */
TEST(coverage_makes_the_same_runs_again)
{
    const struct scenario sc = {.body = stringbuffer};
    struct seep_options opt, other;
    struct seep_portfolio p, q;

    begin(&p, "coverage", &sc);
    begin(&q, "coverage", &sc);
    for (uint32_t run = 0; run < 100; run++) {
        struct script *w;
        if (run < 2) {
            assert_true(run_next(&p, &sc, &opt, &w));
            assert_true(run_next(&q, &sc, &other, &w));
            continue;
        }
        assert_true(seep_portfolio_next(&p, &opt));
        assert_true(seep_portfolio_next(&q, &other));
        assert_int_equal(opt.seed, other.seed);
        assert_true(digest_of(&sc, &opt) == digest_of(&sc, &other));
    }
    seep_portfolio_fini(&p);
    seep_portfolio_fini(&q);
}

TEST(coverage_finds_bugs)
{
    static const struct line *const body[] = {
        abba, reorder_4, reorder_10, bluetooth, phase, stringbuffer};

    for (size_t i = 0; i < sizeof body / sizeof *body; i++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            struct scenario sc = {.body = body[i], .seed = 1000003 * seed};
            assert_in_range(search("coverage", &sc, 2000).first, 1, 2000);
        }
}

/* Fewer than before: what was seen is not new. */
TEST(little_is_new_after_a_while)
{
    const struct line writer[] = {WRITE(A, 1), END};
    const struct line body[] = {GO_MANY(writer, 2), END};
    const struct scenario sc = {.body = body};
    struct seep_options opt;
    struct seep_portfolio p;
    struct script *w;

    begin(&p, "coverage", &sc);
    for (uint32_t run = 0; run < 200; run++)
        assert_true(run_next(&p, &sc, &opt, &w));
    assert_null(p.coverage.first);
    assert_null(p.coverage.base); /* drawn, for want of anything else */
    assert_in_range(p.coverage.seen.n, 2, 8);
    seep_portfolio_fini(&p);
}

TEST(cells_are_found_again)
{
    struct seep_cells c = {0};

    for (uint64_t i = 0; i < 1000; i++)
        assert_true(seep_cells_add(&c, i * i + 2));
    for (uint64_t i = 0; i < 1000; i++)
        assert_false(seep_cells_add(&c, i * i + 2));
    seep_cells_at(&c, 38)->sum = 7;
    assert_int_equal(seep_cells_at(&c, 38)->sum, 7);
    assert_true(seep_cells_add(&c, 0));
    assert_false(seep_cells_add(&c, 0));
    seep_cells_clear(&c);
    assert_int_equal(c.n, 0);
    assert_int_equal(seep_cells_at(&c, 38)->sum, 0);
    seep_cells_fini(&c);
}

/* ---- when time is free ---- */

/* Work that takes no time is done by then. */
static const struct line work[] = {READ(C), WRITE(A, 1), END};
static const struct line too_late[] = {NEW_TIMER(0, SECOND),    GO(work),
                                       RECV(TIMER(0)),          READ(A),
                                       PANIC_IF(0, "too late"), END};

TEST(free_time_is_sampled_and_searched_depth_first)
{
    static const char *const names[] = {"auto", "dpor", "dfs",  "random", "pct",
                                        "pos",  "urw",  "surw", "swarm"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct scenario sc = {.body = too_late};
        assert_int_equal(search(names[i], &sc, 200).first, 0);
        sc.free_time = true;
        assert_in_range(search(names[i], &sc, 200).first, 1, 100);
    }
}

TEST(dfs_proves_what_it_can_with_free_time_too)
{
    const struct line fine[] = {NEW_TIMER(0, SECOND), GO(work), RECV(TIMER(0)),
                                END};
    const struct scenario sc = {.body = fine, .free_time = true};
    const struct came_to r = search("dpor", &sc, 1000);

    assert_true(r.proven);
    assert_int_equal(r.first, 0);
    assert_true(r.runs > 3);
    assert_false(search("auto", &sc, 100).proven);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auto_begins_with_dpor_and_then_samples_of_all_kinds),
        cmocka_unit_test(auto_finds_what_needs_four_preemptions),
        cmocka_unit_test(auto_ends_in_a_proof_and_some_samples),
        cmocka_unit_test(proofs_take_few_runs),
        cmocka_unit_test(dfs_knows_when_it_is_done),
        cmocka_unit_test(the_default_is_one_run),
        cmocka_unit_test(swarm_draws_of_all_kinds),
        cmocka_unit_test(what_shows_something_new_is_changed_sixteen_times),
        cmocka_unit_test(a_run_goes_along_with_its_base_up_to_a_change),
        cmocka_unit_test(coverage_makes_the_same_runs_again),
        cmocka_unit_test(coverage_finds_bugs),
        cmocka_unit_test(little_is_new_after_a_while),
        cmocka_unit_test(cells_are_found_again),
        cmocka_unit_test(free_time_is_sampled_and_searched_depth_first),
        cmocka_unit_test(dfs_proves_what_it_can_with_free_time_too),
    };

    return cmocka_run_group_tests_name("portfolio", tests, NULL, NULL);
}
