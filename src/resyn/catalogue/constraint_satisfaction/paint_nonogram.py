"""Paint a grid so that every row and column has the runs that its clue gives."""

import re
from itertools import groupby
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["constraint propagation", "elimination", "spatial reasoning"],
    "keywords": ["nonogram", "run lengths"],
    "answer": "grid",
    "version": 1,
}

_TWO_LEVEL, _HIDE_LEVEL, _SORT_LEVEL = 3, 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Paint a grid in patches and read off its clues; hide or sort some of them."""
    height = 4 + level // 3
    width = 4 + (level + 1) // 3
    colours = "AB" if level >= _TWO_LEVEL else "A"
    grid = [["."] * width for _ in range(height)]
    for _ in range(height * width):
        if sum(row.count(".") for row in grid) <= height * width * 2 // 5:
            break
        row, column, colour = rng.randrange(height), rng.randrange(width), rng.choice(colours)
        down, right = rng.choice(((0, 1), (1, 0)))
        for step in range(rng.randint(1, 3)):
            r, c = row + down * step, column + right * step
            if r < height and c < width:
                grid[r][c] = colour
    rows = ["".join(row) for row in grid]
    lines = rows + ["".join(column) for column in zip(*grid, strict=True)]
    kinds = ["plain"] * len(lines)
    for at in rng.sample(range(len(lines)), level // 4 if level >= _HIDE_LEVEL else 0):
        kinds[at] = "hidden"
    for at in rng.sample(range(len(lines)), level // 3 if level >= _SORT_LEVEL else 0):
        kinds[at] = "sorted" if kinds[at] == "plain" else kinds[at]
    clues = [[kind, _clue(kind, line)] for kind, line in zip(kinds, lines, strict=True)]
    painted = {colour: sum(row.count(colour) for row in rows) for colour in colours}
    return {"height": height, "width": width, "clues": clues, "painted": painted, "solution": rows}


def _clue(kind: str, line: str) -> list[str]:
    """Return the runs of a line, such as 2A; sorted they stand in the order of length, then of letter."""
    runs = [f"{len(list(group))}{sign}" for sign, group in groupby(line) if sign != "."]
    if kind == "hidden":
        return []
    return sorted(runs, key=lambda run: (int(run[:-1]), run[-1])) if kind == "sorted" else runs


def observe(instance: dict[str, Any]) -> str:
    """State the clues, how they are read and the answer format."""
    height, width = instance["height"], instance["width"]
    kinds = {kind for kind, _ in instance["clues"]}
    lines = []
    for at, (kind, runs) in enumerate(instance["clues"]):
        name = f"row {at + 1}" if at < height else f"column {at - height + 1}"
        text = {"plain": "", "sorted": "in any order: ", "hidden": "not known"}[kind]
        lines.append(f"{name}: {text}{' '.join(runs) or ('no runs' if kind != 'hidden' else '')}")
    colours = list(instance["painted"])
    two = " Runs of different letters may touch, runs of the same letter have at least one other cell between them."
    one = " Between two runs there is at least one cell that is not painted."
    extra = " The runs of a line marked 'in any order' need not stand in the order given." if "sorted" in kinds else ""
    extra += " Of a line that is not known nothing is given." if "hidden" in kinds else ""
    total = " and ".join(f"{count} cells {colour}" for colour, count in instance["painted"].items())
    return (
        f"Paint some cells of a grid with {height} rows (from the top) and {width} columns (from the left), each "
        f"painted cell with the letter {' or '.join(colours)}. A run is a longest stretch of cells next to each "
        "other in a line with the same letter. The clues give all runs of each line, from left to right or from top "
        f"to bottom, as length and letter.{two if len(colours) > 1 else one}{extra}\n\n"
        + "\n".join(lines)
        + f"\n\nIn all, {total} are painted. Any grid that fits is accepted. Answer with the {height} rows, one in "
        f"each line, a letter for each painted cell and a full stop for each other cell. (For a grid of 2 rows and 3 "
        "columns an answer would look like:\n.A.\nAA.)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Read off the runs of the grid given and compare with the clues."""
    if len(answer) > 20_000 or not answer.isascii():
        return False
    rows = ["".join(line.split()).upper() for line in answer.strip().splitlines()]
    colours = "".join(instance["painted"])
    if len(rows) != instance["height"] or not all(len(row) == instance["width"] for row in rows):
        return False
    if not all(re.fullmatch(r"[.AB]+", row) and set(row) <= {".", *colours} for row in rows):
        return False
    if any(sum(row.count(colour) for row in rows) != count for colour, count in instance["painted"].items()):
        return False
    lines = rows + ["".join(column) for column in zip(*rows, strict=True)]
    return all(_clue(kind, line) == runs for (kind, runs), line in zip(instance["clues"], lines, strict=True))


def solve(instance: dict[str, Any]) -> str:
    """Return the planted grid."""
    return "\n".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Paint one cell more or less, shift the grid, or turn it upside down, where a clue is then broken."""
    rows: list[str] = instance["solution"]
    wrong = [rows[:-1], [row[-1] + row[:-1] for row in rows], rows[::-1], [row[::-1] for row in rows]]
    for at in range(3):
        other = "." if rows[at][at] != "." else "A"
        wrong.append([row[:at] + other + row[at + 1 :] if place == at else row for place, row in enumerate(rows)])
    texts = ["\n".join(near) for near in wrong]
    return [text for text in texts if not verify(instance, text)]
