"""Pack given pieces of squares into a board so that they cover it."""

from random import Random

META = {
    "category": "spatial",
    "skills": ["spatial reasoning", "search", "constraint solving"],
    "keywords": ["polyominoes", "packing", "tiling"],
    "answer": "grid",
    "version": 1,
}

_Cell = tuple[int, int]


def generate(level: int, rng: Random) -> dict:
    """Cut a board into pieces and turn each piece at random."""
    height, width = 4 + level // 4, 4 + (level + 1) // 3
    least = max(3, height * width // 20)  # so that there are letters enough for the pieces
    flip = level % 2 == 1
    free = [(r, c) for r in range(height) for c in range(width)]
    pieces: list[list[_Cell]] = []
    while free:
        first = min(free, key=lambda cell: (sum(near in free for near in _near(cell)), cell))
        piece = [first]
        free.remove(first)
        while len(piece) < least + (rng.random() < 0.7) + (level >= 3 and rng.random() < 0.4):
            edge = sorted({near for cell in piece for near in _near(cell) if near in free})
            if not edge:
                break
            tight = min(sum(near in free for near in _near(cell)) for cell in edge)
            cell = rng.choice([cell for cell in edge if sum(near in free for near in _near(cell)) <= tight + 1])
            piece.append(cell)
            free.remove(cell)
        pieces.append(piece)
    rng.shuffle(pieces)
    kept = [piece for piece in pieces if len(piece) >= 3][:26]
    blocked = [cell for piece in pieces if piece not in kept for cell in piece]
    pieces = kept
    grid = [["#" if (r, c) in blocked else "." for c in range(width)] for r in range(height)]
    for letter, piece in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", pieces, strict=False):
        for r, c in piece:
            grid[r][c] = letter
    drawn = [_draw(rng.choice(_turns(piece, flip=flip))) for piece in pieces]
    rules = _draw_rules(level, pieces, rng)
    board = ["".join("#" if sign == "#" else "." for sign in row) for row in grid]
    return {"board": board, "pieces": drawn, "flip": flip, "rules": rules, "solution": ["".join(row) for row in grid]}


def _draw_rules(level: int, pieces: list[list[_Cell]], rng: Random) -> list[list]:
    """Return rules on neighbouring pieces that the cut pieces keep."""
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    pairs = [(one, other) for one in range(len(pieces)) for other in range(one)]
    rng.shuffle(pairs)
    rules = []
    for one, other in pairs[: (level - 2) // 2 if level >= 4 else 0]:
        touch = any(near in pieces[other] for cell in pieces[one] for near in _near(cell))
        rules.append(["touch" if touch else "apart", names[other], names[one]])
    return rules


def _near(cell: _Cell) -> list[_Cell]:
    r, c = cell
    return [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]


def _turns(piece: list[_Cell], *, flip: bool) -> list[list[_Cell]]:
    """Return the piece in its orientations, moved to the upper left corner and sorted."""
    found: list[list[_Cell]] = []
    for mirrored in (False, True)[: 1 + flip]:
        cells = [(r, -c) for r, c in piece] if mirrored else list(piece)
        for _ in range(4):
            cells = [(c, -r) for r, c in cells]
            top, left = min(r for r, _ in cells), min(c for _, c in cells)
            found.append(sorted((r - top, c - left) for r, c in cells))
    return found


def _draw(cells: list[_Cell]) -> list[str]:
    height, width = 1 + max(r for r, _ in cells), 1 + max(c for _, c in cells)
    return ["".join("x" if (r, c) in cells else "." for c in range(width)) for r in range(height)]


def observe(instance: dict) -> str:
    """Return the question."""
    lines = ["A board (. is a free square" + (", # a blocked one" if "#" in "".join(instance["board"]) else "") + "):"]
    lines += ["    " + row for row in instance["board"]]
    lines.append("Pieces (x is a square of the piece):")
    for letter, drawn in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", instance["pieces"], strict=False):
        lines.append(f"  {letter}: {drawn[0]}")
        lines += ["     " + row for row in drawn[1:]]
    turned = (
        "turned by quarter turns and turned over (mirrored)"
        if instance["flip"]
        else "turned by quarter turns, but not turned over (not mirrored)"
    )
    lines.append(
        "Put every piece onto the board once so that the pieces cover all free squares and do not overlap. Pieces "
        f"may be {turned}."
    )
    for kind, one, other in instance["rules"]:
        what = (
            "have to touch along the side of a square"
            if kind == "touch"
            else "may not touch along the side of a square"
        )
        lines.append(f"- Pieces {one} and {other} {what}.")
    lines.append(
        "If there are several ways, give any. Answer with the rows of the board, one row on each line, with the "
        "letter of the piece "
        "on each square and # on blocked squares; a board of 2 x 3 squares, for instance, would be answered like "
        "this:\nYYZ\nYZZ"
    )
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Compare the squares of each letter with the piece in all orientations, and check the rules."""
    squares = _read(answer, instance)
    if not squares:
        return False
    for cells, drawn in zip(squares.values(), instance["pieces"], strict=True):
        shape = [(r, c) for r, row in enumerate(drawn) for c, sign in enumerate(row) if sign == "x"]
        if len(cells) != len(shape):
            return False
        top, left = min(r for r, _ in cells), min(c for _, c in cells)
        if [(r - top, c - left) for r, c in cells] not in _turns(shape, flip=instance["flip"]):
            return False
    for kind, one, other in instance["rules"]:
        touch = any(near in squares[other] for cell in squares[one] for near in _near(cell))
        if touch != (kind == "touch"):
            return False
    return True


def _read(answer: str, instance: dict) -> dict[str, list[_Cell]]:
    """Return the squares of each piece, row by row; {} where the rows are malformed or do not fit the board."""
    names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(instance["pieces"])]
    lines = answer.strip().splitlines() if len(answer) <= 5_000 else []
    rows = ["".join(line.split()).upper() for line in lines if line.strip()]
    if [len(row) for row in rows] != [len(row) for row in instance["board"]]:
        return {}
    squares: dict[str, list[_Cell]] = {name: [] for name in names}
    for r, (row, ground) in enumerate(zip(rows, instance["board"], strict=True)):
        for c, (sign, below) in enumerate(zip(row, ground, strict=True)):
            if (sign == "#") != (below == "#") or (sign != "#" and sign not in squares):
                return {}
            if sign != "#":
                squares[sign].append((r, c))
    return squares


def solve(instance: dict) -> str:
    """Return the board as it was cut."""
    return "\n".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange two squares of different pieces, mirror the board, rename a piece, or leave a square free."""
    rows = instance["solution"]
    wrong = [[row[::-1] for row in rows], rows[::-1]]
    text = "\n".join(rows)
    swapped = text.translate(str.maketrans("AB", "BA"))
    wrong += [
        swapped.split("\n"),
        text.replace("A", ".", 1).split("\n"),
        text.replace("A", "B", 1).split("\n"),
        rows[:-1],
    ]
    wrong.append(text.replace("B", "A", 1).split("\n"))
    texts = ["\n".join(near) for near in wrong]
    return [near for near in dict.fromkeys(texts) if not verify(instance, near)]
