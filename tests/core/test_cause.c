/* Why a goroutine is stuck in a channel operation or a select.  The other
 * reasons are in test_cause_sync.c. */
#include "explained.h"

/* ---- senders ---- */

TEST(nobody_ever_received)
{
    const struct line body[] = {SEND(A, 1), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no receiver left: nobody ever received from ch#1");
    assert_int_equal(stuck(1)->nwakers, 0);
    assert_string_not_equal(stuck(1)->fix, "");
    assert_int_equal(stuck(1)->cycle, 0);
}

TEST(the_receiver_left_after_the_first_value)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 3), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(2, "no receiver left: receiver left after the first value "
                    "(main at body:2)");
    assert_waker(stuck(2), 0, 1, "received 1 value", "returned");
    assert_int_equal(stuck(2)->wakers[0].at.line, 2);
    assert_true(stuck(2)->wakers[0].step > 0);
}

TEST(all_the_receivers_left)
{
    const struct line reader[] = {RECV(A), END};
    const struct line body[] = {GO_MANY(reader, 2), SEND(A, 1), SEND(A, 2),
                                SEND(A, 3), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no receiver left: all 2 that received have left, g2 "
                    "last, at reader:1");
}

TEST(the_receiver_left_after_some_values)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 4), RECV(A), RECV(A), GOEXIT,
                                END};
    const struct line start[] = {GO_AS("reader", body), END};

    r = EXPLAIN(.body = start);
    assert_cause(4, "no receiver left: g2 \"reader\" received 2 values, last "
                    "at body:3, and left");
    assert_waker(stuck(4), 0, 2, "received 2 values", "left through Goexit");
}

TEST(the_receiver_left_through_a_timeout)
{
    const struct line worker[] = {SLEEP(2 * MS), SEND(A, 1), END};
    const struct line body[] = {GO(worker), NEW_TIMER(0, MS),
                                SELECT(ON_RECV(A), ON_RECV(TIMER(0))), END};

    r = EXPLAIN(.body = body);
    assert_cause(2, "no receiver left: receiver left through timeout (main at "
                    "body:3)");
    assert_waker(stuck(2), 0, 1, "left its select through a timeout",
                 "returned");
}

TEST(the_receiver_left_with_its_context)
{
    const struct line worker[] = {SLEEP(MS), SEND(A, 1), END};
    const struct line body[] = {GO(worker), CLOSE(B),
                                SELECT(ON_RECV(A), ON_RECV(B)), END};

    r = EXPLAIN(.body = body, .role = {[B] = SEEP_CHAN_CONTEXT});
    assert_cause(2, "no receiver left: receiver left when its context was "
                    "done (main at body:3)");
    assert_waker(stuck(2), 0, 1, "left its select because its context was done",
                 "returned");
}

TEST(the_receiver_is_stuck_itself)
{
    const struct line reader[] = {RECV(A), RECV(B), END};
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO(reader), GOSCHED, GO_MANY(worker, 2), END};

    r = EXPLAIN(.body = body);
    assert_cause(3, "no receiver left: g2, which received at reader:1, is "
                    "stuck itself");
    assert_waker(stuck(3), 0, 2, "received 1 value",
                 "is stuck itself in chan receive");
}

TEST(a_full_buffer_is_said_to_be_full)
{
    const struct line body[] = {SEND(A, 1), SEND(A, 2), SEND(A, 3), END};

    r = EXPLAIN(.body = body, .cap = {[A] = 2});
    assert_cause(1, "buffer full, no receiver left: nobody ever received from "
                    "ch#1");
    assert_string_equal(stuck(1)->what[0].state,
                        "buffer 2 of 2, open, 1 sender waiting");
}

TEST(a_receiver_that_took_another_case_is_told)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(B)), GO(worker),
                                END};

    r = EXPLAIN(.body = body);
    assert_waker(stuck(2), 0, 1, "took another case of its select", "returned");
    assert_cause(2, "no receiver left: main took another case of its select "
                    "at body:1, and left");
}

