/* A running world taken, run on, restored, and run again: the same every
 * time; and what a restore costs. */
#include <stdlib.h>
#include <time.h>

#include "core/rng.h"
#include "script_run.h"

/* A bit of everything, with goroutines parked in every kind of queue. */
static const struct line late[] = {SAY("late"), SEND(C, 9), END};
static const struct line receiver[] = {RECV(A), SAY_MINE, SLEEP(MINE), END};
static const struct line selector[] = {
    SELECT(ON_RECV(A), ON_SEND(B, MINE), ON_RECV(TIMER(0))), SAY_CASE, END};
static const struct line locker[] = {LOCK(A), WORK(MS), UNLOCK(A),
                                     DONE(A), SAY_MINE, END};
static const struct line sender[] = {SEND(A, MINE), SEND(B, MINE), AGAIN(3),
                                     END};
static const struct line drain[] = {SELECT(ON_RECV(B), ON_RECV(TIMER(1))),
                                    SAY_CASE, AGAIN(12), END};
static const struct line body[] = {NEW_TIMER(0, 30 * MS),
                                   NEW_TICKER(1, 2 * MS),
                                   AFTER_FUNC(2, 15 * MS, late),
                                   ADD(A, 4),
                                   GO_MANY(receiver, 6),
                                   GO_MANY(selector, 4),
                                   GO_MANY(locker, 4),
                                   SLEEP(MS),
                                   GO_MANY(sender, 3),
                                   GO(drain),
                                   SYSCALL(3 * MS),
                                   WAIT(A),
                                   SAY_NOW,
                                   END};

/* Runs to the end, watched; the digest of what happened. */
static uint64_t run_on(struct script *w)
{
    struct seep_digest d;

    seep_digest_init(&d);
    w->sim.observers = &d.observer;
    (void)script_finish(w);
    return d.value;
}

static uint32_t parked(const struct script *w)
{
    uint32_t n = 0;

    for (const struct seep_g *g = w->sim.all_first; g; g = g->all_next)
        n += g->status == SEEP_G_WAITING;
    return n;
}

static void a_hundred_times_from_step(uint32_t step, const struct scenario *sc)
{
    struct seep_arena *a = script_arena(0);
    struct script *w = script_open(a, sc, NULL);
    bool on = true;

    for (uint32_t i = 0; i < step && on; i++)
        on = seep_sim_step(&w->sim);
    struct seep_snapshot *s = seep_snapshot_take(a);
    uint64_t first = run_on(w);
    struct outcome expected = script_finish(w);
    for (int i = 0; i < 100; i++) {
        seep_snapshot_restore(a, s);
        assert_true(run_on(w) == first);
        assert_string_equal(w->said, expected.said);
        assert_int_equal(w->sim.steps, expected.steps);
        assert_int_equal(w->sim.now, expected.now);
        assert_int_equal(w->sim.verdict.kind, expected.verdict.kind);
    }
    seep_snapshot_free(s);
}

TEST(a_restored_run_repeats_itself_a_hundred_times)
{
    for (uint32_t step = 0; step < 80; step += 5)
        a_hundred_times_from_step(
            step, &(struct scenario){.body = body, .cap = {[B] = 2}});
}

TEST(a_restored_random_run_repeats_itself_a_hundred_times)
{
    for (uint32_t step = 0; step < 80; step += 20)
        a_hundred_times_from_step(step, &(struct scenario){.body = body,
                                                           .random = true,
                                                           .seed = 5,
                                                           .cap = {[B] = 2}});
}

TEST(a_restored_run_on_four_p_s_repeats_itself_a_hundred_times)
{
    for (uint32_t step = 0; step < 80; step += 20)
        a_hundred_times_from_step(
            step,
            &(struct scenario){.body = body, .procs = 4, .cap = {[B] = 2}});
}

TEST(a_run_restored_with_most_goroutines_parked_repeats_itself)
{
    const struct scenario sc = {.body = body, .cap = {[B] = 2}};
    struct script *w = script_open(script_arena(0), &sc, NULL);
    uint32_t most = 0, at = 0;

    for (uint32_t i = 1; seep_sim_step(&w->sim); i++)
        if (parked(w) > most) {
            most = parked(w);
            at = i;
        }
    assert_true(most >= 8);
    a_hundred_times_from_step(at, &sc);
}

