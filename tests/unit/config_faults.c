/* What is said of settings that are refused, word for word.
 * SPDX-License-Identifier: Apache-2.0 */
#include "config_world.h"
#include <criterion/criterion.h>

/* All faults, as they are printed. */
static void expect_faults(const char *text, const char *wanted)
{
    struct fixture f = {0};
    cr_expect_neq(parse(&f, text, NULL), LL_OK, "%s", text);
    for (size_t i = 0; i < f.errors.count && i < LL_ERRORS_MAX; i++)
        ll_error_render(&f.errors.list[i], "error", &f.out);
    ll_buf_add_char(&f.out, '\0');
    cr_expect_str_eq(f.out.ptr, wanted, "%s: %s", text, f.out.ptr);
    drop(&f);
}

Test(config_faults, missing_keys)
{
    expect_faults(
        "",
        "conf/l.yaml: error: 'rules' is missing; write rules: ../rules/atf.yaml\n"
        "conf/l.yaml: error: 'kafka' is missing; write kafka: {bootstrap.servers: localhost:9092}\n"
        "conf/l.yaml: error: no identity key; write identity_key_file: identity.key, or set "
        "LEADLINE_IDENTITY_KEY_FILE\n");
    expect_faults(
        "{}",
        "conf/l.yaml: error: 'rules' is missing; write rules: ../rules/atf.yaml\n"
        "conf/l.yaml: error: 'kafka' is missing; write kafka: {bootstrap.servers: localhost:9092}\n"
        "conf/l.yaml: error: no identity key; write identity_key_file: identity.key, or set "
        "LEADLINE_IDENTITY_KEY_FILE\n");
    expect_faults(
        "- a\n",
        "conf/l.yaml:1:1: error: the settings are a mapping; write rules: ../rules/atf.yaml\n"
        "    - a\n"
        "    ^\n");
    expect_faults("rules: r\n"
                  "identity_key_file: k\n"
                  "kafka: {client.id: x}\n",
                  "conf/l.yaml:3:1: error: 'kafka' lacks bootstrap.servers; write "
                  "bootstrap.servers: host:port\n"
                  "    kafka: {client.id: x}\n"
                  "    ^~~~~\n");
    expect_faults("rules:\n"
                  "identity_key_file: ~\n"
                  "kafka: {bootstrap.servers: }\n",
                  "conf/l.yaml:3:1: error: 'kafka' lacks bootstrap.servers; write "
                  "bootstrap.servers: host:port\n"
                  "    kafka: {bootstrap.servers: }\n"
                  "    ^~~~~\n"
                  "conf/l.yaml: error: 'rules' is missing; write rules: ../rules/atf.yaml\n"
                  "conf/l.yaml: error: no identity key; write identity_key_file: identity.key, or "
                  "set LEADLINE_IDENTITY_KEY_FILE\n");
    expect_faults("rules: r\n"
                  "kafka: {bootstrap.servers: \"h:1\"}\n"
                  "identity_key_file: \"\"\n",
                  "conf/l.yaml:3:20: error: identity_key_file '' is no path; name a file\n"
                  "    identity_key_file: \"\"\n"
                  "                       ^~\n");
}

