/* access.h - who touched an object last: what an access may race with.
 *
 * An access is known by its goroutine and that goroutine's tick (an epoch).
 * Only accesses that a later one of the same kind is not ordered after are
 * kept: whatever is unordered with an older one is unordered with the newer
 * one too.  So one is enough as long as they come in order, and one a
 * goroutine at most (FastTrack: Flanagan and Freund, PLDI 2009). */
#ifndef SEEP_ACCESS_H
#define SEEP_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vector.h"

/* kind, what reports call it */
#define SEEP_ACCESSES(X)                                                       \
    X(READ, "read")                                                            \
    X(WRITE, "write")                                                          \
    X(ATOMIC_READ, "atomic read")                                              \
    X(ATOMIC_WRITE, "atomic write")                                            \
    X(SEND, "send")                                                            \
    X(CLOSE, "close")                                                          \
    X(WAIT, "wait")                                                            \
    X(ADD, "add")

enum seep_access_kind {
#define X(kind, text) SEEP_ACCESS_##kind,
    SEEP_ACCESSES(X)
#undef X
};

struct seep_access {
    uint32_t g, tick; /* g 0: none */
    uint32_t site;    /* in the world's names */
    uint8_t kind;     /* enum seep_access_kind */
    uint64_t step;
};

struct seep_access_table;

/* On the caller's memory; zeroed is empty. */
struct seep_accesses {
    struct seep_access one; /* while there is no more than one */
    struct seep_access_table *many;
};

const char *seep_access_text(enum seep_access_kind k);

/* Does a happen before what goroutine g, which knows `known`, does now? */
static inline bool seep_access_before(const struct seep_access *a, uint32_t g,
                                      const struct seep_vector *known)
{
    return a->g == g || seep_vector_get(known, a->g) >= a->tick;
}

/* Keeps a, by a goroutine that knows `known`.  False: out of memory.  mem: the
 * same in all calls for s. */
bool seep_accesses_add(struct seep_accesses *s, const struct seep_mem *mem,
                       const struct seep_access *a,
                       const struct seep_vector *known);

/* Is a put into the place of what s holds, if there is anything? */
static inline bool seep_access_renews(const struct seep_accesses *s,
                                      const struct seep_access *a)
{
    return !s->many && (!s->one.g || s->one.g == a->g);
}

/* The next one kept after a (NULL: the first), or NULL. */
const struct seep_access *seep_accesses_next(const struct seep_accesses *s,
                                             const struct seep_access *a);

/* Bytes beside the struct itself. */
size_t seep_accesses_bytes(const struct seep_accesses *s);

/* Forgets all and gives the memory back. */
void seep_accesses_clear(struct seep_accesses *s, const struct seep_mem *mem);

#endif
