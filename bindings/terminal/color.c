/* color.c - see color.h; the sixteen colours that every terminal has. */
#include "bindings/terminal/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool seep_color_parse(const char *s, enum seep_color_when *when)
{
    static const char *const name[] = {"auto", "always", "never"};

    for (int i = 0; i < 3; i++)
        if (!strcmp(s, name[i])) {
            *when = (enum seep_color_when)i;
            return true;
        }
    return false;
}

bool seep_color_wanted(enum seep_color_when when, FILE *to)
{
    if (when != SEEP_COLOR_AUTO)
        return when == SEEP_COLOR_ALWAYS;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if ((no && *no) || !term || !*term || !strcmp(term, "dumb"))
        return false;
    return isatty(fileno(to));
}

void seep_color_add(struct seep_buffer *t, bool on, enum seep_color c,
                    const char *s)
{
    static const char *const code[] = {"32", "31", "33", "2", "1"};

    if (on)
        seep_buffer_addf(t, "\x1b[%sm", code[c]);
    seep_buffer_add(t, s);
    if (on)
        seep_buffer_add(t, "\x1b[0m");
}
