/* options.c - one table of options; the first mistake ends the reading. */
#include "bindings/terminal/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "bindings/terminal/complain.h"
#include "bindings/terminal/set.h"
#include "bindings/terminal/value.h"

enum { FIRST_ID = 256 }; /* getopt_long values: FIRST_ID + index */

static const struct option end_of_options = {0};

/* The table as getopt_long wants it. */
static void fill(struct option *to, unsigned what)
{
    size_t n = 0;

    for (size_t i = 0; i < seep_set_count; i++)
        if (seep_set_table[i].what & what)
            to[n++] = (struct option){.name = seep_set_table[i].name,
                                      .has_arg = seep_set_table[i].takes
                                                     ? required_argument
                                                     : no_argument,
                                      .val = FIRST_ID + (int)i};
    to[n] = end_of_options;
}

static int wrong(const struct seep_settings *s, const char *what,
                 const char *option)
{
    return seep_complain(s->command, "%s %s (see seep help %s)", what, option,
                         s->command);
}

/* No long option begins with the first n characters behind "--" in word. */
static int unknown(const struct seep_settings *s, const char *word, size_t n,
                   unsigned what)
{
    const char *names[SEEP_SET_MAX + 1];
    char name[32];
    size_t k = 0;

    for (size_t i = 0; i < seep_set_count; i++)
        if (seep_set_table[i].what & what)
            names[k++] = seep_set_table[i].name;
    names[k] = NULL;
    snprintf(name, sizeof name, "%.*s", (int)n, word + 2);
    const char *near = seep_value_nearest(name, names);
    if (near)
        return seep_complain(s->command,
                             "there is no option %s; did you mean --%s? "
                             "(see seep help %s)",
                             word, near, s->command);
    return wrong(s, "there is no option", word);
}

/* A long option that getopt_long refused: which mistake was it? */
static int refused_long(const struct seep_settings *s, const char *word,
                        unsigned what)
{
    size_t n = strcspn(word + 2, "=");
    unsigned matches = 0;
    bool exact = false;

    for (size_t i = 0; i < seep_set_count; i++) {
        const struct seep_set *o = &seep_set_table[i];
        if (!(o->what & what) || strncmp(o->name, word + 2, n) != 0)
            continue;
        matches++;
        exact |= !o->name[n];
    }
    if ((exact || matches == 1) && word[2 + n])
        return wrong(s, "no value belongs behind", word);
    if (matches > 1)
        return wrong(s, "more than one option begins with", word);
    return unknown(s, word, n, what);
}

static int refused(const struct seep_settings *s, char **argv, unsigned what)
{
    char letter[] = {'-', (char)optopt, '\0'};
    const char *word = argv[optind - 1];

    if (optopt && optopt < FIRST_ID)
        return wrong(s, "there is no option", letter);
    return refused_long(s, word, what);
}

static int missing_value(const struct seep_settings *s, char **argv)
{
    return wrong(s, "a value must follow", argv[optind - 1]);
}

static int set(struct seep_settings *s, size_t i, const char *value)
{
    const struct seep_set *o = &seep_set_table[i];
    struct seep_buffer why = {0};
    int status = 0;

    if (!o->set(s, value, &why))
        status = seep_complain(s->command, "--%s: %s (see seep help %s)",
                               o->name, seep_buffer_string(&why), s->command);
    seep_buffer_fini(&why);
    return status;
}

static int set_letter(struct seep_settings *s, int letter)
{
    for (size_t i = 0; i < seep_set_count; i++)
        if (seep_set_table[i].letter == letter)
            return set(s, i, NULL);
    return 0;
}

/* One result of getopt_long. */
static int take(struct seep_settings *s, int c, char **argv, unsigned what)
{
    static char input[] = "/dev/stdin";

    if (c == '?')
        return refused(s, argv, what);
    if (c == ':')
        return missing_value(s, argv);
    if (c >= FIRST_ID)
        return set(s, (size_t)(c - FIRST_ID), optarg);
    if (c != 1)
        return set_letter(s, c);
    /* Never overtakes optind. */
    s->operand[s->noperands++] = strcmp(optarg, "-") != 0 ? optarg : input;
    return 0;
}

static void init(struct seep_settings *s, char **argv)
{
    *s = (struct seep_settings){.command = argv[0],
                                .sim = seep_options_default(),
                                .world = seep_world_options_default(),
                                .history = SEEP_HISTORY_DEFAULT,
                                .operand = argv + 1};
}

/* "-" first: words that are no options come in their order, so that those
 * before "--" can be told from those behind it. */
int seep_options_read(struct seep_settings *s, unsigned what, int argc,
                      char **argv)
{
    struct option table[SEEP_SET_MAX + 1];
    int c, status = 0;

    init(s, argv);
    fill(table, what);
    opterr = 0;
    optind = 0;
    while (!status && !s->help &&
           (c = getopt_long(argc, argv, "-:hqv", table, NULL)) != -1)
        status = take(s, c, argv, what);
    s->rest = argv + optind;
    s->nrest = argc - optind;
    return status;
}
