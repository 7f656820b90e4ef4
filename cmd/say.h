/* say.h -- what is printed: errors on standard error, texts on standard output.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_SAY_H
#define LL_CMD_SAY_H

#include "base/error.h"

/* severity: "error" or "warning". */
void cmd_say_error(const struct ll_error *err, const char *severity);
void cmd_say_errors(const struct ll_errors *errors, const char *severity);
/* One line on standard error, as it is. */
void cmd_say(const char *format, ...) LL_PRINTF(1, 2);
/* Bytes to standard output or error, as they are. False: they could not all be written. */
bool cmd_print(ll_str text);
void cmd_print_error(ll_str text);
/* A line on a terminal, in place of the one before; and none any more. context is not looked at. */
void cmd_show_progress(void *context, ll_str text);
void cmd_end_progress(void);
/* The exit code for a failure of the given kind while something is done: bad files of the user's
 * are 2, else 1. */
int cmd_code(enum ll_status status);

#endif
