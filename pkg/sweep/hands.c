/* hands.c -- see hands.h.   SPDX-License-Identifier: Apache-2.0 */
#include "sweep/hands.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct hands {
    size_t n, piece;
    ll_hands_do job;
    void *context;
    const volatile sig_atomic_t *stop;
    atomic_size_t next;
    atomic_bool over;
};

struct hand {
    struct hands *hands;
    size_t thread;
    pthread_t id;
    enum ll_status status;
    struct ll_error err;
};

static void *work(void *context)
{
    struct hand *hand = context;
    struct hands *hands = hand->hands;
    while (hand->status == LL_OK && !atomic_load(&hands->over) && !(hands->stop && *hands->stop)) {
        size_t at = atomic_fetch_add(&hands->next, hands->piece);
        size_t end = at < hands->n && hands->n - at > hands->piece ? at + hands->piece : hands->n;
        if (at >= hands->n)
            break;
        while (at < end && hand->status == LL_OK)
            hand->status = hands->job(hands->context, hand->thread, at++, &hand->err);
    }
    if (hand->status != LL_OK)
        atomic_store(&hands->over, true);
    return NULL;
}

static enum ll_status pass_on(const struct hand *hands, size_t n, struct ll_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (hands[i].status == LL_OK)
            continue;
        if (err) {
            *err = hands[i].err;
            err->status = hands[i].status;
        }
        return hands[i].status;
    }
    return LL_OK;
}

enum ll_status ll_hands_all(size_t threads, size_t n, size_t piece, ll_hands_do job, void *context,
                            const volatile sig_atomic_t *stop, struct ll_error *err)
{
    struct hands hands = {.n = n, .piece = piece, .job = job, .context = context, .stop = stop};
    struct hand *list = calloc(threads, sizeof *list);
    size_t started = 1;
    int fault = 0;
    if (!list)
        return ll_fail(err, LL_ERR_NOMEM, "no memory for %zu threads", threads);
    for (size_t i = 0; i < threads; i++)
        list[i] = (struct hand){.hands = &hands, .thread = i};
    while (started < threads && !fault) {
        fault = pthread_create(&list[started].id, NULL, work, &list[started]);
        started += !fault;
    }
    /* With fewer threads than were asked for it takes longer, and that is all. */
    (void)work(&list[0]);
    for (size_t i = 1; i < started; i++)
        (void)pthread_join(list[i].id, NULL);
    enum ll_status status = pass_on(list, started, err);
    free(list);
    return status;
}
