/* What faults do, to goroutines that begin an operation and to some that wait
 * in one; who is held, and who may still be let go. */
#include "plan.h"

#define assert_said(said, body_, ...)                                          \
    assert_run(PASS, said, .body = (body_), .arrange = arm, __VA_ARGS__)

/* ---- held ---- */

TEST(a_delay_comes_before_the_operation)
{
    static const struct line body[] = {SEND(A, 1), SAY_NOW, RECV(A), SAY_GOT,
                                       END};

    PLAN(RULE(DELAY, AT("chan.send"), BY(5 * MS)));
    assert_said("@5 1", body, .cap = {1});
}

TEST(of_two_delays_both_are_waited_for)
{
    static const struct line body[] = {SEND(A, 1), SAY_NOW, END};

    PLAN(RULE(DELAY, AT("chan.send"), BY(5 * MS)),
         RULE(DELAY, AT("chan.send"), BY(2 * MS)));
    assert_said("@7", body, .cap = {1});
}

TEST(a_pause_for_operations_of_others_ends_when_there_are_none)
{
    static const struct line other[] = {GOSCHED, AGAIN(3), SAY("other"), END};
    static const struct line body[] = {GO(other), SEND(A, 1), SAY("main"),
                                       SAY_NOW, END};

    PLAN(RULE(PAUSE, AT("chan.send"), .steps = 100));
    assert_said("other main @0", body, .cap = {1});
}

TEST(the_world_stops_for_a_collection)
{
    static const struct line other[] = {SAY_NOW, END};
    static const struct line body[] = {GO(other), SEND(A, 1), SAY_NOW, END};

    PLAN(RULE(GC_PAUSE, AT("chan.send"), BY(5 * MS)));
    assert_said("@5 @5", body, .cap = {1});
}

/* ---- ended ---- */

TEST(a_panic_is_one_of_the_operation)
{
    static const struct line body[] = {RECOVER, SEND(A, 1), SAY("on"), END};

    PLAN(RULE(PANIC, AT("chan.send"), .text = "boom"));
    assert_said("boom on", body, .cap = {1});
}

TEST(who_waits_when_the_window_opens_is_met)
{
    static const struct line other[] = {RECOVER, RECV(A), SAY_NOW, END};
    static const struct line body[] = {GO(other), SLEEP(10 * MS), SAY("end"),
                                       END};

    PLAN(RULE(PANIC, AT("chan.recv"), .from = 3 * MS, .text = "boom"));
    assert_said("boom @3 end", body, .cap = {0});
}

/* ---- channels ---- */

TEST(the_environment_closes_a_channel)
{
    static const struct line body[] = {RECV(A), SAY_OK, SAY_NOW, END};

    PLAN(RULE(CLOSE, .from = 3 * MS));
    assert_said("no @3", body, .cap = {1});
}

static const struct line three[] = {
    SEND(A, 1), SEND(A, 2), SEND(A, 3), CLOSE(A), RECV(A), SAY_GOT, RECV(A),
    SAY_GOT,    RECV(A),    SAY_GOT,    RECV(A),  SAY_GOT, END};

TEST(a_lost_message)
{
    PLAN(RULE(DROP, AT("chan.send"), .unsound = true, NTH(2)));
    assert_said("1 3 closed closed", three, .cap = {4});
}

TEST(a_message_that_comes_twice)
{
    PLAN(RULE(DUPLICATE, AT("chan.send"), .unsound = true, NTH(2)));
    assert_said("1 2 2 3", three, .cap = {4});
}

TEST(a_message_that_overtakes_another)
{
    PLAN(RULE(REORDER, AT("chan.send"), .unsound = true, NTH(2)));
    assert_said("1 3 2 closed", three, .cap = {4});
}

TEST(a_channel_that_is_not_lossy_is_no_point)
{
    PLAN(RULE(DROP, AT("chan.send")), RULE(DUPLICATE, AT("chan.send")),
         RULE(REORDER, AT("chan.send")));
    assert_said("1 2 3 closed", three, .cap = {4});
    for (uint32_t i = 1; i <= 3; i++)
        assert_int_equal(plan_rule(i)->points, 0);
}

TEST(places_that_are_taken_come_back)
{
    static const struct line body[] = {SEND(A, 1), SAY_NOW, SEND(A, 2), SAY_NOW,
                                       END};

    PLAN(RULE(FILL, AT("chan.send"), BY(5 * MS), NTH(2)));
    assert_said("@0 @5", body, .cap = {3});
    assert_true(plan_host.pinned > 0);
}

/* ---- time ---- */

TEST(what_takes_time_takes_longer)
{
    static const struct line body[] = {SLEEP(MS), SAY_NOW, END};

    PLAN(RULE(SLOW, .factor = 3));
    assert_said("@3", body, .cap = {0});
}

