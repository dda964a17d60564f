/* Timers by the rules before Go 1.23. */
#include "script_run.h"

static void legacy(struct script *w)
{
    w->timer[0].t.legacy = true;
}

TEST(a_legacy_timer_fills_its_channel_and_stays_fired)
{
    const struct line body[] = {NEW_TIMER(0, MS),
                                LEN(TIMER(0)),
                                SAY_GOT,
                                SLEEP(2 * MS),
                                LEN(TIMER(0)),
                                SAY_GOT,
                                STOP(0),
                                SAY_OK,
                                LEN(TIMER(0)),
                                SAY_GOT,
                                RESET(0, 10 * MS),
                                SAY_OK,
                                RECV(TIMER(0)),
                                SAY_NOW,
                                RECV(TIMER(0)),
                                SAY_NOW,
                                RESET(0, MS),
                                SAY_OK,
                                STOP(0),
                                SAY_OK,
                                END};

    assert_run(PASS, "0 1 no 1 no @2 @12 no yes", .body = body,
               .arrange = legacy);
}

TEST(a_legacy_ticker_keeps_its_first_tick)
{
    const struct line body[] = {NEW_TICKER(0, 10 * MS),
                                SLEEP(35 * MS),
                                LEN(TIMER(0)),
                                SAY_GOT,
                                RECV(TIMER(0)),
                                SAY_NOW,
                                RECV(TIMER(0)),
                                SAY_NOW,
                                SLEEP(15 * MS),
                                STOP(0),
                                LEN(TIMER(0)),
                                SAY_GOT,
                                END};

    assert_run(PASS, "1 @35 @40 1", .body = body, .arrange = legacy);
}

TEST(draining_a_legacy_timer_twice_is_for_ever)
{
    const struct line body[] = {NEW_TIMER(0, MS), RECV(TIMER(0)), STOP(0),
                                SAY_OK,           RECV(TIMER(0)), END};

    assert_run(DEADLOCK, "no", .body = body, .arrange = legacy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_legacy_timer_fills_its_channel_and_stays_fired),
        cmocka_unit_test(a_legacy_ticker_keeps_its_first_tick),
        cmocka_unit_test(draining_a_legacy_timer_twice_is_for_ever),
    };

    return cmocka_run_group_tests_name("clock_legacy", tests, NULL, NULL);
}
