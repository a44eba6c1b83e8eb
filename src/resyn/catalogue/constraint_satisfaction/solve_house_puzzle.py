"""Find out who lives in which cabin with what, from clues about neighbours."""

import re
from itertools import combinations
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["deduction", "elimination", "constraint propagation"],
    "keywords": ["zebra puzzle", "neighbour clues"],
    "answer": "assignment",
    "version": 1,
}

_POOLS = (
    ("guest", ("Amos", "Berta", "Carl", "Dina", "Edna", "Fred", "Greta", "Henk", "Irma")),
    ("pet", ("crow", "ferret", "goat", "hen", "lizard", "mole", "newt", "otter", "toad")),
    ("drink", ("cider", "cocoa", "juice", "lassi", "mead", "soda", "tea", "tonic", "water")),
    ("trade", ("baker", "cooper", "dyer", "farmer", "glazier", "mason", "potter", "tailor", "weaver")),
    ("tool", ("axe", "chisel", "drill", "file", "hammer", "pliers", "rake", "saw", "spade")),
    ("sport", ("archery", "boxing", "curling", "diving", "fencing", "golf", "judo", "polo", "rowing")),
    ("fruit", ("apple", "cherry", "fig", "grape", "kiwi", "lemon", "mango", "peach", "plum")),
)
# Kind of clue, number of values that it names, first level at which it appears.
_KINDS = (("same", 2, 1), ("left", 2, 1), ("next", 2, 1), ("end", 1, 2), ("apart", 2, 3), ("not", 2, 3))
_KINDS += (("either", 3, 4), ("between", 3, 5), ("if", 3, 7), ("one", 4, 9))


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant a street and add true clues until no street that is one exchange away, and none of many others, fits."""
    houses = min(3 + level // 3 + (level == 2), 9)
    kinds = min(3 + level // 4, len(_POOLS))
    pools = [[0, rng.sample(_POOLS[0][1], houses)]]
    for pool in rng.sample(range(1, len(_POOLS)), kinds - 1):
        pools.append([pool, rng.sample(_POOLS[pool][1], houses)])
    places = [rng.sample(range(houses), houses) for _ in range(kinds)]  # house of each value of each kind
    rivals = _rivals(places, rng)
    clues: list[list[Any]] = []
    for _ in range(400):
        if not rivals:
            break
        clue = _draw_clue(places, level, rng)
        left = [rival for rival in rivals if _holds(clue, rival)]
        if _holds(clue, places) and len(left) < len(rivals):
            clues.append(clue)
            rivals = left
    rng.shuffle(clues)
    return {"pools": pools, "clues": clues, "solution": places}


def _rivals(places: list[list[int]], rng: Random) -> list[list[list[int]]]:
    """Return other streets: all that differ by one exchange of two values or two houses, and many drawn at random."""
    houses = len(places[0])
    rivals = []
    for one, two in combinations(range(houses), 2):
        swap = {one: two, two: one}
        rivals.append([[swap.get(house, house) for house in row] for row in places])
        for kind in range(len(places)):
            rivals.append([[swap.get(h, h) for h in row] if at == kind else row for at, row in enumerate(places)])
    for _ in range(250):
        rivals.append([rng.sample(range(houses), houses) if rng.random() < 0.5 else row for row in places])
    return [rival for rival in rivals if rival != places]


def _draw_clue(places: list[list[int]], level: int, rng: Random) -> list[Any]:
    kind, size, _ = rng.choice([each for each in _KINDS if level >= each[2]])
    values = [[at, rng.randrange(len(places[0]))] for at in rng.sample(range(len(places)), min(size, len(places)))]
    while len(values) < size:
        extra = [rng.randrange(len(places)), rng.randrange(len(places[0]))]
        values += [extra] if extra not in values else []
    if kind in ("left", "next", "apart") and rng.random() < 0.3:
        other = [values[0][0], rng.randrange(len(places[0]))]
        values[1] = other if other != values[0] else values[1]
    return [kind, values, rng.randint(2, max(2, len(places[0]) - 2)) if kind == "apart" else 0]


def _holds(clue: list[Any], places: list[list[int]]) -> bool:
    kind, values, number = clue
    a, b, c, d = [*(places[at][value] for at, value in values), -9, -9, -9][:4]
    return {
        "same": a == b,
        "left": a < b,
        "next": abs(a - b) == 1,
        "end": a in (0, len(places[0]) - 1),
        "apart": abs(a - b) == number,
        "not": a != b,
        "either": (a == b) != (a == c),
        "between": b < a < c or c < a < b,
        "if": a != b or abs(a - c) == 1,
        "one": (a == b) != (c == d),
    }[kind]


def _text(clue: list[Any], pools: list[Any]) -> str:
    kind, values, number = clue
    a, b, c, d = [*(f"the {_POOLS[pools[at][0]][0]} {pools[at][1][value]}" for at, value in values), "", "", ""][:4]
    return {
        "same": f"{a} and {b} are in the same cabin",
        "left": f"{a} is somewhere left of {b}",
        "next": f"{a} and {b} are in cabins next to each other",
        "end": f"{a} is in the first or the last cabin",
        "apart": f"the cabin numbers of {a} and {b} differ by exactly {number}",
        "not": f"{a} and {b} are not in the same cabin",
        "either": f"{a} is in the same cabin as exactly one of {b} and {c}",
        "between": f"{a} is somewhere between {b} and {c} (in neither of their cabins)",
        "if": f"if {a} and {b} are in the same cabin, then {c} is in a cabin next to it",
        "one": f"exactly one of these is true: {a} and {b} are in the same cabin; {c} and {d} are in the same cabin",
    }[kind]


def observe(instance: dict[str, Any]) -> str:
    """State the cabins, the values, the clues and the answer format."""
    pools = instance["pools"]
    houses = len(pools[0][1])
    listed = "\n".join(f"- {_POOLS[pool][0]}: {', '.join(sorted(values))}" for pool, values in pools)
    texts = [_text(clue, pools) for clue in instance["clues"]]
    clues = "\n".join(f"{at}. {text[0].upper()}{text[1:]}." for at, text in enumerate(texts, start=1))
    order = ", ".join(_POOLS[pool][0] for pool, _ in pools)
    return (
        f"There are {houses} cabins in a row, numbered 1 to {houses} from left to right. Each cabin has exactly one of "
        f"each kind below, and everything listed is in exactly one cabin:\n{listed}\n\nClues:\n{clues}\n\nWhat is "
        "where? Any arrangement that fits all clues is accepted. Answer with one line for each cabin, from cabin 1 to "
        f"cabin {houses}; in each line give, in this order and separated by spaces: {order}. (For two cabins and two "
        "kinds an answer would look like:\nZoe cat\nYan dog)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Read the cabins one after another and check every clue."""
    pools, tokens = instance["pools"], _tokens(answer)
    houses, kinds = len(pools[0][1]), len(pools)
    if len(tokens) != houses * kinds:
        return False
    places = []
    for at, (_, values) in enumerate(pools):
        named = [token.casefold() for token in tokens[at::kinds]]
        if sorted(named) != sorted(value.casefold() for value in values):
            return False
        places.append([named.index(value.casefold()) for value in values])
    return all(_holds(clue, places) for clue in instance["clues"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted street."""
    return _format(instance, instance["solution"])


def _format(instance: dict[str, Any], places: list[list[int]]) -> str:
    rows = []
    for house in range(len(places[0])):
        row = [values[places[at].index(house)] for at, (_, values) in enumerate(instance["pools"])]
        rows.append(" ".join(row))
    return "\n".join(rows)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange two values of a kind, turn the row round, or forget the last cabin."""
    places: list[list[int]] = instance["solution"]
    swap = {0: 1, 1: 0}
    swapped = [
        [[swap.get(house, house) for house in row] if kind == at else row for kind, row in enumerate(places)]
        for at in (0, 1)
    ]
    swapped += [[[len(row) - 1 - house for house in row] for row in places], [*places[:-1], places[-1][::-1]]]
    texts = [_format(instance, near) for near in swapped if not all(_holds(clue, near) for clue in instance["clues"])]
    rows = solve(instance).split("\n")
    return [*texts, "\n".join(rows[:-1]), "\n".join([*rows[:-1], rows[0]])]
