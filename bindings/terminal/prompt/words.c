/* words.c - goroutines, objects and places in words. */
#include <inttypes.h>
#include <string.h>

#include "bindings/terminal/prompt/prompt.h"
#include "core/object.h"

void seep_prompt_add_g(struct seep_buffer *t, const struct seep_sim *s,
                       const struct seep_g *g)
{
    seep_buffer_addf(t, "g%" PRIu32, g->id);
    if (!g->name)
        return;
    seep_buffer_add(t, " \"");
    seep_buffer_add_plain(t, seep_name_text(&s->names, g->name));
    seep_buffer_add(t, "\"");
}

const char *seep_prompt_state(const struct seep_g *g)
{
    return g->status == SEEP_G_WAITING
               ? seep_wait_text((enum seep_wait_reason)g->wait)
               : seep_g_status_text((enum seep_g_status)g->status);
}

void seep_prompt_add_object(struct seep_buffer *t, const struct seep_sim *s,
                            const struct seep_object *o)
{
    if (!o) {
        seep_buffer_add(t, "nilchan");
        return;
    }
    if (o->name) {
        seep_buffer_add(t, "\"");
        seep_buffer_add_plain(t, seep_name_text(&s->names, o->name));
        seep_buffer_add(t, "\" ");
    }
    seep_buffer_addf(t, "%s#%" PRIu32,
                     seep_object_kind_prefix(seep_object_kind(o)), o->id);
}

void seep_prompt_add_short_site(struct seep_buffer *t, const struct seep_sim *s,
                                uint32_t site)
{
    const char *name = site ? seep_name_text(&s->names, site) : "?";
    const char *slash = strrchr(name, '/');

    seep_buffer_add_plain(t, slash ? slash + 1 : name);
    if (site)
        seep_buffer_addf(t, ":%" PRIu32, seep_site_line(&s->names, site));
}

void seep_prompt_add_site(struct seep_buffer *t, const struct seep_sim *s,
                          uint32_t site)
{
    if (!site) {
        seep_buffer_add(t, "?");
        return;
    }
    seep_buffer_add_plain(t, seep_name_text(&s->names, site));
    seep_buffer_addf(t, ":%" PRIu32, seep_site_line(&s->names, site));
}
