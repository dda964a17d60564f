/* reader.h - reading what a person types: is it complete, what is to be run?
 *
 * Has a Lua state of its own beside every world, and only compiles. */
#ifndef SEEP_LUA_READER_H
#define SEEP_LUA_READER_H

#include <stddef.h>

struct seep_reader;

/* Returns new; NULL: out of memory. */
struct seep_reader *seep_reader_new(void);
void seep_reader_free(struct seep_reader *r);

enum seep_reading {
    SEEP_READ_OK,    /* code and names are set */
    SEEP_READ_MORE,  /* it only has to go on; text says what is missing */
    SEEP_READ_WRONG, /* it can never become Lua: text says why */
    SEEP_READ_MEMORY /* there was not enough */
};

struct seep_read {
    const char *code; /* what is to be run; "": nothing */
    size_t length;
    const char *names; /* of variables that it declares, blanks between */
    const char *text;
};

/* Reads an input; name is its chunk's, as "=[3]".  What *out has is borrowed
 * until the next call. */
enum seep_reading seep_reader_read(struct seep_reader *r, const char *input,
                                   size_t length, const char *name,
                                   struct seep_read *out);

#endif
