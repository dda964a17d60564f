/* vigil.c - see vigil.h. */
#include "vigil.h"

#include "sim.h"

enum { FIRST = 1 << 12, STEPS_A_STEP = 5 };

static bool is_same_wait(const struct seep_vigil *v, const struct seep_g *main)
{
    return v->nops == main->nops && v->since == main->since;
}

bool seep_vigil_is_due(struct seep_sim *s, uint64_t cost)
{
    struct seep_vigil *v = &s->vigil;
    const struct seep_g *main = s->main;

    if (!main || main->status != SEEP_G_WAITING)
        return false;
    if (!is_same_wait(v, main)) {
        *v = (struct seep_vigil){.nops = main->nops,
                                 .since = main->since,
                                 .seen = s->steps,
                                 .pause = FIRST,
                                 .passed = v->passed};
        return false;
    }
    uint64_t waited = s->steps - v->seen;
    if (v->lost || waited < v->pause || waited / STEPS_A_STEP < cost)
        return false;
    v->pause = 2 * waited;
    return true;
}

void seep_vigil_lose(struct seep_sim *s)
{
    struct seep_vigil *v = &s->vigil;

    v->nops = s->main->nops;
    v->since = s->main->since;
    v->lost = true;
    v->lost_at = s->now;
}

bool seep_vigil_is_lost(const struct seep_sim *s)
{
    return s->vigil.lost && s->main && s->main->status == SEEP_G_WAITING &&
           is_same_wait(&s->vigil, s->main);
}
