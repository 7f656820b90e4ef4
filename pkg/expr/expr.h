/* expr.h -- the expression language of rules and guidelines: parse, type, compile, verify, run.
 * Depends on: base.   SPDX-License-Identifier: Apache-2.0
 *
 * Booleans, exact decimals of four places, strings, and lists of strings or numbers. Two-valued: a comparison with null
 * is false, as are `in` and `not in`; only the literal null may be asked for (== null, != null). A null boolean used as
 * a condition is false. A program jumps forward only, so it ends within as many steps as it has instructions. */
#ifndef LL_EXPR_EXPR_H
#define LL_EXPR_EXPR_H

#include "base/arena.h"
#include "base/error.h"

enum ll_type { LL_TYPE_BOOL, LL_TYPE_NUMBER, LL_TYPE_STRING };

/* A value, by its static type. null: has no value. A list (of a guideline's `indicators`) is items[len]. */
struct ll_value {
    union {
        int64_t number; /* ten-thousandths; of a boolean 0 or 1 */
        const char *text;
        const struct ll_value *items;
    };
    uint32_t len; /* bytes of text, or items */
    bool null;
};
static inline struct ll_value ll_value_null(void)
{
    return (struct ll_value){.null = true};
}
static inline struct ll_value ll_value_bool(bool b)
{
    return (struct ll_value){.number = b};
}
static inline struct ll_value ll_value_number(int64_t ten_thousandths)
{
    return (struct ll_value){.number = ten_thousandths};
}
/* Null for the empty string. */
static inline struct ll_value ll_value_string(ll_str s)
{
    return (struct ll_value){.text = s.ptr, .len = (uint32_t)s.len, .null = s.len == 0};
}

/* A field name that expressions may use; slot is its index in a row of values. */
struct ll_expr_field {
    const char *name; /* "dealer.key" */
    enum ll_type type;
    bool is_list;
    uint16_t slot;
};

struct ll_expr_param {
    ll_str name;
    enum ll_type type;
    bool is_list;
    const struct ll_value *values; /* 1, or count of the list */
    size_t count;
    bool used; /* out: set by compile where the expression names it */
    const struct ll_pos
        *given_at; /* where its value stands, if far from the expression; else NULL */
};

/* A name that stands for a list, behind in and not in, or for a condition, wherever one may stand. Fields come first: a
 * name that is a field's is never looked up here. */
struct ll_expr_name {
    ll_str name;
    struct ll_pos at; /* of the name, where it gets its meaning */
    bool is_condition;
    /* Of a list: its members, and the place of each. */
    enum ll_type type;
    const struct ll_value *values;
    const struct ll_pos *places;
    size_t count;
    /* Of a condition: as ll_expr_compile takes one. It is typed anew wherever it is used. */
    ll_str text;
    struct ll_pos text_at;
    bool verbatim;
    bool faulty; /* a fault in it was reported before: nothing more is said where it is used */
    bool used;   /* out: set by compile where an expression names it */
};

/* What in_hit answers of an indicator that is disabled: the call is false always. */
#define LL_EXPR_NEVER UINT32_MAX

/* What an expression may speak of. */
struct ll_expr_schema {
    const char *what; /* whose fields: "firearms", for messages */
    const char
        *no_calls; /* "guidelines": that any call is refused there; NULL: calls have their place */
    const struct ll_expr_field
        *fields; /* of a row: in `where` and guidelines directly, in `having` inside calls */
    size_t field_count;
    bool aggregates; /* having: count sum distinct; bare fields are refused */
    const struct ll_expr_field *past_fields; /* traces(...) allowed, with these; NULL: refused */
    size_t past_field_count;
    /* in_hit("ID"): give the slot of the indicator, or fail with the reason at the place. NULL: refused. */
    enum ll_status (*in_hit)(void *context, ll_str id, struct ll_pos at, uint32_t *slot,
                             struct ll_error *err);
    /* A string literal at a place, compared with a field of this slot: NULL, or the right name where it is a wrong
     * spelling. May be NULL. */
    const char *(*literal)(void *context, uint16_t slot, ll_str literal, struct ll_pos at);
    /* Of a name that is no field here: what has such a field ("traces"), or NULL. May be NULL. */
    const char *(*elsewhere)(void *context, ll_str name);
    void *context;
    struct ll_expr_param *params;
    size_t param_count;
    struct ll_expr_name *names;
    size_t name_count;
};

struct
    ll_expr; /* a program; read-only, shared by threads; lives in the arena it was compiled into */

