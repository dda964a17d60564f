/* scheduled.c - see scheduled.h.
 *
 * A process has one world, so this is done in another one: the scenario runs
 * in the session's order, which gives its schedule; that is shrunk. */
#include "bindings/terminal/prompt/scheduled.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/lua/world.h"
#include "core/explore/shrink.h"

struct finding {
    const struct seep_scheduled *what;
    struct seep_world *w;
    enum seep_verdict_kind verdict; /* that is looked for; NONE: any */
};

static struct seep_options options(const struct finding *f)
{
    return seep_world_scenario(f->w, f->what->index)->sim;
}

/* Does the scenario come to the same under these options? */
static bool holds(const struct finding *f, const struct seep_options *opt,
                  struct seep_schedule *took)
{
    bool matched[SEEP_EXPECT_MAX] = {false};
    struct seep_report r = {0};

    seep_world_record(f->w, took);
    seep_world_run_scenario(f->w, f->what->index, opt, false, matched, &r);
    seep_world_record(f->w, NULL);
    took->scenario = f->what->index + 1;
    bool same = f->verdict ? r.verdict == f->verdict
                           : r.verdict != SEEP_VERDICT_PASS &&
                                 r.verdict != SEEP_VERDICT_LIMIT;
    if (!f->what->root)
        same = matched[0];
    seep_report_fini(&r);
    return same && !took->cut;
}

static bool holds_scheduled(void *context, const struct seep_schedule *schedule,
                            struct seep_schedule *took)
{
    const struct finding *f = context;
    struct seep_options opt = options(f);
    struct seep_replay replay;

    if (seep_replay_init(&replay, schedule) != SEEP_OK)
        return false;
    seep_replay_options(&replay, &opt);
    bool same = holds(f, &opt, took);
    seep_replay_fini(&replay);
    return same;
}

static bool holds_by_default(const struct finding *f,
                             struct seep_schedule *took)
{
    struct seep_options opt = options(f);

    opt.strategy = &seep_strategy_default;
    return holds(f, &opt, took);
}

static bool holds_in_order(struct finding *f, struct seep_schedule *took)
{
    struct seep_options opt = options(f);
    struct seep_follow follow;

    if (f->what->order->cut ||
        seep_follow_init(&follow, f->what->order) != SEEP_OK)
        return false;
    opt.strategy = &seep_strategy_follow;
    opt.search = &follow;
    bool same = holds(f, &opt, took);
    seep_follow_fini(&follow);
    return same;
}

static bool load(struct finding *f)
{
    struct seep_prompt *p = f->what->p;
    struct seep_load_error why;
    struct seep_report r = {0};

    seep_live_free(p->live);
    p->s.world.out = NULL;
    f->w = seep_world_new(&p->s.world, f->what->path, f->what->text,
                          f->what->length, &why);
    bool ok = f->w && seep_world_collect(f->w, &p->s.sim, &r) &&
              seep_world_scenarios(f->w) > f->what->index;
    seep_report_fini(&r);
    return ok;
}

static bool find(struct finding *f, struct seep_schedule *took)
{
    const struct seep_shrink how = {.fails = holds_scheduled, .context = f};
    struct seep_shrunk result;

    if (!f->what->root && holds_by_default(f, took))
        return true;
    if (!holds_in_order(f, took))
        return false;
    if (f->what->root) { /* as it is: shrinking keeps the kind of failure */
        struct seep_options opt = options(f);
        struct seep_report r = {0};
        struct seep_replay replay;
        if (seep_replay_init(&replay, took) != SEEP_OK)
            return false;
        seep_replay_options(&replay, &opt);
        seep_world_run_scenario(f->w, f->what->index, &opt, false, NULL, &r);
        f->verdict = r.verdict;
        seep_report_fini(&r);
        seep_replay_fini(&replay);
    }
    return seep_shrink(&how, took, &result) == SEEP_OK && result.fails;
}

/* In a process of its own. */
static bool find_aside(void *context, struct seep_buffer *said)
{
    enum { SECONDS = 20 };
    struct finding f = {.what = context};
    struct seep_schedule took;

    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(SECONDS);
    seep_schedule_init(&took);
    if (f.what->root &&
        seep_sequence_below(f.what->order, f.what->root) != SEEP_OK)
        return false;
    if (!load(&f) || !find(&f, &took))
        return false;
    if (!f.what->root)
        took.script = 0; /* it stands in the script itself */
    char *text = seep_schedule_text(&took);
    if (text)
        seep_buffer_add(said, text);
    free(text);
    return text != NULL;
}

bool seep_scheduled_find(const struct seep_scheduled *what,
                         struct seep_buffer *schedule)
{
    return seep_prompt_aside(find_aside, (void *)(uintptr_t)what, schedule);
}
