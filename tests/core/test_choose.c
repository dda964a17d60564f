/* The one source of choice, and the two first strategies. */
#include "core/choose.h"
#include "script_run.h"

/* A strategy for tests: always the last alternative, and a count of what it
 * was asked, outside the arena. */
static struct {
    uint32_t run, select, timer, most;
} asked;

static uint32_t pick_last(struct seep_sim *s, const struct seep_choice *c)
{
    (void)s;
    asked.run += c->kind == SEEP_CHOICE_RUN;
    asked.select += c->kind == SEEP_CHOICE_SELECT;
    asked.timer += c->kind == SEEP_CHOICE_TIMER;
    if (c->n > asked.most)
        asked.most = c->n;
    return c->n - 1;
}

static const struct seep_strategy last = {
    .name = "last", .decides = true, .pick = pick_last};
static const struct seep_strategy last_by_queues = {.name = "last",
                                                    .pick = pick_last};

TEST(of_the_first_two_one_decides)
{
    assert_false(seep_strategy_default.decides);
    assert_true(seep_strategy_random.decides);
}

TEST(of_one_alternative_nobody_is_asked)
{
    const struct line body[] = {SLEEP(1), SELECT_ELSE(ON_RECV(A), ON_RECV(B)),
                                SEND(C, 1), SELECT(ON_RECV(A), ON_RECV(C)),
                                END};

    memset(&asked, 0, sizeof asked);
    assert_run(PASS, "", .body = body, .strategy = &last, .cap = {[C] = 1});
    assert_int_equal(asked.run + asked.select + asked.timer, 0);
}

TEST(each_kind_of_choice_is_asked_for)
{
    const struct line sleeper[] = {SLEEP(1), END};
    const struct line body[] = {GO_MANY(sleeper, 3),
                                CLOSE(A),
                                CLOSE(B),
                                SELECT(ON_RECV(A), ON_RECV(B)),
                                SAY_CASE,
                                NEW_TIMER(0, 1),
                                NEW_TIMER(1, 1),
                                SELECT(ON_RECV(TIMER(0)), ON_RECV(TIMER(1))),
                                END};

    memset(&asked, 0, sizeof asked);
    assert_run(PASS, "case2", .body = body, .strategy = &last);
    assert_true(asked.run > 0);
    assert_int_equal(asked.select, 2); /* one in each of the two runs */
    assert_int_equal(asked.timer, 2);
    assert_int_equal(asked.most, 4); /* main and three others */
}

/* Sleepers wake up, whoever is first. */
TEST(who_decides_who_runs_is_not_asked_for_timers_that_fire_apart)
{
    const struct line sleeper[] = {SLEEP(1), SAY_MINE, END};
    const struct line body[] = {NEW_TIMER(0, 1), GO_MANY(sleeper, 3),
                                RECV(TIMER(0)), END};

    memset(&asked, 0, sizeof asked);
    (void)RUN(.body = body, .strategy = &last);
    assert_true(asked.run > 0);
    assert_int_equal(asked.timer, 0);
}

TEST(a_strategy_that_leaves_it_to_the_queues_is_not_asked_who_runs)
{
    const struct line sleeper[] = {SLEEP(1), SAY_MINE, END};
    const struct line body[] = {GO_MANY(sleeper, 3), END};

    memset(&asked, 0, sizeof asked);
    (void)RUN(.body = body, .strategy = &last_by_queues);
    assert_int_equal(asked.run, 0);
    assert_int_equal(asked.timer, 4); /* of three and of two, in two runs */
}

TEST(a_put_is_kept_unless_exploring_drops_it)
{
    const struct line body[] = {POOL_DO(PUT, A), SAY_OK, END};
    uint32_t dropped = 0;

    for (uint64_t seed = 0; seed < 100; seed++) {
        assert_run(PASS, "yes", .body = body, .seed = seed);
        dropped +=
            !strcmp(RUN(.body = body, .seed = seed, .random = true).said, "no");
    }
    assert_in_range(dropped, 10, 40); /* one in four */
    assert_run(PASS, "no", .body = body, .strategy = &last);
}

TEST(a_choice_is_one_of_its_alternatives)
{
    struct seep_sim s;
    const struct seep_options opt = seep_options_default();

    assert_int_equal(
        seep_sim_init(&s, script_arena(0), &script_host_ops, NULL, &opt),
        SEEP_OK);
    for (uint32_t n = 1; n < 10; n++) {
        assert_int_equal(seep_choose(&s, SEEP_CHOICE_RUN, n), 0);
        assert_int_equal(seep_choose(&s, SEEP_CHOICE_TIMER, n), 0);
        assert_true(seep_choose(&s, SEEP_CHOICE_SELECT, n) < n);
    }
}

