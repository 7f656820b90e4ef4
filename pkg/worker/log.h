/* log.h -- what the worker has to say: one line an occurrence, for people or for machines.
 * Depends on: base, config.   SPDX-License-Identifier: Apache-2.0
 *
 * Text:  2026-03-02T15:20:00.123Z info redis is back tries=3
 * JSON:  {"time":"2026-03-02T15:20:00.123Z","level":"info","message":"redis is back","tries":3}
 *
 * Nothing of a person may be given to it. */
#ifndef LL_WORKER_LOG_H
#define LL_WORKER_LOG_H

#include "base/error.h"
#include "config/config.h"

struct ll_log {
    int fd; /* where lines go; a line is one write, so that threads do not mix */
    bool json;
    enum ll_config_log_level level; /* the least that is written */
};

/* A named value behind the message. */
struct ll_log_field {
    const char *name;
    ll_str text;    /* where ptr is not NULL */
    int64_t number; /* else */
};
#define LL_LOG_TEXT(name, text) ((struct ll_log_field){(name), (text), 0})
#define LL_LOG_NUMBER(name, number) ((struct ll_log_field){(name), {NULL, 0}, (int64_t)(number)})

/* format auto: text where fd is a terminal. */
struct ll_log ll_log_make(int fd, enum ll_config_log_level level, enum ll_config_log_format format);
void ll_log_write(const struct ll_log *log, enum ll_config_log_level level,
                  const struct ll_log_field *fields, size_t n, const char *format, ...)
    LL_PRINTF(5, 6);

#endif
