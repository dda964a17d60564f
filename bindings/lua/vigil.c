/* vigil.c - can main ever go on?  (core/vigil.h)
 *
 * It cannot when nobody who can run, now or later, reaches what it waits for
 * (proof.c).  Goroutines that wait for each other's locks give nothing to
 * anybody either: they are taken to be stuck, and main with them, or when
 * nobody but they could wake it.  That is no proof where others reach those
 * locks, for any may unlock: where that was ever done in this run, it is not
 * assumed; and if main goes on within the time that the others have, nothing
 * came of it.  (A writer that waits for readers closes no such circle here:
 * who reads is known to those only who watch.)
 *
 * Not in a session: its main waits for good, and what can still happen comes
 * from outside. */
#include <stdlib.h>

#include "core/certain.h"
#include "core/waitfor.h"
#include "proof.h"
#include "world_inside.h"

static uint32_t index_of(const struct seep_proof *p, uint32_t id)
{
    uint32_t from = 0, to = p->n;

    while (from < to) {
        uint32_t i = from + (to - from) / 2;
        if (p->suspect[i]->id == id)
            return i;
        if (p->suspect[i]->id < id)
            from = i + 1;
        else
            to = i;
    }
    return p->n;
}

/* The suspect whose unlock number i waits for; p->n: there is none. */
static uint32_t holder_of(const struct seep_proof *p, uint32_t i)
{
    uint32_t id[SEEP_HOLDERS_MAX];

    return seep__holders(NULL, p->suspect[i], id) == 1 ? index_of(p, id[0])
                                                       : p->n;
}

/* Everybody waits for one lock at most: from each on along the holders, until
 * there is none or one was met before; on this way, if it is a circle. */
static bool find_circles(struct seep_proof *p)
{
    uint32_t *way = calloc(p->n, sizeof *way);
    bool found = false;

    p->failed |= !way;
    for (uint32_t i = 0; i < p->n && way; i++) {
        uint32_t k = i;
        while (k < p->n && !way[k]) {
            way[k] = i + 1;
            k = holder_of(p, k);
        }
        for (; k < p->n && way[k] == i + 1 && !p->bereft[k];
             k = holder_of(p, k))
            found = p->bereft[k] = true;
    }
    free(way);
    return found;
}

static bool is_stuck(const struct seep_proof *p, const struct seep_g *g)
{
    uint32_t i = index_of(p, g->id);

    return !p->failed && i < p->n && p->stuck[i];
}

void seep_lua_keep_vigil(struct seep_lua *w)
{
    struct seep_sim *s = &w->sim;
    struct seep_proof p;

    if (seep_lua_prompt || !seep_vigil_is_due(s, seep_proof_cost(s)) ||
        !seep_proof_is_small(s))
        return;
    seep_proof_begin(&p, s);
    bool assumed = !p.failed && p.n && !s->vigil.passed && find_circles(&p);
    seep_proof_make(w->L, &p);
    bool lost = is_stuck(&p, s->main);
    if (lost)
        seep_vigil_lose(s);
    if (!assumed && s->opt.look != SEEP_LOOK_NEVER)
        seep_proof_tell(&p);
    else if (!assumed && lost) /* what the verdict rests on */
        seep_certain_add(seep_world->certain, s, s->main);
    seep_proof_fini(&p);
}
