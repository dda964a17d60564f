/* cut.c - see cut.h. */
#include "cut.h"

#include <stdlib.h>
#include <string.h>

enum {
    EACH = 32,     /* pieces for a machine... */
    REDUCED = 16,  /* ...for dpor... */
    MOST = 1 << 13 /* ...but no more than these, as long as each gets one */
};

uint32_t seep_cut_for(uint32_t machines, bool reduced)
{
    uint32_t each = reduced ? REDUCED : EACH;

    uint32_t n = machines < MOST / each ? each * machines : MOST;

    return n < machines ? machines : n;
}

static bool insert(struct seep_cut *c, uint32_t at, uint32_t count)
{
    if (c->n + count > c->cap) {
        uint32_t cap = 2 * (c->n + count);
        void *more = realloc(c->piece, cap * sizeof *c->piece);
        if (!more) {
            c->failed = true;
            return false;
        }
        c->piece = more;
        c->cap = cap;
    }
    memmove(c->piece + at + count, c->piece + at,
            (c->n - at) * sizeof *c->piece);
    memset(c->piece + at, 0, count * sizeof *c->piece);
    c->n += count;
    return true;
}

void seep_cut_init(struct seep_cut *c, uint32_t want)
{
    *c = (struct seep_cut){.want = want};
    (void)insert(c, 0, 1);
}

void seep_cut_fini(struct seep_cut *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        free(c->piece[i].path);
    free(c->piece);
    memset(c, 0, sizeof *c);
}

/* ---- cutting ---- */

/* The largest that can be cut, the first of these; c->n: there is none. */
static uint32_t largest(const struct seep_cut *c)
{
    uint32_t best = c->n;

    for (uint32_t i = 0; i < c->n; i++)
        if (c->piece[i].forks &&
            (best == c->n || c->piece[i].size > c->piece[best].size))
            best = i;
    return best;
}

/* Piece i becomes one for each alternative at its first choice. */
static void split(struct seep_cut *c, uint32_t i)
{
    struct seep_piece whole = c->piece[i];
    struct seep_step *last = &whole.path[whole.way - 1];
    size_t bytes = whole.way * sizeof *whole.path;
    uint32_t n = 0;

    do {
        struct seep_step *path = malloc(bytes);
        if (!path || (n && !insert(c, i + n, 1))) {
            free(path);
            c->failed = true;
            break;
        }
        memcpy(path, whole.path, bytes);
        bool preempts = whole.preempts && last->chosen != last->standard;
        c->piece[i + n] = (struct seep_piece){
            .path = path, .n = whole.way, .spent = whole.spent + preempts};
        n++;
    } while (seep_step_advance(last));
    free(whole.path);
}

const struct seep_piece *seep_cut_next(struct seep_cut *c)
{
    uint32_t i;

    for (; !c->failed; c->next = i) {
        while (c->next < c->n && c->piece[c->next].known)
            c->next++;
        if (c->next < c->n)
            return &c->piece[c->next];
        if (c->n >= c->want || (i = largest(c)) == c->n)
            return NULL;
        split(c, i);
    }
    return NULL;
}

/* ---- what a run tells ---- */

static uint32_t alternatives(const struct seep_node *v)
{
    return v->kind == SEEP_CHOICE_RUN
               ? (uint32_t)__builtin_popcountll(v->enabled & ~v->asleep)
               : v->n;
}

/* So many of them the strategy would try, as far as it knows by then. */
static uint32_t wanted(const struct seep_node *v)
{
    return v->kind == SEEP_CHOICE_RUN
               ? (uint32_t)__builtin_popcountll(v->todo & ~v->asleep)
               : v->n;
}

/* Ten times the logarithm of k to the base 2, about. */
static uint32_t logarithm(uint32_t k)
{
    uint32_t whole = 31 - (uint32_t)__builtin_clz(k | 1);

    return 10 * whole + 10 * ((k | 1) - (1u << whole)) / (1u << whole);
}

/* The number of the run's first choice behind the piece's path. */
static uint32_t first_choice(const struct seep_piece *x,
                             const struct seep_tree *t)
{
    uint32_t i = x->n;

    while (i < t->n && alternatives(&t->node[i]) < 2)
        i++;
    return i;
}

/* Less is left behind preemptions, for a search by bounds. */
static uint32_t size_of(const struct seep_piece *x, const struct seep_tree *t)
{
    uint32_t size = 0, less = 10 * x->spent;
    bool more = false;

    for (uint32_t i = x->n; i < t->n; i++) {
        size += logarithm(alternatives(&t->node[i]));
        more |= wanted(&t->node[i]) > 1;
    }
    return more ? size > less ? size - less : 1 : 0;
}

static bool tell_path(struct seep_piece *x, const struct seep_tree *t)
{
    struct seep_step *path = malloc((t->n + 1) * sizeof *path);

    if (!path)
        return false;
    seep_tree_tell(t, path);
    for (uint32_t i = 0; i < x->way; i++)
        path[i].todo = path[i].enabled; /* whatever the strategy had in mind */
    free(x->path);
    void *less = realloc(path, (x->way + 1) * sizeof *path);
    x->path = less ? less : path;
    return true;
}

void seep_cut_come(struct seep_cut *c, const struct seep_tree *t)
{
    struct seep_piece *x = &c->piece[c->next];
    uint32_t i = first_choice(x, t);

    x->known = true;
    x->size = size_of(x, t);
    x->way = x->n;
    if (t->strayed || !x->size)
        return; /* a single run */
    x->forks = true;
    x->preempts = t->node[i].preempts;
    x->way = i + 1;
    c->failed |= !tell_path(x, t);
}
