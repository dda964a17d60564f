/* sync.WaitGroup: release, order, and the three panics. */
#include "script_run.h"

TEST(wait_returns_when_all_are_done)
{
    const struct line worker[] = {SLEEP(MS), SAY_MINE, DONE(A), END};
    const struct line body[] = {ADD(A, 3), GO_MANY(worker, 3), WAIT(A),
                                SAY("all"), END};

    assert_run(PASS, "2 3 1 all", .body = body);
}

TEST(waiting_on_zero_returns_at_once)
{
    const struct line body[] = {WAIT(A), SAY("1"), ADD(A, 1), DONE(A),
                                WAIT(A), SAY("2"), END};

    assert_run(PASS, "1 2", .body = body);
}

TEST(add_tells_the_counter)
{
    const struct line body[] = {ADD(A, 5), SAY_GOT, ADD(A, -2), SAY_GOT,
                                DONE(A),   SAY_GOT, END};

    assert_run(PASS, "5 3 2", .body = body);
}

TEST(five_waiters_are_released_as_in_go)
{
    const struct line waiter[] = {WAIT(A), SAY_MINE, END};
    const struct line body[] = {ADD(A, 1), GO_WITH(waiter, 1),
                                GOSCHED,   GO_WITH(waiter, 2),
                                GOSCHED,   GO_WITH(waiter, 3),
                                GOSCHED,   GO_WITH(waiter, 4),
                                GOSCHED,   GO_WITH(waiter, 5),
                                GOSCHED,   DONE(A),
                                SLEEP(1),  END};

    assert_run(PASS, "5 1 2 3 4", .body = body);
}

TEST(a_counter_that_never_comes_to_zero_is_a_deadlock)
{
    const struct line worker[] = {DONE(A), END};
    const struct line body[] = {ADD(A, 2), GO(worker), WAIT(A), END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.main->wait, SEEP_WAIT_WG_WAIT);
}

TEST(a_group_may_be_used_again_after_its_waits_returned)
{
    const struct line worker[] = {DONE(A), END};
    const struct line body[] = {ADD(A, 1),    GO(worker), WAIT(A),
                                SAY("round"), AGAIN(3),   END};

    assert_run(PASS, "round round round", .body = body);
}

TEST(adding_while_others_wait_and_the_counter_is_up_is_allowed)
{
    const struct line worker[] = {ADD(A, 1), DONE(A), DONE(A), END};
    const struct line body[] = {ADD(A, 1), GO(worker), WAIT(A), SAY("ok"), END};

    assert_run(PASS, "ok", .body = body);
}

/* ---- misuse ---- */

TEST(a_negative_counter_panics)
{
    const struct line body[] = {ADD(A, 1), DONE(A), DONE(A), END};

    assert_verdict(PANIC, "sync: negative WaitGroup counter", .body = body);
}

TEST(adding_before_a_released_wait_has_returned_panics_in_the_waiter)
{
    const struct line waiter[] = {WAIT(A), SAY("no"), END};
    const struct line body[] = {ADD(A, 1), GO(waiter), GOSCHED, DONE(A),
                                ADD(A, 1), SLEEP(1),   END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PANIC);
    assert_string_equal(
        o.verdict.text,
        "sync: WaitGroup is reused before previous Wait has returned");
    assert_int_equal(o.verdict.g, 2);
    assert_string_equal(o.said, "");
}

/* In Go two P's can come between the counter's zero and the release; here
 * they are one step, so the state is made by hand. */
TEST(adding_from_zero_while_somebody_waits_panics)
{
    const struct line waiter[] = {WAIT(A), END};
    const struct line body[] = {ADD(A, 1), GO(waiter), SLEEP(MS), ADD(A, 2),
                                END};
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);

    while (w->sim.now == 0)
        (void)seep_sim_step(&w->sim);
    w->wg[A].count = 0;
    (void)script_finish(w);
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PANIC);
    assert_string_equal(
        w->sim.verdict.text,
        "sync: WaitGroup misuse: Add called concurrently with Wait");
}

TEST(a_panic_of_add_can_be_recovered)
{
    const struct line body[] = {RECOVER, ADD(A, -1), SAY("on"), END};

    assert_run(PASS, "sync: negative WaitGroup counter on", .body = body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wait_returns_when_all_are_done),
        cmocka_unit_test(waiting_on_zero_returns_at_once),
        cmocka_unit_test(add_tells_the_counter),
        cmocka_unit_test(five_waiters_are_released_as_in_go),
        cmocka_unit_test(a_counter_that_never_comes_to_zero_is_a_deadlock),
        cmocka_unit_test(a_group_may_be_used_again_after_its_waits_returned),
        cmocka_unit_test(
            adding_while_others_wait_and_the_counter_is_up_is_allowed),
        cmocka_unit_test(a_negative_counter_panics),
        cmocka_unit_test(
            adding_before_a_released_wait_has_returned_panics_in_the_waiter),
        cmocka_unit_test(adding_from_zero_while_somebody_waits_panics),
        cmocka_unit_test(a_panic_of_add_can_be_recovered),
    };

    return cmocka_run_group_tests_name("waitgroup", tests, NULL, NULL);
}
