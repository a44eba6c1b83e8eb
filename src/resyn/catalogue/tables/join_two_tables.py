"""Join orders with price tables and state what each customer owes."""

import re
from random import Random

META = {
    "category": "tables",
    "skills": ["table lookup", "arithmetic", "rule application"],
    "keywords": ["join", "foreign key", "aggregation", "price list"],
    "answer": "assignment",
    "version": 1,
}

_CUSTOMERS = ("Ada", "Bo", "Cy", "Dora", "Eli", "Fay", "Gus", "Hal", "Ida", "Jan")
_CLASSES = ("A", "B", "C")


def generate(level: int, rng: Random) -> dict:
    """Draw the tables and add up what each customer owes, customer by customer."""
    customers = rng.sample(_CUSTOMERS, min(3 + level // 4, len(_CUSTOMERS)))
    letters = rng.sample("CDFGHKLMNPRTVWX", min(4 + level // 3, 15))
    codes = [letter + str(rng.randint(10, 99)) for letter in letters]
    bundles = []
    if level >= 4:
        bundles = [
            [f"S{n}", sorted([code, rng.randint(1, 3)] for code in rng.sample(codes, 2))]
            for n in range(1, 2 + level // 6)
        ]
    prices = []
    for code in codes:
        days = sorted(rng.sample(range(2, 28), rng.randint(1, 2))) if level >= 3 else []
        prices += [[code, day, rng.randint(3, 30)] for day in [1, *days]]
    known = [*codes, *(bundle[0] for bundle in bundles)]
    orders = [[customer, rng.randint(1, 30), rng.choice(known), rng.randint(1, 6)] for customer in customers]
    for _ in range(4 + level):
        code = rng.choice(known) if level < 2 or rng.random() < 0.85 else f"Z{rng.randint(10, 99)}"
        count = -rng.randint(1, 2) if level >= 5 and rng.random() < 0.2 else rng.randint(1, 6)
        orders.append([rng.choice(customers), rng.randint(1, 30), code, count])
    rng.shuffle(orders)
    instance = {
        "customers": sorted(customers),
        "orders": orders,
        "prices": rng.sample(prices, len(prices)) if level >= 3 else prices,
        "bundles": bundles,
        "classes": [[customer, rng.choice(_CLASSES)] for customer in customers] if level >= 5 else [],
        "surcharge": sorted(rng.sample(range(1, 6), 2)) if level >= 5 else [],
        "free": rng.randint(80, 200) if level >= 7 else 0,
    }
    return instance | {"solution": [[customer, _owes(instance, customer)] for customer in instance["customers"]]}


def _owes(instance: dict, customer: str) -> int:
    """Add up one customer's orders."""
    bundles, total = dict(instance["bundles"]), 0
    for who, day, code, count in instance["orders"]:
        if who != customer:
            continue
        for part, pieces in bundles.get(code, [[code, 1]]):
            valid = [(since, price) for listed, since, price in instance["prices"] if listed == part and since <= day]
            total += count * pieces * (max(valid)[1] if valid else 0)
    if instance["classes"] and not (instance["free"] and total >= instance["free"]):
        lines = sum(who == customer for who, *_ in instance["orders"])
        total += lines * [0, *instance["surcharge"]][_CLASSES.index(dict(instance["classes"])[customer])]
    return total


def observe(instance: dict) -> str:
    """Return the question."""
    dated, returns = (
        any(since > 1 for _, since, _ in instance["prices"]),
        any(order[3] < 0 for order in instance["orders"]),
    )
    lines = ["Orders of a month (customer | day | code | pieces):" if dated else "Orders (customer | code | pieces):"]
    for who, day, code, count in instance["orders"]:
        lines.append(f"    {who} | {day} | {code} | {count}" if dated else f"    {who} | {code} | {count}")
    lines.append("Prices (code | valid from day | price of a piece):" if dated else "Prices (code | price of a piece):")
    for code, since, price in instance["prices"]:
        lines.append(f"    {code} | {since} | {price}" if dated else f"    {code} | {price}")
    if dated:
        lines.append(
            "- For an order counts the price of its code with the latest day that is not after the day of the order."
        )
    for code, parts in instance["bundles"]:
        content = " and ".join(f"{pieces} of {part}" for part, pieces in parts)
        lines.append(f"- One piece of the set {code} consists of {content} and costs as much as these.")
    if returns:
        lines.append(
            "- A negative number of pieces is a return: its price is subtracted, at the price of that order's day."
        )
    if any(order[2][0] == "Z" for order in instance["orders"]):
        lines.append("- A code that is in no table has the price 0.")
    if instance["classes"]:
        marks = ", ".join(f"{who} {mark}" for who, mark in instance["classes"])
        low, high = instance["surcharge"]
        unless = (
            f", unless what the customer owes without surcharges is at least {instance['free']}"
            if instance["free"]
            else ""
        )
        lines.append(
            f"- Each line of the order table costs a surcharge of {low} for customers of class B and {high} for "
            f"class C{unless}; "
            f"class A pays none. Classes: {marks}."
        )
    lines.append(
        f"What does each customer owe in total? Answer for {', '.join(instance['customers'])}, such as: Zoe=31, "
        f"Yan=7, Wim=0"
    )
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Join order by order: look the price up in the sorted table, and add it to the customer's sum."""
    given = _read(answer)
    sums, lines = dict.fromkeys(instance["customers"], 0), dict.fromkeys(instance["customers"], 0)
    if given is None or sorted(given) != sorted(sums):
        return False
    table = sorted(instance["prices"], key=lambda row: row[1])
    contents: dict[str, list] = {code: [[code, 1]] for code, _, _ in table} | dict(instance["bundles"])
    for who, day, code, count in instance["orders"]:
        lines[who] += 1
        for part, pieces in contents.get(code, []):
            price = 0
            for listed, since, amount in table:
                if listed == part and since <= day:
                    price = amount
            sums[who] += price * pieces * count
    for who, mark in instance["classes"]:
        fee = {"A": 0, "B": instance["surcharge"][0], "C": instance["surcharge"][1]}[mark]
        if not instance["free"] or sums[who] < instance["free"]:
            sums[who] += fee * lines[who]
    return given == sums


def _read(answer: str) -> dict[str, int] | None:
    """Read entries such as Zoe=31, separated by commas and spaces; None where malformed or a name stands twice."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 5_000:
        return None
    entries = re.split(r"\s*,\s*|\s+", re.sub(r"\s?=\s?", "=", " ".join(text.split())))
    if not all(re.fullmatch("[A-Za-z]{1,12}=-?[0-9]{1,9}", entry) for entry in entries):
        return None
    pairs = [entry.split("=") for entry in entries]
    values = {name.title(): int(number) for name, number in pairs}
    return values if len(values) == len(pairs) else None


def solve(instance: dict) -> str:
    """Write what each customer owes."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange two customers, miss by one, count pieces only, or always take the first price."""
    owed = instance["solution"]
    totals = [total for _, total in owed]
    first: dict[str, list] = {}
    for row in sorted(instance["prices"], key=lambda row: row[1]):
        first.setdefault(row[0], [row[0], 1, row[2]])
    careless = instance | {"prices": [first[code] for code in sorted(first)]}
    pieces = [sum(order[3] for order in instance["orders"] if order[0] == who) for who, _ in owed]
    wrong = [[totals[0] + 1, *totals[1:]], [*totals[:-1], totals[-1] - 1], [totals[1], totals[0], *totals[2:]], pieces]
    wrong.append([_owes(careless, who) for who, _ in owed])
    texts = [_format([[who, total] for (who, _), total in zip(owed, near, strict=True)]) for near in wrong]
    return [text for text in dict.fromkeys([*texts, _format(owed[1:])]) if text != solve(instance)]


def _format(owed: list[list]) -> str:
    return ", ".join(f"{who}={total}" for who, total in owed)
