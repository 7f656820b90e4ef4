/* mock_broker.c -- librdkafka's mock cluster as a program: a broker on loopback without Java. It speaks the real
 * protocol, keeps at most 5 MiB a partition, and nothing across a restart: for trying out, not for trusting.
 *
 * usage: leadline-mock-broker [--brokers N] [TOPIC:PARTITIONS ...]
 *
 * Prints the bootstrap servers as one line, and runs until standard input closes or SIGTERM or SIGINT comes.
 * SPDX-License-Identifier: Apache-2.0 */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#define BROKERS_MAX 9
#define PARTITIONS_MAX 1000
#define TOPIC_BYTES_MAX 249

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int number)
{
    (void)number;
    asked_to_stop = 1;
}

/* SIGTERM and SIGINT stay blocked but while waiting, so that none is lost between the check and the wait. */
static bool catch_signals(sigset_t *while_waiting)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t stops;
    sigemptyset(&action.sa_mask);
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    return sigprocmask(SIG_BLOCK, &stops, while_waiting) == 0 &&
           sigaction(SIGTERM, &action, NULL) == 0 && sigaction(SIGINT, &action, NULL) == 0;
}

static bool read_count(const char *text, int max, int *out)
{
    char *end = NULL;
    errno = 0;
    long n = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || n < 1 || n > max)
        return false;
    *out = (int)n;
    return true;
}

/* TOPIC:PARTITIONS */
static bool create_topic(rd_kafka_mock_cluster_t *cluster, const char *argument)
{
    char name[TOPIC_BYTES_MAX + 1];
    const char *colon = strchr(argument, ':');
    size_t len = colon ? (size_t)(colon - argument) : 0;
    int partitions = 0;
    if (len == 0 || len > TOPIC_BYTES_MAX || !read_count(colon + 1, PARTITIONS_MAX, &partitions)) {
        fprintf(stderr, "mock-broker: '%s' is not TOPIC:PARTITIONS\n", argument);
        return false;
    }
    memcpy(name, argument, len);
    name[len] = '\0';
    rd_kafka_resp_err_t err = rd_kafka_mock_topic_create(cluster, name, partitions, 1);
    if (err) {
        fprintf(stderr, "mock-broker: topic '%s': %s\n", name, rd_kafka_err2str(err));
        return false;
    }
    return true;
}

static void wait_for_stop(const sigset_t *while_waiting)
{
    while (!asked_to_stop) {
        char scratch[256];
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(STDIN_FILENO, &readable);
        if (pselect(STDIN_FILENO + 1, &readable, NULL, NULL, NULL, while_waiting) > 0 &&
            read(STDIN_FILENO, scratch, sizeof scratch) <= 0)
            return;
    }
}

static int serve(rd_kafka_mock_cluster_t *cluster, char **topics, const sigset_t *while_waiting)
{
    for (; *topics; topics++)
        if (!create_topic(cluster, *topics))
            return 2;
    printf("%s\n", rd_kafka_mock_cluster_bootstraps(cluster));
    if (fflush(stdout) != 0)
        return 1;
    wait_for_stop(while_waiting);
    return 0;
}

int main(int argc, char **argv)
{
    int brokers = 1;
    int first_topic = 1;
    if (argc >= 3 && strcmp(argv[1], "--brokers") == 0) {
        if (!read_count(argv[2], BROKERS_MAX, &brokers)) {
            fprintf(stderr, "mock-broker: --brokers takes 1 to %d\n", BROKERS_MAX);
            return 2;
        }
        first_topic = 3;
    }

    int code = 1;
    char message[256];
    sigset_t while_waiting;
    rd_kafka_mock_cluster_t *cluster = NULL;
    rd_kafka_conf_t *conf = NULL;
    rd_kafka_t *client = NULL;
    if (!catch_signals(&while_waiting))
        goto out;
    conf = rd_kafka_conf_new();
    /* The client is only the cluster's host; that it has no servers of its own is no news. */
    if (rd_kafka_conf_set(conf, "log_level", "3", message, sizeof message) != RD_KAFKA_CONF_OK)
        goto out;
    client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, message, sizeof message);
    if (client)
        conf = NULL; /* the client's now */
    else {
        fprintf(stderr, "mock-broker: %s\n", message);
        goto out;
    }
    cluster = rd_kafka_mock_cluster_new(client, brokers);
    if (!cluster) {
        fprintf(stderr, "mock-broker: the cluster did not start\n");
        goto out;
    }
    code = serve(cluster, argv + first_topic, &while_waiting);
out:
    if (cluster)
        rd_kafka_mock_cluster_destroy(cluster);
    if (client)
        rd_kafka_destroy(client);
    if (conf)
        rd_kafka_conf_destroy(conf);
    return code;
}
