/* storm.c - see storm.h. */
#include "storm.h"

#include "sim.h"

/* Between two looks, in virtual ns. */
static const int64_t pause_most = INT64_C(1000) * 1000 * 1000;
static const int64_t pause_least = INT64_C(1000) * 1000;

/* How many are blocked; *age is for how long, on average. */
static uint32_t count_blocked(const struct seep_sim *s, int64_t *age)
{
    unsigned __int128 waited = 0; /* a long run has many years of it */
    uint32_t n = 0;

    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        if (g->status == SEEP_G_WAITING) {
            waited += (uint64_t)(s->now - g->since);
            n++;
        }
    *age = n ? (int64_t)(waited / n) : 0;
    return n;
}

/* Whoever calls a short time long wants it looked for as often. */
static int64_t interval(const struct seep_storm_limits *limit)
{
    if (limit->age > pause_most)
        return pause_most;
    return limit->age > pause_least ? limit->age : pause_least;
}

void seep_storm_look(struct seep_sim *s)
{
    const struct seep_storm_limits *limit = &s->opt.storm;
    struct seep_storm *storm = &s->storm;
    int64_t age;

    if (storm->found || s->nlive <= limit->goroutines || s->now < storm->next)
        return;
    storm->next = s->now + interval(limit);
    uint32_t n = count_blocked(s, &age);
    if (UINT64_C(1) * n * SEEP_STORM_ALL >
            UINT64_C(1) * s->nlive * limit->blocked &&
        age > limit->age)
        *storm = (struct seep_storm){true, s->nlive, n, age, s->now, 0};
}