Test(config_faults, unknown_keys)
{
    expect_faults(
        MINIMAL "rule: x\n"
                "batsh: {max_events: 1}\n",
        "conf/l.yaml:4:1: error: unknown key 'rule' in the settings; did you mean 'rules'?\n"
        "    rule: x\n"
        "    ^~~~\n"
        "conf/l.yaml:5:1: error: unknown key 'batsh' in the settings; did you mean 'batch'?\n"
        "    batsh: {max_events: 1}\n"
        "    ^~~~~\n");
    expect_faults(MINIMAL "redis: {uri: x, db: 3}\n"
                          "topics:\n"
                          "  sale: [a]\n",
                  "conf/l.yaml:4:9: error: unknown key 'uri' in 'redis'; did you mean 'url'?\n"
                  "    redis: {uri: x, db: 3}\n"
                  "            ^~~\n"
                  "conf/l.yaml:4:17: error: unknown key 'db' in 'redis'; it has url, username, "
                  "password_file, connect_timeout_ms, timeout_ms, prefix\n"
                  "    redis: {uri: x, db: 3}\n"
                  "                    ^~\n"
                  "conf/l.yaml:6:3: error: unknown key 'sale' in 'topics'; did you mean 'sales'?\n"
                  "      sale: [a]\n"
                  "      ^~~~\n");
    expect_faults(
        MINIMAL "batch: 1000\n"
                "log: [info]\n"
                "metrics: \"off\"\n",
        "conf/l.yaml:4:8: error: 'batch' is a mapping; write its keys under it: max_events\n"
        "    batch: 1000\n"
        "           ^~~~\n"
        "conf/l.yaml:5:6: error: 'log' is a mapping; write its keys under it: level\n"
        "    log: [info]\n"
        "         ^\n"
        "conf/l.yaml:6:10: error: 'metrics' is a mapping; write its keys under it: listen\n"
        "    metrics: \"off\"\n"
        "             ^~~~~\n");
    expect_faults("rules: r\n"
                  "identity_key_file: k\n"
                  "kafka:\n"
                  "  bootstrap.servers: h:1\n"
                  "  group.id: x\n"
                  "  enable.auto.commit: true\n"
                  "  metadata.broker.list: h:1\n"
                  "  sasl: {mechanism: PLAIN}\n",
                  "conf/l.yaml:5:3: error: 'group.id' cannot be set here; set 'group'\n"
                  "      group.id: x\n"
                  "      ^~~~~~~~\n"
                  "conf/l.yaml:6:3: error: 'enable.auto.commit' cannot be set here; remove it: "
                  "offsets are committed once their leads are written\n"
                  "      enable.auto.commit: true\n"
                  "      ^~~~~~~~~~~~~~~~~~\n"
                  "conf/l.yaml:7:3: error: 'metadata.broker.list' cannot be set here; write "
                  "'bootstrap.servers'\n"
                  "      metadata.broker.list: h:1\n"
                  "      ^~~~~~~~~~~~~~~~~~~~\n"
                  "conf/l.yaml:8:9: error: a property of librdkafka has one value; write its whole "
                  "name: sasl.mechanism: PLAIN\n"
                  "      sasl: {mechanism: PLAIN}\n"
                  "            ^\n");
    expect_faults(MINIMAL "kafka: {}\n",
                  "conf/l.yaml:4:1: error: key 'kafka' is given twice; remove one\n"
                  "    kafka: {}\n"
                  "    ^~~~~\n"
                  "conf/l.yaml:3:1: note: first given here\n"
                  "    kafka: {bootstrap.servers: 'h:1'}\n"
                  "    ^~~~~\n");
}

