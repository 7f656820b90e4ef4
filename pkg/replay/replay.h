/* replay.h -- the engine over files of events: what came is read in order, what it causes is
 * written.
 * Depends on: base, engine, redis, files.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_REPLAY_REPLAY_H
#define LL_REPLAY_REPLAY_H

#include "engine/engine.h"
#include "files/input.h"
#include "files/output.h"

#define LL_REPLAY_BATCH_DEFAULT 1024

/* How far a replay has come. text: one line for a terminal, without its end. */
typedef void (*ll_replay_progress)(void *context, ll_str text);

/* Everything is borrowed. */
struct ll_replay_setup {
    struct ll_engine *engine;
    struct ll_input_reader *input; /* opened with the batch that the engine is to have */
    struct ll_output *leads;
    struct ll_output *rejected; /* NULL: rejected events are only counted */
    bool final;                 /* the open leads at the end, instead of each change as it comes */
    const volatile sig_atomic_t *stop;
    ll_replay_progress progress; /* NULL: none; called at most five times a second */
    void *progress_context;
};

struct ll_replay_result {
    struct ll_engine_counts counts;
    uint64_t stand; /* leads open at the end */
    double seconds;
    bool stopped; /* stop was set: what was written is not all, and nothing is committed */
};

/* Run to the end of the input and commit the outputs. result is filled in every case. */
LL_NODISCARD enum ll_status ll_replay_run(const struct ll_replay_setup *setup,
                                          struct ll_replay_result *result, struct ll_error *err);

/* The closing summary, lines for a person: every event that was read is in it under one word. */
void ll_replay_summarize(const struct ll_replay_result *result, struct ll_buf *out);

/* A rejected event as the rejected output has it: one JSON record and its line end. */
void ll_replay_add_rejected(struct ll_buf *out, const struct ll_reject *reject, const char *file,
                            uint64_t line, ll_str event);

/* The store of a replay. url: "memory", or a Redis as redis/store.h has it: then under a prefix
 * of this run's own. */
LL_NODISCARD enum ll_status ll_replay_store_open(const char *url, struct ll_store **out,
                                                 struct ll_error *err);
/* Free what was opened by that url; on Redis, delete what the run has left there first. NULL is
 * fine. */
LL_NODISCARD enum ll_status ll_replay_store_close(const char *url, struct ll_store *store,
                                                  struct ll_error *err);

#endif
