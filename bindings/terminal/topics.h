/* topics.h - the interface of scripts, read from its data file.
 *
 * scripts/seep/interface.txt is the one description of what scripts can call;
 * its format stands at its head.  `seep doc` shows it; whatever else needs it
 * (the prompt's help, a manual, stubs for editors) reads it through here. */
#ifndef SEEP_TOPICS_H
#define SEEP_TOPICS_H

#include <stdbool.h>
#include <stddef.h>

/* A piece of the file's text, not terminated. */
struct seep_span {
    const char *s;
    size_t n;
};

struct seep_topic_module {
    struct seep_span name, title;
};

struct seep_topic {
    struct seep_span name; /* "context.with_timeout", "mutex:lock" */
    size_t module;         /* index of seep_topics.module */
    struct seep_span body; /* all lines up to the next topic */
};

/* Everything borrows the file's text. */
struct seep_topics {
    struct seep_topic_module *module; /* owned, in the order of the file */
    size_t nmodules;
    struct seep_topic *topic; /* owned */
    size_t ntopics;
};

/* Reads the n bytes at text.  False: out of memory. */
bool seep_topics_read(struct seep_topics *t, const char *text, size_t n);
void seep_topics_fini(struct seep_topics *t);

/* The next line of *rest, without its end, taken from it; false: there is none
 * left. */
bool seep_span_line(struct seep_span *rest, struct seep_span *line);
bool seep_span_is(struct seep_span p, const char *s);

/* The part behind the last '.' or ':'. */
struct seep_span seep_span_last(struct seep_span p);

#endif
