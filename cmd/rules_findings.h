/* rules_findings.h -- what was found in rules, as people or tools want it.
 * Depends on: base, json.   SPDX-License-Identifier: Apache-2.0 */
#ifndef LL_CMD_RULES_FINDINGS_H
#define LL_CMD_RULES_FINDINGS_H

#include "base/error.h"

enum cmd_findings_format {
    CMD_FINDINGS_TEXT,  /* on standard error, with the line and a caret */
    CMD_FINDINGS_JSON,  /* on standard output, an object a line */
    CMD_FINDINGS_GITHUB /* on standard output, as workflow commands */
};

/* The format of that name; false where there is none. */
bool cmd_findings_format_of(const char *name, enum cmd_findings_format *out);

/* Print findings. path: the file of those that have no place. severity: "error" or "warning". False: they could not be
 * written. */
bool cmd_findings_print(const struct ll_errors *findings, const char *severity, const char *path,
                        enum cmd_findings_format format);

#endif
