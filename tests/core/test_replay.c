/* A run written down, read again and replayed: the very same run. */
#include <stdlib.h>

#include "core/explore/dfs.h"
#include "random_script.h"
#include "recorded.h"

/* ---- running ---- */

static void same_schedule(const struct seep_schedule *a,
                          const struct seep_schedule *b)
{
    char *text_a = seep_schedule_text(a), *text_b = seep_schedule_text(b);

    assert_non_null(text_a);
    assert_non_null(text_b);
    assert_string_equal(text_a, text_b);
    free(text_a);
    free(text_b);
}

/* The text of s, read into `to`. */
static void through_text(const struct seep_schedule *s,
                         struct seep_schedule *to)
{
    char *text = seep_schedule_text(s);

    assert_non_null(text);
    read_into(to, text);
    same_schedule(s, to);
    free(text);
}

/* What was recorded in all. */
static struct {
    uint32_t runs, deviations, kind[SEEP_CHOICE_FAULT + 1];
    uint32_t nth, twice, preempting;
    uint32_t verdict[SEEP_VERDICT_EXIT + 1];
} sum;

static bool same_place(const struct seep_deviation *a,
                       const struct seep_deviation *b)
{
    return a->who == b->who && a->at == b->at && a->nth == b->nth &&
           a->kind == b->kind;
}

static void count(const struct seep_schedule *s)
{
    sum.runs++;
    sum.deviations += s->n;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct seep_deviation *d = &s->deviation[i];
        sum.kind[d->kind]++;
        sum.nth += d->nth > 0;
        sum.preempting += d->preempts;
        for (uint32_t k = 0; k < i; k++)
            sum.twice += same_place(d, &s->deviation[k]);
    }
}

/* Runs along what was written down and read: event for event the same as
 * `first`, and nothing left over. */
static void assert_same_again(const struct scenario *sc,
                              const struct seep_schedule *made,
                              const struct outcome *first)
{
    struct seep_schedule read, again;

    seep_schedule_init(&again);
    through_text(made, &read);
    const struct replayed second = replay(sc, &read, &again);
    assert_true(second.outcome.digest == first->digest);
    assert_string_equal(second.outcome.said, first->said);
    assert_int_equal(second.outcome.steps, first->steps);
    assert_int_equal(second.outcome.now, first->now);
    assert_int_equal(second.outcome.verdict.kind, first->verdict.kind);
    assert_int_equal(second.applied, made->n);
    same_schedule(made, &again);
    assert_int_equal(seep_schedule_preemptions(made),
                     seep_schedule_preemptions(&again));
    count(made);
    sum.verdict[first->verdict.kind]++;
    seep_schedule_fini(&read);
    seep_schedule_fini(&again);
}

static struct outcome there_and_back(const struct scenario *sc)
{
    struct seep_schedule made;

    seep_schedule_init(&made);
    const struct outcome first = record(sc, &made);
    assert_same_again(sc, &made, &first);
    seep_schedule_fini(&made);
    return first;
}

/* ---- strategies that stray in ways of their own ---- */

static uint32_t pick_last(struct seep_sim *s, const struct seep_choice *c)
{
    (void)s;
    return c->n - 1;
}

/* Seldom another one than the default. */
static uint32_t pick_seldom(struct seep_sim *s, const struct seep_choice *c)
{
    return seep_rng_below(&s->rng_run, 10) ? 0
                                           : seep_rng_below(&s->rng_run, c->n);
}

static uint64_t priority(const struct seep_sim *s, const struct seep_g *g)
{
    struct seep_rng r = seep_rng_stream(s->opt.seed, g->id);

    return seep_rng_next(&r);
}

/* The goroutine of highest priority: some are put off for very long. */
static uint32_t pick_highest(struct seep_sim *s, const struct seep_choice *c)
{
    uint32_t best = 0;

    if (c->kind != SEEP_CHOICE_RUN)
        return seep_rng_below(&s->rng_run, c->n);
    for (uint32_t i = 1; i < c->n; i++)
        if (priority(s, seep_choice_g(s, c, i)) >
            priority(s, seep_choice_g(s, c, best)))
            best = i;
    return best;
}

