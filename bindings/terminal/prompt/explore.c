/* explore.c - searching the schedules that are open from here, and making them
 * small; what comes to something of its own is kept as a fork. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/futures.h"
#include "bindings/terminal/source.h"
#include "bindings/terminal/value.h"
#include "core/explore/recorder.h"

enum { RUNS = 200, STEPS = 5 * 1000 * 1000, RUNS_MAX = 1000 * 1000 };

/* Nothing is told of what is only tried out. */
static void be_silent(struct seep_prompt *p, bool silent)
{
    p->silent = silent;
    seep_live_mute(p->live, silent);
}

/* ---- telling ---- */

/* The command that does it again from where it was found. */
static void add_replay(struct seep_buffer *t, const struct seep_schedule *s)
{
    char *text = seep_schedule_text(s);

    seep_buffer_addf(t, "          :replay %s\n", text ? text : "?");
    free(text);
}

static void tell(const struct seep_futures *q, const char *strategy,
                 bool proven, const char *first)
{
    struct seep_buffer t = {0};
    bool fails = false;

    seep_buffer_addf(&t, "%" PRIu32 " run%s from here, %s%s%s\n", q->runs,
                     q->runs == 1 ? "" : "s", strategy,
                     proven ? ": all that can make a difference" : "",
                     q->lost      ? ", stopped: one call never comes back"
                     : q->stopped ? ", stopped"
                     : q->steps >= q->most_steps ? ", no more: they are long"
                                                 : "");
    for (uint32_t i = 0; i < q->n; i++) {
        seep_buffer_addf(&t, "  e%-3" PRIu32 "%5" PRIu32 "  ", i + 1,
                         q->kind[i].count);
        seep_buffer_add_plain(&t, q->kind[i].what);
        seep_buffer_add(&t, "\n");
        fails |= q->kind[i].fails;
        if (q->kind[i].fails)
            add_replay(&t, &q->kind[i].schedule);
    }
    if (fails && first)
        seep_buffer_addf(&t, "before :replay comes :start %s\n", first);
    if (q->n)
        seep_buffer_add(&t, "one of each is kept: :switch e1, and look\n");
    seep_prompt_show(&t);
}

/* ---- :explore ---- */

/* The kind's schedule from here, as a fork. */
static void keep(struct seep_futures *q, uint32_t i)
{
    struct seep_live *v = q->p->live;
    char name[16];

    snprintf(name, sizeof name, "e%" PRIu32, i + 1);
    if (seep_live_follow(v, &q->kind[i].schedule, SEEP_FUTURE_STEPS))
        (void)seep_live_fork(v, name);
    seep_live_return(v, q->here);
}

/* What an earlier search has found is not mistaken for what this one finds. */
static void drop_kept(struct seep_prompt *p)
{
    char name[16];

    for (uint32_t i = 1; i <= SEEP_FUTURES_KINDS; i++) {
        snprintf(name, sizeof name, "e%" PRIu32, i);
        seep_live_drop(p->live, name);
    }
}

/* Where faults fire can depend on who comes first: then nothing commutes. */
static const char *strategy_of(const struct seep_prompt *p)
{
    const char *name = *p->search ? p->search : "auto";
    bool reduces = !strcmp(name, "auto") || !strcmp(name, "dpor");

    return reduces && seep_live_sim(p->live)->hook ? "random" : name;
}

/* runs 0: as many as come in a short time.  first: the input that has just been
 * started, or NULL. */
static void search(struct seep_prompt *p, uint32_t runs, const char *first)
{
    struct seep_live_mark *here = seep_live_mark(p->live);
    const char *strategy = strategy_of(p);
    struct seep_futures q;

    if (!here) {
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory");
        return;
    }
    seep_futures_init(&q, p, here);
    q.most_steps = runs ? UINT64_MAX : STEPS;
    drop_kept(p);
    be_silent(p, true);
    bool proven = seep_futures_search(&q, strategy, runs ? runs : RUNS);
    bool stopped = q.stopped;
    for (uint32_t i = 0; i < q.n; i++) {
        if (q.kind[i].fails && !stopped)
            (void)seep_futures_shrink(&q, q.kind[i].what, &q.kind[i].schedule);
        seep_live_calm();
        keep(&q, i);
    }
    be_silent(p, false);
    tell(&q, strategy, proven, first);
    seep_futures_fini(&q);
    seep_live_mark_free(here);
}

