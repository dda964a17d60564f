/* graph.c - who waits for whom: as lines, as input of graphviz's dot, as a
 * picture that it draws. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/export/outfile.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"

static void add_edge(struct seep_buffer *t, const struct seep_sim *s,
                     const struct seep_g *g, const struct seep_object *o,
                     bool dot)
{
    uint32_t by = seep_prompt_holder(g);

    seep_buffer_addf(t, dot ? "  g%" PRIu32 " -> \"" : "g%" PRIu32 " -> ",
                     g->id);
    if (o)
        seep_buffer_addf(t, "%s#%" PRIu32,
                         seep_object_kind_prefix(seep_object_kind(o)), o->id);
    else
        seep_buffer_add(t, "nilchan");
    if (dot)
        seep_buffer_addf(t, "\" [label=\"%s\"]\n", seep_prompt_state(g));
    if (dot && o && by)
        seep_buffer_addf(t, "  \"%s#%" PRIu32 "\" -> g%" PRIu32 "\n",
                         seep_object_kind_prefix(seep_object_kind(o)), o->id,
                         by);
    if (dot)
        return;
    if (o && o->name) {
        seep_buffer_add(t, " \"");
        seep_buffer_add_plain(t, seep_name_text(&s->names, o->name));
        seep_buffer_add(t, "\"");
    }
    if (by)
        seep_buffer_addf(t, " -> g%" PRIu32, by);
    seep_buffer_addf(t, "   (%s)\n", seep_prompt_state(g));
}

/* A node's label says who or what it is. */
static void add_node(struct seep_buffer *t, const struct seep_sim *s,
                     const struct seep_g *g)
{
    seep_buffer_addf(t, "  g%" PRIu32 " [shape=box, label=\"g%" PRIu32, g->id,
                     g->id);
    if (g->name) {
        seep_buffer_add(t, " ");
        for (const char *p = seep_name_text(&s->names, g->name); *p; p++)
            seep_buffer_add_n(t, strchr("\"\\", *p) ? "_" : p, 1);
    }
    seep_buffer_add(t, "\"]\n");
}

static void add_graph(struct seep_buffer *t, const struct seep_sim *s, bool dot)
{
    seep_buffer_add(t, dot ? "digraph waits {\n" : "");
    for (const struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (g->id == 1 || g->status != SEEP_G_WAITING ||
            g->wait == SEEP_WAIT_SLEEP)
            continue;
        if (dot)
            add_node(t, s, g);
        if (g->op.ncase)
            for (uint16_t i = 0; i < g->op.ncase; i++)
                add_edge(t, s, g, g->op.cases[i].obj, dot);
        else
            add_edge(t, s, g, g->op.obj, dot);
    }
    seep_buffer_add(t, dot ? "}\n" : "");
}

/* ---- files ---- */

static const char *const kinds[] = {"dot", "png", "svg", "pdf", NULL};

/* "png" for a name that ends so; NULL: it is no file of such a kind. */
static const char *kind_of(const char *path)
{
    const char *end = strrchr(path, '.');

    for (int i = 0; end && kinds[i]; i++)
        if (!strcmp(end + 1, kinds[i]))
            return kinds[i];
    return NULL;
}

static bool write_file(struct seep_prompt *p, const char *path,
                       const struct seep_buffer *t)
{
    int err = seep_outfile_write(path, seep_buffer_string(t), t->n);

    if (err)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "cannot write %s: %s", path,
                          strerror(err));
    return !err;
}

/* The picture of that kind, by dot. */
static void draw(struct seep_prompt *p, const char *path, const char *kind,
                 const struct seep_buffer *t)
{
    enum { NOT_FOUND = 127 };
    char from[] = "/tmp/seepXXXXXX.dot", option[8];
    int fd = mkstemps(from, 4);

    snprintf(option, sizeof option, "-T%s", kind);
    if (fd >= 0)
        close(fd);
    if (fd < 0 || !write_file(p, from, t))
        return;
    char *const words[] = {(char *)(uintptr_t) "env",
                           (char *)(uintptr_t) "dot",
                           option,
                           (char *)(uintptr_t) "-o",
                           (char *)(uintptr_t)path,
                           from,
                           NULL};
    int status = seep_prompt_run_program("/usr/bin/env", words, true);
    (void)unlink(from);
    if (status == NOT_FOUND)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          "there is no program dot here (package graphviz); "
                          ":graph FILE.dot writes what it would draw");
    else if (status)
        seep_prompt_wrong(p, SEEP_EXIT_USAGE, "dot could not write %s", path);
}

void seep_prompt_graph(struct seep_prompt *p, const char *args)
{
    const struct seep_sim *s = seep_live_sim(p->live);
    const char *kind = kind_of(args);
    bool dot = kind || !strcmp(args, "dot");
    struct seep_buffer t = {0};

    if (*args && !dot) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":graph takes nothing, `dot`, or a file name that "
                          "ends in .dot, .png, .svg or .pdf");
        return;
    }
    add_graph(&t, s, dot);
    if (kind && !strcmp(kind, "dot"))
        (void)write_file(p, args, &t);
    else if (kind)
        draw(p, args, kind, &t);
    else if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "nobody waits for anybody");
    seep_buffer_fini(&t);
}
