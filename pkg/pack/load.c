/* load.c -- packs from files, folders and texts.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "pack/index.h"
#include "pack/read.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void refuse_change(struct ll_reader *reader, const struct ll_yaml_node *node,
                          struct ll_pos first, const char *what)
{
    struct ll_error *err = ll_errors_next(reader->errors);
    ll_reader_note(reader,
                   ll_fail_at(err, LL_ERR_SYNTAX, node->at,
                              "%s differs from that of the first file; remove it here", what));
    err->other = first;
    (void)snprintf(err->other_note, sizeof err->other_note, "the first is here");
}

/* A text of the pack's head: kept from the first file, repeated in others at most. */
static void read_head_text(struct ll_reader *reader, const struct ll_yaml_node *node,
                           const char *what, ll_str *out, bool *has, struct ll_pos *at)
{
    if (!node)
        return;
    ll_str text = ll_reader_text(reader, node, what);
    if (!text.ptr)
        return;
    if (!*has) {
        *out = text;
        *has = true;
        *at = node->at;
    } else if (!ll_str_eq(text, *out)) {
        refuse_change(reader, node, *at, what);
    }
}

static void read_lead(struct ll_reader *reader, const struct ll_yaml_node *lead)
{
    static const char *const keys[] = {"quiet_days"};
    if (!lead)
        return;
    if (lead->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, lead->at, "lead must have keys, as in {quiet_days: 30}");
        return;
    }
    if (ll_yaml_refuse_unknown(lead, keys, 1, "lead", reader->errors))
        ll_reader_note(reader, LL_ERR_SYNTAX);
    const struct ll_yaml_node *node = ll_reader_get(lead, "quiet_days");
    if (!node)
        return;
    int32_t days = reader->pack->quiet_days;
    ll_reader_int(reader, node, "quiet_days", 0, LL_PACK_DAYS_MAX, &days);
    if (reader->has_quiet && days != reader->pack->quiet_days)
        refuse_change(reader, node, reader->quiet_at, "quiet_days");
    if (!reader->has_quiet)
        reader->quiet_at = node->at;
    reader->has_quiet = true;
    reader->pack->quiet_days = days;
}

/* Room for n more indicators. */
static bool reserve(struct ll_reader *reader, size_t n, struct ll_pos at)
{
    size_t need = reader->count + n;
    if (need > LL_PACK_INDICATORS_MAX) {
        ll_reader_fault(reader, at, "a pack has at most %d indicators; make it several packs",
                        LL_PACK_INDICATORS_MAX);
        return false;
    }
    if (need <= reader->cap)
        return true;
    struct ll_pack_draft *drafts = LL_NEW_ARRAY(&reader->scratch, struct ll_pack_draft, need);
    struct ll_indicator *indicators = LL_NEW_ARRAY(reader->arena, struct ll_indicator, need);
    if (!drafts || !indicators) {
        ll_reader_fault_memory(reader);
        return false;
    }
    for (size_t i = 0; i < reader->count; i++) {
        drafts[i] = reader->drafts[i];
        indicators[i] = reader->indicators[i];
        drafts[i].out = &indicators[i];
    }
    reader->drafts = drafts;
    reader->indicators = indicators;
    reader->cap = need;
    return true;
}

static void read_indicators(struct ll_reader *reader, const struct ll_yaml_node *list)
{
    if (!list)
        return;
    if (list->kind != LL_YAML_SEQUENCE) {
        ll_reader_fault(reader, list->at, "indicators must be a list; begin each with '- id:'");
        return;
    }
    if (!reserve(reader, list->child_count, list->at))
        return;
    for (const struct ll_yaml_node *node = list->first_child; node; node = node->next) {
        struct ll_pack_draft *draft = &reader->drafts[reader->count];
        draft->out = &reader->indicators[reader->count++];
        ll_pack_draft_read(reader, node, draft);
    }
}

