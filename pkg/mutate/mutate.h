/* mutate.h -- what a pack would be with one thing of it changed: the faults that its tests should notice.
 * Depends on: pack.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_MUTATE_H
#define LL_MUTATE_MUTATE_H

#include "pack/book.h"

/* One change of a file's tree. */
enum ll_edit_kind {
    LL_EDIT_TEXT, /* the scalar at the place becomes text; plain: without quotes */
    LL_EDIT_DROP, /* what stands at the place goes from its list */
    LL_EDIT_KEY   /* the mapping at the place gets this key; text is its value, as YAML */
};
struct ll_edit {
    enum ll_edit_kind kind;
    struct ll_pos at; /* of the node, in the file as it is */
    bool plain;
    const char *key;
    ll_str text;
};

#define LL_MUTANT_OF_PACK UINT32_MAX
struct ll_mutant {
    uint32_t indicator; /* its index in the book, or LL_MUTANT_OF_PACK */
    struct ll_pos at;   /* of what is changed, for people */
    ll_str name; /* "multiple-sale-handgun: min 3 instead of 2"; no two mutants have the same */
    struct ll_edit edit;
};

struct ll_mutants {
    struct ll_mutant *list; /* in the order of the book */
    size_t count, cap;
};

/* Every mutant of a book, in the arena, which must outlive it; it borrows from the book. Those that could not be told from
 * the pack whatever came, as far as that is evident, are left out. False: memory is out. */
LL_NODISCARD bool ll_mutants_list(const struct ll_book *book, struct ll_arena *arena,
                                  struct ll_mutants *mutants);

/* The pack of a book's path with the edit made, in the arena. *out is NULL where there is no such pack: the edit makes it
 * faulty, or it means what it meant. LL_ERR_NOMEM and LL_ERR_IO alone are failures. */
LL_NODISCARD enum ll_status ll_mutant_load(struct ll_arena *arena, const char *path,
                                           const struct ll_calibers *calibers,
                                           const struct ll_pack *was, const struct ll_edit *edit,
                                           struct ll_pack **out);

/* Whether two packs find the same hits in whatever comes, as far as their programs tell. */
bool ll_packs_alike(const struct ll_pack *a, const struct ll_pack *b);

#endif
