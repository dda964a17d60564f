/* look.c - see look.h.  Each search is given up when it would take more
 * steps than these, so that a long run is not looked at for minutes. */
#include "bindings/terminal/look.h"

#include <stdlib.h>
#include <string.h>

#include "bindings/export/buffer.h"
#include "bindings/export/sentence.h"
#include "core/explore/doom.h"
#include "core/explore/minimal.h"
#include "core/explore/recorder.h"
#include "core/explore/shrink.h"

enum {
    STEPS = 4 * 1000 * 1000, /* for one search */
    SHRINK_LEAST = 20,       /* runs */
    FEWER_MOST = 20 * 1000,
    TAILS_LEAST = 10,
    TAILS_MOST = 50,
};

/* How many runs of the failing one's length; not more than `most`. */
static uint32_t affordable(const struct seep_look *l, uint32_t most)
{
    uint64_t runs = STEPS / (l->steps + 1);

    return runs < most ? (uint32_t)runs : most;
}

/* ---- shrinking ---- */

/* Runs a schedule. */
static bool follows(const struct seep_look *l, const struct seep_schedule *s,
                    struct seep_schedule *took)
{
    struct seep_options opt = l->base;
    struct seep_replay replay;

    if (seep_replay_init(&replay, s) != SEEP_OK)
        return false;
    seep_replay_options(&replay, &opt);
    bool same = l->fails(l->context, &opt, took);
    seep_replay_fini(&replay);
    return same;
}

static bool schedule_fails(void *context, const struct seep_schedule *s,
                           struct seep_schedule *took)
{
    return follows(context, s, took);
}

static bool shrink(const struct seep_look *l, struct seep_schedule *s,
                   struct seep_insight *i)
{
    uint32_t budget = affordable(l, SEEP_SHRINK_RUNS);
    const struct seep_shrink how = {
        .fails = schedule_fails,
        .context = (void *)l,
        .budget = budget < SHRINK_LEAST ? SHRINK_LEAST : budget};
    struct seep_shrunk result = {0};

    uint32_t faults = seep_schedule_faults(s);
    if (seep_shrink(&how, s, &result) != SEEP_OK || !result.fails)
        return false;
    if (faults > i->all_faults)
        i->all_faults = faults;
    i->faults = seep_schedule_faults(s);
    i->deviations = s->n;
    i->preemptions = result.preemptions;
    return true;
}

/* A schedule with fewer preemptions can have more deviations. */
static bool fewer(const struct seep_look *l, struct seep_schedule *s,
                  struct seep_insight *i)
{
    const struct seep_minimal how = {.fails = l->fails,
                                     .context = l->context,
                                     .base = l->base,
                                     .budget = affordable(l, FEWER_MOST)};
    struct seep_minimum least;

    seep_minimal(&how, i->preemptions, s, &least);
    i->runs = least.runs;
    i->fewest = least.proven;
    if (least.found && shrink(l, s, i))
        i->fewest = least.proven && i->preemptions <= least.bound;
    return least.found;
}

bool seep_look_shrink(const struct seep_look *l, struct seep_schedule *s,
                      struct seep_insight *i)
{
    if (!shrink(l, s, i))
        return false;
    i->known = true;
    i->fewest = !i->preemptions;
    if (i->fewest || s->queues)
        return true; /* depth-first searches do not leave it to the queues */
    struct seep_options base = l->base;
    struct seep_look from = *l;
    base.seed = s->seed;
    base.procs = s->procs;
    base.free_time = s->free_time;
    from.base = base;
    (void)fewer(&from, s, i);
    return true;
}

/* ---- what was done where ---- */

static char *finish(struct seep_buffer *t)
{
    char *s = t->failed ? NULL : t->s;

    if (t->failed)
        seep_buffer_fini(t);
    return s;
}

static bool tells(const struct seep_row *row, uint32_t g)
{
    return row->who.id && strcmp(row->text, "choice") != 0 &&
           (!g || g == row->who.id);
}

/* What was done behind a choice of that step, by g or, 0, by whoever it was:
 * of the rows of one step the first that is not of an operation that had to
 * wait. */
static const struct seep_row *row_behind(const struct seep_report *r,
                                         uint64_t step, uint32_t g)
{
    const struct seep_row *found = NULL;

    for (size_t i = 0; i < r->nrows; i++) {
        const struct seep_row *row = &r->rows[i];
        if (row->step < step || !tells(row, g))
            continue;
        if (found && row->step > found->step)
            break;
        found = row;
        if (row->mark != 'p')
            break;
    }
    return found;
}

static char *say_row(const struct seep_row *row)
{
    struct seep_buffer t = {0};

    if (!row)
        return NULL;
    seep_sentence_who(&t, &row->who);
    seep_buffer_add(&t, ": ");
    seep_buffer_add_plain(&t, row->text);
    seep_buffer_add(&t, ", ");
    seep_sentence_place(&t, &row->at);
    return finish(&t);
}

/* ---- the last deviation ---- */

static void find_turn(const struct seep_look *l, const struct seep_schedule *s,
                      const struct seep_report *r, struct seep_insight *i)
{
    struct seep_schedule without;

    seep_schedule_init(&without);
    if (s->n && seep_schedule_copy(&without, s) == SEEP_OK) {
        without.n--;
        i->turns = !follows(l, &without, NULL);
        const struct seep_deviation *last = &s->deviation[s->n - 1];
        i->turn.step = last->step;
        i->turn.what = say_row(row_behind(r, last->step, last->next));
    }
    seep_schedule_fini(&without);
}

/* ---- where it is lost ---- */

static bool tail_fails(void *context, struct seep_replay *replay)
{
    const struct seep_look *l = context;
    struct seep_options opt = l->base;

    seep_replay_options(replay, &opt);
    return l->fails(l->context, &opt, NULL);
}

static uint32_t halvings(uint64_t steps)
{
    return steps ? 66 - (uint32_t)__builtin_clzll(steps) : 2;
}

static void find_lost(const struct seep_look *l, const struct seep_schedule *s,
                      const struct seep_report *r, struct seep_insight *i)
{
    const struct seep_doom how = {
        .fails = tail_fails,
        .context = (void *)l,
        .steps = r->operations, /* the numbers of rows, and no others */
        .tails = affordable(l, TAILS_MOST * halvings(r->operations)) /
                 halvings(r->operations)};
    struct seep_schedule asked = *s; /* borrows its lists */
    struct seep_doomed doom;

    asked.queues = false; /* as the tails are */
    if (how.tails < TAILS_LEAST || (s->queues && !follows(l, &asked, NULL)) ||
        seep_doom(&how, &asked, &doom) != SEEP_OK)
        return;
    i->tails = doom.tails;
    i->before = doom.before;
    i->lost.step = doom.step;
    i->lost.what = say_row(row_behind(r, doom.step, 0));
}

void seep_look_closer(const struct seep_look *l, const struct seep_schedule *s,
                      const struct seep_report *r, struct seep_insight *i)
{
    find_turn(l, s, r, i);
    find_lost(l, s, r, i);
    i->known = true;
}

/* ---- telling ---- */

void seep_look_show(struct seep_buffer *t, const struct seep_insight *i,
                    const struct seep_show *how)
{
    struct seep_buffer schedule = {0}, turn = {0}, lost = {0};

    seep_insight_schedule(&schedule, i);
    seep_insight_turn(&turn, i);
    seep_insight_lost(&lost, i);
    if (i->known)
        seep_buffer_add(t, "\n");
    seep_show_part(t, how, "schedule", &schedule);
    seep_show_part(t, how, "turns at", &turn);
    seep_show_part(t, how, "lost", &lost);
}
