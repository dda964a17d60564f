/* parts.c - see parts.h.
 *
 * DESIGN
 *
 *   spine         present part          rest, when that is split
 *   o--o--o--o    :  o--o--o--o         o--o--o--o--o--o  :  o--o
 *         |          |     |                  |     |
 *         a?         ...   ...                a?    b?
 *
 * The spine holds the choices above the present part as one alone would have
 * them by now.  When the part has been searched, the spine goes back to its
 * last choice with something left, and the part that begins there is the
 * present one; it may have been begun already.  What is begun ahead is what
 * will come next, as far as is known: alternatives left at the choices of the
 * spine, and at those between a part that was split and its rest.
 *
 * Two parts are the same when their paths are: the same choices, with the same
 * alternatives done before.  (So the same asleep, and so the same runs.  What
 * is still to do at the choices above a part has no part in that.)
 *
 * Where a split part goes on: below the first choice that was made anew in it;
 * for what has been searched below that was smaller than a part. */
#include "parts_inside.h"

#include <stdlib.h>
#include <string.h>

/* ---- memory ---- */

struct seep_part *seep__parts_new(struct seep_parts *p,
                                  const struct seep_step *path, uint32_t n,
                                  uint32_t top, uint32_t base, uint32_t budget)
{
    struct seep_part *x = calloc(1, sizeof *x), **at = &p->first;

    if (!x || !(x->path = malloc((n + 1) * sizeof *x->path))) {
        free(x);
        p->failed = true;
        return NULL;
    }
    if (n)
        memcpy(x->path, path, n * sizeof *path);
    x->n = n;
    x->top = top;
    x->base = base;
    x->bound = p->bound;
    x->exact = p->exact;
    x->budget = budget > SEEP_PART_MOST ? SEEP_PART_MOST : budget;
    while (*at)
        at = &(*at)->next;
    *at = x;
    return x;
}

static void free_run(struct seep_part_run *r)
{
    free(r->wish);
    free(r->step);
    r->wish = NULL;
    r->step = NULL;
}

static void free_part(struct seep_parts *p, struct seep_part *x)
{
    for (uint32_t i = x->taken; i < x->nrun; i++) {
        p->drop(x->run[i].what);
        free_run(&x->run[i]);
    }
    free(x->run);
    free(x->path);
    free(x);
}

static void unlink_part(struct seep_part **list, struct seep_part *x)
{
    while (*list != x)
        list = &(*list)->next;
    *list = x->next;
    x->next = NULL;
}

/* Nobody wants it any more; somebody may still be at it. */
void seep__parts_drop(struct seep_parts *p, struct seep_part *x)
{
    unlink_part(&p->first, x);
    for (struct seep_part *y = p->first; y; y = y->next)
        y->rest = y->rest == x ? NULL : y->rest;
    if (x->state != SEEP_PART_GIVEN) {
        free_part(p, x);
        return;
    }
    x->dropped = true;
    x->next = p->dropped;
    p->dropped = x;
}

bool seep__parts_room(struct seep_parts *p, struct seep_step **path,
                      uint32_t *cap, uint32_t n)
{
    if (n <= *cap)
        return true;
    void *more = realloc(*path, (size_t)2 * n * sizeof **path);
    if (!more) {
        p->failed = true;
        return false;
    }
    *path = more;
    *cap = 2 * n;
    return true;
}

void seep_parts_init(struct seep_parts *p, bool by_bounds, uint32_t workers,
                     void (*drop)(void *what))
{
    *p = (struct seep_parts){
        .by_bounds = by_bounds, .workers = workers, .drop = drop};
}

static void free_list(struct seep_parts *p, struct seep_part *x)
{
    while (x) {
        struct seep_part *next = x->next;
        free_part(p, x);
        x = next;
    }
}

void seep_parts_fini(struct seep_parts *p)
{
    free_list(p, p->first);
    free_list(p, p->dropped);
    for (uint32_t i = 0; i < p->nroots; i++)
        free(p->root[i].path);
    free(p->root);
    free(p->spine);
    free(p->place);
    memset(p, 0, sizeof *p);
}

/* ---- which part it is ---- */

static bool same_choice(const struct seep_step *a, const struct seep_step *b)
{
    return a->chosen == b->chosen && a->done == b->done;
}

