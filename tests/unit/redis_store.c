/* redis_store.c -- the store against a real Redis of each test's own, on a socket in a folder of
 * its own.   SPDX-License-Identifier: Apache-2.0 */
#include "redis/store.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DAY 86400

struct server {
    char folder[64], socket[96];
    pid_t pid;
    redisContext *plain; /* to look behind the store's back */
    struct ll_store *store;
};

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

static void start(struct server *server, const char *option, const char *value)
{
    server->pid = fork();
    cr_assert_geq(server->pid, 0);
    if (!server->pid) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves no server behind */
        execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", server->socket,
               "--save", "", "--appendonly", "no", "--dir", server->folder, option, value,
               (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 2000; i++) {
        redisContext *context = redisConnectUnix(server->socket);
        if (context && !context->err) {
            server->plain = context;
            return;
        }
        redisFree(context);
        cr_assert_eq(waitpid(server->pid, NULL, WNOHANG), 0,
                     "redis-server did not start; is it installed? (make deps)");
        nap();
    }
    cr_assert(false, "redis-server did not answer");
}

static void stop(struct server *server)
{
    redisFree(server->plain);
    server->plain = NULL;
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
    unlink(server->socket);
}

static struct ll_redis_options options_of(const struct server *server)
{
    return (struct ll_redis_options){.path = server->socket, .prefix = "t:", .timeout_ms = 2000};
}

static void set_up(struct server *server)
{
    struct ll_error err;
    *server = (struct server){.folder = "/tmp/ll-redis-XXXXXX"};
    cr_assert_not_null(mkdtemp(server->folder));
    snprintf(server->socket, sizeof server->socket, "%s/s", server->folder);
    start(server, "--maxmemory", "0");
    struct ll_redis_options options = options_of(server);
    server->store = ll_redis_store_open(&options, &err);
    cr_assert_not_null(server->store);
}

static void tear_down(struct server *server)
{
    server->store->ops->free(server->store);
    stop(server);
    rmdir(server->folder);
}

static struct ll_subject purchaser(uint8_t first)
{
    struct ll_subject subject = {.kind = LL_SUBJECT_PURCHASER};
    subject.key.bytes[0] = first;
    subject.key.bytes[15] = 0; /* keys are bytes, not text */
    return subject;
}

static void append(struct server *server, struct ll_append *appends, size_t n)
{
    struct ll_error err = {0};
    enum ll_status status = server->store->ops->append(server->store, appends, n, &err);
    cr_assert_eq(status, LL_OK, "%s", err.message);
}

static struct ll_str read_log(struct server *server, struct ll_subject subject, int32_t keep_days)
{
    struct ll_read read = {.subject = subject, .keep_days = keep_days};
    struct ll_error err = {0};
    enum ll_status status = server->store->ops->read(server->store, &read, 1, &err);
    cr_assert_eq(status, LL_OK, "%s", err.message);
    return read.log;
}

/* The days that a purchaser's key has left, rounded up; -1: for ever; -2: no such key. */
static long days_left(struct server *server, struct ll_subject subject)
{
    redisReply *reply =
        redisCommand(server->plain, "TTL t:p%b", subject.key.bytes, sizeof subject.key.bytes);
    long long seconds = reply->integer;
    freeReplyObject(reply);
    return seconds < 0 ? (long)seconds : (long)((seconds + DAY - 1) / DAY);
}

static long plain_number(struct server *server, const char *command)
{
    redisReply *reply = redisCommand(server->plain, command);
    long value = (long)reply->integer;
    freeReplyObject(reply);
    return value;
}

static struct ll_redis_store_stats stats_of(const struct server *server)
{
    struct ll_redis_store_stats stats;
    ll_redis_store_stats(server->store, &stats);
    return stats;
}

static void settle(struct server *server)
{
    struct ll_error err = {0};
    cr_assert_eq(ll_redis_store_settle(server->store, &err), LL_OK, "%s", err.message);
}

