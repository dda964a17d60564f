/* Weak memory: which values a read can see, and which it cannot. */
#include "core/weak.h"
#include "script_run.h"

/* ---- strategies ---- */

static uint32_t asked, offered; /* how often, and how many values at most */

static uint32_t pick_oldest(struct seep_sim *s, const struct seep_choice *c)
{
    (void)s;
    if (c->kind != SEEP_CHOICE_READ)
        return 0;
    asked++;
    offered = c->n > offered ? c->n : offered;
    return c->n - 1;
}

static uint32_t pick_latest(struct seep_sim *s, const struct seep_choice *c)
{
    return pick_oldest(s, c) * 0;
}

static const struct seep_strategy oldest = {.name = "oldest",
                                            .pick = pick_oldest};
static const struct seep_strategy latest = {.name = "latest",
                                            .pick = pick_latest};

/* What the reader says, when every read sees the oldest value that it may. */
static void says(const char *said, const struct scenario *sc)
{
    struct scenario with = *sc;

    asked = offered = 0;
    with.weak = true;
    with.strategy = &oldest;
    struct outcome o = run_twice(&with);
    assert_string_equal(o.said, said);
}
#define assert_says(said, ...) says(said, &(const struct scenario){__VA_ARGS__})

/* ---- what orders ---- */

TEST(a_flag_does_not_publish)
{
    const struct line writer[] = {WRITE(A, 1), WRITE(B, 1), END};
    const struct line body[] = {GO(writer), GOSCHED, READ(B), SAY_GOT,
                                READ(A),    SAY_GOT, END};

    assert_says("0 0", .body = body);
    assert_int_equal(offered, 2);
}

TEST(the_latest_is_the_first_alternative)
{
    const struct line writer[] = {WRITE(A, 1), WRITE(A, 2), END};
    const struct line body[] = {GO(writer), GOSCHED, READ(A), SAY_GOT, END};

    asked = 0;
    assert_run(PASS, "2", .body = body, .weak = true, .strategy = &latest);
    assert_int_equal(asked, 2); /* once a run */
    assert_run(PASS, "2", .body = body);
    assert_int_equal(asked, 2);
}

TEST(what_orders_shows_the_latest_only)
{
    const struct line sender[] = {WRITE(A, 1), WRITE(A, 2), SEND(A, 1), END};
    const struct line body[] = {GO(sender), RECV(A), READ(A), SAY_GOT, END};
    const struct line locker[] = {LOCK(A), WRITE(A, 3), UNLOCK(A), END};
    const struct line locked[] = {GO(locker), GOSCHED,   LOCK(A), READ(A),
                                  SAY_GOT,    UNLOCK(A), END};
    const struct line doer[] = {WRITE(A, 4), DONE(A), END};
    const struct line waits[] = {ADD(A, 1), GO(doer), WAIT(A),
                                 READ(A),   SAY_GOT,  END};

    for (uint32_t cap = 0; cap < 2; cap++)
        assert_says("2", .body = body, .cap = {[A] = cap});
    assert_says("3", .body = locked);
    assert_says("4", .body = waits);
    assert_int_equal(asked, 0);
}

TEST(what_came_before_go_is_seen)
{
    const struct line reader[] = {READ(A), SAY_GOT, END};
    const struct line body[] = {WRITE(A, 1), WRITE(A, 2), GO(reader), END};
    const struct line late[] = {WRITE(A, 1), WRITE(A, 2), GO(reader),
                                WRITE(A, 3), WRITE(A, 4), END};

    assert_says("2", .body = body);
    assert_int_equal(asked, 0);
    assert_says("2", .body = late);
    assert_int_equal(offered, 3);
}

TEST(a_goroutine_sees_its_own_writes)
{
    const struct line other[] = {WRITE(A, 7), END};
    const struct line body[] = {WRITE(A, 1), GO(other), WRITE(A, 2), GOSCHED,
                                READ(A),     SAY_GOT,   END};

    assert_says("2", .body = body); /* 7 or 2, but not 1 */
    assert_int_equal(offered, 2);
}

TEST(of_two_unordered_writes_either_can_be_seen_after_both)
{
    const struct line one[] = {WRITE(A, 1), DONE(A), END};
    const struct line two[] = {WRITE(A, 2), DONE(A), END};
    const struct line body[] = {ADD(A, 2), GO(one), GO(two), WAIT(A),
                                READ(A),   SAY_GOT, END};

    assert_says("2", .body = body); /* g3 was first */
    assert_int_equal(offered, 2);
}

