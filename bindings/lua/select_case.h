/* select_case.h - what recv(ch) and send(ch, v) make for select. */
#ifndef SEEP_LUA_SELECT_CASE_H
#define SEEP_LUA_SELECT_CASE_H

#include "host.h"

enum { SEEP_CASE_MAGIC = SEEP_OBJECT_MAGIC | 0x103 };

struct seep_case {
    uint32_t magic;       /* SEEP_CASE_MAGIC */
    uint8_t dir;          /* enum seep_dir */
    bool fields;          /* has the fields below in its environment */
    struct seep_chan *ch; /* NULL: the nil channel */
};

/* Fields of the environment; CHAN keeps the channel alive. */
enum { SEEP_CASE_LABEL = 1, SEEP_CASE_VALUE, SEEP_CASE_CHAN };

#endif
