/* From a schedule that fails to a small one that fails alike. */
#include "core/explore/recorder.h"
#include "core/explore/replay.h"
#include "core/explore/shrink.h"
#include "bugs.h"
#include "random_script.h"
#include "schedule_lines.h"

/* ---- running ---- */

static struct outcome watch(struct script *w, struct seep_schedule *to)
{
    struct seep_recorder rec;

    assert_non_null(w);
    seep_recorder_begin(&rec, to, &w->sim);
    w->sim.observers = &rec.observer;
    return script_finish(w);
}

static struct outcome record(const struct scenario *sc, uint64_t seed,
                             struct seep_schedule *to)
{
    struct scenario as = *sc;

    as.seed = seed;
    as.random = true;
    return watch(script_open(script_arena(0), &as, NULL), to);
}

static struct outcome replay(const struct scenario *sc,
                             const struct seep_schedule *s,
                             struct seep_schedule *took)
{
    struct scenario as = *sc;
    struct seep_replay r;

    assert_int_equal(seep_replay_init(&r, s), SEEP_OK);
    as.strategy = &seep_strategy_replay;
    as.search = &r;
    as.seed = s->seed;
    struct outcome o = watch(script_open(script_arena(0), &as, NULL), took);
    seep_replay_fini(&r);
    return o;
}

/* A failure: a verdict, and what was said if that matters. */
struct failure {
    const struct scenario *sc;
    enum seep_verdict_kind kind;
    const char *said;
    uint32_t runs;
};

static bool fails(void *context, const struct seep_schedule *s,
                  struct seep_schedule *took)
{
    struct failure *f = context;
    const struct outcome o = replay(f->sc, s, took);

    f->runs++;
    return o.verdict.kind == f->kind && (!f->said || !strcmp(o.said, f->said));
}

static struct seep_shrunk shrink(struct failure *f, struct seep_schedule *s,
                                 uint32_t budget)
{
    const struct seep_shrink how = {fails, f, budget};
    struct seep_shrunk r;

    f->runs = 0;
    assert_int_equal(seep_shrink(&how, s, &r), SEEP_OK);
    assert_int_equal(r.runs, f->runs);
    assert_in_range(r.runs, 1, budget ? budget : SEEP_SHRINK_RUNS);
    return r;
}

/* It fails, and without any one of its deviations it does not. */
static void assert_minimal(struct failure *f, const struct seep_schedule *s)
{
    struct seep_schedule less, took;

    seep_schedule_init(&less);
    seep_schedule_init(&took);
    assert_true(fails(f, s, &took));
    assert_int_equal(took.n, s->n); /* all of it applies */
    for (uint32_t i = 0; i < s->n; i++) {
        assert_int_equal(seep_schedule_copy(&less, s), SEEP_OK);
        memmove(&less.deviation[i], &less.deviation[i + 1],
                (s->n - i - 1) * sizeof *less.deviation);
        less.n--;
        assert_false(fails(f, &less, &took));
    }
    seep_schedule_fini(&less);
    seep_schedule_fini(&took);
}

/* ---- deadlocks of two locks ---- */

static const struct line a_then_b_done[] = {LOCK(A),   LOCK(B), UNLOCK(B),
                                            UNLOCK(A), DONE(A), END};
static const struct line b_then_a_done[] = {LOCK(B),   LOCK(A), UNLOCK(A),
                                            UNLOCK(B), DONE(A), END};
static const struct line first_a_then_b[] = {LOCK(A),   UNLOCK(A), LOCK(B),
                                             UNLOCK(B), DONE(A),   END};
static const struct line crosswise[] = {ADD(A, 3),         GO(a_then_b_done),
                                        GO(b_then_a_done), GO(first_a_then_b),
                                        WAIT(A),           END};

/* Every random run of sc that ends in `kind` shrinks to that many. */
static void all_shrink(const struct scenario *sc, enum seep_verdict_kind kind,
                       uint32_t deviations, uint32_t preemptions)
{
    struct failure f = {.sc = sc, .kind = kind};
    struct seep_schedule s;
    uint32_t found = 0;

    seep_schedule_init(&s);
    for (uint64_t seed = 0; found < 100; seed++) {
        assert_true(seed < 100000);
        if (record(sc, seed, &s).verdict.kind != kind)
            continue;
        found++;
        const struct seep_shrunk r = shrink(&f, &s, 0);
        assert_true(r.fails && r.minimal);
        assert_int_equal(s.n, deviations);
        assert_int_equal(r.preemptions, preemptions);
        assert_minimal(&f, &s);
    }
    seep_schedule_fini(&s);
}

