/* foresee.c - see lockorder.h: from nestings to deadlocks that may happen.
 *
 * DESIGN
 *
 * A cycle is a chain of nestings, each of which took a lock that the next one
 * held, and the last one what the first held:
 *
 *   held a, took b  ->  held b, took c  ->  held c, took a
 *
 * It begins with the oldest of them, so that it is found once.  Then for each
 * a moment is looked for, of different goroutines and none before another:
 * as no lock orders anything here, what is unordered could have met.
 *
 * Nestings that no chain can lead through are left out first; what is left is
 * searched with a limit, as there may be exponentially many chains. */
#include <stdlib.h>
#include <string.h>

#include "lockorder_inside.h"

enum { WORK_MAX = 4 << 20, PRUNINGS_MAX = 100 };

struct search {
    struct seep_lockorder *lo;
    uint32_t work;
    bool *alive;      /* [nesting] */
    uint32_t *holder; /* nestings by what they held: those of lock number l */
    uint32_t *first;  /* are holder[first[l]..first[l + 1]) */
    uint32_t *taker;  /* [lock number] how many living ones took it */
    uint32_t n;       /* the chain at hand */
    uint32_t chain[SEEP_FORESEEN_STEPS];
    const struct seep_moment *moment[SEEP_FORESEEN_STEPS];
};

static bool works(struct search *q)
{
    if (++q->work >= WORK_MAX)
        q->lo->lost = true;
    return q->work < WORK_MAX;
}

static const struct seep_nesting *at(const struct search *q, uint32_t i)
{
    return &q->lo->nesting[q->chain[i]];
}

static uint32_t number(const struct seep_lockorder *lo,
                       const struct seep_taken *t)
{
    return lo->at[t->lock];
}

/* ---- which nestings exclude each other, which wait for each other ---- */

/* Can the two not be had at one time? */
static bool clash(const struct seep_taken *a, const struct seep_taken *b)
{
    return a->lock == b->lock && !(a->read && b->read);
}

/* Of what n held, that which clashes with t; NULL: none. */
static const struct seep_taken *in_the_way(const struct seep_lockorder *lo,
                                           const struct seep_nesting *n,
                                           const struct seep_taken *t)
{
    for (uint32_t i = 0; i < n->nheld; i++)
        if (clash(&seep__held_by(lo, n)[i], t))
            return &seep__held_by(lo, n)[i];
    return NULL;
}

/* Can they not be in their nestings at one time? */
static bool exclude(const struct seep_lockorder *lo,
                    const struct seep_nesting *a, const struct seep_nesting *b)
{
    for (uint32_t i = 0; i < a->nheld; i++)
        if (in_the_way(lo, b, &seep__held_by(lo, a)[i]))
            return true;
    return false;
}

static bool ordered(const struct seep_moment *a, const struct seep_moment *b)
{
    return a->g == b->g || seep_vector_get(b->known, a->g) >= a->tick ||
           seep_vector_get(a->known, b->g) >= b->tick;
}

/* ---- what was found ---- */

static bool same_lock(const struct seep_lockorder *lo, uint32_t a, uint32_t b)
{
    const struct seep_object *x = seep_lockorder_lock(lo, a);
    const struct seep_object *y = seep_lockorder_lock(lo, b);

    return x == y || (x && y && x->name == y->name && x->site == y->site);
}

static bool alike_taken(const struct seep_lockorder *lo,
                        const struct seep_taken *a, const struct seep_taken *b)
{
    return a->site == b->site && a->read == b->read &&
           same_lock(lo, a->lock, b->lock);
}

/* Do they tell the same, when b is read from step `from` on? */
static bool alike_from(const struct seep_lockorder *lo,
                       const struct seep_foreseen *a,
                       const struct seep_foreseen *b, uint32_t from)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const struct seep_foreseen_step *x = &a->step[i];
        const struct seep_foreseen_step *y = &b->step[(i + from) % b->n];
        if (!alike_taken(lo, &x->held, &y->held) ||
            !alike_taken(lo, &x->took, &y->took))
            return false;
    }
    return true;
}

