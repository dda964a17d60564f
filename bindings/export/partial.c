/* partial.c - see partial.h. */
#include "bindings/export/partial.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/explore/cut.h"

static const char *const names[SEEP_PARTIAL_TRACKS] = {"depth", "samples"};

void seep_partial_fini(struct seep_partial *p)
{
    for (int i = 0; i < SEEP_PARTIAL_TRACKS; i++) {
        free(p->track[i].letter);
        free(p->track[i].steps);
        free(p->track[i].failure);
    }
    free(p->segment);
    memset(p, 0, sizeof *p);
}

static bool grow(void **list, size_t cap, size_t each)
{
    void *p = realloc(*list, cap * each);

    if (p)
        *list = p;
    return p != NULL;
}

static bool make_room(struct seep_partial_track *t)
{
    size_t cap = t->cap ? 2 * t->cap : 256;

    if (t->n < t->cap)
        return true;
    if (!grow((void **)&t->letter, cap + 1, sizeof *t->letter) ||
        !grow((void **)&t->steps, cap, sizeof *t->steps) ||
        !grow((void **)&t->failure, cap, sizeof *t->failure))
        return false;
    t->cap = cap;
    return true;
}

void seep_partial_add(struct seep_partial *p, unsigned track, uint8_t verdict,
                      bool redundant, uint64_t steps, size_t failure)
{
    struct seep_partial_track *t = &p->track[track];

    p->failed |= !make_room(t);
    if (p->failed)
        return;
    t->letter[t->n] = (char)((redundant ? 'A' : 'a') + verdict);
    t->steps[t->n] = steps;
    t->failure[t->n] = (uint32_t)failure;
    t->letter[++t->n] = '\0';
}

static struct seep_segment *add_segment(struct seep_partial *p)
{
    size_t cap = p->cap_segments ? 2 * p->cap_segments : 64;

    if (p->nsegments == p->cap_segments) {
        p->failed |= !grow((void **)&p->segment, cap, sizeof *p->segment);
        if (p->failed)
            return NULL;
        p->cap_segments = cap;
    }
    if (!p->segment) /* as the analyzer sees it */
        return NULL;
    memset(&p->segment[p->nsegments], 0, sizeof *p->segment);
    return &p->segment[p->nsegments++];
}

void seep_partial_segment(struct seep_partial *p, uint32_t bound,
                          uint32_t piece, enum seep_segment_state state)
{
    struct seep_segment *x = p->nsegments ? &p->segment[p->nsegments - 1]
                                          : NULL;

    if (!x || x->bound != bound || x->piece != piece)
        x = add_segment(p);
    if (!x)
        return;
    x->bound = bound;
    x->piece = piece;
    x->runs++;
    x->state = (uint8_t)state;
}

/* ---- writing ---- */

static void put_track(struct seep_json *j, const char *key,
                      const struct seep_partial_track *t)
{
    seep_json_object(j, key);
    seep_json_string(j, "runs", t->n ? t->letter : "");
    seep_json_array(j, "steps");
    for (size_t i = 0; i < t->n; i++)
        seep_json_uint(j, NULL, t->steps[i]);
    seep_json_end(j);
    seep_json_array(j, "failing"); /* run, failure, run, failure... */
    for (size_t i = 0; i < t->n; i++)
        if (t->failure[i]) {
            seep_json_uint(j, NULL, i);
            seep_json_uint(j, NULL, t->failure[i]);
        }
    seep_json_end(j);
    seep_json_end(j);
}

/* Bound, piece, runs, state; bound... */
static void put_segments(struct seep_json *j, const struct seep_partial *p)
{
    seep_json_uint(j, "pieces", p->npieces);
    seep_json_array(j, "segments");
    for (size_t i = 0; i < p->nsegments; i++) {
        const struct seep_segment *x = &p->segment[i];
        seep_json_uint(j, NULL, x->bound);
        seep_json_uint(j, NULL, x->piece);
        seep_json_uint(j, NULL, x->runs);
        seep_json_uint(j, NULL, x->state);
    }
    seep_json_end(j);
}

void seep_partial_put(struct seep_json *j, const char *key,
                      const struct seep_partial *p)
{
    seep_json_object(j, key);
    for (int i = 0; i < SEEP_PARTIAL_TRACKS; i++)
        put_track(j, names[i], &p->track[i]);
    if (p->npieces)
        put_segments(j, p);
    seep_json_bool(j, "closed", p->closed);
    seep_json_bool(j, "proven", p->proven);
    seep_json_end(j);
}

/* ---- reading ---- */

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) &&
           tolower((unsigned char)c) - 'a' <= SEEP_VERDICT_EXIT;
}

static uint64_t number_at(const json_t *list, size_t i)
{
    return (uint64_t)json_integer_value(json_array_get(list, i));
}

static bool get_track(struct seep_partial *p, unsigned track, const json_t *v)
{
    const json_t *steps = json_object_get(v, "steps");
    const json_t *failing = json_object_get(v, "failing");
    const char *s = json_string_value(json_object_get(v, "runs"));
    struct seep_partial_track *t = &p->track[track];

    if (!s || json_array_size(steps) != strlen(s) ||
        json_array_size(failing) % 2)
        return false;
    for (size_t i = 0; s[i]; i++) {
        if (!is_letter(s[i]))
            return false;
        seep_partial_add(p, track,
                         (uint8_t)(tolower((unsigned char)s[i]) - 'a'),
                         isupper((unsigned char)s[i]), number_at(steps, i), 0);
    }
    for (size_t i = 0; !p->failed && i < json_array_size(failing); i += 2) {
        uint64_t run = number_at(failing, i);
        if (run >= t->n)
            return false;
        t->failure[run] = (uint32_t)number_at(failing, i + 1);
    }
    return !p->failed;
}

/* Can it come after the one before it? */
static bool is_in_order(const struct seep_partial *p)
{
    const struct seep_segment *x = &p->segment[p->nsegments - 1];

    if (x->bound > SEEP_TREE_DEPTH || x->piece >= p->npieces || !x->runs ||
        x->state > SEEP_SEGMENT_WHOLE)
        return false;
    return p->nsegments == 1 || x[-1].bound < x->bound ||
           (x[-1].bound == x->bound && x[-1].piece < x->piece);
}

/* They are of all runs of the first track. */
static bool get_segments(struct seep_partial *p, const json_t *v)
{
    const json_t *list = json_object_get(v, "segments");
    json_int_t pieces = json_integer_value(json_object_get(v, "pieces"));
    uint64_t left = p->track[0].n;

    p->npieces = pieces > 0 && pieces <= SEEP_PIECES_MOST ? (uint32_t)pieces
                                                          : 0;
    for (size_t i = 0; i < json_array_size(list); i += 4) {
        struct seep_segment *x = add_segment(p);
        if (!x)
            return false;
        x->bound = (uint32_t)number_at(list, i);
        x->piece = (uint32_t)number_at(list, i + 1);
        x->runs = number_at(list, i + 2);
        x->state = (uint8_t)number_at(list, i + 3);
        if (!is_in_order(p) || x->runs > left)
            return false;
        left -= x->runs;
    }
    return !p->npieces || !left;
}

bool seep_partial_get(struct seep_partial *p, const json_t *v)
{
    memset(p, 0, sizeof *p);
    p->closed = json_is_true(json_object_get(v, "closed"));
    p->proven = json_is_true(json_object_get(v, "proven"));
    for (unsigned i = 0; i < SEEP_PARTIAL_TRACKS; i++)
        if (!get_track(p, i, json_object_get(v, names[i])))
            return false;
    return get_segments(p, v);
}