/* It did not receive, and so it is not said to have. */
TEST(a_stuck_receiver_that_took_another_case_is_told)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {SELECT_ELSE(ON_RECV(A), ON_RECV(B)), GO(worker),
                                RECV(C), END};

    r = EXPLAIN(.body = body);
    assert_cause(2, "no receiver left: main, which took another case of its "
                    "select at body:1, is stuck itself");
}

TEST(a_receiver_that_goes_on_elsewhere_is_not_stuck)
{
    const struct line reader[] = {RECV(A), SLEEP(SECOND), END};
    const struct line ticks[] = {RECV(A), NEW_TICKER(0, SECOND), RECV(TIMER(0)),
                                 END};
    const struct line worker[] = {SEND(A, 1), END};
    const struct line sleeps[] = {GO(reader), GOSCHED, GO_MANY(worker, 2), END};
    const struct line waits[] = {GO(ticks), GOSCHED, GO_MANY(worker, 2), END};

    r = EXPLAIN(.body = sleeps, .drain = MS);
    assert_cause(3, "no receiver left: g2, which received at reader:1, goes "
                    "on without coming back to it");
    assert_waker(stuck(3), 0, 2, "received 1 value", "sleeps");
    seep_report_fini(&r);
    r = EXPLAIN(.body = waits, .drain = MS);
    assert_waker(stuck(3), 0, 2, "received 1 value", "waits for a timer");
}

/* Another sender that gave up is no receiver. */
TEST(a_sender_that_left_is_not_taken_for_a_receiver)
{
    const struct line other[] = {NEW_TIMER(0, MS),
                                 SELECT(ON_SEND(A, 1), ON_RECV(TIMER(0))), END};
    const struct line body[] = {GO(other), SEND(A, 1), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no receiver left: nobody ever received from ch#1");
}

/* ---- receivers ---- */

TEST(nobody_ever_sent)
{
    const struct line body[] = {RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no sender left: nobody ever sent on ch#1");
    assert_string_equal(stuck(1)->what[0].state,
                        "unbuffered, open, 1 receiver waiting");
}

TEST(the_senders_are_gone)
{
    const struct line worker[] = {SEND(A, 1), SEND(A, 2), END};
    const struct line body[] = {GO(worker), RECV(A), RECV(A), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no sender left: g2 sent 2 values, last at worker:2, and "
                    "left");
    assert_waker(stuck(1), 0, 2, "sent 2 values", "returned");
}

TEST(all_the_senders_are_gone)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 2), RECV(A), RECV(A), RECV(A),
                                END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no sender left: all 2 that sent have left, g2 last, at "
                    "worker:1");
}

TEST(the_sender_is_stuck_itself)
{
    const struct line worker[] = {SEND(A, 1), RECV(B), END};
    const struct line body[] = {GO(worker), RECV(A), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no sender left: g2, which sent at worker:1, is stuck "
                    "itself");
    assert_string_equal(stuck(1)->fix, "look at that goroutine first");
}

TEST(the_sender_left_through_a_timeout)
{
    const struct line worker[] = {
        NEW_TIMER(0, MS), SELECT(ON_SEND(A, 1), ON_RECV(TIMER(0))), END};
    const struct line body[] = {GO(worker), SLEEP(2 * MS), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "no sender left: sender left through timeout (g2 at "
                    "worker:2)");
}

/* What nobody ever sent on is often what should have ended the loop. */
TEST(a_select_names_the_case_that_was_never_served)
{
    const struct line worker[] = {SELECT(ON_RECV(A), ON_RECV(B)), AGAIN(0),
                                  END};
    const struct line body[] = {GO(worker), SEND(A, 1), END};

    r = EXPLAIN(.body = body);
    assert_cause(2, "no sender left: main sent 1 value, last at body:2, and "
                    "left; and nobody ever sent on ch#2 or closed it");
}

