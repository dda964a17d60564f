/* glob.h - patterns of names: * for any text, ? for any one character.
 *
 * The same few names come by again and again, each with a number, so a pattern
 * remembers what it made of the last ones. */
#ifndef SEEP_CHAOS_GLOB_H
#define SEEP_CHAOS_GLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool seep_glob_matches(const char *pattern, const char *text);

enum { SEEP_GLOB_KNOWN = 16 }; /* a power of two */

struct seep_glob {
    const char *pattern;           /* borrowed; NULL: everything matches */
    uint32_t key[SEEP_GLOB_KNOWN]; /* of a text, plus 1; 0: of none */
    bool matches[SEEP_GLOB_KNOWN];
};

/* What is known of the text numbered `key`: true, and the answer. */
static inline bool seep_glob_knows(const struct seep_glob *g, uint32_t key,
                                   bool *matches)
{
    uint32_t i = key & (SEEP_GLOB_KNOWN - 1);

    *matches = g->matches[i];
    return g->key[i] == key + 1;
}

/* Remembers it, and returns it. */
static inline bool seep_glob_learn(struct seep_glob *g, uint32_t key,
                                   bool matches)
{
    uint32_t i = key & (SEEP_GLOB_KNOWN - 1);

    g->key[i] = key + 1;
    return g->matches[i] = matches;
}

#endif
