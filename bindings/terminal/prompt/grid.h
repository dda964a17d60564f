/* grid.h - tables of texts, for the commands that list things. */
#ifndef SEEP_PROMPT_GRID_H
#define SEEP_PROMPT_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "bindings/export/buffer.h"

struct seep_g;

enum { SEEP_GRID_COLUMNS = 6 };

struct seep_grid_row {
    char *cell[SEEP_GRID_COLUMNS]; /* owned */
    struct seep_g *g;              /* NULL: of an object */
};

/* All zeros is an empty one. */
struct seep_grid {
    struct seep_grid_row *row; /* [0..n), owned; the first is the heading */
    size_t n, cap;
    bool failed;
};

/* A new row; NULL: out of memory. */
struct seep_grid_row *seep_grid_add(struct seep_grid *t);
/* The first row, of these words; NULL ends them. */
void seep_grid_heading(struct seep_grid *t, const char *const *word);
/* Sets cell i of r, which may be NULL: takes b's text. */
void seep_grid_set(struct seep_grid_row *r, unsigned i, struct seep_buffer *b);
const char *seep_grid_cell(const struct seep_grid_row *r, unsigned i);

/* Shows the rows that have the word ("": all), of many the first `most`, and
 * frees them; returns how many there were. */
enum { SEEP_GRID_MOST = 100 };
size_t seep_grid_show(struct seep_grid *t, const char *word, size_t most);

#endif
