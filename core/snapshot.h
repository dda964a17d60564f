/* snapshot.h - the whole world, taken and put back.
 *
 * Take and restore between two steps only: no C function may be holding arena
 * state on its stack.  Snapshots are on the ordinary heap. */
#ifndef SEEP_SNAPSHOT_H
#define SEEP_SNAPSHOT_H

#include <stddef.h>

#include "arena.h"

struct seep_snapshot;

/* A copy of the used bytes, those aside too.  Returns new, or NULL when the
 * ordinary heap is used up. */
struct seep_snapshot *seep_snapshot_take(const struct seep_arena *a);

/* The same, for the snapshot that run after run starts from: one a process, it
 * takes the place of the one before.  Runs write few of the pages of a loaded
 * world, and always the same: those are found out by write protection, and a
 * restore copies nothing else.  Seals the arena (seep_arena_seal). */
struct seep_snapshot *seep_snapshot_take_base(struct seep_arena *a);

/* The same, for a moment of a run that started from the base: what differs
 * from the base, to which it belongs from then on. */
struct seep_snapshot *seep_snapshot_take_change(const struct seep_arena *a);

/* Costs a memcpy of the bytes; of the base, of those pages. */
void seep_snapshot_restore(struct seep_arena *a, const struct seep_snapshot *s);

/* Before writing all over the world (collecting its garbage): what is written
 * until the base is restored teaches nothing.  The kernel, too, can write into
 * the arena only after this. */
void seep_snapshot_unguard(void);

void seep_snapshot_free(struct seep_snapshot *s);
/* The bytes that it holds. */
size_t seep_snapshot_size(const struct seep_snapshot *s);

#endif