Test(redis_store, appends_in_order_and_reads_back)
{
    struct server server;
    set_up(&server);
    struct ll_append appends[] = {
        {.subject = purchaser(1), .fact = LL_STR("one"), .want_log = true},
        {.subject = purchaser(2), .fact = LL_STR("x\0\r\ny")},
        {.subject = purchaser(1), .fact = LL_STR("two"), .want_log = true},
        {.subject = ll_subject_dealer(57600123), .fact = LL_STR("dealer"), .want_log = true},
    };
    append(&server, appends, 4);
    cr_expect(ll_str_eq(appends[0].log, LL_STR("one")));
    cr_expect_eq(appends[0].len_before, 0);
    cr_expect_eq(appends[1].len_before, 0);
    cr_expect(ll_str_eq(appends[2].log, LL_STR("onetwo")));
    cr_expect_eq(appends[2].len_before, 3);
    cr_expect(ll_str_eq(appends[3].log, LL_STR("dealer")));
    cr_expect(ll_str_eq(read_log(&server, purchaser(2), 0), LL_STR("x\0\r\ny")));
    cr_expect_eq(read_log(&server, purchaser(3), 0).len, 0, "none is empty");
    cr_expect_eq(days_left(&server, purchaser(1)), -1, "kept for ever");
    cr_expect_eq(plain_number(&server, "STRLEN t:d\x03\x6e\xe8\x7b"), 6, "a dealer's short key");
    tear_down(&server);
}

/* What a call of append cost. */
static struct ll_redis_store_stats cost_of(struct server *server, struct ll_append *appends,
                                           size_t n)
{
    struct ll_redis_store_stats before = stats_of(server);
    append(server, appends, n);
    struct ll_redis_store_stats after = stats_of(server);
    return (struct ll_redis_store_stats){.commands = after.commands - before.commands,
                                         .round_trips = after.round_trips - before.round_trips,
                                         .bytes_in = after.bytes_in - before.bytes_in};
}

static uint64_t round_trips(const struct server *server)
{
    return stats_of(server).round_trips;
}

/* A store beside the server's, as another worker has it. */
static struct ll_store *open_another(const struct server *server)
{
    struct ll_error err = {0};
    struct ll_redis_options options = options_of(server);
    struct ll_store *store = ll_redis_store_open(&options, &err);
    cr_assert_not_null(store, "%s", err.message);
    return store;
}

Test(redis_store, a_first_sale_costs_one_command_and_a_batch_of_them_one_round_trip)
{
    struct server server;
    set_up(&server);
    struct ll_append warm = {.subject = purchaser(9), .fact = LL_STR("w")};
    append(&server, &warm, 1);
    struct ll_append appends[100];
    for (uint8_t i = 0; i < 100; i++)
        appends[i] = (struct ll_append){
            .subject = purchaser((uint8_t)(10 + i)), .fact = LL_STR("sale"), .keep_days = 30};
    struct ll_redis_store_stats cost = cost_of(&server, appends, 100);
    cr_expect_eq(cost.commands, 100);
    cr_expect_eq(cost.round_trips, 1);
    cr_expect_eq(days_left(&server, purchaser(10)), 30);
    uint64_t before = round_trips(&server);
    cr_expect(ll_str_eq(read_log(&server, purchaser(10), 0), LL_STR("sale")));
    cr_expect_eq(round_trips(&server), before, "its log is at hand");
    tear_down(&server);
}

