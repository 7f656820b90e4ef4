/* sentence.c -- an indicator as one sentence.   SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "event/vocabulary.h"
#include "plain/plain.h"
#include "plain/words.h"

static void add(struct ll_buf *out, const char *text)
{
    ll_buf_add_str(out, ll_str_from(text));
}

/* ---- which items ---- */

/* The condition of a where that says which classes; NULL where none does, or it says what they are not. */
static const struct ll_node *classes_of(const struct ll_book_entry *entry)
{
    const struct ll_node *root = entry->where ? ll_plain_unnamed(entry->where->root) : NULL;
    const struct ll_node *node = root && root->kind == LL_NODE_AND ? root->first : root;
    for (; node; node = node == root ? NULL : node->next) {
        const struct ll_node *part = ll_plain_unnamed(node), *field = part->first;
        if (!field || field->kind != LL_NODE_NAME || field->slot != LL_SLOT_CLASS)
            continue;
        if (part->kind == LL_NODE_IN && !part->negated && part->last->value.len)
            return node;
        if (part->kind == LL_NODE_CHAIN && part->child_count == 2 &&
            part->last->op == LL_TOKEN_EQ && part->last->type == LL_NODE_STRING)
            return node;
    }
    return NULL;
}

/* "pistols": of the words of classes only one has another plural than with an s. */
static void add_class(struct ll_buf *out, struct ll_value class, bool many)
{
    for (uint32_t i = 0; i < class.len; i++)
        ll_buf_add_char(out, class.text[i] == '_' ? ' ' : class.text[i]);
    if (many)
        add(out, "s");
}

static void add_guns(struct ll_buf *out, const struct ll_node *classes)
{
    if (!classes) {
        add(out, "guns");
        return;
    }
    const struct ll_node *part = ll_plain_unnamed(classes);
    if (part->kind == LL_NODE_CHAIN) {
        add_class(out, part->last->value, true);
        return;
    }
    struct ll_value list = part->last->value;
    for (uint32_t i = 0; i < list.len; i++) {
        add(out, ll_plain_glue(i, list.len, " or "));
        add_class(out, list.items[i], true);
    }
}

/* "traces of a purchaser's guns"; counted: behind "at least 2 of". */
static void add_items(struct ll_buf *out, const struct ll_book_entry *entry,
                      const struct ll_node *classes, bool counted, bool one)
{
    const struct ll_indicator *indicator = entry->indicator;
    switch (indicator->items) {
    case LL_ITEM_FIREARM:
        add(out, counted ? "of a purchaser's " : "a purchaser's ");
        add_guns(out, classes);
        break;
    case LL_ITEM_TRACE:
        add(out, one ? "trace" : "traces");
        add(out,
            indicator->timeline == LL_SUBJECT_DEALER ? " of a dealer's " : " of a purchaser's ");
        add_guns(out, classes);
        break;
    case LL_ITEM_REPORT:
        ll_buf_printf(
            out, "%s of %.*s %s", one ? "report" : "reports", LL_STR_ARGS(entry->reports_id),
            indicator->timeline == LL_SUBJECT_DEALER ? "at a dealer" : "on people of one address");
        break;
    }
}

static void add_same(struct ll_buf *out, const struct ll_indicator *indicator)
{
    size_t n = 0, rest = indicator->same_count;
    for (size_t i = 0; i < indicator->same_count; i++) {
        bool dealer = indicator->same[i] == LL_SLOT_DEALER_KEY;
        bool sale = indicator->same[i] == LL_SLOT_SALE_ID;
        if (dealer || sale)
            add(out, dealer ? ", from one dealer" : ", in one sale");
        rest -= dealer || sale;
    }
    for (size_t i = 0; i < indicator->same_count; i++) {
        if (indicator->same[i] == LL_SLOT_DEALER_KEY || indicator->same[i] == LL_SLOT_SALE_ID)
            continue;
        add(out, n ? ll_plain_glue(n, rest, " and ") : ", alike in ");
        add(out, ll_plain_field(indicator->same[i]));
        n++;
    }
}