/* At which step of b; b->n: at none. */
static uint32_t alike(const struct seep_lockorder *lo,
                      const struct seep_foreseen *a,
                      const struct seep_foreseen *b)
{
    uint32_t i = 0;

    if (a->n != b->n || a->reread != b->reread)
        return b->n;
    while (i < b->n && !alike_from(lo, a, b, i))
        i++;
    return i;
}

static bool same_locks(const struct seep_foreseen *a,
                       const struct seep_foreseen *b, uint32_t from)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (a->step[i].took.lock != b->step[(i + from) % b->n].took.lock)
            return false;
    return true;
}

static void found(struct seep_lockorder *lo, const struct seep_foreseen *f)
{
    for (uint32_t i = 0; i < lo->nfound; i++) {
        uint32_t from = alike(lo, &lo->found[i], f);
        if (from < f->n) {
            lo->found[i].count += !same_locks(&lo->found[i], f, from);
            return;
        }
    }
    if (lo->nfound == SEEP_FORESEEN_MAX)
        lo->lost = true;
    else
        lo->found[lo->nfound++] = *f;
}

static void found_cycle(struct search *q)
{
    struct seep_foreseen f = {.count = 1, .n = q->n};

    for (uint32_t i = 0; i < q->n; i++) {
        const struct seep_nesting *before = at(q, (i + q->n - 1) % q->n);
        f.step[i] = (struct seep_foreseen_step){
            .g = q->moment[i]->g,
            .held = *in_the_way(q->lo, at(q, i), &before->took),
            .took = at(q, i)->took};
    }
    found(q->lo, &f);
}

/* ---- moments ---- */

static bool fits(struct search *q, uint32_t i, const struct seep_moment *m)
{
    for (uint32_t k = 0; k < i; k++)
        if (!works(q) || ordered(q->moment[k], m))
            return false;
    return true;
}

/* Finds moments for the chain's nestings from i on. */
/* NOLINTNEXTLINE(misc-no-recursion): at most SEEP_FORESEEN_STEPS deep */
static bool meet(struct search *q, uint32_t i)
{
    if (i == q->n)
        return true;
    const struct seep_nesting *n = at(q, i);
    for (uint32_t k = 0; k < n->nmoment; k++) {
        q->moment[i] = &n->moment[k];
        if (fits(q, i, q->moment[i]) && meet(q, i + 1))
            return true;
    }
    return false;
}

/* ---- chains ---- */

