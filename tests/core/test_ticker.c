/* Tickers, on virtual time. */
#include "script_run.h"

TEST(a_ticker_ticks_every_period)
{
    const struct line body[] = {RECV(TIMER(0)), SAY_GOT, AGAIN(4), END};
    const struct line start[] = {NEW_TICKER(0, 2 * MS), GO(body), END};

    assert_run(PASS, "2 4 6 8", .body = start);
}

TEST(a_slow_receiver_misses_ticks)
{
    const struct line body[] = {NEW_TICKER(0, 10 * MS),
                                SLEEP(35 * MS),
                                RECV(TIMER(0)),
                                SAY_GOT,
                                SAY_NOW,
                                RECV(TIMER(0)),
                                SAY_GOT,
                                SAY_NOW,
                                SELECT_ELSE(ON_RECV(TIMER(0))),
                                SAY_CASE,
                                END};

    /* the first of those missed, as in Go, then the next on the grid */
    assert_run(PASS, "10 @35 40 @40 default", .body = body);
}

TEST(a_ticker_with_a_due_tick_looks_again_without_harm)
{
    const struct line poll[] = {SELECT_ELSE(ON_SEND(NIL, 1), ON_RECV(TIMER(0))),
                                SAY_CASE, SAY_GOT, END};
    const struct line other[] = {SELECT(ON_RECV(TIMER(0)), ON_RECV(A)),
                                 SAY_CASE, SAY_GOT, END};
    const struct line body[] = {NEW_TICKER(0, 10 * MS),
                                SEND(A, 1),
                                SLEEP(15 * MS),
                                GO(other),
                                GO(poll),
                                END};
    /* `poll` goes first; when `other` takes A first, the tick stays. */
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct outcome o =
            RUN(.body = body, .seed = seed, .random = true, .cap = {[A] = 1});
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        assert_null(strstr(o.said, "20"));
    }
}

TEST(stopping_a_ticker_ends_it_and_reset_starts_it_again)
{
    const struct line body[] = {NEW_TICKER(0, 2 * MS),
                                RECV(TIMER(0)),
                                SAY_GOT,
                                STOP(0),
                                SAY_OK,
                                SLEEP(10 * MS),
                                SELECT_ELSE(ON_RECV(TIMER(0))),
                                SAY_CASE,
                                RESET(0, 5 * MS),
                                SAY_OK,
                                RECV(TIMER(0)),
                                SAY_GOT,
                                RECV(TIMER(0)),
                                SAY_GOT,
                                END};

    assert_run(PASS, "2 yes default no 17 22", .body = body);
}

TEST(two_receivers_of_one_ticker_take_turns)
{
    const struct line worker[] = {RECV(TIMER(0)), SAY_MINE, AGAIN(2), END};
    const struct line body[] = {NEW_TICKER(0, MS),  GO_WITH(worker, 1), GOSCHED,
                                GO_WITH(worker, 2), SLEEP(SECOND),      END};

    assert_run(PASS, "1 2 1 2", .body = body);
}

TEST(a_ticker_nobody_waits_on_does_not_keep_the_world_going)
{
    const struct line body[] = {NEW_TICKER(0, MS), END};
    const struct line stuck[] = {NEW_TICKER(0, MS), RECV(A), END};

    assert_run(PASS, "", .body = body);
    assert_run(DEADLOCK, "", .body = stuck);
}

/* The second tick would come after the end of the number range. */
TEST(a_ticker_past_the_end_of_time_is_silent)
{
    const struct line body[] = {NEW_TICKER(0, SEEP_TIME_NEVER / 2 + 1),
                                RECV(TIMER(0)),
                                SAY("one"),
                                RECV(TIMER(0)),
                                SAY("two"),
                                END};

    assert_run(DEADLOCK, "one", .body = body, .timeout = SEEP_TIME_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticker_ticks_every_period),
        cmocka_unit_test(a_slow_receiver_misses_ticks),
        cmocka_unit_test(a_ticker_with_a_due_tick_looks_again_without_harm),
        cmocka_unit_test(stopping_a_ticker_ends_it_and_reset_starts_it_again),
        cmocka_unit_test(two_receivers_of_one_ticker_take_turns),
        cmocka_unit_test(
            a_ticker_nobody_waits_on_does_not_keep_the_world_going),
        cmocka_unit_test(a_ticker_past_the_end_of_time_is_silent),
    };

    return cmocka_run_group_tests_name("ticker", tests, NULL, NULL);
}
