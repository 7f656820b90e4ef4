/* say.c -- see say.h.   SPDX-License-Identifier: Apache-2.0 */
#include "cmd/say.h"

#include "base/buf.h"
#include "cmd/cmd.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static bool write_all(int fd, ll_str text)
{
    while (text.len) {
        ssize_t n = write(fd, text.ptr, text.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        text.ptr += n;
        text.len -= (size_t)n;
    }
    return true;
}

bool cmd_print(ll_str text)
{
    return write_all(STDOUT_FILENO, text);
}

void cmd_print_error(ll_str text)
{
    (void)write_all(STDERR_FILENO, text);
}

void cmd_say_error(const struct ll_error *err, const char *severity)
{
    struct ll_buf text = {0};

    ll_error_render(err, severity, &text);
    cmd_print_error(ll_buf_str(&text));
    ll_buf_fini(&text);
}

void cmd_say_errors(const struct ll_errors *errors, const char *severity)
{
    size_t kept = errors->count < LL_ERRORS_MAX ? errors->count : LL_ERRORS_MAX;

    for (size_t i = 0; i < kept; i++)
        cmd_say_error(&errors->list[i], severity);
    if (errors->count > kept)
        cmd_say("%s: %zu more are not shown", severity, errors->count - kept);
}

void cmd_say(const char *format, ...)
{
    char line[1024];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(line, sizeof line - 1, format, args);
    va_end(args);
    if (n < 0)
        return;
    if ((size_t)n > sizeof line - 2)
        n = sizeof line - 2;
    line[n] = '\n';
    cmd_print_error((ll_str){line, (size_t)n + 1});
}

int cmd_code(enum ll_status status)
{
    switch (status) {
    case LL_OK:
        return CMD_FINE;
    case LL_ERR_SYNTAX:
    case LL_ERR_TYPE:
        return CMD_BAD_USAGE;
    case LL_ERR_NOMEM:
    case LL_ERR_LIMIT:
    case LL_ERR_DATA:
    case LL_ERR_IO:
    case LL_ERR_BROKER:
    case LL_ERR_STORE:
        break;
    }
    return CMD_FAILED;
}

void cmd_show_progress(void *context, ll_str text)
{
    char line[160];
    int n = snprintf(line, sizeof line, "\r%.*s\033[K", LL_STR_ARGS(text));

    (void)context;
    if (n > 0 && (size_t)n < sizeof line)
        cmd_print_error((ll_str){line, (size_t)n});
}

void cmd_end_progress(void)
{
    cmd_print_error(LL_STR("\r\033[K"));
}
