/* access.c - see access.h. */
#include "access.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 8 };

const char *seep_access_text(enum seep_access_kind k)
{
    static const char *const text[] = {
#define X(kind, text) text,
        SEEP_ACCESSES(X)
#undef X
    };

    return text[k];
}

/* The slot of goroutine g, or the empty one where it belongs. */
static struct seep_access *slot(struct seep_access *table, uint32_t cap,
                                uint32_t g)
{
    uint32_t i = g * 2654435761u & (cap - 1);

    while (table[i].g && table[i].g != g)
        i = (i + 1) & (cap - 1);
    return &table[i];
}

static bool grow(struct seep_accesses *s)
{
    uint32_t cap = s->cap ? s->cap * 2 : FIRST_CAP;
    struct seep_access *table = calloc(cap, sizeof *table);

    if (!table)
        return false;
    for (uint32_t i = 0; i < s->cap; i++)
        if (s->table[i].g)
            *slot(table, cap, s->table[i].g) = s->table[i];
    if (!s->cap && s->n)
        *slot(table, cap, s->one.g) = s->one;
    free(s->table);
    s->table = table;
    s->cap = cap;
    return true;
}

bool seep_accesses_add(struct seep_accesses *s, const struct seep_access *a,
                       const struct seep_vector *known)
{
    if (!s->n || (!s->cap && seep_access_before(&s->one, a->g, known))) {
        s->one = *a;
        s->n = 1;
        return true;
    }
    if (s->n * 2 >= s->cap && !grow(s))
        return false;
    struct seep_access *at = slot(s->table, s->cap, a->g);
    s->n += !at->g;
    *at = *a;
    return true;
}

const struct seep_access *seep_accesses_next(const struct seep_accesses *s,
                                             const struct seep_access *a)
{
    if (!s->cap)
        return !a && s->n ? &s->one : NULL;
    uint32_t i = a ? (uint32_t)(a - s->table) + 1 : 0;
    while (i < s->cap && !s->table[i].g)
        i++;
    return i < s->cap ? &s->table[i] : NULL;
}

void seep_accesses_clear(struct seep_accesses *s)
{
    free(s->table);
    memset(s, 0, sizeof *s);
}
