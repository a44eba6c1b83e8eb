"""Fill a square grid so that rows and columns hold each number once and all clues between cells hold."""

import re
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["constraint propagation", "elimination"],
    "keywords": ["latin square", "inequality puzzle"],
    "answer": "grid",
    "version": 1,
}

# Kind of clue, number of cells it is about, first level at which it appears.
_KINDS = (("less", 2, 1), ("step", 2, 2), ("double", 2, 3), ("sum", 3, 4), ("parity", 2, 5), ("middle", 3, 6))
_FAR_LEVEL = 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a latin square; keep some numbers and state clues that it satisfies."""
    size = 4 + (level - 1) // 3
    grid = _latin_square(size, rng)
    cells = [[row, column] for row in range(size) for column in range(size)]
    rng.shuffle(cells)
    kept = max(2, size * size // 4 - level // 2)
    shown = [[0] * size for _ in range(size)]
    for row, column in cells[:kept]:
        shown[row][column] = grid[row][column]
    clues: list[list[Any]] = []
    for kind, cell_count, first in _KINDS:
        wanted = (size * size // 3 if kind == "less" else 1 + size // 2) if level >= first else 0
        for _ in range(wanted):
            clue = _true_clue(kind, cell_count, grid, rng, level)
            if clue is not None and clue not in clues:
                clues.append(clue)
    return {"size": size, "shown": shown, "clues": clues, "solution": grid}


def _latin_square(size: int, rng: Random) -> list[list[int]]:
    """Return a random square, row by row: a matching of columns and numbers always exists (Hall's theorem)."""
    grid: list[list[int]] = []
    for _ in range(size):
        free = [
            [n for n in rng.sample(range(1, size + 1), size) if all(row[c] != n for row in grid)] for c in range(size)
        ]
        columns: dict[int, int] = {}  # column of each number
        for column in rng.sample(range(size), size):
            _place(column, free, columns, set())
        grid.append(sorted(columns, key=columns.__getitem__))
    return grid


def _place(column: int, free: list[list[int]], columns: dict[int, int], tried: set[int]) -> bool:
    """Give a column one of its free numbers, moving other columns along where need be."""
    for number in free[column]:
        if number not in tried:
            tried.add(number)
            if number not in columns or _place(columns[number], free, columns, tried):
                columns[number] = column
                return True
    return False


def _true_clue(kind: str, cell_count: int, grid: list[list[int]], rng: Random, level: int) -> list[Any] | None:
    size = len(grid)
    for _ in range(40):
        cells = [[rng.randrange(size), rng.randrange(size)]]
        for _ in range(cell_count - 1):
            row, column = cells[-1]
            down, right = rng.choice(((0, 1), (1, 0), (0, -1), (-1, 0)))
            if level >= _FAR_LEVEL and rng.random() < 0.3:
                down, right = rng.choice(((1, 1), (1, -1), (2, 1), (-1, 2)))
            cells.append([(row + down) % size, (column + right) % size])
        got = [grid[row][column] for row, column in cells]
        if kind == "less":
            cells, got = (cells, got) if got[0] < got[1] else (cells[::-1], got[::-1])
        number = {"sum": sum(got), "parity": sum(got) % 2}.get(kind, 0)
        if len({tuple(cell) for cell in cells}) == cell_count and _holds(kind, got, number):
            return [kind, cells, number]
    return None


def _holds(kind: str, got: list[int], number: int) -> bool:
    tests = {
        "less": lambda: got[0] < got[1],
        "step": lambda: abs(got[0] - got[1]) == 1,
        "double": lambda: got[0] == 2 * got[1],
        "sum": lambda: sum(got) == number,
        "parity": lambda: (got[0] + got[1]) % 2 == number,
        "middle": lambda: got[0] < got[1] < got[2] or got[0] > got[1] > got[2],
    }
    return tests[kind]()


def _text(clue: list[Any]) -> str:
    kind, cells, number = clue
    names = [f"r{row + 1}c{column + 1}" for row, column in cells]
    return {
        "less": f"{names[0]} < {names[1]}",
        "step": f"{names[0]} and {names[1]} differ by exactly 1",
        "double": f"{names[0]} is exactly twice {names[1]}",
        "sum": f"{' + '.join(names)} = {number}",
        "parity": f"{names[0]} + {names[1]} is {'odd' if number else 'even'}",
        "middle": f"{names[1]} lies strictly between {names[0]} and {names[-1]}",
    }[kind]


def observe(instance: dict[str, Any]) -> str:
    """Show the grid with its given numbers, the clues and the answer format."""
    size = instance["size"]
    rows = "\n".join(" ".join(str(number or ".") for number in row) for row in instance["shown"])
    clues = "\n".join(f"- {_text(clue)}" for clue in instance["clues"])
    return (
        f"Fill the {size} x {size} grid below with the numbers 1 to {size} so that every row and every column holds "
        "each of them exactly once. A dot is an empty cell; the numbers given must stay.\n\n"
        f"{rows}\n\nThese clues must hold, too. Cell r1c2 is in row 1 from the top and column 2 from the left; rows "
        f"and columns count from 1.\n{clues}\n\n"
        f"Any filling that satisfies everything is accepted. Answer with all {size * size} numbers in reading order, "
        "row by row from the top and each row from left to right, separated by spaces or line breaks. "
        "(For a 2 x 2 grid an answer would look like: 2 1 1 2)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check rows, columns, given numbers and clues of the filling."""
    size, tokens = instance["size"], _tokens(answer)
    if len(tokens) != size * size or not all(re.fullmatch(r"[0-9]{1,6}", token) for token in tokens):
        return False
    numbers = [int(token) for token in tokens]
    grid = [numbers[start : start + size] for start in range(0, size * size, size)]
    everything = list(range(1, size + 1))
    if any(sorted(line) != everything for line in (*grid, *zip(*grid, strict=True))):
        return False
    for row, given in zip(grid, instance["shown"], strict=True):
        if any(wanted not in (0, number) for number, wanted in zip(row, given, strict=True)):
            return False
    return all(_holds(kind, [grid[r][c] for r, c in cells], number) for kind, cells, number in instance["clues"])


def _tokens(answer: str) -> list[str]:
    """Split at blanks and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted filling, a row per line."""
    return "\n".join(" ".join(map(str, row)) for row in instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Swap two numbers in one row, two whole rows, or two numbers everywhere; each breaks a column or a given cell."""
    grid: list[list[int]] = instance["solution"]
    wrong = []
    for index in range(3):
        near = [list(row) for row in grid]
        near[index][0], near[index][index + 1] = near[index][index + 1], near[index][0]
        wrong.append(near)
    given = next(index for index, row in enumerate(instance["shown"]) if any(row))
    other = (given + 1) % len(grid)
    rows = list(grid)
    rows[given], rows[other] = rows[other], rows[given]
    fixed = max(instance["shown"][given])
    partner = fixed % len(grid) + 1
    exchange = {fixed: partner, partner: fixed}
    wrong += [rows, [[exchange.get(number, number) for number in row] for row in grid]]
    return ["\n".join(" ".join(map(str, row)) for row in near) for near in wrong]
