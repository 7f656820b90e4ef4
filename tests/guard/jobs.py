"""The fixed jobs of the guard: their inputs, made with fixed seeds, and the commands that are counted.

Everything is named by relative paths below the folder of the jobs, so that a count knows nothing of where the tree lies.
"""
import hashlib
import json
import subprocess

PLAIN = ["--rings", "0", "--late", "0", "--duplicates", "0", "--corrections", "0", "--voids", "0", "--malformed", "0", "--traces", "0"]
UNQUIET = ["--late", "0.2", "--duplicates", "0.1", "--corrections", "0.1", "--voids", "0.1", "--malformed", "0.02", "--traces", "0.3"]

ONE_RULE = """pack: one
version: "1"
indicators:
  - id: multiple-sale-handgun
    timeline: purchaser
    items: firearms
    where: class in ["pistol", "revolver"]
    same: [dealer.key]
    window: {days: 5}
    having: count() >= 2
"""


def generated_pack(indicators):
    """A pack of so many indicators over kinds, classes, fields and windows in turn; most of them match little."""
    classes = ["pistol", "revolver", "rifle", "shotgun", "receiver", "silencer"]
    fields = ["price > {n}00", 'sale.payment == "cash"', "bore >= 0.{n}", "purchaser.age < {n}", 'dealer.state == "TX"']
    lines = ["pack: generated", 'version: "1"', "indicators:"]
    for n in range(indicators):
        where = f'class == "{classes[n % 6]}" and ' + fields[n % 5].format(n=20 + n % 30)
        lines += [f"  - id: indicator-{n}", "    timeline: purchaser", "    items: firearms", f"    where: {where}"]
        lines += [f"    window: {{days: {5 + n % 40}}}", f"    having: count() >= {2 + n % 4}", f"    weight: {n % 50}"]
        if n % 3 == 0:
            lines.append("    same: [dealer.key]")
    return "\n".join(lines) + "\n"


def sale(number, day, guns, dealer, last_name, street):
    return {
        "type": "sale", "id": f"S-{number}", "version": 1, "occurred_at": f"2025-{1 + day // 28:02}-{1 + day % 28:02}T{9 + number % 10:02}:15:00-06:00",
        "dealer": {"ffl": f"5-76-201-01-7F-{dealer:05}", "name": "Bayou Arms", "state": "TX"},
        "purchaser": {
            "last_name": last_name, "first_name": "Ann", "date_of_birth": "1984-03-04", "country_of_birth": "US",
            "address": {"street": street, "city": "Houston", "state": "TX", "zip": "77002"},
        },
        "firearms": [
            {"class": "pistol", "manufacturer": "Glock", "model": "19", "caliber": "9mm", "serial": f"G{number}-{gun}", "action": "semiautomatic", "price": 499.0}
            for gun in range(guns)
        ],
        "payment": "cash",
    }  # fmt: skip


def letters(number):
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number))


def long_timelines(reports, sales):
    """A dealer and an address with so many reported multiple sales, and one purchaser with so many sales, mixed."""
    for n in range(max(reports, sales)):
        if n < reports:
            street = "9 Elm St" if n % 8 == 0 else f"{n} Elm St"
            yield sale(n, n * 330 // reports, 2, 1, "BUYER" + letters(n), street)
        if n < sales:
            yield sale(1000000 + n, n * 330 // sales, 1 + (n % 50 == 0), 2 + n % 40, "COLLECTOR", "1 Main St")


def gen(leadline, folder, name, sales, seed, options):
    files = ["--out", f"{name}.ndjson", "--dealers-out", f"{name}.csv"]
    subprocess.run([leadline, "gen", "--quiet", "--sales", str(sales), "--seed", str(seed), *files, *options], cwd=folder, check=True)


def make_inputs(leadline, folder):
    """Write all inputs; returns their digest, which changes when any of them does."""
    gen(leadline, folder, "plain", 9000, 11, PLAIN)
    gen(leadline, folder, "mixed", 6000, 12, [])
    gen(leadline, folder, "unquiet", 3000, 13, UNQUIET)
    subprocess.run(["zstd", "-q", "-f", "-3", "unquiet.ndjson", "-o", "unquiet.ndjson.zst"], cwd=folder, check=True)
    (folder / "long.ndjson").write_text("".join(json.dumps(event, separators=(",", ":")) + "\n" for event in long_timelines(300, 150)))
    (folder / "one.yaml").write_text(ONE_RULE)
    (folder / "hundred.yaml").write_text(generated_pack(100))
    made = ["plain.ndjson", "mixed.ndjson", "mixed.csv", "unquiet.ndjson", "unquiet.csv", "long.ndjson", "one.yaml", "hundred.yaml"]
    digest = hashlib.sha256()
    for name in made:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


ATF = ["--rules", "tree/rules/atf.yaml", "--groups", "tree/rules/groups.yaml"]
JOBS = {
    "plain": ["--rules", "one.yaml", "plain.ndjson"],
    "atf": [*ATF, "--dealers", "mixed.csv", "mixed.ndjson"],
    "long": [*ATF, "long.ndjson"],
    "hundred": ["--rules", "hundred.yaml", "plain.ndjson"],
    "unquiet": [*ATF, "--dealers", "unquiet.csv", "--final", "unquiet.ndjson.zst"],
}
