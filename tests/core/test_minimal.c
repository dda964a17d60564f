/* The fewest preemptions, proven; and the step from which a run is lost. */
#include "core/explore/doom.h"
#include "core/explore/minimal.h"
#include "core/explore/recorder.h"
#include "bugs.h"
#include "script_run.h"

/* ---- running ---- */

struct failure {
    const struct scenario *sc;
    enum seep_verdict_kind kind;
    uint32_t runs;
};

static struct outcome watch(const struct scenario *sc,
                            const struct seep_options *opt,
                            struct seep_schedule *took)
{
    struct scenario as = *sc;
    struct seep_recorder rec;

    as.strategy = opt->strategy;
    as.search = opt->search;
    as.seed = opt->seed;
    struct script *w = script_open(script_arena(0), &as, NULL);
    assert_non_null(w);
    if (took) {
        seep_recorder_begin(&rec, took, &w->sim);
        w->sim.observers = &rec.observer;
    }
    struct outcome o = script_finish(w);
    if (opt->strategy->ended)
        opt->strategy->ended(&w->sim);
    return o;
}

static bool fails(void *context, const struct seep_options *opt,
                  struct seep_schedule *took)
{
    struct failure *f = context;

    f->runs++;
    return watch(f->sc, opt, took).verdict.kind == f->kind;
}

static bool replay_fails(void *context, struct seep_replay *replay)
{
    struct seep_options opt = seep_options_default();

    seep_replay_options(replay, &opt);
    return fails(context, &opt, NULL);
}

/* The schedule of the first random run that fails; how many steps it took. */
static uint64_t find(const struct failure *f, struct seep_schedule *s)
{
    struct seep_options opt = seep_options_default();

    seep_schedule_init(s);
    opt.strategy = &seep_strategy_random;
    for (opt.seed = 0; opt.seed < 100000; opt.seed++) {
        const struct outcome o = watch(f->sc, &opt, s);
        if (o.verdict.kind == f->kind)
            return o.steps;
    }
    fail_msg("no random run fails");
    return 0;
}

/* ---- the fewest preemptions ---- */

static const struct line crosswise[] = {GO(a_then_b), GO(b_then_a), END};

static struct seep_minimum minimal(struct failure *f, uint32_t preemptions,
                                   uint32_t budget, struct seep_schedule *s)
{
    const struct seep_minimal how = {fails, f, seep_options_default(),
                                     .budget = budget};
    struct seep_minimum r;

    f->runs = 0;
    seep_minimal(&how, preemptions, s, &r);
    assert_int_equal(r.runs, f->runs);
    assert_in_range(r.runs, 0, budget);
    return r;
}

/* Whatever random run fails, as few preemptions do. */
static void assert_fewest(const struct scenario *sc, uint32_t fewest)
{
    struct failure f = {.sc = sc, .kind = SEEP_VERDICT_LEAK};
    struct seep_options opt = seep_options_default();
    struct seep_schedule s;
    struct seep_replay replay;

    (void)find(&f, &s);
    s.script = 7;
    s.scenario = 2;
    struct seep_minimum r = minimal(&f, 100, 100000, &s);
    assert_true(r.found && r.proven);
    assert_int_equal(r.bound, fewest);
    assert_int_equal(s.script, 7);
    assert_int_equal(s.scenario, 2);
    assert_int_equal(seep_replay_init(&replay, &s), SEEP_OK);
    seep_replay_options(&replay, &opt);
    assert_true(fails(&f, &opt, NULL));
    seep_replay_fini(&replay);

    r = minimal(&f, fewest, 100000, &s);
    assert_true(!r.found && r.proven);
    assert_int_equal(r.bound, fewest);
    r = minimal(&f, fewest, r.runs - 1, &s);
    assert_true(!r.found && !r.proven);
    seep_schedule_fini(&s);
}

TEST(locks_in_two_orders_take_one_preemption)
{
    assert_fewest(&(struct scenario){.body = crosswise}, 1);
}

TEST(phases_take_four_preemptions_and_none_with_three_fails)
{
    assert_fewest(&(struct scenario){.body = phase}, 4);
}

TEST(with_no_preemption_there_is_nothing_below)
{
    struct failure f = {.sc = &(struct scenario){.body = crosswise},
                        .kind = SEEP_VERDICT_LEAK};
    struct seep_schedule s;

    (void)find(&f, &s);
    struct seep_minimum r = minimal(&f, 0, 100, &s);
    assert_true(r.proven && !r.found);
    assert_int_equal(r.runs, 0);
    seep_schedule_fini(&s);
}

/* ---- from where on ---- */

static struct seep_doomed doom(struct failure *f, uint32_t tails)
{
    struct seep_schedule s;
    const struct seep_doom how = {replay_fails, f, find(f, &s), tails};
    struct seep_doomed r;

    f->runs = 0;
    assert_int_equal(seep_doom(&how, &s, &r), SEEP_OK);
    assert_int_equal(r.runs, f->runs);
    assert_int_equal(r.tails, tails);
    seep_schedule_fini(&s);
    return r;
}

/* Lost is who has both first locks taken, long before the last one waits. */
TEST(a_deadlock_is_certain_once_both_first_locks_are_taken)
{
    static const struct line first[] = {LOCK(A),   GOSCHED,   GOSCHED,
                                        GOSCHED,   GOSCHED,   LOCK(B),
                                        UNLOCK(B), UNLOCK(A), END};
    static const struct line second[] = {LOCK(B),   GOSCHED,   GOSCHED,
                                         GOSCHED,   GOSCHED,   LOCK(A),
                                         UNLOCK(A), UNLOCK(B), END};
    static const struct line body[] = {GO(first), GO(second), END};
    struct failure f = {.sc = &(struct scenario){.body = body},
                        .kind = SEEP_VERDICT_LEAK};
    struct seep_schedule s;
    uint64_t steps = find(&f, &s);
    const struct seep_doomed r = doom(&f, 50);

    assert_in_range(r.step, 3, steps - 3);
    assert_in_range(r.before, 1, 49);
    seep_schedule_fini(&s);
}

TEST(what_fails_anyway_is_lost_from_the_start)
{
    static const struct line waits[] = {RECV(A), END};
    static const struct line body[] = {GO(waits), GO(waits), END};
    struct failure f = {.sc = &(struct scenario){.body = body},
                        .kind = SEEP_VERDICT_LEAK};
    const struct seep_doomed r = doom(&f, 10);

    assert_int_equal(r.step, 0);
    assert_int_equal(r.before, 10);
}

TEST(the_same_step_is_found_every_time)
{
    struct failure f = {.sc = &(struct scenario){.body = phase},
                        .kind = SEEP_VERDICT_LEAK};
    const struct seep_doomed a = doom(&f, 30), b = doom(&f, 30);

    assert_memory_equal(&a, &b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locks_in_two_orders_take_one_preemption),
        cmocka_unit_test(
            phases_take_four_preemptions_and_none_with_three_fails),
        cmocka_unit_test(with_no_preemption_there_is_nothing_below),
        cmocka_unit_test(a_deadlock_is_certain_once_both_first_locks_are_taken),
        cmocka_unit_test(what_fails_anyway_is_lost_from_the_start),
        cmocka_unit_test(the_same_step_is_found_every_time),
    };

    return cmocka_run_group_tests_name("minimal", tests, NULL, NULL);
}