static void add_window(struct ll_buf *out, const struct ll_window *window)
{
    bool one = window->n == 1;
    switch (window->kind) {
    case LL_WINDOW_SAME_DAY:
        add(out, ", on one day");
        return;
    case LL_WINDOW_DAYS:
        if (one)
            add(out, ", on one day");
        else
            ll_buf_printf(out, ", within %d days", window->n);
        return;
    case LL_WINDOW_BUSINESS_DAYS:
        break;
    }
    if (one)
        add(out, window->dealers_own ? ", on one of that dealer's business days"
                                     : ", on one business day");
    else
        ll_buf_printf(out,
                      window->dealers_own ? ", within %d of that dealer's business days"
                                          : ", within %d business days",
                      window->n);
}

/* ---- how many ---- */

/* count() against a number, or the other way round. */
static bool is_count(const struct ll_node *node)
{
    return node->kind == LL_NODE_CALL && node->call == LL_CALL_COUNT && !node->first;
}

/* A call held against a number, and how. */
struct compared {
    const struct ll_node *call, *number;
    enum ll_token_kind op;
};

static bool read_compared(const struct ll_node *node, struct compared *out)
{
    const struct ll_node *a = node->first, *b = node->last;
    if (node->kind != LL_NODE_CHAIN || node->child_count != 2)
        return false;
    *out = (struct compared){a, b, b->op};
    if (b->kind == LL_NODE_CALL)
        *out = (struct compared){b, a, ll_node_op_turned(b->op)};
    return out->call->kind == LL_NODE_CALL && out->number->kind == LL_NODE_CONST;
}

static void add_bound(struct ll_buf *out, enum ll_token_kind op, struct ll_value number)
{
    add(out, op == LL_TOKEN_LT ? "fewer than " : ll_plain_bound(op));
    ll_decimal_add(out, number.number);
}

static void add_having(struct ll_buf *out, const struct ll_node *node,
                       const struct ll_indicator *indicator, bool bound);

/* What is counted or summed, by itself: "the prices together". */
static void add_call(struct ll_buf *out, const struct ll_node *call,
                     const struct ll_indicator *indicator)
{
    switch (call->call) {
    case LL_CALL_COUNT:
        add(out, call->first ? "the number of those for which " : "their number");
        break;
    case LL_CALL_DISTINCT:
        ll_buf_printf(out, "the number of different %s", ll_plain_fields(call->first->slot));
        return;
    case LL_CALL_SUM:
        ll_buf_printf(out, "the %s together", ll_plain_fields(call->first->slot));
        return;
    case LL_CALL_TRACES:
        ll_buf_printf(out, "the number of the purchaser's traces of the last %d days",
                      indicator->trace_days);
        add(out, call->first ? " for which " : "");
        break;
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        return;
    }
    if (call->first)
        ll_plain_condition(out, call->first,
                           call->call == LL_CALL_TRACES ? LL_ITEM_TRACE : indicator->items, true);
}

/* A call against a number, as a clause: "with at least 3 different dealers". */
static void add_compared(struct ll_buf *out, const struct compared *compared,
                         const struct ll_indicator *indicator)
{
    const struct ll_node *call = compared->call;
    bool one = compared->number->value.number == LL_DECIMAL_ONE;
    if (call->call == LL_CALL_SUM) {
        ll_buf_printf(out, "the %s come to %s", ll_plain_fields(call->first->slot),
                      ll_plain_bound(compared->op));
        ll_decimal_add(out, compared->number->value.number);
        add(out, ll_plain_unit(call->first->slot));
        return;
    }
    if (call->call == LL_CALL_COUNT && call->first) {
        add(out, "for ");
        add_bound(out, compared->op, compared->number->value);
        add(out, " of them ");
        ll_plain_condition(out, call->first, indicator->items, true);
        return;
    }
    add(out, one ? "there is " : "there are ");
    add_bound(out, compared->op, compared->number->value);
    switch (call->call) {
    case LL_CALL_DISTINCT:
        add(out, one ? " known " : " different ");
        add(out, one ? ll_plain_field(call->first->slot) : ll_plain_fields(call->first->slot));
        break;
    case LL_CALL_TRACES:
        ll_buf_printf(out, " trace%s of the purchaser's guns in the %d days before", one ? "" : "s",
                      indicator->trace_days);
        break;
    case LL_CALL_COUNT:
        add(out, " of them");
        break;
    case LL_CALL_SUM:
    case LL_CALL_IN_HIT:
    case LL_CALL_NUMBER:
        break;
    }
    if (call->call == LL_CALL_TRACES && call->first) {
        add(out, " for which ");
        ll_plain_condition(out, call->first, LL_ITEM_TRACE, true);
    }
}

