/* arena_inside.h - struct seep_arena, for arena.c, which has the mapping and
 * the size classes, and arena_heap.c, which has the blocks that are larger. */
#ifndef SEEP_ARENA_INSIDE_H
#define SEEP_ARENA_INSIDE_H

#include "arena.h"

enum {
    UNIT = 16,
    SMALL_MAX = 1024,
    NCLASS = SMALL_MAX / UNIT + 1,
    NSUB = 8, /* bins per power of two */
    NLEVEL = 40,
};

#define MAP_BYTES (UINT64_C(64) << 30) /* for the blocks */
#define ASIDE_MAX (UINT64_C(1) << 30)  /* behind them */
#define MAPPED (MAP_BYTES + ASIDE_MAX)

struct tag; /* arena_heap.c */

struct size_class {
    void *free;       /* list through the first word */
    char *bump, *end; /* the part of the newest run never handed out */
    size_t next_run;  /* bytes of the run to take next */
};

struct seep_arena {
    char *top;        /* end of the last block; the wilderness begins */
    size_t last_size; /* size of the last block, 0 when there is none */
    size_t live, limit;
    size_t aside; /* bytes used there */
    uint64_t allocs, volume, failures;
    uint64_t fail_at; /* value of `allocs` that fails; 0: none */
    bool fail_ever_after;
    bool spared;
    uint64_t level_map;
    uint8_t sub_map[NLEVEL];
    struct tag *bin[NLEVEL][NSUB];
    struct size_class cls[NCLASS];
};

#define HEAP_OFFSET                                                            \
    ((sizeof(struct seep_arena) + UNIT - 1) & ~(size_t)(UNIT - 1))

static inline char *seep__heap_base(const struct seep_arena *a)
{
    return (char *)a + HEAP_OFFSET;
}

/* Where the room aside begins, and no block goes. */
static inline char *seep__aside(const struct seep_arena *a)
{
    return (char *)a + MAP_BYTES;
}

static inline size_t seep__round_up(size_t n)
{
    return (n + UNIT - 1) & ~(size_t)(UNIT - 1);
}

/* A block, its bytes not cleared; NULL: the arena is full. */
void *seep__heap_get(struct seep_arena *a, size_t size);
void seep__heap_put(struct seep_arena *a, void *p);

/* Gives the block another size where it is; false: there is no room.  Making
 * it smaller never fails. */
bool seep__heap_resize(struct seep_arena *a, void *p, size_t new_size);

/* See seep_arena_seal. */
void seep__heap_seal(struct seep_arena *a);

#endif
