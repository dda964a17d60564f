/* rows.h - which steps of a run are shown, and each in words. */
#ifndef SEEP_ROWS_H
#define SEEP_ROWS_H

#include "bindings/export/buffer.h"
#include "bindings/terminal/show.h"
#include "core/report.h"

/* Goes through the rows that are shown: of too many, the first and the last
 * ones. */
struct seep_rows {
    const struct seep_report *r;
    bool all;          /* not only the relevant ones */
    size_t head, tail; /* of more than both: the first and the last ones */
    bool none;         /* too few to say anything */
    size_t alike;      /* rows like those behind that are left out */
    size_t wanted;     /* rows that would be shown if there were no limit */
    size_t passed;     /* of those, how many lie behind */
};

struct seep_rows seep_rows_begin(const struct seep_report *r,
                                 const struct seep_show *how);

/* Shall row i be shown?  To be asked for every row in order.  *gap: how many
 * rows in front of it are left out because there are too many; else 0.  When
 * it is shown, seep_rows_shown comes next. */
bool seep_rows_next(struct seep_rows *rows, size_t i, size_t *gap);

/* Row i has been shown, and with it what was left out before it. */
void seep_rows_shown(struct seep_rows *rows, size_t i);

/* How many will be shown. */
size_t seep_rows_count(const struct seep_rows *rows);

/* What happens in a row: its text, or what its mark means. */
const char *seep_row_text(const struct seep_row *row);

/* How many different steps will be shown: several rows can be of one. */
size_t seep_rows_steps(const struct seep_report *r,
                       const struct seep_show *how);

/* "5ms", and "0" for the beginning. */
void seep_row_time(struct seep_buffer *t, const struct seep_row *row);

/* The row as a line of words. */
void seep_row_line(struct seep_buffer *t, const struct seep_report *r,
                   const struct seep_row *row);

/* What is left out in front of row i, to which seep_rows_next has just said
 * yes: "... 120 more; -v shows more ...", "... 95 more like these ...", or
 * nothing. */
void seep_rows_left_out(struct seep_buffer *t, const struct seep_rows *rows,
                        size_t i, size_t gap);

/* That the rows end before the run does. */
void seep_rows_cut(struct seep_buffer *t, const struct seep_report *r);

#endif
