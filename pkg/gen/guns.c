/* guns.c -- the catalogue, and serials.   SPDX-License-Identifier: Apache-2.0
 *
 * Ordinary weights: handguns to long guns as in the background checks of the border states (FBI
 * NICS 2022, Texas 778 to 412 thousand). Ring weights: .223, 7.62x39mm, 5.7x28mm and .50 rifles as
 * ATF named them to Congress in 2009. Calibers are written in the several ways in which dealers
 * write them; a few have none that a table would know. */
#include "gen/guns.h"

#include "base/buf.h"

struct row {
    const char *class, *make, *importer, *model, *caliber, *action;
    bool magazine;
    uint16_t price, weight, ring; /* ring: weight among the ring's guns of its kind */
};

static const struct row rows[] = {
    {"pistol", "Glock", "Glock Inc", "19", "9mm", "semiautomatic", true, 539, 90, 20},
    {"pistol", "Glock", "Glock Inc", "43X", "9mm Luger", "semiautomatic", true, 479, 60, 0},
    {"pistol", "Smith & Wesson", NULL, "M&P9", "9mm", "semiautomatic", true, 449, 60, 5},
    {"pistol", "SIG Sauer", NULL, "P365", "9x19", "semiautomatic", true, 599, 70, 0},
    {"pistol", "Ruger", NULL, "LCP II", ".380 ACP", "semiautomatic", true, 299, 40, 0},
    {"pistol", "Taurus", "Taurus Int", "G2C", "9mm", "semiautomatic", true, 249, 60, 5},
    {"pistol", "Springfield Armory", "Springfield Inc", "Hellcat", "9mm", "semiautomatic", true,
     549, 40, 0},
    {"pistol", "FN", "FNH USA", "Five-seveN", "5.7x28mm", "semiautomatic", true, 1199, 8, 40},
    {"pistol", "Colt", NULL, "1911", ".45 ACP", "semiautomatic", true, 999, 25, 5},
    {"pistol", "Colt", NULL, "1911 Classic", ".38 Super", "semiautomatic", true, 1099, 5, 25},
    {"pistol", "Hi-Point", NULL, "C9", "9mm", "semiautomatic", true, 149, 20, 5},
    {"pistol", "Beretta", "Beretta USA", "92FS", "9mm", "semiautomatic", true, 699, 30, 10},
    {"pistol", "CZ", "CZ-USA", "P-10 C", "9 mm", "semiautomatic", true, 459, 25, 0},
    {"pistol", "Ruger", NULL, "Mark IV", ".22 LR", "semiautomatic", true, 419, 25, 0},
    {"revolver", "Smith & Wesson", NULL, "642", ".38 Spl", "revolver", false, 449, 25, 0},
    {"revolver", "Ruger", NULL, "LCR", ".357 Mag", "revolver", false, 599, 18, 0},
    {"revolver", "Taurus", "Taurus Int", "856", ".38 Special", "revolver", false, 329, 15, 0},
    {"revolver", "Heritage", NULL, "Rough Rider", ".22 LR", "revolver", false, 149, 20, 0},
    {"revolver", "Colt", NULL, "Python", ".357 Magnum", "revolver", false, 1499, 6, 0},
    {"rifle", "Colt", NULL, "AR-15", ".223 Rem", "semiautomatic", true, 1099, 20, 25},
    {"rifle", "Smith & Wesson", NULL, "M&P15", "5.56x45mm NATO", "semiautomatic", true, 749, 30,
     12},
    {"rifle", "Ruger", NULL, "AR-556", "5.56 NATO", "semiautomatic", true, 729, 30, 8},
    {"rifle", "DPMS", NULL, "Oracle", ".223/5.56", "semiautomatic", true, 599, 12, 10},
    {"rifle", "Romarm", "Century Arms", "WASR-10", "7.62x39", "semiautomatic", true, 849, 12, 30},
    {"rifle", "Zastava", "Zastava USA", "ZPAP M70", "7.62x39mm", "semiautomatic", true, 999, 8, 12},
    {"rifle", "FN", "FNH USA", "PS90", "5.7x28mm", "semiautomatic", true, 1799, 2, 10},
    {"rifle", "Barrett", NULL, "M82A1", ".50 BMG", "semiautomatic", true, 8999, 1, 4},
    {"rifle", "Springfield Armory", NULL, "M1A", ".308 Win", "semiautomatic", true, 1599, 6, 2},
    {"rifle", "Kel-Tec", NULL, "SUB2000", "9mm", "semiautomatic", true, 449, 6, 0},
    {"rifle", "Ruger", NULL, "10/22", ".22 LR", "semiautomatic", true, 299, 30, 0},
    {"rifle", "Remington", NULL, "700", ".308 Win", "bolt", false, 799, 20, 0},
    {"rifle", "Savage", NULL, "Axis", ".270 Win", "bolt", true, 399, 15, 0},
    {"rifle", "Ruger", NULL, "American", "6.5 Creedmoor", "bolt", true, 499, 20, 0},
    {"rifle", "Marlin", NULL, "336", ".30-30 Win", "lever", false, 899, 12, 0},
    {"rifle", "Henry", NULL, "Golden Boy", ".22 LR", "lever", false, 549, 12, 0},
    {"rifle", "Tikka", "Beretta USA", "T3x", ".30-06", "bolt", true, 849, 10, 0},
    {"shotgun", "Mossberg", NULL, "500", "12 GA", "pump", false, 399, 35, 0},
    {"shotgun", "Remington", NULL, "870", "12 gauge", "pump", false, 429, 35, 0},
    {"shotgun", "Benelli", "Benelli USA", "M4", "12 GA", "semiautomatic", false, 1999, 8, 0},
    {"shotgun", "Beretta", "Beretta USA", "A300", "20 GA", "semiautomatic", false, 899, 10, 0},
    {"shotgun", "Stoeger", "Stoeger Ind", "Condor", ".410", "other", false, 449, 8, 0},
    {"receiver", "Anderson", NULL, "AM-15", "Multi", "other", true, 59, 25, 0},
    {"silencer", "SilencerCo", NULL, "Omega 300", ".300 WM", "other", false, 899, 5, 0},
};
#define ROWS ((uint32_t)(sizeof rows / sizeof rows[0]))

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* Texts of the table need no escapes: a unit test reads them back. */
static void importer_add(struct ll_buf *out, const char *importer)
{
    if (importer)
        ll_buf_printf(out, "\"%s\"", importer);
    else
        ll_buf_add_lit(out, "null");
}

