/* What a goroutine waits for, and who could have woken it. */
#include "explained.h"

static void name_channel(struct script *w)
{
    w->chan[A].obj.name = seep_name(&w->sim.names, w->sim.arena, "jobs", 4);
}

TEST(a_named_channel_is_called_by_its_name)
{
    const struct line body[] = {RECV(A), END};

    r = EXPLAIN(.body = body, .arrange = name_channel);
    assert_cause(1, "no sender left: nobody ever sent on \"jobs\" ch#1");
    assert_string_equal(stuck(1)->what[0].label, "\"jobs\" ch#1");
}

TEST(all_cases_of_a_select_are_shown)
{
    const struct line other[] = {SEND(B, 1), END};
    const struct line body[] = {GO_MANY(other, 2), RECV(B),
                                SELECT(ON_SEND(A, 1), ON_RECV(NIL), ON_RECV(C)),
                                END};

    r = EXPLAIN(.body = body);
    assert_int_equal(stuck(1)->nwhat, 3);
    assert_string_equal(stuck(1)->what[0].label, "ch#1");
    assert_string_equal(stuck(1)->what[1].label, "nilchan");
    assert_string_equal(stuck(1)->what[2].label, "ch#3");
    assert_string_equal(stuck(1)->wait, "select");
    assert_cause(1, "no receiver left: nobody ever received from ch#1");
}

TEST(waiting_partners_are_counted)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 3), GOSCHED, RECV(B), END};

    r = EXPLAIN(.body = body);
    assert_string_equal(stuck(2)->what[0].state,
                        "unbuffered, open, 3 senders waiting");
}

TEST(at_most_eight_wakers_are_named)
{
    const struct line reader[] = {RECV(A), END};
    const struct line feeder[] = {SEND(A, 1), AGAIN(13), END};
    const struct line body[] = {GO_MANY(reader, 12), GO(feeder), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(stuck(14)->nwakers, 8);
}

TEST(a_waker_that_did_several_things_is_told_in_full)
{
    const struct line both[] = {RECV(A),
                                SEND(A, 1),
                                RECV(A),
                                NEW_TIMER(0, MS),
                                SELECT(ON_RECV(A), ON_RECV(TIMER(0))),
                                END};
    const struct line body[] = {GO(both),      SEND(A, 1), RECV(A), SEND(A, 2),
                                SLEEP(SECOND), SEND(A, 3), END};

    r = EXPLAIN(.body = body);
    assert_waker(stuck(1), 0, 2,
                 "received 2 values, sent 1 value, then left its select "
                 "through a timeout",
                 "returned");
}

/* Nobody watched, so nothing is known of others. */
TEST(an_unwatched_wait_claims_nothing_about_others)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 2), RECV(A), END};
    struct script *w = ENDED(.body = body);

    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
    assert_null(strstr(stuck(2)->cause, "nobody ever received"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_named_channel_is_called_by_its_name),
        UNIT(all_cases_of_a_select_are_shown),
        UNIT(waiting_partners_are_counted),
        UNIT(at_most_eight_wakers_are_named),
        UNIT(a_waker_that_did_several_things_is_told_in_full),
        UNIT(an_unwatched_wait_claims_nothing_about_others),
    };

    return cmocka_run_group_tests_name("waker", tests, NULL, NULL);
}
