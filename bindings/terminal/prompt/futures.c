/* futures.c - see futures.h. */
#include "bindings/terminal/prompt/futures.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/explore/replay.h"
#include "core/explore/shrink.h"

void seep_futures_init(struct seep_futures *q, struct seep_prompt *p,
                       struct seep_live_mark *here)
{
    *q = (struct seep_futures){
        .p = p, .here = here, .base = seep_live_sim(p->live)->opt};
    q->base.max_steps = SEEP_FUTURE_STEPS;
    q->base.search = NULL;
    q->most_steps = UINT64_MAX;
}

void seep_futures_fini(struct seep_futures *q)
{
    while (q->n)
        seep_schedule_fini(&q->kind[--q->n].schedule);
}

/* ---- what a future came to ---- */

/* "2 left in chan send (a, b)", for those that are in the same state as g,
 * the first of them. */
static void add_group(struct seep_buffer *t, const struct seep_sim *s,
                      const struct seep_g *g)
{
    enum { NAMES = 3 };
    const char *state = seep_prompt_state(g);
    struct seep_buffer names = {0};
    uint32_t n = 0, named = 0;

    for (const struct seep_g *k = g; k; k = k->all_next) {
        if (strcmp(seep_prompt_state(k), state) != 0)
            continue;
        n++;
        if (!k->name || named++ >= NAMES)
            continue;
        seep_buffer_add(&names, named > 1 ? ", " : "");
        seep_buffer_add_plain(&names, seep_name_text(&s->names, k->name));
    }
    seep_buffer_addf(t, "%s%" PRIu32 " left in %s", t->n ? ", " : "", n, state);
    if (names.n)
        seep_buffer_addf(t, " (%s%s)", seep_buffer_string(&names),
                         named > NAMES ? ", ..." : "");
    seep_buffer_fini(&names);
}

/* Nobody before it is in the same state. */
static bool is_first(const struct seep_sim *s, const struct seep_g *g)
{
    for (const struct seep_g *k = s->all_first; k != g; k = k->all_next)
        if (k->id > 1 && !strcmp(seep_prompt_state(k), seep_prompt_state(g)))
            return false;
    return g->id > 1;
}

bool seep_futures_describe(struct seep_prompt *p, enum seep_live_end end,
                           size_t races, char what[SEEP_FUTURE_TEXT])
{
    const struct seep_sim *s = seep_live_sim(p->live);
    const bool goes_on = end != SEEP_LIVE_OVER && end != SEEP_LIVE_QUIET;
    struct seep_buffer t = {0};
    bool fails = races > 0;

    if (races)
        seep_buffer_add(&t, "data race");
    if (end == SEEP_LIVE_OVER && s->verdict.kind != SEEP_VERDICT_EXIT) {
        fails = true;
        seep_buffer_addf(&t, "%s%s: ", t.n ? ", " : "",
                         seep_verdict_text(s->verdict.kind));
        seep_buffer_add_plain(&t, s->verdict.text);
    } else if (end == SEEP_LIVE_QUIET) {
        fails |= s->nlive > 1;
        if (seep_prompt_is_deadlock(s))
            seep_buffer_add(&t, t.n ? ", deadlock" : "deadlock");
        for (const struct seep_g *g = s->all_first; g; g = g->all_next)
            if (is_first(s, g))
                add_group(&t, s, g);
    }
    if (!t.n)
        seep_buffer_add(&t, goes_on                  ? "still goes on"
                            : end == SEEP_LIVE_QUIET ? "nobody left"
                                                     : "ended by runtime.exit");
    snprintf(what, SEEP_FUTURE_TEXT, "%s", seep_buffer_string(&t));
    seep_buffer_fini(&t);
    return fails;
}

bool seep_futures_try(struct seep_futures *q, const struct seep_options *opt,
                      struct seep_schedule *took, char what[SEEP_FUTURE_TEXT])
{
    size_t races;
    enum seep_live_end end = q->stopped
                                 ? SEEP_LIVE_STOPPED
                                 : seep_live_try(q->p->live, opt, took, &races);

    q->stopped |= end == SEEP_LIVE_STOPPED;
    bool fails = false;
    q->lost |= end == SEEP_LIVE_LOST;
    q->stopped |= q->lost;
    if (!q->stopped)
        fails = seep_futures_describe(q->p, end, races, what);
    const uint64_t steps = seep_live_sim(q->p->live)->steps;
    seep_live_return(q->p->live, q->here);
    q->steps += steps - seep_live_sim(q->p->live)->steps;
    return fails;
}

/* ---- many of them ---- */

/* Keeps the shortest schedule of each kind. */
static void count(struct seep_futures *q, const char *what, bool fails,
                  const struct seep_schedule *took)
{
    struct seep_future *k = q->kind;
    const struct seep_future *end = q->kind + q->n;

    while (k < end && strcmp(k->what, what) != 0)
        k++;
    if (k == q->kind + SEEP_FUTURES_KINDS)
        return;
    if (k == end) {
        q->n++;
        *k = (struct seep_future){.fails = fails};
        snprintf(k->what, sizeof k->what, "%s", what);
        seep_schedule_init(&k->schedule);
    }
    if (!k->count++ || took->n < k->schedule.n)
        (void)seep_schedule_copy(&k->schedule, took);
}

bool seep_futures_search(struct seep_futures *q, const char *strategy,
                         uint32_t runs)
{
    char what[SEEP_FUTURE_TEXT];
    struct seep_portfolio search;
    struct seep_schedule took;
    struct seep_options opt;
    bool more = true;

    seep_portfolio_init(&search, strategy, &q->base);
    seep_schedule_init(&took);
    while (q->runs < runs && !q->stopped && q->steps < q->most_steps &&
           (more = seep_portfolio_next(&search, &opt))) {
        bool fails = seep_futures_try(q, &opt, &took, what);
        if (q->stopped)
            break;
        if (seep_portfolio_redundant(&search)) {
            q->redundant++;
            continue;
        }
        q->runs++;
        count(q, what, fails, &took);
    }
    bool proven = !more && search.proven;
    seep_schedule_fini(&took);
    seep_portfolio_fini(&search);
    return proven;
}

/* ---- the smallest one ---- */

struct shrinking {
    struct seep_futures *q;
    const char *what;
};

static bool comes_to(void *context, const struct seep_schedule *s,
                     struct seep_schedule *took)
{
    struct shrinking *k = context;
    struct seep_options opt = k->q->base;
    struct seep_replay replay;
    char what[SEEP_FUTURE_TEXT] = "";

    if (seep_replay_init(&replay, s) != SEEP_OK)
        return false;
    seep_replay_options(&replay, &opt);
    (void)seep_futures_try(k->q, &opt, took, what);
    seep_replay_fini(&replay);
    return !k->q->stopped && !took->cut && !strcmp(what, k->what);
}

bool seep_futures_shrink(struct seep_futures *q, const char *what,
                         struct seep_schedule *s)
{
    struct shrinking k = {.q = q, .what = what};
    const struct seep_shrink how = {.fails = comes_to, .context = &k};
    struct seep_shrunk result;

    return seep_shrink(&how, s, &result) == SEEP_OK && result.fails;
}
