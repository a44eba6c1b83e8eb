"""Count the arrangements of lettered tiles in a row that keep every rule."""

import re
from functools import cache
from math import factorial, prod
from random import Random

META = {
    "category": "probability",
    "skills": ["counting", "case analysis", "combinatorics"],
    "keywords": ["permutations", "multiset", "arrangements", "restrictions"],
    "answer": "integer",
    "version": 1,
}

_TEXTS = {
    "all_before": "Every {0} stands somewhere to the left of every {1}.",
    "first_before": "The leftmost {0} stands somewhere to the left of the leftmost {1}.",
    "not_next": "No {0} stands directly beside a {1}.",
    "not_at": "The tile at place {1} from the left is not {0}.",
    "pair": "At least once, {0} is directly followed by {1}.",
    "no_double": "No two neighbouring tiles show the same letter.",
    "odd": "Every {0} stands at an odd place (places are counted from 1 at the left).",
    "half": "Among the first {1} tiles there is exactly {2} times {0}.",
    "last": "The last tile shows a letter that stands later in the alphabet than the letter of the first tile.",
}
_FIRST = (("all_before", 3), ("first_before", 1), ("not_next", 1), ("not_at", 1), ("pair", 2), ("no_double", 2))
_LATER = (("half", 4), ("odd", 5), ("last", 6))


def generate(level: int, rng: Random) -> dict:
    """Draw tiles and rules that some row of them keeps, and list all rows to count."""
    for _ in range(25):
        tiles = _draw_tiles(min(6 + level // 3, 16), rng)
        row = rng.sample(tiles, len(tiles))
        kinds = [kind for kind, first in (*_FIRST, *_LATER) if level >= first]
        rules: list[list] = []
        for _ in range(60):
            rule = _draw_rule(rng.choice(kinds), sorted(set(tiles)), row, rng)
            if len(rules) < max(3, 2 + level // 2) and rule not in rules and _keeps(rule, "".join(row)):
                rules.append(rule)
        rows = _list_rows(tiles)
        count = sum(all(_keeps(rule, row) for rule in rules) for row in rows)
        if 16 < count < len(rows) and (count % 12 or rng.random() < 0.3):
            break
    return {"tiles": "".join(tiles), "rules": rules, "all": len(rows), "solution": count}


def _draw_tiles(size: int, rng: Random) -> list[str]:
    """Return so many letters, repeated often enough that there are at most 9,000 rows of them."""
    letters = rng.sample("ABCDEFGHKLMNPRST", rng.randint(4, 5))
    while True:
        tiles = letters + rng.choices(letters, k=size - len(letters))
        if factorial(size) // prod(factorial(tiles.count(letter)) for letter in letters) <= 9_000:
            return sorted(tiles)
        if rng.random() < 0.3 and len(letters) > 2:
            letters = letters[:-1]


def _draw_rule(kind: str, letters: list[str], row: list[str], rng: Random) -> list:
    one, other = rng.sample(letters, 2)
    if kind in ("no_double", "last"):
        return [kind]
    if kind == "not_at":
        return [kind, one, rng.randint(1, len(row))]
    if kind == "odd":
        return [kind, one]
    if kind == "half":
        half = len(row) // 2
        return [kind, one, half, row[:half].count(one)]
    return [kind, one, other]


def _keeps(rule: list, row: str) -> bool:
    kind, one, other, *_ = [*rule, "", ""]
    if kind == "all_before":
        return row.rindex(one) < row.index(other)
    if kind == "first_before":
        return row.index(one) < row.index(other)
    if kind == "not_next":
        return one + other not in row and other + one not in row
    if kind == "not_at":
        return row[other - 1] != one
    if kind == "pair":
        return one + other in row
    if kind == "no_double":
        return not re.search(r"(.)\1", row)
    if kind == "odd":
        return one not in row[1::2]
    return row[:other].count(one) == rule[3] if kind == "half" else row[-1] > row[0]


def _list_rows(tiles: list[str]) -> list[str]:
    rows = [""]
    for _ in tiles:
        rows = [
            row + letter for row in rows for letter in sorted(set(tiles)) if row.count(letter) < tiles.count(letter)
        ]
    return rows


def observe(instance: dict) -> str:
    """Return the question."""
    rules = "\n".join(f"- {_TEXTS[rule[0]].format(*rule[1:])}" for rule in instance["rules"])
    return (
        f"The {len(instance['tiles'])} tiles {' '.join(instance['tiles'])} are to be laid in a row. Tiles with the "
        f"same "
        "letter cannot be told apart; two rows differ where some place shows different letters. A row has to keep "
        "these "
        f"rules:\n{rules}\nHow many different rows keep all rules? Answer with one whole number, such as: 5317"
    )


def verify(instance: dict, answer: str) -> bool:
    """Count the rows by laying tile after tile, remembering only what the rules need, and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    return re.fullmatch("[0-9]{1,18}", text) is not None and int(text) == _count(instance)


def _count(instance: dict) -> int:
    letters = sorted(set(instance["tiles"]))
    sizes = [instance["tiles"].count(letter) for letter in letters]
    pairs = [rule[1] + rule[2] for rule in instance["rules"] if rule[0] == "pair"]

    @cache
    def onwards(laid: tuple[int, ...], first: str, last: str, seen: tuple[bool, ...]) -> int:
        if list(laid) == sizes:
            return int(all(seen) and (["last"] not in instance["rules"] or last > first))
        number = dict(zip(letters, laid, strict=True))
        total = 0
        for at, letter in enumerate(letters):
            if laid[at] < sizes[at] and all(
                _allows(rule, letter, last, number, sizes, letters) for rule in instance["rules"]
            ):
                after = (*laid[:at], laid[at] + 1, *laid[at + 1 :])
                met = tuple(old or pair == last + letter for old, pair in zip(seen, pairs, strict=True))
                total += onwards(after, first or letter, letter, met)
        return total

    return onwards((0,) * len(letters), "", "", (False,) * len(pairs))


def _allows(rule: list, letter: str, last: str, laid: dict[str, int], sizes: list[int], letters: list[str]) -> bool:
    """Tell whether a rule allows a letter behind what is laid; what only the whole row shows is left for later."""
    place = sum(laid.values()) + 1
    if rule[0] == "all_before":
        return letter != rule[2] or laid[rule[1]] == sizes[letters.index(rule[1])]
    if rule[0] == "first_before":
        return letter != rule[2] or laid[rule[1]] > 0
    if rule[0] == "not_next":
        return last + letter not in (rule[1] + rule[2], rule[2] + rule[1])
    if rule[0] == "not_at":
        return letter != rule[1] or place != rule[2]
    if rule[0] == "no_double":
        return letter != last
    if rule[0] == "odd":
        return letter != rule[1] or place % 2 == 1
    if rule[0] == "half":
        return place != rule[2] or laid[rule[1]] + (letter == rule[1]) == rule[3]
    return True


def solve(instance: dict) -> str:
    """Return how many of all listed rows keep the rules."""
    return str(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by one, count all rows, tell equal tiles apart, or forget the last rule."""
    value = instance["solution"]
    apart = prod(factorial(instance["tiles"].count(letter)) for letter in sorted(set(instance["tiles"])))
    fewer = _count(instance | {"rules": instance["rules"][:-1]})
    wrong = [value + 1, value - 1, instance["all"], value * apart, fewer, instance["all"] - value]
    return [str(number) for number in dict.fromkeys(wrong) if number != value]
