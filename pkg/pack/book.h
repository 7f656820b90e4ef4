/* book.h -- a pack together with what its writers wrote: for tools that explain, test and question rules.
 * Depends on: pack, yaml, expr/reading.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_BOOK_H
#define LL_PACK_BOOK_H

#include "expr/reading.h"
#include "pack/pack.h"
#include "yaml/yaml.h"

struct ll_buf;

/* An override of an indicator in a file that extends its own. */
struct ll_book_override {
    const struct ll_yaml_node *node;     /* a mapping, with the id as its key */
    const struct ll_book_override *next; /* one that it comes before; NULL: none */
};

struct ll_book_entry {
    const struct ll_indicator *indicator;
    const struct ll_yaml_node *node; /* its mapping */
    const struct ll_book_override *overrides;
    struct ll_pos id_at;
    ll_str reports_id;                    /* of reports(ID); ptr NULL where its items are others */
    const struct ll_expr_reading *where;  /* NULL: true */
    const struct ll_expr_reading *having; /* never NULL; where the key is absent, of the default */
    const struct ll_expr_param *params;   /* its own, then those of the pack that it uses */
    const struct ll_yaml_node *const *param_nodes; /* by param: its value, with its key */
    size_t param_count;
};

#define LL_BOOK_FILES_MAX 256

struct ll_book {
    struct ll_pack *pack;
    struct ll_book_entry *entries; /* as pack->indicators */
    const struct ll_yaml_node *roots
        [LL_BOOK_FILES_MAX]; /* top mappings of its files, extended ones behind those that extend them */
    bool extended[LL_BOOK_FILES_MAX]; /* by root: it is there as another file extends it */
    size_t root_count;
};

/* As ll_pack_load and ll_pack_parse, and keep the trees. Everything lives in the arena; *out is NULL where there is a
 * fault. */
LL_NODISCARD enum ll_status ll_book_load(struct ll_arena *arena, const char *path,
                                         const struct ll_calibers *calibers, struct ll_book **out,
                                         struct ll_errors *errors, struct ll_errors *warnings);
LL_NODISCARD enum ll_status ll_book_parse(struct ll_arena *arena, const struct ll_source *source,
                                          const struct ll_calibers *calibers, struct ll_book **out,
                                          struct ll_errors *errors, struct ll_errors *warnings);
/* As parse, of sources[0], which may extend others of the sources by their names, and nothing else. count is not 0. */
LL_NODISCARD enum ll_status ll_book_parse_among(struct ll_arena *arena,
                                                const struct ll_source *sources, size_t count,
                                                const struct ll_calibers *calibers,
                                                struct ll_book **out, struct ll_errors *errors,
                                                struct ll_errors *warnings);

/* Is a file with this top mapping one of tests of rules that stand elsewhere? */
bool ll_pack_is_tests(const struct ll_yaml_node *root);

/* The value that holds under a key of an indicator: that of an override before its own; NULL where it has none. Of params
 * ask the entry's param_nodes. */
const struct ll_yaml_node *ll_book_value(const struct ll_book_entry *entry, const char *key);
/* The pack as one YAML text without extends, override, lists, conditions and parameters of the pack: read again, it has
 * the same digest. */
void ll_book_write(const struct ll_book *book, struct ll_buf *out);

/* What is made of a file's tree before it is read, in the arena that holds it. */
struct ll_amend {
    void (*change)(void *context, struct ll_arena *arena, struct ll_yaml_node *root);
    void *context;
};
/* As ll_pack_load, with each file amended. Places are those of the files as they are. */
LL_NODISCARD enum ll_status ll_pack_load_amended(struct ll_arena *arena, const char *path,
                                                 const struct ll_calibers *calibers,
                                                 const struct ll_amend *amend, struct ll_pack **out,
                                                 struct ll_errors *errors,
                                                 struct ll_errors *warnings);

#endif
