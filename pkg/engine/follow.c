/* follow.c -- see follow.h.   SPDX-License-Identifier: Apache-2.0
 *
 * The engine behind does its batches by the same files as any other. What it is given instead of a store appends nothing to timelines
 * that the one ahead has: it answers with what that one was answered, append by append, as both have the same in the same order. */
#include "engine/follow.h"

#include "engine/state.h"
#include "pack/union.h"

#include <stdlib.h>

struct ll_follow {
    struct ll_store store; /* what its engine takes for its store */
    struct ll_engine *ahead, *behind;
    struct ll_store *own;
    bool shares_reports;
};

static const struct ll_share *share_of(const struct ll_engine *engine)
{
    return &engine->batch->shares[0];
}

bool ll_follow_borrows(const struct ll_engine *engine, const struct ll_subject *subject)
{
    const struct ll_follow *follow = engine->follow;
    return follow && (follow->shares_reports || subject->kind == LL_SUBJECT_PURCHASER);
}

bool ll_follow_is_told(const struct ll_engine *engine)
{
    return engine->follow && engine->follow->shares_reports;
}

bool ll_follow_may_skip(const struct ll_engine *engine, size_t at)
{
    return engine->follow && share_of(engine->follow->ahead)->own.items[at].read == 0;
}

/* ---- the store ---- */

static void copy_answers(struct ll_append *appends, size_t n, const struct ll_append_list *from)
{
    for (size_t i = 0; i < n; i++) {
        appends[i].len_before = from->appends[i].len_before;
        appends[i].log = from->appends[i].log;
    }
}

static enum ll_status follow_append(struct ll_store *store, struct ll_append *appends, size_t n,
                                    struct ll_error *err)
{
    struct ll_follow *follow = (struct ll_follow *)store;
    const struct ll_share *ahead = share_of(follow->ahead);
    if (n && !ll_follow_borrows(follow->behind, &appends[0].subject))
        return follow->own->ops->append(follow->own, appends, n, err);
    bool told = n && appends[0].subject.kind != LL_SUBJECT_PURCHASER;
    copy_answers(appends, n, told ? &ahead->told : &ahead->own);
    return LL_OK;
}

/* Purchasers' logs alone are read behind the append. */
static enum ll_status follow_read(struct ll_store *store, struct ll_read *reads, size_t n,
                                  struct ll_error *err)
{
    struct ll_follow *follow = (struct ll_follow *)store;
    const struct ll_share *ahead = share_of(follow->ahead), *behind = share_of(follow->behind);
    (void)n;
    (void)err;
    for (size_t i = 0; i < behind->own.count; i++)
        if (behind->own.items[i].touch)
            reads[behind->own.items[i].touch - 1].log = ahead->logs[ahead->own.items[i].read - 1];
    return LL_OK;
}

static enum ll_status follow_keep(struct ll_store *store, const struct ll_read *keeps, size_t n,
                                  struct ll_error *err)
{
    struct ll_follow *follow = (struct ll_follow *)store;
    struct ll_store *kept_by = n && !ll_follow_borrows(follow->behind, &keeps[0].subject)
                                   ? follow->own
                                   : follow->ahead->setup.store;
    return kept_by->ops->keep(kept_by, keeps, n, err);
}

/* Of its own alone: those that it borrows are the other's to shorten. */
static enum ll_status follow_replace(struct ll_store *store, const struct ll_subject *subject,
                                     size_t expected_len, ll_str log, int32_t keep_days,
                                     struct ll_error *err)
{
    struct ll_store *own = ((struct ll_follow *)store)->own;
    return own->ops->replace(own, subject, expected_len, log, keep_days, err);
}

static void follow_free(struct ll_store *store)
{
    free(store);
}

static const struct ll_store_ops follow_ops = {follow_append, follow_read, follow_keep,
                                               follow_replace, follow_free};

/* ---- what the one ahead does for it ---- */

bool ll_follow_asks(const struct ll_engine *ahead, const struct ll_event *sale)
{
    return ahead->behind && !ll_engine_sale_is_quiet(ahead->behind, NULL, sale);
}

