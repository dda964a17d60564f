/* Goroutines known to be stuck while others go on: cycles of locks at the
 * moment they close, what is told of them, and what gives no alarm. */
#include "core/certain.h"
#include "core/lockorder.h"
#include "script_run.h"

static struct seep_lockorder *lo;
static struct seep_certain *certain;

/* Runs to the end in an empty arena, watched by both. */
static struct script *ran(const struct scenario *sc)
{
    struct script *w;

    lo = seep_lockorder_new(NULL);
    certain = seep_certain_new(lo, NULL);
    assert_non_null(certain);
    seep_lockorder_observer(lo)->next = seep_certain_observer(certain);
    w = script_open(script_arena(sc->mem), sc, seep_lockorder_observer(lo));
    assert_non_null(w);
    (void)script_finish(w);
    return w;
}
#define RAN(...) ran(&(const struct scenario){__VA_ARGS__})

static void forget(void)
{
    seep_certain_free(certain);
    seep_lockorder_free(lo);
}

static void assert_known(size_t n, uint32_t cycle, int64_t now)
{
    assert_int_equal(seep_certain_count(certain), n);
    for (size_t i = 0; i < n; i++) {
        const struct seep_certainty *k = seep_certain_get(certain, i);
        assert_int_equal(k->cycle, cycle);
        assert_int_equal(k->now, now);
        assert_true(seep_certain_knows(certain, k->g));
    }
    assert_int_equal(seep_certain_broken(certain), 0);
}

/* Locks the one, sleeps, locks the other. */
static const struct line ab[] = {LOCK(A), SLEEP(1), LOCK(B), END};
static const struct line ba[] = {LOCK(B), SLEEP(1), LOCK(A), END};
static const struct line bc[] = {LOCK(B), SLEEP(1), LOCK(C), END};
static const struct line ca[] = {LOCK(C), SLEEP(2), LOCK(A), END};

TEST(a_cycle_is_known_when_it_closes)
{
    const struct line body[] = {GO(ab), GO(ba), SLEEP(50), SAY("on"), END};
    struct script *w = RAN(.body = body);

    assert_string_equal(w->said, "on");
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_LEAK);
    assert_known(2, 2, 1);
    assert_true(seep_certain_get(certain, 0)->main_ran);
    forget();
}

TEST(a_longer_one_too_and_nobody_but_its_members)
{
    const struct line other[] = {SLEEP(5), LOCK(A), END};
    const struct line body[] = {GO(ab),    GO(bc),    GO(ca),
                                GO(other), SLEEP(50), END};

    RAN(.body = body);
    assert_known(3, 3, 2);
    assert_false(seep_certain_knows(certain, 5));
    forget();
}

TEST(under_every_schedule)
{
    const struct line body[] = {GO(ab), GO(ba), SLEEP(50), END};

    for (uint64_t seed = 0; seed < 50; seed++) {
        struct script *w = RAN(.body = body, .random = true, .seed = seed);
        bool stuck = w->sim.verdict.kind == SEEP_VERDICT_LEAK;
        assert_known(stuck ? 2 : 0, 2, 1);
        forget();
    }
}

TEST(who_locks_twice_waits_for_itself)
{
    const struct line twice[] = {LOCK(A), LOCK(A), END};
    const struct line body[] = {GO(twice), SLEEP(50), END};

    RAN(.body = body);
    assert_known(1, 1, 0);
    forget();
}

TEST(a_reader_in_the_way_of_a_writer_in_the_way_of_that_reader)
{
    const struct line reads[] = {RW(RLOCK, C), SLEEP(2), RW(RLOCK, C), END};
    const struct line writes[] = {SLEEP(1), RW(RW_LOCK, C), END};
    const struct line body[] = {GO(reads), GO(writes), SLEEP(50), END};

    RAN(.body = body);
    assert_known(2, 2, 2);
    forget();
}

TEST(when_all_wait_it_is_a_deadlock_and_nothing_else)
{
    const struct line body[] = {GO(ab), LOCK(B), SLEEP(1), LOCK(A), END};

    for (uint32_t procs = 1; procs <= 4; procs *= 4) {
        struct script *w = RAN(.body = body, .procs = procs);
        assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
        assert_int_equal(seep_certain_count(certain), 0);
        forget();
    }
}

/* A mutex as a signal: whoever waits for the lock is woken by a third one. */
static const struct line waits_for_b[] = {LOCK(A), SLEEP(1), LOCK(B), UNLOCK(A),
                                          END};
static const struct line waits_for_a[] = {LOCK(B), SLEEP(1), LOCK(A), END};

TEST(one_that_a_third_goroutine_breaks_is_forgotten)
{
    const struct line breaks[] = {SLEEP(9), UNLOCK(B), END};
    const struct line body[] = {GO(waits_for_b), GO(waits_for_a), GO(breaks),
                                SLEEP(50), END};

    assert_int_equal(RAN(.body = body)->sim.verdict.kind, SEEP_VERDICT_PASS);
    assert_int_equal(seep_certain_count(certain), 0);
    assert_int_equal(seep_certain_broken(certain), 0);
    forget();
}

