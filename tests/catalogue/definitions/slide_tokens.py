"""What is right, said again: slides that each move a token, few enough, and the named tokens on their squares.

Candidates: every sequence of slides up to the stated number.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True
FORM = r"[A-F][UDLR]( [A-F][UDLR])*"
TURNS = {"^": "U", "v": "D", "<": "L", ">": "R"}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    tokens = sorted(set("".join(instance["board"])) & set("ABCDEF"))
    slides = ["".join(pair) for pair in product(tokens, "UDLR")]
    for length in range(1, instance["moves"] + 1):
        yield from (" ".join(chosen) for chosen in product(slides, repeat=length))


def holds(instance: dict, answer: str) -> bool:
    slides = answer.split()
    if len(slides) > instance["moves"]:
        return False
    floor = [[sign if sign in "#O*^v<>" else "." for sign in row] for row in instance["board"]]
    at = {sign: (r, c) for r, row in enumerate(instance["board"]) for c, sign in enumerate(row) if sign in "ABCDEF"}
    for slide in slides:
        token, way = slide
        if token not in at:
            return False
        end = _end(floor, {place for name, place in at.items() if name != token}, at[token], way)
        if end in (None, at[token]):
            return False
        at[token] = end
    return all(list(at[token]) == place for token, place in zip("ABCDEF", instance["goal"], strict=False))


def _end(floor: list[list[str]], others: set, here: tuple[int, int], way: str) -> tuple[int, int] | None:
    """Return where a slide ends, None where it falls into a hole or never ends."""
    met = set()
    while (here, way) not in met:
        met.add((here, way))
        r, c = here[0] + (way == "D") - (way == "U"), here[1] + (way == "R") - (way == "L")
        if r < 0 or c < 0 or r >= len(floor) or c >= len(floor[0]) or floor[r][c] == "#" or (r, c) in others:
            return here
        if floor[r][c] == "O":
            return None
        if floor[r][c] == "*":
            return r, c
        here, way = (r, c), TURNS.get(floor[r][c], way)
    return None
