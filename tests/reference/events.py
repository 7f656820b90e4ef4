"""One message -> one event, or the reason why it is rejected."""
import normal
import scalars
import strict_json

MAX_BYTES = 2**20
CLASSES = ("pistol revolver rifle shotgun receiver frame combination silencer machinegun "
           "destructive_device any_other_weapon").split()
ACTIONS = "semiautomatic bolt pump lever single_shot revolver fully_automatic other".split()
STATUSES = "successful unsuccessful pending".split()

_DEALER = ("ffl", "name", "state", "division")
_PURCHASER = ("last_name", "first_name", "middle_name", "date_of_birth", "id_type", "id_state",
              "id_number", "country_of_birth", "address")
_ADDRESS = ("street", "city", "state", "zip")
_FIREARM = ("class", "manufacturer", "importer", "model", "caliber", "serial", "action",
            "detachable_magazine", "price")
_SALE = ("type", "id", "version", "occurred_at", "reported_at", "dealer", "purchaser", "firearms",
         "payment", "form")
_VOID = ("type", "of", "id", "version", "occurred_at", "reported_at", "dealer", "purchaser")
_TRACE = ("type", "id", "version", "recovered_on", "requested_on", "status", "recovery", "firearm",
          "dealer", "purchaser", "sold_on")
_RECOVERY = ("country", "state", "city")
_TRACED = ("class", "manufacturer", "model", "caliber", "serial")

_FIRST_DAY, _LAST_DAY = scalars.parse_date("1968-01-01"), scalars.parse_date("2099-12-31")
_OLDEST_DAY = scalars.parse_date("1850-01-01")


class Reject(Exception):
    """Why an event is malformed: a reason code and the field it lies in."""

    def __init__(self, reason, field=""):
        super().__init__(f"{reason} {field}")
        self.reason, self.field = reason, field


class EventDealer:
    def __init__(self, key, kind, state, division):
        self.key, self.type, self.state, self.division = key, kind, state, division


class Purchaser:
    """A purchaser's key, and what an event says beside it. No key here is a fault of the caller."""

    def __init__(self, key, last, first, born, state, address, country):
        self.key, self.last, self.first, self.born = key, last, first, born
        self.state, self.address, self.country = state, address, country


class Event:
    """kind is sale, void_sale, trace or void_trace; raw the message's bytes; the rest per kind.

    version is None on a void of all versions. Dates are datetime.date, instants nanoseconds.
    """

    def __init__(self, kind, raw, **fields):
        self.kind, self.raw = kind, raw
        self.__dict__.update(fields)


class _Fields:
    """The known fields of one object: null and absent are alike, empty optional text too."""

    def __init__(self, value, known, path):
        if not isinstance(value, strict_json.Object):
            raise Reject("wrong_type", path)
        self.path, self.values = path, {}
        for name, inner in value.pairs:
            if name not in known:
                continue
            if name in self.values:
                raise Reject("field_twice", self.at(name))
            self.values[name] = inner

    def at(self, name):
        return f"{self.path}.{name}" if self.path else name

    def raw(self, name):
        return self.values.get(name)

    def text(self, name, required=False):
        value = self.raw(name)
        if value is not None and not isinstance(value, str):
            raise Reject("wrong_type", self.at(name))
        if not value and required:
            raise Reject("missing", self.at(name))
        return value or None

    def word(self, name, words, required=False):
        value = self.text(name, required)
        if value is not None and value not in words:
            raise Reject("unknown_word", self.at(name))
        return value

    def date(self, name, required=False, first=None, last=None):
        text = self.text(name, required)
        if text is None:
            return None
        date = scalars.parse_date(text)
        if date is None:
            raise Reject("bad_date", self.at(name))
        if (first and date < first) or (last and date > last):
            raise Reject("date_range", self.at(name))
        return date

    def time(self, name, required=False, bounded=False):
        """(date as written, instant), or (None, None)."""
        text = self.text(name, required)
        if text is None:
            return None, None
        time = scalars.parse_time(text)
        if time is None:
            raise Reject("bad_time", self.at(name))
        if bounded and not _FIRST_DAY <= time[0] <= _LAST_DAY:
            raise Reject("date_range", self.at(name))
        return time

    def flag(self, name):
        value = self.raw(name)
        if value is not None and not isinstance(value, bool):
            raise Reject("wrong_type", self.at(name))
        return value

    def version(self, default):
        value = self.raw("version")
        if value is None:
            return default
        if not isinstance(value, strict_json.Number):
            raise Reject("wrong_type", "version")
        version = scalars.parse_version(value.text)
        if version is None:
            raise Reject("bad_version", "version")
        return version

    def price(self):
        value = self.raw("price")
        if value is None:
            return None
        if not isinstance(value, strict_json.Number):
            raise Reject("wrong_type", self.at("price"))
        price = scalars.parse_price(value.text)
        if price is None:
            raise Reject("bad_price", self.at("price"))
        return price

    def inner(self, name, known, required=False):
        """The fields of an object in this one; those of an empty object where it is null."""
        value = self.raw(name)
        if value is None:
            if required:
                raise Reject("missing", self.at(name))
            value = strict_json.Object([])
        return _Fields(value, known, self.at(name))


