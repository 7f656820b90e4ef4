/* draft.c -- an indicator from YAML, all but its expressions.   SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"
#include "pack/keys.h"
#include "pack/read.h"

static const char *const known_keys[] = {"id",     "title",      "source",  "timeline", "items",
                                         "where",  "same",       "window",  "having",   "params",
                                         "weight", "trace_days", "enabled", "explain",  "tests"};
#define KNOWN_KEYS (sizeof known_keys / sizeof known_keys[0])

/* By ll_subject_kind; timelines by item kind. */
static const char *const timeline_words[] = {"", "address", "dealer", "purchaser"};
static const unsigned timelines_of[] = {
    [LL_ITEM_FIREARM] = 1u << LL_SUBJECT_PURCHASER,
    [LL_ITEM_TRACE] = 1u << LL_SUBJECT_PURCHASER | 1u << LL_SUBJECT_DEALER,
    [LL_ITEM_REPORT] = 1u << LL_SUBJECT_DEALER | 1u << LL_SUBJECT_ADDRESS};
static const char *const timelines_said[] = {[LL_ITEM_FIREARM] = "timeline: purchaser",
                                             [LL_ITEM_TRACE] = "timeline: purchaser or dealer",
                                             [LL_ITEM_REPORT] = "timeline: dealer or address"};

/* The value under a key that has to be there, and be a text; NULL, and a fault is reported, else. */
static const struct ll_yaml_node *wanted(struct ll_reader *reader,
                                         const struct ll_pack_draft *draft, const char *key,
                                         const char *remedy)
{
    const struct ll_yaml_node *node = ll_reader_get(draft->node, key);
    if (!node)
        ll_reader_fault(reader, draft->id_at, "this indicator has no '%s'; give it %s", key,
                        remedy);
    else if (ll_reader_text(reader, node, key).len)
        return node;
    return NULL;
}

static bool is_id(ll_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_' || c == '.';
        if (!fits)
            return false;
    }
    return s.len > 0 && s.len <= LL_PACK_ID_MAX;
}

static void read_id(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    draft->id_at = draft->node->at;
    const struct ll_yaml_node *node = wanted(reader, draft, "id", "one, as in id: several-dealers");
    if (!node)
        return;
    draft->id_at = node->at;
    if (!is_id(node->text))
        ll_reader_fault(reader, node->at,
                        "an id has letters, digits, '-', '_' and '.', at most %d of them",
                        LL_PACK_ID_MAX);
    else
        draft->out->id = node->text;
}

static bool read_timeline(struct ll_reader *reader, struct ll_pack_draft *draft,
                          const struct ll_yaml_node **where)
{
    const struct ll_yaml_node *node =
        wanted(reader, draft, "timeline", "one of purchaser, dealer, address");
    *where = node;
    if (!node)
        return false;
    for (unsigned kind = LL_SUBJECT_ADDRESS; kind <= LL_SUBJECT_PURCHASER; kind++) {
        if (!ll_str_eq(node->text, ll_str_from(timeline_words[kind])))
            continue;
        draft->out->timeline = (enum ll_subject_kind)kind;
        return true;
    }
    const char *near = ll_nearest(node->text, timeline_words + 1, 3);
    ll_reader_fault(reader, node->at, "unknown timeline '%.*s'; %s%s%s", LL_STR_ARGS(node->text),
                    near ? "did you mean '" : "there are purchaser, dealer and address",
                    near ? near : "", near ? "'?" : "");
    return false;
}

/* The ID of reports(ID); ptr NULL where s has another form. */
static ll_str reports_id(ll_str s)
{
    ll_str head = LL_STR("reports");
    if (s.len < head.len || memcmp(s.ptr, head.ptr, head.len) != 0)
        return (ll_str){0};
    s = ll_str_trim((ll_str){s.ptr + head.len, s.len - head.len});
    if (s.len < 2 || s.ptr[0] != '(' || s.ptr[s.len - 1] != ')')
        return (ll_str){0};
    s = ll_str_trim((ll_str){s.ptr + 1, s.len - 2});
    return s.len ? s : (ll_str){0};
}

