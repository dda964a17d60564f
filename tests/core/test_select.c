/* Select: which case, when it waits, and leaving the losers. */
#include "script_run.h"

/* ---- choosing ---- */

TEST(a_ready_case_is_taken)
{
    const struct line body[] = {SEND(B, 4),
                                SELECT(ON_RECV(A), ON_RECV(B), ON_RECV(C)),
                                SAY_CASE, SAY_GOT, END};

    assert_run(PASS, "case2 4", .body = body, .cap = {[B] = 1});
}

TEST(default_is_taken_only_when_nothing_is_ready)
{
    const struct line body[] = {
        SELECT_ELSE(ON_RECV(A), ON_SEND(B, 1)), SAY_CASE, SEND(A, 1),
        SELECT_ELSE(ON_RECV(A), ON_SEND(B, 1)), SAY_CASE, END};

    assert_run(PASS, "default case1", .body = body, .cap = {[A] = 1});
}

TEST(a_nonblocking_operation_is_a_select_of_one_case_with_default)
{
    const struct line body[] = {SELECT_ELSE(ON_RECV(NIL)),
                                SAY_CASE,
                                SELECT_ELSE(ON_SEND(NIL, 1)),
                                SAY_CASE,
                                SELECT_ELSE(ON_RECV(A)),
                                SAY_CASE,
                                SELECT_ELSE(ON_SEND(B, 1)),
                                SAY_CASE,
                                SELECT_ELSE(ON_SEND(B, 2)),
                                SAY_CASE,
                                CLOSE(A),
                                SELECT_ELSE(ON_RECV(A)),
                                SAY_CASE,
                                SAY_GOT,
                                END};

    assert_run(PASS, "default default default case1 default case1 closed",
               .body = body, .cap = {[B] = 1});
}

TEST(a_nonblocking_send_on_a_closed_channel_panics)
{
    const struct line body[] = {CLOSE(A), SELECT_ELSE(ON_SEND(A, 1)), END};

    assert_verdict(PANIC, "send on closed channel", .body = body);
}

TEST(a_nil_case_is_never_chosen)
{
    const struct line body[] = {
        CLOSE(B), SELECT(ON_RECV(NIL), ON_SEND(NIL, 1), ON_RECV(B)),
        SAY_CASE, SELECT_ELSE(ON_RECV(NIL), ON_SEND(NIL, 1)),
        SAY_CASE, END};

    assert_run(PASS, "case3 default", .body = body);
}

TEST(nil_cases_are_passed_over_among_several_ready_ones)
{
    const struct line body[] = {
        CLOSE(A), CLOSE(B),
        SELECT(ON_RECV(NIL), ON_RECV(A), ON_SEND(NIL, 1), ON_RECV(B)), SAY_CASE,
        END};
    uint32_t second = 0;

    for (uint64_t seed = 0; seed < 40; seed++) {
        struct outcome o = RUN(.body = body, .seed = seed);
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        assert_true(!strcmp(o.said, "case2") || !strcmp(o.said, "case4"));
        second += !strcmp(o.said, "case2");
    }
    assert_in_range(second, 5, 35);
}

/* A thousand selects of three ready cases: each about a third. */
TEST(ready_cases_are_chosen_uniformly)
{
    const struct line body[] = {
        CLOSE(A), CLOSE(B),
        CLOSE(C), SELECT(ON_RECV(A), ON_RECV(B), ON_RECV(C)),
        SAY_CASE, END};

    for (int random = 0; random < 2; random++) {
        int seen[3] = {0};
        for (uint64_t seed = 0; seed < 1000; seed++) {
            struct outcome o =
                RUN(.body = body, .seed = seed, .random = random != 0);
            seen[o.said[4] - '1']++;
        }
        for (int i = 0; i < 3; i++)
            assert_in_range(seen[i], 333 - 75, 333 + 75); /* 5 sigma */
    }
}

TEST(one_run_chooses_differently_each_time)
{
    const struct line loop[] = {SELECT(ON_RECV(A), ON_RECV(B)), SAY_CASE,
                                AGAIN(40), END};
    const struct line body[] = {CLOSE(A), CLOSE(B), GO(loop), END};
    struct outcome o = RUN(.body = body, .seed = 1);

    assert_non_null(strstr(o.said, "case1"));
    assert_non_null(strstr(o.said, "case2"));
    assert_string_not_equal(o.said, RUN(.body = body, .seed = 2).said);
}

TEST(a_closed_send_case_panics_only_when_it_is_the_one_chosen)
{
    const struct line body[] = {CLOSE(A), CLOSE(B),
                                RECOVER,  SELECT(ON_SEND(A, 1), ON_RECV(B)),
                                SAY_CASE, END};
    int panics = 0, receives = 0;

    for (uint64_t seed = 0; seed < 60; seed++) {
        struct outcome o = RUN(.body = body, .seed = seed);
        panics += !strcmp(o.said, "send on closed channel case1");
        receives += !strcmp(o.said, "case2");
    }
    assert_int_equal(panics + receives, 60);
    assert_true(panics > 10 && receives > 10);
}

