/* drawn.c -- see drawn.h.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/drawn.h"

#include "json/writer.h"

const char *ll_drawn_label(enum ll_label label)
{
    switch (label) {
    case LL_LABEL_NONE:
        return NULL;
    case LL_LABEL_TRUE:
        return "true";
    case LL_LABEL_FALSE:
        return "false";
    }
    return NULL;
}

/* Hits lie side by side by indicator, by first date. */
static void add_indicators(struct ll_buf *out, const struct ll_lead *lead)
{
    ll_buf_add_lit(out, ",\"indicators\":[");
    for (size_t from = 0, to; from < lead->hit_count; from = to) {
        const struct ll_indicator *indicator = lead->hits[from]->indicator;
        ll_day last = lead->hits[from]->last_day;
        uint64_t count = 0;
        for (to = from; to < lead->hit_count && lead->hits[to]->indicator == indicator; to++) {
            last = lead->hits[to]->last_day > last ? lead->hits[to]->last_day : last;
            count += lead->hits[to]->count;
        }
        ll_buf_add_str(out, from ? LL_STR(",{\"id\":") : LL_STR("{\"id\":"));
        ll_json_add_string(out, indicator->id);
        ll_buf_add_lit(out, ",\"first_date\":");
        ll_json_add_day(out, lead->hits[from]->first_day);
        ll_buf_add_lit(out, ",\"last_date\":");
        ll_json_add_day(out, last);
        ll_buf_add_lit(out, ",\"hits\":");
        ll_buf_add_u64(out, to - from);
        ll_buf_add_lit(out, ",\"count\":");
        ll_buf_add_u64(out, count);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_groups(struct ll_buf *out, const struct ll_drawn *drawn)
{
    ll_buf_add_lit(out, ",\"groups\":[");
    for (size_t i = 0; i < drawn->route_count; i++) {
        if (i)
            ll_buf_add_char(out, ',');
        ll_json_add_string(out, drawn->routes[i].group);
    }
    ll_buf_add_char(out, ']');
}

bool ll_drawn_add(struct ll_buf *out, const struct ll_drawn *drawn, struct ll_arena *scratch)
{
    const struct ll_lead *lead = drawn->lead->lead;
    const struct ll_subject *subject = drawn->found->subject;
    const char *label = ll_drawn_label(drawn->label);
    char key[LL_SUBJECT_KEY_TEXT];
    ll_buf_add_lit(out, "{\"lead_id\":\"");
    ll_buf_add(out, lead->id, LL_LEAD_ID_LEN);
    ll_buf_printf(out, "\",\"kind\":\"%s\",\"key\":",
                  ll_subject_kind_word((enum ll_subject_kind)subject->kind));
    ll_json_add_string(out, (ll_str){key, ll_subject_key_format(subject, key)});
    ll_buf_add_lit(out, ",\"since\":");
    ll_json_add_day(out, drawn->lead->since);
    ll_buf_add_lit(out, ",\"first_date\":");
    ll_json_add_day(out, lead->first_day);
    ll_buf_add_lit(out, ",\"last_date\":");
    ll_json_add_day(out, lead->last_day);
    ll_buf_add_lit(out, ",\"score\":");
    ll_buf_add_i64(out, lead->score);
    add_indicators(out, lead);
    add_groups(out, drawn);
    ll_buf_add_lit(out, ",\"label\":");
    ll_json_add_string_or_null(out, ll_str_from(label));
    ll_buf_add_lit(out, ",\"guns\":");
    ll_buf_add_u64(out, ll_lead_guns(lead));
    return ll_drawn_add_items(out, drawn, scratch) && ll_drawn_add_closed(out, drawn, scratch) &&
           !out->failed;
}
