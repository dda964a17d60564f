/* explain_race.c - what the race observer found, in a report's words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "names.h"
#include "object.h"
#include "race.h"
#include "sim.h"
#include "text.h"

/* What `race = { name = }` matches. */
static char *name_of(struct seep_sim *s, const struct seep_race_found *f)
{
    return f->name ? seep_text("%s", seep_name_text(&s->names, f->name))
                   : seep__site_text(s, f->site);
}

static bool is_plain(const struct seep_access *a)
{
    return a->kind == SEEP_ACCESS_READ || a->kind == SEEP_ACCESS_WRITE;
}

/* Of an atomic variable, of whose accesses one at least was plain. */
static char *atomic_fix(struct seep_sim *s, const struct seep_race_found *f)
{
    const struct seep_access *a = is_plain(&f->before) ? &f->before : &f->after;
    bool reads = a->kind == SEEP_ACCESS_READ;

    if (is_plain(&f->before) && is_plain(&f->after))
        return seep_text("make both atomic: load() and store() in the place "
                         "of get() and set()");
    char *at = seep__site_text(s, a->site);
    char *fix = seep_text("make the %s at %s atomic as well: %s in the place "
                          "of %s",
                          reads ? "read" : "write", at,
                          reads ? "load()" : "store()",
                          reads ? "get()" : "set()");
    seep_text_free(at);
    return fix;
}

static char *fix_for(struct seep_sim *s, const struct seep_race_found *f)
{
    switch ((enum seep_object_kind)f->kind) {
    case SEEP_OBJ_CHAN:
        return seep_text("close it on the sending side, after every send: as "
                         "after a waitgroup's wait");
    case SEEP_OBJ_WAITGROUP:
        return seep_text("call add before the go statement, not in the "
                         "goroutine");
    case SEEP_OBJ_ATOMIC: return atomic_fix(s, f);
    case SEEP_OBJ_MAP:
        return seep_text("guard every access to the map with one mutex, or "
                         "use a sync.map");
    default:
        return seep_text("guard both with one mutex, or hand it over through "
                         "a channel");
    }
}

static struct seep_race_access side(struct seep_sim *s,
                                    const struct seep_history *h,
                                    const struct seep_access *a)
{
    return (struct seep_race_access){
        .who = seep__who(s, h, a->g),
        .what =
            seep_text("%s", seep_access_text((enum seep_access_kind)a->kind)),
        .at = seep__place(s, a->site),
        .step = a->step};
}

static void fill(struct seep_sim *s, const struct seep_history *h,
                 const struct seep_race_found *f, struct seep_race_finding *to)
{
    *to = (struct seep_race_finding){
        .obj = f->obj,
        .name = name_of(s, f),
        .kind = seep_text(
            "%s", seep_object_kind_text((enum seep_object_kind)f->kind)),
        .fix = fix_for(s, f),
        .made = seep__place(s, f->site),
        .before = side(s, h, &f->before),
        .after = side(s, h, &f->after)};
}

/* "write and read on x are not ordered, and 2 races more" */
static char *verdict_text(const struct seep_report *r)
{
    const struct seep_race_finding *f = r->races;
    char *t;

    if (!strcmp(f->before.what, f->after.what))
        t = seep_text("two %ss on \"%s\" are not ordered", f->before.what,
                      f->name);
    else
        t = seep_text("%s and %s on \"%s\" are not ordered", f->before.what,
                      f->after.what, f->name);
    if (r->nraces > 1)
        seep_text_add(&t, ", and %zu race%s more", r->nraces - 1,
                      r->nraces == 2 ? "" : "s");
    return t;
}

bool seep__came_to_nothing(const struct seep_verdict *v)
{
    switch (v->kind) {
    case SEEP_VERDICT_LIVELOCK:
    case SEEP_VERDICT_RESOURCE:
    case SEEP_VERDICT_STORM:
    case SEEP_VERDICT_LIMIT:
    case SEEP_VERDICT_PASS: return true;
    case SEEP_VERDICT_EXIT: return !v->exit_code;
    default: return false;
    }
}

static void judge(struct seep_sim *s, const struct seep_race *races,
                  const struct seep_report *r)
{
    struct seep_verdict *v = &s->verdict;
    const struct seep_race_found *first = seep_race_get(races, 0);
    char *text = verdict_text(r);

    v->kind = SEEP_VERDICT_RACE;
    v->g = first->after.g;
    v->site = first->after.site;
    snprintf(v->text, sizeof v->text, "%s", text);
    seep_text_free(text);
}

void seep_explain_races(struct seep_sim *s, const struct seep_race *races,
                        const struct seep_history *history,
                        struct seep_report *r)
{
    size_t n = seep_race_count(races);

    if (seep_race_lost(races))
        seep__note(r, seep_text("data races were not looked for to the end: "
                                "there was too much to keep"));
    if (!n || !(r->races = calloc(n, sizeof *r->races)))
        return;
    for (size_t i = 0; i < n; i++)
        fill(s, history, seep_race_get(races, i), &r->races[r->nraces++]);
    if (seep__came_to_nothing(&s->verdict))
        judge(s, races, r);
}
