/* explore.c - many futures from here: in each, anybody goes first, drawn from
 * another seed.  The first of each kind is kept as a fork. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/source.h"

enum { RUNS = 200, KINDS = 16 };

struct kind {
    char what[160];
    uint32_t count;
    uint64_t seed; /* of the first */
};

struct search {
    struct seep_prompt *p;
    struct kind kind[KINDS];
    uint32_t n, runs;
};

/* What the future has come to, in a line. */
static void describe(struct seep_prompt *p, enum seep_live_end end, char *to,
                     size_t size)
{
    const struct seep_sim *s = seep_live_sim(p->live);
    uint32_t left = 0;
    const struct seep_g *first = NULL;

    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->id > 1) {
            left++;
            first = first ? first : g;
        }
    if (end == SEEP_LIVE_OVER)
        snprintf(to, size, "%s: %.100s", seep_verdict_text(s->verdict.kind),
                 s->verdict.text);
    else if (end != SEEP_LIVE_QUIET)
        snprintf(to, size, "still goes on");
    else if (left)
        snprintf(to, size, "%" PRIu32 " left, the first in %s", left,
                 seep_prompt_state(first));
    else
        snprintf(to, size, "nobody left");
}

/* Counts it; keeps the world as a fork when it is the first of its kind. */
static void count(struct search *q, uint64_t seed, enum seep_live_end end)
{
    char what[160], name[16];
    uint32_t i = 0;

    describe(q->p, end, what, sizeof what);
    while (i < q->n && strcmp(q->kind[i].what, what) != 0)
        i++;
    if (i == KINDS)
        return;
    if (i == q->n) {
        q->n++;
        q->kind[i] = (struct kind){.seed = seed};
        snprintf(q->kind[i].what, sizeof q->kind[i].what, "%s", what);
        snprintf(name, sizeof name, "e%" PRIu32, q->n);
        (void)seep_live_fork(q->p->live, name);
    }
    q->kind[i].count++;
}

/* One future; false: interrupted. */
static bool try_one(struct search *q, uint64_t seed,
                    const struct seep_live_input *in)
{
    const struct seep_live_until until = {0};
    struct seep_live *v = q->p->live;

    if (seed && (!seep_live_seed(v, seed) || !seep_live_random(v, true)))
        return false;
    if (in && !seep_live_start(v, in))
        return false;
    enum seep_live_end end = seep_live_go(v, &until);
    if (end == SEEP_LIVE_STOPPED)
        return false;
    q->runs++;
    count(q, seed, end);
    return true;
}

static void show(struct search *q)
{
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, "%" PRIu32 " futures from here\n", q->runs);
    for (uint32_t i = 0; i < q->n; i++) {
        seep_buffer_addf(&t, "  e%-3" PRIu32 "%5" PRIu32 "  ", i + 1,
                         q->kind[i].count);
        seep_buffer_add_plain(&t, q->kind[i].what);
        seep_buffer_add(&t, "\n");
    }
    seep_buffer_add(&t, "the first of each is kept: :switch e1, and look\n");
    seep_prompt_show(&t);
}

static void search(struct seep_prompt *p, const struct seep_live_input *in)
{
    struct search q = {.p = p};
    struct seep_live_mark *here = seep_live_mark(p->live);
    bool on = here != NULL;

    p->silent = true;
    seep_live_mute(p->live, true);
    for (uint64_t seed = 0; on && seed < RUNS; seed++) {
        on = try_one(&q, seed, in);
        seep_live_return(p->live, here);
    }
    p->silent = false;
    seep_live_mute(p->live, false);
    seep_live_mark_free(here);
    show(&q);
}

void seep_prompt_explore(struct seep_prompt *p, const char *args)
{
    struct seep_read r;
    char chunk[32];

    if (seep_live_sim(p->live)->over) {
        seep_prompt_wrong(p, SEEP_EXIT_FINDING,
                          "the world has ended (:undo, :back or :reset)");
        return;
    }
    if (!*args) {
        search(p, NULL);
        return;
    }
    snprintf(chunk, sizeof chunk, "=[%" PRIu32 "]", seep_live_next(p->live));
    if (seep_reader_read(p->reader, args, strlen(args), chunk, &r) !=
        SEEP_READ_OK) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s", r.text);
        return;
    }
    const struct seep_live_input in = {.code = r.code,
                                       .length = r.length,
                                       .names = r.names,
                                       .chunk = chunk,
                                       .text = args};
    search(p, &in);
}
