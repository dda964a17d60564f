/* rule.c - see rule.h: from a goroutine's operation to yes or no. */
#include "rule.h"

#include <stdio.h>
#include <string.h>

#include "chaos.h"
#include "core/chan.h"

/* ---- dice ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

/* Of its place in the family: the same whatever the ids are. */
static uint64_t mix_path(uint64_t h, const struct seep_g *g)
{
    uint32_t index = g->index;

    for (const struct seep_kin *k = seep_g_creator(g); k;
         index = k->index, k = k->up)
        h = mix(h, index);
    return h;
}

struct seep_rng seep_rule_dice(const struct seep_chaos *c,
                               const struct seep_rule *r,
                               const struct seep_sim *s, const struct seep_g *g)
{
    uint64_t h = mix(mix(s->opt.seed, c->seed), r->number);

    if (g)
        h = mix(mix(mix_path(h, g), g->nops), g->op.stops);
    else
        h = mix(mix(h, (uint64_t)s->now), s->fired);
    return seep_rng_stream(h, r->fault + 1u);
}

static double draw(struct seep_rng *dice)
{
    return (double)(seep_rng_next(dice) >> 11) * 0x1p-53;
}

int64_t seep_rule_by(const struct seep_rule *r, struct seep_rng *dice)
{
    double width = (double)(r->by[1] - r->by[0]);

    return r->by[0] + (int64_t)(draw(dice) * (width + (width > 0)));
}

/* ---- names ---- */

static bool is_called(struct seep_glob *glob, uint32_t key, const char *name,
                      const char *other)
{
    bool known;

    if (seep_glob_knows(glob, key, &known))
        return known;
    return seep_glob_learn(glob, key,
                           (*name && seep_glob_matches(glob->pattern, name)) ||
                               seep_glob_matches(glob->pattern, other));
}

/* By its name or its path ("main.2.1"). */
bool seep_rule_is_of(struct seep_rule *r, const struct seep_sim *s,
                     const struct seep_g *g)
{
    char path[128];
    bool known;

    if (r->goroutine_id)
        return g->id == r->goroutine_id;
    if (!r->goroutine.pattern)
        return true;
    if (seep_glob_knows(&r->goroutine, g->id, &known))
        return known;
    seep_g_path(g, path, sizeof path);
    return is_called(&r->goroutine, g->id, seep_name_text(&s->names, g->name),
                     path);
}

/* Is it a done channel?  Those have a name for who watches only, unless the
 * script gave them one. */
static bool is_context(const struct seep_object *o)
{
    return o && seep_object_kind(o) == SEEP_OBJ_CHAN &&
           ((const struct seep_chan *)o)->role == SEEP_CHAN_CONTEXT;
}

/* By its name or its number ("ch#1"). */
static bool is_object(struct seep_rule *r, const struct seep_sim *s,
                      const struct seep_object *o)
{
    char label[48];
    bool known;

    if (r->object_id)
        return o && o->id == r->object_id;
    if (!r->object.pattern)
        return true;
    if (!o || !o->id)
        return false;
    if (seep_glob_knows(&r->object, o->id, &known))
        return known;
    bool named = !is_context(o) || ((const struct seep_chan *)o)->named;
    snprintf(label, sizeof label, "%s#%u",
             seep_object_kind_prefix(seep_object_kind(o)), o->id);
    return is_called(&r->object, o->id,
                     named ? seep_name_text(&s->names, o->name) : "", label);
}

/* Any end of a path will do. */
static bool ends_as(const char *pattern, const char *where)
{
    for (const char *slash; where; where = slash ? slash + 1 : NULL) {
        if (seep_glob_matches(pattern, where))
            return true;
        slash = strchr(where, '/');
    }
    return false;
}

/* "dir/x.lua:12" fits the patterns "x.lua", "x.lua:12" and "dir/x.lua". */
static bool is_site(const char *pattern, const char *file, uint32_t line)
{
    char where[256];

    snprintf(where, sizeof where, "%s:%u", file, line);
    return ends_as(pattern, where) || ends_as(pattern, file);
}

