/* index.h -- which indicators could hold on some items: told by their fields and their number, without running any.
 * Depends on: pack.   SPDX-License-Identifier: Apache-2.0
 *
 * Sets of indicators are bits by place in pack->order: bit p % 64 of word p / 64. */
#ifndef LL_PACK_INDEX_H
#define LL_PACK_INDEX_H

#include "pack/pack.h"

#define LL_PACK_WORDS_MAX ((LL_PACK_INDICATORS_MAX + 63) / 64)

/* Make the pack's index, in the arena; its order, and what each indicator needs, are known. False: memory is out. */
LL_NODISCARD bool ll_index_make(struct ll_pack *pack, struct ll_arena *arena,
                                struct ll_arena *scratch);

/* Windows with as many items, or more, are asked for alike. */
#define LL_PACK_NEEDS_MAX 8

/* Words of a set. */
size_t ll_pack_words(const struct ll_pack *pack);

/* Of the indicators of a timeline's items of one kind, those that could hold where there are item_count of these items,
 * and rows[row_count] are those that count: each indicator whose `where` may be true of a row, and whose `having` may be
 * true of so many items. row_count 0: rows are not asked. Of firearms the date of the sale and the fields of the dealer
 * are not looked at: they may be missing. Adds to the set. */
void ll_pack_candidates(const struct ll_pack *pack, enum ll_subject_kind timeline,
                        enum ll_item_kind items, const struct ll_value *const *rows,
                        size_t row_count, size_t item_count, uint64_t *set);
/* The fields that rows are asked for by that, a bit by slot. */
uint64_t ll_pack_asked(const struct ll_pack *pack, enum ll_subject_kind timeline,
                       enum ll_item_kind items);
/* Drop from the set those that cannot hold where there is no trace. */
void ll_pack_drop_traced(const struct ll_pack *pack, uint64_t *set);
/* Drop those that cannot hold where no indicator has a hit. */
void ll_pack_drop_followers(const struct ll_pack *pack, uint64_t *set);

/* The least place of the set from `from` on; SIZE_MAX: none. */
static inline size_t ll_pack_next(const uint64_t *set, size_t words, size_t from)
{
    size_t word = from / 64;
    if (word >= words)
        return SIZE_MAX;
    uint64_t bits = set[word] & UINT64_MAX << (from % 64);
    while (!bits) {
        if (++word == words)
            return SIZE_MAX;
        bits = set[word];
    }
    return word * 64 + (size_t)__builtin_ctzll(bits);
}

#endif
