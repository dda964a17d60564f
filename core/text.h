/* text.h - strings of a report: made by printf, never NULL. */
#ifndef SEEP_TEXT_H
#define SEEP_TEXT_H

/* Returns new; when memory is out, the shared empty string. */
__attribute__((format(printf, 1, 2))) char *seep_text(const char *fmt, ...);

/* Appends to *s, which seep_text made. */
__attribute__((format(printf, 2, 3))) void seep_text_add(char **s,
                                                         const char *fmt, ...);
void seep_text_free(char *s);

#endif
