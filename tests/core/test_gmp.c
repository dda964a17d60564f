/* Run queues, by themselves: who is found next, and where. */
#include "core/gmp.h"
#include "script_run.h"

enum { MANY = 600 };

static struct seep_sim sim;
static struct seep_g gs[MANY + 1]; /* gs[i].id is i */
static struct record record;

/* np P's, nothing queued. */
static void set_up(uint32_t np)
{
    struct seep_arena *a = script_arena(0);

    memset(&sim, 0, sizeof sim);
    memset(gs, 0, sizeof gs);
    for (uint32_t i = 1; i <= MANY; i++)
        gs[i] = (struct seep_g){.id = i, .own.g = &gs[i]};
    record_init(&record);
    sim.observers = &record.observer;
    assert_int_equal(seep_gmp_init(&sim.gmp, a, np), SEEP_OK);
}

static void put(uint32_t p, uint32_t g)
{
    seep_gmp_put(&sim.gmp, sim.gmp.p[p], &gs[g], false);
}

static void put_next(uint32_t p, uint32_t g)
{
    seep_gmp_put(&sim.gmp, sim.gmp.p[p], &gs[g], true);
}

static void put_global(uint32_t g)
{
    seep_gmp_put_global(&sim.gmp, &gs[g]);
}

/* The id of the next on p; 0: none. */
static uint32_t find(uint32_t p)
{
    struct seep_g *g = seep_gmp_find(&sim, sim.gmp.p[p]);

    return g ? g->id : 0;
}

static uint32_t queued(uint32_t p)
{
    return sim.gmp.p[p]->tail - sim.gmp.p[p]->head;
}

TEST(nothing_is_found_in_empty_queues)
{
    set_up(2);
    assert_int_equal(find(0), 0);
    sim.gmp.nrunnable = 1; /* one that this P may not have */
    assert_int_equal(find(0), 0);
}

TEST(the_last_readied_runs_next_the_others_in_order)
{
    set_up(1);
    for (uint32_t i = 1; i <= 5; i++)
        put_next(0, i);
    assert_int_equal(sim.gmp.nrunnable, 5);
    assert_int_equal(find(0), 5);
    for (uint32_t i = 1; i <= 4; i++)
        assert_int_equal(find(0), i);
    assert_int_equal(sim.gmp.nrunnable, 0);
}

TEST(the_local_queue_goes_before_the_global_one)
{
    set_up(1);
    sim.gmp.p[0]->tick = 1;
    put_global(3);
    put(0, 2);
    put_next(0, 1);
    for (uint32_t i = 1; i <= 3; i++)
        assert_int_equal(find(0), i);
}

TEST(a_full_queue_sends_its_older_half_and_the_new_one_global)
{
    set_up(1);
    for (uint32_t i = 1; i <= 257; i++)
        put(0, i);
    assert_int_equal(queued(0), 128);
    assert_int_equal(sim.gmp.nglobal, 129);
    assert_ptr_equal(sim.gmp.global.first->g, &gs[1]);
    assert_ptr_equal(sim.gmp.global.last->g, &gs[257]);
    assert_ptr_equal(sim.gmp.p[0]->queue[128], &gs[129]);
    assert_int_equal(sim.gmp.nrunnable, 257);
}

TEST(nobody_is_lost_when_queues_overflow)
{
    bool seen[MANY + 1] = {false};

    set_up(1);
    for (uint32_t i = 1; i <= MANY; i++)
        put_next(0, i);
    for (uint32_t i = 1; i <= MANY; i++) {
        uint32_t g = find(0);
        assert_in_range(g, 1, MANY);
        assert_false(seen[g]);
        seen[g] = true;
    }
    assert_int_equal(find(0), 0);
    assert_int_equal(sim.gmp.nglobal, 0);
}

TEST(the_global_queue_comes_first_every_61st_tick)
{
    set_up(1);
    sim.gmp.p[0]->tick = 0;
    for (uint32_t i = 1; i <= 130; i++)
        put(0, i);
    for (uint32_t i = 301; i <= 310; i++)
        put_global(i);
    uint32_t local = 0;
    for (uint32_t tick = 0; tick < 130; tick++)
        assert_int_equal(find(0), tick % 61 ? ++local : 301 + tick / 61);
}

TEST(run_next_shares_its_predecessor_s_slice_and_tick)
{
    set_up(1);
    sim.gmp.p[0]->tick = 1;
    sim.gmp.p[0]->slice = 77;
    put(0, 2);
    put_next(0, 1);
    assert_int_equal(find(0), 1);
    assert_int_equal(sim.gmp.p[0]->tick, 1);
    assert_int_equal(sim.gmp.p[0]->slice, 77);
    assert_int_equal(find(0), 2);
    assert_int_equal(sim.gmp.p[0]->tick, 2);
    assert_int_equal(sim.gmp.p[0]->slice, 0);
}

TEST(a_p_takes_its_fair_share_of_the_global_queue)
{
    set_up(4);
    sim.gmp.p[0]->tick = 1;
    for (uint32_t i = 1; i <= 40; i++)
        put_global(i);
    assert_int_equal(find(0), 1);
    assert_int_equal(queued(0), 10); /* 40 / 4 + 1, one of them running */
    assert_int_equal(sim.gmp.nglobal, 29);
}

TEST(a_share_is_at_most_half_a_queue)
{
    set_up(1);
    sim.gmp.p[0]->tick = 1;
    for (uint32_t i = 1; i <= 400; i++)
        put_global(i);
    assert_int_equal(find(0), 1);
    assert_int_equal(queued(0), 127);
}

