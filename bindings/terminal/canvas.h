/* canvas.h - one line of a picture made of characters.
 *
 * A row of cells, one a terminal column, that may be drawn in any order; what
 * is drawn later covers what was there. */
#ifndef SEEP_CANVAS_H
#define SEEP_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "bindings/export/buffer.h"

enum { SEEP_CANVAS_MAX = 400 };

/* The signs of the picture, in UTF-8 and in ASCII. */
enum seep_sign {
    SEEP_SIGN_LIVES,  /* a goroutine's line of life */
    SEEP_SIGN_WAITS,  /* the same while it waits */
    SEEP_SIGN_ACROSS, /* an arrow's shaft */
    SEEP_SIGN_CROSS,  /* an arrow crosses a line of life */
    SEEP_SIGN_RIGHT,  /* arrow heads */
    SEEP_SIGN_LEFT,
    SEEP_SIGN_BEGINS,      /* an arrow from the left becomes a line of life */
    SEEP_SIGN_BEGINS_LEFT, /* one from the right does */
    SEEP_SIGN_CUT,         /* the rest of a text does not fit */
};

struct seep_canvas {
    uint32_t cell[SEEP_CANVAS_MAX]; /* code points; 0: the right half of a
                                       wide one */
    unsigned width;
    bool ascii;
    bool failed; /* memory ran out: something is missing */
};

void seep_canvas_clear(struct seep_canvas *c, unsigned width, bool ascii);

/* Has nothing been drawn there? */
bool seep_canvas_is_blank(const struct seep_canvas *c, unsigned x);

/* Draws a sign; outside the width nothing happens. */
void seep_canvas_sign(struct seep_canvas *c, unsigned x, enum seep_sign s);

/* Draws s (made plain) from x on in at most `room` columns, cut with a sign
 * when it is longer.  Returns the column behind it. */
unsigned seep_canvas_text(struct seep_canvas *c, unsigned x, unsigned room,
                          const char *s);

/* Appends the line to t; `trim` leaves out the blanks at its end. */
void seep_canvas_add(const struct seep_canvas *c, struct seep_buffer *t,
                     bool trim);

#endif
