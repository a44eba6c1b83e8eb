"""Push boxes onto their marks on a walled board in few steps."""

import re
from random import Random

META = {
    "category": "planning",
    "skills": ["planning", "spatial simulation", "search"],
    "keywords": ["sokoban", "pushing", "warehouse", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_STEPS = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}
_BEAM = 120


def generate(level: int, rng: Random) -> dict:
    """Draw boards, explore them layer by layer, and mark squares where boxes are first seen in the last layer."""
    best: dict = {"solution": []}
    depth = 6 + 2 * level // 3
    for attempt in range(8):
        setting = _draw(level, rng, beside=attempt > 5)
        goal, plan = _explore(setting, depth, rng)
        if len(plan) > len(best["solution"]):
            best = {**setting, "goal": goal, "solution": plan}
        if len(plan) == depth:
            break
    return {**best, "most": len(best["solution"])}


def _draw(level: int, rng: Random, *, beside: bool) -> dict:
    """Return a board with a box that can be pushed at least once, the worker (where told so) right behind it."""
    height, width = 5 + level // 6, 5 + (level + 3) // 6
    middle = [(r, c) for r in range(1, height - 1) for c in range(1, width - 1)]
    first = rng.choice(middle)
    down, right = rng.choice(list(_STEPS.values()))
    behind, ahead = (first[0] - down, first[1] - right), (first[0] + down, first[1] + right)
    taken = [first, behind, ahead]
    free = [(r, c) for r in range(height) for c in range(width) if (r, c) not in taken]
    rng.shuffle(free)
    boxes = [first, *[square for square in middle if square in free][: (level >= 3) + level // 9]]
    free = [square for square in free if square not in boxes]
    walls = free[: height * width // 6]
    rest = free[len(walls) :]
    return {
        "height": height,
        "width": width,
        "worker": list(behind if beside or rng.random() < 0.3 else rest[0]),
        "boxes": [list(box) for box in boxes],
        "walls": sorted(list(square) for square in walls),
        "ice": sorted(list(square) for square in rest[1 : 4 if level >= 5 else 1]),
        "named": level >= 4,
        "double": level >= 7,
    }


def _step(setting: dict, state: tuple, move: str) -> tuple | None:
    """Return the worker's and the boxes' squares after a step, None where it is not allowed."""
    (r, c), boxes = state
    down, right = _STEPS[move]
    here = (r + down, c + right)
    line, end = [], here
    while end in boxes:
        line.append(end)
        end = (end[0] + down, end[1] + right)
    if not _inside(setting, end) or len(line) > 1 + setting["double"]:
        return None
    if not line:
        return here, boxes
    while list(end) in setting["ice"]:
        beyond = (end[0] + down, end[1] + right)
        if not _inside(setting, beyond) or beyond in boxes:
            break
        end = beyond
    pushed = {line[-1]: end}
    if len(line) == 2:
        pushed[line[0]] = line[1]
    return here, tuple(pushed.get(box, box) for box in boxes)


def _inside(setting: dict, square: tuple[int, int]) -> bool:
    r, c = square
    return 0 <= r < setting["height"] and 0 <= c < setting["width"] and [r, c] not in setting["walls"]


def _explore(setting: dict, depth: int, rng: Random) -> tuple[list, list[str]]:
    """Return squares of the boxes that are first met as deep as possible, and the steps that lead there."""

    def key(boxes: tuple) -> tuple:
        return boxes if setting["named"] else tuple(sorted(boxes))

    start = (tuple(setting["worker"]), tuple(tuple(box) for box in setting["boxes"]))
    layer: dict[tuple, list[str]] = {start: []}
    seen, met = {start}, {key(start[1])}
    found: tuple[list, list[str]] = ([], [])
    for _ in range(depth):
        fresh: dict[tuple, list[str]] = {}
        for state, plan in layer.items():
            for move in _STEPS:
                after = _step(setting, state, move)
                if after is not None and after not in seen:
                    seen.add(after)
                    fresh[after] = [*plan, move]
        new = [state for state in fresh if key(state[1]) not in met]
        if new:
            chosen = rng.choice(new)
            found = ([list(box) for box in key(chosen[1])], fresh[chosen])
        met.update(key(state[1]) for state in new)
        layer = {state: fresh[state] for state in rng.sample(list(fresh), min(_BEAM, len(fresh)))}
    return found


def observe(instance: dict) -> str:
    """Return the question."""
    names = "abcdefgh" if instance["named"] else "oooooooo"
    signs = {tuple(wall): "#" for wall in instance["walls"]} | {tuple(ice): "~" for ice in instance["ice"]}
    signs |= {tuple(box): name for box, name in zip(instance["boxes"], names, strict=False)}
    signs[tuple(instance["worker"])] = "W"
    board = ["".join(signs.get((r, c), ".") for c in range(instance["width"])) for r in range(instance["height"])]
    places = [f"row {r + 1}, column {c + 1}" for r, c in instance["goal"]]
    if instance["named"]:
        aim = "; ".join(f"box {name} in {place}" for name, place in zip(names, places, strict=False))
    else:
        aim = ("boxes in " if len(places) > 1 else "the box in ") + "; ".join(places)
    boxes = "small letters are boxes" if instance["named"] else "o a box"
    end = "must be on the board and without wall and box, else the step is not allowed"
    push = (
        "If a box stands there, it is pushed one square in the same direction; the next square beyond the box in that "
        f"direction {end}."
    )
    if instance["double"]:
        push = (
            "If a box stands there, it is pushed one square in the same direction, and so is a second box on the "
            "next square "
            f"beyond it. The next square beyond the last box pushed {end} (so three boxes in line cannot be moved)."
        )
    slide = (
        "A square ~ is icy: a box pushed onto it slides on in the same direction, square by square, as long as it "
        "stands on "
        "an icy square and the next square is on the board and without wall and box."
        + " Of two boxes pushed, only the front one slides."
        * instance["double"]
    )
    return "\n".join(
        [
            f"A worker W pushes boxes on a board (. is a free square, # a wall, {boxes}):",
            *("    " + row for row in board),
            "In each step the worker goes one square up (U), down (D), left (L) or right (R), not into a wall or "
            "off the board. " + push,
            *([slide + " For the worker ice is like any other square."] if instance["ice"] else []),
            f"Find at most {instance['most']} steps after which this holds: {aim}. Rows count from 1 at the top, "
            "columns from 1 at "
            "the left; the worker may end anywhere. If there are several ways, give any one.",
            "Answer with the steps in order, separated by spaces, such as: U U R D",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Take the steps."""
    moves = [token.upper() for token in _tokens(answer)]
    if not 0 < len(moves) <= instance["most"] or not set(moves) <= set(_STEPS):
        return False
    state: tuple | None = (tuple(instance["worker"]), tuple(tuple(box) for box in instance["boxes"]))
    for move in moves:
        state = _step(instance, state, move)
        if state is None:
            return False
    boxes = [list(box) for box in state[1]]
    return (boxes if instance["named"] else sorted(boxes)) == instance["goal"]


def solve(instance: dict) -> str:
    """Return the steps along which the goal was found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop a step early, push once too often, or take one step another way."""
    plan = instance["solution"]
    nears = [plan[:-1], [*plan, plan[-1]], plan[1:], plan[::-1], [*plan, "U", "D"]]
    turned = {"U": "D", "D": "U", "L": "R", "R": "L"}
    nears += [[*plan[:at], turned[plan[at]], *plan[at + 1 :]] for at in range(len(plan) - 1, -1, -2)]
    nears.append([turned[move] for move in plan])
    texts = [" ".join(near) for near in nears if near]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
