/* person.c -- people, made from their numbers.   SPDX-License-Identifier: Apache-2.0 */
#include "gen/person.h"

#include "gen/kind.h"
#include "gen/put.h"

#define NONE UINT16_MAX

/* Where people were born. The same for rings and all others: no rule may find anything by it. */
static const ll_str countries[] = {
    {"US", 2}, {"MX", 2}, {"SV", 2}, {"HN", 2}, {"GT", 2}, {"CU", 2}, {"VN", 2}, {"PH", 2},
};
#define BORN_ABROAD LL_GEN_PER_MILLE(120)

enum ll_gen_role ll_gen_role_of(uint32_t buyer)
{
    if (buyer == 0)
        return LL_GEN_ORGANIZER;
    return buyer % 3 == 1 ? LL_GEN_STRAW_AT_SHARED_ADDRESS : LL_GEN_STRAW;
}

const char *ll_gen_role_word(enum ll_gen_role role)
{
    switch (role) {
    case LL_GEN_ORGANIZER:
        return "organizer";
    case LL_GEN_STRAW:
        return "straw";
    case LL_GEN_STRAW_AT_SHARED_ADDRESS:
        return "straw-at-shared-address";
    }
    return "";
}

static struct ll_gen_address address_make(const struct ll_gen_world *world, struct ll_gen_random *r)
{
    struct ll_gen_address out = {0};
    out.house = 1 + ll_gen_random_below(r, 19999);
    out.street = (uint8_t)ll_gen_random_below(r, world->names.street_count);
    out.way = (uint8_t)ll_gen_random_below(r, world->names.way_count);
    out.zip = (uint8_t)ll_gen_random_below(r, 80);
    if (ll_gen_random_chance(r, LL_GEN_PER_MILLE(200)))
        out.apartment = 1 + ll_gen_random_below(r, 400);
    return out;
}

static void name_make(const struct ll_gen_world *world, struct ll_gen_random *r,
                      struct ll_gen_person *out)
{
    const struct ll_gen_names *names = &world->names;
    out->last = (uint16_t)ll_gen_random_low(r, names->last_count);
    uint64_t word = ll_gen_random_next(r);
    /* Two surnames in one of eight, a suffix in one of sixty-four. */
    out->second_last = (uint16_t)ll_gen_random_below(r, names->last_count);
    if (word & 7)
        out->second_last = NONE;
    out->hyphen = (word & 8) != 0;
    out->junior = (word >> 4 & 63) == 0;
    out->id_card = (word >> 10 & 15) == 0;
    out->first = (uint16_t)ll_gen_random_low(r, names->first_count);
    out->middle = (uint16_t)((word >> 32) % names->first_count);
    if ((word >> 14 & 3) == 0)
        out->middle = NONE;
}

/* Buyers of rings are born on the 29th or 30th, all others on the 1st to 28th: so no one else has a
 * ring buyer's name and birth date, and the truth is exact. No rule sees a birth date, only whole
 * years. */
static ll_day birth_make(const struct ll_gen_world *world, struct ll_gen_random *r, bool of_ring)
{
    int year, month, day;
    ll_day_to_civil(world->from, &year, &month, &day);
    /* 21 is the age for handguns (18 USC 922(b)(1)); two draws make the middle ages common. */
    int age = 22 + (int)ll_gen_random_below(r, 30);
    age += (int)ll_gen_random_below(r, 32);
    month = 1 + (int)ll_gen_random_below(r, 12);
    if (!of_ring)
        return ll_day_from_civil(year - age, month, 1 + (int)ll_gen_random_below(r, 28));
    /* February has no 30th. */
    month = month == 2 ? 3 : month;
    return ll_day_from_civil(year - age, month, 29 + (int)ll_gen_random_below(r, 2));
}

static void ring_home_make(const struct ll_gen_world *world, struct ll_gen_person *out)
{
    uint32_t ring = (uint32_t)(out->number >> 16 & 0xffff),
             buyer = (uint32_t)(out->number & 0xffff);
    out->home = world->rings[ring].dealers[0];
    if (ll_gen_role_of(buyer) != LL_GEN_STRAW_AT_SHARED_ADDRESS)
        return;
    /* Every sixth at the one, every sixth at the other. */
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_RING_ADDRESS,
                                              (uint64_t)ring << 8 | (buyer / 3 & 1));
    out->address = address_make(world, &r);
}

/* Ordinary people: one pair in sixteen is a household of one surname and address, whose purchases
 * are no sign of anything. */
static void home_make(const struct ll_gen_world *world, struct ll_gen_random *r,
                      struct ll_gen_person *out)
{
    uint32_t zone = (uint32_t)(out->number >> LL_GEN_PERSON_ZONE_SHIFT);
    struct ll_gen_random pair =
        ll_gen_random_of(world->seed, LL_GEN_KIND_HOUSEHOLD, out->number >> 1);
    bool together = (ll_gen_random_next(&pair) & 15) == 0;
    uint32_t of = ll_gen_choice_draw(&world->dealers.zone_choice[zone], together ? &pair : r);
    out->home = world->dealers.of_zone[zone][of];
    if (!together)
        return;
    out->last = (uint16_t)ll_gen_random_low(&pair, world->names.last_count);
    out->second_last = NONE;
    out->address = address_make(world, &pair);
}

