/* person.h -- the people who buy guns, each made from a number.
 * Depends on: gen/world.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_GEN_PERSON_H
#define LL_GEN_PERSON_H

#include "gen/world.h"

/* A person's number: the zone it lives in above, a counter below; or a ring's buyer. */
#define LL_GEN_PERSON_ZONE_SHIFT 56
#define LL_GEN_PERSON_RING_BIT (UINT64_C(1) << 63)

static inline uint64_t ll_gen_person_number(uint32_t zone, uint64_t counter)
{
    return (uint64_t)zone << LL_GEN_PERSON_ZONE_SHIFT | counter;
}
static inline uint64_t ll_gen_person_of_ring(uint32_t ring, uint32_t buyer)
{
    return LL_GEN_PERSON_RING_BIT | (uint64_t)ring << 16 | buyer;
}

enum ll_gen_role { LL_GEN_ORGANIZER, LL_GEN_STRAW, LL_GEN_STRAW_AT_SHARED_ADDRESS };
enum ll_gen_role ll_gen_role_of(uint32_t buyer);
const char *ll_gen_role_word(enum ll_gen_role role);

struct ll_gen_address {
    uint32_t house, apartment; /* apartment 0: none */
    uint8_t street, way, zip;
};

struct ll_gen_person {
    uint64_t number;
    uint32_t home; /* the dealer it goes to most, who is in its town */
    uint32_t id_number;
    uint16_t last, second_last; /* second_last: UINT16_MAX: none */
    uint16_t first, middle;     /* middle: UINT16_MAX: none */
    bool hyphen, junior, id_card;
    uint8_t country; /* of birth */
    ll_day born;
    struct ll_gen_address address;
};

void ll_gen_person_make(const struct ll_gen_world *world, uint64_t number,
                        struct ll_gen_person *out);

/* The purchaser's key and the address's. scratch is reset. */
struct ll_key ll_gen_person_key(const struct ll_gen_world *world,
                                const struct ll_gen_person *person);
bool ll_gen_person_address_key(const struct ll_gen_world *world, struct ll_arena *scratch,
                               const struct ll_gen_person *person, struct ll_key *out);

/* The parts of a person as text, at p; return the end. The most they take is in
 * LL_GEN_PERSON_TEXT_MAX. */
#define LL_GEN_PERSON_TEXT_MAX 1024
char *ll_gen_last_name_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                             bool normal, char *p);
char *ll_gen_street_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                          char *p);
/* "purchaser":{...} of a sale; normal: the name in normal form. */
char *ll_gen_person_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                          bool normal, char *p);
/* "purchaser":{...} of a trace: name and birth date, in normal form. */
char *ll_gen_person_write_trace(const struct ll_gen_world *world,
                                const struct ll_gen_person *person, char *p);

#endif
