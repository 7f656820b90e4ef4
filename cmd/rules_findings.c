/* rules_findings.c -- see rules_findings.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/rules_findings.h"

#include "base/buf.h"
#include "cmd/say.h"
#include "json/writer.h"

static const char *const format_names[] = {"text", "json", "github"};

bool cmd_findings_format_of(const char *name, enum cmd_findings_format *out)
{
    for (size_t i = 0; i < sizeof format_names / sizeof format_names[0]; i++) {
        if (strcmp(name, format_names[i]) != 0)
            continue;
        *out = (enum cmd_findings_format)i;
        return true;
    }
    return false;
}

/* What a tool sorts by, where the finding says nothing closer. */
static const char *code_of(const struct ll_error *finding)
{
    if (finding->code)
        return finding->code;
    switch (finding->status) {
    case LL_ERR_TYPE:
        return "type";
    case LL_ERR_LIMIT:
        return "limit";
    case LL_ERR_IO:
        return "unreadable";
    case LL_ERR_NOMEM:
        return "memory";
    case LL_OK:
    case LL_ERR_SYNTAX:
    case LL_ERR_DATA:
    case LL_ERR_BROKER:
    case LL_ERR_STORE:
        break;
    }
    return "syntax";
}

static const char *file_of(struct ll_pos at, const char *path)
{
    return at.source && at.source->file ? at.source->file : path;
}

/* ---- json ---- */

static void add_text(struct ll_buf *out, const char *key, const char *text)
{
    ll_buf_printf(out, "\"%s\":", key);
    ll_json_add_string(out, ll_str_from(text));
    ll_buf_add_char(out, ',');
}

static void add_place(struct ll_buf *out, struct ll_pos at, const char *path)
{
    add_text(out, "file", file_of(at, path));
    if (at.line && at.col)
        ll_buf_printf(out, "\"line\":%u,\"column\":%u,\"end_column\":%u,", at.line, at.col,
                      at.col + (at.width ? at.width : 1));
    else
        ll_buf_add_lit(out, "\"line\":null,\"column\":null,\"end_column\":null,");
}

static void add_json(struct ll_buf *out, const struct ll_error *finding, const char *severity,
                     const char *path)
{
    ll_buf_add_char(out, '{');
    add_text(out, "severity", severity);
    add_text(out, "code", code_of(finding));
    add_place(out, finding->at, path);
    add_text(out, "message", finding->message);
    ll_buf_add_lit(out, "\"other\":");
    if (finding->other.line) {
        ll_buf_add_char(out, '{');
        add_place(out, finding->other, path);
        ll_buf_add_lit(out, "\"message\":");
        ll_json_add_string(out, ll_str_from(finding->other_note));
        ll_buf_add_lit(out, "}}\n");
    } else {
        ll_buf_add_lit(out, "null}\n");
    }
}

/* ---- github ---- */

/* Percent signs and line ends mean something in a workflow command; in a property commas and colons too. */
static void add_escaped(struct ll_buf *out, const char *text, const char *special)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            ll_buf_printf(out, "%%%02X", (unsigned char)*text);
        else
            ll_buf_add_char(out, *text);
    }
}

static void add_github(struct ll_buf *out, const struct ll_error *finding, const char *severity,
                       const char *path)
{
    struct ll_pos at = finding->at;

    ll_buf_printf(out, "::%s file=", severity);
    add_escaped(out, file_of(at, path), "%\r\n,:");
    if (at.line && at.col)
        ll_buf_printf(out, ",line=%u,col=%u,endColumn=%u", at.line, at.col,
                      at.col + (at.width ? at.width : 1));
    ll_buf_printf(out, ",title=%s::", code_of(finding));
    add_escaped(out, finding->message, "%\r\n");
    if (finding->other.line) {
        ll_buf_add_lit(out, " (");
        add_escaped(out, finding->other_note, "%\r\n");
        ll_buf_add_lit(out, ": ");
        add_escaped(out, file_of(finding->other, path), "%\r\n");
        ll_buf_printf(out, ":%u:%u)", finding->other.line, finding->other.col);
    }
    ll_buf_add_char(out, '\n');
}

/* ---- the whole ---- */

bool cmd_findings_print(const struct ll_errors *findings, const char *severity, const char *path,
                        enum cmd_findings_format format)
{
    size_t kept = findings->count < LL_ERRORS_MAX ? findings->count : LL_ERRORS_MAX;
    struct ll_buf out = {0};
    struct ll_error more = {.code = "more"};
    bool fine;

    if (format == CMD_FINDINGS_TEXT) {
        cmd_say_errors(findings, severity);
        return true;
    }
    for (size_t i = 0; i < kept + (kept < findings->count); i++) {
        const struct ll_error *finding = i < kept ? &findings->list[i] : &more;
        if (finding == &more)
            (void)ll_fail(&more, LL_ERR_LIMIT, "%zu more are not shown", findings->count - kept);
        if (format == CMD_FINDINGS_JSON)
            add_json(&out, finding, severity, path);
        else
            add_github(&out, finding, severity, path);
    }
    fine = !out.failed && cmd_print(ll_buf_str(&out));
    ll_buf_fini(&out);
    return fine;
}
