"""Find how pictures were changed in examples and change a new picture in the same way."""

import json
import re
from functools import lru_cache
from itertools import permutations, product
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "spatial reasoning", "symmetry"],
    "keywords": ["picture transformation", "few-shot examples"],
    "answer": "grid",
    "version": 1,
}

_TURNS = ("keep", "quarter", "half", "threequarter", "leftright", "topbottom", "diagonal", "other")
_EFFECTS = {
    "none": "nothing more happens",
    "fall": "in each column the letters fall down as far as they can, keeping their order",
    "left": "in each row the letters slide to the left as far as they can, keeping their order",
    "shift": "every row moves one cell to the right; what leaves at the right comes in at the left of its row",
    "fill": "every full stop that has letters in two or more of the cells beside it becomes A (all at once)",
    "lone": "every letter with no letter in any cell beside it becomes a full stop (all at once)",
    "grow": "the full stop directly below a letter, where there is one, becomes the same letter (all at once)",
}
_COLOUR_LEVEL, _EFFECT_LEVEL, _TWICE_LEVEL = 2, 3, 6
_Rows = tuple[str, ...]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a change and pictures until all changes that fit the examples agree on the new picture."""
    size = 3 if level < 3 else min(4 + level // 5, 8)
    letters = "AB" if level < _COLOUR_LEVEL else "ABC"
    instance: dict[str, Any] = {}
    for turn in range(40):
        effects = ["none"]
        if level >= _EFFECT_LEVEL:
            effects += sorted(rng.sample(list(_EFFECTS)[1:], min(2 + level // 3, 4)))
        steps = 0 if level < _EFFECT_LEVEL else 1 + (level >= _TWICE_LEVEL)
        change = [
            rng.choice(_TURNS),
            "".join(rng.sample(letters, len(letters))),
            [rng.choice(effects) for _ in range(steps)],
        ]
        if change[0] == "keep" and change[1] == letters and turn < 30:
            continue
        pictures = [_draw(size, letters, rng) for _ in range(3 + level // 6)]
        examples = [[list(picture), list(_change(change, picture, letters))] for picture in pictures[1:]]
        result = _change(change, pictures[0], letters)
        instance = {
            "letters": letters,
            "effects": effects,
            "steps": steps,
            "examples": examples,
            "query": list(pictures[0]),
            "solution": list(result),
        }
        if (turn >= 30 or result != pictures[0]) and len(_results(instance)) == 1:
            break
    return instance


def _draw(size: int, letters: str, rng: Random) -> _Rows:
    rows = [["."] * size for _ in range(size)]
    cells = [(row, column) for row in range(size) for column in range(size)]
    for row, column in rng.sample(cells, size * size * rng.randint(40, 60) // 100):
        rows[row][column] = rng.choice(letters)
    return tuple("".join(row) for row in rows)


def _turn(turn: str, rows: _Rows) -> _Rows:
    columns = tuple("".join(column) for column in zip(*rows, strict=True))
    return {
        "keep": lambda: rows,
        "quarter": lambda: tuple(column[::-1] for column in columns),
        "half": lambda: tuple(row[::-1] for row in rows[::-1]),
        "threequarter": lambda: columns[::-1],
        "leftright": lambda: tuple(row[::-1] for row in rows),
        "topbottom": lambda: rows[::-1],
        "diagonal": lambda: columns,
        "other": lambda: tuple(column[::-1] for column in columns[::-1]),
    }[turn]()


def _effect(name: str, rows: _Rows) -> _Rows:
    if name == "none":
        return rows
    if name == "shift":
        return tuple(row[-1] + row[:-1] for row in rows)
    if name == "left":
        return tuple(row.replace(".", "").ljust(len(row), ".") for row in rows)
    if name == "fall":
        columns = ["".join(column).replace(".", "").rjust(len(rows), ".") for column in zip(*rows, strict=True)]
        return tuple("".join(row) for row in zip(*columns, strict=True))
    size = len(rows)
    framed = ["." * (size + 2), *(f".{row}." for row in rows), "." * (size + 2)]
    fresh = []
    for r in range(1, size + 1):
        row = ""
        for c in range(1, size + 1):
            sign = framed[r][c]
            around = framed[r - 1][c] + framed[r + 1][c] + framed[r][c - 1] + framed[r][c + 1]
            if name == "fill" and sign == "." and around.count(".") <= 2:
                sign = "A"
            elif name == "lone" and around == "....":
                sign = "."
            elif name == "grow" and sign == ".":
                sign = framed[r - 1][c]
            row += sign
        fresh.append(row)
    return tuple(fresh)


def _change(change: list[Any], rows: _Rows, letters: str) -> _Rows:
    turn, colours, effects = change
    table = str.maketrans(letters, colours)
    rows = tuple(row.translate(table) for row in _turn(turn, rows))
    for effect in effects:
        rows = _effect(effect, rows)
    return rows


def _results(instance: dict[str, Any]) -> set[_Rows]:
    """Return what the changes that fit all examples make of the new picture; kept for further answers."""
    return _fit(json.dumps({key: instance[key] for key in ("letters", "effects", "steps", "examples", "query")}))


@lru_cache(maxsize=32)
def _fit(shown: str) -> set[_Rows]:
    instance = json.loads(shown)
    letters = instance["letters"]
    pairs = [(tuple(before), tuple(after)) for before, after in instance["examples"]]
    starts = [before for before, _ in pairs] + [tuple(instance["query"])]
    found = set()
    for turn, colours in product(_TURNS, ("".join(order) for order in permutations(letters))):
        now = {tuple(_change([turn, colours, []], rows, letters) for rows in starts)}
        for _ in range(instance["steps"]):
            now = {tuple(_effect(effect, rows) for rows in state) for state in now for effect in instance["effects"]}
        found |= {
            state[-1] for state in now if all(made == after for made, (_, after) in zip(state, pairs, strict=False))
        }
    return found


def observe(instance: dict[str, Any]) -> str:
    """State the family of changes, the examples, the new picture and the answer format."""
    letters = instance["letters"]
    blocks = []
    for number, (before, after) in enumerate(instance["examples"], start=1):
        lines = "\n".join(f"{one}   {two}" for one, two in zip(before, after, strict=True))
        blocks.append(f"Example {number}, before and after:\n{lines}")
    effects = ""
    if instance["steps"]:
        listed = "\n".join(f"   - {_EFFECTS[effect]};" for effect in instance["effects"])
        times = "one of these effects" if instance["steps"] == 1 else "one of these effects, and then again one of them"
        effects = f"\n3. Then {times} (cells are beside each other if they share a side):\n{listed[:-1]}."
    return (
        "Pictures of letters and full stops are changed, always in the same way:\n1. The picture is turned by 0, 90, "
        "180 or 270 degrees, or it is mirrored: left and right exchanged, top and bottom exchanged, or mirrored in "
        f"one of its two diagonals.\n2. Then the letters {', '.join(letters)} are exchanged for each other: each "
        f"becomes a fixed one of them (maybe itself), different letters different ones.{effects}\nWhich of these it "
        "is has to be found from the examples; all ways that fit them agree on the new picture.\n\n"
        + "\n\n".join(blocks)
        + "\n\nNew picture:\n"
        + "\n".join(instance["query"])
        + "\n\nWhat does it become? Answer with its rows, one in each line. (For a picture of 2 x 2 an answer would "
        "look like:\nA.\n.B)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with what a fitting change makes of the new picture."""
    if len(answer) > 20_000 or not answer.isascii():
        return False
    rows = tuple("".join(line.split()).upper() for line in answer.strip().splitlines())
    return all(re.fullmatch(r"[.A-C]+", row) for row in rows) and rows in _results(instance)


def solve(instance: dict[str, Any]) -> str:
    """Return what the planted change makes of the new picture."""
    return "\n".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave the picture as it is, mirror the result, exchange letters in it, or change one cell."""
    right: list[str] = instance["solution"]
    swapped = [row.translate(str.maketrans("AB", "BA")) for row in right]
    other = "A" if right[0][0] != "A" else "."
    wrong = [instance["query"], right[::-1], [row[::-1] for row in right], swapped, [other + right[0][1:], *right[1:]]]
    wrong += [[*right[:-1], right[-1][:-1] + ("B" if right[-1][-1] != "B" else ".")], right[:-1]]
    return ["\n".join(near) for near in wrong if near != right]
