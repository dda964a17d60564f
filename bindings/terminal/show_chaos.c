/* show_chaos.c - see show_chaos.h. */
#include "bindings/terminal/show_chaos.h"

#include <inttypes.h>

#include "bindings/export/sentence.h"

enum { HITS_MAX = 12 /* shown without -v */ };

/* "fired 2 times at 14 points", "never fired: nothing matched" */
static void add_count(struct seep_buffer *t, const struct seep_fault_report *f,
                      bool dry)
{
    if (dry)
        seep_buffer_addf(t, "could fire at %" PRIu64 " point%s", f->points,
                         f->points == 1 ? "" : "s");
    else if (!f->points)
        seep_buffer_add(t, "never fired: nothing matched");
    else
        seep_buffer_addf(t, "fired at %" PRIu64 " of %" PRIu64 " point%s",
                         f->hits, f->points, f->points == 1 ? "" : "s");
    if (f->removed)
        seep_buffer_add(t, ", then removed");
}

static void add_fault(struct seep_buffer *t, const struct seep_fault_report *f,
                      const struct seep_show *how, bool dry)
{
    struct seep_buffer part = {0};
    char label[16];

    snprintf(label, sizeof label, "f%" PRIu32, f->number);
    seep_buffer_add_plain(&part, f->text);
    if (*f->where) {
        seep_buffer_add(&part, " ");
        seep_buffer_add_plain(&part, f->where);
    }
    seep_buffer_add(&part, ": ");
    add_count(&part, f, dry);
    seep_buffer_add(&part, " (");
    seep_buffer_add_plain(&part, f->line);
    seep_buffer_add(&part, ")");
    seep_show_part(t, how, label, &part);
}

static void add_hit(struct seep_buffer *t, const struct seep_hit_report *h,
                    const struct seep_show *how)
{
    struct seep_buffer part = {0};

    seep_buffer_addf(&part, "f%" PRIu32 " at step %" PRIu64, h->number,
                     h->step);
    if (h->now) {
        seep_buffer_add(&part, ", ");
        seep_buffer_add_duration(&part, h->now);
    }
    seep_buffer_add(&part, ": ");
    seep_buffer_add_plain(&part, h->text);
    if (h->who.id) {
        seep_buffer_add(&part, " of ");
        seep_sentence_who(&part, &h->who);
    }
    if (h->at.line) {
        seep_buffer_add(&part, " (");
        seep_sentence_place(&part, &h->at);
        seep_buffer_add(&part, ")");
    }
    seep_show_part(t, how, "hit", &part);
}

/* ---- the run without faults ---- */

static void add_without(struct seep_buffer *t, const struct seep_without *w,
                        const struct seep_show *how)
{
    struct seep_buffer part = {0}, differs = {0};

    if (!w->known)
        return;
    seep_buffer_add_plain(&part, w->verdict);
    seep_buffer_add(&part, w->needed ? ": the failure needs the faults"
                                     : ": it fails without the faults, too");
    seep_show_part(t, how, "without", &part);
    if (!w->with)
        return;
    seep_buffer_addf(&differs, "first at step %" PRIu64 ": ", w->step);
    seep_buffer_add_plain(&differs, w->with);
    seep_buffer_add(&differs, "; without faults ");
    seep_buffer_add_plain(&differs, w->instead);
    seep_show_part(t, how, "differs", &differs);
}

/* ---- the hypothesis ---- */

/* A column a value, from the least to the most of them. */
static void add_sparkline(struct seep_buffer *t,
                          const struct seep_chaos_report *c)
{
    static const char *const bar[] = {
        "\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83", "\xe2\x96\x84",
        "\xe2\x96\x85", "\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88"};
    double least = c->sample[0], most = c->sample[0];

    for (size_t i = 0; i < c->nsamples; i++) {
        least = c->sample[i] < least ? c->sample[i] : least;
        most = c->sample[i] > most ? c->sample[i] : most;
    }
    seep_buffer_add(t, ": ");
    for (size_t i = 0; i < c->nsamples; i++) {
        double at = most > least ? (c->sample[i] - least) / (most - least) : 0;
        seep_buffer_add(t, bar[(int)(at * 7.99)]);
    }
    seep_buffer_addf(t, " %g..%g", least, most);
}

static void add_looks(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how)
{
    struct seep_buffer part = {0};
    uint64_t looks = r->chaos->looks;

    if (!looks)
        return;
    seep_buffer_addf(&part, "the hypothesis was looked at %" PRIu64 " time%s",
                     looks, looks == 1 ? "" : "s");
    seep_buffer_add(&part, r->verdict == SEEP_VERDICT_ABORTED
                               ? " and did not hold at the last"
                               : " and held");
    if (r->chaos->nsamples && !how->ascii)
        add_sparkline(&part, r->chaos);
    seep_show_part(t, how, "steady", &part);
}

void seep_show_chaos(struct seep_buffer *t, const struct seep_report *r,
                     const struct seep_show *how)
{
    const struct seep_chaos_report *c = r->chaos;

    if (!c)
        return;
    seep_buffer_add(t, "\n");
    for (size_t i = 0; i < c->nfaults; i++)
        add_fault(t, &c->faults[i], how, c->dry);
    size_t n = how->verbose || c->nhits <= HITS_MAX ? c->nhits : HITS_MAX;
    for (size_t i = 0; i < n; i++)
        add_hit(t, &c->hits[i], how);
    if (c->all_hits > n)
        seep_buffer_addf(t, "  ... and %" PRIu64 " more hits%s\n",
                         c->all_hits - n,
                         n < c->nhits ? "; -v shows them" : "");
    add_looks(t, r, how);
    add_without(t, &c->without, how);
}
