/* mem.h - memory for what may live in the arena or outside of it.
 *
 * What only watches a run keeps what it knows on the ordinary heap; what takes
 * part in it keeps the same in the arena, to be restored with the rest.  As in
 * the arena, who frees tells the size. */
#ifndef SEEP_MEM_H
#define SEEP_MEM_H

#include <stdlib.h>
#include <string.h>

#include "arena.h"

struct seep_mem {
    struct seep_arena *arena; /* NULL: the ordinary heap */
};

/* Not cleared; NULL: out of memory. */
static inline void *seep_mem_alloc(const struct seep_mem *m, size_t size)
{
    return m->arena ? seep_arena_alloc(m->arena, size) : malloc(size);
}

/* Cleared. */
static inline void *seep_mem_calloc(const struct seep_mem *m, size_t size)
{
    return m->arena ? seep_arena_calloc(m->arena, size) : calloc(1, size);
}

/* p may be NULL, of size 0. */
static inline void *seep_mem_realloc(const struct seep_mem *m, void *p,
                                     size_t was, size_t size)
{
    return m->arena ? seep_arena_realloc(m->arena, p, was, size)
                    : realloc(p, size);
}

static inline void seep_mem_free(const struct seep_mem *m, void *p, size_t size)
{
    if (m->arena)
        seep_arena_release(m->arena, p, size);
    else
        free(p);
}

#endif
