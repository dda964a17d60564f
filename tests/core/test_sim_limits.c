/* Limits, time slices, and loops without progress. */
#include "script_run.h"

#define MILLION (INT64_C(1000) * 1000)

/* ---- limits ---- */

TEST(a_loop_with_effects_runs_out_of_steps)
{
    const struct line body[] = {WRITE(A, 1), AGAIN(0), END};
    const struct outcome o = RUN(.body = body, .max_steps = 1000);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIMIT);
    assert_string_equal(o.verdict.text,
                        "the run's steps are used up (--max-steps)");
    assert_int_equal(o.verdict.g, 1);
    assert_int_equal(o.steps, 1001);
}

TEST(the_last_step_is_allowed)
{
    const struct line body[] = {WRITE(A, 1), AGAIN(1000), END};

    assert_run(PASS, "", .body = body, .max_steps = 1000);
    assert_run(LIMIT, "", .body = body, .max_steps = 999);
}

TEST(computing_takes_steps_too)
{
    const struct line body[] = {SPIN(25000), END};

    assert_run(PASS, "", .body = body, .max_steps = 1000);
    assert_run(LIMIT, "", .body = body, .max_steps = 999);
}

TEST(memory_used_up_ends_the_run)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), AGAIN(0), END};
    const struct outcome o = RUN(.body = body, .mem = 200000);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIMIT);
    assert_string_equal(o.verdict.text, "out of memory (--mem)");
}

TEST(a_million_steps_are_no_limit_by_default)
{
    const struct line body[] = {WRITE(A, 1), AGAIN(MILLION), END};

    assert_run(PASS, "", .body = body);
}

/* ---- slices ---- */

TEST(a_slice_of_a_million_instructions_ends_the_turn)
{
    const struct line spinner[] = {SPIN(3 * MILLION), SAY_MINE, END};
    const struct line body[] = {GO_MANY(spinner, 2), END};
    static struct record r;

    assert_run(PASS, "2 1", .body = body);
    run_recorded(&(struct scenario){.body = body}, &r);
    assert_int_equal(record_count(&r, SEEP_EV_PREEMPT), 6);
}

TEST(who_runs_alone_is_not_preempted)
{
    const struct line body[] = {SPIN(20 * MILLION), END};
    static struct record r;
    const struct outcome o = run_recorded(&(struct scenario){.body = body}, &r);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_int_equal(record_count(&r, SEEP_EV_PREEMPT), 0);
}

TEST(the_preempted_goes_behind_the_others)
{
    const struct line spinner[] = {SPIN(2 * MILLION), SAY("spinner"), END};
    const struct line worker[] = {SAY_MINE, END};
    const struct line body[] = {GO_MANY(worker, 2), GO(spinner), END};

    assert_run(PASS, "1 2 spinner", .body = body);
}

TEST(a_deferred_goroutine_may_be_preempted_too)
{
    const struct line spinner[] = {SPIN(2 * MILLION), WRITE(A, 1), AGAIN(3),
                                   END};
    const struct line body[] = {GO_MANY(spinner, 3), END};

    for (uint64_t seed = 0; seed < 5; seed++)
        assert_run(PASS, "", .body = body, .random = true, .seed = seed);
}

/* ---- polling ---- */

TEST(polling_lets_time_move_on)
{
    const struct line worker[] = {SLEEP(SECOND), WRITE(A, 1), END};
    const struct line poll[] = {READ(A), UNTIL(1), SAY_NOW, END};
    const struct line body[] = {GO(worker), GOSCHED, GO(poll), END};

    assert_run(PASS, "@1000", .body = body);
    for (uint64_t seed = 0; seed < 3; seed++)
        assert_run(PASS, "@1000", .body = body, .random = true, .seed = seed);
    assert_run(PASS, "@1000", .body = body, .procs = 2);
}

/* The poller runs first; the worker has not even begun to sleep. */
TEST(polling_lets_others_run)
{
    const struct line worker[] = {SLEEP(SECOND), WRITE(A, 1), END};
    const struct line poll[] = {READ(A), UNTIL(1), SAY_NOW, END};
    const struct line body[] = {GO(worker), GO(poll), END};
    const struct line waits[] = {GO(worker), GO(poll), SLEEP(2 * SECOND), END};

    assert_run(PASS, "@1000", .body = body);
    assert_run(PASS, "@1000", .body = waits);
}

