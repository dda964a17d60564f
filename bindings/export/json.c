/* json.c - after RFC 8259. */
#include "bindings/export/json.h"

#include <inttypes.h>
#include <string.h>

#include "bindings/export/utf8.h"

void seep_json_init(struct seep_json *j, struct seep_buffer *out)
{
    *j = (struct seep_json){.out = out, .first = true};
}

static void add_char(struct seep_buffer *t, const char *s, size_t n)
{
    static const char escaped[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    unsigned char c = (unsigned char)*s;

    for (const char *e = escaped; n == 1 && *e; e += 2)
        if (*e == *s) {
            seep_buffer_addf(t, "\\%c", e[1]);
            return;
        }
    if (c < 0x20 || c == 0x7f)
        seep_buffer_addf(t, "\\u%04x", c);
    else
        seep_buffer_add_n(t, s, n);
}

static void add_quoted(struct seep_buffer *t, const char *s)
{
    size_t left = strlen(s);

    seep_buffer_add(t, "\"");
    while (left) {
        uint32_t cp;
        size_t n = seep_utf8_decode(s, left, &cp);
        if (n)
            add_char(t, s, n);
        else
            seep_buffer_add(t, "\\ufffd");
        s += n ? n : 1;
        left -= n ? n : 1;
    }
    seep_buffer_add(t, "\"");
}

static void new_line(struct seep_json *j)
{
    seep_buffer_add(j->out, "\n");
    seep_buffer_spaces(j->out, (size_t)j->depth * 2);
}

/* What precedes every value: comma, line, key. */
static void begin(struct seep_json *j, const char *key)
{
    if (!j->first)
        seep_buffer_add(j->out, ",");
    if (j->depth)
        new_line(j);
    if (key) {
        add_quoted(j->out, key);
        seep_buffer_add(j->out, ": ");
    }
    j->first = false;
}

static void open_one(struct seep_json *j, const char *key, bool array)
{
    begin(j, key);
    seep_buffer_add(j->out, array ? "[" : "{");
    j->depth++;
    j->arrays = (j->arrays & ~(UINT64_C(1) << j->depth)) | (uint64_t)array
                                                               << j->depth;
    j->first = true;
}

void seep_json_object(struct seep_json *j, const char *key)
{
    open_one(j, key, false);
}

void seep_json_array(struct seep_json *j, const char *key)
{
    open_one(j, key, true);
}

void seep_json_end(struct seep_json *j)
{
    bool array = j->arrays >> j->depth & 1;

    j->depth--;
    if (!j->first)
        new_line(j);
    seep_buffer_add(j->out, array ? "]" : "}");
    j->first = false;
    if (!j->depth)
        seep_buffer_add(j->out, "\n");
}

void seep_json_string(struct seep_json *j, const char *key, const char *value)
{
    begin(j, key);
    add_quoted(j->out, value);
}

void seep_json_uint(struct seep_json *j, const char *key, uint64_t value)
{
    const char *quote = value > INT64_MAX ? "\"" : "";

    begin(j, key);
    seep_buffer_addf(j->out, "%s%" PRIu64 "%s", quote, value, quote);
}

void seep_json_int(struct seep_json *j, const char *key, int64_t value)
{
    begin(j, key);
    seep_buffer_addf(j->out, "%" PRId64, value);
}

void seep_json_hex(struct seep_json *j, const char *key, uint64_t value)
{
    begin(j, key);
    seep_buffer_addf(j->out, "\"%016" PRIx64 "\"", value);
}

void seep_json_bool(struct seep_json *j, const char *key, bool value)
{
    begin(j, key);
    seep_buffer_add(j->out, value ? "true" : "false");
}
