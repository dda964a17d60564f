/* Virtual time: sleeping and timers, by the rules of Go 1.23. */
#include "script_run.h"

#define FOR_EVER SEEP_TIME_NEVER

/* ---- sleep ---- */

TEST(sleeping_moves_the_clock_and_nothing_else_does)
{
    const struct line body[] = {SEND(A, 1),    RECV(A), AGAIN(1000), SAY_NOW,
                                SLEEP(5 * MS), SAY_NOW, END};
    const struct outcome o = RUN(.body = body, .cap = {[A] = 1});

    assert_string_equal(o.said, "@0 @5");
    assert_int_equal(o.now, 5 * MS);
}

TEST(sleeping_no_time_returns_at_once)
{
    const struct line worker[] = {SAY("worker"), END};
    const struct line body[] = {GO(worker), SLEEP(0), SLEEP(-5), SAY("first"),
                                END};

    assert_run(PASS, "first worker", .body = body);
}

TEST(sleepers_wake_by_deadline)
{
    const struct line worker[] = {SLEEP(MINE), SAY_MINE, END};
    const struct line body[] = {GO_WITH(worker, 30), GO_WITH(worker, 10),
                                GO_WITH(worker, 20), END};

    assert_run(PASS, "10 20 30", .body = body);
}

TEST(sleeping_for_ever_is_a_deadlock)
{
    const struct line body[] = {SLEEP(FOR_EVER), END};
    const struct line late[] = {SLEEP(MS), SLEEP(FOR_EVER - 1), END};

    assert_run(DEADLOCK, "", .body = body);
    assert_run(DEADLOCK, "", .body = late); /* clamped, not overflown */
}

TEST(time_stands_still_while_anything_can_run)
{
    const struct line busy[] = {SEND(A, 1), RECV(A), AGAIN(500), SAY("busy"),
                                END};
    const struct line body[] = {GO(busy), SLEEP(1), SAY("woken"), END};

    assert_run(PASS, "busy woken", .body = body, .cap = {[A] = 1});
}

TEST(a_pending_alarm_puts_the_deadlock_off)
{
    const struct line sleeper[] = {SLEEP(SECOND), SAY("up"), END};
    const struct line body[] = {GO(sleeper), RECV(A), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_string_equal(o.said, "up");
    assert_int_equal(o.now, SECOND);
}

/* ---- timers ---- */

TEST(a_timer_ticks_once_at_its_time)
{
    const struct line body[] = {NEW_TIMER(0, 5 * MS),
                                RECV(TIMER(0)),
                                SAY_GOT,
                                SAY_NOW,
                                RECV(TIMER(0)),
                                END};

    assert_run(DEADLOCK, "5 @5", .body = body);
}

TEST(a_timer_of_no_delay_is_due_at_once)
{
    const struct line body[] = {NEW_TIMER(0, -7),
                                SELECT_ELSE(ON_RECV(TIMER(0))), SAY_CASE,
                                SAY_NOW, END};

    assert_run(PASS, "case1 @0", .body = body);
}

TEST(a_due_tick_waits_for_its_receiver)
{
    const struct line body[] = {
        NEW_TIMER(0, 5 * MS), SLEEP(9 * MS), LEN(TIMER(0)), SAY_GOT,
        RECV(TIMER(0)),       SAY_GOT,       SAY_NOW,       END};

    assert_run(PASS, "0 5 @9", .body = body);
}

TEST(stop_tells_whether_it_prevented_the_tick)
{
    const struct line early[] = {NEW_TIMER(0, MS), STOP(0), SAY_OK,
                                 STOP(0),          SAY_OK,  END};
    const struct line taken[] = {NEW_TIMER(0, MS), RECV(TIMER(0)), STOP(0),
                                 SAY_OK, END};
    const struct line unseen[] = {NEW_TIMER(0, MS),
                                  SLEEP(2 * MS),
                                  STOP(0),
                                  SAY_OK,
                                  SELECT_ELSE(ON_RECV(TIMER(0))),
                                  SAY_CASE,
                                  END};

    assert_run(PASS, "yes no", .body = early);
    assert_run(PASS, "no", .body = taken);
    assert_run(PASS, "yes default", .body = unseen);
}

TEST(a_stopped_timer_leaves_its_receiver_stuck)
{
    const struct line worker[] = {RECV(TIMER(0)), SAY("no"), END};
    const struct line body[] = {
        NEW_TIMER(0, MS), GO(worker),    GOSCHED, STOP(0),
        SAY_OK,           SLEEP(SECOND), END};

    assert_run(LEAK, "yes", .body = body);
}

TEST(reset_moves_the_deadline_of_a_waiting_receiver)
{
    const struct line worker[] = {RECV(TIMER(0)), SAY_NOW, END};
    const struct line body[] = {
        NEW_TIMER(0, MS), GO(worker),    GOSCHED, RESET(0, 7 * MS),
        SAY_OK,           SLEEP(SECOND), END};

    assert_run(PASS, "yes @7", .body = body);
}

TEST(no_stale_tick_is_received_after_reset)
{
    const struct line body[] = {NEW_TIMER(0, MS),
                                SLEEP(2 * MS),
                                RESET(0, 3 * MS),
                                SAY_OK,
                                RECV(TIMER(0)),
                                SAY_GOT,
                                RESET(0, MS),
                                SAY_OK,
                                RECV(TIMER(0)),
                                SAY_GOT,
                                END};

    assert_run(PASS, "yes 5 no 6", .body = body);
}

TEST(a_select_gives_up_after_its_timeout)
{
    const struct line body[] = {NEW_TIMER(0, 3 * MS),
                                SELECT(ON_RECV(A), ON_RECV(TIMER(0))), SAY_CASE,
                                SAY_NOW, END};

    assert_run(PASS, "case2 @3", .body = body);
}

TEST(a_timer_not_waited_for_is_not_in_the_heap)
{
    const struct line worker[] = {SLEEP(MS), SEND(A, 1), END};
    const struct line body[] = {NEW_TIMER(0, SECOND),
                                GO(worker),
                                SELECT(ON_RECV(TIMER(0)), ON_RECV(A)),
                                SAY_CASE,
                                RECV(B),
                                END};
    struct script *w = ENDED(.body = body);

    assert_string_equal(w->said, "case2");
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.timers.count, 0);
    assert_true(w->timer[0].t.armed);
}

