/* trial.h - one scenario: its runs, and what they say of its expectations.
 *
 * Run 0 is the default schedule; the others are what a search comes to.  Runs
 * end early when nothing they could show would change the outcome, when a proof
 * has been found (every schedule that could make a difference was run), and
 * when the scenario's budget of steps is used up, which is the same on every
 * machine. */
#ifndef SEEP_TRIAL_H
#define SEEP_TRIAL_H

#include "bindings/export/results.h"
#include "bindings/lua/world.h"

/* Steps over all runs of a scenario. */
enum { SEEP_TRIAL_STEPS = 20 * 1000 * 1000 };

/* Runs scenario i of w and fills r, except for its detail.  strategy: how to
 * search (core/explore/portfolio.h); NULL: as the scenario says.  runs: at most
 * so many besides the first; 0: as the scenario says.  When one run is telling
 * it is made again, watched, and r->shown and r->schedule are set. */
void seep_trial_run(struct seep_world *w, uint32_t i, const char *strategy,
                    uint32_t runs, struct seep_result *r);

#endif
