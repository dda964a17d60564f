/* progress.c - see progress.h. */
#include "bindings/terminal/progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/terminal/show.h"

enum { NS = 1000 * 1000 * 1000 };

bool seep_progress_wanted(const struct seep_settings *s)
{
    const char *term = getenv("TERM");

    return !s->quiet && term && strcmp(term, "dumb") != 0 &&
           isatty(STDERR_FILENO);
}

/* ---- what is left ---- */

/* A time to go, in whole seconds. */
static void add_to_go(struct seep_buffer *t, double seconds)
{
    if (seconds < 0 || !(seconds < 1e6))
        return;
    seep_buffer_add(t, ", ");
    seep_buffer_add_duration(t, (long long)ceil(seconds) * NS);
    seep_buffer_add(t, " to go");
}

/* Of what was asked for, so much is done. */
static double done_of(const struct seep_standing *s)
{
    const struct seep_findings *f = s->findings;
    double runs = f->planned ? (double)f->runs / (double)f->planned : 0;
    double time = f->time ? (double)s->elapsed / (double)f->time : 0;

    return fmin(fmax(runs, time), 1);
}

static void add_left(struct seep_buffer *t, const struct seep_standing *s)
{
    double seconds = (double)s->elapsed / NS, done = done_of(s);

    if (done > 0) {
        seep_buffer_addf(t, "  %.0f%%", 100 * done);
        add_to_go(t, seconds * (1 - done) / done);
    }
    if (s->share > 0) {
        seep_buffer_addf(t, "  tree about %.2g%%", 100 * s->share);
        add_to_go(t, seconds * (1 - s->share) / s->share);
    }
    /* Good and Turing: what was seen once is as likely as what is new. */
    if (s->samples)
        seep_buffer_addf(t, "  next trace new: %.0f%%",
                         100 * (double)s->once / (double)s->samples);
}

/* ---- the line ---- */

void seep_progress_line(struct seep_buffer *t, const struct seep_standing *s,
                        unsigned width)
{
    const struct seep_findings *f = s->findings;
    double seconds = (double)s->elapsed / NS;

    seep_buffer_add_grouped(t, f->runs);
    seep_buffer_add(t, " runs, ");
    seep_buffer_add_grouped(
        t, (unsigned long long)(seconds > 0 ? (double)f->runs / seconds : 0));
    seep_buffer_addf(t, "/s  %s  ", s->strategy);
    seep_buffer_add_grouped(t, s->distinct);
    seep_buffer_add(t, " traces  ");
    seep_buffer_add_grouped(t, s->handoffs);
    seep_buffer_add(t, " hand-offs");
    if (f->n)
        seep_buffer_addf(t, "  %zu failure%s", f->n, f->n == 1 ? "" : "s");
    add_left(t, s);
    if (!t->failed && t->n > width) {
        t->n = width;
        t->s[width] = '\0';
    }
}

void seep_progress_show(void *context, const struct seep_standing *s)
{
    struct seep_buffer t = {0};
    struct seep_show how = seep_show_for(context, stderr);

    seep_buffer_add(&t, "\r\x1b[K");
    if (!s->over) {
        struct seep_buffer line = {0};
        seep_progress_line(&line, s, how.width ? how.width - 1 : 0);
        seep_buffer_add(&t, seep_buffer_string(&line));
        seep_buffer_fini(&line);
    }
    fputs(seep_buffer_string(&t), stderr);
    seep_buffer_fini(&t);
}
