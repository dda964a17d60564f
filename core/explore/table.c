/* table.c - see table.h.  Directories that became too small are left behind:
 * as they double, that is no more than they take in the end. */
#include "table.h"

#include <string.h>

#include "core/arena.h"

static bool grow(struct seep_table *t, struct seep_arena *a, uint32_t page)
{
    uint32_t n = t->npages ? t->npages : 16;

    while (n <= page)
        n *= 2;
    char **p = seep_arena_aside(a, n * sizeof *p);
    if (!p)
        return false;
    if (t->npages)
        memcpy(p, t->page, t->npages * sizeof *p);
    t->page = p;
    t->npages = n;
    return true;
}

void *seep__table_make(struct seep_table *t, struct seep_arena *a, uint32_t id)
{
    uint32_t page = id / SEEP_TABLE_PAGE;

    if (page >= t->npages && !grow(t, a, page))
        return NULL;
    if (!t->page[page])
        t->page[page] = seep_arena_aside(a, (size_t)SEEP_TABLE_PAGE * t->size);
    return t->page[page] ? seep__table_in(t, id) : NULL;
}
