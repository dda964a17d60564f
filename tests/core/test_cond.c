/* sync.Cond: ticket order, nothing stolen, nothing spurious. */
#include "script_run.h"

static const struct line waiter[] = {LOCK(A), DRAW(A),  UNLOCK(A), COND_WAIT(A),
                                     LOCK(A), SAY_MINE, UNLOCK(A), END};

TEST(a_signal_wakes_the_longest_waiter)
{
    const struct line body[] = {GO_WITH(waiter, 1),
                                GOSCHED,
                                GO_WITH(waiter, 2),
                                GOSCHED,
                                GO_WITH(waiter, 3),
                                GOSCHED,
                                SIGNAL(A),
                                GOSCHED,
                                SAY("-"),
                                SIGNAL(A),
                                GOSCHED,
                                SAY("-"),
                                SIGNAL(A),
                                END};

    assert_run(PASS, "1 - 2 - 3", .body = body);
}

TEST(a_broadcast_wakes_all_in_go_s_order)
{
    const struct line body[] = {
        GO_WITH(waiter, 1), GOSCHED, GO_WITH(waiter, 2), GOSCHED,
        GO_WITH(waiter, 3), GOSCHED, BROADCAST(A),       END};

    assert_run(PASS, "3 1 2", .body = body);
}

TEST(a_signal_that_nobody_waits_for_is_lost)
{
    const struct line body[] = {SIGNAL(A), BROADCAST(A), GO_WITH(waiter, 1),
                                END};
    struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
    assert_int_equal(o.nlive, 1);
}

/* Between drawing and waiting a signal counts already. */
TEST(a_signal_serves_who_has_drawn_and_does_not_wait_yet)
{
    const struct line slow[] = {DRAW(A), SLEEP(2 * MS), COND_WAIT(A),
                                SAY("slow"), END};
    const struct line quick[] = {SLEEP(MS / 2), DRAW(A), COND_WAIT(A),
                                 SAY("quick"), END};
    const struct line body[] = {GO(slow),      GO(quick), SLEEP(MS), SIGNAL(A),
                                SLEEP(3 * MS), SIGNAL(A), END};

    assert_run(PASS, "slow quick", .body = body);
}

TEST(a_latecomer_steals_nothing)
{
    const struct line late[] = {DRAW(A), COND_WAIT(A), SAY("late"), END};
    const struct line body[] = {GO_WITH(waiter, 1), GOSCHED, BROADCAST(A),
                                GO(late),           GOSCHED, SAY("-"),
                                SIGNAL(A),          END};

    assert_run(PASS, "1 - late", .body = body);
}

TEST(a_wait_where_nobody_can_is_taken_back)
{
    const struct line body[] = {
        GO_WITH(waiter, 1), GOSCHED,      DRAW(A), INSIDE,
        COND_WAIT(A),       BROADCAST(A), END};

    assert_run(PASS, "cannot block here 1", .body = body);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_signal_wakes_the_longest_waiter),
        UNIT(a_broadcast_wakes_all_in_go_s_order),
        UNIT(a_signal_that_nobody_waits_for_is_lost),
        UNIT(a_signal_serves_who_has_drawn_and_does_not_wait_yet),
        UNIT(a_latecomer_steals_nothing),
        UNIT(a_wait_where_nobody_can_is_taken_back),
    };

    return cmocka_run_group_tests_name("cond", tests, NULL, NULL);
}
