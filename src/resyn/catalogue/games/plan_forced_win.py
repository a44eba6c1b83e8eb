"""List every first move with which hunters on a small board force the capture of a fox within a few moves."""

import re
from random import Random

META = {
    "category": "games",
    "skills": ["game theory", "backward induction", "spatial simulation"],
    "keywords": ["chess pieces", "forced capture", "pursuit", "mate problem"],
    "answer": "set",
    "version": 1,
}

_KING = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
_KNIGHT = [(a, b) for a in (-2, -1, 1, 2) for b in (-2, -1, 1, 2) if abs(a) != abs(b)]
_PIECES = {
    "R": ("the rook R moves any number of free squares straight along its row or column", True),
    "B": ("the bishop B moves any number of free squares along a diagonal", True),
    "N": (
        "the knight N jumps two squares along a row or column and one square across, whatever stands in between",
        False,
    ),
    "K": ("the king K moves one square in any of the eight directions", False),
}
_STEPS = {"R": [s for s in _KING if 0 in s], "B": [s for s in _KING if 0 not in s], "N": _KNIGHT, "K": _KING}


def generate(level: int, rng: Random) -> dict:
    """Draw boards until a few first moves, but not too many, force the capture; else shut the fox in by hand."""
    only: dict = {}  # a board with a single forcing move, which is easier to guess
    for _ in range(100):
        size = 4 + (level >= 4) + (level >= 9)
        squares = rng.sample([(r, c) for r in range(size) for c in range(size)], size * size)
        edge = [square for square in squares if 0 in square or size - 1 in square]
        fox = rng.choice(edge) if rng.random() < 0.8 else squares[0]
        squares.remove(fox)
        names = rng.sample("RBNK", 2 + (3 <= level < 6) + (level >= 8))
        instance = {
            "size": size,
            "fox": list(fox),
            "hunters": {name: list(square) for name, square in sorted(zip(names, squares, strict=False))},
            "blocks": sorted(list(square) for square in squares[4 : 4 + size]),
            "bites": level >= 2,
            "moves": 2 + (level >= 6),
        }
        every = _moves(instance, _start(instance), fox)
        winning = _winning(instance)
        if (
            1 <= len(winning) <= 4
            and 5 <= len(every) <= (14 if level == 1 else 99)
            and fox not in _attacked(instance, _start(instance))
        ):
            instance["solution"] = winning
            if len(winning) > 1 or rng.random() < 0.25:
                return instance
            only = instance
    if only:
        return only
    corner = {"size": 5, "fox": [0, 0], "blocks": [[1, 0], [1, 1]], "bites": level >= 2, "moves": 2 + (level >= 6)}
    instance = {**corner, "hunters": {"K": [4, 4], "R": [rng.randint(2, 4), rng.randint(2, 3)]}}
    return {**instance, "solution": _winning(instance)}


def _start(instance: dict) -> tuple:
    return tuple((name, tuple(square)) for name, square in instance["hunters"].items())


def _reach(instance: dict, hunters: tuple, name: str, square: tuple, fox: tuple | None) -> list[tuple[int, int]]:
    """Return the squares to which a hunter can move; a block or another hunter is in the way, the fox can be taken."""
    taken = {other for _, other in hunters} | {tuple(block) for block in instance["blocks"]}
    reached = []
    for down, right in _STEPS[name]:
        r, c = square[0] + down, square[1] + right
        while 0 <= r < instance["size"] and 0 <= c < instance["size"] and (r, c) not in taken:
            reached.append((r, c))
            if not _PIECES[name][1] or (r, c) == fox:
                break
            r, c = r + down, c + right
    return reached


def _attacked(instance: dict, hunters: tuple) -> set[tuple[int, int]]:
    return {end for name, square in hunters for end in _reach(instance, hunters, name, square, None)}


def _moves(instance: dict, hunters: tuple, fox: tuple) -> list[tuple[str, tuple]]:
    """Return the moves of the hunters that do not take the fox, by name and square."""
    return [
        (name, end) for name, square in hunters for end in _reach(instance, hunters, name, square, fox) if end != fox
    ]