static const struct seep_strategy
    last = {.name = "last", .decides = true, .pick = pick_last},
    seldom = {.name = "seldom", .decides = true, .pick = pick_seldom},
    highest = {.name = "highest", .decides = true, .pick = pick_highest},
    by_queues = {.name = "by queues", .pick = pick_seldom};

/* ---- the very same run ---- */

TEST(every_run_of_every_program_is_the_same_again)
{
    static const struct seep_strategy *const all[] = {&seep_strategy_default,
                                                      &seep_strategy_random,
                                                      &last,
                                                      &seldom,
                                                      &highest,
                                                      &by_queues};
    static struct random_script r;

    memset(&sum, 0, sizeof sum);
    for (uint64_t number = 0; number < 1500; number++) {
        random_script(&r, number);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            r.scenario.strategy = all[i];
            r.scenario.seed = number + i;
            r.scenario.procs = 1 + (uint32_t)(number % 3);
            (void)there_and_back(&r.scenario);
        }
    }
    /* else the programs have tested nothing */
    assert_int_equal(sum.runs, 9000);
    assert_true(sum.deviations > 50000);
    assert_true(sum.preempting > 20000);
    assert_true(sum.nth > 1000 && sum.twice > 1000);
    for (int kind = 0; kind <= SEEP_CHOICE_RANDOM; kind++)
        assert_true(sum.kind[kind] > 300);
    assert_true(sum.verdict[SEEP_VERDICT_LEAK] > 100);
    assert_true(sum.verdict[SEEP_VERDICT_DEADLOCK] > 100);
    assert_true(sum.verdict[SEEP_VERDICT_PANIC] > 100);
    assert_true(sum.verdict[SEEP_VERDICT_PASS] > 20);
}

TEST(every_run_of_a_search_is_the_same_again)
{
    static struct random_script r;
    struct seep_schedule made;

    seep_schedule_init(&made);
    memset(&sum, 0, sizeof sum);
    for (uint64_t number = 0; number < 100; number++) {
        struct seep_dfs d;
        random_script(&r, number);
        r.scenario.strategy = &seep_strategy_dfs;
        r.scenario.search = &d;
        seep_dfs_init(&d, SEEP_DFS_UNBOUNDED);
        for (int i = 0; i < 20; i++) {
            const struct outcome o = record(&r.scenario, &made);
            bool more = seep_dfs_next(&d);
            assert_same_again(&r.scenario, &made, &o);
            if (!more)
                break;
        }
        seep_dfs_fini(&d);
    }
    assert_true(sum.runs > 1000 && sum.deviations > 5000);
    seep_schedule_fini(&made);
}

/* Places within one operation: work by the slice, computing by the slice, a
 * wait and what comes behind it, alarms of one instant. */
TEST(places_within_one_operation_are_told_apart)
{
    const struct line worker[] = {
        WORK(70 * MS), SAY_MINE, SPIN(5000000), SAY_MINE, SLEEP(MS),
        SAY_MINE,      END};
    const struct line body[] = {
        GO_MANY(worker, 4), NEW_TIMER(0, MS), NEW_TIMER(1, MS),
        SELECT(ON_RECV(TIMER(0)), ON_RECV(TIMER(1))), END};

    memset(&sum, 0, sizeof sum);
    for (uint64_t seed = 0; seed < 200; seed++) {
        (void)there_and_back(&(struct scenario){
            .body = body, .strategy = &seep_strategy_random, .seed = seed});
        (void)there_and_back(&(struct scenario){
            .body = body, .strategy = &seldom, .seed = seed});
    }
    assert_true(sum.nth > 1000);
    assert_true(sum.kind[SEEP_CHOICE_TIMER] > 50);
}

TEST(a_long_line_of_ancestors_is_followed)
{
    static struct line chain[4];

    chain[0] = (struct line)GO(chain);
    chain[1] = (struct line)GOSCHED;
    chain[2] = (struct line)SEND(A, 1);
    chain[3] = (struct line)END;
    for (uint64_t seed = 0; seed < 5; seed++)
        (void)there_and_back(&(struct scenario){
            .body = chain, .random = true, .seed = seed, .max_steps = 800});
}

