/* load.c -- packs from files, folders and texts.   SPDX-License-Identifier: Apache-2.0 */
#include "base/readfile.h"
#include "pack/index.h"
#include "pack/keys.h"
#include "pack/read.h"
#include "pack/share.h"

#include <errno.h>
#include <stdio.h>
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

/* Whether a value of the head that stands in a file of this depth becomes the pack's: that of the file which extends
 * comes before that of the file which is extended. */
static bool takes(struct ll_head_value *value, const struct ll_yaml_node *node, unsigned depth)
{
    if (value->has && value->depth <= depth)
        return false;
    *value = (struct ll_head_value){true, depth, node->at};
    return true;
}

/* A text of the pack's head: kept from the first file, repeated in others at most. */
static void read_head_text(struct ll_reader *reader, const struct ll_pack_file *file,
                           const char *what, ll_str *out, struct ll_head_value *value)
{
    const struct ll_yaml_node *node = ll_reader_get(file->root, what);
    if (!node)
        return;
    ll_str text = ll_reader_text(reader, node, what);
    if (!text.ptr)
        return;
    if (takes(value, node, file->depth))
        *out = text;
    else if (!file->depth && !ll_str_eq(text, *out))
        refuse_change(reader, node, value->at, what);
}

static void read_lead(struct ll_reader *reader, const struct ll_pack_file *file)
{
    static const char *const keys[] = {"quiet_days"};
    const struct ll_yaml_node *lead = ll_reader_get(file->root, "lead");
    if (!lead)
        return;
    if (lead->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, lead->at, "lead must have keys, as in {quiet_days: 30}");
        return;
    }
    if (ll_keys_refuse(lead, keys, 1, "lead", reader->errors))
        ll_reader_note(reader, LL_ERR_SYNTAX);
    const struct ll_yaml_node *node = ll_reader_get(lead, "quiet_days");
    if (!node)
        return;
    int32_t days = reader->pack->quiet_days;
    ll_reader_int(reader, node, "quiet_days", 0, LL_PACK_DAYS_MAX, &days);
    if (takes(&reader->quiet, node, file->depth))
        reader->pack->quiet_days = days;
    else if (!file->depth && days != reader->pack->quiet_days)
        refuse_change(reader, node, reader->quiet.at, "quiet_days");
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

static void read_indicators(struct ll_reader *reader, const struct ll_pack_file *file)
{
    const struct ll_yaml_node *list = ll_reader_get(file->root, "indicators");
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
        draft->depth = file->depth;
        ll_pack_draft_read(reader, node, draft);
    }
}

static bool has_room_for_file(struct ll_reader *reader)
{
    if (!reader->book || reader->book->root_count < LL_BOOK_FILES_MAX)
        return true;
    ll_reader_note(reader,
                   ll_fail(ll_errors_next(reader->errors), LL_ERR_LIMIT,
                           "a pack has at most %d files here; join some", LL_BOOK_FILES_MAX));
    return false;
}

/* The first file of a pack names it, or one that it extends. */
static void want_name(struct ll_reader *reader, const struct ll_pack_file *file)
{
    if (reader->head.has || file->depth)
        return;
    if (!ll_reader_get(file->root, "pack") &&
        (!ll_reader_get(file->root, "extends") || reader->status == LL_OK))
        ll_reader_fault(reader, file->root->at,
                        "this pack has no name; begin it with 'pack: NAME'");
    reader->head.has = true;
}

static void read_root(struct ll_reader *reader, const struct ll_pack_file *file)
{
    const struct ll_yaml_node *root = file->root;
    if (reader->book) {
        reader->book->extended[reader->book->root_count] = file->depth > 0;
        reader->book->roots[reader->book->root_count++] = root;
    }
    read_head_text(reader, file, "pack", &reader->pack->id, &reader->head);
    read_head_text(reader, file, "version", &reader->pack->version, &reader->version);
    read_lead(reader, file);
    ll_extends_read(reader, file);
    want_name(reader, file);
    ll_params_read_common(reader, file);
    ll_names_read(reader, file);
    read_indicators(reader, file);
    ll_override_read(reader, file);
}

bool ll_pack_is_tests(const struct ll_yaml_node *root)
{
    return ll_yaml_get(root, "tests") && !ll_yaml_get(root, "pack") &&
           !ll_yaml_get(root, "extends") && !ll_yaml_get(root, "indicators");
}