Test(config_faults, bad_values)
{
    expect_faults(MINIMAL "batch: {max_events: 0, max_wait_ms: 10001}\n"
                          "shutdown_timeout_ms: 10s\n",
                  "conf/l.yaml:4:21: error: batch.max_events '0' is no whole number from 1 to "
                  "100000 (events)\n"
                  "    batch: {max_events: 0, max_wait_ms: 10001}\n"
                  "                        ^\n"
                  "conf/l.yaml:4:37: error: batch.max_wait_ms '10001' is no whole number from 0 to "
                  "10000 (milliseconds)\n"
                  "    batch: {max_events: 0, max_wait_ms: 10001}\n"
                  "                                        ^~~~~\n"
                  "conf/l.yaml:5:22: error: shutdown_timeout_ms '10s' is no whole number from 1 to "
                  "600000 (milliseconds)\n"
                  "    shutdown_timeout_ms: 10s\n"
                  "                         ^~~\n");
    expect_faults(
        MINIMAL
        "topics: {create: yes, partitions: \"8\", leads: a/b, sales: [a, a b], traces: []}\n",
        "conf/l.yaml:4:18: error: topics.create 'yes' is neither true nor false\n"
        "    topics: {create: yes, partitions: \"8\", leads: a/b, sales: [a, a b], traces: []}\n"
        "                     ^~~\n"
        "conf/l.yaml:4:35: error: topics.partitions '8' is no whole number from 1 to 10000 "
        "(partitions)\n"
        "    topics: {create: yes, partitions: \"8\", leads: a/b, sales: [a, a b], traces: []}\n"
        "                                      ^~~\n"
        "conf/l.yaml:4:47: error: topics.leads 'a/b' is no name of a topic; use letters, digits, "
        "'.', '_' and '-', at most 249\n"
        "    topics: {create: yes, partitions: \"8\", leads: a/b, sales: [a, a b], traces: []}\n"
        "                                                  ^~~\n"
        "conf/l.yaml:4:63: error: topics.sales 'a b' is no name of a topic; use letters, digits, "
        "'.', '_' and '-', at most 249\n"
        "    topics: {create: yes, partitions: \"8\", leads: a/b, sales: [a, a b], traces: []}\n"
        "                                                                  ^~~\n"
        "conf/l.yaml:4:77: error: topics.traces names 1 to 32 topics; these are 0\n"
        "    topics: {create: yes, partitions: \"8\", leads: a/b, sales: [a, a b], traces: []}\n"
        "                                                                                ^\n");
    expect_faults(MINIMAL "topics:\n"
                          "  sales: [a, b]\n"
                          "  traces: [c]\n"
                          "  leads: b\n",
                  "conf/l.yaml:7:10: error: topic 'b' is in topics.sales and in topics.leads; give "
                  "each its own\n"
                  "      leads: b\n"
                  "             ^\n"
                  "conf/l.yaml:5:14: note: first given here\n"
                  "      sales: [a, b]\n"
                  "                 ^\n");
    expect_faults(MINIMAL "candidate: {rules: next.yaml, topic: leads.rejected}\n",
                  "conf/l.yaml:4:38: error: topic 'leads.rejected' is in topics.rejected and in "
                  "candidate.topic; give each its own\n"
                  "    candidate: {rules: next.yaml, topic: leads.rejected}\n"
                  "                                         ^~~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "topics: {leads: sales}\n",
                  "conf/l.yaml:4:17: error: topic 'sales' is in topics.sales and in topics.leads; "
                  "give each its own\n"
                  "    topics: {leads: sales}\n"
                  "                    ^~~~~\n");
    expect_faults(
        MINIMAL "log: {level: warning, format: JSON}\n"
                "retention: {mode: none}\n",
        "conf/l.yaml:4:14: error: log.level 'warning' is unknown; it is one of debug, info, warn, "
        "error\n"
        "    log: {level: warning, format: JSON}\n"
        "                 ^~~~~~~\n"
        "conf/l.yaml:4:31: error: log.format 'JSON' is unknown; it is one of auto, text, json\n"
        "    log: {level: warning, format: JSON}\n"
        "                                  ^~~~\n"
        "conf/l.yaml:5:19: error: retention.mode 'none' is unknown; it is one of standard, "
        "destroy-after-20-days\n"
        "    retention: {mode: none}\n"
        "                      ^~~~\n");
    expect_faults(MINIMAL "redis: {url: localhost:6379}\n",
                  "conf/l.yaml:4:14: error: redis.url 'localhost:6379' is no address of a Redis; "
                  "write redis://host:port/database or unix:///path\n"
                  "    redis: {url: localhost:6379}\n"
                  "                 ^~~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {url: rediss://h}\n",
                  "conf/l.yaml:4:14: error: redis.url 'rediss://h' asks for TLS, which is not "
                  "built in; go through a local proxy such as stunnel\n"
                  "    redis: {url: rediss://h}\n"
                  "                 ^~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {url: \"redis://h:0\"}\n",
                  "conf/l.yaml:4:14: error: redis.url 'redis://h:0' has port 0, which cannot be "
                  "connected to\n"
                  "    redis: {url: \"redis://h:0\"}\n"
                  "                 ^~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {url: \"redis://h/a\"}\n",
                  "conf/l.yaml:4:14: error: redis.url 'redis://h/a' has a database that is none; "
                  "it is a number\n"
                  "    redis: {url: \"redis://h/a\"}\n"
                  "                 ^~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {url: \"redis://:6379\"}\n",
                  "conf/l.yaml:4:14: error: redis.url 'redis://:6379' names no host\n"
                  "    redis: {url: \"redis://:6379\"}\n"
                  "                 ^~~~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {url: \"unix://run/r.sock\"}\n",
                  "conf/l.yaml:4:14: error: redis.url 'unix://run/r.sock' has no path from the "
                  "root; write unix:///path\n"
                  "    redis: {url: \"unix://run/r.sock\"}\n"
                  "                 ^~~~~~~~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {url: \"unix:///r?x=1\"}\n",
                  "conf/l.yaml:4:14: error: redis.url 'unix:///r?x=1' has a database that is none; "
                  "write unix:///path?db=0\n"
                  "    redis: {url: \"unix:///r?x=1\"}\n"
                  "                 ^~~~~~~~~~~~~~~\n");
    expect_faults(
        MINIMAL "metrics: {listen: 9464}\n",
        "conf/l.yaml:4:19: error: metrics.listen '9464' has no port; write host:port, or off\n"
        "    metrics: {listen: 9464}\n"
        "                      ^~~~\n");
    expect_faults(MINIMAL "metrics: {listen: \"h:70000\"}\n",
                  "conf/l.yaml:4:19: error: metrics.listen 'h:70000' has a port that is none; it "
                  "is 0 to 65535\n"
                  "    metrics: {listen: \"h:70000\"}\n"
                  "                      ^~~~~~~~~\n");
    expect_faults(MINIMAL "metrics: {listen: \"[::1:9464\"}\n",
                  "conf/l.yaml:4:19: error: metrics.listen '[::1:9464' has a '[' without its ']'\n"
                  "    metrics: {listen: \"[::1:9464\"}\n"
                  "                      ^~~~~~~~~~~\n");
    expect_faults(
        MINIMAL "metrics: {listen: \"h:\"}\n",
        "conf/l.yaml:4:19: error: metrics.listen 'h:' has a port that is none; it is 0 to 65535\n"
        "    metrics: {listen: \"h:\"}\n"
        "                      ^~~~\n");
    expect_faults(MINIMAL "group: \"\"\n", "conf/l.yaml:4:8: error: group '' is empty; name one\n"
                                           "    group: \"\"\n"
                                           "           ^~\n");
    expect_faults(MINIMAL "group: [a]\n", "conf/l.yaml:4:8: error: one value is expected here\n"
                                          "    group: [a]\n"
                                          "           ^\n");
    expect_faults(MINIMAL "dealers: \"\"\n",
                  "conf/l.yaml:4:10: error: dealers '' is no path; name a file\n"
                  "    dealers: \"\"\n"
                  "             ^~\n");
    expect_faults(
        MINIMAL
        "redis: {prefix: \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n",
        "conf/l.yaml:4:17: error: redis.prefix "
        "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' is too long\n"
        "    redis: {prefix: "
        "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}\n"
        "                    "
        "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "group: \"a\\0b\"\n",
                  "conf/l.yaml:4:8: error: the value holds a NUL; remove it\n"
                  "    group: \"a\\0b\"\n"
                  "           ^~~~~~\n");
    expect_faults(MINIMAL "rules: x\n",
                  "conf/l.yaml:4:1: error: key 'rules' is given twice; remove one\n"
                  "    rules: x\n"
                  "    ^~~~~\n"
                  "conf/l.yaml:1:1: note: first given here\n"
                  "    rules: r.yaml\n"
                  "    ^~~~~\n");
    expect_faults(MINIMAL "redis: {timeout_ms: 5.0\n",
                  "conf/l.yaml:5:1: error: a ',' or the mapping's '}' is missing before this\n"
                  "    \n"
                  "    ^\n"
                  "conf/l.yaml:4:8: note: begun here\n"
                  "    redis: {timeout_ms: 5.0\n"
                  "           ^\n");
}

