/* doom.c - see doom.h.
 *
 * Once lost, a run stays lost: so the step is found by halving. */
#include "doom.h"

struct search {
    const struct seep_doom *how;
    struct seep_replay replay;
    struct seep_doomed *result;
};

/* How many of the runs fail that go on at random from this step; `all`: stop
 * at the first that does not. */
static uint32_t count(struct search *x, uint64_t step, bool all)
{
    uint32_t failed = 0;

    for (uint32_t i = 0; i < x->how->tails; i++) {
        x->replay.until = step;
        x->replay.tail = i;
        x->result->runs++;
        if (x->how->fails(x->how->context, &x->replay))
            failed++;
        else if (all)
            break;
    }
    return failed;
}

/* Is the run lost when it has been followed up to this step? */
static bool lost(struct search *x, uint64_t step)
{
    return count(x, step, true) == x->how->tails;
}

/* The first step at which it is lost; it is at `high`. */
static uint64_t first_lost(struct search *x, uint64_t high)
{
    uint64_t low = 0;

    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (lost(x, middle))
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

enum seep_err seep_doom(const struct seep_doom *how,
                        const struct seep_schedule *s,
                        struct seep_doomed *result)
{
    struct search x = {.how = how, .result = result};

    *result = (struct seep_doomed){.tails = how->tails};
    if (seep_replay_init(&x.replay, s) != SEEP_OK)
        return SEEP_ENOMEM;
    uint64_t step = first_lost(&x, how->steps + 1);
    if (step) {
        result->step = step - 1;
        result->before = count(&x, step - 1, false);
    } else {
        result->before = how->tails;
    }
    seep_replay_fini(&x.replay);
    return SEEP_OK;
}
