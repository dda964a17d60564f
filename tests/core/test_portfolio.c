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
        cmocka_unit_test(free_time_is_sampled_and_searched_depth_first),
        cmocka_unit_test(dfs_proves_what_it_can_with_free_time_too),
    };

    return cmocka_run_group_tests_name("portfolio", tests, NULL, NULL);
}