Test(redis_store, a_known_purchaser_costs_no_second_round_trip)
{
    struct server server;
    set_up(&server);
    struct ll_append fact = {.subject = purchaser(1), .fact = LL_STR("a"), .keep_days = 30};
    append(&server, &fact, 1);
    struct ll_redis_store_stats cost = cost_of(&server, &fact, 1);
    cr_expect_eq(cost.commands, 2, "APPEND and GET; that it is kept was told within the hour");
    cr_expect_eq(cost.round_trips, 1);
    cr_expect_eq(fact.len_before, 1);
    uint64_t before = round_trips(&server);
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 30), LL_STR("aa")));
    cr_expect_eq(round_trips(&server), before, "its log is at hand");
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 0), LL_STR("aa")));
    cr_expect_eq(round_trips(&server), before + 1, "a second read asks");

    /* One that only another worker has met: found in the first, appended to in the second. */
    struct ll_store *other = server.store, *own = open_another(&server);
    struct ll_append theirs[] = {
        {.subject = purchaser(1), .fact = LL_STR("b"), .keep_days = 30},
        {.subject = purchaser(2), .fact = LL_STR("c"), .keep_days = 30},
    };
    server.store = own;
    cost = cost_of(&server, theirs, 2);
    cr_expect_eq(cost.round_trips, 2);
    cr_expect_eq(theirs[0].len_before, 2);
    cr_expect_eq(theirs[1].len_before, 0);
    before = round_trips(&server);
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 0), LL_STR("aab")));
    cr_expect_eq(round_trips(&server), before, "its log is at hand");
    other->ops->free(other);
    tear_down(&server);
}

Test(redis_store, facts_of_one_purchaser_in_a_call_keep_their_order)
{
    struct server server;
    set_up(&server);
    for (int round = 0; round < 2; round++) {
        struct ll_append appends[] = {
            {.subject = purchaser(1), .fact = LL_STR("one"), .keep_days = 30},
            {.subject = purchaser(2), .fact = LL_STR("x"), .keep_days = 30},
            {.subject = purchaser(1), .fact = LL_STR("two"), .keep_days = 30},
        };
        struct ll_redis_store_stats cost = cost_of(&server, appends, 3);
        cr_expect_eq(cost.round_trips, 1);
        cr_expect_eq(appends[2].len_before, appends[0].len_before + 3);
    }
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 0), LL_STR("onetwoonetwo")));
    settle(&server);
    cr_expect_eq(days_left(&server, purchaser(1)), 30, "appended to first, it still expires");
    tear_down(&server);
}

Test(redis_store, of_a_long_log_only_what_is_new_is_read)
{
    struct server server;
    char start[5000];
    set_up(&server);
    memset(start, 's', sizeof start);
    struct ll_append long_one = {.subject = ll_subject_dealer(7),
                                 .fact = {start, sizeof start},
                                 .keep_days = 30,
                                 .want_log = true};
    struct ll_append more = {
        .subject = ll_subject_dealer(7), .fact = LL_STR("more"), .keep_days = 30, .want_log = true};
    append(&server, &long_one, 1);
    struct ll_redis_store_stats cost = cost_of(&server, &more, 1);
    cr_expect_eq(more.log.len, sizeof start + 4);
    cr_expect_eq(memcmp(more.log.ptr + sizeof start, "more", 4), 0);
    cr_expect_lt(cost.bytes_in, 200u, "%llu bytes", (unsigned long long)cost.bytes_in);
    cr_expect_eq(cost.round_trips, 1);

    /* Another worker appends: that is new too. */
    struct ll_store *own = server.store, *other = open_another(&server);
    server.store = other;
    append(&server, &more, 1);
    server.store = own;
    append(&server, &more, 1);
    cr_expect_eq(more.log.len, sizeof start + 12);
    cr_expect_eq(memcmp(more.log.ptr + sizeof start, "moremoremore", 12), 0);

    /* And puts it together anew: what was kept holds no longer. */
    cr_assert_eq(more.len_before, sizeof start + 8);
    freeReplyObject(redisCommand(server.plain, "SET t:d%b shorter", "\0\0\0\7", (size_t)4));
    cost = cost_of(&server, &more, 1);
    cr_expect(ll_str_eq(more.log, LL_STR("shortermore")));
    cr_expect_eq(cost.round_trips, 2);
    other->ops->free(other);
    tear_down(&server);
}

