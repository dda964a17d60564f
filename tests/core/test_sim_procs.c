/* Several P's, work and system calls, and starting a world again. */
#include "script_run.h"

/* ---- work ---- */

TEST(work_takes_virtual_time)
{
    const struct line body[] = {WORK(25 * MS), SAY_NOW, WORK(0),
                                WORK(-1),      SAY_NOW, END};

    assert_run(PASS, "@25 @25", .body = body);
}

TEST(work_on_one_p_adds_up)
{
    const struct line worker[] = {WORK(10 * MS), SAY_NOW, END};
    const struct line body[] = {GO_MANY(worker, 3), END};

    assert_run(PASS, "@10 @20 @30", .body = body);
}

TEST(work_on_several_p_s_overlaps)
{
    const struct line worker[] = {WORK(10 * MS), SAY_NOW, END};
    const struct line body[] = {GO_MANY(worker, 3), END};

    assert_run(PASS, "@10 @10 @20", .body = body, .procs = 2);
    assert_run(PASS, "@10 @10 @10", .body = body, .procs = 3);
}

TEST(long_work_is_preempted_every_ten_milliseconds)
{
    const struct line worker[] = {WORK(30 * MS), SAY_MINE, SAY_NOW, END};
    const struct line body[] = {GO_MANY(worker, 2), END};
    static struct record r;

    assert_run(PASS, "2 @50 1 @60", .body = body);
    run_recorded(&(struct scenario){.body = body}, &r);
    assert_int_equal(record_count(&r, SEEP_EV_PREEMPT), 4);
}

TEST(work_is_interrupted_for_alarms_and_goes_on)
{
    const struct line sleeper[] = {SLEEP(15 * MS), SAY("awake"), SAY_NOW, END};
    const struct line body[] = {GO(sleeper), GOSCHED, WORK(40 * MS), SAY_NOW,
                                END};

    assert_run(PASS, "awake @20 @40", .body = body);
}

TEST(work_under_a_deciding_strategy_adds_up)
{
    const struct line worker[] = {WORK(30 * MS), END};
    const struct line body[] = {GO_MANY(worker, 3), END};

    for (uint64_t seed = 0; seed < 10; seed++) {
        struct outcome o = RUN(.body = body, .random = true, .seed = seed);
        assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
        assert_int_equal(o.now, 90 * MS);
    }
}

/* ---- system calls ---- */

TEST(a_system_call_hands_its_p_off)
{
    const struct line worker[] = {WORK(5 * MS), SAY("worker"), SAY_NOW, END};
    const struct line body[] = {GO(worker), SYSCALL(8 * MS), SAY("main"),
                                SAY_NOW,    SYSCALL(0),      END};
    static struct record r;

    assert_run(PASS, "worker @5 main @8", .body = body);
    run_recorded(&(struct scenario){.body = body}, &r);
    assert_int_equal(record_count(&r, SEEP_EV_HANDOFF), 1);
}

TEST(in_a_system_call_a_goroutine_is_neither_waiting_nor_running)
{
    const struct line body[] = {SYSCALL(MS), END};
    struct script *w =
        script_open(script_arena(0), &(struct scenario){.body = body}, NULL);

    (void)seep_sim_step(&w->sim);
    assert_int_equal(w->sim.main->status, SEEP_G_SYSCALL);
    assert_int_equal(w->sim.main->wait, SEEP_WAIT_NONE);
}

TEST(a_system_call_that_returns_to_a_busy_p_queues_globally)
{
    const struct line caller[] = {SYSCALL(5 * MS), SAY("caller"), SAY_NOW, END};
    const struct line worker[] = {WORK(10 * MS), SAY("worker"), SAY_NOW, END};
    const struct line next[] = {SAY("next"), END};
    const struct line body[] = {GO(caller), GOSCHED, GO(worker),
                                GO(next),   GOSCHED, END};

    assert_run(PASS, "next worker @10 caller @10", .body = body);
}

/* Go's exitsyscall leaves the run-next slot alone. */
TEST(a_system_call_that_returns_disturbs_no_order)
{
    const struct line caller[] = {SYSCALL(5 * MS), SAY("caller"), END};
    const struct line worker[] = {SAY_MINE, END};
    const struct line body[] = {GO(caller),    GOSCHED,  GO_MANY(worker, 3),
                                WORK(10 * MS), SLEEP(1), END};

    assert_run(PASS, "3 1 2 caller", .body = body);
}

/* ---- several P's ---- */

