/* json_read.c - see json_read.h. */
#include "bindings/export/json_read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    const char *text;
    size_t at, length;
    const char *wrong; /* NULL: nothing */
};

static bool fail(struct reader *r, const char *what)
{
    if (!r->wrong)
        r->wrong = what;
    return false;
}

void seep_json_value_fini(
    struct seep_json_value *v) /* NOLINT(misc-no-recursion) */
{
    for (size_t i = 0; i < v->n; i++)
        seep_json_value_fini(&v->item[i]); /* SEEP_JSON_DEPTH */
    free(v->item);
    free(v->string);
    free(v->key);
    *v = (struct seep_json_value){0};
}

/* ---- characters ---- */

static char peek(const struct reader *r)
{
    return r->at < r->length ? r->text[r->at] : '\0';
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->length && strchr(" \t\r\n", r->text[r->at]) &&
           r->text[r->at])
        r->at++;
}

static bool take(struct reader *r, char c)
{
    skip_blanks(r);
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

static bool take_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);

    if (r->length - r->at < n || memcmp(r->text + r->at, word, n) != 0)
        return fail(r, "a word that is none of JSON's");
    r->at += n;
    return true;
}

/* ---- strings ---- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_unit(struct reader *r, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int h = hex(peek(r));
        if (h < 0)
            return fail(r, "\\u without four digits");
        *unit = *unit << 4 | (uint32_t)h;
        r->at++;
    }
    return true;
}

static void add_utf8(struct seep_buffer *b, uint32_t c)
{
    char s[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = n; i-- > 1; c >>= 6)
        s[i] = (char)(0x80 | (c & 0x3f));
    s[0] = (char)(n == 1 ? c : (0xf00 >> n & 0xff) | c);
    seep_buffer_add_n(b, s, n);
}

static bool take_escaped(struct reader *r, struct seep_buffer *b)
{
    static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    uint32_t c, low;
    char letter = peek(r);
    const char *p = letter ? strchr(plain, letter) : NULL;

    r->at++;
    if (p) {
        seep_buffer_add_n(b, &means[p - plain], 1);
        return true;
    }
    if (letter != 'u' || !take_unit(r, &c))
        return fail(r, "an escape that is none of JSON's");
    if (c >= 0xd800 && c < 0xdc00 && take_word(r, "\\u") &&
        take_unit(r, &low) && low >= 0xdc00 && low < 0xe000)
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    if (!c || (c >= 0xd800 && c < 0xe000))
        return fail(r, "a character that there is not");
    add_utf8(b, c);
    return true;
}

static char *take_string(struct reader *r)
{
    struct seep_buffer b = {0};
    r->at++;

    seep_buffer_add(&b, ""); /* an empty one is one too */
    while (!r->wrong && peek(r) != '"') {
        if (r->at >= r->length || (unsigned char)peek(r) < 0x20)
            fail(r, "a string without its end");
        else if (peek(r) == '\\' && r->at++)
            (void)take_escaped(r, &b);
        else
            seep_buffer_add_n(&b, &r->text[r->at++], 1);
    }
    r->at++;
    if (b.failed)
        fail(r, "too long: out of memory");
    if (!r->wrong && b.s)
        return b.s;
    seep_buffer_fini(&b);
    return r->wrong ? NULL : calloc(1, 1);
}

/* ---- values ---- */

static bool read_value(struct reader *r, struct seep_json_value *v, int depth);

static struct seep_json_value *add_item(struct reader *r,
                                        struct seep_json_value *v)
{
    if (v->n == v->cap) {
        size_t cap = v->cap ? 2 * v->cap : 8;
        void *p = realloc(v->item, cap * sizeof *v->item);
        if (!p) {
            fail(r, "too long: out of memory");
            return NULL;
        }
        v->item = p;
        v->cap = cap;
    }
    memset(&v->item[v->n], 0, sizeof *v->item);
    return &v->item[v->n++];
}

