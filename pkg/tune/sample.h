/* sample.h -- some of many, drawn by a seed: the same ones whatever the order, and whoever came across them.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * Each candidate has a number that is a hash of the seed and its name; those with the least numbers are drawn. */
#ifndef LL_TUNE_SAMPLE_H
#define LL_TUNE_SAMPLE_H

#include "base/buf.h"
#include "base/error.h"

#define LL_SAMPLES_MAX 10000

struct ll_sampled {
    uint64_t number;
    struct ll_buf text; /* what is kept of it */
};

struct ll_sample {
    struct ll_sampled *list; /* once sorted, by number */
    size_t count, most;
    uint64_t seed;
    uint64_t seen; /* candidates so far */
};

/* most: how many are drawn, at most LL_SAMPLES_MAX; 0 is fine. */
LL_NODISCARD enum ll_status ll_sample_init(struct ll_sample *sample, size_t most, uint64_t seed,
                                           struct ll_error *err);
void ll_sample_fini(struct ll_sample *sample);

/* The number of a candidate. Names must differ. */
uint64_t ll_sample_number(const struct ll_sample *sample, ll_str name);
/* Would it be drawn, of those that came so far? Counts it. */
bool ll_sample_wants(struct ll_sample *sample, uint64_t number);
/* Draw one that is wanted: the buffer's content is taken, and that of one it takes the place of, or an empty one, is left in
 * it. */
void ll_sample_take(struct ll_sample *sample, uint64_t number, struct ll_buf *text);
/* Draw among those of both, which have one seed and most; from is left empty. */
void ll_sample_merge(struct ll_sample *sample, struct ll_sample *from);
void ll_sample_sort(struct ll_sample *sample);

#endif
