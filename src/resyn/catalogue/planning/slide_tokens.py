"""Slide tokens over a board, each until something stops it, onto target squares in few moves."""

import re
from random import Random

META = {
    "category": "planning",
    "skills": ["planning", "spatial simulation", "search"],
    "keywords": ["sliding tokens", "board", "obstacles", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_DIRECTIONS = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}
_ARROWS = {"^": (-1, 0), "v": (1, 0), "<": (0, -1), ">": (0, 1)}
_BEAM = 150
_SPECIAL = {
    "O": "O is a hole: a move in which the token would enter a hole is not allowed.",
    "*": "* is sticky: a token that enters it stops there.",
    "^": "^ v < > turn a token: when it enters such a square, it goes on sliding in the direction shown (up, down, "
    "left, right), and stops there if the next square that way is a block, another token, or off the board. A later "
    "move may leave the square in any direction. A move in which a token would slide for ever is not allowed.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a board, explore it layer by layer from the start, and aim at places first reached in the last layer."""
    best: dict = {"solution": []}
    for _ in range(8):
        board, tokens = _make_board(level, rng)
        goal, plan = _explore(board, tokens, min(len(tokens), 1 + level // 3), 4 + level // 2, rng)
        if len(plan) > len(best["solution"]):
            best = {"board": _draw(board, tokens), "goal": [list(place) for place in goal], "solution": plan}
        if len(plan) == 4 + level // 2:
            break
    return best | {"moves": len(best["solution"])}


def observe(instance: dict) -> str:
    """Return the question."""
    drawn = "".join(instance["board"])
    aims = [f"{name} in row {r + 1}, column {c + 1}" for name, (r, c) in zip("ABCDEF", instance["goal"], strict=False)]
    special = [text for sign, text in _SPECIAL.items() if sign in drawn or (sign == "^" and set(drawn) & set(_ARROWS))]
    return "\n".join(
        [
            "Tokens stand on an icy board (. is a free square, # a block, letters are the tokens on free squares):",
            *("    " + row for row in instance["board"]),
            "A move names a token and a direction. The token slides square by square in that direction until the next "
            "square is a block, another token, or off the board. A move that leaves the token where it was is not "
            "allowed.",
            *special,
            f"Find at most {instance['moves']} moves after which this holds: {'; '.join(aims)}. Rows count from 1 at "
            "the top, columns from 1 at the left; tokens not named may stand anywhere. If there are several ways, "
            "give any.",
            "Answer with the moves in order, separated by spaces, each the token's letter followed by U (up), D "
            "(down), L (left) or R (right), such as: AU BL",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Play the moves."""
    moves = _tokens(answer)
    if not 0 < len(moves) <= instance["moves"]:
        return False
    places = _places(instance["board"])
    names = "ABCDEF"[: len(places)]
    board = [re.sub("[A-F]", ".", row) for row in instance["board"]]
    for move in moves:
        if not re.fullmatch(r"[A-Fa-f][UDLRudlr]", move) or move[0].upper() not in names:
            return False
        token = names.index(move[0].upper())
        reached = _slide(board, places, token, _DIRECTIONS[move[1].upper()])
        if reached is None:
            return False
        places[token] = reached
    return all(list(place) == aim for place, aim in zip(places, instance["goal"], strict=False))


def solve(instance: dict) -> str:
    """Return the plan that led to the goal."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop a move early, take a move too many, name a missing token, or begin with another token or direction."""
    plan = instance["solution"]
    wrong = [plan[:-1], [*plan, plan[-1]], [*plan[:-1], "F" + plan[-1][1]]]
    opposite = {"U": "D", "D": "U", "L": "R", "R": "L"}
    for place in (0, len(plan) - 1):
        turned = [*plan[:place], plan[place][0] + opposite[plan[place][1]], *plan[place + 1 :]]
        if not verify(instance, " ".join(turned)):
            wrong.append(turned)
    return [" ".join(moves) for moves in wrong]


def _make_board(level: int, rng: Random) -> tuple[list[str], list[tuple[int, int]]]:
    height, width = (rng.randrange(5, 7) + level // 4 for _ in range(2))
    signs = ["#"] * (height * width // 6)
    signs += ["O"] * (2 * (level >= 4)) + ["*"] * (2 * (level >= 5)) + rng.sample("^v<>", 2) * (level >= 7)
    squares = rng.sample([(row, column) for row in range(height) for column in range(width)], height * width)
    rows = [["."] * width for _ in range(height)]
    for sign, (row, column) in zip(signs, squares, strict=False):
        rows[row][column] = sign
    count = 2 + (level >= 5) + (level >= 15)
    return ["".join(row) for row in rows], squares[len(signs) : len(signs) + count]


def _draw(board: list[str], tokens: list[tuple[int, int]]) -> list[str]:
    rows = [list(row) for row in board]
    for name, (row, column) in zip("ABCDEF", tokens, strict=False):
        rows[row][column] = name
    return ["".join(row) for row in rows]


def _places(board: list[str]) -> list[tuple[int, int]]:
    """Return where the tokens stand on a drawn board, A first."""
    found = {sign: (r, c) for r, row in enumerate(board) for c, sign in enumerate(row) if sign in "ABCDEF"}
    return [found[name] for name in sorted(found)]


def _explore(board: list[str], start: list, aims: int, depth: int, rng: Random) -> tuple[tuple, list[str]]:
    """Return places of the first tokens that are first seen as deep as possible, and the moves that lead there."""
    layer: dict[tuple, list[str]] = {tuple(start): []}
    seen, met = set(layer), {tuple(start)[:aims]}
    found: tuple[tuple, list[str]] = (tuple(start)[:aims], [])
    for _ in range(depth):
        fresh: dict[tuple, list[str]] = {}
        for places, plan in layer.items():
            for token, move in [(token, move) for token in range(len(places)) for move in _DIRECTIONS]:
                reached = _slide(board, places, token, _DIRECTIONS[move])
                changed = (*places[:token], reached, *places[token + 1 :])
                if reached is not None and changed not in seen:
                    seen.add(changed)
                    fresh[changed] = [*plan, "ABCDEF"[token] + move]
        new = [places for places in fresh if places[:aims] not in met]
        if new:
            chosen = rng.choice(new)
            found = (chosen[:aims], fresh[chosen])
        met.update(places[:aims] for places in new)
        layer = {places: fresh[places] for places in rng.sample(list(fresh), min(_BEAM, len(fresh)))}
    return found


def _slide(board: list[str], places: list | tuple, token: int, direction: tuple[int, int]) -> tuple[int, int] | None:
    """Return where the token stops, None where the move is not allowed."""
    row, column = places[token]
    down, right = direction
    for _ in range(8 * len(board) * len(board[0])):
        following = (row + down, column + right)
        if not (0 <= following[0] < len(board) and 0 <= following[1] < len(board[0])):
            break
        sign = board[following[0]][following[1]]
        if sign == "#" or (following in places and following != tuple(places[token])):
            break
        if sign == "O":
            return None
        row, column = following
        if sign == "*":
            break
        down, right = _ARROWS.get(sign, (down, right))
    else:
        return None
    return (row, column) if (row, column) != tuple(places[token]) else None


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text[:20_000].split(",")]
    return [token for part in parts for token in part] if all(parts) and len(text) <= 20_000 else []
