/* values.c -- the values of a sweep: 2..6,8 and 0.5..2:0.5, "cash","card" and ["AZ", "TX"],["TX"].
 * SPDX-License-Identifier: Apache-2.0 */
#include "sweep/axis.h"

#include "base/decimal.h"

/* What is read so far of the values of one target. */
struct reading {
    const struct ll_axis_rules *rules;
    struct ll_axis_plan *plan;
    ll_str text; /* the whole expression */
    size_t at;
    ll_str *texts;
    size_t count, cap, text_cap;
};

static bool at_end(const struct reading *reading)
{
    return reading->at == reading->text.len;
}

static char here(const struct reading *reading)
{
    return at_end(reading) ? '\0' : reading->text.ptr[reading->at];
}

static void skip_blanks(struct reading *reading)
{
    while (here(reading) == ' ')
        reading->at++;
}

static bool takes(struct reading *reading, const char *word)
{
    size_t len = strlen(word);
    if (reading->text.len - reading->at < len ||
        memcmp(reading->text.ptr + reading->at, word, len) != 0)
        return false;
    reading->at += len;
    return true;
}

/* The end of what stands at a place, blanks behind it left out: up to a comma, or a bracket. */
static size_t end_of(const struct reading *reading, size_t begin)
{
    size_t end = begin;
    while (end < reading->text.len && !strchr(",[]", reading->text.ptr[end]))
        end++;
    if (end == begin && end < reading->text.len)
        end++;
    while (end > begin + 1 && reading->text.ptr[end - 1] == ' ')
        end--;
    return end;
}

static ll_str between(const struct reading *reading, size_t begin, size_t end)
{
    return (ll_str){reading->text.ptr + begin, end - begin};
}

#define FAULT(reading, begin, end, ...)                                                            \
    ll_axis_fault((reading)->rules, (reading)->plan->at.source, (begin), (end), __VA_ARGS__)

/* ---- adding ---- */

static struct ll_yaml_node *new_node(const struct reading *reading, enum ll_yaml_kind kind,
                                     ll_str text, bool plain)
{
    struct ll_yaml_node *node = LL_NEW(reading->rules->arena, struct ll_yaml_node);
    ll_str kept = node ? ll_arena_str(reading->rules->arena, text) : (ll_str){0};
    if (!kept.ptr) {
        (void)ll_axis_fault_memory(reading->rules);
        return NULL;
    }
    *node = (struct ll_yaml_node){.kind = kind, .text = kept, .plain = plain};
    return node;
}

/* Bytes begin..end stand for a value, which the rules write as text. */
static bool add(struct reading *reading, size_t begin, size_t end, struct ll_yaml_node *node,
                ll_str text)
{
    struct ll_axis_plan *plan = reading->plan;
    if (!node)
        return false;
    for (size_t i = 0; i < reading->count; i++)
        if (ll_str_eq(reading->texts[i], text))
            return FAULT(reading, begin, end, "%.*s stands twice among the values; take one out",
                         LL_STR_ARGS(text));
    if (reading->count == LL_CELLS_MAX)
        return FAULT(reading, begin, end, "there are more than %d values; try fewer at a time",
                     LL_CELLS_MAX);
    struct ll_arena *arena = reading->rules->arena;
    struct ll_axis_value *values =
        ll_arena_more(arena, plan->values, reading->count, &reading->cap, sizeof *values);
    ll_str *texts =
        ll_arena_more(arena, reading->texts, reading->count, &reading->text_cap, sizeof *texts);
    if (!values || !texts)
        return ll_axis_fault_memory(reading->rules);
    plan->values = values;
    reading->texts = texts;
    values[reading->count] = (struct ll_axis_value){
        {plan->at.source, 1, (uint32_t)begin + 1, (uint32_t)(end - begin)}, node};
    texts[reading->count++] = text;
    return true;
}