/* Operands of any other comparison. */
static void add_operand(struct ll_buf *out, const struct ll_node *node,
                        const struct ll_indicator *indicator)
{
    if (node->kind == LL_NODE_CALL)
        add_call(out, node, indicator);
    else
        ll_plain_value(out, node->type, node->value);
}

static void add_comparison(struct ll_buf *out, const struct ll_node *node,
                           const struct ll_indicator *indicator)
{
    struct compared compared;
    if (read_compared(node, &compared)) {
        add_compared(out, &compared, indicator);
        return;
    }
    for (const struct ll_node *a = node->first; a->next; a = a->next) {
        enum ll_token_kind op = a->next->op;
        const struct ll_node *left = a, *right = a->next;
        if (a->kind != LL_NODE_CALL && right->kind == LL_NODE_CALL) {
            left = right;
            right = a;
            op = ll_node_op_turned(op);
        }
        add(out, a == node->first ? "" : " and ");
        add_operand(out, left, indicator);
        add(out, " is ");
        add(out, ll_plain_bound(op));
        add_operand(out, right, indicator);
    }
}

static void add_having(struct ll_buf *out, const struct ll_node *node,
                       const struct ll_indicator *indicator, bool bound)
{
    node = ll_plain_unnamed(node);
    bool is_or = node->kind == LL_NODE_OR;
    if (is_or || node->kind == LL_NODE_AND) {
        add(out, bound ? "(" : "");
        for (const struct ll_node *child = node->first; child; child = child->next) {
            add(out, child == node->first ? "" : is_or ? ", or " : " and ");
            add_having(out, child, indicator, true);
        }
        add(out, bound ? ")" : "");
    } else if (node->kind == LL_NODE_NOT) {
        add(out, "it is not so that ");
        add_having(out, node->first, indicator, true);
    } else if (node->kind == LL_NODE_CHAIN) {
        add_comparison(out, node, indicator);
    } else if (node->kind == LL_NODE_IN) {
        add_operand(out, node->first, indicator);
        add(out, node->negated ? " is neither " : " is ");
        ll_plain_list(out, node->last->type, node->last->value, node->negated ? " nor " : " or ");
    } else {
        add(out, node->value.number ? "always" : "never");
    }
}

/* ---- the sentence ---- */

static void capitalise(struct ll_buf *out, size_t at)
{
    if (!out->failed && at < out->len && out->ptr[at] >= 'a' && out->ptr[at] <= 'z')
        out->ptr[at] = (char)(out->ptr[at] - 'a' + 'A');
}

/* What else is asked of each item, but for its classes, which the sentence has. */
static void add_more(struct ll_buf *out, const struct ll_book_entry *entry,
                     const struct ll_node *classes)
{
    const struct ll_node *root = entry->where ? ll_plain_unnamed(entry->where->root) : NULL;
    if (!root || root == classes)
        return;
    const struct ll_node *part = root->kind == LL_NODE_AND ? root->first : root;
    add(out, " Of each:");
    for (; part; part = part == root ? NULL : part->next) {
        if (part == classes)
            continue;
        add(out, "\n- ");
        ll_plain_condition(out, part, entry->indicator->items, false);
    }
}

void ll_plain_sentence(const struct ll_book_entry *entry, struct ll_buf *out)
{
    const struct ll_indicator *indicator = entry->indicator;
    const struct ll_node *classes = classes_of(entry);
    const struct ll_node *having = ll_plain_unnamed(entry->having->root);
    struct compared compared;
    size_t start = out->len;
    bool counts = read_compared(having, &compared) && is_count(compared.call);
    if (counts) {
        bool one = compared.number->value.number == LL_DECIMAL_ONE;
        add_bound(out, compared.op, compared.number->value);
        add(out, " ");
        add_items(out, entry, classes, true, one);
    } else {
        add_items(out, entry, classes, false, false);
    }
    add_same(out, indicator);
    add_window(out, &indicator->window);
    if (!counts) {
        add(out, ", where ");
        add_having(out, having, indicator, false);
    }
    add(out, ".");
    capitalise(out, start);
    add_more(out, entry, classes);
}
