/* From a world that has ended to a report: its frame and its groups. */
#include "core/explain.h"
#include "explained.h"

#define assert_place(p, file_, line_)                                          \
    do {                                                                       \
        assert_string_equal((p).file, file_);                                  \
        assert_int_equal((p).line, line_);                                     \
    } while (0)

/* ---- the frame ---- */

TEST(a_report_says_how_the_run_was_made_and_what_it_came_to)
{
    const struct line worker[] = {SLEEP(MS), PANIC("boom"), END};
    const struct line body[] = {GO_AS("bomb", worker), GO(worker), RECV(A),
                                END};

    r = EXPLAIN(.body = body, .seed = 42);
    assert_int_equal(r.verdict, SEEP_VERDICT_PANIC);
    assert_string_equal(r.text, "boom");
    assert_int_equal(r.who.id, 2);
    assert_string_equal(r.who.name, "bomb");
    assert_string_equal(r.who.path, "main.1");
    assert_place(r.at, "worker", 1);
    assert_int_equal(r.seed, 42);
    assert_string_equal(r.strategy, "default");
    assert_int_equal(r.now, MS);
    assert_int_equal(r.started, 3);
    assert_int_equal(r.peak, 3);
    assert_true(r.steps > 0);
    assert_int_equal(r.operations, r.steps);
    assert_string_equal(r.script, "");
}

TEST(who_panicked_was_started_by_somebody)
{
    const struct line bomb[] = {PANIC("boom"), END};
    const struct line maker[] = {PRINT, GO(bomb), END};
    const struct line body[] = {GO_AS("maker", maker), RECV(A), END};
    struct script *w;

    r = EXPLAIN(.body = body);
    assert_int_equal(r.who.id, 3);
    assert_int_equal(r.creator.id, 2);
    assert_string_equal(r.creator.name, "maker");
    assert_place(r.created, "maker", 2);
    seep_report_fini(&r);

    w = ENDED(.body = body); /* unwatched the same */
    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
    assert_int_equal(r.creator.id, 2);
    assert_place(r.created, "maker", 2);
}

TEST(main_was_started_by_nobody)
{
    const struct line body[] = {PANIC("boom"), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.creator.id, 0);
    assert_int_equal(r.created.line, 0);
}

TEST(computing_is_no_operation)
{
    const struct line body[] = {PRINT, SPIN(100000), PRINT, END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.operations, 2);
    assert_true(r.steps > 2);
}

TEST(a_pass_has_nobody_stuck)
{
    const struct line body[] = {SEND(A, 1), END};

    r = EXPLAIN(.body = body, .cap = {[A] = 1});
    assert_int_equal(r.verdict, SEEP_VERDICT_PASS);
    assert_int_equal(r.nstuck, 0);
    assert_int_equal(r.who.id, 0);
    assert_string_equal(r.who.path, "");
    assert_int_equal(r.at.line, 0);
}

TEST(a_livelock_is_a_further_finding)
{
    const struct line poll[] = {READ(A), UNTIL(1), END};
    const struct line body[] = {GO(poll), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.verdict, SEEP_VERDICT_LEAK);
    assert_true(r.livelock);
    assert_true(stuck(2)->still_running);
}

/* ---- groups ---- */

TEST(goroutines_alike_are_one_group)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 20), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.nstuck, 1);
    assert_int_equal(r.nstuck_goroutines, 19);
    assert_int_equal(r.stuck[0].count, 19);
    for (uint32_t i = 0; i < 8; i++) /* the last one started ran first */
        assert_int_equal(r.stuck[0].ids[i], 2 + i);
    assert_string_equal(r.stuck[0].wait, "chan send");
    assert_place(r.stuck[0].at, "worker", 1);
    assert_place(r.stuck[0].created, "body", 1);
    assert_int_equal(r.stuck[0].creator.id, 1);
}

TEST(different_places_names_and_makers_are_different_groups)
{
    const struct line worker[] = {RECV(A), RECV(A), END};
    const struct line body[] = {GO(worker),
                                GO(worker),
                                GO_AS("x", worker),
                                GO_AS("y", worker),
                                GO_MANY(worker, 4),
                                SEND(A, 1),
                                RECV(B),
                                END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.verdict, SEEP_VERDICT_DEADLOCK);
    /* main; one each; of the four alike, one has gone on to line 2 */
    assert_int_equal(r.nstuck, 7);
    assert_int_equal(r.nstuck_goroutines, 9);
    assert_string_equal(stuck(4)->who.name, "x");
}

TEST(main_is_a_group_of_its_own_and_comes_first)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO_MANY(worker, 3), RECV(A), END};

    r = EXPLAIN(.body = body);
    assert_true(r.stuck[0].main);
    assert_int_equal(r.stuck[0].who.id, 1);
    assert_int_equal(r.stuck[0].creator.id, 0);
    assert_string_equal(r.stuck[0].creator.path, "");
    assert_int_equal(r.stuck[0].created.line, 0);
    assert_false(stuck(2)->main);
}

