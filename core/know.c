/* know.c - see know.h.
 *
 * DESIGN
 *
 * Closed: a vector that holds tick t of g holds all that g knew at t.  Every
 * function here keeps vectors closed; follow() relies on it twice, to stop at
 * what is known, and because what it adds before it gives up is closed too. */
#include "know.h"

#include <string.h>

enum {
    FIRST_CAP = 64,
    GOROUTINES_MAX = 8 << 20, /* 128 MiB */
    TICK_MAX = INT32_MAX,
    SOURCES_FIRST = 256,
    SOURCES_MAX = 1 << 21, /* kept, of all goroutines: 32 MiB */
    STEPS_MAX = 200,       /* along sources, before vectors are compared */
};

/* ---- memory ---- */

static bool grow(struct seep_know *k, uint32_t id)
{
    uint32_t cap = k->cap ? k->cap : FIRST_CAP;

    while (cap <= id)
        cap *= 2;
    struct seep_knower *more = cap <= GOROUTINES_MAX
                                   ? seep_mem_realloc(&k->vectors.mem, k->g,
                                                      k->cap * sizeof *more,
                                                      cap * sizeof *more)
                                   : NULL;
    if (!more)
        return false;
    k->g = more;
    k->cap = cap;
    return true;
}

bool seep__know_meet_first(struct seep_know *k, uint32_t id)
{
    if (id >= k->cap && !grow(k, id)) {
        k->lost = true;
        return false;
    }
    while (k->n <= id)
        k->g[k->n++] = (struct seep_knower){.tick = 1};
    return true;
}

void seep_know_clear(struct seep_know *k)
{
    seep_vectors_clear(&k->vectors);
    k->n = k->nsource = k->unkept = 0;
    k->lost = false;
}

void seep_know_fini(struct seep_know *k)
{
    struct seep_mem mem = k->vectors.mem;

    seep_vectors_fini(&k->vectors);
    seep_mem_free(&mem, k->g, k->cap * sizeof *k->g);
    seep_mem_free(&mem, k->source, k->cap_source * sizeof *k->source);
    *k = (struct seep_know){.vectors.mem = mem};
}

void seep_know_forget(struct seep_know *k, uint32_t id)
{
    seep_vector_drop(&k->vectors, k->g[id].known);
    k->g[id].known = NULL;
}

/* ---- ticks and sources ---- */

/* The tick that stands for all it has done and learned. */
static uint32_t tick_of(const struct seep_knower *c)
{
    return c->tick - !c->changed;
}

void seep_know_passed(struct seep_know *k, uint32_t id)
{
    struct seep_knower *c = &k->g[id];

    if (!c->changed)
        return;
    if (c->tick == TICK_MAX)
        k->lost = true;
    else
        c->tick++;
    c->changed = false;
}

static struct seep_learned *source(const struct seep_know *k, uint32_t i)
{
    return &k->source[i & (k->cap_source - 1)];
}

/* Is source number i still there? */
static bool is_kept(const struct seep_know *k, uint32_t i)
{
    return i > k->unkept && k->nsource - i < k->cap_source;
}

/* Twice the room; each source gets its new place. */
static bool grow_sources(struct seep_know *k)
{
    struct seep_know more = {.cap_source = k->cap_source ? k->cap_source * 2
                                                         : SOURCES_FIRST};

    more.source =
        seep_mem_alloc(&k->vectors.mem, more.cap_source * sizeof *more.source);
    if (!more.source)
        return false;
    for (uint32_t i = k->nsource; i && is_kept(k, i); i--)
        *source(&more, i) = *source(k, i);
    seep_mem_free(&k->vectors.mem, k->source,
                  k->cap_source * sizeof *k->source);
    k->source = more.source;
    k->cap_source = more.cap_source;
    return true;
}

/* Are all vectors single blocks?  Then joining them is quicker than following
 * sources. */
static bool is_small(const struct seep_know *k)
{
    return k->n <= SEEP_VECTOR_BLOCK;
}

/* id has learned what g knew at tick. */
static void learned(struct seep_know *k, uint32_t id, uint32_t g, uint32_t tick)
{
    struct seep_knower *c = &k->g[id];

    c->changed = true;
    if (is_small(k) && k->nsource < UINT32_MAX) {
        c->source = k->unkept = ++k->nsource;
        return;
    }
    if ((k->nsource >= k->cap_source && k->cap_source < SOURCES_MAX &&
         !grow_sources(k)) ||
        k->nsource == UINT32_MAX) {
        k->lost = true;
        return;
    }
    *source(k, ++k->nsource) =
        (struct seep_learned){c->tick, g, tick, c->source};
    c->source = k->nsource;
}

static void note(struct seep_know *k, struct seep_vector **v, uint32_t g,
                 uint32_t tick)
{
    if (g && tick)
        seep_vector_raise(&k->vectors, v, g, tick);
}

/* ---- along the sources ---- */

static bool follow(struct seep_know *k, struct seep_vector **v, uint32_t g,
                   uint32_t tick, int *steps);

/* The sources of g from after tick `from` up to `to`, newest first.  False:
 * they are no longer all kept, or lead too far. */