TEST(a_timer_in_several_cases_and_waiters_ticks_once)
{
    const struct line worker[] = {SELECT(ON_RECV(TIMER(0)), ON_RECV(TIMER(0))),
                                  SAY_MINE, END};
    const struct line body[] = {NEW_TIMER(0, MS), GO_MANY(worker, 2),
                                SLEEP(SECOND), END};

    assert_run(LEAK, "2", .body = body);
}

TEST(a_timer_that_never_fires_is_no_alarm)
{
    const struct line body[] = {NEW_TIMER(0, FOR_EVER), RECV(TIMER(0)), END};

    assert_run(DEADLOCK, "", .body = body);
}

/* ---- after_func ---- */

TEST(after_func_runs_in_a_goroutine_of_its_own)
{
    const struct line late[] = {SAY_NOW, END};
    const struct line body[] = {AFTER_FUNC(0, 5 * MS, late), SLEEP(SECOND),
                                END};
    const struct outcome o = RUN(.body = body);

    assert_string_equal(o.said, "@5");
    assert_int_equal(o.nstarted, 2);
}

TEST(stop_before_the_deadline_prevents_the_run)
{
    const struct line late[] = {SAY("no"), END};
    const struct line body[] = {
        AFTER_FUNC(0, MS, late), STOP(0), SAY_OK, STOP(0), SAY_OK,
        SLEEP(SECOND),           END};
    const struct outcome o = RUN(.body = body);

    assert_string_equal(o.said, "yes no");
    assert_int_equal(o.nstarted, 1);
}

TEST(stop_after_the_start_is_too_late)
{
    const struct line late[] = {SLEEP(SECOND), SAY("ended"), END};
    const struct line body[] = {AFTER_FUNC(0, MS, late), SLEEP(2 * MS), STOP(0),
                                SAY_OK, END};

    assert_run(PASS, "no ended", .body = body);
}

TEST(reset_runs_it_later_or_once_more)
{
    const struct line late[] = {SAY_NOW, END};
    const struct line body[] = {AFTER_FUNC(0, MS, late),
                                RESET(0, 3 * MS),
                                SAY_OK,
                                SLEEP(5 * MS),
                                RESET(0, MS),
                                SAY_OK,
                                SLEEP(SECOND),
                                END};

    assert_run(PASS, "yes @3 no @6", .body = body);
}

TEST(after_funcs_run_after_main)
{
    const struct line late[] = {SAY_NOW, END};
    const struct line body[] = {AFTER_FUNC(0, 5 * MS, late), END};

    assert_run(PASS, "@5", .body = body);
}

/* ---- equal deadlines ---- */

TEST(equal_deadlines_fire_in_an_order_that_is_a_choice)
{
    const struct line worker[] = {SLEEP(MS), SAY_MINE, END};
    const struct line body[] = {GO_MANY(worker, 5), END};
    const struct outcome first = RUN(.body = body, .random = true, .seed = 1);
    int different = 0;

    for (uint64_t seed = 2; seed < 20; seed++) {
        struct outcome o = RUN(.body = body, .random = true, .seed = seed);
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        different += strcmp(o.said, first.said) != 0;
    }
    assert_true(different > 10);
}

/* Two of the timers are waited for by one select: when the first fires, the
 * second leaves the heap, and the others are due all the same. */
TEST(all_that_is_due_fires_before_a_goroutine_runs_on)
{
    const struct line chooser[] = {
        SELECT(ON_RECV(TIMER(0)), ON_RECV(TIMER(1)), ON_RECV(TIMER(2))),
        SAY("select"), END};
    const struct line sleeper[] = {SLEEP(MS), SAY("sleeper"), END};
    const struct line body[] = {NEW_TIMER(0, MS),    NEW_TIMER(1, MS),
                                NEW_TIMER(2, MS),    GO(chooser),
                                GO_MANY(sleeper, 3), END};

    for (uint64_t seed = 0; seed < 40; seed++) {
        static struct record r;
        uint32_t fired = 0;
        run_recorded(
            &(struct scenario){.body = body, .random = true, .seed = seed}, &r);
        for (uint32_t i = 0; i < r.n; i++) {
            if (r.seen[i].now == MS && r.seen[i].kind == SEEP_EV_RUN)
                break;
            fired += r.seen[i].kind == SEEP_EV_FIRE;
        }
        assert_int_equal(fired, 4);
    }
}

