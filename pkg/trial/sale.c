/* sale.c -- sales and voids in full.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "base/day.h"

#include <inttypes.h>
#include <stdio.h>

/* Events without a time are of noon and so many seconds as their number says: in the order of the test. */
#define NOON 12

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The date and the time of an event as occurred_at has them; empty, and a fault, where they are none. */
static ll_str read_time(struct ll_trial_reader *reader, const struct ll_trial_draft *draft,
                        ll_str date)
{
    const struct ll_yaml_node *node = ll_draft_get(draft, "at");
    struct ll_time time;
    ll_str at;
    const char *text;

    if (!node) {
        size_t seconds = draft->number;
        text = ll_arena_printf(reader->arena, "%.*sT%02zu:%02zu:%02zuZ", LL_STR_ARGS(date),
                               NOON + seconds / 3600, seconds / 60 % 60, seconds % 60);
    } else {
        at = ll_trial_text(reader, node, "at");
        if (!at.len)
            return (ll_str){0};
        bool seconds = at.len > 5 && at.ptr[5] == ':';
        ll_str rest = at.len > 5 && !seconds ? (ll_str){at.ptr + 5, at.len - 5} : (ll_str){0};
        ll_str head = at.len > 5 && !seconds ? (ll_str){at.ptr, 5} : at;
        bool zone = is_digit(at.ptr[at.len - 1])
                        ? at.len > 6 && (at.ptr[at.len - 6] == '+' || at.ptr[at.len - 6] == '-')
                        : true;
        text = ll_arena_printf(reader->arena, "%.*sT%.*s%s%.*s%s", LL_STR_ARGS(date),
                               LL_STR_ARGS(head), seconds ? "" : ":00", LL_STR_ARGS(rest),
                               zone ? "" : "Z");
    }
    if (!text) {
        ll_trial_fault_memory(reader);
        return (ll_str){0};
    }
    if (ll_time_parse(ll_str_from(text), &time))
        return ll_str_from(text);
    ll_trial_fault(reader, node ? node->at : draft->node->at,
                   "at is a time of the day; write it as 15:20, 15:20:30 or 15:20:30-06:00");
    return (ll_str){0};
}

/* The date of the sale. */
static bool read_date(struct ll_trial_reader *reader, struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *on = ll_draft_get(draft, "on");
    ll_day day;

    if (!on && !draft->misspelt)
        ll_trial_fault(reader, draft->node->at, "this event has no date; add on: YYYY-MM-DD");
    if (!on || !ll_trial_date(reader, on, "on", &day))
        return false;
    draft->date = ll_str_trim(on->text);
    return true;
}

/* Who sells, who buys, where it lives: all that there is to find, so that each fault is told. */
static bool read_parties(struct ll_trial_reader *reader, struct ll_cast *cast,
                         struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *buyer = ll_draft_get(draft, "buyer"),
                              *dealer = ll_draft_get(draft, "dealer"),
                              *address = ll_draft_get(draft, "address");

    if (dealer || !draft->misspelt)
        draft->dealer = ll_cast_dealer(reader, cast, dealer, draft->node->at);
    if (buyer || !draft->misspelt)
        draft->buyer = ll_cast_buyer(reader, cast, buyer, draft->node->at);
    if (draft->buyer != SIZE_MAX)
        draft->address = cast->buyers[draft->buyer].address;
    if (address)
        ll_cast_read_address(reader, address, &draft->address);
    ll_cast_read_state(reader, draft->node, &draft->address);
    if (draft->dealer == SIZE_MAX || draft->buyer == SIZE_MAX)
        return false;
    if (draft->root == draft || !ll_trial_get(draft->node, "buyer") ||
        draft->buyer == draft->root->buyer || draft->root->buyer == SIZE_MAX)
        return true;
    ll_trial_fault(reader, buyer->at,
                   "a correction of who bought is a void of event %zu and a sale of its own",
                   draft->root->number);
    return false;
}

