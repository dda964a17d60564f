/* stuck.c - see stuck.h. */
#include "bindings/terminal/stuck.h"

#include "bindings/export/sentence.h"

/* More than that are counted, not listed. */
enum { WAKERS_MAX = 8, WHAT_MAX = 8 };

/* Twelve blanks: as far as a label reaches. */
static const char indent[] = "            ";

static void add_plain_line(struct seep_buffer *t, const struct seep_show *how,
                           const char *label, const char *s)
{
    struct seep_buffer part = {0};

    seep_buffer_add_plain(&part, s);
    seep_show_part(t, how, label, &part);
}

/* A label with lines of its own below it. */
static void add_heading(struct seep_buffer *t, const struct seep_show *how,
                        const char *label)
{
    seep_buffer_spaces(t, 2);
    seep_color_add(t, how->color, SEEP_DIM, label);
    seep_buffer_add(t, "\n");
}

static void add_more(struct seep_buffer *t, size_t n, size_t most)
{
    if (n <= most)
        return;
    seep_buffer_add(t, indent);
    seep_buffer_addf(t, "... and %zu more\n", n - most);
}

static void add_places(struct seep_buffer *t, const struct seep_stuck *s,
                       const struct seep_show *how)
{
    struct seep_buffer part = {0};

    seep_sentence_place(&part, &s->at);
    seep_show_part(t, how, "at", &part);
    seep_sentence_created(&part, s);
    seep_show_part(t, how, "created", &part);
}

static void add_what(struct seep_buffer *t, const struct seep_stuck *s,
                     const struct seep_show *how)
{
    for (size_t i = 0; i < s->nwhat && i < WHAT_MAX; i++) {
        struct seep_buffer part = {0};
        seep_sentence_what(&part, &s->what[i]);
        seep_show_part(t, how, i ? "" : "waits for", &part);
    }
    add_more(t, s->nwhat, WHAT_MAX);
}

static void add_wakers(struct seep_buffer *t, const struct seep_stuck *s,
                       const struct seep_show *how)
{
    if (!s->nwakers)
        return;
    add_heading(t, how, "could have been woken by");
    for (size_t i = 0; i < s->nwakers && i < WAKERS_MAX; i++) {
        seep_buffer_add(t, indent);
        seep_sentence_waker(t, &s->wakers[i]);
        seep_buffer_add(t, "\n");
    }
    add_more(t, s->nwakers, WAKERS_MAX);
}

static void add_advice(struct seep_buffer *t, const struct seep_stuck *s,
                       const struct seep_show *how)
{
    struct seep_buffer part = {0};

    seep_sentence_certain(&part, s);
    seep_show_part(t, how, "certain", &part);
    add_plain_line(t, how, "cause", s->cause);
    add_plain_line(t, how, "fix", s->fix);
}

void seep_stuck_add(struct seep_buffer *t, const struct seep_stuck *s, size_t n,
                    bool cut, const struct seep_show *how)
{
    struct seep_buffer head = {0};

    if (n > 1)
        seep_sentence_stuck_all(&head, s, n);
    else
        seep_sentence_stuck(&head, s);
    seep_color_add(t, how->color, SEEP_STRONG, seep_buffer_string(&head));
    seep_buffer_add(t, "\n");
    t->failed |= head.failed;
    seep_buffer_fini(&head);
    add_places(t, s, how);
    add_what(t, s, how);
    add_wakers(t, s, how);
    if (!cut || !s->still_running)
        add_advice(t, s, how);
    if (how->verbose && *s->stack) {
        add_heading(t, how, "stack");
        seep_buffer_add_lines(t, s->stack, indent);
    }
}
