/* write.c -- see write.h.   SPDX-License-Identifier: Apache-2.0 */
#include "schema/write.h"

void ll_schema_add(struct ll_buf *out, const char *text)
{
    for (; *text; text++)
        ll_buf_add_char(out, *text == '\'' ? '"' : *text);
}