bool ll_follow_hold_logs(const struct ll_engine *ahead)
{
    struct ll_share *share = ahead->share;
    if (!ahead->behind)
        return true;
    share->logs = LL_NEW_ARRAY(&share->arena, ll_str, ahead->touch_count);
    for (size_t i = 0; share->logs && i < ahead->touch_count; i++) {
        share->logs[i] = ll_arena_str(&share->arena, ahead->reads[i].log);
        if (!share->logs[i].ptr)
            return false;
    }
    return share->logs != NULL;
}

/* ---- its batches ---- */

bool ll_follow_gather(const struct ll_engine *behind, struct ll_share *share)
{
    const struct ll_append_list *told = &share_of(behind->follow->ahead)->told;
    for (size_t i = 0; i < told->count; i++) {
        const struct ll_append *asked = &told->appends[i];
        struct ll_batch_append *append =
            ll_append_list_add(&share->told, &asked->subject, asked->keep_days, asked->today);
        if (!append)
            return false;
        *append = told->items[i];
        append->touch = 0;
    }
    return true;
}

enum ll_status ll_engine_follow(struct ll_engine *behind, const struct ll_engine_sink *sink,
                                struct ll_error *err)
{
    struct ll_batch *batch = behind->batch;
    enum ll_status status = LL_OK;
    ll_batch_borrow(batch, behind->follow->ahead->batch);
    for (int phase = LL_BATCH_PURCHASERS; phase < LL_BATCH_PHASES && status == LL_OK; phase++)
        status = ll_batch_work(batch, (enum ll_batch_phase)phase, 0, err);
    if (status == LL_OK)
        status = ll_batch_give(batch, sink, err);
    ll_batch_give_back(batch);
    return status;
}

/* ---- making one ---- */

/* Whether each indicator whose reports the pack behind looks at is in the pack ahead, where they are told to the same kinds of
 * timelines. */
static enum ll_status find_shared(const struct ll_pack *ahead, const struct ll_pack *behind,
                                  bool *shared, struct ll_error *err)
{
    const struct ll_pack *packs[2] = {ahead, behind};
    struct ll_arena arena = {0};
    struct ll_pack_union both;
    uint32_t same;
    enum ll_status status = ll_pack_unite(&arena, packs, 2, &both, err);
    *shared = status == LL_OK;
    for (unsigned kind = LL_SUBJECT_ADDRESS; kind <= LL_SUBJECT_DEALER; kind++)
        *shared = *shared && (ahead->has_kind[kind] || !behind->has_kind[kind]);
    for (size_t i = 0; *shared && i < behind->indicator_count; i++) {
        const struct ll_indicator *one = &behind->indicators[i];
        *shared = !one->makes_reports ||
                  (ll_pack_find(ahead, one->id, &same) && ahead->indicators[same].makes_reports &&
                   both.of[0][same] == both.of[1][i]);
    }
    ll_arena_fini(&arena);
    return status;
}

enum ll_status ll_engine_follow_new(struct ll_engine *ahead, const struct ll_follow_setup *setup,
                                    struct ll_engine **out, struct ll_error *err)
{
    struct ll_engine_setup own = ahead->setup;
    struct ll_follow *follow = calloc(1, sizeof *follow);
    *out = NULL;
    if (!follow)
        return ll_engine_no_memory(err);
    *follow = (struct ll_follow){.store = {&follow_ops}, .ahead = ahead, .own = setup->own};
    own.pack = setup->pack;
    own.router = setup->router;
    own.store = &follow->store;
    enum ll_status status =
        find_shared(ahead->setup.pack, setup->pack, &follow->shares_reports, err);
    if (status == LL_OK)
        status = ll_engine_new(&own, out, err);
    if (status != LL_OK) {
        free(follow);
        return status;
    }
    follow->behind = *out;
    follow->behind->follow = follow;
    ahead->behind = *out;
    return LL_OK;
}

void ll_follow_end(struct ll_engine *behind)
{
    if (!behind->follow)
        return;
    behind->follow->ahead->behind = NULL;
    follow_free(&behind->follow->store);
}

bool ll_engine_shares_reports(const struct ll_engine *behind)
{
    return behind->follow->shares_reports;
}