/* The part that is all behind the path.  Most differ in the last choice. */
struct seep_part *seep__parts_find(const struct seep_parts *p,
                                   const struct seep_step *path, uint32_t n)
{
    for (struct seep_part *x = p->first; x; x = x->next) {
        uint32_t i = x->n == n && x->top == n ? n : UINT32_MAX;
        while (i - 1 < n && same_choice(&x->path[i - 1], &path[i - 1]))
            i--;
        if (!i)
            return x;
    }
    return NULL;
}

/* May a come after b, at the same choice? */
static bool comes_after(const struct seep_step *a, const struct seep_step *b)
{
    if (b->kind != SEEP_CHOICE_RUN)
        return a->chosen > b->chosen;
    uint64_t done = b->done | UINT64_C(1) << b->chosen;
    return (done & ~a->done) == 0 && !(done >> a->chosen & 1);
}

/* May what is behind path a come after what is behind path b? */
bool seep__parts_after(const struct seep_step *a, uint32_t na,
                       const struct seep_step *b, uint32_t nb)
{
    uint32_t i = 0, n = na < nb ? na : nb;

    while (i < n && same_choice(&a[i], &b[i]))
        i++;
    return i < n ? comes_after(&a[i], &b[i]) : na > nb;
}

/* Can x still come to be the present part? */
static bool is_ahead(const struct seep_parts *p, const struct seep_part *x)
{
    return seep__parts_after(x->path, x->n, p->spine, p->n);
}

static void drop_what_is_past(struct seep_parts *p)
{
    struct seep_part *next;

    for (struct seep_part *x = p->first; x; x = next) {
        next = x->next;
        if (x != p->present && !is_ahead(p, x))
            seep__parts_drop(p, x);
    }
}

/* ---- going on ---- */

static void close_all(struct seep_parts *p, bool proven)
{
    for (uint32_t i = 0; i < p->nroots; i++)
        proven &= !p->root[i].cut;
    p->closed = true;
    p->proven = proven && !p->failed;
    p->present = NULL;
}

/* Root number `at`. */
static void enter_root(struct seep_parts *p, uint32_t budget)
{
    const struct seep_root *r = &p->root[p->at];

    if (!seep__parts_room(p, &p->spine, &p->cap, r->n))
        return;
    if (r->n)
        memcpy(p->spine, r->path, r->n * sizeof *r->path);
    p->n = r->n;
    p->present = seep__parts_find(p, r->path, r->n);
    if (!p->present)
        p->present = seep__parts_new(p, r->path, r->n, r->n, r->n, budget);
}

/* Is there something to search behind it, with so many preemptions? */
static bool is_open(const struct seep_parts *p, const struct seep_root *r)
{
    return !r->whole && (!p->by_bounds || r->spent <= p->bound);
}

/* The first one from number i on; p->nroots: there is none. */
uint32_t seep__parts_open(const struct seep_parts *p, uint32_t i)
{
    while (i < p->nroots && !is_open(p, &p->root[i]))
        i++;
    return i;
}

static bool all_whole(const struct seep_parts *p)
{
    uint32_t i = 0;

    while (i < p->nroots && p->root[i].whole)
        i++;
    return i == p->nroots;
}

/* From root number i on; when there are no more, with one more preemption. */
static void go_to_root(struct seep_parts *p, uint32_t i, uint32_t budget)
{
    p->at = seep__parts_open(p, i);
    while (p->at == p->nroots && !all_whole(p)) {
        p->bound++;
        while (p->first)
            seep__parts_drop(p, p->first);
        p->at = seep__parts_open(p, 0);
        budget = SEEP_PART_FIRST;
    }
    if (p->at == p->nroots)
        close_all(p, true);
    else
        enter_root(p, budget);
}

static void begin_anew(struct seep_parts *p)
{
    while (p->first)
        seep__parts_drop(p, p->first);
    for (uint32_t i = 0; i < p->nroots; i++)
        p->root[i].whole = p->root[i].bounded = p->root[i].cut = false;
    go_to_root(p, 0, SEEP_PART_FIRST);
}

void seep_parts_add(struct seep_parts *p, struct seep_step *path, uint32_t n,
                    uint32_t spent)
{
    void *more = realloc(p->root, (p->nroots + 1) * sizeof *p->root);

    p->failed |= !more;
    if (!more) {
        free(path);
        return;
    }
    p->root = more;
    p->root[p->nroots++] =
        (struct seep_root){.path = path, .n = n, .spent = spent};
}

void seep_parts_begin(struct seep_parts *p)
{
    if (!p->failed)
        begin_anew(p);
}

bool seep_parts_passed(const struct seep_parts *p, uint32_t i, uint32_t b)
{
    return p->closed || p->bound > b || (p->bound == b && p->at > i);
}

