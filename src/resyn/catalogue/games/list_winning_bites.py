"""List every first bite that wins a game of biting corners off bars of chocolate."""

import json
import re
from functools import cache, lru_cache
from random import Random

META = {
    "category": "games",
    "skills": ["game theory", "backward induction", "spatial simulation"],
    "keywords": ["chomp", "perfect play", "winning move", "partially ordered set"],
    "answer": "set",
    "version": 1,
}

_RULES = {
    "any": "",
    "most": "A bite may take at most {0} squares.",
    "odd": "A bite must take an odd number of squares.",
    "not": "A bite may not take exactly {0} squares.",
    "even": "A bite must take either one square or an even number of squares.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw bars until the position has a few winning bites; a single row has one."""
    best: dict = {}
    for _ in range(8):
        instance = {
            "bars": [_draw_bar(level, rng) for _ in range(min(3, 1 + (level >= 5) + level // 10))],
            "rule": [rng.choice(list(_RULES)), rng.randint(2, 5 if level < 6 else 7)],
            "last_wins": level >= 5 or rng.random() < 0.6,
        }
        bites = _winning_bites(instance)
        if bites:
            best = {**instance, "solution": bites}
        if 1 <= len(bites) <= 4 and rng.random() < 0.5 + 0.2 * len(bites):
            break
    return best or {"bars": [[7]], "rule": ["any", 0], "last_wins": True, "solution": ["B1"]}


def _draw_bar(level: int, rng: Random) -> list[int]:
    """Return the lengths of the rows, none longer than the row above."""
    size = min(20, 7 + level // 3 if level >= 5 else 10 + level)
    for _ in range(200):
        bar = sorted((rng.randint(1, 7) for _ in range(rng.randint(2, 5))), reverse=True)
        if size <= sum(bar) <= size + 3 and len(set(bar)) > 1:
            return bar
    return [6, 5, 4, 2]


def _bites(bar: tuple[int, ...], rule: list) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return row and column of each allowed bite and the bar that is left."""
    kind, number = rule
    found = []
    for row, length in enumerate(bar):
        for column in range(1 if row == 0 else 0, length):
            left = (*bar[:row], *(min(column, other) for other in bar[row:]))
            taken = sum(bar) - sum(left)
            if (
                kind == "any"
                or (kind == "most" and taken <= number)
                or (kind == "odd" and taken % 2)
                or (kind == "not" and taken != number)
                or (kind == "even" and (taken == 1 or taken % 2 == 0))
            ):
                found.append((row, column, left))
    return found


def _winning_bites(instance: dict) -> list[str]:
    """Return the squares whose bite wins: by Sprague-Grundy values, or directly where the last bite loses."""
    bars, rule = [tuple(bar) for bar in instance["bars"]], instance["rule"]

    @cache
    def value(bar: tuple[int, ...]) -> int:
        reached = {value(left) for _, _, left in _bites(bar, rule)}
        if not instance["last_wins"]:  # one bar: 0 where the player to move loses, and 1 where he wins
            return int(not reached or 0 in reached)
        return next(number for number in range(len(reached) + 1) if number not in reached)

    total = 0
    for bar in bars:
        total ^= value(bar)
    rest = [total ^ value(bar) if instance["last_wins"] else 0 for bar in bars]
    return [
        _name(at, row, column)
        for at, bar in enumerate(bars)
        for row, column, left in _bites(bar, rule)
        if value(left) == rest[at]
    ]


def _name(bar: int, row: int, column: int) -> str:
    return f"{chr(65 + 7 * bar + column)}{row + 1}"


def observe(instance: dict) -> str:
    """Return the question."""
    bars = instance["bars"]
    lines = []
    for at, bar in enumerate(bars):
        lines += [f"  bar {at + 1}:"] if len(bars) > 1 else []
        lines += ["  " + " ".join(_name(at, row, column) for column in range(length)) for row, length in enumerate(bar)]
    kind, number = instance["rule"]
    bad = " or ".join(_name(at, 0, 0) for at in range(len(bars)))
    return "\n".join(
        [
            f"{'Bars' if len(bars) > 1 else 'A bar'} of chocolate, square by square (a letter for the column, a "
            "number for the "
            "row):",
            *lines,
            "Two players bite in turn. A bite names a square that is still there; it takes this square and all "
            "squares of "
            "the same bar that are still there and stand neither above it nor left of it (its own row from it to the "
            "right, and in the rows below all squares in its column or further right).",
            f"Nobody may take {bad} (poisoned). {_RULES[kind].format(number)}".strip(),
            f"The player who has no allowed bite left on his turn {'loses' if instance['last_wins'] else 'wins'}. "
            "Both play perfectly, and you bite first. "
            "With which "
            "first bites can you force a win?",
            "Answer with all these squares, in any order and separated by spaces, such as: Z9 Y9",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare with the bites found by the theory of sums of games."""
    tokens = [token.upper() for token in _tokens(answer)]
    shown = {key: instance[key] for key in ("bars", "rule", "last_wins")}
    return len(set(tokens)) == len(tokens) and sorted(tokens) == _found(json.dumps(shown))


@lru_cache(maxsize=32)
def _found(shown: str) -> list[str]:
    """Return the winning bites, sorted; kept for further answers."""
    return sorted(_winning_bites(json.loads(shown)))


def solve(instance: dict) -> str:
    """Return the winning bites found when the bars were drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a bite out, add one that loses, take the poison, or bite as much or as little as possible."""
    winning, bars = instance["solution"], instance["bars"]
    every = [
        _name(at, row, column) for at, bar in enumerate(bars) for row, column, _ in _bites(tuple(bar), instance["rule"])
    ]
    losing = [square for square in every if square not in winning]
    wrong = [[*winning, "A1"], [*winning, "Z99"], winning[1:], winning[:-1], losing[:1], losing[-1:]]
    wrong += [[*winning, square] for square in losing[:2]]
    return list(dict.fromkeys(" ".join(near) for near in wrong if near))[:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