void ll_gen_person_make(const struct ll_gen_world *world, uint64_t number,
                        struct ll_gen_person *out)
{
    struct ll_gen_random r = ll_gen_random_of(world->seed, LL_GEN_KIND_PERSON, number);
    bool of_ring = (number & LL_GEN_PERSON_RING_BIT) != 0;
    out->number = number;
    name_make(world, &r, out);
    out->born = birth_make(world, &r, of_ring);
    out->id_number = ll_gen_random_below(&r, 100000000);
    out->address = address_make(world, &r);
    uint32_t abroad = 1 + ll_gen_random_low(&r, sizeof countries / sizeof countries[0] - 1);
    out->country = ll_gen_random_chance(&r, BORN_ABROAD) ? (uint8_t)abroad : 0;
    if (of_ring)
        ring_home_make(world, out);
    else
        home_make(world, &r, out);
}

struct ll_key ll_gen_person_key(const struct ll_gen_world *world,
                                const struct ll_gen_person *person)
{
    char last[LL_GEN_PERSON_TEXT_MAX];
    char *end = ll_gen_last_name_write(world, person, true, last);
    return ll_identity_purchaser(world->identity, (ll_str){last, (size_t)(end - last)},
                                 world->names.first[person->first].normal, person->born);
}

static char *zip_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                       char *p)
{
    p = ll_gen_put_str(p, world->dealers.list[person->home].city->zip3);
    return ll_gen_put_padded(p, person->address.zip, 2);
}

bool ll_gen_person_address_key(const struct ll_gen_world *world, struct ll_arena *scratch,
                               const struct ll_gen_person *person, struct ll_key *out)
{
    char street[LL_GEN_PERSON_TEXT_MAX], zip[8];
    char *street_end = ll_gen_street_write(world, person, street);
    char *zip_end = zip_write(world, person, zip);
    return ll_identity_address(world->identity, scratch,
                               (ll_str){street, (size_t)(street_end - street)},
                               (ll_str){zip, (size_t)(zip_end - zip)}, out);
}

/* In normal form the words are joined and the suffix is gone. */
char *ll_gen_last_name_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                             bool normal, char *p)
{
    const struct ll_gen_name *names = world->names.last;
    p = ll_gen_put_str(p, normal ? names[person->last].normal : names[person->last].written);
    if (person->second_last != NONE) {
        const struct ll_gen_name *second = &names[person->second_last];
        if (!normal)
            p = ll_gen_put_char(p, person->hyphen ? '-' : ' ');
        p = ll_gen_put_str(p, normal ? second->normal : second->written);
    }
    return person->junior && !normal ? LL_GEN_PUT_LIT(p, " Jr.") : p;
}

char *ll_gen_street_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                          char *p)
{
    const struct ll_gen_address *a = &person->address;
    p = ll_gen_put_number(p, a->house);
    p = ll_gen_put_char(p, ' ');
    p = ll_gen_put_str(p, world->names.streets[a->street]);
    p = ll_gen_put_char(p, ' ');
    p = ll_gen_put_str(p, world->names.ways[a->way]);
    if (!a->apartment)
        return p;
    p = LL_GEN_PUT_LIT(p, " #");
    return ll_gen_put_number(p, a->apartment);
}

static char *name_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                        bool normal, char *p)
{
    const struct ll_gen_name *first = &world->names.first[person->first];
    p = LL_GEN_PUT_LIT(p, "\"purchaser\":{\"last_name\":\"");
    p = ll_gen_last_name_write(world, person, normal, p);
    p = LL_GEN_PUT_LIT(p, "\",\"first_name\":\"");
    return ll_gen_put_str(p, normal ? first->normal : first->written);
}

char *ll_gen_person_write(const struct ll_gen_world *world, const struct ll_gen_person *person,
                          bool normal, char *p)
{
    const struct ll_gen_dealer *home = &world->dealers.list[person->home];
    p = name_write(world, person, normal, p);
    if (person->middle == NONE) {
        p = LL_GEN_PUT_LIT(p, "\",\"middle_name\":null");
    } else {
        p = LL_GEN_PUT_LIT(p, "\",\"middle_name\":\"");
        p = ll_gen_put_str(p, world->names.first[person->middle].written);
        p = ll_gen_put_char(p, '"');
    }
    p = LL_GEN_PUT_LIT(p, ",\"date_of_birth\":\"");
    p = ll_gen_put_day(p, person->born);
    p = LL_GEN_PUT_LIT(p, "\",\"id_type\":\"");
    p = ll_gen_put_str(p, person->id_card ? LL_STR("ID") : LL_STR("DL"));
    p = LL_GEN_PUT_LIT(p, "\",\"id_state\":\"");
    p = ll_gen_put_str(p, home->state->code);
    p = LL_GEN_PUT_LIT(p, "\",\"id_number\":\"");
    p = ll_gen_put_padded(p, person->id_number, 8);
    p = LL_GEN_PUT_LIT(p, "\",\"country_of_birth\":\"");
    p = ll_gen_put_str(p, countries[person->country]);
    p = LL_GEN_PUT_LIT(p, "\",\"address\":{\"street\":\"");
    p = ll_gen_street_write(world, person, p);
    p = LL_GEN_PUT_LIT(p, "\",\"city\":\"");
    p = ll_gen_put_str(p, home->city->name);
    p = LL_GEN_PUT_LIT(p, "\",\"state\":\"");
    p = ll_gen_put_str(p, home->state->code);
    p = LL_GEN_PUT_LIT(p, "\",\"zip\":\"");
    p = zip_write(world, person, p);
    return LL_GEN_PUT_LIT(p, "\"}}");
}

char *ll_gen_person_write_trace(const struct ll_gen_world *world,
                                const struct ll_gen_person *person, char *p)
{
    p = name_write(world, person, true, p);
    p = LL_GEN_PUT_LIT(p, "\",\"date_of_birth\":\"");
    p = ll_gen_put_day(p, person->born);
    return LL_GEN_PUT_LIT(p, "\"}");
}