static void end_root(struct seep_parts *p, uint32_t budget)
{
    struct seep_root *r = &p->root[p->at];

    r->whole = !r->bounded;
    if (!r->whole) /* it is searched again */
        r->bounded = r->cut = false;
    go_to_root(p, p->at + 1, budget);
}

/* Behind a part that has been searched. */
static void go_back(struct seep_parts *p, uint32_t budget)
{
    uint32_t base = p->root[p->at].n;

    while (p->n > base && !seep_step_advance(&p->spine[p->n - 1]))
        p->n--;
    if (p->n == base) {
        end_root(p, budget);
        return;
    }
    p->present = seep__parts_find(p, p->spine, p->n);
    if (!p->present)
        p->present = seep__parts_new(p, p->spine, p->n, p->n, base, budget);
}

/* Into what is left behind the run, the last of a part that was split; rest:
 * the part that is, NULL: it was dropped. */
static void go_on(struct seep_parts *p, const struct seep_part_run *r,
                  struct seep_part *rest, uint32_t budget)
{
    uint32_t top = r->highest + 1;

    if (!rest)
        rest = seep__parts_new(p, r->step, r->nstep, top, p->root[p->at].n,
                               2 * budget);
    if (!rest || !seep__parts_room(p, &p->spine, &p->cap, top))
        return;
    for (; p->n < top; p->n++)
        p->spine[p->n] = r->step[p->n];
    p->present = rest;
}

static void grant(struct seep_parts *p, const struct seep_part_run *r)
{
    for (uint32_t i = 0; i < r->nwish; i++) {
        const struct seep_wish *w = &r->wish[i];
        struct seep_step *v = &p->spine[w->node];
        v->todo = seep_tree_wanted(v->todo, v->enabled, w->can, w->first);
    }
    p->root[p->at].cut |= r->cut;
    p->root[p->at].bounded |= r->bounded;
}

static void end_present(struct seep_parts *p, const struct seep_part_run *r)
{
    struct seep_part *rest = p->present->rest;
    uint32_t budget = p->present->budget;

    seep__parts_drop(p, p->present);
    p->present = NULL;
    if (r->end == SEEP_PART_ANEW && !p->root[p->at].n) {
        p->exact = true;
        begin_anew(p);
    } else if (r->strayed || r->end == SEEP_PART_ANEW) {
        close_all(p, false);
    } else if (r->end == SEEP_PART_SPLIT) {
        go_on(p, r, rest, budget);
    } else {
        go_back(p, budget);
    }
    drop_what_is_past(p);
    p->failed |= !p->present && !p->closed;
}

bool seep_parts_take(struct seep_parts *p, void **what)
{
    struct seep_part *x = p->present;

    if (!x || x->taken == x->nrun)
        return false;
    struct seep_part_run r = x->run[x->taken++];
    *what = r.what;
    grant(p, &r);
    if (r.end != SEEP_PART_ON)
        end_present(p, &r);
    free_run(&r);
    return true;
}

/* ---- work ---- */

static bool make_room(struct seep_part *x)
{
    if (!x->run)
        x->run = malloc(x->budget * sizeof *x->run);
    return x->run != NULL;
}

static void free_dropped(struct seep_parts *p, struct seep_part *x)
{
    unlink_part(&p->dropped, x);
    free_part(p, x);
}

static void end_part(struct seep_parts *p, struct seep_part *x,
                     const struct seep_part_run *r)
{
    x->state = SEEP_PART_OVER;
    if (x->dropped)
        free_dropped(p, x);
    else if (r->end == SEEP_PART_SPLIT)
        x->rest = seep__parts_new(p, r->step, r->nstep, r->highest + 1, x->base,
                                  2 * x->budget);
}

void seep_parts_come(struct seep_parts *p, struct seep_part *x,
                     const struct seep_part_run *r)
{
    p->failed |= !make_room(x);
    if (p->failed || r->number < x->nrun) {
        struct seep_part_run again = *r;
        p->drop(again.what);
        free_run(&again);
        return;
    }
    seep_assert(r->number == x->nrun && x->nrun < x->budget);
    x->run[x->nrun++] = *r;
    if (r->end != SEEP_PART_ON)
        end_part(p, x, r);
}

void seep_parts_lost(struct seep_parts *p, struct seep_part *x)
{
    if (x->dropped)
        free_dropped(p, x);
    else
        x->state = SEEP_PART_WAITS;
}
