/* left.c - who is left when a run stops, and when they are stuck, the schedule
 * that led there. */
#include <inttypes.h>

#include "bindings/terminal/prompt/prompt.h"
#include "core/mutex.h"
#include "core/rwmutex.h"

static bool is_session(const struct seep_g *g)
{
    return g->id == 1;
}

static uint64_t digest_of_left(const struct seep_sim *s)
{
    uint64_t hash = 1;

    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        if (!is_session(g))
            hash = (hash ^ g->id ^ (uint64_t)g->status << 32 ^
                    (uint64_t)g->wait << 40) *
                   UINT64_C(0x100000001b3);
    return hash;
}

static void add_left(struct seep_buffer *t, struct seep_sim *s,
                     struct seep_g *g)
{
    const struct seep_timer *timer = seep_g_timer(g);

    seep_prompt_add_g(t, s, g);
    if (g->status == SEEP_G_WAITING && timer && timer->armed) {
        seep_buffer_addf(t, " in %s until ", seep_prompt_state(g));
        seep_buffer_add_duration(t, timer->when);
        seep_buffer_add(t, " - :run lets time pass\n");
    } else if (g->status == SEEP_G_WAITING) {
        seep_buffer_addf(t, " blocked in %s", seep_prompt_state(g));
        if (s->now > g->since) {
            seep_buffer_add(t, " for ");
            seep_buffer_add_duration(t, s->now - g->since);
        }
        seep_buffer_addf(t, " - :why g%" PRIu32 "\n", g->id);
    } else {
        seep_buffer_addf(t, " %s - :run lets it go on\n", seep_prompt_state(g));
    }
}

/* ---- deadlocks ---- */

uint32_t seep_prompt_holder(const struct seep_g *g)
{
    const struct seep_object *o = g->op.ncase > 1 ? NULL : g->op.obj;

    if (!o || g->status != SEEP_G_WAITING)
        return 0;
    switch (seep_object_kind(o)) {
    case SEEP_OBJ_MUTEX: return ((const struct seep_mutex *)o)->owner;
    case SEEP_OBJ_RWMUTEX: {
        const struct seep_rwmutex *rw = (const struct seep_rwmutex *)o;
        return rw->writing ? rw->w.owner : 0;
    }
    default: return 0;
    }
}

static const struct seep_g *living(const struct seep_sim *s, uint32_t id)
{
    const struct seep_g *g = id ? s->all_first : NULL;

    while (g && g->id != id)
        g = g->all_next;
    return g;
}

/* How many are in the cycle of locks that g waits in, if it is the one with the
 * smallest number there; else 0. */
static uint32_t cycle_from(const struct seep_sim *s, const struct seep_g *g)
{
    enum { LONGEST = 64 };
    const struct seep_g *k = g;

    for (uint32_t n = 1; n <= LONGEST; n++) {
        k = living(s, seep_prompt_holder(k));
        if (!k || k->id < g->id)
            return 0;
        if (k == g)
            return n;
    }
    return 0;
}

static void add_cycle(struct seep_buffer *t, const struct seep_sim *s,
                      const struct seep_g *g)
{
    uint32_t n = cycle_from(s, g);

    if (!n)
        return;
    seep_buffer_add(t, "deadlock: ");
    for (uint32_t i = 0; i < n; i++) {
        seep_buffer_addf(t, "g%" PRIu32 " waits for ", g->id);
        seep_prompt_add_object(t, s, g->op.obj);
        g = living(s, seep_prompt_holder(g));
        seep_buffer_addf(t, ", held by g%" PRIu32 "%s", g->id,
                         i + 1 < n ? ";\n          " : "\n");
    }
}

bool seep_prompt_is_deadlock(const struct seep_sim *s)
{
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        if (cycle_from(s, g))
            return true;
    return false;
}

/* ---- all of it ---- */

/* Nobody goes on by themselves, and somebody waits. */
static bool is_stuck(struct seep_prompt *p)
{
    const struct seep_sim *s = seep_live_sim(p->live);

    return s->nlive > 1 && !s->over && seep_live_is_quiet(p->live);
}

void seep_prompt_left_is_known(struct seep_prompt *p)
{
    if (!is_stuck(p))
        p->told = digest_of_left(seep_live_sim(p->live));
}

void seep_prompt_left(struct seep_prompt *p)
{
    enum { MOST = 4 };
    struct seep_sim *s = seep_live_sim(p->live);
    struct seep_buffer t = {0};
    uint64_t digest = digest_of_left(s);
    uint32_t n = 0;

    if (digest == p->told)
        return;
    p->told = digest;
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (!is_session(g) && n++ < MOST)
            add_left(&t, s, g);
    if (n > MOST)
        seep_buffer_addf(&t, "... and %" PRIu32 " more - :ps\n", n - MOST);
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        add_cycle(&t, s, g);
    seep_prompt_note(p, &t);
    if (is_stuck(p))
        seep_prompt_tell_schedule(p);
}

void seep_prompt_stuck(struct seep_prompt *p)
{
    if (is_stuck(p))
        seep_prompt_left(p);
}
