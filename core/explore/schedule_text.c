/* schedule_text.c - a schedule as one line, and back. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/gmp.h"
#include "schedule.h"

#define VERSION "seep1"

/* What stands behind the key; RUN's is followed by a goroutine. */
static char letter(enum seep_choice_kind kind)
{
    switch (kind) {
    case SEEP_CHOICE_RUN: return '-';
    case SEEP_CHOICE_SELECT: return 's';
    case SEEP_CHOICE_TIMER: return 't';
    case SEEP_CHOICE_POOL: return 'p';
    case SEEP_CHOICE_MAP: return 'm';
    case SEEP_CHOICE_RANDOM: return 'r';
    case SEEP_CHOICE_READ: return 'o';
    case SEEP_CHOICE_WAITER: return 'w';
    case SEEP_CHOICE_FAULT: return 'f';
    }
    seep_assert(!"a kind of choice without a letter");
    return 0;
}

static bool is_answer(char c, uint8_t *kind)
{
    for (unsigned k = SEEP_CHOICE_RUN; k <= SEEP_CHOICE_FAULT; k++) {
        if (letter((enum seep_choice_kind)k) != c)
            continue;
        *kind = (uint8_t)k;
        return true;
    }
    return false;
}

/* ---- to text ---- */

/* Owns text; NULL and `failed`: too long, or out of memory. */
struct line {
    char *text;
    size_t n, cap;
    bool failed;
};

/* Where n more characters go, or NULL. */
static char *more(struct line *l, size_t n)
{
    size_t cap = l->cap ? l->cap : 256;

    if (l->failed || n >= SEEP_SCHEDULE_TEXT - l->n) {
        l->failed = true;
        return NULL;
    }
    while (cap <= l->n + n)
        cap *= 2;
    if (cap > l->cap) {
        char *text = realloc(l->text, cap);
        if (!text) {
            l->failed = true;
            return NULL;
        }
        l->text = text;
        l->cap = cap;
    }
    l->n += n;
    return l->text + l->n - n;
}

static __attribute__((format(printf, 2, 3))) void put(struct line *l,
                                                      const char *fmt, ...)
{
    char part[64];
    va_list args;

    va_start(args, fmt);
    size_t n = (size_t)vsnprintf(part, sizeof part, fmt, args);
    va_end(args);
    seep_assert(n < sizeof part);
    char *to = more(l, n);
    if (to)
        memcpy(to, part, n);
}

static const char *root_name(uint32_t path)
{
    static const char *const name[] = {"clock", "main", "load"};

    return name[path];
}