def _replies(instance: dict, hunters: tuple, fox: tuple) -> list[tuple[tuple, tuple]]:
    """Return the fox's squares after its moves, each with the hunters that are left; it stays only where it must."""
    standing = {square: name for name, square in hunters}
    blocks = {tuple(block) for block in instance["blocks"]}
    found = []
    for down, right in _KING:
        end = (fox[0] + down, fox[1] + right)
        inside = 0 <= end[0] < instance["size"] and 0 <= end[1] < instance["size"]
        if inside and end not in blocks and (end not in standing or instance["bites"]):
            found.append((end, tuple(pair for pair in hunters if pair[1] != end)))
    return found or [(fox, hunters)]


def _winning(instance: dict) -> list[str]:
    """Return the first moves that force the capture, by search to the full depth."""
    sights: dict[tuple, set] = {}

    def sees(hunters: tuple, fox: tuple) -> bool:
        if hunters not in sights:
            sights[hunters] = _attacked(instance, hunters)
        return fox in sights[hunters]

    def forces(hunters: tuple, fox: tuple, name: str, end: tuple, left: int) -> bool:
        moved = tuple((other, end if other == name else square) for other, square in hunters)
        return all(wins(after, place, left) for place, after in _replies(instance, moved, fox))

    def wins(hunters: tuple, fox: tuple, left: int) -> bool:
        if sees(hunters, fox):
            return True
        return left > 1 and any(forces(hunters, fox, *move, left - 1) for move in _moves(instance, hunters, fox))

    start, fox = _start(instance), tuple(instance["fox"])
    moves = _moves(instance, start, fox)
    return [f"{name}>{_square(end)}" for name, end in moves if forces(start, fox, name, end, instance["moves"] - 1)]


def _square(place: tuple | list) -> str:
    return f"{chr(65 + place[1])}{place[0] + 1}"


def observe(instance: dict) -> str:
    """Return the question."""
    size = instance["size"]
    signs = {tuple(square): name for name, square in instance["hunters"].items()}
    signs |= {tuple(block): "#" for block in instance["blocks"]} | {tuple(instance["fox"]): "F"}
    board = ["    " + " ".join(chr(65 + c) for c in range(size))]
    board += [f"{r + 1:>2}  " + " ".join(signs.get((r, c), ".") for c in range(size)) for r in range(size)]
    texts = [_PIECES[name][0] for name in instance["hunters"]]
    bite = "free square or onto a hunter, who is then taken off the board" if instance["bites"] else "free square"
    count = {2: "second", 3: "third"}[instance["moves"]]
    return "\n".join(
        [
            "A board with columns A, B, C, ... and rows 1, 2, 3, ...; . is a free square, # a block, F the fox, "
            "the other "
            "letters are hunters:",
            *board,
            "You move first, and then the fox and you move in turn. On your turn you move one hunter: "
            f"{'; '.join(texts)}. No "
            "hunter moves onto a block or another hunter"
            + (", or past a block, a hunter or the fox" if set(instance["hunters"]) & {"R", "B"} else "")
            + ". A hunter who moves onto the fox captures it. If you cannot move any hunter, the fox has escaped.",
            f"On its turn the fox moves one square in any of the eight directions, onto a {bite}. It may step onto "
            "a square "
            "where it can be captured. It must move if it can, and stays if it cannot.",
            "With which first moves can you make sure, whatever the fox does, that you capture it with your "
            f"{count} move at "
            "the latest? (No first move captures it at once.)",
            "Answer with all such first moves, in any order and separated by spaces, each as the hunter, > and the "
            "square it "
            "moves to, such as: Q>Z9 P>Y9",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare with the moves that the search finds."""
    tokens = [token.upper() for token in _tokens(answer)]
    if not all(re.fullmatch(r"[A-Z]>[A-Z][1-9]", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    return sorted(tokens) == sorted(_winning(instance))


def solve(instance: dict) -> str:
    """Return the moves found when the board was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a move out, add one that does not force it, move onto the fox, or name only one that attacks it."""
    winning = instance["solution"]
    every = [f"{name}>{_square(end)}" for name, end in _moves(instance, _start(instance), tuple(instance["fox"]))]
    losing = [move for move in every if move not in winning]
    wrong = [winning[1:], winning[:-1], [*winning, f"{winning[0][0]}>{_square(instance['fox'])}"], [*winning, "Q>Z9"]]
    wrong += [losing[:1], losing[-1:], *([*winning, move] for move in losing[:2])]
    return list(dict.fromkeys(" ".join(near) for near in wrong if near))[:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
