/* Any bytes as a lead record: refused with a reason, or verified, the same each time, and told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/say.h"
#include "tests/fuzz/proof_world.h"
#include "json/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct proof_world *world_of(void)
{
    static struct proof_world world;

    if (!world.proof && !proof_world_init(&world))
        abort();
    return &world;
}

static void tell(const struct ll_proof_result *result, struct ll_buf *out)
{
    const struct ll_proof_place place = {"fuzz", 1};

    ll_proof_say(out, result, &place, false);
    ll_proof_say_json(out, result, &place);
    for (size_t i = 0; i + 1 < out->len; i++) {
        if (out->ptr[i] != '\n' && (unsigned char)out->ptr[i] < ' ')
            abort();
    }
    if ((result->verdict == LL_PROOF_DIFFERS) != (result->difference_count > 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct proof_world *world = world_of();
    struct ll_buf once = {0}, again = {0};
    struct ll_proof_result result;
    struct ll_error err = {0};
    char *record = malloc(size + LL_JSON_PADDING);

    if (!record)
        return 0;
    if (size)
        memcpy(record, data, size);
    memset(record + size, 0, LL_JSON_PADDING);
    for (unsigned round = 0; round < 2; round++) {
        enum ll_status status = ll_proof_take(world->proof, (ll_str){record, size}, &result, &err);
        struct ll_buf *out = round ? &again : &once;
        if (status == LL_OK)
            tell(&result, out);
        else if (status == LL_ERR_DATA && err.message[0])
            ll_buf_add_str(out, ll_str_from(err.message));
        else
            abort();
    }
    if (!ll_str_eq(ll_buf_str(&once), ll_buf_str(&again)))
        abort();
    ll_buf_fini(&once);
    ll_buf_fini(&again);
    free(record);
    return 0;
}