Test(redis_store, keeping_is_prolonged_and_never_shortened)
{
    struct server server;
    set_up(&server);
    struct ll_append first = {.subject = purchaser(1), .fact = LL_STR("a"), .keep_days = 30};
    append(&server, &first, 1);
    struct ll_append second = {.subject = purchaser(1), .fact = LL_STR("b"), .keep_days = 40};
    append(&server, &second, 1);
    read_log(&server, purchaser(2), 0);
    cr_expect_eq(days_left(&server, purchaser(1)), 40, "a later fact prolongs");
    second.keep_days = 10;
    append(&server, &second, 1);
    read_log(&server, purchaser(1), 20);
    read_log(&server, purchaser(2), 0);
    cr_expect_eq(days_left(&server, purchaser(1)), 40, "nothing shortens");
    read_log(&server, purchaser(1), 100);
    cr_expect_eq(days_left(&server, purchaser(1)), 100, "a read prolongs");
    struct ll_read keep = {.subject = purchaser(1), .keep_days = 730};
    struct ll_error err;
    cr_assert_eq(server.store->ops->keep(server.store, &keep, 1, &err), LL_OK);
    cr_expect_eq(days_left(&server, purchaser(1)), 100, "keep waits for a round trip");
    settle(&server);
    cr_expect_eq(days_left(&server, purchaser(1)), 730);
    struct ll_append for_ever = {.subject = purchaser(2), .fact = LL_STR("a")};
    append(&server, &for_ever, 1);
    keep.subject = purchaser(2);
    cr_assert_eq(server.store->ops->keep(server.store, &keep, 1, &err), LL_OK);
    settle(&server);
    cr_expect_eq(days_left(&server, purchaser(2)), -1, "for ever stays for ever");
    tear_down(&server);
}

Test(redis_store, keep_is_sent_without_waiting_and_at_the_end)
{
    struct server server;
    struct ll_error err;
    set_up(&server);
    struct ll_append first = {.subject = purchaser(1), .fact = LL_STR("a"), .keep_days = 30};
    append(&server, &first, 1);
    struct ll_read keep = {.subject = purchaser(1), .keep_days = 50};
    cr_assert_eq(server.store->ops->keep(server.store, &keep, 1, &err), LL_OK);
    cr_assert_eq(ll_redis_store_send(server.store, &err), LL_OK);
    append(&server, &first, 1);
    cr_expect_eq(days_left(&server, purchaser(1)), 50, "its answer was read before the next");
    keep.keep_days = 60;
    cr_assert_eq(server.store->ops->keep(server.store, &keep, 1, &err), LL_OK);
    server.store->ops->free(server.store);
    cr_expect_eq(days_left(&server, purchaser(1)), 60, "free sends what is left");
    struct ll_redis_options options = options_of(&server);
    server.store = ll_redis_store_open(&options, &err);
    tear_down(&server);
}

static void replace(struct server *server, struct ll_subject subject, size_t expected, ll_str log)
{
    struct ll_error err = {0};
    cr_assert_eq(server->store->ops->replace(server->store, &subject, expected, log, 30, &err),
                 LL_OK, "%s", err.message);
}

Test(redis_store, replaces_only_what_has_not_changed)
{
    struct server server;
    set_up(&server);
    struct ll_append fact = {
        .subject = purchaser(1), .fact = LL_STR("longlong"), .keep_days = 30, .want_log = true};
    append(&server, &fact, 1);
    replace(&server, purchaser(1), 8, LL_STR("short"));
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 0), LL_STR("short")));
    cr_expect_eq(days_left(&server, purchaser(1)), 30, "the keeping stays");

    replace(&server, purchaser(1), 8, LL_STR("x"));
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 0), LL_STR("short")), "another length");

    freeReplyObject(redisCommand(server.plain, "SET t:p%b SHORT", purchaser(1).key.bytes,
                                 sizeof purchaser(1).key.bytes));
    replace(&server, purchaser(1), 5, LL_STR("x"));
    cr_expect(ll_str_eq(read_log(&server, purchaser(1), 0), LL_STR("SHORT")),
              "the length is the same, the beginning is not: it was rewritten meanwhile");

    replace(&server, purchaser(1), 5, (ll_str){NULL, 0});
    cr_expect_eq(read_log(&server, purchaser(1), 0).len, 0);
    cr_expect_eq(days_left(&server, purchaser(1)), -2, "an empty log has no key");

    replace(&server, purchaser(7), 5, LL_STR("x"));
    cr_expect_eq(read_log(&server, purchaser(7), 0).len, 0, "never read: left alone");
    tear_down(&server);
}

