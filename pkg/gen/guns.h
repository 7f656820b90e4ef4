/* guns.h -- the guns that dealers sell.
 * Depends on: base, gen/choice.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_GUNS_H
#define LL_GEN_GUNS_H

#include "gen/choice.h"

struct ll_gen_model {
    ll_str sold_head;  /* JSON of a sale's firearm up to the serial */
    ll_str sold_tail;  /* from behind the serial up to the price */
    ll_str trace_head; /* JSON of a trace's firearm up to the serial */
    uint32_t price;    /* dollars */
    bool handgun;
    bool reported; /* a semiautomatic rifle over .22 that takes a magazine: Form 3310.12 */
};

struct ll_gen_catalogue {
    const struct ll_gen_model *models;
    uint32_t count;
    struct ll_gen_choice ordinary;  /* what people buy */
    struct ll_gen_choice ring_long; /* what rings buy: long guns of traffickers' choice */
    struct ll_gen_choice ring_hand; /* and handguns */
};

/* False: memory is out. */
bool ll_gen_catalogue_make(struct ll_arena *arena, struct ll_gen_catalogue *out);

/* Serials: gun numbers 0 .. LL_GEN_SERIALS - 1 give different ones. */
#define LL_GEN_SERIALS (UINT64_C(12167) * 10000000)
#define LL_GEN_SERIAL_MAX 12
/* "ABC1234567", now and then with a blank or hyphen as markings are copied; returns its length.
 * plain: without. */
size_t ll_gen_serial_write(uint64_t gun, bool plain, char out[LL_GEN_SERIAL_MAX]);

#endif
