"""Undo described damage to a table and give a column as it was."""

import re
from random import Random

META = {
    "category": "tables",
    "skills": ["inverse reasoning", "table lookup", "arithmetic"],
    "keywords": ["data repair", "shifted rows", "inverse operations"],
    "answer": "sequence",
    "version": 1,
}

_KINDS = (
    ("exchange", 1),
    ("shift", 1),
    ("down", 1),
    ("number", 2),
    ("rows", 2),
    ("running", 3),
    ("added", 4),
    ("parity", 5),
    ("mirror", 6),
)


def generate(level: int, rng: Random) -> dict:
    """Draw a table and damage it step by step."""
    height, width = 4 + level // 3, 3 + (level >= 3) + level // 6
    original = [[rng.randint(1, 49) for _ in range(width)] for _ in range(height)]
    kinds = [kind for kind, first in _KINDS if level >= first]
    steps: list[list] = []
    while len(steps) < 2 + level // 2:
        kind = rng.choice(kinds)
        if not steps or steps[-1][0] != kind:
            steps.append(_draw_step(kind, height, width, rng))
    table = [list(row) for row in original]
    for step in steps:
        table = _damage(step, table)
    column = rng.choice(sorted({place for step in steps for place in _touched(step, width)}))
    return {"table": table, "steps": steps, "asked": column, "solution": [row[column] for row in original]}


def _draw_step(kind: str, height: int, width: int, rng: Random) -> list:
    a, b = rng.sample(range(width), 2)
    if kind == "exchange":
        first = rng.randrange(height - 1)
        return [kind, a, b, first, rng.randint(first + 1, height - 1)]
    if kind == "shift":
        return [kind, rng.randint(2, 3), rng.randint(0, 1), rng.randint(1, width - 1)]
    if kind in ("down", "number"):
        return [kind, a, rng.randint(1, height - 1) if kind == "down" else rng.randint(2, 9)]
    if kind == "rows":
        return [kind, *sorted(rng.sample(range(height), 2))]
    if kind == "running":
        return [kind, a]
    if kind == "parity":
        c = rng.choice([column for column in range(width) if column not in (a, b)])
        return [kind, a, b, c]
    return [kind, a, b] if kind == "added" else [kind]


def _touched(step: list, width: int) -> list[int]:
    """Return the columns whose values a step may change."""
    kind, *rest = step
    if kind in ("exchange", "parity"):
        return rest[:2]
    return rest[:1] if kind in ("down", "number", "running", "added") else list(range(width))


def _damage(step: list, table: list[list[int]]) -> list[list[int]]:
    kind, *rest = step
    table = [list(row) for row in table]
    if kind == "mirror":
        return [row[::-1] for row in table]
    if kind == "rows":
        table[rest[0]], table[rest[1]] = table[rest[1]], table[rest[0]]
    elif kind in ("down", "running"):
        values = [row[rest[0]] for row in table]
        for at, row in enumerate(table):
            row[rest[0]] = values[(at - rest[1]) % len(table)] if kind == "down" else sum(values[: at + 1])
    else:
        for number, row in enumerate(table, start=1):
            _damage_row(kind, rest, number, row)
    return table


def _damage_row(kind: str, rest: list, number: int, row: list[int]) -> None:
    if kind == "shift":
        if number % rest[0] == rest[1]:
            row[:] = row[-rest[2] :] + row[: -rest[2]]
    elif kind in ("number", "added"):
        row[rest[0]] += rest[1] * number if kind == "number" else row[rest[1]]
    elif rest[2] <= number - 1 <= rest[3] if kind == "exchange" else row[rest[2]] % 2 == 0:
        row[rest[0]], row[rest[1]] = row[rest[1]], row[rest[0]]


def observe(instance: dict) -> str:
    """Return the question."""
    table = instance["table"]
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(table[0])]
    steps = [f"{number}. {_text(step, names)}" for number, step in enumerate(instance["steps"], start=1)]
    return "\n".join(
        [
            f"A table had the columns {', '.join(names)} (in this order from left to right) and the rows 1 to "
            f"{len(table)} "
            "(from the top). A faulty program then changed its values in these steps, each one on what the step "
            "before had "
            "left; the names of columns and the numbers of rows stayed where they were:",
            *steps,
            "Now the table shows:",
            "    row | " + " | ".join(names),
            *(f"    {number} | {' | '.join(map(str, row))}" for number, row in enumerate(table, start=1)),
            f"What were the values of column {names[instance['asked']]} before the first step? Answer with them "
            f"from row 1 to "
            f"row {len(table)}, separated by spaces; for three rows this would look like: 52 61 70",
        ]
    )


