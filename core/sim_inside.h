/* sim_inside.h - what the files that make up the world share: sim.c (the step
 * loop), runnable.c (who can run), lifetime.c (goroutines, and the run, begin
 * and end) and limits.c (steps, slices, loops that go round). */
#ifndef SEEP_SIM_INSIDE_H
#define SEEP_SIM_INSIDE_H

#include "sim.h"

/* ---- runnable.c ---- */

/* Room for n in the list that a deciding strategy chooses from. */
enum seep_err seep__reserve_runnable(struct seep_sim *s, uint32_t n);
/* Lists who is runnable already, when such a strategy takes over. */
void seep__list_runnables(struct seep_sim *s);
/* g, put into a run queue or taken out of it, is put on that list or off. */
void seep__listed(struct seep_sim *s, struct seep_g *g);
void seep__unlisted(struct seep_sim *s, struct seep_g *g);
/* Has g done nothing but poll since somebody's last effect? */
bool seep__is_spinning(const struct seep_sim *s, const struct seep_g *g);
/* From now on it has. */
void seep__has_spun(struct seep_sim *s, struct seep_g *g);
/* g is runnable from now on; the caller queues it. */
void seep__runnable(struct seep_sim *s, struct seep_g *g);
/* Whoever has computed on P's from number i on until `done` may run on. */
void seep__come_back(struct seep_sim *s, uint32_t i, int64_t done);

/* ---- lifetime.c ---- */

void seep__goroutine_ended(struct seep_sim *s, struct seep_g *g, bool goexit);
/* The verdict of a world in which nothing can happen any more. */
void seep__finish(struct seep_sim *s);

/* ---- limits.c ---- */

enum { SEEP_QUIET_SPINS = 25 * 1000 * 1000 /* instructions, no effect */ };

/* False: the run is over, for its steps or its memory are used up. */
bool seep__within_limits(struct seep_sim *s);
/* Has nothing but polls and bare computing happened for long?  Then let time
 * pass, g having had the last turn. */
static inline bool seep__spins(const struct seep_sim *s)
{
    return s->quiet >= SEEP_QUIET_SPINS || s->polls >= s->spin_at;
}
void seep__spun(struct seep_sim *s, struct seep_g *g);

#endif
