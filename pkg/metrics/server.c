/* server.c -- libmicrohttpd, the only file that knows it.   SPDX-License-Identifier: Apache-2.0 */
#include "metrics/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#define CONNECTIONS_MAX 32u
#define IDLE_TIMEOUT_S 10u

struct ll_metrics_server {
    const struct ll_metrics *metrics;
    struct MHD_Daemon *daemon;
};

static enum MHD_Result respond(struct MHD_Connection *connection, unsigned code, const char *type,
                               ll_str text)
{
    union {
        const char *borrowed;
        void *given;
    } bytes = {text.ptr};
    struct MHD_Response *response =
        MHD_create_response_from_buffer(text.len, bytes.given, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    enum MHD_Result result = MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    if (result == MHD_YES)
        result = MHD_queue_response(connection, code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result respond_state(struct MHD_Connection *connection, bool fine, ll_str yes,
                                     ll_str no)
{
    return respond(connection, fine ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE,
                   "text/plain; charset=utf-8", fine ? yes : no);
}

static enum MHD_Result respond_metrics(const struct ll_metrics *metrics,
                                       struct MHD_Connection *connection)
{
    struct ll_buf out = {.max = 64u << 20};
    ll_metrics_render(metrics, &out);
    enum MHD_Result result = MHD_NO;
    if (!out.failed)
        result = respond(connection, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8",
                         ll_buf_str(&out));
    ll_buf_fini(&out);
    return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **request)
{
    const struct ll_metrics_server *server = context;
    (void)version;
    (void)upload;
    (void)request;
    if (*upload_size) { /* a body is passed over, as none means anything here */
        *upload_size = 0;
        return MHD_YES;
    }
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return respond(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain; charset=utf-8",
                       LL_STR("only GET\n"));
    if (!strcmp(url, "/metrics"))
        return respond_metrics(server->metrics, connection);
    if (!strcmp(url, "/healthz"))
        return respond_state(connection, ll_metrics_is_alive(server->metrics), LL_STR("alive\n"),
                             LL_STR("the worker's loop stands still\n"));
    if (!strcmp(url, "/readyz"))
        return respond_state(connection, ll_metrics_is_ready(server->metrics), LL_STR("ready\n"),
                             LL_STR("no partitions yet, or Kafka or Redis is away\n"));
    return respond(connection, MHD_HTTP_NOT_FOUND, "text/plain; charset=utf-8",
                   LL_STR("there is /metrics, /healthz and /readyz\n"));
}

static struct MHD_Daemon *listen_on(struct ll_metrics_server *server, const struct addrinfo *info)
{
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD;
    if (info->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
                            info->ai_addr, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, IDLE_TIMEOUT_S, MHD_OPTION_END);
}

enum ll_status ll_metrics_server_open(const struct ll_metrics *metrics, const char *host,
                                      uint16_t *port, struct ll_metrics_server **out,
                                      struct ll_error *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    char service[8];
    *out = NULL;
    (void)snprintf(service, sizeof service, "%u", *port);
    int fault = getaddrinfo(host, service, &hints, &found);
    if (fault)
        return ll_fail(err, LL_ERR_IO, "metrics cannot listen on %s: %s", host,
                       gai_strerror(fault));
    struct ll_metrics_server *server = calloc(1, sizeof *server);
    if (!server) {
        freeaddrinfo(found);
        return ll_fail(err, LL_ERR_NOMEM, "out of memory");
    }
    server->metrics = metrics;
    for (const struct addrinfo *at = found; at && !server->daemon; at = at->ai_next)
        server->daemon = listen_on(server, at);
    fault = errno;
    freeaddrinfo(found);
    const union MHD_DaemonInfo *info =
        server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info) {
        ll_metrics_server_close(server);
        return ll_fail(err, LL_ERR_IO, "metrics cannot listen on %s:%u: %s; see metrics.listen",
                       host, *port, fault ? strerror(fault) : "refused");
    }
    *port = info->port;
    *out = server;
    return LL_OK;
}

void ll_metrics_server_close(struct ll_metrics_server *server)
{
    if (!server)
        return;
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    free(server);
}