def _text(step: list, names: str) -> str:
    kind, *rest = step
    if kind == "exchange":
        return (
            f"In rows {rest[2] + 1} to {rest[3] + 1}, the values of columns {names[rest[0]]} and {names[rest[1]]} "
            f"were exchanged."
        )
    if kind == "shift":
        rows = (
            f"whose number is divisible by {rest[0]}"
            if rest[1] == 0
            else f"whose number leaves the remainder {rest[1]} when divided by {rest[0]}"
        )
        places = (
            f"{rest[2]} place{'s' * (rest[2] > 1)} to the right; what fell off at the right end came back in at the "
            f"left end in the same order"
        )
        return f"In rows {rows}, all values moved {places}."
    if kind == "down":
        places = (
            f"{rest[1]} row{'s' * (rest[1] > 1)} down; what fell off at the bottom came back in at the top in the "
            f"same order"
        )
        return f"In column {names[rest[0]]}, all values moved {places}."
    if kind == "number":
        return f"To each value of column {names[rest[0]]}, {rest[1]} times the number of its row was added."
    if kind == "rows":
        return f"All values of rows {rest[0] + 1} and {rest[1] + 1} were exchanged."
    if kind == "running":
        return (
            f"Each value of column {names[rest[0]]} was replaced by the sum of itself and all values above it in "
            f"this column."
        )
    if kind == "added":
        return (
            f"To each value of column {names[rest[0]]}, the value of column {names[rest[1]]} in the same row was added."
        )
    if kind == "parity":
        return (
            f"In rows with an even value in column {names[rest[2]]}, the values of columns {names[rest[0]]} and "
            f"{names[rest[1]]} were exchanged."
        )
    return "In every row the values were put into reverse order from left to right."


def verify(instance: dict, answer: str) -> bool:
    """Undo the steps from the last to the first and compare the column."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text) if len(text) <= 2_000 else []
    if len(tokens) != len(instance["table"]) or not all(re.fullmatch("-?[0-9]{1,12}", token) for token in tokens):
        return False
    columns = [list(column) for column in zip(*instance["table"], strict=True)]
    for step in reversed(instance["steps"]):
        columns = _undo(step, columns)
    return [int(token) for token in tokens] == columns[instance["asked"]]


def _undo(step: list, columns: list[list[int]]) -> list[list[int]]:
    """Undo one step on a list of columns."""
    kind, *rest = step
    if kind == "mirror":
        return columns[::-1]
    columns = [list(column) for column in columns]
    if kind == "rows":
        for column in columns:
            column[rest[0]], column[rest[1]] = column[rest[1]], column[rest[0]]
    elif kind in ("shift", "exchange", "parity"):
        for row in range(len(columns[0])):
            _undo_row(kind, rest, row, columns)
    else:
        column = columns[rest[0]]
        columns[rest[0]] = {
            "down": lambda: column[rest[1] :] + column[: rest[1]],
            "number": lambda: [value - rest[1] * number for number, value in enumerate(column, start=1)],
            "running": lambda: [value - above for above, value in zip([0, *column], column, strict=False)],
            "added": lambda: [value - more for value, more in zip(column, columns[rest[1]], strict=True)],
        }[kind]()
    return columns


def _undo_row(kind: str, rest: list, row: int, columns: list[list[int]]) -> None:
    if kind == "shift":
        if (row + 1) % rest[0] == rest[1]:
            values = [columns[(at + rest[2]) % len(columns)][row] for at in range(len(columns))]
            for column, value in zip(columns, values, strict=True):
                column[row] = value
    elif row in range(rest[2], rest[3] + 1) if kind == "exchange" else columns[rest[2]][row] % 2 == 0:
        columns[rest[0]][row], columns[rest[1]][row] = columns[rest[1]][row], columns[rest[0]][row]


def solve(instance: dict) -> str:
    """Return the column as it was drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Read the column as it is shown, undo the last step only, undo in the order of the steps, or miss one value."""
    asked, right = instance["asked"], instance["solution"]
    shown = [list(column) for column in zip(*instance["table"], strict=True)]
    forward, last = shown, _undo(instance["steps"][-1], shown)
    for step in instance["steps"]:
        forward = _undo(step, forward)
    wrong = [
        shown[asked],
        last[asked],
        forward[asked],
        [right[0] + 1, *right[1:]],
        [*right[:-1], right[-1] - 1],
        right[:-1],
    ]
    texts = [" ".join(map(str, near)) for near in wrong]
    return [text for text in dict.fromkeys(texts) if text != solve(instance)]
