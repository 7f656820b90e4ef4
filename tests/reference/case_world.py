"""The small world of a case: few dates, dealers, buyers, addresses and guns, to collide."""
import datetime

# First days of a case, each near something that dates go wrong about.
_STARTS = ["2025-12-15", "2021-12-20", "2022-12-20", "2024-02-20", "2023-02-20", "2022-02-20",
           "2021-06-10", "2022-06-12", "2020-06-10", "2026-06-20", "1968-01-01", "2099-10-01",
           "1985-01-12", "1986-01-11", "2000-02-20", "2010-11-01", "2027-12-20", "2025-02-18"]

# Spellings of one name each: all of a row have one normal form.
LAST_NAMES = [
    ["Doe", "DOE", " doe ", "D'Oe", "Doe Jr.", "Doe III, Sr", "Ｄｏｅ", "Doe Ⅲ", "DOE-", "d.o.e"],
    ["Müller", "MÜLLER", "Mu\u0308ller", "  Muller ", "Müller II", "Müller\u3000Jr"],
    ["De la Cruz-Pérez Jr.", "DE LA CRUZ PEREZ", "de\u2011la\u2013cruz pe\u0301rez IV",
     "De\u00a0la Cruz\u2014Perez", "DelaCruzPerez", "dela\u2003cruz-perez V sr."],
    ["Groß", "GROSS", "Gross", "groß jr", "Gro\u00adss"],
    ["ﬁsher", "FISHER", "fi-sher", "Fisher Sr."],
    ["O'Brien", "O\u2019Brien", "OBRIEN", "O Brien", "O\u00b4Brien", "o\u2212brien"],
    ["Nguyễn", "Nguye\u0302\u0303n", "NGUYEN", "nguyen ii"],
    ["Jr.", "JR III IV", "jr sr", "-Jr- V"],
    ["Иванов", "ИВАНОВ", "Ива\u0301нов", "иванов III"],
    ["王", "王 Jr", "-王-"],
    ["Łukasz", "łukasz", "ŁUKASZ V"],
    ["VI", "vi", "Vi Sr"],
    ["Straße-O", "STRASSE O", "strasseo"],
]
FIRST_NAMES = [
    ["John", "JOHN Q.", "john-paul", "Jo\u0308hn", "John\u00a0B"],
    ["Ann Marie", "ANN", "Ann-Marie", "ann\u2003m"],
    [None, "", "-", "  ", "..."],
    ["Groß", "GROSS Z", "gross-x"],
    ["José", "JOSE", "Jose\u0301 II"],
    ["X", "x.", "(x)"],
]
STREETS = [
    ["12 Main St", "12 MAIN ST.", "12 Main-St", "#12 main st", "12 Mäin St"],
    ["99 Oak #4", "99 oak 4", "99 OAK, 4"],
    ["Hauptstraße 7", "HAUPTSTRASSE 7", "Hauptstrasse-7"],
]
ZIPS = [["77002", "77002-1234", " 77002", "7 7 0 0 2", "770021"], ["85001", "TX 85001", "85001-"]]
MANUFACTURERS = [["Colt", "COLT ", "colt.", "C.O.L.T."], ["F.N.", "FN", "f n"],
                 ["Century Arms", "CENTURY-ARMS"], ["Glock"]]
MISSING_MANUFACTURERS = [None, "", "---", " "]
CALIBERS = [".223", ".223 Rem", "5.56x45mm NATO", "223/5.56", "9mm", "9 MM Luger", "9x19", "12 GA",
            "22lr", ".22-LR", "7.62X39", "7.62x39mm", "5.7 x 28", ".50 bmg", "50 cal", ".45 acp",
            "weird cal", "-", ".38 Super", "38", ".17 HMR", None, "", "WEIRD CAL"]
CLASSES = ["pistol", "revolver", "rifle", "rifle", "pistol", "shotgun", "receiver", "frame",
           "combination", "silencer", "machinegun", "destructive_device", "any_other_weapon"]
ACTIONS = ["semiautomatic", "semiautomatic", "bolt", "pump", "lever", "single_shot", "revolver",
           "fully_automatic", "other", None, ""]
