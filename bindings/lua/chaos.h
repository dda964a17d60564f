/* chaos.h - plans of faults, for the files of this folder. */
#ifndef SEEP_LUA_CHAOS_H
#define SEEP_LUA_CHAOS_H

#include "host.h"

#include "chaos/chaos.h"

/* The chaos of the present run and what it needs of Lua, in the room aside. */
struct seep_lua_chaos {
    struct seep_chaos *c;
    struct seep_g env;     /* in whose name functions of a plan look around */
    struct seep_hook look; /* lets them do nothing else */
    bool looking;          /* one of them is at it */
};

/* Puts the context on top, which is open, among those that a fault can end;
 * only when faults are about. */
void seep_lua_chaos_track(lua_State *L);

/* Arms the plans for the run of scenario i (0: the script); called in
 * protected mode, before main starts. */
void seep_lua_chaos_begin(lua_State *L, uint32_t i);

/* For who proves that a goroutine is stuck: may a fault still let g go on?
 * Contexts that one may still end go into the table at index `kept`. */
bool seep_lua_chaos_may_free(const struct seep_g *g);
void seep_lua_chaos_keep(lua_State *L, int kept);

/* The run is over: does the hypothesis hold at its end, if it would pass? */
void seep_lua_chaos_end(void);

/* Compiles a plan's text and keeps it.  Is it a sweep?  Raises an error. */
bool seep_lua_chaos_read(lua_State *L, const char *path, const char *text,
                         size_t length);

#endif
