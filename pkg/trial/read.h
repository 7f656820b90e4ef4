/* read.h -- a test on its way from YAML to events and expectations: what the files of this room share.
 * Depends on: trial.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_TRIAL_READ_H
#define LL_TRIAL_READ_H

#include "base/buf.h"
#include "event/decode.h"
#include "trial/trial.h"

struct ll_trial_reader {
    struct ll_arena *arena;
    const struct ll_book *book;
    const struct ll_calibers *calibers;
    struct ll_decoder *decoder;
    struct ll_errors *errors;
    enum ll_status status;             /* of the first fault */
    size_t faults_before;              /* those that were told before the test at hand */
    struct ll_buf text;                /* scratch */
    const struct ll_calendar *builtin; /* of tests that say nothing of a calendar */
    struct ll_trial_test *tests;
    size_t count, cap;
};

/* ---- read.c: values ---- */

void ll_trial_fault(struct ll_trial_reader *reader, struct ll_pos at, const char *format, ...)
    LL_PRINTF(3, 4);
void ll_trial_fault_memory(struct ll_trial_reader *reader);
/* The value under a key, NULL where it is absent or null. */
const struct ll_yaml_node *ll_trial_get(const struct ll_yaml_node *mapping, const char *key);
/* What a mapping has. Of one with unknown keys, which are told, the rest is read too, so that all faults are told at once;
 * only that a key is missing is not, as the unknown one may stand for it. */
enum ll_trial_keys { LL_TRIAL_NO_KEYS, LL_TRIAL_UNKNOWN_KEYS, LL_TRIAL_KNOWN_KEYS };
/* NO_KEYS, and a fault: it is no mapping. what: "a gun"; example: "{class: pistol}". */
enum ll_trial_keys ll_trial_mapping(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                                    const char *const *keys, size_t n, const char *what,
                                    const char *example);
/* The text of a scalar, blanks around it trimmed; empty where node is NULL; empty, and a fault, where it is no text. */
ll_str ll_trial_text(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                     const char *what);
/* A whole number in the range into *out, which is kept where node is NULL. */
bool ll_trial_int(struct ll_trial_reader *reader, const struct ll_yaml_node *node, const char *what,
                  int64_t min, int64_t max, int64_t *out);
/* dates.c: a date into *out, which is kept where node is NULL. */
bool ll_trial_date(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                   const char *what, ll_day *out);
/* The word none. */
bool ll_trial_is_none(const struct ll_yaml_node *node);
/* A word that none of n names is: with the nearest one, or with all of them where they are few. remedy: what else can be
 * done, "add it to dealers"; NULL: nothing. */
void ll_trial_unknown(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                      const char *what, const ll_str *names, size_t n, const char *remedy);
/* open, holidays and closures of a mapping as a calendar; NULL, and a fault, where they are none. */
const struct ll_calendar *ll_trial_calendar(struct ll_trial_reader *reader,
                                            const struct ll_yaml_node *node);
/* The id of an indicator of the pack. */
bool ll_trial_indicator(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                        uint32_t *index);
/* The text of reader->text in the arena, with the padding that a decoder wants. */
ll_str ll_trial_keep_text(struct ll_trial_reader *reader);

/* ---- cast.c: who takes part ---- */

struct ll_cast_dealer {
    ll_str label, ffl;
    struct ll_pos at;
    struct ll_dealer row;
};
struct ll_cast_address {
    ll_str label; /* as written */
    ll_str street, city, state, zip;
};
struct ll_cast_buyer {
    ll_str label, last_name, first_name, born, country_of_birth;
    struct ll_cast_address address; /* label empty: no street */
    struct ll_pos at;
    bool named; /* in the test's names already */
};
struct ll_cast {
    struct ll_cast_dealer *dealers;
    struct ll_cast_buyer *buyers;
    size_t dealer_count, dealer_cap, buyer_count, buyer_cap;
    bool dealers_said, buyers_said; /* the test lists them: there are no others */
};

/* The test's `dealers` and `buyers`. */
void ll_cast_read(struct ll_trial_reader *reader, const struct ll_yaml_node *test,
                  struct ll_cast *cast);
/* The dealer or buyer that an event names; node NULL: the one that there is. SIZE_MAX, and a fault, where there is none of
 * that name. at: of the event. */
size_t ll_cast_dealer(struct ll_trial_reader *reader, struct ll_cast *cast,
                      const struct ll_yaml_node *node, struct ll_pos at);
size_t ll_cast_buyer(struct ll_trial_reader *reader, struct ll_cast *cast,
                     const struct ll_yaml_node *node, struct ll_pos at);
