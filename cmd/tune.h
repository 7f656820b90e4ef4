/* tune.h -- what `leadline tune` was asked, and how a part of it is added.
 * Depends on: cmd/parts, sweep, label, tune.   SPDX-License-Identifier: Apache-2.0
 *
 * A part has a file of its own, cmd/tune_NAME.c, with a struct cmd_tune_plug in it, and a line in cmd/tune_plugs.c. */
#ifndef LL_CMD_TUNE_H
#define LL_CMD_TUNE_H

#include "cmd/args.h"
#include "cmd/parts.h"
#include "tune/tune.h"

/* NULL, 0 and LL_DAY_NONE: not given. */
struct cmd_tune_options {
    struct cmd_part_files files;
    const char *candidate;
    struct cmd_list sweeps, labels;
    bool no_trace_labels, abroad;
    int64_t within;
    ll_day as_of, from, to; /* LL_DAY_NONE: not given */
    int64_t threads;
    const char *report, *json, *csv, *leads_out, *rejected;
    int64_t samples, seed; /* their defaults where not given */
    const char *samples_out;
    bool weights, quiet;
    struct cmd_list fail_if;
    const char *const *events;
    size_t event_count;
};

/* What there is when the rules are loaded; history once it is read, document and tune once all is counted. */
struct cmd_tune_run {
    const struct cmd_tune_options *options;
    struct cmd_parts parts; /* its arena lasts as long as the run; its pack and groups are NULL */
    struct ll_cells cells;
    struct ll_labels_setup labels_setup;
    struct ll_labels *labels;
    size_t threads;
    struct ll_history *history;
    const struct ll_rules **rules; /* by cell */
    struct ll_tune *tune;
    struct ll_buf document;          /* filled where options->json or report asks for it */
    void *states[LL_TUNE_PARTS_MAX]; /* of the plugs */
    struct ll_tune_part parts_taken[LL_TUNE_PARTS_MAX];
    size_t part_count;
};

/* Each returns an exit code; the state is the plug's own, in the run's arena or freed by end. */
struct cmd_tune_plug {
    /* Before anything is read, to refuse what cannot be: an expression that is none. state is NULL so far; may be set here.
     * NULL: nothing to check. */
    int (*check)(struct cmd_tune_run *run, void **state);
    /* The history is read: fill in part, or leave its take NULL where nothing is wanted. NULL: it takes nothing. */
    int (*start)(struct cmd_tune_run *run, void **state, struct ll_tune_part *part);
    /* All is counted and printed: write files of its own, say whether it failed. NULL: nothing to do. */
    int (*end)(struct cmd_tune_run *run, void *state);
    /* In every case, state perhaps NULL. NULL: nothing to free. */
    void (*free)(void *state);
};
extern const struct cmd_tune_plug *const cmd_tune_plugs[];
extern const size_t cmd_tune_plug_count;

/* Read rules, labels and events, count, print, write. Returns an exit code; the run is to be closed in either case. */
int cmd_tune_open(struct cmd_tune_run *run, const struct cmd_tune_options *options);
int cmd_tune_work(struct cmd_tune_run *run);
void cmd_tune_close(struct cmd_tune_run *run);

#endif