static void add_address(struct ll_buf *out, const struct ll_cast_address *address)
{
    bool some = address->street.len || address->city.len || address->state.len;
    size_t start;

    if (!some)
        return;
    ll_buf_add_lit(out, ",\"address\":{");
    start = out->len;
    ll_draft_add_text(out, "\"street\":", address->street);
    ll_draft_add_text(out, out->len > start ? ",\"city\":" : "\"city\":", address->city);
    ll_draft_add_text(out, out->len > start ? ",\"state\":" : "\"state\":", address->state);
    ll_draft_add_text(out, out->len > start ? ",\"zip\":" : "\"zip\":", address->zip);
    ll_buf_add_char(out, '}');
}

static void add_guns(struct ll_buf *out, const struct ll_trial_draft *draft)
{
    ll_buf_add_lit(out, ",\"firearms\":[");
    for (size_t i = 0; i < draft->gun_count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        ll_gun_add(out, &draft->guns[i], false);
    }
    ll_buf_add_char(out, ']');
}

void ll_draft_write_sale(struct ll_trial_reader *reader, struct ll_cast *cast,
                         struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *guns = ll_draft_get(draft, "guns");
    struct ll_buf *out = &reader->text;
    bool dated = read_date(reader, draft), known = read_parties(reader, cast, draft);
    ll_str time = dated ? read_time(reader, draft, draft->date) : (ll_str){0};
    ll_str payment = ll_trial_text(reader, ll_draft_get(draft, "payment"), "payment");
    ll_str form = ll_trial_text(reader, ll_draft_get(draft, "form"), "form");

    if (guns)
        draft->guns = ll_guns_read(reader, guns, ll_draft_get(draft, "price"), draft->root->number,
                                   &draft->gun_count);
    else if (!draft->misspelt)
        ll_trial_fault(reader, draft->node->at, "this sale has no guns; add guns: [pistol]");
    if (!draft->guns || !known || !time.len || draft->misspelt)
        return;
    ll_buf_reset(out);
    ll_draft_add_text(out, "{\"type\":\"sale\",\"id\":", draft->root->id);
    ll_buf_printf(out, ",\"version\":%" PRId64 ",\"occurred_at\":\"%.*s\"", draft->version,
                  LL_STR_ARGS(time));
    ll_draft_add_dealer(out, cast, draft->dealer);
    ll_draft_add_buyer(out, cast, draft->buyer);
    ll_draft_add_text(out, ",\"country_of_birth\":", cast->buyers[draft->buyer].country_of_birth);
    add_address(out, &draft->address);
    ll_buf_add_char(out, '}');
    add_guns(out, draft);
    ll_draft_add_text(out, ",\"payment\":", payment);
    ll_draft_add_text(out, ",\"form\":", form);
    ll_buf_add_char(out, '}');
    draft->json = ll_trial_keep_text(reader);
}

void ll_draft_write_void(struct ll_trial_reader *reader, struct ll_cast *cast,
                         struct ll_trial_draft *draft)
{
    const struct ll_yaml_node *on = ll_trial_get(draft->node, "on");
    struct ll_buf *out = &reader->text;
    ll_day day = LL_DAY_NONE;
    ll_str time = {0};

    if (!ll_trial_date(reader, on, "on", &day) || !draft->of->json.len || draft->misspelt)
        return;
    draft->dealer = draft->of->dealer;
    draft->buyer = draft->of->buyer;
    if (on)
        time = read_time(reader, draft, ll_str_trim(on->text));
    ll_buf_reset(out);
    ll_buf_printf(out, "{\"type\":\"void\",\"of\":\"%s\"",
                  draft->of->kind == LL_DRAFT_SALE ? "sale" : "trace");
    ll_draft_add_text(out, ",\"id\":", draft->of->root->id);
    if (draft->version)
        ll_buf_printf(out, ",\"version\":%" PRId64, draft->version);
    ll_draft_add_text(out, ",\"occurred_at\":", time);
    ll_draft_add_dealer(out, cast, draft->dealer);
    if (draft->buyer != SIZE_MAX) {
        ll_draft_add_buyer(out, cast, draft->buyer);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, '}');
    draft->json = ll_trial_keep_text(reader);
}
