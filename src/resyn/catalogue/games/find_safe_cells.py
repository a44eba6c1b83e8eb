"""Find all covered cells of a minefield of which the shown numbers prove that they are mined or free."""

import re
from random import Random

META = {
    "category": "games",
    "skills": ["deduction", "case analysis", "constraint propagation"],
    "keywords": ["minesweeper", "mines", "logical consequence"],
    "answer": "assignment",
    "version": 1,
}

_STEPS = {
    "around": [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b],
    "cross": [(0, 1), (0, -1), (1, 0), (-1, 0)],
    "knight": [(a, b) for a in (-2, -1, 1, 2) for b in (-2, -1, 1, 2) if abs(a) != abs(b)],
}
_TEXTS = {
    "around": "how many of the up to eight cells around it (beside it, also diagonally) are mined",
    "cross": "how many of the up to four cells directly above, below, left and right of it are mined",
    "knight": "how many of the up to eight cells a chess knight's move away (two cells in one direction, one in "
    "the other) "
    "are mined",
}


def generate(level: int, rng: Random) -> dict:
    """Draw minefields; keep one in which some cells are proven, mined and free ones, and some are not."""
    best: tuple[int, dict] = (-1, {})
    for attempt in range(20):
        instance = _draw(level, rng, plain=attempt > 15)
        proven = _proven(instance)
        covered = sum(row.split().count("?") for row in instance["rows"])
        marks = [mark for _, mark in proven]
        score = 2 * min(2, marks.count("M")) + 2 * min(2, marks.count("F")) + (len(marks) < covered)
        if score > best[0]:
            best = (score, {**instance, "solution": [f"{cell}={mark}" for cell, mark in proven]})
        if score == 9:
            break
    return best[1]


