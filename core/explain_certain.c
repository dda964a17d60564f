/* explain_certain.c - goroutines known to be stuck while others still ran, for
 * the report. */
#include <stdio.h>
#include <stdlib.h>

#include "certain.h"
#include "explain.h"
#include "sim.h"
#include "text.h"

static int by_id(const void *a, const void *b)
{
    const struct seep_certain_stuck *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

static void fill(const struct seep_certain *c, struct seep_report *r)
{
    size_t n = seep_certain_count(c);

    if (!n || !(r->certain = calloc(n, sizeof *r->certain)))
        return;
    for (; r->ncertain < n; r->ncertain++) {
        const struct seep_certainty *k = seep_certain_get(c, r->ncertain);
        r->certain[r->ncertain] = (struct seep_certain_stuck){
            k->g, k->cycle, k->step, k->now, k->main_ran};
    }
    qsort(r->certain, n, sizeof *r->certain, by_id);
}

const struct seep_certain_stuck *seep__certain(const struct seep_report *r,
                                               uint32_t id)
{
    const struct seep_certain_stuck key = {.id = id};

    return r->ncertain ? bsearch(&key, r->certain, r->ncertain,
                                 sizeof *r->certain, by_id)
                       : NULL;
}

/* What weighs less than a partial deadlock.  (After a deadlock or a leak
 * those that are stuck are told as they are at the end.) */
static bool outweighs(const struct seep_verdict *v)
{
    return v->kind == SEEP_VERDICT_PARTIAL_DEADLOCK ||
           v->kind == SEEP_VERDICT_RACE || seep__came_to_nothing(v);
}

static void judge(struct seep_sim *s, struct seep_report *r)
{
    struct seep_verdict *v = &s->verdict;

    v->kind = SEEP_VERDICT_PARTIAL_DEADLOCK;
    v->g = v->site = 0;
    snprintf(v->text, sizeof v->text,
             "%zu goroutine%s can never go on, while others can", r->ncertain,
             r->ncertain == 1 ? "" : "s");
}

void seep_explain_certain(struct seep_sim *s, const struct seep_certain *c,
                          struct seep_report *r)
{
    fill(c, r);
    if (r->ncertain && outweighs(&s->verdict))
        judge(s, r);
}
