/* suite.c -- all the tests of a pack.   SPDX-License-Identifier: Apache-2.0 */
#include "trial/read.h"

#include "base/readfile.h"

static void read_list(struct ll_trial_reader *reader, const struct ll_yaml_node *list,
                      const struct ll_indicator *home)
{
    if (!list)
        return;
    if (list->kind != LL_YAML_SEQUENCE) {
        ll_trial_fault(reader, list->at, "tests must be a list; begin each with '- name:'");
        return;
    }
    for (const struct ll_yaml_node *one = list->first_child; one; one = one->next)
        ll_test_read(reader, one, home);
}

/* A file that the pack extends has tests of its own meaning, which the pack may change. */
static bool is_extended(const struct ll_book *book, const struct ll_source *source)
{
    for (size_t i = 0; i < book->root_count; i++)
        if (book->roots[i]->at.source == source)
            return book->extended[i];
    return false;
}

/* The tests in the pack's own files: of the pack, then of its indicators. */
static void read_book(struct ll_trial_reader *reader)
{
    const struct ll_book *book = reader->book;

    for (size_t i = 0; i < book->root_count; i++)
        if (!book->extended[i])
            read_list(reader, ll_trial_get(book->roots[i], "tests"), NULL);
    for (size_t i = 0; i < book->pack->indicator_count; i++)
        if (!is_extended(book, book->entries[i].node->at.source))
            read_list(reader, ll_trial_get(book->entries[i].node, "tests"),
                      book->entries[i].indicator);
}

static void read_source(struct ll_trial_reader *reader, const struct ll_source *source)
{
    static const char *const keys[] = {"rules", "tests", "survivors"};
    struct ll_yaml_node *root;
    struct ll_error err = {0};
    enum ll_status status = ll_yaml_parse(reader->arena, source, &root, &err);

    if (status) {
        *ll_errors_next(reader->errors) = err;
        reader->status = reader->status ? reader->status : status;
        return;
    }
    struct ll_pos start = {source, 1, 1, 1};
    if (!root || !ll_trial_get(root, "tests")) {
        ll_trial_fault(reader, root ? root->at : start,
                       "this file has no tests; add tests: [{name: ..., events: [...], expect: "
                       "none}]");
        return;
    }
    (void)ll_trial_mapping(reader, root, keys, 3, "a file of tests", "tests: [...]");
    read_list(reader, ll_trial_get(root, "tests"), NULL);
}

static void read_file(struct ll_trial_reader *reader, const char *path)
{
    struct ll_source *source = LL_NEW(reader->arena, struct ll_source);
    struct ll_error err = {0};
    enum ll_status status;

    if (!source) {
        ll_trial_fault_memory(reader);
        return;
    }
    status = ll_readfile(reader->arena, path, source, &err);
    if (!status) {
        read_source(reader, source);
        return;
    }
    *ll_errors_next(reader->errors) = err;
    reader->status = reader->status ? reader->status : status;
}

static bool begin(struct ll_trial_reader *reader, const struct ll_calibers *calibers,
                  struct ll_trial_suite **suite)
{
    *suite = LL_NEW(reader->arena, struct ll_trial_suite);
    struct ll_identity *identity = ll_identity_new(reader->arena, LL_STR(LL_IDENTITY_DEMO_KEY));
    if (*suite && identity) {
        **suite = (struct ll_trial_suite){
            .book = reader->book, .calibers = calibers, .identity = identity};
        reader->decoder = ll_decoder_new(identity, calibers);
    }
    reader->builtin = ll_calendar_builtin(reader->arena);
    if (reader->decoder && reader->builtin)
        return true;
    ll_trial_fault_memory(reader);
    return false;
}

static bool comes_before(const struct ll_pos *a, const struct ll_pos *b)
{
    if (a->source != b->source || a->line == 0 || b->line == 0)
        return false;
    return a->line != b->line ? a->line < b->line : a->col < b->col;
}

/* The faults as one reads the file, those of each file together: a test is read in another order. */
static void sort_faults(struct ll_errors *errors)
{
    size_t n = errors->count < LL_ERRORS_MAX ? errors->count : LL_ERRORS_MAX;

    for (size_t i = 1; i < n; i++) {
        struct ll_error fault = errors->list[i];
        size_t at = i;
        for (; at && comes_before(&fault.at, &errors->list[at - 1].at); at--)
            errors->list[at] = errors->list[at - 1];
        errors->list[at] = fault;
    }
}

static enum ll_status end(struct ll_trial_reader *reader, struct ll_trial_suite *suite,
                          const struct ll_trial_suite **out)
{
    ll_decoder_free(reader->decoder);
    ll_buf_fini(&reader->text);
    *out = NULL;
    if (reader->status) {
        sort_faults(reader->errors);
        return reader->status;
    }
    suite->tests = reader->tests;
    suite->test_count = reader->count;
    *out = suite;
    return LL_OK;
}

enum ll_status ll_trial_load(struct ll_arena *arena, const struct ll_book *book,
                             const struct ll_calibers *calibers, const char *const *paths, size_t n,
                             const struct ll_trial_suite **out, struct ll_errors *errors)
{
    struct ll_trial_reader reader = {
        .arena = arena, .book = book, .calibers = calibers, .errors = errors};
    struct ll_trial_suite *suite;

    if (begin(&reader, calibers, &suite)) {
        read_book(&reader);
        for (size_t i = 0; i < n; i++)
            read_file(&reader, paths[i]);
    }
    return end(&reader, suite, out);
}

enum ll_status ll_trial_parse(struct ll_arena *arena, const struct ll_book *book,
                              const struct ll_calibers *calibers, const struct ll_source *source,
                              const struct ll_trial_suite **out, struct ll_errors *errors)
{
    struct ll_trial_reader reader = {
        .arena = arena, .book = book, .calibers = calibers, .errors = errors};
    struct ll_trial_suite *suite;

    if (begin(&reader, calibers, &suite))
        read_source(&reader, source);
    return end(&reader, suite, out);
}
