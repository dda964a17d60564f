/* Every allocation fails in turn, once and for ever after: each run still ends
 * in a clean verdict, and every byte comes back.  In the arena, and on the
 * ordinary heap that histories and reports live on. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <stdlib.h>

#include "core/explore/recorder.h"
#include "core/explore/replay.h"
#include "core/explore/shrink.h"
#include "core/lockorder.h"
#include "core/race.h"
#include "script_run.h"

/* ---- a bit of everything ---- */

static const struct line late[] = {SEND(C, 9), END};
static const struct line receiver[] = {RECV(A), SLEEP(MINE), RANGE(D), AGAIN(0),
                                       END};
static const struct line selector[] = {
    RECOVER, SELECT(ON_RECV(A), ON_SEND(B, MINE), ON_RECV(TIMER(0))),
    SELECT_ELSE(ON_RECV(C), ON_SEND(D, 1)), RESET(0, MS), END};
static const struct line locker[] = {LOCK(A),   WORK(MS), TRY_LOCK(B),
                                     UNLOCK(A), DONE(A),  END};
static const struct line sender[] = {SEND(A, MINE), SEND(B, MINE), GOSCHED,
                                     AGAIN(2), END};
static const struct line drain[] = {SELECT(ON_RECV(B), ON_RECV(TIMER(1))),
                                    GO_AS("late", late), AGAIN(6), END};
static const struct line body[] = {NEW_TIMER(0, 30 * MS),
                                   NEW_TICKER(1, 2 * MS),
                                   AFTER_FUNC(2, 5 * MS, late),
                                   AFTER_FUNC(3, SECOND, late),
                                   AFTER_FUNC(4, 6 * MS, late),
                                   ADD(A, 4),
                                   GO_MANY(receiver, 12),
                                   GO_MANY(selector, 4),
                                   GO_MANY(locker, 4),
                                   SLEEP(MS),
                                   GO_MANY(sender, 3),
                                   GO_AS("drain", drain),
                                   SYSCALL(3 * MS),
                                   WAIT(A),
                                   STOP(3),
                                   RESET(3, SECOND),
                                   SELECT(ON_RECV(C), ON_RECV(TIMER(1))),
                                   STOP(1),
                                   CLOSE(D),
                                   END};

/* ---- the arena ---- */

/* Runs with allocation n refused.  True: there was one to refuse. */
static bool arena_fails(const struct scenario *sc, uint64_t n, bool ever_after)
{
    struct seep_arena *a = script_arena(0);
    struct seep_history *h = seep_history_new();
    struct seep_report r = {0};

    seep_arena_fail_nth(a, n, ever_after);
    struct script *w = script_open(a, sc, seep_history_observer(h));
    bool refused = seep_arena_failures(a) > 0;
    if (w) {
        struct outcome o = script_finish(w);
        refused = seep_arena_failures(a) > 0;
        if (refused) {
            assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIMIT);
            assert_non_null(strstr(o.verdict.text, "out of memory"));
        }
        seep_arena_lift(a);
        seep_explain(&w->sim, h, &r);
        assert_int_equal(r.verdict, o.verdict.kind);
        script_release(w);
    }
    assert_int_equal(seep_arena_stats(a).live, 0);
    seep_report_fini(&r);
    seep_history_free(h);
    return refused;
}

static void every_allocation_fails(const struct scenario *sc)
{
    for (int ever_after = 0; ever_after < 2; ever_after++) {
        uint64_t n = 1;
        while (arena_fails(sc, n, ever_after != 0))
            n++;
        assert_true(n > 30); /* or nothing was tested */
    }
}

TEST(a_run_survives_any_refusal)
{
    every_allocation_fails(&(struct scenario){.body = body, .cap = {[B] = 2}});
}

TEST(a_random_run_survives_any_refusal)
{
    for (uint64_t seed = 0; seed < 5; seed++)
        every_allocation_fails(&(struct scenario){
            .body = body, .cap = {[B] = 2}, .random = true, .seed = seed});
}

TEST(weak_memory_survives_any_refusal)
{
    const struct line worker[] = {RECV(A), READ(A), WRITE(A, MINE), SEND(B, 1),
                                  END};
    const struct line feeder[] = {SEND(A, 1), AGAIN(20), END};
    const struct line weak[] = {GO_MANY(worker, 20),
                                GO(feeder),
                                READ(A),
                                RECV(B),
                                READ(B),
                                READ(A),
                                END};

    for (int random = 0; random < 2; random++)
        every_allocation_fails(&(struct scenario){.body = weak,
                                                  .cap = {[A] = 2, [B] = 20},
                                                  .random = random,
                                                  .weak = true});
}

