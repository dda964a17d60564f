/* The step loop: who runs, when it is over, and the verdict.  Limits, P's and
 * loops without progress have files of their own: test_sim_limits.c,
 * test_sim_procs.c. */
#include "script_run.h"

/* ---- order ---- */

TEST(started_goroutines_run_as_in_go)
{
    const struct line worker[] = {SAY_MINE, END};
    const struct line yields[] = {GO_MANY(worker, 5), GOSCHED, SAY("main"),
                                  GOSCHED, END};
    const struct line parks[] = {GO_MANY(worker, 5), SLEEP(1), SAY("main"),
                                 END};

    /* main went to the global queue, which is looked at after the local one */
    assert_run(PASS, "5 1 2 3 4 main", .body = yields);
    assert_run(PASS, "5 1 2 3 4 main", .body = parks);
}

TEST(gosched_alone_goes_on)
{
    const struct line body[] = {GOSCHED, SAY("on"), END};

    assert_run(PASS, "on", .body = body);
}

TEST(a_goroutine_keeps_its_turn_until_it_waits)
{
    const struct line worker[] = {SAY("worker"), END};
    const struct line body[] = {GO(worker), WRITE(A, 1), READ(A), PRINT,
                                LEN(A),     SAY("main"), END};

    assert_run(PASS, "main worker", .body = body);
}

TEST(shared_variables_are_kept_by_the_host)
{
    const struct line body[] = {READ(A), SAY_GOT, WRITE(A, 5),
                                READ(A), SAY_GOT, END};

    assert_run(PASS, "0 5", .body = body);
}

TEST(ten_thousand_goroutines_pass_one_value_on)
{
    const struct line link[] = {RECV(A), ADD(A, 1), SEND(A, 1), END};
    const struct line body[] = {GO_MANY(link, 10000),
                                SEND(A, 1),
                                SLEEP(1),
                                RECV(A),
                                ADD(A, 0),
                                SAY_GOT,
                                END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_string_equal(o.said, "10000");
    assert_int_equal(o.peak, 10001);
    assert_int_equal(o.nstarted, 10001);
}

/* ---- verdicts ---- */

TEST(a_run_that_ends_well_passes)
{
    const struct line worker[] = {END};
    const struct line body[] = {GO(worker), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_int_equal(o.nlive, 0);
    assert_false(o.verdict.livelock);
}

TEST(main_stuck_for_ever_is_a_deadlock)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), RECV(A), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_string_equal(o.verdict.text,
                        "all goroutines are asleep - deadlock!");
    assert_int_equal(o.verdict.g, 1);
    assert_int_equal(o.nlive, 2);
}

TEST(others_stuck_after_main_are_a_leak)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 3), RECV(A), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
    assert_int_equal(o.nlive, 2);
}

TEST(a_panic_nobody_recovers_ends_the_run)
{
    const struct line worker[] = {PANIC("boom"), END};
    const struct line body[] = {GO(worker), GOSCHED, SAY("no"), END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PANIC);
    assert_string_equal(o.verdict.text, "boom");
    assert_int_equal(o.verdict.g, 2);
    assert_string_equal(o.said, "");
}

TEST(the_first_verdict_stays)
{
    const struct line body[] = {END};
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);

    seep_sim_end(&w->sim, SEEP_VERDICT_ASSERTION, w->sim.main, "mine");
    seep_sim_end(&w->sim, SEEP_VERDICT_PANIC, NULL, "later");
    assert_false(seep_sim_step(&w->sim));
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_ASSERTION);
    assert_string_equal(w->sim.verdict.text, "mine");
    assert_int_equal(w->sim.verdict.g, 1);
}

TEST(a_long_verdict_is_cut)
{
    char text[2 * SEEP_VERDICT_TEXT];
    const struct line body[] = {PANIC(text), END};

    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    const struct outcome o = RUN(.body = body);
    assert_int_equal(strlen(o.verdict.text), SEEP_VERDICT_TEXT - 1);
}

TEST(an_operation_after_the_end_is_refused)
{
    const struct line body[] = {SLEEP(1), SEND(A, 1), SAY("no"), END};
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);

    assert_true(seep_sim_step(&w->sim)); /* main sleeps */
    struct fake *f = (struct fake *)w->sim.main;
    seep_sim_end(&w->sim, SEEP_VERDICT_EXIT, NULL, "");
    f->g.op = (struct seep_op){.kind = SEEP_OP_GOSCHED};
    assert_int_equal(seep_sim_op(&w->sim, &f->g), SEEP_OVER);
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_EXIT);
}

/* ---- Goexit ---- */

TEST(goexit_ends_one_goroutine_only)
{
    const struct line worker[] = {GOEXIT, SAY("no"), END};
    const struct line body[] = {GO(worker), SLEEP(1), SAY("main"), END};

    assert_run(PASS, "main", .body = body);
}

TEST(goexit_of_main_leaves_the_others_running)
{
    const struct line worker[] = {SLEEP(MS), SAY("worker"), END};
    const struct line body[] = {GO(worker), GOEXIT, END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_string_equal(
        o.verdict.text,
        "no goroutines (main called runtime.Goexit) - deadlock!");
    assert_string_equal(o.said, "worker");
    assert_int_equal(o.verdict.g, 0);
}

TEST(others_stuck_after_goexit_of_main_are_a_deadlock)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), GOEXIT, END};
    const struct outcome o = RUN(.body = body);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_string_equal(o.verdict.text,
                        "all goroutines are asleep - deadlock!");
    assert_int_equal(o.verdict.g, 0);
}

