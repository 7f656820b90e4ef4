/* names.c -- lists of common names.   SPDX-License-Identifier: Apache-2.0
 *
 * Frequent names of the border states, with the accents, blanks and apostrophes that they bring.
 * Common ones first: draws favour the front. */
#include "gen/names.h"

#include "event/identity.h"

static const char *const last_names[] = {
    "Garcia",    "Smith",      "Martinez",  "Johnson",  "Hernández", "Williams",   "Rodríguez",
    "Brown",     "López",      "Jones",     "González", "Davis",     "Pérez",      "Miller",
    "Sánchez",   "Wilson",     "Ramírez",   "Anderson", "Torres",    "Thomas",     "Flores",
    "Taylor",    "Rivera",     "Moore",     "Gómez",    "Jackson",   "Díaz",       "Martin",
    "Cruz",      "Lee",        "Reyes",     "Thompson", "Morales",   "White",      "Gutiérrez",
    "Harris",    "Ortiz",      "Clark",     "Ramos",    "Lewis",     "Chávez",     "Robinson",
    "Mendoza",   "Walker",     "Ruiz",      "Young",    "Álvarez",   "Allen",      "Castillo",
    "King",      "Jiménez",    "Wright",    "Vásquez",  "Scott",     "Moreno",     "Nguyen",
    "Herrera",   "Hill",       "Medina",    "Green",    "Aguilar",   "Adams",      "Garza",
    "Nelson",    "Castro",     "Baker",     "Vargas",   "Hall",      "Fernández",  "Campbell",
    "Guzmán",    "Mitchell",   "Muñoz",     "Carter",   "Salazar",   "Roberts",    "Soto",
    "Phillips",  "Delgado",    "Evans",     "Peña",     "Turner",    "Ríos",       "Parker",
    "Alvarado",  "Edwards",    "Contreras", "Collins",  "Sandoval",  "Stewart",    "Guerrero",
    "Morris",    "Ortega",     "Murphy",    "Estrada",  "Cook",      "Núñez",      "Rogers",
    "Maldonado", "Morgan",     "Vega",      "Cooper",   "Santiago",  "Peterson",   "Domínguez",
    "Bailey",    "Espinoza",   "Reed",      "Silva",    "Kelly",     "Padilla",    "Howard",
    "Márquez",   "Kim",        "Cortez",    "Cox",      "Rojas",     "Ward",       "Acosta",
    "Patel",     "Figueroa",   "Watson",    "Luna",     "Brooks",    "Juárez",     "Wood",
    "Navarro",   "James",      "Campos",    "Bennett",  "Molina",    "Gray",       "Ávila",
    "Hughes",    "Ayala",      "Price",     "Mejía",    "Myers",     "Carrillo",   "Foster",
    "Durán",     "Sanders",    "Robles",    "Ross",     "Salinas",   "Long",       "Valdez",
    "Powell",    "Cantú",      "Sullivan",  "Treviño",  "Russell",   "Villarreal", "Fisher",
    "Ochoa",     "Butler",     "Vela",      "Simmons",  "O'Neil",    "Barnes",     "O'Brien",
    "Henderson", "De la Cruz", "Coleman",   "De León",  "Jenkins",   "Van Dyke",   "McDonald",
    "St. John",  "Weiß",       "Łukasik",   "Øster",    "Nuñez Gil", "Mac Neill",  "Ng",
};

