/* decimal.h -- exact decimals of four places, held as whole ten-thousandths.
 * Depends on: buf, str.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_BASE_DECIMAL_H
#define LL_BASE_DECIMAL_H

#include "base/buf.h"
#include "base/str.h"
#include <stdint.h>

#define LL_DECIMAL_ONE INT64_C(10000)

/* The ways a number's text fails to be such a decimal. */
enum ll_decimal_fault {
    LL_DECIMAL_FINE,
    LL_DECIMAL_NOT_A_NUMBER,
    LL_DECIMAL_TOO_FINE,
    LL_DECIMAL_TOO_LARGE
};

/* [-]digits[.digits], at most four places that are not zero, at most 14 digits before the point. */
enum ll_decimal_fault ll_decimal_parse(ll_str text, int64_t *out);
/* A JSON number (with fraction and exponent) from 0 to max_units (whole units) as written,
 * rounded once to cents, half away from zero, as ten-thousandths. False where it is none such,
 * however long its text. */
bool ll_decimal_parse_price(ll_str json_number, int64_t max_units, int64_t *out);
/* The shortest text: 0.22, 1099, -3.5. */
void ll_decimal_add(struct ll_buf *out, int64_t value);

#endif
