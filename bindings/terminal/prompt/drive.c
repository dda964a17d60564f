/* drive.c - being the scheduler. */
#include <inttypes.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/value.h"
#include "core/perform.h"

/* The operation that g is about to perform, or is in. */
static void add_operation(struct seep_buffer *t, const struct seep_sim *s,
                          const struct seep_g *g)
{
    if (!g->pending) {
        seep_buffer_add(t, g->nops ? "computes on" : "begins");
        return;
    }
    seep_buffer_add(t, seep_op_name((enum seep_op_kind)g->op.kind));
    if (g->op.kind == SEEP_OP_GO) {
        uint32_t name = ((const struct seep_g *)g->op.obj)->name;
        if (name)
            seep_buffer_addf(t, " \"%s\"", seep_name_text(&s->names, name));
    } else if (g->op.kind != SEEP_OP_SELECT && (g->op.obj || g->op.ncase)) {
        seep_buffer_add(t, " ");
        seep_prompt_add_object(t, s, g->op.obj);
    }
}

static void add_enabled(struct seep_buffer *t, struct seep_sim *s,
                        struct seep_g *g)
{
    seep_buffer_add(t, g->status == SEEP_G_RUNNING ? "* " : "  ");
    seep_prompt_add_g(t, s, g);
    seep_buffer_add(t, "  ");
    add_operation(t, s, g);
    const uint32_t site = s->host_ops->where(s->host, g);
    if (site) {
        seep_buffer_add(t, "  at ");
        seep_prompt_add_short_site(t, s, site);
    }
    seep_buffer_add(t, "\n");
}

static bool is_enabled(const struct seep_g *g)
{
    return g->status == SEEP_G_RUNNING || g->status == SEEP_G_RUNNABLE;
}

static void list_enabled(struct seep_prompt *p)
{
    struct seep_sim *s = seep_live_sim(p->live);
    struct seep_buffer t = {0};

    if (!seep_live_look(p->live))
        return;
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (is_enabled(g))
            add_enabled(&t, s, g);
    seep_live_look_end(p->live);
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, seep_live_is_quiet(p->live)
                                 ? "nobody can go on"
                                 : "nobody can go on before the clock moves: "
                                   ":step lets it");
}

static struct seep_g *living(struct seep_sim *s, uint32_t id)
{
    struct seep_g *g = s->all_first;

    while (g && g->id != id)
        g = g->all_next;
    return g;
}

static bool can_go(struct seep_prompt *p)
{
    if (!seep_prompt_is_alive(p))
        return false;
    if (!seep_live_is_quiet(p->live) || seep_live_repeats(p->live))
        return true;
    seep_prompt_notef(p, "nothing can happen");
    return false;
}

void seep_prompt_say_where(struct seep_prompt *p)
{
    struct seep_sim *s = seep_live_sim(p->live);
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, "step %" PRIu64 ", ", seep_live_step(p->live));
    seep_buffer_add_duration(&t, s->now);
    if (s->last_g > 1 && !living(s, s->last_g))
        seep_buffer_addf(&t, ": g%" PRIu32 " has ended", s->last_g);
    for (struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->id == s->last_g && g->id > 1) {
            seep_buffer_add(&t, ": ");
            seep_prompt_add_g(&t, s, g);
            seep_buffer_add(&t, !is_enabled(g) ? " waits in "
                                : g->pending   ? " is at "
                                               : " ");
            if (is_enabled(g))
                add_operation(&t, s, g);
            else
                seep_buffer_add(&t, seep_prompt_state(g));
        }
    seep_buffer_add(&t, "\n");
    seep_prompt_show(&t);
}

/* Goes on by so little that the list of who is left would be in the way. */
static enum seep_live_end step(struct seep_prompt *p,
                               const struct seep_live_until *until)
{
    p->brief = true;
    enum seep_live_end end = seep_prompt_go(p, until);
    p->brief = false;
    return end;
}

void seep_prompt_step(struct seep_prompt *p, const char *args)
{
    uint64_t n = 1;

    if (*args && !seep_value_number(args, 1, UINT32_MAX, &n)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":step takes a number of moments, not %s", args);
        return;
    }
    if (!can_go(p))
        return;
    const struct seep_live_until until = {.moment =
                                              seep_live_moment(p->live) + n};
    if (step(p, &until) == SEEP_LIVE_OVER)
        return;
    seep_prompt_say_where(p);
    seep_prompt_stuck(p);
}

/* Lets g go first, for one moment. */
static bool let_go(struct seep_prompt *p, struct seep_g *g)
{
    if (!is_enabled(g)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "g%" PRIu32 " cannot go on: it is in %s", g->id,
                          seep_prompt_state(g));
        return false;
    }
    const uint32_t id = g->id;
    if (!seep_live_pick(p->live, g))
        return false;
    const struct seep_live_until until = {.moment =
                                              seep_live_moment(p->live) + 1};
    if (step(p, &until) == SEEP_LIVE_OVER)
        return false;
    if (seep_live_sim(p->live)->last_g != id)
        seep_prompt_notef(p, "nothing comes between where it is and its go: it "
                             "goes first");
    seep_prompt_say_where(p);
    seep_prompt_stuck(p);
    return true;
}

void seep_prompt_pick(struct seep_prompt *p, const char *args)
{
    char word[64];

    if (!*args) {
        list_enabled(p);
        return;
    }
    while (seep_prompt_word(&args, word, sizeof word)) {
        struct seep_g *g = can_go(p) ? seep_prompt_goroutine(p, word) : NULL;
        if (!g || !let_go(p, g))
            return;
    }
}