TEST(a_hundred_groups_are_told_apart)
{
    enum { MANY = 100 };
    const struct line worker[] = {RECV(A), END};
    struct line body[2 * MANY + 1];
    static char name[MANY][16];

    for (int i = 0; i < 2 * MANY; i++) {
        snprintf(name[i / 2], sizeof name[0], "w%d", i / 2);
        body[i] = (struct line)GO_AS(name[i / 2], worker);
    }
    body[2 * MANY] = (struct line)END;
    r = EXPLAIN(.body = body);
    assert_int_equal(r.nstuck, 2 * MANY); /* each has a line of its own */
    for (uint32_t i = 0; i < 2 * MANY; i++) {
        assert_int_equal(r.stuck[i].who.id, 2 + i);
        assert_string_equal(r.stuck[i].who.name, name[i / 2]);
    }
}

TEST(a_hundred_thousand_alike_are_one_group)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO_MANY(worker, 100000), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.nstuck, 1);
    assert_int_equal(r.stuck[0].count, 100000);
}

TEST(a_maker_that_is_gone_is_still_named)
{
    const struct line leaf[] = {RECV(A), END};
    const struct line branch[] = {GO(leaf), END};
    const struct line body[] = {GO_AS("maker", branch), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(stuck(3)->creator.id, 2);
    assert_string_equal(stuck(3)->creator.name, "maker");
    assert_string_equal(stuck(3)->creator.path, "main.1");
    assert_string_equal(stuck(3)->who.path, "main.1.1");
}

TEST(waiting_time_is_the_longest_of_the_group)
{
    const struct line worker[] = {SLEEP(MINE), RECV(A), END};
    const struct line body[] = {GO_MANY(worker, 3), SLEEP(SECOND), END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.stuck[0].count, 3);
    assert_int_equal(r.stuck[0].waited, SECOND - 1);
}

TEST(who_sleeps_past_the_horizon_is_still_running)
{
    const struct line sleeper[] = {SLEEP(SECOND), END};
    const struct line caller[] = {SYSCALL(SECOND), END};
    const struct line stuck_one[] = {RECV(A), END};
    const struct line body[] = {GO(sleeper), GO(caller), GO(stuck_one), END};

    r = EXPLAIN(.body = body, .drain = MS);
    assert_true(stuck(2)->still_running);
    assert_string_equal(stuck(2)->wait, "sleep");
    assert_true(stuck(3)->still_running);
    assert_string_equal(stuck(3)->wait, "syscall");
    assert_false(stuck(4)->still_running);
}

TEST(who_began_to_wait_after_main_is_marked)
{
    const struct line late[] = {SLEEP(2 * MS), RECV(A), END};
    const struct line early[] = {RECV(A), END};
    const struct line body[] = {GO(late), GO(early), SLEEP(MS), END};

    r = EXPLAIN(.body = body);
    assert_true(stuck(2)->after_main);
    assert_false(stuck(3)->after_main);
}

/* The clock does not move between the end of main and this wait. */
TEST(who_began_to_wait_after_main_in_the_same_instant_is_marked)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), END};

    r = EXPLAIN(.body = body);
    assert_true(stuck(2)->after_main);
}

/* In a run that a panic cut short, who could have gone on is not spinning. */
TEST(who_was_cut_short_is_not_said_to_spin)
{
    const struct line worker[] = {PANIC("boom"), END};
    const struct line body[] = {GO(worker), GOSCHED, END};

    r = EXPLAIN(.body = body);
    assert_int_equal(r.verdict, SEEP_VERDICT_PANIC);
    assert_string_equal(stuck(1)->wait, "runnable");
    assert_null(strstr(stuck(1)->cause, "spinning"));
}

/* ---- unwatched ---- */

static void explain_unwatched(const struct line *body)
{
    struct script *w = ENDED(.body = body);

    memset(&r, 0, sizeof r);
    seep_explain(&w->sim, NULL, &r);
}

TEST(an_unwatched_run_has_its_groups_and_places)
{
    const struct line worker[] = {PRINT, RECV(A), END};
    const struct line body[] = {GO_AS("w", worker), END};

    explain_unwatched(body);
    assert_int_equal(r.nstuck, 1);
    assert_string_equal(stuck(2)->who.name, "w");
    assert_place(stuck(2)->at, "worker", 2);
    assert_int_equal(r.nrows, 0);
    assert_int_equal(stuck(2)->nwakers, 0);
}

TEST(an_unwatched_goroutine_has_its_own_path)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), RECV(B), END};

    explain_unwatched(body);
    assert_string_equal(stuck(1)->who.path, "main");
    assert_string_equal(stuck(2)->who.path, "main.1");
}