/* One file. in_folder: groups files and empty ones are passed over. */
static void read_source(struct ll_reader *reader, const struct ll_source *source, bool in_folder)
{
    static const char *const keys[] = {"pack", "version", "lead", "indicators"};
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    enum ll_status status = ll_yaml_parse(reader->arena, source, &root, &err);
    if (status != LL_OK) {
        *ll_errors_next(reader->errors) = err;
        ll_reader_note(reader, status);
        return;
    }
    if (in_folder && (!root || ll_yaml_get(root, "groups")))
        return;
    struct ll_pos start = {source, 1, 1, 1};
    if (!root || root->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, root ? root->at : start,
                        "a pack has the keys pack, version, lead and indicators");
        return;
    }
    if (ll_yaml_get(root, "groups")) {
        ll_reader_fault(reader, ll_yaml_get(root, "groups")->key->at,
                        "this is a groups file, not a pack; name it as the groups instead");
        return;
    }
    if (ll_yaml_refuse_unknown(root, keys, 4, "a pack", reader->errors))
        ll_reader_note(reader, LL_ERR_SYNTAX);
    const struct ll_yaml_node *pack = ll_reader_get(root, "pack");
    if (!pack && !reader->has_head)
        ll_reader_fault(reader, root->at, "this pack has no name; begin it with 'pack: NAME'");
    if (reader->book)
        reader->book->roots[reader->book->root_count++] = root;
    read_head_text(reader, pack, "pack", &reader->pack->id, &reader->has_head, &reader->head_at);
    reader->has_head = true;
    read_head_text(reader, ll_reader_get(root, "version"), "version", &reader->pack->version,
                   &reader->has_version, &reader->version_at);
    read_lead(reader, ll_reader_get(root, "lead"));
    read_indicators(reader, ll_reader_get(root, "indicators"));
}

/* ---- the reports of indicators ---- */

static void resolve_reports(struct ll_reader *reader, struct ll_pack_draft *draft)
{
    struct ll_indicator *out = draft->out;
    ll_str id = draft->reports_id;
    uint32_t index;
    if (!draft->sound || out->items != LL_ITEM_REPORT)
        return;
    if (!ll_order_find(reader, id, &index)) {
        const char *near = ll_order_nearest(reader, id);
        ll_reader_fault(reader, draft->reports_at, "no indicator has the id '%.*s'%s%s%s",
                        LL_STR_ARGS(id), near ? "; did you mean '" : " in this pack",
                        near ? near : "", near ? "'?" : "");
        return;
    }
    struct ll_pack_draft *of = &reader->drafts[index];
    out->reports_of = index;
    ll_order_add(reader, (uint32_t)(draft - reader->drafts), index, draft->reports_at);
    if (!of->sound)
        return;
    if (of->out->items != LL_ITEM_FIREARM)
        ll_reader_fault(reader, draft->reports_at,
                        "reports are of indicators of purchasers' firearms; '%.*s' is of %s",
                        LL_STR_ARGS(id), ll_item_kind_word(of->out->items));
    else if (of->out->same_count != 1 || of->out->same[0] != LL_SLOT_DEALER_KEY)
        ll_reader_fault(reader, draft->reports_at,
                        "reports are of indicators with exactly same: [dealer.key]; '%.*s' has "
                        "another",
                        LL_STR_ARGS(id));
    else if (out->enabled && !of->out->enabled)
        ll_reader_warn(reader, draft->reports_at, "'%.*s' is disabled, so that it makes no reports",
                       LL_STR_ARGS(id));
    else if (out->enabled)
        of->out->makes_reports = true;
}

/* What the evidence of its leads must have, though no other rule asks for it. */
static bool asks_birth(const struct ll_indicator *indicator)
{
    const uint16_t birth = LL_SLOT_PURCHASER_COUNTRY_OF_BIRTH;
    bool asks = indicator->where && ll_expr_uses_field(indicator->where, birth);
    for (size_t i = 0; i < indicator->same_count; i++)
        asks = asks || indicator->same[i] == birth;
    return indicator->enabled && (asks || ll_expr_uses_field(indicator->having, birth));
}

