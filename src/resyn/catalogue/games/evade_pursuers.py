"""Find a way to the exit of a walled board on which guards move towards the runner by fixed rules."""

import re
from random import Random

META = {
    "category": "games",
    "skills": ["planning", "spatial simulation", "search"],
    "keywords": ["pursuit", "maze", "guards", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_MOVES = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1), "W": (0, 0)}
_GUARDS = {
    "A": "guard A takes {0}: if it is not in the runner's column and the next square in its row towards the "
    "runner's column "
    "is free, it goes there; otherwise, if it is not in the runner's row and the next square in its column towards the "
    "runner's row is free, it goes there; otherwise it stays",
    "B": "guard B takes {0}: if it is not in the runner's row and the next square in its column towards the "
    "runner's row is "
    "free, it goes there; otherwise, if it is not in the runner's column and the next square in its row towards "
    "the runner's "
    "column is free, it goes there; otherwise it stays",
    "C": "guard C takes {0}: like guard A, but towards the square on the other side of the runner from guard A's "
    "present "
    "square (as far beyond the runner, in rows and columns, as the runner is from guard A), even if that lies off "
    "the board",
}


def generate(level: int, rng: Random) -> dict:
    """Draw boards and search them; keep one whose shortest way is long and not the way that ignores the guards."""
    best: tuple[int, dict] = (-1, {})
    for attempt in range(42):
        if attempt >= 32 and best[1]:
            break
        instance = _draw(level, rng, eased=attempt >= 32)
        plan = _search(instance)
        naive = _search({**instance, "guards": {}})
        if len(plan) < 4 or (level == 1 and len(plan) > 6):
            continue
        score = min(len(plan), 4 + level) + 4 * (not _survives(instance, naive))
        if score > best[0]:
            best = (score, {**instance, "most": len(plan), "solution": plan})
        if score >= 8 + level // 2:
            break
    return best[1] or _walled_in(level, rng)


