/* estimate.c - see estimate.h. */
#include "estimate.h"

#include <string.h>

#include "core/arena.h"
#include "core/sim.h"

enum { NONE = SEEP_PROFILE_NONE, ANCESTORS = 64 };

/* ---- before the run ---- */

static uint32_t *numbers(struct seep_sim *s, uint32_t n)
{
    return seep_arena_aside(s->arena, (n + 1) * sizeof(uint32_t));
}

/* The spot whose next event is the earliest; n: there is none left. */
static uint32_t earliest(const struct seep_profile *p, const uint32_t *spot,
                         const uint32_t *next, uint32_t n)
{
    uint32_t best = n, seq = 0;

    for (uint32_t i = 0; i < n; i++) {
        const struct seep_profile_spot *at = &p->spot[spot[i]];
        if (next[i] == at->nevents)
            continue;
        const struct seep_profile_event *e = &p->event[at->first + next[i]];
        if (best == n || e->seq < seq) {
            best = i;
            seq = e->seq;
        }
    }
    return best;
}

/* The spots' events by nodes, those of each in their order.  Leaves in
 * from[i] where the i-th node's end. */
static void deal_out(struct seep_estimate *e, const uint32_t *spot, uint32_t n)
{
    const struct seep_profile *p = e->profile;
    uint32_t next[SEEP_ESTIMATE_SPOTS] = {0}, i;

    while ((i = earliest(p, spot, next, n)) < n) {
        const struct seep_profile_event *v =
            &p->event[p->spot[spot[i]].first + next[i]++];
        e->op[e->from[v->node]++] = v->op;
    }
}

static bool list_ops(struct seep_estimate *e, struct seep_sim *s,
                     const uint32_t *spot, uint32_t n)
{
    const struct seep_profile *p = e->profile;
    uint32_t total = 0;

    e->from = numbers(s, p->nnodes);
    if (!e->from)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const struct seep_profile_spot *at = &p->spot[spot[i]];
        for (uint32_t k = 0; k < at->nevents; k++)
            e->from[p->event[at->first + k].node + 1]++;
        total += at->nevents;
    }
    for (uint32_t i = 0; i < p->nnodes; i++)
        e->from[i + 1] += e->from[i];
    e->op = numbers(s, total);
    if (!e->op)
        return false;
    deal_out(e, spot, n);
    memmove(e->from + 1, e->from, p->nnodes * sizeof *e->from);
    e->from[0] = 0;
    return true;
}

/* From the leaves up: brothers stand side by side, behind their creators. */
static void add_up(struct seep_estimate *e)
{
    const struct seep_profile *p = e->profile;

    for (uint32_t i = p->nnodes; i-- > 0;) {
        const struct seep_profile_node *v = &p->node[i];
        e->all[i] += e->op ? e->from[i + 1] - e->from[i] : v->nops + 1;
        if (v->up == NONE)
            continue;
        const struct seep_profile_node *up = &p->node[v->up];
        if (i + 1 < up->child + up->nchildren)
            e->after[i] = e->after[i + 1] + e->all[i + 1];
        e->all[v->up] += e->all[i];
    }
}

enum seep_err seep_estimate_init(struct seep_estimate *e, struct seep_sim *s,
                                 const struct seep_profile *p,
                                 const uint32_t *spot, uint32_t nspots)
{
    *e = (struct seep_estimate){.profile = p,
                                .roles.size = sizeof(struct seep_role),
                                .main_id = s->next_g + 1};
    if (!p)
        return SEEP_OK;
    e->all = numbers(s, p->nnodes);
    e->after = numbers(s, p->nnodes);
    if (!e->all || !e->after || (nspots && !list_ops(e, s, spot, nspots)))
        return SEEP_ENOMEM;
    add_up(e);
    return SEEP_OK;
}

/* ---- who is who ---- */

/* The node of the goroutine that the record is of, if it is known. */
static uint32_t *node_of(struct seep_estimate *e, struct seep_sim *s,
                         uint32_t id)
{
    struct seep_role *role = seep_table_at(&e->roles, s->arena, id);

    return role ? &role->node : NULL;
}

/* Finds the node of a goroutine by its line of ancestors, up to the next one
 * that is known, or not too far. */
static uint32_t find_node(struct seep_estimate *e, struct seep_sim *s,
                          const struct seep_g *g)
{
    const struct seep_kin *line[ANCESTORS];
    uint32_t n = 0, node = NONE;

    if (g->id == e->main_id)
        return 0;
    for (struct seep_kin *k = seep_g_creator(g); k; k = k->up) {
        const uint32_t *known = node_of(e, s, k->id);
        if (k->id == e->main_id)
            node = 0;
        else if (known && *known)
            node = *known == NONE ? NONE : *known - 1;
        else if (n < ANCESTORS) {
            line[n++] = k;
            continue;
        }
        break;
    }
    while (n-- > 0 && node != NONE)
        node = seep_profile_child(e->profile, node, line[n]->index);
    return node == NONE ? NONE : seep_profile_child(e->profile, node, g->index);
}

struct seep_role *seep_estimate_role(struct seep_estimate *e,
                                     struct seep_sim *s, const struct seep_g *g)
{
    struct seep_role *role =
        seep_table_at(&e->roles, s->arena, seep_table_id(g));

    if (!role || role->node)
        return role;
    uint32_t node = g && e->profile && e->profile->nnodes ? find_node(e, s, g)
                                                          : NONE;
    role->node = node == NONE ? NONE : node + 1;
    if (e->op && node != NONE)
        role->cursor = e->from[node];
    return role;
}

/* ---- what is left ---- */

static uint32_t own_left(const struct seep_estimate *e, struct seep_role *role,
                         const struct seep_g *g)
{
    uint32_t node = role->node - 1, done = g->nops - g->pending;

    if (!e->op) {
        uint32_t left = e->profile->node[node].nops + (g->nops == 0);
        return left > done ? left - done : 0;
    }
    uint32_t end = e->from[node + 1];
    while (role->cursor < end && e->op[role->cursor] <= done)
        role->cursor++;
    return end - role->cursor;
}

static uint32_t others_left(const struct seep_estimate *e, uint32_t node,
                            const struct seep_g *g)
{
    uint32_t started = g->has_kin ? g->kin->children : 0;

    if (!e->profile->node[node].nchildren)
        return 0;
    uint32_t next = seep_profile_child_above(e->profile, node, started);
    return next == NONE ? 0 : e->all[next] + e->after[next];
}

uint32_t seep_estimate_left(const struct seep_estimate *e,
                            struct seep_role *role, const struct seep_g *g)
{
    if (!g || role->node == NONE)
        return 0;
    return own_left(e, role, g) + others_left(e, role->node - 1, g);
}
