/* goroutine.c - names of states, paths, and the family. */
#include "goroutine.h"

#include <stdio.h>

#include "arena.h"

const char *seep_wait_text(enum seep_wait_reason r)
{
    static const char *const text[] = {
#define X(reason, text) text,
        SEEP_WAIT_REASONS(X)
#undef X
    };

    return text[r];
}

const char *seep_g_status_text(enum seep_g_status s)
{
    static const char *const text[] = {"idle",    "runnable", "running",
                                       "waiting", "syscall",  "dead"};

    return text[s];
}

/* Appends to buf as snprintf does, counting what did not fit too. */
static size_t put_path(const struct seep_kin *up, uint32_t index, char *buf,
                       size_t size)
{
    size_t n = 0;

    if (!up)
        return (size_t)snprintf(buf, size, "main");
    n = put_path(up->up, up->index, buf, size);
    n += (size_t)snprintf(n < size ? buf + n : NULL, n < size ? size - n : 0,
                          ".%u", index);
    return n;
}

size_t seep_g_path(const struct seep_g *g, char *buf, size_t size)
{
    return put_path(g->up, g->index, buf, size);
}

struct seep_kin *seep_g_kin(struct seep_arena *a, struct seep_g *g)
{
    struct seep_kin *k = g->kin;

    if (k || !(k = seep_arena_calloc(a, sizeof *k)))
        return k;
    k->up = g->up;
    k->index = g->index;
    k->id = g->id;
    k->name = g->name;
    k->site = g->site;
    k->refs = 1;
    if (k->up)
        k->up->refs++;
    return g->kin = k;
}

void seep_kin_drop(struct seep_arena *a, struct seep_kin *k)
{
    while (k && --k->refs == 0) {
        struct seep_kin *up = k->up;
        seep_arena_release(a, k, sizeof *k);
        k = up;
    }
}
