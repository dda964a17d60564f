/* What of an arena is restored; the room aside. */
#include "an_arena.h"

/* ---- snapshots ---- */

TEST(a_restore_brings_every_byte_back)
{
    char *p = seep_arena_alloc(arena, 100), *q = seep_arena_alloc(arena, 9000);

    memset(p, 1, 100);
    memset(q, 2, 9000);
    seep_arena_set_root(arena, q);
    struct seep_snapshot *s = seep_snapshot_take(arena);
    assert_int_equal(seep_snapshot_size(s), used());
    struct seep_arena_stats before = seep_arena_stats(arena);
    memset(q, 3, 9000);
    seep_arena_release(arena, p, 100);
    seep_arena_release(arena, q, 9000);
    seep_arena_set_root(arena, NULL);
    memset(seep_arena_alloc(arena, 20000), 4, 20000);
    seep_snapshot_restore(arena, s);
    struct seep_arena_stats after = seep_arena_stats(arena);
    assert_memory_equal(&before, &after, sizeof before);
    assert_ptr_equal(seep_arena_root(arena), q);
    for (int i = 0; i < 9000; i++)
        assert_int_equal(q[i], 2);
    assert_int_equal(p[99], 1);
    seep_snapshot_free(s);
}

TEST(what_is_to_fail_is_restored_too)
{
    seep_arena_fail_nth(arena, 2, false);
    struct seep_snapshot *s = seep_snapshot_take(arena);

    for (int i = 0; i < 3; i++) {
        assert_non_null(seep_arena_alloc(arena, 10));
        assert_null(seep_arena_alloc(arena, 10));
        seep_snapshot_restore(arena, s);
    }
    seep_snapshot_free(s);
    seep_snapshot_free(NULL);
}

/* ---- the room aside ---- */

TEST(what_is_aside_moves_no_block_and_is_not_limited)
{
    char *p = seep_arena_alloc(arena, 5000);

    seep_arena_reset(arena, 10 * MB);
    char *lore = seep_arena_aside(arena, 20 * MB);
    assert_non_null(lore);
    assert_ptr_equal(seep_arena_alloc(arena, 5000), p);
    assert_int_equal(seep_arena_stats(arena).allocs, 1);
    assert_int_equal(live(), 5008);
    for (size_t i = 0; i < 20 * MB; i += 1000)
        assert_int_equal(lore[i], 0);
}

TEST(what_is_aside_is_cleared_and_ends_somewhere)
{
    char *p = seep_arena_aside(arena, 100), *q = seep_arena_aside(arena, 1);

    assert_true(q >= p + 100 && ((uintptr_t)q & 15) == 0);
    memset(p, 7, 100);
    assert_null(seep_arena_aside(arena, 1024 * MB));
    assert_null(seep_arena_aside(arena, SIZE_MAX));
    seep_arena_drop_aside(arena);
    assert_ptr_equal(seep_arena_aside(arena, 100), p);
    for (int i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
}

TEST(what_is_aside_is_restored_too)
{
    char *p = seep_arena_aside(arena, 1000);

    memset(p, 1, 1000);
    struct seep_snapshot *s = seep_snapshot_take(arena);
    assert_int_equal(seep_snapshot_size(s), used() + 1008);
    memset(p, 2, 1000);
    char *q = seep_arena_aside(arena, 10);
    seep_snapshot_restore(arena, s);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(p[i], 1);
    assert_ptr_equal(seep_arena_aside(arena, 10), q);
    seep_snapshot_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARENA(a_restore_brings_every_byte_back),
        IN_ARENA(what_is_to_fail_is_restored_too),
        IN_ARENA(what_is_aside_moves_no_block_and_is_not_limited),
        IN_ARENA(what_is_aside_is_cleared_and_ends_somewhere),
        IN_ARENA(what_is_aside_is_restored_too),
    };

    return cmocka_run_group_tests_name("arena_snapshot", tests, NULL, NULL);
}
