/* tell.c - see tell.h. */
#include "bindings/terminal/tell.h"

#include <inttypes.h>

#include "bindings/export/partial.h"
#include "bindings/export/sentence.h"
#include "bindings/terminal/look.h"

static const char *plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

/* ---- a failure ---- */

static void add_head(struct seep_buffer *t, const struct seep_findings *f,
                     const struct seep_failure *x)
{
    seep_findings_subject(t, f);
    seep_buffer_addf(t, ": run %" PRIu64 " (strategy %s, seed %" PRIu64 ") ",
                     x->first, x->strategy, x->seed);
    if (f->all && x->runs > 1)
        seep_buffer_addf(t, "and %" PRIu64 " more ", x->runs - 1);
    seep_buffer_add(t, "did not pass");
    seep_buffer_add(t, x->shrunk ? "; shrunk\n" : "\n");
}

static void add_replay(struct seep_buffer *t, const struct seep_findings *f,
                       const char *schedule)
{
    seep_buffer_add(t, "replay: seep replay ");
    seep_buffer_add_plain(t, f->file);
    seep_buffer_addf(t, " --schedule %s\n", schedule);
}

static void add_failure(struct seep_buffer *t, const struct seep_findings *f,
                        const struct seep_failure *x,
                        const struct seep_show *how, bool quiet)
{
    add_head(t, f, x);
    if (!x->schedule || quiet) {
        seep_buffer_add(t, "  ");
        seep_buffer_add_plain(t, x->signature);
        seep_buffer_add(t, "\n");
    } else {
        seep_show_report(t, &x->report, how);
        seep_look_show(t, &x->insight, how);
    }
    if (x->schedule)
        add_replay(t, f, x->schedule);
    else if (x->recorded)
        add_replay(t, f, x->recorded);
    if (!quiet)
        seep_buffer_add(t, "\n");
}

/* ---- the last line ---- */

static void add_count(struct seep_buffer *t, const struct seep_findings *f)
{
    if (!f->n)
        seep_buffer_add(t, "no failure");
    else if (f->all)
        seep_buffer_addf(t, "%zu distinct failure%s", f->n, plural(f->n));
    else
        seep_buffer_add(t, "a failure");
    seep_buffer_addf(t, " in %" PRIu64 " run%s", f->runs, plural(f->runs));
}

static void add_end(struct seep_buffer *t, const struct seep_findings *f)
{
    switch (f->end) {
    case SEEP_END_FAILURE:
    case SEEP_END_RUNS: break;
    case SEEP_END_PROVEN:
        seep_buffer_add(t, ", among them all that differ");
        break;
    case SEEP_END_EXHAUSTED:
        seep_buffer_add(t, f->partial && f->partial->npieces
                               ? ", all of this machine's pieces of the tree"
                               : "; there is nothing else to run, but that is "
                                 "no proof");
        break;
    case SEEP_END_STEPS:
        seep_buffer_add(t, "; the budget of steps is used up (--runs, --time)");
        break;
    case SEEP_END_TIME:
        seep_buffer_add(t, " in ");
        seep_buffer_add_duration(t, f->time);
        break;
    case SEEP_END_INTERRUPTED: seep_buffer_add(t, "; interrupted"); break;
    case SEEP_END_BROKEN: seep_buffer_add(t, "; given up"); break;
    }
}

void seep_tell_summary(struct seep_buffer *t, const struct seep_findings *f,
                       const struct seep_show *how)
{
    seep_findings_subject(t, f);
    seep_buffer_add(t, ": ");
    add_count(t, f);
    add_end(t, f);
    if (f->runs) {
        seep_buffer_add(t, ": ");
        seep_sentence_found(t, f->found);
    }
    seep_buffer_add(t, "\n");
    if (!how->verbose)
        return;
    seep_findings_subject(t, f);
    seep_buffer_addf(t,
                     ": %" PRIu64 " steps, %" PRIu64 " runs given up as "
                     "seen before\n",
                     f->steps, f->redundant);
}

void seep_tell_findings(struct seep_buffer *t, const struct seep_findings *f,
                        const struct seep_show *how, bool quiet)
{
    for (size_t i = 0; i < f->n; i++)
        add_failure(t, f, &f->failure[i], how, quiet);
    seep_tell_summary(t, f, how);
}
