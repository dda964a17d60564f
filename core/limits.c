/* limits.c - how long: steps, memory, time slices, loops without progress.
 *
 * Virtual time stands still while anything can run.  Loops that only poll
 * would stop it for ever, so when nothing but polls has happened for long,
 * time moves to the next alarm all the same (on a real machine polling takes
 * time); when there is no alarm either, the run is a livelock. */
#include "sim_inside.h"

#include "arena.h"
#include "round.h"

enum {
    SLICE = 1000 * 1000,      /* instructions: 10 ms of a P */
    TURN = 10 * 1000,         /* of them in a row while other P's have work */
    INSTRUCTIONS_A_STEP = 25, /* an operation costs about as much */
    POLLS_EACH = 100,         /* more for each other runnable goroutine */
    BYTES_A_STEP = 512,       /* of memory asked for */
    GROWTH = 1 << 16,         /* bytes between two looks at a spinning world */
};

bool seep__within_limits(struct seep_sim *s)
{
    if (s->steps > s->opt.max_steps) {
        s->verdict.cut |= !s->over;
        seep_sim_end(s, SEEP_VERDICT_LIMIT, s->running,
                     "the run's steps are used up (--max-steps)");
    } else if (seep_arena_failures(s->arena))
        (void)seep_sim_no_memory(s, s->running);
    return !s->over;
}

/* Is there somebody to run on another P at the same time? */
static bool others_run(const struct seep_sim *s)
{
    if (s->opt.strategy->decides)
        return false;
    for (uint32_t i = 0; i < s->gmp.np; i++) {
        const struct seep_p *p = s->gmp.p[i];
        if (p != s->p && p->busy_until <= s->now &&
            (p->cur || s->gmp.nrunnable))
            return true;
    }
    return false;
}

enum seep_tick seep_sim_tick(struct seep_sim *s, uint32_t n)
{
    /* Memory work counts too: a few instructions can copy gigabytes. */
    uint64_t volume = seep_arena_volume(s->arena);
    seep_sim_charge(s, n / INSTRUCTIONS_A_STEP +
                           (volume - s->volume) / BYTES_A_STEP);
    s->volume = volume;
    s->quiet += n;
    if (s->over || !seep__within_limits(s))
        return SEEP_TICK_OVER;
    s->p->slice += n;
    if (s->p->slice < SLICE ||
        (!s->gmp.nrunnable && s->quiet < SEEP_QUIET_SPINS))
        return s->p->slice % TURN < n && others_run(s) ? SEEP_TICK_ASIDE
                                                       : SEEP_TICK_ON;
    /* A slice of bare computing counts as polling: others are to go first,
     * or a strategy that stays with who runs would never let them. */
    if (s->opt.strategy->decides && s->quiet >= SLICE)
        seep__has_spun(s, s->running);
    s->p->slice = 0;
    s->preempted = true;
    return SEEP_TICK_PREEMPT;
}

void seep__spun(struct seep_sim *s, struct seep_g *g)
{
    uint64_t polls_each = (uint64_t)POLLS_EACH * s->gmp.nrunnable;
    bool long_enough = s->polls >= s->opt.livelock ||
                       s->quiet / SEEP_INSTRUCTIONS_A_POLL >= s->opt.livelock;

    /* Filling memory is a kind of progress; the limits see to it. */
    uint64_t live = seep_arena_stats(s->arena).live;
    if (live > s->spin_live + GROWTH) {
        s->spin_live = live;
        long_enough = false;
    }
    s->spin_at = s->polls + SEEP_POLLS_FIRST + polls_each;
    /* First everybody who can run has to have polled as long. */
    if (s->gmp.nrunnable && s->spin_looks++ < s->gmp.nrunnable) {
        if (g->status == SEEP_G_RUNNING)
            seep_sim_requeue(s, g);
    } else if (seep_clock_advance(s)) {
        s->polls = s->quiet = 0;
        s->spin_looks = 0;
        s->spin_at = SEEP_POLLS_FIRST + polls_each;
    } else if (s->main_done || seep_vigil_is_lost(s)) {
        s->verdict.livelock = true;
        seep__finish(s);
    } else if (long_enough || seep_round_closes(s)) {
        seep_sim_quiet(s);
        s->verdict.livelock = true;
        seep_sim_end(s, SEEP_VERDICT_LIVELOCK,
                     g->status == SEEP_G_DEAD ? NULL : g,
                     "a loop goes round without progress");
    } else {
        if (seep_round_looks(s))
            s->spin_at = s->polls + 1;
        /* All are to have their turns; a strategy sees to it by itself. */
        if (!s->opt.strategy->decides && s->gmp.nrunnable &&
            g->status == SEEP_G_RUNNING)
            seep_sim_requeue(s, g);
    }
}
