/* The strategies that sample: what they are asked for by, that they are fair
 * and make the same runs again, and what they find. */
#include "core/explore/strategies.h"

#include "bugs.h"
#include "core/explore/table.h"
#include "sampled.h"

static const char *const names[] = {"random", "pct",     "pct:10", "delay",
                                    "pos",    "delay:5", "urw",    "surw"};
enum { NAMES = sizeof names / sizeof *names };

/* ---- names ---- */

static const struct seep_strategy *find(const char *name)
{
    uint32_t depth;
    const struct seep_strategy_row *row = seep_strategy_row(name, &depth);

    return row ? row->strategy : NULL;
}

TEST(strategies_are_found_by_name)
{
    assert_ptr_equal(find("default"), &seep_strategy_default);
    assert_ptr_equal(find("random"), &seep_strategy_random);
    assert_ptr_equal(find("pct"), &seep_strategy_pct);
    assert_ptr_equal(find("delay:4"), &seep_strategy_delay);
    assert_ptr_equal(find("pos"), &seep_strategy_pos);
    assert_ptr_equal(find("urw"), &seep_strategy_urw);
    assert_ptr_equal(find("surw"), &seep_strategy_surw);
    assert_null(find("chaotic"));
    assert_null(find("pc"));
    assert_null(find("pctx"));
    assert_null(find(""));
}

TEST(all_can_be_asked_for_and_some_for_a_run_alone)
{
    const struct seep_strategy_row *row = seep_strategy_rows;
    struct seep_options o = seep_options_default();
    uint32_t alone = 0, all = 0, depth;

    for (; row->name; row++, all++) {
        assert_ptr_equal(seep_strategy_row(row->name, &depth), row);
        assert_int_equal(depth, 0);
        alone += seep_strategy_set(&o, row->name);
    }
    assert_int_equal(alone, 7);
    assert_true(all > alone);
    assert_false(seep_strategy_set(&o, "auto"));
    assert_false(seep_strategy_set(&o, "dpor"));
}

TEST(some_names_carry_a_number)
{
    static const char *const bad[] = {
        "pct:",   "pct:0",    "pct:01", "pct:x",
        "pct:1x", "pct:-1",   "pct: 1", "pct:1001",
        "pos:3",  "random:1", ":3",     "pct:99999999999999999999",
        "pct:3:3"};
    struct seep_options o = seep_options_default();

    assert_true(seep_strategy_set(&o, "pct:10"));
    assert_ptr_equal(o.strategy, &seep_strategy_pct);
    assert_int_equal(o.depth, 10);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(seep_strategy_set(&o, bad[i]));
    assert_int_equal(o.depth, 10);
    assert_true(seep_strategy_set(&o, "delay:1000"));
    assert_int_equal(o.depth, 1000);
    assert_true(seep_strategy_set(&o, "pct"));
    assert_int_equal(o.depth, 0);
}

/* ---- the same run again ---- */

/* A bit of everything, with timers and goroutines that start others. */
static const struct line grandchild[] = {SEND(A, MINE), LOCK(A), SAY_MINE,
                                         UNLOCK(A), END};
static const struct line child[] = {
    GO_WITH(grandchild, 7),
    SEND(A, MINE),
    SELECT(ON_RECV(A), ON_SEND(B, 1), ON_RECV(TIMER(0))),
    GOSCHED,
    SLEEP(MS),
    READ(C),
    WRITE(C, 1),
    SAY_MINE,
    END};
static const struct line mixed[] = {NEW_TIMER(0, 2 * MS), GO_MANY(child, 4),
                                    SLEEP(3 * MS), READ(C), END};

static struct outcome run_by(const char *name, struct scenario *sc)
{
    struct seep_options o = seep_options_default();

    assert_true(seep_strategy_set(&o, name));
    sc->strategy = o.strategy;
    sc->depth = o.depth;
    return run_twice(sc);
}

/* With each strategy, with a profile and without. */
static void same_again(const char *name, bool free_time)
{
    struct scenario sc = {.body = mixed, .cap = {3, 2}, .free_time = free_time};
    struct seep_search search;
    enum { SEEDS = 40 };
    uint64_t digest[2][SEEDS];
    uint32_t same = 0;

    sampled_search(&search, &sc);
    for (int known = 0; known < 2; known++) {
        sc.search = known ? &search : NULL;
        for (sc.seed = 0; sc.seed < SEEDS; sc.seed++)
            digest[known][sc.seed] = run_by(name, &sc).digest;
    }
    for (uint32_t i = 0; i < SEEDS; i++)
        for (uint32_t k = 0; k < i; k++)
            same += digest[1][i] == digest[1][k];
    assert_true(same < SEEDS);
    seep_search_fini(&search);
}

TEST(a_seed_and_a_profile_make_a_run)
{
    for (uint32_t i = 0; i < NAMES; i++) {
        same_again(names[i], false);
        same_again(names[i], true);
    }
}

