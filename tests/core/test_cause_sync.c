/* Why a goroutine is stuck in a lock, a waitgroup, a sleep or a loop. */
#include "script_run.h"

static struct seep_report r;

static int fini_report(void **state)
{
    (void)state;
    seep_report_fini(&r);
    return 0;
}

static const struct seep_stuck *stuck(uint32_t id)
{
    for (size_t i = 0; i < r.nstuck; i++)
        if (r.stuck[i].who.id == id)
            return &r.stuck[i];
    fail_msg("no group begins with goroutine %u", id);
    return NULL;
}

#define assert_cause(id, text) assert_string_equal(stuck(id)->cause, text)

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
    assert_string_equal(stuck(1)->wakers[0].did, "locked it");
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
                        "locked by w g2 at worker:1, 1 waiting");
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
                    "stuck itself");
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
                    "stuck itself");
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

/* ---- waitgroups ---- */

TEST(a_counter_is_stuck)
{
    const struct line worker[] = {DONE(A), END};
    const struct line body[] = {ADD(A, 3), GO_AS("w", worker), GOSCHED, WAIT(A),
                                END};

    r = EXPLAIN(.body = body);
    assert_cause(1, "counter stuck at 2: 2 more done than came were due");
    assert_string_equal(stuck(1)->what[0].kind, "waitgroup");
    assert_string_equal(stuck(1)->what[0].state, "counter 2");
    assert_int_equal(stuck(1)->nwakers, 1);
    assert_string_equal(stuck(1)->wakers[0].who.name, "w");
    assert_string_equal(stuck(1)->wakers[0].did, "counted");
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

TEST(an_unwatched_lock_claims_nothing_about_its_holder)
{
    const struct line holder[] = {LOCK(A), RECV(A), END};
    const struct line body[] = {GO(holder), GOSCHED, LOCK(A), END};
    struct script *w = ENDED(.body = body);

    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
    assert_null(strstr(stuck(1)->cause, "exited"));
}

#define UNIT(name) cmocka_unit_test_teardown(name, fini_report)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_goroutine_waits_for_its_own_lock),
        UNIT(two_locks_taken_in_two_orders_are_a_cycle),
        UNIT(three_locks_make_a_cycle_of_three),
        UNIT(who_only_waits_for_a_lock_of_a_cycle_is_not_in_it),
        UNIT(the_holder_left_without_unlocking),
        UNIT(the_holder_is_blocked),
        UNIT(nobody_holds_a_lock_that_is_free),
        UNIT(a_counter_is_stuck),
        UNIT(a_sleep_has_no_end),
        UNIT(a_sleep_ends_after_the_run),
        UNIT(a_loop_spins),
        UNIT(a_waker_may_still_be_running),
        UNIT(an_unwatched_lock_claims_nothing_about_its_holder),
    };

    return cmocka_run_group_tests_name("cause of sync", tests, NULL, NULL);
}
