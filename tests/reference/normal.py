"""Normal forms of names, streets, serials and calibers, and the keyed hashes made of them."""
import hashlib
import hmac
import unicodedata

_WHITE_SPACE = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(code) for code in range(0x2000, 0x200B)}
_SUFFIXES = {"JR", "SR", "II", "III", "IV", "V"}
_ASCII_KEPT = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def _words(text):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Mn").upper()
    words, word = [], ""
    for char in text:
        category = unicodedata.category(char)
        if char in _WHITE_SPACE or category == "Pd":
            words.append(word)
            word = ""
        elif category[0] in "LN":
            word += char
    words.append(word)
    words = [word for word in words if word]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def last_name(text):
    return "".join(_words(text))


def first_name(text):
    words = _words(text or "")
    return words[0] if words else ""


def street(text):
    upper = unicodedata.normalize("NFKD", text or "").upper()
    return "".join(char for char in upper if char in _ASCII_KEPT)


def zip5(text):
    digits = [char for char in text or "" if char in "0123456789"]
    return "".join(digits[:5]) if len(digits) >= 5 else ""


def gun_text(text):
    """A serial or a manufacturer, for matching."""
    return "".join(char for char in (text or "").upper() if char in _ASCII_KEPT)


def caliber_text(text):
    """A caliber's spelling, for looking it up."""
    return "".join(char for char in text.upper() if char not in " .-")


def guns_match(serial, manufacturer, other_serial, other_manufacturer):
    """Whether two guns in normal form are one: all four are results of gun_text."""
    if not serial or serial != other_serial:
        return False
    return not manufacturer or not other_manufacturer or manufacturer == other_manufacturer


def _keyed(identity_key, message):
    return hmac.new(identity_key, message.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def purchaser_key(identity_key, last, first, born):
    """last and first in normal form, born a date."""
    return _keyed(identity_key, f"purchaser|{last}|{first}|{born.isoformat()}")


def address_key(identity_key, street_text, zip_text):
    """The key of an address as written, or None where it has none."""
    normal_street, digits = street(street_text), zip5(zip_text)
    if not normal_street or not digits:
        return None
    return _keyed(identity_key, f"address|{normal_street}|{digits}")
