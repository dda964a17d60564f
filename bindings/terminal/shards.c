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

/* What stands under the key: "" and 0 when it is not there, or is no such
 * thing.  json.h says why a number may stand there as a string. */
static const char *string_at(const json_t *v, const char *key)
{
    const char *s = json_string_value(json_object_get(v, key));

    return s ? s : "";
}

static uint64_t number_at(const json_t *v, const char *key)
{
    const json_t *x = json_object_get(v, key);

    return json_is_string(x) ? strtoull(json_string_value(x), NULL, 10)
                             : (uint64_t)json_integer_value(x);
}

/* *v: returned new, or NULL after a complaint. */
static int read_one(struct seep_shards *x, const char *path, json_t **v)
{
    struct seep_buffer why = {0};
    struct seep_source src;
    json_error_t wrong = {0};
    int status = 0;

    if (!seep_source_read(&src, path, &why))
        status = seep_complain(x->command, "%s", seep_buffer_string(&why));
    else if (!(*v = json_loadb(src.text, src.length, JSON_REJECT_DUPLICATES,
                               &wrong)))
        status = seep_complain(x->command, "%s:%d: not JSON: %s", path,
                               wrong.line, wrong.text);
    else if (!number_at(*v, "of"))
        status = seep_complain(
            x->command, "%s is not what seep explore --shard writes", path);
    seep_source_fini(&src);
    seep_buffer_fini(&why);
    return status;
}