static size_t ndigits(uint32_t n)
{
    size_t digits = 1;

    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

/* ".17" before `end`; returns where it begins. */
static char *put_before(char *end, uint32_t n)
{
    do
        *--end = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    *--end = '.';
    return end;
}

/* The line of ancestors can be long: walked for its length, and again for
 * writing from the end. */
static void put_path(struct line *l, const struct seep_schedule *s, uint32_t p)
{
    size_t total = 0;
    uint32_t top = p;

    for (; top >= SEEP_PATH_FIRST; top = s->path[top].up)
        total += 1 + ndigits(s->path[top].index);
    put(l, "%s", root_name(top));
    char *end = more(l, total);
    if (!end)
        return;
    for (end += total; p >= SEEP_PATH_FIRST; p = s->path[p].up)
        end = put_before(end, s->path[p].index);
}

static void put_deviation(struct line *l, const struct seep_schedule *s,
                          const struct seep_deviation *d)
{
    put_path(l, s, d->who);
    put(l, "@%" PRIu64, d->at);
    if (d->nth)
        put(l, "+%" PRIu32, d->nth);
    put(l, "%c", letter((enum seep_choice_kind)d->kind));
    if (d->kind == SEEP_CHOICE_RUN)
        put_path(l, s, d->pick);
    else
        put(l, "%" PRIu32, d->pick);
}

char *seep_schedule_text(const struct seep_schedule *s)
{
    struct line l = {0};

    put(&l, VERSION "/%08" PRIx32 "/s%" PRIu64, s->script, s->seed);
    put(&l, "/p%" PRIu32 "/n%" PRIu32, s->procs, s->scenario);
    put(&l, "%s%s%s", s->queues ? "/q" : "", s->free_time ? "/f" : "",
        s->weak_memory ? "/w" : "");
    put(&l, s->n ? "/" : "/-");
    for (uint32_t i = 0; i < s->n && !l.failed; i++) {
        if (i)
            put(&l, ",");
        put_deviation(&l, s, &s->deviation[i]);
    }
    if (l.failed) {
        free(l.text);
        return NULL;
    }
    l.text[l.n] = '\0';
    return l.text;
}

/* ---- from text ---- */

/* The first thing that is wrong is said and stays. */
struct reader {
    struct seep_schedule *s;
    const char *text;
    size_t at, end;
    char *why;
    size_t size;
    enum seep_err err;
};

static __attribute__((format(printf, 2, 3))) bool wrong(struct reader *r,
                                                        const char *fmt, ...)
{
    va_list args;
    char what[96];

    if (r->err != SEEP_OK)
        return false;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    snprintf(r->why, r->size, "character %zu: %s", r->at + 1, what);
    r->err = SEEP_EINVAL;
    return false;
}

static bool no_memory(struct reader *r)
{
    if (r->err == SEEP_OK)
        snprintf(r->why, r->size, "too long a schedule, or not enough memory");
    r->err = SEEP_ENOMEM;
    return false;
}

static bool accept(struct reader *r, const char *what)
{
    size_t n = strlen(what);

    if (r->end - r->at < n || memcmp(r->text + r->at, what, n) != 0)
        return false;
    r->at += n;
    return true;
}

static bool is_digit(const struct reader *r)
{
    return r->at < r->end && r->text[r->at] >= '0' && r->text[r->at] <= '9';
}

/* A decimal number in least..most. */
static bool number(struct reader *r, const char *what, uint64_t least,
                   uint64_t most, uint64_t *n)
{
    size_t from = r->at;
    bool fits = true;

    for (*n = 0; is_digit(r); r->at++) {
        uint64_t digit = (uint64_t)(r->text[r->at] - '0');
        fits = fits && *n <= (UINT64_MAX - digit) / 10;
        *n = *n * 10 + digit;
    }
    size_t digits = r->at - from;
    r->at = from;
    if (!digits)
        return wrong(r, "expected %s, a number", what);
    if (digits > 1 && r->text[from] == '0')
        return wrong(r, "%s: a number does not begin with 0", what);
    if (!fits || *n < least || *n > most)
        return wrong(r, "%s is not in %" PRIu64 " .. %" PRIu64, what, least,
                     most);
    r->at += digits;
    return true;
}

static bool number32(struct reader *r, const char *what, uint32_t least,
                     uint32_t most, uint32_t *n)
{
    uint64_t wide;

    if (!number(r, what, least, most, &wide))
        return false;
    *n = (uint32_t)wide;
    return true;
}

static bool digest(struct reader *r)
{
    uint32_t value = 0;

    for (int i = 0; i < 8; i++, r->at++) {
        static const char hex[] = "0123456789abcdef";
        const char *digit = NULL;
        if (r->at < r->end && r->text[r->at])
            digit = strchr(hex, r->text[r->at]);
        if (!digit)
            return wrong(r, "expected the script's digest, "
                            "8 digits of 0-9 and a-f");
        value = value << 4 | (uint32_t)(digit - hex);
    }
    r->s->script = value;
    return true;
}

static bool expect(struct reader *r, const char *what, const char *meaning)
{
    return accept(r, what) || wrong(r, "expected %s, %s", what, meaning);
}

static bool head(struct reader *r)
{
    struct seep_schedule *s = r->s;

    if (!accept(r, VERSION "/")) {
        if (accept(r, "seep"))
            return wrong(r, "a schedule of another version; this one reads "
                            "those that begin with " VERSION "/");
        return wrong(r, "no schedule: those begin with " VERSION "/");
    }
    if (!digest(r) || !expect(r, "/s", "the seed") ||
        !number(r, "the seed", 0, UINT64_MAX, &s->seed) ||
        !expect(r, "/p", "the number of P's") ||
        !number32(r, "the number of P's", 1, SEEP_P_MAX, &s->procs) ||
        !expect(r, "/n", "the scenario") ||
        !number32(r, "the scenario", 0, UINT32_MAX, &s->scenario))
        return false;
    s->queues = accept(r, "/q");
    s->free_time = accept(r, "/f");
    s->weak_memory = accept(r, "/w");
    return expect(r, "/", "the deviations, or - for none");
}

static bool goroutine(struct reader *r, uint32_t *path)
{
    uint32_t index;

    if (accept(r, root_name(SEEP_PATH_MAIN)))
        *path = SEEP_PATH_MAIN;
    else if (accept(r, root_name(SEEP_PATH_LOAD)))
        *path = SEEP_PATH_LOAD;
    else
        return wrong(r, "expected a goroutine, as main.1");
    while (accept(r, ".")) {
        if (!number32(r, "a goroutine's place", 1, UINT32_MAX, &index))
            return false;
        *path = seep_schedule_path(r->s, *path, index);
        if (*path == SEEP_PATH_NONE)
            return no_memory(r);
    }
    return true;
}

static bool key(struct reader *r, struct seep_deviation *d)
{
    uint64_t most = UINT32_MAX;

    if (accept(r, root_name(SEEP_PATH_CLOCK))) {
        d->who = SEEP_PATH_CLOCK;
        most = INT64_MAX;
    } else if (!goroutine(r, &d->who)) {
        return false;
    }
    if (!expect(r, "@", "and the number of operations or of nanoseconds") ||
        !number(r, "what stands behind @", 0, most, &d->at))
        return false;
    return !accept(r, "+") ||
           number32(r, "what stands behind +", 1, UINT32_MAX, &d->nth);
}

static bool answer(struct reader *r, struct seep_deviation *d)
{
    if (r->at == r->end || !is_answer(r->text[r->at], &d->kind))
        return wrong(r, "expected -, s, t, p, m, r, o or f, and what was "
                        "chosen");
    if (d->kind != SEEP_CHOICE_FAULT &&
        (d->kind == SEEP_CHOICE_TIMER) != (d->who == SEEP_PATH_CLOCK))
        return wrong(r, d->who == SEEP_PATH_CLOCK
                            ? "the clock chooses among timers (t) and "
                              "faults (f) only"
                            : "only the clock chooses among timers");
    r->at++;
    if (d->kind == SEEP_CHOICE_RUN && r->s->free_time &&
        accept(r, root_name(SEEP_PATH_CLOCK))) {
        d->pick = SEEP_PATH_CLOCK;
        return true;
    }
    return d->kind == SEEP_CHOICE_RUN
               ? goroutine(r, &d->pick)
               : number32(r, "an alternative", 1, UINT32_MAX, &d->pick);
}

static bool deviations(struct reader *r)
{
    if (accept(r, "-"))
        return true;
    do {
        struct seep_deviation d = {0};
        if (!key(r, &d) || !answer(r, &d))
            return false;
        if (seep_schedule_add(r->s, &d) != SEEP_OK)
            return no_memory(r);
    } while (accept(r, ","));
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

enum seep_err seep_schedule_parse(struct seep_schedule *s, const char *text,
                                  size_t length, char *why, size_t size)
{
    struct reader r = {.s = s, .text = text, .end = length, .size = size};

    r.why = why;
    seep_schedule_clear(s);
    if (length > SEEP_SCHEDULE_TEXT) {
        no_memory(&r);
        return r.err;
    }
    while (r.at < r.end && is_blank(text[r.at]))
        r.at++;
    while (r.end > r.at && is_blank(text[r.end - 1]))
        r.end--;
    if (head(&r) && deviations(&r) && r.at < r.end)
        wrong(&r, "expected , and another deviation, or the end");
    if (r.err != SEEP_OK)
        seep_schedule_clear(s);
    return r.err;
}