/* ---- waiting ---- */

TEST(the_first_partner_to_come_decides)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_RECV(B)), SAY_CASE,
                                  SAY_GOT, END};
    const struct line body[] = {
        GO(worker), GOSCHED, SEND(B, 9), SLEEP(1), SELECT_ELSE(ON_SEND(A, 1)),
        SAY_CASE,   END};

    assert_run(PASS, "case2 9 default", .body = body);
}

TEST(a_parked_select_sends)
{
    const struct line worker[] = {SELECT(ON_SEND(A, 3), ON_SEND(B, 4)),
                                  SAY_CASE, END};
    const struct line body[] = {GO(worker), GOSCHED,  RECV(B),
                                SAY_GOT,    SLEEP(1), END};

    assert_run(PASS, "4 case2", .body = body);
}

TEST(two_parked_selects_never_share_a_partner)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_RECV(B)), SAY_MINE,
                                  SAY_GOT, END};
    const struct line body[] = {
        GO_WITH(worker, 1), GOSCHED,     GO_WITH(worker, 2), GOSCHED,
        SEND(A, 10),        SEND(B, 20), SLEEP(1),           END};

    assert_run(PASS, "2 20 1 10", .body = body);
}

TEST(the_same_channel_may_stand_in_several_cases)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_RECV(A), ON_RECV(A)),
                                  SAY_GOT, END};
    const struct line body[] = {GO(worker), GOSCHED, SEND(A, 5), SLEEP(1), END};
    struct script *w = ENDED(.body = body);

    assert_string_equal(w->said, "5");
    assert_null(w->chan[A].q[SEEP_RECV].first);
    assert_null(w->chan[A].q[SEEP_RECV].last);
}

TEST(a_select_never_pairs_with_itself)
{
    const struct line body[] = {SELECT(ON_RECV(A), ON_SEND(A, 1)), END};
    const struct line poll[] = {SELECT_ELSE(ON_RECV(A), ON_SEND(A, 1)),
                                SAY_CASE, END};

    assert_run(DEADLOCK, "", .body = body);
    assert_run(PASS, "default", .body = poll);
}

TEST(two_selects_of_both_directions_pair_with_each_other)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_SEND(A, 1)), SAY_CASE,
                                  END};
    const struct line body[] = {GO(worker), GO(worker), SLEEP(1), END};

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct outcome o = RUN(.body = body, .seed = seed, .random = true);
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        assert_true(!strcmp(o.said, "case1 case2") ||
                    !strcmp(o.said, "case2 case1"));
    }
}

/* As Go's test/chan/select7.go: every way to send against every way to
 * receive, whoever comes first. */
TEST(every_form_of_send_meets_every_form_of_receive)
{
    const struct line send1[] = {SEND(A, 6), END};
    const struct line send2[] = {SELECT(ON_SEND(A, 6)), END};
    const struct line send3[] = {SELECT(ON_SEND(A, 6), ON_SEND(B, 6)), END};
    const struct line recv1[] = {RECV(A), SAY_GOT, END};
    const struct line recv2[] = {SELECT(ON_RECV(A)), SAY_GOT, END};
    const struct line recv3[] = {SELECT(ON_RECV(C), ON_RECV(A)), SAY_GOT, END};
    const struct line *sends[] = {send1, send2, send3};
    const struct line *recvs[] = {recv1, recv2, recv3};

    for (int i = 0; i < 18; i++) {
        const struct line *s = sends[i % 3], *r = recvs[i / 3 % 3];
        const struct line sender_first[] = {GO(s), GOSCHED, GO(r), END};
        const struct line receiver_first[] = {GO(r), GOSCHED, GO(s), END};
        assert_run(PASS, "6", .body = i < 9 ? sender_first : receiver_first);
    }
}

TEST(losing_cases_leave_their_queues)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_RECV(B), ON_SEND(C, 1)),
                                  AGAIN(100), END};
    const struct line feeder[] = {SEND(A, 1), AGAIN(100), END};
    const struct line body[] = {GO(worker), GO(feeder), SLEEP(1), END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
    for (int i = 0; i < SCRIPT_OBJECTS; i++) {
        assert_null(w->chan[i].q[SEEP_RECV].first);
        assert_null(w->chan[i].q[SEEP_SEND].first);
    }
}

TEST(cases_are_freed_when_the_select_is_over)
{
    const struct line body[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(B)),
                                AGAIN(1000), END};
    struct script *w = ENDED(.body = body);
    size_t used = seep_arena_stats(w->sim.arena).used;
    const struct line once[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(B)), END};

    assert_int_equal(seep_arena_stats(ENDED(.body = once)->sim.arena).used,
                     used);
}

/* ---- close ---- */