/* One snapshot, many futures: the seed is set after the restore. */
TEST(from_one_checkpoint_seeds_lead_to_different_ends)
{
    struct seep_arena *a = script_arena(0);
    const struct scenario sc = {.body = body, .random = true, .cap = {[B] = 2}};
    struct script *w = script_open(a, &sc, NULL);
    uint64_t digest[20];
    int equal = 0;

    for (int i = 0; i < 10; i++)
        (void)seep_sim_step(&w->sim);
    struct seep_snapshot *s = seep_snapshot_take(a);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct seep_options opt = script_options(&sc);
        opt.seed = seed;
        seep_snapshot_restore(a, s);
        assert_int_equal(seep_sim_configure(&w->sim, &opt), SEEP_OK);
        digest[seed] = run_on(w);
        for (uint64_t k = 0; k < seed; k++)
            equal += digest[k] == digest[seed];
    }
    assert_int_equal(equal, 0);
    seep_snapshot_free(s);
}

TEST(a_world_that_has_ended_runs_again_after_a_restore)
{
    struct seep_arena *a = script_arena(0);
    const struct line deadlock[] = {SLEEP(MS), RECV(A), END};
    struct script *w =
        script_open(a, &(struct scenario){.body = deadlock}, NULL);

    (void)seep_sim_step(&w->sim);
    struct seep_snapshot *s = seep_snapshot_take(a);
    for (int i = 0; i < 3; i++) {
        (void)script_finish(w);
        assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_DEADLOCK);
        seep_snapshot_restore(a, s);
        assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_NONE);
    }
    seep_snapshot_free(s);
}

/* ---- the base ---- */

enum { ROOM = 300 * 1000, WRITES = 40 };

/* As the world was: every byte, also those that a restore did not copy. */
static void assert_as_it_was(const struct seep_arena *a, const char *was,
                             size_t n)
{
    assert_int_equal(seep_arena_stats(a).used, n);
    assert_true(!memcmp(a, was, n)); /* assert_memory_equal takes its time */
}

/* Writes here and there, into old blocks and new ones. */
static void scribble(struct seep_arena *a, char *room, struct seep_rng *rng)
{
    for (int i = 0; i < WRITES; i++)
        room[seep_rng_next(rng) % ROOM] = (char)i;
    for (int i = 0; i < 3; i++)
        memset(seep_arena_alloc(a, 5000), i, 5000);
    seep_arena_release(a, room, ROOM);
}

/* A base over a block of ROOM bytes with holes before and after it. */
static struct seep_snapshot *base_over(struct seep_arena *a, char **room)
{
    char *hole = seep_arena_alloc(a, 3000);

    *room = seep_arena_alloc(a, ROOM);
    char *end = seep_arena_alloc(a, 4000);
    memset(*room, 1, ROOM);
    assert_non_null(seep_arena_alloc(a, 40));
    seep_arena_release(a, hole, 3000);
    seep_arena_release(a, end, 4000);
    return seep_snapshot_take_base(a);
}

TEST(a_base_comes_back_whatever_was_written)
{
    struct seep_arena *a = script_arena(0);
    struct seep_rng rng = seep_rng_stream(1, 1);
    char *room;
    struct seep_snapshot *s = base_over(a, &room);
    size_t n = seep_arena_stats(a).used;
    char *was = malloc(n);

    memcpy(was, a, n);
    for (int i = 0; i < 300; i++) {
        scribble(a, room, &rng);
        seep_snapshot_restore(a, s);
        assert_as_it_was(a, was, n);
    }
    free(was);
    seep_snapshot_free(s);
    room[0] = 2; /* and nothing is guarded any more */
}

TEST(a_base_and_other_snapshots_take_turns)
{
    struct seep_arena *a = script_arena(0);
    char *room;
    struct seep_snapshot *s = base_over(a, &room), *other;

    for (int i = 0; i < 10; i++) {
        room[i * 5000] = 2;
        other = seep_snapshot_take(a);
        seep_snapshot_unguard();
        memset(room, 3, ROOM);
        seep_snapshot_restore(a, other);
        assert_int_equal(room[i * 5000], 2);
        assert_int_equal(room[i * 5000 + 1], 1);
        seep_snapshot_free(other);
        seep_snapshot_restore(a, s);
        for (int k = 0; k < ROOM; k++)
            if (room[k] != 1)
                fail_msg("byte %d of round %d", k, i);
    }
    seep_snapshot_free(s);
}

