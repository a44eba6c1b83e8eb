"""List every first move that wins a game of taking stones from heaps."""

import re
from functools import reduce
from operator import xor
from random import Random

META = {
    "category": "planning",
    "skills": ["game theory", "backward induction", "case analysis"],
    "keywords": ["nim", "heaps", "winning move", "perfect play"],
    "answer": "set",
    "version": 1,
}

_TEXTS = {
    "set": "one may take {0} stones",
    "upto": "one may take any number from 1 to {0}",
    "half": "one may take at least 1 stone and at most half of what the heap holds at that moment",
    "odd": "one may take any odd number",
    "power": "one may take a power of two (1, 2, 4, 8, ...)",
    "square": "one may take a square number (1, 4, 9, 16, ...)",
    "divisor": "one may take a number that divides what the heap holds at that moment, but not the whole heap",
    "prime": "one may take a prime number (2, 3, 5, 7, ...)",
    "leave": "one may take any number of stones that does not leave a multiple of {0} (0 is such a multiple)",
}


def generate(level: int, rng: Random) -> dict:
    """Draw heaps with rules until the position has two to six winning moves, not all of as many stones."""
    best: dict = {}
    for _ in range(200):
        kinds = ["set", "upto", "half", "odd", "power", "square", "divisor", "prime", "leave"][: 1 + level]
        first = _draw_rule(rng.choice(kinds), rng)
        rules = [first if level == 1 else _draw_rule(rng.choice(kinds), rng) for _ in range(min(20, 3 + level // 4))]
        heaps = [{"stones": rng.randrange(6, 15 + 2 * level), "rule": rule} for rule in rules]
        moves = _winning_moves(heaps)
        if moves:
            best = {"heaps": heaps, "solution": moves}
        if 2 <= len(moves) <= 6 and len({move[1:] for move in moves}) > 1:
            break
    return best


def observe(instance: dict) -> str:
    """Return the question."""
    lines = []
    for name, heap in zip(_names(instance), instance["heaps"], strict=True):
        kind, *values = heap["rule"]
        values = ["{}, {} or {}".format(*value) if isinstance(value, list) else value for value in values]
        lines.append(f"- heap {name}: {heap['stones']} stones; {_TEXTS[kind].format(*values)}")
    return "\n".join(
        [
            "Two players move in turn. A move takes stones away from one heap; each heap has its own rule for how "
            "many:",
            *lines,
            "Nobody may take more stones than the heap holds, and nobody may pass. The player who cannot move in any "
            "heap loses. Both play perfectly.",
            "You move first. List all first moves with which you can force a win.",
            "Answer with the moves separated by spaces, in any order, each the heap's letter followed by the number of "
            "stones taken, such as: X2 Y10",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare with the set of moves that leave a position of value 0 (Sprague-Grundy)."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[A-Za-z][1-9][0-9]{0,3}", token) for token in tokens):
        return False
    named = [token.upper() for token in tokens]
    return len(set(named)) == len(named) and sorted(named) == sorted(_winning_moves(instance["heaps"]))


def solve(instance: dict) -> str:
    """Return the moves found when the position was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a winning move out, add one that does not win, repeat one, or take a stone more."""
    moves = instance["solution"]
    legal = [
        f"{name}{take}"
        for name, heap in zip(_names(instance), instance["heaps"], strict=True)
        for take in _takes(heap["rule"], heap["stones"])
    ]
    losing = [move for move in legal if move not in moves]
    wrong = [moves[:-1]] if len(moves) > 1 else []
    wrong += [[*moves, moves[0]], [*moves, f"{moves[0][0]}999"], [*moves[:-1], f"{moves[-1][0]}998"]]
    wrong += [[*moves, move] for move in losing[:1]] + [[*moves[:-1], move] for move in losing[-1:]]
    return [" ".join(listed) for listed in wrong]


def _names(instance: dict) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVW"[: len(instance["heaps"])]


def _draw_rule(kind: str, rng: Random) -> list:
    if kind == "set":
        return [kind, sorted(rng.sample(range(1, 8), 3))]
    if kind == "upto":
        return [kind, rng.randrange(3, 8)]
    if kind == "leave":
        return [kind, rng.randrange(3, 6)]
    return [kind]


def _takes(rule: list, stones: int) -> list[int]:
    """Return the numbers of stones that may be taken from a heap of this size."""
    kind, *values = rule
    tests = {
        "set": lambda take: take in values[0],
        "upto": lambda take: take <= values[0],
        "half": lambda take: 2 * take <= stones,
        "odd": lambda take: take % 2 == 1,
        "power": lambda take: take & (take - 1) == 0,
        "square": lambda take: round(take**0.5) ** 2 == take,
        "divisor": lambda take: take < stones and stones % take == 0,
        "prime": lambda take: take > 1 and all(take % factor for factor in range(2, take)),
        "leave": lambda take: (stones - take) % values[0] != 0,
    }
    return [take for take in range(1, stones + 1) if tests[kind](take)]


def _grundy(rule: list, stones: int) -> list[int]:
    """Return the Grundy values of heaps of 0 up to this many stones."""
    values: list[int] = []
    for size in range(stones + 1):
        reached = {values[size - take] for take in _takes(rule, size)}
        values.append(next(value for value in range(size + 1) if value not in reached))
    return values


def _winning_moves(heaps: list[dict]) -> list[str]:
    tables = [_grundy(heap["rule"], heap["stones"]) for heap in heaps]
    total = reduce(xor, (table[-1] for table in tables))
    return [
        f"{name}{take}"
        for name, heap, table in zip("ABCDEFGHIJKLMNOPQRSTUVW", heaps, tables, strict=False)
        for take in _takes(heap["rule"], heap["stones"])
        if total ^ table[-1] ^ table[heap["stones"] - take] == 0
    ]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text[:20_000].split(",")]
    return [token for part in parts for token in part] if all(parts) and len(text) <= 20_000 else []