static bool read_items(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    static const char *const words[] = {"firearms", "traces", "reports"};
    const struct ll_yaml_node *node =
        wanted(reader, draft, "items", "one of firearms, traces, reports(ID)");
    if (!node)
        return false;
    ll_str text = ll_str_trim(node->text);
    draft->reports_id = reports_id(text);
    draft->reports_at = node->at;
    if (draft->reports_id.ptr) {
        draft->out->items = LL_ITEM_REPORT;
        return true;
    }
    for (unsigned kind = LL_ITEM_FIREARM; kind <= LL_ITEM_TRACE; kind++) {
        draft->out->items = (enum ll_item_kind)kind;
        if (ll_str_eq(text, ll_str_from(words[kind])))
            return true;
    }
    const char *near = ll_nearest(text, words, 3);
    if (near == words[LL_ITEM_REPORT])
        ll_reader_fault(reader, node->at,
                        "reports are those of an indicator; write reports(ID) with its id");
    else
        ll_reader_fault(reader, node->at, "unknown items '%.*s'; %s%s%s", LL_STR_ARGS(text),
                        near ? "did you mean '" : "there are firearms, traces and reports(ID)",
                        near ? near : "", near ? "'?" : "");
    return false;
}

/* The timeline that items are on first of all. */
static enum ll_subject_kind timeline_of(enum ll_item_kind items)
{
    return items == LL_ITEM_REPORT ? LL_SUBJECT_DEALER : LL_SUBJECT_PURCHASER;
}

/* Where the items are known and the timeline is wrong, the rest is looked at as if it were right. */
static void read_subject(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    const struct ll_yaml_node *where;
    bool has_timeline = read_timeline(reader, draft, &where);
    struct ll_indicator *out = draft->out;
    draft->sound = read_items(reader, draft);
    if (!draft->sound || (has_timeline && timelines_of[out->items] & 1u << out->timeline))
        return;
    if (has_timeline)
        ll_reader_fault(reader, where->at, "there are no %s on the timeline of %s %s; write %s",
                        ll_item_kind_word(out->items),
                        out->timeline == LL_SUBJECT_ADDRESS ? "an" : "a",
                        timeline_words[out->timeline], timelines_said[out->items]);
    out->timeline = timeline_of(out->items);
}

/* ---- same ---- */

static void refuse_same(struct ll_reader *reader, const struct ll_pack_draft *draft,
                        const struct ll_yaml_node *item)
{
    size_t count;
    const struct ll_expr_field *fields = ll_item_fields(1u << draft->out->items, &count);
    const char **names = LL_NEW_ARRAY(&reader->scratch, const char *, count);
    if (!names) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    const char *items = ll_item_kind_word(draft->out->items);
    const char *owner = ll_item_field_owner(item->text);
    const char *near = ll_nearest(item->text, names, count);
    if (owner)
        ll_reader_fault(reader, item->at, "'%.*s' is a field of %s, not of %s",
                        LL_STR_ARGS(item->text), owner, items);
    else if (near)
        ll_reader_fault(reader, item->at, "unknown field '%.*s'; did you mean '%s'?",
                        LL_STR_ARGS(item->text), near);
    else
        ll_reader_fault(reader, item->at, "unknown field '%.*s' of %s", LL_STR_ARGS(item->text),
                        items);
}

static bool has_slot(const struct ll_indicator *out, uint16_t slot)
{
    for (size_t i = 0; i < out->same_count; i++) {
        if (out->same[i] == slot)
            return true;
    }
    return false;
}

static void read_same(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    struct ll_indicator *out = draft->out;
    const struct ll_yaml_node *node = ll_reader_get(draft->node, "same");
    if (!node || !draft->sound)
        return;
    if (node->kind != LL_YAML_SEQUENCE) {
        ll_reader_fault(reader, node->at, "same must be a list of fields, as in [dealer.key]");
        return;
    }
    for (const struct ll_yaml_node *item = node->first_child; item; item = item->next) {
        uint16_t slot;
        if (item->kind != LL_YAML_SCALAR)
            ll_reader_fault(reader, item->at, "same must be a list of fields, as in [dealer.key]");
        else if (!ll_item_field_find(out->items, item->text, &slot))
            refuse_same(reader, draft, item);
        else if (has_slot(out, slot))
            ll_reader_fault(reader, item->at, "'%.*s' stands twice in same; remove one",
                            LL_STR_ARGS(item->text));
        else if (out->same_count == LL_PACK_SAME_MAX)
            ll_reader_fault(reader, item->at, "same has at most %d fields", LL_PACK_SAME_MAX);
        else
            out->same[out->same_count++] = slot;
    }
}

/* ---- window ---- */