/* Whatever runs are made in between. */
TEST(the_order_of_runs_does_not_matter)
{
    struct scenario sc = {.body = mixed, .cap = {3, 2}};
    struct seep_search search;
    uint64_t forth[8];

    sampled_search(&search, &sc);
    sc.search = &search;
    for (uint32_t i = 0; i < NAMES; i++) {
        for (sc.seed = 0; sc.seed < 8; sc.seed++)
            forth[sc.seed] = run_by(names[i], &sc).digest;
        for (sc.seed = 8; sc.seed-- > 0;)
            assert_true(run_by(names[i], &sc).digest == forth[sc.seed]);
    }
    seep_search_fini(&search);
}

/* The number alone says what a run may know. */
TEST(a_run_knows_of_half_of_those_before_it_at_least)
{
    static const uint64_t known[] = {0, 99, 100, 100, 102, 102, 102, 102, 106};
    struct seep_options opt = seep_options_default();
    struct seep_search x;

    seep_search_init(&x);
    for (uint32_t run = 0; run < sizeof known / sizeof *known; run++) {
        seep_search_next(&x, &seep_strategy_pos, &opt);
        assert_int_equal(x.profile.longest, known[run]);
        assert_ptr_equal(opt.search, &x);
        assert_ptr_equal(opt.strategy,
                         run ? &seep_strategy_pos : &seep_strategy_profiled);
        seep_search_add(&x, 99 + run);
        seep_search_add(&x, 20);
    }
    seep_search_fini(&x);
}

/* ---- fairness ---- */

/* Ends only once the other has run, whatever its own writes are good for. */
static const struct line spinner[] = {WRITE(A, 1), READ(B), UNTIL(1), END};
static const struct line yielder[] = {GOSCHED, READ(B), UNTIL(1), END};
static const struct line poller[] = {READ(B), UNTIL(1), END};
static const struct line releaser[] = {READ(A), WRITE(B, 1), END};

static void is_fair(const char *name, const struct line *waits, uint32_t steps)
{
    const struct line body[] = {GO(waits), GO(waits), GO(releaser), END};
    struct scenario sc = {.body = body};
    struct seep_search search;

    sampled_search(&search, &sc);
    for (int known = 0; known < 2; known++) {
        sc.search = known ? &search : NULL;
        for (sc.seed = 0; sc.seed < 40; sc.seed++) {
            const struct outcome o = run_by(name, &sc);
            assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
            assert_true(o.steps < steps);
        }
    }
    seep_search_fini(&search);
}

TEST(nobody_starves)
{
    for (uint32_t i = 0; i < NAMES; i++) {
        is_fair(names[i], spinner, 10000);
        is_fair(names[i], yielder, 1000);
        is_fair(names[i], poller, 1000);
    }
}

/* Who yields does not spoil the depth: it goes behind the others at once. */
TEST(who_yields_goes_behind_the_others)
{
    is_fair("pct", yielder, 60);
    is_fair("delay", yielder, 60);
}

/* ---- what is found ---- */

static void finds(const char *strategy, const struct line *body, double mean)
{
    double m = sampled_mean(strategy, body, 1000);

    if (m > mean)
        fail_msg("%s needs %.1f runs on the average, not %.1f", strategy, m,
                 mean);
}

/* About twice what they need, which is about what is published of these
 * programs (20 searches are few). */
TEST(bugs_are_found_soon)
{
    finds("random", reorder_4, 20);
    finds("pct:2", reorder_4, 120);
    finds("pct", reorder_4, 40);
    finds("pos", reorder_4, 20);
    finds("urw", reorder_4, 35);
    finds("surw", reorder_4, 15);
    finds("pos", reorder_10, 45);
    finds("urw", reorder_10, 90);
    finds("surw", reorder_10, 35);
    finds("pct:10", twostage_20, 260);
    finds("delay:5", twostage_20, 80);
    finds("pos", twostage_20, 60);
    finds("surw", twostage_20, 170);
    finds("random", phase, 450);
    finds("pos", phase, 450);
    finds("surw", phase, 350);
    for (uint32_t i = 0; i < NAMES; i++) {
        finds(names[i], abba, 4);
        finds(names[i], bluetooth, 120);
        finds(names[i], stringbuffer, 80);
    }
}

TEST(surw_beats_random)
{
    assert_true(sampled_mean("surw", reorder_4, 1000) <
                sampled_mean("random", reorder_4, 1000));
    finds("surw", late_10, 45);
    assert_true(sampled_mean("random", late_10, 100) > 150); /* next to none */
}

/* Searches whose first run, which is random, passes; none of them finds it. */
static void never_finds(const char *strategy, const struct line *body)
{
    uint32_t searches = 0;

    for (uint64_t i = 1; searches < 10; i++) {
        const struct scenario sc = {.body = body, .seed = 1000 * i};
        uint32_t n = sampled(strategy, &sc, 300);
        if (n == 1)
            continue;
        assert_int_equal(n, 0);
        searches++;
    }
}

