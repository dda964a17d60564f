/* tree.c - see tree.h. */
#include "tree.h"

#include <stdlib.h>
#include <string.h>

#include "core/goroutine.h"
#include "core/sim.h"

void seep_tree_init(struct seep_tree *t)
{
    memset(t, 0, sizeof *t);
    t->highest = UINT32_MAX;
}

static void cut_to(struct seep_tree *t, uint32_t n)
{
    while (t->n > n)
        free(t->node[--t->n].print);
}

void seep_tree_fini(struct seep_tree *t)
{
    cut_to(t, 0);
    seep_back_forget(&t->back);
    free(t->node);
    free(t->lead);
    free(t->wish);
}

/* Those who live already count, but main, when it does: it waits for good. */
void seep_tree_begin(struct seep_tree *t, const struct seep_sim *s)
{
    const struct seep_g *g = s->all_first;

    if (g && g == s->main)
        g = g->all_next;
    t->first_g = g ? g->id : s->next_g + 1;
    t->depth = t->spent = t->resume = 0;
}

uint32_t seep_tree_slot(const struct seep_tree *t, const struct seep_g *g)
{
    if (!g)
        return SEEP_TREE_CLOCK;
    uint32_t slot = g->id - t->first_g;
    return slot < SEEP_TREE_CLOCK ? slot : SEEP_TREE_GOROUTINES;
}

static struct seep_node *push(struct seep_tree *t)
{
    if (t->n == t->cap) {
        uint32_t cap = t->cap ? 2 * t->cap : 64;
        void *p = realloc(t->node, cap * sizeof *t->node);
        if (!p)
            return NULL;
        t->node = p;
        t->cap = cap;
    }
    struct seep_node *v = &t->node[t->n++];
    memset(v, 0, sizeof *v);
    return v;
}

/* The set of goroutines that c is about; 0: some have no slot. */
static uint64_t enabled(struct seep_tree *t, const struct seep_sim *s,
                        const struct seep_choice *c)
{
    uint64_t set = 0;

    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t slot = seep_tree_slot(t, seep_choice_g(s, c, i));
        if (slot == SEEP_TREE_GOROUTINES)
            return 0;
        set |= UINT64_C(1) << slot;
    }
    return set;
}

static struct seep_node *grow(struct seep_tree *t, const struct seep_choice *c,
                              uint64_t set)
{
    struct seep_node *v = NULL;

    if (t->n < SEEP_TREE_DEPTH && (c->kind != SEEP_CHOICE_RUN || set))
        v = push(t);
    if (!v) {
        t->cut = true;
        return NULL;
    }
    v->kind = (uint8_t)c->kind;
    v->n = c->n;
    v->enabled = set;
    v->spent = t->spent;
    return v;
}

/* Who would go on, were it not for the choice. */
static void find_standard(struct seep_tree *t, const struct seep_sim *s,
                          const struct seep_choice *c, struct seep_node *v)
{
    uint32_t last = (t->resume ? t->resume : s->last_g) - t->first_g;

    v->preempts = last < SEEP_TREE_CLOCK && v->enabled >> last & 1;
    v->standard = (uint8_t)(v->preempts ? last : seep_tree_slot(t, c->g));
}

struct seep_node *seep_tree_meet(struct seep_tree *t, const struct seep_sim *s,
                                 const struct seep_choice *c, bool *is_new)
{
    bool runs = c->kind == SEEP_CHOICE_RUN;
    uint64_t set = runs ? enabled(t, s, c) : 0;
    struct seep_node *v;

    *is_new = t->depth == t->n;
    if (t->depth > t->n || t->strayed)
        return NULL; /* beyond where it was cut */
    if (*is_new) {
        v = grow(t, c, set);
        if (v && runs)
            find_standard(t, s, c, v);
    } else {
        v = &t->node[t->depth];
        if (v->kind != c->kind || v->n != c->n || v->enabled != set) {
            t->strayed = t->cut = true;
            v = NULL;
        }
    }
    t->depth++;
    if (runs)
        t->resume = 0;
    return v;
}

bool seep_tree_local(struct seep_tree *t, const struct seep_sim *s,
                     const struct seep_choice *c, uint32_t *i)
{
    if (s->opt.free_time)
        return false;
    for (*i = 0; *i < c->n; ++*i) {
        const struct seep_g *g = seep_choice_g(s, c, *i);
        struct seep_footprint f = {0};
        if (g->pending || g->raise)
            seep_footprint_of(&f, g, false);
        if (!seep_footprint_empty(&f))
            continue;
        if (!t->resume)
            t->resume = s->last_g;
        return true;
    }
    return false;
}

uint32_t seep_tree_beyond(struct seep_sim *s, const struct seep_choice *c)
{
    return seep_strategy_random.pick(s, c);
}

