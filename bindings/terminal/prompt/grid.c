/* grid.c - see grid.h. */
#include "bindings/terminal/prompt/grid.h"

#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/prompt/prompt.h"

enum { ROOM = 40 };

struct seep_grid_row *seep_grid_add(struct seep_grid *t)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 32;
        void *more = realloc(t->row, cap * sizeof *t->row);
        if (!more) {
            t->failed = true;
            return NULL;
        }
        t->row = more;
        t->cap = cap;
    }
    memset(&t->row[t->n], 0, sizeof *t->row);
    return &t->row[t->n++];
}

void seep_grid_set(struct seep_grid_row *r, unsigned i, struct seep_buffer *b)
{
    if (r)
        r->cell[i] = b->s;
    else
        free(b->s);
    *b = (struct seep_buffer){0};
}

const char *seep_grid_cell(const struct seep_grid_row *r, unsigned i)
{
    return r->cell[i] ? r->cell[i] : "";
}

static bool has_word(const struct seep_grid_row *r, const char *word)
{
    for (unsigned i = 0; i < SEEP_GRID_COLUMNS; i++)
        if (strstr(seep_grid_cell(r, i), word))
            return true;
    return !*word;
}

static void add_line(struct seep_buffer *out, const struct seep_grid_row *r,
                     const unsigned *width)
{
    size_t from = out->n;

    for (unsigned i = 0; i < SEEP_GRID_COLUMNS; i++) {
        unsigned w = seep_buffer_plain_width(seep_grid_cell(r, i));
        seep_buffer_add(out, seep_grid_cell(r, i));
        if (i + 1 < SEEP_GRID_COLUMNS)
            seep_buffer_spaces(out, (w < width[i] ? width[i] - w : 0) + 2);
    }
    while (out->n > from && out->s[out->n - 1] == ' ')
        out->s[--out->n] = '\0';
    seep_buffer_add(out, "\n");
}

size_t seep_grid_show(struct seep_grid *t, const char *word, size_t most)
{
    unsigned width[SEEP_GRID_COLUMNS] = {0};
    struct seep_buffer out = {0};
    size_t shown = 0;

    for (size_t k = 0; k < t->n; k++)
        for (unsigned i = 0; i < SEEP_GRID_COLUMNS; i++) {
            unsigned w = seep_buffer_plain_width(seep_grid_cell(&t->row[k], i));
            if ((!k || has_word(&t->row[k], word)) && w > width[i])
                width[i] = w < ROOM ? w : ROOM;
        }
    for (size_t k = 0; k < t->n; k++)
        if (!k || has_word(&t->row[k], word)) {
            if (shown < most)
                add_line(&out, &t->row[k], width);
            shown += k > 0;
        }
    if (shown > most)
        seep_buffer_addf(&out, "... and %zu more: name a word to see fewer\n",
                         shown - most);
    for (size_t k = 0; k < t->n; k++)
        for (unsigned i = 0; i < SEEP_GRID_COLUMNS; i++)
            free(t->row[k].cell[i]);
    free(t->row);
    if (shown)
        seep_prompt_show(&out);
    seep_buffer_fini(&out);
    return shown;
}

void seep_grid_heading(struct seep_grid *t, const char *const *word)
{
    struct seep_grid_row *r = seep_grid_add(t);

    for (unsigned i = 0; i < SEEP_GRID_COLUMNS && word[i]; i++) {
        struct seep_buffer b = {0};
        seep_buffer_add(&b, word[i]);
        seep_grid_set(r, i, &b);
    }
}
