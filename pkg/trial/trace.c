/* trace.c -- traces in full.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "event/vocabulary.h"

#include <inttypes.h>

static const char *const place_keys[] = {"country", "state", "city"};

/* What a trace says beside its gun. */
struct recovery {
    ll_str on, requested, sold, status;
    ll_str country, state, city;
};

/* A date as written; empty, and *fine false, where it is none. */
static ll_str read_date(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                        const char *what, bool *fine)
{
    ll_day day;
    bool sound = ll_trial_date(reader, node, what, &day);

    *fine &= sound;
    return node && sound ? ll_str_trim(node->text) : (ll_str){0};
}

static void read_place(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                       struct recovery *recovery)
{
    if (!node)
        return;
    if (node->kind == LL_YAML_SCALAR) {
        recovery->country = ll_trial_text(reader, node, "in");
        return;
    }
    if (!ll_trial_mapping(reader, node, place_keys, 3, "a place of recovery",
                          "in: MX or in: {country: US, state: AZ}"))
        return;
    recovery->country = ll_trial_text(reader, ll_trial_get(node, "country"), "country");
    recovery->state = ll_trial_text(reader, ll_trial_get(node, "state"), "state");
    recovery->city = ll_trial_text(reader, ll_trial_get(node, "city"), "city");
}

static void read_status(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                        struct recovery *recovery)
{
    recovery->status = node ? ll_trial_text(reader, node, "status") : LL_STR("successful");
    if (!node || ll_words_find(&ll_trace_status_words, recovery->status))
        return;
    if (node->kind == LL_YAML_SCALAR)
        ll_trial_unknown(reader, node, "no trace has the status", ll_trace_status_words.list + 1,
                         ll_trace_status_words.count - 1, NULL);
    recovery->status = (ll_str){0};
}

static bool read_recovery(struct ll_trial_reader *reader, const struct ll_trial_draft *draft,
                          struct recovery *recovery)
{
    const struct ll_yaml_node *sold = ll_draft_get(draft, "sold");
    bool fine = true;

    recovery->on = read_date(reader, ll_draft_get(draft, "on"), "on", &fine);
    recovery->requested = read_date(reader, ll_draft_get(draft, "requested"), "requested", &fine);
    if (!ll_trial_is_none(sold))
        recovery->sold = read_date(reader, sold, "sold", &fine);
    if (!sold && draft->of)
        recovery->sold = draft->of->date;
    read_place(reader, ll_draft_get(draft, "in"), recovery);
    read_status(reader, ll_draft_get(draft, "status"), recovery);
    if (!fine || recovery->on.len || recovery->requested.len)
        return fine && recovery->status.len;
    if (!draft->misspelt)
        ll_trial_fault(reader, draft->node->at,
                       "this trace has no date; add on: YYYY-MM-DD, or requested");
    return false;
}

/* The gun that was traced; false where it is faulty. *has: it is known. */
static bool read_gun(struct ll_trial_reader *reader, const struct ll_trial_draft *draft,
                     struct ll_trial_gun *gun, bool *has)
{
    const struct ll_yaml_node *what = ll_draft_get(draft, "trace"),
                              *place = ll_draft_get(draft, "gun");
    int64_t number = 1;

    *has = true;
    if (draft->of) {
        if (!draft->of->guns)
            return false;
        if (!ll_trial_int(reader, place, "gun", 1, (int64_t)draft->of->gun_count, &number))
            return false;
        *gun = draft->of->guns[number - 1];
        return true;
    }
    if (place)
        ll_trial_fault(reader, place->at,
                       "gun is of a sale by its number; write trace: N beside it");
    if (what->kind == LL_YAML_MAPPING)
        return !place && ll_gun_read(reader, what, gun);
    *has = false;
    return !place;
}

/* The buyer and the dealer that the trace names: those of the sale, others, or none. */
static bool read_ties(struct ll_trial_reader *reader, struct ll_cast *cast,
                      struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *buyer = ll_draft_get(draft, "buyer"),
                              *dealer = ll_draft_get(draft, "dealer");
    bool fine = true;

    if (draft->of) {
        draft->buyer = draft->of->buyer;
        draft->dealer = draft->of->dealer;
    }
    if (ll_trial_is_none(buyer)) {
        draft->buyer = SIZE_MAX;
    } else if (buyer) {
        draft->buyer = ll_cast_buyer(reader, cast, buyer, draft->node->at);
        fine = draft->buyer != SIZE_MAX;
    }
    if (ll_trial_is_none(dealer)) {
        draft->dealer = SIZE_MAX;
    } else if (dealer) {
        draft->dealer = ll_cast_dealer(reader, cast, dealer, draft->node->at);
        fine &= draft->dealer != SIZE_MAX;
    }
    return fine;
}

static void add_place(struct ll_buf *out, const struct recovery *recovery)
{
    const ll_str texts[] = {recovery->country, recovery->state, recovery->city};
    bool some = false;

    for (size_t i = 0; i < 3; i++) {
        if (!texts[i].len)
            continue;
        ll_buf_printf(out, "%s\"%s\":", some ? "," : ",\"recovery\":{", place_keys[i]);
        ll_draft_add_text(out, "", texts[i]);
        some = true;
    }
    if (some)
        ll_buf_add_char(out, '}');
}

void ll_draft_write_trace(struct ll_trial_reader *reader, struct ll_cast *cast,
                          struct ll_trial_draft *draft)
{
    struct ll_buf *out = &reader->text;
    struct recovery recovery = {0};
    struct ll_trial_gun gun = {0};
    bool has_gun;
    bool fine = read_recovery(reader, draft, &recovery);

    fine &= read_gun(reader, draft, &gun, &has_gun);
    fine &= read_ties(reader, cast, draft);
    if (!fine || draft->misspelt)
        return;
    ll_buf_reset(out);
    ll_draft_add_text(out, "{\"type\":\"trace\",\"id\":", draft->root->id);
    ll_buf_printf(out, ",\"version\":%" PRId64, draft->version);
    ll_draft_add_text(out, ",\"recovered_on\":", recovery.on);
    ll_draft_add_text(out, ",\"requested_on\":", recovery.requested);
    ll_draft_add_text(out, ",\"status\":", recovery.status);
    add_place(out, &recovery);
    if (has_gun) {
        ll_buf_add_lit(out, ",\"firearm\":");
        ll_gun_add(out, &gun, true);
    }
    ll_draft_add_dealer(out, cast, draft->dealer);
    if (draft->buyer != SIZE_MAX) {
        ll_draft_add_buyer(out, cast, draft->buyer);
        ll_buf_add_char(out, '}');
    }
    ll_draft_add_text(out, ",\"sold_on\":", recovery.sold);
    ll_buf_add_char(out, '}');
    draft->json = ll_trial_keep_text(reader);
}