TEST(idle_p_s_steal)
{
    const struct line worker[] = {WORK(MS), WORK(MS), SAY_NOW, END};
    const struct line body[] = {GO_MANY(worker, 8), END};
    static struct record r;
    const struct outcome o =
        run_recorded(&(struct scenario){.body = body, .procs = 4}, &r);

    assert_int_equal(o.verdict.kind, SEEP_VERDICT_PASS);
    assert_int_equal(o.now, 4 * MS);
    assert_true(record_count(&r, SEEP_EV_STEAL) > 0);
}

/* P 1 has stolen the first worker while main had still to sleep. */
TEST(p_s_take_turns_operation_by_operation)
{
    const struct line worker[] = {WRITE(A, 1), SAY_MINE, AGAIN(3), END};
    const struct line body[] = {GO_MANY(worker, 2), SLEEP(1), END};

    assert_run(PASS, "1 1 2 1 2 2", .body = body, .procs = 2);
}

TEST(who_computes_for_long_leaves_steps_for_other_p_s)
{
    const struct line spins[] = {SPIN(20 * 1000 * 1000), SAY("spun"), END};
    const struct line body[] = {GO(spins),   WRITE(A, 1),  WRITE(A, 2),
                                WRITE(A, 3), SAY("wrote"), SLEEP(1),
                                END};

    assert_run(PASS, "wrote spun", .body = body, .procs = 2);
}

TEST(every_number_of_p_s_is_deterministic)
{
    const struct line worker[] = {LOCK(A),
                                  UNLOCK(A),
                                  SEND(A, 1),
                                  RECV(A),
                                  SELECT(ON_RECV(B), ON_SEND(B, 1)),
                                  SYSCALL(MS),
                                  WORK(MS),
                                  AGAIN(3),
                                  END};
    const struct line body[] = {GO_MANY(worker, 10), END};

    for (uint32_t procs = 1; procs <= SEEP_P_MAX; procs *= 2)
        for (uint64_t seed = 0; seed < 3; seed++)
            (void)RUN(.body = body, .procs = procs, .seed = seed,
                      .cap = {[A] = 3});
}

/* Who runs is chosen for one P; the others compute meanwhile. */
TEST(work_goes_on_side_by_side_while_a_strategy_decides)
{
    const struct line worker[] = {WORK(10 * MS), END};
    const struct line body[] = {GO_MANY(worker, 3), END};
    const struct outcome o = RUN(.body = body, .procs = 4, .random = true);

    assert_int_equal(o.now, 10 * MS);
}

/* ---- starting again ---- */

struct again {
    const struct line *load, *body;
    uint32_t load_procs, procs;
    int64_t load_drain;
    bool random;
};

/* Runs `load`, then `body` as a new main in the same world. */
static struct script *restarted(const struct again *p)
{
    struct script *w =
        ENDED(.body = p->load, .procs = p->load_procs, .drain = p->load_drain);
    struct seep_options opt = script_options(
        &(struct scenario){.procs = p->procs, .random = p->random});

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
    w->nsaid = 0;
    *w->said = '\0';
    assert_int_equal(seep_sim_restart(&w->sim, &opt), SEEP_OK);
    struct fake *f = script_prepare(w, p->body, "body", NULL);
    assert_int_equal(seep_sim_start(&w->sim, &f->g), SEEP_OK);
    (void)script_finish(w);
    return w;
}

TEST(a_restarted_world_begins_anew)
{
    const struct line load[] = {SLEEP(SECOND), WRITE(A, 7), END};
    const struct line body[] = {SAY_NOW, READ(A), SAY_GOT, END};
    struct script *w = restarted(&(struct again){.load = load, .body = body});

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
    assert_string_equal(w->said, "@0 7");
    assert_int_equal(w->sim.steps, 1);
    assert_int_equal(w->sim.nstarted, 1);
    assert_int_equal(w->sim.peak, 1);
}

TEST(a_restarted_world_may_have_any_number_of_p_s)
{
    const struct line worker[] = {SAY("worker"), END};
    const struct line load[] = {GO(worker), WORK(MS), WORK(MS), END};
    const struct line body[] = {GO(worker), SLEEP(1), END};

    for (uint32_t from = 1; from <= 4; from++)
        for (uint32_t to = 1; to <= 4; to++) {
            struct script *w = restarted(&(struct again){
                .load = load, .body = body, .load_procs = from, .procs = to});
            assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
            assert_string_equal(w->said, "worker");
        }
}

