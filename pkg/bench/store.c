/* store.c -- a store with a clock around another.   SPDX-License-Identifier: Apache-2.0 */
#include "bench/machine.h"
#include "bench/pass.h"

#include <stdlib.h>

struct timed {
    struct ll_store store;
    struct ll_store *inner;
    double *seconds;
};

static struct timed *timed_of(struct ll_store *store)
{
    return (struct timed *)store;
}

static enum ll_status append(struct ll_store *store, struct ll_append *appends, size_t n,
                             struct ll_error *err)
{
    struct timed *timed = timed_of(store);
    double began = ll_bench_thread_cpu();
    enum ll_status status = timed->inner->ops->append(timed->inner, appends, n, err);

    *timed->seconds += ll_bench_thread_cpu() - began;
    return status;
}

static enum ll_status read_logs(struct ll_store *store, struct ll_read *reads, size_t n,
                                struct ll_error *err)
{
    struct timed *timed = timed_of(store);
    double began = ll_bench_thread_cpu();
    enum ll_status status = timed->inner->ops->read(timed->inner, reads, n, err);

    *timed->seconds += ll_bench_thread_cpu() - began;
    return status;
}

static enum ll_status keep(struct ll_store *store, const struct ll_read *keeps, size_t n,
                           struct ll_error *err)
{
    struct timed *timed = timed_of(store);

    return timed->inner->ops->keep(timed->inner, keeps, n, err);
}

static enum ll_status replace(struct ll_store *store, const struct ll_subject *subject,
                              size_t expected_len, ll_str log, int32_t keep_days,
                              struct ll_error *err)
{
    struct timed *timed = timed_of(store);

    return timed->inner->ops->replace(timed->inner, subject, expected_len, log, keep_days, err);
}

static void free_store(struct ll_store *store)
{
    struct timed *timed = timed_of(store);

    timed->inner->ops->free(timed->inner);
    free(timed);
}

static const struct ll_store_ops ops = {append, read_logs, keep, replace, free_store};

struct ll_store *ll_bench_store_new(double *seconds)
{
    struct timed *timed = malloc(sizeof *timed);

    if (!timed)
        return NULL;
    *timed = (struct timed){{&ops}, ll_store_memory_new(), seconds};
    if (timed->inner)
        return &timed->store;
    free(timed);
    return NULL;
}
