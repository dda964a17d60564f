/* search.c - see search.h. */
#include "search.h"

#include <string.h>

void seep_search_init(struct seep_search *x)
{
    memset(x, 0, sizeof *x);
    seep_profile_init(&x->profile);
}

void seep_search_fini(struct seep_search *x)
{
    seep_profile_fini(&x->profile);
}

void seep_search_next(struct seep_search *x, const struct seep_strategy *sample,
                      struct seep_options *opt)
{
    uint32_t run = x->nruns++;

    if (run && !(run & (run - 1)))
        seep_profile_add(&x->profile, x->longest);
    opt->strategy = run ? sample : &seep_strategy_profiled;
    opt->search = x;
}

void seep_search_ended(struct seep_sim *s)
{
    struct seep_search *x = s->opt.search;

    if (x)
        seep_search_add(x, s->nchoices);
}

/* ---- the first run ---- */

static struct seep_observer *observer(void *search)
{
    return seep_profile_watch(&((struct seep_search *)search)->profile);
}

/* Out of memory it is a profile of nothing, which is one too. */
static void ended(struct seep_sim *s)
{
    struct seep_search *x = s->opt.search;

    seep_search_ended(s);
    (void)seep_profile_end(&x->profile, s);
}

const struct seep_strategy seep_strategy_profiled = {.name = "random",
                                                     .decides = true,
                                                     .pick = seep_choice_draw,
                                                     .observer = observer,
                                                     .ended = ended};
