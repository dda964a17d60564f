/* Gates of input and output, and resources. */
#include "script_run.h"

#define FOR_EVER SEEP_TIME_NEVER

TEST(an_open_gate_is_passed_and_a_shut_one_is_not)
{
    const struct line reader[] = {IO_WAIT(A, FOR_EVER), SAY("in"), SAY_OK, END};
    const struct line body[] = {
        GO(reader), SLEEP(MS), SAY("open"), IO_OPEN(A), IO_WAIT(A, FOR_EVER),
        GO(reader), SLEEP(MS), SHUT(A),     GO(reader), END};
    struct outcome o = RUN(.body = body);

    assert_string_equal(o.said, "open in yes in yes");
    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
    assert_int_equal(o.nlive, 1);
}

TEST(who_waits_waits_for_input)
{
    const struct line body[] = {IO_WAIT(A, FOR_EVER), END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.all_first->wait, SEEP_WAIT_IO);
    assert_string_equal(seep_wait_text(SEEP_WAIT_IO), "IO wait");
}

TEST(a_deadline_ends_the_wait)
{
    const struct line body[] = {IO_WAIT(A, 5 * MS),
                                SAY_OK,
                                SAY_NOW,
                                IO_WAIT(A, 5 * MS),
                                SAY_OK, /* is past */
                                IO_OPEN(A),
                                IO_WAIT(A, 9 * MS),
                                SAY_OK,
                                SAY_NOW,
                                END};

    assert_run(PASS, "no @5 no yes @5", .body = body);
}

TEST(who_is_woken_in_time_leaves_no_alarm_behind)
{
    const struct line reader[] = {IO_WAIT(A, SECOND), SAY_OK, SAY_NOW, END};
    const struct line body[] = {GO(reader), SLEEP(MS), IO_WAKE(A), END};
    struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_string_equal(o.said, "yes @1");
    assert_int_equal(o.now, MS);
}

TEST(waking_wakes_all_and_leaves_the_gate_shut)
{
    const struct line reader[] = {IO_WAIT(A, FOR_EVER), SAY_MINE, END};
    const struct line body[] = {GO_MANY(reader, 3), SLEEP(MS),
                                IO_WAKE(A),         SLEEP(MS),
                                GO_WITH(reader, 4), END};
    struct outcome o = RUN(.body = body);

    assert_string_equal(o.said, "2 3 1");
    assert_int_equal(o.nlive, 1);
}

TEST(a_wait_where_nobody_can_is_taken_back)
{
    const struct line body[] = {INSIDE, IO_WAIT(A, SECOND), SLEEP(2 * SECOND),
                                SAY("on"), END};

    assert_run(PASS, "cannot block here on", .body = body);
}

TEST(what_is_not_closed_is_a_finding)
{
    const struct line body[] = {RES_OPEN(A),  RES_OPEN(B), RES_OPEN(C),
                                RES_CLOSE(B), SAY_OK,      RES_CLOSE(B),
                                SAY_OK,       END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_RESOURCE);
    assert_string_equal(w->said, "yes no");
    assert_int_equal(w->sim.resources.count, 2);
    assert_ptr_equal(w->sim.resources.first, &w->resource[A]);
    assert_ptr_equal(w->sim.resources.last, &w->resource[C]);
}

TEST(what_is_closed_in_any_order_is_none)
{
    const struct line body[] = {RES_OPEN(A),  RES_OPEN(B),  RES_OPEN(C),
                                RES_CLOSE(A), RES_CLOSE(C), RES_CLOSE(B),
                                END};

    assert_run(PASS, "", .body = body);
}

TEST(a_leak_comes_before_what_is_not_closed)
{
    const struct line stuck[] = {RECV(NIL), END};
    const struct line body[] = {RES_OPEN(A), GO(stuck), END};

    assert_int_equal(RUN(.body = body).verdict.kind, SEEP_VERDICT_LEAK);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(an_open_gate_is_passed_and_a_shut_one_is_not),
        UNIT(who_waits_waits_for_input),
        UNIT(a_deadline_ends_the_wait),
        UNIT(who_is_woken_in_time_leaves_no_alarm_behind),
        UNIT(waking_wakes_all_and_leaves_the_gate_shut),
        UNIT(a_wait_where_nobody_can_is_taken_back),
        UNIT(what_is_not_closed_is_a_finding),
        UNIT(what_is_closed_in_any_order_is_none),
        UNIT(a_leak_comes_before_what_is_not_closed),
    };

    return cmocka_run_group_tests_name("gate", tests, NULL, NULL);
}
