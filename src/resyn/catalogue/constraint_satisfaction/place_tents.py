"""Pitch a tent beside every tree so that tents keep apart and the row and column counts hold."""

import re
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["elimination", "matching", "spatial reasoning"],
    "keywords": ["tents and trees", "line counts"],
    "answer": "set",
    "version": 1,
}

_TALL_LEVEL, _HIDE_LEVEL, _DIAGONAL_LEVEL = 3, 4, 6
_SIDES = ((0, 1), (1, 0), (0, -1), (-1, 0))
_SIGNS = {"T": 1, "W": 2, "D": 1}
_Cell = tuple[int, int]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Pitch tents apart from each other, plant a tree of some kind beside each, and tell counts of lines."""
    size = 5 + level // 2
    cells = [(row, column) for row in range(size) for column in range(size)]
    signs: dict[_Cell, str] = {}
    tents: list[_Cell] = []
    wanted = 3 if level == 1 else size * size // 6
    for place in rng.sample(cells, len(cells)):
        kinds = ["T"] + ["W"] * (level >= _TALL_LEVEL) + ["D"] * (level >= _DIAGONAL_LEVEL)
        kind = rng.choice(kinds)
        spots = [cell for cell in _spots(kind, place) if cell in cells and cell not in signs]
        chosen: list[_Cell] = []
        for cell in rng.sample(spots, len(spots)):
            if len(chosen) < _SIGNS[kind] and all(_apart(cell, tent) for tent in tents + chosen):
                chosen.append(cell)
        if place not in signs and place not in tents and len(chosen) == _SIGNS[kind] and len(tents) < wanted:
            signs[place] = kind
            tents += chosen
    free = [cell for cell in cells if cell not in signs and cell not in tents]
    for rock in rng.sample(free, min(len(free), size // 2)):
        signs[rock] = "#"
    counts = [sum(tent[0] == row for tent in tents) for row in range(size)]
    counts += [sum(tent[1] == column for tent in tents) for column in range(size)]
    hidden = rng.sample(range(2 * size), level // 2 if level >= _HIDE_LEVEL else 0)
    return {
        "rows": ["".join(signs.get((row, column), ".") for column in range(size)) for row in range(size)],
        "counts": [-1 if at in hidden else count for at, count in enumerate(counts)],
        "solution": [list(tent) for tent in sorted(tents)],
    }


def _spots(kind: str, place: _Cell) -> list[_Cell]:
    """Return where the tent of a tree may stand."""
    steps = [(1, 1), (1, -1), (-1, 1), (-1, -1)] if kind == "D" else _SIDES
    return [(place[0] + down, place[1] + right) for down, right in steps]


def _apart(one: _Cell, two: _Cell) -> bool:
    return max(abs(one[0] - two[0]), abs(one[1] - two[1])) > 1


def observe(instance: dict[str, Any]) -> str:
    """Show the camp, state the rules and the answer format."""
    rows, counts = instance["rows"], instance["counts"]
    size = len(rows)
    shown = [str(count) if count >= 0 else "?" for count in counts]
    board = [f"{' '.join(row)}  {count}" for row, count in zip(rows, shown, strict=False)]
    trees = [
        "T is a tree with one tent, on a square that shares a side with the tree's square.",
        "W is a wide tree with two tents, each on a square that shares a side with the tree's square.",
        "D is a tree with one tent, on a square that touches the tree's square at a corner only.",
    ]
    used = [text for text in trees if text[0] in "".join(rows)]
    total = sum(_SIGNS.get(sign, 0) for row in rows for sign in row)
    return (
        f"A camp of {size} x {size} squares, each a free square (.), a rock (#) or a tree. Behind each row stands the "
        "number of tents in it, below each column the number in that column"
        + (" (? is not known)" if "?" in shown else "")
        + ":\n\n"
        + "\n".join([*board, "", " ".join(shown[size:])])
        + "\n\nPitch tents on free squares, at most one on each:\n"
        + "\n".join(f"- {text}" for text in used)
        + "\n- Every tent belongs to exactly one tree, and every tree has all of its tents."
        "\n- No two tents stand on squares that share a side or a corner."
        f"\n- The counts hold.\n\nThat makes {total} tents. Any way that keeps all rules is accepted. Answer with the "
        "squares of the tents in any order, each as rXcY for row X from the top and column Y from the left (both count "
        "from 1), separated by spaces. (The format, not a hint: r1c2 r3c1)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check squares, distances and counts, and match tents with trees."""
    rows, counts = instance["rows"], instance["counts"]
    size = len(rows)
    found = [re.fullmatch(r"[rR]([1-9][0-9]?)[cC]([1-9][0-9]?)", token) for token in _tokens(answer)]
    tents = [(int(spot[1]) - 1, int(spot[2]) - 1) for spot in found if spot]
    if len(tents) != len(found) or len(tents) != sum(_SIGNS.get(sign, 0) for row in rows for sign in row):
        return False
    if any(max(tent) >= size or rows[tent[0]][tent[1]] != "." for tent in tents):
        return False
    if not all(_apart(one, two) for at, one in enumerate(tents) for two in tents[:at]):
        return False
    lines = [sum(tent[0] == row for tent in tents) for row in range(size)]
    lines += [sum(tent[1] == column for tent in tents) for column in range(size)]
    return all(count in (-1, line) for count, line in zip(counts, lines, strict=True)) and _matched(rows, tents)


def _matched(rows: list[str], tents: list[_Cell]) -> bool:
    """Tell whether every tree can have its own tents (augmenting paths, one per tent that a tree needs)."""
    holder: dict[_Cell, int] = {}
    needs = [
        [tent for tent in _spots(sign, (row, column)) if tent in tents]
        for row, line in enumerate(rows)
        for column, sign in enumerate(line)
        for _ in range(_SIGNS.get(sign, 0))
    ]

    def give(need: int, tried: set[_Cell]) -> bool:
        for tent in needs[need]:
            if tent not in tried:
                tried.add(tent)
                if tent not in holder or give(holder[tent], tried):
                    holder[tent] = need
                    return True
        return False

    return all(give(need, set()) for need in range(len(needs)))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted tents."""
    return _format(instance["solution"])


def _format(tents: list[list[int]]) -> str:
    return " ".join(f"r{row + 1}c{column + 1}" for row, column in tents)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave a tent out, name one twice, exchange rows and columns, or move a tent by one square."""
    tents: list[list[int]] = instance["solution"]
    wrong = [tents[1:], [*tents[:-1], tents[0]], [[column, row] for row, column in tents]]
    for at, (row, column) in enumerate(tents[:3]):
        wrong += [[*tents[:at], [row + down, column + right], *tents[at + 1 :]] for down, right in _SIDES[:2]]
    return [text for near in wrong if not verify(instance, text := _format(near))]
