/* day.c -- civil dates and instants.   SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"

#define DAYS_PER_400_YEARS 146097
#define NS_PER_SECOND INT64_C(1000000000)
#define NS_PER_DAY (86400 * NS_PER_SECOND)

/* Days before each month, counted from 1 March: the leap day is then the last of its year. */
static const int16_t days_before[12] = {0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337};
static const uint8_t month_days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int floor_div(int a, int b)
{
    return a / b - (a % b < 0);
}

ll_day ll_day_from_civil(int year, int month, int day)
{
    int y = month < 3 ? year - 1 : year;
    int since_march = (month + 9) % 12;
    int leaps = floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400);
    /* 1970-01-01 is 719468 days after 0000-03-01. */
    return y * 365 + leaps + days_before[since_march] + day - 1 - 719468;
}

void ll_day_to_civil(ll_day day, int *year, int *month, int *mday)
{
    int from_march = day + 719468;
    int era = floor_div(from_march, DAYS_PER_400_YEARS);
    unsigned in_era = (unsigned)(from_march - era * DAYS_PER_400_YEARS);
    /* The last day of four years, of a century and of an era would begin one year too many. */
    unsigned y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    unsigned in_year = in_era - (y * 365 + y / 4 - y / 100);
    /* Five months from 1 March have 153 days, in every five but the cut last. */
    unsigned m = (5 * in_year + 2) / 153;
    *mday = (int)in_year - days_before[m] + 1;
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = era * 400 + (int)y + (m >= 10);
}

int ll_day_weekday(ll_day day)
{
    int64_t from_monday = (int64_t)day + 3;
    int64_t rest = from_monday % 7;
    return (int)(rest < 0 ? rest + 7 : rest);
}

/* n digits at p as a number; *bad where one is none. Without a branch for each. */
static inline int digits(const char *p, size_t n, bool *bad)
{
    unsigned value = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned d = (unsigned)(unsigned char)p[i] - '0';
        *bad |= d > 9;
        value = value * 10 + d;
    }
    return (int)value;
}

/* The ten bytes at p. */
static bool parse_date(const char *p, int *year, ll_day *out)
{
    bool bad = (p[4] != '-') | (p[7] != '-');
    int y = digits(p, 4, &bad), m = digits(p + 5, 2, &bad), d = digits(p + 8, 2, &bad);
    if (bad || y < 1 || m < 1 || m > 12 || d < 1)
        return false;
    if (d > month_days[m - 1] && !(m == 2 && d == 29 && is_leap(y)))
        return false;
    *year = y;
    *out = ll_day_from_civil(y, m, d);
    return true;
}

bool ll_day_parse(ll_str text, ll_day *out)
{
    int year;
    return text.len == 10 && parse_date(text.ptr, &year, out);
}

/* The digits of 00 to 99: two are written at a time, without a division for each. */
#define TEN(d) d "0" d "1" d "2" d "3" d "4" d "5" d "6" d "7" d "8" d "9"
static const char digit_pairs[] =
    TEN("0") TEN("1") TEN("2") TEN("3") TEN("4") TEN("5") TEN("6") TEN("7") TEN("8") TEN("9");

static inline void put_two(char *p, unsigned value)
{
    memcpy(p, digit_pairs + 2 * (value % 100), 2);
}

void ll_day_format(ll_day day, char out[10])
{
    int year, month, mday;
    ll_day_to_civil(day, &year, &month, &mday);
    put_two(out, (unsigned)year / 100);
    put_two(out + 2, (unsigned)year);
    out[4] = '-';
    put_two(out + 5, (unsigned)month);
    out[7] = '-';
    put_two(out + 8, (unsigned)mday);
}

int ll_day_age(ll_day born, ll_day day)
{
    /* Birthdays stray by less than three days from whole years of the mean length: only near one
     * must the calendar be asked. */
    int64_t scaled = ((int64_t)day - born) * 400, rest = scaled % DAYS_PER_400_YEARS;
    if (rest > 3 * 400 && rest < DAYS_PER_400_YEARS - 3 * 400)
        return (int)(scaled / DAYS_PER_400_YEARS);
    int by, bm, bd, y, m, d;
    ll_day_to_civil(born, &by, &bm, &bd);
    ll_day_to_civil(day, &y, &m, &d);
    /* 29 February needs no case of its own: in other years 28 February sorts before it and 1
     * March after. */
    bool had_birthday = m > bm || (m == bm && d >= bd);
    return y - by - !had_birthday;
}

