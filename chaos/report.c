/* report.c - see report.h. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "core/explain.h"
#include "core/text.h"

/* ---- hits in words ---- */

/* A duration as Go writes it, but without minutes and hours. */
static char *span_text(int64_t ns)
{
    static const struct {
        int64_t ns;
        const char *name;
    } unit[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "\xc2\xb5s"}};

    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
        if (ns >= unit[i].ns)
            return seep_text("%.12g%s", (double)ns / (double)unit[i].ns,
                             unit[i].name);
    return seep_text("%lldns", (long long)ns);
}

/* How much of it: "delay 5ms", "starve 30 steps". */
static char *what_text(const struct seep_hit *h)
{
    const char *name = seep_faults[h->rule->fault].name;
    bool timed = h->rule->by[1] > 0;

    if (!h->arg)
        return seep_text("%s", name);
    if (!timed && h->rule->steps)
        return seep_text("%s %lld steps", name, (long long)h->arg);
    char *span = span_text(h->arg);
    char *t = seep_text("%s %s", name, span);
    seep_text_free(span);
    return t;
}

static void add_object(char **t, const struct seep_sim *s,
                       const struct seep_hit *h)
{
    const char *name = seep_name_text(&s->names, h->obj_name);

    if (*name)
        seep_text_add(t, " %s", name);
    else if (h->obj)
        seep_text_add(
            t, " %s#%u",
            seep_object_kind_prefix((enum seep_object_kind)h->obj_kind),
            h->obj);
}

static char *hit_text(const struct seep_sim *s, const struct seep_hit *h)
{
    char *t = what_text(h);

    if (h->spot)
        seep_text_add(&t, " at %s", h->spot);
    else if (h->g)
        seep_text_add(&t, " at %s",
                      seep_op_name((enum seep_op_kind)h->op_kind));
    if (h->spot && *h->name)
        seep_text_add(&t, " %s", h->name);
    else
        add_object(&t, s, h);
    return t;
}

/* ---- the lists ---- */

static void add_faults(struct seep_chaos_report *to, const struct seep_chaos *c)
{
    to->faults = calloc(c->nrules + 1, sizeof *to->faults);
    for (const struct seep_rule *r = c->first; r && to->faults; r = r->next)
        to->faults[to->nfaults++] =
            (struct seep_fault_report){.number = r->number,
                                       .text = seep_text("%s", r->shown),
                                       .where = seep_text("%s", r->chosen),
                                       .line = seep_text("%s", r->line),
                                       .points = r->points,
                                       .hits = r->hits,
                                       .removed = r->removed};
}

/* Also when nobody has watched, and it has ended. */
static struct seep_who who_of(struct seep_sim *s, const struct seep_hit *h,
                              const struct seep_history *history)
{
    struct seep_who who = seep__who(s, history, h->g);

    seep_text_free(who.name);
    who.name = seep_text("%s", seep_name_text(&s->names, h->g_name));
    return who;
}

static void add_hits(struct seep_chaos_report *to, const struct seep_chaos *c,
                     const struct seep_history *history)
{
    struct seep_sim *s = c->sim;

    to->hits = calloc(SEEP_HITS_KEPT, sizeof *to->hits);
    for (const struct seep_hit *h = c->hits; h && to->hits; h = h->next)
        to->hits[to->nhits++] =
            (struct seep_hit_report){.number = h->rule->number,
                                     .step = h->step,
                                     .now = h->now,
                                     .who = who_of(s, h, history),
                                     .text = hit_text(s, h),
                                     .at = seep__place(s, h->site)};
}

/* ---- the verdict ---- */

static bool is_vacuous(const struct seep_chaos *c)
{
    bool planned = false;

    for (const struct seep_rule *r = c->first; r; r = r->next) {
        planned |= r->planned;
        if (r->planned && r->hits)
            return false;
    }
    return planned && !c->dry;
}

static char *vacuous_text(const struct seep_chaos *c)
{
    uint64_t n = 0, points = 0;

    for (const struct seep_rule *r = c->first; r; r = r->next) {
        n += r->planned;
        points += r->planned ? r->points : 0;
    }
    char *t =
        seep_text("%llu fault%s armed, none fired: ", (unsigned long long)n,
                  n == 1 ? "" : "s");
    if (points)
        seep_text_add(&t, "none at any of %llu points",
                      (unsigned long long)points);
    else
        seep_text_add(&t, "nothing matched");
    return t;
}

void seep_chaos_explain(const struct seep_chaos *c,
                        const struct seep_history *h, struct seep_report *r)
{
    struct seep_chaos_report *to = calloc(1, sizeof *to);

    if (r->verdict == SEEP_VERDICT_PASS && is_vacuous(c)) {
        r->verdict = SEEP_VERDICT_VACUOUS;
        seep_text_free(r->text);
        r->text = vacuous_text(c);
    }
    r->chaos = to;
    if (!to)
        return;
    to->seed = c->seed;
    to->dry = c->dry;
    to->looks = c->looks;
    to->all_hits = c->nhits;
    to->nsamples = c->nsamples;
    memcpy(to->sample, c->sample, c->nsamples * sizeof *c->sample);
    add_faults(to, c);
    add_hits(to, c, h);
}