def _draw(level: int, rng: Random, *, plain: bool) -> dict:
    height, width = 4 + level // 5, 4 + (level + 2) // 5
    cells = [(r, c) for r in range(height) for c in range(width)]
    covered = rng.sample(cells, min(8 + level // 2, 13))
    mines = set(rng.sample(covered, max(3, len(covered) * 2 // 5)))
    kind = rng.choice(["around", "cross", "knight"][: 1 + level // 2]) if level >= 2 and not plain else "around"
    liar = level >= 8 and not plain
    clues = {cell: _count(cell, mines, kind) for cell in cells if cell not in covered}
    if liar:
        cell = rng.choice(sorted(clues))
        clues[cell] += 1 if clues[cell] == 0 else rng.choice((-1, 1))
    texts = {cell: str(number) for cell, number in clues.items()}
    for cell in clues:
        if level >= 4 and not plain and not liar and clues[cell] >= 1 and rng.random() < 0.25:
            texts[cell] = f"{clues[cell] - rng.randint(0, 1) or 1}+"
    return {
        "rows": [" ".join(texts.get((r, c), "?") for c in range(width)) for r in range(height)],
        "kind": kind,
        "total": len(mines) if level >= 3 else None,
        "liar": liar,
    }


def _count(cell: tuple[int, int], mines: set, kind: str) -> int:
    return sum((cell[0] + down, cell[1] + right) in mines for down, right in _STEPS[kind])


def _read(instance: dict) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """Return the covered cells, and for each clue a bit mask of the cells it counts, least and greatest number."""
    table = [row.split() for row in instance["rows"]]
    covered = [(r, c) for r, row in enumerate(table) for c, text in enumerate(row) if text == "?"]
    clues = []
    for r, row in enumerate(table):
        for c, text in enumerate(row):
            if text != "?":
                near = {(r + down, c + right) for down, right in _STEPS[instance["kind"]]}
                mask = sum(1 << at for at, cell in enumerate(covered) if cell in near)
                number = int(text.removesuffix("+"))
                clues.append((mask, number, 9 if text.endswith("+") else number))
    if instance["total"] is not None:
        clues.append(((1 << len(covered)) - 1, instance["total"], instance["total"]))
    return covered, clues


def _proven(instance: dict) -> list[tuple[str, str]]:
    """Return the cells that are mined, or free, in every way to lay mines that fits; all ways are tried."""
    covered, clues = _read(instance)
    total = clues.pop() if instance["total"] is not None else None
    always, ever = (1 << len(covered)) - 1, 0
    for mines in range(1 << len(covered)):
        if total is None or mines.bit_count() == total[1]:
            off = [
                min(abs((mines & m).bit_count() - n) for n in (low, high))
                for m, low, high in clues
                if not low <= (mines & m).bit_count() <= high
            ]
            if off == ([1] if instance["liar"] else []):
                always, ever = always & mines, ever | mines
    return [
        (_name(cell), "M" if always >> at & 1 else "F")
        for at, cell in enumerate(covered)
        if always >> at & 1 or not ever >> at & 1
    ]


def _name(cell: tuple[int, int]) -> str:
    return f"{chr(65 + cell[1])}{cell[0] + 1}"


def observe(instance: dict) -> str:
    """Return the question."""
    width = len(instance["rows"][0].split())
    board = ["    " + "".join(f"{chr(65 + c):<3}" for c in range(width)).rstrip()]
    board += [
        f"{r:>2}  " + "".join(f"{text:<3}" for text in row.split()).rstrip()
        for r, row in enumerate(instance["rows"], 1)
    ]
    rules = [
        f"A number stands on a cell without a mine and tells {_TEXTS[instance['kind']]}.",
        "A number with + behind it tells the least number: there may be more."
        if "+" in "".join(instance["rows"])
        else "",
        "Exactly one of the numbers on the board is wrong: it is one too large or one too small."
        if instance["liar"]
        else "",
        f"There are {instance['total']} mines in total." if instance["total"] is not None else "",
    ]
    return "\n".join(
        [
            "A minefield, with columns A, B, C, ... and rows 1, 2, 3, ...; a cell with ? is covered and holds "
            "either a mine or "
            "nothing:",
            *board,
            *("- " + rule for rule in rules if rule),
            "Which covered cells hold a mine in every way to lay the mines that fits, and which are free in every "
            "such way? "
            "Leave out the covered cells that are mined in some ways and free in others.",
            "Answer with one entry for each cell, in any order and separated by spaces: the cell, then =M for a "
            "mine or =F for "
            "free, such as: Z1=M Z2=F",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Collect the ways to lay the mines cell by cell, dropping those that no longer fit, and compare."""
    tokens = [token.upper() for token in _tokens(answer)]
    if not all(re.fullmatch(r"[A-Z][1-9][0-9]?=[MF]", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    covered, clues = _read(instance)
    slack = int(instance["liar"])
    ways = [0]
    for at in range(len(covered)):
        rest = sum(1 << later for later in range(at + 1, len(covered)))
        ways = [way | mine << at for way in ways for mine in (0, 1)]
        ways = [way for way in ways if _misses(way, rest, clues) <= slack]
    fitting = [way for way in ways if _misses(way, 0, clues) == slack and _total_fits(instance, way)]
    found = []
    for at, cell in enumerate(covered):
        values = {way >> at & 1 for way in fitting}
        if len(values) == 1:
            found.append(f"{_name(cell)}={'M' if 1 in values else 'F'}")
    return sorted(tokens) == sorted(found)


def _misses(way: int, rest: int, clues: list[tuple[int, int, int]]) -> int:
    """Return how many clues fail whatever the undecided cells hold; 2 also where one fails by more than one."""
    misses = 0
    for mask, low, high in clues:
        least, most = (way & mask).bit_count(), ((way | rest) & mask).bit_count()
        if most < low or least > high:
            misses += 1 if most >= low - 1 and least <= high + 1 else 2
    return misses


def _total_fits(instance: dict, way: int) -> bool:
    return instance["total"] is None or way.bit_count() == instance["total"]


def solve(instance: dict) -> str:
    """Return what trying all ways proved when the field was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a cell out, take a mine for free, name a cell that is open, or decide a cell that is not proven."""
    found = instance["solution"]
    covered = [_name(cell) for cell in _read(instance)[0]]
    turned = {"M": "F", "F": "M"}
    nears = [found[1:], found[:-1], [*found, "Z9=F"], [found[0][:-1] + turned[found[0][-1]], *found[1:]]]
    nears += [[item for item in found if item.endswith(mark)] for mark in "MF"]
    named = {item.split("=")[0] for item in found}
    nears += [[*found, f"{cell}={mark}"] for cell in covered if cell not in named for mark in "MF"]
    return list(dict.fromkeys(" ".join(near) for near in nears if near and near != found))[:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
