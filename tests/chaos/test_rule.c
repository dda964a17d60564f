/* At which of its points a fault fires.
 *
 * Ten sleeps of a millisecond, delayed by a second: the time in the end says
 * how often. */
#include "plan.h"

static const struct line ten[] = {SLEEP(MS), AGAIN(10), SAY_NOW, END};

static uint32_t hits_in(const struct line *body, uint64_t seed)
{
    struct outcome o = RUN(.body = body, .arrange = arm, .seed = seed);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_int_equal(o.now / SECOND, plan_rule(1)->hits);
    return (uint32_t)plan_rule(1)->hits;
}

#define DELAYS(...) RULE(DELAY, AT("sleep"), BY(SECOND), __VA_ARGS__)
#define assert_hits(n, ...)                                                    \
    do {                                                                       \
        PLAN(DELAYS(__VA_ARGS__));                                             \
        assert_int_equal(hits_in(ten, 0), n);                                  \
        assert_int_equal(plan_rule(1)->points, 10);                            \
    } while (0)

TEST(without_a_count_it_fires_at_all)
{
    assert_hits(10, .count = 0);
}

TEST(the_nth_and_lists_of_such)
{
    assert_hits(1, NTH(3));
    assert_hits(1, NTH(10));
    assert_hits(0, NTH(11));
    assert_hits(2, .nth = {2, 9}, .nnth = 2);
}

TEST(every_so_many_from_the_nth_on)
{
    assert_hits(3, .every = 3);
    assert_hits(4, .every = 3, NTH(1));
    assert_hits(2, .every = 3, NTH(5));
}

TEST(so_often_at_most)
{
    assert_hits(2, .max = 2);
    assert_hits(1, .max = 1, .every = 4);
}

TEST(a_probability_is_that_of_each_point)
{
    static const struct line many[] = {SLEEP(MS), AGAIN(900), END};

    PLAN(DELAYS(.p = 0.1));
    uint32_t n = hits_in(many, 0);
    assert_in_range(n, 60, 120);
    assert_int_equal(hits_in(many, 0), n);
}

TEST(its_dice_are_its_own_and_the_seeds)
{
    static const struct line some[] = {SLEEP(MS), AGAIN(40), END};
    uint32_t apart = 0;

    for (uint64_t seed = 0; seed < 8; seed++) {
        PLAN(DELAYS(.p = 0.5));
        uint32_t alone = hits_in(some, seed);
        PLAN(DELAYS(.p = 0.5), RULE(CLOCK_JUMP, AT("sleep"), BY(1), .p = 0.5));
        assert_int_equal(hits_in(some, seed), alone);
        apart += plan_rule(2)->hits != alone;
    }
    assert_true(apart > 0);
}

TEST(a_window_of_time)
{
    PLAN(DELAYS(.from = 3 * MS, .until = 5 * MS, .max = 5));
    assert_int_equal(hits_in(ten, 0), 1); /* it is over behind the first */
    PLAN(RULE(CLOCK_JUMP, AT("sleep"), BY(1), .from = 3 * MS, .until = 5 * MS));
    struct outcome o = RUN(.body = ten, .arrange = arm);
    assert_int_equal(o.now, 10 * MS);
    assert_int_equal(plan_rule(1)->points, 2);
}

TEST(goroutines_by_name_and_path)
{
    static const struct line child[] = {SLEEP(MS), AGAIN(2), END};
    static const struct line body[] = {GO_AS("worker1", child),
                                       GO_AS("other", child), SLEEP(MS), END};
    static const struct {
        const char *pattern;
        uint64_t points;
    } want[] = {{"worker*", 2}, {"main", 1},   {"main.2", 2},
                {"main*", 5},   {"nobody", 0}, {"?ther", 2}};

    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        PLAN(RULE(CLOCK_JUMP, AT("sleep"), BY(1),
                  .goroutine.pattern = want[i].pattern));
        RUN(.body = body, .arrange = arm);
        assert_int_equal(plan_rule(1)->points, want[i].points);
    }
}

TEST(objects_by_their_numbers)
{
    static const struct line body[] = {SEND(A, 1), SEND(B, 1), SEND(A, 2), END};

    PLAN(RULE(CLOCK_JUMP, AT("chan.send"), BY(1), .object_id = 1));
    RUN(.body = body, .cap = {2, 2}, .arrange = arm);
    assert_int_equal(plan_rule(1)->points, 2);
    PLAN(RULE(CLOCK_JUMP, AT("chan.send"), BY(1), .object.pattern = "ch#2"));
    RUN(.body = body, .cap = {2, 2}, .arrange = arm);
    assert_int_equal(plan_rule(1)->points, 1);
}

TEST(so_many_of_its_goroutines_stay)
{
    static const struct line child[] = {SEND(A, 1), END};
    static const struct line body[] = {GO_AS("w", child), GO_AS("w", child),
                                       GO_AS("w", child), END};

    PLAN(RULE(CLOCK_JUMP, AT("chan.send"), BY(1), .goroutine.pattern = "w",
              .keep = 2));
    RUN(.body = body, .cap = {3}, .arrange = arm);
    assert_int_equal(plan_rule(1)->points, 1); /* then two are left */
}

TEST(one_behind_the_other)
{
    PLAN(DELAYS(.max = 2), RULE(DELAY, AT("sleep"), BY(3 * SECOND), .max = 1));
    static const struct line body[] = {SLEEP(MS), AGAIN(5), END};
    struct script *w = ENDED(.body = body, .arrange = arm);

    assert_int_equal(w->sim.now, 5 * MS + 2 * SECOND + 3 * SECOND);
}

TEST(who_is_asked_says_no)
{
    PLAN(DELAYS(.asks = true));
    plan_host.when = false;
    assert_int_equal(hits_in(ten, 0), 0);
    assert_int_equal(plan_rule(1)->points, 0);
    assert_true(plan_host.asked >= 10);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(without_a_count_it_fires_at_all),
        UNIT(the_nth_and_lists_of_such),
        UNIT(every_so_many_from_the_nth_on),
        UNIT(so_often_at_most),
        UNIT(a_probability_is_that_of_each_point),
        UNIT(its_dice_are_its_own_and_the_seeds),
        UNIT(a_window_of_time),
        UNIT(goroutines_by_name_and_path),
        UNIT(objects_by_their_numbers),
        UNIT(so_many_of_its_goroutines_stay),
        UNIT(one_behind_the_other),
        UNIT(who_is_asked_says_no),
    };

    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
