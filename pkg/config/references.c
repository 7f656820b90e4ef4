/* references.c -- values that come from elsewhere: ${ENV:NAME}, ${FILE:path}.
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "config/loader.h"
#include <stdlib.h>

bool ll_config_no_memory(struct ll_config_loader *loader)
{
    (void)ll_fail(ll_errors_next(loader->errors), LL_ERR_NOMEM, "out of memory");
    return false;
}

struct ll_pos ll_config_hidden(struct ll_config_loader *loader, struct ll_pos at)
{
    struct ll_source *blind = LL_NEW(loader->arena, struct ll_source);
    if (!blind || !at.source)
        return (struct ll_pos){0};
    blind->file = at.source->file;
    at.source = blind;
    return at;
}

const char *ll_config_path(struct ll_config_loader *loader, ll_str path)
{
    const char *slash = loader->source->file ? strrchr(loader->source->file, '/') : NULL;
    if (!slash || path.ptr[0] == '/')
        return ll_arena_str(loader->arena, path).ptr;
    ll_str folder = {loader->source->file, (size_t)(slash - loader->source->file) + 1};
    return ll_arena_printf(loader->arena, "%.*s%.*s", LL_STR_ARGS(folder), LL_STR_ARGS(path));
}

bool ll_config_read_file(struct ll_config_loader *loader, const char *path, struct ll_pos at,
                         ll_str *content)
{
    struct ll_error err = {0};
    struct ll_source file = {0};
    enum ll_status status =
        loader->world.read
            ? loader->world.read(loader->world.context, loader->arena, path, &file, &err)
            : ll_readfile(loader->arena, path, &file, &err);
    if (status) {
        err.at = at;
        *ll_errors_next(loader->errors) = err;
        return false;
    }
    *content = file.text;
    while (content->len &&
           (content->ptr[content->len - 1] == '\n' || content->ptr[content->len - 1] == '\r'))
        content->len--;
    const char *fault = !content->len ? "is empty; write the secret into it"
                        : content->len > LL_CONFIG_VALUE_MAX
                            ? "is too large for a value; name the right file"
                        : memchr(content->ptr, 0, content->len) ? "holds a NUL; write text into it"
                                                                : NULL;
    if (!fault)
        return true;
    (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX, at, "the file '%s' %s", path,
                     fault);
    return false;
}

static const char *environment(const struct ll_config_loader *loader, const char *name)
{
    return loader->world.env ? loader->world.env(loader->world.context, name) : getenv(name);
}

static bool is_variable(ll_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        if (!letter && !(i && c >= '0' && c <= '9'))
            return false;
    }
    return name.len > 0;
}

/* The place of a part of a scalar's text. */
static struct ll_pos part_place(const struct ll_yaml_node *node, size_t from, size_t len)
{
    if (!node->verbatim)
        return node->at;
    struct ll_pos at = node->text_at;
    at.col += (uint32_t)from;
    at.width = (uint32_t)len;
    return at;
}

/* Append what a reference stands for. inside: the text between the braces. */
static bool fill_in(struct ll_config_loader *loader, ll_str inside, struct ll_pos at,
                    struct ll_buf *out)
{
    ll_str env = LL_STR("ENV:"), file = LL_STR("FILE:");
    if (inside.len > env.len && memcmp(inside.ptr, env.ptr, env.len) == 0) {
        ll_str name =
            ll_arena_str(loader->arena, (ll_str){inside.ptr + env.len, inside.len - env.len});
        if (!name.ptr)
            return ll_config_no_memory(loader);
        const char *value = is_variable(name) ? environment(loader, name.ptr) : NULL;
        if (value) {
            ll_buf_add_str(out, ll_str_from(value));
            return true;
        }
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX, at,
                         "the environment has no '%s'; set it, or write the value here", name.ptr);
        return false;
    }
    if (inside.len > file.len && memcmp(inside.ptr, file.ptr, file.len) == 0) {
        const char *path =
            ll_config_path(loader, (ll_str){inside.ptr + file.len, inside.len - file.len});
        ll_str content;
        if (!path)
            return ll_config_no_memory(loader);
        if (!ll_config_read_file(loader, path, at, &content))
            return false;
        ll_buf_add_str(out, content);
        return true;
    }
    (void)ll_fail_at(
        ll_errors_next(loader->errors), LL_ERR_SYNTAX, at,
        "no reference; write ${ENV:NAME} or ${FILE:path}, or '$${' for the text itself");
    return false;
}

/* text with its references filled in, appended. */
static bool expand(struct ll_config_loader *loader, const struct ll_yaml_node *node,
                   struct ll_buf *out, bool *secret)
{
    ll_str text = node->text;
    for (size_t i = 0; i < text.len;) {
        bool dollar = text.ptr[i] == '$' && i + 1 < text.len;
        if (dollar && text.ptr[i + 1] == '$' && i + 2 < text.len && text.ptr[i + 2] == '{') {
            ll_buf_add_lit(out, "${");
            i += 3;
            continue;
        }
        if (!dollar || text.ptr[i + 1] != '{') {
            ll_buf_add_char(out, text.ptr[i++]);
            continue;
        }
        const char *end = memchr(text.ptr + i, '}', text.len - i);
        size_t to = end ? (size_t)(end - text.ptr) : text.len;
        ll_str inside = {text.ptr + i + 2, end ? to - i - 2 : 0};
        if (!fill_in(loader, inside, part_place(node, i, to - i + (end != NULL)), out))
            return false;
        *secret = true;
        i = to + 1;
    }
    return true;
}

bool ll_config_resolve(struct ll_config_loader *loader, const struct ll_yaml_node *node,
                       ll_str *text, bool *secret)
{
    *secret = false;
    if (node->kind != LL_YAML_SCALAR) {
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_TYPE, node->at,
                         "one value is expected here");
        return false;
    }
    if (memchr(node->text.ptr, 0, node->text.len)) {
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_SYNTAX, node->at,
                         "the value holds a NUL; remove it");
        return false;
    }
    *text = node->text;
    if (!memchr(text->ptr, '$', text->len))
        return true;
    struct ll_buf out = {.max = LL_CONFIG_VALUE_MAX};
    bool fine = expand(loader, node, &out, secret);
    if (fine && out.failed) {
        (void)ll_fail_at(ll_errors_next(loader->errors), LL_ERR_LIMIT, node->at,
                         "the value is longer than %d bytes", LL_CONFIG_VALUE_MAX);
        fine = false;
    }
    if (fine) {
        *text = ll_arena_str(loader->arena, ll_buf_str(&out));
        fine = text->ptr || ll_config_no_memory(loader);
    }
    ll_buf_fini(&out);
    return fine;
}
