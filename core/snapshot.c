/* snapshot.c - copies of the used bytes; the base, page by page.
 *
 * The base's pages are read-only while a run goes on, but for those known to
 * be written: the first write to another one is a fault, after which the page
 * is known too and stays writable.  A handful of runs later there are no more
 * faults.  When most pages are known (a run collected its garbage), all are
 * forgotten after some restores: the next runs may be small again. */
#include "snapshot.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct seep_snapshot {
    size_t size, aside;
    const struct seep_snapshot *of; /* the base that it is a change of: it has
                                       only some of its pages; or NULL */
    uint32_t *page;                 /* their numbers, [0..npages) */
    uint32_t npages;
    char bytes[]; /* of those, what lies behind the base's, and those aside; or
                     `size` of them, and those aside */
};

enum { FORGET_AFTER = 64 };

/* What is known of the base.  No part of any run: the bytes after a restore
 * are the same without it. */
static struct {
    const struct seep_snapshot *s; /* NULL: there is none */
    char *arena;
    size_t page;
    uint32_t npages, nwritten;
    uint32_t *written; /* pages, in the order of their first write */
    uint8_t *known;    /* by page: is it among them? */
    uint32_t full;     /* restores with most pages written */
    bool guarded;
    struct sigaction before;
} base;

/* ---- guarding ---- */

static bool allow(uint32_t page, uint32_t n)
{
    return !mprotect(base.arena + page * base.page, n * base.page,
                     PROT_READ | PROT_WRITE);
}

void seep_snapshot_unguard(void)
{
    if (base.guarded)
        seep_assert(allow(0, base.npages));
    base.guarded = false;
}

static uint32_t page_of(const void *address)
{
    uintptr_t at = (uintptr_t)address - (uintptr_t)base.arena;
    uintptr_t page = at / base.page;

    return page < base.npages ? (uint32_t)page : base.npages;
}

/* SIGSEGV: a first write, or somebody else's business. */
static void on_fault(int sig, siginfo_t *info, void *context)
{
    (void)context;
    uint32_t page = base.guarded ? page_of(info->si_addr) : base.npages;

    if (page == base.npages || base.known[page]) {
        sigaction(sig, &base.before, NULL); /* it comes again */
        return;
    }
    base.known[page] = 1;
    base.written[base.nwritten++] = page;
    if (!allow(page, 1))
        seep_snapshot_unguard();
}

static void catch_faults(void)
{
    struct sigaction act;

    memset(&act, 0, sizeof act);
    act.sa_sigaction = on_fault;
    act.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    sigaction(SIGSEGV, &act, &base.before);
}

static void forget_pages(void)
{
    memset(base.known, 0, base.npages);
    base.nwritten = 0;
    base.full = 0;
}

/* The arena holds the base's bytes: guards the pages not known. */
static void guard(void)
{
    uint32_t i = 0, n;

    base.guarded = !mprotect(base.arena, base.npages * base.page, PROT_READ);
    while (base.guarded && i < base.npages) {
        for (n = 0; i + n < base.npages && base.known[i + n]; n++)
            ;
        if (n && !allow(i, n))
            seep_snapshot_unguard();
        i += n + 1;
    }
}

static void drop_base(void)
{
    if (!base.s)
        return;
    seep_snapshot_unguard();
    sigaction(SIGSEGV, &base.before, NULL);
    free(base.written);
    free(base.known);
    memset(&base, 0, sizeof base);
}

/* Without memory to know the pages, the snapshot is one like any other. */
static void set_base(struct seep_arena *a, const struct seep_snapshot *s)
{
    drop_base();
    base.page = (size_t)sysconf(_SC_PAGESIZE);
    base.npages = (uint32_t)(s->size / base.page);
    base.written = malloc((base.npages + 1) * sizeof *base.written);
    base.known = calloc(base.npages + 1, 1);
    if (!base.written || !base.known) {
        free(base.written);
        free(base.known);
        return;
    }
    base.s = s;
    base.arena = (char *)a;
    catch_faults();
    guard();
}

/* ---- snapshots ---- */

struct seep_snapshot *seep_snapshot_take(const struct seep_arena *a)
{
    size_t size = seep_arena_stats(a).used, more;
    const void *aside = seep_arena_room_aside(a, &more);
    struct seep_snapshot *s = malloc(sizeof *s + size + more);

    if (!s)
        return NULL;
    *s = (struct seep_snapshot){.size = size, .aside = more};
    memcpy(s->bytes, a, size);
    if (more)
        memcpy(s->bytes + size, aside, more);
    return s;
}

