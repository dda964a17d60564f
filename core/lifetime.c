/* lifetime.c - goroutines begin and end, and the run with them.
 *
 * The run is over when main has ended, or can never go on (vigil.h), and the
 * others have ended too, or their time to drain is up (clock.c); when nobody
 * can go on and nothing will happen by itself; or when somebody says so.  The
 * first verdict stays. */
#include "sim_inside.h"

#include <stdio.h>
#include <string.h>

#include "arena.h"

/* ---- goroutines begin and end ---- */

enum seep_err seep_sim_prepare(struct seep_sim *s, struct seep_g *g,
                               uint32_t name, uint32_t site)
{
    struct seep_kin *creator = NULL;

    if (s->running && !(creator = seep_g_kin(s->arena, s->running)))
        return SEEP_ENOMEM;
    memset(g, 0, sizeof *g);
    g->magic = SEEP_OBJECT_MAGIC | SEEP_OBJ_G;
    g->name = name;
    g->site = site;
    g->own.g = g;
    seep_g_born(g, creator);
    return SEEP_OK;
}

enum seep_err seep_sim_reserve_start(struct seep_sim *s)
{
    /* Every armed timer may start a goroutine, all at one instant. */
    uint32_t n = s->nlive + s->timers.narmed + 1;

    return s->opt.strategy->decides ? seep__reserve_runnable(s, n) : SEEP_OK;
}

void seep_sim_enter(struct seep_sim *s, struct seep_g *g)
{
    g->id = ++s->next_g;
    if (!s->nstarted++) {
        s->main = g;
        s->main_id = g->id;
        s->volume = seep_arena_volume(s->arena);
    }
    g->all_prev = s->all_last;
    if (s->all_last)
        s->all_last->all_next = g;
    else
        s->all_first = g;
    s->all_last = g;
    if (++s->nlive > s->peak)
        s->peak = s->nlive;
    seep_emit(s, SEEP_EV_START, g, s->running, NULL, 0);
    seep_sim_ready(s, g);
}

enum seep_err seep_sim_start(struct seep_sim *s, struct seep_g *g)
{
    if (seep_sim_reserve_start(s) != SEEP_OK)
        return SEEP_ENOMEM;
    seep_sim_enter(s, g);
    return SEEP_OK;
}

static void unlink_live(struct seep_sim *s, struct seep_g *g)
{
    if (g->all_prev)
        g->all_prev->all_next = g->all_next;
    else
        s->all_first = g->all_next;
    if (g->all_next)
        g->all_next->all_prev = g->all_prev;
    else
        s->all_last = g->all_prev;
    s->nlive--;
}

static enum seep_verdict_kind after_main(const struct seep_sim *s)
{
    if (s->nlive && s->opt.drain)
        return SEEP_VERDICT_LEAK;
    if (s->resources.count)
        return SEEP_VERDICT_RESOURCE;
    return s->storm.found ? SEEP_VERDICT_STORM : SEEP_VERDICT_PASS;
}

/* Could anybody but faults still do anything? */
static bool others_go_on(const struct seep_sim *s)
{
    for (uint32_t i = 0; i < s->gmp.np; i++)
        if (s->gmp.p[i]->cur)
            return true;
    for (uint32_t i = 0; i < s->timers.count; i++)
        if (s->timers.heap[i].t->kind != SEEP_TIMER_HOOK)
            return true;
    return s->gmp.nrunnable;
}

/* The verdict of a world in which nothing can happen any more, or what can is
 * not waited for. */
void seep__finish(struct seep_sim *s)
{
    if (s->main_done)
        seep_sim_end(s, after_main(s), NULL, "");
    else if (seep_vigil_is_lost(s) && others_go_on(s))
        seep_sim_end(s, SEEP_VERDICT_PARTIAL_DEADLOCK, NULL,
                     "main can never go on, while others can");
    else if (s->main_goexit && !s->nlive)
        seep_sim_end(s, SEEP_VERDICT_DEADLOCK, NULL,
                     "no goroutines (main called runtime.Goexit) - deadlock!");
    else
        seep_sim_end(s, SEEP_VERDICT_DEADLOCK, s->main_goexit ? NULL : s->main,
                     "all goroutines are asleep - deadlock!");
}

static void main_ended(struct seep_sim *s, bool goexit)
{
    s->main_goexit = goexit;
    if (goexit)
        return;
    s->main_done = true;
    s->main_ended = s->now;
    seep_emit(s, SEEP_EV_MAIN_DONE, NULL, NULL, NULL, 0);
    if (!s->opt.drain)
        seep__finish(s);
}

void seep__goroutine_ended(struct seep_sim *s, struct seep_g *g, bool goexit)
{
    g->status = SEEP_G_DEAD;
    g->op.kind = SEEP_OP_EXIT;
    s->p->cur = NULL;
    seep_sim_progress(s);
    unlink_live(s, g);
    seep_emit(s, SEEP_EV_EXIT, g, NULL, NULL, goexit);
    seep_g_orphan(s->arena, g);
    if (g == s->main) {
        s->main = NULL; /* its memory may serve another goroutine */
        main_ended(s, goexit);
    }
    s->running = NULL;
    s->host_ops->finished(s->host, g);
}

void seep_sim_end(struct seep_sim *s, enum seep_verdict_kind kind,
                  struct seep_g *g, const char *text)
{
    if (s->over)
        return;
    s->over = true;
    s->last_step = 0;
    s->verdict.kind = kind;
    s->verdict.limited = kind == SEEP_VERDICT_LIMIT;
    s->verdict.g = g ? g->id : 0;
    s->verdict.site = g ? g->op.site : 0;
    snprintf(s->verdict.text, sizeof s->verdict.text, "%s", text);
}

enum seep_outcome seep_sim_fatal(struct seep_sim *s, struct seep_g *g,
                                 const char *text)
{
    seep_sim_end(s, SEEP_VERDICT_FATAL, g, text);
    return SEEP_OVER;
}

enum seep_outcome seep_sim_no_memory(struct seep_sim *s, struct seep_g *g)
{
    seep_sim_end(s, SEEP_VERDICT_LIMIT, g, "out of memory (--mem)");
    return SEEP_OVER;
}

void seep_sim_note(struct seep_sim *s, uint32_t name)
{
    if (s->nnotes < SEEP_SIM_NOTES)
        s->note[s->nnotes] = name;
    s->nnotes++;
}
