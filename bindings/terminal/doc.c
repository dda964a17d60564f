/* doc.c - `seep doc`: what scripts can call. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/export/buffer.h"
#include "bindings/terminal/color.h"
#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/doc.h"
#include "bindings/terminal/topics.h"
#include "bindings/terminal/value.h"

extern const char seep_interface_txt[], seep_interface_txt_end[];

enum { LINE = 78, NAME_MAX_SHOWN = 63, SUGGESTIONS = 3 };

struct doc {
    struct seep_topics topics;
    struct seep_buffer out;
    bool color;
};

static void add_piece(struct doc *d, struct seep_span p)
{
    seep_buffer_add_n(&d->out, p.s, p.n);
}

static void add_strong(struct doc *d, struct seep_span p)
{
    struct seep_buffer t = {0};

    seep_buffer_add_n(&t, p.s, p.n);
    seep_color_add(&d->out, d->color, SEEP_STRONG, seep_buffer_string(&t));
    d->out.failed |= t.failed;
    seep_buffer_fini(&t);
}

/* ---- lists ---- */

/* The topics of a module, as many a line as fit. */
static void add_names(struct doc *d, size_t module)
{
    size_t x = 0;

    for (size_t i = 0; i < d->topics.ntopics; i++) {
        const struct seep_topic *t = &d->topics.topic[i];
        if (t->module != module)
            continue;
        if (x + t->name.n + 2 > LINE) {
            seep_buffer_add(&d->out, "\n");
            x = 0;
        }
        seep_buffer_add(&d->out, "  ");
        add_piece(d, t->name);
        x += t->name.n + 2;
    }
    seep_buffer_add(&d->out, "\n");
}

static void add_module(struct doc *d, size_t i)
{
    const struct seep_topic_module *m = &d->topics.module[i];

    add_strong(d, m->name);
    seep_buffer_add(&d->out, " - ");
    add_piece(d, m->title);
    seep_buffer_add(&d->out, "\n");
    add_names(d, i);
}

static void add_all(struct doc *d)
{
    for (size_t i = 0; i < d->topics.nmodules; i++) {
        add_module(d, i);
        seep_buffer_add(&d->out, "\n");
    }
    seep_buffer_add(&d->out, "seep doc NAME says more about a name or a "
                             "module.\n");
}

/* ---- one topic ---- */

static const char *lead_of(char c)
{
    switch (c) {
    case '=': return "  ";
    case '!': return "  error: ";
    case '>': return "    ";
    default: return NULL;
    }
}

/* Lines marked = are forms of the call, ! errors, > examples. */
static void add_line(struct doc *d, struct seep_span line)
{
    const char *lead = line.n ? lead_of(*line.s) : NULL;

    if (lead) {
        size_t cut = line.n > 1 && line.s[1] == ' ' ? 2 : 1;
        line.s += cut;
        line.n -= cut;
        seep_buffer_add(&d->out, lead);
    } else if (line.n) {
        seep_buffer_add(&d->out, "  ");
    }
    add_piece(d, line);
    seep_buffer_add(&d->out, "\n");
}

static void add_topic(struct doc *d, const struct seep_topic *t)
{
    struct seep_span rest = t->body, line;

    add_strong(d, t->name);
    seep_buffer_add(&d->out, "\n");
    while (rest.n && rest.s[rest.n - 1] == '\n')
        rest.n--;
    while (seep_span_line(&rest, &line))
        add_line(d, line);
}

/* ---- looking up ---- */

static bool add_exact(struct doc *d, const char *name)
{
    for (size_t i = 0; i < d->topics.ntopics; i++)
        if (seep_span_is(d->topics.topic[i].name, name)) {
            add_topic(d, &d->topics.topic[i]);
            return true;
        }
    return false;
}

static bool add_module_called(struct doc *d, const char *name, bool also)
{
    for (size_t i = 0; i < d->topics.nmodules; i++)
        if (seep_span_is(d->topics.module[i].name, name)) {
            seep_buffer_add(&d->out, also ? "\n" : "");
            add_module(d, i);
            return true;
        }
    return false;
}

/* Every topic whose last part it is: "lock" finds "mutex:lock". */
static bool add_by_last_part(struct doc *d, const char *name)
{
    bool found = false;

    for (size_t i = 0; i < d->topics.ntopics; i++) {
        if (!seep_span_is(seep_span_last(d->topics.topic[i].name), name))
            continue;
        seep_buffer_add(&d->out, found ? "\n" : "");
        add_topic(d, &d->topics.topic[i]);
        found = true;
    }
    return found;
}

