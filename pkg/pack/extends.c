/* extends.c -- files that extend other files, and what they override there.   SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/nearest.h"
#include "base/readfile.h"
#include "pack/read.h"

#include <errno.h>
#include <sys/stat.h>

/* A file that was read: a name alone tells too little, it has many. */
struct ll_pack_seen {
    const char *file;
    dev_t device;
    ino_t inode; /* 0: not known */
};

static struct ll_pack_seen seen_of(const struct ll_reader *reader, const char *file)
{
    struct stat st;
    struct ll_pack_seen seen = {.file = file};
    if (!reader->shelf && file && stat(file, &st) == 0) {
        seen.device = st.st_dev;
        seen.inode = st.st_ino;
    }
    return seen;
}

static bool is_same(const struct ll_pack_seen *a, const struct ll_pack_seen *b)
{
    if (a->inode && b->inode)
        return a->device == b->device && a->inode == b->inode;
    return a->file && b->file && strcmp(a->file, b->file) == 0;
}

bool ll_extends_mark(struct ll_reader *reader, const struct ll_source *source)
{
    struct ll_pack_seen seen = seen_of(reader, source->file);
    for (size_t i = 0; i < reader->seen_count; i++) {
        if (is_same(&reader->seen[i], &seen))
            return false;
    }
    struct ll_pack_seen *list = ll_arena_more(&reader->scratch, reader->seen, reader->seen_count,
                                              &reader->seen_cap, sizeof *list);
    if (!list) {
        ll_reader_fault_memory(reader);
        return false;
    }
    reader->seen = list;
    reader->seen[reader->seen_count++] = seen;
    return true;
}

/* ---- extends ---- */

#define IN_WORDS(number) #number
#define AS_WORDS(number) IN_WORDS(number)
#define DEPTH AS_WORDS(LL_PACK_EXTENDS_MAX)

/* The path of a file that another names. */
static const char *path_of(struct ll_reader *reader, const char *from, ll_str name)
{
    const char *slash = name.ptr[0] == '/' || !from ? NULL : strrchr(from, '/');
    int folder = slash ? (int)(slash - from) + 1 : 0;
    return ll_arena_printf(reader->arena, "%.*s%.*s", folder, folder ? from : "",
                           LL_STR_ARGS(name));
}

/* a.yaml -> b.yaml -> ..., from the pack's own file on, or from the file that is asked for. */
static void add_way(struct ll_buf *way, const struct ll_pack_file *file)
{
    if (file->extender)
        add_way(way, file->extender);
    ll_buf_printf(way, "%s -> ", file->source->file ? file->source->file : "this text");
}

static void refuse_way(struct ll_reader *reader, const struct ll_yaml_node *node,
                       const struct ll_pack_file *file, const char *path, const char *why)
{
    struct ll_buf way = {.max = 300};
    add_way(&way, file);
    ll_reader_fault(reader, node->at, "%s: %.*s%s; take one extends away", why,
                    LL_STR_ARGS(ll_buf_str(&way)), path);
    ll_buf_fini(&way);
}

static bool is_circle(const struct ll_reader *reader, const struct ll_pack_file *file,
                      const char *path)
{
    struct ll_pack_seen wanted = seen_of(reader, path);
    for (; file; file = file->extender) {
        struct ll_pack_seen seen = seen_of(reader, file->source->file);
        if (is_same(&seen, &wanted))
            return true;
    }
    return false;
}

static const struct ll_source *from_shelf(struct ll_reader *reader, const struct ll_yaml_node *node,
                                          const char *path)
{
    for (size_t i = 0; i < reader->shelf_count; i++) {
        if (strcmp(reader->shelf[i].file, path) == 0)
            return &reader->shelf[i];
    }
    ll_reader_fault(reader, node->at, "cannot read '%s': it is not among the files given", path);
    return NULL;
}

/* Only a plain file: of a folder it is not clear what extends what, and others never end. */
static const struct ll_source *from_file(struct ll_reader *reader, const struct ll_yaml_node *node,
                                         const char *path)
{
    struct stat st;
    struct ll_error err = {0};
    struct ll_source *source = LL_NEW(reader->arena, struct ll_source);
    if (!source) {
        ll_reader_fault_memory(reader);
    } else if (stat(path, &st) != 0) {
        ll_reader_fault(reader, node->at, "cannot read '%s': %s", path,
                        errno == ENOENT ? "there is no such file" : "it cannot be opened");
    } else if (!S_ISREG(st.st_mode)) {
        ll_reader_fault(reader, node->at, "'%s' is no file; name one file of rules", path);
    } else if (ll_readfile(reader->arena, path, source, &err) != LL_OK) {
        ll_reader_fault(reader, node->at, "%s", err.message);
    } else {
        return source;
    }
    return NULL;
}

