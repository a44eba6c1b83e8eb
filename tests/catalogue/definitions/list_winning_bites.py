"""What is right, said again: all squares after whose bite the other player, square set by square set, cannot win.

Candidates: every set of squares that are not poisoned.
"""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1,)
EXHAUSTIVE = True
_known: dict[str, set[str]] = {}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    squares = sorted(_squares(instance["bars"]) - {"A1"})
    for size in range(1, len(squares) + 1):
        yield from (" ".join(chosen) for chosen in combinations(squares, size))


def holds(instance: dict, answer: str) -> bool:
    key = str(instance)
    if key not in _known:
        seen: dict[frozenset[str], bool] = {}
        end = not instance["last_wins"]
        bites = _bites(frozenset(_squares(instance["bars"])), instance["rule"])
        _known[key] = {square for square, left in bites if not _wins(left, instance["rule"], seen, end)}
    squares = answer.split()
    return len(set(squares)) == len(squares) and set(squares) == _known[key]


def _squares(bars: list[list[int]]) -> set[str]:
    return {
        f"{chr(65 + 7 * number + column)}{row + 1}"
        for number, bar in enumerate(bars)
        for row, length in enumerate(bar)
        for column in range(length)
    }


def _bites(left: frozenset[str], rule: list) -> list[tuple[str, frozenset[str]]]:
    found = []
    for square in left:
        bar = (ord(square[0]) - 65) // 7
        gone = {s for s in left if s[0] >= square[0] and int(s[1:]) >= int(square[1:]) and (ord(s[0]) - 65) // 7 == bar}
        poison = f"{chr(65 + 7 * bar)}1"
        count = len(gone)
        kind, number = rule
        broken = (
            (kind == "most" and count > number)
            or (kind == "odd" and count % 2 == 0)
            or (kind == "not" and count == number)
            or (kind == "even" and count % 2 == 1 and count != 1)
        )
        if poison not in gone and not broken:
            found.append((square, left - gone))
    return found


def _wins(left: frozenset[str], rule: list, seen: dict[frozenset[str], bool], end: bool) -> bool:
    if left not in seen:
        bites = _bites(left, rule)
        seen[left] = any(not _wins(after, rule, seen, end) for _, after in bites) if bites else end
    return seen[left]
