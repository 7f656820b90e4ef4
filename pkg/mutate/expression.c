/* expression.c -- the mutants of a condition.   SPDX-License-Identifier: Apache-2.0
 *
 * Made on the tree, written by its places in the text: what stands round a change stays as it is. */
#include "mutate/generate.h"

/* An expression under change. */
struct change {
    struct ll_generator *generator;
    const struct ll_expr_reading *reading;
    const struct ll_yaml_node *node; /* the scalar */
    const char *what;                /* "where" */
};

static ll_str text_of(const struct change *change)
{
    return change->reading->text.text;
}

/* Bytes of the text, with one blank where several stand, or a line ends; cut where they are many. */
#define SHOWN_MAX 120
static void add_shown(struct ll_buf *out, ll_str text)
{
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        if (out->len >= SHOWN_MAX && ((unsigned char)text.ptr[i] & 0xC0) != 0x80) {
            ll_buf_add_lit(out, "...");
            return;
        }
        bool is_blank =
            text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t' || text.ptr[i] == '\r';
        if (!is_blank || !blank)
            ll_buf_add_char(out, is_blank ? ' ' : text.ptr[i]);
        blank = is_blank;
    }
}

static ll_str piece(const struct change *change, uint32_t begin, uint32_t end)
{
    return (ll_str){text_of(change).ptr + begin, end - begin};
}

/* A mutant in which bytes begin..end of the text are others. Its name shows the node that they are of. */
static void replace(const struct change *change, const struct ll_node *shown, uint32_t begin,
                    uint32_t end, ll_str by)
{
    struct ll_buf whole = {0}, after = {0}, before = {0};
    ll_str text = text_of(change);
    ll_buf_add_str(&whole, piece(change, 0, begin));
    ll_buf_add_str(&whole, by);
    ll_buf_add_str(&whole, piece(change, end, (uint32_t)text.len));
    add_shown(&after, piece(change, shown->begin, begin));
    add_shown(&after, by);
    add_shown(&after, piece(change, end, shown->end));
    add_shown(&before, ll_reading_words(change->reading, shown));
    struct ll_edit edit = {
        .kind = LL_EDIT_TEXT, .at = change->node->at, .text = ll_buf_str(&whole)};
    change->generator->failed |= whole.failed || after.failed || before.failed;
    ll_generator_add(change->generator, ll_reading_place(change->reading, shown), &edit,
                     "%s: %.*s instead of %.*s", change->what, LL_STR_ARGS(ll_buf_str(&after)),
                     LL_STR_ARGS(ll_buf_str(&before)));
    ll_buf_fini(&whole);
    ll_buf_fini(&after);
    ll_buf_fini(&before);
}

static void replace_printed(const struct change *change, const struct ll_node *shown,
                            uint32_t begin, uint32_t end, struct ll_buf *by)
{
    change->generator->failed |= by->failed;
    if (!by->failed)
        replace(change, shown, begin, end, ll_buf_str(by));
    ll_buf_fini(by);
}

static void negate(const struct change *change, const struct ll_node *node)
{
    struct ll_buf by = {0};
    ll_str words = ll_reading_words(change->reading, node);
    bool enclosed = words.ptr[0] == '(';
    ll_buf_printf(&by, enclosed ? "not " : "not (");
    ll_buf_add_str(&by, words);
    ll_buf_printf(&by, enclosed ? "" : ")");
    replace_printed(change, node, node->begin, node->end, &by);
}

/* ---- and, or, not ---- */

/* "or instead of and in a and b". Put in parentheses, as the other word binds otherwise. */
static void swap_word(const struct change *change, const struct ll_node *node)
{
    struct ll_generator *generator = change->generator;
    const char *was = node->kind == LL_NODE_AND ? "and" : "or";
    const char *word = node->kind == LL_NODE_AND ? "or" : "and";
    struct ll_buf whole = {0}, shown = {0};
    ll_buf_add_str(&whole, piece(change, 0, node->begin));
    ll_buf_add_char(&whole, '(');
    for (const struct ll_node *child = node->first; child; child = child->next) {
        if (child != node->first)
            ll_buf_printf(&whole, " %s ", word);
        ll_buf_add_str(&whole, ll_reading_words(change->reading, child));
    }
    ll_buf_add_char(&whole, ')');
    ll_buf_add_str(&whole, piece(change, node->end, (uint32_t)text_of(change).len));
    add_shown(&shown, ll_reading_words(change->reading, node));
    struct ll_edit edit = {
        .kind = LL_EDIT_TEXT, .at = change->node->at, .text = ll_buf_str(&whole)};
    generator->failed |= whole.failed || shown.failed;
    ll_generator_add(generator, ll_reading_place(change->reading, node), &edit,
                     "%s: %s instead of %s in %.*s", change->what, word, was,
                     LL_STR_ARGS(ll_buf_str(&shown)));
    ll_buf_fini(&whole);
    ll_buf_fini(&shown);
}

