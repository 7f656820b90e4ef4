/* json.c -- see json.h.   SPDX-License-Identifier: Apache-2.0 */
#include "why/json.h"

#include "why/say.h"
#include "why/terms.h"
#include "json/writer.h"

void ll_why_json_date(struct ll_buf *out, const char *key, ll_day day)
{
    ll_buf_printf(out, "\"%s\":\"", key);
    ll_why_add_date(out, day);
    ll_buf_add_char(out, '"');
}

void ll_why_json_text(struct ll_buf *out, const char *key, ll_str text)
{
    ll_buf_printf(out, "\"%s\":", key);
    ll_json_add_string_or_null(out, text);
}

void ll_why_json_item(struct ll_buf *out, const struct ll_item *item)
{
    ll_buf_printf(out, "{\"%s\":",
                  item->kind == LL_ITEM_FIREARM ? "sale"
                  : item->kind == LL_ITEM_TRACE ? "trace"
                                                : "purchaser");
    if (item->kind == LL_ITEM_REPORT)
        ll_json_add_string(out, (ll_str){item->text.purchaser, LL_SUBJECT_KEY_TEXT});
    else
        ll_json_add_string(out, item->fact->id);
    if (item->kind == LL_ITEM_FIREARM)
        ll_buf_printf(out, ",\"gun\":%u", item->place + 1);
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "date", item->day);
    ll_buf_add_char(out, ',');
    ll_why_json_text(out, "dealer",
                     item->dealer ? (ll_str){item->text.dealer_key, LL_DEALER_KEY_TEXT}
                                  : (ll_str){NULL, 0});
    struct ll_buf what = {0};
    ll_why_add_what(&what, item);
    ll_buf_add_char(out, ',');
    ll_why_json_text(out, "what", ll_buf_str(&what));
    out->failed |= what.failed;
    ll_buf_fini(&what);
}

static void add_parts(struct ll_buf *out, const struct ll_why_term *term,
                      const struct ll_expr_env *env)
{
    struct ll_why_parts parts = {0};
    ll_why_parts_add(term->reading, term->node, &parts);
    ll_buf_add_lit(out, ",\"values\":{");
    for (size_t i = 0; i < parts.count; i++) {
        const struct ll_why_part *part = &parts.list[i];
        struct ll_value value = ll_reading_value(part->node, env);
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        ll_json_add_string(out, part->words);
        ll_buf_add_char(out, ':');
        ll_why_add_value(out, part->node, &value, true);
    }
    ll_buf_add_char(out, '}');
}

void ll_why_json_terms(struct ll_buf *out, const char *key, const struct ll_expr_reading *reading,
                       const struct ll_expr_env *env)
{
    struct ll_why_terms terms = {.count = 0};
    ll_buf_printf(out, "\"%s\":[", key);
    if (reading)
        ll_why_terms_of(reading, &terms);
    for (size_t i = 0; i < terms.count; i++) {
        const struct ll_node *node = terms.list[i].node;
        ll_buf_printf(out, "%s{\"depth\":%u,\"term\":", i ? "," : "", terms.list[i].depth);
        ll_json_add_string(out, ll_why_term_words(&terms.list[i]));
        ll_buf_printf(out, ",\"holds\":%s", ll_reading_holds(node, env) ? "true" : "false");
        if (terms.list[i].leaf)
            add_parts(out, &terms.list[i], env);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_subject(struct ll_buf *out, const struct ll_why *why)
{
    const struct ll_subject *subject = &why->setup->facts->subject;
    char key[LL_SUBJECT_KEY_TEXT];
    size_t len = ll_subject_key_format(subject, key);
    ll_buf_printf(out, "\"subject\":{\"kind\":\"%s\",\"key\":\"%.*s\"}",
                  ll_subject_kind_word((enum ll_subject_kind)subject->kind), (int)len, key);
    ll_buf_printf(out, ",\"sales\":%zu,\"guns\":%zu,\"traces\":%zu,\"reports\":%zu", why->sales,
                  why->guns, why->traces, why->reports);
    if (!why->setup->facts->count)
        return;
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "first_date", why->first_day);
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "last_date", why->last_day);
}

void ll_why_json(struct ll_buf *out, const struct ll_why *why)
{
    const struct ll_pack *pack = why->setup->rules->pack;
    bool any = false;
    ll_buf_add_char(out, '{');
    add_subject(out, why);
    ll_buf_add_lit(out, ",\"pack\":{");
    ll_why_json_text(out, "id", pack->id);
    ll_buf_add_char(out, ',');
    ll_why_json_text(out, "version", pack->version);
    ll_buf_printf(out, ",\"digest\":\"%s\"},\"quiet_days\":%d,\"leads\":[", pack->digest,
                  (int)pack->quiet_days);
    for (size_t i = 0; i < why->lead_count; i++) {
        if (!why->leads[i].asked)
            continue;
        ll_buf_add_str(out, any ? LL_STR(",") : LL_STR(""));
        ll_why_json_lead(out, why, &why->leads[i]);
        any = true;
    }
    ll_buf_add_lit(out, "],\"indicators\":[");
    for (size_t i = 0; i < why->rule_count; i++) {
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        ll_why_json_rule(out, why, &why->rules[i]);
    }
    ll_buf_add_lit(out, "]}\n");
}
