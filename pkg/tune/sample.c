/* sample.c -- see sample.h.   SPDX-License-Identifier: Apache-2.0
 *
 * A heap with the greatest number on top. */
#include "tune/sample.h"

#include "base/hash.h"
#include <stdlib.h>

enum ll_status ll_sample_init(struct ll_sample *sample, size_t most, uint64_t seed,
                              struct ll_error *err)
{
    *sample = (struct ll_sample){.most = most, .seed = seed};
    sample->list = calloc(most ? most : 1, sizeof *sample->list);
    return sample->list ? LL_OK : ll_fail(err, LL_ERR_NOMEM, "no memory for %zu samples", most);
}

void ll_sample_fini(struct ll_sample *sample)
{
    for (size_t i = 0; i < sample->count; i++)
        ll_buf_fini(&sample->list[i].text);
    free(sample->list);
    *sample = (struct ll_sample){0};
}

uint64_t ll_sample_number(const struct ll_sample *sample, ll_str name)
{
    return ll_hash_mix(ll_hash64(name.ptr, name.len) ^ ll_hash_mix(sample->seed + 1));
}

bool ll_sample_wants(struct ll_sample *sample, uint64_t number)
{
    sample->seen++;
    return sample->count < sample->most || (sample->most && number < sample->list[0].number);
}

static void swap(struct ll_sampled *a, struct ll_sampled *b)
{
    struct ll_sampled kept = *a;
    *a = *b;
    *b = kept;
}

static void sink(struct ll_sample *sample)
{
    for (size_t at = 0, child; (child = 2 * at + 1) < sample->count; at = child) {
        if (child + 1 < sample->count &&
            sample->list[child + 1].number > sample->list[child].number)
            child++;
        if (sample->list[child].number <= sample->list[at].number)
            return;
        swap(&sample->list[child], &sample->list[at]);
    }
}

static void rise(struct ll_sample *sample)
{
    for (size_t at = sample->count - 1, parent; at; at = parent) {
        parent = (at - 1) / 2;
        if (sample->list[parent].number >= sample->list[at].number)
            return;
        swap(&sample->list[parent], &sample->list[at]);
    }
}

void ll_sample_take(struct ll_sample *sample, uint64_t number, struct ll_buf *text)
{
    bool grows = sample->count < sample->most;
    struct ll_sampled *place = grows ? &sample->list[sample->count++] : &sample->list[0];
    struct ll_buf left = place->text;
    *place = (struct ll_sampled){number, *text};
    *text = left;
    if (grows)
        rise(sample);
    else
        sink(sample);
}

void ll_sample_merge(struct ll_sample *sample, struct ll_sample *from)
{
    uint64_t seen = sample->seen + from->seen;
    for (size_t i = 0; i < from->count; i++) {
        if (ll_sample_wants(sample, from->list[i].number))
            ll_sample_take(sample, from->list[i].number, &from->list[i].text);
        ll_buf_fini(&from->list[i].text);
    }
    from->count = 0;
    sample->seen = seen;
}

static int by_number(const void *left, const void *right)
{
    const struct ll_sampled *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

void ll_sample_sort(struct ll_sample *sample)
{
    qsort(sample->list, sample->count, sizeof *sample->list, by_number);
}
