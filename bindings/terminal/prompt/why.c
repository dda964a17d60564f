/* why.c - why a goroutine waits, and how it came to that: from the session so
 * far, done again and watched. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/sentence.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/lanes.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/rows.h"
#include "bindings/terminal/stuck.h"
#include "bindings/terminal/value.h"

void seep_prompt_without_session(struct seep_report *r)
{
    size_t n = 0;

    /* What is left out goes to the end, where nobody looks; fini frees it. */
    for (size_t i = 0; i < r->nstuck; i++) {
        struct seep_stuck k = r->stuck[i];
        if (k.who.id == 1) {
            r->nstuck_goroutines -= k.count;
            continue;
        }
        r->stuck[i] = r->stuck[n];
        r->stuck[n++] = k;
    }
    if (n < r->nstuck) {
        struct seep_report only = {.stuck = malloc(sizeof *only.stuck),
                                   .nstuck = 1};
        if (only.stuck) {
            only.stuck[0] = r->stuck[--r->nstuck];
            seep_report_fini(&only);
        }
    }
}

/* In a circle of locks, or proven by what can be reached. */
static bool certain(const uint32_t *id, uint32_t n, const struct seep_stuck *k)
{
    if (!strncmp(k->cause, "lock cycle", strlen("lock cycle")))
        return true;
    for (uint32_t i = 0; i < n; i++)
        if (id[i] == k->who.id)
            return true;
    return false;
}

/* Is g one of the group? */
static bool in_group(const struct seep_stuck *k, const struct seep_g *g,
                     const struct seep_sim *s, const char *at)
{
    char place[512];
    uint32_t most = sizeof k->ids / sizeof *k->ids;

    for (uint32_t i = 0; i < k->count && i < most; i++)
        if (k->ids[i] == g->id)
            return true;
    snprintf(place, sizeof place, "%s:%" PRIu32, k->at.file, k->at.line);
    return k->count > most && g->id > k->ids[most - 1] &&
           !strcmp(k->wait, seep_prompt_state(g)) && !strcmp(place, at) &&
           k->created.line == seep_site_line(&s->names, g->site) &&
           !strcmp(k->who.name, seep_name_text(&s->names, g->name));
}

enum { PROVEN_MAX = 1 << 16 };

/* Where g is, as a text. */
static void place_of(struct seep_prompt *p, struct seep_g *g,
                     struct seep_buffer *t)
{
    struct seep_sim *s = seep_live_sim(p->live);

    if (!seep_live_look(p->live))
        return;
    seep_prompt_add_site(t, s, s->host_ops->where(s->host, g));
    seep_live_look_end(p->live);
}

static void tell_why(struct seep_prompt *p, struct seep_g *g,
                     struct seep_report *r)
{
    struct seep_show how = seep_prompt_how(p);
    struct seep_sim *s = seep_live_sim(p->live);
    uint32_t *id = malloc(PROVEN_MAX * sizeof *id);
    uint32_t n = id ? seep_live_proven(p->live, id, PROVEN_MAX) : 0;
    struct seep_buffer t = {0}, at = {0};

    place_of(p, g, &at);
    n = n < PROVEN_MAX ? n : PROVEN_MAX;
    for (size_t i = 0; i < r->nstuck && !t.n; i++) {
        if (!in_group(&r->stuck[i], g, s, seep_buffer_string(&at)))
            continue;
        seep_stuck_add(&t, &r->stuck[i], 1, false, &how);
        seep_buffer_add(&t, certain(id, n, &r->stuck[i])
                                ? "  certain   nobody who lives can ever wake "
                                  "it\n"
                                : "  possible  somebody could still wake it: "
                                  "a variable of the session holds what it "
                                  "waits for, or others run\n");
    }
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nothing is known of g%" PRIu32, g->id);
    seep_buffer_fini(&at);
    free(id);
}

void seep_prompt_why(struct seep_prompt *p, const char *args)
{
    struct seep_g *g = seep_prompt_goroutine(p, args);
    struct seep_report r = {0};

    if (!g)
        return;
    if (g->status != SEEP_G_WAITING) {
        seep_prompt_notef(p, "g%" PRIu32 " does not wait: it is %s", g->id,
                          seep_prompt_state(g));
        return;
    }
    seep_live_explain(p->live, &r);
    tell_why(p, g, &r);
    seep_report_fini(&r);
}