TEST(a_new_base_takes_the_place_of_the_old)
{
    struct seep_arena *a = script_arena(0);
    char *room;
    struct seep_snapshot *old = base_over(a, &room);

    room[0] = 2;
    struct seep_snapshot *s = seep_snapshot_take_base(a);
    room[0] = 3;
    seep_snapshot_restore(a, s);
    assert_int_equal(room[0], 2);
    seep_snapshot_restore(a, old);
    assert_int_equal(room[0], 1);
    seep_snapshot_free(old);
    seep_snapshot_restore(a, s);
    assert_int_equal(room[0], 2);
    seep_snapshot_free(s);
}

TEST(sealed_what_comes_next_lies_behind_all_that_is)
{
    struct seep_arena *a = script_arena(0);
    char *small = seep_arena_alloc(a, 64), *large = seep_arena_alloc(a, 9000);
    char *last = seep_arena_alloc(a, 2000);

    seep_arena_release(a, small, 64);
    seep_arena_release(a, large, 9000);
    seep_arena_seal(a);
    const char *end = (char *)a + seep_arena_stats(a).used;
    assert_int_equal((uintptr_t)end % 4096, 0);
    for (size_t size = 16; size < 20000; size += size / 2)
        assert_true((char *)seep_arena_alloc(a, size) >= end);
    seep_arena_release(a, last, 2000); /* joins no neighbour */
    assert_ptr_equal(seep_arena_alloc(a, 2000), last);
}

/* ---- cost ---- */

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Median of 101 batches of 100 restores, in ns each. */
static int64_t restore_cost(struct seep_arena *a, struct seep_snapshot *s)
{
    enum { BATCHES = 101, BATCH = 100 };
    int64_t ns[BATCHES];

    for (int i = 0; i < BATCHES; i++) {
        int64_t start = now_ns();
        for (int k = 0; k < BATCH; k++)
            seep_snapshot_restore(a, s);
        ns[i] = (now_ns() - start) / BATCH;
    }
    qsort(ns, BATCHES, sizeof *ns, by_value);
    return ns[BATCHES / 2];
}

/* A world of n parked goroutines; the bytes it takes. */
static size_t world_of(int64_t n)
{
    const struct line stuck[] = {RECV(A), END};
    const struct line many[] = {GO_MANY(stuck, n), RECV(B), END};
    struct script *w = ENDED(.body = many);

    assert_int_equal(w->sim.nlive, n + 1);
    return seep_arena_stats(w->sim.arena).used;
}

/* Timing only informs: a shared machine is no judge. */
TEST(a_restore_of_a_57_kb_world_is_timed)
{
    const size_t target = 57 * 1024;
    int64_t n = 1;

    while (world_of(n + 1) < target)
        n++;
    size_t used = world_of(n);
    struct seep_arena *a = script_arena(0);
    (void)world_of(n);
    assert_non_null(seep_arena_alloc(a, target - used)); /* the host's, say */
    struct seep_snapshot *s = seep_snapshot_take(a);
    print_message("restore of %zu bytes, %lld goroutines parked: %lld ns "
                  "(the aim is 3000)\n",
                  seep_snapshot_size(s), (long long)n,
                  (long long)restore_cost(a, s));
    seep_snapshot_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restored_run_repeats_itself_a_hundred_times),
        cmocka_unit_test(a_restored_random_run_repeats_itself_a_hundred_times),
        cmocka_unit_test(
            a_restored_run_on_four_p_s_repeats_itself_a_hundred_times),
        cmocka_unit_test(
            a_run_restored_with_most_goroutines_parked_repeats_itself),
        cmocka_unit_test(from_one_checkpoint_seeds_lead_to_different_ends),
        cmocka_unit_test(a_world_that_has_ended_runs_again_after_a_restore),
        cmocka_unit_test(a_base_comes_back_whatever_was_written),
        cmocka_unit_test(a_base_and_other_snapshots_take_turns),
        cmocka_unit_test(a_new_base_takes_the_place_of_the_old),
        cmocka_unit_test(sealed_what_comes_next_lies_behind_all_that_is),
        cmocka_unit_test(a_restore_of_a_57_kb_world_is_timed),
    };

    return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