TEST(locks_in_two_orders_need_one_preemption)
{
    all_shrink(&(struct scenario){.body = crosswise}, SEEP_VERDICT_DEADLOCK, 1,
               1);
}

/* The second of two goroutines goes first between the first one's locks. */
TEST(what_is_left_can_be_read)
{
    const struct scenario sc = {.body = crosswise};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_DEADLOCK};
    struct seep_schedule s;

    seep_schedule_init(&s);
    assert_int_equal(record(&sc, 0, &s).verdict.kind, SEEP_VERDICT_DEADLOCK);
    s.script = 0xabc;
    s.scenario = 3;
    (void)shrink(&f, &s, 0);
    assert_text(&s, "seep1/00000abc/s0/p1/n3/main.1@2-main.2");
    seep_schedule_fini(&s);
}

TEST(phases_need_four_preemptions)
{
    all_shrink(&(struct scenario){.body = phase}, SEEP_VERDICT_LEAK, 4, 4);
}

/* The same two among others that have nothing to do with it. */
TEST(what_does_not_matter_falls_away)
{
    const struct line sender[] = {SEND(A, MINE), LOCK(C), UNLOCK(C),
                                  AGAIN(5),      DONE(A), END};
    const struct line taker[] = {SELECT(ON_RECV(A), ON_RECV(B)), GOSCHED,
                                 AGAIN(40), DONE(A), END};
    const struct line body[] = {ADD(A, 11),
                                GO_MANY(sender, 8),
                                GO(taker),
                                GO(a_then_b_done),
                                GO(b_then_a_done),
                                WAIT(A),
                                END};
    const struct scenario sc = {.body = body};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_DEADLOCK};
    struct seep_schedule s;
    uint32_t found = 0, before = 0, small = 0;

    seep_schedule_init(&s);
    for (uint64_t seed = 0; found < 20; seed++) {
        assert_true(seed < 1000);
        if (record(&sc, seed, &s).verdict.kind != f.kind)
            continue;
        found++;
        before += s.n;
        const struct seep_shrunk r = shrink(&f, &s, 0);
        assert_true(r.fails && r.minimal);
        assert_minimal(&f, &s);
        small += s.n <= 2;
    }
    assert_true(before > 50 * found);
    assert_true(small >= found * 3 / 4);
    seep_schedule_fini(&s);
}

/* ---- all kinds of deviations ---- */

static void arrange_map(struct script *w)
{
    w->map[A].places = 100;
}

/* A panic when a select takes its third case or a later one. */
TEST(alternatives_become_smaller)
{
    const struct line sleeper[] = {SLEEP(MS), END};
    const struct line body[] = {
        GO_MANY(sleeper, 3),
        POOL_DO(PUT, A),
        MAP_BEGIN(A),
        CLOSE(A),
        CLOSE(B),
        SELECT(ON_RECV(A), ON_RECV(B), ON_SEND(A, 1), ON_SEND(B, 2)),
        SLEEP(2 * MS),
        END};
    const struct scenario sc = {.body = body, .arrange = arrange_map};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_PANIC};
    struct seep_schedule s;

    read_into(&s, "seep1/00000000/s0/p1/n0/main.3@0-main.2,main@4p3,main@5m77,"
                  "main@8s3,clock@1000000t2");
    const struct seep_shrunk r = shrink(&f, &s, 0);
    assert_true(r.fails && r.minimal);
    assert_text(&s, "seep1/00000000/s0/p1/n0/main@8s2");
    assert_minimal(&f, &s);
    seep_schedule_fini(&s);
}

/* A map's place has a hundred alternatives: some in the middle will do. */
static bool is_beyond_40(void *context, const struct seep_schedule *s,
                         struct seep_schedule *took)
{
    bool *unneeded = context;
    bool is = false;

    assert_int_equal(seep_schedule_copy(took, s), SEEP_OK);
    for (uint32_t i = 0; i < s->n; i++) {
        is = is || (s->deviation[i].at == 7 && s->deviation[i].pick > 40);
        *unneeded = *unneeded || s->deviation[i].at != 7;
    }
    return is;
}

TEST(a_number_is_lowered_by_halves)
{
    struct seep_schedule s;
    struct seep_shrunk r;
    bool unneeded = false;
    const struct seep_shrink how = {is_beyond_40, &unneeded, 0};

    read_into(&s, "seep1/00000000/s0/p1/n0/main@6m9,main@7m99,main@8m9");
    assert_int_equal(seep_shrink(&how, &s, &r), SEEP_OK);
    assert_true(unneeded && r.fails && r.minimal);
    assert_text(&s, "seep1/00000000/s0/p1/n0/main@7m50");
    assert_in_range(r.runs, 5, 15);
    seep_schedule_fini(&s);
}