TEST(runs_with_hundreds_of_goroutines_are_the_same_again)
{
    const struct line worker[] = {SEND(A, MINE), LOCK(A), SAY_MINE, UNLOCK(A),
                                  END};
    const struct line taker[] = {SELECT(ON_RECV(A), ON_RECV(B)), AGAIN(300),
                                 END};
    const struct line body[] = {GO_MANY(worker, 300), GO(taker), END};

    (void)there_and_back(&(struct scenario){.body = body, .random = true});
    (void)there_and_back(
        &(struct scenario){.body = body, .strategy = &highest, .seed = 3});
}

/* A strategy's lore does not move what the script allocates. */
TEST(memory_lies_where_it_lay)
{
    const struct line worker[] = {SEND(A, MINE), SLEEP(MINE), SAY_MINE, END};
    const struct line taker[] = {RECV(A), AGAIN(15), END};
    const struct line body[] = {GO_MANY(worker, 20), GO(taker), END};
    const struct scenario sc = {.body = body, .random = true, .seed = 9};
    struct seep_schedule s, again;
    struct seep_replay r;

    seep_schedule_init(&s);
    seep_schedule_init(&again);
    struct script *w = script_open(script_arena(0), &sc, NULL);
    (void)watch(w, &s);
    const struct seep_arena_stats first = seep_arena_stats(w->sim.arena);
    const struct seep_g *g = w->sim.all_last;
    assert_non_null(g);
    assert_int_equal(seep_replay_init(&r, &s), SEEP_OK);
    w = open_replay(&sc, &r);
    (void)watch(w, &again);
    const struct seep_arena_stats second = seep_arena_stats(w->sim.arena);
    assert_memory_equal(&first, &second, sizeof first);
    assert_ptr_equal(w->sim.all_last, g);
    seep_replay_fini(&r);
    seep_schedule_fini(&s);
    seep_schedule_fini(&again);
}

/* What a replay remembers is in the world: a snapshot holds it. */
TEST(a_restored_replay_goes_on_as_it_did)
{
    static struct random_script r;
    struct seep_schedule s, again;

    seep_schedule_init(&s);
    seep_schedule_init(&again);
    for (uint64_t number = 0; number < 200; number++) {
        struct seep_replay replay;
        random_script(&r, number);
        r.scenario.strategy = &highest;
        r.scenario.seed = number;
        (void)record(&r.scenario, &s);
        assert_int_equal(seep_replay_init(&replay, &s), SEEP_OK);
        struct script *w = open_replay(&r.scenario, &replay);
        for (int i = 0; i < 30; i++)
            (void)seep_sim_step(&w->sim);
        struct seep_snapshot *half = seep_snapshot_take(w->sim.arena);
        const struct outcome first = watch(w, &again);
        assert_int_equal(seep_replay_applied(&w->sim), s.n);
        seep_snapshot_restore(w->sim.arena, half);
        const struct outcome second = watch(w, &again);
        assert_int_equal(seep_replay_applied(&w->sim), s.n);
        assert_true(first.digest == second.digest);
        seep_snapshot_free(half);
        seep_replay_fini(&replay);
    }
    seep_schedule_fini(&s);
    seep_schedule_fini(&again);
}

/* ---- what is not listed, and what does not apply ---- */

static uint32_t pick_first(struct seep_sim *s, const struct seep_choice *c)
{
    (void)s;
    (void)c;
    return 0;
}

TEST(what_is_not_listed_is_alternative_0)
{
    static const struct seep_strategy first = {
        .name = "first", .decides = true, .pick = pick_first};
    static const struct seep_strategy first_by_queues = {.name = "first",
                                                         .pick = pick_first};
    static struct random_script r;
    struct seep_schedule s, again;

    seep_schedule_init(&s);
    seep_schedule_init(&again);
    for (uint64_t number = 0; number < 300; number++) {
        random_script(&r, number);
        s.queues = number & 1;
        s.seed = r.scenario.seed = number;
        const struct replayed seen = replay(&r.scenario, &s, &again);
        r.scenario.strategy = s.queues ? &first_by_queues : &first;
        assert_true(seen.outcome.digest == record(&r.scenario, &again).digest);
        assert_int_equal(again.n, 0);
        /* as without any schedule */
        r.scenario.strategy = s.queues ? &seep_strategy_replay_queues
                                       : &seep_strategy_replay;
        assert_true(seen.outcome.digest == record(&r.scenario, &again).digest);
    }
    seep_schedule_fini(&s);
    seep_schedule_fini(&again);
}

