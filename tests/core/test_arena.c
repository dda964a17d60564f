/* The arena: addresses, reuse, limits, failures on request. */
#include <stdlib.h>

#include "core/rng.h"
#include "an_arena.h"

/* ---- blocks ---- */

TEST(a_fresh_arena_is_empty)
{
    struct seep_arena_stats s = seep_arena_stats(arena);

    assert_int_equal(s.live, 0);
    assert_int_equal(s.allocs, 0);
    assert_int_equal(s.failures, 0);
    assert_int_equal(s.limit, 64 * MB);
}

TEST(a_second_arena_is_refused)
{
    assert_null(seep_arena_new(MB));
}

TEST(the_arena_can_be_mapped_again)
{
    struct seep_arena *before = arena;

    seep_arena_free(arena);
    seep_arena_free(NULL);
    arena = seep_arena_new(MB);
    assert_ptr_equal(arena, before);
}

TEST(nothing_is_asked_for_and_nothing_given)
{
    assert_null(seep_arena_alloc(arena, 0));
    seep_arena_release(arena, NULL, 10);
    assert_int_equal(seep_arena_stats(arena).allocs, 0);
    assert_int_equal(live(), 0);
}

TEST(blocks_are_aligned_and_inside)
{
    for (size_t n = 1; n < 5000; n += 13) {
        char *p = seep_arena_alloc(arena, n);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_true(p > (char *)arena && p + n <= (char *)arena + used());
    }
}

TEST(live_bytes_are_counted_in_sixteens)
{
    void *p = seep_arena_alloc(arena, 1), *q = seep_arena_alloc(arena, 2000);

    assert_int_equal(live(), 16 + 2000);
    assert_int_equal(seep_arena_stats(arena).volume, 2000 + SEEP_VOLUME_LEAST);
    seep_arena_release(arena, p, 1);
    seep_arena_release(arena, q, 2000);
    assert_int_equal(live(), 0);
}

TEST(calloc_clears_what_was_used_before)
{
    const size_t sizes[] = {40, 4000};

    for (size_t i = 0; i < 2; i++) {
        char *p = seep_arena_alloc(arena, sizes[i]);
        memset(p, 0xab, sizes[i]);
        seep_arena_release(arena, p, sizes[i]);
        char *q = seep_arena_calloc(arena, sizes[i]);
        assert_ptr_equal(q, p);
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(q[k], 0);
    }
    seep_arena_fail_nth(arena, 1, false);
    assert_null(seep_arena_calloc(arena, 8));
}

TEST(small_blocks_are_reused_last_freed_first)
{
    void *p = seep_arena_alloc(arena, 100), *q = seep_arena_alloc(arena, 100);

    seep_arena_release(arena, p, 100);
    seep_arena_release(arena, q, 100);
    assert_ptr_equal(seep_arena_alloc(arena, 97), q);
    assert_ptr_equal(seep_arena_alloc(arena, 112), p);
}

TEST(freed_neighbours_are_joined)
{
    char *p[4];

    for (int i = 0; i < 4; i++)
        p[i] = seep_arena_alloc(arena, 5000);
    size_t full = used();
    seep_arena_release(arena, p[0], 5000);
    seep_arena_release(arena, p[2], 5000);
    seep_arena_release(arena, p[1], 5000); /* joins both sides */
    assert_ptr_equal(seep_arena_alloc(arena, 12000), p[0]);
    assert_int_equal(used(), full);
}

TEST(a_freed_last_block_gives_its_bytes_back)
{
    size_t empty = used();
    char *p = seep_arena_alloc(arena, 5000), *q = seep_arena_alloc(arena, 6000);

    seep_arena_release(arena, p, 5000);
    assert_true(used() > empty + 11000);
    seep_arena_release(arena, q, 6000); /* and the free one before it */
    assert_int_equal(used(), empty);
    assert_ptr_equal(seep_arena_alloc(arena, 9000), p);
}

