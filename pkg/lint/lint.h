/* lint.h -- what has a meaning in packs and groups files, but hardly the one that was meant.
 * Depends on: base, expr, pack, group.   SPDX-License-Identifier: Apache-2.0
 *
 * Each finding has a place, a code (`always-false`), a cause and a remedy. What is not seen for certain is not told: an
 * expression that asks of too many things at once is passed over. */
#ifndef LL_LINT_LINT_H
#define LL_LINT_LINT_H

#include "event/caliber.h"
#include "group/group.h"
#include "pack/book.h"

/* Look through a pack. Findings go to warnings, behind those that are there. calibers may be NULL. Returns LL_OK or
 * LL_ERR_NOMEM. */
LL_NODISCARD enum ll_status ll_lint_pack(const struct ll_book *book,
                                         const struct ll_calibers *calibers,
                                         struct ll_errors *warnings);
/* Look through a groups file, beside the packs whose leads it is to take: books[n], n may be 0. */
LL_NODISCARD enum ll_status ll_lint_groups(const struct ll_groups *groups,
                                           const struct ll_book *const *books, size_t n,
                                           const struct ll_calibers *calibers,
                                           struct ll_errors *warnings);

#endif