/* One file. in_folder: files of groups or of tests, and empty ones, are passed over. */
static void read_source(struct ll_reader *reader, const struct ll_source *source, bool in_folder,
                        const struct ll_pack_file *extender)
{
    static const char *const keys[] = {"pack",   "version", "lead",       "extends",    "override",
                                       "params", "lists",   "conditions", "indicators", "tests"};
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    enum ll_status status = ll_yaml_parse(reader->arena, source, &root, &err);
    if (status != LL_OK) {
        *ll_errors_next(reader->errors) = err;
        ll_reader_note(reader, status);
        return;
    }
    if (root && reader->amend)
        reader->amend->change(reader->amend->context, reader->arena, root);
    if (in_folder && (!root || ll_yaml_get(root, "groups") || ll_pack_is_tests(root)))
        return;
    struct ll_pos start = {source, 1, 1, 1};
    if (!root || root->kind != LL_YAML_MAPPING) {
        ll_reader_fault(reader, root ? root->at : start,
                        "%s; begin it with 'pack: NAME', and write rules under 'indicators:'",
                        root ? "a pack has keys" : "this file is empty");
        return;
    }
    if (ll_yaml_get(root, "groups")) {
        ll_reader_fault(reader, ll_yaml_get(root, "groups")->key->at,
                        "this is a groups file, not a pack; name it as the groups instead");
        return;
    }
    if (ll_pack_is_tests(root)) {
        ll_reader_fault(reader, ll_yaml_get(root, "tests")->key->at,
                        "this is a file of tests, not a pack; 'leadline rules test' runs it");
        return;
    }
    if (ll_keys_refuse(root, keys, sizeof keys / sizeof keys[0], "a pack", reader->errors))
        ll_reader_note(reader, LL_ERR_SYNTAX);
    struct ll_pack_file file = {source, root, extender, extender ? extender->depth + 1 : 0};
    if (has_room_for_file(reader))
        read_root(reader, &file);
}

void ll_reader_source(struct ll_reader *reader, const struct ll_source *source,
                      const struct ll_pack_file *extender)
{
    if (ll_extends_mark(reader, source))
        read_source(reader, source, false, extender);
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
    ll_names_settle(reader);
    ll_override_apply(reader);
    for (size_t i = 0; i < reader->count; i++)
        ll_reports_resolve(reader, &reader->drafts[i]);
    for (size_t i = 0; i < reader->count; i++) {
        struct ll_pack_draft *draft = &reader->drafts[i];
        if (!ll_params_join(reader, draft))
            return;
        if (draft->sound)
            ll_pack_draft_compile(reader, draft);
        else if (draft->node->kind == LL_YAML_MAPPING)
            ll_pack_draft_parse(reader, draft);
        if (draft->node->kind == LL_YAML_MAPPING)
            ll_explain_read(reader, draft);
        if (!ll_params_settle(reader, draft))
            return;
    }
    ll_order_make(reader);
    if (reader->status != LL_OK)
        return;
    ll_names_warn(reader);
    ll_params_warn(reader);
    pack->indicators = reader->indicators;
    pack->indicator_count = reader->count;
    pack->by_id = reader->by_id;
    for (size_t i = 0; i < reader->count; i++) {
        if (reader->indicators[i].enabled)
            pack->has_kind[reader->indicators[i].timeline] = true;
        pack->asks_birth = pack->asks_birth || asks_birth(&reader->indicators[i]);
        reader->indicators[reader->by_id[i]].rank = (uint32_t)i;
    }
    if (!ll_share_number(pack, reader->indicators, reader->count, &reader->scratch) ||
        !ll_index_make(pack, reader->arena, &reader->scratch))
        ll_reader_fault_memory(reader);
    ll_digest_make(reader);
}

void ll_reader_fault_io(struct ll_reader *reader, const char *path, int cause)
{
    char text[128];
    if (strerror_r(cause, text, sizeof text) != 0)
        (void)snprintf(text, sizeof text, "error %d", cause);
    ll_reader_note(reader, ll_fail(ll_errors_next(reader->errors), LL_ERR_IO,
                                   "cannot read '%s': %s", path, text));
}

void ll_reader_file(struct ll_reader *reader, const char *path, bool in_folder)
{
    struct ll_source *source = LL_NEW(reader->arena, struct ll_source);
    if (!source) {
        ll_reader_fault_memory(reader);
        return;
    }
    struct ll_error err = {0};
    enum ll_status status = ll_readfile(reader->arena, path, source, &err);
    if (status == LL_OK) {
        if (ll_extends_mark(reader, source))
            read_source(reader, source, in_folder, NULL);
        return;
    }
    *ll_errors_next(reader->errors) = err;
    ll_reader_note(reader, status);
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
                                                  .overrides = draft->overrides,
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
            ll_reader_fault_io(reader, path, errno);
        else if (S_ISDIR(st.st_mode))
            ll_folder_read(reader, path);
        else
            ll_reader_file(reader, path, false);
    }
    return end(reader);
}

static enum ll_status parse(struct ll_reader *reader, const struct ll_source *source, bool keeps)
{
    if (begin(reader, keeps))
        ll_reader_source(reader, source, NULL);
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

enum ll_status ll_pack_load_amended(struct ll_arena *arena, const char *path,
                                    const struct ll_calibers *calibers,
                                    const struct ll_amend *amend, struct ll_pack **out,
                                    struct ll_errors *errors, struct ll_errors *warnings)
{
    struct ll_reader reader = {.arena = arena,
                               .calibers = calibers,
                               .amend = amend,
                               .errors = errors,
                               .warnings = warnings};
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

enum ll_status ll_book_parse_among(struct ll_arena *arena, const struct ll_source *sources,
                                   size_t count, const struct ll_calibers *calibers,
                                   struct ll_book **out, struct ll_errors *errors,
                                   struct ll_errors *warnings)
{
    struct ll_reader reader = {.arena = arena,
                               .calibers = calibers,
                               .errors = errors,
                               .warnings = warnings,
                               .shelf = sources,
                               .shelf_count = count};
    enum ll_status status = parse(&reader, sources, true);
    *out = status == LL_OK ? reader.book : NULL;
    return status;
}