void seep_prompt_next(struct seep_prompt *p, const char *args)
{
    struct seep_g *g = can_go(p) ? seep_prompt_goroutine(p, args) : NULL;
    struct seep_sim *s = seep_live_sim(p->live);

    if (!g)
        return;
    for (uint32_t id = g->id; g && is_enabled(g); g = living(s, id)) {
        bool performs = g->pending;
        if (!let_go(p, g) || performs)
            return;
    }
}

/* ---- :run ---- */

static bool g_has_ended(void *context, struct seep_live *v)
{
    const uint32_t *id = context;

    return !living(seep_live_sim(v), *id);
}

/* Or nothing else comes before that time. */
static bool time_has_come(void *context, struct seep_live *v)
{
    const int64_t *when = context;

    return seep_live_clock_waits(v, *when);
}

static void run_until(struct seep_prompt *p,
                      const struct seep_live_until *until, int64_t when);

void seep_prompt_advance(struct seep_prompt *p, const char *args)
{
    struct seep_live_until until = {.there = time_has_come};
    int64_t d;

    if (!seep_value_duration(args, 1, &d)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":advance takes a duration above 0, as 5s");
        return;
    }
    run_until(p, &until, seep_live_sim(p->live)->now + d);
}

/* Moves the clock to `when`, if nothing comes before. */
static void advance(struct seep_prompt *p, int64_t when)
{
    if (when > seep_live_sim(p->live)->now)
        (void)seep_live_set_clock(p->live, when);
}

/* What a run stops at: what was asked for, or a breakpoint. */
struct stops {
    struct seep_prompt *p;
    struct seep_live_until asked;
    bool broke;
};

static bool stops_here(void *context, struct seep_live *v)
{
    struct stops *q = context;

    q->broke = seep_prompt_at_break(q->p, v);
    return q->broke || (q->asked.there && q->asked.there(q->asked.context, v));
}

/* when: for time_has_come. */
static void run_until(struct seep_prompt *p,
                      const struct seep_live_until *until, int64_t when)
{
    struct stops q = {.p = p, .asked = *until};
    struct seep_live_until all = *until;

    if (until->there == time_has_come)
        q.asked.context = &when;
    seep_prompt_break_begin(p);
    all.there = stops_here;
    all.context = &q;
    if (seep_prompt_go(p, &all) == SEEP_LIVE_THERE && !q.broke &&
        q.asked.there == time_has_come)
        advance(p, when);
    if (q.broke && *p->fault)
        seep_prompt_notef(p, "a fault has fired: %s", p->fault);
    if (!seep_live_sim(p->live)->over)
        seep_prompt_say_where(p);
}

void seep_prompt_run_input(struct seep_prompt *p, uint32_t k)
{
    const struct seep_live_until until = {.input = k};
    struct stops q = {.p = p, .asked = until};
    struct seep_live_until all = until;

    if (!p->nbreaks) {
        (void)seep_prompt_go(p, &until);
        return;
    }
    seep_prompt_break_begin(p);
    all.there = stops_here;
    all.context = &q;
    (void)seep_prompt_go(p, &all);
    if (q.broke)
        seep_prompt_say_where(p);
}

void seep_prompt_start(struct seep_prompt *p, const char *args)
{
    if (!*args) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":start takes an input, as :start f()");
        return;
    }
    p->stand = true;
    seep_prompt_take(p, args, strlen(args));
    p->stand = false;
}

/* A number as it is, a name in quotes. */
void seep_prompt_scenarios(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};
    uint64_t n;

    if (!*args) {
        seep_buffer_add(&t, "scenario.list()");
    } else if (seep_value_number(args, 1, UINT32_MAX, &n)) {
        seep_buffer_addf(&t, "scenario.run(%" PRIu64 ")", n);
    } else {
        seep_buffer_add(&t, "scenario.run(\"");
        for (; *args; args++)
            seep_buffer_addf(&t, "\\%03d", (unsigned char)*args);
        seep_buffer_add(&t, "\")");
    }
    p->stand = t.n && strncmp(seep_buffer_string(&t), "scenario.run", 12) == 0;
    seep_prompt_take(p, seep_buffer_string(&t), t.n);
    p->stand = false;
    seep_buffer_fini(&t);
}

/* args: a goroutine, "step N" or a time; or nothing, and then to the end. */
static void go_on(struct seep_prompt *p, const char *args)
{
    struct seep_live_until until = {0};
    int64_t when = 0;
    uint32_t id;

    if (!(*args && seep_value_duration(args, 0, &when)) && !can_go(p))
        return;
    if (!strncmp(args, "step ", 5)) {
        if (!seep_value_number(args + 5, 1, INT64_MAX, &until.step)) {
            seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s is not a step", args + 5);
            return;
        }
    } else if (*args && seep_value_duration(args, 0, &when)) {
        until.there = time_has_come;
    } else if (*args) {
        struct seep_g *g = seep_prompt_goroutine(p, args);
        if (!g)
            return;
        id = g->id;
        until.there = g_has_ended;
        until.context = &id;
    }
    if (*args || p->nbreaks)
        run_until(p, &until, when);
    else
        (void)seep_prompt_go(p, &until);
}

void seep_prompt_run(struct seep_prompt *p, const char *args)
{
    char word[64];

    (void)seep_prompt_word(&args, word, sizeof word);
    if (!*word || (!strcmp(word, "until") && *args))
        go_on(p, args);
    else
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":run takes nothing, or `until` and a goroutine, "
                          "step N, or a time");
}

void seep_prompt_until(struct seep_prompt *p, const char *args)
{
    if (*args)
        go_on(p, args);
    else
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":until takes a goroutine, step N, or a time");
}

void seep_prompt_time(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};

    if (*args) {
        seep_prompt_advance(p, args);
        return;
    }
    seep_buffer_add_duration(&t, seep_live_sim(p->live)->now);
    seep_buffer_add(&t, "\n");
    seep_prompt_show(&t);
}
