/* syncmap.c - see syncmap.h. */
#include "syncmap.h"

#include <string.h>

#include "sim.h"

void seep_syncmap_init(struct seep_syncmap *m)
{
    memset(m, 0, sizeof *m);
    m->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SYNCMAP;
}

void seep_syncmap_key_init(struct seep_syncmap_key *k, struct seep_syncmap *of)
{
    memset(k, 0, sizeof *k);
    k->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_SYNCMAP;
    k->of = of;
}

enum seep_outcome seep_syncmap_update(struct seep_sim *s, struct seep_g *g)
{
    g->op.ok = s->host_ops->applies(s->host, g);
    return SEEP_DONE;
}

enum seep_outcome seep_syncmap_range(struct seep_sim *s, struct seep_g *g)
{
    const struct seep_syncmap *m = (const struct seep_syncmap *)g->op.obj;

    g->op.chosen = (int32_t)seep_choose(s, SEEP_CHOICE_MAP, m->places);
    return SEEP_DONE;
}