TEST(a_run_on_four_p_s_survives_any_refusal)
{
    every_allocation_fails(
        &(struct scenario){.body = body, .cap = {[B] = 2}, .procs = 4});
}

/* Many alarms due at once need more room than one start reserves. */
TEST(alarms_that_start_goroutines_survive_any_refusal)
{
    const struct line sleeper[] = {SLEEP(MS), END};
    struct line many[SCRIPT_TIMERS + 4];

    many[0] = (struct line)GO_MANY(receiver, 10);
    for (int i = 0; i < SCRIPT_TIMERS; i++)
        many[1 + i] = (struct line)AFTER_FUNC(i, MS, receiver);
    many[SCRIPT_TIMERS + 1] = (struct line)GO_MANY(sleeper, 40);
    many[SCRIPT_TIMERS + 2] = (struct line)SLEEP(2 * MS);
    many[SCRIPT_TIMERS + 3] = (struct line)END;
    for (uint64_t seed = 0; seed < 5; seed++)
        every_allocation_fails(
            &(struct scenario){.body = many, .random = true, .seed = seed});
}

/* When the heap of alarms is full, reset has to make it larger. */
TEST(a_reset_survives_a_refusal)
{
    const struct line sleeper[] = {SLEEP(SECOND), END};
    struct line many[SCRIPT_TIMERS + 5];
    int n = 0;

    for (int i = 0; i < SCRIPT_TIMERS; i++)
        many[n++] = (struct line)NEW_TIMER(i, SECOND);
    many[n++] = (struct line)STOP(0);
    many[n++] = (struct line)GO_MANY(sleeper, 16 - (SCRIPT_TIMERS - 1));
    many[n++] = (struct line)GOSCHED;
    many[n++] = (struct line)RESET(0, SECOND);
    many[n++] = (struct line)END;
    every_allocation_fails(&(struct scenario){.body = many});
}

TEST(a_limit_anywhere_is_survived)
{
    const struct scenario sc = {.body = body, .cap = {[B] = 2}};

    for (size_t mem = 1000; mem < 60000; mem += 500) {
        struct seep_arena *a = script_arena(mem);
        struct script *w = script_open(a, &sc, NULL);
        if (w) {
            struct outcome o = script_finish(w);
            assert_true(o.verdict.kind == SEEP_VERDICT_LIMIT ||
                        o.verdict.kind == SEEP_VERDICT_LEAK);
            script_release(w);
        }
        assert_int_equal(seep_arena_stats(a).live, 0);
    }
}

TEST(a_restart_without_memory_is_an_error)
{
    struct script *w = ENDED(.body = body, .cap = {[B] = 2});
    struct seep_options opt =
        script_options(&(struct scenario){.procs = 8, .random = true});

    seep_arena_fail_nth(w->sim.arena, 1, true);
    assert_int_equal(seep_sim_restart(&w->sim, &opt), SEEP_ENOMEM);
    seep_arena_fail_nth(w->sim.arena, 0, false);
    assert_int_equal(seep_sim_restart(&w->sim, &opt), SEEP_OK);
}

/* ---- the ordinary heap ---- */

static struct {
    uint64_t count, fail_at; /* 0: off */
    bool ever_after;
} heap;

static bool heap_fails(void)
{
    if (!heap.fail_at)
        return false;
    heap.count++;
    return heap.ever_after ? heap.count >= heap.fail_at
                           : heap.count == heap.fail_at;
}

void *malloc(size_t size)
{
    static void *(*real)(size_t);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "malloc");
    return heap_fails() ? NULL : real(size);
}

void *calloc(size_t n, size_t size)
{
    static void *(*real)(size_t, size_t);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "calloc");
    return heap_fails() ? NULL : real(n, size);
}

void *realloc(void *p, size_t size)
{
    static void *(*real)(void *, size_t);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "realloc");
    return heap_fails() ? NULL : real(p, size);
}

/* Watches, explains and frees with heap allocation n refused.  True: there
 * was one to refuse.  The run itself must not notice. */
