/* rows.c - see rows.h. */
#include "bindings/terminal/rows.h"

#include <inttypes.h>
#include <string.h>

#include "bindings/export/sentence.h"

enum {
    FEWEST = 2, /* a single row says less than the text below it */
    HEAD = 20,  /* of more than both: the first and the last ones */
    TAIL = 40,
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
    struct seep_rows rows = {.r = r, .all = how->verbose};

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
    if (!left_out || k < HEAD)
        return true;
    *gap = k == HEAD + left_out ? left_out : 0;
    return k >= HEAD + left_out;
}

size_t seep_rows_count(const struct seep_rows *rows)
{
    if (rows->all || rows->wanted <= HEAD + TAIL)
        return rows->wanted;
    return HEAD + TAIL;
}

const char *seep_row_text(const struct seep_row *row)
{
    if (*row->text)
        return row->text;
    switch (row->mark) {
    case 'p':
        return "waits";
    case 'w':
        return "woken";
    case 'x':
        return "ends";
    case 'g':
        return "starts";
    default:
        return "";
    }
}

bool seep_row_is_born(const struct seep_row *row)
{
    return row->mark == 'g' && strncmp(seep_row_text(row), "go", 2) != 0;
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
    if (row->to_lane >= 0 && (size_t)row->to_lane < r->nlanes) {
        seep_buffer_add(t, seep_row_is_born(row) ? ", by " : " -> ");
        seep_buffer_add_plain(t, r->lanes[row->to_lane].title);
    }
    if (row->at.line) {
        seep_buffer_add(t, " (");
        seep_sentence_place(t, &row->at);
        seep_buffer_add(t, ")");
    }
    if (*row->why) {
        seep_buffer_add(t, "; ");
        seep_buffer_add_plain(t, row->why);
    }
    seep_buffer_add(t, "\n");
}