/* Follows a line: what is said, and how many deviations apply. */
static void assert_follows(const char *deviations, const char *said,
                           uint32_t applied)
{
    struct seep_schedule s, again;
    char text[256];

    snprintf(text, sizeof text, "seep1/00000000/s0/p1/n0/%s", deviations);
    read_into(&s, text);
    seep_schedule_init(&again);
    const struct replayed seen = replay(&choosing, &s, &again);
    assert_string_equal(seen.outcome.said, said);
    assert_int_equal(seen.applied, applied);
    assert_int_equal(again.n, applied);
    seep_schedule_fini(&s);
    seep_schedule_fini(&again);
}

TEST(deviations_apply_where_they_can)
{
    assert_follows("-", "3 1 2 case1", 0);
    assert_follows("main.3@0-main.2", "2 3 1 case1", 1);
    assert_follows("main@7s1", "3 1 2 case2", 1);
    assert_follows("main@7s1,main.3@0-main.2", "2 3 1 case2", 2);
}

TEST(deviations_that_cannot_apply_are_left_out)
{
    assert_follows("main@8s1", "3 1 2 case1", 0);        /* no such place */
    assert_follows("main@7+1s1", "3 1 2 case1", 0);      /* nor this one */
    assert_follows("main@7p1", "3 1 2 case1", 0);        /* of another kind */
    assert_follows("main@7s2", "3 1 2 case1", 0);        /* of two only */
    assert_follows("load@7s1", "3 1 2 case1", 0);        /* nobody */
    assert_follows("main.3@0-main.4", "3 1 2 case1", 0); /* nobody */
    assert_follows("main.3@0-main", "3 1 2 case1", 0);   /* asleep */
    assert_follows("main.3@0-main.3", "3 1 2 case1", 0); /* itself */
    assert_follows("main.1.1@0-main.2", "3 1 2 case1", 0);
    assert_follows("clock@1000000t1", "3 1 2 case1", 0);
    assert_follows("main.3@0-main.4,main.9@1-main,main@7s1", "3 1 2 case2", 1);
}

/* The first that can is taken, then the next, then none. */
TEST(those_of_one_place_are_taken_in_order)
{
    assert_follows("main.3@0-main.1,main.3@0-main.2", "1 2 3 case1", 2);
    assert_follows("main.3@0-main.2,main.3@0-main.1", "2 1 3 case1", 2);
    assert_follows("main.3@0-main.7,main.3@0-main.2", "2 3 1 case1", 1);
    assert_follows("main@7s3,main@7s1", "3 1 2 case2", 1);
}

/* Script's numbers are drawn from the seed, whatever is followed. */
TEST(the_script_s_random_numbers_come_from_the_seed)
{
    struct seep_schedule s, again;
    struct seep_replay r;
    struct script *w = ENDED(.body = chooser, .cap = {1, 1}, .seed = 5);
    const uint64_t number = seep_random(&w->sim);

    read_into(&s, "seep1/00000000/s5/p1/n0/main@7s1");
    seep_schedule_init(&again);
    assert_int_equal(seep_replay_init(&r, &s), SEEP_OK);
    w = open_replay(&choosing, &r);
    (void)watch(w, &again);
    assert_true(seep_random(&w->sim) == number);
    seep_replay_fini(&r);
    seep_schedule_fini(&s);
    seep_schedule_fini(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_run_of_every_program_is_the_same_again),
        cmocka_unit_test(every_run_of_a_search_is_the_same_again),
        cmocka_unit_test(places_within_one_operation_are_told_apart),
        cmocka_unit_test(a_long_line_of_ancestors_is_followed),
        cmocka_unit_test(runs_with_hundreds_of_goroutines_are_the_same_again),
        cmocka_unit_test(memory_lies_where_it_lay),
        cmocka_unit_test(a_restored_replay_goes_on_as_it_did),
        cmocka_unit_test(what_is_not_listed_is_alternative_0),
        cmocka_unit_test(deviations_apply_where_they_can),
        cmocka_unit_test(deviations_that_cannot_apply_are_left_out),
        cmocka_unit_test(those_of_one_place_are_taken_in_order),
        cmocka_unit_test(the_script_s_random_numbers_come_from_the_seed),
    };

    return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