TEST(a_panic_after_goexit_of_main_still_ends_the_run)
{
    const struct line worker[] = {PANIC("boom"), END};
    const struct line body[] = {GO(worker), GOEXIT, END};

    assert_verdict(PANIC, "boom", .body = body);
}

/* ---- after main ---- */

TEST(main_ends_once)
{
    const struct line late[] = {SAY("late"), END};
    const struct line worker[] = {SLEEP(MS), GO(late),  SLEEP(MS),
                                  GO(late),  SLEEP(MS), END};
    const struct line body[] = {GO(worker), END};
    static struct record r;

    /* `late` is given the memory that main's goroutine had */
    assert_run(PASS, "late late", .body = body);
    run_recorded(&(struct scenario){.body = body}, &r);
    assert_int_equal(record_count(&r, SEEP_EV_MAIN_DONE), 1);
}

TEST(the_horizon_does_not_move_with_later_goroutines)
{
    const struct line late[] = {END};
    const struct line worker[] = {GO(late), SLEEP(SECOND), AGAIN(100), END};
    const struct line body[] = {GO(worker), END};
    const struct outcome o = RUN(.body = body, .drain = 10 * SECOND);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
    assert_int_equal(o.now, 10 * SECOND);
}

/* ---- where the host cannot suspend ---- */

static void takes_back(const struct line *body, const char *said)
{
    for (uint64_t seed = 0; seed < 5; seed++) {
        struct script *w =
            ENDED(.body = body, .seed = seed, .random = seed > 0);
        assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
        assert_string_equal(w->said, said);
        assert_int_equal(w->sim.gmp.nrunnable, 0);
        assert_int_equal(w->sim.timers.count, 0);
        for (int i = 0; i < SCRIPT_OBJECTS; i++) {
            assert_null(w->chan[i].q[SEEP_RECV].first);
            assert_null(w->chan[i].q[SEEP_SEND].first);
            assert_null(w->mutex[i].q.first);
            assert_null(w->wg[i].q.first);
        }
    }
}

TEST(a_wait_is_taken_back_from_every_queue)
{
    const struct line recv[] = {INSIDE, RECV(A), END};
    const struct line nil[] = {INSIDE, RECV(NIL), END};
    const struct line both[] = {INSIDE, SELECT(ON_RECV(A), ON_SEND(B, 1)), END};
    const struct line timer[] = {NEW_TIMER(0, MS), INSIDE, RECV(TIMER(0)), END};
    const struct line lock[] = {LOCK(A), INSIDE, LOCK(A), UNLOCK(A), END};
    const struct line wait[] = {ADD(A, 1), INSIDE, WAIT(A), DONE(A), END};
    const struct line sleep[] = {INSIDE, SLEEP(MS), END};
    const struct line work[] = {INSIDE, WORK(MS), END};
    const struct line call[] = {INSIDE, SYSCALL(MS), END};
    const struct line *all[] = {recv, nil,   both, timer, lock,
                                wait, sleep, work, call};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        takes_back(all[i], "cannot block here");
}

TEST(a_taken_back_gosched_leaves_the_run_queue)
{
    const struct line worker[] = {SAY("worker"), END};
    const struct line body[] = {GO(worker), INSIDE, GOSCHED, SAY("main"), END};

    assert_run(PASS, "cannot block here main worker", .body = body);
}

TEST(what_was_only_put_off_happens_at_once)
{
    const struct line worker[] = {RECV(A), END};
    const struct line body[] = {GO(worker), INSIDE,   SEND(B, 1), SAY("sent"),
                                INSIDE,     CLOSE(A), END};

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct outcome o =
            RUN(.body = body, .random = true, .seed = seed, .cap = {[B] = 1});
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        assert_string_equal(o.said, "sent");
    }
}

TEST(who_was_taken_back_can_wait_again)
{
    const struct line worker[] = {SLEEP(MS), SEND(A, 3), END};
    const struct line body[] = {GO(worker), INSIDE,  RECV(A),
                                RECV(A),    SAY_GOT, END};

    assert_run(PASS, "cannot block here 3", .body = body);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(started_goroutines_run_as_in_go),
        UNIT(gosched_alone_goes_on),
        UNIT(a_goroutine_keeps_its_turn_until_it_waits),
        UNIT(shared_variables_are_kept_by_the_host),
        UNIT(ten_thousand_goroutines_pass_one_value_on),
        UNIT(a_run_that_ends_well_passes),
        UNIT(main_stuck_for_ever_is_a_deadlock),
        UNIT(others_stuck_after_main_are_a_leak),
        UNIT(a_panic_nobody_recovers_ends_the_run),
        UNIT(the_first_verdict_stays),
        UNIT(a_long_verdict_is_cut),
        UNIT(an_operation_after_the_end_is_refused),
        UNIT(goexit_ends_one_goroutine_only),
        UNIT(goexit_of_main_leaves_the_others_running),
        UNIT(others_stuck_after_goexit_of_main_are_a_deadlock),
        UNIT(a_panic_after_goexit_of_main_still_ends_the_run),
        UNIT(main_ends_once),
        UNIT(the_horizon_does_not_move_with_later_goroutines),
        UNIT(a_wait_is_taken_back_from_every_queue),
        UNIT(a_taken_back_gosched_leaves_the_run_queue),
        UNIT(what_was_only_put_off_happens_at_once),
        UNIT(who_was_taken_back_can_wait_again),
    };

    return cmocka_run_group_tests_name("sim", tests, NULL, NULL);
}
