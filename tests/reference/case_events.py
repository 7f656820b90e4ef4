"""The well-formed events of a case: sales, corrections, conflicts, voids, traces."""
import datetime

import case_world as pools
from case_json import Raw

_VERSIONS = [None, None, None, 1, 1, 2, 2, 3, 7, 2**63 - 1]


def put(rng, target, name, value):
    """An optional text: null, absent and empty are the same, so each is written in turn."""
    if value in (None, ""):
        value = rng.choice([None, "", ...])
    if value is not ...:
        target[name] = value


def dealer_of(world, dealer):
    rng = world.rng
    made = {"ffl": dealer.licence(rng)}
    put(rng, made, "name", rng.choice([dealer.name, None]))
    put(rng, made, "state", rng.choice(pools.STATES))
    put(rng, made, "division", rng.choice(pools.DIVISIONS))
    return made


def purchaser_of(world, buyer, full=True):
    """A spelling of a buyer: without address and numbers where not full."""
    rng = world.rng
    made = {"last_name": rng.choice(buyer.last_names), "date_of_birth": buyer.born.isoformat()}
    put(rng, made, "first_name", rng.choice(buyer.first_names))
    if not full:
        return made
    for name in ("middle_name", "id_type", "id_state", "id_number"):
        put(rng, made, name, rng.choice(["X1", None]))
    put(rng, made, "country_of_birth", rng.choice(pools.COUNTRIES))
    address = {}
    put(rng, address, "street", rng.choice(buyer.streets + ["#", None]))
    put(rng, address, "zip", rng.choice(buyer.zips * 2 + ["8500", "x", None]))
    put(rng, address, "state", rng.choice(pools.STATES))
    put(rng, address, "city", rng.choice(["Houston", None]))
    made["address"] = rng.choice([address, address, address, address, None])
    return made


def firearm_of(world):
    rng = world.rng
    made = {"class": rng.choice(pools.CLASSES), "serial": world.serial()}
    put(rng, made, "manufacturer", world.manufacturer())
    put(rng, made, "model", rng.choice(["A", "B", "a", None, "nul\u0000"]))
    put(rng, made, "importer", rng.choice(["Imp", None]))
    put(rng, made, "caliber", rng.choice(pools.CALIBERS))
    put(rng, made, "action", rng.choice(pools.ACTIONS))
    made["detachable_magazine"] = rng.choice([True, True, False, None])
    made["price"] = rng.choice([None, *map(Raw, rng.sample(pools.PRICES, 4))])
    return made


def version_of(rng, target, choices=_VERSIONS):
    version = rng.choice(choices)
    if version is not None or rng.random() < 0.3:
        target["version"] = version


def sale(world, ident, buyer, dealer):
    rng, date = world.rng, world.day()
    count = rng.choice([1, 1, 1, 1, 2, 2, 3, 6])
    firearms = [firearm_of(world) for _ in range(count)]
    made = {"type": "sale", "id": ident, "occurred_at": world.time(date),
            "dealer": dealer_of(world, dealer), "purchaser": purchaser_of(world, buyer),
            "firearms": firearms}
    put(rng, made, "reported_at", rng.choice([world.time(date), None]))
    put(rng, made, "payment", rng.choice(["cash", "card", "Cash", None]))
    put(rng, made, "form", rng.choice(["3310.12", "3310.4", None]))
    version_of(rng, made)
    world.sold += [(buyer, dealer, gun, date) for gun in firearms]
    return made


def changed(world, event):
    """The same event in other words, or with another gun, day or dealer: a correction."""
    rng, made = world.rng, dict(event)
    what = rng.randrange(6)
    if what == 0:
        made["firearms"] = [firearm_of(world) for _ in range(rng.choice([1, 2, 3]))]
    elif what == 1:
        made["occurred_at"] = world.time(world.day())
    elif what == 2:
        made["dealer"] = dealer_of(world, rng.choice(world.dealers))
    elif what == 3:
        made["payment"] = rng.choice(["cash", "card"])
    elif what == 4:
        made["firearms"] = made["firearms"][::-1]
    else:
        made["extra"] = rng.randrange(1000)
    return made


def void_of_sale(world, event):
    """A void of a sale; the dealer that it names need not be the sale's."""
    rng = world.rng
    made = {"type": "void", "id": event["id"],
            "dealer": rng.choice([event["dealer"], dealer_of(world, rng.choice(world.dealers))]),
            "purchaser": dict(event["purchaser"])}
    if rng.random() < 0.4:
        made["purchaser"]["last_name"] = made["purchaser"]["last_name"].upper()
    put(rng, made, "of", rng.choice(["sale", None]))
    put(rng, made, "occurred_at", rng.choice([event["occurred_at"], None]))
    put(rng, made, "reported_at", rng.choice([event["occurred_at"], None]))
    if rng.random() < 0.2:
        made["firearms"] = Raw('["not read"]')
    version_of(rng, made, [None, 1, 1, 2, 2, 3, 7, 2**63 - 1])
    return made