TEST(a_freed_large_block_serves_the_next_of_its_size)
{
    char *p = seep_arena_alloc(arena, 5000);

    (void)seep_arena_alloc(arena, 2000);
    seep_arena_release(arena, p, 5000);
    assert_ptr_equal(seep_arena_alloc(arena, 5000), p);
}

TEST(a_large_hole_serves_smaller_blocks)
{
    char *p = seep_arena_alloc(arena, 40000);
    char *wall = seep_arena_alloc(arena, 2000);

    seep_arena_release(arena, p, 40000);
    assert_ptr_equal(seep_arena_alloc(arena, 3000), p);
    char *q = seep_arena_alloc(arena, 3000);
    assert_true(q > p && q < wall);
}

/* ---- realloc ---- */

TEST(realloc_of_nothing_allocates_and_to_nothing_frees)
{
    char *p = seep_arena_realloc(arena, NULL, 0, 50);

    assert_non_null(p);
    assert_ptr_equal(seep_arena_realloc(arena, p, 50, 60), p); /* same 64 */
    assert_null(seep_arena_realloc(arena, p, 60, 0));
    assert_int_equal(live(), 0);
}

TEST(realloc_keeps_the_bytes_wherever_they_go)
{
    const size_t sizes[] = {10, 200, 1024, 1025, 9000, 3000, 20000, 1000, 5};
    size_t n = 1;
    char *p = seep_arena_alloc(arena, 1);

    *p = 'x';
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t keep = n < sizes[i] ? n : sizes[i];
        p = seep_arena_realloc(arena, p, n, sizes[i]);
        assert_non_null(p);
        for (size_t k = 0; k < keep; k++)
            assert_int_equal(p[k], 'x');
        memset(p, 'x', sizes[i]);
        n = sizes[i];
        assert_int_equal(live(), (n + 15) / 16 * 16);
    }
}

TEST(a_last_block_grows_in_place)
{
    char *p = seep_arena_alloc(arena, 5000);

    assert_ptr_equal(seep_arena_realloc(arena, p, 5000, 50000), p);
    assert_int_equal(live(), 50000);
}

TEST(a_block_grows_into_a_free_neighbour)
{
    char *p = seep_arena_alloc(arena, 5000);
    char *q = seep_arena_alloc(arena, 8000);
    char *wall = seep_arena_alloc(arena, 2000);

    assert_ptr_not_equal(seep_arena_realloc(arena, wall, 2000, 2000), NULL);
    seep_arena_release(arena, q, 8000);
    assert_ptr_equal(seep_arena_realloc(arena, p, 5000, 10000), p);
    /* what was left of the neighbour is still there to be used */
    q = seep_arena_alloc(arena, 2000);
    assert_true(q > p && q < wall);
}

TEST(a_walled_in_block_moves)
{
    char *p = seep_arena_alloc(arena, 5000);

    (void)seep_arena_alloc(arena, 2000);
    assert_ptr_not_equal(seep_arena_realloc(arena, p, 5000, 10000), p);
    assert_ptr_equal(seep_arena_alloc(arena, 4000), p);
}

TEST(a_block_shrinks_in_place)
{
    char *p = seep_arena_alloc(arena, 9000);
    char *wall = seep_arena_alloc(arena, 2000);

    assert_ptr_equal(seep_arena_realloc(arena, p, 9000, 3000), p);
    char *q = seep_arena_alloc(arena, 4000);
    assert_true(q > p && q < wall);
    /* too little to give back */
    assert_ptr_equal(seep_arena_realloc(arena, p, 3000, 2980), p);
}

/* ---- limits and failures ---- */

TEST(the_limit_is_kept_and_counted)
{
    seep_arena_reset(arena, 10000);
    char *p = seep_arena_alloc(arena, 8000);

    assert_non_null(p);
    assert_null(seep_arena_alloc(arena, 3000));
    assert_null(seep_arena_alloc(arena, 100000));
    assert_null(seep_arena_realloc(arena, p, 8000, 12000));
    assert_int_equal(seep_arena_stats(arena).failures, 3);
    assert_int_equal(live(), 8000);
    seep_arena_release(arena, p, 8000);
    assert_non_null(seep_arena_alloc(arena, 3000));
}