/* Where g's operation stands: asked once for all rules. */
uint32_t seep_rule_site(struct seep_chaos *c, struct seep_sim *s,
                        struct seep_g *g)
{
    if (c->here_g != g->id || c->here_op != g->nops) {
        c->here = s->host_ops->where(s->host, g);
        c->here_g = g->id;
        c->here_op = g->nops;
    }
    return c->here;
}

static bool is_at(struct seep_chaos *c, struct seep_rule *r, struct seep_sim *s,
                  struct seep_g *g)
{
    bool known;

    if (!r->site.pattern)
        return true;
    uint32_t site = seep_rule_site(c, s, g);
    if (seep_glob_knows(&r->site, site, &known))
        return known;
    return seep_glob_learn(&r->site, site,
                           is_site(r->site.pattern,
                                   seep_name_text(&s->names, site),
                                   seep_site_line(&s->names, site)));
}

/* ---- points ---- */

static bool is_open(const struct seep_rule *r, const struct seep_sim *s)
{
    return !r->removed && !r->waits && s->now >= r->from && s->now < r->until;
}

/* Is the operation, on that object, at one of r's places? */
static bool is_place(const struct seep_rule *r, const struct seep_g *g,
                     const struct seep_object *o)
{
    if (r->places.spots >> SEEP_SPOT_CONTEXT & 1 && is_context(o))
        return true;
    return r->places.ops >> g->op.kind & 1;
}

static bool suits(struct seep_rule *r, const struct seep_sim *s,
                  const struct seep_g *g, const struct seep_object *o)
{
    return is_place(r, g, o) && is_object(r, s, o) &&
           seep__effect_fits(r, g, o);
}

/* A select is on all its channels. */
static bool find_object(struct seep_rule *r, const struct seep_sim *s,
                        const struct seep_g *g, struct seep_object **obj)
{
    *obj = g->op.obj;
    if (g->op.kind != SEEP_OP_SELECT)
        return suits(r, s, g, *obj);
    for (uint32_t i = 0; i < g->op.ncase; i++) {
        *obj = g->op.cases[i].obj;
        if (*obj && suits(r, s, g, *obj))
            return true;
    }
    *obj = NULL;
    return suits(r, s, g, NULL);
}

/* What the library does in the course of a call is not the script's doing;
 * but all network input and output is the library's. */
static bool is_inner(const struct seep_sim *s, struct seep_g *g)
{
    return g->op.kind != SEEP_OP_IO_WAIT && g->op.kind != SEEP_OP_IO_READY &&
           s->host_ops->is_inner && s->host_ops->is_inner(s->host, g);
}

/* Would at least `keep` of its goroutines be left without this one? */
static bool leaves_enough(struct seep_rule *r, const struct seep_sim *s)
{
    uint32_t alive = 0;

    if (!r->keep)
        return true;
    for (const struct seep_g *g = s->all_first; g; g = g->all_next)
        alive += seep_rule_is_of(r, s, g);
    return alive > r->keep;
}

/* Is there a context that it could end? */
static bool can_cancel(struct seep_chaos *c, struct seep_rule *r,
                       struct seep_object *o)
{
    return r->fault != SEEP_FAULT_CANCEL ||
           c->host->cancel(c, r, is_context(o) ? o : NULL, false);
}

bool seep_rule_concerns(struct seep_chaos *c, struct seep_rule *r,
                        struct seep_sim *s, struct seep_g *g)
{
    return is_place(r, g, g->op.obj) && seep_rule_is_of(r, s, g) &&
           is_object(r, s, g->op.obj) && is_at(c, r, s, g);
}

