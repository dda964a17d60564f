/* dfs.c - see dfs.h. */
#include "dfs.h"

#include "core/sim.h"

void seep_dfs_init(struct seep_dfs *d, uint32_t bound)
{
    seep_tree_init(&d->tree);
    d->bound = bound;
    d->bounded = false;
}

void seep_dfs_fini(struct seep_dfs *d)
{
    seep_tree_fini(&d->tree);
}

bool seep_dfs_next(struct seep_dfs *d)
{
    return seep_tree_next(&d->tree);
}

static enum seep_err begin(struct seep_sim *s)
{
    struct seep_dfs *d = s->opt.search;

    seep_tree_begin(&d->tree, s);
    return SEEP_OK;
}

static void open(struct seep_dfs *d, struct seep_node *v)
{
    v->chosen = v->standard;
    v->todo = v->enabled;
    if (v->preempts && v->spent >= d->bound) {
        v->todo = UINT64_C(1) << v->standard;
        d->bounded = true;
    }
}

static uint32_t pick(struct seep_sim *s, const struct seep_choice *c)
{
    struct seep_dfs *d = s->opt.search;
    uint32_t i;
    bool is_new;

    if (c->kind == SEEP_CHOICE_RUN && seep_tree_local(&d->tree, s, c, &i))
        return i;
    struct seep_node *v = seep_tree_meet(&d->tree, s, c, &is_new);
    if (!v)
        return seep_tree_beyond(s, c);
    if (is_new && c->kind == SEEP_CHOICE_RUN)
        open(d, v);
    if (is_new)
        seep_tree_led(&d->tree, v);
    return seep_tree_follow(&d->tree, s, c, v);
}

static void ended(struct seep_sim *s)
{
    struct seep_dfs *d = s->opt.search;

    if (s->verdict.kind == SEEP_VERDICT_LIMIT || s->drew)
        d->tree.cut = true;
}

static uint64_t keep(struct seep_sim *s, const struct seep_beside *beside)
{
    return seep_back_keep(&((struct seep_dfs *)s->opt.search)->tree, s, beside);
}

static bool back(void *search, struct seep_arena *world,
                 const struct seep_beside *beside)
{
    return seep_back_go(&((struct seep_dfs *)search)->tree, world, beside);
}

const struct seep_strategy seep_strategy_dfs = {.name = "dfs",
                                                .decides = true,
                                                .begin = begin,
                                                .pick = pick,
                                                .ended = ended,
                                                .keep = keep,
                                                .back = back};