Test(config_faults, bad_references)
{
    expect_faults(
        MINIMAL "group: ${ENV:NOPE}\n",
        "conf/l.yaml:4:8: error: the environment has no 'NOPE'; set it, or write the value here\n"
        "    group: ${ENV:NOPE}\n"
        "           ^~~~~~~~~~~\n");
    expect_faults(MINIMAL "group: a ${HOME} b\n",
                  "conf/l.yaml:4:10: error: no reference; write ${ENV:NAME} or ${FILE:path}, or "
                  "'$${' for the text itself\n"
                  "    group: a ${HOME} b\n"
                  "             ^~~~~~~\n");
    expect_faults(
        MINIMAL "group: ${ENV:a-b}\n",
        "conf/l.yaml:4:8: error: the environment has no 'a-b'; set it, or write the value here\n"
        "    group: ${ENV:a-b}\n"
        "           ^~~~~~~~~~\n");
    expect_faults(MINIMAL "group: ${ENV:BAD\n",
                  "conf/l.yaml:4:8: error: no reference; write ${ENV:NAME} or ${FILE:path}, or "
                  "'$${' for the text itself\n"
                  "    group: ${ENV:BAD\n"
                  "           ^~~~~~~~~\n");
    expect_faults(MINIMAL "group: ${FILE:nope}\n",
                  "conf/l.yaml:4:8: error: cannot read 'conf/nope': no such file\n"
                  "    group: ${FILE:nope}\n"
                  "           ^~~~~~~~~~~~\n");
    expect_faults(
        MINIMAL "group: ${FILE:empty}\n",
        "conf/l.yaml:4:8: error: the file 'conf/empty' is empty; write the secret into it\n"
        "    group: ${FILE:empty}\n"
        "           ^~~~~~~~~~~~~\n");
    expect_faults(MINIMAL "group: ${FILE:nul}\n",
                  "conf/l.yaml:4:8: error: the file 'conf/nul' holds a NUL; write text into it\n"
                  "    group: ${FILE:nul}\n"
                  "           ^~~~~~~~~~~\n");
    expect_faults(MINIMAL "redis: {password_file: nope}\n",
                  "conf/l.yaml:4:24: error: cannot read 'conf/nope': no such file\n"
                  "    redis: {password_file: nope}\n"
                  "                           ^~~~\n");
}

