/* identity.h -- normal forms of names, addresses and serials, and the keyed hashes made of them.
 * Depends on: base, event.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EVENT_IDENTITY_H
#define LL_EVENT_IDENTITY_H

#include "base/arena.h"
#include "base/error.h"
#include "event/event.h"

struct ll_identity; /* the keyed hash, with its key's midstate; read-only, shared by threads */

#define LL_IDENTITY_DEMO_KEY "demo"

/* key: any bytes, at least 1. Lives in the arena. NULL when memory is out. */
struct ll_identity *ll_identity_new(struct ll_arena *arena, ll_str key);
/* The key of a file: its bytes without blanks at the end. LL_ERR_IO, or LL_ERR_SYNTAX when it is
 * empty. */
LL_NODISCARD enum ll_status ll_identity_load(struct ll_arena *arena, const char *path,
                                             struct ll_identity **out, struct ll_error *err);
bool ll_identity_is_demo(const struct ll_identity *identity);

/* Normal forms (spec: names NFKD, marks off, upper case in full, words, suffixes dropped).
 * Results are in the scratch arena or borrowed from the text; {NULL,0}: nothing is left. */
ll_str ll_normal_last_name(struct ll_arena *scratch, ll_str text);
ll_str ll_normal_first_name(struct ll_arena *scratch, ll_str text);
ll_str ll_normal_street(struct ll_arena *scratch, ll_str text);
/* Upper case, ASCII letters and digits only: serials and manufacturers, for matching. At most
 * cap bytes are written; returns the whole length. */
size_t ll_normal_gun_text(ll_str text, char *out, size_t cap);

/* HMAC-SHA256 over purchaser|LAST|FIRST|YYYY-MM-DD, first 16 bytes. last, first in normal form. */
struct ll_key ll_identity_purchaser(const struct ll_identity *identity, ll_str last, ll_str first,
                                    ll_day born);
/* HMAC-SHA256 over address|STREET|ZIP5. False: no key, as STREET is empty or zip has fewer than
 * five digits. */
bool ll_identity_address(const struct ll_identity *identity, struct ll_arena *scratch,
                         ll_str street, ll_str zip, struct ll_key *out);
/* As that, of a street in normal form. */
bool ll_identity_address_of(const struct ll_identity *identity, ll_str street_form, ll_str zip,
                            struct ll_key *out);

#endif
