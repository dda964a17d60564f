/* columns.h - which lanes of a report become columns, and where they stand. */
#ifndef SEEP_COLUMNS_H
#define SEEP_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "bindings/terminal/show.h"
#include "core/report.h"

enum { SEEP_COLUMNS_MAX = 12 };

/* What the picture remembers of a lane while it goes down the rows. */
struct seep_lane_state {
    int column;     /* -1: in none, it has nothing to show */
    uint32_t ended; /* how many of its goroutines have */
    bool seen;      /* at least one has begun */
    bool waits;     /* the only one of the lane waits */
    size_t rows;    /* shown ones that concern it */
};

struct seep_column {
    const char *title; /* of its lane; NULL: `folded` */
    char folded[24];
    uint32_t lanes; /* in it */
    uint32_t count; /* goroutines in it */
    unsigned x, width;
};

struct seep_columns {
    const struct seep_report *r;
    struct seep_lane_state *lane; /* owned; one a lane of the report */
    struct seep_column column[SEEP_COLUMNS_MAX];
    unsigned n;
    bool failed;                     /* memory ran out: widths may be wrong */
    unsigned step_width, time_width; /* of the two columns of numbers */
    unsigned end;                    /* where the last column begins */
    unsigned why_width;
};

/* Lays out the columns.  False: out of memory. */
bool seep_columns_init(struct seep_columns *c, const struct seep_report *r,
                       const struct seep_show *how);
void seep_columns_fini(struct seep_columns *c);

const char *seep_column_title(const struct seep_column *c);

/* The column of a lane index of the report, or NULL. */
const struct seep_column *seep_columns_of(const struct seep_columns *c,
                                          int64_t lane);

/* What stands in a row's cell, and the mark behind it: that it waits, that it
 * ends. */
void seep_columns_cell(struct seep_buffer *t, const struct seep_columns *c,
                       const struct seep_row *row);
const char *seep_columns_mark(const struct seep_row *row, bool ascii);

#endif
