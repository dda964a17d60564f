/* canvas.c - see canvas.h. */
#include "bindings/terminal/canvas.h"

#include "bindings/export/utf8.h"

static uint32_t rune_of(enum seep_sign s, bool ascii)
{
    static const uint32_t rune[][2] = {
        {0x2502, '|'}, {0x2506, ':'}, {0x2500, '-'},
        {0x253c, '+'}, {0x25b6, '>'}, {0x25c0, '<'},
        {0x2510, '.'}, {0x250c, '.'}, {0x2026, '~'},
    };

    return rune[s][ascii];
}

void seep_canvas_clear(struct seep_canvas *c, unsigned width, bool ascii)
{
    c->width = width < SEEP_CANVAS_MAX ? width : SEEP_CANVAS_MAX;
    c->ascii = ascii;
    c->failed = false;
    for (unsigned i = 0; i < c->width; i++)
        c->cell[i] = ' ';
}

bool seep_canvas_is_blank(const struct seep_canvas *c, unsigned x)
{
    return x >= c->width || c->cell[x] == ' ';
}

void seep_canvas_sign(struct seep_canvas *c, unsigned x, enum seep_sign s)
{
    if (x < c->width)
        c->cell[x] = rune_of(s, c->ascii);
}

/* Draws plain text until `end`; *more: not all of it fitted. */
static unsigned draw(struct seep_canvas *c, unsigned x, unsigned end,
                     const struct seep_buffer *plain, bool *more)
{
    size_t i = 0, n;
    uint32_t cp;

    *more = false;
    for (; i < plain->n; i += n) {
        if (!(n = seep_utf8_decode(plain->s + i, plain->n - i, &cp)))
            break;
        unsigned w = seep_utf8_width(cp);
        if (x + w > end) {
            *more = true;
            break;
        }
        if (w)
            c->cell[x] = cp;
        if (w == 2)
            c->cell[x + 1] = 0;
        x += w;
    }
    return x;
}

unsigned seep_canvas_text(struct seep_canvas *c, unsigned x, unsigned room,
                          const char *s)
{
    struct seep_buffer plain = {0};
    bool more;

    if (x >= c->width || !room)
        return x;
    unsigned end = room < c->width - x ? x + room : c->width;
    seep_buffer_add_plain(&plain, s);
    x = draw(c, x, end, &plain, &more);
    if (more) {
        x = x == end ? x - 1 : x;
        if (!c->cell[x])
            c->cell[x - 1] = ' ';
        seep_canvas_sign(c, x++, SEEP_SIGN_CUT);
    }
    c->failed |= plain.failed;
    seep_buffer_fini(&plain);
    return x;
}

void seep_canvas_add(const struct seep_canvas *c, struct seep_buffer *t,
                     bool trim)
{
    unsigned end = c->width;
    char buf[4];

    t->failed |= c->failed;
    while (trim && end && c->cell[end - 1] == ' ')
        end--;
    for (unsigned i = 0; i < end; i++)
        if (c->cell[i])
            seep_buffer_add_n(t, buf, seep_utf8_encode(c->cell[i], buf));
}