TEST(an_idle_p_steals_half_and_runs_the_last_stolen)
{
    set_up(2);
    sim.gmp.p[1]->tick = 1;
    for (uint32_t i = 1; i <= 5; i++)
        put(0, i);
    assert_int_equal(find(1), 3); /* took 1, 2 and 3 */
    assert_int_equal(queued(1), 2);
    assert_int_equal(queued(0), 2);
    assert_int_equal(find(1), 1);
    assert_int_equal(find(1), 2);
    assert_int_equal(find(0), 4);
    assert_int_equal(record_count(&record, SEEP_EV_STEAL), 3);
    assert_int_equal(record.seen[0].g, 1);
    assert_int_equal(record.seen[0].arg, 0 << 16 | 1);
}

TEST(run_next_is_stolen_only_from_a_p_that_is_busy)
{
    set_up(3);
    put_next(2, 1);
    assert_int_equal(find(0), 0);
    sim.gmp.p[2]->cur = &gs[9];
    assert_int_equal(find(0), 1);
    assert_null(sim.gmp.p[2]->next);
    assert_int_equal(record.seen[0].arg, 2 << 16 | 0);
}

TEST(the_next_p_in_the_circle_is_robbed_first)
{
    set_up(3);
    put(0, 1);
    put(2, 2);
    assert_int_equal(find(1), 2);
    assert_int_equal(find(1), 1);
}

/* ---- taking a particular one ---- */

TEST(one_is_taken_from_the_run_next_slot)
{
    set_up(2);
    put_next(1, 1);
    seep_gmp_take(&sim.gmp, &gs[1]);
    assert_int_equal(sim.gmp.nrunnable, 0);
    assert_int_equal(find(1), 0);
}

TEST(one_is_taken_from_the_middle_of_a_queue)
{
    for (uint32_t gone = 1; gone <= 4; gone++) {
        set_up(1);
        sim.gmp.p[0]->head = sim.gmp.p[0]->tail = 254; /* wraps */
        for (uint32_t i = 1; i <= 4; i++)
            put(0, i);
        seep_gmp_take(&sim.gmp, &gs[gone]);
        assert_int_equal(sim.gmp.nrunnable, 3);
        for (uint32_t i = 1; i <= 4; i++)
            if (i != gone)
                assert_int_equal(find(0), i);
        assert_int_equal(find(0), 0);
    }
}

TEST(one_is_taken_from_the_global_queue)
{
    for (uint32_t gone = 1; gone <= 3; gone++) {
        set_up(1);
        for (uint32_t i = 1; i <= 3; i++)
            put_global(i);
        seep_gmp_take(&sim.gmp, &gs[gone]);
        put_global(4); /* the tail is in order */
        for (uint32_t i = 1; i <= 4; i++)
            if (i != gone)
                assert_int_equal(find(0), i);
        assert_int_equal(find(0), 0);
        assert_int_equal(sim.gmp.nglobal, 0);
    }
}

TEST(the_only_one_is_taken_from_the_global_queue)
{
    set_up(1);
    put_global(1);
    seep_gmp_take(&sim.gmp, &gs[1]);
    assert_null(sim.gmp.global.first);
    assert_null(sim.gmp.global.last);
}

/* ---- P's ---- */

TEST(more_p_s_join_and_the_old_ones_keep_their_queues)
{
    set_up(2);
    struct seep_arena *a = script_arena(0);

    set_up(2);
    put(1, 1);
    struct seep_p *p1 = sim.gmp.p[1];
    assert_int_equal(seep_gmp_init(&sim.gmp, a, 4), SEEP_OK);
    assert_ptr_equal(sim.gmp.p[1], p1);
    assert_int_equal(sim.gmp.p[3]->id, 3);
    assert_int_equal(sim.gmp.np, 4);
    assert_int_equal(find(1), 1);
}

TEST(a_p_that_cannot_be_made_is_an_error)
{
    struct seep_arena *a = script_arena(0);

    memset(&sim, 0, sizeof sim);
    seep_arena_fail_nth(a, 2, false);
    assert_int_equal(seep_gmp_init(&sim.gmp, a, 3), SEEP_ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found_in_empty_queues),
        cmocka_unit_test(the_last_readied_runs_next_the_others_in_order),
        cmocka_unit_test(the_local_queue_goes_before_the_global_one),
        cmocka_unit_test(
            a_full_queue_sends_its_older_half_and_the_new_one_global),
        cmocka_unit_test(nobody_is_lost_when_queues_overflow),
        cmocka_unit_test(the_global_queue_comes_first_every_61st_tick),
        cmocka_unit_test(run_next_shares_its_predecessor_s_slice_and_tick),
        cmocka_unit_test(a_p_takes_its_fair_share_of_the_global_queue),
        cmocka_unit_test(a_share_is_at_most_half_a_queue),
        cmocka_unit_test(an_idle_p_steals_half_and_runs_the_last_stolen),
        cmocka_unit_test(run_next_is_stolen_only_from_a_p_that_is_busy),
        cmocka_unit_test(the_next_p_in_the_circle_is_robbed_first),
        cmocka_unit_test(one_is_taken_from_the_run_next_slot),
        cmocka_unit_test(one_is_taken_from_the_middle_of_a_queue),
        cmocka_unit_test(one_is_taken_from_the_global_queue),
        cmocka_unit_test(the_only_one_is_taken_from_the_global_queue),
        cmocka_unit_test(more_p_s_join_and_the_old_ones_keep_their_queues),
        cmocka_unit_test(a_p_that_cannot_be_made_is_an_error),
    };

    return cmocka_run_group_tests_name("gmp", tests, NULL, NULL);
}
