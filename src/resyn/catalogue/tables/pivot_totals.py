"""Arrange a list of sales into a table of rows and columns with totals, after corrections."""

import re
from random import Random

META = {
    "category": "tables",
    "skills": ["table lookup", "arithmetic", "grouping"],
    "keywords": ["pivot table", "grouping", "totals", "corrections"],
    "answer": "grid",
    "version": 1,
}

_REGIONS = ("north", "south", "east", "west")
_PRODUCTS = ("tea", "salt", "wool", "oil")
_MEASURES = ("sum", "count", "largest", "range")


def generate(level: int, rng: Random) -> dict:
    """Draw records and corrections and fill the table record by record."""
    rows, columns = _REGIONS[: 2 + (level >= 3) + (level >= 7)], _PRODUCTS[: 2 + (level >= 2) + (level >= 8)]
    count = 8 + 3 * level // 2
    records = [[rng.choice(rows), rng.choice(columns), rng.randint(2, 60), rng.randint(1, 4)] for _ in range(count)]
    corrections: list[list] = []
    for number in rng.sample(range(1, count + 1), level // 2):
        kind = rng.choice(("cancel", "region", "amount", "again"))
        more = {"region": rng.choice(rows), "amount": rng.randint(2, 60)}.get(kind, 0)
        corrections.append([kind, number, more])
    bands = sorted(rng.sample(range(12, 50), 2)) if level >= 5 and rng.random() < 0.6 else []
    instance = {
        "rows": list(rows),
        "columns": list(columns) if not bands else [],
        "bands": bands,
        "records": records,
        "corrections": corrections,
        "measure": rng.choice(_MEASURES[: 4 if len(rows) * len(columns) < 10 else 3]) if level >= 4 else "sum",
        "quarters": sorted(rng.sample(range(1, 5), 3)) if level >= 3 else [],
        "totals": level >= 6,
    }
    return instance | {"solution": _fill(instance)}


def _columns(instance: dict) -> list[str]:
    """Return the columns of the wanted table: products, or ranges of amounts."""
    if not instance["bands"]:
        return instance["columns"]
    low, high = instance["bands"]
    return [f"under {low}", f"{low} to {high}", f"over {high}"]


def _fill(instance: dict) -> list[list[int]]:
    records = [list(record) for record in instance["records"]]
    extra = []
    for kind, number, more in instance["corrections"]:
        if kind == "region":
            records[number - 1][0] = more
        elif kind == "amount":
            records[number - 1][2] = more
        elif kind == "again":
            extra.append(number)
    cancelled = [number for kind, number, _ in instance["corrections"] if kind == "cancel"]
    kept = [record for number, record in enumerate(records, start=1) if number not in cancelled]
    kept += [records[number - 1] for number in extra]
    cells: dict[tuple[str, str], list[int]] = {}
    for region, product, amount, quarter in kept:
        if instance["quarters"] and quarter not in instance["quarters"]:
            continue
        column = product
        if instance["bands"]:
            low, high = instance["bands"]
            column = _columns(instance)[(amount >= low) + (amount > high)]
        cells.setdefault((region, column), []).append(amount)
    table = [
        [_measure(instance["measure"], cells.get((row, column), [])) for column in _columns(instance)]
        for row in instance["rows"]
    ]
    if instance["totals"]:
        table = [[*line, sum(line)] for line in table]
        table.append([sum(column) for column in zip(*table, strict=True)])
    return table


def _measure(measure: str, amounts: list[int]) -> int:
    if not amounts:
        return 0
    return {"sum": sum(amounts), "count": len(amounts), "largest": max(amounts), "range": max(amounts) - min(amounts)}[
        measure
    ]


def observe(instance: dict) -> str:
    """Return the question."""
    dated, bands = bool(instance["quarters"]), instance["bands"]
    head = "number | region | product | amount" + " | quarter" * dated
    lines = ["A list of sales:", "    " + head]
    for number, record in enumerate(instance["records"], start=1):
        lines.append(f"    {number} | {' | '.join(map(str, record if dated else record[:3]))}")
    texts = {
        "cancel": "sale {0} is cancelled and does not count at all",
        "region": "sale {0} was in the region {1}",
        "amount": "sale {0} had the amount {1}",
        "again": "sale {0} took place a second time in exactly the same way and counts twice",
    }
    if instance["corrections"]:
        listed = "; ".join(texts[kind].format(number, more) for kind, number, more in instance["corrections"])
        lines.append(f"Corrections to it, which all count: {listed}.")
    if dated:
        lines.append(f"Only sales of the quarters {', '.join(map(str, instance['quarters']))} count.")
    cell = {
        "sum": "the sum of the amounts",
        "count": "the number",
        "largest": "the largest amount",
        "range": "the difference between the largest and the smallest amount",
    }[instance["measure"]]
    how = (
        f"amount {', '.join(_columns(instance))} (both limits of the middle column belong to it)"
        if bands
        else ", ".join(_columns(instance))
    )
    lines.append(
        f"Make a table with one row for each region ({', '.join(instance['rows'])}, in this order) and one column "
        f"for each "
        f"{'range of amounts' if bands else 'product'} ({how}, in this order). Each cell holds {cell} of its sales, "
        f"and 0 where it "
        "has none."
    )
    if instance["totals"]:
        lines.append(
            "Behind its cells each row has one more number, the sum of the numbers before it in the row; below all "
            "rows there "
            "is one more row with the sum of each column, that of the sums included."
        )
    lines.append(
        "Answer with the numbers alone, one row on each line, numbers separated by spaces, such as:\n70 0 81\n5 90 62"
    )
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Compute each cell by going through the list for it, and compare."""
    lines = [line.split() for line in answer.strip().splitlines() if line.strip()] if len(answer) <= 20_000 else []
    if not all(re.fullmatch("[0-9]{1,9}", token) for line in lines for token in line):
        return False
    wanted = [[_cell(instance, row, column) for column in range(len(_columns(instance)))] for row in instance["rows"]]
    for line in wanted if instance["totals"] else []:
        line.append(sum(line))
    if instance["totals"]:
        wanted.append([sum(line[at] for line in wanted) for at in range(len(wanted[0]))])
    return [[int(token) for token in line] for line in lines] == wanted


def _cell(instance: dict, row: str, column: int) -> int:
    fixes: dict[int, dict] = {}
    for kind, number, more in instance["corrections"]:
        fixes.setdefault(number, {})[kind] = more
    found = []
    for number, (region, product, amount, quarter) in enumerate(instance["records"], start=1):
        fix = fixes.get(number, {})
        amount = fix.get("amount", amount)
        if fix.get("region", region) != row or "cancel" in fix:
            continue
        if instance["quarters"] and quarter not in instance["quarters"]:
            continue
        if instance["bands"]:
            low, high = instance["bands"]
            fits = (amount < low, low <= amount <= high, amount > high)[column]
        else:
            fits = product == instance["columns"][column]
        found += [amount] * (fits * (1 + ("again" in fix)))
    found.sort()
    if instance["measure"] == "sum":
        return sum(found)
    if instance["measure"] == "count":
        return len(found)
    ends = found[-1:] + (found[:1] if instance["measure"] == "range" else [])
    return ends[0] - (ends[1] if len(ends) > 1 else 0) if found else 0


def solve(instance: dict) -> str:
    """Write the table filled from the records."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss a cell, exchange rows with columns, forget the corrections or the quarters, or reverse the rows."""
    table = instance["solution"]
    wrong = [
        [[table[0][0] + 1, *table[0][1:]], *table[1:]],
        [list(line) for line in zip(*table, strict=True)],
        table[::-1],
    ]
    wrong += [_fill(instance | {"corrections": []}), _fill(instance | {"quarters": []}), table[:-1]]
    wrong.append([*table[:-1], [*table[-1][:-1], table[-1][-1] + 1]])
    return [text for text in dict.fromkeys(_format(near) for near in wrong) if text != solve(instance)]


def _format(table: list[list[int]]) -> str:
    return "\n".join(" ".join(map(str, line)) for line in table)
