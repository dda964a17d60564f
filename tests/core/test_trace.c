/* The event stream and its digest. */
#include "core/trace.h"
#include "script_run.h"

static const struct line worker[] = {RECV(A), SLEEP(MS), END};
static const struct line body[] = {GO(worker), SEND(A, 1), SLEEP(2 * MS), END};

TEST(every_kind_of_event_has_its_own_name)
{
    for (unsigned i = 0; i <= SEEP_EV_MAIN_DONE; i++)
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(seep_event_text(i), seep_event_text(k));
    assert_string_equal(seep_event_text(SEEP_EV_START), "start");
}

TEST(steps_and_time_never_go_back)
{
    static struct record r;

    run_recorded(&(struct scenario){.body = body}, &r);
    for (uint32_t i = 1; i < r.n; i++)
        assert_true(r.seen[i].now >= r.seen[i - 1].now);
    assert_int_equal(r.seen[0].kind, SEEP_EV_START);
    assert_int_equal(record_count(&r, SEEP_EV_START), 2);
    assert_int_equal(record_count(&r, SEEP_EV_EXIT), 2);
    assert_int_equal(record_count(&r, SEEP_EV_PARK), 3);
    assert_int_equal(record_count(&r, SEEP_EV_FIRE), 2);
    assert_int_equal(record_count(&r, SEEP_EV_TIME), 2);
}

TEST(who_woke_whom_is_told)
{
    static struct record r;

    run_recorded(&(struct scenario){.body = body}, &r);
    for (uint32_t i = 0; i < r.n; i++) {
        if (r.seen[i].kind != SEEP_EV_READY || r.seen[i].now > 0)
            continue;
        /* at time 0: main by nobody, the worker by main, main by it */
        assert_int_equal(r.seen[i].other, i < 2 ? 0 : r.seen[i].g == 1 ? 2 : 1);
    }
}

TEST(several_observers_see_the_same)
{
    struct seep_digest a, b;

    seep_digest_init(&a);
    seep_digest_init(&b);
    a.observer.next = &b.observer;
    struct script *w = script_open(
        script_arena(0), &(struct scenario){.body = body}, &a.observer);
    (void)script_finish(w);
    assert_true(a.value == b.value);
    seep_digest_init(&b);
    assert_true(a.value != b.value);
}

TEST(a_digest_tells_runs_apart)
{
    const struct line other[] = {GO(worker), SEND(A, 1), SLEEP(3 * MS), END};
    const struct line otherwise[] = {GO(worker), SEND(A, 1), SLEEP(2 * MS),
                                     PRINT, END};
    const uint64_t d = RUN(.body = body).digest;

    assert_true(RUN(.body = body).digest == d);
    assert_true(RUN(.body = other).digest != d);
    assert_true(RUN(.body = otherwise).digest != d);
}

/* Watching must not change what is watched. */
TEST(a_run_is_the_same_unwatched)
{
    struct script *w = ENDED(.body = body);
    const struct outcome o = RUN(.body = body);

    assert_int_equal(w->sim.steps, o.steps);
    assert_int_equal(w->sim.now, o.now);
    assert_int_equal(w->sim.verdict.kind, o.verdict.kind);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_event_has_its_own_name),
        cmocka_unit_test(steps_and_time_never_go_back),
        cmocka_unit_test(who_woke_whom_is_told),
        cmocka_unit_test(several_observers_see_the_same),
        cmocka_unit_test(a_digest_tells_runs_apart),
        cmocka_unit_test(a_run_is_the_same_unwatched),
    };

    return cmocka_run_group_tests_name("trace", tests, NULL, NULL);
}