Test(redis_store, a_lost_connection_is_told_and_comes_back)
{
    struct server server;
    struct ll_error err = {0};
    set_up(&server);
    struct ll_append fact = {.subject = purchaser(1), .fact = LL_STR("a"), .keep_days = 30};
    append(&server, &fact, 1);
    stop(&server);
    cr_expect_eq(server.store->ops->append(server.store, &fact, 1, &err), LL_ERR_STORE);
    cr_expect(strstr(err.message, server.socket), "%s", err.message);
    cr_expect_eq(server.store->ops->append(server.store, &fact, 1, &err), LL_ERR_STORE);
    cr_expect_eq(stats_of(&server).failures, 2);
    start(&server, "--maxmemory", "0");
    append(&server, &fact, 1);
    cr_expect_eq(fact.len_before, 0, "a new Redis, empty");
    cr_expect_eq(stats_of(&server).connects, 2);
    tear_down(&server);
}

Test(redis_store, a_redis_that_hangs_is_given_up)
{
    struct server server;
    struct ll_error err = {0};
    set_up(&server);
    server.store->ops->free(server.store);
    struct ll_redis_options options = options_of(&server);
    options.timeout_ms = 50;
    server.store = ll_redis_store_open(&options, &err);
    struct ll_append fact = {.subject = purchaser(1), .fact = LL_STR("a")};
    append(&server, &fact, 1);
    kill(server.pid, SIGSTOP);
    cr_expect_eq(server.store->ops->append(server.store, &fact, 1, &err), LL_ERR_STORE);
    cr_expect(strstr(err.message, "did not answer within 50 ms"), "%s", err.message);
    kill(server.pid, SIGCONT);
    append(&server, &fact, 1);
    tear_down(&server);
}

