#!/usr/bin/env python3
"""Sales to one purchaser, a day apart, as NDJSON on standard output: for how a timeline's length tells.

usage: grow.py SALES
"""
import datetime
import json
import sys

FIRST = datetime.date(1990, 1, 1)

for number in range(int(sys.argv[1])):
    day = FIRST + datetime.timedelta(days=number)
    print(json.dumps({
        "type": "sale",
        "id": f"S-{number}",
        "occurred_at": f"{day}T12:00:00-06:00",
        "dealer": {"ffl": "5-76-201-01-7F-00123"},
        "purchaser": {"last_name": "Doe", "first_name": "John", "date_of_birth": "1954-03-04"},
        "firearms": [{"class": "pistol", "manufacturer": "Glock", "model": "19", "caliber": "9mm", "serial": f"A{number}", "price": 500}],
    }, separators=(",", ":")))
