/* stop.c -- see stop.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/stop.h"

#include <stddef.h>

/* The one thing that a signal's handler may touch. */
static volatile sig_atomic_t stop;

static void set_stop(int signal_number)
{
    stop = signal_number;
}

void cmd_stop_watch(void)
{
    struct sigaction action = {.sa_handler = set_stop};

    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

const volatile sig_atomic_t *cmd_stop_flag(void)
{
    return &stop;
}
