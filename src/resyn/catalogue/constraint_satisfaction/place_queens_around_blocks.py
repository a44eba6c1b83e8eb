"""Place one queen in each region of a board with blocks so that no two queens see each other."""

import re
from itertools import combinations
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["backtracking", "constraint propagation", "spatial reasoning"],
    "keywords": ["queens puzzle", "regions", "lines of sight"],
    "answer": "set",
    "version": 1,
}

_KNIGHT_LEVEL, _ROW_LEVEL, _CORNER_LEVEL = 2, 3, 5
_LINES = ((0, 1), (1, 0), (1, 1), (1, -1))


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Put blocks and queens at random, as many as fit of those wanted, and grow a region round each queen."""
    size = min(5 + max(level, 2) // 2, 20)
    wanted = min(26, size if level < 4 else size - 1 + level // 4)  # a letter for each
    cells = [(row, column) for row in range(size) for column in range(size)]
    best: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for _ in range(30):
        blocks = rng.sample(cells, size + 1 + level // 2)
        queens: list[tuple[int, int]] = []
        for cell in rng.sample(cells, len(cells)):
            free = cell not in blocks and not any(_sees(cell, queen, blocks) for queen in queens)
            if free and len(queens) < wanted and not (level >= _KNIGHT_LEVEL and any(_leaps(cell, q) for q in queens)):
                queens.append(cell)
        if len(queens) > len(best[1]):
            best = (blocks, queens)
    blocks, queens = best
    regions = _grow(size, blocks, queens, rng)
    rows = ["".join(regions.get((row, column), "#") for column in range(size)) for row in range(size)]
    counts = []
    if level >= _ROW_LEVEL:
        chosen = sorted(rng.sample(range(size), 1 + level // 5))
        counts = [[row, sum(queen[0] == row for queen in queens)] for row in chosen]
    near = []
    if level >= _CORNER_LEVEL:
        for row, column in sorted(rng.sample(cells, level // 3)):
            touching = sum(max(abs(row - r), abs(column - c)) <= 1 for r, c in queens)
            near.append([row, column, touching])
    return {
        "rows": rows,
        "knight": level >= _KNIGHT_LEVEL,
        "counts": counts,
        "near": near,
        "solution": [_name(queen) for queen in sorted(queens)],
    }


def _sees(one: tuple[int, int], two: tuple[int, int], blocks: list[tuple[int, int]]) -> bool:
    down, right = two[0] - one[0], two[1] - one[1]
    if down and right and abs(down) != abs(right):
        return False
    steps = max(abs(down), abs(right))
    between = [(one[0] + down * at // steps, one[1] + right * at // steps) for at in range(1, steps)]
    return not any(cell in blocks for cell in between)


def _leaps(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return {abs(one[0] - two[0]), abs(one[1] - two[1])} == {1, 2}


def _grow(
    size: int, blocks: list[tuple[int, int]], queens: list[tuple[int, int]], rng: Random
) -> dict[tuple[int, int], str]:
    """Return the letter of each square that a region reaches, spreading square by square."""
    letters = rng.sample("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(queens)], len(queens))
    regions = dict(zip(queens, letters, strict=True))
    edge = list(queens)
    while edge:
        at = rng.randrange(len(edge))
        row, column = edge[at]
        steps = [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
        open_steps = [
            (r, c)
            for r, c in steps
            if 0 <= r < size and 0 <= c < size and (r, c) not in regions and (r, c) not in blocks
        ]
        if open_steps:
            chosen = rng.choice(open_steps)
            regions[chosen] = regions[row, column]
            edge.append(chosen)
        else:
            edge.pop(at)
    return regions


def _name(cell: tuple[int, int]) -> str:
    return f"{chr(ord('a') + cell[1])}{cell[0] + 1}"


def observe(instance: dict[str, Any]) -> str:
    """Show the board, state the rules and the answer format."""
    rows = instance["rows"]
    width = len(str(len(rows)))
    board = [f"{at:>{width}} {' '.join(row)}" for at, row in enumerate(rows, start=1)]
    head = " " * width + " " + " ".join(chr(ord("a") + column) for column in range(len(rows)))
    rules = [
        "Every region (all squares with the same letter) holds exactly one queen; no queen stands on a block.",
        "Two queens see each other if they are in the same row, column or diagonal with no block on a square between "
        "them (regions do not matter for this). No two queens may see each other.",
    ]
    if instance["knight"]:
        rules.append("No two queens may be a knight's move apart (two squares one way and one square across).")
    rules += [f"The number of queens in row {row + 1} is {count}." for row, count in instance["counts"]]
    rules += [
        f"The number of queens on {_name((row, column))} and the up to eight squares around it is {count}."
        for row, column, count in instance["near"]
    ]
    return (
        "A board, its columns named by small letters from the left and its rows by numbers from the top. # is a block, "
        "the capital letters show the region of each square:\n\n"
        + "\n".join([head, *board])
        + "\n\nPlace queens so that:\n"
        + "\n".join(f"- {rule}" for rule in rules)
        + "\n\nAny placement that keeps all rules is accepted. Answer with the squares of the queens, in any order, "
        "each as column and row, separated by spaces. (The format, not a hint: b1 d2)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check regions, lines of sight and the other rules."""
    rows, tokens = instance["rows"], _tokens(answer)
    queens = []
    for token in tokens:
        if not re.fullmatch(r"[a-zA-Z][1-9][0-9]?", token):
            return False
        row, column = int(token[1:]) - 1, ord(token[0].lower()) - ord("a")
        if row >= len(rows) or column >= len(rows):
            return False
        queens.append((row, column))
    held = [rows[row][column] for row, column in queens]
    if sorted(held) != sorted(set("".join(rows)) - {"#"}):
        return False
    blocks = [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign == "#"]
    for one, two in combinations(queens, 2):
        if _sees(one, two, blocks) or (instance["knight"] and _leaps(one, two)):
            return False
    if any(sum(queen[0] == row for queen in queens) != count for row, count in instance["counts"]):
        return False
    return all(
        sum(max(abs(row - r), abs(column - c)) <= 1 for r, c in queens) == count
        for row, column, count in instance["near"]
    )


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted queens."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave a queen out, add one, or move one to another square of her region from which she is seen."""
    queens: list[str] = instance["solution"]
    rows = instance["rows"]
    cells = [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign != "#"]
    spare = [_name(cell) for cell in cells if _name(cell) not in queens]
    wrong = [queens[1:], [*queens, spare[0]], [*queens, spare[-1]], [*queens[:-1], queens[0]]]
    for cell in cells:
        for at, queen in enumerate(queens):
            same = rows[cell[0]][cell[1]] == rows[int(queen[1:]) - 1][ord(queen[0]) - ord("a")]
            moved = [*queens[:at], _name(cell), *queens[at + 1 :]]
            if same and len(wrong) < 7 and not verify(instance, " ".join(moved)):
                wrong.append(moved)
    return [" ".join(near) for near in wrong]