static void finish(struct ll_reader *reader)
{
    struct ll_pack *pack = reader->pack;
    ll_order_index(reader);
    if (!reader->by_id)
        return;
    for (size_t i = 0; i < reader->count; i++)
        resolve_reports(reader, &reader->drafts[i]);
    for (size_t i = 0; i < reader->count; i++) {
        if (reader->drafts[i].sound)
            ll_pack_draft_compile(reader, &reader->drafts[i]);
        if (reader->drafts[i].node->kind == LL_YAML_MAPPING)
            ll_explain_read(reader, &reader->drafts[i]);
    }
    ll_order_make(reader);
    if (reader->status != LL_OK)
        return;
    pack->indicators = reader->indicators;
    pack->indicator_count = reader->count;
    pack->by_id = reader->by_id;
    for (size_t i = 0; i < reader->count; i++) {
        if (reader->indicators[i].enabled)
            pack->has_kind[reader->indicators[i].timeline] = true;
        pack->asks_birth = pack->asks_birth || asks_birth(&reader->indicators[i]);
        reader->indicators[reader->by_id[i]].rank = (uint32_t)i;
    }
    ll_share_number(reader);
    if (!ll_index_make(reader->pack, reader->arena, &reader->scratch))
        ll_reader_fault_memory(reader);
    ll_digest_make(reader);
}

/* ---- the folder ---- */

static bool is_yaml_name(const char *name)
{
    size_t len = strlen(name);
    bool yaml = len > 5 && strcmp(name + len - 5, ".yaml") == 0;
    bool yml = len > 4 && strcmp(name + len - 4, ".yml") == 0;
    return name[0] != '.' && (yaml || yml);
}

struct names {
    const char **list;
    size_t count, cap;
};

static bool add_name(struct ll_reader *reader, struct names *names, const char *path,
                     const char *name)
{
    struct stat st;
    const char *full = ll_arena_printf(&reader->scratch, "%s/%s", path, name);
    if (full && (stat(full, &st) != 0 || S_ISDIR(st.st_mode)))
        return true;
    if (names->count == names->cap) {
        size_t cap = names->cap ? names->cap * 2 : 16;
        const char **list = LL_NEW_ARRAY(&reader->scratch, const char *, cap);
        if (!list)
            return false;
        for (size_t i = 0; i < names->count; i++)
            list[i] = names->list[i];
        names->list = list;
        names->cap = cap;
    }
    names->list[names->count++] = full;
    return full != NULL;
}