TEST(an_unwatched_goroutine_knows_who_made_it)
{
    const struct line leaf[] = {RECV(A), END};
    const struct line branch[] = {GO(leaf), END};
    const struct line body[] = {GO_AS("branch", branch), RECV(B), END};

    explain_unwatched(body);
    assert_int_equal(stuck(3)->creator.id, 2); /* who has ended */
    assert_string_equal(stuck(3)->creator.name, "branch");
    assert_string_equal(stuck(3)->creator.path, "main.1");
    assert_string_equal(stuck(3)->who.path, "main.1.1");
}

TEST(an_unwatched_verdict_knows_where_it_happened)
{
    const struct line worker[] = {PRINT, UNLOCK(A), END};
    const struct line body[] = {GO(worker), SLEEP(1), END};

    explain_unwatched(body);
    assert_int_equal(r.verdict, SEEP_VERDICT_FATAL);
    assert_place(r.at, "worker", 2);
}

/* ---- notes ---- */

TEST(pending_timers_are_noted)
{
    const struct line late[] = {END};
    const struct line body[] = {NEW_TIMER(0, SECOND),
                                NEW_TICKER(1, MS),
                                NEW_TIMER(2, MS),
                                STOP(2),
                                AFTER_FUNC(3, SECOND, late),
                                END};

    r = EXPLAIN(.body = body, .drain = NO_DRAIN);
    assert_int_equal(r.nnotes, 3);
    assert_string_equal(r.notes[0], "after_func made at body:5 is still "
                                    "pending: nobody stopped it");
    assert_string_equal(r.notes[1], "ticker made at body:2 is still "
                                    "pending: nobody stopped it");
    assert_string_equal(r.notes[2], "timer made at body:1 is still "
                                    "pending: nobody stopped it");
}

TEST(more_than_ten_notes_are_summed_up)
{
    struct line body[SCRIPT_TIMERS + 2];

    for (int i = 0; i < SCRIPT_TIMERS; i++)
        body[i] = (struct line)NEW_TIMER(i, SECOND);
    body[SCRIPT_TIMERS] = (struct line)SLEEP(1); /* its timer is nobody's */
    body[SCRIPT_TIMERS + 1] = (struct line)END;
    r = EXPLAIN(.body = body);
    assert_int_equal(r.nnotes, 11);
    assert_string_equal(r.notes[10], "2 more timers are still pending");
}

/* ---- a report stands alone ---- */

TEST(a_report_outlives_its_world)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_AS("worker", worker), SLEEP(1), END};

    r = EXPLAIN(.body = body);
    struct seep_arena *a = script_arena(0);
    memset(seep_arena_alloc(a, 1000000), '#', 1000000);
    assert_string_equal(stuck(2)->who.name, "worker");
    assert_string_equal(stuck(2)->wait, "chan send");
    assert_place(stuck(2)->at, "worker", 1);
}

static struct line chain_link[4];

TEST(a_very_long_line_of_ancestors_is_explained)
{
    const struct line body[] = {GO(chain_link), END};

    chain_link[0] = (struct line)GO(chain_link);
    chain_link[1] = (struct line)RECV(NIL);
    r = EXPLAIN(.body = body, .max_steps = 200 * 1000);
    assert_int_equal(r.verdict, SEEP_VERDICT_LIMIT);
    /* the last one of the line, in whose turn the steps were used up */
    assert_true(strlen(r.who.path) > 100 * 1000);
    assert_memory_equal(r.who.path, "main.1.1.1.", 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_report_says_how_the_run_was_made_and_what_it_came_to),
        UNIT(who_panicked_was_started_by_somebody),
        UNIT(main_was_started_by_nobody),
        UNIT(computing_is_no_operation),
        UNIT(a_pass_has_nobody_stuck),
        UNIT(a_livelock_is_a_further_finding),
        UNIT(goroutines_alike_are_one_group),
        UNIT(different_places_names_and_makers_are_different_groups),
        UNIT(main_is_a_group_of_its_own_and_comes_first),
        UNIT(a_hundred_groups_are_told_apart),
        UNIT(a_hundred_thousand_alike_are_one_group),
        UNIT(a_maker_that_is_gone_is_still_named),
        UNIT(waiting_time_is_the_longest_of_the_group),
        UNIT(who_sleeps_past_the_horizon_is_still_running),
        UNIT(who_began_to_wait_after_main_is_marked),
        UNIT(who_began_to_wait_after_main_in_the_same_instant_is_marked),
        UNIT(who_was_cut_short_is_not_said_to_spin),
        UNIT(an_unwatched_run_has_its_groups_and_places),
        UNIT(an_unwatched_goroutine_has_its_own_path),
        UNIT(an_unwatched_goroutine_knows_who_made_it),
        UNIT(an_unwatched_verdict_knows_where_it_happened),
        UNIT(pending_timers_are_noted),
        UNIT(more_than_ten_notes_are_summed_up),
        UNIT(a_report_outlives_its_world),
        UNIT(a_very_long_line_of_ancestors_is_explained),
    };

    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
