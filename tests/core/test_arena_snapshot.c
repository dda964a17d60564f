/* What of an arena is restored; the room aside. */
#include <stdlib.h>

#include "core/rng.h"
#include "an_arena.h"

/* ---- snapshots ---- */

TEST(a_restore_brings_every_byte_back)
{
    char *p = seep_arena_alloc(arena, 100), *q = seep_arena_alloc(arena, 9000);

    memset(p, 1, 100);
    memset(q, 2, 9000);
    struct seep_snapshot *s = seep_snapshot_take(arena);
    assert_int_equal(seep_snapshot_size(s), used());
    struct seep_arena_stats before = seep_arena_stats(arena);
    memset(q, 3, 9000);
    seep_arena_release(arena, p, 100);
    seep_arena_release(arena, q, 9000);
    memset(seep_arena_alloc(arena, 20000), 4, 20000);
    seep_snapshot_restore(arena, s);
    struct seep_arena_stats after = seep_arena_stats(arena);
    assert_memory_equal(&before, &after, sizeof before);
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

/* ---- changes of a base ---- */

enum { PAGES = 60, PAGE = 4096, CHANGES = 6 };

/* What a snapshot was taken of, to compare with. */
struct taken {
    struct seep_snapshot *s;
    char *bytes;
    size_t n;
};

static void take_copy(struct taken *t, struct seep_snapshot *s)
{
    seep_snapshot_free(t->s);
    free(t->bytes);
    t->s = s;
    t->n = used();
    t->bytes = malloc(t->n);
    assert_true(s && t->bytes);
    memcpy(t->bytes, arena, t->n);
}

static void check_restored(const struct taken *t)
{
    seep_snapshot_restore(arena, t->s);
    assert_int_equal(used(), t->n);
    assert_memory_equal(arena, t->bytes, t->n);
}

static void scribble(struct seep_rng *rng, char *world, uint32_t pages)
{
    while (pages-- > 0)
        world[seep_rng_below(rng, PAGES) * PAGE + 7]++;
    char *p = seep_arena_alloc(arena, 1 + seep_rng_below(rng, 3 * PAGE));
    *p = (char)seep_rng_below(rng, 256);
    memset(seep_arena_aside(arena, 100), *p, 100);
}

static void change(struct seep_rng *rng, char *world, struct taken *base,
                   struct taken change[CHANGES])
{
    uint32_t i = seep_rng_below(rng, CHANGES);

    switch (seep_rng_below(rng, 6)) {
    case 0: check_restored(base); break;
    case 1: take_copy(&change[i], seep_snapshot_take_change(arena)); break;
    case 2: seep_snapshot_unguard(); break;
    case 3: scribble(rng, world, 2 * PAGES); break;
    case 4: scribble(rng, world, 3); break;
    default:
        if (change[i].s)
            check_restored(&change[i]);
    }
}

TEST(a_change_brings_every_byte_back_whatever_came_between)
{
    char *world = seep_arena_calloc(arena, PAGES * PAGE);
    struct taken base = {0}, changes[CHANGES] = {{0}};
    struct seep_rng rng = seep_rng_stream(5, 1);

    take_copy(&base, seep_snapshot_take_base(arena));
    for (int i = 0; i < 3000; i++)
        change(&rng, world, &base, changes);
    for (int i = 0; i < CHANGES; i++) {
        seep_snapshot_free(changes[i].s);
        free(changes[i].bytes);
    }
    seep_snapshot_free(base.s);
    free(base.bytes);
}

TEST(a_change_holds_no_more_than_the_pages_that_were_written)
{
    char *world = seep_arena_calloc(arena, PAGES * PAGE);
    struct seep_snapshot *base = seep_snapshot_take_base(arena);

    world[3 * PAGE]++;
    struct seep_snapshot *s = seep_snapshot_take_change(arena);
    assert_true(seep_snapshot_size(s) <= 4 * PAGE);
    assert_true(seep_snapshot_size(base) >= PAGES * PAGE);
    seep_snapshot_free(s);
    seep_snapshot_free(base);
}

TEST(the_arena_beside_is_restored_by_itself)
{
    struct seep_arena *other = seep_arena_new_beside();
    char *world = seep_arena_calloc(arena, PAGES * PAGE);
    struct taken base = {0};

    assert_non_null(other);
    char *p = seep_arena_calloc(other, 1000);
    struct seep_snapshot *s = seep_snapshot_take(other);
    take_copy(&base, seep_snapshot_take_base(arena));
    world[5 * PAGE] = *p = 1;
    seep_snapshot_restore(other, s);
    assert_int_equal(*p, 0);
    assert_int_equal(world[5 * PAGE], 1);
    world[6 * PAGE] = 1; /* still watched for */
    check_restored(&base);
    seep_snapshot_free(s);
    seep_snapshot_free(base.s);
    free(base.bytes);
    seep_arena_free(other);
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
        IN_ARENA(a_change_brings_every_byte_back_whatever_came_between),
        IN_ARENA(a_change_holds_no_more_than_the_pages_that_were_written),
        IN_ARENA(the_arena_beside_is_restored_by_itself),
        IN_ARENA(what_is_aside_moves_no_block_and_is_not_limited),
        IN_ARENA(what_is_aside_is_cleared_and_ends_somewhere),
        IN_ARENA(what_is_aside_is_restored_too),
    };

    return cmocka_run_group_tests_name("arena_snapshot", tests, NULL, NULL);
}
