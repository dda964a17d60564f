/* lanes.c - draws the rows into the columns. */
#include "bindings/terminal/lanes.h"

#include <inttypes.h>
#include <string.h>

#include "bindings/terminal/canvas.h"
#include "bindings/terminal/columns.h"
#include "bindings/terminal/rows.h"

struct picture {
    struct seep_buffer *out;
    const struct seep_report *r;
    const struct seep_show *how;
    struct seep_columns columns;
    struct seep_canvas canvas;
    bool after_main; /* the line that says so has been drawn */
};

/* ---- lines of life ---- */

static bool lives(const struct picture *p, size_t lane)
{
    const struct seep_lane_state *s = &p->columns.lane[lane];

    return s->seen && s->ended < p->r->lanes[lane].count;
}

static void draw_lives(struct picture *p)
{
    for (size_t i = 0; i < p->r->nlanes; i++) {
        const struct seep_column *col =
            seep_columns_of(&p->columns, (int64_t)i);
        if (!col || !lives(p, i))
            continue;
        bool waits = p->columns.lane[i].waits && col->count == 1;
        seep_canvas_sign(&p->canvas, col->x,
                         waits ? SEEP_SIGN_WAITS : SEEP_SIGN_LIVES);
    }
}

/* A goroutine of that lane begins, or goes on. */
static void note_lane(struct picture *p, int32_t lane)
{
    if (lane < 0 || (size_t)lane >= p->r->nlanes)
        return;
    p->columns.lane[lane].seen = true;
    p->columns.lane[lane].waits = false;
}

/* What the row means for those that follow. */
static void note_row(struct picture *p, const struct seep_row *row)
{
    if (row->who.id && row->lane < p->r->nlanes) {
        struct seep_lane_state *s = &p->columns.lane[row->lane];
        s->seen = true;
        s->waits = row->mark == 'p';
        s->ended += row->mark == 'x';
    }
    note_lane(p, row->to_lane);
    note_lane(p, row->from_lane);
}

/* ---- arrows ---- */

/* Across the lines of life that are there. */
static void draw_shaft(struct picture *p, unsigned from, unsigned to)
{
    for (unsigned x = from; x < to; x++)
        seep_canvas_sign(&p->canvas, x,
                         seep_canvas_is_blank(&p->canvas, x) ? SEEP_SIGN_ACROSS
                                                             : SEEP_SIGN_CROSS);
}

/* Out of the cell that begins at from->x and ends before column `end`. */
static void draw_arrow(struct picture *p, const struct seep_column *from,
                       unsigned end, const struct seep_column *to, bool begins)
{
    if (to->x > from->x) {
        draw_shaft(p, end + 1, to->x - 1);
        seep_canvas_sign(&p->canvas, to->x - 1, SEEP_SIGN_RIGHT);
        if (begins)
            seep_canvas_sign(&p->canvas, to->x, SEEP_SIGN_BEGINS);
    } else {
        draw_shaft(p, to->x + 2, from->x - 1);
        seep_canvas_sign(&p->canvas, to->x + 1, SEEP_SIGN_LEFT);
        if (begins)
            seep_canvas_sign(&p->canvas, to->x, SEEP_SIGN_BEGINS_LEFT);
    }
}

/* Into that cell, from the line of life of another. */
static void draw_arrow_into(struct picture *p, const struct seep_column *cell,
                            unsigned end, const struct seep_column *from)
{
    if (from->x < cell->x) {
        draw_shaft(p, from->x + 1, cell->x - 2);
        seep_canvas_sign(&p->canvas, cell->x - 2, SEEP_SIGN_RIGHT);
    } else {
        draw_shaft(p, end + 2, from->x);
        seep_canvas_sign(&p->canvas, end + 1, SEEP_SIGN_LEFT);
    }
}

/* ---- rows ---- */

static void draw_numbers(struct picture *p, const struct seep_row *row)
{
    const struct seep_columns *c = &p->columns;
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, "%*" PRIu64 "  ", (int)c->step_width, row->step);
    struct seep_buffer time = {0};
    seep_row_time(&time, row);
    unsigned w = seep_buffer_plain_width(seep_buffer_string(&time));
    seep_buffer_spaces(&t, w < c->time_width ? c->time_width - w : 0);
    seep_buffer_add(&t, seep_buffer_string(&time));
    seep_canvas_text(&p->canvas, 0, p->canvas.width, seep_buffer_string(&t));
    p->out->failed |= t.failed || time.failed;
    seep_buffer_fini(&time);
    seep_buffer_fini(&t);
}

static void draw_cell(struct picture *p, const struct seep_row *row)
{
    const struct seep_column *cell = seep_columns_of(&p->columns, row->lane);
    const struct seep_column *to = seep_columns_of(&p->columns, row->to_lane);
    const struct seep_column *from =
        seep_columns_of(&p->columns, row->from_lane);
    struct seep_buffer text = {0};

    if (!cell || !row->who.id)
        return;
    const struct seep_column *other = to ? to : from;
    bool points = other && other->x > cell->x;
    const char *mark = seep_columns_mark(row, p->how->ascii);
    unsigned mark_width = seep_buffer_plain_width(mark);
    unsigned room = cell->width - (points ? 3 : 1) - mark_width;
    seep_columns_cell(&text, &p->columns, row);
    unsigned end =
        seep_canvas_text(&p->canvas, cell->x, room, seep_buffer_string(&text));
    end = seep_canvas_text(&p->canvas, end, mark_width, mark);
    if (to && to != cell)
        draw_arrow(p, cell, end, to, row->mark == 'g');
    else if (from && from != cell)
        draw_arrow_into(p, cell, end, from);
    p->out->failed |= text.failed;
    seep_buffer_fini(&text);
}