void ll_extends_read(struct ll_reader *reader, const struct ll_pack_file *file)
{
    const struct ll_yaml_node *node = ll_reader_get(file->root, "extends");
    if (!node)
        return;
    if (node->kind != LL_YAML_SCALAR || !ll_str_trim(node->text).len ||
        memchr(node->text.ptr, '\0', node->text.len)) {
        ll_reader_fault(reader, node->at, "extends names one file, as in extends: atf.yaml");
        return;
    }
    const char *path = path_of(reader, file->source->file, node->text);
    if (!path) {
        ll_reader_fault_memory(reader);
        return;
    }
    if (is_circle(reader, file, path)) {
        refuse_way(reader, node, file, path, "these files extend each other");
        return;
    }
    if (file->depth == LL_PACK_EXTENDS_MAX) {
        refuse_way(reader, node, file, path, "files extend others at most " DEPTH " deep");
        return;
    }
    const struct ll_source *source =
        reader->shelf ? from_shelf(reader, node, path) : from_file(reader, node, path);
    if (source)
        ll_reader_source(reader, source, file);
}

/* ---- override ---- */

void ll_override_read(struct ll_reader *reader, const struct ll_pack_file *file)
{
    const struct ll_yaml_node *node = ll_reader_get(file->root, "override");
    if (!node)
        return;
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at,
                        "override must name indicators, as in {ID: {weight: 20}}");
        return;
    }
    if (!ll_reader_get(file->root, "extends")) {
        ll_reader_fault(reader, node->key->at,
                        "override changes indicators of a file that is extended, and this file "
                        "extends none; write the change beside the indicator");
        return;
    }
    for (const struct ll_yaml_node *child = node->first_child; child; child = child->next) {
        struct ll_override *list =
            ll_arena_more(&reader->scratch, reader->overrides, reader->override_count,
                          &reader->override_cap, sizeof *list);
        if (!list) {
            ll_reader_fault_memory(reader);
            return;
        }
        reader->overrides = list;
        reader->overrides[reader->override_count++] = (struct ll_override){child, file->depth};
    }
}

static void refuse_unknown(struct ll_reader *reader, const struct ll_override *override)
{
    ll_str id = override->node->key->text;
    const char **names = LL_NEW_ARRAY(&reader->scratch, const char *, reader->count);
    size_t n = 0;
    if (!names) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < reader->count; i++) {
        if (reader->drafts[i].depth > override->depth && reader->indicators[i].id.len)
            names[n++] = reader->indicators[i].id.ptr;
    }
    /* Of what is not told any more nobody needs the nearest. */
    const char *near = reader->errors->count < LL_ERRORS_MAX ? ll_nearest(id, names, n) : NULL;
    ll_reader_fault(reader, override->node->key->at,
                    "no indicator of the files that are extended has the id '%.*s'%s%s%s",
                    LL_STR_ARGS(id), near ? "; did you mean '" : "", near ? near : "",
                    near ? "'?" : "");
}

/* The indicator that an override is for; NULL, and a fault is reported, where there is none. */
static struct ll_pack_draft *find(struct ll_reader *reader, const struct ll_override *override)
{
    uint32_t index;
    if (!ll_order_find(reader, override->node->key->text, &index)) {
        refuse_unknown(reader, override);
        return NULL;
    }
    struct ll_pack_draft *draft = &reader->drafts[index];
    if (draft->depth > override->depth)
        return draft;
    ll_reader_fault(reader, override->node->key->at,
                    "'%.*s' is no indicator of a file that is extended; change it where it stands",
                    LL_STR_ARGS(override->node->key->text));
    ll_reader_other(reader, draft->id_at, "it stands here");
    return NULL;
}

static void apply(struct ll_reader *reader, const struct ll_override *override,
                  struct ll_pack_draft *draft)
{
    static const char *const keys[] = {"params", "weight", "enabled", "window"};
    const struct ll_yaml_node *node = override->node;
    if (node->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, node->at,
                        "an override has keys: params, weight, enabled or window");
        return;
    }
    if (ll_yaml_refuse_unknown(node, keys, sizeof keys / sizeof keys[0], "an override",
                               reader->errors))
        ll_reader_note(reader, LL_ERR_SYNTAX);
    struct ll_book_override *noted = LL_NEW(reader->notes, struct ll_book_override);
    if (!noted) {
        ll_reader_fault_memory(reader);
        return;
    }
    *noted = (struct ll_book_override){node, draft->overrides};
    draft->overrides = noted;
    const struct ll_yaml_node *params = ll_reader_get(node, "params");
    const struct ll_yaml_node *window = ll_reader_get(node, "window");
    const struct ll_yaml_node *enabled = ll_reader_get(node, "enabled");
    if (params)
        ll_params_override(reader, draft, params);
    ll_reader_int(reader, ll_reader_get(node, "weight"), "weight", 0, LL_PACK_WEIGHT_MAX,
                  &draft->out->weight);
    if (window)
        ll_pack_draft_window(reader, draft, window);
    if (enabled && !ll_yaml_bool(enabled, &draft->out->enabled))
        ll_reader_fault(reader, enabled->at, "enabled must be true or false");
}

void ll_override_apply(struct ll_reader *reader)
{
    for (size_t i = 0; i < reader->override_count; i++) {
        struct ll_pack_draft *draft = find(reader, &reader->overrides[i]);
        if (draft)
            apply(reader, &reader->overrides[i], draft);
    }
}
