/* bare.c -- the floors of a live worker: Kafka and Redis, and no thought in between.
 *   bare consume BROKERS TOPIC N            reads N messages, all partitions from their start
 *   bare store   BROKERS TOPIC N SOCKET     and for each HSET key N value, HLEN key in that Redis, batches on the way
 *                                           while the next is written
 *   bare echo    BROKERS TOPIC OUT N EVERY SOCKET
 *                                           and after Redis has answered forwards every EVERYth, headers and all
 *   bare latency BROKERS IN OUT FILE N RATE  sends N lines of FILE (again from its start where it is shorter) at a
 *                                           steady rate, each with the header sent_us: when it was due; reads OUT, and
 *                                           prints milliseconds from due to read, two seconds left out: p50 p90 p99 p99.9 max, and how many
 * The others print the seconds from the first message to the last answer.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <hiredis/hiredis.h>
#include <librdkafka/rdkafka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 1000
#define DEPTH 4 /* batches under way at once */
#define VALUE_BYTES 40

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bare: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static rd_kafka_t *client(rd_kafka_type_t type, const char *brokers)
{
    const char *const consumer[] = {"group.id",
                                    "bare",
                                    "enable.auto.commit",
                                    "false",
                                    "queued.min.messages",
                                    "1000000",
                                    "allow.auto.create.topics",
                                    "true",
                                    NULL};
    const char *const producer[] = {"linger.ms", "0", "enable.idempotence", "true", NULL};
    const char *const *set = type == RD_KAFKA_CONSUMER ? consumer : producer;
    char why[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (rd_kafka_conf_set(conf, "bootstrap.servers", brokers, why, sizeof why))
        die(why);
    for (; *set; set += 2)
        if (rd_kafka_conf_set(conf, set[0], set[1], why, sizeof why))
            die(why);
    rd_kafka_t *kafka = rd_kafka_new(type, conf, why, sizeof why);
    if (!kafka)
        die(why);
    return kafka;
}

static rd_kafka_queue_t *open_topic(rd_kafka_t *kafka, const char *name)
{
    const struct rd_kafka_metadata *known;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(kafka, name, NULL);
    /* A topic that is made by asking for it has no partitions yet. */
    for (int tries = 0;; tries++) {
        if (rd_kafka_metadata(kafka, 0, topic, &known, 10000) || tries == 100)
            die("there is no such topic");
        if (known->topic_cnt == 1 && known->topics[0].partition_cnt > 0)
            break;
        rd_kafka_metadata_destroy(known);
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(16);
    for (int i = 0; i < known->topics[0].partition_cnt; i++)
        rd_kafka_topic_partition_list_add(list, name, i)->offset = RD_KAFKA_OFFSET_BEGINNING;
    rd_kafka_poll_set_consumer(kafka);
    if (rd_kafka_assign(kafka, list))
        die("cannot read the topic");
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_metadata_destroy(known);
    rd_kafka_topic_destroy(topic);
    return rd_kafka_queue_get_consumer(kafka);
}

/* ---- Redis, spoken by hand ---- */

static char *add_part(char *at, const void *bytes, size_t len)
{
    at += snprintf(at, 32, "$%zu\r\n", len);
    memcpy(at, bytes, len);
    memcpy(at + len, "\r\n", 2);
    return at + len + 2;
}

static void store(redisContext *redis, const rd_kafka_message_t *message, long number)
{
    static char value[VALUE_BYTES];
    char command[1024], field[24], *at = command;
    size_t key_len = message->key_len < 256 ? message->key_len : 256;
    size_t field_len = (size_t)snprintf(field, sizeof field, "%ld", number);
    memcpy(at, "*4\r\n$4\r\nHSET\r\n", 14);
    at = add_part(at + 14, message->key, key_len);
    at = add_part(add_part(at, field, field_len), value, sizeof value);
    memcpy(at, "*2\r\n$4\r\nHLEN\r\n", 14);
    at = add_part(at + 14, message->key, key_len);
    if (redisAppendFormattedCommand(redis, command, (size_t)(at - command)) != REDIS_OK)
        die(redis->errstr);
}

static void send_commands(redisContext *redis)
{
    for (int done = 0; !done;)
        if (redisBufferWrite(redis, &done) != REDIS_OK)
            die(redis->errstr);
}

static void read_answers(redisContext *redis, long messages)
{
    for (long i = 0; i < 2 * messages; i++) {
        redisReply *reply;
        if (redisGetReply(redis, (void **)&reply) != REDIS_OK || reply->type != REDIS_REPLY_INTEGER)
            die("Redis: no number");
        freeReplyObject(reply);
    }
}

/* ---- the pipeline ---- */

struct echo {
    rd_kafka_t *producer;
    const char *topic;
    long every;
};

static void forward(const struct echo *echo, rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers = NULL, *copy = NULL;
    if (!rd_kafka_message_headers(message, &headers))
        copy = rd_kafka_headers_copy(headers);
    if (rd_kafka_producev(echo->producer, RD_KAFKA_V_TOPIC(echo->topic),
                          RD_KAFKA_V_VALUE(message->payload, message->len),
                          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_HEADERS(copy),
                          RD_KAFKA_V_END))
        die("cannot forward");
}

static double run(rd_kafka_queue_t *queue, long want, redisContext *redis, const struct echo *echo)
{
    rd_kafka_message_t *messages[BATCH];
    long done = 0, under_way[DEPTH] = {0}, batches = 0;
    double began = 0;
    while (done < want) {
        /* An echo takes what is there: waiting for a full batch would be its latency. */
        ssize_t n = rd_kafka_consume_batch_queue(queue, echo ? 1 : 100, messages, BATCH);
        if (n > 0 && began == 0)
            began = now();
        for (ssize_t i = 0; i < n && redis; i++)
            if (!messages[i]->err)
                store(redis, messages[i], done + i);
        if (redis && n > 0) {
            long *slot = &under_way[batches++ % DEPTH];
            send_commands(redis);
            read_answers(redis, echo ? n : *slot);
            *slot = echo ? 0 : n;
        }
        for (ssize_t i = 0; i < n; i++) {
            if (echo && (done + i) % echo->every == 0)
                forward(echo, messages[i]);
            rd_kafka_message_destroy(messages[i]);
        }
        done += n > 0 ? n : 0;
        if (echo)
            rd_kafka_poll(echo->producer, 0);
    }
    for (int i = 0; i < DEPTH; i++)
        read_answers(redis, under_way[i]);
    return now() - began;
}

/* ---- latency ---- */

struct pace {
    const char *brokers, *topic, *file;
    long count, rate;
    atomic_llong from; /* when the first is due that counts: two seconds warm up */
    atomic_bool sent;
};

static long long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void *send_all(void *context)
{
    struct pace *pace = context;
    rd_kafka_t *producer = client(RD_KAFKA_PRODUCER, pace->brokers);
    FILE *file = fopen(pace->file, "r");
    char *line = NULL;
    size_t room = 0;
    long long first = now_us() + 1000000;
    atomic_store(&pace->from, first + 2000000);
    for (long i = 0; i < pace->count && file; i++) {
        char key[24], text[24];
        long long due = first + i * 1000000LL / pace->rate;
        struct timespec at = {due / 1000000, due % 1000000 * 1000};
        ssize_t len = getline(&line, &room, file);
        if (len <= 0) {
            rewind(file);
            len = getline(&line, &room, file);
        }
        clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, NULL);
        int key_len = snprintf(key, sizeof key, "%ld", i % 100003);
        int text_len = snprintf(text, sizeof text, "%lld", due);
        if (rd_kafka_producev(
                producer, RD_KAFKA_V_TOPIC(pace->topic), RD_KAFKA_V_KEY(key, (size_t)key_len),
                RD_KAFKA_V_VALUE(line, (size_t)len - 1), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                RD_KAFKA_V_HEADER("sent_us", text, text_len), RD_KAFKA_V_END))
            die("cannot send");
        rd_kafka_poll(producer, 0);
    }
    rd_kafka_flush(producer, 10000);
    rd_kafka_destroy(producer);
    atomic_store(&pace->sent, true);
    return NULL;
}

static long long due_of(const rd_kafka_message_t *message)
{
    rd_kafka_headers_t *headers;
    const void *value;
    size_t len;
    char text[24] = "";
    if (rd_kafka_message_headers(message, &headers) ||
        rd_kafka_header_get_last(headers, "sent_us", &value, &len) || len >= sizeof text)
        return 0;
    memcpy(text, value, len);
    return strtoll(text, NULL, 10);
}

static int by_size(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static void latency(struct pace *pace, rd_kafka_queue_t *queue)
{
    static const unsigned per_mille[] = {500, 900, 990, 999, 1000};
    long long *all = calloc((size_t)pace->count + 1, sizeof *all);
    long n = 0;
    pthread_t sender;
    pthread_create(&sender, NULL, send_all, pace);
    for (int quiet = 0; quiet < 10;) {
        rd_kafka_message_t *message;
        ssize_t got = rd_kafka_consume_batch_queue(queue, 100, &message, 1);
        quiet = got > 0 || !atomic_load(&pace->sent) ? 0 : quiet + 1;
        if (got <= 0)
            continue;
        if (due_of(message) >= atomic_load(&pace->from) && n < pace->count)
            all[n++] = now_us() - due_of(message);
        rd_kafka_message_destroy(message);
    }
    pthread_join(sender, NULL);
    if (n == 0)
        die("nothing came back");
    qsort(all, (size_t)n, sizeof *all, by_size);
    for (int i = 0; i < 5; i++)
        printf("%.2f ", (double)all[((unsigned long)n * per_mille[i] + 999) / 1000 - 1] / 1000);
    printf("%ld\n", n);
    free(all);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int echoes = strcmp(what, "echo") == 0, stores = strcmp(what, "store") == 0;
    int paces = strcmp(what, "latency") == 0;
    if (argc != (echoes || paces ? 8 : stores ? 6 : 5))
        die("usage: bare consume|store|echo ...; see the top of bench/bare.c");
    rd_kafka_t *kafka = client(RD_KAFKA_CONSUMER, argv[2]);
    rd_kafka_queue_t *queue = open_topic(kafka, argv[paces ? 4 : 3]);
    if (paces) {
        struct pace pace = {.brokers = argv[2],
                            .topic = argv[3],
                            .file = argv[5],
                            .count = strtol(argv[6], NULL, 10),
                            .rate = strtol(argv[7], NULL, 10)};
        latency(&pace, queue);
        return 0;
    }
    redisContext *redis = echoes || stores ? redisConnectUnix(argv[echoes ? 7 : 5]) : NULL;
    if (redis && redis->err)
        die(redis->errstr);
    struct echo echo = {0};
    if (echoes)
        echo =
            (struct echo){client(RD_KAFKA_PRODUCER, argv[2]), argv[4], strtol(argv[6], NULL, 10)};
    long want = strtol(argv[echoes ? 5 : 4], NULL, 10);
    printf("%.6f\n", run(queue, want, redis, echoes ? &echo : NULL));
    if (echoes)
        rd_kafka_flush(echo.producer, 10000);
    rd_kafka_queue_destroy(queue);
    rd_kafka_consumer_close(kafka);
    rd_kafka_destroy(kafka);
    return 0;
}
