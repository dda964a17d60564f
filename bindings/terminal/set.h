/* set.h - every option: its name, its values, what it sets. */
#ifndef SEEP_SET_H
#define SEEP_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "bindings/export/buffer.h"
#include "bindings/terminal/options.h"

enum { SEEP_SET_MAX = 40 };

struct seep_set {
    const char *name;
    char letter;   /* 0: none */
    bool takes;    /* a value follows */
    unsigned what; /* SEEP_FOR_*: the commands that take it */
    /* False: `why` says what is wrong with the value (NULL when none). */
    bool (*set)(struct seep_settings *s, const char *value,
                struct seep_buffer *why);
};

extern const struct seep_set seep_set_table[];
extern const size_t seep_set_count;

#endif
