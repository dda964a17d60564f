/* break.c - breakpoints: where a run stops, before the operation happens. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/value.h"

/* By name, or as "g3", "ch#1". */
static bool named(const char *pattern, const char *name, uint32_t id)
{
    size_t n = strspn(pattern, "abcdefghijklmnopqrstuvwxyz#");
    uint64_t number;

    if (*name && !strcmp(pattern, name))
        return true;
    return seep_value_number(pattern + n, 1, UINT32_MAX, &number) &&
           number == id;
}

static bool is_on(const struct seep_break *b, const struct seep_sim *s,
                  const struct seep_g *g)
{
    const struct seep_object *o = g->op.obj;

    if (!*b->object)
        return true;
    if (g->op.kind != SEEP_OP_SELECT)
        return o && named(b->object, seep_name_text(&s->names, o->name), o->id);
    for (uint16_t i = 0; i < g->op.ncase; i++) {
        o = g->op.cases[i].obj;
        if (o && named(b->object, seep_name_text(&s->names, o->name), o->id))
            return true;
    }
    return false;
}

static bool is_at(const struct seep_break *b, struct seep_live *v,
                  const struct seep_g *g)
{
    char file[256];
    uint32_t line;

    return !b->line || (seep_live_place(v, g, file, sizeof file, &line) &&
                        line == b->line && !strcmp(file, b->file));
}

static bool holds(const struct seep_break *b, struct seep_live *v,
                  const struct seep_g *g)
{
    const struct seep_sim *s = seep_live_sim(v);

    return (b->op < 0 || b->op == g->op.kind) &&
           (!*b->goroutine ||
            named(b->goroutine, seep_name_text(&s->names, g->name), g->id)) &&
           is_on(b, s, g) && is_at(b, v, g);
}

/* Has a fault fired that somebody asks for?  Then p->fault is it. */
static bool has_fired(struct seep_prompt *p, struct seep_live *v)
{
    const char *last;
    uint64_t n = seep_live_faults(v, &last);

    if (n == p->nfaults)
        return false;
    p->nfaults = n;
    for (size_t i = 0; i < p->nbreaks; i++) {
        const struct seep_break *b = &p->breaks[i];
        size_t length = strlen(b->fault);
        if (!*b->fault || (strcmp(b->fault, "*") != 0 &&
                           (strncmp(last, b->fault, length) != 0 ||
                            (last[length] && last[length] != ' '))))
            continue;
        snprintf(p->fault, sizeof p->fault, "%s", last);
        return true;
    }
    return false;
}

void seep_prompt_break_begin(struct seep_prompt *p)
{
    const char *last;

    p->broke_at = seep_live_moment(p->live);
    p->nfaults = seep_live_faults(p->live, &last);
    *p->fault = '\0';
}

bool seep_prompt_at_break(void *prompt, struct seep_live *v)
{
    struct seep_prompt *p = prompt;
    const struct seep_sim *s = seep_live_sim(v);
    const struct seep_g *g = p->nbreaks ? s->gmp.p[0]->cur : NULL;

    if (p->nbreaks && has_fired(p, v))
        return true;
    if (!g || !g->pending || g->id != s->last_g ||
        seep_live_moment(v) == p->broke_at)
        return false;
    for (size_t i = 0; i < p->nbreaks; i++)
        if (!*p->breaks[i].fault && holds(&p->breaks[i], v, g))
            return true;
    return false;
}

/* ---- the command ---- */

static int op_named(const char *word)
{
    for (int k = 0; k < SEEP_OP_COUNT; k++)
        if (!strcmp(seep_op_name((enum seep_op_kind)k), word))
            return k;
    return -1;
}

static bool read_place(struct seep_break *b, const char *word)
{
    const char *colon = strrchr(word, ':');
    uint64_t line;

    if (!colon || !seep_value_number(colon + 1, 1, UINT32_MAX, &line) ||
        (size_t)(colon - word) >= sizeof b->file)
        return false;
    memcpy(b->file, word, (size_t)(colon - word));
    b->file[colon - word] = '\0';
    b->line = (uint32_t)line;
    return true;
}

static bool read_word(struct seep_break *b, const char *word)
{
    if (!strncmp(word, "object=", 7))
        snprintf(b->object, sizeof b->object, "%s", word + 7);
    else if (!strncmp(word, "goroutine=", 10))
        snprintf(b->goroutine, sizeof b->goroutine, "%s", word + 10);
    else if (!strcmp(word, "fault"))
        snprintf(b->fault, sizeof b->fault, "*");
    else if (!strncmp(word, "fault=", 6) && word[6])
        snprintf(b->fault, sizeof b->fault, "%s", word + 6);
    else if (op_named(word) >= 0)
        b->op = op_named(word);
    else
        return read_place(b, word);
    return true;
}

void seep_prompt_breaks_fini(struct seep_prompt *p)
{
    for (size_t i = 0; i < p->nbreaks; i++)
        free(p->breaks[i].text);
    free(p->breaks);
    p->breaks = NULL;
    p->nbreaks = 0;
}

static void list(struct seep_prompt *p)
{
    struct seep_buffer t = {0};

    for (size_t i = 0; i < p->nbreaks; i++)
        seep_buffer_addf(&t, "%zu  %s\n", i + 1, p->breaks[i].text);
    if (t.n)
        seep_prompt_show(&t);
    else
        seep_prompt_notef(p, "no breakpoint");
}

void seep_prompt_break(struct seep_prompt *p, const char *args)
{
    struct seep_break b = {.op = -1, .text = strdup(args)};
    const char *rest = args;
    char word[300];

    if (!*args || !strcmp(args, "none")) {
        free(b.text);
        if (*args)
            seep_prompt_breaks_fini(p);
        else
            list(p);
        return;
    }
    while (seep_prompt_word(&rest, word, sizeof word))
        if (!read_word(&b, word)) {
            seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                              "%s is neither FILE:LINE nor an operation, as "
                              "chan.send, nor object=NAME, goroutine=NAME, "
                              "fault or fault=NAME",
                              word);
            free(b.text);
            return;
        }
    void *more = !b.text
                     ? NULL
                     : realloc(p->breaks, (p->nbreaks + 1) * sizeof *p->breaks);
    if (!more) {
        free(b.text);
        return;
    }
    p->breaks = more;
    p->breaks[p->nbreaks++] = b;
}
