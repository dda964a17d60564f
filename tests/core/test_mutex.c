/* sync.Mutex: order, barging, starvation, misuse. */
#include "script_run.h"

TEST(a_free_mutex_is_locked_at_once)
{
    const struct line body[] = {LOCK(A),      SAY("in"), UNLOCK(A), LOCK(A),
                                SAY("again"), UNLOCK(A), END};

    assert_run(PASS, "in again", .body = body);
}

TEST(only_one_is_inside)
{
    const struct line worker[] = {LOCK(A),    SAY("in"), SLEEP(MS),
                                  SAY("out"), UNLOCK(A), END};
    const struct line body[] = {GO_MANY(worker, 3), END};

    for (uint64_t seed = 0; seed < 10; seed++)
        assert_run(PASS, "in out in out in out", .body = body,
                   .random = seed > 0, .seed = seed);
}

TEST(five_queued_lockers_are_served_in_order)
{
    const struct line worker[] = {LOCK(A), SAY_MINE, UNLOCK(A), END};
    const struct line body[] = {
        LOCK(A), GO_WITH(worker, 1), GOSCHED, GO_WITH(worker, 2),
        GOSCHED, GO_WITH(worker, 3), GOSCHED, GO_WITH(worker, 4),
        GOSCHED, GO_WITH(worker, 5), GOSCHED, UNLOCK(A),
        END};

    assert_run(PASS, "1 2 3 4 5", .body = body);
}

TEST(who_runs_may_barge_in_before_the_woken_waiter)
{
    const struct line worker[] = {LOCK(A), SAY("waiter"), UNLOCK(A), END};
    const struct line body[] = {LOCK(A),   GO(worker), GOSCHED,
                                UNLOCK(A), LOCK(A),    SAY("barged"),
                                GOSCHED,   UNLOCK(A),  END};

    assert_run(PASS, "barged waiter", .body = body);
}

TEST(a_waiter_beaten_to_it_stays_the_first_in_line)
{
    const struct line worker[] = {LOCK(A), SAY_MINE, UNLOCK(A), END};
    const struct line body[] = {LOCK(A),
                                GO_WITH(worker, 1),
                                GOSCHED,
                                GO_WITH(worker, 2),
                                GOSCHED,
                                UNLOCK(A),
                                LOCK(A),
                                GOSCHED,
                                GO_WITH(worker, 3),
                                GOSCHED,
                                UNLOCK(A),
                                END};

    assert_run(PASS, "1 2 3", .body = body);
}

TEST(one_waiter_is_woken_at_a_time)
{
    const struct line worker[] = {LOCK(A), SAY_MINE, UNLOCK(A), END};
    const struct line body[] = {
        LOCK(A), GO_WITH(worker, 1), GOSCHED,   GO_WITH(worker, 2),
        GOSCHED, UNLOCK(A),          LOCK(A),   UNLOCK(A),
        LOCK(A), SAY("0"),           UNLOCK(A), END};
    struct record r;

    assert_run(PASS, "0 1 2", .body = body);
    run_recorded(&(struct scenario){.body = body}, &r);
    uint32_t woken = 0;
    for (uint32_t i = 0; i < r.n; i++)
        woken += r.seen[i].kind == SEEP_EV_READY && r.seen[i].other == 1 &&
                 r.seen[i].op == SEEP_OP_LOCK;
    assert_int_equal(woken, 1); /* by main's three unlocks */
}

/* ---- starvation ---- */

/* The waiter has waited 2 ms when it is beaten: from then on the lock is
 * handed over, and nobody barges. */
TEST(after_a_millisecond_unlock_hands_the_lock_over)
{
    const struct line worker[] = {LOCK(A), SAY("starved"), UNLOCK(A), END};
    const struct line body[] = {
        LOCK(A),       GO(worker),    GOSCHED, SLEEP(2 * MS), UNLOCK(A),
        LOCK(A),       SAY("barged"), GOSCHED, UNLOCK(A),     LOCK(A),
        SAY("behind"), UNLOCK(A),     END};

    assert_run(PASS, "barged starved behind", .body = body);
}

TEST(before_a_millisecond_it_may_be_beaten_again)
{
    const struct line worker[] = {LOCK(A), SAY("waiter"), UNLOCK(A), END};
    const struct line body[] = {LOCK(A),   GO(worker), GOSCHED,       SLEEP(MS),
                                UNLOCK(A), LOCK(A),    SAY("barged"), GOSCHED,
                                UNLOCK(A), LOCK(A),    SAY("again"),  UNLOCK(A),
                                END};

    assert_run(PASS, "barged again waiter", .body = body);
}

TEST(newcomers_queue_behind_a_starving_waiter)
{
    const struct line first[] = {LOCK(A), SAY("first"), GOSCHED, UNLOCK(A),
                                 END};
    const struct line second[] = {LOCK(A), SAY("second"), UNLOCK(A), END};
    const struct line body[] = {LOCK(A),   GO(first),   GOSCHED, SLEEP(2 * MS),
                                UNLOCK(A), LOCK(A),     GOSCHED, GO(second),
                                UNLOCK(A), TRY_LOCK(A), SAY_OK,  END};

    assert_run(PASS, "no first second", .body = body);
}