STATES = ["TX", "AZ", "NM", "CA", None, ""]
DIVISIONS = ["Houston", "Phoenix", "Dallas", None, ""]
COUNTRIES = ["US", "MX", "us", None, ""]
# Prices as written, all of them accepted.
PRICES = ["0", "-0", "0.0", "1e2", "1E+3", "0.005", "0.0049999", "99.995", "99.994999999999999999",
          "250", "250.00", "2.5e2", "1099.0", "1099", "2100", "10000000", "1e7", "10000000.000",
          "2.5e-3", "1e-400", "0e99999", "0.1", "0.7", "333.33", "9999999.999",
          "123456.7850000000000000000000001", "12.345", "0.015e0"]


class Dealer:
    def __init__(self, rng, number):
        self.prefix = rng.choice(["5-76", "5-74", "9-86", "9-33", "5-85"])
        self.sequence = rng.choice(["00001", "00002", "12345", f"{rng.randrange(100000):05}"])
        self.key = f"{self.prefix}-{self.sequence}"
        self.name = f"Dealer {number}"
        self.types = rng.sample(["01", "02", "07", "08"], rng.choice([1, 1, 2]))

    def licence(self, rng):
        """A licence number of the dealer: county, type and expiry change, the key does not."""
        return (f"{self.prefix}-{rng.choice(['201', '001', '113'])}-{rng.choice(self.types)}-"
                f"{rng.randrange(10)}{rng.choice('ABFMfm')}-{self.sequence}")


class Buyer:
    def __init__(self, rng, start):
        self.last_names, self.first_names = rng.choice(LAST_NAMES), rng.choice(FIRST_NAMES)
        leap = start.year // 4 * 4 - rng.choice([20, 20, 24, 36])  # a leap year, 2100 aside
        self.born = rng.choice([
            datetime.date(1984, 2, 29), datetime.date(leap, 2, 29), datetime.date(leap, 2, 29),
            start - datetime.timedelta(rng.choice([1, 400, 7670, 21 * 365, 9000])),
            datetime.date(1850, 1, 1)])
        if self.born >= start:
            self.born = datetime.date(1950, 12, 31)
        self.streets, self.zips = rng.choice(STREETS), rng.choice(ZIPS)


class World:
    """Everything that the events of a case are drawn from."""

    def __init__(self, rng):
        self.rng = rng
        self.start = datetime.date.fromisoformat(rng.choice(_STARTS))
        self.span = rng.choice([12, 25, 60, 60, 85, 85])
        self.dealers = [Dealer(rng, number) for number in range(rng.randint(2, 5))]
        self.buyers = [Buyer(rng, self.start) for _ in range(rng.randint(3, 8))]
        # What the start is near lies some ten days on.
        self.busy_days = [rng.randrange(self.span) for _ in range(rng.randint(2, 7))]
        self.busy_days += [rng.randint(4, 14) for _ in range(3)]
        self.serials = [f"{prefix}{rng.randrange(1000)}" for prefix in
                        rng.choices(["AB", "X", "", "Q-"], k=rng.randint(20, 90))]
        self.sold = []  # (buyer, dealer, gun, date): what traces can be of

    def day(self):
        """A day of the case: often a busy one or its neighbour."""
        if self.rng.random() < 0.6:
            offset = self.rng.choice(self.busy_days) + self.rng.choice([-1, 0, 0, 0, 1, 3])
        else:
            offset = self.rng.randrange(self.span)
        return self.start + datetime.timedelta(min(max(offset, 0), self.span))

    def time(self, date):
        """A time whose date as written is date: every shape of fraction and offset."""
        rng = self.rng
        clock = rng.choice([f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}",
                            "00:00:00", "23:59:59", "12:00:00", "12:00:00"])
        digits = rng.choice(["", "", "", ".5", ".500", ".000000001", ".999999999", ".50"])
        zone = rng.choice(["Z", "+00:00", "-00:00", "-06:00", "-06:00", "+05:30", "+14:00",
                           "-12:00", "+23:59"])
        return f"{date.isoformat()}T{clock}{digits}{zone}"

    def serial(self):
        """A spelling of one of the serials; now and then one that matches nothing."""
        rng = self.rng
        if rng.random() < 0.05:
            return rng.choice(["---", " ", "é"])
        text = rng.choice(self.serials)
        return rng.choice([text, text, text.lower(), f" {text}", "-".join(text), f"{text}é"])

    def manufacturer(self):
        rng = self.rng
        if rng.random() < 0.3:
            return rng.choice(MISSING_MANUFACTURERS)
        return rng.choice(rng.choice(MANUFACTURERS))
