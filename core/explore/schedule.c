/* schedule.c - the list of deviations, and the paths they name. */
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

#include "core/goroutine.h"
#include "core/sim.h"

void seep_schedule_init(struct seep_schedule *s)
{
    *s = (struct seep_schedule){.procs = 1, .npath = SEEP_PATH_FIRST};
}

void seep_schedule_fini(struct seep_schedule *s)
{
    free(s->deviation);
    free(s->path);
    free(s->slot);
    free(s->line);
    seep_schedule_init(s);
}

void seep_schedule_clear(struct seep_schedule *s)
{
    s->n = 0;
    s->npath = SEEP_PATH_FIRST;
    s->cut = false;
    if (s->slot)
        memset(s->slot, 0, s->nslot * sizeof *s->slot);
}

/* Makes room for `need` elements, at most SEEP_SCHEDULE_MAX. */
static bool reserve(void *array, uint32_t *cap, uint32_t need, size_t size)
{
    uint32_t bigger = *cap ? *cap : 16;

    if (need <= *cap)
        return true;
    if (need > SEEP_SCHEDULE_MAX)
        return false;
    while (bigger < need)
        bigger *= 2;
    void *p = realloc(*(void **)array, bigger * size);
    if (!p)
        return false;
    *(void **)array = p;
    *cap = bigger;
    return true;
}

enum seep_err seep_schedule_add(struct seep_schedule *s,
                                const struct seep_deviation *d)
{
    if (!reserve(&s->deviation, &s->cap, s->n + 1, sizeof *s->deviation)) {
        s->cut = true;
        return SEEP_ENOMEM;
    }
    s->deviation[s->n++] = *d;
    return SEEP_OK;
}

/* ---- paths ---- */

/* The slot that holds the child, or the empty one where it belongs. */
static uint32_t *find(const struct seep_schedule *s, uint32_t up,
                      uint32_t index)
{
    uint32_t h = (up * 2654435761u) ^ (index * 2246822519u);

    for (uint32_t i = h ^ (h >> 15);; i++) {
        uint32_t *slot = &s->slot[i & (s->nslot - 1)];
        const struct seep_path *p = &s->path[*slot];
        if (!*slot || (p->up == up && p->index == index))
            return slot;
    }
}

/* Room for one path more; slots are at most half full. */
static bool reserve_path(struct seep_schedule *s)
{
    uint32_t n = s->nslot ? s->nslot : 32;

    if (!reserve(&s->path, &s->path_cap, s->npath + 1, sizeof *s->path))
        return false;
    if (s->npath * 2 < s->nslot)
        return true;
    while (n <= s->npath * 2)
        n *= 2;
    uint32_t *slot = calloc(n, sizeof *slot);
    if (!slot)
        return false;
    free(s->slot);
    s->slot = slot;
    s->nslot = n;
    for (uint32_t i = SEEP_PATH_FIRST; i < s->npath; i++)
        *find(s, s->path[i].up, s->path[i].index) = i;
    return true;
}

uint32_t seep_schedule_path(struct seep_schedule *s, uint32_t up,
                            uint32_t index)
{
    if (up == SEEP_PATH_NONE)
        return SEEP_PATH_NONE;
    if (!reserve_path(s)) {
        s->cut = true;
        return SEEP_PATH_NONE;
    }
    uint32_t *slot = find(s, up, index);
    if (!*slot) {
        *slot = s->npath;
        s->path[s->npath++] = (struct seep_path){up, index};
    }
    return *slot;
}

/* A goroutine on its line of ancestors. */
struct kin {
    uint32_t index, id;
    const struct seep_kin *up; /* its creator; NULL: it has none */
};

static struct kin kin_of(const struct seep_g *g)
{
    return (struct kin){g->index, g->id, seep_g_creator(g)};
}

static struct kin creator(struct kin k)
{
    return (struct kin){k.up->index, k.up->id, k.up->up};
}

static uint32_t root(const struct seep_sim *sim, struct kin k)
{
    return k.id == sim->main_id ? SEEP_PATH_MAIN : SEEP_PATH_LOAD;
}

uint32_t seep_schedule_path_of(struct seep_schedule *s,
                               const struct seep_sim *sim,
                               const struct seep_g *g)
{
    uint32_t depth = 0;

    if (!g)
        return SEEP_PATH_CLOCK;
    struct kin k = kin_of(g);
    for (; k.up; k = creator(k)) {
        if (!reserve(&s->line, &s->line_cap, depth + 1, sizeof *s->line)) {
            s->cut = true;
            return SEEP_PATH_NONE;
        }
        s->line[depth++] = k.index;
    }
    uint32_t path = root(sim, k);
    while (depth > 0)
        path = seep_schedule_path(s, path, s->line[--depth]);
    return path;
}

bool seep_schedule_names(const struct seep_schedule *s, uint32_t path,
                         const struct seep_sim *sim, const struct seep_g *g)
{
    struct kin k = kin_of(g);

    for (; path >= SEEP_PATH_FIRST; path = s->path[path].up) {
        if (!k.up || k.index != s->path[path].index)
            return false;
        k = creator(k);
    }
    return !k.up && path == root(sim, k);
}

/* ---- copies ---- */

static enum seep_err copy_lists(struct seep_schedule *to,
                                const struct seep_schedule *from)
{
    for (uint32_t i = SEEP_PATH_FIRST; i < from->npath; i++)
        if (seep_schedule_path(to, from->path[i].up, from->path[i].index) != i)
            return SEEP_ENOMEM;
    for (uint32_t i = 0; i < from->n; i++)
        if (seep_schedule_add(to, &from->deviation[i]) != SEEP_OK)
            return SEEP_ENOMEM;
    return SEEP_OK;
}

enum seep_err seep_schedule_copy(struct seep_schedule *to,
                                 const struct seep_schedule *from)
{
    seep_schedule_clear(to);
    to->seed = from->seed;
    to->script = from->script;
    to->procs = from->procs;
    to->scenario = from->scenario;
    to->queues = from->queues;
    to->free_time = from->free_time;
    to->weak_memory = from->weak_memory;
    if (copy_lists(to, from) != SEEP_OK) {
        seep_schedule_clear(to);
        return SEEP_ENOMEM;
    }
    to->cut = from->cut;
    return SEEP_OK;
}
