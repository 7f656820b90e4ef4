/* plain.h -- an indicator in plain English, from what was compiled of it.
 * Depends on: base, expr, pack.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PLAIN_PLAIN_H
#define LL_PLAIN_PLAIN_H

#include "pack/book.h"

/* One sentence: "At least 2 of a purchaser's pistols or revolvers, from one dealer, within 5 of that dealer's business
 * days." Behind it, where it has more conditions than a sentence holds, one a line behind "\n- ". Ends without LF. */
void ll_plain_sentence(const struct ll_book_entry *entry, struct ll_buf *out);

/* The top mappings of files of tests that stand beside a pack. */
struct ll_plain_tests {
    const struct ll_yaml_node **roots;
    size_t count;
};

/* All of it: its name, the sentence, the law, the parameters, the weight, its tests in the pack and in those files, where it
 * stands. Lines of at most 80 columns where words allow it, the last with its LF. */
void ll_plain_write(const struct ll_book *book, size_t index, struct ll_plain_tests beside,
                    struct ll_buf *out);

#endif
