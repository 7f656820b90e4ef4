"""The scalar values of events: dates, times, licence numbers, versions, prices."""
import datetime
import re
from decimal import Decimal, ROUND_HALF_UP, localcontext

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
                   r"(?:\.([0-9]{1,9}))?(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))")
_LICENCE = re.compile(r"([0-9])-([0-9]{2})-([0-9]{3})-([0-9]{2})-([0-9])([A-Za-z])-([0-9]{5})")
_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")

MAX_VERSION = 2**63 - 1
MAX_PRICE = 10_000_000


def parse_date(text):
    """The date of YYYY-MM-DD, or None where the text is no such date."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError:
        return None


def parse_time(text):
    """(date as written, instant in nanoseconds), or None where the text is no such time."""
    match = _TIME.fullmatch(text)
    if not match:
        return None
    written, hour, minute, second, fraction, _, sign, off_hour, off_minute = match.groups()
    date = parse_date(written)
    hour, minute, second = int(hour), int(minute), int(second)
    if date is None or hour > 23 or minute > 59 or second > 59:
        return None
    offset = 0
    if sign:
        if int(off_hour) > 23 or int(off_minute) > 59:
            return None
        offset = (int(off_hour) * 60 + int(off_minute)) * (60 if sign == "+" else -60)
    seconds = date.toordinal() * 86_400 + hour * 3600 + minute * 60 + second - offset
    return date, seconds * 10**9 + int((fraction or "0").ljust(9, "0"))


def midnight(date):
    """The instant 00:00Z of a date, as parse_time gives instants."""
    return date.toordinal() * 86_400 * 10**9


def parse_licence(text):
    """(dealer key R-DD-SSSSS, type TT), or None where the text is no licence number."""
    match = _LICENCE.fullmatch(text)
    if not match:
        return None
    region, district, _county, kind, _year, _month, sequence = match.groups()
    return f"{region}-{district}-{sequence}", kind


def parse_version(text):
    """The version of a number's text, or None: whole, 1..2^63-1, no fraction, no exponent."""
    if not re.fullmatch(r"[0-9]{1,19}", text):
        return None
    version = int(text)
    return version if 1 <= version <= MAX_VERSION else None


def parse_price(text):
    """The price of a JSON number's text in exact cents, or None where it is out of range.

    The range is of the number as written; rounding, half away from zero, comes after. Exponents are
    weighed before any power is built, so 1e999999999 costs nothing.
    """
    sign, whole, fraction, exponent = _NUMBER.fullmatch(text).groups()
    digits = (whole + (fraction or "")).lstrip("0")
    if not digits:
        return Decimal(0)
    if sign:
        return None
    exponent = (exponent or "0").lstrip("+")
    if len(exponent) > 1000:
        return None if exponent[0] != "-" else Decimal(0)
    # The number is 0.digits times ten to the power of `magnitude`.
    magnitude = len(digits) - len(fraction or "") + int(exponent)
    if magnitude > 8:
        return None
    if magnitude < -3:
        return Decimal(0)
    with localcontext() as context:
        context.prec = len(digits) + 20
        value = Decimal(f"0.{digits}").scaleb(magnitude)
        if value > MAX_PRICE:
            return None
        return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def age_on(born, date):
    """Birthdays passed; one born on 29 February has a birthday on 1 March in other years."""
    return date.year - born.year - ((date.month, date.day) < (born.month, born.day))