TEST(depth_is_how_many_orders_a_bug_may_need)
{
    never_finds("pct:1", abba);
    finds("pct:2", abba, 4);
    never_finds("pct:1", reorder_4);
    never_finds("pct:3", phase); /* it needs five */
    never_finds("delay:2", reorder_4);
    finds("delay:3", reorder_4, 30);
}

/* A goroutine that writes once against one that writes eight times. */
TEST(urw_knows_no_favourites)
{
    const struct line one[] = {WRITE(A, 1), SAY("|"), END};
    const struct line eight[] = {WRITE(A, 2), SAY("."), AGAIN(8), END};
    const struct line body[] = {GO(one), GO(eight), END};
    struct scenario sc = {.body = body};
    struct seep_search search;
    uint32_t last[2] = {0};

    sampled_search(&search, &sc);
    sc.search = &search;
    for (sc.seed = 0; sc.seed < 1000; sc.seed++) {
        const struct outcome o = run_by("urw", &sc);
        last[0] += o.said[strlen(o.said) - 1] == '|';
        const struct outcome r = run_by("random", &sc);
        last[1] += r.said[strlen(r.said) - 1] == '|';
    }
    /* Of the 55 orders, beginnings included, it is the last in ten. */
    assert_in_range(last[0], 140, 220);
    assert_true(last[1] < 30);
    seep_search_fini(&search);
}

/* With goroutines that are started by others in turn, and after others. */
TEST(surw_counts_those_who_are_yet_to_start)
{
    const struct line writes[] = {WRITE(A, MINE), SAY_MINE, END};
    const struct line starts[] = {GO_WITH(writes, 1), GO_WITH(writes, 2),
                                  GO_WITH(writes, 3), END};
    const struct line body[] = {GO(starts), GO_WITH(writes, 4), END};
    struct scenario sc = {.body = body};
    struct seep_search search;
    uint32_t first[5] = {0};

    sampled_search(&search, &sc);
    sc.search = &search;
    for (sc.seed = 0; sc.seed < 1000; sc.seed++)
        first[run_by("surw", &sc).said[0] - '0']++;
    for (int i = 1; i < 5; i++)
        assert_in_range(first[i], 180, 330);
    seep_search_fini(&search);
}

/* ---- room ---- */

static void use_up_the_room_aside(struct script *w)
{
    size_t n = UINT32_C(1) << 30;

    for (; n; n /= 2)
        while (seep_arena_aside(w->sim.arena, n))
            ;
}

TEST(without_room_they_go_on_at_random)
{
    struct scenario sc = {.body = mixed, .cap = {3, 2}};
    struct seep_search search;

    sampled_search(&search, &sc);
    sc.search = &search;
    sc.arrange = use_up_the_room_aside;
    for (uint32_t i = 0; i < NAMES; i++)
        for (sc.seed = 0; sc.seed < 3; sc.seed++)
            assert_int_not_equal(run_by(names[i], &sc).verdict.kind,
                                 SEEP_VERDICT_LIMIT);
    seep_search_fini(&search);
}

TEST(what_is_remembered_of_many_stays_where_it_is)
{
    struct seep_arena *a = script_arena(0);
    struct seep_table t = {.size = sizeof(uint64_t)};
    uint64_t *first = seep_table_at(&t, a, 3);

    *first = 7;
    for (uint32_t i = 4; i < 100000; i++) {
        uint64_t *at = seep_table_at(&t, a, i);
        assert_non_null(at);
        assert_int_equal(*at, 0);
        *at = i;
    }
    assert_ptr_equal(seep_table_at(&t, a, 3), first);
    assert_int_equal(*first, 7);
    assert_int_equal(*(uint64_t *)seep_table_at(&t, a, 99999), 99999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strategies_are_found_by_name),
        cmocka_unit_test(all_can_be_asked_for_and_some_for_a_run_alone),
        cmocka_unit_test(some_names_carry_a_number),
        cmocka_unit_test(a_seed_and_a_profile_make_a_run),
        cmocka_unit_test(the_order_of_runs_does_not_matter),
        cmocka_unit_test(a_run_knows_of_half_of_those_before_it_at_least),
        cmocka_unit_test(nobody_starves),
        cmocka_unit_test(who_yields_goes_behind_the_others),
        cmocka_unit_test(bugs_are_found_soon),
        cmocka_unit_test(surw_beats_random),
        cmocka_unit_test(depth_is_how_many_orders_a_bug_may_need),
        cmocka_unit_test(urw_knows_no_favourites),
        cmocka_unit_test(surw_counts_those_who_are_yet_to_start),
        cmocka_unit_test(without_room_they_go_on_at_random),
        cmocka_unit_test(what_is_remembered_of_many_stays_where_it_is),
    };

    return cmocka_run_group_tests_name("strategies", tests, NULL, NULL);
}
