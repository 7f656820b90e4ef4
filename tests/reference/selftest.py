#!/usr/bin/env python3
"""The reference's own parts against values known from elsewhere.   usage: selftest.py"""
import datetime
import json
import pathlib
import unittest
from decimal import Decimal

import calendars
import cases
import compare
import engine
import events
import expr
import normal
import reference
import scalars
import strict_json
import tables
from xxh64 import xxh64

SCENARIOS = pathlib.Path(__file__).resolve().parents[1] / "scenarios"


class Values(unittest.TestCase):
    def test_hash(self):
        self.assertEqual(xxh64(b""), 0xEF46DB3751D8E999)
        self.assertEqual(xxh64(b"a"), 0xD24EC4F1A98C6E5B)
        self.assertEqual(xxh64(b"abc"), 0x44BC2CF5AD770999)
        self.assertEqual(xxh64(b"Nobody inspects the spammish repetition"), 0xFBCEA83C8A378BF1)

    def test_prices(self):
        for text, want in (("1e2", "100"), ("0.005", "0.01"), ("99.995", "100"), ("-0", "0"),
                           ("99.994999999999999999999", "99.99"), ("1e7", "10000000"),
                           ("1e-99999999999999999999", "0"), ("0e99999999999", "0")):
            self.assertEqual(scalars.parse_price(text), Decimal(want), text)
        for text in ("-0.001", "10000000.0000000000000001", "1e8", "1e99999999999", "-1e-400"):
            self.assertIsNone(scalars.parse_price(text), text)

    def test_times(self):
        date, instant = scalars.parse_time("2026-03-02T23:30:00.5-06:00")
        self.assertEqual(date, datetime.date(2026, 3, 2))
        self.assertEqual(instant, scalars.parse_time("2026-03-03T05:30:00.500Z")[1])
        for text in ("2026-03-02T24:00:00Z", "2026-03-02T10:00:60Z", "2026-03-02T10:00:00"):
            self.assertIsNone(scalars.parse_time(text), text)

    def test_ages(self):
        born = datetime.date(2004, 2, 29)
        self.assertEqual(scalars.age_on(born, datetime.date(2025, 2, 28)), 20)
        self.assertEqual(scalars.age_on(born, datetime.date(2025, 3, 1)), 21)
        self.assertEqual(scalars.age_on(born, datetime.date(2024, 2, 29)), 20)

    def test_json(self):
        for text in (b"NaN", b'"\\ud800"', b'{"a":1,}', b"\xff", b"[" * 1001 + b"]" * 1001, b"1 2"):
            self.assertRaises(strict_json.NotJson, strict_json.parse, text)
        strict_json.parse(b"[" * 1000 + b"]" * 1000)


class NormalForms(unittest.TestCase):
    def test_keys(self):
        known = json.loads(SCENARIOS.joinpath("keys.json").read_text(encoding="utf-8"))["demo"]
        self.assertEqual(known["purchaser|DOE|JOHN|1984-03-04"], normal.purchaser_key(
            b"demo", "DOE", "JOHN", datetime.date(1984, 3, 4)))
        last, first = normal.last_name("De la Cruz-Pérez Jr."), normal.first_name("José")
        self.assertEqual(known[f"purchaser|{last}|{first}|1990-12-31"], normal.purchaser_key(
            b"demo", last, first, datetime.date(1990, 12, 31)))
        self.assertEqual(known["address|12MAINST|77002"],
                         normal.address_key(b"demo", "12 Main St.", "77002-1234"))

    def test_names(self):
        for text, want in (("Doe Jr III", "DOE"), ("Jr. Sr", "JR"), ("Groß", "GROSS"), ("-", ""),
                           ("O\u2019Brien", "OBRIEN"), ("a\u2011b\u00a0c", "ABC"), ("VI", "VI")):
            self.assertEqual(normal.last_name(text), want)
        self.assertEqual(normal.first_name("john-paul"), "JOHN")
        self.assertEqual(normal.first_name(None), "")


class Calendars(unittest.TestCase):
    def test_holidays(self):
        observed = calendars.federal_holidays()
        days = "2021-06-18 2021-12-31 2022-12-26 2026-07-03 2027-12-31 2028-11-10 2026-11-26"
        for text in days.split():
            self.assertIn(datetime.date.fromisoformat(text).toordinal(), observed, text)
        for text in "2021-06-19 2022-01-01 2020-06-19 1985-01-21 2026-07-04".split():
            self.assertNotIn(datetime.date.fromisoformat(text).toordinal(), observed, text)

    def test_windows(self):
        def apart(pattern, one, other, closures=()):
            calendar = calendars.Calendar(pattern, "none", closures)
            return abs(calendar.ordinal(datetime.date.fromisoformat(other).toordinal()) -
                       calendar.ordinal(datetime.date.fromisoformat(one).toordinal()))
        self.assertEqual(apart("MTWTF--", "2026-03-02", "2026-03-06"), 4)
        self.assertEqual(apart("MTWTFS-", "2026-03-02", "2026-03-07"), 5)
        self.assertEqual(apart("-----SS", "2026-03-07", "2026-03-21"), 4)
        self.assertEqual(apart("MTWTF--", "2026-03-02", "2026-03-09", ["2026-03-05"]), 4)
        self.assertEqual(apart("MTWTF--", "2026-03-06", "2026-03-08"), 0)


class Expressions(unittest.TestCase):
    def test_nulls(self):
        class Item:
            fields = {"a": None, "b": Decimal(3), "flag": None}
        for text, want in (("a < 1", False), ("a != 1", False), ("a == null", True),
                           ("not a in [1]", True), ("a not in [1]", False), ("1 < b <= 3", True),
                           ("flag", False), ("not flag", True), ("flag == false", False),
                           ("b == 3 or b == 4 and b == 5", True), ("b != null", True)):
            parsed = expr.Parser(text, {"a", "b", "flag"}).parse()
            self.assertEqual(bool(parsed(Item)), want, text)


class Whole(unittest.TestCase):
    def test_scenarios(self):
        for folder in sorted(path for path in SCENARIOS.iterdir() if path.is_dir()):
            case = engine.Case(folder, SCENARIOS / "pack.yaml")
            got = case.reference().leads_of(reference.read_events(case.events))
            want = compare.read(folder / "expected.ndjson")
            self.assertEqual(compare.differences(got, want), [], folder.name)

    def test_reasons(self):
        """Every reason of rejection occurs in generated cases."""
        decoder = events.Decoder(b"demo", tables.Calibers(reference.DEFAULT_CALIBERS))
        reasons = set()
        for seed in range(30):
            data = cases.events_file(cases.case_world.World(cases.random.Random(seed)))
            for line in reference.lines_of(data):
                try:
                    decoder.decode(line)
                except events.Reject as fault:
                    reasons.add(fault.reason)
        self.assertEqual(reasons, set(
            "not_json too_long not_object field_twice unknown_type missing wrong_type unknown_word "
            "bad_licence bad_date bad_time date_range bad_version bad_price no_name "
            "half_purchaser".split()))


if __name__ == "__main__":
    unittest.main()
