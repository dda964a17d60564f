/* cells.c - see cells.h.  Open addressing, at most half full. */
#include "cells.h"

#include <stdlib.h>
#include <string.h>

void seep_cells_fini(struct seep_cells *c)
{
    free(c->cell);
    memset(c, 0, sizeof *c);
}

void seep_cells_clear(struct seep_cells *c)
{
    if (c->n)
        memset(c->cell, 0, c->cap * sizeof *c->cell);
    c->n = 0;
}

/* The key's cell, or the empty one for it; cap > 0. */
static struct seep_cell *find(const struct seep_cells *c, uint64_t key)
{
    uint64_t i = key * UINT64_C(0x9e3779b97f4a7c15) >> 32;

    for (;; i++) {
        struct seep_cell *at = &c->cell[i & (c->cap - 1)];
        if (at->key == key || !at->key)
            return at;
    }
}

static bool grow(struct seep_cells *c)
{
    struct seep_cells more = {.cap = c->cap ? 2 * c->cap : 64, .n = c->n};

    if (c->n >= SEEP_CELLS_MAX)
        return false;
    more.cell = calloc(more.cap, sizeof *more.cell);
    if (!more.cell)
        return false;
    for (uint32_t i = 0; i < c->cap; i++)
        if (c->cell[i].key)
            *find(&more, c->cell[i].key) = c->cell[i];
    free(c->cell);
    *c = more;
    return true;
}

struct seep_cell *seep_cells_at(struct seep_cells *c, uint64_t key)
{
    key = key ? key : 1;
    if (2 * c->n >= c->cap && !grow(c))
        return NULL;
    struct seep_cell *at = find(c, key);
    c->n += !at->key;
    at->key = key;
    return at;
}

bool seep_cells_add(struct seep_cells *c, uint64_t key)
{
    uint32_t n = c->n;

    return seep_cells_at(c, key) && c->n > n;
}
