/* strategies.c - see strategies.h. */
#include "strategies.h"

#include <string.h>

#include "core/sim.h"

static const struct {
    const struct seep_strategy *strategy;
    bool has_depth;
} all[] = {
    {&seep_strategy_default, false}, {&seep_strategy_random, false},
    {&seep_strategy_pct, true},      {&seep_strategy_delay, true},
    {&seep_strategy_pos, false},     {&seep_strategy_urw, false},
    {&seep_strategy_surw, false},
};
enum { NSTRATEGIES = sizeof all / sizeof *all };

/* The row of the first `length` letters, or NSTRATEGIES. */
static uint32_t row_of(const char *name, size_t length)
{
    uint32_t i = 0;

    while (i < NSTRATEGIES &&
           (strncmp(all[i].strategy->name, name, length) != 0 ||
            all[i].strategy->name[length]))
        i++;
    return i;
}

const struct seep_strategy *seep_strategy_find(const char *name)
{
    uint32_t i = row_of(name, strlen(name));

    return i < NSTRATEGIES ? all[i].strategy : NULL;
}

/* A number from 1 on in decimal, without leading zeros; 0: it is none. */
static uint32_t depth_of(const char *text)
{
    uint32_t n = 0;

    if (*text == '0')
        return 0;
    for (; *text >= '0' && *text <= '9' && n <= SEEP_DEPTH_MAX; text++)
        n = 10 * n + (uint32_t)(*text - '0');
    return *text || n > SEEP_DEPTH_MAX ? 0 : n;
}

bool seep_strategy_set(struct seep_options *opt, const char *name)
{
    const char *colon = strchr(name, ':');
    uint32_t i = row_of(name, colon ? (size_t)(colon - name) : strlen(name));
    uint32_t depth = colon ? depth_of(colon + 1) : 0;

    if (i == NSTRATEGIES || (colon && !(all[i].has_depth && depth)))
        return false;
    opt->strategy = all[i].strategy;
    opt->depth = depth;
    return true;
}