static bool heap_refuses(const struct scenario *sc, uint64_t n, bool ever_after,
                         uint64_t steps)
{
    struct seep_report r = {0};
    struct seep_arena *a = script_arena(0);

    heap.count = 0;
    heap.ever_after = ever_after;
    heap.fail_at = n;
    struct seep_history *h = seep_history_new();
    struct script *w = script_open(a, sc, h ? seep_history_observer(h) : NULL);
    struct outcome o = script_finish(w);
    seep_explain(&w->sim, h, &r);
    heap.fail_at = 0;
    assert_int_equal(o.steps, steps);
    assert_int_equal(r.verdict, o.verdict.kind);
    seep_report_fini(&r);
    seep_history_free(h);
    return heap.count >= n;
}

static void every_heap_allocation_fails(const struct scenario *sc,
                                        uint64_t least)
{
    const uint64_t steps = RUN(.body = sc->body, .cap = {[B] = 2}).steps;

    for (int ever_after = 0; ever_after < 2; ever_after++) {
        uint64_t n = 1;
        while (heap_refuses(sc, n, ever_after != 0, steps))
            n++;
        assert_true(n > least);
    }
}

TEST(watching_and_explaining_survive_any_refusal)
{
    every_heap_allocation_fails(
        &(struct scenario){.body = body, .cap = {[B] = 2}}, 100);
}

/* What was not taken is kept too: it grows where no operation was done. */
TEST(watching_lost_cases_survives_any_refusal)
{
    const struct line poller[] = {
        SELECT_ELSE(ON_RECV(A), ON_RECV(B), ON_RECV(C), ON_RECV(D)), END};
    const struct line polling[] = {GO_MANY(poller, 60), SLEEP(MS), END};

    every_heap_allocation_fails(&(struct scenario){.body = polling}, 10);
}

TEST(explaining_locks_and_groups_survives_any_refusal)
{
    const struct line stuck[] = {LOCK(A), END};
    struct line many[80];

    many[0] = (struct line)LOCK(A);
    many[1] = (struct line)ADD(A, 2);
    for (int i = 2; i < 78; i++) /* more groups than the first table holds */
        many[i] = (struct line)GO(stuck);
    many[78] = (struct line)WAIT(A);
    many[79] = (struct line)END;
    every_heap_allocation_fails(
        &(struct scenario){.body = many, .cap = {[B] = 2}}, 100);
}

/* ---- the race detector ---- */

static const struct line reader[] = {
    READ(A), SEND(A, 1), LOCK(A), WRITE(B, 1), UNLOCK(A), DONE(A), END};
static const struct line taker[] = {RECV(A), AGAIN(100), CLOSE(A), END};
static const struct line racing[] = {ADD(A, 100),
                                     GO_MANY(reader, 100),
                                     GO(taker),
                                     NEW_TIMER(0, MS),
                                     AFTER_FUNC(1, MS, late),
                                     RECV(TIMER(0)),
                                     WRITE(A, 2),
                                     WAIT(A),
                                     READ(B),
                                     SLEEP(SECOND),
                                     END};

static void assert_same_race(const struct seep_race_found *a,
                             const struct seep_race_found *b)
{
    assert_int_equal(a->obj, b->obj);
    assert_int_equal(a->before.g, b->before.g);
    assert_int_equal(a->before.step, b->before.step);
    assert_int_equal(a->after.g, b->after.g);
    assert_int_equal(a->after.step, b->after.step);
}

/* As heap_refuses, with a race detector: what it finds before it has to give
 * up is what it finds with memory, and it says that it gave up. */
static bool detector_refused(const struct scenario *sc, uint64_t n,
                             bool ever_after, const struct seep_race *full)
{
    struct seep_report report = {0};
    struct seep_arena *a = script_arena(0);

    heap.count = 0;
    heap.ever_after = ever_after;
    heap.fail_at = n;
    struct seep_race *r = seep_race_new(NULL);
    struct script *w = script_open(a, sc, r ? seep_race_observer(r) : NULL);
    (void)script_finish(w);
    heap.fail_at = 0;
    bool refused = heap.count >= n;
    assert_int_equal(refused, !r || seep_race_lost(r));
    assert_in_range(seep_race_count(r), 0, seep_race_count(full));
    for (size_t i = 0; i < seep_race_count(r); i++)
        assert_same_race(seep_race_get(r, i), seep_race_get(full, i));
    seep_explain_races(&w->sim, r, NULL, &report);
    assert_int_equal(report.nraces, seep_race_count(r));
    assert_int_equal(report.nnotes, r && refused);
    seep_report_fini(&report);
    seep_race_free(r);
    return refused;
}

