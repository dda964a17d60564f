/* resource.c - see resource.h. */
#include "resource.h"

#include <string.h>

#include "sim.h"

void seep_resource_init(struct seep_resource *r, uint32_t kind)
{
    memset(r, 0, sizeof *r);
    r->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_RESOURCE;
    r->kind = kind;
}

static struct seep_resource *resource_of(const struct seep_g *g)
{
    return (struct seep_resource *)g->op.obj;
}

enum seep_outcome seep_resource_open(struct seep_sim *s, struct seep_g *g)
{
    struct seep_resource *r = resource_of(g);
    struct seep_resources *all = &s->resources;

    r->open = true;
    r->holder = g->id;
    r->next = NULL;
    r->prev = all->last;
    if (all->last)
        all->last->next = r;
    else
        all->first = r;
    all->last = r;
    all->count++;
    return SEEP_DONE;
}

enum seep_outcome seep_resource_close(struct seep_sim *s, struct seep_g *g)
{
    struct seep_resource *r = resource_of(g);
    struct seep_resources *all = &s->resources;

    g->op.ok = r->open;
    if (!r->open)
        return SEEP_DONE;
    r->open = false;
    if (r->prev)
        r->prev->next = r->next;
    else
        all->first = r->next;
    if (r->next)
        r->next->prev = r->prev;
    else
        all->last = r->prev;
    all->count--;
    return SEEP_DONE;
}
