"""Bring a stack of plates into a wanted order by few flips of stretches that may be turned over."""

import re
from random import Random

META = {
    "category": "algorithms",
    "skills": ["search", "planning", "reverse reasoning"],
    "keywords": ["pancake sorting", "reversals", "burnt pancakes", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_BEAM = 150


def generate(level: int, rng: Random) -> dict:
    """Draw the moves, explore backwards from the wanted order layer by layer, and start from a stack met last."""
    size = 6 + level // 4
    moves = _draw_moves(size, level, rng)
    target = sorted(rng.sample(range(1, 2 * size + 1), size))
    if level >= 5:
        rng.shuffle(target)
    marked = level >= 3
    layer: dict[tuple, list[str]] = {tuple(target): []}
    seen = set(layer)
    for _ in range(4 + level // 3):
        fresh: dict[tuple, list[str]] = {}
        for stack, plan in layer.items():
            for move in moves:
                before = _move(stack, {"T": "B", "B": "T"}.get(move, move), marked=marked)
                if before not in seen:
                    seen.add(before)
                    fresh[before] = [move, *plan]
        layer = {stack: fresh[stack] for stack in rng.sample(list(fresh), min(_BEAM, len(fresh)))} or layer
    start = rng.choice(list(layer))
    plan = layer[start]
    return {
        "start": list(start),
        "target": target,
        "moves": moves,
        "marked": marked,
        "most": len(plan),
        "repeat": max(2, *(plan.count(move) for move in plan)) if level >= 8 else None,
        "solution": plan,
    }


def _draw_moves(size: int, level: int, rng: Random) -> list[str]:
    """Return the stretches that may be turned over, all from the top at low levels, and at high ones T and B."""
    stretches = [[1, end] for end in range(2, size + 1)]
    if level >= 2:
        stretches = sorted(rng.sample(stretches, size - 3))
        inner = [[a, b] for a in range(2, size) for b in range(a + 1, size + 1)]
        stretches = sorted(stretches + rng.sample(inner, 2 + level // 6))
    return [f"{a}-{b}" for a, b in stretches] + (["T", "B"] if level >= 6 else [])


def _move(stack: tuple, move: str, *, marked: bool) -> tuple:
    if move == "T":
        return (*stack[1:], stack[0])
    if move == "B":
        return (stack[-1], *stack[:-1])
    first, last = map(int, move.split("-"))
    part = stack[first - 1 : last][::-1]
    return (*stack[: first - 1], *(-plate if marked else plate for plate in part), *stack[last:])


def observe(instance: dict) -> str:
    """Return the question."""
    size, moves = len(instance["start"]), instance["moves"]
    lines = [
        "- The move a-b turns a stretch over: the plates from place a to place b, counted from the top, are put "
        "back in "
        "reverse order; the others stay."
    ]
    if instance["marked"]:
        lines.append("- Each plate that is turned over also shows its other side: 4 becomes -4, and -4 becomes 4.")
    if "T" in moves:
        lines.append(
            "- T moves the top plate to the bottom, B moves the bottom plate to the top; neither turns it over."
        )
    lines.append(f"- Only these moves are allowed: {', '.join(moves)}.")
    if instance["repeat"]:
        lines.append(f"- No move may be made more than {instance['repeat']} times.")
    return "\n".join(
        [
            f"A stack of {size} plates, from the top down: {' '.join(map(str, instance['start']))}",
            f"It shall become, from the top down: {' '.join(map(str, instance['target']))}",
            *lines,
            f"Find at most {instance['most']} moves that do it. If there are several ways, give any one.",
            "Answer with the moves in order, separated by spaces, such as: 8-9 7-9",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Make the moves."""
    moves = [token.upper() for token in _tokens(answer)]
    if not 0 < len(moves) <= instance["most"] or not set(moves) <= set(instance["moves"]):
        return False
    if instance["repeat"] and max(moves.count(move) for move in moves) > instance["repeat"]:
        return False
    stack = tuple(instance["start"])
    for move in moves:
        stack = _move(stack, move, marked=instance["marked"])
    return list(stack) == instance["target"]


def solve(instance: dict) -> str:
    """Return the plan along which the start was found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a move out, make one twice, use one that is not allowed, or make the moves in reverse order."""
    plan = instance["solution"]
    wrong = [plan[:-1], plan[1:], [*plan, plan[-1]], [*plan[:-1], "8-99"]]
    nears = [plan[::-1], [plan[1], plan[0], *plan[2:]], [*plan[:-1], plan[0]]]
    wrong += [near for near in nears if not verify(instance, " ".join(near))]
    return list(dict.fromkeys(" ".join(near) for near in wrong))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
