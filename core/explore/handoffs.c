/* handoffs.c - see handoffs.h. */
#include "handoffs.h"

#include <stdlib.h>
#include <string.h>

#include "core/goroutine.h"
#include "core/object.h"

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

/* ---- the set ---- */

static bool put(struct seep_set64 *s, uint64_t v)
{
    uint64_t i = mix(0, v) & (s->cap - 1);

    while (s->slot[i] && s->slot[i] != v)
        i = (i + 1) & (s->cap - 1);
    if (s->slot[i])
        return false;
    s->slot[i] = v;
    s->n++;
    return true;
}

static bool grow(struct seep_set64 *s)
{
    struct seep_set64 to = {.cap = s->cap ? 2 * s->cap : 1024};

    if (to.cap > SEEP_SET64_MOST)
        return false;
    to.slot = calloc(to.cap, sizeof *to.slot);
    if (!to.slot)
        return false;
    for (uint64_t i = 0; i < s->cap; i++)
        if (s->slot[i])
            put(&to, s->slot[i]);
    free(s->slot);
    *s = to;
    return true;
}

bool seep_set64_add(struct seep_set64 *s, uint64_t v)
{
    if (2 * s->n >= s->cap && !grow(s) && s->n + 1 >= s->cap)
        return false;
    return put(s, v ? v : 1);
}

void seep_set64_fini(struct seep_set64 *s)
{
    free(s->slot);
    *s = (struct seep_set64){0};
}

/* ---- watching ---- */

static void event(struct seep_observer *o, struct seep_sim *s,
                  const struct seep_event *e)
{
    struct seep_handoffs *h = (struct seep_handoffs *)o;

    (void)s;
    if (e->kind != SEEP_EV_OP && e->kind != SEEP_EV_PARK)
        return;
    const struct seep_object *obj = e->g->op.obj;
    if (!obj || obj->id >= SEEP_HANDOFF_OBJECTS)
        return;
    uint64_t *last = &h->last[obj->id], now = e->g->id;
    uint64_t pair = mix(mix(mix(0, *last), now), obj->id);
    if (*last && *last != now && h->nfresh < SEEP_HANDOFF_FRESH &&
        seep_set64_add(&h->seen, pair))
        h->fresh[h->nfresh++] = pair;
    *last = now;
}

void seep_handoffs_init(struct seep_handoffs *h)
{
    memset(h, 0, sizeof *h);
    h->observer.event = event;
    h->observer.size = offsetof(struct seep_handoffs, seen);
}

void seep_handoffs_fini(struct seep_handoffs *h)
{
    seep_set64_fini(&h->seen);
}

struct seep_observer *seep_handoffs_begin(struct seep_handoffs *h)
{
    memset(h->last, 0, sizeof h->last);
    h->nfresh = 0;
    return &h->observer;
}