uint32_t seep_tree_follow(struct seep_tree *t, const struct seep_sim *s,
                          const struct seep_choice *c,
                          const struct seep_node *v)
{
    if (v->kind != SEEP_CHOICE_RUN)
        return v->chosen;
    for (uint32_t i = 0; i < c->n; i++) {
        if (seep_tree_slot(t, seep_choice_g(s, c, i)) != v->chosen)
            continue;
        t->spent += v->preempts && v->chosen != v->standard;
        return i;
    }
    seep_assert(!"the tree holds what is not enabled");
    return 0;
}

bool seep_step_advance(struct seep_step *v)
{
    if (v->kind != SEEP_CHOICE_RUN)
        return ++v->chosen < v->n;
    v->done |= UINT64_C(1) << v->chosen;
    uint64_t left = v->todo & ~v->done & ~v->asleep;
    if (left)
        v->chosen = seep_slot_of(left, v->standard);
    return left != 0;
}

static struct seep_step step_of(const struct seep_node *v)
{
    return (struct seep_step){.n = v->n,
                              .chosen = v->chosen,
                              .kind = v->kind,
                              .standard = v->standard,
                              .enabled = v->enabled,
                              .todo = v->todo,
                              .done = v->done,
                              .asleep = v->asleep};
}

static bool advance(struct seep_node *v)
{
    struct seep_step x = step_of(v);
    bool more = seep_step_advance(&x);

    v->chosen = x.chosen;
    v->done = x.done;
    return more;
}

bool seep_tree_next(struct seep_tree *t)
{
    t->nlead = 0;
    t->strayed |= t->n < t->top;
    if (t->strayed)
        return false;
    while (t->n > t->top && !advance(&t->node[t->n - 1]))
        cut_to(t, t->n - 1);
    if (t->n && t->n - 1 < t->highest)
        t->highest = t->n - 1;
    seep_back_cut(&t->back, t->n ? t->n - 1 : 0);
    return t->n > t->top;
}

/* ---- parts of a tree ---- */

bool seep_tree_enter(struct seep_tree *t, const struct seep_step *path,
                     uint32_t n, uint32_t top)
{
    t->top = top;
    t->lead = n ? malloc(n * sizeof *t->lead) : NULL;
    if (n && !t->lead)
        return false;
    if (n)
        memcpy(t->lead, path, n * sizeof *t->lead);
    t->nlead = n;
    return true;
}

void seep_tree_tell(const struct seep_tree *t, struct seep_step *path)
{
    for (uint32_t i = 0; i < t->n; i++)
        path[i] = step_of(&t->node[i]);
}

void seep_tree_led(struct seep_tree *t, struct seep_node *v)
{
    uint32_t i = (uint32_t)(v - t->node);

    if (i >= t->nlead)
        return;
    const struct seep_step *l = &t->lead[i];
    if (l->kind != v->kind || l->n != v->n || l->enabled != v->enabled ||
        l->asleep != v->asleep) {
        t->strayed = t->cut = true;
        return;
    }
    v->chosen = l->chosen;
    v->todo = l->todo;
    v->done = l->done;
}

uint64_t seep_tree_wanted(uint64_t todo, uint64_t enabled, uint64_t can,
                          uint32_t first)
{
    if (!can)
        return todo | enabled;
    return (can & todo) ? todo : todo | UINT64_C(1) << seep_slot_of(can, first);
}

static bool is_wished(const struct seep_tree *t, const struct seep_wish *w)
{
    for (uint32_t i = t->nwish; i-- > 0;)
        if (t->wish[i].node == w->node && t->wish[i].can == w->can &&
            t->wish[i].first == w->first)
            return true;
    return false;
}

static void wish(struct seep_tree *t, const struct seep_wish *w)
{
    if (is_wished(t, w))
        return;
    if (t->nwish == t->cap_wish) {
        uint32_t cap = t->cap_wish ? 2 * t->cap_wish : 64;
        void *p = realloc(t->wish, cap * sizeof *t->wish);
        if (!p) {
            t->cut = true;
            return;
        }
        t->wish = p;
        t->cap_wish = cap;
    }
    t->wish[t->nwish++] = *w;
}

void seep_tree_want(struct seep_tree *t, uint32_t i, uint64_t can,
                    uint32_t first)
{
    struct seep_node *v = &t->node[i];
    uint64_t todo = seep_tree_wanted(v->todo, v->enabled, can, first);

    if (todo == v->todo)
        return;
    if (i >= t->top)
        v->todo = todo;
    else
        wish(t,
             &(struct seep_wish){i, can ? seep_slot_of(can, first) : 0, can});
}

double seep_tree_explored(const struct seep_tree *t)
{
    double part = 1, seen = 0;

    for (uint32_t i = 0; i < t->n; i++) {
        const struct seep_node *v = &t->node[i];
        bool runs = v->kind == SEEP_CHOICE_RUN;
        int all = runs ? __builtin_popcountll(v->todo | v->done) : (int)v->n;
        int done = runs ? __builtin_popcountll(v->done) : (int)v->chosen;
        if (all < 2)
            continue;
        seen += part * done / all;
        part /= all;
    }
    return t->n ? seen : 1;
}
