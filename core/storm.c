/* storm.c - see storm.h. */
#include "storm.h"

#include "sim.h"

enum { EACH = 1000 * 1000 * 1000 /* ns between two looks */ };

/* How many are blocked; *waited is the sum of their waits, in milliseconds. */
static uint32_t count_blocked(const struct seep_sim *s, uint64_t *waited)
{
    uint32_t n = 0;

    *waited = 0;
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->status == SEEP_G_WAITING) {
            *waited += (uint64_t)(s->now - g->since) / 1000000;
            n++;
        }
    return n;
}

void seep_storm_look(struct seep_sim *s)
{
    const struct seep_storm_limits *limit = &s->opt.storm;
    struct seep_storm *storm = &s->storm;
    uint64_t waited;

    if (storm->found || s->nlive <= limit->goroutines || s->now < storm->next)
        return;
    storm->next = s->now + EACH;
    uint32_t n = count_blocked(s, &waited);
    uint32_t blocked = (uint32_t)(UINT64_C(100) * n / s->nlive);
    int64_t age = n ? (int64_t)(waited / n) * 1000000 : 0;
    if (blocked > limit->blocked && age > limit->age)
        *storm = (struct seep_storm){true, s->nlive, blocked, age, s->now, 0};
}
