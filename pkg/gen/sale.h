/* sale.h -- sales, their voids and traces as lines of JSON.
 * Depends on: gen/person, gen/world.   SPDX-License-Identifier: Apache-2.0
 *
 * A sale's content comes from its number: writing it again gives the same bytes. */
#ifndef LL_GEN_SALE_H
#define LL_GEN_SALE_H

#include "gen/person.h"

#define LL_GEN_GUNS_MAX 14
/* Room for any line. */
#define LL_GEN_LINE_MAX 8192

struct ll_gen_gun {
    const struct ll_gen_model *model;
    uint64_t number;
    uint32_t price;
};

/* The guns of a sale; returns how many, 1..LL_GEN_GUNS_MAX. */
uint32_t ll_gen_sale_guns(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                          struct ll_gen_gun guns[LL_GEN_GUNS_MAX]);

#define LL_GEN_SALE_ID_MAX 40
/* "5-76-00123-S17": the dealer's key in front makes it unlike all others. Returns its length. */
size_t ll_gen_sale_id_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                            char out[LL_GEN_SALE_ID_MAX]);

/* The line of a sale in version 1 or 2, without its end; returns its length. */
size_t ll_gen_sale_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                         const struct ll_gen_person *person, uint32_t version,
                         char out[LL_GEN_LINE_MAX]);
/* The line of its void, made later_s after the sale. */
size_t ll_gen_void_write(const struct ll_gen_world *world, const struct ll_gen_sale *sale,
                         const struct ll_gen_person *person, uint32_t later_s,
                         char out[LL_GEN_LINE_MAX]);

/* "dealer":{"ffl":"..." of the licence that held on that day, without its closing brace. */
char *ll_gen_licence_write(const struct ll_gen_world *world, uint32_t dealer, ll_day day, char *p);

#endif
