/* check.h -- the type checker's parts: what check.c, compare.c and call.c share.
 * Depends on: tree.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_EXPR_CHECK_H
#define LL_EXPR_CHECK_H

#include "expr/tree.h"

struct ll_check {
    struct ll_expr_text *text;
    const struct ll_expr_schema *schema;
    struct ll_arena *scratch;
    const struct ll_expr_field
        *fields; /* that names stand for here: in traces(...) those of traces */
    size_t field_count;
    const char *fields_of;
    const char *in_call; /* the call that we are in; NULL: in none */
    uint32_t *names;     /* how many names of lists and conditions there were, all told */
    uint32_t *spent;     /* bytes of text, those of its conditions among them */
};

/* The outermost expression's place for a node of it or of a condition. */
struct ll_pos ll_check_use(const struct ll_check *check, const struct ll_node *node);
/* A name that is no field: it becomes a list or a condition; false where it is neither. */
bool ll_check_name(struct ll_check *check, struct ll_node *node);
/* The list or condition of a name; NULL: there is none. */
struct ll_expr_name *ll_check_name_find(const struct ll_check *check, ll_str name);
/* As a schema types it. */
enum ll_node_type ll_check_node_type(enum ll_type type);

/* Report a fault at a node; its type becomes UNKNOWN, so that nothing else is said of it. */
#define ll_check_fault(check, node, ...)                                                           \
    ((void)ll_expr_fault((check)->text, LL_ERR_TYPE, (node)->begin, (node)->end, __VA_ARGS__),     \
     (void)((node)->type = LL_NODE_UNKNOWN))

void ll_check_node(struct ll_check *check, struct ll_node *node);
void ll_check_chain(struct ll_check *check, struct ll_node *node);
void ll_check_in(struct ll_check *check, struct ll_node *node);
void ll_check_call(struct ll_check *check, struct ll_node *node);
bool ll_check_is_call(ll_str name);
/* Find the field of a name; bare: it stands for its value (in having only within calls). */
bool ll_check_field(struct ll_check *check, struct ll_node *node, bool bare);
/* Refuse what is not true or false. who: the begin of the sentence, "'and' joins what is". */
void ll_check_condition(struct ll_check *check, struct ll_node *node, const char *who);
bool ll_check_is_null(const struct ll_node *node);
/* "a number", "a list of strings". */
const char *ll_check_type_word(const struct ll_node *node);
/* The node's own token, whole: a name, digits. */
ll_str ll_check_word(const struct ll_check *check, const struct ll_node *node);
/* The node's text, cut where it is long. */
ll_str ll_check_shown(const struct ll_check *check, const struct ll_node *node);

#endif
