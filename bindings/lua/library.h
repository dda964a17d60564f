/* library.h - building a Lua state with everything scripts see. */
#ifndef SEEP_LUA_LIBRARY_H
#define SEEP_LUA_LIBRARY_H

#include <lua.h>

struct seep_world;

/* A protected function: opens what is allowed of Lua's libraries, the bound
 * functions and scripts/seep, leaving the environment in the registry.
 * Argument: the struct seep_world, as light userdata. */
int seep_library_open(lua_State *L);

#endif