/* ---- numbers ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool begins_number(const struct reading *reading)
{
    size_t next = reading->at + (here(reading) == '-');
    return next < reading->text.len && is_digit(reading->text.ptr[next]);
}

static bool refuse_number(const struct reading *reading)
{
    size_t end = end_of(reading, reading->at);
    const struct ll_axis *axis = &reading->plan->axis;
    if (at_end(reading) || here(reading) == ',')
        return FAULT(reading, reading->at, reading->at,
                     "a number is missing here; write one, or take the comma out");
    if (here(reading) == '[')
        return FAULT(reading, reading->at, end,
                     "'%.*s' is no list, but a number, as in %.*s; take the brackets out",
                     LL_STR_ARGS(axis->target), LL_STR_ARGS(axis->in_force));
    if (here(reading) == '"' || here(reading) == '\'')
        return FAULT(reading, reading->at, end,
                     "'%.*s' is a number, as in %.*s; take the quotes out",
                     LL_STR_ARGS(axis->target), LL_STR_ARGS(axis->in_force));
    return FAULT(reading, reading->at, end, "'%.*s' is no number, and '%.*s' is one, as in %.*s",
                 LL_STR_ARGS(between(reading, reading->at, end)), LL_STR_ARGS(axis->target),
                 LL_STR_ARGS(axis->in_force));
}

static bool read_number(struct reading *reading, int64_t *out)
{
    size_t begin = reading->at;
    if (!begins_number(reading))
        return refuse_number(reading);
    reading->at++;
    while (is_digit(here(reading)))
        reading->at++;
    if (reading->at + 1 < reading->text.len && here(reading) == '.' &&
        is_digit(reading->text.ptr[reading->at + 1])) {
        reading->at++;
        while (is_digit(here(reading)))
            reading->at++;
    }
    if (ll_decimal_parse(between(reading, begin, reading->at), out) != LL_DECIMAL_FINE)
        return FAULT(reading, begin, reading->at,
                     "a number has at most 14 digits before its point and four after it");
    return true;
}

static bool add_number(struct reading *reading, size_t begin, size_t end, int64_t number)
{
    const struct ll_value value = ll_value_number(number);
    ll_str text = ll_axis_text(reading->rules->arena, LL_TYPE_NUMBER, false, &value, 1);
    if (!text.ptr)
        return ll_axis_fault_memory(reading->rules);
    return add(reading, begin, end, new_node(reading, LL_YAML_SCALAR, text, true), text);
}

/* FROM..TO:STEP, of which FROM.. is read. */
static bool read_range(struct reading *reading, size_t begin, size_t from_end, int64_t from)
{
    int64_t to, step = LL_DECIMAL_ONE;
    skip_blanks(reading);
    size_t to_at = reading->at;
    if (!begins_number(reading))
        return FAULT(reading, begin, reading->at, "a range has two ends, as in 2..6");
    if (!read_number(reading, &to))
        return false;
    size_t end = reading->at;
    bool has_step = takes(reading, ":");
    if (has_step) {
        size_t at = reading->at;
        if (!begins_number(reading))
            return FAULT(reading, end, reading->at, "a step is a number, as in 10..60:10");
        if (!read_number(reading, &step))
            return false;
        if (step <= 0)
            return FAULT(reading, at, reading->at, "a step goes up; write one above 0");
    } else if (from % LL_DECIMAL_ONE || to % LL_DECIMAL_ONE) {
        return FAULT(reading, begin, end, "a range with decimals needs a step, as in 0.5..2:0.5");
    }
    if (to < from)
        return FAULT(reading, begin, end,
                     "this range goes down, so that it is empty; write %.*s..%.*s",
                     LL_STR_ARGS(between(reading, to_at, end)),
                     LL_STR_ARGS(between(reading, begin, from_end)));
    int64_t count = (to - from) / step + 1;
    if (count > LL_CELLS_MAX)
        return FAULT(reading, begin, reading->at,
                     "this range has %lld values, and a sweep has at most %d; give it a greater "
                     "step",
                     (long long)count, LL_CELLS_MAX);
    for (int64_t i = 0; i < count; i++)
        if (!add_number(reading, begin, reading->at, from + i * step))
            return false;
    return true;
}

static bool read_numbers(struct reading *reading)
{
    size_t begin = reading->at;
    int64_t from;
    if (takes(reading, ".."))
        return FAULT(reading, begin, reading->at, "a range has two ends, as in 2..6");
    if (!read_number(reading, &from))
        return false;
    size_t end = reading->at;
    skip_blanks(reading);
    if (takes(reading, ".."))
        return read_range(reading, begin, end, from);
    if (here(reading) == ':')
        return FAULT(reading, reading->at, reading->at + 1,
                     "a step belongs to a range, as in 10..60:10");
    return add_number(reading, begin, end, from);
}

/* ---- words and lists ---- */

/* A text, with its quotes or without. */
static bool read_word(struct reading *reading, ll_str *out)
{
    size_t begin = reading->at;
    char quote = here(reading);
    if (quote == '"' || quote == '\'') {
        const char *end =
            memchr(reading->text.ptr + begin + 1, quote, reading->text.len - begin - 1);
        if (!end)
            return FAULT(reading, begin, reading->text.len,
                         "this text has no end; close its quotes");
        reading->at = (size_t)(end - reading->text.ptr) + 1;
        *out = between(reading, begin + 1, reading->at - 1);
        return true;
    }
    if (at_end(reading) || strchr(",[]", quote))
        return FAULT(reading, begin, begin + !at_end(reading),
                     "a value is missing here; write one, or take the comma out");
    reading->at = end_of(reading, begin);
    *out = between(reading, begin, reading->at);
    if (memchr(out->ptr, '"', out->len) || memchr(out->ptr, '\'', out->len))
        return FAULT(reading, begin, reading->at,
                     "a text with a quote in it stands in quotes of the other kind");
    return true;
}

