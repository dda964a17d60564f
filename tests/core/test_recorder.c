/* What a recorder puts down. */
#include "recorded.h"

TEST(a_recorder_puts_down_the_options)
{
    struct seep_schedule s;
    struct scenario sc = choosing;

    seep_schedule_init(&s);
    sc.seed = 12;
    sc.procs = 3;
    (void)record(&sc, &s);
    assert_int_equal(s.seed, 12);
    assert_int_equal(s.procs, 3);
    assert_true(s.queues);
    sc.random = true;
    (void)record(&sc, &s);
    assert_false(s.queues);
    seep_schedule_fini(&s);
}

/* Only taking the turn from one who had it and could go on is a preemption. */
TEST(preemptions_are_counted)
{
    static const struct {
        const char *deviations;
        uint32_t preemptions;
    } cases[] = {
        {"main.3@0-main.2", 0}, /* main sleeps: either could be the next */
        {"main@4-main.1", 1},   /* main was about to sleep */
        {"main@4-main.1,main.1@1-main.2", 1}, /* it has done nothing yet */
        {"main@4-main.1,main.1@3-main.2", 2},
        {"main@4-main.1,main@5-main.2", 2},
    };
    const struct line say[] = {GOSCHED, PRINT, GOSCHED, END};
    const struct line body[] = {GO_MANY(say, 3), LOCK(A), UNLOCK(A), SLEEP(MS),
                                END};
    const struct scenario sc = {.body = body};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seep_schedule s, again;
        char text[256];
        snprintf(text, sizeof text, "seep1/00000000/s0/p1/n0/%s",
                 cases[i].deviations);
        read_into(&s, text);
        seep_schedule_init(&again);
        assert_int_equal(replay(&sc, &s, &again).applied, s.n);
        assert_int_equal(seep_schedule_preemptions(&again),
                         cases[i].preemptions);
        seep_schedule_fini(&s);
        seep_schedule_fini(&again);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recorder_puts_down_the_options),
        cmocka_unit_test(preemptions_are_counted),
    };

    return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
