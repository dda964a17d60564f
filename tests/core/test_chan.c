/* Channels: rendezvous, buffers, order, close. */
#include "script_run.h"

/* ---- rendezvous ---- */

TEST(a_parked_receiver_gets_the_value)
{
    const struct line worker[] = {RECV(A), SAY_GOT, END};
    const struct line body[] = {GO(worker), GOSCHED, SEND(A, 7), GOSCHED, END};

    assert_run(PASS, "7", .body = body);
}

TEST(a_parked_sender_is_taken_from)
{
    const struct line worker[] = {SEND(A, 7), SAY("sent"), END};
    const struct line body[] = {GO(worker), GOSCHED, RECV(A),
                                SAY_GOT,    GOSCHED, END};

    assert_run(PASS, "7 sent", .body = body);
}

TEST(neither_side_goes_on_alone)
{
    const struct line worker[] = {SAY("a"), SEND(A, 1), SAY("c"), END};
    const struct line body[] = {GO(worker), GOSCHED,  SAY("b"), RECV(A),
                                GOSCHED,    SAY("d"), END};

    assert_run(PASS, "a b c d", .body = body);
}

TEST(parked_receivers_are_served_first_come_first_served)
{
    const struct line worker[] = {RECV(A), SAY_MINE, SAY_GOT, END};
    const struct line body[] = {GO_MANY(worker, 1),
                                GOSCHED,
                                GO_WITH(worker, 2),
                                GOSCHED,
                                GO_WITH(worker, 3),
                                GOSCHED,
                                SEND(A, 10),
                                SEND(A, 20),
                                SEND(A, 30),
                                SLEEP(1),
                                END};

    /* values in order of waiting, run order as Go's: the last one first */
    assert_run(PASS, "3 30 1 10 2 20", .body = body);
}

TEST(five_woken_receivers_run_as_in_go)
{
    const struct line worker[] = {RECV(A), SAY_MINE, END};
    const struct line body[] = {GO_WITH(worker, 1),
                                GOSCHED,
                                GO_WITH(worker, 2),
                                GOSCHED,
                                GO_WITH(worker, 3),
                                GOSCHED,
                                GO_WITH(worker, 4),
                                GOSCHED,
                                GO_WITH(worker, 5),
                                GOSCHED,
                                SEND(A, 1),
                                SEND(A, 2),
                                SEND(A, 3),
                                SEND(A, 4),
                                SEND(A, 5),
                                SLEEP(1),
                                END};

    assert_run(PASS, "5 1 2 3 4", .body = body);
}

TEST(parked_senders_are_taken_from_in_order)
{
    const struct line worker[] = {SEND(A, MINE), END};
    const struct line body[] = {GO_WITH(worker, 1),
                                GOSCHED,
                                GO_WITH(worker, 2),
                                GOSCHED,
                                GO_WITH(worker, 3),
                                GOSCHED,
                                RECV(A),
                                SAY_GOT,
                                RECV(A),
                                SAY_GOT,
                                RECV(A),
                                SAY_GOT,
                                END};

    assert_run(PASS, "1 2 3", .body = body);
}

/* ---- buffers ---- */

TEST(a_send_waits_only_when_the_buffer_is_full)
{
    const struct line body[] = {SEND(A, 1), SAY("one"), SEND(A, 2),
                                SAY("two"), SEND(A, 3), SAY("three"),
                                END};

    assert_run(DEADLOCK, "one two", .body = body, .cap = {[A] = 2});
}

TEST(a_receive_waits_only_when_the_buffer_is_empty)
{
    const struct line body[] = {SEND(A, 1), RECV(A),   SAY_GOT,
                                RECV(A),    SAY("no"), END};

    assert_run(DEADLOCK, "1", .body = body, .cap = {[A] = 2});
}

TEST(a_buffer_is_first_in_first_out_round_its_end)
{
    const struct line fill[] = {SEND(A, MINE), END};
    const struct line body[] = {
        GO_MANY(fill, 2), GOSCHED, RECV(A), SAY_GOT, SEND(A, 8),
        SEND(A, 9),       RECV(A), SAY_GOT, RECV(A), SAY_GOT,
        RECV(A),          SAY_GOT, END};

    assert_run(PASS, "2 1 8 9", .body = body, .cap = {[A] = 3});
}

