/* rows.c - see rows.h. */
#include "bindings/terminal/rows.h"

#include <inttypes.h>
#include <string.h>

#include "bindings/export/sentence.h"

enum {
    FEWEST = 2, /* a single row says less than the text below it */
    HEAD = 20,  /* without -v */
    TAIL = 40,
    HEAD_ALL = 200,
    TAIL_ALL = 300,
};

/* That main starts goes without saying. */
static bool starts_main(const struct seep_row *row)
{
    return row->mark == 'g' && row->who.id == 1 && row->to_lane < 0;
}

static bool wants(const struct seep_rows *rows, size_t i)
{
    const struct seep_row *row = &rows->r->rows[i];

    return rows->all || (row->relevant && !starts_main(row));
}

struct seep_rows seep_rows_begin(const struct seep_report *r,
                                 const struct seep_show *how)
{
    struct seep_rows rows = {.r = r,
                             .all = how->verbose,
                             .head = how->verbose ? HEAD_ALL : HEAD,
                             .tail = how->verbose ? TAIL_ALL : TAIL};

    for (size_t i = 0; i < r->nrows; i++)
        rows.wanted += wants(&rows, i);
    if (!rows.all && rows.wanted < FEWEST) {
        rows.none = true;
        rows.wanted = 0;
    }
    return rows;
}

bool seep_rows_next(struct seep_rows *rows, size_t i, size_t *gap)
{
    size_t left_out = rows->wanted - seep_rows_count(rows);

    *gap = 0;
    if (rows->none || !wants(rows, i))
        return false;
    size_t k = rows->passed++;
    if (!left_out || k < rows->head)
        return true;
    *gap = k == rows->head + left_out ? left_out : 0;
    return k >= rows->head + left_out;
}

void seep_rows_shown(struct seep_rows *rows, size_t i)
{
    uint32_t more = rows->r->rows[i].more;

    rows->alike = more ? rows->alike + more : 0;
}

size_t seep_rows_count(const struct seep_rows *rows)
{
    size_t most = rows->head + rows->tail;

    return rows->wanted <= most ? rows->wanted : most;
}

size_t seep_rows_steps(const struct seep_report *r, const struct seep_show *how)
{
    struct seep_rows rows = seep_rows_begin(r, how);
    uint64_t last = UINT64_MAX;
    size_t n = 0, gap;

    for (size_t i = 0; i < r->nrows; i++)
        if (seep_rows_next(&rows, i, &gap) && r->rows[i].step != last) {
            last = r->rows[i].step;
            n += last > 0;
        }
    return n;
}

const char *seep_row_text(const struct seep_row *row)
{
    if (*row->text)
        return row->text;
    switch (row->mark) {
    case 'p': return "waits";
    case 'w': return "woken";
    case 'x': return "ends";
    case 'g': return "starts";
    default: return "";
    }
}

void seep_row_time(struct seep_buffer *t, const struct seep_row *row)
{
    if (row->now)
        seep_buffer_add_duration(t, row->now);
    else
        seep_buffer_add(t, "0");
}

static void add_mark(struct seep_buffer *t, const struct seep_row *row)
{
    if (!*row->text)
        return;
    if (row->mark == 'p')
        seep_buffer_add(t, ", waits");
    else if (row->mark == 'w')
        seep_buffer_add(t, ", woken");
    else if (row->mark == 'x')
        seep_buffer_add(t, ", ends");
}

static void add_lane(struct seep_buffer *t, const struct seep_report *r,
                     const char *how, int32_t lane)
{
    if (lane < 0 || (size_t)lane >= r->nlanes)
        return;
    seep_buffer_add(t, how);
    seep_buffer_add_plain(t, r->lanes[lane].title);
}

void seep_row_line(struct seep_buffer *t, const struct seep_report *r,
                   const struct seep_row *row)
{
    seep_buffer_addf(t, "step %" PRIu64 ", ", row->step);
    seep_buffer_add_duration(t, row->now);
    seep_buffer_add(t, row->after_main ? ", after main: " : ": ");
    if (row->who.id) {
        seep_sentence_who(t, &row->who);
        seep_buffer_add(t, ": ");
    }
    seep_buffer_add_plain(t, seep_row_text(row));
    add_mark(t, row);
    if (row->mark != 'g') /* "go worker" says it */
        add_lane(t, r, " -> ", row->to_lane);
    add_lane(t, r, " <- ", row->from_lane);
    if (row->at.line) {
        seep_buffer_add(t, " (");
        seep_sentence_place(t, &row->at);
        seep_buffer_add(t, ")");
    }
    seep_buffer_add(t, *row->why ? "; " : "");
    seep_buffer_add_plain(t, row->why);
    seep_buffer_add(t, "\n");
}

void seep_rows_left_out(struct seep_buffer *t, const struct seep_rows *rows,
                        size_t i, size_t gap)
{
    if (!gap && (!rows->alike || rows->all || rows->r->rows[i].more))
        return;
    seep_buffer_add(t, "... ");
    if (!gap && rows->r->rows_cut)
        seep_buffer_add(t, "many");
    else
        seep_buffer_add_grouped(t, gap ? gap : rows->alike);
    seep_buffer_add(t, !gap        ? " more like these ..."
                       : rows->all ? " more; a .json report has them all ..."
                                   : " more; -v shows more ...");
}

void seep_rows_cut(struct seep_buffer *t, const struct seep_report *r)
{
    seep_buffer_add(t, "--- the rest of the ");
    seep_buffer_add_grouped(t, r->operations);
    seep_buffer_add(t, " steps was not kept ---");
}