TEST(a_restarted_world_may_have_another_strategy)
{
    const struct line worker[] = {SAY("worker"), END};
    const struct line load[] = {GO(worker), WORK(MS), END};
    const struct line body[] = {GO(worker), SLEEP(1), END};

    for (uint32_t from = 1; from <= 4; from++) {
        struct script *w = restarted(&(struct again){.load = load,
                                                     .body = body,
                                                     .load_procs = from,
                                                     .procs = from,
                                                     .random = true});
        assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
        assert_string_equal(w->said, "worker");
    }
}

/* Main goes to the global queue and ends on another P than it began on. */
TEST(a_world_whose_main_ended_on_another_p_starts_again)
{
    const struct line worker[] = {WRITE(A, 1), AGAIN(20), END};
    const struct line load[] = {GO_MANY(worker, 3), GOSCHED, END};
    const struct line body[] = {GO(worker), SLEEP(1), SAY("main"), END};

    for (uint32_t from = 2; from <= 4; from++)
        for (uint32_t to = 1; to <= 4; to++) {
            struct script *w = restarted(&(struct again){.load = load,
                                                         .body = body,
                                                         .load_procs = from,
                                                         .load_drain = NO_DRAIN,
                                                         .procs = to});
            assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
            assert_string_equal(w->said, "main");
        }
}

/* Without a drain horizon what the loading started is still there. */
TEST(what_the_loading_left_runnable_survives_a_change_of_strategy)
{
    const struct line left[] = {SAY("left"), END};
    const struct line load[] = {GO(left), GO(left), END};
    const struct line body[] = {SLEEP(MS), SAY("main"), END};
    struct script *w = restarted(&(struct again){
        .load = load, .body = body, .load_drain = NO_DRAIN, .random = true});

    assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
    assert_string_equal(w->said, "left left main");
}

TEST(what_the_loading_left_at_work_goes_on)
{
    const struct line left[] = {WORK(50 * MS), SAY("left"), END};
    const struct line load[] = {GO(left), GO(left), SYSCALL(MS), END};
    const struct line body[] = {SLEEP(SECOND), SAY("main"), END};

    for (uint32_t procs = 1; procs <= 3; procs++)
        for (int random = 0; random < 2; random++) {
            struct script *w =
                restarted(&(struct again){.load = load,
                                          .body = body,
                                          .load_procs = 3,
                                          .procs = procs,
                                          .load_drain = NO_DRAIN,
                                          .random = random != 0});
            assert_int_equal(w->sim.verdict.kind, SEEP_VERDICT_PASS);
            assert_string_equal(w->said, "left left main");
        }
}

TEST(ids_are_unique_beside_what_the_loading_left)
{
    const struct line stuck[] = {RECV(A), END};
    const struct line load[] = {GO(stuck), SLEEP(1), END};
    const struct line body[] = {GO(stuck), SLEEP(1), RECV(B), END};
    struct script *w = restarted(
        &(struct again){.load = load, .body = body, .load_drain = NO_DRAIN});

    for (struct seep_g *g = w->sim.all_first; g; g = g->all_next)
        for (struct seep_g *o = g->all_next; o; o = o->all_next)
            assert_int_not_equal(g->id, o->id);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(work_takes_virtual_time),
        UNIT(work_on_one_p_adds_up),
        UNIT(work_on_several_p_s_overlaps),
        UNIT(long_work_is_preempted_every_ten_milliseconds),
        UNIT(work_is_interrupted_for_alarms_and_goes_on),
        UNIT(work_under_a_deciding_strategy_adds_up),
        UNIT(a_system_call_hands_its_p_off),
        UNIT(in_a_system_call_a_goroutine_is_neither_waiting_nor_running),
        UNIT(a_system_call_that_returns_to_a_busy_p_queues_globally),
        UNIT(a_system_call_that_returns_disturbs_no_order),
        UNIT(idle_p_s_steal),
        UNIT(p_s_take_turns_operation_by_operation),
        UNIT(who_computes_for_long_leaves_steps_for_other_p_s),
        UNIT(every_number_of_p_s_is_deterministic),
        UNIT(work_goes_on_side_by_side_while_a_strategy_decides),
        UNIT(a_restarted_world_begins_anew),
        UNIT(a_restarted_world_may_have_any_number_of_p_s),
        UNIT(a_restarted_world_may_have_another_strategy),
        UNIT(a_world_whose_main_ended_on_another_p_starts_again),
        UNIT(what_the_loading_left_runnable_survives_a_change_of_strategy),
        UNIT(what_the_loading_left_at_work_goes_on),
        UNIT(ids_are_unique_beside_what_the_loading_left),
    };

    return cmocka_run_group_tests_name("sim procs", tests, NULL, NULL);
}