TEST(a_parked_receiver_is_served_past_the_buffer)
{
    const struct line worker[] = {RECV(A), SAY_GOT, END};
    const struct line body[] = {GO(worker), GOSCHED, SEND(A, 5), LEN(A),
                                SAY_GOT,    GOSCHED, END};

    assert_run(PASS, "0 5", .body = body, .cap = {[A] = 4});
}

TEST(a_receive_from_a_full_buffer_lets_the_first_parked_sender_in)
{
    const struct line worker[] = {SEND(A, MINE), SAY_MINE, END};
    const struct line body[] = {SEND(A, 1),
                                SEND(A, 2),
                                GO_WITH(worker, 3),
                                GOSCHED,
                                GO_WITH(worker, 4),
                                GOSCHED,
                                RECV(A),
                                SAY_GOT,
                                LEN(A),
                                SAY_GOT,
                                GOSCHED,
                                RECV(A),
                                SAY_GOT,
                                RECV(A),
                                SAY_GOT,
                                RECV(A),
                                SAY_GOT,
                                END};

    assert_run(PASS, "1 2 3 2 3 4 4", .body = body, .cap = {[A] = 2});
}

TEST(length_counts_the_buffer_and_not_the_parked)
{
    const struct line worker[] = {SEND(A, MINE), END};
    const struct line body[] = {
        GO_MANY(worker, 5), GOSCHED, LEN(A), SAY_GOT, LEN(B), SAY_GOT,
        LEN(NIL),           SAY_GOT, END};

    assert_run(LEAK, "2 0 0", .body = body, .cap = {[A] = 2});
}

/* ---- close ---- */

TEST(a_closed_channel_is_drained_and_then_gives_zero_for_ever)
{
    const struct line body[] = {SEND(A, 1), SEND(A, 2), CLOSE(A), RECV(A),
                                SAY_GOT,    RECV(A),    SAY_GOT,  RECV(A),
                                SAY_GOT,    RECV(A),    SAY_GOT,  END};

    assert_run(PASS, "1 2 closed closed", .body = body, .cap = {[A] = 2});
}

TEST(close_wakes_parked_receivers_in_go_s_order)
{
    const struct line worker[] = {RECV(A), SAY_MINE, SAY_GOT, END};
    const struct line body[] = {GO_WITH(worker, 1),
                                GOSCHED,
                                GO_WITH(worker, 2),
                                GOSCHED,
                                GO_WITH(worker, 3),
                                GOSCHED,
                                GO_WITH(worker, 4),
                                GOSCHED,
                                GO_WITH(worker, 5),
                                GOSCHED,
                                CLOSE(A),
                                SLEEP(1),
                                END};

    assert_run(PASS, "1 closed 5 closed 4 closed 3 closed 2 closed",
               .body = body);
}

TEST(close_makes_parked_senders_panic)
{
    const struct line worker[] = {RECOVER, SEND(A, 1), SAY_MINE, END};
    const struct line body[] = {GO_MANY(worker, 2), GOSCHED, CLOSE(A), SLEEP(1),
                                END};

    assert_run(PASS, "send on closed channel 2 send on closed channel 1",
               .body = body);
}

TEST(a_send_on_a_closed_channel_panics)
{
    const struct line body[] = {CLOSE(A), SEND(A, 1), END};

    assert_verdict(PANIC, "send on closed channel", .body = body);
}

TEST(a_value_whose_send_panicked_is_gone)
{
    const struct line body[] = {RECOVER, CLOSE(A), SEND(A, 1), LEN(A),
                                SAY_GOT, RECV(A),  SAY_GOT,    END};

    assert_run(PASS, "send on closed channel 0 closed", .body = body,
               .cap = {[A] = 1});
}

TEST(closing_twice_panics)
{
    const struct line body[] = {CLOSE(A), CLOSE(A), END};

    assert_verdict(PANIC, "close of closed channel", .body = body);
}

TEST(closing_the_nil_channel_panics)
{
    const struct line body[] = {CLOSE(NIL), END};

    assert_verdict(PANIC, "close of nil channel", .body = body);
}

TEST(a_range_ends_when_the_channel_is_closed_and_drained)
{
    const struct line worker[] = {RANGE(A), SAY_GOT, AGAIN(0), SAY("end"), END};
    const struct line body[] = {GO(worker), SEND(A, 1), SEND(A, 2), SEND(A, 3),
                                CLOSE(A),   SLEEP(1),   END};

    assert_run(PASS, "1 2 3 end", .body = body);
}

