/* generate.h -- mutants on their way into a list: what the files of this room share.
 * Depends on: mutate.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_MUTATE_GENERATE_H
#define LL_MUTATE_GENERATE_H

#include "base/buf.h"
#include "mutate/mutate.h"

struct ll_generator {
    const struct ll_book *book;
    struct ll_arena *arena;
    struct ll_mutants *out;
    bool failed; /* memory is out */

    uint32_t indicator; /* at hand */
    const struct ll_book_entry *entry;
    /* Conditions by name that the indicators use, each once, by node: they are changed where they stand. */
    const struct ll_node **named;
    size_t named_count, named_cap;
};

/* Add a mutant of the indicator at hand; its name, without the indicator's id, is what the format says. */
void ll_generator_add(struct ll_generator *generator, struct ll_pos at, const struct ll_edit *edit,
                      const char *format, ...) LL_PRINTF(4, 5);

/* The mutants of one expression; node is the scalar that it is written in, what the key's name. */
void ll_mutate_expression(struct ll_generator *generator, const struct ll_expr_reading *reading,
                          const struct ll_yaml_node *node, const char *what);

/* One step of a number written like that ("0.22": a hundredth), in ten-thousandths. */
int64_t ll_mutate_step(ll_str written);
/* A number, a date or a truth like that one, changed: up or down by a step. ptr NULL: there is none such. */
ll_str ll_mutate_number(struct ll_generator *generator, int64_t number);
ll_str ll_mutate_date(struct ll_generator *generator, ll_str date, int days);

/* The step in which a parameter matters: a cent where it is held against a price, else as it is written. */
int64_t ll_mutate_param_step(const struct ll_book_entry *entry, ll_str name, ll_str written);

/* ---- what a comparison can tell apart ---- */

#define LL_LINKS_MAX 8
/* A chain of comparisons of numbers with one part that is no constant, and the values that this part can have. */
struct ll_links {
    struct {
        bool varies;
        int64_t value;         /* of a constant, ten-thousandths */
        enum ll_token_kind op; /* before it; of all but the first */
    } list[LL_LINKS_MAX];
    size_t count;
    int64_t least,
        step; /* it is least, or a number of steps more; step 0: no such thing is known */
};
/* False where the chain is none such. */
bool ll_links_of(const struct ll_node *chain, struct ll_links *links);
/* Whether two chains of one variable are true of the same values. */
bool ll_links_alike(const struct ll_links *a, const struct ll_links *b);
/* Whether a chain has that outcome for some value. */
bool ll_links_can(const struct ll_links *links, bool outcome);

#endif
