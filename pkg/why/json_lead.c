/* json_lead.c -- a lead, what joined it and who has it, as JSON.   SPDX-License-Identifier: Apache-2.0 */
#include "why/json.h"
#include "why/say.h"
#include "json/writer.h"

static void add_hit(struct ll_buf *out, const char *key, const struct ll_hit *hit)
{
    ll_buf_printf(out, "\"%s\":{", key);
    ll_why_json_text(out, "indicator", hit->indicator->id);
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "first_date", hit->first_day);
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "last_date", hit->last_day);
    ll_buf_printf(out, ",\"count\":%zu}", hit->count);
}

static void add_join(struct ll_buf *out, const struct ll_why_join *join)
{
    ll_buf_add_char(out, '{');
    add_hit(out, "hit", join->hit);
    ll_buf_add_char(out, ',');
    add_hit(out, "to", join->to);
    if (join->kind == LL_WHY_JOIN_NEAR) {
        ll_buf_printf(out, ",\"by\":\"gap\",\"gap_days\":%d}", (int)join->gap);
        return;
    }
    ll_buf_add_lit(out, ",\"by\":\"trace\",");
    ll_why_json_text(out, "trace", join->trace->fact->id);
    ll_buf_add_char(out, ',');
    ll_why_json_text(out, "sale", join->trace->matched->fact->id);
    ll_buf_add_char(out, '}');
}

static void add_priorities(struct ll_buf *out, const struct ll_group *group,
                           const struct ll_expr_env *env)
{
    ll_buf_add_lit(out, ",\"priorities\":[");
    for (size_t i = 0; i < group->priority_count; i++) {
        const struct ll_priority *priority = &group->priorities[i];
        ll_buf_add_str(out, i ? LL_STR(",{") : LL_STR("{"));
        ll_why_json_text(out, "name", priority->name);
        ll_buf_printf(out, ",\"holds\":%s,",
                      ll_reading_holds(priority->when->root, env) ? "true" : "false");
        ll_why_json_terms(out, "when", priority->when, env);
        ll_buf_add_char(out, '}');
    }
    ll_buf_add_char(out, ']');
}

static void add_group(struct ll_buf *out, const struct ll_why_lead *lead,
                      const struct ll_why_group *of)
{
    const struct ll_expr_env env = {.row = lead->row};
    bool takes = of->covers && of->accepts;
    ll_buf_add_char(out, '{');
    ll_why_json_text(out, "id", of->group->id);
    ll_buf_printf(out, ",\"takes\":%s,\"covers\":%s,\"accepts\":%s,", takes ? "true" : "false",
                  of->covers ? "true" : "false", of->accepts ? "true" : "false");
    ll_buf_add_lit(out, "\"covered_by\":");
    if (of->covered_by) {
        const struct ll_expr_env row = ll_why_row_env(of->covered_by);
        ll_why_json_item(out, of->covered_by);
        ll_buf_add_char(out, ',');
        ll_why_json_terms(out, "covers", of->group->covers, &row);
        ll_buf_add_char(out, '}');
    } else {
        ll_buf_add_lit(out, "null");
    }
    ll_buf_add_char(out, ',');
    ll_why_json_terms(out, "accept", of->group->accept, &env);
    ll_str normal = LL_STR("normal");
    ll_buf_add_char(out, ',');
    ll_why_json_text(out, "priority", of->priority ? of->priority->name : normal);
    add_priorities(out, of->group, &env);
    ll_buf_add_char(out, '}');
}

void ll_why_json_lead(struct ll_buf *out, const struct ll_why *why, const struct ll_why_lead *of)
{
    const struct ll_lead *lead = of->lead;
    (void)why;
    ll_buf_printf(out, "{\"lead_id\":\"%.*s\",\"score\":%lld,", LL_LEAD_ID_LEN, lead->id,
                  (long long)lead->score);
    ll_why_json_date(out, "first_date", lead->first_day);
    ll_buf_add_char(out, ',');
    ll_why_json_date(out, "last_date", lead->last_day);
    ll_buf_add_lit(out, ",\"joined\":[");
    for (size_t i = 0; i < of->join_count; i++) {
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        add_join(out, &of->joins[i]);
    }
    ll_buf_add_lit(out, "],\"groups\":[");
    for (size_t i = 0; i < of->group_count; i++) {
        ll_buf_add_str(out, i ? LL_STR(",") : LL_STR(""));
        add_group(out, of, &of->groups[i]);
    }
    ll_buf_add_lit(out, "]}");
}
