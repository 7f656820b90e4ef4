/* read.h -- a pack on its way from YAML to indicators: what the files of this room share.
 * Depends on: pack, yaml.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_PACK_READ_H
#define LL_PACK_READ_H

#include "expr/reading.h"
#include "pack/book.h"
#include "yaml/yaml.h"

#define LL_PACK_ID_MAX 128
#define LL_PACK_DAYS_MAX 3660
#define LL_PACK_WEIGHT_MAX 1000

/* An indicator and what is said of it that its compiled form forgets. */
struct ll_pack_draft {
    struct ll_indicator *out;
    const struct ll_yaml_node *node;
    struct ll_pos id_at;
    bool sound; /* its timeline and items are known: its expressions can be looked at */
    ll_str reports_id;
    struct ll_pos reports_at;
    struct ll_expr_param *params;
    size_t param_count;
    bool *param_explained; /* by param: `explain` names it */
    const struct ll_yaml_node **param_nodes;
    const struct ll_expr_reading *where, *having; /* NULL: none, or faulty */
};

/* from needs the hits or reports of to. */
struct ll_need_edge {
    uint32_t from, to;
    struct ll_pos at;
};

struct ll_reader {
    struct ll_arena *arena;       /* of the pack */
    struct ll_arena scratch;      /* for as long as the loading lasts */
    struct ll_arena *notes;       /* what a book keeps, and else nobody: arena or scratch */
    struct ll_book *book;         /* NULL: none is wanted */
    const struct ll_amend *amend; /* NULL: files are read as they are */
    const struct ll_calibers *calibers;
    struct ll_errors *errors, *warnings;
    enum ll_status status; /* of the first fault */

    struct ll_pack *pack;
    bool has_head;
    struct ll_pos head_at, version_at, quiet_at;
    bool has_version, has_quiet;

    struct ll_pack_draft *drafts; /* as pack->indicators */
    struct ll_indicator *indicators;
    size_t count, cap;
    const uint32_t *by_id; /* indices, ids ascending */
    const char **names;    /* ids as C strings */
    struct ll_need_edge *edges;
    size_t edge_count, edge_cap;
};

/* Report a fault at a place. */
void ll_reader_fault(struct ll_reader *reader, struct ll_pos at, const char *format, ...)
    LL_PRINTF(3, 4);
void ll_reader_warn(struct ll_reader *reader, struct ll_pos at, const char *format, ...)
    LL_PRINTF(3, 4);
void ll_reader_fault_memory(struct ll_reader *reader);
/* Note the status of a call whose faults went to reader->errors. */
void ll_reader_note(struct ll_reader *reader, enum ll_status status);

/* The value under a key, NULL where it is absent or null. */
const struct ll_yaml_node *ll_reader_get(const struct ll_yaml_node *mapping, const char *key);
/* The text of a scalar; empty, and a fault is reported, where node is none or is empty. what: "title". */
ll_str ll_reader_text(struct ll_reader *reader, const struct ll_yaml_node *node, const char *what);
/* A whole number from min to max into *out; unchanged where node is NULL. */
void ll_reader_int(struct ll_reader *reader, const struct ll_yaml_node *node, const char *what,
                   int32_t min, int32_t max, int32_t *out);

/* Read all of an indicator but its expressions. */
void ll_pack_draft_read(struct ll_reader *reader, const struct ll_yaml_node *node,
                        struct ll_pack_draft *draft);
/* Its params. */
void ll_params_read(struct ll_reader *reader, struct ll_pack_draft *draft);
/* Its where and having. Adds the edges of in_hit. */
void ll_pack_draft_compile(struct ll_reader *reader, struct ll_pack_draft *draft);
/* Its explain; then warn of parameters that nothing used. */
void ll_explain_read(struct ll_reader *reader, struct ll_pack_draft *draft);
/* A parameter's value as a reader of leads sees it. */
ll_str ll_param_text(struct ll_reader *reader, const struct ll_expr_param *param);

/* Sort the ids, refuse two alike. */
void ll_order_index(struct ll_reader *reader);
/* The index of an id; false where there is none. */
bool ll_order_find(const struct ll_reader *reader, ll_str id, uint32_t *index);
/* " ; did you mean 'x'?" or "" for an id that is unknown. */
const char *ll_order_nearest(const struct ll_reader *reader, ll_str id);
void ll_order_add(struct ll_reader *reader, uint32_t from, uint32_t to, struct ll_pos at);
/* Refuse circles; fill order, order_count. */
void ll_order_make(struct ll_reader *reader);

/* Number what indicators share. */
void ll_share_number(struct ll_reader *reader);

/* The digest of the pack's meaning. */
void ll_digest_make(struct ll_reader *reader);

#endif
