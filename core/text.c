/* text.c - see text.h. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char empty[] = "";

static char *format(const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    char *s = n < 0 ? NULL : malloc((size_t)n + 1);
    if (!s)
        return empty;
    vsnprintf(s, (size_t)n + 1, fmt, args);
    return s;
}

static char *copy(const char *from)
{
    char *s = *from ? strdup(from) : NULL;

    return s ? s : empty;
}

/* Most are copies, and most of these of nothing. */
char *seep_text(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    char *s = strcmp(fmt, "%s") != 0 ? format(fmt, args)
                                     : copy(va_arg(args, const char *));
    va_end(args);
    return s;
}

void seep_text_add(char **s, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    char *more = format(fmt, args);
    va_end(args);
    char *both = seep_text("%s%s", *s, more);
    seep_text_free(*s);
    seep_text_free(more);
    *s = both;
}

void seep_text_free(char *s)
{
    if (s != empty)
        free(s);
}