static void read_calendar(struct ll_reader *reader, struct ll_pack_draft *draft,
                          const struct ll_yaml_node *window)
{
    struct ll_indicator *out = draft->out;
    const struct ll_yaml_node *node = ll_reader_get(window, "calendar");
    if (!node)
        return;
    bool own = node->kind == LL_YAML_SCALAR && ll_str_eq(node->text, LL_STR("dealer"));
    bool common = node->kind == LL_YAML_SCALAR && ll_str_eq(node->text, LL_STR("default"));
    if (!own && !common)
        ll_reader_fault(reader, node->at, "calendar must be dealer or default");
    else if (out->window.kind != LL_WINDOW_BUSINESS_DAYS)
        ll_reader_fault(reader, node->at,
                        "a calendar counts business days; write business_days, or remove it");
    else if (own && draft->sound && !has_slot(out, LL_SLOT_DEALER_KEY))
        ll_reader_fault(reader, node->at,
                        "calendar: dealer needs one dealer; add dealer.key to same");
    out->window.dealers_own = own;
}

static void read_window(struct ll_reader *reader, struct ll_pack_draft *draft,
                        const struct ll_yaml_node *node)
{
    static const char *const keys[] = {"business_days", "days", "same_day", "calendar"};
    struct ll_window *out = &draft->out->window;
    *out = (struct ll_window){LL_WINDOW_SAME_DAY, 1, false};
    if (!node)
        return;
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at,
                        "window must be {business_days: N}, {days: N} or {same_day: true}");
        return;
    }
    if (ll_keys_refuse(node, keys, 4, "window", reader->errors)) {
        ll_reader_note(reader, LL_ERR_SYNTAX);
        return;
    }
    const struct ll_yaml_node *business = ll_reader_get(node, "business_days");
    const struct ll_yaml_node *days = ll_reader_get(node, "days");
    const struct ll_yaml_node *same_day = ll_reader_get(node, "same_day");
    if (!!business + !!days + !!same_day != 1) {
        ll_reader_fault(reader, node->at,
                        "window wants exactly one of business_days, days and same_day");
        return;
    }
    bool truth;
    if (business)
        out->kind = LL_WINDOW_BUSINESS_DAYS;
    else if (days)
        out->kind = LL_WINDOW_DAYS;
    ll_reader_int(reader, business, "business_days", 1, LL_PACK_DAYS_MAX, &out->n);
    ll_reader_int(reader, days, "days", 1, LL_PACK_DAYS_MAX, &out->n);
    if (same_day && (!ll_yaml_bool(same_day, &truth) || !truth))
        ll_reader_fault(reader, same_day->at,
                        "same_day must be true; for other windows write days or business_days");
    read_calendar(reader, draft, node);
}

void ll_pack_draft_window(struct ll_reader *reader, struct ll_pack_draft *draft,
                          const struct ll_yaml_node *node)
{
    read_window(reader, draft, node);
}

/* ---- the whole ---- */

static ll_str read_words(struct ll_reader *reader, const struct ll_pack_draft *draft,
                         const char *key)
{
    const struct ll_yaml_node *node = ll_reader_get(draft->node, key);
    return node ? ll_reader_text(reader, node, key) : (ll_str){0};
}

void ll_pack_draft_read(struct ll_reader *reader, const struct ll_yaml_node *node,
                        struct ll_pack_draft *draft)
{
    struct ll_indicator *out = draft->out;
    draft->node = node;
    if (node->kind != LL_YAML_MAPPING) {
        draft->id_at = node->at;
        ll_reader_fault(reader, node->at, "an indicator must have keys: id, timeline, items, ...");
        return;
    }
    read_id(reader, draft);
    if (ll_keys_refuse(node, known_keys, KNOWN_KEYS, "an indicator", reader->errors))
        ll_reader_note(reader, LL_ERR_SYNTAX);
    out->title = read_words(reader, draft, "title");
    if (!out->title.len)
        out->title = out->id;
    out->source = read_words(reader, draft, "source");
    read_subject(reader, draft);
    read_same(reader, draft);
    read_window(reader, draft, ll_reader_get(node, "window"));
    ll_params_read(reader, draft);
    out->trace_days = 1825;
    ll_reader_int(reader, ll_reader_get(node, "trace_days"), "trace_days", 0, LL_PACK_DAYS_MAX,
                  &out->trace_days);
    ll_reader_int(reader, ll_reader_get(node, "weight"), "weight", 0, LL_PACK_WEIGHT_MAX,
                  &out->weight);
    out->enabled = true;
    const struct ll_yaml_node *enabled = ll_reader_get(node, "enabled");
    if (enabled && !ll_yaml_bool(enabled, &out->enabled))
        ll_reader_fault(reader, enabled->at, "enabled must be true or false");
}
