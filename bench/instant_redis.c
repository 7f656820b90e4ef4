/* instant_redis.c -- a Redis that keeps nothing and answers at once, to see what a worker reaches
 * when Redis is not the limit. Every timeline is new to it.   SPDX-License-Identifier: Apache-2.0
 *
 *   gcc -O2 -pthread -o build/instant-redis bench/instant_redis.c && build/instant-redis SOCKET
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define IN_BYTES ((size_t)64 << 20)
#define OUT_BYTES ((size_t)1 << 16)

struct peer {
    int fd;
    char *in;
    size_t in_len, out_len;
    char out[OUT_BYTES];
};

static bool flush(struct peer *peer)
{
    size_t at = 0;
    while (at < peer->out_len) {
        ssize_t n = write(peer->fd, peer->out + at, peer->out_len - at);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    peer->out_len = 0;
    return true;
}

static const char *answer_to(const char *name, size_t name_len, size_t last_len, char room[32])
{
    if (name_len == 6 && !memcmp(name, "APPEND", 6)) {
        (void)snprintf(room, 32, ":%zu\r\n", last_len);
        return room;
    }
    if (name_len == 6 && !memcmp(name, "EXPIRE", 6))
        return ":1\r\n";
    if (name_len == 4 && !memcmp(name, "INFO", 4))
        return "$21\r\n\nredis_version:7.0.0\n\r\n";
    return "$-1\r\n";
}

/* A number behind its sign, and where its line ends; false while it has not come whole. */
static bool number(const char **at, const char *end, size_t *value)
{
    const char *line = memchr(*at, '\n', (size_t)(end - *at));
    if (!line)
        return false;
    *value = strtoul(*at + 1, NULL, 10);
    *at = line + 1;
    return true;
}

/* The next command, from at on: false while it has not come whole. */
static bool command(const char **at, const char *end, const char **name, size_t *name_len,
                    size_t *last_len)
{
    const char *p = *at;
    size_t parts;
    if (!number(&p, end, &parts))
        return false;
    for (size_t i = 0; i < parts; i++) {
        if (!number(&p, end, last_len) || (size_t)(end - p) < *last_len + 2)
            return false;
        if (i == 0) {
            *name = p;
            *name_len = *last_len;
        }
        p += *last_len + 2;
    }
    *at = p;
    return true;
}

static bool answer_all(struct peer *peer)
{
    const char *at = peer->in, *end = peer->in + peer->in_len, *name = NULL;
    size_t name_len = 0, last_len = 0;
    while (at < end && command(&at, end, &name, &name_len, &last_len)) {
        char room[32];
        const char *answer = answer_to(name, name_len, last_len, room);
        size_t len = strlen(answer);
        if (peer->out_len + len > sizeof peer->out && !flush(peer))
            return false;
        memcpy(peer->out + peer->out_len, answer, len);
        peer->out_len += len;
    }
    peer->in_len = (size_t)(end - at);
    memmove(peer->in, at, peer->in_len);
    return flush(peer);
}

static void *serve(void *argument)
{
    struct peer *peer = argument;
    peer->in = malloc(IN_BYTES);
    for (bool fine = peer->in != NULL; fine;) {
        ssize_t n = read(peer->fd, peer->in + peer->in_len, IN_BYTES - peer->in_len);
        fine = n > 0;
        peer->in_len += fine ? (size_t)n : 0;
        fine = fine && answer_all(peer);
    }
    close(peer->fd);
    free(peer->in);
    free(peer);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (argc != 2 || strlen(argv[1]) >= sizeof address.sun_path) {
        (void)fprintf(stderr, "usage: instant-redis SOCKET\n");
        return 2;
    }
    memcpy(address.sun_path, argv[1], strlen(argv[1]) + 1);
    unlink(argv[1]);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 64)) {
        perror(argv[1]);
        return 1;
    }
    for (;;) {
        struct peer *peer = calloc(1, sizeof *peer);
        pthread_t thread;
        if (!peer || (peer->fd = accept(listener, NULL, NULL)) < 0)
            return 1;
        if (pthread_create(&thread, NULL, serve, peer))
            return 1;
        pthread_detach(thread);
    }
}