/* NOLINTNEXTLINE(misc-no-recursion): at most STEPS_MAX deep */
static bool follow_sources(struct seep_know *k, struct seep_vector **v,
                           uint32_t g, uint32_t from, uint32_t to, int *steps)
{
    for (uint32_t i = k->g[g].source; i;) {
        if (!is_kept(k, i) || (*steps)-- <= 0)
            return false;
        const struct seep_learned s = *source(k, i);
        if (s.at <= from)
            return true;
        if (s.at <= to && !follow(k, v, s.g, s.tick, steps))
            return false;
        i = s.before;
    }
    return true;
}

/* Adds to *v what g knew at tick.  False: there may be more than was added. */
/* NOLINTNEXTLINE(misc-no-recursion): at most STEPS_MAX deep */
static bool follow(struct seep_know *k, struct seep_vector **v, uint32_t g,
                   uint32_t tick, int *steps)
{
    uint32_t has = seep_vector_get(*v, g);

    if (g && has >= tick)
        return true;
    if (!g || !follow_sources(k, v, g, has, tick, steps))
        return false;
    seep_vector_raise(&k->vectors, v, g, tick);
    return true;
}

/* Is there so little to join that nothing else is quicker? */
static bool easy(const struct seep_vector *a, const struct seep_vector *b)
{
    return a == b || !a || !b || a->shift == SEEP_VECTOR_LEAF ||
           b->shift == SEEP_VECTOR_LEAF;
}

/* The other way round: what id knows is added to what it takes, which is
 * often the greater part.  Its own tick is not: that is for it to pass on.
 * False: that leads too far. */
static bool turn_to(struct seep_know *k, uint32_t id,
                    const struct seep_stamp *from)
{
    struct seep_vector *v = seep_vector_keep(from->known);
    int steps = STEPS_MAX;

    note(k, &v, from->g, from->tick);
    bool done = follow_sources(k, &v, id, seep_vector_get(v, id), k->g[id].tick,
                               &steps);
    if (done) {
        seep_vector_drop(&k->vectors, k->g[id].known);
        k->g[id].known = v;
    } else {
        seep_vector_drop(&k->vectors, v);
    }
    return done;
}

/* ---- passing on and taking ---- */

static struct seep_stamp stamped(struct seep_know *k, uint32_t id)
{
    return (struct seep_stamp){seep_vector_keep(k->g[id].known), id,
                               tick_of(&k->g[id])};
}

void seep_know_leave(struct seep_know *k, uint32_t id, struct seep_stamp *to)
{
    seep_vector_drop(&k->vectors, to->known);
    *to = stamped(k, id);
    seep_know_passed(k, id);
}

void seep_know_add(struct seep_know *k, uint32_t id, struct seep_stamp *to)
{
    int steps = STEPS_MAX;

    note(k, &to->known, to->g, to->tick);
    to->g = 0;
    if (easy(to->known, k->g[id].known) ||
        !follow(k, &to->known, id, tick_of(&k->g[id]), &steps)) {
        seep_vector_join(&k->vectors, &to->known, k->g[id].known);
        note(k, &to->known, id, tick_of(&k->g[id]));
    }
    seep_know_passed(k, id);
}

void seep_know_take(struct seep_know *k, uint32_t id,
                    const struct seep_stamp *from)
{
    struct seep_knower *c = &k->g[id];
    int steps = STEPS_MAX;

    if (from->g == id || (!from->g && !from->known))
        return;
    if (from->g && seep_vector_get(c->known, from->g) >= from->tick)
        return;
    if (easy(c->known, from->known) ||
        (!follow(k, &c->known, from->g, from->tick, &steps) &&
         !turn_to(k, id, from))) {
        seep_vector_join(&k->vectors, &c->known, from->known);
        note(k, &c->known, from->g, from->tick);
    }
    learned(k, id, from->g, from->tick);
}

void seep_know_exchange(struct seep_know *k, uint32_t id, struct seep_stamp *at)
{
    struct seep_stamp was = *at;

    *at = stamped(k, id);
    seep_know_passed(k, id);
    seep_know_take(k, id, &was);
    seep_vector_drop(&k->vectors, was.known);
}

void seep_know_tell(struct seep_know *k, uint32_t from, uint32_t to)
{
    struct seep_stamp s = stamped(k, from);

    seep_know_take(k, to, &s);
    seep_vector_drop(&k->vectors, s.known);
}

/* The same as seep_know_meet when all vectors are blocks. */
static void meet_small(struct seep_know *k, uint32_t a, uint32_t b)
{
    struct seep_knower *ca = &k->g[a], *cb = &k->g[b];
    uint32_t ta = tick_of(ca), tb = tick_of(cb);

    seep_know_passed(k, a);
    seep_know_passed(k, b);
    uint32_t *tick =
        seep_vector_unite_blocks(&k->vectors, &ca->known, &cb->known);
    if (tick[b] < tb) {
        tick[b] = tb;
        learned(k, a, b, tb);
    }
    if (tick[a] < ta)
        tick[a] = ta;
    learned(k, b, a, ta);
}

void seep_know_meet(struct seep_know *k, uint32_t a, uint32_t b)
{
    struct seep_knower *ca = &k->g[a], *cb = &k->g[b];
    uint32_t ta = tick_of(ca), tb = tick_of(cb);

    if (is_small(k)) {
        meet_small(k, a, b);
        return;
    }
    seep_know_passed(k, a);
    seep_know_passed(k, b);
    seep_know_take(k, a, &(struct seep_stamp){cb->known, b, tb});
    note(k, &ca->known, a, ta);
    seep_vector_drop(&k->vectors, cb->known);
    cb->known = seep_vector_keep(ca->known);
    learned(k, b, a, ta);
}
