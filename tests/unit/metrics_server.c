/* metrics_server.c -- what Prometheus and a probe are told.   SPDX-License-Identifier:
 * Apache-2.0 */
#include "metrics/server.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct ll_indicator indicators[] = {
    {.id = {"cash-spree", 10}, .enabled = true},
    {.id = {"odd\"one", 7}, .enabled = true},
    {.id = {"off", 3}},
};
static const struct ll_pack pack = {.id = {"p", 1},
                                    .version = {"2026\\1", 6},
                                    .digest = "sha256:00",
                                    .indicators = indicators,
                                    .indicator_count = 3};

static void expect_line(const struct ll_metrics *metrics, const char *line)
{
    struct ll_buf out = {0};
    char wanted[200];
    ll_metrics_render(metrics, &out);
    ll_buf_add_char(&out, 0);
    snprintf(wanted, sizeof wanted, "\n%s\n", line);
    cr_expect(!out.failed && strstr(out.ptr, wanted), "no line %s", line);
    ll_buf_fini(&out);
}

Test(metrics_server, counts_are_rendered)
{
    struct ll_metrics *metrics = ll_metrics_new(&pack);
    struct ll_engine_counts counts = {.unknown_calibers = 4, .forgotten = 5, .conflicts = 6};
    counts.outcomes[LL_OUTCOME_USED] = 10;
    counts.outcomes[LL_OUTCOME_REJECTED] = 2;
    counts.rejects[LL_REJECT_BAD_DATE] = 2;
    ll_metrics_set_engine(metrics, &counts);
    const ll_str hit[] = {{"odd\"one", 7}, {"unknown", 7}};
    const struct ll_lead_out lead = {
        .change = LL_CHANGE_GREW, .indicators = hit, .indicator_count = 2};
    const struct ll_lead_out gone = {.change = LL_CHANGE_WITHDRAWN};
    ll_metrics_add_lead(metrics, &lead);
    ll_metrics_add_lead(metrics, &gone);
    expect_line(metrics, "leadline_events_total{outcome=\"used\"} 10");
    expect_line(metrics, "leadline_rejected_total{reason=\"bad_date\"} 2");
    expect_line(metrics, "leadline_unknown_calibers_total 4");
    expect_line(metrics, "leadline_forgotten_total 5");
    expect_line(metrics, "leadline_conflicts_total 6");
    expect_line(metrics, "leadline_lead_records_total{status=\"open\"} 1");
    expect_line(metrics, "leadline_lead_records_total{status=\"withdrawn\"} 1");
    expect_line(metrics, "leadline_leads_total{indicator=\"cash-spree\",status=\"open\"} 0");
    expect_line(metrics, "leadline_leads_total{indicator=\"odd\\\"one\",status=\"open\"} 1");
    expect_line(metrics,
                "leadline_pack_info{pack=\"p\",version=\"2026\\\\1\",digest=\"sha256:00\"} 1");
    ll_metrics_free(metrics);
}

Test(metrics_server, a_candidate_is_told_apart)
{
    static const struct ll_indicator own[] = {{.id = {"cash-spree", 10}, .enabled = true},
                                              {.id = {"new-one", 7}, .enabled = true}};
    static const struct ll_pack next = {
        .id = {"next", 4}, .digest = "sha256:01", .indicators = own, .indicator_count = 2};
    static const ll_str hit = {"new-one", 7};
    const struct ll_lead_out lead = {
        .change = LL_CHANGE_OPENED, .indicators = &hit, .indicator_count = 1};
    const struct ll_metrics_candidate_counts counts = {.present_alone = 1,
                                                       .alone = 2,
                                                       .both = 3,
                                                       .missed = 4,
                                                       .present_cpu_ns = 1500000000,
                                                       .cpu_ns = 25000000,
                                                       .faulty = 1};
    const struct ll_engine_counts present = {.leads_opened = 9, .leads_withdrawn = 2};
    const struct ll_engine_counts engine = {.leads_opened = 5, .leads_superseded = 6};
    const struct ll_kafka_producer_counts producer = {.acknowledged = 7};
    const struct ll_redis_store_stats redis = {.round_trips = 8};
    struct ll_metrics *metrics = ll_metrics_new(&pack);
    struct ll_buf out = {0};
    ll_metrics_render(metrics, &out);
    ll_buf_add_char(&out, 0);
    cr_expect_null(strstr(out.ptr, "candidate"), "nothing is said of one where there is none");
    ll_buf_fini(&out);

    cr_assert(ll_metrics_set_candidate(metrics, &next));
    ll_metrics_set_engine(metrics, &present);
    ll_metrics_set_candidate_counts(metrics, &counts, &engine, &producer, &redis);
    ll_metrics_add_candidate_lead(metrics, &lead);
    expect_line(metrics, "leadline_candidate_events_total{changed=\"present\"} 1");
    expect_line(metrics, "leadline_candidate_events_total{changed=\"candidate\"} 2");
    expect_line(metrics, "leadline_candidate_events_total{changed=\"both\"} 3");
    expect_line(metrics, "leadline_candidate_missed_events_total 4");
    expect_line(metrics, "leadline_candidate_faulty 1");
    expect_line(metrics, "leadline_candidate_cpu_seconds_total{pack=\"present\"} 1.500000000");
    expect_line(metrics, "leadline_candidate_cpu_seconds_total{pack=\"candidate\"} 0.025000000");
    expect_line(metrics, "leadline_candidate_open_leads{pack=\"present\"} 7");
    expect_line(metrics, "leadline_candidate_open_leads{pack=\"candidate\"} -1");
    expect_line(metrics, "leadline_candidate_lead_changes_total{change=\"opened\"} 5");
    expect_line(metrics, "leadline_candidate_leads_total{indicator=\"new-one\",status=\"open\"} 1");
    expect_line(metrics,
                "leadline_candidate_leads_total{indicator=\"cash-spree\",status=\"open\"} 0");
    expect_line(metrics, "leadline_lead_records_total{status=\"open\"} 0");
    expect_line(metrics, "leadline_candidate_produced_messages_total 7");
    expect_line(metrics, "leadline_candidate_redis_round_trips_total 8");
    expect_line(metrics,
                "leadline_candidate_info{pack=\"next\",version=\"\",digest=\"sha256:01\"} 1");
    ll_metrics_free(metrics);
}