static int name_cmp(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static void fault_io(struct ll_reader *reader, const char *path, int cause)
{
    char text[128];
    if (strerror_r(cause, text, sizeof text) != 0)
        (void)snprintf(text, sizeof text, "error %d", cause);
    ll_reader_note(reader, ll_fail(ll_errors_next(reader->errors), LL_ERR_IO,
                                   "cannot read '%s': %s", path, text));
}

static void read_file(struct ll_reader *reader, const char *path, bool in_folder)
{
    if (reader->book && reader->book->root_count == LL_BOOK_FILES_MAX) {
        ll_reader_note(reader,
                       ll_fail(ll_errors_next(reader->errors), LL_ERR_LIMIT,
                               "a pack has at most %d files here; join some", LL_BOOK_FILES_MAX));
        return;
    }
    struct ll_source *source = LL_NEW(reader->arena, struct ll_source);
    if (!source) {
        ll_reader_fault_memory(reader);
        return;
    }
    struct ll_error err = {0};
    enum ll_status status = ll_readfile(reader->arena, path, source, &err);
    if (status == LL_OK) {
        read_source(reader, source, in_folder);
        return;
    }
    *ll_errors_next(reader->errors) = err;
    ll_reader_note(reader, status);
}

static void read_folder(struct ll_reader *reader, const char *path)
{
    struct names names = {0};
    DIR *folder = opendir(path);
    if (!folder) {
        fault_io(reader, path, errno);
        return;
    }
    bool fine = true;
    for (const struct dirent *entry; fine && (entry = readdir(folder)) != NULL;) {
        if (is_yaml_name(entry->d_name))
            fine = add_name(reader, &names, path, entry->d_name);
    }
    (void)closedir(folder);
    if (!fine) {
        ll_reader_fault_memory(reader);
        return;
    }
    if (names.count)
        qsort(names.list, names.count, sizeof names.list[0], name_cmp);
    for (size_t i = 0; i < names.count; i++)
        read_file(reader, names.list[i], true);
    if (!reader->has_head && reader->status == LL_OK)
        ll_reader_note(reader,
                       ll_fail(ll_errors_next(reader->errors), LL_ERR_SYNTAX,
                               "the folder '%s' has no pack; put a .yaml file there", path));
}

/* ---- the doors ---- */

static bool begin(struct ll_reader *reader, bool keeps)
{
    reader->pack = LL_NEW(reader->arena, struct ll_pack);
    reader->notes = keeps ? reader->arena : &reader->scratch;
    if (keeps)
        reader->book = LL_NEW(reader->arena, struct ll_book);
    if (!reader->pack || (keeps && !reader->book)) {
        ll_reader_fault_memory(reader);
        return false;
    }
    reader->pack->quiet_days = 30;
    return true;
}

static void fill_book(struct ll_reader *reader)
{
    struct ll_book *book = reader->book;
    book->pack = reader->pack;
    book->entries = LL_NEW_ARRAY(reader->arena, struct ll_book_entry, reader->count);
    if (!book->entries) {
        ll_reader_fault_memory(reader);
        return;
    }
    for (size_t i = 0; i < reader->count; i++) {
        const struct ll_pack_draft *draft = &reader->drafts[i];
        book->entries[i] = (struct ll_book_entry){.indicator = draft->out,
                                                  .node = draft->node,
                                                  .id_at = draft->id_at,
                                                  .reports_id = draft->reports_id,
                                                  .where = draft->where,
                                                  .having = draft->having,
                                                  .params = draft->params,
                                                  .param_nodes = draft->param_nodes,
                                                  .param_count = draft->param_count};
    }
}

static enum ll_status end(struct ll_reader *reader)
{
    if (reader->pack && reader->status != LL_ERR_NOMEM && reader->status != LL_ERR_IO)
        finish(reader);
    if (reader->book && reader->status == LL_OK)
        fill_book(reader);
    ll_arena_fini(&reader->scratch);
    return reader->status;
}

static enum ll_status load(struct ll_reader *reader, const char *path, bool keeps)
{
    struct stat st;
    if (begin(reader, keeps)) {
        if (stat(path, &st) != 0)
            fault_io(reader, path, errno);
        else if (S_ISDIR(st.st_mode))
            read_folder(reader, path);
        else
            read_file(reader, path, false);
    }
    return end(reader);
}

static enum ll_status parse(struct ll_reader *reader, const struct ll_source *source, bool keeps)
{
    if (begin(reader, keeps))
        read_source(reader, source, false);
    return end(reader);
}

enum ll_status ll_pack_load(struct ll_arena *arena, const char *path,
                            const struct ll_calibers *calibers, struct ll_pack **out,
                            struct ll_errors *errors, struct ll_errors *warnings)
{
    struct ll_reader reader = {
        .arena = arena, .calibers = calibers, .errors = errors, .warnings = warnings};
    enum ll_status status = load(&reader, path, false);
    *out = status == LL_OK ? reader.pack : NULL;
    return status;
}

enum ll_status ll_pack_parse(struct ll_arena *arena, const struct ll_source *source,
                             const struct ll_calibers *calibers, struct ll_pack **out,
                             struct ll_errors *errors, struct ll_errors *warnings)
{
    struct ll_reader reader = {
        .arena = arena, .calibers = calibers, .errors = errors, .warnings = warnings};
    enum ll_status status = parse(&reader, source, false);
    *out = status == LL_OK ? reader.pack : NULL;
    return status;
}

enum ll_status ll_book_load(struct ll_arena *arena, const char *path,
                            const struct ll_calibers *calibers, struct ll_book **out,
                            struct ll_errors *errors, struct ll_errors *warnings)
{
    struct ll_reader reader = {
        .arena = arena, .calibers = calibers, .errors = errors, .warnings = warnings};
    enum ll_status status = load(&reader, path, true);
    *out = status == LL_OK ? reader.book : NULL;
    return status;
}

enum ll_status ll_book_parse(struct ll_arena *arena, const struct ll_source *source,
                             const struct ll_calibers *calibers, struct ll_book **out,
                             struct ll_errors *errors, struct ll_errors *warnings)
{
    struct ll_reader reader = {
        .arena = arena, .calibers = calibers, .errors = errors, .warnings = warnings};
    enum ll_status status = parse(&reader, source, true);
    *out = status == LL_OK ? reader.book : NULL;
    return status;
}
