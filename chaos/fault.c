/* fault.c - see fault.h. */
#include "fault.h"

#include <stdio.h>
#include <string.h>

#include "core/perform.h"
#include "glob.h"

const struct seep_fault seep_faults[SEEP_FAULT_COUNT] = {
#define X(fault, name, where, usual, args, guard, help)                        \
    {name, where, usual, args, SEEP_GUARD_##guard, help},
    SEEP_FAULTS(X)
#undef X
};

const struct seep_fault *seep_fault_find(const char *name)
{
    for (int i = 0; i < SEEP_FAULT_COUNT; i++)
        if (!strcmp(seep_faults[i].name, name))
            return &seep_faults[i];
    return NULL;
}

/* ---- places ---- */

static const char *const spot_name[] = {
#define X(spot, name) name,
    SEEP_SPOTS(X)
#undef X
};

const char *seep_spot_name(enum seep_spot spot)
{
    return spot_name[spot];
}

/* "chan" means "chan.send" too. */
static bool is_called(const char *name, const char *word)
{
    size_t n = strlen(word);

    return seep_glob_matches(word, name) ||
           (!strncmp(name, word, n) && name[n] == '.');
}

struct seep_places seep_places_of(const char *word)
{
    struct seep_places p = {0};

    for (unsigned k = SEEP_OP_NONE + 1; k < SEEP_OP_COUNT; k++)
        if (seep_op_is_point((uint8_t)k) &&
            is_called(seep_op_name((enum seep_op_kind)k), word))
            p.ops |= UINT64_C(1) << k;
    for (unsigned i = 0; i < SEEP_SPOT_COUNT; i++)
        if (strcmp(word, "*") != 0 && is_called(spot_name[i], word))
            p.spots |= UINT32_C(1) << i;
    return p;
}

struct seep_places seep_places_list(const char *words)
{
    struct seep_places all = {0};
    char word[64];

    for (size_t n; *words; words += n + (words[n] == ' ')) {
        n = strcspn(words, " ");
        snprintf(word, sizeof word, "%.*s", (int)n, words);
        struct seep_places p = seep_places_of(word);
        all.ops |= p.ops;
        all.spots |= p.spots;
    }
    return all;
}