static bool take_key(struct reader *r, struct seep_json_value *item)
{
    skip_blanks(r);
    if (peek(r) != '"')
        return fail(r, "a key that is no string");
    item->key = take_string(r);
    return item->key && (take(r, ':') || fail(r, "a key without a value"));
}

/* Items until the closing bracket. */
static bool read_items(struct reader *r, /* NOLINT(misc-no-recursion) */
                       struct seep_json_value *v, char close, int depth)
{
    r->at++;
    if (take(r, close))
        return true;
    do {
        struct seep_json_value *item = add_item(r, v);
        if (!item || (close == '}' && !take_key(r, item)) ||
            !read_value(r, item, depth + 1)) /* SEEP_JSON_DEPTH */
            return false;
    } while (take(r, ','));
    return take(r, close) || fail(r, "a list without its end");
}

/* Whole numbers; the others are told by 0. */
static bool read_number(struct reader *r, struct seep_json_value *v)
{
    size_t from = r->at;
    bool whole = true;

    for (; peek(r) && strchr("+-.eE0123456789", peek(r)); r->at++) {
        int digit = isdigit((unsigned char)peek(r)) ? peek(r) - '0' : -1;
        whole &= digit >= 0 && v->number <= (UINT64_MAX - 9) / 10;
        v->number = whole ? v->number * 10 + (uint64_t)digit : 0;
    }
    v->kind = SEEP_JSON_NUMBER;
    return r->at > from || fail(r, "no value");
}

static bool read_value(struct reader *r, /* NOLINT(misc-no-recursion) */
                       struct seep_json_value *v, int depth)
{
    if (depth > SEEP_JSON_DEPTH)
        return fail(r, "too deep");
    skip_blanks(r);
    switch (peek(r)) {
    case '{': v->kind = SEEP_JSON_OBJECT; return read_items(r, v, '}', depth);
    case '[': v->kind = SEEP_JSON_ARRAY; return read_items(r, v, ']', depth);
    case '"':
        v->kind = SEEP_JSON_STRING;
        v->string = take_string(r);
        return v->string || fail(r, "too long: out of memory");
    case 't':
    case 'f':
        v->kind = SEEP_JSON_BOOL;
        v->truth = peek(r) == 't';
        return take_word(r, v->truth ? "true" : "false");
    case 'n': return take_word(r, "null");
    default: return read_number(r, v);
    }
}

bool seep_json_read(struct seep_json_value *v, const char *text, size_t length,
                    struct seep_buffer *why)
{
    struct reader r = {.text = text, .length = length};

    memset(v, 0, sizeof *v);
    bool ok = read_value(&r, v, 0);
    skip_blanks(&r);
    if (ok && r.at < length)
        ok = fail(&r, "something behind the document");
    if (!ok) {
        seep_buffer_addf(why, "not JSON: %s, at byte %zu",
                         r.wrong ? r.wrong : "no value", r.at);
        seep_json_value_fini(v);
    }
    return ok;
}

const struct seep_json_value *seep_json_at(const struct seep_json_value *v,
                                           const char *key)
{
    for (size_t i = 0; v && v->kind == SEEP_JSON_OBJECT && i < v->n; i++)
        if (!strcmp(v->item[i].key, key))
            return &v->item[i];
    return NULL;
}

const char *seep_json_get_string(const struct seep_json_value *v,
                                 const char *key)
{
    const struct seep_json_value *x = seep_json_at(v, key);

    return x && x->kind == SEEP_JSON_STRING ? x->string : "";
}

uint64_t seep_json_get_uint(const struct seep_json_value *v, const char *key)
{
    const struct seep_json_value *x = seep_json_at(v, key);

    return x && x->kind == SEEP_JSON_NUMBER ? x->number : 0;
}

bool seep_json_get_true(const struct seep_json_value *v, const char *key)
{
    const struct seep_json_value *x = seep_json_at(v, key);

    return x && x->kind == SEEP_JSON_BOOL && x->truth;
}
