/* explain_foreseen.c - deadlocks that other runs may have, in a report's
 * words. */
#include <stdlib.h>

#include "explain.h"
#include "lockorder.h"
#include "names.h"
#include "object.h"
#include "sim.h"
#include "text.h"

static const char *name_of(const struct seep_sim *s,
                           const struct seep_object *o)
{
    return o ? seep_name_text(&s->names, o->name) : "";
}

/* "mutex#3"; "\"accounts\" mutex#3" when it has a name. */
static char *label_of(const struct seep_sim *s, const struct seep_object *o)
{
    const char *name = name_of(s, o);
    char *t = seep_text("%s", "");

    if (*name)
        seep_text_add(&t, "\"%s\" ", name);
    if (o)
        seep_text_add(&t, "%s#%u", seep_object_kind_prefix(seep_object_kind(o)),
                      o->id);
    return t;
}

static struct seep_predicted_lock lock_of(struct seep_sim *s,
                                          const struct seep_lockorder *lo,
                                          const struct seep_taken *t)
{
    const struct seep_object *o = seep_lockorder_lock(lo, t->lock);

    return (struct seep_predicted_lock){.id = t->lock,
                                        .name = seep_text("%s", name_of(s, o)),
                                        .label = label_of(s, o),
                                        .read = t->read,
                                        .at = seep__place(s, t->site),
                                        .made =
                                            seep__place(s, o ? o->site : 0)};
}

/* "\"a\" mutex#1, \"b\" mutex#2 and mutex#3" */
static void add_locks(char **t, const struct seep_predicted *p)
{
    for (size_t i = 0; i < p->nstep; i++) {
        const char *link = i == 0 ? "" : i + 1 < p->nstep ? ", " : " and ";
        seep_text_add(t, "%s%s", link, p->step[i].held.label);
    }
}

static char *cause_of(const struct seep_predicted *p)
{
    char *t;

    if (p->reread)
        return seep_text("recursive read lock: a writer can come between two "
                         "read locks of %s by one goroutine",
                         p->step[0].took.label);
    t = seep_text("lock cycle of %zu: ", p->nstep);
    add_locks(&t, p);
    seep_text_add(&t, " are taken in %s",
                  p->nstep == 2 ? "two orders" : "a circle");
    return t;
}

/* False: out of memory, and p is not filled. */
static bool fill(struct seep_sim *s, const struct seep_lockorder *lo,
                 const struct seep_history *h, const struct seep_foreseen *f,
                 struct seep_predicted *p)
{
    struct seep_predicted_step *step = calloc(f->n, sizeof *step);

    if (!step)
        return false;
    for (uint32_t i = 0; i < f->n; i++)
        step[i] = (struct seep_predicted_step){
            .who = seep__who(s, h, f->step[i].g),
            .held = lock_of(s, lo, &f->step[i].held),
            .took = lock_of(s, lo, &f->step[i].took)};
    *p = (struct seep_predicted){
        .reread = f->reread, .count = f->count, .step = step, .nstep = f->n};
    p->cause = cause_of(p);
    p->fix = seep_text(f->reread ? "do not take a read lock again while "
                                   "holding it"
                                 : "take the locks in the same order "
                                   "everywhere");
    return true;
}

void seep_explain_foreseen(struct seep_sim *s, struct seep_lockorder *lo,
                           const struct seep_history *history,
                           struct seep_report *r)
{
    size_t n = seep_lockorder_foresee(lo);

    if (seep_lockorder_lost(lo))
        seep__note(r, seep_text("orders of locks were not compared to the "
                                "end: there were too many"));
    if (!n || !(r->predicted = calloc(n, sizeof *r->predicted)))
        return;
    for (size_t i = 0; i < n; i++)
        r->npredicted += fill(s, lo, history, seep_lockorder_get(lo, i),
                              &r->predicted[r->npredicted]);
}
