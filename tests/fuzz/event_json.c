/* Any bytes as a message: decoded or refused, the same both times, and the same behind a blank, which has
 * it read in the way for messages that are written unusually.
 * SPDX-License-Identifier: Apache-2.0 */
#include "event/decode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ll_decoder *decoder_new(struct ll_arena *arena)
{
    static struct ll_source table = {"calibers.csv", {NULL, 0}};
    struct ll_calibers *calibers;
    table.text = ll_calibers_builtin_text();
    if (ll_calibers_parse(arena, &table, &calibers, NULL) != LL_OK)
        abort();
    return ll_decoder_new(ll_identity_new(arena, LL_STR(LL_IDENTITY_DEMO_KEY)), calibers);
}

static bool same_firearms(const struct ll_event *a, const struct ll_event *b)
{
    bool same = a->firearm_count == b->firearm_count;
    for (size_t i = 0; same && i < a->firearm_count; i++) {
        const struct ll_firearm *left = &a->firearms[i], *right = &b->firearms[i];
        same = left->class == right->class && left->action == right->action &&
               left->detachable_magazine == right->detachable_magazine &&
               left->price == right->price && left->bore == right->bore &&
               ll_str_eq(left->manufacturer, right->manufacturer) &&
               ll_str_eq(left->importer, right->importer) && ll_str_eq(left->model, right->model) &&
               ll_str_eq(left->serial, right->serial) && ll_str_eq(left->caliber, right->caliber);
    }
    return same;
}

/* All but the hash. */
static bool same_event(const struct ll_event *a, const struct ll_event *b)
{
    return a->kind == b->kind && ll_str_eq(a->id, b->id) && a->version == b->version &&
           a->has_occurred == b->has_occurred && a->has_reported == b->has_reported &&
           a->occurred.utc_ns == b->occurred.utc_ns && a->reported.utc_ns == b->reported.utc_ns &&
           memcmp(&a->dealer.licence, &b->dealer.licence, sizeof a->dealer.licence) == 0 &&
           ll_str_eq(a->dealer.name, b->dealer.name) &&
           ll_str_eq(a->dealer.state, b->dealer.state) &&
           ll_str_eq(a->dealer.division, b->dealer.division) &&
           a->has_purchaser == b->has_purchaser && a->has_address == b->has_address &&
           memcmp(&a->purchaser, &b->purchaser, sizeof a->purchaser) == 0 &&
           memcmp(&a->address, &b->address, sizeof a->address) == 0 &&
           ll_str_eq(a->purchaser_state, b->purchaser_state) && a->born == b->born &&
           ll_str_eq(a->country_of_birth, b->country_of_birth) &&
           ll_str_eq(a->payment, b->payment) && ll_str_eq(a->form, b->form) &&
           same_firearms(a, b) && a->status == b->status && a->recovered_on == b->recovered_on &&
           a->requested_on == b->requested_on && a->sold_on == b->sold_on &&
           ll_str_eq(a->recovery_country, b->recovery_country) &&
           ll_str_eq(a->recovery_state, b->recovery_state) &&
           ll_str_eq(a->recovery_city, b->recovery_city) &&
           a->caliber_unknown == b->caliber_unknown;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ll_arena arena;
    static struct ll_decoder *decoder;
    if (!decoder && !(decoder = decoder_new(&arena)))
        abort();
    char *text = calloc(1, size + 1 + LL_DECODE_PADDING);
    if (!text)
        return 0;
    text[0] = ' ';
    memcpy(text + 1, data, size);
    struct ll_event first, second, slow;
    struct ll_reject reject, slow_reject;
    bool good = ll_decode(decoder, (ll_str){text + 1, size}, &first, &reject);
    bool again = ll_decode(decoder, (ll_str){text + 1, size}, &second, &reject);
    bool told = good || (reject.reason != LL_REJECT_NONE && reject.sentence[0]);
    bool same =
        good == again && (!good || (first.hash == second.hash && same_event(&first, &second)));
    if (!told || !same || (good && (!first.id.len || first.firearm_count > size)))
        abort();
    bool slowly = ll_decode(decoder, (ll_str){text, size + 1}, &slow, &slow_reject);
    if (slowly != good || (good && !same_event(&first, &slow)) ||
        (!good &&
         (reject.reason != slow_reject.reason || strcmp(reject.field, slow_reject.field) != 0 ||
          strcmp(reject.sentence, slow_reject.sentence) != 0)))
        abort();
    ll_decoder_reset(decoder);
    free(text);
    return 0;
}
