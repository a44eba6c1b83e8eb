"""Move crates between stacks, always the top one, until given crates stand where they should, in few moves."""

import re
from random import Random

META = {
    "category": "planning",
    "skills": ["planning", "search", "state tracking"],
    "keywords": ["blocks world", "stacks", "crane", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_BEAM = 100


def generate(level: int, rng: Random) -> dict:
    """Draw stacks, explore layer by layer, and aim at places of crates first met in the last layer."""
    best: dict = {"solution": []}
    depth = min(5 + level // 2, 16)
    for _ in range(6):
        setting = _draw(level, rng)
        crates = sorted("".join(setting["start"]))
        aimed = crates if level < 3 else sorted(rng.sample(crates, min(2 + level // 4, len(crates))))
        goal, plan = _explore(setting, aimed, depth, rng)
        if len(plan) > len(best["solution"]):
            best = {**setting, "goal": goal, "solution": plan}
        if len(plan) == depth:
            break
    return {**best, "most": len(best["solution"])}


def _draw(level: int, rng: Random) -> dict:
    count, stacks = min(5 + level // 3, 20), min(3 + level // 6, 5)
    crates = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count]
    weights = {crate: rng.randint(1, 9) for crate in crates}
    heavy = level >= 4
    order = sorted(crates, key=lambda crate: -weights[crate]) if heavy else rng.sample(crates, count)
    start = [""] * stacks
    for crate in order:
        at = rng.randrange(stacks)
        start[at] += crate
    return {
        "start": start,
        "height": max(3, max(map(len, start))) if level >= 2 else None,
        "weights": weights if heavy else None,
        "pairs": level >= 5,
        "closed": [rng.sample(range(1, stacks + 1), 2)] if level >= 7 else [],
        "fragile": rng.choice([stack[-1] for stack in start if stack]) if level >= 8 else None,
    }


def _move(setting: dict, stacks: tuple[str, ...], move: str) -> tuple[str, ...] | None:
    """Return the stacks after a move, None where it is not allowed."""
    number = 2 if move.endswith("x2") else 1
    source, sink = int(move[0]) - 1, int(move[2]) - 1
    if max(source, sink) >= len(stacks) or source == sink or len(stacks[source]) < number:
        return None
    taken = stacks[source][-number:]
    if [source + 1, sink + 1] in setting["closed"] or (number == 2 and not setting["pairs"]):
        return None
    grown = stacks[sink] + taken
    if setting["height"] and len(grown) > setting["height"]:
        return None
    if setting["fragile"] and setting["fragile"] in grown[:-1]:
        return None
    weights = setting["weights"]
    if weights and stacks[sink] and weights[stacks[sink][-1]] < weights[taken[0]]:
        return None
    return tuple(grown if at == sink else stack[:-number] if at == source else stack for at, stack in enumerate(stacks))


def _explore(setting: dict, aimed: list[str], depth: int, rng: Random) -> tuple[list, list[str]]:
    """Return places of the aimed crates that are first met as deep as possible, and the moves that lead there."""
    numbers = range(1, len(setting["start"]) + 1)
    moves = [f"{a}-{b}{pair}" for a in numbers for b in numbers for pair in ("", "x2") if a != b]
    start = tuple(setting["start"])
    layer: dict[tuple[str, ...], list[str]] = {start: []}
    seen, met = {start}, {_places(start, aimed)}
    found: tuple[list, list[str]] = ([], [])
    for _ in range(depth):
        fresh: dict[tuple[str, ...], list[str]] = {}
        for stacks, plan in layer.items():
            for move in moves:
                after = _move(setting, stacks, move)
                if after is not None and after not in seen:
                    seen.add(after)
                    fresh[after] = [*plan, move]
        new = [stacks for stacks in fresh if _places(stacks, aimed) not in met]
        if new:
            chosen = rng.choice(new)
            found = ([list(place) for place in _places(chosen, aimed)], fresh[chosen])
        met.update(_places(stacks, aimed) for stacks in new)
        layer = {stacks: fresh[stacks] for stacks in rng.sample(list(fresh), min(_BEAM * 5 // len(start), len(fresh)))}
    return found


def _places(stacks: tuple[str, ...], aimed: list[str]) -> tuple:
    """Return crate, stack and height (from 1 at the bottom) of each aimed crate."""
    return tuple(
        (crate, at + 1, stack.index(crate) + 1) for crate in aimed for at, stack in enumerate(stacks) if crate in stack
    )


def observe(instance: dict) -> str:
    """Return the question."""
    start, goal = instance["start"], instance["goal"]
    stacks = [f"  stack {at}: {' '.join(stack) or '(empty)'}" for at, stack in enumerate(start, start=1)]
    rules = [
        "The move 1-2 takes the top crate of stack 1 and puts it on top of stack 2; any other two stacks likewise."
    ]
    if instance["pairs"]:
        rules.append(
            "The move 1-2x2 takes the two top crates of stack 1 at once and puts them, in the same order, on top "
            "of stack 2; any "
            "other two stacks likewise."
        )
    if instance["height"]:
        rules.append(f"No stack may ever hold more than {instance['height']} crates.")
    if instance["weights"]:
        weights = ", ".join(f"{crate} {weight}" for crate, weight in instance["weights"].items())
        rules.append(f"A crate may not be put directly on a lighter one; the weights are {weights}.")
    rules += [f"No crate may be moved directly from stack {a} to stack {b}." for a, b in instance["closed"]]
    rules += [f"{instance['fragile']} is fragile: no crate may be put on top of it."] if instance["fragile"] else []
    aims = [f"{crate} in stack {stack} as number {height} from the bottom" for crate, stack, height in goal]
    others = "" if len(goal) == len("".join(start)) else " The other crates may stand anywhere."
    return "\n".join(
        [
            "Crates stand in stacks, listed from the bottom to the top:",
            *stacks,
            *("- " + rule for rule in rules),
            f"Find at most {instance['most']} moves after which these crates stand as follows: "
            f"{'; '.join(aims)}.{others} If "
            "there are several ways, give any one.",
            "Answer with the moves in order, separated by spaces, such as: 2-1 3-2",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Make the moves."""
    moves = [token.lower() for token in _tokens(answer)]
    if not 0 < len(moves) <= instance["most"] or not all(re.fullmatch(r"[1-9]-[1-9](x2)?", move) for move in moves):
        return False
    stacks: tuple[str, ...] | None = tuple(instance["start"])
    for move in moves:
        stacks = _move(instance, stacks, move)
        if stacks is None:
            return False
    return all(len(stacks[at - 1]) >= height and stacks[at - 1][height - 1] == c for c, at, height in instance["goal"])


def solve(instance: dict) -> str:
    """Return the plan along which the goal was found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop a move early, repeat the last move, name a missing stack, or turn a move round."""
    plan = instance["solution"]
    missing = f"1-{len(instance['start']) + 1}"
    nears = [plan[:-1], [*plan, plan[-1]], [*plan[:-1], missing], plan[1:], plan[::-1]]
    nears += [[*plan[:at], f"{plan[at][2]}-{plan[at][0]}", *plan[at + 1 :]] for at in range(len(plan))]
    texts = [" ".join(near) for near in nears if near]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
