/* findings_json.c - findings as JSON, field by field. */
#include "bindings/export/findings.h"
#include "bindings/export/json.h"
#include "bindings/export/partial.h"
#include "bindings/export/report_json.h"

enum { FORMAT = 1 }; /* of the document; rises when a meaning changes */

static void put_failure(struct seep_json *j, const struct seep_failure *f)
{
    seep_json_object(j, NULL);
    seep_json_string(j, "signature", f->signature);
    seep_json_uint(j, "runs", f->runs);
    seep_json_uint(j, "first_run", f->first);
    seep_json_string(j, "strategy", f->strategy);
    seep_json_uint(j, "seed", f->seed);
    seep_json_string(j, "recorded", f->recorded ? f->recorded : "");
    seep_json_hex(j, "digest", f->digest);
    seep_json_string(j, "schedule", f->schedule ? f->schedule : "");
    if (f->schedule)
        seep_report_json_put(j, "run", &f->report);
    seep_insight_json(j, "insight", &f->insight);
    seep_json_end(j);
}

static void put_findings(struct seep_json *j, const struct seep_findings *f)
{
    seep_json_object(j, NULL);
    seep_json_string(j, "file", f->file);
    seep_json_string(j, "name", f->name);
    seep_json_uint(j, "line", f->line);
    seep_json_uint(j, "scenario", f->scenario);
    seep_json_string(j, "strategy", f->strategy);
    seep_json_uint(j, "seed", f->seed);
    seep_json_uint(j, "planned", f->planned);
    seep_json_uint(j, "runs", f->runs);
    seep_json_uint(j, "redundant", f->redundant);
    seep_json_uint(j, "steps", f->steps);
    seep_json_string(j, "end", seep_end_text(f->end));
    seep_json_bool(j, "proven", f->end == SEEP_END_PROVEN);
    seep_report_json_found(j, f->found);
    seep_json_array(j, "failures");
    for (size_t i = 0; i < f->n; i++)
        put_failure(j, &f->failure[i]);
    seep_json_end(j);
    if (f->partial)
        seep_partial_put(j, "partial", f->partial);
    seep_json_end(j);
}

static void put_shard(struct seep_json *j, const struct seep_shard *s)
{
    seep_json_uint(j, "shard", s->shard);
    seep_json_uint(j, "of", s->of);
    seep_json_uint(j, "script_digest", s->script);
    seep_json_array(j, "command");
    for (int i = 0; i < s->argc; i++)
        seep_json_string(j, NULL, s->argv[i]);
    seep_json_end(j);
}

void seep_findings_json(struct seep_buffer *t, const struct seep_findings *f,
                        size_t n, const struct seep_shard *shard)
{
    struct seep_json j;

    seep_json_init(&j, t);
    seep_json_object(&j, NULL);
    seep_json_uint(&j, "format", FORMAT);
    if (shard->of)
        put_shard(&j, shard);
    seep_json_array(&j, "explored");
    for (size_t i = 0; i < n; i++)
        put_findings(&j, &f[i]);
    seep_json_end(&j);
    seep_json_end(&j);
}
