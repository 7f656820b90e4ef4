/* tune_report.c -- leadline tune: the page.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/cmd.h"
#include "cmd/say.h"
#include "cmd/tune.h"
#include "files/output.h"
#include "tune/page.h"

static int write_report(struct cmd_tune_run *run, void *state)
{
    struct ll_output *output = NULL;
    struct ll_error err = {0};
    enum ll_status status;

    (void)state;
    if (!run->options->report)
        return CMD_FINE;
    status = ll_output_open(run->options->report, &output, &err);
    if (!status)
        status = ll_tune_page_write(ll_buf_str(&run->document), output, &err);
    if (!status)
        status = ll_output_commit(output, &err);
    ll_output_close(output);
    if (status)
        cmd_say_error(&err, "error");
    return status ? cmd_code(status) : CMD_FINE;
}

extern const struct cmd_tune_plug cmd_tune_report;
const struct cmd_tune_plug cmd_tune_report = {.end = write_report};