def trace(world, ident):
    rng = world.rng
    buyer, dealer, gun, sold = rng.choice(world.sold)
    gun = dict(gun, serial=world.serial()) if rng.random() < 0.2 else gun
    date = sold + datetime.timedelta(rng.choice([-40, -1, 0, 0, 1, 5, 20, 30, 90, 364, 366, 1100]))
    date = min(max(date, datetime.date(1968, 1, 1)), datetime.date(2099, 12, 31))
    made = {"type": "trace", "id": ident}
    other = (date + datetime.timedelta(rng.choice([-3, 0, 9])))
    other = min(max(other, datetime.date(1968, 1, 1)), datetime.date(2099, 12, 31)).isoformat()
    known = rng.choice(["both", "both", "recovered", "requested"])
    put(rng, made, "recovered_on", date.isoformat() if known in ("both", "recovered") else None)
    put(rng, made, "requested_on",
        {"both": other, "requested": date.isoformat()}.get(known))
    put(rng, made, "status", rng.choice(["successful", "unsuccessful", "pending", None]))
    put(rng, made, "sold_on", rng.choice([
        None, sold.isoformat(), (date + datetime.timedelta(rng.choice([-900, -30, 0, 2])))
        .isoformat(), "1850-01-01", "9999-12-31"]))
    recovery = {}
    put(rng, recovery, "country", rng.choice(["US", "MX", "MX", None]))
    put(rng, recovery, "state", rng.choice(pools.STATES))
    made["recovery"] = rng.choice([recovery, recovery, None])
    made["firearm"] = rng.choice([traced_gun(world, gun)] * 5 + [None, {}])
    tie(world, made, buyer, dealer)
    version_of(rng, made)
    return made


def traced_gun(world, gun):
    """How a trace spells a gun that was sold: often another manufacturer's spelling, or none."""
    rng, made = world.rng, {}
    put(rng, made, "serial", rng.choice([gun["serial"], gun["serial"].lower(), None]
                                        if rng.random() < 0.3 else [gun["serial"]]))
    maker = gun.get("manufacturer")
    put(rng, made, "manufacturer", rng.choice([maker, maker, maker and maker.upper(), None,
                                               world.manufacturer()]))
    put(rng, made, "class", rng.choice([gun["class"], gun["class"], None]))
    put(rng, made, "caliber", rng.choice([gun.get("caliber"), rng.choice(pools.CALIBERS)]))
    if rng.random() < 0.1:
        made["price"] = "not a field of a trace's firearm"
    return made


def tie(world, made, buyer, dealer):
    """Give a trace, or its void, a purchaser, a dealer, both or neither."""
    rng = world.rng
    if rng.random() < 0.15:
        buyer, dealer = rng.choice(world.buyers), rng.choice(world.dealers)
    ties = rng.choice(["both", "both", "both", "purchaser", "dealer", "dealer", "neither"])
    made["purchaser"] = rng.choice([None, {}, {"last_name": "", "first_name": "J"}])
    made["dealer"] = rng.choice([None, {}, {"ffl": None, "state": "TX"}])
    if ties in ("both", "purchaser"):
        made["purchaser"] = purchaser_of(world, buyer, full=False)
    if ties in ("both", "dealer"):
        made["dealer"] = dealer_of(world, dealer)


def void_of_trace(world, event):
    rng = world.rng
    made = {"type": "void", "of": "trace", "id": event["id"],
            "purchaser": event["purchaser"], "dealer": event["dealer"]}
    if rng.random() < 0.2:
        made[rng.choice(["purchaser", "dealer"])] = None
    version_of(rng, made, [None, 1, 1, 2, 3])
    return made


def stream(world, wanted):
    """About so many events, in an order that is sometimes time's and sometimes none."""
    rng, found = world.rng, []
    idents = [f"S{number}" for number in range(max(3, wanted // rng.choice([3, 4, 6])))]
    idents += ["S-é", "S\"q\"", "s 1", "Ｓ", "S\U0001F600"]
    while len(found) < wanted * 0.8:
        event = sale(world, rng.choice(idents), rng.choice(world.buyers),
                     rng.choice(world.dealers))
        found.append(event)
        if rng.random() < 0.2:
            other = changed(world, event)
            version_of(rng, other, [event.get("version"), 2, 3])
            found.append(other)
        if rng.random() < 0.08:
            found.insert(rng.randint(0, len(found)), void_of_sale(world, event))
        if rng.random() < 0.05:
            found.append(dict(event))
    traces = []
    while len(traces) < wanted * 0.2:
        event = trace(world, f"T{rng.randrange(max(3, wanted // 5))}")
        traces.append(event)
        if rng.random() < 0.2:
            again = dict(event, status=rng.choice(["pending", "successful"]))
            version_of(rng, again, [event.get("version"), 2, 3])
            traces.append(again)
        if rng.random() < 0.1:
            traces.append(void_of_trace(world, event))
    for event in traces:
        found.insert(rng.randint(0, len(found)), event)
    if rng.random() < 0.5:
        rng.shuffle(found)
    return found
