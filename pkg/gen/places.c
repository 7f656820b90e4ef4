/* places.c -- states, cities, divisions.   SPDX-License-Identifier: Apache-2.0
 *
 * Regions, districts and county numbers are those of licence numbers; divisions as of 2010-12:
 * Houston from Beaumont to Laredo, Dallas with the rest of Texas and Oklahoma, Phoenix with New
 * Mexico, San Francisco with Nevada. The weights of the border states follow their background
 * checks of 2022 (FBI NICS: TX 1.19 m, CA 0.77 m, AZ 0.35 m, NM 0.14 m handgun and long gun
 * checks); the other states stand for the rest of the country in small. */
#include "gen/places.h"

#define CITY(name, county, zip3, division, zone)                                                   \
    {                                                                                              \
        {name, sizeof(name) - 1}, {zip3, sizeof(zip3) - 1}, {division, sizeof(division) - 1},      \
            county, LL_GEN_##zone                                                                  \
    }

static const struct ll_gen_city texas[] = {
    CITY("Houston", 201, "770", "Houston", CENTRAL),
    CITY("San Antonio", 29, "782", "Houston", CENTRAL),
    CITY("McAllen", 215, "785", "Houston", CENTRAL),
    CITY("Brownsville", 61, "785", "Houston", CENTRAL),
    CITY("Laredo", 479, "780", "Houston", CENTRAL),
    CITY("Beaumont", 245, "777", "Houston", CENTRAL),
    CITY("Corpus Christi", 355, "784", "Houston", CENTRAL),
    CITY("Austin", 453, "787", "Houston", CENTRAL),
    CITY("Dallas", 113, "752", "Dallas", CENTRAL),
    CITY("Fort Worth", 439, "761", "Dallas", CENTRAL),
    CITY("Lubbock", 303, "794", "Dallas", CENTRAL),
    CITY("El Paso", 141, "799", "Dallas", MOUNTAIN),
};
static const struct ll_gen_city california[] = {
    CITY("Los Angeles", 37, "900", "Los Angeles", PACIFIC),
    CITY("San Diego", 73, "921", "Los Angeles", PACIFIC),
    CITY("El Centro", 25, "922", "Los Angeles", PACIFIC),
    CITY("Riverside", 65, "925", "Los Angeles", PACIFIC),
    CITY("Oakland", 1, "946", "San Francisco", PACIFIC),
    CITY("Sacramento", 67, "958", "San Francisco", PACIFIC),
};
static const struct ll_gen_city arizona[] = {
    CITY("Phoenix", 13, "850", "Phoenix", ARIZONA),
    CITY("Tucson", 19, "857", "Phoenix", ARIZONA),
    CITY("Yuma", 27, "853", "Phoenix", ARIZONA),
    CITY("Sierra Vista", 3, "856", "Phoenix", ARIZONA),
    CITY("Nogales", 23, "856", "Phoenix", ARIZONA),
};
static const struct ll_gen_city new_mexico[] = {
    CITY("Albuquerque", 1, "871", "Phoenix", MOUNTAIN),
    CITY("Las Cruces", 13, "880", "Phoenix", MOUNTAIN),
    CITY("Roswell", 5, "882", "Phoenix", MOUNTAIN),
};
static const struct ll_gen_city florida[] = {
    CITY("Miami", 86, "331", "Miami", EASTERN),
    CITY("Tampa", 57, "336", "Tampa", EASTERN),
    CITY("Jacksonville", 31, "322", "Tampa", EASTERN),
};
static const struct ll_gen_city georgia[] = {
    CITY("Atlanta", 121, "303", "Atlanta", EASTERN),
    CITY("Savannah", 51, "314", "Atlanta", EASTERN),
};
static const struct ll_gen_city oklahoma[] = {
    CITY("Oklahoma City", 109, "731", "Dallas", CENTRAL),
    CITY("Tulsa", 143, "741", "Dallas", CENTRAL),
};
static const struct ll_gen_city nevada[] = {
    CITY("Las Vegas", 3, "891", "San Francisco", PACIFIC),
    CITY("Reno", 31, "895", "San Francisco", PACIFIC),
};
static const struct ll_gen_city colorado[] = {
    CITY("Denver", 31, "802", "Denver", MOUNTAIN),
};
static const struct ll_gen_city louisiana[] = {
    CITY("New Orleans", 71, "701", "New Orleans", CENTRAL),
};
static const struct ll_gen_city virginia[] = {
    CITY("Richmond", 760, "232", "Washington", EASTERN),
};
static const struct ll_gen_city indiana[] = {
    CITY("Indianapolis", 97, "462", "Columbus", EASTERN),
};

#define CITIES(list) list, (uint32_t)(sizeof(list) / sizeof(list)[0])
#define CODE(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct ll_gen_state states[] = {
    {CODE("TX"), 40, 5, {74, 75, 76}, true, CITIES(texas)},
    {CODE("CA"), 20, 9, {33, 68, 77, 94, 95}, true, CITIES(california)},
    {CODE("AZ"), 12, 9, {86}, true, CITIES(arizona)},
    {CODE("NM"), 5, 5, {85}, true, CITIES(new_mexico)},
    {CODE("FL"), 6, 1, {59}, false, CITIES(florida)},
    {CODE("GA"), 4, 1, {58}, false, CITIES(georgia)},
    {CODE("OK"), 3, 5, {73}, false, CITIES(oklahoma)},
    {CODE("NV"), 3, 9, {88}, false, CITIES(nevada)},
    {CODE("CO"), 2, 5, {84}, false, CITIES(colorado)},
    {CODE("LA"), 2, 5, {72}, false, CITIES(louisiana)},
    {CODE("VA"), 2, 1, {54}, false, CITIES(virginia)},
    {CODE("IN"), 1, 4, {35}, false, CITIES(indiana)},
};

static const struct ll_gen_abroad abroad[] = {
    {CODE("TAM"), CODE("Reynosa")},   {CODE("TAM"), CODE("Nuevo Laredo")},
    {CODE("TAM"), CODE("Matamoros")}, {CODE("CHH"), CODE("Ciudad Juárez")},
    {CODE("BCN"), CODE("Tijuana")},   {CODE("SON"), CODE("Nogales")},
    {CODE("NLE"), CODE("Monterrey")}, {CODE("SIN"), CODE("Culiacán")},
    {CODE("MIC"), CODE("Morelia")},
};

const struct ll_gen_state *ll_gen_states(uint32_t *count)
{
    *count = sizeof states / sizeof states[0];
    return states;
}

const struct ll_gen_abroad *ll_gen_abroad(uint32_t *count)
{
    *count = sizeof abroad / sizeof abroad[0];
    return abroad;
}
