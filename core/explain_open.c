/* explain_open.c - what nobody closed, and storms, for the report. */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "inquiry.h"
#include "resource.h"
#include "sim.h"
#include "text.h"

static bool same(const struct seep_resource *a, const struct seep_resource *b)
{
    return a->kind == b->kind && a->obj.site == b->obj.site &&
           a->obj.name == b->obj.name;
}

/* Takes r into the group of its like; the groups' first ones are in first. */
static void take(struct seep_sim *s, const struct seep_history *h,
                 struct seep_report *report, const struct seep_resource **first,
                 const struct seep_resource *r)
{
    for (size_t i = 0; i < report->nopen; i++)
        if (same(first[i], r)) {
            report->open[i].count++;
            return;
        }
    if (report->nopen == SEEP_OPEN_MAX) {
        report->open_cut++;
        return;
    }
    first[report->nopen] = r;
    report->open[report->nopen++] = (struct seep_open){
        .count = 1,
        .kind = seep_text("%s", seep_name_text(&s->names, r->kind)),
        .name = seep_text("%s", seep_name_text(&s->names, r->obj.name)),
        .holder = seep__who(s, h, r->holder),
        .at = seep__place(s, r->obj.site)};
}

void seep__explain_open(struct seep_sim *s, const struct seep_history *h,
                        struct seep_report *report)
{
    const struct seep_resource *first[SEEP_OPEN_MAX];

    if (!s->resources.count || seep__is_cut(s) ||
        !(report->open = calloc(SEEP_OPEN_MAX, sizeof *report->open)))
        return;
    for (const struct seep_resource *r = s->resources.first; r; r = r->next)
        take(s, h, report, first, r);
}

/* "3 of kind file are not closed" */
char *seep__open_text(const struct seep_sim *s)
{
    uint32_t n = s->resources.count, kind = s->resources.first->kind;

    for (const struct seep_resource *r = s->resources.first; r; r = r->next)
        if (r->kind != kind)
            return seep_text("%u resources were never closed", n);
    return seep_text("%u of kind \"%s\" %s never closed", n,
                     seep_name_text(&s->names, kind), n == 1 ? "was" : "were");
}

char *seep__storm_text(const struct seep_sim *s)
{
    const struct seep_storm *storm = &s->storm;

    return seep_text("%u goroutines after %lld s, %u %% of them blocked, for "
                     "%lld s on average",
                     storm->goroutines, (long long)(storm->at / 1000000000),
                     storm->blocked, (long long)(storm->age / 1000000000));
}
