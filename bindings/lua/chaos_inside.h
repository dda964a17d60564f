/* chaos_inside.h - what the files of chaos in Lua share. */
#ifndef SEEP_LUA_CHAOS_INSIDE_H
#define SEEP_LUA_CHAOS_INSIDE_H

#include "chaos.h"
#include "world_inside.h"

/* Fields of the registry's table SEEP_REG_CHAOS; below them, from 1: the
 * `when` of rules. */
enum seep_lua_chaos_field {
    SEEP_CHAOS_ARM = -1,        /* function(plan): arms it */
    SEEP_CHAOS_COMPILE = -2,    /* function(chunk, path, text): its plan */
    SEEP_CHAOS_CANCEL = -3,     /* function(ctx, cause): ends it */
    SEEP_CHAOS_HYPOTHESIS = -4, /* a list of functions */
    SEEP_CHAOS_PLANS = -5,      /* those of the command line, compiled */
    SEEP_CHAOS_CONTEXTS = -6,   /* weak: [i] = a context that can be ended */
    SEEP_CHAOS_PINS = -7,       /* what is not to be collected */
};

/* Pushes such a field; sets it to the value on top, which is popped. */
void seep_lua__chaos_get(lua_State *L, int key);
void seep_lua__chaos_set(lua_State *L, int key);

/* Where a call can be made now: in the goroutine that is at work, or outside
 * of all. */
lua_State *seep_lua__chaos_caller(const struct seep_g *g);

/* The rule of that number, or NULL; c may be NULL. */
struct seep_rule *seep_lua__chaos_rule(const struct seep_chaos *c,
                                       uint32_t number);

/* struct seep_chaos_host: what the core asks of a plan's functions... */
bool seep_lua__chaos_when(struct seep_chaos *c, struct seep_rule *r);
bool seep_lua__chaos_holds(struct seep_chaos *c);
bool seep_lua__chaos_look(struct seep_hook *h, struct seep_sim *s,
                          struct seep_g *g, enum seep_outcome *r);

/* ...and does in the world. */
bool seep_lua__chaos_cancel(struct seep_chaos *c, struct seep_rule *r,
                            struct seep_object *ch, bool act);
void seep_lua__chaos_pin(struct seep_chaos *c, struct seep_g *g,
                         struct seep_chan *ch);
void seep_lua__chaos_jump(struct seep_chaos *c, int64_t d);

/* Puts what scripts can ask into the table on top. */
void seep_lua__chaos_open_told(lua_State *L);

#endif
