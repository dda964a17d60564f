/* tape.c - what came from outside into a live world, and playing it again. */
#include <stdlib.h>
#include <string.h>

#include "live_inside.h"

void seep__tape_free(struct seep_tape_entry *e)
{
    free(e->code);
    free(e->names);
    free(e->chunk);
    free(e->text);
    seep__followed_free(e->follow);
}

void seep__tape_cut(struct seep_live *v, uint32_t n)
{
    while (v->ntape > n)
        seep__tape_free(&v->tape[--v->ntape]);
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

bool seep__tape_own(struct seep_tape_entry *e)
{
    if (e->kind == SEEP_TAPE_FOLLOW) {
        e->follow = seep__followed_copy(e->follow);
        return e->follow != NULL;
    }
    if (e->kind != SEEP_TAPE_INPUT)
        return true;
    e->code = copy(e->code, e->length);
    e->names = copy(e->names, strlen(e->names));
    e->chunk = copy(e->chunk, strlen(e->chunk));
    e->text = copy(e->text, strlen(e->text));
    if (e->code && e->names && e->chunk && e->text)
        return true;
    seep__tape_free(e);
    return false;
}

bool seep__tape_add(struct seep_live *v, const struct seep_tape_entry *e)
{
    struct seep_tape_entry own = *e;

    if (!seep__tape_own(&own))
        return false;
    seep__tape_cut(v, v->played);
    seep__past_forget(v, v->moment);
    if (v->ntape == v->cap_tape) {
        uint32_t cap = v->cap_tape ? v->cap_tape * 2 : 64;
        void *more = realloc(v->tape, cap * sizeof *v->tape);
        if (!more) {
            seep__tape_free(&own);
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
        struct seep_tape_entry *e = &v->tape[v->played];
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

/* From the world as it is, which lies before; until `moment`, or before it
 * until operation `step` has begun, when that is not 0. */
static void play(struct seep_live *v, uint64_t moment, uint64_t step,
                 uint32_t played)
{
    FILE *out = seep_lua_out;

    v->quiet = true;
    seep_lua_out = NULL;
    while (v->moment < moment && !(step && seep_live_step(v) >= step)) {
        apply(v, v->ntape);
        if (!seep__live_turn(v))
            break;
    }
    apply(v, v->moment < moment ? 0 : played);
    seep_lua_out = out;
    v->quiet = false;
}

static void put_back(struct seep_live *v, const struct seep_past_world *from)
{
    seep__live_put_back(v, from ? from->world : v->base);
    v->moment = from ? from->moment : 0;
    v->played = from ? from->played : 0;
    v->ninputs = from ? from->ninputs : 0;
}

void seep__live_restore(struct seep_live *v, uint64_t moment, uint32_t played)
{
    put_back(v, v->watchers ? NULL : seep__past_before(v, moment, played));
    seep__live_watch(v);
    play(v, moment, 0, played);
}

void seep_live_replay(struct seep_live *v)
{
    const uint64_t moment = v->moment;
    const uint32_t played = v->played;

    put_back(v, NULL);
    while (v->moment < moment) {
        apply(v, v->ntape);
        if (!seep__live_turn(v))
            break;
    }
    apply(v, played);
}

/* ---- going back ---- */

struct seep_live_mark {
    uint64_t moment;
    uint32_t played, ninputs;
    struct seep_snapshot *world; /* owned */
};

struct seep_live_mark *seep_live_mark(struct seep_live *v)
{
    struct seep_live_mark *m = malloc(sizeof *m);

    if (!m)
        return NULL;
    *m = (struct seep_live_mark){v->moment, v->played, v->ninputs,
                                 seep_snapshot_take(v->w->arena)};
    if (m->world)
        return m;
    free(m);
    return NULL;
}

void seep_live_return(struct seep_live *v, const struct seep_live_mark *m)
{
    seep__live_put_back(v, m->world);
    v->moment = m->moment;
    v->played = m->played;
    v->ninputs = m->ninputs;
    seep__tape_cut(v, m->played);
    seep__past_forget(v, m->moment);
}

void seep_live_mark_free(struct seep_live_mark *m)
{
    if (m)
        seep_snapshot_free(m->world);
    free(m);
}

void seep_live_back(struct seep_live *v, uint64_t n)
{
    uint64_t moment = n < v->moment ? v->moment - n : 0;
    uint32_t played = 0;

    while (played < v->ntape && v->tape[played].moment < moment)
        played++;
    seep__live_restore(v, moment, played);
}

void seep_live_to_step(struct seep_live *v, uint64_t step)
{
    const uint64_t moment = v->moment;

    put_back(v, seep__past_before_step(v, step));
    play(v, moment, step, v->ntape);
}

/* The entry of the last input; ntape: there is none. */
static uint32_t last_input(const struct seep_live *v)
{
    for (uint32_t i = v->played; i-- > 0;)
        if (v->tape[i].kind == SEEP_TAPE_INPUT)
            return i;
    return v->ntape;
}

void seep_live_to_start(struct seep_live *v)
{
    const uint32_t i = last_input(v);

    seep_assert(i < v->ntape);
    seep__live_restore(v, v->tape[i].moment, i + 1);
}

uint64_t seep_live_start_step(const struct seep_live *v)
{
    const uint32_t i = last_input(v);

    return i < v->ntape ? v->tape[i].step : 0;
}

bool seep_live_undo(struct seep_live *v, uint32_t n)
{
    for (uint32_t i = v->played; i-- > 0;)
        if (v->tape[i].kind == SEEP_TAPE_INPUT && !--n) {
            seep__live_restore(v, v->tape[i].moment, i);
            seep__tape_cut(v, i);
            seep__past_forget(v, v->moment);
            return true;
        }
    return false;
}

void seep_live_reset(struct seep_live *v)
{
    seep__live_restore(v, 0, 0);
    seep__tape_cut(v, 0);
    seep__past_forget(v, 0);
}
