/* line.h -- lines of label files, one at a time.  Private to the room.
 * Depends on: json, label/store.   SPDX-License-Identifier: Apache-2.0
 *
 * Nothing of a line is shown but its place, the name of a field, and a right word that one in it is near to: a
 * disposition may hold what people wrote. */
#ifndef LL_LABEL_LINE_H
#define LL_LABEL_LINE_H

#include "label/store.h"
#include "json/reader.h"

/* The columns of a CSV, and the fields of a JSON object: kind and key are in its "subject". */
enum ll_said_field {
    LL_SAID_LEAD_ID,
    LL_SAID_DISPOSITION,
    LL_SAID_GROUP,
    LL_SAID_AT,
    LL_SAID_OPENED_ON,
    LL_SAID_REVISION,
    LL_SAID_KIND,
    LL_SAID_KEY,
    LL_SAID_BY,   /* passed over, */
    LL_SAID_NOTE, /* as this */
    LL_SAID_SIDE, /* of samples that people filled in: a line may lack the disposition, or the lead */
    LL_SAID_INDICATOR, /* from here on: of such samples, passed over */
    LL_SAID_FIRST_DATE,
    LL_SAID_LAST_DATE,
    LL_SAID_SCORE,
    LL_SAID_GUNS,
    LL_SAID_LABEL,
    LL_SAID_LACKS,
    LL_SAID_WHY,
    LL_SAID_FIELDS
};
extern const char *const ll_said_fields[LL_SAID_FIELDS];

/* Take a disposition, trimmed texts by field, empty where there is none. LL_ERR_DATA: a fault; at is its line.
 * A word that is none is counted and warned of, not a fault. */
LL_NODISCARD enum ll_status ll_said_take(struct ll_labels *labels, const ll_str *fields,
                                         struct ll_pos at, struct ll_errors *warnings,
                                         struct ll_error *err);

/* Take a JSON object: a disposition, or a line of the truth. LL_ERR_DATA: a fault. */
LL_NODISCARD enum ll_status ll_label_line_take(struct ll_labels *labels,
                                               struct ll_json_reader *reader, ll_str line,
                                               struct ll_pos at, struct ll_errors *warnings,
                                               struct ll_error *err);

/* 32 hex digits. */
bool ll_label_key_parse(ll_str text, struct ll_key *out);
/* By the words of lead records: "purchaser" and 32 hex digits, "dealer" and R-DD-SSSSS, "address" and 32 hex digits. */
bool ll_label_subject_parse(ll_str kind, ll_str key, struct ll_subject *out);

#endif
