/* Time that may pass at any step (seep_options.free_time). */
#include <stdlib.h>

#include "core/choose.h"
#include "core/explore/recorder.h"
#include "core/explore/replay.h"
#include "random_script.h"

/* The clock whenever it may move; else what is the default. */
static uint32_t pick_clock(struct seep_sim *s, const struct seep_choice *c)
{
    if (c->kind != SEEP_CHOICE_RUN || seep_choice_g(s, c, c->n - 1))
        return 0;
    return c->n - 1;
}
static const struct seep_strategy hasty = {
    .name = "hasty", .decides = true, .pick = pick_clock};

/* Work that takes no virtual time, against a timeout. */
static const struct line work[] = {READ(C), READ(C), SEND(A, 1), END};
static const struct line timeout[] = {NEW_TIMER(0, SECOND),
                                      GO(work),
                                      SELECT(ON_RECV(A), ON_RECV(TIMER(0))),
                                      SAY_CASE,
                                      SAY_NOW,
                                      END};

TEST(the_clock_moves_only_when_nothing_can_run)
{
    for (uint64_t seed = 0; seed < 100; seed++)
        assert_run(PASS, "case1 @0", .body = timeout, .cap = {1},
                   .random = true, .seed = seed);
}

TEST(or_at_any_step_when_time_is_free)
{
    uint32_t late = 0;

    for (uint64_t seed = 0; seed < 100; seed++) {
        const struct outcome o = RUN(.body = timeout, .cap = {1}, .seed = seed,
                                     .random = true, .free_time = true);
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        late += !strcmp(o.said, "case2 @1000");
    }
    assert_in_range(late, 50, 95);
}

TEST(it_is_the_strategy_s_choice)
{
    struct record r;
    const struct outcome o = run_recorded(
        &(const struct scenario){
            .body = timeout, .cap = {1}, .strategy = &hasty, .free_time = true},
        &r);
    uint32_t moves = 0;

    assert_string_equal(o.said, "case2 @1000");
    for (uint32_t i = 0; i < r.n; i++)
        moves += r.seen[i].kind == SEEP_EV_CHOICE && !r.seen[i].other &&
                 !r.seen[i].arg;
    assert_int_equal(moves, 1);
    assert_run(PASS, "case1 @0", .body = timeout, .cap = {1},
               .free_time = true); /* nobody decides */
}

TEST(one_that_runs_alone_can_be_overtaken)
{
    const struct line late[] = {SAY("late"), END};
    const struct line body[] = {AFTER_FUNC(0, MS, late), READ(A), SAY_NOW, END};

    assert_run(PASS, "@0 late", .body = body, .strategy = &hasty);
    assert_run(PASS, "@1 late", .body = body, .strategy = &hasty,
               .free_time = true);
}

TEST(alarms_go_off_in_their_order)
{
    const struct line sleeper[] = {SLEEP(3 * MS), SLEEP(MS), END};
    const struct line func[] = {READ(A), END};
    const struct line body[] = {GO(sleeper), AFTER_FUNC(0, 2 * MS, func),
                                AFTER_FUNC(1, MS, func), READ(A), END};
    struct record r;

    for (uint64_t seed = 0; seed < 50; seed++) {
        int64_t last = 0;
        (void)run_recorded(
            &(const struct scenario){
                .body = body, .random = true, .seed = seed, .free_time = true},
            &r);
        for (uint32_t i = 0; i < r.n; i++) {
            if (r.seen[i].kind != SEEP_EV_FIRE)
                continue;
            assert_true(r.seen[i].arg >= last);
            last = r.seen[i].arg;
        }
        assert_int_equal(record_count(&r, SEEP_EV_FIRE), 4);
    }
}

TEST(time_does_not_run_out)
{
    const struct line sleeper[] = {SLEEP(SECOND), END};
    const struct line body[] = {GO(sleeper), READ(A), READ(A),
                                READ(A),     SAY_NOW, END};

    /* Nothing can run any more, and only then it does. */
    const struct outcome o =
        RUN(.body = body, .strategy = &hasty, .timeout = MS, .free_time = true);
    assert_string_equal(o.said, "@0");
    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LIMIT);
}

TEST(nor_does_it_pass_the_drain)
{
    const struct line busy[] = {READ(A), READ(A), READ(A), SAY_NOW, END};
    const struct line sleeper[] = {GO(busy), SLEEP(SECOND), END};
    const struct line body[] = {GO(sleeper), END};
    const struct outcome o =
        RUN(.body = body, .strategy = &hasty, .drain = MS, .free_time = true);

    assert_string_equal(o.said, "@0");
    assert_int_equal(o.verdict.kind, SEEP_VERDICT_LEAK);
}

