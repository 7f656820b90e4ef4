/* stop.h -- Ctrl-C and SIGTERM as a flag that long work looks at.
 * Depends on: nothing.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_STOP_H
#define LL_CMD_STOP_H

#include <signal.h>

/* From now on SIGINT and SIGTERM set the flag, and waits end with EINTR. */
void cmd_stop_watch(void);
const volatile sig_atomic_t *cmd_stop_flag(void);

#endif
