"""What indicators count: firearms of sales, traces with the sale they matched, reports."""
import normal
import scalars


class Item:
    """One item. day is date.toordinal's number; fields the language's; hits the indicators' ids
    whose hits hold it. order sorts items of a timeline in time."""

    kind = None

    def __init__(self, date, instant, ident, place, fields):
        self.day, self.instant, self.id, self.place = date.toordinal(), instant, ident, place
        self.fields, self.hits = fields, set()
        self.order = (self.day, instant, ("firearm", "trace", "report").index(self.kind),
                      ident.encode("utf-8"), place)

    def in_hit(self, indicator_id):
        return indicator_id in self.hits

    def name(self):
        """What tells the item from others of its subject, whatever a correction changed in it."""
        return self.kind, self.id, self.place


class Firearm(Item):
    kind = "firearm"

    def __init__(self, sale, place, dealer_fields):
        gun, buyer = sale.firearms[place], sale.purchaser
        fields = {name: gun[name] for name in (
            "class", "manufacturer", "model", "caliber", "bore", "action", "detachable_magazine",
            "price", "serial")}
        fields.update({
            "sale.id": sale.id, "sale.date": sale.date.isoformat(), "sale.payment": sale.payment,
            "sale.form": sale.form, "purchaser.state": buyer.state,
            "purchaser.age": scalars.age_on(buyer.born, sale.date),
            "purchaser.country_of_birth": buyer.country}, **dealer_fields)
        super().__init__(sale.date, sale.instant, sale.id, place, fields)
        self.sale, self.date = sale, sale.date
        self.serial = normal.gun_text(gun["serial"])
        self.manufacturer = normal.gun_text(gun["manufacturer"])


class Trace(Item):
    """A trace; matched is the Firearm of the same timeline, or None."""

    kind = "trace"

    def __init__(self, event, matched, dealer_fields):
        gun = event.gun
        sold_on = matched.date if matched else event.sold_on
        time_to_crime = (event.date - sold_on).days if sold_on else None
        fields = {
            "status": event.status, "class": gun["class"], "caliber": gun["caliber"],
            "bore": gun["bore"], "serial": gun["serial"],
            "recovered_on": _iso(event.recovered_on), "requested_on": _iso(event.requested_on),
            "recovery.country": event.country, "recovery.state": event.state,
            "time_to_crime": time_to_crime if time_to_crime is None or time_to_crime >= 0 else None,
            "sold": matched is not None, "sold_on": _iso(sold_on), **dealer_fields}
        super().__init__(event.date, scalars.midnight(event.date), event.id, 0, fields)
        self.matched = matched

    def in_hit(self, indicator_id):
        return self.matched is not None and self.matched.in_hit(indicator_id)


class Report(Item):
    """The duty of a dealer to report: an item of its timeline, and of an address's."""

    kind = "report"

    def __init__(self, indicator, purchaser, date, guns, address, dealer_fields):
        fields = {"purchaser": purchaser, "date": date.isoformat(), "guns": guns, **dealer_fields}
        super().__init__(date, scalars.midnight(date), f"{indicator} {purchaser}", 0, fields)
        self.indicator, self.address = indicator, address

    def name(self):
        return self.kind, self.id, self.fields["date"], self.fields["dealer.key"]


def _iso(date):
    return date and date.isoformat()


def firearms_of(sales, dealers):
    """The firearms of the sales of one purchaser's timeline, in time order."""
    found = []
    for sale in sales:
        dealer_fields = dealers.fields(sale.dealer)
        found += [Firearm(sale, place, dealer_fields) for place in range(len(sale.firearms))]
    return sorted(found, key=lambda item: item.order)


def traces_of(events, firearms, dealers):
    """The traces of one timeline, each matched to the latest sale of its gun that could be."""
    found = []
    for event in events:
        serial = normal.gun_text(event.gun["serial"])
        manufacturer = normal.gun_text(event.gun["manufacturer"])
        candidates = [
            firearm for firearm in firearms
            if firearm.day <= event.date.toordinal() and normal.guns_match(
                serial, manufacturer, firearm.serial, firearm.manufacturer)]
        matched = candidates[-1] if candidates else None
        seller = matched.sale.dealer if matched else event.dealer
        found.append(Trace(event, matched, dealers.fields(seller)))
    return sorted(found, key=lambda item: item.order)