/* An input that is to come first, and the search; then it is as if it had not
 * been typed. */
static void search_from(struct seep_prompt *p, const char *text, size_t n,
                        const char *chunk, uint32_t runs)
{
    struct seep_live_mark *before = seep_live_mark(p->live);
    struct seep_read r;

    if (seep_reader_read(p->reader, text, n, chunk, &r) != SEEP_READ_OK) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s", r.text);
    } else if (before) {
        const struct seep_live_input in = {.code = r.code,
                                           .length = r.length,
                                           .names = r.names,
                                           .chunk = chunk,
                                           .text = text};
        if (seep_live_start(p->live, &in))
            search(p, runs, *chunk == '=' ? text : NULL);
        seep_live_return(p->live, before);
    }
    seep_live_mark_free(before);
}

static void search_from_file(struct seep_prompt *p, const char *path,
                             uint32_t runs)
{
    struct seep_buffer why = {0}, chunk = {0};
    struct seep_source src;

    seep_buffer_addf(&chunk, "@%s", path);
    if (seep_source_read(&src, path, &why)) {
        search_from(p, src.text, src.length, seep_buffer_string(&chunk), runs);
        seep_source_fini(&src);
    } else {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s", seep_buffer_string(&why));
    }
    seep_buffer_fini(&why);
    seep_buffer_fini(&chunk);
}

static bool is_file(const char *text)
{
    size_t n = strlen(text);

    return n > 4 && !strcmp(text + n - 4, ".lua") && !strpbrk(text, " \t\n\"'");
}

void seep_prompt_explore(struct seep_prompt *p, const char *args)
{
    const char *rest = args;
    uint64_t runs = 0;
    char word[32], chunk[32];

    if (!seep_prompt_is_alive(p))
        return;
    if (seep_prompt_word(&rest, word, sizeof word) &&
        seep_value_number(word, 1, RUNS_MAX, &runs))
        args = rest;
    snprintf(chunk, sizeof chunk, "=[%" PRIu32 "]", seep_live_next(p->live));
    if (!*args)
        search(p, (uint32_t)runs, NULL);
    else if (is_file(args))
        search_from_file(p, args, (uint32_t)runs);
    else
        search_from(p, args, strlen(args), chunk, (uint32_t)runs);
}

/* ---- :strategy ---- */

static void list(struct seep_prompt *p)
{
    const char *by = *p->search ? p->search : "auto";
    struct seep_buffer t = {0};

    seep_buffer_addf(&t, "%s decides here, :explore searches by %s\n",
                     seep_live_decides(p->live), by);
    for (const struct seep_strategy_row *row = seep_strategy_rows; row->name;
         row++)
        seep_buffer_addf(&t, "  %-9s %s\n", row->name, row->what);
    seep_prompt_show(&t);
}

void seep_prompt_strategy(struct seep_prompt *p, const char *args)
{
    uint32_t depth;
    const struct seep_strategy_row *row = seep_strategy_row(args, &depth);

    if (!*args) {
        list(p);
    } else if (!row) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "there is no strategy %s (:strategy lists them)",
                          args);
    } else if (row->way > SEEP_WAY_SAMPLE) {
        snprintf(p->search, sizeof p->search, "%s", args);
        seep_prompt_notef(p, ":explore searches by %s; it does not decide here",
                          args);
    } else if (seep_prompt_is_alive(p)) {
        snprintf(p->search, sizeof p->search, "%s",
                 row->way == SEEP_WAY_DEFAULT ? "" : args);
        (void)seep_live_strategy(p->live, args);
    }
}

/* ---- :shrink ---- */

