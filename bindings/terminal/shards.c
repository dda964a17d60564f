/* shards.c - see shards.h. */
#include "bindings/terminal/shards.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/complain.h"
#include "bindings/terminal/hunt.h"
#include "bindings/terminal/source.h"
#include "core/explore/share.h"

/* ---- the files ---- */

static int read_one(struct seep_shards *x, const char *path,
                    struct seep_json_value *v)
{
    struct seep_buffer why = {0};
    struct seep_source src;
    int status = 0;

    if (!seep_source_read(&src, path, &why))
        status = seep_complain(x->command, "%s", seep_buffer_string(&why));
    else if (!seep_json_read(v, src.text, src.length, &why))
        status =
            seep_complain(x->command, "%s: %s", path, seep_buffer_string(&why));
    else if (!seep_json_get_uint(v, "of"))
        status = seep_complain(
            x->command, "%s is not what seep explore --shard writes", path);
    seep_source_fini(&src);
    seep_buffer_fini(&why);
    return status;
}

/* Puts v where its number says. */
static int place(struct seep_shards *x, const char *path,
                 struct seep_json_value *v)
{
    uint64_t of = seep_json_get_uint(v, "of");
    uint64_t k = seep_json_get_uint(v, "shard");

    if (of > SEEP_SHARDS_MAX || k < 1 || k > of)
        return seep_complain(x->command,
                             "%s: there is no shard %" PRIu64 " of %" PRIu64,
                             path, k, of);
    if (!x->shard) {
        x->shard = calloc(of, sizeof *x->shard);
        x->n = (uint32_t)of;
    }
    if (!x->shard)
        return seep_complain_memory(x->command);
    if (of != x->n)
        return seep_complain(
            x->command, "%s is of a search in %" PRIu64 " shards, not %" PRIu32,
            path, of, x->n);
    if (x->shard[k - 1].n)
        return seep_complain(x->command,
                             "%s: shard %" PRIu64 " has been given already",
                             path, k);
    x->shard[k - 1] = *v;
    memset(v, 0, sizeof *v);
    return 0;
}

/* "--json": its value is the next word, unless it follows in this one. */
static bool own_option(const char *word, bool *two)
{
    static const char *const own[] = {"--shard", "--json", "--jobs",
                                      "--report"};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        size_t n = strlen(own[i]);
        if (!strncmp(word, own[i], n) && (!word[n] || word[n] == '=')) {
            *two = !word[n];
            return true;
        }
    }
    return false;
}

/* The words of a command that every shard must have alike. */
static int words_of(const struct seep_json_value *doc, char **to)
{
    const struct seep_json_value *v = seep_json_at(doc, "command");
    bool two, options = true;
    int n = 0;

    for (size_t i = 0; v && i < v->n; i++) {
        const char *word = v->item[i].string ? v->item[i].string : "";
        options &= strcmp(word, "--") != 0;
        if (options && own_option(word, &two))
            i += two;
        else
            to[n++] = v->item[i].string;
    }
    to[n] = NULL;
    return n;
}

static size_t room_of(const struct seep_json_value *doc)
{
    const struct seep_json_value *v = seep_json_at(doc, "command");

    return (v ? v->n : 0) + 1;
}

static int differs(const struct seep_shards *x, uint32_t k)
{
    char **words = calloc(room_of(&x->shard[k]), sizeof *words);
    bool same = words && words_of(&x->shard[k], words) == x->argc;

    for (int i = 0; same && i < x->argc; i++)
        same = words[i] && x->argv[i] && !strcmp(words[i], x->argv[i]);
    same &= seep_json_get_uint(&x->shard[k], "script_digest") ==
            seep_json_get_uint(&x->shard[0], "script_digest");
    free(words);
    return same ? 0
                : seep_complain(x->command,
                                "shard %" PRIu32 " is of another search than "
                                "shard 1: options or script differ",
                                k + 1);
}

static int check_all(struct seep_shards *x)
{
    int status = 0;

    for (uint32_t k = 0; k < x->n; k++)
        if (!x->shard[k].n)
            return seep_complain(x->command,
                                 "shard %" PRIu32 " of %" PRIu32 " is missing",
                                 k + 1, x->n);
    x->argv = calloc(room_of(&x->shard[0]), sizeof *x->argv);
    if (!x->argv)
        return seep_complain_memory(x->command);
    x->argc = words_of(&x->shard[0], x->argv);
    for (uint32_t k = 1; k < x->n && !status; k++)
        status = differs(x, k);
    return status;
}

int seep_shards_read(struct seep_shards *x, char **path, int n)
{
    int status = 0;

    for (int i = 0; i < n && !status; i++) {
        struct seep_json_value v = {0};
        if (!(status = read_one(x, path[i], &v)))
            status = place(x, path[i], &v);
        seep_json_value_fini(&v);
    }
    return status ? status : check_all(x);
}

void seep_shards_fini(struct seep_shards *x)
{
    for (uint32_t k = 0; k < x->n && x->shard; k++)
        seep_json_value_fini(&x->shard[k]);
    free(x->shard);
    free(x->argv);
}