def _draw(level: int, rng: Random, *, eased: bool) -> dict:
    """Return a board, its guards rather far from the runner; an eased one has one guard that takes single steps."""
    height, width = 5 + level // 5, 5 + (level + 2) // 5
    squares = rng.sample([(r, c) for r in range(height) for c in range(width)], height * width)
    names = ["A"] if level < 4 else ["A", "B"] if level < 8 else ["A", "B", "C"]
    if level < 4 and rng.random() < 0.5:
        names = ["B"] if level >= 2 else ["A"]
    names = ["A"] if eased else names
    runner, exit_, key, *rest = squares
    rest[:12] = sorted(rest[:12], key=lambda square: -abs(square[0] - runner[0]) - abs(square[1] - runner[1]))
    guards = {name: list(square) for name, square in zip(names, rest, strict=False)}
    return {
        "height": height,
        "width": width,
        "walls": sorted(list(square) for square in rest[4 : 4 + height * width // 5]),
        "runner": list(runner),
        "exit": list(exit_),
        "key": list(key) if level >= 6 else None,
        "guards": guards,
        "steps": {name: 2 if level >= 3 and not eased and rng.random() < 0.5 else 1 for name in guards},
        "wait": level >= 2,
    }


def _walled_in(level: int, rng: Random) -> dict:
    """Return a board on which the guard cannot move."""
    instance = {
        **_draw(level, rng, eased=True),
        "walls": [[0, 1], [1, 0]],
        "guards": {"A": [0, 0]},
        "steps": {"A": 1},
        "key": None,
    }
    instance |= {"runner": [2, rng.randint(2, 4)], "exit": [rng.randint(3, 4), rng.randint(0, 1)]}
    plan = _search(instance)
    return {**instance, "most": len(plan), "solution": plan}


def _free(instance: dict, r: int, c: int) -> bool:
    return 0 <= r < instance["height"] and 0 <= c < instance["width"] and [r, c] not in instance["walls"]


def _guard_step(instance: dict, name: str, guards: dict, runner: tuple) -> tuple[int, int]:
    """Return the square of a guard after one step."""
    r, c = guards[name]
    goal = runner
    if name == "C":
        goal = tuple(2 * there - here for there, here in zip(runner, guards["A"], strict=True))
    down, right = ((goal[axis] > guards[name][axis]) - (goal[axis] < guards[name][axis]) for axis in (0, 1))
    tries = [(0, right), (down, 0)] if name != "B" else [(down, 0), (0, right)]
    return next(((r + a, c + b) for a, b in tries if (a or b) and _free(instance, r + a, c + b)), (r, c))


def _turn(instance: dict, state: tuple, move: str) -> tuple | None:
    """Return runner, guards, key and whether it is out after a move; None where it is caught or cannot move so."""
    runner, places, key, _ = state
    here = (runner[0] + _MOVES[move][0], runner[1] + _MOVES[move][1])
    if not _free(instance, *here) or here in places or (move == "W" and not instance["wait"]):
        return None
    key = key or list(here) == instance["key"]
    if list(here) == instance["exit"] and key:
        return here, places, key, True
    guards = dict(zip(instance["guards"], places, strict=True))
    for name in guards:
        for _ in range(instance["steps"][name]):
            guards[name] = _guard_step(instance, name, guards, here)
            if guards[name] == here:
                return None
    return here, tuple(guards.values()), key, False


def _start(instance: dict) -> tuple:
    guards = tuple(tuple(square) for square in instance["guards"].values())
    return tuple(instance["runner"]), guards, instance["key"] is None, False


def _search(instance: dict) -> list[str]:
    """Return a shortest way out, [] where there is none or it takes too many states."""
    plans: dict[tuple, list[str]] = {_start(instance): []}
    queue = list(plans)
    for state in queue:
        if len(queue) > 1500:
            break
        for move in _MOVES:
            after = _turn(instance, state, move)
            if after and after not in plans:
                plans[after] = [*plans[state], move]
                if after[3]:
                    return plans[after]
                queue.append(after)
    return []


def _survives(instance: dict, moves: list[str]) -> bool:
    """Tell whether moves lead out."""
    state: tuple | None = _start(instance)
    for move in moves:
        if state is None or state[3]:
            return False
        state = _turn(instance, state, move)
    return state is not None and state[3]


def observe(instance: dict) -> str:
    """Return the question."""
    signs = {tuple(square): name for name, square in instance["guards"].items()}
    signs |= {tuple(wall): "#" for wall in instance["walls"]}
    signs |= {tuple(instance["runner"]): "r", tuple(instance["exit"]): "x"}
    signs |= {tuple(instance["key"]): "k"} if instance["key"] else {}
    board = ["".join(signs.get((r, c), ".") for c in range(instance["width"])) for r in range(instance["height"])]
    steps = {1: "one step", 2: "two steps, one after the other, each decided anew"}
    guards = "; ".join(_GUARDS[name].format(steps[instance["steps"][name]]) for name in instance["guards"])
    several = len(instance["guards"]) > 1
    rules = [
        "In each turn you move the runner first: U (up), D (down), L (left) or R (right) by one "
        f"square{', or W (wait)' * instance['wait']}. "
        "It may not leave the board or enter a wall or a guard's square.",
        f"Then {'the guards move, in the order A, B, ...: ' if several else ''}{guards}.",
        "Free means on the board and no wall; guards, exit"
        + (", key" * bool(instance["key"]))
        + " and runner are no obstacle to a guard.",
        "As soon as a guard is on the runner's square, the runner is caught.",
        "When the runner enters the exit x, it is out at once, before the guards move.",
    ]
    if instance["key"]:
        rules[-1] = (
            "When the runner enters the exit x after it has been on the key k, it is out at once, before the "
            "guards move. "
            "Without the key the exit is an ordinary square."
        )
    return "\n".join(
        [
            "A runner r wants to get out of a board (. is a free square, # a wall, x the exit, capital letters are "
            "guards" + (", k is the key" * bool(instance["key"])) + "):",
            *("    " + row for row in board),
            *("- " + rule for rule in rules),
            f"Find at most {instance['most']} moves with which the runner gets out without being caught; the last "
            "one enters the "
            "exit. If there are several ways, give any one.",
            "Answer with the runner's moves in order, separated by spaces, such as: U U L D",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Play the moves."""
    moves = [token.upper() for token in _tokens(answer)]
    if not 0 < len(moves) <= instance["most"] or not set(moves) <= set(_MOVES):
        return False
    return _survives(instance, moves)


def solve(instance: dict) -> str:
    """Return the way that the search found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop a move early, go on after the exit, ignore the guards, or take one move another way."""
    plan = instance["solution"]
    nears = [plan[:-1], [*plan, plan[-1]], _search({**instance, "guards": {}}), plan[1:], plan[::-1]]
    turned = {"U": "D", "D": "U", "L": "R", "R": "L", "W": "U"}
    nears += [[*plan[:at], turned[plan[at]], *plan[at + 1 :]] for at in (0, len(plan) - 1)]
    nears.append([*plan, plan[0], "W"])
    texts = [" ".join(near) for near in nears if near]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
