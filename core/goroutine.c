/* goroutine.c - names of states, paths, and the family. */
#include "goroutine.h"

#include <stdio.h>

#include "arena.h"

const char seep_goexit[] = "runtime.Goexit";
const char seep_vanish[] = "killed";

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

/* Copies what of part, which belongs at `at`, fits into buf. */
static void put(char *buf, size_t size, size_t at, const char *part, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at + i + 1 < size)
            buf[at + i] = part[i];
}

/* Walks the line of ancestors twice, as it can be very long: for the length,
 * then writing from the end. */
size_t seep_g_path(const struct seep_g *g, char *buf, size_t size)
{
    const size_t root = sizeof "main" - 1;
    size_t total = root, at;
    char part[16];
    uint32_t index = g->index;

    for (const struct seep_kin *k = seep_g_creator(g); k;
         index = k->index, k = k->up)
        total += (size_t)snprintf(NULL, 0, ".%u", index);
    at = total;
    index = g->index;
    for (const struct seep_kin *k = seep_g_creator(g); k;
         index = k->index, k = k->up) {
        size_t n = (size_t)snprintf(part, sizeof part, ".%u", index);
        at -= n;
        put(buf, size, at, part, n);
    }
    put(buf, size, 0, "main", root);
    if (size)
        buf[total < size ? total : size - 1] = '\0';
    return total;
}

struct seep_timer *seep_g_timer(const struct seep_g *g)
{
    bool timed = g->op.kind == SEEP_OP_SLEEP || g->op.kind == SEEP_OP_SYSCALL ||
                 g->op.kind == SEEP_OP_IO_WAIT;

    return timed && (g->op.flags & SEEP_OP_WOKEN) ? g->op.timer : NULL;
}

void seep_g_born(struct seep_g *g, struct seep_kin *creator)
{
    g->kin = creator;
    if (!creator)
        return;
    g->index = ++creator->children;
    creator->refs++;
}

struct seep_kin *seep_g_kin(struct seep_arena *a, struct seep_g *g)
{
    if (g->has_kin)
        return g->kin;
    struct seep_kin *k = seep_arena_calloc(a, sizeof *k);
    if (!k)
        return NULL;
    k->up = g->kin; /* and with it g's reference */
    k->index = g->index;
    k->id = g->id;
    k->name = g->name;
    k->site = g->site;
    k->refs = 1;
    g->has_kin = true;
    return g->kin = k;
}

void seep_g_orphan(struct seep_arena *a, struct seep_g *g)
{
    struct seep_kin *k = g->kin;

    g->kin = NULL;
    g->has_kin = false;
    while (k && --k->refs == 0) {
        struct seep_kin *up = k->up;
        seep_arena_release(a, k, sizeof *k);
        k = up;
    }
}