Test(metrics_server, histograms_add_up)
{
    struct ll_metrics *metrics = ll_metrics_new(&pack);
    ll_metrics_add_time(metrics, LL_METRICS_BATCH, 250000);      /* at a bound */
    ll_metrics_add_time(metrics, LL_METRICS_BATCH, 250001);      /* over it */
    ll_metrics_add_time(metrics, LL_METRICS_BATCH, 20000000000); /* over all */
    expect_line(metrics, "leadline_stage_seconds_bucket{stage=\"batch\",le=\"0.00025\"} 1");
    expect_line(metrics, "leadline_stage_seconds_bucket{stage=\"batch\",le=\"0.0005\"} 2");
    expect_line(metrics, "leadline_stage_seconds_bucket{stage=\"batch\",le=\"10\"} 2");
    expect_line(metrics, "leadline_stage_seconds_bucket{stage=\"batch\",le=\"+Inf\"} 3");
    expect_line(metrics, "leadline_stage_seconds_sum{stage=\"batch\"} 20.000500001");
    expect_line(metrics, "leadline_stage_seconds_count{stage=\"batch\"} 3");
    ll_metrics_free(metrics);
}

/* The whole answer to a request, NUL behind it. */
static void ask(uint16_t port, const char *request, char *answer, size_t cap)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    cr_assert_eq(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    cr_assert_eq(write(fd, request, strlen(request)), (ssize_t)strlen(request));
    size_t len = 0;
    ssize_t n;
    while (len + 1 < cap && (n = read(fd, answer + len, cap - 1 - len)) > 0)
        len += (size_t)n;
    answer[len] = 0;
    close(fd);
}

Test(metrics_server, answers_prometheus_and_probes)
{
    static char answer[1 << 16];
    struct ll_metrics *metrics = ll_metrics_new(&pack);
    struct ll_metrics_server *server;
    struct ll_error err = {0};
    uint16_t port = 0;
    cr_assert_eq(ll_metrics_server_open(metrics, "127.0.0.1", &port, &server, &err), LL_OK, "%s",
                 err.message);
    cr_assert_neq(port, 0);
#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    ask(port, GET("/metrics"), answer, sizeof answer);
    cr_expect(strstr(answer, "200 OK") && strstr(answer, "leadline_pack_info"));
    ask(port, GET("/healthz"), answer, sizeof answer);
    cr_expect(strstr(answer, "200 OK") && strstr(answer, "alive"));
    ask(port, GET("/readyz"), answer, sizeof answer);
    cr_expect(strstr(answer, " 503 "));
    ll_metrics_turn(metrics, true);
    ask(port, GET("/readyz"), answer, sizeof answer);
    cr_expect(strstr(answer, "200 OK") && strstr(answer, "ready"));
    ask(port, GET("/else"), answer, sizeof answer);
    cr_expect(strstr(answer, " 404 "));
    ask(port,
        "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab",
        answer, sizeof answer);
    cr_expect(strstr(answer, " 405 "));

    struct ll_metrics_server *second;
    cr_expect_eq(ll_metrics_server_open(metrics, "127.0.0.1", &port, &second, &err), LL_ERR_IO);
    cr_expect(strstr(err.message, "metrics.listen"), "%s", err.message);
    ll_metrics_server_close(server);
    ll_metrics_free(metrics);
}