static void add_leaks(struct seep_buffer *t, const struct seep_report *r,
                      const struct seep_show *how, const uint32_t *id,
                      uint32_t n, bool proven)
{
    bool first = true;

    for (size_t i = 0, alike; i < r->nstuck; i += alike) {
        alike = seep_sentence_alike(r, i);
        if (r->stuck[i].still_running || certain(id, n, &r->stuck[i]) != proven)
            continue;
        if (first)
            seep_buffer_add(t, proven
                                   ? "certain: nobody who lives can ever wake "
                                     "them\n"
                                   : "possible: they wait, and somebody "
                                     "could still wake them\n");
        first = false;
        seep_stuck_add(t, &r->stuck[i], alike, false, how);
    }
}

void seep_prompt_leaks(struct seep_prompt *p, const char *args)
{
    struct seep_show how = seep_prompt_how(p);
    uint32_t *id = malloc(PROVEN_MAX * sizeof *id);
    uint32_t n = id ? seep_live_proven(p->live, id, PROVEN_MAX) : 0;
    struct seep_report r = {0};
    struct seep_buffer t = {0};

    (void)args;
    n = n < PROVEN_MAX ? n : PROVEN_MAX;
    seep_live_explain(p->live, &r);
    seep_prompt_without_session(&r);
    add_leaks(&t, &r, &how, id, n, true);
    add_leaks(&t, &r, &how, id, n, false);
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nobody waits for good");
    seep_report_fini(&r);
    free(id);
}

/* ---- data races ---- */

/* Those from number `from` on. */
static void show_races(struct seep_prompt *p, size_t from, bool asked)
{
    struct seep_report r = {0};
    struct seep_buffer t = {0};

    seep_live_explain(p->live, &r);
    for (size_t i = from; i < r.nraces; i++) {
        seep_sentence_race(&t, &r.races[i]);
        seep_buffer_add(&t, "\n");
        seep_sentence_race_lines(&t, &r.races[i]);
    }
    if (asked && t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_note(p, &t);
    seep_report_fini(&r);
}

void seep_prompt_races(struct seep_prompt *p, const char *args)
{
    (void)args;
    p->races = seep_live_races(p->live);
    if (p->races)
        show_races(p, 0, true);
    else
        seep_prompt_notef(p, "no data race so far");
}

void seep_prompt_new_races(struct seep_prompt *p)
{
    enum { STEPS = 100 * 1000 }; /* computing counts, too: it is done again */
    const size_t told = p->races;

    if (p->silent || seep_live_sim(p->live)->steps > STEPS ||
        seep_live_sim(p->live)->nstarted < 3 + seep_live_next(p->live) - 1)
        return;
    p->races = seep_live_races(p->live);
    if (p->races <= told)
        return;
    show_races(p, told, false);
    seep_prompt_status(p, SEEP_EXIT_FINDING);
}

/* Of very many rows the last ones. */
static void add_timeline(struct seep_buffer *t, const struct seep_report *r,
                         uint64_t most, const struct seep_show *how)
{
    struct seep_report last = *r;

    if (r->nrows > most) {
        last.rows += r->nrows - most;
        last.nrows = most;
        seep_buffer_addf(t, "%zu rows before these (:timeline N, or all)\n",
                         r->nrows - last.nrows);
    }
    seep_lanes_add(t, &last, how);
}

void seep_prompt_timeline(struct seep_prompt *p, const char *args)
{
    struct seep_show how = seep_prompt_how(p);
    bool all = !strcmp(args, "all");
    struct seep_report r = {0};
    struct seep_buffer t = {0};
    uint64_t n = 100;

    if (*args && !all && !seep_value_number(args, 1, UINT32_MAX, &n)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":timeline takes `all`, a number of rows, or "
                          "nothing");
        return;
    }
    how.verbose |= all;
    seep_live_explain(p->live, &r);
    add_timeline(&t, &r, all ? UINT64_MAX : n, &how);
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nothing has happened between goroutines yet");
    seep_report_fini(&r);
}

void seep_prompt_trace(struct seep_prompt *p, const char *args)
{
    struct seep_report r = {0};
    struct seep_buffer t = {0};
    uint64_t n = 10;

    if (*args && !seep_value_number(args, 1, 100000, &n)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":trace takes a number from 1 to 100000, not %s",
                          args);
        return;
    }
    seep_live_explain(p->live, &r);
    for (size_t i = r.nrows > n ? r.nrows - n : 0; i < r.nrows; i++)
        seep_row_line(&t, &r, &r.rows[i]);
    seep_prompt_show(&t);
    seep_report_fini(&r);
}
