/* tour.c - a first session, line by line: each :tour shows what to type
 * next. */
#include <inttypes.h>

#include "bindings/terminal/command.h"
#include "bindings/terminal/prompt/prompt.h"
#include "bindings/terminal/value.h"

/* What to know, and the lines to type. */
static const struct stop {
    const char *text, *type[3];
} stops[] = {
    {"Each input is a goroutine of one world. An expression shows its value;\n"
     "locals stay. A channel without room makes sender and receiver meet.",
     {"local replies = chan(0, \"replies\")", "replies"}},
    {"Ask three back ends, keep the first reply. The world runs until the\n"
     "input has ended, then it stands still.",
     {"function ask(name, d) time.sleep(d) replies:send(name) end",
      "for i = 1, 3 do go(\"ask\" .. i, ask, \"b\" .. i, i * 10e6) end",
      "replies:recv()"}},
    {"Two are left. Let them go on, and look at them.", {":run", ":ps"}},
    {"They wait for good: a leak. Ask why, and what could be done.",
     {":why ask2"}},
    {"Go back to before the three were started, and try the fix: room for\n"
     "every reply.",
     {":undo 2", "replies = chan(3, \"replies\")"}},
    {"Again, and nobody is left.",
     {"for i = 1, 3 do go(\"ask\" .. i, ask, \"b\" .. i, i * 10e6) end",
      "replies:recv()", ":run"}},
    {"Does it depend on who goes first? Keep it as a scenario, too.",
     {":explore", ":save first.lua"}},
};

enum { STOPS = sizeof stops / sizeof *stops };

void seep_prompt_tour(struct seep_prompt *p, const char *args)
{
    struct seep_buffer t = {0};
    uint64_t n = p->tour + 1;

    if (*args && !seep_value_number(args, 1, STOPS, &n)) {
        seep_prompt_wrong(p, SEEP_EXIT_USAGE,
                          ":tour takes a number from 1 to "
                          "%d",
                          STOPS);
        return;
    }
    if (n > STOPS) {
        seep_prompt_notef(p, "That was the tour. :help has the rest; seep "
                             "help, the other commands.");
        p->tour = 0;
        return;
    }
    p->tour = (uint32_t)n;
    seep_buffer_addf(&t, "%" PRIu64 " of %d. %s Type:\n", n, STOPS,
                     stops[n - 1].text);
    for (int i = 0; i < 3 && stops[n - 1].type[i]; i++)
        seep_buffer_addf(&t, "    %s\n", stops[n - 1].type[i]);
    seep_buffer_add(&t, "and then :tour\n");
    seep_prompt_show(&t);
}
