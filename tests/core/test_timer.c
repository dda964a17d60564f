/* The heap of alarms and the list of armed ones. */
#include "core/rng.h"
#include "script_run.h"

enum { MANY = 500 };

struct alarms {
    struct seep_timers h;
    struct seep_timer t[MANY];
};

/* MANY listed timers with room in the heap, none in it yet. */
static struct alarms *make(struct seep_arena *a)
{
    struct alarms *m = seep_arena_calloc(a, sizeof *m);

    for (int i = 0; i < MANY; i++) {
        assert_int_equal(seep_timers_reserve(&m->h, a), SEEP_OK);
        seep_timers_list(&m->h, &m->t[i]);
    }
    return m;
}

static void add(struct alarms *m, int i, int64_t when)
{
    m->t[i].when = when;
    m->t[i].seq = m->h.next_seq++;
    seep_timers_add(&m->h, &m->t[i]);
}

static struct seep_timer *earliest(struct alarms *m)
{
    return seep_timers_due_nth(&m->h, seep_timers_next(&m->h), 0);
}

TEST(an_empty_heap_is_never_due)
{
    struct alarms *m = make(script_arena(0));

    assert_true(seep_timers_next(&m->h) == SEEP_TIME_NEVER);
    assert_int_equal(seep_timers_due(&m->h, SEEP_TIME_NEVER - 1), 0);
    assert_null(seep_timers_due_nth(&m->h, 0, 0));
}

TEST(alarms_come_out_by_time_then_by_order_of_arming)
{
    struct alarms *m = make(script_arena(0));
    struct seep_rng r = seep_rng_stream(1, 1);

    for (int i = 0; i < MANY; i++)
        add(m, i, seep_rng_below(&r, 50));
    int64_t when = 0;
    uint64_t seq = 0;
    for (int i = 0; i < MANY; i++) {
        struct seep_timer *t = earliest(m);
        assert_int_equal(seep_timers_next(&m->h), t->when);
        assert_true(t->when > when || (t->when == when && t->seq >= seq));
        when = t->when;
        seq = t->seq;
        seep_timers_remove(&m->h, t);
        assert_int_equal(t->heap_pos, 0);
    }
    assert_int_equal(m->h.count, 0);
}

/* Against the simplest model: the smallest of a plain array. */
TEST(removing_from_the_middle_keeps_the_order)
{
    struct alarms *m = make(script_arena(0));
    struct seep_rng r = seep_rng_stream(2, 1);

    for (int step = 0; step < 5000; step++) {
        int i = (int)seep_rng_below(&r, MANY);
        if (m->t[i].heap_pos)
            seep_timers_remove(&m->h, &m->t[i]);
        else
            add(m, i, seep_rng_below(&r, 1000));
        int64_t least = SEEP_TIME_NEVER;
        for (int k = 0; k < MANY; k++)
            if (m->t[k].heap_pos && m->t[k].when < least)
                least = m->t[k].when;
        assert_true(seep_timers_next(&m->h) == least);
    }
}

TEST(what_is_not_in_the_heap_is_removed_without_harm)
{
    struct alarms *m = make(script_arena(0));

    add(m, 0, 5);
    seep_timers_remove(&m->h, &m->t[1]);
    assert_int_equal(m->h.count, 1);
}

TEST(each_due_alarm_is_found_exactly_once)
{
    struct alarms *m = make(script_arena(0));
    struct seep_rng r = seep_rng_stream(3, 1);
    bool seen[MANY] = {false};
    uint32_t due = 0;

    for (int i = 0; i < MANY; i++) {
        add(m, i, seep_rng_below(&r, 100));
        due += m->t[i].when <= 30;
    }
    assert_int_equal(seep_timers_due(&m->h, 30), due);
    for (uint32_t n = 0; n < due; n++) {
        struct seep_timer *t = seep_timers_due_nth(&m->h, 30, n);
        assert_true(t->when <= 30);
        assert_false(seen[t - m->t]);
        seen[t - m->t] = true;
    }
    assert_null(seep_timers_due_nth(&m->h, 30, due));
}

TEST(the_first_due_alarm_is_the_first_armed_of_the_earliest)
{
    struct alarms *m = make(script_arena(0));

    add(m, 0, 20);
    add(m, 1, 10);
    add(m, 2, 10);
    assert_ptr_equal(seep_timers_due_nth(&m->h, 30, 0), &m->t[1]);
}

TEST(the_list_holds_the_armed_ones_last_armed_first)
{
    struct seep_arena *a = script_arena(0);
    struct seep_timers h = {0};
    struct seep_timer t[3] = {0};

    for (int i = 0; i < 3; i++) {
        assert_int_equal(seep_timers_reserve(&h, a), SEEP_OK);
        seep_timers_list(&h, &t[i]);
    }
    assert_ptr_equal(h.armed, &t[2]);
    seep_timers_unlist(&h, &t[1]); /* middle */
    seep_timers_unlist(&h, &t[1]); /* again: nothing */
    assert_int_equal(h.narmed, 2);
    assert_ptr_equal(h.armed->next, &t[0]);
    seep_timers_unlist(&h, &t[2]); /* head */
    assert_ptr_equal(h.armed, &t[0]);
    seep_timers_unlist(&h, &t[0]); /* last */
    assert_null(h.armed);
    assert_false(t[0].armed);
}

TEST(room_is_made_for_every_armed_alarm_and_one_more)
{
    struct seep_arena *a = script_arena(0);
    struct seep_timers h = {0};
    static struct seep_timer t[40], filler[100];

    for (int i = 0; i < 40; i++) {
        assert_int_equal(seep_timers_reserve(&h, a), SEEP_OK);
        assert_true(h.cap > h.narmed);
        seep_timers_list(&h, &t[i]);
    }
    for (int i = 0; h.narmed < h.cap; i++)
        seep_timers_list(&h, &filler[i]);
    seep_arena_fail_nth(a, 1, false);
    uint32_t cap = h.cap;
    assert_int_equal(seep_timers_reserve(&h, a), SEEP_ENOMEM);
    assert_int_equal(h.cap, cap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_heap_is_never_due),
        cmocka_unit_test(alarms_come_out_by_time_then_by_order_of_arming),
        cmocka_unit_test(removing_from_the_middle_keeps_the_order),
        cmocka_unit_test(what_is_not_in_the_heap_is_removed_without_harm),
        cmocka_unit_test(each_due_alarm_is_found_exactly_once),
        cmocka_unit_test(
            the_first_due_alarm_is_the_first_armed_of_the_earliest),
        cmocka_unit_test(the_list_holds_the_armed_ones_last_armed_first),
        cmocka_unit_test(room_is_made_for_every_armed_alarm_and_one_more),
    };

    return cmocka_run_group_tests_name("timer", tests, NULL, NULL);
}