/* What follows the seconds: the fraction, then the offset to the text's end. */
static bool parse_rest(const char *p, const char *end, struct ll_time *out, int64_t *fraction_ns)
{
    int64_t ns = 0;
    uint8_t n = 0;
    if (p < end && *p == '.') {
        int64_t unit = NS_PER_SECOND;
        for (p++; p < end && *p >= '0' && *p <= '9'; p++, n++) {
            if (n == 9)
                return false;
            unit /= 10;
            ns += (*p - '0') * unit;
        }
        if (n == 0)
            return false;
    }
    *fraction_ns = ns;
    out->fraction_digits = n;
    out->offset_minutes = 0;
    out->form = 1;
    if (end - p == 1)
        return *p == 'Z';
    if (end - p != 6 || (p[0] != '+' && p[0] != '-') || p[3] != ':')
        return false;
    bool bad = false;
    int hours = digits(p + 1, 2, &bad), minutes = digits(p + 4, 2, &bad);
    if (bad || hours > 23 || minutes > 59)
        return false;
    int offset = hours * 60 + minutes;
    out->form = p[0] == '-' && offset == 0 ? 2 : 0;
    out->offset_minutes = (int16_t)(p[0] == '-' ? -offset : offset);
    return true;
}

static bool parse_time(ll_str text, int *year, int64_t *local_ns, struct ll_time *out)
{
    const char *p = text.ptr;
    if (text.len < 20 || !parse_date(p, year, &out->day) || p[10] != 'T' || p[13] != ':' ||
        p[16] != ':')
        return false;
    bool bad = false;
    int hour = digits(p + 11, 2, &bad), minute = digits(p + 14, 2, &bad),
        second = digits(p + 17, 2, &bad);
    if (bad || hour > 23 || minute > 59 || second > 59)
        return false;
    int64_t fraction_ns;
    if (!parse_rest(p + 19, p + text.len, out, &fraction_ns))
        return false;
    *local_ns = (hour * 3600 + minute * 60 + second) * NS_PER_SECOND + fraction_ns;
    return true;
}

bool ll_time_parse(ll_str text, struct ll_time *out)
{
    int year;
    int64_t local_ns;
    if (!parse_time(text, &year, &local_ns, out) || year < 1900 || year > 2200)
        return false;
    out->utc_ns = out->day * NS_PER_DAY + local_ns - out->offset_minutes * 60 * NS_PER_SECOND;
    return true;
}

bool ll_time_is_formed(ll_str text)
{
    int year;
    int64_t local_ns;
    struct ll_time time;
    return parse_time(text, &year, &local_ns, &time);
}

size_t ll_time_format(const struct ll_time *time, char out[LL_TIME_TEXT_MAX])
{
    int64_t local_ns =
        time->utc_ns + time->offset_minutes * 60 * NS_PER_SECOND - time->day * NS_PER_DAY;
    int seconds = (int)(local_ns / NS_PER_SECOND);
    int fraction = (int)(local_ns % NS_PER_SECOND);
    ll_day_format(time->day, out);
    out[10] = 'T';
    put_two(out + 11, (unsigned)seconds / 3600);
    out[13] = ':';
    put_two(out + 14, (unsigned)seconds / 60 % 60);
    out[16] = ':';
    put_two(out + 17, (unsigned)seconds % 60);
    size_t len = 19;
    if (time->fraction_digits) {
        char nine[9];
        for (size_t i = sizeof nine; i-- > 0; fraction /= 10)
            nine[i] = (char)('0' + fraction % 10);
        out[len++] = '.';
        memcpy(out + len, nine, time->fraction_digits);
        len += time->fraction_digits;
    }
    if (time->form == 1) {
        out[len++] = 'Z';
        return len;
    }
    int offset = time->offset_minutes < 0 ? -time->offset_minutes : time->offset_minutes;
    out[len] = time->offset_minutes < 0 || time->form == 2 ? '-' : '+';
    put_two(out + len + 1, (unsigned)offset / 60);
    out[len + 3] = ':';
    put_two(out + len + 4, (unsigned)offset % 60);
    return len + 6;
}
