/* table.h - what a strategy remembers of each goroutine of a run.
 *
 * Records of one size, found by the goroutine's id, cleared at first, in the
 * arena's room aside.  Number 0 is no goroutine's: it is the clock's. */
#ifndef SEEP_EXPLORE_TABLE_H
#define SEEP_EXPLORE_TABLE_H

#include <stdint.h>

#include "core/goroutine.h"

struct seep_arena;

enum { SEEP_TABLE_PAGE = 64 /* records */ };

struct seep_table {
    char **page; /* [0..npages); NULL: nobody of these was looked up yet */
    uint32_t npages;
    uint32_t size; /* of a record */
};

/* The record, its page made anew; NULL: the room is used up. */
void *seep__table_make(struct seep_table *t, struct seep_arena *a, uint32_t id);

/* The same in a page that is there. */
static inline void *seep__table_in(const struct seep_table *t, uint32_t id)
{
    return t->page[id / SEEP_TABLE_PAGE] +
           (uint64_t)(id % SEEP_TABLE_PAGE) * t->size;
}

/* The record of that number; NULL: the room is used up.  Stays where it is. */
static inline void *seep_table_at(struct seep_table *t, struct seep_arena *a,
                                  uint32_t id)
{
    uint32_t page = id / SEEP_TABLE_PAGE;

    if (__builtin_expect(page < t->npages && t->page[page], 1))
        return seep__table_in(t, id);
    return seep__table_make(t, a, id);
}

/* The number of an alternative of who runs. */
static inline uint32_t seep_table_id(const struct seep_g *g)
{
    return g ? g->id : 0;
}

#endif