/* Without one of its terms, which takes the word beside it along. */
static void drop_terms(const struct change *change, const struct ll_node *node)
{
    struct ll_generator *generator = change->generator;
    ll_str text = text_of(change);
    const struct ll_node *before = NULL;
    for (const struct ll_node *child = node->first; child; before = child, child = child->next) {
        struct ll_buf whole = {0}, term = {0};
        ll_buf_add_str(&whole, piece(change, 0, before ? before->end : child->begin));
        ll_buf_add_str(&whole,
                       piece(change, before ? child->end : child->next->begin, (uint32_t)text.len));
        add_shown(&term, ll_reading_words(change->reading, child));
        struct ll_edit edit = {
            .kind = LL_EDIT_TEXT, .at = change->node->at, .text = ll_buf_str(&whole)};
        generator->failed |= whole.failed || term.failed;
        ll_generator_add(generator, ll_reading_place(change->reading, child), &edit,
                         "%s: without %.*s", change->what, LL_STR_ARGS(ll_buf_str(&term)));
        ll_buf_fini(&whole);
        ll_buf_fini(&term);
    }
}

/* ---- comparisons ---- */

static const char *const *others_of(enum ll_token_kind op)
{
    static const char *const none[] = {NULL};
    static const char *const of_ge[] = {">", "==", NULL}, *const of_gt[] = {">=", "!=", NULL};
    static const char *const of_le[] = {"<", "==", NULL}, *const of_lt[] = {"<=", "!=", NULL};
    static const char *const of_eq[] = {"!=", NULL}, *const of_ne[] = {"==", NULL};
    switch ((int)op) {
    case LL_TOKEN_GE:
        return of_ge;
    case LL_TOKEN_GT:
        return of_gt;
    case LL_TOKEN_LE:
        return of_le;
    case LL_TOKEN_LT:
        return of_lt;
    case LL_TOKEN_EQ:
        return of_eq;
    case LL_TOKEN_NE:
        return of_ne;
    default:
        return none;
    }
}

static enum ll_token_kind kind_of(const char *op)
{
    for (unsigned k = LL_TOKEN_EQ; k <= LL_TOKEN_GT; k++)
        if (strcmp(ll_token_word((enum ll_token_kind)k), op) == 0)
            return (enum ll_token_kind)k;
    return LL_TOKEN_END;
}

static bool orders(enum ll_token_kind op)
{
    return op >= LL_TOKEN_LE && op <= LL_TOKEN_GT;
}

/* The operator before one part of a chain. */
static void change_operator(const struct change *change, const struct ll_node *chain,
                            const struct ll_node *left, size_t place)
{
    struct ll_links was, would;
    bool known = ll_links_of(chain, &was);
    for (const char *const *op = others_of(left->next->op); *op; op++) {
        would = was;
        if (known) {
            would.list[place].op = kind_of(*op);
            if (ll_links_alike(&was, &would))
                continue;
        }
        struct ll_buf by = {0};
        ll_buf_printf(&by, " %s ", *op);
        replace_printed(change, chain, left->end, left->next->begin, &by);
    }
}

static bool is_price(const struct ll_node *node)
{
    const struct ll_node *field =
        node->kind == LL_NODE_CALL && node->call == LL_CALL_SUM ? node->first : node;
    return field->kind == LL_NODE_NAME && field->slot == LL_SLOT_PRICE;
}

static bool has_price(const struct ll_node *chain)
{
    for (const struct ll_node *child = chain->first; child; child = child->next)
        if (is_price(child))
            return true;
    return false;
}

static void change_number(const struct change *change, const struct ll_node *chain,
                          const struct ll_node *number, size_t place)
{
    struct ll_links was, would;
    bool known = ll_links_of(chain, &was);
    ll_str written = {text_of(change).ptr + number->token.begin,
                      number->token.end - number->token.begin};
    int64_t step = has_price(chain) ? ll_mutate_step(LL_STR("0.01")) : ll_mutate_step(written);
    for (int64_t by = -step; by <= step; by += 2 * step) {
        would = was;
        if (known) {
            would.list[place].value += by;
            if (ll_links_alike(&was, &would))
                continue;
        }
        ll_str text = ll_mutate_number(change->generator, number->value.number + by);
        if (text.ptr)
            replace(change, chain, number->begin, number->end, text);
    }
}

static void change_date(const struct change *change, const struct ll_node *chain,
                        const struct ll_node *date)
{
    ll_str written = {date->value.text, date->value.len};
    for (int by = -1; by <= 1; by += 2) {
        ll_str text = ll_mutate_date(change->generator, written, by);
        if (!text.ptr)
            continue;
        struct ll_buf quoted = {0};
        ll_buf_printf(&quoted, "\"%.*s\"", LL_STR_ARGS(text));
        replace_printed(change, chain, date->begin, date->end, &quoted);
    }
}