TEST(the_wall_clock_is_the_hosts)
{
    static const struct line body[] = {SLEEP(MS), SLEEP(MS), SAY_NOW, END};

    PLAN(RULE(CLOCK_JUMP, AT("sleep"), BY(7)));
    RUN(.body = body, .arrange = arm);
    assert_int_equal(plan_host.jumped, 4 * 7); /* two runs */
}

/* ---- spots ---- */

static uint32_t asked;

static void ask_there(struct script *w)
{
    int64_t arg;

    arm(w);
    const struct seep_rule *r = NULL;
    asked = 0;
    while ((r = seep_chaos_ask(plan_chaos(), SEEP_SPOT_READ, "a:1->b:2", NULL,
                               r, &arg)))
        asked = asked * 10 + r->number;
}

TEST(a_spot_asks_one_after_the_other)
{
    static const struct line body[] = {END};

    PLAN(RULE(IO_ERROR, AT("conn.read"), .conn = "b:2"),
         RULE(IO_ERROR, AT("conn.write")),
         RULE(IO_DELAY, AT("conn.read"), BY(MS), .conn = "a:1->*"),
         RULE(IO_ERROR, AT("conn.read"), .conn = "c:3"));
    RUN(.body = body, .arrange = ask_there);
    assert_int_equal(asked, 13);
    assert_true(seep_chaos_has(plan_chaos(), SEEP_SPOT_WRITE));
    assert_false(seep_chaos_has(plan_chaos(), SEEP_SPOT_POOL));
}

/* ---- the hypothesis ---- */

static void suppose(struct script *w)
{
    arm(w);
    plan_chaos()->supposes = true;
    seep_chaos_attend(plan_chaos());
}

TEST(a_hypothesis_that_breaks_ends_the_run)
{
    static const struct line body[] = {SLEEP(MS), SAY("no"), END};

    PLAN(RULE(DELAY, AT("sleep"), BY(MS)));
    plan_host.holds = false;
    assert_verdict(ABORTED, "broken", .body = body, .arrange = suppose);
    assert_int_equal(plan_rule(1)->hits, 0);
}

/* ---- what nobody proves ---- */

TEST(one_that_a_window_will_meet_may_be_freed)
{
    static const struct line other[] = {RECV(A), END};
    static const struct line body[] = {GO_AS("w", other), GO_AS("x", other),
                                       SLEEP(MS), END};
    struct script *w;

    PLAN(RULE(PANIC, AT("chan.recv"), .goroutine.pattern = "w",
              .from = 20 * 60 * 1000 * (int64_t)MS));
    w = ENDED(.body = body, .arrange = arm);
    struct seep_g *g = w->sim.all_first;
    assert_int_equal(w->sim.nlive, 2);
    assert_true(seep_chaos_may_free(plan_chaos(), g));
    assert_false(seep_chaos_may_free(plan_chaos(), g->all_next));
    seep_chaos_remove(plan_chaos(), plan_rule(1));
    assert_false(seep_chaos_may_free(plan_chaos(), g));
}

TEST(a_dry_run_counts_and_does_nothing)
{
    static const struct line body[] = {SEND(A, 1), SEND(A, 2), SAY_NOW, END};
    struct seep_rule r = RULE(DELAY, AT("chan.send"), BY(5 * MS));

    PLAN(r);
    struct script *w = ENDED(.body = body, .cap = {2}, .arrange = arm);
    assert_int_equal(w->sim.now, 10 * MS);
    assert_int_equal(plan_chaos()->nhits, 2);
    assert_int_equal(plan_chaos()->hits->arg, 5 * MS);
    assert_int_equal(plan_chaos()->hits->next->now, 5 * MS);
}

#define UNIT(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_delay_comes_before_the_operation),
        UNIT(of_two_delays_both_are_waited_for),
        UNIT(a_pause_for_operations_of_others_ends_when_there_are_none),
        UNIT(the_world_stops_for_a_collection),
        UNIT(a_panic_is_one_of_the_operation),
        UNIT(who_waits_when_the_window_opens_is_met),
        UNIT(the_environment_closes_a_channel),
        UNIT(a_lost_message),
        UNIT(a_message_that_comes_twice),
        UNIT(a_message_that_overtakes_another),
        UNIT(a_channel_that_is_not_lossy_is_no_point),
        UNIT(places_that_are_taken_come_back),
        UNIT(what_takes_time_takes_longer),
        UNIT(the_wall_clock_is_the_hosts),
        UNIT(a_spot_asks_one_after_the_other),
        UNIT(a_hypothesis_that_breaks_ends_the_run),
        UNIT(one_that_a_window_will_meet_may_be_freed),
        UNIT(a_dry_run_counts_and_does_nothing),
    };

    return cmocka_run_group_tests_name("effect", tests, NULL, NULL);
}