/* A text, or {street, city, state, zip}. */
void ll_cast_read_address(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                          struct ll_cast_address *address);
/* The state of buyer or event, into the address. */
void ll_cast_read_state(struct ll_trial_reader *reader, const struct ll_yaml_node *mapping,
                        struct ll_cast_address *address);

/* ---- guns.c ---- */

struct ll_trial_gun {
    ll_str class, manufacturer, importer, model, caliber, action, serial;
    ll_str magazine, price; /* as JSON has them; empty: null */
};
/* The guns of a sale; number: of the event, for serials of their own. price: of those that say none; NULL: null. NULL,
 * and a fault, where there are none. */
struct ll_trial_gun *ll_guns_read(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                                  const struct ll_yaml_node *price, size_t number, size_t *count);
/* A recovered gun that no sale of the test has. */
bool ll_gun_read(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                 struct ll_trial_gun *gun);
/* As JSON: of a sale, or of a trace. */
void ll_gun_add(struct ll_buf *out, const struct ll_trial_gun *gun, bool of_trace);

/* ---- draft.c, sale.c, trace.c, full.c, events.c: events ---- */

enum ll_draft_kind { LL_DRAFT_SALE, LL_DRAFT_TRACE, LL_DRAFT_VOID, LL_DRAFT_FULL };

/* An event between its YAML and its JSON. */
struct ll_trial_draft {
    const struct ll_yaml_node *node;
    enum ll_draft_kind kind;
    bool sound;                  /* its kind, and what it refers to, are known */
    bool misspelt;               /* it has unknown keys: told are its faults, not what is missing */
    size_t number;               /* from 1 */
    struct ll_trial_draft *root; /* of a correction: what it corrects, else itself */
    struct ll_trial_draft *of;   /* of a void: what is voided; of a trace: the sale; else NULL */
    int64_t versions;            /* of a root: so many versions of it came so far */
    int64_t version;             /* 0: none, of a void */
    ll_str id;                   /* of a root */
    ll_str date;                 /* of a sale */
    size_t dealer, buyer;        /* SIZE_MAX: none */
    struct ll_cast_address address; /* of a sale */
    struct ll_trial_gun *guns;      /* of a sale */
    size_t gun_count;
    ll_str json;
};

/* What the events are, and what they refer to. False where memory is out. */
bool ll_drafts_read(struct ll_trial_reader *reader, const struct ll_yaml_node *list,
                    struct ll_trial_draft **drafts);
/* The value of an event under a key, else that of the event that it corrects. */
const struct ll_yaml_node *ll_draft_get(const struct ll_trial_draft *draft, const char *key);
/* Their JSON; empty where there was a fault. Sales first. */
void ll_draft_write_sale(struct ll_trial_reader *reader, struct ll_cast *cast,
                         struct ll_trial_draft *draft);
void ll_draft_write_trace(struct ll_trial_reader *reader, struct ll_cast *cast,
                          struct ll_trial_draft *draft);
void ll_draft_write_void(struct ll_trial_reader *reader, struct ll_cast *cast,
                         struct ll_trial_draft *draft);
void ll_draft_write_full(struct ll_trial_reader *reader, struct ll_trial_draft *draft);
/* The node of a full event that a path as "firearms[2].serial" names, or as much of it as there is. */
const struct ll_yaml_node *ll_full_find(const struct ll_yaml_node *node, const char *path);

/* {"key":"text" with what is before it; nothing where text is empty. */
void ll_draft_add_text(struct ll_buf *out, const char *before, ll_str text);
void ll_draft_add_dealer(struct ll_buf *out, const struct ll_cast *cast, size_t dealer);
/* "purchaser":{...; the caller closes it. */
void ll_draft_add_buyer(struct ll_buf *out, const struct ll_cast *cast, size_t buyer);

/* The events of the test, decoded and as facts, and the names in them. */
void ll_events_read(struct ll_trial_reader *reader, const struct ll_yaml_node *list,
                    struct ll_cast *cast, struct ll_trial_test *test);

/* ---- want.c, test.c ---- */

/* home: the indicator that the test stands under; NULL: none. looks: test->looks, which gains the indicators that are
 * named. */
void ll_wants_read(struct ll_trial_reader *reader, struct ll_trial_test *test,
                   const struct ll_indicator *home, bool *looks);
/* One test of a list. */
void ll_test_read(struct ll_trial_reader *reader, const struct ll_yaml_node *node,
                  const struct ll_indicator *home);

#endif
