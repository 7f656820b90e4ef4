/* sample_write.c -- what was drawn for review, as JSON and as a table to fill in.   SPDX-License-Identifier: Apache-2.0 */
#include "tune/sample_state.h"

#include "tune/drawn.h"
#include "json/writer.h"

/* A text without its first line; false: there is none left. */
static bool next_line(ll_str *text, ll_str *line)
{
    const char *end = text->len ? memchr(text->ptr, '\n', text->len) : NULL;
    if (!end)
        return false;
    *line = (ll_str){text->ptr, (size_t)(end - text->ptr)};
    *text = (ll_str){end + 1, text->len - line->len - 1};
    return true;
}

/* ---- JSON ---- */

static void add_why(struct ll_buf *out, ll_str why)
{
    const char *between = "";
    ll_str line;
    ll_buf_add_lit(out, ",\"why\":[");
    while (next_line(&why, &line)) {
        ll_buf_add_str(out, ll_str_from(between));
        ll_json_add_string(out, line);
        between = ",";
    }
    ll_buf_add_char(out, ']');
}

static void add_near(struct ll_buf *out, const struct ll_review_row *row)
{
    char key[LL_SUBJECT_KEY_TEXT];
    const struct ll_review_kept *kept = row->kept;
    ll_buf_printf(out, "{\"kind\":\"%s\",\"key\":\"%.*s\",\"found_elsewhere\":%s,\"indicator\":",
                  ll_subject_kind_word((enum ll_subject_kind)kept->subject.kind),
                  (int)ll_subject_key_format(&kept->subject, key), key,
                  row->side == LL_REVIEW_FOUND ? "true" : "false");
    ll_json_add_string_or_null(out, row->indicator);
    ll_buf_add_lit(out, ",\"first_date\":");
    ll_json_add_day(out, kept->first_day);
    ll_buf_add_lit(out, ",\"last_date\":");
    ll_json_add_day(out, kept->last_day);
    ll_buf_add_lit(out, ",\"guns\":");
    ll_buf_add_u64(out, kept->guns);
    ll_buf_add_lit(out, ",\"label\":");
    ll_json_add_string_or_null(out, ll_str_from(ll_drawn_label(kept->label)));
    ll_buf_add_lit(out, ",\"lacks\":");
    ll_json_add_string_or_null(out, row->lacks);
}

static void add_side(struct ll_buf *out, const struct ll_review *review, bool above)
{
    const char *between = "";
    for (size_t i = 0; i < review->row_count; i++) {
        const struct ll_review_row *row = &review->rows[i];
        if ((row->side == LL_REVIEW_ABOVE) != above)
            continue;
        ll_buf_add_str(out, ll_str_from(between));
        if (above)
            ll_buf_add_str(out, row->lead);
        else
            add_near(out, row);
        add_why(out, row->why);
        ll_buf_add_char(out, '}');
        between = ",";
    }
}

void ll_review_json(const struct ll_review *review, struct ll_buf *out)
{
    ll_buf_add_lit(out, "{\"above\":[");
    add_side(out, review, true);
    ll_buf_add_lit(out, "],\"below\":[");
    add_side(out, review, false);
    ll_buf_add_lit(out, "],\"seed\":");
    ll_buf_add_u64(out, review->setup.seed);
    ll_buf_add_char(out, '}');
}

/* ---- CSV ---- */

/* What a spreadsheet would take for a formula gets an apostrophe in front. */
static void add_cell(struct ll_buf *out, ll_str text)
{
    bool formula = text.len && strchr("=+-@\t", text.ptr[0]) != NULL;
    ll_buf_add_char(out, '"');
    if (formula)
        ll_buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            ll_buf_add_char(out, '"');
        ll_buf_add_char(out, text.ptr[i]);
    }
    ll_buf_add_lit(out, "\",");
}

static void add_day_cell(struct ll_buf *out, ll_day day)
{
    char text[10];
    if (day != LL_DAY_NONE) {
        ll_day_format(day, text);
        ll_buf_add(out, text, sizeof text);
    }
    ll_buf_add_char(out, ',');
}

static void add_record(struct ll_buf *out, const struct ll_review_row *row)
{
    const struct ll_review_kept *kept = row->kept;
    bool above = row->side == LL_REVIEW_ABOVE;
    char key[LL_SUBJECT_KEY_TEXT];
    ll_str why = row->why;
    if (why.len && why.ptr[why.len - 1] == '\n')
        why.len--;
    ll_buf_add_str(out, above ? LL_STR("above,") : LL_STR("below,"));
    ll_buf_add(out, kept->lead_id, above ? LL_LEAD_ID_LEN : 0);
    ll_buf_printf(out, ",%s,%.*s,", ll_subject_kind_word((enum ll_subject_kind)kept->subject.kind),
                  (int)ll_subject_key_format(&kept->subject, key), key);
    add_cell(out, above ? ll_str_trim(row->hint) : row->indicator);
    add_day_cell(out, kept->first_day);
    add_day_cell(out, kept->last_day);
    if (above)
        ll_buf_add_i64(out, kept->score);
    ll_buf_add_char(out, ',');
    ll_buf_add_u64(out, kept->guns);
    ll_buf_printf(out, ",%s,", kept->label ? ll_drawn_label(kept->label) : "");
    add_cell(out, row->lacks);
    add_cell(out, why);
    ll_buf_add_lit(out, ",\n"); /* the reviewer's: disposition, note */
}

void ll_review_csv(const struct ll_review *review, struct ll_buf *out)
{
    ll_buf_add_lit(out, "side,lead_id,kind,key,indicator,first_date,last_date,score,guns,label,"
                        "lacks,why,disposition,note\n");
    for (size_t i = 0; i < review->row_count; i++)
        add_record(out, &review->rows[i]);
}