/* The ticker's first tick takes the select's other alarm away and stays for a
 * second receiver: what is due is counted anew. */
TEST(a_tick_may_take_one_alarm_away_and_leave_another)
{
    const struct line both[] = {SELECT(ON_RECV(TIMER(0)), ON_RECV(TIMER(1))),
                                SAY_CASE, END};
    const struct line one[] = {RECV(TIMER(0)), SAY_NOW, END};
    const struct line body[] = {
        NEW_TICKER(0, MS), NEW_TIMER(1, MS), GO(both), GOSCHED,
        GO(one),           SLEEP(SECOND),    END};

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct outcome o = RUN(.body = body, .random = seed > 0, .seed = seed);
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    }
    assert_run(PASS, "case1 @2", .body = body);
}

/* ---- horizons ---- */

TEST(the_virtual_time_of_a_run_is_limited)
{
    const struct line body[] = {SLEEP(2 * SECOND), END};
    const struct outcome o = RUN(.body = body, .timeout = SECOND);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIMIT);
    assert_string_equal(o.verdict.text,
                        "the run's virtual time is used up (--timeout)");
    assert_int_equal(o.now, SECOND);
}

TEST(others_go_on_after_main_until_the_horizon)
{
    const struct line worker[] = {SLEEP(MINE), SAY("done"), END};
    const struct line near[] = {GO_WITH(worker, SECOND), END};
    const struct line far[] = {GO_WITH(worker, SECOND + 1), END};

    assert_run(PASS, "done", .body = near, .drain = SECOND);
    assert_run(LEAK, "", .body = far, .drain = SECOND);
}

TEST(the_horizon_counts_from_the_end_of_main)
{
    const struct line worker[] = {SLEEP(3 * SECOND), SAY("done"), END};
    const struct line body[] = {GO(worker), SLEEP(2 * SECOND), END};

    assert_run(PASS, "done", .body = body, .drain = SECOND);
}

TEST(a_loop_on_a_ticker_is_alive_at_the_horizon)
{
    const struct line worker[] = {RECV(TIMER(0)), AGAIN(0), END};
    const struct line body[] = {NEW_TICKER(0, SECOND), GO(worker), END};
    const struct outcome o = RUN(.body = body, .drain = 10 * SECOND);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
    assert_int_equal(o.now, 10 * SECOND);
}

TEST(without_a_horizon_the_run_ends_with_main)
{
    const struct line worker[] = {SAY("no"), END};
    const struct line body[] = {GO(worker), AFTER_FUNC(0, MS, worker), END};

    assert_run(PASS, "", .body = body, .drain = NO_DRAIN);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(sleeping_moves_the_clock_and_nothing_else_does),
        UNIT(sleeping_no_time_returns_at_once),
        UNIT(sleepers_wake_by_deadline),
        UNIT(sleeping_for_ever_is_a_deadlock),
        UNIT(time_stands_still_while_anything_can_run),
        UNIT(a_pending_alarm_puts_the_deadlock_off),
        UNIT(a_timer_ticks_once_at_its_time),
        UNIT(a_timer_of_no_delay_is_due_at_once),
        UNIT(a_due_tick_waits_for_its_receiver),
        UNIT(stop_tells_whether_it_prevented_the_tick),
        UNIT(a_stopped_timer_leaves_its_receiver_stuck),
        UNIT(reset_moves_the_deadline_of_a_waiting_receiver),
        UNIT(no_stale_tick_is_received_after_reset),
        UNIT(a_select_gives_up_after_its_timeout),
        UNIT(a_timer_not_waited_for_is_not_in_the_heap),
        UNIT(a_timer_in_several_cases_and_waiters_ticks_once),
        UNIT(a_timer_that_never_fires_is_no_alarm),
        UNIT(after_func_runs_in_a_goroutine_of_its_own),
        UNIT(stop_before_the_deadline_prevents_the_run),
        UNIT(stop_after_the_start_is_too_late),
        UNIT(reset_runs_it_later_or_once_more),
        UNIT(after_funcs_run_after_main),
        UNIT(equal_deadlines_fire_in_an_order_that_is_a_choice),
        UNIT(all_that_is_due_fires_before_a_goroutine_runs_on),
        UNIT(the_virtual_time_of_a_run_is_limited),
        UNIT(others_go_on_after_main_until_the_horizon),
        UNIT(the_horizon_counts_from_the_end_of_main),
        UNIT(a_loop_on_a_ticker_is_alive_at_the_horizon),
        UNIT(without_a_horizon_the_run_ends_with_main),
        UNIT(a_tick_may_take_one_alarm_away_and_leave_another),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
