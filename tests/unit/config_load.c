/* The worker's settings: what a file means, and where values come from.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "config_world.h"
#include <criterion/criterion.h>
#include <stdio.h>

Test(config_load, has_defaults)
{
    struct fixture f = {0};
    cr_assert_eq(parse(&f, MINIMAL, NULL), LL_OK);
    const struct ll_config *c = &f.config;
    cr_expect_str_eq(c->file, "conf/l.yaml");
    cr_expect_str_eq(c->rules, "conf/r.yaml");
    cr_expect_str_eq(c->identity_key_file, "/etc/key");
    cr_expect(!c->groups && !c->dealers && !c->calendar && !c->calibers && !c->identity_key);
    cr_assert_eq(c->kafka.count, 1);
    cr_expect_str_eq(c->kafka.list[0].name, "bootstrap.servers");
    cr_expect_str_eq(c->kafka.list[0].value, "h:1");
    cr_expect_not(c->kafka.list[0].secret);
    cr_assert(c->topics.sales.count == 1 && c->topics.traces.count == 1);
    cr_expect_str_eq(c->topics.sales.list[0], "sales");
    cr_expect_str_eq(c->topics.traces.list[0], "traces");
    cr_expect_str_eq(c->topics.leads, "leads");
    cr_expect_str_eq(c->topics.rejected, "leads.rejected");
    cr_expect_str_eq(c->topics.dispositions, "dispositions");
    cr_expect(!c->topics.create && c->topics.partitions == 8 && c->topics.replication == 1);
    cr_expect_str_eq(c->group, "leadline");
    cr_expect(c->batch.max_events == 1000 && c->batch.max_wait_ms == 0);
    cr_expect_str_eq(c->redis.url.host, "127.0.0.1");
    cr_expect(c->redis.url.port == 6379 && c->redis.url.db == 0 && !c->redis.url.path);
    cr_expect(!c->redis.username && !c->redis.password_file && !c->redis.password);
    cr_expect(c->redis.connect_timeout_ms == 1000 && c->redis.timeout_ms == 3000);
    cr_expect_str_eq(c->redis.prefix, "ll:");
    cr_expect_str_eq(c->metrics.listen.host, "127.0.0.1");
    cr_expect_eq(c->metrics.listen.port, 9464);
    cr_expect(c->log.level == LL_LOG_INFO && c->log.format == LL_LOG_FORMAT_AUTO);
    cr_expect(c->retention.mode == LL_RETENTION_STANDARD && c->retention.sale_days == 30);
    cr_expect(c->retention.lead_days == 730 && c->retention.lead_with_trace_days == 1825);
    cr_expect_eq(c->shutdown_timeout_ms, 4000);
    drop(&f);
}

Test(config_load, takes_every_key)
{
    static const char text[] =
        "rules: /r\ngroups: g.yaml\ndealers: d/d.csv\ncalendar: c.yaml\ncalibers: k.csv\n"
        "identity_key_file: key\n"
        "kafka:\n  bootstrap.servers: h:1\n  queued.min.messages: 100000\n  sasl.password: p\n"
        "topics: {sales: [a, b], traces: t, leads: l, rejected: r, dispositions: d, create: true,\n"
        "         partitions: 10000, replication: 3}\n"
        "candidate: {rules: c.yaml, groups: cg.yaml, topic: lc}\n"
        "group: g\nworker: {threads: 256}\nbatch: {max_events: 1, max_wait_ms: 10000}\n"
        "redis: {url: 'unix:///run/redis.sock?db=3', username: u, password_file: secret,\n"
        "        connect_timeout_ms: 1, timeout_ms: 600000, prefix: ''}\n"
        "metrics: {listen: 'off'}\nlog: {level: error, format: json}\n"
        "retention: {mode: destroy-after-20-days, sale_days: 1, lead_days: 2,\n"
        "            lead_with_trace_days: 36500}\n"
        "shutdown_timeout_ms: 1\n";
    struct fixture f = {0};
    cr_assert_eq(parse(&f, text, NULL), LL_OK);
    const struct ll_config *c = &f.config;
    cr_expect_str_eq(c->dealers, "conf/d/d.csv");
    cr_expect_str_eq(c->redis.password, "s3cret");
    cr_expect_not_null(c->redis.prefix);
    ll_config_write_effective(c, &f.out);
    ll_buf_add_char(&f.out, '\0');
    cr_expect_str_eq(f.out.ptr,
                     "rules: /r\ngroups: conf/g.yaml\ndealers: conf/d/d.csv\n"
                     "calendar: conf/c.yaml\ncalibers: conf/k.csv\nidentity_key_file: conf/key\n"
                     "kafka.bootstrap.servers: h:1\nkafka.queued.min.messages: 100000\n"
                     "kafka.sasl.password: ***\n"
                     "topics.sales: [a, b]\ntopics.traces: [t]\ntopics.leads: l\n"
                     "topics.rejected: r\ntopics.dispositions: d\ntopics.create: true\n"
                     "topics.partitions: 10000\ntopics.replication: 3\n"
                     "candidate.rules: conf/c.yaml\ncandidate.groups: conf/cg.yaml\n"
                     "candidate.topic: lc\ngroup: g\n"
                     "worker.threads: 256\nbatch.max_events: 1\nbatch.max_wait_ms: 10000\n"
                     "redis.url: unix:///run/redis.sock?db=3\nredis.username: u\n"
                     "redis.password_file: conf/secret\nredis.connect_timeout_ms: 1\n"
                     "redis.timeout_ms: 600000\nredis.prefix: \nmetrics.listen: off\n"
                     "log.level: error\nlog.format: json\n"
                     "retention.mode: destroy-after-20-days\nretention.sale_days: 1\n"
                     "retention.lead_days: 2\nretention.lead_with_trace_days: 36500\n"
                     "shutdown_timeout_ms: 1\n");
    drop(&f);
}

Test(config_load, addresses)
{
    static const struct {
        const char *redis, *listen, *wanted;
    } rows[] = {
        {"redis://h", "0.0.0.0:0", "redis://h:6379/0 0.0.0.0:0"},
        {"redis://h/", "h:1", "redis://h:6379/0 h:1"},
        {"redis://h:1/15", "'[::1]:9464'", "redis://h:1/15 [::1]:9464"},
        {"redis://[::1]:7/2", "localhost:65535", "redis://[::1]:7/2 localhost:65535"},
        {"unix:///a b", "off", "unix:///a b?db=0 off"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture f = {0};
        char text[512], found[512];
        (void)snprintf(text, sizeof text, MINIMAL "redis: {url: '%s'}\nmetrics:\n  listen: %s\n",
                       rows[i].redis, rows[i].listen);
        cr_assert_eq(parse(&f, text, NULL), LL_OK, "row %zu", i);
        ll_config_write_effective(&f.config, &f.out);
        ll_buf_add_char(&f.out, '\0');
        const char *redis = strstr(f.out.ptr, "redis.url: ") + strlen("redis.url: ");
        const char *listen = strstr(f.out.ptr, "metrics.listen: ") + strlen("metrics.listen: ");
        (void)snprintf(found, sizeof found, "%.*s %.*s", (int)strcspn(redis, "\n"), redis,
                       (int)strcspn(listen, "\n"), listen);
        cr_expect_str_eq(found, rows[i].wanted, "row %zu", i);
        drop(&f);
    }
}

Test(config_load, fills_in_references)
{
    struct fixture f = {0};
    cr_assert_eq(parse(&f,
                       "rules: ${ENV:BAD}/r.yaml\nidentity_key_file: k\n"
                       "kafka:\n  bootstrap.servers: ${ENV:SERVERS},c:3\n"
                       "  sasl.jaas: 'u ${FILE:secret} ${FILE:/etc/secret}$'\n"
                       "  plain: $1 $${ENV:x} $$\n  empty: ${ENV:EMPTY}\n"
                       "retention: {sale_days: '${ENV:DAYS}'}\n",
                       NULL),
                 LL_OK);
    cr_expect_str_eq(f.config.rules, "conf/x/r.yaml");
    cr_assert_eq(f.config.kafka.count, 4);
    cr_expect_str_eq(f.config.kafka.list[0].value, "a:1,b:2,c:3");
    cr_expect_str_eq(f.config.kafka.list[1].value, "u s3cret root$");
    cr_expect(f.config.kafka.list[1].secret);
    cr_expect_str_eq(f.config.kafka.list[2].value, "$1 ${ENV:x} $$");
    cr_expect_not(f.config.kafka.list[2].secret);
    cr_expect_str_eq(f.config.kafka.list[3].value, "");
    cr_expect_eq(f.config.retention.sale_days, 90);
    drop(&f);
}

Test(config_load, the_environment_may_hold_the_identity_key)
{
    static const struct world key = {"s", NULL}, file = {"", "/k"}, both = {"s", "/k"};
    static const char without[] = "rules: r\nkafka: {bootstrap.servers: 'h:1'}\n";
    struct fixture f = {0};
    cr_assert_eq(parse(&f, without, &key), LL_OK);
    cr_expect_str_eq(f.config.identity_key, "s");
    cr_expect_null(f.config.identity_key_file);
    cr_assert_eq(parse(&f, MINIMAL, &key), LL_OK);
    cr_expect_str_eq(f.config.identity_key, "s");
    cr_expect_null(f.config.identity_key_file);
    ll_config_write_effective(&f.config, &f.out);
    ll_buf_add_char(&f.out, '\0');
    cr_expect_not_null(strstr(f.out.ptr, "identity_key_file: none: the key is in "
                                         "LEADLINE_IDENTITY_KEY\n"));
    cr_assert_eq(parse(&f, MINIMAL, &file), LL_OK);
    cr_expect_str_eq(f.config.identity_key_file, "/k");
    cr_expect_null(f.config.identity_key);
    cr_expect_eq(parse(&f, MINIMAL, &both), LL_ERR_SYNTAX);
    cr_expect_str_eq(
        f.errors.list[0].message,
        "LEADLINE_IDENTITY_KEY and LEADLINE_IDENTITY_KEY_FILE are both set; unset one");
    drop(&f);
}

static enum ll_status parse_topics(int n)
{
    struct fixture f = {0};
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, MINIMAL "topics: {sales: [");
    for (int i = 0; i < n; i++)
        ll_buf_printf(&text, "s%d,", i);
    ll_buf_printf(&text, "]}\n%c", 0);
    enum ll_status status = parse(&f, text.ptr, NULL);
    ll_buf_fini(&text);
    drop(&f);
    return status;
}

static enum ll_status parse_properties(int n)
{
    struct fixture f = {0};
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, "rules: r\nidentity_key_file: k\nkafka: {bootstrap.servers: 'h:1',");
    for (int i = 1; i < n; i++)
        ll_buf_printf(&text, "k%d: v,", i);
    ll_buf_printf(&text, "}\n%c", 0);
    enum ll_status status = parse(&f, text.ptr, NULL);
    ll_buf_fini(&text);
    drop(&f);
    return status;
}

Test(config_load, limits)
{
    cr_expect_eq(parse_topics(0), LL_ERR_LIMIT);
    cr_expect_eq(parse_topics(LL_CONFIG_TOPICS_MAX - 1), LL_OK);
    cr_expect_eq(parse_topics(LL_CONFIG_TOPICS_MAX), LL_OK);
    cr_expect_eq(parse_topics(LL_CONFIG_TOPICS_MAX + 1), LL_ERR_LIMIT);
    cr_expect_eq(parse_properties(LL_CONFIG_PROPERTIES_MAX - 1), LL_OK);
    cr_expect_eq(parse_properties(LL_CONFIG_PROPERTIES_MAX), LL_OK);
    cr_expect_eq(parse_properties(LL_CONFIG_PROPERTIES_MAX + 1), LL_ERR_LIMIT);
}

Test(config_load, the_example_is_the_table)
{
    struct fixture f = {0};
    struct ll_source file;
    struct ll_error err = {0};
    ll_config_write_example(&f.out);
    cr_assert_eq(ll_readfile(&f.arena, "config/leadline.yaml", &file, &err), LL_OK, "%s",
                 err.message);
    cr_expect(ll_str_eq(ll_buf_str(&f.out), file.text), "write it anew: %.*s",
              LL_STR_ARGS(ll_buf_str(&f.out)));
    /* And it holds as it stands. */
    cr_expect_eq(ll_config_load(&f.arena, "config/leadline.yaml", &f.config, &f.errors), LL_OK,
                 "%s", f.errors.list[0].message);
    cr_expect_str_eq(f.config.dealers, "config/dealers.csv");
    ll_buf_reset(&f.out);
    ll_config_write_reference(&f.out);
    ll_buf_add_char(&f.out, '\0');
    cr_expect_not_null(
        strstr(f.out.ptr, "\n| `redis.timeout_ms` | milliseconds, 1 to 600000 | `3000` | "));
    drop(&f);
}

Test(config_load, files_are_found)
{
    struct fixture f = {0};
    cr_expect_eq(ll_config_load(&f.arena, "/nowhere/leadline.yaml", &f.config, &f.errors),
                 LL_ERR_IO);
    cr_expect_eq(f.errors.count, 1);
    drop(&f);
}

Test(config_load, memory_may_run_out_anywhere)
{
    static const char text[] = MINIMAL "redis: {password_file: secret}\n";
    enum ll_status status = LL_ERR_NOMEM;
    for (size_t max = 1; status != LL_OK && max < (1u << 20); max += 1024) {
        struct fixture f = {.arena = {.max_bytes = max}};
        status = parse(&f, text, NULL);
        cr_assert(status == LL_OK || f.errors.count);
        drop(&f);
    }
    cr_expect_eq(status, LL_OK);
}
