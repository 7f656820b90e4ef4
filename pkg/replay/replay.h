/* replay.h -- the engine over files of events: what came is read in order, what it causes is
 * written.
 * Depends on: base, engine, redis, files.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_REPLAY_REPLAY_H
#define LL_REPLAY_REPLAY_H

#include "engine/crew.h"
#include "files/input.h"
#include "files/output.h"

/* Events taken at once, for so many threads, where nobody says; and the bytes of their lines. */
#define LL_REPLAY_BATCH_DEFAULT 1024
#define LL_REPLAY_BATCH_PER_THREAD 256
size_t ll_replay_batch(size_t threads);
size_t ll_replay_batch_bytes(size_t threads);
/* Batches on their way at once: the input's `held`. */
size_t ll_replay_depth(size_t threads);
/* The input's `ahead`. */
size_t ll_replay_ahead(size_t threads);

#define LL_REPLAY_THREADS_MAX LL_CREW_SHARDS_MAX

/* How far a replay has come. text: one line for a terminal, without its end. */
typedef void (*ll_replay_progress)(void *context, ll_str text);

/* Everything is borrowed. */
struct ll_replay_setup {
    struct ll_crew *crew;          /* with as many shards as threads */
    size_t threads;                /* 1..LL_REPLAY_THREADS_MAX */
    struct ll_input_reader *input; /* with the batch that is wanted, and ll_replay_depth held */
    struct ll_output *leads;       /* NULL: the crew collects, and makes none */
    struct ll_output *rejected;    /* NULL: rejected events are only counted */
    bool final; /* the open leads at the end, instead of each change as it comes */
    const volatile sig_atomic_t *stop;
    ll_replay_progress progress; /* NULL: none; called at most five times a second, by any thread */
    void *progress_context;
};

/* What the threads do, in the order in which a batch goes through it. Only the first and the last
 * are done by one thread at a time. */
enum ll_replay_stage {
    LL_REPLAY_READ,
    LL_REPLAY_DECODE,
    LL_REPLAY_PURCHASERS,
    LL_REPLAY_TOLD,
    LL_REPLAY_WRITE,
    LL_REPLAY_STAGES
};

struct ll_replay_result {
    struct ll_engine_counts counts;
    uint64_t stand; /* leads open at the end */
    double seconds;
    size_t threads;
    double stage_cpu[LL_REPLAY_STAGES]; /* seconds of all threads */
    double ahead_cpu;                   /* likewise, for reading ahead, which any of them does */
    bool stopped; /* stop was set: what was written is not all, and nothing is committed */
};

/* Run to the end of the input and commit the outputs. result is filled in every case. */
LL_NODISCARD enum ll_status ll_replay_run(const struct ll_replay_setup *setup,
                                          struct ll_replay_result *result, struct ll_error *err);

/* What became of the events, and why some were rejected: the first lines of the summary. */
void ll_replay_summarize_events(const struct ll_engine_counts *counts, struct ll_buf *out);
/* The closing summary, lines for a person: every event that was read is in it under one word. */
void ll_replay_summarize(const struct ll_replay_result *result, struct ll_buf *out);

/* A rejected event as the rejected output has it: one JSON record and its line end. */
void ll_replay_add_rejected(struct ll_buf *out, const struct ll_reject *reject, const char *file,
                            uint64_t line, ll_str event);

/* The stores of a replay. url: "memory", or a Redis as redis/store.h has it: then under a prefix
 * of this run's own, and for one thread. stores has room for ll_crew_stores(threads), NULL where none
 * is opened; LL_ERR_SYNTAX: the url is wrong, or a Redis is asked for more than one thread. */
LL_NODISCARD enum ll_status ll_replay_stores_open(const char *url, size_t threads,
                                                  struct ll_store **stores, struct ll_error *err);
/* Free what was opened by that url; on Redis, delete what the run has left there first. */
LL_NODISCARD enum ll_status ll_replay_stores_close(const char *url, size_t threads,
                                                   struct ll_store **stores, struct ll_error *err);
/* Threads where nobody says: as many as cores this process may use; one where the store is a Redis. */
size_t ll_replay_threads(const char *url);

#endif