TEST(a_range_waits_for_a_close)
{
    const struct line worker[] = {RANGE(A), AGAIN(0), END};
    const struct line body[] = {GO(worker), SEND(A, 1), END};

    r = EXPLAIN(.body = body);
    assert_cause(2, "channel never closed: the range over ch#1 waits for a "
                    "close (an input never closed)");
}

static void make_context(struct script *w)
{
    const uint32_t site = seep_site(&w->sim.names, w->sim.arena, "ctx", 3, 7);

    w->chan[A].role = SEEP_CHAN_CONTEXT;
    w->chan[A].obj.site = w->chan[A].root_site = site;
    w->chan[A].root_maker = 1;
    w->chan[B].role = SEEP_CHAN_CONTEXT;
    w->chan[B].root_site = site + 100; /* another family */
}

TEST(a_context_is_never_cancelled)
{
    const struct line worker[] = {SELECT(ON_RECV(C), ON_RECV(A)), END};
    const struct line body[] = {GO(worker), END};

    r = EXPLAIN(.body = body, .arrange = make_context);
    assert_cause(2, "context never cancelled: made at ctx:7, and its cancel "
                    "was never called");
    assert_string_equal(stuck(2)->what[1].kind, "context's done channel");
    assert_string_equal(stuck(2)->what[1].made.file, "ctx");
}

TEST(a_context_chain_is_broken)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), SLEEP(1), CLOSE(B), RECV(B), END};

    r = EXPLAIN(.body = body, .arrange = make_context);
    assert_cause(2, "context chain broken: the context made at ctx:7 does not "
                    "descend from the one its maker was given, so a cancel "
                    "from above stops there");
}

static void place_timer(struct script *w)
{
    w->timer[0].chan.obj.site =
        seep_site(&w->sim.names, w->sim.arena, "timer", 5, 3);
}

TEST(a_ticker_is_never_stopped)
{
    const struct line worker[] = {RECV(TIMER(0)), AGAIN(0), END};
    const struct line body[] = {NEW_TICKER(0, SECOND), GO(worker), END};
    const struct line stops[] = {NEW_TICKER(0, SECOND), GO(worker), GOSCHED,
                                 STOP(0), END};

    r = EXPLAIN(.body = body, .arrange = place_timer);
    assert_cause(2, "ticker never stopped: made at timer:3; its loop waits for "
                    "a next tick that always comes");
    assert_string_equal(stuck(2)->what[0].kind, "ticker's channel");
    seep_report_fini(&r);
    r = EXPLAIN(.body = stops);
    assert_non_null(strstr(stuck(2)->cause, "never comes"));
}

TEST(a_timer_comes_too_late_or_never)
{
    const struct line worker[] = {RECV(TIMER(0)), END};
    const struct line body[] = {NEW_TIMER(0, SECOND), GO(worker), END};
    const struct line stops[] = {NEW_TIMER(0, SECOND), GO(worker), GOSCHED,
                                 STOP(0), END};

    r = EXPLAIN(.body = body, .drain = MS, .arrange = place_timer);
    assert_cause(2, "timer never stopped: made at timer:3, due later than the "
                    "run was watched");
    assert_string_equal(stuck(2)->what[0].kind, "timer's channel");
    seep_report_fini(&r);
    r = EXPLAIN(.body = stops, .arrange = place_timer);
    assert_cause(2, "timer stopped: made at timer:3; stopping does not close "
                    "its channel, a next tick never comes");
}

TEST(a_timer_ticks_only_once)
{
    const struct line body[] = {NEW_TIMER(0, MS), RECV(TIMER(0)),
                                RECV(TIMER(0)), END};

    r = EXPLAIN(.body = body, .arrange = place_timer);
    assert_cause(1, "timer over: made at timer:3, it ticks once, and that "
                    "tick was received");
}

static void place_legacy(struct script *w)
{
    place_timer(w);
    w->timer[0].t.legacy = true;
}

