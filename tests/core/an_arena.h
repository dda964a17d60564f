/* an_arena.h - an arena of 64 MB for each unit test. */
#ifndef AN_ARENA_H
#define AN_ARENA_H

#include "script_run.h"

#define MB ((size_t)1 << 20)

static struct seep_arena *arena;

static inline int open_arena(void **state)
{
    (void)state;
    arena = seep_arena_new(64 * MB);
    return arena ? 0 : -1;
}

static inline int close_arena(void **state)
{
    (void)state;
    seep_arena_free(arena);
    arena = NULL;
    return 0;
}

static inline size_t live(void)
{
    return seep_arena_stats(arena).live;
}

static inline size_t used(void)
{
    return seep_arena_stats(arena).used;
}

#define IN_ARENA(name)                                                         \
    cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

#endif