bool seep_rule_meets(struct seep_chaos *c, struct seep_rule *r,
                     struct seep_sim *s, struct seep_g *g,
                     struct seep_object **obj)
{
    if (!is_open(r, s) || !seep_rule_is_of(r, s, g) ||
        (g->id == r->last_g && g->nops == r->last_op) ||
        (g->killed && r->fault == SEEP_FAULT_KILL) ||
        (r->once && g->id > r->born) || !find_object(r, s, g, obj))
        return false;
    return is_at(c, r, s, g) && !is_inner(s, g) && leaves_enough(r, s) &&
           can_cancel(c, r, *obj) && (!r->asks || c->host->when(c, r));
}

/* ---- spots ---- */

/* A connection goes by its name, "client->server", or by either end's. */
static bool is_conn(const char *pattern, const char *name)
{
    const char *arrow = strstr(name, "->");
    char client[128];

    if (seep_glob_matches(pattern, name) || !arrow)
        return seep_glob_matches(pattern, name);
    snprintf(client, sizeof client, "%.*s", (int)(arrow - name), name);
    return seep_glob_matches(pattern, client) ||
           seep_glob_matches(pattern, arrow + 2);
}

bool seep_rule_meets_spot(struct seep_chaos *c, struct seep_rule *r,
                          struct seep_sim *s, struct seep_g *g,
                          enum seep_spot spot, const char *name)
{
    if (!(r->places.spots >> spot & 1) || !is_open(r, s) ||
        (r->conn && !is_conn(r->conn, name)) ||
        (r->object.pattern && !seep_glob_matches(r->object.pattern, name)))
        return false;
    if (!g)
        return !r->goroutine.pattern && !r->goroutine_id && !r->site.pattern &&
               (!r->asks || c->host->when(c, r));
    return seep_rule_is_of(r, s, g) && (!r->once || g->id <= r->born) &&
           is_at(c, r, s, g) && leaves_enough(r, s) &&
           (!r->asks || c->host->when(c, r));
}

/* ---- whether it fires ---- */

/* With one number, `every` counts from there on. */
static bool is_counted(const struct seep_rule *r)
{
    if (r->every && r->nnth <= 1) {
        uint64_t from = r->nnth ? r->nth[0] : r->every;
        return r->points >= from && (r->points - from) % r->every == 0;
    }
    for (uint32_t i = 0; i < r->nnth; i++)
        if (r->points == r->nth[i])
            return true;
    return !r->nnth;
}

static bool is_drawn(const struct seep_chaos *c, const struct seep_rule *r,
                     const struct seep_sim *s, const struct seep_g *g)
{
    if (r->p >= 1)
        return true;
    struct seep_rng dice = seep_rule_dice(c, r, s, g);
    return draw(&dice) < r->p;
}

/* Every other one, in a run of a swarm's: faults hide each other. */
static bool sits_out(const struct seep_chaos *c, const struct seep_rule *r,
                     const struct seep_sim *s)
{
    enum { SWARM = 1000 }; /* its purpose, apart from those of faults */
    uint64_t h = mix(mix(s->opt.seed, c->seed), r->number);
    struct seep_rng rng = seep_rng_stream(h, SWARM);

    return s->opt.swarms && r->planned && seep_rng_below(&rng, 2);
}

static void begin(struct seep_rule *r, const struct seep_g *g)
{
    r->waits = false;
    r->last_g = g ? g->id : 0;
    r->last_op = g ? g->nops : 0;
}

/* Of its points by itself, unless the choice is replayed. */
static bool would_fire(const struct seep_chaos *c, const struct seep_rule *r,
                       const struct seep_sim *s, const struct seep_g *g)
{
    if (r->sweeps && s->opt.sweep)
        return r->points == s->opt.sweep;
    return (!r->max || r->hits < r->max) && is_counted(r) &&
           !sits_out(c, r, s) && is_drawn(c, r, s, g);
}

bool seep_rule_fires(struct seep_chaos *c, struct seep_rule *r,
                     struct seep_sim *s, struct seep_g *g)
{
    r->points++;
    if (c->dry)
        return false;
    if (!seep_choose_fault(s, g, r->number, would_fire(c, r, s, g)))
        return false;
    r->hits++;
    if (r->then && r->hits == r->max)
        begin(r->then, g);
    return true;
}