static void every_detector_s_allocation_fails(const struct scenario *sc,
                                              size_t nraces, uint64_t least)
{
    struct seep_race *full = seep_race_new(NULL);
    struct script *w =
        script_open(script_arena(0), sc, seep_race_observer(full));

    (void)script_finish(w);
    assert_false(seep_race_lost(full));
    assert_int_equal(seep_race_count(full), nraces);
    for (int ever_after = 0; ever_after < 2; ever_after++) {
        uint64_t n = 1;
        while (detector_refused(sc, n, ever_after != 0, full))
            n++;
        assert_true(n > least);
    }
    seep_race_free(full);
}

TEST(a_race_detector_survives_any_refusal)
{
    every_detector_s_allocation_fails(
        &(struct scenario){.body = racing, .cap = {[A] = 20}}, 1, 20);
}

/* The first of all operations is of each kind in turn. */
TEST(a_race_detector_survives_a_refusal_from_the_start)
{
    const struct line writer[] = {WRITE(A, 1), END};
    const struct line holder[] = {LOCK(A), UNLOCK(A), END};
    const struct line waiter[] = {WAIT(A), END};
    const struct line adder[] = {ADD(A, 1), DONE(A), END};
    const struct line pipe[] = {SEND(A, 1), RECV(A), CLOSE(A), RECV(A), END};
    const struct line armer[] = {NEW_TIMER(0, MS), RECV(TIMER(0)), END};
    const struct line *first[] = {writer, holder, waiter, adder, pipe, armer};

    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        every_detector_s_allocation_fails(
            &(struct scenario){.body = first[i], .cap = {[A] = 1}}, 0, 3);
}

/* ---- the order of locks ---- */

static const struct line ab[] = {LOCK(A),    LOCK(B),  UNLOCK(B), UNLOCK(A),
                                 SEND(A, 1), AGAIN(5), END};
static const struct line ba[] = {LOCK(B),    LOCK(A),  UNLOCK(A), UNLOCK(B),
                                 SEND(A, 1), AGAIN(5), END};
static const struct line collector[] = {RECV(A), AGAIN(120), END};
static const struct line nesting[] = {GO_MANY(ab, 12), GO_MANY(ba, 12),
                                      GO(collector), END};

/* What it foresees is true, whatever it could not keep, and if it could not
 * keep something it says so. */
static bool foreseer_refused(const struct scenario *sc, uint64_t n,
                             bool ever_after)
{
    struct seep_report report = {0};
    struct seep_arena *a = script_arena(0);

    heap.count = 0;
    heap.ever_after = ever_after;
    heap.fail_at = n;
    struct seep_lockorder *lo = seep_lockorder_new(NULL);
    struct script *w =
        script_open(a, sc, lo ? seep_lockorder_observer(lo) : NULL);
    (void)script_finish(w);
    seep_explain_foreseen(&w->sim, lo, NULL, &report);
    heap.fail_at = 0;
    bool refused = heap.count >= n;
    if (!refused)
        assert_int_equal(report.npredicted, 1);
    assert_in_range(report.npredicted, 0, 1);
    if (lo && refused && !seep_lockorder_lost(lo)) /* only words were */
        assert_int_equal(seep_lockorder_foresee(lo), 1);
    seep_report_fini(&report);
    seep_lockorder_free(lo);
    return refused;
}

TEST(foreseeing_deadlocks_survives_any_refusal)
{
    const struct scenario sc = {.body = nesting, .cap = {[A] = 4}};

    for (int ever_after = 0; ever_after < 2; ever_after++) {
        uint64_t n = 1;
        while (foreseer_refused(&sc, n, ever_after != 0))
            n++;
        assert_true(n > 30);
    }
}

/* ---- schedules ---- */

/* Fails as long as somebody else than main is put off. */
static bool puts_off(void *context, const struct seep_schedule *s,
                     struct seep_schedule *took)
{
    (void)context;
    if (seep_schedule_copy(took, s) != SEEP_OK)
        took->cut = true;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->deviation[i].who >= SEEP_PATH_FIRST)
            return true;
    return false;
}

static void write_and_read(const struct seep_schedule *s,
                           struct seep_schedule *to)
{
    char why[128], *text = seep_schedule_text(s);

    if (!text)
        return;
    enum seep_err err =
        seep_schedule_parse(to, text, strlen(text), why, sizeof why);
    if (err != SEEP_OK) {
        assert_int_equal(err, SEEP_ENOMEM);
        assert_int_equal(to->n, 0);
        assert_string_equal(why, "too long a schedule, or not enough memory");
    }
    free(text);
}

