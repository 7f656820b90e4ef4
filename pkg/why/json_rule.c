/* json_rule.c -- an indicator as JSON.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "why/days.h"
#include "why/describe.h"
#include "why/json.h"
#include "why/say.h"
#include "json/writer.h"

static const char *state_word(enum ll_why_state state)
{
    static const char *const words[] = {"hit", "hit elsewhere", "missed", "disabled"};
    return words[state];
}

static void add_items(struct ll_buf *out, const struct ll_why_rule *rule)
{
    ll_buf_add_lit(out, ",\"items\":[");
    for (size_t i = 0; i < rule->item_count; i++) {
        const struct ll_expr_env env = ll_why_row_env(rule->items[i]);
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        ll_why_json_item(out, rule->items[i]);
        ll_buf_printf(out, ",\"asked\":%s,\"counts\":%s,", rule->asked[i] ? "true" : "false",
                      rule->counted[i] ? "true" : "false");
        ll_why_json_terms(out, "where", rule->entry->where, &env);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_days(struct ll_buf *out, const struct ll_why_days *days)
{
    ll_buf_add_lit(out, ",\"days\":[");
    for (ll_day day = days->first; days->calendar && day <= days->last; day++) {
        enum ll_day_state state = ll_calendar_state(days->calendar, day);
        ll_buf_add_str(out, day > days->first ? LL_STR(",{") : LL_STR("{"));
        ll_why_json_date(out, "date", day);
        ll_buf_printf(out, ",\"is\":\"%s\"", ll_why_day_word(state));
        if (state == LL_DAY_HOLIDAY)
            ll_buf_printf(out, ",\"holiday\":\"%s\"", ll_federal_holiday_name(day));
        ll_buf_printf(out, ",\"number\":%d}", (int)ll_why_day_number(days, day));
    }
    ll_buf_add_char(out, ']');
}

static void add_same(struct ll_buf *out, const struct ll_window_seen *seen)
{
    size_t count;
    const struct ll_expr_field *fields = ll_item_fields(1u << seen->indicator->items, &count);
    ll_buf_add_lit(out, ",\"same\":{");
    for (size_t i = 0; i < seen->indicator->same_count; i++) {
        uint16_t slot = seen->indicator->same[i];
        for (size_t k = 0; k < count; k++)
            if (fields[k].slot == slot)
                ll_buf_printf(out, "%s\"%s\":", i ? "," : "", fields[k].name);
        const struct ll_value *value = &seen->part->rows[seen->from][slot];
        if (value->null)
            ll_buf_add_lit(out, "null");
        else if (ll_item_slot_type(slot) == LL_TYPE_STRING)
            ll_json_add_string(out, (ll_str){value->text, value->len});
        else if (ll_item_slot_type(slot) == LL_TYPE_BOOL)
            ll_buf_add_str(out, value->number ? LL_STR("true") : LL_STR("false"));
        else
            ll_decimal_add(out, value->number);
    }
    ll_buf_add_char(out, '}');
}

static void add_past(struct ll_buf *out, const struct ll_window_seen *seen)
{
    ll_buf_add_lit(out, ",\"past_traces\":[");
    for (size_t i = 0; i < seen->past_count; i++) {
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        ll_json_add_string(out, ll_item_of_row(seen->past[i])->fact->id);
    }
    ll_buf_add_char(out, ']');
}

static void add_window(struct ll_buf *out, const struct ll_why *why, const struct ll_why_rule *rule,
                       const struct ll_why_window *window)
{
    const struct ll_window_seen *seen = &window->seen;
    const struct ll_why_days days = ll_why_days_of(seen, why->setup->rules);
    const struct ll_expr_env env = {.rows = seen->part->rows + seen->from,
                                    .row_count = seen->to - seen->from,
                                    .past = seen->past,
                                    .past_count = seen->past_count};
    ll_buf_add_char(out, '{');
    ll_why_json_date(out, "from", days.first);
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "to", days.last);
    ll_buf_printf(out, ",\"qualifies\":%s,\"asked\":%s,\"nearest\":%s,",
                  seen->qualifies ? "true" : "false", window->asked ? "true" : "false",
                  rule->nearest == window ? "true" : "false");
    const char *calendar = ll_hit_calendar_word(seen->calendar);
    ll_why_json_text(out, "calendar", ll_str_from(calendar));
    add_same(out, seen);
    ll_buf_add_lit(out, ",\"items\":[");
    for (size_t i = seen->from; i < seen->to; i++) {
        ll_buf_add_str(out, i > seen->from ? LL_STR(",") : LL_STR(""));
        ll_why_json_item(out, seen->part->items[i]);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
    add_past(out, seen);
    ll_buf_add_char(out, ',');
    ll_why_json_terms(out, "having", rule->entry->having, &env);
    add_days(out, &days);
    ll_buf_add_char(out, '}');
}

static void add_hits(struct ll_buf *out, const struct ll_why *why, const struct ll_why_rule *rule)
{
    const char *between = "";
    ll_buf_add_lit(out, ",\"hits\":[");
    for (size_t i = 0; i < why->lead_count; i++)
        for (size_t k = 0; k < why->leads[i].lead->hit_count; k++) {
            const struct ll_hit *hit = why->leads[i].lead->hits[k];
            if (hit->indicator != rule->entry->indicator)
                continue;
            ll_buf_printf(out, "%s{\"lead_id\":\"%.*s\",", between, LL_LEAD_ID_LEN,
                          why->leads[i].lead->id);
            ll_why_json_date(out, "first_date", hit->first_day);
            ll_buf_add_char(out, ',');
            ll_why_json_date(out, "last_date", hit->last_day);
            ll_buf_printf(out, ",\"count\":%zu}", hit->count);
            between = ",";
        }
    ll_buf_add_char(out, ']');
}

static void add_changes(struct ll_buf *out, const struct ll_why *why, const char *key,
                        const struct ll_why_change *changes, size_t n, bool together)
{
    size_t added = 0;
    ll_buf_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        ll_why_change_json(out, why, together ? changes : &changes[i], together ? i : 0,
                           together ? added : 0);
        added += changes[i].kind == LL_WHY_ADD ? changes[i].times : 0;
    }
    ll_buf_add_char(out, ']');
}

static void add_miss(struct ll_buf *out, const struct ll_why *why, const struct ll_why_rule *rule)
{
    const struct ll_why_miss *miss = &rule->miss;
    ll_buf_printf(out, ",\"miss\":{\"all_single_tried\":%s,\"all_pairs_tried\":%s,\"tried\":%zu",
                  miss->one_tried ? "true" : "false", miss->two_tried ? "true" : "false",
                  miss->tried);
    add_changes(out, why, "would", miss->changes, miss->count, true);
    add_changes(out, why, "or_each_of", miss->others, miss->other_count, false);
    ll_buf_add_char(out, '}');
}

void ll_why_json_rule(struct ll_buf *out, const struct ll_why *why, const struct ll_why_rule *rule)
{
    const struct ll_indicator *indicator = rule->entry->indicator;
    ll_buf_add_char(out, '{');
    ll_why_json_text(out, "id", indicator->id);
    ll_buf_add_char(out, ',');
    ll_why_json_text(out, "title", indicator->title);
    ll_buf_printf(out, ",\"weight\":%d,\"state\":\"%s\"", (int)indicator->weight,
                  state_word(rule->state));
    if (rule->state != LL_WHY_OFF) {
        add_hits(out, why, rule);
        add_items(out, rule);
        ll_buf_add_lit(out, ",\"windows\":[");
        for (size_t i = 0; i < rule->window_count; i++) {
            ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
            add_window(out, why, rule, &rule->windows[i]);
        }
        ll_buf_add_char(out, ']');
    }
    if (rule->state == LL_WHY_MISSED)
        add_miss(out, why, rule);
    ll_buf_add_char(out, '}');
}