/* "chan.send" and "mutex.lock" mean the method. */
static bool add_with_colon(struct doc *d, const char *name)
{
    char other[NAME_MAX_SHOWN + 1];
    char *dot;

    if (strlen(name) > NAME_MAX_SHOWN)
        return false;
    memcpy(other, name, strlen(name) + 1);
    if (!(dot = strrchr(other, '.')))
        return false;
    *dot = ':';
    return add_exact(d, other);
}

static bool find(struct doc *d, const char *name)
{
    bool exact = add_exact(d, name);
    bool module = add_module_called(d, name, exact);

    return exact || module || add_with_colon(d, name) ||
           add_by_last_part(d, name);
}

/* ---- nothing found ---- */

static unsigned distance(struct seep_span p, const char *name)
{
    char word[NAME_MAX_SHOWN + 1];

    if (p.n > NAME_MAX_SHOWN)
        return NAME_MAX_SHOWN;
    memcpy(word, p.s, p.n);
    word[p.n] = '\0';
    return seep_value_distance(word, name);
}

/* To the whole name or its last part, whichever is nearer. */
static unsigned distance_to(const struct seep_topic *t, const char *name)
{
    unsigned whole = distance(t->name, name);
    unsigned last = distance(seep_span_last(t->name), name);

    return whole < last ? whole : last;
}

/* Adds up to three names, the nearest first. */
static void add_suggestions(struct seep_buffer *t, const struct doc *d,
                            const char *name)
{
    unsigned most = (unsigned)strlen(name) / 2, n = 0;

    if (!*name)
        return;
    most = most > 3 ? 3 : most ? most : 1;
    for (unsigned k = 0; k <= most; k++)
        for (size_t i = 0; i < d->topics.ntopics && n < SUGGESTIONS; i++) {
            const struct seep_topic *p = &d->topics.topic[i];
            if (distance_to(p, name) != k)
                continue;
            seep_buffer_add(t, n++ ? ", " : "; did you mean ");
            seep_buffer_add_n(t, p->name.s, p->name.n);
        }
    seep_buffer_add(t, n ? "?" : "");
}

static bool read_topics(struct seep_topics *t)
{
    size_t n =
        (uintptr_t)seep_interface_txt_end - (uintptr_t)seep_interface_txt;

    return seep_topics_read(t, seep_interface_txt, n);
}

bool seep_doc_add(struct seep_buffer *t, const char *name, bool color)
{
    struct doc d = {.color = color, .out = *t};
    bool found = true;

    if (!read_topics(&d.topics)) {
        t->failed = true;
        return true;
    }
    if (!name)
        add_all(&d);
    else if (!find(&d, name))
        found = false;
    if (!found)
        add_suggestions(&d.out, &d, name);
    seep_topics_fini(&d.topics);
    *t = d.out;
    return found;
}

static void tell(struct seep_span p, void (*f)(void *, const char *),
                 void *context)
{
    char name[NAME_MAX_SHOWN + 1];

    if (p.n > NAME_MAX_SHOWN)
        return;
    memcpy(name, p.s, p.n);
    name[p.n] = '\0';
    f(context, name);
}

void seep_doc_names(void (*f)(void *context, const char *name), void *context)
{
    struct seep_topics t;

    if (!read_topics(&t))
        return;
    for (size_t i = 0; i < t.ntopics; i++)
        tell(t.topic[i].name, f, context);
    for (size_t i = 0; i < t.nmodules; i++)
        tell(t.module[i].name, f, context);
    seep_topics_fini(&t);
}

int seep_command_doc(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    struct seep_buffer t = {0};
    int status = SEEP_EXIT_PASS;

    if (name && (!strcmp(name, "--help") || !strcmp(name, "-h")))
        return seep_help_print(seep_command_find("doc"));
    if (argc > 2)
        return seep_complain("doc", "one TOPIC, not also \"%s\"", argv[2]);
    if (!seep_doc_add(&t, name, seep_color_wanted(SEEP_COLOR_AUTO, stdout)))
        status = seep_complain("doc", "there is no topic %s%s (see seep doc)",
                               name, seep_buffer_string(&t));
    else
        fputs(seep_buffer_string(&t), stdout);
    if (t.failed)
        status = seep_complain_memory("doc");
    seep_buffer_fini(&t);
    return status;
}
