"""Fill a grid with two kinds of coin, balanced in every line and never three alike in a row."""

import re
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["elimination", "constraint propagation"],
    "keywords": ["binary puzzle", "balanced grid"],
    "answer": "grid",
    "version": 1,
}

_SIGN_LEVEL, _LINES_LEVEL, _TILE_LEVEL = 2, 4, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Fill a grid row by row, keep a few coins, and tell equal and unequal neighbours and odd tiles."""
    size = min(6 + 2 * (level // 6), 12)
    distinct = level >= _LINES_LEVEL
    grid = _fill(size, distinct, rng)
    cells = [(row, column) for row in range(size) for column in range(size)]
    kept = rng.sample(cells, 24 - 4 * level if level <= 2 else max(size, size * size // 4 - level // 3))
    shown = [
        "".join(grid[row][column] if (row, column) in kept else "." for column in range(size)) for row in range(size)
    ]
    links = []
    for _ in range(size if level >= _SIGN_LEVEL else 0):
        row, column = rng.choice(cells)
        other = rng.choice([(row, column + 1), (row + 1, column)])
        if other in cells:
            alike = grid[row][column] == grid[other[0]][other[1]]
            link = [row, column, *other, "=" if alike else "x"]
            links += [link] if link not in links else []
    tiles = []
    for _ in range(level // 3 if level >= _TILE_LEVEL else 0):
        row, column = rng.randrange(size - 1), rng.randrange(size - 1)
        square = [grid[row][column], grid[row][column + 1], grid[row + 1][column], grid[row + 1][column + 1]]
        tile = [row, column, square.count("G")]
        tiles += [tile] if tile not in tiles else []
    return {
        "shown": shown,
        "links": sorted(links),
        "tiles": sorted(tiles),
        "distinct": distinct,
        "solution": ["".join(row) for row in grid],
    }


def _fill(size: int, distinct: bool, rng: Random) -> list[str]:
    """Return a grid that keeps the rules: found cell by cell, or, after too many steps, one row shifted on and on."""
    for _ in range(6):
        rows = _search([""], size, distinct, rng, [25 * size * size])
        if rows:
            return rows
    row = "GGSS" + "GS" * (size // 2 - 2)  # one pair of each kind only, so that all shifts differ
    turn = rng.randrange(size)
    return [row[(turn + at) % size :] + row[: (turn + at) % size] for at in range(size)]


def _search(rows: list[str], size: int, distinct: bool, rng: Random, left: list[int]) -> list[str]:
    """Return the rows completed; [] where they cannot be, or where no steps are left."""
    left[0] -= 1
    if len(rows[-1]) == size:
        if distinct and rows[-1] in rows[:-1]:
            return []
        if len(rows) == size:
            return rows if not distinct or len(set(zip(*rows, strict=True))) == size else []
        rows = [*rows, ""]
    for coin in rng.sample("GS", 2):
        row = rows[-1] + coin
        column = "".join(other[len(row) - 1] for other in rows[:-1]) + coin
        if left[0] > 0 and _line_fits(row, size) and _line_fits(column, size):
            found = _search([*rows[:-1], row], size, distinct, rng, left)
            if found:
                return found
    return []


def _line_fits(line: str, size: int) -> bool:
    return "GGG" not in line and "SSS" not in line and max(line.count("G"), line.count("S")) <= size // 2


def observe(instance: dict[str, Any]) -> str:
    """Show the coins that are given, state the rules and the answer format."""
    shown = instance["shown"]
    size = len(shown)
    rules = [
        f"Every row and every column holds {size // 2} gold coins (G) and {size // 2} silver coins (S).",
        "Nowhere do three coins of the same kind follow one another in a row or a column.",
    ]
    if instance["distinct"]:
        rules.append("No two rows are the same, and no two columns are the same.")
    rules += [
        f"r{a + 1}c{b + 1} and r{c + 1}c{d + 1} hold {'coins of the same kind' if sign == '=' else 'different coins'}."
        for a, b, c, d, sign in instance["links"]
    ]
    rules += [
        f"The 2 x 2 square with r{row + 1}c{column + 1} at its top left holds exactly {gold} gold."
        for row, column, gold in instance["tiles"]
    ]
    return (
        f"Put a coin into every empty cell (.) of this {size} x {size} grid; the coins given must stay:\n\n"
        + "\n".join(shown)
        + "\n\n"
        + "\n".join(f"- {rule}" for rule in rules)
        + "\n\nCell r1c2 is in row 1 from the top and column 2 from the left; both count from 1. Any filling that "
        f"keeps all rules is accepted. Answer with the {size} rows, one in each line, as {size} letters without "
        "spaces. (For a 2 x 2 grid an answer would look like:\nGS\nSG)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check the lines, the coins given and the other rules."""
    if len(answer) > 20_000 or not answer.isascii():
        return False
    shown = instance["shown"]
    size = len(shown)
    rows = ["".join(line.split()).upper() for line in answer.strip().removesuffix(".").splitlines()]
    if len(rows) != size or not all(re.fullmatch(r"[GS]+", row) and len(row) == size for row in rows):
        return False
    lines = [rows, ["".join(column) for column in zip(*rows, strict=True)]]
    if not all(_line_fits(line, size) for part in lines for line in part):
        return False
    if instance["distinct"] and any(len(set(part)) < size for part in lines):
        return False
    if any(given not in (".", coin) for coin, given in zip("".join(rows), "".join(shown), strict=True)):
        return False
    if any((rows[a][b] == rows[c][d]) != (sign == "=") for a, b, c, d, sign in instance["links"]):
        return False
    return all(
        (rows[row][column : column + 2] + rows[row + 1][column : column + 2]).count("G") == gold
        for row, column, gold in instance["tiles"]
    )


def solve(instance: dict[str, Any]) -> str:
    """Return the planted grid."""
    return "\n".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Turn one coin over, exchange all coins, exchange two rows, or forget the last row."""
    rows: list[str] = instance["solution"]
    exchanged = [row.translate(str.maketrans("GS", "SG")) for row in rows]
    wrong = [[exchanged[0][:1] + rows[0][1:], *rows[1:]], exchanged, rows[:-1], rows[::-1]]
    wrong += [[*rows[:-1], exchanged[-1]], [rows[1], rows[0], *rows[2:]]]
    return [text for near in wrong if not verify(instance, text := "\n".join(near))]
