/* rng.h - small deterministic random streams.
 *
 * One stream a purpose (scheduling, select, the script's math.random, each
 * fault), all derived from the run's seed, so that drawing from one never
 * moves another.  The generator is SplitMix64 (Steele, Lea, Flood: "Fast
 * splittable pseudorandom number generators", OOPSLA 2014): one word of
 * state, which a snapshot copies with the rest of the arena. */
#ifndef SEEP_RNG_H
#define SEEP_RNG_H

#include <stdint.h>

struct seep_rng {
    uint64_t state;
};

static inline uint64_t seep_rng_next(struct seep_rng *r)
{
    uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A stream for `purpose` (any small constant) of the run seeded `seed`. */
static inline struct seep_rng seep_rng_stream(uint64_t seed, uint64_t purpose)
{
    struct seep_rng r = {seed};

    r.state = seep_rng_next(&r) ^ (purpose * UINT64_C(0xd1342543de82ef95));
    (void)seep_rng_next(&r);
    return r;
}

/* Uniform in [0, n), n >= 1; without modulo bias (Lemire's multiplication,
 * rejecting the short tail: it is below n, so a division is seldom needed to
 * know how long it is). */
static inline uint32_t seep_rng_below(struct seep_rng *r, uint32_t n)
{
    for (;;) {
        uint64_t m = (seep_rng_next(r) >> 32) * (uint64_t)n;
        if ((uint32_t)m >= n || (uint32_t)m >= -n % n)
            return (uint32_t)(m >> 32);
    }
}

#endif
