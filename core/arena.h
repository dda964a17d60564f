/* arena.h - the one block of memory that a simulation lives in.
 *
 * Goroutines, channels, timers and the whole Lua state are allocated here, at
 * an address that is the same in every process.  Between two steps nothing of
 * a run lives anywhere else: see snapshot.h.
 *
 * Blocks are sized: who frees tells the size it asked for.  Small blocks come
 * from size classes, large ones from a boundary-tag heap that joins freed
 * neighbours; both are reused.  All bookkeeping is inside the arena, so it is
 * restored with the rest.
 *
 * Determinism: the same calls give the same addresses, in any process. */
#ifndef SEEP_ARENA_H
#define SEEP_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

struct seep_arena;

struct seep_arena_stats {
    size_t used;       /* bytes from the base to the highest ever in use */
    size_t live;       /* bytes handed out and not freed (rounded up) */
    size_t limit;      /* byte limit on `live` */
    uint64_t allocs;   /* allocations asked for since init, failed ones too */
    uint64_t volume;   /* bytes ever asked for: what the memory work costs */
    uint64_t failures; /* allocations refused: by limit or as asked */
};

/* Maps the arena (address space only) and lays out an empty heap with a limit
 * of `limit` live bytes.  One arena a process at a time.  NULL: the address
 * is taken or the system refuses the mapping. */
struct seep_arena *seep_arena_new(size_t limit);

/* A second one, without a limit, for what those who watch a run know of it:
 * no part of the run, but to be taken and put back together with it. */
struct seep_arena *seep_arena_new_beside(void);

void seep_arena_free(struct seep_arena *a);

/* Empties the arena: everything in it is gone, the limit is `limit`. */
void seep_arena_reset(struct seep_arena *a, size_t limit);

/* 16-byte aligned, not cleared.  NULL when the limit is reached, the arena is
 * full or the failure was asked for.  size 0 gives NULL. */
void *seep_arena_alloc(struct seep_arena *a, size_t size);
void *seep_arena_calloc(struct seep_arena *a, size_t size);

/* p may be NULL (size ignored then). */
void seep_arena_release(struct seep_arena *a, void *p, size_t size);

/* As realloc, told the old size.  Shrinking never fails (LuaJIT relies on it:
 * its collector shrinks tables where an error cannot be raised). */
void *seep_arena_realloc(struct seep_arena *a, void *p, size_t old_size,
                         size_t new_size);

/* Makes allocation number n (1 is the next one) fail; with `ever_after` all
 * later ones too.  n = 0 turns it off.  The order is part of the arena and is
 * restored with it. */
void seep_arena_fail_nth(struct seep_arena *a, uint64_t n, bool ever_after);

/* While spared, an allocation that should be refused is only counted as a
 * failure and served all the same: for code that does not survive a refusal. */
void seep_arena_spare(struct seep_arena *a, bool spared);

/* seep_arena_alloc, spared. */
void *seep_arena_alloc_spared(struct seep_arena *a, size_t size);

/* Takes the limit and any failure asked for away, and forgets the failures
 * counted: for looking at a world that has run out of memory. */
void seep_arena_lift(struct seep_arena *a);

/* Sets the limit, as it is after seep_arena_new: for going on after lifting. */
void seep_arena_set_limit(struct seep_arena *a, size_t limit);

/* Bytes ever asked for, where a small block counts as this much: making and
 * finding it again costs more than its bytes do. */
enum { SEEP_VOLUME_LEAST = 160 };
uint64_t seep_arena_volume(const struct seep_arena *a);
/* Allocations refused. */
uint64_t seep_arena_failures(const struct seep_arena *a);

struct seep_arena_stats seep_arena_stats(const struct seep_arena *a);

/* Room beside the blocks, for what is no part of the program's doing (what a
 * strategy remembers of a run): it neither moves the program's blocks nor uses
 * up the limit, so a run is the same with it and without.  Cleared; stays until
 * all of it is dropped; taken and restored with the rest.  NULL: 1 GB is used
 * up. */
void *seep_arena_aside(struct seep_arena *a, size_t size);
void seep_arena_drop_aside(struct seep_arena *a);
/* A larger place there, with the bytes of p; that one is lost until all is
 * dropped. */
void *seep_arena_aside_more(struct seep_arena *a, const void *p, size_t was,
                            size_t size);
/* Where that room begins, and the bytes used there. */
void *seep_arena_room_aside(const struct seep_arena *a, size_t *used);

/* What was freed so far is never handed out again: all that is allocated from
 * here on lies together, behind what is in use now, and begins a page. */
void seep_arena_seal(struct seep_arena *a);

/* Bytes at the arena's start that count and list its blocks. */
size_t seep_arena_head(void);

/* A word at the arena's start that the owner may use to find its root object
 * again after a restore.  NULL after init. */
void seep_arena_set_root(struct seep_arena *a, void *root);
void *seep_arena_root(const struct seep_arena *a);

#endif
