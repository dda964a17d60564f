/* topics.c - see topics.h. */
#include "bindings/terminal/topics.h"

#include <stdlib.h>
#include <string.h>

bool seep_span_line(struct seep_span *rest, struct seep_span *line)
{
    if (!rest->n)
        return false;
    const char *end = memchr(rest->s, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->s) : rest->n;
    *line = (struct seep_span){rest->s, n};
    rest->s += n + (end != NULL);
    rest->n -= n + (end != NULL);
    return true;
}

bool seep_span_is(struct seep_span p, const char *s)
{
    return strlen(s) == p.n && !memcmp(s, p.s, p.n);
}

struct seep_span seep_span_last(struct seep_span p)
{
    for (size_t i = p.n; i > 0; i--)
        if (p.s[i - 1] == '.' || p.s[i - 1] == ':')
            return (struct seep_span){p.s + i, p.n - i};
    return p;
}

/* Cuts the first word off. */
static struct seep_span word(struct seep_span *rest)
{
    struct seep_span w = {rest->s, 0};

    while (w.n < rest->n && w.s[w.n] != ' ')
        w.n++;
    rest->s += w.n;
    rest->n -= w.n;
    while (rest->n && *rest->s == ' ') {
        rest->s++;
        rest->n--;
    }
    return w;
}

static bool add_module(struct seep_topics *t, struct seep_span line)
{
    struct seep_topic_module *m =
        realloc(t->module, (t->nmodules + 1) * sizeof *t->module);

    if (!m)
        return false;
    t->module = m;
    m = &t->module[t->nmodules++];
    m->name = word(&line);
    m->title = line;
    return true;
}

static bool add_topic(struct seep_topics *t, struct seep_span line,
                      const char *body)
{
    struct seep_topic *p =
        realloc(t->topic, (t->ntopics + 1) * sizeof *t->topic);

    if (!p)
        return false;
    t->topic = p;
    t->topic[t->ntopics++] =
        (struct seep_topic){.name = line,
                            .module = t->nmodules ? t->nmodules - 1 : 0,
                            .body = {body, 0}};
    return true;
}

/* One line: a module, a topic, or more of the last topic's body. */
static bool take(struct seep_topics *t, struct seep_span line,
                 const char *behind)
{
    struct seep_span tail = {line.s + 1, line.n - 1};

    if (line.n && *line.s == '%')
        return add_module(t, tail);
    if (line.n && *line.s == '@')
        return add_topic(t, tail, behind);
    if (t->ntopics && !(line.n && *line.s == '#')) {
        struct seep_topic *p = &t->topic[t->ntopics - 1];
        if (p->module == t->nmodules - 1)
            p->body.n = (size_t)(behind - p->body.s);
    }
    return true;
}

bool seep_topics_read(struct seep_topics *t, const char *text, size_t n)
{
    struct seep_span rest = {text, n}, line;

    *t = (struct seep_topics){0};
    while (seep_span_line(&rest, &line))
        if (!take(t, line, rest.s)) {
            seep_topics_fini(t);
            return false;
        }
    return true;
}

void seep_topics_fini(struct seep_topics *t)
{
    free(t->module);
    free(t->topic);
    *t = (struct seep_topics){0};
}