/* ---- any subset ---- */

/* Fails when the three that matter are all there. */
static bool has_three(void *context, const struct seep_schedule *s,
                      struct seep_schedule *took)
{
    uint32_t n = 0;

    (void)context;
    for (uint32_t i = 0; i < s->n; i++) {
        uint64_t at = s->deviation[i].at;
        n += at == 3 || at == 517 || at == 940;
    }
    assert_int_equal(seep_schedule_copy(took, s), SEEP_OK);
    return n >= 3;
}

TEST(three_of_a_thousand_are_found_in_time)
{
    struct seep_schedule s;
    struct seep_shrunk r;
    const struct seep_shrink how = {has_three, NULL, 0};

    seep_schedule_init(&s);
    for (uint32_t i = 0; i < 1000; i++) {
        const struct seep_deviation d = {.who = SEEP_PATH_MAIN,
                                         .at = i,
                                         .kind = SEEP_CHOICE_SELECT,
                                         .pick = 1};
        assert_int_equal(seep_schedule_add(&s, &d), SEEP_OK);
    }
    assert_int_equal(seep_shrink(&how, &s, &r), SEEP_OK);
    assert_true(r.minimal);
    assert_in_range(r.runs, 10, 100);
    assert_text(&s, "seep1/00000000/s0/p1/n0/main@3s1,main@517s1,main@940s1");
    seep_schedule_fini(&s);
}

TEST(what_random_programs_say_shrinks_to_what_is_needed)
{
    static struct random_script script;
    struct seep_schedule s;
    uint32_t before = 0, after = 0, minimal = 0;

    seep_schedule_init(&s);
    for (uint64_t number = 0; number < 300; number++) {
        random_script(&script, number);
        const struct outcome o = record(&script.scenario, number, &s);
        struct failure f = {
            .sc = &script.scenario, .kind = o.verdict.kind, .said = o.said};
        before += s.n;
        const struct seep_shrunk r = shrink(&f, &s, 0);
        assert_true(r.fails);
        after += s.n;
        minimal += r.minimal;
        if (r.minimal)
            assert_minimal(&f, &s);
    }
    assert_true(minimal > 270);
    assert_true(after < before / 3);
    seep_schedule_fini(&s);
}

/* ---- the ends ---- */

TEST(what_fails_anyway_shrinks_to_nothing)
{
    const struct line worker[] = {SEND(A, 1), END};
    const struct line body[] = {GO_MANY(worker, 5), RECV(A), SLEEP(MS), END};
    const struct scenario sc = {.body = body};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_LEAK};
    struct seep_schedule s;

    seep_schedule_init(&s);
    assert_int_equal(record(&sc, 1, &s).verdict.kind, SEEP_VERDICT_LEAK);
    assert_true(s.n > 3);
    const struct seep_shrunk r = shrink(&f, &s, 0);
    assert_int_equal(s.n, 0);
    assert_int_equal(r.runs, 2);
    assert_true(r.fails && r.minimal);
    assert_int_equal(r.preemptions, 0);
    seep_schedule_fini(&s);
}

TEST(what_does_not_fail_stays_as_it_is)
{
    const struct scenario sc = {.body = crosswise};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_PANIC};
    struct seep_schedule s;

    seep_schedule_init(&s);
    (void)record(&sc, 0, &s);
    char *text = seep_schedule_text(&s);
    const struct seep_shrunk r = shrink(&f, &s, 0);
    assert_false(r.fails || r.minimal);
    assert_int_equal(r.runs, 1);
    assert_text(&s, text);
    free(text);
    seep_schedule_fini(&s);
}

/* However few the runs: what is left fails. */
TEST(the_budget_is_kept)
{
    const struct scenario sc = {.body = phase};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_LEAK};
    struct seep_schedule first, s;
    uint32_t last = UINT32_MAX, unfinished = 0;

    seep_schedule_init(&first);
    seep_schedule_init(&s);
    assert_int_equal(record(&sc, 19, &first).verdict.kind, f.kind);
    for (uint32_t budget = 1; budget < 60; budget++) {
        assert_int_equal(seep_schedule_copy(&s, &first), SEEP_OK);
        const struct seep_shrunk r = shrink(&f, &s, budget);
        struct seep_schedule took;
        seep_schedule_init(&took);
        assert_true(fails(&f, &s, &took));
        seep_schedule_fini(&took);
        assert_true(s.n <= last);
        last = s.n;
        unfinished += !r.minimal;
        if (r.minimal)
            assert_minimal(&f, &s);
    }
    assert_in_range(unfinished, 5, 40);
    seep_schedule_fini(&first);
    seep_schedule_fini(&s);
}

