/* source.c - see source.h.
 *
 * A first line that begins with "#!" is for the system's loader: its first two
 * characters become a comment, so that lines keep their numbers. */
#include "bindings/terminal/source.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bindings/export/utf8.h"

enum { SOURCE_MAX = 64 * 1024 * 1024, FIRST = 16 * 1024 };

static bool complain(struct seep_buffer *why, const char *path,
                     const char *what)
{
    seep_buffer_addf(why, "%s: %s", path, what);
    return false;
}

/* Room for one more read; false: out of memory. */
static bool grow(struct seep_source *src, size_t *cap)
{
    if (src->length + 1 < *cap)
        return true;
    size_t more = *cap ? *cap * 2 : FIRST;
    char *text = realloc(src->text, more);
    if (!text)
        return false;
    src->text = text;
    *cap = more;
    return true;
}

/* Reads all of fd.  0 or an errno; EFBIG: more than a script can have. */
static int read_all(struct seep_source *src, int fd)
{
    size_t cap = 0;
    ssize_t n;

    do {
        if (!grow(src, &cap))
            return ENOMEM;
        n = read(fd, src->text + src->length, cap - 1 - src->length);
        if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0)
            src->length += (size_t)n;
        if (src->length > SOURCE_MAX)
            return EFBIG;
    } while (n);
    src->text[src->length] = '\0';
    return 0;
}

static bool open_and_read(struct seep_source *src, const char *path,
                          struct seep_buffer *why)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return complain(why, path, strerror(errno));
    int err = fstat(fd, &st) ? errno : 0;
    if (!err && S_ISDIR(st.st_mode))
        err = EISDIR;
    if (!err)
        err = read_all(src, fd);
    close(fd);
    if (err == EISDIR)
        return complain(why, path, "is a directory, not a script");
    if (err == EFBIG)
        return complain(why, path, "is larger than 64 MiB");
    return !err || complain(why, path, strerror(err));
}

static bool is_blank(const struct seep_source *src)
{
    size_t i = 0;

    while (i < src->length && isspace((unsigned char)src->text[i]))
        i++;
    return i == src->length;
}

/* Compiled Lua begins with ESC "LJ" (LuaJIT) or ESC "Lua". */
static bool is_bytecode(const struct seep_source *src)
{
    return src->text[0] == '\x1b' && src->text[1] == 'L';
}

static unsigned line_of(const struct seep_source *src, size_t at)
{
    unsigned line = 1;

    for (size_t i = 0; i < at; i++)
        line += src->text[i] == '\n';
    return line;
}

static bool check(const struct seep_source *src, const char *path,
                  struct seep_buffer *why)
{
    if (is_blank(src))
        return complain(why, path, "is empty");
    if (is_bytecode(src))
        return complain(why, path, "is compiled Lua; seep runs source text");
    if (memchr(src->text, '\0', src->length))
        return complain(why, path, "is a binary file, not Lua text");
    size_t at = seep_utf8_valid(src->text, src->length);
    if (at == src->length)
        return true;
    seep_buffer_addf(why, "%s:%u: is not UTF-8 text (byte 0x%02x)", path,
                     line_of(src, at), (unsigned char)src->text[at]);
    return false;
}

/* Takes a byte order mark away and hides "#!". */
static void tidy(struct seep_source *src)
{
    if (!strncmp(src->text, "\xef\xbb\xbf", 3)) {
        src->length -= 3;
        memmove(src->text, src->text + 3, src->length + 1);
    }
    if (!strncmp(src->text, "#!", 2))
        memcpy(src->text, "--", 2);
}

bool seep_source_read(struct seep_source *src, const char *path,
                      struct seep_buffer *why)
{
    *src = (struct seep_source){0};
    if (!*path)
        return complain(why, "\"\"", "is no file name");
    if (open_and_read(src, path, why) && check(src, path, why)) {
        tidy(src);
        return true;
    }
    seep_source_fini(src);
    return false;
}

void seep_source_fini(struct seep_source *src)
{
    free(src->text);
    *src = (struct seep_source){0};
}

static bool in_word(char c)
{
    return c == '_' || isalnum((unsigned char)c);
}

bool seep_source_mentions(const struct seep_source *src, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = src->text; (p = strstr(p, word)); p += n)
        if ((p == src->text || !in_word(p[-1])) && !in_word(p[n]))
            return true;
    return false;
}
