/* cells.h - a table from 64-bit keys to two numbers, on the ordinary heap. */
#ifndef SEEP_EXPLORE_CELLS_H
#define SEEP_EXPLORE_CELLS_H

#include <stdbool.h>
#include <stdint.h>

struct seep_cell {
    uint64_t key; /* 0: empty */
    uint64_t last, sum;
};

/* All zero: empty. */
struct seep_cells {
    struct seep_cell *cell; /* owned, [0..cap) */
    uint32_t n, cap;        /* cap: 0 or a power of two */
};

enum { SEEP_CELLS_MAX = 1 << 20 };

void seep_cells_fini(struct seep_cells *c);

/* Empties it, and keeps its memory. */
void seep_cells_clear(struct seep_cells *c);

/* The cell of a key, a new one when there is none yet; stays where it is until
 * the next new one.  NULL: out of memory, or too many. */
struct seep_cell *seep_cells_at(struct seep_cells *c, uint64_t key);

/* Adds a key.  False: it was there, or there is no room. */
bool seep_cells_add(struct seep_cells *c, uint64_t key);

#endif
