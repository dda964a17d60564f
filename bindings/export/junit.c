/* junit.c - see junit.h.  An unreadable file, and a scenario that only met
 * limits, is an error; an unmet expectation is a failure. */
#include "bindings/export/junit.h"

#include <inttypes.h>

/* s is plain text already, except for line ends. */
static void add_escaped(struct seep_buffer *t, const char *s)
{
    for (; *s; s++) {
        if (*s == '&')
            seep_buffer_add(t, "&amp;");
        else if (*s == '<')
            seep_buffer_add(t, "&lt;");
        else if (*s == '>')
            seep_buffer_add(t, "&gt;");
        else if (*s == '"')
            seep_buffer_add(t, "&quot;");
        else
            seep_buffer_add_n(t, s, 1);
    }
}

static void add_attribute(struct seep_buffer *t, const char *name,
                          const char *value)
{
    struct seep_buffer plain = {0};

    seep_buffer_add_plain(&plain, value);
    seep_buffer_addf(t, " %s=\"", name);
    add_escaped(t, seep_buffer_string(&plain));
    seep_buffer_add(t, "\"");
    t->failed |= plain.failed;
    seep_buffer_fini(&plain);
}

static bool is_error(const struct seep_result *r)
{
    return r->status == SEEP_RESULT_LIMIT ||
           r->status == SEEP_RESULT_UNREADABLE;
}

static void add_failure(struct seep_buffer *t, const struct seep_result *r)
{
    const char *tag = is_error(r) ? "error" : "failure";

    seep_buffer_addf(t, "      <%s type=\"%s\"", tag,
                     r->shown ? seep_verdict_text(r->report.verdict)
                              : seep_result_text(r->status));
    add_attribute(t, "message", r->problem);
    seep_buffer_add(t, ">\n");
    add_escaped(t, r->unmet ? r->unmet : "");
    add_escaped(t, r->detail ? r->detail : "");
    seep_buffer_addf(t, "      </%s>\n", tag);
}

static void add_case(struct seep_buffer *t, const struct seep_result *r)
{
    seep_buffer_add(t, "    <testcase");
    add_attribute(t, "classname", r->file);
    add_attribute(t, "name", *r->name ? r->name : r->file);
    add_attribute(t, "file", r->file);
    seep_buffer_addf(t, " line=\"%" PRIu32 "\"", r->line);
    if (r->status == SEEP_RESULT_OK) {
        seep_buffer_add(t, "/>\n");
        return;
    }
    seep_buffer_add(t, ">\n");
    add_failure(t, r);
    seep_buffer_add(t, "    </testcase>\n");
}

static void add_counts(struct seep_buffer *t, const struct seep_result *list,
                       size_t n)
{
    size_t failures = 0, errors = 0;

    for (size_t i = 0; i < n; i++) {
        errors += is_error(&list[i]);
        failures += list[i].status == SEEP_RESULT_FAILED;
    }
    seep_buffer_addf(t, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", n,
                     failures, errors);
}

/* The results of one file stand together. */
static size_t same_file(const struct seep_results *r, size_t from)
{
    size_t n = 1;

    while (from + n < r->n && r->list[from + n].file == r->list[from].file)
        n++;
    return n;
}

void seep_junit_results(struct seep_buffer *t, const struct seep_results *r)
{
    seep_buffer_add(t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    seep_buffer_add(t, "<testsuites name=\"seep\"");
    add_counts(t, r->list, r->n);
    seep_buffer_add(t, ">\n");
    for (size_t i = 0; i < r->n;) {
        size_t n = same_file(r, i);
        seep_buffer_add(t, "  <testsuite");
        add_attribute(t, "name", r->list[i].file);
        add_counts(t, &r->list[i], n);
        seep_buffer_add(t, ">\n");
        for (; n; n--, i++)
            add_case(t, &r->list[i]);
        seep_buffer_add(t, "  </testsuite>\n");
    }
    seep_buffer_add(t, "</testsuites>\n");
}
