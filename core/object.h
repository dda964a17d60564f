/* object.h - what every synchronisation object begins with.
 *
 * Channels, mutexes, waitgroups, shared variables... all embed a struct
 * seep_object first, so that operations, traces and reports can name any of
 * them.  The host owns the memory; ids are given out in order of creation, so
 * they are the same in every run of the same schedule. */
#ifndef SEEP_OBJECT_H
#define SEEP_OBJECT_H

#include <stdint.h>

/* kind, what reports call it, the short prefix of its id ("ch#1") */
#define SEEP_OBJECT_KINDS(X)                                                   \
    X(NONE, "nothing", "none")                                                 \
    X(G, "goroutine", "g")                                                     \
    X(CHAN, "channel", "ch")                                                   \
    X(MUTEX, "mutex", "mutex")                                                 \
    X(ONCE, "once", "once")                                                    \
    X(RWMUTEX, "rwmutex", "rwmutex")                                           \
    X(COND, "cond", "cond")                                                    \
    X(GATE, "connection", "io")                                                \
    X(RESOURCE, "resource", "res")                                             \
    X(POOL, "pool", "pool")                                                    \
    X(WAITGROUP, "waitgroup", "wg")                                            \
    X(TIMER, "timer", "timer")                                                 \
    X(SHARED, "shared variable", "var")                                        \
    X(ATOMIC, "atomic variable", "atomic")                                     \
    X(MAP, "map", "map")                                                       \
    X(SYNCMAP, "sync.map", "syncmap")                                          \
    X(SYNCPOOL, "sync.pool", "syncpool")

enum seep_object_kind {
#define X(kind, text, prefix) SEEP_OBJ_##kind,
    SEEP_OBJECT_KINDS(X)
#undef X
};

/* The first word of every object: tells ours from foreign memory cheaply. */
#define SEEP_OBJECT_MAGIC 0x5ee90000u

struct seep_object {
    uint32_t magic; /* SEEP_OBJECT_MAGIC | enum seep_object_kind */
    uint32_t id;    /* from 1, over all kinds */
    uint32_t name;  /* in the world's names; 0: none was given */
    uint32_t site;  /* where it was made; 0: unknown */
};

static inline enum seep_object_kind
seep_object_kind(const struct seep_object *o)
{
    return (enum seep_object_kind)(o->magic & 0xffffu);
}

const char *seep_object_kind_text(enum seep_object_kind k);
const char *seep_object_kind_prefix(enum seep_object_kind k);

#endif
