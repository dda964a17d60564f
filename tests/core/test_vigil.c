/* main, while it waits: when it is looked at, and what follows when it is found
 * to wait for ever. */
#include "core/vigil.h"

#include "script_run.h"

/* Goes round for ever, once in 10 ns. */
static const struct line goes_round[] = {SLEEP(10), AGAIN(1000000000), END};

static struct script *begin(const struct scenario *sc)
{
    struct script *w = script_open(script_arena(0), sc, NULL);

    assert_non_null(w);
    return w;
}
#define BEGIN(...) begin(&(const struct scenario){__VA_ARGS__})

/* Until main waits and time has come to t. */
static void go_to(struct script *w, int64_t t)
{
    while (w->sim.now < t || w->sim.main->status != SEEP_G_WAITING)
        assert_true(seep_sim_step(&w->sim));
}

static void go_on(struct script *w)
{
    while (seep_sim_step(&w->sim))
        ;
}

TEST(the_others_have_their_time_and_then_it_is_a_partial_deadlock)
{
    const struct line body[] = {GO(goes_round), RECV(A), END};
    struct script *w = BEGIN(.body = body, .drain = 500);

    go_to(w, 100);
    assert_false(seep_vigil_is_lost(&w->sim));
    seep_vigil_lose(&w->sim);
    assert_true(seep_vigil_is_lost(&w->sim));
    go_on(w);
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PARTIAL_DEADLOCK);
    assert_false(w->sim.verdict.cut || w->sim.verdict.limited);
    assert_int_equal(w->sim.now, 600);
}

TEST(when_they_end_in_time_it_is_a_deadlock)
{
    const struct line ends[] = {SLEEP(300), END};
    const struct line body[] = {GO(ends), RECV(A), END};
    struct script *w = BEGIN(.body = body, .drain = 500);

    go_to(w, 0);
    seep_vigil_lose(&w->sim);
    go_on(w);
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
    assert_int_equal(w->sim.now, 300);
}

TEST(a_loop_without_progress_is_over_at_the_horizon_too)
{
    const struct line polls[] = {GOSCHED, AGAIN(1000000000), END};
    const struct line sleeps[] = {SLEEP(1000), END};
    const struct line body[] = {GO(polls), GO(sleeps), RECV(A), END};
    struct script *w = BEGIN(.body = body, .drain = 500);

    go_to(w, 0);
    seep_vigil_lose(&w->sim);
    go_on(w);
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PARTIAL_DEADLOCK);
    assert_true(w->sim.verdict.livelock);
    assert_int_equal(w->sim.now, 0);
}

TEST(when_main_goes_on_nothing_came_of_it)
{
    const struct line sends[] = {SLEEP(300), SEND(A, 1), SLEEP(900), END};
    const struct line body[] = {GO(sends), RECV(A), SLEEP(800), SAY("on"), END};
    struct script *w = BEGIN(.body = body, .drain = 500);

    go_to(w, 0);
    seep_vigil_lose(&w->sim);
    go_on(w);
    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
    assert_string_equal(w->said, "on");
    assert_int_equal(w->sim.now, 1200);
}

/* The steps at which it was due, when looking is worth `cost`. */
static uint32_t dues(struct script *w, uint64_t cost, uint64_t due[],
                     uint32_t n)
{
    uint32_t k = 0;

    while (k < n && seep_sim_step(&w->sim))
        if (seep_vigil_is_due(&w->sim, cost))
            due[k++] = w->sim.steps;
    return k;
}

TEST(it_is_looked_at_after_long_and_twice_as_long)
{
    const struct line body[] = {GO(goes_round), RECV(A), END};
    uint64_t due[4], dear[2];

    assert_int_equal(dues(BEGIN(.body = body), 1, due, 4), 4);
    assert_in_range(due[0], 4096, 4110);
    for (int i = 1; i < 4; i++)
        assert_in_range(due[i], 2 * due[i - 1] - 20, 2 * due[i - 1] + 20);
    assert_int_equal(dues(BEGIN(.body = body), 10000, dear, 2), 2);
    assert_in_range(dear[0], 50000, 50020);
}

TEST(not_while_it_never_waits_for_long)
{
    const struct line sends[] = {SLEEP(10), SEND(A, 1), AGAIN(20000), END};
    const struct line body[] = {GO(sends), RECV(A), AGAIN(20000), END};
    uint64_t due[1];

    assert_int_equal(dues(BEGIN(.body = body), 1, due, 1), 0);
}

TEST(who_gives_back_a_lock_of_another_is_noted)
{
    const struct line own[] = {LOCK(A), UNLOCK(A), RW(RW_LOCK, C),
                               RW(RW_UNLOCK, C), END};
    const struct line other[] = {LOCK(A), END};
    const struct line passed[] = {GO(other), SLEEP(1), UNLOCK(A), END};
    struct script *w = BEGIN(.body = own);

    go_on(w);
    assert_false(w->sim.vigil.passed);
    w = BEGIN(.body = passed);
    go_on(w);
    assert_true(w->sim.vigil.passed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_others_have_their_time_and_then_it_is_a_partial_deadlock),
        cmocka_unit_test(when_they_end_in_time_it_is_a_deadlock),
        cmocka_unit_test(a_loop_without_progress_is_over_at_the_horizon_too),
        cmocka_unit_test(when_main_goes_on_nothing_came_of_it),
        cmocka_unit_test(it_is_looked_at_after_long_and_twice_as_long),
        cmocka_unit_test(not_while_it_never_waits_for_long),
        cmocka_unit_test(who_gives_back_a_lock_of_another_is_noted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