int seep_shards_check(const struct seep_shards *x, const char *path,
                      uint32_t digest)
{
    uint64_t then = seep_json_get_uint(&x->shard[0], "script_digest");

    return then == digest
               ? 0
               : seep_complain(x->command,
                               "%s is not as it was when it was explored",
                               path);
}

/* ---- the runs ---- */

struct merging {
    const struct seep_shards *x;
    const struct seep_json_value **found; /* owned: of the subject, by shard */
    struct seep_partial *partial;         /* owned, also */
    uint64_t left;                        /* runs not taken yet */
    struct seep_row_order row;
};

static const struct seep_json_value *
find_subject(const struct seep_json_value *doc, uint32_t scenario)
{
    const struct seep_json_value *v = seep_json_at(doc, "explored");

    for (size_t i = 0; v && i < v->n; i++)
        if (seep_json_get_uint(&v->item[i], "scenario") == scenario)
            return &v->item[i];
    return NULL;
}

static bool load(struct merging *m, const struct seep_subject *subject)
{
    uint32_t n = m->x->n;

    m->found = calloc(n, sizeof *m->found);
    m->partial = calloc(n, sizeof *m->partial);
    for (uint32_t k = 0; k < n && m->found && m->partial; k++) {
        m->found[k] = find_subject(&m->x->shard[k], subject->scenario);
        if (m->found[k] &&
            !seep_partial_get(&m->partial[k],
                              seep_json_at(m->found[k], "partial")))
            return false;
        for (int i = 0; i < SEEP_PARTIAL_TRACKS; i++)
            m->left += m->partial[k].track[i].n;
    }
    return m->found && m->partial;
}

static char *copy(const struct seep_json_value *v, const char *key)
{
    return strdup(seep_json_get_string(v, key));
}

static void describe(const struct seep_json_value *found, uint32_t failure,
                     struct seep_tried *o)
{
    const struct seep_json_value *list = seep_json_at(found, "failures");

    o->failing = true;
    if (!list || failure > list->n)
        return; /* without a signature: counts as out of memory */
    const struct seep_json_value *v = &list->item[failure - 1];
    o->signature = copy(v, "signature");
    o->schedule = copy(v, "recorded");
    o->seed = seep_json_get_uint(v, "seed");
    o->digest = strtoull(seep_json_get_string(v, "digest"), NULL, 16);
    snprintf(o->strategy, sizeof o->strategy, "%s",
             seep_json_get_string(v, "strategy"));
}

/* The run that the row is at; false: no shard has made it. */
static bool fetch(struct merging *m, enum seep_track track,
                  struct seep_tried *o)
{
    uint64_t number = m->row.n[track] - 1;
    bool sample = track == SEEP_TRACK_SAMPLE;
    uint32_t k = sample ? (uint32_t)(number % m->x->n) : 0;
    uint64_t i = sample ? number / m->x->n : number;
    const struct seep_partial *p = &m->partial[k];
    const struct seep_partial_track *t = &p->track[track];

    memset(o, 0, sizeof *o);
    if (i >= t->n)
        return false;
    o->redundant = t->letter[i] < 'a';
    o->verdict = (uint8_t)(t->letter[i] - (o->redundant ? 'A' : 'a'));
    o->steps = t->steps[i];
    if (t->failure[i])
        describe(m->found[k], t->failure[i], o);
    if (!sample && i + 1 == t->n && p->closed)
        seep_row_close(&m->row, p->proven);
    m->left--;
    return true;
}

/* Why there are no more: the first shard that did not come to its end. */
static enum seep_end end_of(const struct merging *m)
{
    for (int end = SEEP_END_TIME; end <= SEEP_END_BROKEN; end++)
        for (uint32_t k = 0; k < m->x->n; k++)
            if (!m->found[k])
                return SEEP_END_INTERRUPTED;
            else if (!strcmp(seep_json_get_string(m->found[k], "end"),
                             seep_end_text((enum seep_end)end)))
                return (enum seep_end)end;
    return SEEP_END_EXHAUSTED;
}

static void merge(struct merging *m, struct seep_findings *f)
{
    enum seep_track track = seep_row_next(&m->row);
    struct seep_tried o;

    while (!seep_hunt_over(f)) {
        if (track == SEEP_TRACK_NONE) {
            seep_hunt_close(f, m->row.proven);
            return;
        }
        if (!m->left) {
            f->end = end_of(m);
            return;
        }
        if (fetch(m, track, &o))
            seep_hunt_take(f, &o);
        track = seep_row_next(&m->row);
    }
}

void seep_shards_search(const struct seep_shards *x,
                        const struct seep_subject *subject,
                        struct seep_findings *f)
{
    struct merging m = {.x = x};

    seep_row_init(&m.row, subject->strategy, &subject->base, true);
    if (load(&m, subject)) {
        merge(&m, f);
    } else {
        seep_complain(x->command, "a file has been changed, or is too long");
        f->end = SEEP_END_BROKEN;
    }
    for (uint32_t k = 0; k < x->n && m.partial; k++)
        seep_partial_fini(&m.partial[k]);
    free(m.partial);
    free(m.found);
    seep_row_fini(&m.row);
}