TEST(locks_that_others_give_back_make_none)
{
    const struct line holds[] = {LOCK(B), END};
    const struct line passes[] = {GO(holds), GOSCHED, UNLOCK(B), END};
    const struct line body[] = {GO(passes),      SLEEP(1),  GO(waits_for_b),
                                GO(waits_for_a), SLEEP(50), END};

    RAN(.body = body);
    assert_int_equal(seep_certain_count(certain), 0);
    forget();
}

TEST(without_read_locks_a_cycle_of_mutexes_is_still_known)
{
    const struct line body[] = {GO(ab), GO(ba), SLEEP(50), END};

    certain = seep_certain_new(NULL, NULL);
    script_finish(script_open(script_arena(0),
                              &(const struct scenario){.body = body},
                              seep_certain_observer(certain)));
    assert_known(2, 2, 1);
    seep_certain_clear(certain);
    assert_int_equal(seep_certain_count(certain), 0);
    assert_false(seep_certain_knows(certain, 2));
    seep_certain_free(certain);
}

TEST(what_is_proven_and_goes_on_is_a_broken_proof)
{
    const struct line waits[] = {RECV(A), END};
    const struct line body[] = {GO(waits), GOSCHED, SEND(A, 1), END};
    const struct scenario sc = {.body = body};

    certain = seep_certain_new(NULL, NULL);
    struct script *w =
        script_open(script_arena(0), &sc, seep_certain_observer(certain));
    while (w->sim.nlive < 2 || w->sim.all_last->status != SEEP_G_WAITING)
        assert_true(seep_sim_step(&w->sim));
    seep_certain_add(certain, &w->sim, w->sim.all_last);
    seep_certain_add(certain, &w->sim, w->sim.all_last);
    assert_int_equal(seep_certain_count(certain), 1);
    script_finish(w);
    assert_int_equal(seep_certain_count(certain), 0);
    assert_int_equal(seep_certain_broken(certain), 1);
    seep_certain_free(certain);
}

/* ---- the report ---- */

static struct seep_report explained(const struct scenario *sc)
{
    struct seep_report r = {0};
    struct script *w = ran(sc);

    seep_arena_lift(w->sim.arena);
    seep_explain_limit(&w->sim, &r);
    seep_explain_certain(&w->sim, certain, &r);
    seep_explain(&w->sim, NULL, &r);
    forget();
    return r;
}

TEST(a_run_that_was_cut_is_a_partial_deadlock)
{
    const struct line waits[] = {RECV(A), END};
    const struct line body[] = {GO(ab),    GO(ba),      GO(waits),
                                SLEEP(50), AGAIN(1000), END};
    const struct scenario sc = {.body = body, .timeout = 100};
    struct seep_report r = explained(&sc);

    assert_int_equal(r.verdict, SEEP_VERDICT_PARTIAL_DEADLOCK);
    assert_string_equal(r.text,
                        "2 goroutines can never go on, while others can");
    assert_int_equal(r.ncertain, 2);
    assert_int_equal(r.nnotes, 1);
    assert_non_null(strstr(r.notes[0], "--timeout"));
    for (size_t i = 0; i < r.nstuck; i++) {
        bool in_it = r.stuck[i].who.id == 2 || r.stuck[i].who.id == 3;
        assert_int_equal(r.stuck[i].certain.id != 0, in_it);
        assert_int_equal(r.stuck[i].cycle, in_it ? 2 : 0);
        if (!in_it)
            assert_non_null(strstr(r.stuck[i].cause, "cut short"));
    }
    seep_report_fini(&r);
}

TEST(beside_a_leak_it_is_a_further_finding)
{
    const struct line body[] = {GO(ab), GO(ba), SLEEP(50), END};
    const struct scenario sc = {.body = body};
    struct seep_report r = explained(&sc);

    assert_int_equal(r.verdict, SEEP_VERDICT_LEAK);
    assert_int_equal(r.ncertain, 2);
    assert_int_equal(r.stuck[0].certain.at, 1);
    seep_report_fini(&r);
}

TEST(who_ends_as_go_does_hears_of_it_too)
{
    const struct line body[] = {GO(ab), GO(ba), SLEEP(50), END};
    const struct scenario sc = {.body = body, .drain = NO_DRAIN};
    struct seep_report r = explained(&sc);

    assert_int_equal(r.verdict, SEEP_VERDICT_PARTIAL_DEADLOCK);
    seep_report_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cycle_is_known_when_it_closes),
        cmocka_unit_test(a_longer_one_too_and_nobody_but_its_members),
        cmocka_unit_test(under_every_schedule),
        cmocka_unit_test(who_locks_twice_waits_for_itself),
        cmocka_unit_test(
            a_reader_in_the_way_of_a_writer_in_the_way_of_that_reader),
        cmocka_unit_test(when_all_wait_it_is_a_deadlock_and_nothing_else),
        cmocka_unit_test(one_that_a_third_goroutine_breaks_is_forgotten),
        cmocka_unit_test(locks_that_others_give_back_make_none),
        cmocka_unit_test(without_read_locks_a_cycle_of_mutexes_is_still_known),
        cmocka_unit_test(what_is_proven_and_goes_on_is_a_broken_proof),
        cmocka_unit_test(a_run_that_was_cut_is_a_partial_deadlock),
        cmocka_unit_test(beside_a_leak_it_is_a_further_finding),
        cmocka_unit_test(who_ends_as_go_does_hears_of_it_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
