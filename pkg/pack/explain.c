/* explain.c -- the explain text of an indicator, cut at its placeholders.   SPDX-License-Identifier: Apache-2.0 */
#include "base/nearest.h"
#include "pack/read.h"

/* By ll_placeholder. */
static const char *const places[] = {"", "count", "first_date", "last_date", "hits", "title"};
#define PLACES (sizeof places / sizeof places[0])

/* As far as a placeholder's closing brace is looked for. */
#define NAME_MAX_SEEN ((size_t)128)

struct cutter {
    struct ll_reader *reader;
    struct ll_pack_draft *draft;
    const struct ll_yaml_node *node;
    struct ll_explain_piece *pieces;
    size_t count;
};

static void add_piece(struct cutter *cutter, ll_str text, enum ll_placeholder place)
{
    cutter->pieces[cutter->count++] = (struct ll_explain_piece){text, place};
}

/* The place of bytes from..from+width of the text. */
static struct ll_pos place_of(const struct cutter *cutter, size_t from, size_t width)
{
    const struct ll_yaml_node *node = cutter->node;
    if (!node->verbatim)
        return node->at;
    struct ll_pos at = node->text_at;
    at.col += (uint32_t)from;
    at.width = (uint32_t)width;
    return at;
}

static void warn_unknown(struct cutter *cutter, size_t from, ll_str name)
{
    const struct ll_pack_draft *draft = cutter->draft;
    struct ll_arena *scratch = &cutter->reader->scratch;
    size_t n = 0;
    const char **names = LL_NEW_ARRAY(scratch, const char *, PLACES + draft->param_count);
    if (!names) {
        ll_reader_fault_memory(cutter->reader);
        return;
    }
    for (size_t i = 1; i < PLACES; i++)
        names[n++] = places[i];
    for (size_t i = 0; i < draft->param_count; i++) {
        names[n] = ll_arena_str(scratch, draft->params[i].name).ptr;
        n += names[n] != NULL;
    }
    const char *near = ll_nearest(name, names, n);
    struct ll_pos at = place_of(cutter, from, name.len + 2);
    if (near)
        ll_reader_warn(cutter->reader, at,
                       "nothing is known as {%.*s}, it is kept as it is; did you mean {%s}?",
                       LL_STR_ARGS(name), near)
            ->code = "unknown-placeholder";
    else
        ll_reader_warn(cutter->reader, at,
                       "nothing is known as {%.*s}, it is kept as it is; there are {count}, "
                       "{first_date}, {last_date}, {hits}, {title} and the parameters",
                       LL_STR_ARGS(name))
            ->code = "unknown-placeholder";
}

/* A placeholder's piece; false where the name between the braces is unknown. */
static bool take_place(struct cutter *cutter, ll_str name)
{
    for (size_t i = 1; i < PLACES; i++) {
        if (!ll_str_eq(name, ll_str_from(places[i])))
            continue;
        add_piece(cutter, (ll_str){0}, (enum ll_placeholder)i);
        return true;
    }
    for (size_t i = 0; i < cutter->draft->param_count; i++) {
        if (!ll_str_eq(name, cutter->draft->params[i].name))
            continue;
        cutter->draft->param_explained[i] = true;
        add_piece(cutter, ll_param_text(cutter->reader, &cutter->draft->params[i]), LL_PLACE_NONE);
        return true;
    }
    return false;
}

static bool is_word(ll_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool fits =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!fits)
            return false;
    }
    return s.len > 0;
}

static void cut(struct cutter *cutter, ll_str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '{')
            continue;
        size_t reach = text.len - i < NAME_MAX_SEEN ? text.len - i : NAME_MAX_SEEN;
        const char *end = memchr(text.ptr + i, '}', reach);
        if (!end)
            continue;
        ll_str name = {text.ptr + i + 1, (size_t)(end - text.ptr) - i - 1};
        if (!is_word(name))
            continue;
        size_t literal = cutter->count;
        add_piece(cutter, (ll_str){text.ptr + from, i - from}, LL_PLACE_NONE);
        if (take_place(cutter, name)) {
            i += name.len + 1;
            from = i + 1;
        } else {
            cutter->count = literal;
            warn_unknown(cutter, i, name);
        }
    }
    add_piece(cutter, (ll_str){text.ptr + from, text.len - from}, LL_PLACE_NONE);
}

/* Literal text and the placeholder behind it are one piece. */
static size_t join(struct ll_explain_piece *pieces, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        bool plain = pieces[i].place == LL_PLACE_NONE;
        if (plain && !pieces[i].text.len)
            continue;
        bool joins = !plain && n && pieces[n - 1].place == LL_PLACE_NONE;
        if (joins)
            pieces[n - 1].place = pieces[i].place;
        else
            pieces[n++] = pieces[i];
    }
    return n;
}

static void warn_unused(struct ll_reader *reader, const struct ll_pack_draft *draft)
{
    for (size_t i = 0; i < draft->own_count; i++) {
        if (draft->params[i].used || draft->param_explained[i])
            continue;
        ll_reader_warn(
            reader, draft->param_nodes[i]->key->at,
            "the parameter '%.*s' is not used; remove it, or write $%.*s where it belongs",
            LL_STR_ARGS(draft->params[i].name), LL_STR_ARGS(draft->params[i].name))
            ->code = "unused-parameter";
    }
}

void ll_explain_read(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    const struct ll_yaml_node *node = ll_reader_get(draft->node, "explain");
    ll_str text = node ? ll_reader_text(reader, node, "explain") : (ll_str){0};
    if (text.len) {
        size_t braces = 0;
        for (size_t i = 0; i < text.len; i++)
            braces += text.ptr[i] == '{';
        struct cutter cutter = {.reader = reader, .draft = draft, .node = node};
        cutter.pieces = LL_NEW_ARRAY(reader->arena, struct ll_explain_piece, 2 * braces + 2);
        if (!cutter.pieces) {
            ll_reader_fault_memory(reader);
            return;
        }
        cut(&cutter, text);
        draft->out->explain = cutter.pieces;
        draft->out->explain_count = join(cutter.pieces, cutter.count);
    }
    if (draft->sound && !draft->unread)
        warn_unused(reader, draft);
}
