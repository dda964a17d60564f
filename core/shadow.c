/* shadow.c - see shadow.h. */
#include "shadow.h"

#include <string.h>

#include "object.h"

enum {
    FIRST_CAP = 64,
    FIRST_SLOTS = 4,
    PLAIN_WORDS = offsetof(struct seep_shadow, touched) / sizeof(uint64_t),
    WORDS = sizeof(struct seep_shadow) / sizeof(uint64_t),
    WORDS_MAX = 128 << 20 >> 3, /* 128 MiB of shadows, */
    BYTES_MAX = 128 << 20,      /* and of what they refer to */
};

/* ---- finding and making ---- */

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
        uint32_t *more = seep_mem_realloc(
            &s->mem, s->at, s->cap_at * sizeof *more, cap * sizeof *more);
        if (!more)
            return false;
        s->at = more;
        s->cap_at = cap;
    }
    memset(&s->at[s->nat], 0, (obj + 1 - s->nat) * sizeof *s->at);
    s->nat = obj + 1;
    return true;
}

static bool reserve(struct seep_shadows *s, uint32_t words)
{
    if (s->n + words <= s->cap)
        return true;
    uint32_t cap = enough(s->cap, s->n + words);
    uint64_t *more = cap <= WORDS_MAX ? seep_mem_realloc(&s->mem, s->word,
                                                         s->cap * sizeof *more,
                                                         cap * sizeof *more)
                                      : NULL;
    if (!more)
        return false;
    s->word = more;
    s->cap = cap;
    return true;
}

static bool add(struct seep_shadows *s, uint32_t obj, bool plain)
{
    uint32_t words = plain ? PLAIN_WORDS : WORDS;

    if (!s->n)
        s->n = 1;
    if (!reserve(s, words))
        return false;
    struct seep_shadow *w = (struct seep_shadow *)&s->word[s->n];
    memset(w, 0, words * sizeof *s->word);
    w->plain = plain;
    s->at[obj] = s->n;
    s->n += words;
    return true;
}

struct seep_shadow *seep_shadow_find(const struct seep_shadows *s, uint32_t obj)
{
    if (obj >= s->nat || !s->at[obj])
        return NULL;
    return (struct seep_shadow *)&s->word[s->at[obj]];
}

/* What orders but is no place of a race itself. */
static bool is_plain(enum seep_object_kind k)
{
    return k == SEEP_OBJ_MUTEX || k == SEEP_OBJ_ONCE || k == SEEP_OBJ_RWMUTEX ||
           k == SEEP_OBJ_COND || k == SEEP_OBJ_GATE || k == SEEP_OBJ_TIMER ||
           k == SEEP_OBJ_RESOURCE || k == SEEP_OBJ_POOL ||
           k == SEEP_OBJ_SYNCMAP || k == SEEP_OBJ_SYNCPOOL;
}

struct seep_shadow *seep__shadow_new(struct seep_shadows *s,
                                     const struct seep_object *o)
{
    enum seep_object_kind k = seep_object_kind(o);

    if (o->id >= s->nat && !reach(s, o->id))
        return NULL;
    if (!s->at[o->id] && !add(s, o->id, is_plain(k)))
        return NULL;
    return (struct seep_shadow *)&s->word[s->at[o->id]];
}

/* ---- what they refer to ---- */

bool seep_shadow_keep(struct seep_shadows *s, struct seep_accesses *side,
                      const struct seep_access *a,
                      const struct seep_vector *known)
{
    size_t before = seep_accesses_bytes(side);

    if (s->bytes > BYTES_MAX || !seep_accesses_add(side, &s->mem, a, known))
        return false;
    s->bytes += seep_accesses_bytes(side) - before;
    return true;
}

struct seep_slots *seep_shadow_slots(struct seep_shadows *s,
                                     struct seep_shadow *w, uint32_t before)
{
    if (!w->slots && (w->slots = seep_mem_calloc(&s->mem, sizeof *w->slots)))
        w->slots->sent = before;
    return w->slots;
}

/* Room for slot i of cap: it grows as the slots come into use. */
static bool grow_slots(struct seep_shadows *s, struct seep_slots *q, uint32_t i,
                       uint32_t cap)
{
    uint64_t n = q->n ? q->n : FIRST_SLOTS;

    while (n <= i)
        n *= 2;
    if (n > cap)
        n = cap;
    struct seep_stamp *more = seep_mem_realloc(
        &s->mem, q->stamp, q->n * sizeof *more, n * sizeof *more);
    if (!more)
        return false;
    memset(&more[q->n], 0, (n - q->n) * sizeof *more);
    q->stamp = more;
    q->n = (uint32_t)n;
    return true;
}

struct seep_stamp *seep_shadow_slot(struct seep_shadows *s,
                                    struct seep_slots *q, uint64_t k,
                                    uint32_t cap)
{
    uint32_t i = (uint32_t)(k % cap), before = q->n;

    if (i >= q->n) {
        if (s->bytes > BYTES_MAX || !grow_slots(s, q, i, cap))
            return NULL;
        s->bytes += (q->n - before) * sizeof *q->stamp;
    }
    return &q->stamp[i];
}

/* ---- forgetting ---- */

static void forget(struct seep_shadows *s, struct seep_shadow *w)
{
    struct seep_slots *q = w->slots;

    seep_accesses_clear(&w->touched[0], &s->mem);
    seep_accesses_clear(&w->touched[1], &s->mem);
    if (!q)
        return;
    seep_mem_free(&s->mem, q->stamp, q->n * sizeof *q->stamp);
    seep_mem_free(&s->mem, q, sizeof *q);
}

void seep_shadows_clear(struct seep_shadows *s)
{
    for (uint32_t i = 1; i < s->n;) {
        struct seep_shadow *w = (struct seep_shadow *)&s->word[i];
        if (!w->plain)
            forget(s, w);
        i += w->plain ? PLAIN_WORDS : WORDS;
    }
    s->n = s->nat = 0;
    s->bytes = 0;
}

void seep_shadows_fini(struct seep_shadows *s)
{
    struct seep_mem mem = s->mem;

    seep_shadows_clear(s);
    seep_mem_free(&mem, s->at, s->cap_at * sizeof *s->at);
    seep_mem_free(&mem, s->word, s->cap * sizeof *s->word);
    *s = (struct seep_shadows){.mem = mem};
}
