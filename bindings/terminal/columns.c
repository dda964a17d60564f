/* columns.c - see columns.h.
 *
 * Main has the first column; then, in their order, the lanes with the most
 * rows to show.  When there are more lanes than columns the last column holds
 * all the others. */
#include "bindings/terminal/columns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bindings/terminal/rows.h"

enum {
    NARROWEST = 13, /* columns of the terminal for a lane, when it is tight */
    WHY = 14,       /* at least, for the reasons behind the lanes... */
    WHY_MOST = 22,  /* ... and while the lanes do not have all they need */
    GAP = 3, /* between a cell and the next column: "─▶" and a blank */
};

/* seep_lane_state.column, while it is not an index. */
enum { NONE = -1, OWN = -2, FOLDED = -3 };

/* ---- numbers and reasons ---- */

/* Widens *to so that t fits, and empties t. */
static void fit(struct seep_columns *c, unsigned *to, struct seep_buffer *t,
                unsigned gap)
{
    unsigned n = seep_buffer_plain_width(seep_buffer_string(t)) + gap;

    if (n > *to)
        *to = n;
    c->failed |= t->failed;
    seep_buffer_fini(t);
}

static void measure_sides(struct seep_columns *c, const struct seep_row *row)
{
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, "%" PRIu64, row->step);
    fit(c, &c->step_width, &t, 0);
    seep_row_time(&t, row);
    fit(c, &c->time_width, &t, 0);
    seep_buffer_add_plain(&t, row->why);
    fit(c, &c->why_width, &t, 0);
}

/* Where the lanes begin. */
static unsigned left_side(const struct seep_columns *c)
{
    return c->step_width + 2 + c->time_width + 2;
}

/* ---- which lane is where ---- */

static void count_rows(struct seep_columns *c, const struct seep_show *how)
{
    const struct seep_report *r = c->r;
    struct seep_rows rows = seep_rows_begin(r, how);
    size_t gap;

    c->step_width = c->time_width = 4;
    c->why_width = WHY;
    for (size_t i = 0; i < r->nrows; i++) {
        const struct seep_row *row = &r->rows[i];
        if (!seep_rows_next(&rows, i, &gap))
            continue;
        measure_sides(c, row);
        if (!row->who.id)
            continue;
        if (row->lane < r->nlanes)
            c->lane[row->lane].rows++;
        if (row->to_lane >= 0 && (size_t)row->to_lane < r->nlanes)
            c->lane[row->to_lane].rows++;
        if (row->from_lane >= 0 && (size_t)row->from_lane < r->nlanes)
            c->lane[row->from_lane].rows++;
    }
}

/* The lane with the most rows that has no column yet; nlanes: none. */
static size_t busiest(const struct seep_columns *c)
{
    size_t best = c->r->nlanes, most = 0;

    for (size_t i = 0; i < c->r->nlanes; i++)
        if (c->lane[i].column == NONE && c->lane[i].rows > most) {
            best = i;
            most = c->lane[i].rows;
        }
    return best;
}

static unsigned most_columns(const struct seep_columns *c,
                             const struct seep_show *how)
{
    unsigned sides = left_side(c) + WHY;
    unsigned n = how->width > sides ? (how->width - sides) / NARROWEST : 0;

    n = n > 2 ? n : 2;
    return n < SEEP_COLUMNS_MAX ? n : SEEP_COLUMNS_MAX;
}

/* Decides for every lane: OWN, FOLDED or NONE. */
static void choose(struct seep_columns *c, unsigned room)
{
    size_t busy = 0;

    for (size_t i = 0; i < c->r->nlanes; i++) {
        c->lane[i].column = NONE;
        busy += c->lane[i].rows > 0;
    }
    if (busy > room)
        room--;
    for (unsigned k = 0; k < room; k++) {
        size_t i = k || !c->lane[0].rows ? busiest(c) : 0;
        if (i < c->r->nlanes)
            c->lane[i].column = OWN;
    }
    for (size_t i = 0; i < c->r->nlanes; i++)
        if (c->lane[i].column == NONE && c->lane[i].rows)
            c->lane[i].column = FOLDED;
}

static void add_lane(struct seep_columns *c, size_t i, unsigned column)
{
    struct seep_column *col = &c->column[column];

    c->lane[i].column = (int)column;
    col->count += c->r->lanes[i].count;
    col->title = col->lanes++ ? NULL : c->r->lanes[i].title;
}