#define LL_EXPR_TEXT_MAX 16384
#define LL_EXPR_DEPTH_MAX 64
/* The names of an expression, those in the conditions that they stand for among them. */
#define LL_EXPR_NAMES_MAX 1024

/* Compile text, which stands at `at` in its source: byte for byte where verbatim, further lines indented like the first
 * (then errors point into it), else they point at `at` and say "at character N". The result must be a boolean. The
 * program keeps nothing of text or schema. The faults, at least one where the status is not LL_OK, go to errors. */
LL_NODISCARD enum ll_status ll_expr_compile(struct ll_arena *arena,
                                            const struct ll_expr_schema *schema, ll_str text,
                                            struct ll_pos at, bool verbatim,
                                            const struct ll_expr **out, struct ll_errors *errors);

/* What a program runs on. rows: each a row of values by slot. */
struct ll_expr_env {
    const struct ll_value *row;         /* where, guidelines; NULL in having */
    const struct ll_value *const *rows; /* having: the items of the window */
    size_t row_count;
    const struct ll_value *const *past; /* having: the past traces of the window, newest last */
    size_t past_count;
    bool (*in_hit)(const struct ll_value *row, uint32_t slot, void *context);
    void *context;
    struct ll_arena *scratch;          /* for distinct(); borrowed */
    const struct ll_value *aggregates; /* having: what the calls amount to, by instruction, where a
                                        * sliding window keeps that (slide.h); NULL: it is found */
};
bool ll_expr_run(const struct ll_expr *expr, const struct ll_expr_env *env);

/* For having: marks[i] is set for each of env->past that some traces(...) of the program counts, the others are left as
 * they are. True if any call is there. */
bool ll_expr_mark_past(const struct ll_expr *expr, const struct ll_expr_env *env, bool *marks);
/* For having: a lower bound on the items a window needs to qualify (0 where none is evident), from count, distinct, and
 * sum over positive limits; and whether it needs a past trace. */
uint32_t ll_expr_items_needed(const struct ll_expr *expr);
bool ll_expr_needs_past(const struct ll_expr *expr);
/* For where: it cannot be true of an item that is in none of the hits it asks for. */
bool ll_expr_needs_hit(const struct ll_expr *expr);
bool ll_expr_uses_past(const struct ll_expr *expr);
/* What is true of a window is true of every larger one; what is true of an item stays so where more of what it asks for are
 * hits. False where that cannot be told: count() < 3, not in_hit("a"), and traces(), as a larger window ends later. */
bool ll_expr_grows(const struct ll_expr *expr);
/* The slots of in_hit that the program asks for, in any order; writes at most cap, returns how many there are. */
size_t ll_expr_in_hits(const struct ll_expr *expr, uint32_t *slots, size_t cap);
/* The program with each slot of in_hit mapped: by slot, the new one, or LL_EXPR_NEVER, which is false. In the arena; borrows
 * from expr, and is expr where it asks for none. All its slots are below those that slots has. NULL: memory is out. */
const struct ll_expr *ll_expr_map_hits(const struct ll_expr *expr, const uint32_t *slots,
                                       struct ll_arena *arena);
bool ll_expr_uses_field(const struct ll_expr *expr, uint16_t slot);

/* For where: whether it can be true of a row with that string (or null) in a slot, whatever the others hold. value NULL:
 * with a string that the program does not name. It may say true where it cannot be, never false where it can. */
bool ll_expr_can_hold(const struct ll_expr *expr, uint16_t slot, const struct ll_value *value);
/* The strings that a program holds a slot's against for equality, some twice; borrowed from the program. Writes at most
 * cap, returns how many there are. */
size_t ll_expr_named(const struct ll_expr *expr, uint16_t slot, ll_str *strings, size_t cap);
/* Whether two programs are the same, instruction by instruction; programs that are have one hash. */
bool ll_expr_same(const struct ll_expr *a, const struct ll_expr *b);
uint64_t ll_expr_hash(const struct ll_expr *expr);

/* The text's tokens with one blank between them, numbers and strings in one spelling: two texts that differ in blanks
 * and quotes alone give the same. Nothing of a text that is no expression is promised. */
struct ll_buf;
void ll_expr_normalise(ll_str text, struct ll_buf *out);

/* Whether a name is taken by the language: and, count. */
bool ll_expr_is_word(ll_str name);

/* The program as text, an instruction a line, for tests and for the curious. */
void ll_expr_disassemble(const struct ll_expr *expr, struct ll_buf *out);

#endif