TEST(it_is_the_same_every_time)
{
    static struct random_script script;
    struct seep_schedule s[2];

    random_script(&script, 7);
    for (int i = 0; i < 2; i++)
        seep_schedule_init(&s[i]);
    for (uint64_t seed = 0; seed < 20; seed++) {
        uint32_t runs[2];
        for (int i = 0; i < 2; i++) {
            const struct outcome o = record(&script.scenario, seed, &s[i]);
            struct failure f = {
                .sc = &script.scenario, .kind = o.verdict.kind, .said = o.said};
            runs[i] = shrink(&f, &s[i], 0).runs;
        }
        char *text = seep_schedule_text(&s[0]);
        assert_text(&s[1], text);
        assert_int_equal(runs[0], runs[1]);
        free(text);
    }
    for (int i = 0; i < 2; i++)
        seep_schedule_fini(&s[i]);
}

/* No list is run twice. */
struct lists {
    uint32_t n;
    char *text[SEEP_SHRINK_RUNS];
    struct failure failure;
};

static bool fails_anew(void *context, const struct seep_schedule *s,
                       struct seep_schedule *took)
{
    struct lists *l = context;
    char *text = seep_schedule_text(s);

    for (uint32_t i = 0; i < l->n; i++)
        assert_string_not_equal(text, l->text[i]);
    l->text[l->n++] = text;
    return fails(&l->failure, s, took);
}

TEST(no_schedule_is_run_twice)
{
    const struct scenario sc = {.body = phase};
    static struct lists l;
    struct seep_schedule s;
    struct seep_shrunk r;
    const struct seep_shrink how = {fails_anew, &l, 0};

    l.failure = (struct failure){.sc = &sc, .kind = SEEP_VERDICT_LEAK};
    seep_schedule_init(&s);
    assert_int_equal(record(&sc, 19, &s).verdict.kind, SEEP_VERDICT_LEAK);
    assert_int_equal(seep_shrink(&how, &s, &r), SEEP_OK);
    assert_int_equal(l.n, r.runs);
    while (l.n > 0)
        free(l.text[--l.n]);
    seep_schedule_fini(&s);
}

/* Runs of which not everything could be written down are no use. */
static bool fails_cut(void *context, const struct seep_schedule *s,
                      struct seep_schedule *took)
{
    bool failed = fails(context, s, took);

    seep_schedule_clear(took);
    took->cut = true;
    return failed;
}

TEST(what_was_cut_is_not_taken)
{
    const struct scenario sc = {.body = crosswise};
    struct failure f = {.sc = &sc, .kind = SEEP_VERDICT_DEADLOCK};
    struct seep_schedule s;
    struct seep_shrunk r;
    const struct seep_shrink how = {fails_cut, &f, 50};

    seep_schedule_init(&s);
    (void)record(&sc, 0, &s);
    char *text = seep_schedule_text(&s);
    assert_int_equal(seep_shrink(&how, &s, &r), SEEP_OK);
    assert_true(r.fails && !r.minimal);
    assert_text(&s, text);
    free(text);
    seep_schedule_fini(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locks_in_two_orders_need_one_preemption),
        cmocka_unit_test(what_is_left_can_be_read),
        cmocka_unit_test(phases_need_four_preemptions),
        cmocka_unit_test(what_does_not_matter_falls_away),
        cmocka_unit_test(alternatives_become_smaller),
        cmocka_unit_test(a_number_is_lowered_by_halves),
        cmocka_unit_test(three_of_a_thousand_are_found_in_time),
        cmocka_unit_test(what_random_programs_say_shrinks_to_what_is_needed),
        cmocka_unit_test(what_fails_anyway_shrinks_to_nothing),
        cmocka_unit_test(what_does_not_fail_stays_as_it_is),
        cmocka_unit_test(the_budget_is_kept),
        cmocka_unit_test(it_is_the_same_every_time),
        cmocka_unit_test(no_schedule_is_run_twice),
        cmocka_unit_test(what_was_cut_is_not_taken),
    };

    return cmocka_run_group_tests_name("shrink", tests, NULL, NULL);
}