TEST(shrinking_succeeds_at_the_limit_and_under_failures)
{
    seep_arena_reset(arena, 10000);
    char *p = seep_arena_alloc(arena, 10000);

    seep_arena_fail_nth(arena, 1, true);
    p = seep_arena_realloc(arena, p, 10000, 900);
    assert_non_null(p);
    assert_non_null(seep_arena_realloc(arena, p, 900, 20));
    assert_int_equal(seep_arena_stats(arena).failures, 0);
}

TEST(the_nth_allocation_fails_once)
{
    seep_arena_fail_nth(arena, 3, false);
    void *p = seep_arena_alloc(arena, 10);
    assert_non_null(seep_arena_alloc(arena, 2000));
    assert_null(seep_arena_realloc(arena, p, 10, 100));
    assert_non_null(seep_arena_realloc(arena, p, 10, 100));
    assert_int_equal(seep_arena_stats(arena).failures, 1);
    assert_int_equal(seep_arena_stats(arena).allocs, 4);
}

TEST(the_nth_allocation_and_all_later_ones_fail)
{
    seep_arena_fail_nth(arena, 2, true);
    assert_non_null(seep_arena_alloc(arena, 10));
    for (int i = 0; i < 5; i++)
        assert_null(seep_arena_alloc(arena, 10));
    seep_arena_fail_nth(arena, 0, false);
    assert_non_null(seep_arena_alloc(arena, 10));
}

TEST(while_spared_a_failure_is_counted_and_served_all_the_same)
{
    seep_arena_reset(arena, 1000);
    seep_arena_spare(arena, true);
    seep_arena_fail_nth(arena, 1, false);
    assert_non_null(seep_arena_alloc(arena, 10));
    assert_non_null(seep_arena_alloc(arena, 2000));
    assert_int_equal(seep_arena_failures(arena), 2);
    seep_arena_spare(arena, false);
    assert_null(seep_arena_alloc(arena, 10));
    assert_int_equal(seep_arena_volume(arena),
                     SEEP_VOLUME_LEAST + 2000 + SEEP_VOLUME_LEAST);
}

TEST(lifting_forgets_limit_and_failures)
{
    seep_arena_reset(arena, 100);
    seep_arena_fail_nth(arena, 1, true);
    assert_null(seep_arena_alloc(arena, 10));
    seep_arena_lift(arena);
    assert_non_null(seep_arena_alloc(arena, 10 * MB));
    assert_int_equal(seep_arena_stats(arena).failures, 0);
    seep_arena_set_limit(arena, 11 * MB);
    assert_null(seep_arena_alloc(arena, 2 * MB));
}

TEST(a_full_mapping_is_no_memory)
{
    seep_arena_lift(arena);
    size_t most = seep_arena_stats(arena).limit;
    assert_null(seep_arena_alloc(arena, most - 100));
    char *p = seep_arena_alloc(arena, most - MB);

    assert_non_null(p);
    assert_null(seep_arena_realloc(arena, p, most - MB, most - 100));
    assert_null(seep_arena_alloc(arena, 2 * MB));
    /* a small block needs a run, and there is no room for one */
    while (seep_arena_alloc(arena, 30000))
        ;
    while (seep_arena_alloc(arena, 1025))
        ;
    assert_null(seep_arena_alloc(arena, 1024));
    seep_arena_release(arena, p, most - MB);
    assert_non_null(seep_arena_alloc(arena, 2 * MB));
}

TEST(sizes_near_the_end_of_the_number_range_are_refused)
{
    seep_arena_reset(arena, SIZE_MAX);
    assert_null(seep_arena_alloc(arena, SIZE_MAX));
    assert_null(seep_arena_alloc(arena, SIZE_MAX - 8));
    assert_null(seep_arena_alloc(arena, SIZE_MAX / 2));
}

/* ---- a model ---- */

enum { MODEL = 300, MODEL_STEPS = 20000 };

struct block {
    unsigned char *p;
    size_t n;
    unsigned char fill;
};