Test(redis_store, refusals_are_told_with_a_remedy)
{
    static const struct {
        const char *option, *value, *command, *says;
    } rows[] = {
        {"--maxmemory", "1000", NULL, "raise its maxmemory"},
        {"--maxmemory", "0", "REPLICAOF 127.0.0.1 1", "primary"},
        {"--requirepass", "hush", NULL, "redis.password_file"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct server server;
        struct ll_error err = {0};
        set_up(&server);
        stop(&server);
        start(&server, rows[i].option, rows[i].value);
        if (rows[i].command)
            freeReplyObject(redisCommand(server.plain, rows[i].command));
        struct ll_append fact = {.subject = purchaser(1), .fact = LL_STR("a")};
        cr_expect_eq(server.store->ops->append(server.store, &fact, 1, &err), LL_ERR_STORE,
                     "row %zu", i);
        cr_expect(strstr(err.message, rows[i].says), "row %zu: %s", i, err.message);
        tear_down(&server);
    }
}

Test(redis_store, a_redis_that_evicts_is_refused)
{
    struct server server;
    struct ll_error err = {0};
    set_up(&server);
    freeReplyObject(redisCommand(server.plain, "CONFIG SET maxmemory-policy allkeys-lru"));
    cr_expect_eq(ll_redis_store_connect(server.store, &err), LL_OK, "no maxmemory, no eviction");
    server.store->ops->free(server.store);
    freeReplyObject(redisCommand(server.plain, "CONFIG SET maxmemory 100mb"));
    struct ll_redis_options options = options_of(&server);
    server.store = ll_redis_store_open(&options, &err);
    cr_expect_eq(ll_redis_store_connect(server.store, &err), LL_ERR_STORE);
    cr_expect(strstr(err.message, "noeviction"), "%s", err.message);
    tear_down(&server);
}

Test(redis_store, speaks_to_a_database_with_a_password)
{
    struct server server;
    struct ll_error err = {0};
    set_up(&server);
    freeReplyObject(redisCommand(server.plain, "ACL SETUSER lead on >hush ~* +@all"));
    freeReplyObject(redisCommand(server.plain, "CONFIG SET requirepass other"));
    server.store->ops->free(server.store);
    struct ll_redis_options options = options_of(&server);
    options.username = "lead";
    options.password = "wrong";
    options.db = 3;
    server.store = ll_redis_store_open(&options, &err);
    cr_expect_eq(ll_redis_store_connect(server.store, &err), LL_ERR_STORE);
    cr_expect(strstr(err.message, "WRONGPASS") && !strstr(err.message, "wrong"), "%s", err.message);
    server.store->ops->free(server.store);
    options.password = "hush";
    server.store = ll_redis_store_open(&options, &err);
    struct ll_append fact = {.subject = purchaser(1), .fact = LL_STR("a")};
    append(&server, &fact, 1);
    cr_expect_eq(plain_number(&server, "DBSIZE"), 0);
    freeReplyObject(redisCommand(server.plain, "SELECT 3"));
    cr_expect_eq(plain_number(&server, "DBSIZE"), 1);
    tear_down(&server);
}

Test(redis_store, clears_its_own_prefix_alone)
{
    struct server server;
    struct ll_error err = {0};
    uint64_t deleted;
    set_up(&server);
    server.store->ops->free(server.store);
    struct ll_redis_options options = options_of(&server);
    options.prefix = "t*:";
    server.store = ll_redis_store_open(&options, &err);
    static struct ll_append appends[3000];
    for (size_t i = 0; i < 3000; i++) {
        appends[i] = (struct ll_append){.subject = purchaser((uint8_t)i), .fact = LL_STR("a")};
        appends[i].subject.key.bytes[1] = (uint8_t)(i >> 8);
    }
    append(&server, appends, 3000);
    freeReplyObject(redisCommand(server.plain, "SET tx:p 1"));
    cr_assert_eq(ll_redis_store_clear(server.store, &deleted, &err), LL_OK, "%s", err.message);
    cr_expect_eq(deleted, 3000);
    cr_expect_eq(plain_number(&server, "DBSIZE"), 1);
    tear_down(&server);
}

Test(redis_store, a_log_over_its_limit_is_refused)
{
    struct server server;
    struct ll_error err = {0};
    set_up(&server);
    struct ll_subject subject = purchaser(1);
    redisReply *reply = redisCommand(server.plain, "SETRANGE t:p%b %u x", subject.key.bytes,
                                     sizeof subject.key.bytes, LL_REDIS_LOG_BYTES_MAX - 2);
    freeReplyObject(reply);
    struct ll_append fact = {.subject = subject, .fact = LL_STR("a")};
    append(&server, &fact, 1);
    cr_expect_eq(fact.len_before, LL_REDIS_LOG_BYTES_MAX - 1, "at the limit it is fine");
    cr_expect_eq(server.store->ops->append(server.store, &fact, 1, &err), LL_ERR_LIMIT);
    cr_expect(strstr(err.message, "67108864"), "%s", err.message);
    cr_expect(strstr(err.message, "purchaser 01000000000000000000000000000000"), "%s", err.message);
    tear_down(&server);
}

Test(redis_store, options_that_cannot_be_are_refused)
{
    struct ll_error err = {0};
    struct ll_redis_options none = {0};
    cr_expect_null(ll_redis_store_open(&none, &err));
    cr_expect_eq(err.status, LL_ERR_SYNTAX);
    char prefix[LL_REDIS_PREFIX_MAX + 2];
    memset(prefix, 'p', sizeof prefix - 1);
    prefix[sizeof prefix - 1] = 0;
    struct ll_redis_options longest = {.host = "localhost", .prefix = prefix};
    cr_expect_null(ll_redis_store_open(&longest, &err));
    prefix[LL_REDIS_PREFIX_MAX] = 0;
    struct ll_store *store = ll_redis_store_open(&longest, &err);
    cr_assert_not_null(store, "nothing is connected yet");
    store->ops->free(store);
}