static const char *const first_names[] = {
    "José",      "James",     "Juan",     "Michael",  "Maria",     "Robert",    "Luis",
    "John",      "Carlos",    "David",    "Jesús",    "William",   "Miguel",    "Jennifer",
    "Francisco", "Richard",   "Mary",     "Joseph",   "Pedro",     "Jessica",   "Manuel",
    "Thomas",    "Patricia",  "Antonio",  "Charles",  "Linda",     "Alejandro", "Daniel",
    "Elizabeth", "Ricardo",   "Matthew",  "Susan",    "Fernando",  "Anthony",   "Sarah",
    "Roberto",   "Mark",      "Karen",    "Jorge",    "Donald",    "Lisa",      "Eduardo",
    "Steven",    "Nancy",     "Sergio",   "Paul",     "Ashley",    "Rafael",    "Andrew",
    "Sandra",    "Javier",    "Joshua",   "Kimberly", "Raúl",      "Kenneth",   "Emily",
    "Ramón",     "Kevin",     "Donna",    "Rubén",    "Brian",     "Michelle",  "Óscar",
    "George",    "Carol",     "Armando",  "Edward",   "Amanda",    "Héctor",    "Ronald",
    "Melissa",   "Alberto",   "Timothy",  "Deborah",  "Salvador",  "Jason",     "Stephanie",
    "Arturo",    "Jeffrey",   "Rebecca",  "Enrique",  "Ryan",      "Laura",     "Gerardo",
    "Jacob",     "Guadalupe", "Ernesto",  "Gary",     "Cynthia",   "Gilberto",  "Nicholas",
    "Rosa",      "Ángel",     "Eric",     "Ana",      "Adrián",    "Jonathan",  "Angela",
    "Julio",     "Stephen",   "Carmen",   "César",    "Larry",     "Veronica",  "Pablo",
    "Justin",    "Teresa",    "Martín",   "Scott",    "Margarita", "Ignacio",   "Brandon",
    "Yolanda",   "Felipe",    "Benjamin", "Leticia",  "Mary Ann",  "Samuel",    "Jean-Luc",
    "Tyler",     "Adriana",   "Gregory",  "Zoë",      "Frank",     "Renée",     "Dennis",
};

#define S(text)                                                                                    \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const ll_str streets[] = {
    S("Main"),       S("Oak"),     S("Elm"),        S("Cedar"),    S("Maple"),    S("Pine"),
    S("Washington"), S("Lake"),    S("Hill"),       S("Walnut"),   S("Spring"),   S("Ranch"),
    S("Mesquite"),   S("Pecan"),   S("Highland"),   S("Railroad"), S("Church"),   S("Mission"),
    S("Congress"),   S("Travis"),  S("Bowie"),      S("Crockett"), S("Lamar"),    S("Fannin"),
    S("Commerce"),   S("Navarro"), S("Saltillo"),   S("Zaragoza"), S("Hidalgo"),  S("Juárez"),
    S("Ocotillo"),   S("Saguaro"), S("Palo Verde"), S("N 4th"),    S("Old Mill"), S("County 27"),
};
static const ll_str ways[] = {S("St"), S("Ave"), S("Rd"), S("Dr"), S("Ln"), S("Blvd"), S("Ct")};
static const ll_str shops[] = {
    S("Bayou"),   S("Lone Star"), S("Rio Grande"), S("Desert"),  S("Frontier"), S("Eagle"),
    S("Liberty"), S("Big Bend"),  S("Mesquite"),   S("Saguaro"), S("Patriot"),  S("Longhorn"),
    S("Canyon"),  S("Coastal"),   S("Border"),     S("Gulf"),    S("Cactus"),   S("Pecos"),
    S("Alamo"),   S("Delta"),     S("Sierra"),     S("Mesa"),    S("Redwood"),  S("Peachtree"),
};
static const ll_str trades[] = {
    S("Arms"),           S("Guns"),     S("Firearms"),        S("Outfitters"), S("Pawn"),
    S("Sporting Goods"), S("Gun Shop"), S("Shooters Supply"), S("Armory"),     S("Tackle & Guns"),
};

static const struct ll_gen_name *names_of(struct ll_arena *arena, const char *const *list,
                                          uint32_t n, ll_str (*normal)(struct ll_arena *, ll_str))
{
    struct ll_gen_name *names = LL_NEW_ARRAY(arena, struct ll_gen_name, n);
    for (uint32_t i = 0; names && i < n; i++) {
        names[i].written = ll_str_from(list[i]);
        /* A copy: the scratch form may be borrowed from what it was made of. */
        names[i].normal = ll_arena_str(arena, normal(arena, names[i].written));
        if (!names[i].normal.len)
            return NULL;
    }
    return names;
}

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof(list)[0]))

bool ll_gen_names_make(struct ll_arena *arena, struct ll_gen_names *out)
{
    *out = (struct ll_gen_names){
        .last = names_of(arena, last_names, COUNT(last_names), ll_normal_last_name),
        .first = names_of(arena, first_names, COUNT(first_names), ll_normal_first_name),
        .last_count = COUNT(last_names),
        .first_count = COUNT(first_names),
        .streets = streets,
        .street_count = COUNT(streets),
        .ways = ways,
        .way_count = COUNT(ways),
        .shops = shops,
        .shop_count = COUNT(shops),
        .trades = trades,
        .trade_count = COUNT(trades),
    };
    return out->last && out->first;
}
