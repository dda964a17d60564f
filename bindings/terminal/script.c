/* script.c - see script.h. */
#include "bindings/terminal/script.h"

#include <string.h>

#include "bindings/export/markdown.h"
#include "bindings/export/outfile.h"
#include "bindings/lua/plans.h"
#include "bindings/export/report_json.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"

/* ---- plans of faults ---- */

static void forget_plans(struct seep_source *plan, uint32_t n)
{
    while (n > 0)
        seep_source_fini(&plan[--n]);
}

/* A bare word is a plan of the library, if there is one of that name. */
static const struct seep_plan *in_library(const char *name)
{
    return strpbrk(name, "./") ? NULL : seep_plan_find(name);
}

static bool read_file(struct seep_source *plan, const char *path,
                      struct seep_buffer *why)
{
    if (seep_source_read(plan, path, why))
        return true;
    if (!strpbrk(path, "./"))
        seep_buffer_addf(why, " (plans of the library: %s)", seep_plan_names());
    return false;
}

/* False: one cannot be read, and `why` says so. */
static bool read_plans(const struct seep_settings *s, struct seep_source *plan,
                       struct seep_world_options *opt, struct seep_buffer *why)
{
    for (uint32_t i = 0; i < s->nchaos; i++) {
        const struct seep_plan *ours = in_library(s->chaos[i]);
        plan[i] = (struct seep_source){0};
        if (ours) {
            opt->plan[opt->nplans++] = (struct seep_plan_source){
                ours->path, ours->text, (size_t)(ours->end - ours->text)};
            continue;
        }
        if (!read_file(&plan[i], s->chaos[i], why)) {
            forget_plans(plan, i);
            return false;
        }
        opt->plan[opt->nplans++] = (struct seep_plan_source){
            s->chaos[i], plan[i].text, plan[i].length};
    }
    return true;
}

struct seep_world *seep_script_load(const struct seep_settings *s,
                                    const char *path,
                                    const struct seep_source *src,
                                    struct seep_buffer *why, int *status)
{
    struct seep_load_error err = {0};
    struct seep_world_options opt = s->world;
    struct seep_source plan[SEEP_PLANS_MAX];

    *status = SEEP_EXIT_USAGE;
    if (!read_plans(s, plan, &opt, why))
        return NULL;
    struct seep_world *w =
        seep_world_new(&opt, path, src->text, src->length, &err);
    forget_plans(plan, opt.nplans);
    if (w) {
        seep_world_look_for_races(w, !s->raceless);
        return w;
    }
    *status = err.no_memory ? SEEP_EXIT_LIMIT : SEEP_EXIT_USAGE;
    err.text[sizeof err.text - 1] = '\0';
    seep_buffer_add_plain(why, *err.text ? err.text : "cannot be loaded");
    return NULL;
}

int seep_script_status(const struct seep_report *r)
{
    switch (r->verdict) {
    case SEEP_VERDICT_PASS: return SEEP_EXIT_PASS;
    case SEEP_VERDICT_EXIT: return r->exit_code & 255;
    case SEEP_VERDICT_LIMIT: return SEEP_EXIT_LIMIT;
    case SEEP_VERDICT_NONE: return SEEP_EXIT_INTERNAL;
    default: return SEEP_EXIT_FINDING;
    }
}

int seep_script_check_files(const struct seep_settings *s)
{
    const char *const path[] = {s->report, s->report_too, s->junit, s->json};

    for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
        int err = path[i] ? seep_outfile_check(path[i]) : 0;
        if (err)
            return seep_complain_file(s->command, path[i], err);
    }
    return 0;
}

int seep_script_write(const struct seep_settings *s, const char *path,
                      struct seep_buffer *t, int status)
{
    int err;

    if (t->failed)
        status = seep_complain_memory(s->command);
    else if ((err = seep_outfile_write(path, seep_buffer_string(t), t->n)))
        status = seep_complain_file(s->command, path, err);
    seep_buffer_fini(t);
    return status;
}

bool seep_script_is_markdown(const char *path)
{
    size_t n = strlen(path);

    return n > 3 && !strcmp(path + n - 3, ".md");
}

static int write_one(const struct seep_settings *s, const char *path,
                     const struct seep_report *r, int status)
{
    struct seep_buffer t = {0};

    if (!path)
        return status;
    if (seep_script_is_markdown(path))
        seep_markdown_report(&t, r);
    else
        seep_report_json(&t, r);
    return seep_script_write(s, path, &t, status);
}

int seep_script_write_report(const struct seep_settings *s,
                             const struct seep_report *r, int status)
{
    status = write_one(s, s->report, r, status);
    return write_one(s, s->report_too, r, status);
}