static ll_str take(struct ll_arena *arena, struct ll_buf *text)
{
    ll_str copy = text->failed ? (ll_str){NULL, 0} : ll_arena_str(arena, ll_buf_str(text));
    ll_buf_reset(text);
    return copy;
}

static bool model_make(struct ll_arena *arena, struct ll_buf *text, const struct row *row,
                       struct ll_gen_model *out)
{
    ll_buf_printf(text, "{\"class\":\"%s\",\"manufacturer\":\"%s\",\"importer\":", row->class,
                  row->make);
    importer_add(text, row->importer);
    ll_buf_printf(text, ",\"model\":\"%s\",\"caliber\":\"%s\",\"serial\":\"", row->model,
                  row->caliber);
    out->sold_head = take(arena, text);
    ll_buf_printf(text, "\",\"action\":\"%s\",\"detachable_magazine\":%s,\"price\":", row->action,
                  row->magazine ? "true" : "false");
    out->sold_tail = take(arena, text);
    ll_buf_printf(text, "{\"class\":\"%s\",\"manufacturer\":\"%s\",\"model\":\"%s\",", row->class,
                  row->make, row->model);
    ll_buf_printf(text, "\"caliber\":\"%s\",\"serial\":\"", row->caliber);
    out->trace_head = take(arena, text);
    out->price = row->price;
    out->handgun = is(row->class, "pistol") || is(row->class, "revolver");
    out->reported = is(row->class, "rifle") && is(row->action, "semiautomatic") && row->magazine &&
                    !is(row->caliber, ".22 LR");
    return out->sold_head.len && out->sold_tail.len && out->trace_head.len;
}

bool ll_gen_catalogue_make(struct ll_arena *arena, struct ll_gen_catalogue *out)
{
    struct ll_gen_model *models = LL_NEW_ARRAY(arena, struct ll_gen_model, ROWS);
    if (!models)
        return false;
    uint32_t ordinary[ROWS], ring_long[ROWS], ring_hand[ROWS];
    struct ll_buf text = {.max = 4096};
    bool fine = true;
    for (uint32_t i = 0; fine && i < ROWS; i++) {
        fine = model_make(arena, &text, &rows[i], &models[i]);
        ordinary[i] = rows[i].weight;
        ring_long[i] = models[i].handgun ? 0 : rows[i].ring;
        ring_hand[i] = models[i].handgun ? rows[i].ring : 0;
    }
    ll_buf_fini(&text);
    out->models = models;
    out->count = ROWS;
    return fine && ll_gen_choice_make(arena, ordinary, ROWS, &out->ordinary) &&
           ll_gen_choice_make(arena, ring_long, ROWS, &out->ring_long) &&
           ll_gen_choice_make(arena, ring_hand, ROWS, &out->ring_hand);
}

size_t ll_gen_serial_write(uint64_t gun, bool plain, char out[LL_GEN_SERIAL_MAX])
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ"; /* no I, O, Q */
    /* The factor has no divisor in common with the number of serials, so no two guns meet;
     * neighbours lie far apart. */
    uint64_t spread = gun % LL_GEN_SERIALS * 123456787 % LL_GEN_SERIALS;
    uint64_t digits = spread % 10000000, head = spread / 10000000;
    size_t at = 0;
    out[at++] = letters[head % 23];
    out[at++] = letters[head / 23 % 23];
    out[at++] = letters[head / 529];
    if (!plain && gun % 7 == 0)
        out[at++] = ' ';
    else if (!plain && gun % 11 == 0)
        out[at++] = '-';
    for (size_t i = 7; i > 0; i--) {
        out[at + i - 1] = (char)('0' + digits % 10);
        digits /= 10;
    }
    return at + 7;
}