/* Copies n pages of the base to `to`, and their numbers. */
static size_t keep_pages(struct seep_snapshot *s, char *to)
{
    for (uint32_t i = 0; i < base.nwritten; i++) {
        size_t page = base.written[i];
        s->page[i] = (uint32_t)page;
        memcpy(to + i * base.page, base.arena + page * base.page, base.page);
    }
    s->npages = base.nwritten;
    return s->npages * base.page;
}

struct seep_snapshot *seep_snapshot_take_change(const struct seep_arena *a)
{
    size_t size = seep_arena_stats(a).used, more;
    const char *aside = seep_arena_room_aside(a, &more);
    size_t pages = base.nwritten * base.page, whole = base.npages * base.page;

    if (!base.guarded || (const char *)a != base.arena)
        return seep_snapshot_take(a);
    struct seep_snapshot *s = malloc(sizeof *s + pages + size - whole + more +
                                     (base.nwritten + 1) * sizeof *s->page);
    if (!s)
        return NULL;
    *s = (struct seep_snapshot){.size = size, .aside = more, .of = base.s};
    s->page = (uint32_t *)(s->bytes + pages + (size - whole) + more);
    char *to = s->bytes + keep_pages(s, s->bytes);
    memcpy(to, base.arena + whole, size - whole);
    if (more)
        memcpy(to + (size - whole), aside, more);
    return s;
}

struct seep_snapshot *seep_snapshot_take_base(struct seep_arena *a)
{
    seep_snapshot_unguard();
    seep_arena_seal(a);
    struct seep_snapshot *s = seep_snapshot_take(a);
    if (s)
        set_base(a, s);
    return s;
}

static void copy(char *to, const char *from, size_t at, size_t n)
{
    memcpy(to + at, from + at, n);
}

static void restore_pages(const struct seep_snapshot *s)
{
    size_t whole = base.npages * base.page;

    for (uint32_t i = 0; i < base.nwritten; i++)
        copy(base.arena, s->bytes, base.written[i] * base.page, base.page);
    copy(base.arena, s->bytes, whole, s->size - whole);
    if (base.nwritten > base.npages / 2 && ++base.full > FORGET_AFTER) {
        forget_pages();
        guard();
    }
}

static void restore_all(struct seep_arena *a, const struct seep_snapshot *s)
{
    if ((char *)a == base.arena)
        seep_snapshot_unguard();
    memcpy(a, s->bytes, s->size);
    if (s == base.s)
        guard();
}

static void learn(uint32_t page)
{
    if (base.known[page])
        return;
    base.known[page] = 1;
    base.written[base.nwritten++] = page;
    if (base.guarded && !allow(page, 1))
        seep_snapshot_unguard();
}

/* The base, but for the pages that s has. */
static void restore_change(struct seep_arena *a, const struct seep_snapshot *s)
{
    enum { KNOWN = 1, HAS = 2 };
    size_t whole = base.npages * base.page;
    const char *from = s->bytes + s->npages * base.page;

    seep_assert(s->of == base.s);
    if (!base.guarded)
        restore_all(a, base.s);
    for (uint32_t i = 0; i < s->npages; i++) {
        learn(s->page[i]);
        base.known[s->page[i]] = HAS;
    }
    for (uint32_t i = 0; i < base.nwritten; i++)
        if (base.known[base.written[i]] == KNOWN)
            copy(base.arena, base.s->bytes, base.written[i] * base.page,
                 base.page);
    for (uint32_t i = 0; i < s->npages; i++) {
        base.known[s->page[i]] = KNOWN;
        memcpy(base.arena + s->page[i] * base.page, s->bytes + i * base.page,
               base.page);
    }
    memcpy(base.arena + whole, from, s->size - whole);
}

/* What lies aside comes last. */
static const char *aside_of(const struct seep_snapshot *s)
{
    size_t pages = s->npages * base.page, whole = base.npages * base.page;

    return s->bytes + (s->of ? pages + s->size - whole : s->size);
}

void seep_snapshot_restore(struct seep_arena *a, const struct seep_snapshot *s)
{
    size_t used;

    if (s->of)
        restore_change(a, s);
    else if (s == base.s && base.guarded)
        restore_pages(s);
    else
        restore_all(a, s);
    if (s->aside)
        memcpy(seep_arena_room_aside(a, &used), aside_of(s), s->aside);
}

void seep_snapshot_free(struct seep_snapshot *s)
{
    if (s && s == base.s)
        drop_base();
    free(s);
}

size_t seep_snapshot_size(const struct seep_snapshot *s)
{
    return (size_t)(aside_of(s) - s->bytes) + s->aside;
}
