/* server.h -- /metrics, /healthz and /readyz over HTTP, on a thread of its own.
 * Depends on: base, metrics/metrics.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_METRICS_SERVER_H
#define LL_METRICS_SERVER_H

#include "metrics/metrics.h"

struct ll_metrics_server;

/* Listen on host and port (0: any free one); *port is what it became. metrics is borrowed until
 * the close. LL_ERR_IO with the cause. */
LL_NODISCARD enum ll_status ll_metrics_server_open(const struct ll_metrics *metrics,
                                                   const char *host, uint16_t *port,
                                                   struct ll_metrics_server **out,
                                                   struct ll_error *err);
/* NULL is fine. */
void ll_metrics_server_close(struct ll_metrics_server *server);

#endif