static void shrink(struct seep_schedule *s)
{
    const struct seep_shrink how = {.fails = puts_off};
    struct seep_shrunk r;
    uint32_t n = s->n;

    if (seep_shrink(&how, s, &r) != SEEP_OK)
        assert_in_range(s->n, n > 0, n);
    else if (r.minimal)
        assert_int_equal(s->n, 1);
}

/* Records, writes, reads, replays and shrinks with heap allocation n refused.
 * The run must not notice; what could not be written down says so. */
static bool scheduling_refused(const struct scenario *sc, uint64_t n,
                               bool ever_after, uint32_t ndeviations)
{
    struct seep_schedule s, read;
    struct seep_recorder rec;
    struct seep_replay r;

    seep_schedule_init(&s);
    seep_schedule_init(&read);
    struct script *w = script_open(script_arena(0), sc, NULL);
    heap.count = 0;
    heap.ever_after = ever_after;
    heap.fail_at = n;
    seep_recorder_begin(&rec, &s, &w->sim);
    w->sim.observers = &rec.observer;
    (void)script_finish(w);
    assert_true(s.cut || s.n == ndeviations);
    write_and_read(&s, &read);
    if (seep_replay_init(&r, &read) == SEEP_OK)
        seep_replay_fini(&r);
    shrink(&s);
    heap.fail_at = 0;
    seep_schedule_fini(&s);
    seep_schedule_fini(&read);
    return heap.count >= n;
}

TEST(schedules_survive_any_refusal)
{
    const struct scenario sc = {.body = body, .cap = {[B] = 2}, .random = true};
    struct seep_recorder rec;
    struct seep_schedule s;

    seep_schedule_init(&s);
    struct script *w = script_open(script_arena(0), &sc, NULL);
    seep_recorder_begin(&rec, &s, &w->sim);
    w->sim.observers = &rec.observer;
    (void)script_finish(w);
    for (int ever_after = 0; ever_after < 2; ever_after++) {
        uint64_t n = 1;
        while (scheduling_refused(&sc, n, ever_after != 0, s.n))
            n++;
        assert_true(n > 20);
    }
    seep_schedule_fini(&s);
}

/* A replay's lore has its room beside the run's memory. */
TEST(a_replay_needs_no_memory_of_the_run)
{
    const struct scenario sc = {.body = body, .cap = {[B] = 2}};
    struct seep_schedule s;
    struct seep_replay r;
    struct seep_options opt = script_options(&sc);

    seep_schedule_init(&s);
    assert_int_equal(seep_replay_init(&r, &s), SEEP_OK);
    struct script *w = script_open(script_arena(0), &sc, NULL);
    seep_replay_options(&r, &opt);
    seep_arena_fail_nth(w->sim.arena, 1, true);
    assert_int_equal(seep_sim_configure(&w->sim, &opt), SEEP_OK);
    s.n = 1 << 29; /* more than there is room for */
    assert_int_equal(seep_sim_configure(&w->sim, &opt), SEEP_ENOMEM);
    s.n = 0;
    seep_replay_fini(&r);
    seep_schedule_fini(&s);
}

TEST(a_snapshot_without_memory_is_none)
{
    struct seep_arena *a = script_arena(0);

    heap = (typeof(heap)){.fail_at = 1};
    struct seep_snapshot *s = seep_snapshot_take(a);
    heap.fail_at = 0;
    assert_null(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_survives_any_refusal),
        cmocka_unit_test(a_random_run_survives_any_refusal),
        cmocka_unit_test(weak_memory_survives_any_refusal),
        cmocka_unit_test(a_run_on_four_p_s_survives_any_refusal),
        cmocka_unit_test(alarms_that_start_goroutines_survive_any_refusal),
        cmocka_unit_test(a_reset_survives_a_refusal),
        cmocka_unit_test(a_limit_anywhere_is_survived),
        cmocka_unit_test(a_restart_without_memory_is_an_error),
        cmocka_unit_test(watching_and_explaining_survive_any_refusal),
        cmocka_unit_test(watching_lost_cases_survives_any_refusal),
        cmocka_unit_test(explaining_locks_and_groups_survives_any_refusal),
        cmocka_unit_test(a_race_detector_survives_any_refusal),
        cmocka_unit_test(a_race_detector_survives_a_refusal_from_the_start),
        cmocka_unit_test(foreseeing_deadlocks_survives_any_refusal),
        cmocka_unit_test(schedules_survive_any_refusal),
        cmocka_unit_test(a_replay_needs_no_memory_of_the_run),
        cmocka_unit_test(a_snapshot_without_memory_is_none),
    };

    return cmocka_run_group_tests_name("allocation failure", tests, NULL, NULL);
}