/* Could nesting number k be the next of the chain? */
static bool goes_on(struct search *q, uint32_t k)
{
    const struct seep_nesting *n = &q->lo->nesting[k];

    if (!works(q) || !q->alive[k] || k <= q->chain[0] ||
        !in_the_way(q->lo, n, &at(q, q->n - 1)->took))
        return false;
    for (uint32_t i = 0; i < q->n; i++)
        if (exclude(q->lo, at(q, i), n))
            return false;
    return true;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most SEEP_FORESEEN_STEPS deep */
static void extend(struct search *q)
{
    uint32_t l = number(q->lo, &at(q, q->n - 1)->took);

    for (uint32_t i = q->first[l]; i < q->first[l + 1]; i++) {
        bool again = i > q->first[l] && q->holder[i] == q->holder[i - 1];
        if (again || !goes_on(q, q->holder[i]))
            continue;
        q->chain[q->n++] = q->holder[i];
        if (!in_the_way(q->lo, at(q, 0), &at(q, q->n - 1)->took)) {
            if (q->n < SEEP_FORESEEN_STEPS)
                extend(q);
        } else if (meet(q, 0)) {
            found_cycle(q);
        }
        q->n--;
    }
}

/* ---- what a chain can lead through ---- */

static bool on_a_way(const struct search *q, const struct seep_nesting *n)
{
    const struct seep_taken *held = seep__held_by(q->lo, n);
    uint32_t l = number(q->lo, &n->took);
    bool in = false, out = false;

    for (uint32_t i = 0; i < n->nheld; i++)
        in |= q->taker[number(q->lo, &held[i])] > 0;
    for (uint32_t i = q->first[l]; i < q->first[l + 1]; i++)
        out |= q->alive[q->holder[i]];
    return in && out;
}

/* False: nothing was left out. */
static bool prune_once(struct search *q)
{
    bool pruned = false;

    for (uint32_t k = 0; k < q->lo->nnesting; k++) {
        const struct seep_nesting *n = &q->lo->nesting[k];
        if (!q->alive[k] || on_a_way(q, n))
            continue;
        q->alive[k] = false;
        q->taker[number(q->lo, &n->took)]--;
        pruned = true;
    }
    return pruned;
}

/* Sorts what was held by lock: counts, then places. */
static void list_holders(struct search *q)
{
    const struct seep_lockorder *lo = q->lo;

    for (uint32_t i = 0; i < lo->nheld; i++)
        q->first[number(lo, &lo->held[i])]++;
    for (uint32_t l = 1; l <= lo->nlock; l++)
        q->first[l] += q->first[l - 1];
    for (uint32_t k = lo->nnesting; k-- > 0;)
        for (uint32_t i = 0; i < lo->nesting[k].nheld; i++) {
            const struct seep_taken *t = &seep__held_by(lo, &lo->nesting[k])[i];
            q->holder[--q->first[number(lo, t)]] = k;
        }
}

static void cycles(struct search *q)
{
    const struct seep_lockorder *lo = q->lo;

    list_holders(q);
    for (uint32_t k = 0; k < lo->nnesting; k++) {
        q->alive[k] = true;
        q->taker[number(lo, &lo->nesting[k].took)]++;
    }
    for (int i = 0; i < PRUNINGS_MAX && prune_once(q); i++)
        ;
    for (uint32_t k = 0; k < lo->nnesting && q->work < WORK_MAX; k++) {
        q->chain[0] = k;
        q->n = 1;
        if (q->alive[k])
            extend(q);
    }
}

/* ---- read locks that are taken again ---- */

static void reread_by(struct search *q, uint32_t reader, uint32_t writer)
{
    const struct seep_nesting *r = &q->lo->nesting[reader];
    const struct seep_nesting *w = &q->lo->nesting[writer];
    const struct seep_taken *held = seep__held_by(q->lo, r);
    uint32_t i = 0;

    q->n = 2;
    q->chain[0] = reader;
    q->chain[1] = writer;
    if (!works(q) || w->took.read || w->took.lock != r->took.lock ||
        exclude(q->lo, r, w) || !meet(q, 0))
        return;
    while (held[i].lock != r->took.lock)
        i++;
    const struct seep_foreseen f = {
        .reread = true,
        .count = 1,
        .n = 2,
        .step = {{.g = q->moment[0]->g, .held = held[i], .took = r->took},
                 {.g = q->moment[1]->g, .took = w->took}}};
    found(q->lo, &f);
}

static bool rereads(const struct seep_lockorder *lo,
                    const struct seep_nesting *n)
{
    bool holds = false;

    for (uint32_t i = 0; i < n->nheld; i++)
        holds |= seep__held_by(lo, n)[i].lock == n->took.lock;
    return holds && n->took.read;
}

static void all_rereads(struct search *q)
{
    const struct seep_lockorder *lo = q->lo;

    for (uint32_t k = 0; k < lo->nnesting; k++)
        if (rereads(lo, &lo->nesting[k]))
            for (uint32_t w = 0; w < lo->nnesting; w++)
                reread_by(q, k, w);
}

void seep__foresee(struct seep_lockorder *lo)
{
    struct search q = {.lo = lo};

    if (!lo->nnesting)
        return;
    q.alive = calloc(lo->nnesting, sizeof *q.alive);
    q.holder = calloc(lo->nheld + 1, sizeof *q.holder);
    q.first = calloc(lo->nlock + 1, sizeof *q.first);
    q.taker = calloc(lo->nlock + 1, sizeof *q.taker);
    if (q.alive && q.holder && q.first && q.taker) {
        cycles(&q);
        all_rereads(&q);
    } else {
        lo->lost = true;
    }
    free(q.alive);
    free(q.holder);
    free(q.first);
    free(q.taker);
}
