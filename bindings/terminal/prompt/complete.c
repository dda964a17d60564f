/* complete.c - completion of names, without running anything of the script:
 * variables, fields along __index tables, methods, commands, goroutines,
 * files; and the names of the interface, used or not. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <readline/readline.h>

#include "bindings/lua/plans.h"
#include "bindings/terminal/doc.h"
#include "bindings/terminal/prompt/prompt.h"
#include "core/explore/strategies.h"

/* Readline's functions have no context. */
static struct seep_prompt *prompt;

static struct {
    char **word; /* those that fit; readline takes them */
    size_t n, cap, next;
    char lead[256]; /* what stands in front of the last part: "time." */
    char part[128]; /* the beginning of that */
} found;

static void add(const char *lead, const char *name)
{
    size_t n = strlen(lead) + strlen(name) + 1;

    if (strncmp(name, found.part, strlen(found.part)) != 0)
        return;
    for (size_t i = 0; i < found.n; i++)
        if (!strcmp(found.word[i] + strlen(lead), name))
            return;
    if (found.n == found.cap) {
        size_t cap = found.cap ? found.cap * 2 : 64;
        void *more = realloc(found.word, cap * sizeof *found.word);
        if (!more)
            return;
        found.word = more;
        found.cap = cap;
    }
    if ((found.word[found.n] = malloc(n)))
        snprintf(found.word[found.n++], n, "%s%s", lead, name);
}

static bool is_name(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
                         "0123456789");

    return *s && !s[n] && !(*s >= '0' && *s <= '9');
}

static void take(void *context, const char *name, bool function)
{
    (void)context;
    (void)function;
    if (is_name(name))
        add(found.lead, name);
}

/* A name of the interface, "time.sleep". */
static void take_topic(void *context, const char *name)
{
    size_t n = strlen(found.lead);

    (void)context;
    if (!strncmp(name, found.lead, n) && is_name(name + n))
        add(found.lead, name + n);
}

static void find_names(const char *text)
{
    const char *dot = strrchr(text, '.'), *colon = strrchr(text, ':');
    const char *cut = colon > dot ? colon : dot;
    size_t n = cut ? (size_t)(cut - text) + 1 : 0;

    snprintf(found.lead, sizeof found.lead, "%.*s", (int)n, text);
    snprintf(found.part, sizeof found.part, "%s", text + n);
    seep_live_names(prompt->live, found.lead, take, NULL);
    seep_doc_names(take_topic, NULL);
}

static void find_commands(const char *text)
{
    *found.lead = '\0';
    snprintf(found.part, sizeof found.part, "%s", text);
    for (size_t i = 0; i < seep_prompt_ncommands; i++) {
        char name[40];
        snprintf(name, sizeof name, ":%s", seep_prompt_commands[i].name);
        add("", name);
    }
}

