/* log.c -- one line an occurrence.   SPDX-License-Identifier: Apache-2.0 */
#include "worker/log.h"

#include "base/buf.h"
#include "base/day.h"
#include "json/writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE_BYTES_MAX 1024

struct ll_log ll_log_make(int fd, enum ll_config_log_level level, enum ll_config_log_format format)
{
    bool json = format == LL_LOG_FORMAT_JSON || (format == LL_LOG_FORMAT_AUTO && !isatty(fd));
    return (struct ll_log){.fd = fd, .json = json, .level = level};
}

static void add_time(struct ll_buf *out)
{
    struct timespec now;
    char day[10];
    clock_gettime(CLOCK_REALTIME, &now);
    ll_day_format((ll_day)(now.tv_sec / 86400), day);
    int second = (int)(now.tv_sec % 86400);
    ll_buf_add(out, day, sizeof day);
    ll_buf_printf(out, "T%02d:%02d:%02d.%03dZ", second / 3600, second / 60 % 60, second % 60,
                  (int)(now.tv_nsec / 1000000));
}

/* A text as one word of a line of text: quoted where it has blanks. */
static void add_word(struct ll_buf *out, ll_str text)
{
    bool quote = text.len == 0;
    for (size_t i = 0; i < text.len; i++)
        quote = quote || (unsigned char)text.ptr[i] <= ' ' || strchr("\"=\\", text.ptr[i]);
    if (quote)
        ll_json_add_string(out, text);
    else
        ll_buf_add_str(out, text);
}

static void add_text_line(struct ll_buf *out, const char *level, ll_str message,
                          const struct ll_log_field *fields, size_t n)
{
    add_time(out);
    ll_buf_printf(out, " %s ", level);
    for (size_t i = 0; i < message.len; i++)
        ll_buf_add_char(out, (unsigned char)message.ptr[i] < ' ' ? ' ' : message.ptr[i]);
    for (size_t i = 0; i < n; i++) {
        ll_buf_printf(out, " %s=", fields[i].name);
        if (fields[i].text.ptr)
            add_word(out, fields[i].text);
        else
            ll_buf_add_i64(out, fields[i].number);
    }
}

static void add_json_line(struct ll_buf *out, const char *level, ll_str message,
                          const struct ll_log_field *fields, size_t n)
{
    ll_buf_add_lit(out, "{\"time\":\"");
    add_time(out);
    ll_buf_printf(out, "\",\"level\":\"%s\",\"message\":", level);
    ll_json_add_string(out, message);
    for (size_t i = 0; i < n; i++) {
        ll_buf_printf(out, ",\"%s\":", fields[i].name);
        if (fields[i].text.ptr)
            ll_json_add_string(out, fields[i].text);
        else
            ll_buf_add_i64(out, fields[i].number);
    }
    ll_buf_add_char(out, '}');
}

void ll_log_write(const struct ll_log *log, enum ll_config_log_level level,
                  const struct ll_log_field *fields, size_t n, const char *format, ...)
{
    static const char *const words[] = {"debug", "info", "warn", "error"};
    char message[MESSAGE_BYTES_MAX];
    struct ll_buf line = {.max = 1u << 20};
    va_list arguments;
    if (level < log->level)
        return;
    va_start(arguments, format);
    int len = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (len < 0)
        return;
    ll_str text = {message, (size_t)len < sizeof message ? (size_t)len : sizeof message - 1};
    if (log->json)
        add_json_line(&line, words[level], text, fields, n);
    else
        add_text_line(&line, words[level], text, fields, n);
    ll_buf_add_char(&line, '\n');
    /* A log that cannot be written has no one to tell. */
    if (!line.failed && write(log->fd, line.ptr, line.len) < 0)
        line.len = 0;
    ll_buf_fini(&line);
}