TEST(close_wakes_a_parked_receive_case_with_zero)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_RECV(B)), SAY_CASE,
                                  SAY_GOT, END};
    const struct line body[] = {GO(worker), GOSCHED, CLOSE(B), SLEEP(1), END};

    assert_run(PASS, "case2 closed", .body = body);
}

TEST(close_makes_a_parked_send_case_panic)
{
    const struct line worker[] = {SELECT(ON_SEND(A, 1), ON_RECV(B)), END};
    const struct line body[] = {GO(worker), GOSCHED, CLOSE(A), SLEEP(1), END};

    assert_verdict(PANIC, "send on closed channel", .body = body);
}

/* Go's closechan completes all receivers before it comes to the senders. */
TEST(close_wins_a_select_of_both_directions_as_a_receive)
{
    const struct line worker[] = {SELECT(ON_SEND(A, 1), ON_RECV(A)), SAY_CASE,
                                  SAY_GOT, END};
    const struct line body[] = {GO(worker), GOSCHED, CLOSE(A), SLEEP(1), END};

    assert_run(PASS, "case2 closed", .body = body);
}

/* ---- reasons ---- */

static void waits(const struct line *body, enum seep_wait_reason why)
{
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.main->wait, why);
}

TEST(a_select_of_one_case_waits_as_the_plain_operation)
{
    const struct line recv[] = {SELECT(ON_RECV(A)), END};
    const struct line send[] = {SELECT(ON_SEND(A, 1)), END};
    const struct line recv_nil[] = {SELECT(ON_RECV(NIL)), END};
    const struct line send_nil[] = {SELECT(ON_SEND(NIL, 1)), END};

    waits(recv, SEEP_WAIT_CHAN_RECV);
    waits(send, SEEP_WAIT_CHAN_SEND);
    waits(recv_nil, SEEP_WAIT_CHAN_RECV_NIL);
    waits(send_nil, SEEP_WAIT_CHAN_SEND_NIL);
}

TEST(other_selects_wait_in_select)
{
    const struct line two[] = {SELECT(ON_RECV(A), ON_RECV(B)), END};
    const struct line nils[] = {SELECT(ON_RECV(NIL), ON_SEND(NIL, 1)), END};
    const struct line none[] = {SELECT_NOTHING, END};

    waits(two, SEEP_WAIT_SELECT);
    waits(nils, SEEP_WAIT_SELECT);
    waits(none, SEEP_WAIT_SELECT_NO_CASES);
}

/* The tick that is due goes to whoever waits for it, who then leaves the
 * channel that the select has looked at already. */
TEST(looking_at_a_timer_can_make_another_case_unready)
{
    const struct line receiver[] = {SELECT(ON_RECV(A), ON_RECV(TIMER(0))),
                                    SAY_CASE, END};
    const struct line body[] = {NEW_TIMER(0, SECOND),
                                GO(receiver),
                                GOSCHED,
                                RESET(0, 0),
                                SELECT_ELSE(ON_SEND(A, 1), ON_RECV(TIMER(0))),
                                SAY_CASE,
                                END};

    assert_run(PASS, "default case2", .body = body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ready_case_is_taken),
        cmocka_unit_test(default_is_taken_only_when_nothing_is_ready),
        cmocka_unit_test(
            a_nonblocking_operation_is_a_select_of_one_case_with_default),
        cmocka_unit_test(a_nonblocking_send_on_a_closed_channel_panics),
        cmocka_unit_test(a_nil_case_is_never_chosen),
        cmocka_unit_test(nil_cases_are_passed_over_among_several_ready_ones),
        cmocka_unit_test(ready_cases_are_chosen_uniformly),
        cmocka_unit_test(one_run_chooses_differently_each_time),
        cmocka_unit_test(
            a_closed_send_case_panics_only_when_it_is_the_one_chosen),
        cmocka_unit_test(the_first_partner_to_come_decides),
        cmocka_unit_test(a_parked_select_sends),
        cmocka_unit_test(two_parked_selects_never_share_a_partner),
        cmocka_unit_test(the_same_channel_may_stand_in_several_cases),
        cmocka_unit_test(a_select_never_pairs_with_itself),
        cmocka_unit_test(two_selects_of_both_directions_pair_with_each_other),
        cmocka_unit_test(every_form_of_send_meets_every_form_of_receive),
        cmocka_unit_test(losing_cases_leave_their_queues),
        cmocka_unit_test(cases_are_freed_when_the_select_is_over),
        cmocka_unit_test(close_wakes_a_parked_receive_case_with_zero),
        cmocka_unit_test(close_makes_a_parked_send_case_panic),
        cmocka_unit_test(close_wins_a_select_of_both_directions_as_a_receive),
        cmocka_unit_test(a_select_of_one_case_waits_as_the_plain_operation),
        cmocka_unit_test(other_selects_wait_in_select),
        cmocka_unit_test(looking_at_a_timer_can_make_another_case_unready),
    };

    return cmocka_run_group_tests_name("select", tests, NULL, NULL);
}