/* Alternative 0 is the standard one; the others are each of the rest. */
TEST(who_runs_is_chosen_among_the_standard_one_and_the_rest)
{
    struct seep_options opt = seep_options_default();
    struct seep_sim s;
    struct seep_g g[4] = {0}, *list[4], standard = {0};
    bool seen[4] = {false};

    opt.strategy = &last;
    assert_int_equal(
        seep_sim_init(&s, script_arena(0), &script_host_ops, NULL, &opt),
        SEEP_OK);
    s.runnable = list;
    for (uint32_t i = 0; i < 4; i++)
        list[i] = &g[i];
    for (uint32_t n = 1; n <= 4; n++) {
        s.gmp.nrunnable = s.neligible = n;
        struct seep_g *pick = seep_choose_g(&s, &standard);
        assert_ptr_not_equal(pick, &standard);
        assert_false(seen[pick - g]);
        seen[pick - g] = true;
    }
    s.opt.strategy = &seep_strategy_default;
    assert_ptr_equal(seep_choose_g(&s, &standard), &standard);
}

/* ---- strategies ---- */

static const struct line worker[] = {SEND(A, MINE),
                                     LOCK(A),
                                     SAY_MINE,
                                     UNLOCK(A),
                                     SELECT(ON_RECV(A), ON_SEND(B, 1)),
                                     END};
static const struct line main_body[] = {GO_MANY(worker, 5), SLEEP(1), END};

TEST(the_default_schedule_depends_on_the_seed_in_selects_only)
{
    const struct line plain[] = {LOCK(A),   SAY_MINE, UNLOCK(A),
                                 SLEEP(MS), SAY_MINE, END};
    const struct line body[] = {GO_MANY(plain, 5), END};
    const struct outcome first = RUN(.body = body);

    for (uint64_t seed = 1; seed < 10; seed++)
        assert_true(RUN(.body = body, .seed = seed).digest == first.digest);
}

TEST(random_is_the_same_for_a_seed_and_different_for_others)
{
    enum { SEEDS = 50 };
    uint64_t digest[SEEDS];
    int equal = 0;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        digest[seed] =
            RUN(.body = main_body, .random = true, .seed = seed, .cap = {3, 3})
                .digest;
        for (uint64_t k = 0; k < seed; k++)
            equal += digest[k] == digest[seed];
    }
    assert_true(equal < SEEDS / 10);
}

TEST(random_runs_every_goroutine_first_about_equally_often)
{
    const struct line say[] = {GOSCHED, SAY_MINE, END};
    const struct line body[] = {GO_MANY(say, 3), GOSCHED, END};
    int first[3] = {0};

    for (uint64_t seed = 0; seed < 900; seed++)
        first[RUN(.body = body, .random = true, .seed = seed).said[0] - '1']++;
    for (int i = 0; i < 3; i++)
        assert_in_range(first[i], 220, 380);
}

TEST(the_script_s_random_numbers_do_not_depend_on_the_schedule)
{
    uint64_t numbers[2][8];

    for (int random = 0; random < 2; random++) {
        struct script *w = ENDED(.body = main_body, .seed = 3,
                                 .random = random != 0, .cap = {3, 3});
        for (int i = 0; i < 8; i++)
            numbers[random][i] = seep_random(&w->sim);
    }
    assert_memory_equal(numbers[0], numbers[1], sizeof numbers[0]);
    struct script *other = ENDED(.body = main_body, .seed = 4, .cap = {3, 3});
    assert_true(seep_random(&other->sim) != numbers[0][0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_the_first_two_one_decides),
        cmocka_unit_test(of_one_alternative_nobody_is_asked),
        cmocka_unit_test(each_kind_of_choice_is_asked_for),
        cmocka_unit_test(
            who_decides_who_runs_is_not_asked_for_timers_that_fire_apart),
        cmocka_unit_test(
            a_strategy_that_leaves_it_to_the_queues_is_not_asked_who_runs),
        cmocka_unit_test(a_put_is_kept_unless_exploring_drops_it),
        cmocka_unit_test(a_choice_is_one_of_its_alternatives),
        cmocka_unit_test(
            who_runs_is_chosen_among_the_standard_one_and_the_rest),
        cmocka_unit_test(
            the_default_schedule_depends_on_the_seed_in_selects_only),
        cmocka_unit_test(
            random_is_the_same_for_a_seed_and_different_for_others),
        cmocka_unit_test(random_runs_every_goroutine_first_about_equally_often),
        cmocka_unit_test(
            the_script_s_random_numbers_do_not_depend_on_the_schedule),
    };

    return cmocka_run_group_tests_name("choose", tests, NULL, NULL);
}