static void find_goroutines(const char *text)
{
    const struct seep_sim *s = seep_live_sim(prompt->live);
    char id[16];

    *found.lead = '\0';
    snprintf(found.part, sizeof found.part, "%s", text);
    for (const struct seep_g *g = s->all_first; g; g = g->all_next) {
        if (g->id == 1)
            continue;
        snprintf(id, sizeof id, "g%" PRIu32, g->id);
        add("", id);
        if (g->name && is_name(seep_name_text(&s->names, g->name)))
            add("", seep_name_text(&s->names, g->name));
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *next_word(const char *text, int state)
{
    (void)text;
    if (!state)
        found.next = 0;
    return found.next < found.n ? found.word[found.next++] : NULL;
}

/* ---- what stands behind commands ---- */

static void begin_words(const char *text)
{
    *found.lead = '\0';
    snprintf(found.part, sizeof found.part, "%s", text);
}

static void find_strategies(const char *text)
{
    begin_words(text);
    for (const struct seep_strategy_row *row = seep_strategy_rows; row->name;
         row++)
        add("", row->name);
}

static void find_worlds(const char *text)
{
    const char *name;
    uint64_t moment;

    begin_words(text);
    for (uint32_t i = 0; (name = seep_live_fork_name(prompt->live, i, &moment));
         i++)
        add("", name);
}

static void find_plans(const char *text)
{
    const char *names = seep_plan_names();
    char name[64];

    begin_words(text);
    while (*names) {
        size_t n = strcspn(names, ", ");
        snprintf(name, sizeof name, "%.*s", (int)n, names);
        add("", name);
        names += n + strspn(names + n, ", ");
    }
}

static void take_object(void *context, const struct seep_object *o)
{
    const struct seep_sim *s = seep_live_sim(prompt->live);
    char id[32];

    (void)context;
    if (seep_object_kind(o) == SEEP_OBJ_G)
        return;
    snprintf(id, sizeof id, "%s#%" PRIu32,
             seep_object_kind_prefix(seep_object_kind(o)), o->id);
    add("", id);
    if (o->name && is_name(seep_name_text(&s->names, o->name)))
        add("", seep_name_text(&s->names, o->name));
}

static void find_objects(const char *text)
{
    begin_words(text);
    seep_live_objects(prompt->live, take_object, NULL);
}

static bool stands_before(int start, const char *word)
{
    int n = (int)strlen(word);

    return start >= n && !strncmp(rl_line_buffer + start - n, word, (size_t)n);
}

/* Operations, and what stands behind "object=" and "goroutine=". */
static void find_breaks(const char *text, int start)
{
    if (stands_before(start, "object=")) {
        find_objects(text);
        return;
    }
    if (stands_before(start, "goroutine=")) {
        find_goroutines(text);
        return;
    }
    begin_words(text);
    for (int k = 1; k < SEEP_OP_COUNT; k++)
        add("", seep_op_name((enum seep_op_kind)k));
    add("", "object=");
    add("", "goroutine=");
    add("", "fault");
    add("", "none");
}

static void find_help(const char *text)
{
    find_names(text);
    if (*found.lead)
        return;
    for (size_t i = 0; i < seep_prompt_ncommands; i++)
        add("", seep_prompt_commands[i].name);
}

/* The command in front of the word; NULL: none. */
static const struct seep_prompt_command *command(void)
{
    const char *line = rl_line_buffer;
    char name[32];

    if (*line != ':' || line[1] == ':')
        return NULL;
    line++;
    (void)seep_prompt_word(&line, name, sizeof name);
    for (size_t i = 0; i < seep_prompt_ncommands; i++)
        if (!strcmp(seep_prompt_commands[i].name, name))
            return &seep_prompt_commands[i];
    return NULL;
}

/* Is a file's name all that can stand there?  :explore takes Lua too. */
static bool takes_file(const struct seep_prompt_command *c, const char *text)
{
    return strstr(c->args, "FILE") &&
           (strcmp(c->name, "explore") != 0 || strchr(text, '/'));
}

static void find_argument(const struct seep_prompt_command *c, const char *text,
                          int start)
{
    const char *name = c->name;

    if (!strcmp(name, "strategy"))
        find_strategies(text);
    else if (!strcmp(name, "switch") || !strcmp(name, "diff"))
        find_worlds(text);
    else if (!strcmp(name, "chaos"))
        find_plans(text);
    else if (!strcmp(name, "chans") || !strcmp(name, "locks"))
        find_objects(text);
    else if (!strcmp(name, "break"))
        find_breaks(text, start);
    else if (!strcmp(name, "help"))
        find_help(text);
    else if (strchr(c->args, 'G'))
        find_goroutines(text);
    else if (!takes_file(c, text))
        find_names(text);
}

static char **complete(const char *text, int start, int end)
{
    const struct seep_prompt_command *c = start ? command() : NULL;

    (void)end;
    rl_completion_append_character = '\0';
    found.n = 0;
    if (!start && *text == ':')
        find_commands(text);
    else if (c)
        find_argument(c, text, start);
    else
        find_names(text);
    if (c && strstr(c->args, "FILE") && !found.n)
        return NULL; /* readline's own completion of file names */
    rl_attempted_completion_over = 1;
    if (found.n)
        qsort(found.word, found.n, sizeof *found.word, by_name);
    return rl_completion_matches(text, next_word);
}

void seep_prompt_completion(struct seep_prompt *p)
{
    prompt = p;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t\n\"'`()[]{}<>=+-*/%^#,;~&|!";
    rl_basic_word_break_characters = rl_completer_word_break_characters;
}