/* A chain of three or more, without its first or last comparison. */
static void drop_ends(const struct change *change, const struct ll_node *chain)
{
    struct ll_links was, first = {0}, last;
    bool known = ll_links_of(chain, &was);
    const struct ll_node *second = chain->first->next, *before_last = second;
    if (chain->child_count < 3)
        return;
    while (before_last->next != chain->last)
        before_last = before_last->next;
    last = was;
    last.count--;
    if (known) {
        first = was;
        first.count--;
        memmove(first.list, first.list + 1, first.count * sizeof first.list[0]);
    }
    if (!known || !ll_links_alike(&was, &first))
        replace(change, chain, chain->first->begin, second->begin, (ll_str){0});
    if (!known || !ll_links_alike(&was, &last))
        replace(change, chain, before_last->end, chain->last->end, (ll_str){0});
}

static void walk(const struct change *change, const struct ll_node *node);

static void change_chain(const struct change *change, const struct ll_node *chain)
{
    bool ordered = false;
    size_t place = 0;
    for (const struct ll_node *child = chain->first; child; child = child->next, place++) {
        if (child->next) {
            change_operator(change, chain, child, place + 1);
            ordered |= orders(child->next->op);
        }
        if (child->kind == LL_NODE_CONST && child->token.kind == LL_TOKEN_NUMBER)
            change_number(change, chain, child, place);
        else if (child->kind == LL_NODE_CONST && child->token.kind == LL_TOKEN_STRING)
            change_date(change, chain, child);
        else if (child->kind == LL_NODE_CALL && child->call == LL_CALL_DISTINCT)
            replace(change, chain, child->begin, child->end, LL_STR("count()"));
        else if (child->kind == LL_NODE_CALL && child->call != LL_CALL_SUM && child->first)
            walk(change, child->first);
    }
    drop_ends(change, chain);
    if (ordered)
        negate(change, chain);
}

static void change_in(const struct change *change, const struct ll_node *node)
{
    const struct ll_node *list = node->last, *before = NULL;
    replace(change, node, node->first->end, list->begin,
            node->negated ? LL_STR(" in ") : LL_STR(" not in "));
    if (list->child_count < 2)
        return;
    for (const struct ll_node *one = list->first; one; before = one, one = one->next)
        replace(change, node, before ? before->end : one->begin,
                before ? one->end : one->next->begin, (ll_str){0});
}

static void note_named(struct ll_generator *generator, const struct ll_node *node)
{
    const struct ll_pos *at = &node->named->text.at;
    for (size_t i = 0; i < generator->named_count; i++) {
        const struct ll_pos *known = &generator->named[i]->named->text.at;
        if (known->source == at->source && known->line == at->line && known->col == at->col)
            return;
    }
    const struct ll_node **named =
        ll_arena_more(generator->arena, generator->named, generator->named_count,
                      &generator->named_cap, sizeof *named);
    generator->failed |= !named;
    if (!named)
        return;
    generator->named = named;
    named[generator->named_count++] = node;
}

static void walk(const struct change *change, const struct ll_node *node)
{
    switch (node->kind) {
    case LL_NODE_AND:
    case LL_NODE_OR:
        swap_word(change, node);
        drop_terms(change, node);
        for (const struct ll_node *child = node->first; child; child = child->next)
            walk(change, child);
        break;
    case LL_NODE_NOT:
        replace(change, node, node->begin, node->end,
                ll_reading_words(change->reading, node->first));
        walk(change, node->first);
        break;
    case LL_NODE_CHAIN:
        change_chain(change, node);
        break;
    case LL_NODE_IN:
        change_in(change, node);
        break;
    case LL_NODE_NAMED:
        note_named(change->generator, node);
        negate(change, node);
        break;
    case LL_NODE_CALL:
    case LL_NODE_NAME:
        negate(change, node);
        break;
    case LL_NODE_CONST:
    case LL_NODE_LIST:
    case LL_NODE_PARAM:
        break;
    }
}

void ll_mutate_expression(struct ll_generator *generator, const struct ll_expr_reading *reading,
                          const struct ll_yaml_node *node, const char *what)
{
    struct change change = {generator, reading, node, what};
    walk(&change, reading->root);
}

/* ---- parameters ---- */

static bool priced(const struct ll_expr_reading *reading, const struct ll_node *node, ll_str name)
{
    bool found = node->kind == LL_NODE_NAMED && priced(node->named, node->named->root, name);
    for (const struct ll_node *child = node->first; child && !found; child = child->next) {
        ll_str word = {reading->text.text.ptr + child->token.begin,
                       child->token.end - child->token.begin};
        bool is_it = child->token.kind == LL_TOKEN_PARAM &&
                     ll_str_eq((ll_str){word.ptr + 1, word.len - 1}, name);
        found = (node->kind == LL_NODE_CHAIN && is_it && has_price(node)) ||
                priced(reading, child, name);
    }
    return found;
}

int64_t ll_mutate_param_step(const struct ll_book_entry *entry, ll_str name, ll_str written)
{
    if ((entry->where && priced(entry->where, entry->where->root, name)) ||
        priced(entry->having, entry->having->root, name))
        return ll_mutate_step(LL_STR("0.01"));
    return ll_mutate_step(written);
}
