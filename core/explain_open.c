/* explain_open.c - what nobody closed, and storms, for the report. */
#include <stdlib.h>

#include "explain.h"
#include "inquiry.h"
#include "resource.h"
#include "sim.h"
#include "text.h"

/* What those of a group have in common. */
struct alike {
    uint32_t kind, name, site;
};

static bool belongs(const struct seep_resource *r, const struct alike *k)
{
    return r->kind == k->kind && r->obj.name == k->name &&
           r->obj.site == k->site;
}

/* Takes r into its group. */
static void take(struct seep_sim *s, const struct seep_history *h,
                 struct seep_report *report, struct alike *group,
                 const struct seep_resource *r)
{
    for (size_t i = 0; i < report->nopen; i++)
        if (belongs(r, &group[i])) {
            report->open[i].count++;
            return;
        }
    if (report->nopen == SEEP_OPEN_MAX) {
        report->open_cut++;
        return;
    }
    group[report->nopen] = (struct alike){r->kind, r->obj.name, r->obj.site};
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
    struct alike group[SEEP_OPEN_MAX] = {0};

    if (!s->resources.count || seep__is_cut(s) ||
        !(report->open = calloc(SEEP_OPEN_MAX, sizeof *report->open)))
        return;
    for (const struct seep_resource *r = s->resources.first; r; r = r->next)
        take(s, h, report, group, r);
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

/* "90 s": in the largest unit that leaves two digits or more. */
static void add_span(char **t, int64_t ns)
{
    static const struct {
        int64_t ns;
        const char *name;
    } units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
    size_t i = 0;

    while (units[i].ns > 1 && ns < 10 * units[i].ns)
        i++;
    seep_text_add(t, "%lld %s", (long long)(ns / units[i].ns), units[i].name);
}

/* "12000 goroutines after 160 s, 99 % of them blocked, for 99 s on average" */
char *seep__storm_text(const struct seep_sim *s)
{
    const struct seep_storm *storm = &s->storm;
    unsigned percent =
        (unsigned)(UINT64_C(100) * storm->blocked / storm->goroutines);
    char *t = seep_text("%u goroutines after ", storm->goroutines);

    add_span(&t, storm->at);
    seep_text_add(&t, ", %u %% of them blocked, for ", percent);
    add_span(&t, storm->age);
    seep_text_add(&t, " on average");
    return t;
}