TEST(what_a_known_write_replaced_is_gone_whoever_made_it)
{
    const struct line first[] = {WRITE(A, 1), SEND(A, 1), END};
    const struct line second[] = {RECV(A), WRITE(A, 2), SEND(B, 1), END};
    const struct line body[] = {GO(first), GO(second), RECV(B),
                                READ(A),   SAY_GOT,    END};
    const struct line early[] = {GO(first), GO(second), GOSCHED, GOSCHED,
                                 READ(A),   SAY_GOT,    RECV(B), END};

    assert_says("2", .body = body);
    assert_int_equal(asked, 0);
    assert_says("0", .body = early, .cap = {[B] = 1});
    assert_int_equal(offered, 3);
}

TEST(seeing_a_value_orders_nothing)
{
    const struct line writer[] = {WRITE(A, 1), WRITE(B, 1), END};
    const struct line body[] = {GO(writer), GOSCHED, READ(B),
                                READ(A),    SAY_GOT, END};

    asked = 0;
    assert_run(PASS, "1", .body = body, .weak = true, .strategy = &latest);
    assert_int_equal(asked, 4); /* B was seen, and A is still open */
}

/* ---- litmus tests: outcomes over seeds ---- */

static bool ever(const char *said, const struct scenario *sc)
{
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct scenario with = *sc;
        with.random = true;
        with.seed = seed;
        if (!strcmp(run_twice(&with).said, said))
            return true;
    }
    return false;
}
#define EVER(said, ...) ever(said, &(const struct scenario){__VA_ARGS__})

/* Each writes one variable and reads the other. */
TEST(store_buffers)
{
    const struct line one[] = {WRITE(A, 1), READ(B), SAY_GOT, END};
    const struct line two[] = {WRITE(B, 1), READ(A), SAY_GOT, END};
    const struct line locked_one[] = {LOCK(A), WRITE(A, 1), READ(B),
                                      SAY_GOT, UNLOCK(A),   END};
    const struct line locked_two[] = {LOCK(A), WRITE(B, 1), READ(A),
                                      SAY_GOT, UNLOCK(A),   END};
    const struct line body[] = {GO(one), GO(two), END};
    const struct line locked[] = {GO(locked_one), GO(locked_two), END};

    assert_true(EVER("0 0", .body = body, .weak = true));
    assert_true(EVER("0 1", .body = body, .weak = true));
    assert_true(EVER("1 1", .body = body, .weak = true));
    assert_false(EVER("0 0", .body = body));
    assert_false(EVER("0 0", .body = locked, .weak = true));
    assert_false(EVER("1 1", .body = locked, .weak = true));
}

TEST(messages_without_order)
{
    const struct line writer[] = {WRITE(A, 1), WRITE(B, 1), END};
    const struct line body[] = {GO(writer), READ(B), SAY_GOT,
                                READ(A),    SAY_GOT, END};

    assert_true(EVER("1 0", .body = body, .weak = true));
    assert_true(EVER("1 1", .body = body, .weak = true));
    assert_true(EVER("0 1", .body = body, .weak = true));
    assert_false(EVER("1 0", .body = body));
}

/* Two reads are independent: the model has no coherence for races. */
TEST(going_back)
{
    const struct line writer[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(writer), READ(A), SAY_GOT,
                                READ(A),    SAY_GOT, END};

    assert_true(EVER("1 0", .body = body, .weak = true));
    assert_false(EVER("1 0", .body = body));
}

/* ---- limits ---- */

TEST(who_waits_for_a_value_gets_it)
{
    const struct line writer[] = {WRITE(A, 1), END};
    const struct line waiter[] = {READ(A), UNTIL(1), SAY("seen"), END};
    const struct line body[] = {GO(writer), GOSCHED, GO(waiter), END};

    assert_says("seen", .body = body);
    assert_int_equal(asked, 2 * SEEP_WEAK_PATIENCE);
}

TEST(only_the_last_values_are_kept)
{
    const struct line writer[] = {
        WRITE(A, 1), WRITE(A, 2), WRITE(A, 3), WRITE(A, 4), WRITE(A, 5),
        WRITE(A, 6), WRITE(A, 7), WRITE(A, 8), WRITE(A, 9), END};
    const struct line seven[] = {WRITE(A, 1), WRITE(A, 2), WRITE(A, 3),
                                 WRITE(A, 4), WRITE(A, 5), WRITE(A, 6),
                                 WRITE(A, 7), END};
    const struct line body[] = {GO(writer), GOSCHED, READ(A), SAY_GOT, END};
    const struct line few[] = {GO(seven), GOSCHED, READ(A), SAY_GOT, END};

    assert_says("2", .body = body);
    assert_int_equal(offered, SEEP_WEAK_KEPT);
    assert_says("0", .body = few);
    assert_int_equal(offered, SEEP_WEAK_KEPT);
}

