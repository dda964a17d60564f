/* shadow.c - see shadow.h. */
#include "shadow.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64, FIRST_SLOTS = 4 };

static uint32_t enough(uint32_t cap, uint32_t need)
{
    if (!cap)
        cap = FIRST_CAP;
    while (cap < need)
        cap *= 2;
    return cap;
}

/* at[] up to and with obj; what was not yet in use is cleared. */
static bool reach(struct seep_shadows *s, uint32_t obj)
{
    if (obj >= s->cap_at) {
        uint32_t cap = enough(s->cap_at, obj + 1);
        uint32_t *more = realloc(s->at, cap * sizeof *more);
        if (!more)
            return false;
        s->at = more;
        s->cap_at = cap;
    }
    memset(&s->at[s->nat], 0, (obj + 1 - s->nat) * sizeof *s->at);
    s->nat = obj + 1;
    return true;
}

static bool add(struct seep_shadows *s, uint32_t obj)
{
    if (s->n == s->cap) {
        uint32_t cap = enough(s->cap, s->n + 1);
        struct seep_shadow *more = realloc(s->shadow, cap * sizeof *more);
        if (!more)
            return false;
        s->shadow = more;
        s->cap = cap;
    }
    memset(&s->shadow[s->n], 0, sizeof *s->shadow);
    s->at[obj] = ++s->n;
    return true;
}

struct seep_shadow *seep_shadow_of(struct seep_shadows *s, uint32_t obj)
{
    if (obj >= s->nat && !reach(s, obj))
        return NULL;
    if (!s->at[obj] && !add(s, obj))
        return NULL;
    return &s->shadow[s->at[obj] - 1];
}

/* Room for slot i of cap: it grows as the slots come into use. */
static bool grow_slots(struct seep_slots *q, uint32_t i, uint32_t cap)
{
    uint64_t n = q->n ? q->n : FIRST_SLOTS;

    while (n <= i)
        n *= 2;
    if (n > cap)
        n = cap;
    struct seep_stamp *more = realloc(q->stamp, n * sizeof *more);
    if (!more)
        return false;
    memset(&more[q->n], 0, (n - q->n) * sizeof *more);
    q->stamp = more;
    q->n = (uint32_t)n;
    return true;
}

struct seep_stamp *seep_slot(struct seep_slots *q, uint64_t k, uint32_t cap)
{
    uint32_t i = (uint32_t)(k % cap);

    if (i >= q->n && !grow_slots(q, i, cap))
        return NULL;
    return &q->stamp[i];
}

void seep_shadows_clear(struct seep_shadows *s)
{
    for (uint32_t i = 0; i < s->n; i++) {
        struct seep_shadow *w = &s->shadow[i];
        seep_accesses_clear(&w->touched[0]);
        seep_accesses_clear(&w->touched[1]);
        if (w->slots)
            free(w->slots->stamp);
        free(w->slots);
    }
    s->n = s->nat = 0;
}

void seep_shadows_fini(struct seep_shadows *s)
{
    seep_shadows_clear(s);
    free(s->at);
    free(s->shadow);
    memset(s, 0, sizeof *s);
}
