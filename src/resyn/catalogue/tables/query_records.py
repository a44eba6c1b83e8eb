"""Update a table by a log, then select and sort its records as a query says."""

import re
from fractions import Fraction
from random import Random

META = {
    "category": "tables",
    "skills": ["table lookup", "sorting", "rule application"],
    "keywords": ["query", "filter", "sort keys", "updates"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = (
    "Ada",
    "Bo",
    "Cy",
    "Dora",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
    "Ida",
    "Jan",
    "Kit",
    "Lea",
    "Max",
    "Nia",
    "Pia",
    "Rex",
    "Sal",
    "Tom",
)
_COLUMNS = ("name", "team", "age", "points", "visits")
_TEAMS = ("red", "blue", "green")
_NUMBERS = (2, 3, 4)


def generate(level: int, rng: Random) -> dict:
    """Draw records, a log and a query that at least three records answer."""
    count = min(7 + level // 2, len(_NAMES))
    instance: dict = {}
    for _ in range(60):
        rows = [[name, *_draw_values(rng)] for name in rng.sample(_NAMES, count)]
        instance = {
            "rows": rows,
            "log": [_draw_change(level, rows, rng) for _ in range(1 + level // 2 if level >= 2 else 0)],
            "where": [_draw_condition(level, rng) for _ in range(1 + (level >= 4) + (level >= 8))],
            "order": [
                [column, rng.choice(("largest", "smallest"))] for column in rng.sample(_NUMBERS, 1 + (level >= 2))
            ],
            "skip": rng.randint(1, 2) if level >= 6 else 0,
        }
        answer = _answer(instance)
        if 3 <= len(answer) < count - 1:
            break
    else:
        instance |= {"where": [["more", 2, 0]], "skip": 0, "log": []}
        answer = _answer(instance)
    take = min(len(answer), 3 + level // 4)
    return instance | {"take": take, "solution": answer[:take]}


def _draw_values(rng: Random) -> list:
    return [rng.choice(_TEAMS), rng.randint(20, 49), rng.randint(1, 12), rng.randint(1, 9)]


def _draw_change(level: int, rows: list[list], rng: Random) -> list:
    kind = rng.choice(["set", *["raise"] * (level >= 3), *["team"] * (level >= 3), *["swap"] * (level >= 5)])
    one, other = (row[0] for row in rng.sample(rows, 2))
    column = rng.choice(_NUMBERS)
    if kind == "set":
        return [kind, one, column, rng.randint(20, 49) if column == 2 else rng.randint(1, 12)]
    if kind == "raise":
        return [kind, rng.choice(_TEAMS), column, rng.randint(1, 5)]
    return [kind, one, rng.choice(_TEAMS)] if kind == "team" else [kind, one, other, column]


def _draw_condition(level: int, rng: Random) -> list:
    kinds = [
        "is",
        "not",
        "more",
        "less",
        *["mean"] * (level >= 3),
        *["either"] * (level >= 4),
        *["crowd"] * (level >= 6),
    ]
    kind = rng.choice(kinds)
    if kind in ("is", "not"):
        return [kind, rng.choice(_TEAMS)]
    if kind in ("more", "less"):
        column = rng.choice(_NUMBERS)
        return [kind, column, rng.randint(27, 42) if column == 2 else rng.randint(3, 8)]
    if kind == "mean":
        return [kind, rng.choice(_NUMBERS)]
    if kind == "either":
        return [kind, _draw_condition(1, rng), _draw_condition(1, rng)]
    return [kind, rng.randint(3, 4)]


def _answer(instance: dict) -> list[str]:
    """Apply the log to rows and sort with one key."""
    rows = [list(row) for row in instance["rows"]]
    for kind, *rest in instance["log"]:
        for row in rows:
            if kind == "set" and row[0] == rest[0]:
                row[rest[1]] = rest[2]
            elif kind == "raise" and row[1] == rest[0]:
                row[rest[1]] += rest[2]
            elif kind == "team" and row[0] == rest[0]:
                row[1] = rest[1]
        if kind == "swap":
            one, other = (next(row for row in rows if row[0] == name) for name in rest[:2])
            one[rest[2]], other[rest[2]] = other[rest[2]], one[rest[2]]
    kept = [row for row in rows if all(_meets(condition, row, rows) for condition in instance["where"])]
    kept.sort(
        key=lambda row: [
            *(-row[column] if way == "largest" else row[column] for column, way in instance["order"]),
            row[0],
        ]
    )
    return [row[0] for row in kept][instance["skip"] :]


def _meets(condition: list, row: list, rows: list[list]) -> bool:
    kind, *rest = condition
    if kind == "either":
        return _meets(rest[0], row, rows) or _meets(rest[1], row, rows)
    if kind in ("is", "not"):
        return (row[1] == rest[0]) == (kind == "is")
    if kind == "mean":
        return row[rest[0]] * len(rows) > sum(other[rest[0]] for other in rows)
    if kind == "crowd":
        return sum(other[1] == row[1] for other in rows) >= rest[0]
    return row[rest[0]] > rest[1] if kind == "more" else row[rest[0]] < rest[1]


def observe(instance: dict) -> str:
    """Return the question."""
    lines = ["A table of members:", "    " + " | ".join(_COLUMNS)]
    lines += ["    " + " | ".join(map(str, row)) for row in instance["rows"]]
    if instance["log"]:
        lines.append("These changes are made to it, one after the other:")
        for number, (kind, *rest) in enumerate(instance["log"], start=1):
            lines.append(f"{number}. {_change_text(kind, rest)}")
        lines.append("All that follows is about the table after the changes.")
    lines.append("Select the members for whom all of this holds:")
    lines += [f"- {_condition_text(condition)}" for condition in instance["where"]]
    keys = [f"by {_COLUMNS[column]}, {way} first" for column, way in instance["order"]]
    order = "; where that is equal, ".join([*keys, "by name from A to Z"])
    skip, rest = (
        (f" leave out the first {instance['skip']} of them, and", " of the rest") if instance["skip"] else ("", "")
    )
    lines.append(f"Sort them {order}. Then{skip} name the first {instance['take']}{rest}, in this order.")
    lines.append("Answer with the names separated by spaces, such as: Zoe Yan Wim")
    return "\n".join(lines)


def _change_text(kind: str, rest: list) -> str:
    if kind == "set":
        return f"The {_COLUMNS[rest[1]]} of {rest[0]} become{'s' * (rest[1] == 2)} {rest[2]}."
    if kind == "raise":
        return (
            f"For everybody who is in team {rest[0]} at this moment, {_COLUMNS[rest[1]]} go{'es' * (rest[1] == 2)} "
            f"up by {rest[2]}."
        )
    if kind == "team":
        return f"{rest[0]} is from now on in team {rest[1]}."
    return f"{rest[0]} and {rest[1]} exchange their values of {_COLUMNS[rest[2]]}."


def _condition_text(condition: list) -> str:
    kind, *rest = condition
    if kind == "either":
        return f"at least one of these two: {_condition_text(rest[0])}; {_condition_text(rest[1])}"
    if kind == "mean":
        return f"{_COLUMNS[rest[0]]} above the mean of the whole table"
    if kind == "crowd":
        return f"in a team that has at least {rest[0]} members in the table"
    if kind in ("is", "not"):
        return f"{'not ' * (kind == 'not')}in team {rest[0]}"
    return f"{_COLUMNS[rest[0]]} {'above' if kind == 'more' else 'below'} {rest[1]}"


def verify(instance: dict, answer: str) -> bool:
    """Keep a dictionary for each column, change it by the log, and check who comes before whom."""
    names = [name.title() for name in _tokens(answer)]
    table = {row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in instance["rows"]}
    if len(names) != instance["take"] or len(set(names)) != len(names) or any(name not in table for name in names):
        return False
    for kind, *rest in instance["log"]:
        if kind == "raise":
            for record in table.values():
                record[_COLUMNS[rest[1]]] += rest[2] if record["team"] == rest[0] else 0
        elif kind == "team":
            table[rest[0]]["team"] = rest[1]
        elif kind == "set":
            table[rest[0]][_COLUMNS[rest[1]]] = rest[2]
        else:
            one, other, column = table[rest[0]], table[rest[1]], _COLUMNS[rest[2]]
            one[column], other[column] = other[column], one[column]
    selected = {name for name in table if all(_selects(condition, name, table) for condition in instance["where"])}
    for place, name in enumerate(names):
        before = sum(_precedes(table[other], table[name], instance["order"]) for other in sorted(selected))
        if name not in selected or before != place + instance["skip"]:
            return False
    return True


def _selects(condition: list, name: str, table: dict[str, dict]) -> bool:
    kind, *rest = condition
    record = table[name]
    if kind == "either":
        return any(_selects(part, name, table) for part in rest)
    if kind == "is":
        return record["team"] == rest[0]
    if kind == "not":
        return record["team"] != rest[0]
    if kind == "crowd":
        return [other["team"] for other in table.values()].count(record["team"]) >= rest[0]
    value = record[_COLUMNS[rest[0]]]
    if kind == "mean":
        return value > Fraction(sum(other[_COLUMNS[rest[0]]] for other in table.values()), len(table))
    return value > rest[1] if kind == "more" else value < rest[1]


def _precedes(one: dict, other: dict, order: list[list]) -> bool:
    for column, way in order:
        a, b = one[_COLUMNS[column]], other[_COLUMNS[column]]
        if a != b:
            return (a > b) == (way == "largest")
    return one["name"] < other["name"]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text) if len(text) <= 2_000 else []


def solve(instance: dict) -> str:
    """Return the first names of the sorted rows."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Reverse the order, exchange two, drop one, forget the log, or forget a condition."""
    names = instance["solution"]
    wrong = [names[::-1], [names[1], names[0], *names[2:]], names[:-1], [*names[1:], names[0]]]
    for careless in (instance | {"log": []}, instance | {"where": instance["where"][:-1]}):
        wrong.append(_answer(careless)[: instance["take"]])
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong if near) if text != " ".join(names)]
