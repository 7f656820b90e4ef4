/* why_run.h -- what leadline why does once its options are read.
 * Depends on: cmd/parts, pack/book, redis, files, why.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_WHY_RUN_H
#define LL_CMD_WHY_RUN_H

#include "cmd/parts.h"
#include "pack/book.h"
#include "why/find.h"
#include "why/view.h"

/* NULL: not given. */
struct why_options {
    struct cmd_part_files files;
    const char *lead, *subject, *sale, *trace, *indicator;
    const char *store, *prefix, *user, *password_file;
    const char *const *events;
    size_t event_count;
    bool all, json, colour;
};

struct why_run {
    const struct why_options *options;
    struct cmd_parts parts;
    struct ll_book *book;
    struct ll_rules rules;
    struct ll_why_target target;
    struct ll_store *store;
    struct ll_buf out;
};

/* Load what the options name. Returns an exit code; the run is to be closed in either case. */
int why_run_open(struct why_run *run, const struct why_options *options);
/* Read, find, tell. */
int why_run_tell(struct why_run *run);
void why_run_close(struct why_run *run);

#endif