TEST(who_polls_for_the_time_need_not_poll_for_long)
{
    const struct line sleeper[] = {SLEEP(MS), END};
    const struct line poll[] = {GOSCHED, UNTIL_TIME(MS), SAY_NOW, END};
    const struct line body[] = {GO(sleeper), GO(poll), END};

    assert_true(RUN(.body = body, .random = true).steps > SEEP_POLLS_FIRST);
    for (uint64_t seed = 0; seed < 50; seed++)
        assert_true(
            RUN(.body = body, .random = true, .seed = seed, .free_time = true)
                .steps < 100);
}

/* ---- schedules ---- */

/* Runs sc, which a recorder makes a schedule of; returns the digest. */
static uint64_t recorded(const struct scenario *sc, struct seep_schedule *to)
{
    struct script *w = script_open(script_arena(0), sc, NULL);
    struct seep_recorder rec;
    struct seep_digest d;

    assert_non_null(w);
    seep_digest_init(&d);
    seep_recorder_begin(&rec, to, &w->sim);
    d.observer.next = &rec.observer;
    w->sim.observers = &d.observer;
    (void)script_finish(w);
    return d.value;
}

/* The digest of a run of sc along the schedule, by way of its text. */
static uint64_t replayed(struct scenario sc, const struct seep_schedule *s)
{
    struct seep_options opt = script_options(&sc);
    struct seep_schedule read, again;
    struct seep_replay r;
    char why[128] = "", *text = seep_schedule_text(s);

    assert_non_null(text);
    seep_schedule_init(&read);
    seep_schedule_init(&again);
    if (seep_schedule_parse(&read, text, strlen(text), why, sizeof why))
        fail_msg("%s: %s", text, why);
    assert_int_equal(seep_replay_init(&r, &read), SEEP_OK);
    seep_replay_options(&r, &opt);
    sc.strategy = opt.strategy;
    sc.search = opt.search;
    sc.free_time = opt.free_time;
    uint64_t digest = recorded(&sc, &again);
    seep_replay_fini(&r);
    seep_schedule_fini(&read);
    seep_schedule_fini(&again);
    free(text);
    return digest;
}

TEST(the_clock_s_moves_are_recorded_and_replayed)
{
    struct seep_schedule s;
    uint32_t moves = 0;

    seep_schedule_init(&s);
    for (uint64_t i = 0; i < 500; i++) {
        struct random_script r;
        random_script(&r, i);
        struct scenario sc = r.scenario;
        sc.random = true;
        sc.seed = i;
        sc.free_time = true;
        uint64_t digest = recorded(&sc, &s);
        assert_true(s.free_time);
        for (uint32_t k = 0; k < s.n; k++)
            moves += s.deviation[k].kind == SEEP_CHOICE_RUN &&
                     s.deviation[k].pick == SEEP_PATH_CLOCK;
        assert_true(replayed(sc, &s) == digest);
    }
    assert_true(moves > 50);
    seep_schedule_fini(&s);
}

TEST(the_clock_is_named_only_when_time_is_free)
{
    static const char free_text[] = "seep1/00000000/s1/p1/n0/f/main@3-clock";
    static const char idle_text[] = "seep1/00000000/s1/p1/n0/main@3-clock";
    struct seep_schedule s;
    char why[128];

    seep_schedule_init(&s);
    assert_int_equal(seep_schedule_parse(&s, free_text, sizeof free_text - 1,
                                         why, sizeof why),
                     SEEP_OK);
    char *text = seep_schedule_text(&s);
    assert_string_equal(text, free_text);
    free(text);
    assert_int_equal(seep_schedule_parse(&s, idle_text, sizeof idle_text - 1,
                                         why, sizeof why),
                     SEEP_EINVAL);
    seep_schedule_fini(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_moves_only_when_nothing_can_run),
        cmocka_unit_test(or_at_any_step_when_time_is_free),
        cmocka_unit_test(it_is_the_strategy_s_choice),
        cmocka_unit_test(one_that_runs_alone_can_be_overtaken),
        cmocka_unit_test(alarms_go_off_in_their_order),
        cmocka_unit_test(time_does_not_run_out),
        cmocka_unit_test(nor_does_it_pass_the_drain),
        cmocka_unit_test(who_polls_for_the_time_need_not_poll_for_long),
        cmocka_unit_test(the_clock_s_moves_are_recorded_and_replayed),
        cmocka_unit_test(the_clock_is_named_only_when_time_is_free),
    };

    return cmocka_run_group_tests_name("free_time", tests, NULL, NULL);
}
