/* Any bytes as a message: decoded or refused, the same both times.
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ll_arena arena;
    static struct ll_decoder *decoder;
    if (!decoder && !(decoder = decoder_new(&arena)))
        abort();
    char *text = calloc(1, size + LL_DECODE_PADDING);
    if (!text)
        return 0;
    memcpy(text, data, size);
    struct ll_event first, second;
    struct ll_reject reject;
    bool good = ll_decode(decoder, (ll_str){text, size}, &first, &reject);
    bool again = ll_decode(decoder, (ll_str){text, size}, &second, &reject);
    bool told = good || (reject.reason != LL_REJECT_NONE && reject.sentence[0]);
    bool same =
        good == again && (!good || (ll_str_eq(first.id, second.id) && first.hash == second.hash));
    if (!told || !same || (good && (!first.id.len || first.firearm_count > size)))
        abort();
    ll_decoder_reset(decoder);
    free(text);
    return 0;
}
