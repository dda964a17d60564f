/* Why a goroutine is stuck in a lock, a waitgroup, a sleep or a loop. */
#include "explained.h"

/* The first mutex is object 5, the first waitgroup object 6. */

/* ---- locks ---- */

TEST(a_goroutine_waits_for_its_own_lock)
{
    const struct line body[] = {LOCK(A), LOCK(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "locked by itself: it already holds mutex#5 since body:1");
    assert_int_equal(stuck(1)->cycle, 1);
    assert_string_equal(stuck(1)->what[0].kind, "mutex");
    assert_string_equal(stuck(1)->what[0].state,
                        "locked by main at body:1, 1 waiting");
    assert_int_equal(stuck(1)->nwakers, 0); /* it is no help to itself */
}

TEST(two_locks_taken_in_two_orders_are_a_cycle)
{
    const struct line worker[] = {LOCK(B), SLEEP(MS), LOCK(A), END};
    const struct line body[] = {GO_AS("w", worker), LOCK(A), SLEEP(MS), LOCK(B),
                                END};

    r = EXPLAIN(.body = body);
    assert_int_equal(stuck(1)->cycle, 2);
    assert_int_equal(stuck(2)->cycle, 2);
    assert_cause(2, "lock cycle of 2: mutex#5 is held by main since body:2, "
                    "which waits for a lock of this cycle");
    assert_string_equal(stuck(1)->what[0].state,
                        "locked by g2 \"w\" at worker:1, 1 waiting");
}

TEST(three_locks_make_a_cycle_of_three)
{
    const struct line one[] = {LOCK(A), SLEEP(MS), LOCK(B), END};
    const struct line two[] = {LOCK(B), SLEEP(MS), LOCK(C), END};
    const struct line three[] = {LOCK(C), SLEEP(MS), LOCK(A), END};
    const struct line body[] = {GO(one), GO(two), GO(three), RECV(A), END};

    r = EXPLAIN(.body = body);
    for (uint32_t id = 2; id <= 4; id++)
        assert_int_equal(stuck(id)->cycle, 3);
}

TEST(who_only_waits_for_a_lock_of_a_cycle_is_not_in_it)
{
    const struct line worker[] = {LOCK(B), SLEEP(MS), LOCK(A), END};
    const struct line outside[] = {SLEEP(2 * MS), LOCK(A), END};
    const struct line body[] = {GO(worker), GO(outside), LOCK(A),
                                SLEEP(MS),  LOCK(B),     END};

    r = EXPLAIN(.body = body);
    assert_int_equal(stuck(3)->cycle, 0);
    assert_cause(3, "holder blocked: main holds mutex#5 since body:3 and is "
                    "stuck itself in sync.Mutex.Lock");
    assert_string_equal(stuck(3)->wakers[0].fate,
                        "is stuck itself in sync.Mutex.Lock");
}

TEST(the_holder_left_without_unlocking)
{
    const struct line holder[] = {LOCK(A), END};
    const struct line body[] = {GO(holder), GOSCHED, LOCK(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "holder exited while holding mutex#5: g2 locked it at "
                    "holder:1 and never unlocked it");
    assert_string_equal(stuck(1)->wakers[0].fate, "returned");
}

TEST(the_holder_is_blocked)
{
    const struct line holder[] = {LOCK(A), RECV(A), END};
    const struct line body[] = {GO(holder), GOSCHED, LOCK(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "holder blocked: g2 holds mutex#5 since holder:1 and is "
                    "stuck itself in chan receive");
}

TEST(the_holder_goes_on_without_unlocking)
{
    const struct line holder[] = {LOCK(A), SLEEP(SECOND), AGAIN(0), END};
    const struct line body[] = {GO(holder), GOSCHED, LOCK(A), END};
    const struct line sleeper[] = {LOCK(A), SLEEP(SECOND), END};
    const struct line waiter[] = {LOCK(A), END};
    const struct line main_leaves[] = {GO(sleeper), GOSCHED, GO(waiter), END};

    r = EXPLAIN(.body = main_leaves, .drain = MS);
    assert_cause(3, "holder goes on: g2 holds mutex#5 since sleeper:1 and has "
                    "not unlocked it yet");
    assert_string_equal(stuck(3)->wakers[0].fate, "sleeps");
    seep_report_fini(&r);
    r = EXPLAIN(.body = body); /* it locks again what it holds */
    assert_cause(1, "holder blocked: g2 holds mutex#5 since holder:1 and is "
                    "stuck itself in sync.Mutex.Lock");
}

/* The run ends between an unlock and the turn of the waiter it woke: who
 * waits behind that one is not blocked by anybody. */
TEST(nobody_holds_a_lock_that_is_free)
{
    const struct line worker[] = {LOCK(A), UNLOCK(A), END};
    const struct line body[] = {
        LOCK(A),   GO_AS("one", worker), GOSCHED, GO_AS("two", worker), GOSCHED,
        UNLOCK(A), PANIC("boom"),        END};

    r = EXPLAIN(.body = body);
    assert_string_equal(stuck(3)->wait, "sync.Mutex.Lock");
    assert_string_equal(stuck(3)->what[0].state, "unlocked");
    assert_null(strstr(stuck(3)->cause, "g0"));
    assert_null(strstr(stuck(3)->cause, "blocked"));
}

/* ---- a once, which is a lock to those who come meanwhile ---- */

static void make_once(struct script *w)
{
    w->mutex[A].obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_ONCE;
}

TEST(a_once_is_called_in_its_own_call)
{
    const struct line body[] = {LOCK(A), LOCK(A), END};

    r = EXPLAIN(.body = body, .arrange = make_once);
    assert_cause(1, "called by itself: what once#5 runs since body:1 calls it "
                    "again");
    assert_string_equal(stuck(1)->fix,
                        "the function of a once must not call that once");
    assert_string_equal(stuck(1)->what[0].kind, "once");
    assert_string_equal(stuck(1)->what[0].state,
                        "called by main at body:1, 1 waiting");
    assert_string_equal(r.rows[1].text, "call once#5");
    assert_string_equal(r.rows[2].why, "is in that call itself");
}

TEST(the_first_call_of_a_once_never_ends)
{
    const struct line first[] = {LOCK(A), RECV(A), END};
    const struct line body[] = {GO_AS("w", first), GOSCHED, LOCK(A), END};

    r = EXPLAIN(.body = body, .arrange = make_once);
    assert_cause(1, "first call blocked: g2 \"w\" has called once#5 at first:1 "
                    "and is stuck itself in chan receive");
    assert_string_equal(stuck(1)->fix, "look at that goroutine first");
    assert_string_equal(stuck(1)->wakers[0].did, "called it");
}

/* ---- waitgroups ---- */

TEST(a_counter_is_stuck)
{
    const struct line worker[] = {DONE(A), END};
    const struct line body[] = {ADD(A, 3), GO_AS("w", worker), GOSCHED, WAIT(A),
                                END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 2: 2 calls of done are missing; "
                    "everybody started since the first add has called it");
    assert_string_equal(stuck(1)->what[0].kind, "waitgroup");
    assert_string_equal(stuck(1)->what[0].state, "counter 2");
    assert_int_equal(stuck(1)->nwakers, 1);
    assert_string_equal(stuck(1)->wakers[0].who.name, "w");
    assert_string_equal(stuck(1)->wakers[0].did, "called done");
}

TEST(who_counts_up_and_down_is_told_in_numbers)
{
    const struct line worker[] = {ADD(A, 1), ADD(A, 1), DONE(A),
                                  DONE(A),   DONE(A),   END};
    const struct line adder[] = {ADD(A, 1), END};
    const struct line body[] = {ADD(A, 2), GO(worker), GO(adder),
                                GOSCHED,   WAIT(A),    END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 2: 2 calls of done are missing");
    assert_string_equal(stuck(1)->wakers[0].did,
                        "called add 2 times and done 3 times");
    assert_string_equal(stuck(1)->wakers[1].did, "called add");
}

TEST(who_left_without_done_is_named)
{
    const struct line early[] = {END};
    const struct line other[] = {DONE(A), END};
    const struct line body[] = {ADD(A, 2), GO(early), GO(other), WAIT(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 1: 1 call of done is missing; g2 "
                    "returned without one");
    assert_string_equal(stuck(1)->wakers[0].did, "never called done");
    assert_string_equal(stuck(1)->wakers[0].fate, "returned");
    assert_int_equal(stuck(1)->wakers[0].who.id, 2);
    assert_non_null(strstr(stuck(1)->fix, "defer(wg"));
}

TEST(who_is_stuck_before_its_done_is_named)
{
    const struct line worker[] = {RECV(A), DONE(A), END};
    const struct line before[] = {END};
    const struct line body[] = {GO(before), ADD(A, 6), GO_MANY(worker, 5),
                                SEND(A, 1), WAIT(A),   END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 5: 5 calls of done are missing; g3 is "
                    "stuck before one, g4 is stuck before one, g5 is stuck "
                    "before one and 1 more like that");
    assert_string_equal(stuck(1)->fix, "look at that goroutine first");
}

TEST(who_waits_too_is_not_accused)
{
    const struct line closer[] = {WAIT(A), END};
    const struct line worker[] = {RECV(A), DONE(A), END};
    const struct line body[] = {ADD(A, 1), GO(closer), GO(worker), WAIT(A),
                                END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 1: 1 call of done is missing; g3 is "
                    "stuck before one");
    assert_cause(2, "counter stuck at 1: 1 call of done is missing; g3 is "
                    "stuck before one");
}

TEST(nobody_is_accused_who_was_started_before_the_count)
{
    const struct line idle[] = {END};
    const struct line body[] = {GO(idle), ADD(A, 1), WAIT(A), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 1: 1 call of done is missing");
    assert_int_equal(stuck(1)->nwakers, 0);
}

/* ---- sleep and loops ---- */

TEST(a_sleep_has_no_end)
{
    const struct line body[] = {SLEEP(SEEP_TIME_NEVER), END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "sleeps for ever: the duration has no end");
}

TEST(a_sleep_ends_after_the_run)
{
    const struct line worker[] = {SLEEP(SECOND), END};
    const struct line body[] = {GO(worker), END};

    r = EXPLAIN(.body = body, .drain = MS);
    assert_cause(2, "sleeps past the end of the run");
}

TEST(a_loop_spins)
{
    const struct line body[] = {READ(A), UNTIL(1), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.verdict, SEEP_VERDICT_LIVELOCK);
    assert_cause(1, "spinning: it runs without ever waiting or ending");
    assert_true(stuck(1)->still_running);
}

/* ---- who could help is still at it ---- */

TEST(a_waker_may_still_be_running)
{
    const struct line worker[] = {ADD(A, 1), SPIN(2 * SECOND), END};
    const struct line body[] = {GO(worker), GOSCHED, WAIT(A), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.verdict, SEEP_VERDICT_LIVELOCK);
    assert_string_equal(stuck(1)->wakers[0].fate, "is still running");
}

/* A run that was cut short proves nothing about those who waited in it. */
TEST(a_wait_that_was_cut_short_is_no_cause)
{
    const struct line bomb[] = {SLEEP(MS), PANIC("boom"), END};
    const struct line waits[] = {RECV(A), END};
    const struct line locks[] = {LOCK(A), LOCK(A), END};
    const struct line body[] = {GO(bomb), GO(waits),     GO(locks),
                                LOCK(B),  SLEEP(2 * MS), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.verdict, SEEP_VERDICT_PANIC);
    assert_cause(3, "cut short: the run ended while it waited");
    assert_cause(4, "locked by itself: it already holds mutex#5 since locks:1");
}

TEST(a_waker_may_wait_itself_in_a_run_cut_short)
{
    const struct line bomb[] = {SLEEP(MS), PANIC("boom"), END};
    const struct line feeder[] = {SEND(A, 1), RECV(B), END};
    const struct line body[] = {GO(bomb), GO(feeder), RECV(A), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_string_equal(stuck(1)->wakers[0].fate,
                        "waits itself in chan receive");
}

TEST(an_unwatched_lock_claims_nothing_about_its_holder)
{
    const struct line holder[] = {LOCK(A), RECV(A), END};
    const struct line body[] = {GO(holder), GOSCHED, LOCK(A), END};
    struct script *w = ENDED(.body = body);

    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
    assert_null(strstr(stuck(1)->cause, "exited"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_goroutine_waits_for_its_own_lock),
        UNIT(a_once_is_called_in_its_own_call),
        UNIT(the_first_call_of_a_once_never_ends),
        UNIT(two_locks_taken_in_two_orders_are_a_cycle),
        UNIT(three_locks_make_a_cycle_of_three),
        UNIT(who_only_waits_for_a_lock_of_a_cycle_is_not_in_it),
        UNIT(the_holder_left_without_unlocking),
        UNIT(the_holder_is_blocked),
        UNIT(the_holder_goes_on_without_unlocking),
        UNIT(nobody_holds_a_lock_that_is_free),
        UNIT(a_counter_is_stuck),
        UNIT(who_counts_up_and_down_is_told_in_numbers),
        UNIT(who_left_without_done_is_named),
        UNIT(who_is_stuck_before_its_done_is_named),
        UNIT(who_waits_too_is_not_accused),
        UNIT(nobody_is_accused_who_was_started_before_the_count),
        UNIT(a_sleep_has_no_end),
        UNIT(a_sleep_ends_after_the_run),
        UNIT(a_loop_spins),
        UNIT(a_waker_may_still_be_running),
        UNIT(a_wait_that_was_cut_short_is_no_cause),
        UNIT(a_waker_may_wait_itself_in_a_run_cut_short),
        UNIT(an_unwatched_lock_claims_nothing_about_its_holder),
    };

    return cmocka_run_group_tests_name("cause of sync", tests, NULL, NULL);
}
