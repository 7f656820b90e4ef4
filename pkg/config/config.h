/* config.h -- the worker's settings: a YAML file, checked as a whole before anything starts.
 * Depends on: base, yaml.   SPDX-License-Identifier: Apache-2.0
 *
 * One table (keys.c) holds every key with its type, range, unit, default and text; the checks, the
 * example file and the reference are made of it. All strings are NUL-terminated and live, with
 * everything else, in the arena loaded into. */
#ifndef LL_CONFIG_CONFIG_H
#define LL_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"

#define LL_CONFIG_TOPICS_MAX 32      /* names in topics.sales, and in topics.traces */
#define LL_CONFIG_THREADS_MAX 256    /* of worker.threads */
#define LL_CONFIG_PROPERTIES_MAX 256 /* keys under kafka */
#define LL_CONFIG_VALUE_MAX 65536    /* bytes of a value, references filled in */

enum ll_config_log_level { LL_LOG_DEBUG, LL_LOG_INFO, LL_LOG_WARN, LL_LOG_ERROR };
enum ll_config_log_format { LL_LOG_FORMAT_AUTO, LL_LOG_FORMAT_TEXT, LL_LOG_FORMAT_JSON };
enum ll_config_retention { LL_RETENTION_STANDARD, LL_RETENTION_DESTROY_AFTER_20_DAYS };

/* A librdkafka property, handed on as it is. */
struct ll_config_property {
    const char *name, *value;
    bool secret;      /* a password or key: never to be shown */
    struct ll_pos at; /* of the value, for what librdkafka says about it */
};

struct ll_config_names {
    const char **list; /* count entries, at least one */
    size_t count;
};

/* Where to listen or connect. */
struct ll_config_address {
    const char *host; /* name or address without brackets; NULL: off, or a unix socket */
    const char *path; /* of a unix socket, else NULL */
    int64_t port;     /* 0 to listen: any free port */
    int64_t db;       /* Redis database number */
};

struct ll_config {
    const char *file; /* the path loaded */
    struct ll_source source;

    /* Files, relative to the config file's directory made relative to the working directory; NULL:
     * not given. */
    const char *rules; /* file or directory; always given */
    const char *groups, *dealers, *calendar, *calibers;

    /* The identity key: exactly one of the two is given. LEADLINE_IDENTITY_KEY or
     * LEADLINE_IDENTITY_KEY_FILE in the environment go before the file's key. */
    const char *identity_key_file;
    const char *identity_key; /* the key itself; secret */

    struct {
        struct ll_config_property
            *list; /* has bootstrap.servers; none of those that the worker sets itself */
        size_t count;
    } kafka;
    struct {
        struct ll_config_names sales, traces;
        const char *leads, *rejected, *dispositions;
        bool create;
        int64_t partitions, replication; /* of topics that are created */
    } topics;
    struct {
        const char *rules, *groups; /* files; NULL: no candidate, and the groups above */
        const char *topic;
    } candidate;
    const char *group; /* consumer group */
    struct {
        int64_t threads; /* 0: as many as there are usable cores */
    } worker;
    struct {
        int64_t max_events, max_wait_ms;
    } batch;
    struct {
        struct ll_config_address url;
        const char *username;      /* NULL: none */
        const char *password_file; /* as given, for messages; NULL: none */
        const char *password;      /* its content without the line's end; secret; NULL: none */
        int64_t connect_timeout_ms, timeout_ms;
        const char *prefix; /* of every key; may be empty */
    } redis;
    struct {
        struct ll_config_address listen; /* host NULL: off */
    } metrics;
    struct {
        enum ll_config_log_level level;
        enum ll_config_log_format format;
    } log;
    struct {
        enum ll_config_retention mode;
        int64_t sale_days, lead_days, lead_with_trace_days;
    } retention;
    int64_t shutdown_timeout_ms;
};

/* What the settings may look at beside their file. = {0}: the process's environment and file
 * system. */
struct ll_config_world {
    /* The value of an environment variable, NULL where it is not set. */
    const char *(*env)(void *context, const char *name);
    /* The text of a file, as ll_readfile. */
    enum ll_status (*read)(void *context, struct ll_arena *arena, const char *path,
                           struct ll_source *source, struct ll_error *err);
    void *context;
};

/* Read the settings from path. All faults are collected into errors (up to LL_ERRORS_MAX are
 * kept), each with its place. Returns LL_OK, or the status of the first of them; config is then
 * not to be used. */
LL_NODISCARD enum ll_status ll_config_load(struct ll_arena *arena, const char *path,
                                           struct ll_config *config, struct ll_errors *errors);
/* As load, of a text already read (source->file is its path: other paths are relative to its
 * directory). */
LL_NODISCARD enum ll_status ll_config_parse(struct ll_arena *arena, const struct ll_source *source,
                                            const struct ll_config_world *world,
                                            struct ll_config *config, struct ll_errors *errors);

/* The commented file with every key and its default: what config/leadline.yaml is. */
void ll_config_write_example(struct ll_buf *out);
/* The keys as a table in Markdown: key, type, unit, default, meaning and source. */
void ll_config_write_reference(struct ll_buf *out);
/* The settings as they hold, one "key: value" a line; secrets as ***. */
void ll_config_write_effective(const struct ll_config *config, struct ll_buf *out);

#endif