TEST(variables_are_apart_and_atomics_are_not_weak)
{
    const struct line writer[] = {WRITE(A, 1), WRITE(C, 3), WRITE_ATOMIC(B, 5),
                                  END};
    const struct line body[] = {GO(writer),     GOSCHED, READ(A), SAY_GOT,
                                READ(D),        SAY_GOT, READ(C), SAY_GOT,
                                READ_ATOMIC(B), SAY_GOT, END};

    assert_says("0 0 0 5", .body = body);
    assert_int_equal(asked, 4); /* A and C, in two runs */
}

TEST(many_goroutines_and_channels)
{
    const struct line worker[] = {RECV(A), READ(A), WRITE(A, MINE), SEND(B, 1),
                                  END};
    const struct line feeder[] = {SEND(A, 1), AGAIN(200), END};
    const struct line body[] = {
        GO_MANY(worker, 200), GO(feeder), RECV(B), AGAIN(1), READ(A), END};

    for (uint64_t seed = 0; seed < 5; seed++)
        (void)RUN(.body = body, .weak = true, .random = true, .seed = seed,
                  .cap = {[A] = 3, [B] = 200});
}

/* ---- part of the world ---- */

TEST(what_it_knows_is_restored_with_the_rest)
{
    const struct line writer[] = {WRITE(A, 1), SEND(A, 1), WRITE(A, 2),
                                  WRITE(B, 3), END};
    const struct line reader[] = {READ(A), SAY_GOT,  READ(B), SAY_GOT,
                                  GOSCHED, AGAIN(4), END};
    const struct line body[] = {GO(reader), GO(writer), GO(reader), RECV(A),
                                READ(A),    SAY_GOT,    END};
    const struct scenario sc = {.body = body, .weak = true, .random = true};
    struct seep_arena *a = script_arena(0);
    struct script *w = script_open(a, &sc, NULL);

    for (uint32_t step = 0; step < 20; step++) {
        struct seep_snapshot *snap = seep_snapshot_take(a);
        struct outcome first = script_finish(w), again;
        seep_snapshot_restore(a, snap);
        again = script_finish(w);
        assert_string_equal(first.said, again.said);
        assert_int_equal(first.steps, again.steps);
        seep_snapshot_restore(a, snap);
        seep_snapshot_free(snap);
        (void)seep_sim_step(&w->sim);
    }
}

TEST(a_restarted_world_begins_anew)
{
    const struct line writer[] = {WRITE(A, 1), END};
    const struct line body[] = {GO(writer), GOSCHED, READ(A), END};
    const struct scenario sc = {
        .body = body, .weak = true, .strategy = &oldest};
    struct seep_options opt = script_options(&sc);
    struct script *w = ENDED(.body = body, .weak = true, .strategy = &oldest);
    const struct seep_weak *before = w->sim.weak;

    assert_non_null(before);
    assert_int_equal(seep_sim_restart(&w->sim, &opt), SEEP_OK);
    assert_non_null(w->sim.weak);
    opt.weak_memory = false;
    assert_int_equal(seep_sim_restart(&w->sim, &opt), SEEP_OK);
    assert_null(w->sim.weak);
    script_release(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flag_does_not_publish),
        cmocka_unit_test(the_latest_is_the_first_alternative),
        cmocka_unit_test(what_orders_shows_the_latest_only),
        cmocka_unit_test(what_came_before_go_is_seen),
        cmocka_unit_test(a_goroutine_sees_its_own_writes),
        cmocka_unit_test(of_two_unordered_writes_either_can_be_seen_after_both),
        cmocka_unit_test(what_a_known_write_replaced_is_gone_whoever_made_it),
        cmocka_unit_test(seeing_a_value_orders_nothing),
        cmocka_unit_test(store_buffers),
        cmocka_unit_test(messages_without_order),
        cmocka_unit_test(going_back),
        cmocka_unit_test(who_waits_for_a_value_gets_it),
        cmocka_unit_test(only_the_last_values_are_kept),
        cmocka_unit_test(variables_are_apart_and_atomics_are_not_weak),
        cmocka_unit_test(many_goroutines_and_channels),
        cmocka_unit_test(what_it_knows_is_restored_with_the_rest),
        cmocka_unit_test(a_restarted_world_begins_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