class Decoder:
    """Decodes messages under one identity key and one caliber table."""

    def __init__(self, identity_key, calibers):
        self.identity_key, self.calibers = identity_key, calibers

    def decode(self, raw):
        """The event of a message's bytes. Raises Reject."""
        if len(raw) > MAX_BYTES:
            raise Reject("too_long")
        try:
            value = strict_json.parse(raw)
        except strict_json.NotJson as fault:
            raise Reject("not_json") from fault
        if not isinstance(value, strict_json.Object):
            raise Reject("not_object")
        kind = _Fields(value, ("type",), "").text("type", required=True)
        if kind == "sale":
            return self._sale(_Fields(value, _SALE, ""), raw)
        if kind == "trace":
            return self._trace(_Fields(value, _TRACE, ""), raw)
        if kind == "void":
            return self._void(_Fields(value, _VOID, ""), raw)
        raise Reject("unknown_type", "type")

    def _sale(self, fields, raw):
        date, instant = fields.time("occurred_at", required=True, bounded=True)
        fields.time("reported_at")
        purchaser = self._purchaser(fields, required=True)
        if purchaser.born >= date:
            raise Reject("date_range", "purchaser.date_of_birth")
        listed = fields.raw("firearms")
        if listed is not None and not isinstance(listed, list):
            raise Reject("wrong_type", "firearms")
        if not listed:
            raise Reject("missing", "firearms")
        firearms = [self._firearm(_Fields(value, _FIREARM, f"firearms[{place}]"))
                    for place, value in enumerate(listed)]
        return Event("sale", raw, id=fields.text("id", required=True), version=fields.version(1),
                     date=date, instant=instant, dealer=self._dealer(fields, required=True),
                     purchaser=purchaser, firearms=firearms, payment=fields.text("payment"),
                     form=fields.text("form"))

    def _void(self, fields, raw):
        of = fields.word("of", ("sale", "trace")) or "sale"
        fields.time("occurred_at", bounded=True)
        fields.time("reported_at")
        tied = of == "sale"
        return Event(f"void_{of}", raw, id=fields.text("id", required=True),
                     version=fields.version(None), dealer=self._dealer(fields, required=tied),
                     purchaser=self._purchaser(fields, required=tied))

    def _trace(self, fields, raw):
        recovered = fields.date("recovered_on", first=_FIRST_DAY, last=_LAST_DAY)
        requested = fields.date("requested_on", first=_FIRST_DAY, last=_LAST_DAY)
        if recovered is None and requested is None:
            raise Reject("missing", "recovered_on")
        recovery = fields.inner("recovery", _RECOVERY)
        gun = fields.inner("firearm", _TRACED)
        caliber, bore = self.calibers.find(gun.text("caliber"))
        gun.text("model")
        recovery.text("city")
        return Event("trace", raw, id=fields.text("id", required=True), version=fields.version(1),
                     recovered_on=recovered, requested_on=requested, date=recovered or requested,
                     sold_on=fields.date("sold_on", first=_OLDEST_DAY),
                     status=fields.word("status", STATUSES),
                     country=recovery.text("country"), state=recovery.text("state"),
                     gun={"class": gun.word("class", CLASSES), "caliber": caliber, "bore": bore,
                          "manufacturer": gun.text("manufacturer"), "serial": gun.text("serial")},
                     dealer=self._dealer(fields, required=False),
                     purchaser=self._purchaser(fields, required=False))

    def _dealer(self, fields, required):
        dealer = fields.inner("dealer", _DEALER, required)
        number = dealer.text("ffl", required)
        dealer.text("name")
        state, division = dealer.text("state"), dealer.text("division")
        if number is None:
            return None
        licence = scalars.parse_licence(number)
        if licence is None:
            raise Reject("bad_licence", "dealer.ffl")
        return EventDealer(*licence, state, division)

    def _purchaser(self, fields, required):
        purchaser = fields.inner("purchaser", _PURCHASER, required)
        last = purchaser.text("last_name", required)
        born = purchaser.date("date_of_birth", required, first=_OLDEST_DAY)
        for name in ("middle_name", "id_type", "id_state", "id_number"):
            purchaser.text(name)
        first, country = purchaser.text("first_name"), purchaser.text("country_of_birth")
        address = purchaser.inner("address", _ADDRESS)
        address.text("city")
        state, street, code = address.text("state"), address.text("street"), address.text("zip")
        if last is None and born is None:
            return None
        if last is None or born is None:
            raise Reject("half_purchaser", "purchaser")
        normal_last, normal_first = normal.last_name(last), normal.first_name(first)
        if not normal_last:
            raise Reject("no_name", "purchaser.last_name")
        key = normal.purchaser_key(self.identity_key, normal_last, normal_first, born)
        return Purchaser(key, normal_last, normal_first, born, state,
                         normal.address_key(self.identity_key, street, code), country)

    def _firearm(self, fields):
        caliber, bore = self.calibers.find(fields.text("caliber"))
        fields.text("importer")
        return {"class": fields.word("class", CLASSES, required=True),
                "manufacturer": fields.text("manufacturer"), "model": fields.text("model"),
                "caliber": caliber, "bore": bore, "serial": fields.text("serial", required=True),
                "action": fields.word("action", ACTIONS),
                "detachable_magazine": fields.flag("detachable_magazine"),
                "price": fields.price()}
