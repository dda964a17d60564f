/* trace.c - telling observers, and the digest. */
#include "trace.h"

#include "goroutine.h"
#include "object.h"
#include "sim.h"
#include "weak.h"

const char *seep_event_text(enum seep_event_kind k)
{
    static const char *const text[] = {
#define X(kind, text) text,
        SEEP_EVENTS(X)
#undef X
    };

    return text[k];
}

_Static_assert(SEEP_OP_COUNT <= 64, "an observer's masks have 64 bits");

void seep__emit(struct seep_sim *s, struct seep_observer *o,
                enum seep_event_kind kind, struct seep_g *g,
                struct seep_g *other, struct seep_object *obj, int64_t arg)
{
    struct seep_event e = {.kind = kind,
                           .step = s->steps - s->charged,
                           .now = s->now,
                           .g = g,
                           .other = other,
                           .obj = obj,
                           .arg = arg};

    if (s->weak)
        seep_weak_event(s->weak, s, &e);
    for (; o; o = o->next)
        if (seep__hears(o, kind, g))
            o->event(o, s, &e);
}

static void fold(struct seep_digest *d, uint64_t v)
{
    d->value = (d->value ^ v) * UINT64_C(0x100000001b3);
    d->value ^= d->value >> 29;
}

static void digest_event(struct seep_observer *o, struct seep_sim *s,
                         const struct seep_event *e)
{
    struct seep_digest *d = (struct seep_digest *)o;

    (void)s;
    fold(d, (uint64_t)e->kind << 56 ^ (uint64_t)e->now);
    fold(d, e->step);
    if (e->g)
        fold(d, (uint64_t)e->g->id << 32 | (uint64_t)e->g->op.kind << 16 |
                    e->g->wait);
    if (e->other)
        fold(d, e->other->id);
    if (e->obj)
        fold(d, e->obj->id);
    fold(d, (uint64_t)e->arg);
}

void seep_digest_init(struct seep_digest *d)
{
    *d = (struct seep_digest){.observer = {.event = digest_event},
                              .value = UINT64_C(0xcbf29ce484222325)};
}
