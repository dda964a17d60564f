/* dpor_races.c - operations that could have come the other way round.
 *
 * Two events race when they conflict and nothing between them orders them.
 * Then the later one is put down to be tried before the earlier, at the choice
 * that led to that: its goroutine, or another that could begin such a run. */
#include "dpor_inside.h"

/* Of those enabled at e's choice, the ones that could begin a run in which p
 * (of which this event's clock is `clock`) comes before e: without e and all
 * that needs it, they wait for nobody. */
static uint64_t initials(const struct seep_dpor *d, uint32_t i, uint32_t p,
                         const struct seep_dpor_clock *clock)
{
    const struct seep_dpor_event *e = &d->run->event[i];
    uint64_t seen = 0, first = 0;

    for (uint32_t j = i + 1; j < d->run->n; j++) {
        const struct seep_dpor_event *v = &d->run->event[j];
        uint64_t bit = UINT64_C(1) << v->slot;
        if (seep__dpor_before(e, &v->clock) || seen & bit)
            continue;
        seen |= bit;
        bool waits = false;
        for (uint32_t k = i + 1; k < j && !waits; k++)
            waits = !seep__dpor_before(e, &d->run->event[k].clock) &&
                    seep__dpor_before(&d->run->event[k], &v->clock);
        first |= waits ? 0 : bit;
    }
    bool waits = seen >> p & 1;
    for (uint32_t k = i + 1; k < d->run->n && !waits; k++)
        waits = !seep__dpor_before(e, &d->run->event[k].clock) &&
                seep__dpor_before(&d->run->event[k], clock);
    return first | (waits ? 0 : UINT64_C(1) << p);
}

/* Puts down that p might come before event i. */
static void reverse(struct seep_dpor *d, uint32_t i, uint32_t p,
                    const struct seep_dpor_clock *clock)
{
    if (d->run->event[i].node < 0)
        return; /* nobody else could run then */
    uint32_t node = (uint32_t)d->run->event[i].node;
    uint64_t enabled = d->tree.node[node].enabled;
    seep_tree_want(&d->tree, node, initials(d, i, p, clock) & enabled, p);
}

/* All immediate races of p's operation with what came before it; `clock`: what
 * p knows and all that the operation conflicts with. */
void seep__dpor_find_races(struct seep_dpor *d, uint32_t p,
                           const struct seep_footprint *print,
                           const struct seep_dpor_clock *clock)
{
    struct seep_dpor_clock later = d->run->clock[p]; /* and all races found */

    for (uint32_t i = d->run->n; i-- > 0;) {
        const struct seep_dpor_event *e = &d->run->event[i];
        if (e->slot == p || seep__dpor_before(e, &later) ||
            !seep_conflict(&e->print, print))
            continue;
        seep__dpor_join(d, &later, &e->clock);
        reverse(d, i, p, clock);
    }
}

/* What must have come before p's operation with that footprint. */
struct seep_dpor_clock seep__dpor_clock_of(const struct seep_dpor *d,
                                           uint32_t p,
                                           const struct seep_footprint *print)
{
    struct seep_dpor_clock clock = d->run->clock[p];

    for (uint32_t i = d->run->n; i-- > 0;) {
        const struct seep_dpor_event *e = &d->run->event[i];
        if (!seep__dpor_before(e, &clock) && seep_orders(&e->print, print))
            for (uint32_t k = 0; k < d->run->ng; k++)
                if (e->clock.at[k] > clock.at[k])
                    clock.at[k] = e->clock.at[k];
    }
    return clock;
}
