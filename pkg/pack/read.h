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

/* The parameters, and the lists and conditions, of a whole pack. */
#define LL_PACK_PARAMS_MAX 256
#define LL_PACK_NAMES_MAX 1024
/* Files that extend each other, the pack's own not counted. */
#define LL_PACK_EXTENDS_MAX 8

/* A file of a pack, while it is read. */
struct ll_pack_file {
    const struct ll_source *source;
    const struct ll_yaml_node *root;
    const struct ll_pack_file
        *extender;  /* the file that extends this one; NULL: it is the pack's own */
    unsigned depth; /* how many extend it */
};

/* A value of the head: whether it is given, in a file of which depth, and where. */
struct ll_head_value {
    bool has;
    unsigned depth;
    struct ll_pos at;
};

/* What stands under override in a file. */
struct ll_override {
    const struct ll_yaml_node *node; /* of one indicator, with its id as key */
    unsigned depth;                  /* it is for indicators of deeper files alone */
};

/* An indicator and what is said of it that its compiled form forgets. */
struct ll_pack_draft {
    struct ll_indicator *out;
    const struct ll_yaml_node *node;
    struct ll_pos id_at;
    bool sound; /* its timeline and items are known: its expressions can be looked at */
    ll_str reports_id;
    struct ll_pos reports_at;
    unsigned depth; /* of its file */
    const struct ll_book_override *overrides;
    struct ll_expr_param *params; /* its own, then those of the pack that it uses */
    size_t param_count, own_count;
    bool *param_explained; /* by param: `explain` names it */
    const struct ll_yaml_node **param_nodes;
    bool unread; /* an expression of it is none, so that it is not known what it names */
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
    struct ll_head_value head, version, quiet;
    /* Texts that may be extended, by the names of their files; NULL: files are read. */
    const struct ll_source *shelf;
    size_t shelf_count;
    struct ll_pack_seen *seen; /* files read so far */
    size_t seen_count, seen_cap;

    struct ll_expr_param *params; /* of the pack */
    const struct ll_yaml_node **param_nodes;
    unsigned *param_depths;
    size_t param_count;
    bool has_faulty_params;          /* reported: expressions that name them are not blamed */
    struct ll_expr_name *expr_names; /* lists and conditions */
    const struct ll_yaml_node **name_nodes;
    unsigned *name_depths;
    size_t name_count;
    struct ll_override *overrides;
    size_t override_count, override_cap;

    struct ll_pack_draft *drafts; /* as pack->indicators */
    struct ll_indicator *indicators;
    size_t count, cap;
    const uint32_t *by_id; /* indices, ids ascending */
    const char **names;    /* ids as C strings */
    struct ll_need_edge *edges;
    size_t edge_count, edge_cap;
};

/* Read a file, or a text that is read already; extender: the file that extends it. A file that was read before is not
 * read again. */
void ll_reader_file(struct ll_reader *reader, const char *path, bool in_folder);
void ll_reader_source(struct ll_reader *reader, const struct ll_source *source,
                      const struct ll_pack_file *extender);
void ll_folder_read(struct ll_reader *reader, const char *path);
void ll_reader_fault_io(struct ll_reader *reader, const char *path, int cause);

/* Report a fault at a place. */
void ll_reader_fault(struct ll_reader *reader, struct ll_pos at, const char *format, ...)
    LL_PRINTF(3, 4);
/* Give the fault reported last a second place. */
void ll_reader_other(struct ll_reader *reader, struct ll_pos at, const char *note);
/* Report what is no fault, unless it was reported before; the caller may give it a code. Never NULL. */
struct ll_error *ll_reader_warn(struct ll_reader *reader, struct ll_pos at, const char *format, ...)
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
/* Its window, as a node says. */
void ll_pack_draft_window(struct ll_reader *reader, struct ll_pack_draft *draft,
                          const struct ll_yaml_node *node);
/* Its params. */
void ll_params_read(struct ll_reader *reader, struct ll_pack_draft *draft);
/* The params of an override: they take the place of its own, or of the pack's. */
void ll_params_override(struct ll_reader *reader, struct ll_pack_draft *draft,
                        const struct ll_yaml_node *node);
/* Those of the whole pack. */
void ll_params_read_common(struct ll_reader *reader, const struct ll_pack_file *file);
/* Move a draft's parameters to lists of an arena with room for so many; false: memory is out. */
bool ll_params_move(struct ll_reader *reader, struct ll_pack_draft *draft, struct ll_arena *arena,
                    size_t room);
/* Let an indicator see the parameters of the pack, behind its own; afterwards keep those that it uses. False: memory is
 * out. */
bool ll_params_join(struct ll_reader *reader, struct ll_pack_draft *draft);
bool ll_params_settle(struct ll_reader *reader, struct ll_pack_draft *draft);
/* Warn of those of the pack that no indicator uses; not of those that come from extended files. */
void ll_params_warn(struct ll_reader *reader);
/* A single value; false, and a fault is reported, where node is none. what: "a parameter". */
bool ll_params_value(struct ll_reader *reader, const struct ll_yaml_node *node, const char *what,
                     enum ll_type *type, struct ll_value *value);
/* A parameter of a name; false, and a fault is reported, where it is none. */
bool ll_params_one(struct ll_reader *reader, const struct ll_yaml_node *node,
                   struct ll_expr_param *param);
/* Letters, digits and '_', no digit first. */
bool ll_params_is_name(ll_str name);

/* Lists and conditions: read those of a file; then, all being there, parse the conditions and refuse circles; warn of
 * those that nothing uses. */
void ll_names_read(struct ll_reader *reader, const struct ll_pack_file *file);
void ll_names_settle(struct ll_reader *reader);
void ll_names_warn(struct ll_reader *reader);

/* Read the file that a file extends, and what that one extends. */
void ll_extends_read(struct ll_reader *reader, const struct ll_pack_file *file);
/* Note that a file is being read; false where it was before. */
bool ll_extends_mark(struct ll_reader *reader, const struct ll_source *source);
/* Note what a file overrides; then, all indicators being there, do it. */
void ll_override_read(struct ll_reader *reader, const struct ll_pack_file *file);
void ll_override_apply(struct ll_reader *reader);
/* Whose reports it counts. */
void ll_reports_resolve(struct ll_reader *reader, struct ll_pack_draft *draft);
/* Its where and having as far as they can be looked at where it is not known what they are asked of. */
void ll_pack_draft_parse(struct ll_reader *reader, struct ll_pack_draft *draft);
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
/* The nearest id to one that is unknown; NULL: none is near. */
const char *ll_order_nearest(const struct ll_reader *reader, ll_str id);
void ll_order_add(struct ll_reader *reader, uint32_t from, uint32_t to, struct ll_pos at);
/* Refuse circles; fill order, order_count. */
void ll_order_make(struct ll_reader *reader);

/* The digest of the pack's meaning. */
void ll_digest_make(struct ll_reader *reader);

#endif