static void assign(struct seep_columns *c)
{
    for (size_t i = 0; i < c->r->nlanes; i++)
        if (c->lane[i].column == OWN)
            add_lane(c, i, c->n++);
    struct seep_column *last = &c->column[c->n];
    for (size_t i = 0; i < c->r->nlanes; i++)
        if (c->lane[i].column == FOLDED)
            add_lane(c, i, c->n);
    c->n += last->lanes > 0;
    snprintf(last->folded, sizeof last->folded, "%" PRIu32 " others",
             last->count);
}

/* ---- how wide everything is ---- */

static void measure_row(struct seep_columns *c, const struct seep_row *row,
                        bool ascii)
{
    struct seep_buffer t = {0};

    if (!row->who.id || !seep_columns_of(c, row->lane))
        return;
    seep_columns_cell(&t, c, row);
    seep_buffer_add(&t, seep_columns_mark(row, ascii));
    fit(c, &c->column[c->lane[row->lane].column].width, &t, GAP);
}

static void measure(struct seep_columns *c, const struct seep_show *how)
{
    struct seep_rows rows = seep_rows_begin(c->r, how);
    size_t gap;

    for (unsigned k = 0; k < c->n; k++)
        c->column[k].width =
            seep_buffer_plain_width(seep_column_title(&c->column[k])) + GAP;
    for (size_t i = 0; i < c->r->nrows; i++)
        if (seep_rows_next(&rows, i, &gap))
            measure_row(c, &c->r->rows[i], how->ascii);
}

static unsigned all_widths(const struct seep_columns *c, unsigned most)
{
    unsigned sum = 0;

    for (unsigned k = 0; k < c->n; k++)
        sum += c->column[k].width < most ? c->column[k].width : most;
    return sum;
}

/* The largest width such that all columns, none wider, fit into the room:
 * what the narrow ones do not need the wide ones get. */
static unsigned widest(const struct seep_columns *c, unsigned room)
{
    unsigned most = NARROWEST;

    while (most < room && all_widths(c, most + 1) <= room)
        most++;
    return most;
}

static void place(struct seep_columns *c, const struct seep_show *how)
{
    unsigned x = left_side(c);
    unsigned why = c->why_width < WHY_MOST ? c->why_width : WHY_MOST;
    unsigned room = how->width > x + why ? how->width - x - why : 0;
    unsigned most = widest(c, room);

    for (unsigned k = 0; k < c->n; k++) {
        struct seep_column *col = &c->column[k];
        col->width = col->width < most ? col->width : most;
        col->x = x;
        x += col->width;
    }
    c->end = x;
    c->why_width = how->width > x + WHY ? how->width - x : WHY;
}

bool seep_columns_init(struct seep_columns *c, const struct seep_report *r,
                       const struct seep_show *how)
{
    *c = (struct seep_columns){.r = r};
    c->lane = calloc(r->nlanes + 1, sizeof *c->lane);
    if (!c->lane)
        return false;
    count_rows(c, how);
    choose(c, most_columns(c, how));
    assign(c);
    measure(c, how);
    place(c, how);
    return true;
}

void seep_columns_fini(struct seep_columns *c)
{
    free(c->lane);
    c->lane = NULL;
}

const char *seep_column_title(const struct seep_column *c)
{
    return c->title ? c->title : c->folded;
}

const struct seep_column *seep_columns_of(const struct seep_columns *c,
                                          int64_t lane)
{
    if (lane < 0 || (uint64_t)lane >= c->r->nlanes || c->lane[lane].column < 0)
        return NULL;
    return &c->column[c->lane[lane].column];
}

void seep_columns_cell(struct seep_buffer *t, const struct seep_columns *c,
                       const struct seep_row *row)
{
    const struct seep_column *col = seep_columns_of(c, row->lane);

    if (col && col->count > 1 && row->who.id == 1)
        seep_buffer_add(t, "main ");
    else if (col && col->count > 1)
        seep_buffer_addf(t, "g%" PRIu32 " ", row->who.id);
    seep_buffer_add_plain(t, seep_row_text(row));
}

const char *seep_columns_mark(const struct seep_row *row, bool ascii)
{
    if (row->mark == 'p' && *row->text)
        return ascii ? " .." : " \xe2\x8f\xb8";
    if (row->mark == 'x' && *row->text)
        return ascii ? " x" : " \xc3\x97";
    return "";
}