TEST(a_range_over_a_closed_empty_channel_runs_zero_times)
{
    const struct line body[] = {RANGE(A), SAY("no"), AGAIN(0), SAY("end"), END};
    const struct line closer[] = {CLOSE(A), GO(body), END};

    assert_run(PASS, "end", .body = closer);
}

/* ---- nil ---- */

static void waits_for_ever(const struct line *body, enum seep_wait_reason why)
{
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.main->status, SEEP_G_WAITING);
    assert_string_equal(seep_wait_text(w->sim.main->wait), seep_wait_text(why));
}

TEST(a_wait_has_go_s_reason)
{
    const struct line send_nil[] = {SEND(NIL, 1), END};
    const struct line recv_nil[] = {RECV(NIL), END};
    const struct line range_nil[] = {RANGE(NIL), AGAIN(0), END};
    const struct line send[] = {SEND(A, 1), END};
    const struct line recv[] = {RECV(A), END};

    waits_for_ever(send_nil, SEEP_WAIT_CHAN_SEND_NIL);
    waits_for_ever(recv_nil, SEEP_WAIT_CHAN_RECV_NIL);
    waits_for_ever(range_nil, SEEP_WAIT_CHAN_RECV_NIL);
    waits_for_ever(send, SEEP_WAIT_CHAN_SEND);
    waits_for_ever(recv, SEEP_WAIT_CHAN_RECV);
}

/* ---- many ---- */

static const struct line producer[] = {SEND(A, MINE), AGAIN(5), DONE(A), END};
static const struct line adder[] = {RANGE(A), ADD(B, 1), AGAIN(0), DONE(C),
                                    END};
static const struct line sums[] = {ADD(A, 10),
                                   ADD(C, 3),
                                   GO_MANY(producer, 10),
                                   GO_MANY(adder, 3),
                                   WAIT(A),
                                   CLOSE(A),
                                   WAIT(C),
                                   ADD(B, 0),
                                   SAY_GOT,
                                   END};

/* As Go's test/ken/chan.go: nothing is lost or made up, whatever the buffer
 * and the schedule. */
TEST(sums_agree_for_every_buffer_and_schedule)
{
    const uint32_t caps[] = {0, 1, 10, 100};

    for (int i = 0; i < 4; i++)
        for (uint64_t seed = 0; seed < 8; seed++)
            assert_run(PASS, "50", .body = sums, .cap = {[A] = caps[i]},
                       .random = seed > 0, .seed = seed);
}

TEST(sums_agree_on_several_p_s)
{
    for (uint32_t procs = 2; procs < 9; procs++)
        assert_run(PASS, "50", .body = sums, .procs = procs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parked_receiver_gets_the_value),
        cmocka_unit_test(a_parked_sender_is_taken_from),
        cmocka_unit_test(neither_side_goes_on_alone),
        cmocka_unit_test(parked_receivers_are_served_first_come_first_served),
        cmocka_unit_test(five_woken_receivers_run_as_in_go),
        cmocka_unit_test(parked_senders_are_taken_from_in_order),
        cmocka_unit_test(a_send_waits_only_when_the_buffer_is_full),
        cmocka_unit_test(a_receive_waits_only_when_the_buffer_is_empty),
        cmocka_unit_test(a_buffer_is_first_in_first_out_round_its_end),
        cmocka_unit_test(a_parked_receiver_is_served_past_the_buffer),
        cmocka_unit_test(
            a_receive_from_a_full_buffer_lets_the_first_parked_sender_in),
        cmocka_unit_test(length_counts_the_buffer_and_not_the_parked),
        cmocka_unit_test(
            a_closed_channel_is_drained_and_then_gives_zero_for_ever),
        cmocka_unit_test(close_wakes_parked_receivers_in_go_s_order),
        cmocka_unit_test(close_makes_parked_senders_panic),
        cmocka_unit_test(a_send_on_a_closed_channel_panics),
        cmocka_unit_test(a_value_whose_send_panicked_is_gone),
        cmocka_unit_test(closing_twice_panics),
        cmocka_unit_test(closing_the_nil_channel_panics),
        cmocka_unit_test(a_range_ends_when_the_channel_is_closed_and_drained),
        cmocka_unit_test(a_range_over_a_closed_empty_channel_runs_zero_times),
        cmocka_unit_test(a_wait_has_go_s_reason),
        cmocka_unit_test(sums_agree_for_every_buffer_and_schedule),
        cmocka_unit_test(sums_agree_on_several_p_s),
    };

    return cmocka_run_group_tests_name("chan", tests, NULL, NULL);
}
