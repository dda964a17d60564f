/* names.c - an open-addressing table of interned strings and places. */
#include "names.h"

#include <string.h>

#include "arena.h"

enum { FIRST_SIZE = 16 };

static uint32_t hash(const char *s, size_t n, uint32_t line)
{
    uint32_t h = 2166136261u ^ line * 2654435761u;

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h ^ (h >> 15);
}

/* The slot that holds the text, or the empty one where it belongs. */
static uint32_t *find(struct seep_names *n, const char *text, size_t length,
                      uint32_t line)
{
    uint32_t i = hash(text, length, line) & (n->size - 1);

    for (;; i = (i + 1) & (n->size - 1)) {
        uint32_t e = n->slot[i];
        if (!e)
            return &n->slot[i];
        const struct seep_name *have = &n->entry[e];
        if (have->length == length && have->line == line &&
            !memcmp(have->text, text, length))
            return &n->slot[i];
    }
}

/* Doubles the table; entry[] has half the places of slot[]. */
static enum seep_err grow(struct seep_names *n, struct seep_arena *a)
{
    struct seep_names bigger = {.size = n->size ? n->size * 2 : FIRST_SIZE,
                                .count = n->count};

    bigger.slot = seep_arena_calloc(a, bigger.size * sizeof *bigger.slot);
    bigger.entry = seep_arena_alloc(a, bigger.size / 2 * sizeof *bigger.entry);
    if (!bigger.slot || !bigger.entry) {
        seep_arena_release(a, bigger.slot, bigger.size * sizeof *n->slot);
        seep_arena_release(a, bigger.entry, bigger.size / 2 * sizeof *n->entry);
        return SEEP_ENOMEM;
    }
    for (uint32_t i = 1; i <= n->count; i++) {
        struct seep_name *e = &n->entry[i];
        bigger.entry[i] = *e;
        *find(&bigger, e->text, e->length, e->line) = i;
    }
    seep_arena_release(a, n->slot, n->size * sizeof *n->slot);
    seep_arena_release(a, n->entry, n->size / 2 * sizeof *n->entry);
    *n = bigger;
    return SEEP_OK;
}

uint32_t seep_site(struct seep_names *n, struct seep_arena *a, const char *text,
                   size_t length, uint32_t line)
{
    if (!length)
        return 0;
    uint32_t known = n->size ? *find(n, text, length, line) : 0;
    if (known)
        return known;
    if (n->count + 1 >= n->size / 2 && grow(n, a) != SEEP_OK)
        return 0;
    char *copy = seep_arena_alloc(a, length + 1);
    if (!copy)
        return 0;
    memcpy(copy, text, length);
    copy[length] = '\0';
    n->entry[++n->count] = (struct seep_name){copy, (uint32_t)length, line};
    *find(n, text, length, line) = n->count;
    return n->count;
}

uint32_t seep_name(struct seep_names *n, struct seep_arena *a, const char *text,
                   size_t length)
{
    return seep_site(n, a, text, length, 0);
}

const char *seep_name_text(const struct seep_names *n, uint32_t i)
{
    return i ? n->entry[i].text : "";
}

uint32_t seep_site_line(const struct seep_names *n, uint32_t i)
{
    return i ? n->entry[i].line : 0;
}