/* The last column; for the world itself (the clock) also what it does. */
static void add_why(struct picture *p, const struct seep_row *row)
{
    struct seep_buffer why = {0}, cut = {0};

    if (!row->who.id)
        seep_buffer_add_plain(&why, row->text);
    if (!row->who.id && *row->text && *row->why)
        seep_buffer_add(&why, "; ");
    seep_buffer_add_plain(&why, row->why);
    seep_canvas_add(&p->canvas, p->out, !why.n);
    seep_canvas_clear(&p->canvas, p->columns.why_width, p->how->ascii);
    seep_canvas_text(&p->canvas, 0, p->columns.why_width,
                     seep_buffer_string(&why));
    seep_canvas_add(&p->canvas, &cut, true);
    if (why.n)
        seep_color_add(p->out, p->how->color, SEEP_WARN,
                       seep_buffer_string(&cut));
    p->out->failed |= why.failed || cut.failed;
    seep_buffer_fini(&why);
    seep_buffer_fini(&cut);
    seep_buffer_add(p->out, "\n");
}

static void add_row(struct picture *p, const struct seep_row *row)
{
    seep_canvas_clear(&p->canvas, p->columns.end, p->how->ascii);
    draw_lives(p);
    draw_numbers(p, row);
    draw_cell(p, row);
    add_why(p, row);
}

static void add_titles(struct picture *p)
{
    const struct seep_columns *c = &p->columns;
    struct seep_buffer t = {0};

    seep_canvas_clear(&p->canvas, c->end, p->how->ascii);
    for (unsigned k = 0; k < c->n; k++)
        seep_canvas_text(&p->canvas, c->column[k].x, c->column[k].width - 1,
                         seep_column_title(&c->column[k]));
    seep_buffer_addf(&t, "%*s  %*s", (int)c->step_width, "step",
                     (int)c->time_width, "time");
    seep_canvas_text(&p->canvas, 0, c->end, seep_buffer_string(&t));
    seep_buffer_fini(&t);
    seep_canvas_add(&p->canvas, &t, false);
    seep_buffer_add(&t, "why");
    seep_color_add(p->out, p->how->color, SEEP_STRONG, seep_buffer_string(&t));
    seep_buffer_add(p->out, "\n");
    p->out->failed |= t.failed;
    seep_buffer_fini(&t);
}

/* A line of its own between the rows. */
static void add_remark(struct picture *p, const char *remark)
{
    seep_buffer_spaces(p->out,
                       p->columns.step_width + 2 + p->columns.time_width + 2);
    seep_color_add(p->out, p->how->color, SEEP_DIM, remark);
    seep_buffer_add(p->out, "\n");
}

static void add_left_out(struct picture *p, const struct seep_rows *rows,
                         size_t i, size_t gap)
{
    struct seep_buffer t = {0};

    seep_rows_left_out(&t, rows, i, gap);
    if (t.n)
        add_remark(p, seep_buffer_string(&t));
    p->out->failed |= t.failed;
    seep_buffer_fini(&t);
}

static void add_end(struct picture *p)
{
    struct seep_buffer t = {0};

    if (!p->r->rows_cut)
        return;
    seep_rows_cut(&t, p->r);
    add_remark(p, seep_buffer_string(&t));
    seep_buffer_fini(&t);
}

static void add_rows(struct picture *p)
{
    struct seep_rows rows = seep_rows_begin(p->r, p->how);
    size_t gap;

    p->columns.lane[0].seen = p->r->nlanes > 0; /* main lives already */
    for (size_t i = 0; i < p->r->nrows; i++) {
        const struct seep_row *row = &p->r->rows[i];
        if (seep_rows_next(&rows, i, &gap)) {
            add_left_out(p, &rows, i, gap);
            if (row->after_main && !p->after_main)
                add_remark(p, "--- main has returned; the others go on ---");
            p->after_main |= row->after_main;
            add_row(p, row);
            seep_rows_shown(&rows, i);
        }
        note_row(p, row);
    }
    add_end(p);
}

static void add_lines(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    struct seep_rows rows = seep_rows_begin(r, how);
    size_t gap;

    for (size_t i = 0; i < r->nrows; i++) {
        if (!seep_rows_next(&rows, i, &gap))
            continue;
        size_t n = t->n;
        seep_rows_left_out(t, &rows, i, gap);
        seep_buffer_add(t, t->n > n ? "\n" : "");
        seep_row_line(t, r, &r->rows[i]);
        seep_rows_shown(&rows, i);
    }
    if (r->rows_cut) {
        seep_rows_cut(t, r);
        seep_buffer_add(t, "\n");
    }
}

void seep_lanes_add(struct seep_buffer *t, const struct seep_report *r,
                    const struct seep_show *how)
{
    struct picture p = {.out = t, .r = r, .how = how};

    if (!seep_rows_steps(r, how))
        return;
    if (how->linear) {
        add_lines(t, r, how);
        return;
    }
    if (!seep_columns_init(&p.columns, r, how)) {
        t->failed = true;
        return;
    }
    t->failed |= p.columns.failed;
    add_titles(&p);
    add_rows(&p);
    seep_columns_fini(&p.columns);
}