TEST(a_legacy_timer_ticks_into_a_buffer_once)
{
    const struct line body[] = {NEW_TIMER(0, MS), SLEEP(2 * MS),  STOP(0),
                                RECV(TIMER(0)),   RECV(TIMER(0)), END};

    r = EXPLAIN(.body = body, .arrange = place_legacy);
    assert_cause(1, "timer over: made at timer:3, it ticks once, and that "
                    "tick was received");
    assert_string_equal(stuck(1)->what[0].state,
                        "buffer 0 of 1, open, 1 receiver waiting");
}

TEST(a_timer_that_ticked_was_armed_again_and_stopped)
{
    const struct line body[] = {NEW_TIMER(0, MS), RECV(TIMER(0)), RESET(0, MS),
                                STOP(0),          RECV(TIMER(0)), END};

    r = EXPLAIN(.body = body, .arrange = place_timer);
    assert_cause(1, "timer stopped: made at timer:3; stopping does not close "
                    "its channel, a next tick never comes");
    seep_report_fini(&r);
    r = EXPLAIN(.body = body, .arrange = place_legacy);
    assert_non_null(strstr(stuck(1)->cause, "timer stopped"));
}

TEST(that_a_timer_fired_is_known_unwatched)
{
    const struct line body[] = {NEW_TIMER(0, MS), RECV(TIMER(0)),
                                RECV(TIMER(0)), END};
    struct script *w = ENDED(.body = body);

    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
    assert_non_null(strstr(stuck(1)->cause, "timer over"));
}

/* ---- nil and empty ---- */

TEST(a_nil_channel_never_comes)
{
    const struct line body[] = {SELECT(ON_RECV(NIL), ON_SEND(NIL, 1)), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "nil channel: nothing is ever sent or received on it");
    assert_int_equal(stuck(1)->nwhat, 2);
    assert_string_equal(stuck(1)->what[0].label, "nilchan");
    assert_string_equal(stuck(1)->what[0].state, "never ready");
    assert_int_equal(stuck(1)->what[0].id, 0);
}

TEST(an_empty_select_waits_for_nothing)
{
    const struct line body[] = {SELECT_NOTHING, END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "empty select: it waits for nothing");
    assert_int_equal(stuck(1)->nwhat, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(nobody_ever_received),
        UNIT(the_receiver_left_after_the_first_value),
        UNIT(all_the_receivers_left),
        UNIT(the_receiver_left_after_some_values),
        UNIT(the_receiver_left_through_a_timeout),
        UNIT(the_receiver_left_with_its_context),
        UNIT(the_receiver_is_stuck_itself),
        UNIT(a_full_buffer_is_said_to_be_full),
        UNIT(a_receiver_that_took_another_case_is_told),
        UNIT(a_stuck_receiver_that_took_another_case_is_told),
        UNIT(a_receiver_that_goes_on_elsewhere_is_not_stuck),
        UNIT(a_sender_that_left_is_not_taken_for_a_receiver),
        UNIT(nobody_ever_sent),
        UNIT(the_senders_are_gone),
        UNIT(all_the_senders_are_gone),
        UNIT(the_sender_is_stuck_itself),
        UNIT(the_sender_left_through_a_timeout),
        UNIT(a_select_names_the_case_that_was_never_served),
        UNIT(a_range_waits_for_a_close),
        UNIT(a_context_is_never_cancelled),
        UNIT(a_context_chain_is_broken),
        UNIT(a_ticker_is_never_stopped),
        UNIT(a_timer_comes_too_late_or_never),
        UNIT(a_timer_ticks_only_once),
        UNIT(a_legacy_timer_ticks_into_a_buffer_once),
        UNIT(a_timer_that_ticked_was_armed_again_and_stopped),
        UNIT(that_a_timer_fired_is_known_unwatched),
        UNIT(a_nil_channel_never_comes),
        UNIT(an_empty_select_waits_for_nothing),
    };

    return cmocka_run_group_tests_name("cause", tests, NULL, NULL);
}
