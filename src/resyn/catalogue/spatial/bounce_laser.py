"""Follow laser beams over a board with mirrors and other parts, and name where light leaves it."""

import re
from random import Random

META = {
    "category": "spatial",
    "skills": ["simulation", "spatial reasoning"],
    "keywords": ["laser", "mirrors", "beam splitter", "ray tracing"],
    "answer": "set",
    "version": 1,
}

_WAYS = {"T": (1, 0), "B": (-1, 0), "L": (0, 1), "R": (0, -1)}
_TEXTS = {
    "/": "/ and \\ are mirrors with two reflecting sides, standing diagonally as drawn: light that goes right into / "
    "leaves upwards, light that goes right into \\ leaves downwards, and so on.",
    "O": "O swallows all light that enters it.",
    "%": "% is a half mirror, standing like /: the light goes on straight and is also reflected as by /.",
    "1": "1 and 1 are a portal: light that enters one of them comes out of the other and goes on in its direction.",
    "|": "| lets light through that goes up or down and swallows other light; - lets light through that goes left or "
    "right and swallows other light.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw boards and lasers until light leaves at several places, and follow the beams with a queue."""
    instance: dict = {}
    for _ in range(40):
        side = 5 + level // 2
        turning = level >= 6 and rng.random() < 0.5
        signs = list("/\\") * (3 + level // 2) + ["O"] * (level >= 2) * (1 + level // 4)
        signs += ["%"] * (2 + level // 4 if level >= 3 and not turning else 0) + ["1", "1"] * (level >= 4)
        signs += ["|", "-"] * (1 + level // 8 if level >= 5 else 0)
        cells = rng.sample([(r, c) for r in range(side) for c in range(side)], len(signs))
        rows = [["."] * side for _ in range(side)]
        for sign, (r, c) in zip(signs, cells, strict=True):
            rows[r][c] = sign
        lasers = rng.sample([f"{edge}{n}" for edge in "TBLR" for n in range(1, side + 1)], 3 + level // 3)
        instance = {"rows": ["".join(row) for row in rows], "lasers": lasers, "turning": turning}
        exits, mirrored = _shine(instance)
        if len(exits) >= 3 and mirrored >= 3 + level // 2:
            break
    if len(exits) < 2:  # a plain board, on which every beam leaves
        instance |= {"rows": [re.sub("[^/]", ".", row) for row in instance["rows"]], "turning": False}
        exits, _ = _shine(instance)
    return instance | {"solution": sorted(exits, key=lambda name: rng.random())}


def _shine(instance: dict) -> tuple[list[str], int]:
    """Return where light leaves, and how often it meets a mirror; nothing and -1 where a beam goes too far."""
    rows, side = [list(row) for row in instance["rows"]], len(instance["rows"])
    portals = [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign == "1"]
    exits, met = set(), 0
    for laser in instance["lasers"]:
        n = int(laser[1:]) - 1
        start = {"T": (0, n), "B": (side - 1, n), "L": (n, 0), "R": (n, side - 1)}[laser[0]]
        beams, seen = [(start, _WAYS[laser[0]])], set()
        for _ in range(99 * side * side):
            if not beams:
                break
            (r, c), way = beams.pop(0)
            if not (0 <= r < side and 0 <= c < side):
                exits.add({(-1, 0): f"T{c + 1}", (1, 0): f"B{c + 1}", (0, -1): f"L{r + 1}", (0, 1): f"R{r + 1}"}[way])
            elif instance["turning"] or (r, c, way) not in seen:
                seen.add((r, c, way))
                met += rows[r][c] in "/\\%"
                ways = _meet(rows, r, c, way, turning=instance["turning"])
                if rows[r][c] == "1":
                    r, c = portals[1] if (r, c) == portals[0] else portals[0]
                beams += [((r + down, c + right), (down, right)) for down, right in ways]
        if beams:
            return [], -1
    return sorted(exits), met


def _meet(rows: list[list[str]], r: int, c: int, way: tuple[int, int], *, turning: bool) -> list[tuple[int, int]]:
    """Return the directions in which light goes on from a square, and turn its mirror where mirrors turn."""
    (down, right), sign = way, rows[r][c]
    if sign == "O" or (sign == "|" and right) or (sign == "-" and down):
        return []
    if sign not in "/\\%":
        return [way]
    if turning and sign != "%":
        rows[r][c] = "\\" if sign == "/" else "/"
    bent = (right, down) if sign == "\\" else (-right, -down)
    return [way, bent] if sign == "%" else [bent]


def observe(instance: dict) -> str:
    """Return the question."""
    side, text = len(instance["rows"]), "".join(instance["rows"])
    parts = [line for sign, line in _TEXTS.items() if sign in text or (sign == "/" and "\\" in text)]
    turning = (
        "Each time a beam has been reflected by a mirror, that mirror turns at once by 90 degrees (/ becomes \\ and "
        "\\ becomes /), "
        "and stays so for the rest of this beam and for all later ones. The lasers are fired one after the other, "
        "in the order "
        "given, each after the beam before it has ended."
    )
    return "\n".join(
        [
            "A board, seen from above:",
            *("    " + row for row in instance["rows"]),
            f"The places on its rim are called L1 to L{side} (left side, from top to bottom), R1 to R{side} (right "
            f"side, from top to "
            f"bottom), T1 to T{side} (upper side, from left to right) and B1 to B{side} (lower side, from left to "
            f"right).",
            *parts,
            "Light crosses all other squares straight, and beams do not disturb one another.",
            f"Lasers shine onto the board, straight inwards, from {', '.join(instance['lasers'])}.",
            *([turning] if instance["turning"] else []),
            "At which places does light leave the board? (A place from which a laser shines can be one of them.) "
            "Answer with all of "
            "them, each once, in any order and separated by spaces, such as: B9 L8",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Follow each beam with a stack and complex numbers, and compare the exits as sets."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text.upper()) if len(text) <= 5_000 else []
    return len(set(tokens)) == len(tokens) and sorted(tokens) == _trace(instance)


def _trace(instance: dict) -> list[str]:
    """Return the sorted names of the places where light leaves; a square is the complex number column - row * i."""
    side = len(instance["rows"])
    board = {complex(c, -r): sign for r, row in enumerate(instance["rows"]) for c, sign in enumerate(row)}
    portals = [place for place, sign in board.items() if sign == "1"]
    rim = {f"L{n + 1}": complex(-1, -n) for n in range(side)} | {f"R{n + 1}": complex(side, -n) for n in range(side)}
    rim |= {f"T{n + 1}": complex(n, 1) for n in range(side)} | {f"B{n + 1}": complex(n, -side) for n in range(side)}
    names = {place: name for name, place in rim.items()}
    found, inwards = set(), {"L": 1 + 0j, "R": -1 + 0j, "T": -1j, "B": 1j}
    for laser in instance["lasers"]:
        stack, done, budget = [(rim[laser], inwards[laser[0]])], set(), 99 * side * side
        while stack and budget:
            budget -= 1
            place, way = stack.pop()
            place += way
            if place not in board:
                found.add(names[place])
            elif instance["turning"] or (place, way) not in done:
                done.add((place, way))
                sign = board[place]
                if sign in "/\\" and instance["turning"]:
                    board[place] = "\\" if sign == "/" else "/"
                if sign == "1":
                    place = portals[0] + portals[1] - place
                stack += [(place, after) for after in _onwards(sign, way)]
    return sorted(found)


def _onwards(sign: str, way: complex) -> list[complex]:
    """Return the directions in which light goes on from a part of the board."""
    bent = {"/": [way.conjugate() * 1j], "%": [way, way.conjugate() * 1j], "\\": [way.conjugate() * -1j], "O": []}
    if (sign == "|" and way.real) or (sign == "-" and way.imag):
        return []
    return bent.get(sign, [way])


def solve(instance: dict) -> str:
    """Return the exits that the queue found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Let all beams go straight, leave an exit out, add one, name neighbours of it, or name the lasers."""
    exits = instance["solution"]
    opposite = {"T": "B", "B": "T", "L": "R", "R": "L"}
    straight = list(dict.fromkeys(opposite[laser[0]] + laser[1:] for laser in instance["lasers"]))
    near = exits[0][0] + str(int(exits[0][1:]) + 1)
    wrong = [straight, exits[1:], exits[:-1], instance["lasers"], [*exits, near], [near, *exits[1:]]]
    return [
        text for text in dict.fromkeys(" ".join(places) for places in wrong if places) if not verify(instance, text)
    ]
