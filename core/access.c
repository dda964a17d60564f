/* access.c - see access.h.  Many accesses are a hash by goroutine. */
#include "access.h"

#include <string.h>

enum { FIRST_CAP = 8 };

struct seep_access_table {
    uint32_t n, cap; /* n in cap slots, a power of two */
    struct seep_access slot[];
};

const char *seep_access_text(enum seep_access_kind k)
{
    static const char *const text[] = {
#define X(kind, text) text,
        SEEP_ACCESSES(X)
#undef X
    };

    return text[k];
}

static size_t bytes_of(uint32_t cap)
{
    return sizeof(struct seep_access_table) + cap * sizeof(struct seep_access);
}

size_t seep_accesses_bytes(const struct seep_accesses *s)
{
    return s->many ? bytes_of(s->many->cap) : 0;
}

/* The slot of goroutine g, or the empty one where it belongs. */
static struct seep_access *slot_of(struct seep_access_table *t, uint32_t g)
{
    uint32_t i = g * 2654435761u & (t->cap - 1);

    while (t->slot[i].g && t->slot[i].g != g)
        i = (i + 1) & (t->cap - 1);
    return &t->slot[i];
}

static void put(struct seep_access_table *t, const struct seep_access *a)
{
    struct seep_access *at = slot_of(t, a->g);

    t->n += !at->g;
    *at = *a;
}

static void drop(struct seep_accesses *s, const struct seep_mem *mem)
{
    if (s->many)
        seep_mem_free(mem, s->many, bytes_of(s->many->cap));
}

/* Makes the table, or makes it larger. */
static bool grow(struct seep_accesses *s, const struct seep_mem *mem)
{
    uint32_t cap = s->many ? s->many->cap * 2 : FIRST_CAP;
    struct seep_access_table *t = seep_mem_calloc(mem, bytes_of(cap));

    if (!t)
        return false;
    t->cap = cap;
    if (s->many) {
        for (uint32_t i = 0; i < s->many->cap; i++)
            if (s->many->slot[i].g)
                put(t, &s->many->slot[i]);
    } else {
        put(t, &s->one);
    }
    drop(s, mem);
    s->many = t;
    return true;
}

bool seep_accesses_add(struct seep_accesses *s, const struct seep_mem *mem,
                       const struct seep_access *a,
                       const struct seep_vector *known)
{
    if (!s->many && (!s->one.g || seep_access_before(&s->one, a->g, known))) {
        s->one = *a;
        return true;
    }
    if ((!s->many || s->many->n * 2 >= s->many->cap) && !grow(s, mem))
        return false;
    put(s->many, a);
    return true;
}

const struct seep_access *seep_accesses_next(const struct seep_accesses *s,
                                             const struct seep_access *a)
{
    const struct seep_access_table *t = s->many;

    if (!t)
        return !a && s->one.g ? &s->one : NULL;
    uint32_t i = a ? (uint32_t)(a - t->slot) + 1 : 0;
    while (i < t->cap && !t->slot[i].g)
        i++;
    return i < t->cap ? &t->slot[i] : NULL;
}

void seep_accesses_clear(struct seep_accesses *s, const struct seep_mem *mem)
{
    drop(s, mem);
    memset(s, 0, sizeof *s);
}
