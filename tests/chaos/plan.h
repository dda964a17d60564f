/* plan.h - worlds of the script host under a plan of faults.
 *
 *   PLAN(RULE(DELAY, .by = {MS, MS}, .nth = {2}, .nnth = 1));
 *   assert_run(PASS, "...", .body = body, .arrange = arm);
 */
#ifndef PLAN_H
#define PLAN_H

#include "chaos/chaos.h"
#include "tests/core/script_run.h"

/* Of a fault: whatever is left out is as a plan has it that does not say. */
#define RULE(fault_, ...)                                                      \
    (struct seep_rule)                                                         \
    {                                                                          \
        .fault = SEEP_FAULT_##fault_, .shown = #fault_, .chosen = "",          \
        .line = "plan:1", .planned = true, __VA_ARGS__                         \
    }
#define AT(words) .places = seep_places_list(words)
#define NTH(n) .nth = {n}, .nnth = 1
#define BY(d) .by = {(d), (d)}

/* The plan of the runs that follow. */
#define PLAN(...)                                                              \
    plan_set((struct seep_rule[]){__VA_ARGS__},                                \
             sizeof((struct seep_rule[]){__VA_ARGS__}) /                       \
                 sizeof(struct seep_rule))
void plan_set(const struct seep_rule *rules, uint32_t n);

/* Arms it: for .arrange. */
void arm(struct script *w);

/* What the language was asked for by the run before, and what it says. */
struct plan_host {
    bool holds, when; /* its answers */
    uint32_t asked;   /* of either */
    uint32_t cancelled, pinned;
    int64_t jumped;
};
extern struct plan_host plan_host;

/* The rule of that number of the last world armed. */
struct seep_rule *plan_rule(uint32_t number);
struct seep_chaos *plan_chaos(void);

#endif
