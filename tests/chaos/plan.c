/* plan.c - see plan.h. */
#include "plan.h"

enum { RULES_MAX = 8 };

static struct seep_rule plan[RULES_MAX];
static uint32_t nplan;
static struct seep_chaos *armed;
struct plan_host plan_host;

void plan_set(const struct seep_rule *rules, uint32_t n)
{
    assert_true(n <= RULES_MAX);
    memcpy(plan, rules, n * sizeof *rules);
    nplan = n;
    plan_host = (struct plan_host){.holds = true, .when = true};
}

static bool host_when(struct seep_chaos *c, struct seep_rule *r)
{
    (void)c, (void)r;
    plan_host.asked++;
    return plan_host.when;
}

static bool host_holds(struct seep_chaos *c)
{
    plan_host.asked++;
    if (!plan_host.holds)
        seep_sim_end(c->sim, SEEP_VERDICT_ABORTED, c->sim->running, "broken");
    return plan_host.holds;
}

static bool host_cancel(struct seep_chaos *c, struct seep_rule *r,
                        struct seep_object *ch, bool act)
{
    (void)c, (void)r, (void)ch;
    plan_host.cancelled += act;
    return true;
}

static void host_pin(struct seep_chaos *c, struct seep_g *g,
                     struct seep_chan *ch)
{
    (void)c, (void)g, (void)ch;
    plan_host.pinned++;
}

static void host_jump(struct seep_chaos *c, int64_t d)
{
    (void)c;
    plan_host.jumped += d;
}

static const struct seep_chaos_host host = {.when = host_when,
                                            .holds = host_holds,
                                            .cancel = host_cancel,
                                            .pin = host_pin,
                                            .jump = host_jump};

void arm(struct script *w)
{
    armed = seep_chaos_new(&w->sim, &host);
    assert_non_null(armed);
    for (uint32_t i = 0; i < nplan; i++) {
        struct seep_rule r = plan[i];
        r.p = r.p > 0 ? r.p : 1;
        r.until = r.until ? r.until : SEEP_TIME_NEVER;
        if (!r.places.ops && !r.places.spots)
            r.places = seep_places_list(seep_faults[r.fault].usual);
        assert_non_null(seep_chaos_arm(armed, &r));
    }
}

struct seep_chaos *plan_chaos(void)
{
    return armed;
}

struct seep_rule *plan_rule(uint32_t number)
{
    struct seep_rule *r = armed->first;

    while (r && r->number != number)
        r = r->next;
    return r;
}