/* The deviations since input k began: of the whole session, those behind it. */
static bool record_since(struct seep_prompt *p, uint64_t step,
                         struct seep_schedule *s)
{
    struct seep_recorder r;
    uint32_t n = 0;

    seep_recorder_begin(&r, s, seep_live_sim(p->live));
    if (!seep_live_watch(p->live, &r.observer) || s->cut)
        return false;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->deviation[i].step >= step)
            s->deviation[n++] = s->deviation[i];
    s->n = n;
    return true;
}

static void tell_shrunk(const struct seep_schedule *s, uint32_t before,
                        const char *what)
{
    struct seep_buffer t = {0};

    seep_buffer_add_plain(&t, what);
    seep_buffer_addf(&t, ": %" PRIu32 " of %" PRIu32 " deviations do\n", s->n,
                     before);
    add_replay(&t, s);
    seep_buffer_add(&t, "this is that world now; what was before is kept: "
                        ":switch unshrunk\n");
    seep_prompt_show(&t);
}

/* From where the last input had begun, by the schedule made smaller. */
static void shrink(struct seep_prompt *p, struct seep_schedule *s,
                   const char *what)
{
    uint32_t before = s->n;

    seep_live_to_start(p->live);
    struct seep_live_mark *here = seep_live_mark(p->live);
    struct seep_futures q;
    seep_futures_init(&q, p, here);
    bool same = here && seep_futures_shrink(&q, what, s);
    if (same)
        same = seep_live_follow(p->live, s, SEEP_FUTURE_STEPS);
    seep_live_mark_free(here);
    be_silent(p, false);
    if (same) {
        tell_shrunk(s, before, what);
        seep_prompt_left(p);
        return;
    }
    (void)seep_live_take(p->live, "unshrunk");
    seep_prompt_wrong(p, SEEP_EXIT_FINDING,
                      q.stopped ? "interrupted: it is as it was"
                                : "from the last input on it does not come to "
                                  "the same again");
}

/* The world goes on to its end.  True: something is wrong with that. */
static bool fails_in_the_end(struct seep_prompt *p, char what[SEEP_FUTURE_TEXT])
{
    const struct seep_live_until until = {0};
    enum seep_live_end end = seep_live_sim(p->live)->over
                                 ? SEEP_LIVE_OVER
                                 : seep_live_go(p->live, &until);

    return seep_futures_describe(p, end, seep_live_races(p->live), what);
}

void seep_prompt_shrink(struct seep_prompt *p, const char *args)
{
    struct seep_live_mark *now = seep_live_mark(p->live);
    char what[SEEP_FUTURE_TEXT];
    struct seep_schedule s;

    (void)args;
    seep_schedule_init(&s);
    be_silent(p, true);
    if (!now || seep_live_next(p->live) == 1 || !fails_in_the_end(p, what)) {
        be_silent(p, false);
        if (now)
            seep_live_return(p->live, now);
        seep_prompt_notef(p, "nothing to shrink: nothing is wrong in the end");
    } else if (!record_since(p, seep_live_start_step(p->live), &s) ||
               !seep_live_fork(p->live, "unshrunk")) {
        be_silent(p, false);
        seep_prompt_wrong(p, SEEP_EXIT_LIMIT, "not enough memory");
    } else {
        shrink(p, &s, what);
    }
    seep_live_mark_free(now);
    seep_schedule_fini(&s);
}

/* ---- :replay ---- */

void seep_prompt_replay(struct seep_prompt *p, const char *args)
{
    struct seep_schedule s;
    char why[256];

    if (!*args) {
        seep_live_replay(p->live);
        fflush(stdout);
        seep_prompt_say_where(p);
        return;
    }
    seep_schedule_init(&s);
    if (seep_schedule_parse(&s, args, strlen(args), why, sizeof why) != SEEP_OK)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "%s", why);
    else if (seep_prompt_is_alive(p) &&
             seep_live_follow(p->live, &s, SEEP_FUTURE_STEPS))
        seep_prompt_came_to(p);
    seep_schedule_fini(&s);
}