TEST(failed_tries_and_defaults_are_polls)
{
    const struct line worker[] = {LOCK(A), SLEEP(SECOND), UNLOCK(A), SEND(A, 1),
                                  END};
    const struct line try_lock[] = {TRY_LOCK(A), SELECT_ELSE(ON_RECV(A)),
                                    LEN(A),      UNTIL_TIME(SECOND),
                                    SAY_NOW,     END};
    const struct line body[] = {GO(worker), GOSCHED, GO(try_lock), END};

    assert_run(PASS, "@1000", .body = body, .cap = {[A] = 1});
}

TEST(computing_without_effect_lets_time_move_on)
{
    const struct line poll[] = {SPIN(MILLION), UNTIL_TIME(SECOND), SAY_NOW,
                                END};
    const struct line sleeper[] = {SLEEP(SECOND), END};
    const struct line body[] = {GO(sleeper), GO_MANY(poll, 2), END};

    assert_run(PASS, "@1000 @1000", .body = body);
}

/* Two goroutines that only yield to each other are polling, too. */
TEST(yielding_to_each_other_lets_time_move_on)
{
    const struct line poll[] = {GOSCHED, UNTIL_TIME(SECOND), SAY_NOW, END};
    const struct line sleeper[] = {SLEEP(SECOND), END};
    const struct line body[] = {GO(sleeper), GO_MANY(poll, 2), END};

    assert_run(PASS, "@1000 @1000", .body = body, .max_steps = 5 * MILLION);
}

TEST(a_poll_that_nothing_can_end_is_a_livelock)
{
    const struct line body[] = {READ(A), UNTIL(1), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIVELOCK);
    assert_string_equal(o.verdict.text, "a loop goes round without progress");
    assert_true(o.verdict.livelock);
    assert_int_equal(o.verdict.g, 1);
}

/* In the end it goes on after all. */
TEST(who_counts_its_rounds_does_not_come_back)
{
    const struct line counts[] = {READ(A), AGAIN(MILLION / 2), WRITE(A, 1),
                                  DONE(A), END};
    const struct line polls[] = {READ(A), UNTIL(1), END};
    const struct line body[] = {ADD(A, 1), GO(counts), GO(polls), WAIT(A), END};

    assert_run(PASS, "", .body = body);
    assert_run(PASS, "", .body = body, .random = true);
}

TEST(a_computation_without_end_is_a_livelock)
{
    const struct line body[] = {SPIN(2000 * MILLION), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIVELOCK);
    assert_int_equal(o.verdict.g, 1);
}

TEST(a_poll_after_main_is_a_leak_and_a_livelock)
{
    const struct line poll[] = {READ(A), UNTIL(1), END};
    const struct line body[] = {GO(poll), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
    assert_true(o.verdict.livelock);
}

TEST(polling_past_the_time_limit_ends_the_run)
{
    const struct line sleeper[] = {SLEEP(2 * SECOND), END};
    const struct line poll[] = {READ(A), UNTIL(1), END};
    const struct line body[] = {GO(sleeper), GO(poll), SLEEP(2 * SECOND), END};
    const struct outcome o = RUN(.body = body, .timeout = SECOND);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIMIT);
    assert_int_equal(o.now, SECOND);
}

TEST(progress_forgets_the_polls)
{
    const struct line body[] = {READ(A), AGAIN(9000), END};
    const struct line rounds[] = {GO(body), WRITE(A, 1), SLEEP(1), AGAIN(30),
                                  END};
    const struct outcome o = RUN(.body = rounds);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_int_equal(o.now, 30);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_loop_with_effects_runs_out_of_steps),
        UNIT(the_last_step_is_allowed),
        UNIT(computing_takes_steps_too),
        UNIT(memory_used_up_ends_the_run),
        UNIT(a_million_steps_are_no_limit_by_default),
        UNIT(a_slice_of_a_million_instructions_ends_the_turn),
        UNIT(who_runs_alone_is_not_preempted),
        UNIT(the_preempted_goes_behind_the_others),
        UNIT(a_deferred_goroutine_may_be_preempted_too),
        UNIT(polling_lets_time_move_on),
        UNIT(polling_lets_others_run),
        UNIT(failed_tries_and_defaults_are_polls),
        UNIT(computing_without_effect_lets_time_move_on),
        UNIT(yielding_to_each_other_lets_time_move_on),
        UNIT(a_poll_that_nothing_can_end_is_a_livelock),
        UNIT(who_counts_its_rounds_does_not_come_back),
        UNIT(a_computation_without_end_is_a_livelock),
        UNIT(a_poll_after_main_is_a_leak_and_a_livelock),
        UNIT(polling_past_the_time_limit_ends_the_run),
        UNIT(progress_forgets_the_polls),
    };

    return cmocka_run_group_tests_name("sim limits", tests, NULL, NULL);
}
