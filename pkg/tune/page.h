/* page.h -- one self-contained HTML file that shows a tuning document.
 * Depends on: base, files.   SPDX-License-Identifier: Apache-2.0
 *
 * The page is in the program (mk/page.mk); the document is put into it as data. It asks nothing of
 * the network. */
#ifndef LL_TUNE_PAGE_H
#define LL_TUNE_PAGE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "files/output.h"

/* Append a JSON text so that it can stand within a <script> element: what could end the element or
 * begin a comment, and the line ends that JavaScript knows beyond JSON's, are written as escapes.
 * The text means the same as before.
 *   json   borrowed; well-formed, so that '<' is found within strings only */
void ll_tune_page_escape(ll_str json, struct ll_buf *out);

/* Write the page with this document. The output is not committed.
 *   document   borrowed; a leadline.tune/1 document, UTF-8
 * LL_ERR_IO as ll_output_write; LL_ERR_NOMEM. */
LL_NODISCARD enum ll_status ll_tune_page_write(ll_str document, struct ll_output *output,
                                               struct ll_error *err);

#endif
