/* tape.c - what came from outside into a live world, and playing it again. */
#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

static void entry_fini(struct seep_tape_entry *e)
{
    free(e->code);
    free(e->names);
    free(e->chunk);
    free(e->text);
}

void seep__tape_cut(struct seep_live *v, uint32_t n)
{
    while (v->ntape > n)
        entry_fini(&v->tape[--v->ntape]);
}

static char *copy(const char *s, size_t n)
{
    char *to = malloc(n + 1);

    if (to) {
        memcpy(to, s, n);
        to[n] = '\0';
    }
    return to;
}

/* Gives e texts of its own. */
static bool own_texts(struct seep_tape_entry *e)
{
    if (e->kind != SEEP_TAPE_INPUT)
        return true;
    e->code = copy(e->code, e->length);
    e->names = copy(e->names, strlen(e->names));
    e->chunk = copy(e->chunk, strlen(e->chunk));
    e->text = copy(e->text, strlen(e->text));
    if (e->code && e->names && e->chunk && e->text)
        return true;
    entry_fini(e);
    return false;
}

bool seep__tape_add(struct seep_live *v, const struct seep_tape_entry *e)
{
    struct seep_tape_entry own = *e;

    if (!own_texts(&own))
        return false;
    seep__tape_cut(v, v->played);
    if (v->ntape == v->cap_tape) {
        uint32_t cap = v->cap_tape ? v->cap_tape * 2 : 64;
        void *more = realloc(v->tape, cap * sizeof *v->tape);
        if (!more) {
            entry_fini(&own);
            return false;
        }
        v->tape = more;
        v->cap_tape = cap;
    }
    v->tape[v->ntape++] = own;
    v->played = v->ntape;
    return true;
}

const struct seep_tape_entry *seep__tape_interrupt(const struct seep_live *v)
{
    const struct seep_tape_entry *e = &v->tape[v->played];

    return v->played < v->ntape && e->kind == SEEP_TAPE_INTERRUPT &&
                   e->moment == v->moment
               ? e
               : NULL;
}

static void apply(struct seep_live *v, uint32_t until)
{
    while (v->played < until) {
        const struct seep_tape_entry *e = &v->tape[v->played];
        if (e->moment > v->moment)
            return;
        if (e->kind == SEEP_TAPE_INTERRUPT) {
            if (e->moment == v->moment)
                return; /* it is in the turn to come */
        } else {
            (void)seep__live_do(v, e);
        }
        v->played++;
    }
}

void seep__tape_apply(struct seep_live *v)
{
    apply(v, v->ntape);
}

/* From the world as it is, which lies before. */
static void play(struct seep_live *v, uint64_t moment, uint32_t played)
{
    FILE *out = seep_lua_out;

    v->quiet = true;
    seep_lua_out = NULL;
    while (v->moment < moment) {
        apply(v, v->ntape);
        if (!seep__live_turn(v) && v->moment < moment)
            break;
    }
    apply(v, played);
    seep_lua_out = out;
    v->quiet = false;
}

void seep__live_restore(struct seep_live *v, uint64_t moment, uint32_t played)
{
    seep_snapshot_restore(v->w->arena, v->base);
    v->moment = 0;
    v->played = v->ninputs = 0;
    seep__live_watch(v);
    play(v, moment, played);
}