static size_t some_size(struct seep_rng *r)
{
    const uint32_t upto[] = {16, 100, 1024, 3000, 40000};

    return 1 + seep_rng_below(r, upto[seep_rng_below(r, 5)]);
}

static void check_block(const struct block *b)
{
    for (size_t i = 0; i < b->n; i++)
        assert_int_equal(b->p[i], b->fill);
}

/* Does something to b; returns where it is now. */
static void disturb(struct block *b, struct seep_rng *r)
{
    size_t n = some_size(r);

    check_block(b);
    if (!b->p) {
        b->p = seep_arena_alloc(arena, n);
    } else if (seep_rng_below(r, 2)) {
        b->p = seep_arena_realloc(arena, b->p, b->n, n);
    } else {
        seep_arena_release(arena, b->p, b->n);
        *b = (struct block){0};
        return;
    }
    assert_non_null(b->p);
    b->n = n;
    b->fill = (unsigned char)seep_rng_next(r);
    memset(b->p, b->fill, n);
}

static uint64_t play(uint64_t seed)
{
    static struct block block[MODEL];
    struct seep_rng r = seep_rng_stream(seed, 1);
    uint64_t sum = 0;
    size_t expected = 0;

    seep_arena_reset(arena, 64 * MB);
    memset(block, 0, sizeof block);
    for (int i = 0; i < MODEL_STEPS; i++) {
        struct block *b = &block[seep_rng_below(&r, MODEL)];
        expected -= (b->n + 15) / 16 * 16;
        disturb(b, &r);
        expected += (b->n + 15) / 16 * 16;
        assert_int_equal(live(), expected);
        sum = sum * 31 + (uintptr_t)b->p;
    }
    for (int i = 0; i < MODEL; i++) {
        check_block(&block[i]);
        seep_arena_release(arena, block[i].p, block[i].n);
    }
    assert_int_equal(live(), 0);
    return sum;
}

TEST(no_block_ever_overlaps_another)
{
    for (uint64_t seed = 0; seed < 5; seed++)
        (void)play(seed);
}

TEST(the_same_calls_give_the_same_addresses)
{
    assert_true(play(42) == play(42));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARENA(a_fresh_arena_is_empty),
        IN_ARENA(a_second_arena_is_refused),
        IN_ARENA(the_arena_can_be_mapped_again),
        IN_ARENA(nothing_is_asked_for_and_nothing_given),
        IN_ARENA(blocks_are_aligned_and_inside),
        IN_ARENA(live_bytes_are_counted_in_sixteens),
        IN_ARENA(calloc_clears_what_was_used_before),
        IN_ARENA(small_blocks_are_reused_last_freed_first),
        IN_ARENA(freed_neighbours_are_joined),
        IN_ARENA(a_freed_last_block_gives_its_bytes_back),
        IN_ARENA(a_freed_large_block_serves_the_next_of_its_size),
        IN_ARENA(a_large_hole_serves_smaller_blocks),
        IN_ARENA(realloc_of_nothing_allocates_and_to_nothing_frees),
        IN_ARENA(realloc_keeps_the_bytes_wherever_they_go),
        IN_ARENA(a_last_block_grows_in_place),
        IN_ARENA(a_block_grows_into_a_free_neighbour),
        IN_ARENA(a_walled_in_block_moves),
        IN_ARENA(a_block_shrinks_in_place),
        IN_ARENA(the_limit_is_kept_and_counted),
        IN_ARENA(shrinking_succeeds_at_the_limit_and_under_failures),
        IN_ARENA(the_nth_allocation_fails_once),
        IN_ARENA(the_nth_allocation_and_all_later_ones_fail),
        IN_ARENA(while_spared_a_failure_is_counted_and_served_all_the_same),
        IN_ARENA(lifting_forgets_limit_and_failures),
        IN_ARENA(a_full_mapping_is_no_memory),
        IN_ARENA(sizes_near_the_end_of_the_number_range_are_refused),
        IN_ARENA(no_block_ever_overlaps_another),
        IN_ARENA(the_same_calls_give_the_same_addresses),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