Test(config_faults, secrets_are_not_shown)
{
    expect_faults(MINIMAL "redis: {url: \"redis://u:hunter2@h\"}\n",
                  "conf/l.yaml:4:14: error: redis.url '***' holds a user or password; use username "
                  "and password_file\n");
    expect_faults(MINIMAL "batch: {max_events: \"${ENV:PASSWORD}\"}\n"
                          "log: {level: \"${ENV:PASSWORD}\"}\n"
                          "redis: {url: \"${ENV:PASSWORD}\"}\n"
                          "topics: {create: \"${ENV:PASSWORD}\", leads: \"${ENV:PASSWORD} \"}\n",
                  "conf/l.yaml:4:21: error: batch.max_events '***' is no whole number from 1 to "
                  "100000 (events)\n"
                  "    batch: {max_events: \"${ENV:PASSWORD}\"}\n"
                  "                        ^~~~~~~~~~~~~~~~~\n"
                  "conf/l.yaml:5:14: error: log.level '***' is unknown; it is one of debug, info, "
                  "warn, error\n"
                  "    log: {level: \"${ENV:PASSWORD}\"}\n"
                  "                 ^~~~~~~~~~~~~~~~~\n"
                  "conf/l.yaml:6:14: error: redis.url '***' is no address of a Redis; write "
                  "redis://host:port/database or unix:///path\n"
                  "    redis: {url: \"${ENV:PASSWORD}\"}\n"
                  "                 ^~~~~~~~~~~~~~~~~\n"
                  "conf/l.yaml:7:18: error: topics.create '***' is neither true nor false\n"
                  "    topics: {create: \"${ENV:PASSWORD}\", leads: \"${ENV:PASSWORD} \"}\n"
                  "                     ^~~~~~~~~~~~~~~~~\n"
                  "conf/l.yaml:7:44: error: topics.leads '***' is no name of a topic; use letters, "
                  "digits, '.', '_' and '-', at most 249\n"
                  "    topics: {create: \"${ENV:PASSWORD}\", leads: \"${ENV:PASSWORD} \"}\n"
                  "                                               ^~~~~~~~~~~~~~~~~~\n");
}

Test(config_faults, counts_more_faults_than_it_keeps)
{
    struct fixture f = {0};
    struct ll_buf text = {0};
    ll_buf_add_lit(&text, MINIMAL);
    for (int i = 0; i < 20; i++)
        ll_buf_printf(&text, "unknown%d: 1\n", i);
    ll_buf_add_char(&text, '\0');
    cr_expect_eq(parse(&f, text.ptr, NULL), LL_ERR_SYNTAX);
    cr_expect_eq(f.errors.count, 20);
    cr_expect_eq(f.errors.list[0].at.line, 4);
    ll_buf_fini(&text);
    drop(&f);
}
