/* names.h - strings and source places as small numbers.
 *
 * A goroutine's name, a channel's name, "worker.lua:12": kept once, in the
 * arena, and known by a number afterwards, so that records stay small and
 * comparing is comparing numbers.  Never forgotten while the world lives; a
 * world has as many as its script has names and lines. */
#ifndef SEEP_NAMES_H
#define SEEP_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct seep_arena;

struct seep_name {
    const char *text; /* terminated */
    uint32_t length;
    uint32_t line; /* sites: the line; names: 0 */
};

struct seep_names {
    struct seep_name *entry; /* [1..count]; 0 is "none" */
    uint32_t *slot;          /* hash table of entry numbers, 0: empty */
    uint32_t count, size;    /* size: of slot, a power of two; 0 at first */
};

/* The number of text (length bytes), made on first use; 0: out of memory (or
 * an empty text), which readers show as unnamed. */
uint32_t seep_name(struct seep_names *n, struct seep_arena *a, const char *text,
                   size_t length);

/* The number of a place in the source file that text names. */
uint32_t seep_site(struct seep_names *n, struct seep_arena *a, const char *text,
                   size_t length, uint32_t line);

/* The text of name or site i, "" for 0; a site's text is its file. */
const char *seep_name_text(const struct seep_names *n, uint32_t i);
uint32_t seep_site_line(const struct seep_names *n, uint32_t i);

#endif