/* A single value of the target's type. */
static bool read_scalar(struct reading *reading, struct ll_yaml_node **node, struct ll_value *value)
{
    size_t begin = reading->at;
    ll_str word;
    int64_t number;
    if (reading->plan->type == LL_TYPE_NUMBER) {
        if (!read_number(reading, &number))
            return false;
        *value = ll_value_number(number);
        word = ll_axis_text(reading->rules->arena, LL_TYPE_NUMBER, false, value, 1);
    } else if (!read_word(reading, &word)) {
        return false;
    } else if (reading->plan->type == LL_TYPE_STRING) {
        *value = (struct ll_value){.text = word.ptr, .len = (uint32_t)word.len};
    } else {
        *value = ll_value_bool(ll_str_eq(word, LL_STR("true")));
        if (!value->number && !ll_str_eq(word, LL_STR("false")))
            return FAULT(reading, begin, reading->at, "'%.*s' is true or false, not %.*s",
                         LL_STR_ARGS(reading->plan->axis.target), LL_STR_ARGS(word));
    }
    *node = word.ptr
                ? new_node(reading, LL_YAML_SCALAR, word, reading->plan->type != LL_TYPE_STRING)
                : NULL;
    return *node != NULL;
}

static bool read_list(struct reading *reading, struct ll_yaml_node *list, struct ll_value **values)
{
    struct ll_yaml_node **end = &list->first_child;
    size_t begin = reading->at - 1, cap = 0;
    skip_blanks(reading);
    while (!takes(reading, "]")) {
        if (list->child_count && !takes(reading, ","))
            return FAULT(reading, begin, at_end(reading) ? reading->at : reading->at + 1,
                         at_end(reading) ? "this list has no end; close its bracket"
                                         : "a ',' or ']' is missing before this");
        skip_blanks(reading);
        if (at_end(reading))
            return FAULT(reading, begin, reading->at, "this list has no end; close its bracket");
        struct ll_value *more =
            ll_arena_more(reading->rules->arena, *values, list->child_count, &cap, sizeof *more);
        if (!more)
            return ll_axis_fault_memory(reading->rules);
        *values = more;
        if (!read_scalar(reading, end, &more[list->child_count]))
            return false;
        end = &(*end)->next;
        list->child_count++;
        skip_blanks(reading);
    }
    return true;
}

static bool read_others(struct reading *reading)
{
    const struct ll_axis_plan *plan = reading->plan;
    size_t begin = reading->at, count = 1;
    struct ll_value one, *values = &one;
    struct ll_yaml_node *node = NULL;
    if (plan->is_list && !takes(reading, "["))
        return FAULT(reading, begin, at_end(reading) ? begin : end_of(reading, begin),
                     "'%.*s' is a list; write each value in brackets, as in %.*s",
                     LL_STR_ARGS(plan->axis.target), LL_STR_ARGS(plan->axis.in_force));
    if (!plan->is_list && here(reading) == '[')
        return FAULT(reading, begin, end_of(reading, begin),
                     "'%.*s' is no list, but a single value, as in %.*s; take the brackets out",
                     LL_STR_ARGS(plan->axis.target), LL_STR_ARGS(plan->axis.in_force));
    if (plan->is_list) {
        values = NULL;
        node = new_node(reading, LL_YAML_SEQUENCE, LL_STR(""), false);
        if (!node || !read_list(reading, node, &values))
            return false;
        count = node->child_count;
    } else if (!read_scalar(reading, &node, &one)) {
        return false;
    }
    ll_str text = ll_axis_text(reading->rules->arena, plan->type, plan->is_list, values, count);
    if (!text.ptr)
        return ll_axis_fault_memory(reading->rules);
    return add(reading, begin, reading->at, node, text);
}

/* ---- the whole ---- */

bool ll_axis_values(const struct ll_axis_rules *rules, struct ll_axis_plan *plan, size_t from)
{
    struct reading reading = {
        .rules = rules, .plan = plan, .text = plan->at.source->text, .at = from};
    do {
        skip_blanks(&reading);
        if (at_end(&reading) || here(&reading) == ',')
            return FAULT(&reading, reading.at, reading.at,
                         reading.count ? "a value is missing here; write one, or take the comma out"
                                       : "a value is missing here; write one, as in 2..6,8");
        bool numbers = plan->type == LL_TYPE_NUMBER && !plan->is_list;
        if (!(numbers ? read_numbers(&reading) : read_others(&reading)))
            return false;
        skip_blanks(&reading);
    } while (takes(&reading, ","));
    if (!at_end(&reading))
        return FAULT(&reading, reading.at, end_of(&reading, reading.at),
                     "a ',' is missing before this");
    plan->axis.values = reading.texts;
    plan->axis.count = reading.count;
    return true;
}
