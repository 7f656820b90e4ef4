/* error.h -- what went wrong, where, and what to do about it.
 * Depends on: str.   SPDX-License-Identifier: Apache-2.0
 *
 * Every fallible call returns enum ll_status and takes a trailing struct ll_error *, NULL
 * allowed. The status tells the caller what to do, the message tells the user. An error is
 * filled once, where the fault is known, and passed on. */
#ifndef LL_BASE_ERROR_H
#define LL_BASE_ERROR_H

#include "base/compiler.h"
#include "base/str.h"
#include <stdint.h>

enum ll_status {
    LL_OK = 0,
    LL_ERR_NOMEM,  /* stop */
    LL_ERR_SYNTAX, /* a file of the user's is wrong: stop at start-up, exit 2 */
    LL_ERR_TYPE,   /* likewise: an expression or a value of the wrong type */
    LL_ERR_LIMIT,  /* a named limit was passed */
    LL_ERR_DATA,   /* an event is malformed: reject it, count it, go on */
    LL_ERR_IO,     /* a file could not be read or written */
    LL_ERR_BROKER, /* Kafka is away: retry, commit nothing meanwhile */
    LL_ERR_STORE   /* Redis is away: retry, commit nothing meanwhile */
};

/* A text that errors point into. Must outlive the errors. */
struct ll_source {
    const char *file; /* as the user named it; NUL-terminated */
    ll_str text;      /* the whole text */
};

/* A place in a source. line and col are 1-based, in bytes; line 0: no place. width: bytes to
 * underline, at least 1. */
struct ll_pos {
    const struct ll_source *source;
    uint32_t line, col, width;
};

#define LL_ERROR_MESSAGE_MAX 480

struct ll_error {
    enum ll_status status;
    struct ll_pos at;
    struct ll_pos other; /* a second place that it clashes with, or none */
    char other_note[64]; /* what the second place is: "first defined here" */
    char message[LL_ERROR_MESSAGE_MAX];
    const char *code; /* a word for tools that sort findings, static; NULL: none */
};

/* Many errors of one run, up to a limit; more are counted and not kept. */
#define LL_ERRORS_MAX 16
struct ll_errors {
    struct ll_error list[LL_ERRORS_MAX];
    size_t count; /* may pass LL_ERRORS_MAX */
};

/* Fill err (where it is not NULL) and return status. */
enum ll_status ll_fail(struct ll_error *err, enum ll_status status, const char *format, ...)
    LL_PRINTF(3, 4);
enum ll_status ll_fail_at(struct ll_error *err, enum ll_status status, struct ll_pos at,
                          const char *format, ...) LL_PRINTF(4, 5);

/* The next free place of a list, zeroed; the last one's again when it is full. Never NULL.
 * Counts it. */
struct ll_error *ll_errors_next(struct ll_errors *errors);

/* Add an error, unless one is there with that place and message: then it is given. Never NULL. */
struct ll_error *ll_errors_once(struct ll_errors *errors, enum ll_status status, struct ll_pos at,
                                const char *message);

struct ll_buf;
/* Append the error as a user reads it, ending in LF:
 *     rules/atf.yaml:14:11: error: unknown field 'caliver'; did you mean 'caliber'?
 *         where: caliver == ".223"
 *                ^~~~~~~
 * severity: "error" or "warning". */
void ll_error_render(const struct ll_error *err, const char *severity, struct ll_buf *out);

#endif