/* Puts v, which it takes, where its number says. */
static int place(struct seep_shards *x, const char *path, json_t *v)
{
    uint64_t of = number_at(v, "of"), k = number_at(v, "shard");

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
    if (x->shard[k - 1])
        return seep_complain(x->command,
                             "%s: shard %" PRIu64 " has been given already",
                             path, k);
    x->shard[k - 1] = json_incref(v);
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
static int words_of(const json_t *doc, char **to)
{
    const json_t *v = json_object_get(doc, "command");
    bool two, options = true;
    int n = 0;

    for (size_t i = 0; i < json_array_size(v); i++) {
        const char *word = json_string_value(json_array_get(v, i));
        options &= word && strcmp(word, "--") != 0;
        if (options && own_option(word, &two))
            i += two;
        else
            to[n++] = (char *)word;
    }
    to[n] = NULL;
    return n;
}

static size_t room_of(const json_t *doc)
{
    return json_array_size(json_object_get(doc, "command")) + 1;
}

static int differs(const struct seep_shards *x, uint32_t k)
{
    char **words = calloc(room_of(x->shard[k]), sizeof *words);
    bool same = words && words_of(x->shard[k], words) == x->argc;

    for (int i = 0; same && i < x->argc; i++)
        same = words[i] && x->argv[i] && !strcmp(words[i], x->argv[i]);
    same &= number_at(x->shard[k], "script_digest") ==
            number_at(x->shard[0], "script_digest");
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
        if (!x->shard[k])
            return seep_complain(x->command,
                                 "shard %" PRIu32 " of %" PRIu32 " is missing",
                                 k + 1, x->n);
    x->argv = calloc(room_of(x->shard[0]), sizeof *x->argv);
    if (!x->argv)
        return seep_complain_memory(x->command);
    x->argc = words_of(x->shard[0], x->argv);
    for (uint32_t k = 1; k < x->n && !status; k++)
        status = differs(x, k);
    return status;
}

int seep_shards_read(struct seep_shards *x, char **path, int n)
{
    int status = 0;

    for (int i = 0; i < n && !status; i++) {
        json_t *v = NULL;
        if (!(status = read_one(x, path[i], &v)))
            status = place(x, path[i], v);
        json_decref(v);
    }
    return status ? status : check_all(x);
}

void seep_shards_fini(struct seep_shards *x)
{
    for (uint32_t k = 0; k < x->n && x->shard; k++)
        json_decref(x->shard[k]);
    free(x->shard);
    free(x->argv);
}

int seep_shards_check(const struct seep_shards *x, const char *path,
                      uint32_t digest)
{
    uint64_t then = number_at(x->shard[0], "script_digest");

    return then == digest
               ? 0
               : seep_complain(x->command,
                               "%s is not as it was when it was explored",
                               path);
}

/* ---- the runs ---- */

struct merging {
    const struct seep_shards *x;
    const json_t **found;         /* owned: of the subject, by shard */
    struct seep_partial *partial; /* owned, also */
    struct seep_machine *machine; /* owned, also: of a tree in pieces */
    uint64_t left;                /* runs not taken yet */
    struct seep_row_order row;
};

static const json_t *find_subject(const json_t *doc, uint32_t scenario)
{
    const json_t *v = json_object_get(doc, "explored");

    for (size_t i = 0; i < json_array_size(v); i++)
        if (number_at(json_array_get(v, i), "scenario") == scenario)
            return json_array_get(v, i);
    return NULL;
}

static bool load(struct merging *m, const struct seep_subject *subject)
{
    uint32_t n = m->x->n;

    m->found = calloc(n, sizeof *m->found);
    m->partial = calloc(n, sizeof *m->partial);
    m->machine = calloc(n, sizeof *m->machine);
    for (uint32_t k = 0; k < n && m->found && m->partial; k++) {
        m->found[k] = find_subject(m->x->shard[k], subject->scenario);
        if (m->found[k] &&
            !seep_partial_get(&m->partial[k],
                              json_object_get(m->found[k], "partial")))
            return false;
        for (int i = 0; i < SEEP_PARTIAL_TRACKS; i++)
            m->left += m->partial[k].track[i].n;
    }
    return m->found && m->partial && m->machine;
}

static char *copy(const json_t *v, const char *key)
{
    return strdup(string_at(v, key));
}

static void describe(const json_t *found, uint32_t failure,
                     struct seep_tried *o)
{
    const json_t *v =
        json_array_get(json_object_get(found, "failures"), failure - 1);

    o->failing = true;
    if (!v)
        return; /* without a signature: counts as out of memory */
    o->signature = copy(v, "signature");
    o->schedule = copy(v, "recorded");
    o->seed = number_at(v, "seed");
    o->digest = strtoull(string_at(v, "digest"), NULL, 16);
    snprintf(o->strategy, sizeof o->strategy, "%s", string_at(v, "strategy"));
}

/* Run number i that shard k made of the track. */
static void read_run(const struct merging *m, uint32_t k, enum seep_track track,
                     uint64_t i, struct seep_tried *o)
{
    const struct seep_partial_track *t = &m->partial[k].track[track];

    memset(o, 0, sizeof *o);
    o->redundant = t->letter[i] < 'a';
    o->verdict = (uint8_t)(t->letter[i] - (o->redundant ? 'A' : 'a'));
    o->steps = t->steps[i];
    if (t->failure[i])
        describe(m->found[k], t->failure[i], o);
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

    if (i >= t->n)
        return false;
    read_run(m, k, track, i, o);
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
            else if (!strcmp(string_at(m->found[k], "end"),
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

/* ---- a tree in pieces ---- */

/* Of the shards that have cut it, all have come to the same pieces; 0: this is
 * no such tree, -1: they have not. */
static int64_t pieces_of(const struct merging *m)
{
    int64_t n = 0;

    for (uint32_t k = 0; k < m->x->n; k++) {
        uint32_t own = m->partial[k].npieces;
        if (own && n && own != n)
            return -1;
        n = own ? own : n;
    }
    return n;
}

/* Each has segments of its own pieces only. */
static bool find_machines(struct merging *m)
{
    for (uint32_t k = 0; k < m->x->n; k++) {
        const struct seep_partial *p = &m->partial[k];
        m->machine[k] = (struct seep_machine){
            .segment = p->segment, .n = p->nsegments, .closed = p->closed};
        for (size_t i = 0; i < p->nsegments; i++)
            if (seep_piece_owner(p->segment[i].piece, m->x->n) != k)
                return false;
    }
    return true;
}

static enum seep_end end_of_tree(const struct merging *m, bool gap)
{
    bool proven = !gap;

    for (uint32_t k = 0; k < m->x->n; k++) {
        proven &= m->partial[k].closed && m->partial[k].proven;
        if (gap && m->found[k] &&
            !strcmp(string_at(m->found[k], "end"),
                    seep_end_text(SEEP_END_RUNS)))
            return SEEP_END_RUNS;
    }
    return proven ? SEEP_END_PROVEN : end_of(m);
}

static void merge_tree(struct merging *m, uint32_t npieces,
                       struct seep_findings *f)
{
    struct seep_pieces o;
    struct seep_tried run;
    uint32_t k;
    uint64_t i;

    f->failed |= !seep_pieces_init(&o, m->machine, m->x->n, npieces);
    while (!seep_hunt_over(f)) {
        if (!seep_pieces_next(&o, &k, &i)) {
            f->end = end_of_tree(m, o.gap);
            break;
        }
        read_run(m, k, SEEP_TRACK_DEPTH, i, &run);
        seep_hunt_take(f, &run);
    }
    seep_pieces_fini(&o);
}

/* False: the files do not fit together. */
static bool merge_any(struct merging *m, struct seep_findings *f)
{
    int64_t npieces = pieces_of(m);

    if (npieces < 0 || !find_machines(m))
        return false;
    if (npieces)
        merge_tree(m, (uint32_t)npieces, f);
    else
        merge(m, f);
    return true;
}

void seep_shards_search(const struct seep_shards *x,
                        const struct seep_subject *subject,
                        struct seep_findings *f)
{
    struct merging m = {.x = x};

    seep_row_init(&m.row, subject->strategy, &subject->base, true);
    if (!load(&m, subject) || !merge_any(&m, f)) {
        seep_complain(x->command, "a file has been changed, or is too long");
        f->end = SEEP_END_BROKEN;
    }
    for (uint32_t k = 0; k < x->n && m.partial; k++)
        seep_partial_fini(&m.partial[k]);
    free(m.partial);
    free(m.machine);
    free(m.found);
    seep_row_fini(&m.row);
}
