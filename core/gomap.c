/* gomap.c - see gomap.h; texts from runtime/map.go. */
#include "gomap.h"

#include <string.h>

#include "sim.h"

void seep_map_init(struct seep_map *m)
{
    memset(m, 0, sizeof *m);
    m->obj.magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_MAP;
}

static struct seep_map *map_of(const struct seep_g *g)
{
    return (struct seep_map *)g->op.obj;
}

enum seep_outcome seep_map_read(struct seep_sim *s, struct seep_g *g)
{
    if (map_of(g)->writing)
        return seep_sim_fatal(s, g, "concurrent map read and map write");
    return SEEP_DONE;
}

enum seep_outcome seep_map_next(struct seep_sim *s, struct seep_g *g)
{
    struct seep_map *m = map_of(g);

    if (m->writing)
        return seep_sim_fatal(s, g, "concurrent map iteration and map write");
    if (g->op.arg)
        g->op.chosen = (int32_t)seep_choose(s, SEEP_CHOICE_MAP, m->places);
    return SEEP_DONE;
}

enum seep_outcome seep_map_write(struct seep_sim *s, struct seep_g *g)
{
    struct seep_map *m = map_of(g);

    if (m->writing)
        return seep_sim_fatal(s, g, "concurrent map writes");
    m->writing = true;
    return SEEP_DONE;
}

enum seep_outcome seep_map_written(struct seep_sim *s, struct seep_g *g)
{
    (void)s;
    map_of(g)->writing = false;
    return SEEP_DONE;
}