TEST(starvation_ends_with_the_last_waiter)
{
    const struct line worker[] = {LOCK(A), UNLOCK(A), END};
    const struct line body[] = {LOCK(A),   GO(worker), GOSCHED, SLEEP(2 * MS),
                                UNLOCK(A), LOCK(A),    GOSCHED, UNLOCK(A),
                                GOSCHED,   END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
    assert_false(w->mutex[A].starving);
    assert_false(w->mutex[A].locked);
    assert_false(w->mutex[A].woken);
}

TEST(starvation_ends_with_a_waiter_that_waited_little)
{
    const struct line old[] = {LOCK(A), SAY("old"), UNLOCK(A), END};
    const struct line young[] = {LOCK(A), SAY("young"), GOSCHED, UNLOCK(A),
                                 END};
    const struct line last[] = {LOCK(A), SAY("last"), UNLOCK(A), END};
    const struct line body[] = {
        LOCK(A), GO(old),     GOSCHED, SLEEP(2 * MS), UNLOCK(A), LOCK(A),
        GOSCHED, GO(young),   GOSCHED, GO(last),      GOSCHED,   UNLOCK(A),
        GOSCHED, TRY_LOCK(A), SAY_OK,  SLEEP(1),      END};
    struct script *w = ENDED(.body = body);

    assert_string_equal(w->said, "old young no last");
    assert_false(w->mutex[A].starving);
}

/* As Go's TestMutexFairness: a hog that locks again at once cannot keep
 * another one out. */
TEST(a_hog_does_not_starve_another_goroutine)
{
    const struct line hog[] = {LOCK(A), WORK(100 * US), UNLOCK(A),
                               READ(A), UNTIL(1),       END};
    const struct line other[] = {SLEEP(100 * US), LOCK(A), UNLOCK(A), AGAIN(10),
                                 WRITE(A, 1),     SAY_NOW, END};
    const struct line body[] = {GO(hog), GO(other), END};
    struct outcome o = RUN(.body = body, .procs = 2);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_true(o.now < 10 * SECOND);
}

/* ---- try_lock ---- */

TEST(try_lock_never_waits)
{
    const struct line body[] = {TRY_LOCK(A), SAY_OK,      TRY_LOCK(A), SAY_OK,
                                UNLOCK(A),   TRY_LOCK(A), SAY_OK,      END};

    assert_run(PASS, "yes no yes", .body = body);
}

/* ---- misuse ---- */

TEST(any_goroutine_may_unlock)
{
    const struct line worker[] = {UNLOCK(A), END};
    const struct line body[] = {LOCK(A), GO(worker), LOCK(A), SAY("in"), END};

    assert_run(PASS, "in", .body = body);
}

TEST(unlocking_an_unlocked_mutex_is_fatal)
{
    const struct line body[] = {RECOVER,   LOCK(A),   UNLOCK(A),
                                UNLOCK(A), SAY("no"), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_FATAL);
    assert_string_equal(o.verdict.text, "sync: unlock of unlocked mutex");
    assert_string_equal(o.said, "");
    assert_int_equal(o.verdict.g, 1);
}

TEST(a_mutex_is_not_reentrant)
{
    const struct line body[] = {LOCK(A), LOCK(A), END};
    struct script *w = ENDED(.body = body);

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.main->wait, SEEP_WAIT_MUTEX_LOCK);
}

TEST(two_orders_of_two_locks_deadlock_in_some_schedule)
{
    const struct line worker[] = {LOCK(B),   LOCK(A), UNLOCK(A),
                                  UNLOCK(B), DONE(A), END};
    const struct line body[] = {ADD(A, 1), GO(worker), LOCK(A), LOCK(B),
                                UNLOCK(B), UNLOCK(A),  WAIT(A), END};
    int deadlocks = 0, passes = 0;

    for (uint64_t seed = 0; seed < 60; seed++) {
        struct outcome o = RUN(.body = body, .random = true, .seed = seed);
        deadlocks += o.verdict.kind == SEEP_VERDICT_DEADLOCK;
        passes += o.verdict.kind == SEEP_VERDICT_PASS;
    }
    assert_int_equal(deadlocks + passes, 60);
    assert_true(deadlocks > 0 && passes > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_free_mutex_is_locked_at_once),
        cmocka_unit_test(only_one_is_inside),
        cmocka_unit_test(five_queued_lockers_are_served_in_order),
        cmocka_unit_test(who_runs_may_barge_in_before_the_woken_waiter),
        cmocka_unit_test(a_waiter_beaten_to_it_stays_the_first_in_line),
        cmocka_unit_test(one_waiter_is_woken_at_a_time),
        cmocka_unit_test(after_a_millisecond_unlock_hands_the_lock_over),
        cmocka_unit_test(before_a_millisecond_it_may_be_beaten_again),
        cmocka_unit_test(newcomers_queue_behind_a_starving_waiter),
        cmocka_unit_test(starvation_ends_with_the_last_waiter),
        cmocka_unit_test(starvation_ends_with_a_waiter_that_waited_little),
        cmocka_unit_test(a_hog_does_not_starve_another_goroutine),
        cmocka_unit_test(try_lock_never_waits),
        cmocka_unit_test(any_goroutine_may_unlock),
        cmocka_unit_test(unlocking_an_unlocked_mutex_is_fatal),
        cmocka_unit_test(a_mutex_is_not_reentrant),
        cmocka_unit_test(two_orders_of_two_locks_deadlock_in_some_schedule),
    };

    return cmocka_run_group_tests_name("mutex", tests, NULL, NULL);
}
