"""What is right, said again: the squares of each letter, turned about their middle, are those of its piece."""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = (
    False  # all packings that a search finds (up to 3,000), and two-square changes, renamings and mirrored boards
)
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    found = [solution, *list(packings(instance))[:3_000]]
    for text in (solution, found[-1]):
        places = [at for at, sign in enumerate(text) if sign in NAMES]
        for one, other in combinations(places, 2):
            signs = list(text)
            signs[one], signs[other] = signs[other], signs[one]
            found.append("".join(signs))
        for at in places:
            found += [text[:at] + name + text[at + 1 :] for name in (*NAMES[: len(instance["pieces"])], ".", "#")]
        for one, other in combinations(NAMES[: len(instance["pieces"])], 2):
            found.append(text.translate(str.maketrans(one + other, other + one)))
        rows = text.split("\n")
        found += ["\n".join(row[::-1] for row in rows), "\n".join(rows[::-1]), "\n".join(rows[:-1])]
    yield from list(dict.fromkeys(found))[:20_000]


def packings(instance: dict) -> Iterator[str]:
    """Put the pieces down one after the other, each in all places, without looking ahead."""
    board = instance["board"]
    free = {(r, c) for r, row in enumerate(board) for c, sign in enumerate(row) if sign == "."}

    def place(number: int, taken: dict[tuple[int, int], str]) -> Iterator[str]:
        if number == len(instance["pieces"]):
            yield "\n".join("".join(taken.get((r, c), "#") for c in range(len(row))) for r, row in enumerate(board))
            return
        for shape in shapes(instance["pieces"][number]):
            for r, c in sorted(free):
                cells = {(r + dr, c + dc) for dr, dc in shape}
                if cells <= free - set(taken):
                    yield from place(number + 1, taken | dict.fromkeys(cells, NAMES[number]))

    yield from place(0, {})


def shapes(drawn: list[str]) -> list[frozenset[tuple[int, int]]]:
    """Return the eight pictures of a piece, mirrored ones too, as far as they differ."""
    pictures = [drawn, [row[::-1] for row in drawn]]
    for _ in range(3):
        pictures += [["".join(column) for column in zip(*picture[::-1], strict=True)] for picture in pictures[-2:]]
    found = [
        frozenset((r, c) for r, row in enumerate(p) for c, sign in enumerate(row) if sign == "x") for p in pictures
    ]
    return list(dict.fromkeys(found))


def holds(instance: dict, answer: str) -> bool:
    rows = answer.split("\n")
    if ["".join("." if sign in NAMES else sign for sign in row) for row in rows] != instance["board"]:
        return False
    squares = {
        name: [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign == name] for name in NAMES
    }
    for name, cells in squares.items():
        drawn = dict(zip(NAMES, instance["pieces"], strict=False)).get(name, [])
        piece = [(r, c) for r, row in enumerate(drawn) for c, sign in enumerate(row) if sign == "x"]
        if not is_same(cells, piece, flip=instance["flip"]):
            return False
    for kind, one, other in instance["rules"]:
        nearest = min(abs(a - c) + abs(b - d) for a, b in squares[one] for c, d in squares[other])
        if (nearest == 1) != (kind == "touch"):
            return False
    return True


def is_same(cells: list, piece: list, *, flip: bool) -> bool:
    """Compare with a piece turned as a set of complex numbers about its middle."""
    if len(cells) != len(piece):
        return False
    if not cells:
        return True
    wanted = around_middle(cells)
    for number in range(8 if flip else 4):
        turned = [complex(r, c) * 1j**number for r, c in piece]
        if number >= 4:
            turned = [place.conjugate() for place in turned]
        if around_middle([(place.real, place.imag) for place in turned]) == wanted:
            return True
    return False


def around_middle(cells: list) -> set[tuple[int, int]]:
    n = len(cells)
    total = [round(sum(cell[axis] for cell in cells)) for axis in (0, 1)]
    return {(round(n * r) - total[0], round(n * c) - total[1]) for r, c in cells}
