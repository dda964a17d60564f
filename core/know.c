/* know.c - see know.h. */
#include "know.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64 };

static bool grow(struct seep_know *k, uint32_t id)
{
    uint32_t cap = k->cap ? k->cap : FIRST_CAP;

    while (cap <= id)
        cap *= 2;
    struct seep_knower *more = realloc(k->g, cap * sizeof *more);
    if (!more)
        return false;
    k->g = more;
    k->cap = cap;
    return true;
}

bool seep_know_have(struct seep_know *k, uint32_t id)
{
    if (id >= k->cap && !grow(k, id))
        return false;
    while (k->n <= id)
        k->g[k->n++] = (struct seep_knower){.tick = 1};
    return true;
}

/* The tick of its last access; 0: there was none. */
static uint32_t last_access(const struct seep_knower *c)
{
    return c->tick - !c->used;
}

void seep_know_passed(struct seep_know *k, uint32_t id)
{
    k->g[id].tick += k->g[id].used;
    k->g[id].used = false;
}

static void note(struct seep_know *k, struct seep_vector **v, uint32_t id,
                 uint32_t tick)
{
    if (id && tick)
        seep_vector_raise(&k->vectors, v, id, tick);
}

static struct seep_stamp stamped(struct seep_know *k, uint32_t id)
{
    return (struct seep_stamp){seep_vector_keep(k->g[id].known), id,
                               last_access(&k->g[id])};
}

void seep_know_leave(struct seep_know *k, uint32_t id, struct seep_stamp *to)
{
    seep_vector_drop(&k->vectors, to->known);
    *to = stamped(k, id);
    seep_know_passed(k, id);
}

void seep_know_add(struct seep_know *k, uint32_t id, struct seep_stamp *to)
{
    seep_vector_join(&k->vectors, &to->known, k->g[id].known);
    note(k, &to->known, to->g, to->tick);
    note(k, &to->known, id, last_access(&k->g[id]));
    to->g = 0;
    seep_know_passed(k, id);
}

void seep_know_take(struct seep_know *k, uint32_t id,
                    const struct seep_stamp *from)
{
    struct seep_knower *c = &k->g[id];

    if (from->g == id)
        return; /* it knows no less than it did then */
    seep_vector_join(&k->vectors, &c->known, from->known);
    note(k, &c->known, from->g, from->tick);
}

void seep_know_exchange(struct seep_know *k, uint32_t id,
                        struct seep_stamp *at)
{
    struct seep_stamp was = *at;

    *at = stamped(k, id);
    seep_know_passed(k, id);
    seep_know_take(k, id, &was);
    seep_vector_drop(&k->vectors, was.known);
}

void seep_know_tell(struct seep_know *k, uint32_t from, uint32_t to)
{
    seep_vector_join(&k->vectors, &k->g[to].known, k->g[from].known);
    note(k, &k->g[to].known, from, last_access(&k->g[from]));
}

void seep_know_meet(struct seep_know *k, uint32_t a, uint32_t b)
{
    struct seep_knower *ca = &k->g[a], *cb = &k->g[b];

    seep_vector_join(&k->vectors, &ca->known, cb->known);
    seep_vector_drop(&k->vectors, cb->known);
    note(k, &ca->known, a, last_access(ca));
    note(k, &ca->known, b, last_access(cb));
    cb->known = seep_vector_keep(ca->known);
    seep_know_passed(k, a);
    seep_know_passed(k, b);
}

void seep_know_forget(struct seep_know *k, uint32_t id)
{
    seep_vector_drop(&k->vectors, k->g[id].known);
    k->g[id].known = NULL;
}

void seep_know_clear(struct seep_know *k)
{
    seep_vectors_clear(&k->vectors);
    k->n = 0;
}

void seep_know_fini(struct seep_know *k)
{
    seep_vectors_fini(&k->vectors);
    free(k->g);
    memset(k, 0, sizeof *k);
}
