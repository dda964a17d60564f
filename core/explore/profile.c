/* profile.c - see profile.h. */
#include "profile.h"

#include <stdlib.h>
#include <string.h>

#include "core/sim.h"

/* Times the first run that others are taken for. */
enum { GROWTH = 4 };

void seep_profile_init(struct seep_profile *p)
{
    memset(p, 0, sizeof *p);
}

void seep_profile_fini(struct seep_profile *p)
{
    seep__profiler_free(p->watch);
    free(p->node);
    free(p->event);
    free(p->spot);
    seep_profile_init(p);
}

/* A goroutine that starves makes a run long, and changes of priorities that
 * are drawn from all of it would come too late in others. */
void seep_profile_add(struct seep_profile *p, uint64_t nchoices)
{
    if (!p->longest)
        p->most = GROWTH * nchoices;
    if (nchoices > p->longest)
        p->longest = nchoices < p->most ? nchoices : p->most;
}

/* ---- knowing again ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

static uint64_t mix_text(uint64_t h, const char *text)
{
    while (*text)
        h = mix(h, (unsigned char)*text++);
    return mix(h, 0x100);
}

uint64_t seep_profile_key(const struct seep_profile *p,
                          const struct seep_sim *s, const struct seep_object *o)
{
    if (o->id <= p->settled)
        return o->id;
    uint64_t h = seep_object_kind(o) + 1;
    h = mix_text(h, seep_name_text(&s->names, o->name));
    h = mix_text(h, seep_name_text(&s->names, o->site));
    return mix(h, seep_site_line(&s->names, o->site)) | UINT64_C(1) << 63;
}

uint64_t seep_profile_who(const struct seep_g *g)
{
    enum { STEPS = 16 };
    uint64_t h = mix(1, g ? g->index : 0);
    int steps = 0;

    for (struct seep_kin *k = g ? seep_g_creator(g) : NULL; k && steps < STEPS;
         k = k->up, steps++)
        h = mix(h, k->index + UINT64_C(1));
    return g ? h | 1 : 1;
}

uint32_t seep_profile_child_above(const struct seep_profile *p, uint32_t node,
                                  uint32_t index)
{
    const struct seep_profile_node *v = &p->node[node];
    uint32_t low = 0, high = v->nchildren;

    while (low < high) {
        /* Nearly always there are no gaps. */
        uint32_t middle = low == 0 && index < high ? index : (low + high) / 2;
        if (middle && p->node[v->child + middle - 1].index > index)
            high = middle - 1;
        else if (p->node[v->child + middle].index > index)
            return v->child + middle;
        else
            low = middle + 1;
    }
    return low < v->nchildren ? v->child + low : SEEP_PROFILE_NONE;
}

uint32_t seep_profile_child(const struct seep_profile *p, uint32_t node,
                            uint32_t index)
{
    uint32_t i = seep_profile_child_above(p, node, index - 1);

    return i != SEEP_PROFILE_NONE && p->node[i].index == index
               ? i
               : SEEP_PROFILE_NONE;
}

/* ---- operations ---- */

uint32_t seep_op_nobjects(const struct seep_op *op)
{
    return op->ncase ? op->ncase : op->obj != NULL;
}

const struct seep_object *seep_op_object(const struct seep_op *op, uint32_t i)
{
    return op->ncase ? op->cases[i].obj : op->obj;
}

bool seep_op_competes(const struct seep_op *op)
{
    return op->kind != SEEP_OP_UNLOCK && op->kind != SEEP_OP_RW_UNLOCK &&
           op->kind != SEEP_OP_RUNLOCK && op->kind != SEEP_OP_NONE;
}
