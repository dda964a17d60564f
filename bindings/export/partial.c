/* partial.c - see partial.h. */
#include "bindings/export/partial.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[SEEP_PARTIAL_TRACKS] = {"depth", "samples"};

void seep_partial_fini(struct seep_partial *p)
{
    for (int i = 0; i < SEEP_PARTIAL_TRACKS; i++) {
        free(p->track[i].letter);
        free(p->track[i].steps);
        free(p->track[i].failure);
    }
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

void seep_partial_put(struct seep_json *j, const char *key,
                      const struct seep_partial *p)
{
    seep_json_object(j, key);
    for (int i = 0; i < SEEP_PARTIAL_TRACKS; i++)
        put_track(j, names[i], &p->track[i]);
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

bool seep_partial_get(struct seep_partial *p, const json_t *v)
{
    memset(p, 0, sizeof *p);
    p->closed = json_is_true(json_object_get(v, "closed"));
    p->proven = json_is_true(json_object_get(v, "proven"));
    for (unsigned i = 0; i < SEEP_PARTIAL_TRACKS; i++)
        if (!get_track(p, i, json_object_get(v, names[i])))
            return false;
    return true;
}
