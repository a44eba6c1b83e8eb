"""Recalculate a small spreadsheet after changes of its cells and give the values of some formulas."""

import re
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["dependency tracking", "arithmetic", "simulation"],
    "keywords": ["spreadsheet", "formulas", "cell references"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Fill a sheet in random order, so that formulas refer to cells filled before, and change some cells."""
    columns, rows = 3 + (level >= 6), 3 + level // 4
    cells = [f"{column}{row}" for row in range(1, rows + 1) for column in "ABCDEF"[:columns]]
    order = rng.sample(cells, len(cells))
    inputs = order[: len(order) - min(len(order) - 3, 4 + level // 2)]
    sheet: dict[str, list] = {cell: ["num", rng.randrange(1, 20)] for cell in inputs}
    for cell in order[len(inputs) :]:
        sheet[cell] = _draw(list(sheet), level, rng)
    formulas = order[len(inputs) :]
    changes: list[list] = []
    for number in range(8):
        change = ["set", rng.choice(inputs), rng.randrange(20, 40)]
        if level >= 5 and not changes and number < 5:
            change = ["swap", *rng.sample(inputs, 2)]
        if level >= 7 and len(changes) == 1 and number < 7:
            change = ["copy", rng.choice(formulas), rng.choice(cells)]
        before, after = (_values(_changed(sheet, made)) for made in (changes, [*changes, change]))
        if after and any(before[cell] != after[cell] for cell in formulas):
            changes.append(change)
        if len(changes) == 1 + level // 3:
            break
    if not changes:
        changes = [["set", inputs[0], 45]]
    final = _values(_changed(sheet, changes))
    asked = sorted(rng.sample(formulas, min(len(formulas), 3 + level // 4)))
    cells_in_order = {cell: sheet[cell] for cell in cells}
    return {"sheet": cells_in_order, "changes": changes, "asked": asked, "solution": [final[cell] for cell in asked]}


def observe(instance: dict) -> str:
    """Return the question."""
    sheet, changes = instance["sheet"], []
    lines = [f"  {cell}: {'=' * (content[0] != 'num')}{_text(content)}" for cell, content in sheet.items()]
    for kind, one, two in instance["changes"]:
        if kind == "set":
            changes.append(f"{one} gets the number {two} in place of what it held")
        elif kind == "swap":
            changes.append(
                f"the numbers in {one} and {two} are exchanged (formulas that name these cells stay as they are)"
            )
        else:
            changes.append(
                f"the formula of {one} is copied into {two} (in place of what {two} held), and in the copy every cell "
                f"name is moved as far and in the same direction as {two} lies from {one}"
            )
    text = "\n".join(lines)
    rules = []
    if "SUM" in text or "MAX" in text or "MIN" in text:
        rules.append("SUM, MAX and MIN of X:Y take all cells of the rectangle with corners X and Y.")
    if "IF(" in text:
        rules.append("IF(condition, v, w) is v where the condition holds, and w otherwise.")
    if "COUNT" in text:
        rules.append("COUNT(X:Y > v) is the number of cells of the rectangle with corners X and Y that exceed v.")
    return "\n".join(
        [
            "A spreadsheet has columns A, B, C, ... and rows 1, 2, 3, ...; cell B3 is in column B and row 3. It holds:",
            text,
            *rules,
            "Every formula always shows the value that follows from the present values of the cells which it names.",
            f"Then these changes are made, one after the other: {'; '.join(changes)}.",
            f"Which values do {', '.join(instance['asked'])} show at the end? Answer with these numbers in this order, "
            "separated by spaces, such as: 71 -8 90",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Make the changes and evaluate each asked cell from the cells that it names."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text[:2000])
    if len(text) > 2000 or not all(re.fullmatch(r"-?[0-9]{1,15}", token) for token in tokens):
        return False
    sheet = _changed(instance["sheet"], instance["changes"])
    known: dict[str, int] = {}

    def value(content: list) -> int:
        kind, *rest = content
        if kind == "num":
            return rest[0]
        if kind == "ref":
            if rest[0] not in known:
                known[rest[0]] = value(sheet[rest[0]])
            return known[rest[0]]
        if kind in ("SUM", "MAX", "MIN", "COUNT"):
            cells = [value(["ref", cell]) for cell in _rectangle(rest[0], rest[1])]
            if kind == "COUNT":
                return len([cell for cell in cells if cell > rest[2]])
            return {"SUM": sum, "MAX": max, "MIN": min}[kind](cells)
        if kind == "IF":
            return value(rest[2]) if value(rest[0]) > value(rest[1]) else value(rest[3])
        one, two = value(rest[0]), value(rest[1])
        return {"+": one + two, "-": one - two, "*": one * two}[kind]

    return [int(token) for token in tokens] == [value(["ref", cell]) for cell in instance["asked"]]


def solve(instance: dict) -> str:
    """Return the values found when the sheet was drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Give the values before the changes or before the last one, miss one by one, or give them in reverse."""
    right, asked = instance["solution"], instance["asked"]
    before = _values(instance["sheet"])
    late = _values(_changed(instance["sheet"], instance["changes"][:-1]))
    wrong = [[values[cell] for cell in asked] for values in (before, late)]
    wrong += [right[::-1], [right[0] + 1, *right[1:]], [*right[:-1], right[-1] - 1], right[:-1], [*right, right[0]]]
    return list(dict.fromkeys(" ".join(map(str, values)) for values in wrong if values != right))


def _draw(filled: list[str], level: int, rng: Random) -> list:
    """Return a formula that names only filled cells."""
    kinds = (
        ["+", "-", "+"]
        + ["range"] * (level >= 2)
        + ["*"] * (level >= 2)
        + ["IF"] * (level >= 3)
        + ["COUNT"] * (level >= 4)
    )
    kind = rng.choice(kinds)
    refs = [["ref", cell] for cell in rng.sample(filled, min(len(filled), 3))]
    if kind in ("range", "COUNT"):
        ranges = [
            (one, two) for one in filled for two in filled if one < two and set(_rectangle(one, two)) <= set(filled)
        ]
        corners = rng.choice(ranges or [(filled[0], filled[0])])
        if kind == "COUNT":
            return [kind, *corners, rng.randrange(5, 20)]
        return [rng.choice(["SUM", "MAX", "MIN"]), *corners]
    if kind == "IF":
        return [kind, refs[0], refs[1], rng.choice([refs[1], ["num", rng.randrange(1, 10)]]), refs[-1]]
    if kind == "*":
        return ["+", ["*", ["num", rng.randrange(2, 4)], refs[0]], refs[1]]
    return [kind, refs[0], refs[1] if rng.random() < 0.7 else ["num", rng.randrange(1, 10)]]


def _rectangle(one: str, two: str) -> list[str]:
    columns, rows = sorted([one[0], two[0]]), sorted([int(one[1:]), int(two[1:])])
    return [
        f"{chr(c)}{row}" for row in range(rows[0], rows[1] + 1) for c in range(ord(columns[0]), ord(columns[1]) + 1)
    ]


def _changed(sheet: dict[str, list], changes: list[list]) -> dict[str, list]:
    sheet = dict(sheet)
    for kind, one, two in changes:
        if kind == "set":
            sheet[one] = ["num", two]
        elif kind == "swap":
            sheet[one], sheet[two] = sheet[two], sheet[one]
        else:
            sheet[two] = _moved(sheet[one], ord(two[0]) - ord(one[0]), int(two[1:]) - int(one[1:]))
    return sheet


def _moved(content: list, right: int, down: int) -> list:
    """Return a formula with every cell name moved."""
    kind, *rest = content
    if kind == "num":
        return content
    return [kind] + [
        f"{chr(ord(part[0]) + right)}{int(part[1:]) + down}"
        if isinstance(part, str)
        else _moved(part, right, down)
        if isinstance(part, list)
        else part
        for part in rest
    ]


def _values(sheet: dict[str, list]) -> dict[str, int]:
    """Return all values, found in rounds over the cells whose parts are known; empty where some never are."""
    values: dict[str, int] = {}
    while True:
        ready = [cell for cell in sheet if cell not in values and _names(sheet[cell]) <= set(values)]
        if not ready:
            return values if len(values) == len(sheet) else {}
        for cell in ready:
            values[cell] = _evaluate(sheet[cell], values)


def _names(content: list) -> set[str]:
    kind, *rest = content
    if kind in ("SUM", "MAX", "MIN", "COUNT"):
        return set(_rectangle(*rest[:2]))
    return set().union(
        *(({part} if isinstance(part, str) else _names(part)) for part in rest if not isinstance(part, int))
    )


def _evaluate(content: list, values: dict[str, int]) -> int:
    kind, *rest = content
    if kind in ("num", "ref"):
        return rest[0] if kind == "num" else values[rest[0]]
    if kind in ("SUM", "MAX", "MIN", "COUNT"):
        cells = sorted(values[cell] for cell in _rectangle(*rest[:2]))
        return {
            "SUM": sum(cells),
            "MAX": cells[-1],
            "MIN": cells[0],
            "COUNT": sum(cell > rest[-1] for cell in cells) if kind == "COUNT" else 0,
        }[kind]
    parts = [_evaluate(part, values) for part in rest]
    if kind == "IF":
        return parts[2 if parts[0] > parts[1] else 3]
    return parts[0] * parts[1] if kind == "*" else parts[0] + parts[1] * (1 if kind == "+" else -1)


def _text(content: list) -> str:
    kind, *rest = content
    if kind in ("num", "ref"):
        return str(rest[0])
    if kind in ("SUM", "MAX", "MIN"):
        return f"{kind}({rest[0]}:{rest[1]})"
    if kind == "COUNT":
        return f"COUNT({rest[0]}:{rest[1]} > {rest[2]})"
    parts = [_text(part) for part in rest]
    return f"IF({parts[0]} > {parts[1]}, {parts[2]}, {parts[3]})" if kind == "IF" else f"{parts[0]} {kind} {parts[1]}"
