/* fork.c - several futures side by side.
 *
 * Each has a tape of its own and a snapshot of where it stands; all begin at
 * the same moment 0.  The present one's are in struct seep_live itself. */
#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

static void free_entries(struct seep_tape_entry *tape, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        seep__tape_free(&tape[i]);
    free(tape);
}

static void fork_fini(struct seep_live_fork *f)
{
    free_entries(f->tape, f->ntape);
    seep_snapshot_free(f->world);
}

void seep__forks_fini(struct seep_live *v)
{
    for (uint32_t i = 0; i < v->nforks; i++)
        fork_fini(&v->fork[i]);
    free(v->fork);
    v->fork = NULL;
    v->nforks = 0;
}

static struct seep_live_fork *find(struct seep_live *v, const char *name)
{
    for (uint32_t i = 0; i < v->nforks; i++)
        if (!strcmp(v->fork[i].name, name))
            return &v->fork[i];
    return NULL;
}

static bool copy_tape(struct seep_live_fork *f, const struct seep_live *v)
{
    f->tape = calloc(v->ntape + 1, sizeof *f->tape);
    f->cap_tape = v->ntape + 1;
    for (uint32_t i = 0; f->tape && i < v->ntape; i++) {
        f->tape[i] = v->tape[i];
        if (!seep__tape_own(&f->tape[i]))
            return false;
        f->ntape++;
    }
    return f->tape != NULL;
}

/* The present one, with a tape of its own. */
static bool keep(struct seep_live_fork *f, const struct seep_live *v,
                 const char *name)
{
    *f = (struct seep_live_fork){.played = v->played,
                                 .ninputs = v->ninputs,
                                 .moment = v->moment,
                                 .world = seep_snapshot_take(v->w->arena)};
    snprintf(f->name, sizeof f->name, "%s", name);
    if (f->world && copy_tape(f, v))
        return true;
    fork_fini(f);
    return false;
}

bool seep_live_fork(struct seep_live *v, const char *name)
{
    struct seep_live_fork f, *old = find(v, name);

    if (!keep(&f, v, name))
        return false;
    if (old) {
        fork_fini(old);
        *old = f;
        return true;
    }
    void *more = realloc(v->fork, (v->nforks + 1) * sizeof *v->fork);
    if (!more) {
        fork_fini(&f);
        return false;
    }
    v->fork = more;
    v->fork[v->nforks++] = f;
    return true;
}

/* The present one is now what `from` was, which is empty then. */
static void become(struct seep_live *v, struct seep_live_fork *from)
{
    seep__live_put_back(v, from->world);
    seep__tape_cut(v, 0);
    free(v->tape);
    v->tape = from->tape;
    v->ntape = from->ntape;
    v->cap_tape = from->cap_tape;
    v->played = from->played;
    v->ninputs = from->ninputs;
    v->moment = from->moment;
    seep_snapshot_free(from->world);
    seep__past_forget(v, 0);
}

bool seep_live_switch(struct seep_live *v, const char *name)
{
    struct seep_live_fork *to = find(v, name), now;

    if (!to || !keep(&now, v, v->branch))
        return false;
    become(v, to);
    snprintf(v->branch, sizeof v->branch, "%s", name);
    *to = now;
    return true;
}

void seep_live_drop(struct seep_live *v, const char *name)
{
    struct seep_live_fork *f = find(v, name);

    if (!f)
        return;
    fork_fini(f);
    *f = v->fork[--v->nforks];
}

bool seep_live_take(struct seep_live *v, const char *name)
{
    struct seep_live_fork *from = find(v, name);

    if (!from)
        return false;
    become(v, from);
    *from = v->fork[--v->nforks];
    return true;
}

const char *seep_live_branch(const struct seep_live *v)
{
    return v->branch;
}

const char *seep_live_fork_name(const struct seep_live *v, uint32_t i,
                                uint64_t *moment)
{
    if (i >= v->nforks)
        return NULL;
    *moment = v->fork[i].moment;
    return v->fork[i].name;
}
