/* insight.c - see insight.h. */
#include "bindings/export/insight.h"

#include <inttypes.h>
#include <stdlib.h>

#include "bindings/export/buffer.h"

void seep_insight_fini(struct seep_insight *i)
{
    free(i->turn.what);
    free(i->lost.what);
    *i = (struct seep_insight){0};
}

static const char *s_of(uint32_t n)
{
    return n == 1 ? "" : "s";
}

/* "fails with 1 of 3 faults and no preemption: " */
static void add_faults(struct seep_buffer *t, const struct seep_insight *i)
{
    if (!i->all_faults)
        return;
    seep_buffer_addf(t, "fails with %" PRIu32 " of %" PRIu32 " fault%s and ",
                     i->faults, i->all_faults, s_of(i->all_faults));
    if (i->preemptions)
        seep_buffer_addf(t, "%" PRIu32 " preemption%s: ", i->preemptions,
                         s_of(i->preemptions));
    else
        seep_buffer_add(t, "no preemption: ");
}

void seep_insight_schedule(struct seep_buffer *t, const struct seep_insight *i)
{
    if (!i->known)
        return;
    add_faults(t, i);
    if (!i->deviations) {
        seep_buffer_add(t, "the default one");
        return;
    }
    seep_buffer_addf(t, "%" PRIu32 " deviation%s, %" PRIu32 " preemption%s",
                     i->deviations, s_of(i->deviations), i->preemptions,
                     s_of(i->preemptions));
    if (i->runs && i->fewest)
        seep_buffer_addf(t, "; none with fewer fails (%" PRIu32 " run%s)",
                         i->runs, s_of(i->runs));
    else if (!i->fewest)
        seep_buffer_add(t, "; with fewer it may fail too");
}

static void add_moment(struct seep_buffer *t,
                       const struct seep_insight_moment *m)
{
    seep_buffer_addf(t, "step %" PRIu64, m->step);
    if (m->what)
        seep_buffer_addf(t, " (%s)", m->what);
}

void seep_insight_turn(struct seep_buffer *t, const struct seep_insight *i)
{
    if (!i->known || !i->turns)
        return;
    add_moment(t, &i->turn);
    seep_buffer_add(t, ": without this choice it does not fail so");
}

void seep_insight_lost(struct seep_buffer *t, const struct seep_insight *i)
{
    if (!i->known || !i->tails)
        return;
    if (i->before == i->tails) {
        seep_buffer_addf(
            t, "from the start: all of %" PRIu32 " runs at random fail so",
            i->tails);
        return;
    }
    seep_buffer_add(t, "from ");
    add_moment(t, &i->lost);
    seep_buffer_addf(t,
                     " on: %" PRIu32 " of %" PRIu32
                     " runs that go on at random fail so, of those that "
                     "choose anew there %" PRIu32,
                     i->tails, i->tails, i->before);
}

static void put_moment(struct seep_json *j, const char *key,
                       const struct seep_insight_moment *m)
{
    seep_json_object(j, key);
    seep_json_uint(j, "step", m->step);
    seep_json_string(j, "what", m->what ? m->what : "");
    seep_json_end(j);
}

void seep_insight_json(struct seep_json *j, const char *key,
                       const struct seep_insight *i)
{
    if (!i->known)
        return;
    seep_json_object(j, key);
    seep_json_uint(j, "deviations", i->deviations);
    seep_json_uint(j, "preemptions", i->preemptions);
    seep_json_bool(j, "fewest", i->fewest);
    if (i->turns)
        put_moment(j, "turn", &i->turn);
    if (i->tails) {
        seep_json_uint(j, "tails", i->tails);
        seep_json_uint(j, "failed_before", i->before);
        put_moment(j, "lost", &i->lost);
    }
    seep_json_end(j);
}
