/* event_world.h -- a decoder with the demo key and the built-in calibers, for tests.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TESTS_EVENT_WORLD_H
#define LL_TESTS_EVENT_WORLD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "event/decode.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

struct world {
    struct ll_arena *arena; /* also of the messages' copies */
    struct ll_source source;
    struct ll_decoder *decoder;
};

static inline struct world world_new(void)
{
    struct world world = {.arena = calloc(1, sizeof(struct ll_arena))};
    struct ll_calibers *calibers = NULL;
    cr_assert_not_null(world.arena);
    struct ll_source *source = LL_NEW(world.arena, struct ll_source);
    *source = (struct ll_source){"calibers.csv", ll_calibers_builtin_text()};
    cr_assert_eq(ll_calibers_parse(world.arena, source, &calibers, NULL), LL_OK);
    struct ll_identity *identity = ll_identity_new(world.arena, LL_STR(LL_IDENTITY_DEMO_KEY));
    world.decoder = ll_decoder_new(identity, calibers);
    cr_assert_not_null(world.decoder);
    return world;
}

static inline void world_free(struct world *world)
{
    ll_decoder_free(world->decoder);
    ll_arena_fini(world->arena);
    free(world->arena);
}

/* Decode a copy with exactly the padding that is promised; it lives as long as the world. */
static inline bool world_decode(struct world *world, ll_str text, struct ll_event *event,
                                struct ll_reject *reject)
{
    char *copy = ll_arena_alloc_raw(world->arena, text.len + LL_DECODE_PADDING, 1);
    cr_assert_not_null(copy);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    memset(copy + text.len, '"', LL_DECODE_PADDING);
    return ll_decode(world->decoder, (ll_str){copy, text.len}, event, reject);
}

static inline struct ll_event world_accepts(struct world *world, const char *text)
{
    struct ll_event event;
    struct ll_reject reject;
    bool good = world_decode(world, ll_str_from(text), &event, &reject);
    cr_assert(good, "%s: %s in %.300s", ll_reject_reason_word(reject.reason), reject.sentence,
              text);
    return event;
}

static inline void expect_str(ll_str got, const char *wanted)
{
    cr_expect(ll_str_eq(got, ll_str_from(wanted)), "'%.*s', not '%s'", LL_STR_ARGS(got), wanted);
}

static inline void expect_key(struct ll_key key, const char *wanted)
{
    char hex[32];
    ll_hex(key.bytes, sizeof key.bytes, hex);
    cr_expect(memcmp(hex, wanted, sizeof hex) == 0, "%.32s, not %s", hex, wanted);
}

#endif
