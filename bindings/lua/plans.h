/* plans.h - the library of plans (chaos/plans), inside the binary. */
#ifndef SEEP_LUA_PLANS_H
#define SEEP_LUA_PLANS_H

#include <stddef.h>

struct seep_plan {
    const char *name; /* "storm" */
    const char *path; /* "chaos/plans/storm.lua" */
    const char *text, *end;
};

/* The one of that name, or NULL. */
const struct seep_plan *seep_plan_find(const char *name);

/* Their names, with commas between them. */
const char *seep_plan_names(void);

#endif
