"""Pour water between jugs until given jugs hold given amounts, in few moves."""

import re
from random import Random

META = {
    "category": "planning",
    "skills": ["planning", "arithmetic", "search"],
    "keywords": ["water jugs", "pouring", "measuring", "shortest plan"],
    "answer": "sequence",
    "version": 1,
}

_BEAM = 100


def generate(level: int, rng: Random) -> dict:
    """Draw jugs, explore layer by layer from the start, and aim at amounts first reached in the last layer."""
    best: dict = {"solution": []}
    for _ in range(8):
        setting = _draw_jugs(level, rng)
        count = len(setting["jugs"])
        aimed = sorted(rng.sample(range(count), min(count - 1, 1 + (level + 2) // 4)))
        amounts, plan = _explore(setting, aimed, 4 + level // 2, rng)
        if len(plan) > len(best["solution"]):
            best = setting | {"goal": [list(pair) for pair in zip(aimed, amounts, strict=True)], "solution": plan}
        if len(plan) == 4 + level // 2:
            break
    return best | {"moves": len(best["solution"])}


def observe(instance: dict) -> str:
    """Return the question."""
    jugs = [
        f"- jug {number}: capacity {capacity}, now {amount}"
        for number, (capacity, amount) in enumerate(zip(instance["jugs"], instance["start"], strict=True), start=1)
    ]
    rules = []
    if instance["tap"]:
        rules.append(
            f"T>{instance['tap']} fills jug {instance['tap']} to its capacity from a tap (only this jug has one)."
        )
    if instance["drain"]:
        rules.append(f"{instance['drain']}>D empties jug {instance['drain']} into a drain (only this jug has one).")
    if instance["closed"]:
        closed = ", ".join(f"from {a} to {b}" for a, b in instance["closed"])
        rules.append(f"These pours are not allowed: {closed}.")
    if instance["leaky"]:
        rules.append(
            f"Jug {instance['leaky']} leaks: after each move, also the last, it loses 1 l if it then holds any."
        )
    goal = " and ".join(f"jug {jug + 1} holds exactly {amount} l" for jug, amount in instance["goal"])
    return "\n".join(
        [
            "There are jugs with these capacities and amounts of water, in litres (l):",
            *jugs,
            "The move 1>2 pours from jug 1 into jug 2 until jug 1 is empty or jug 2 is full, whichever comes first; "
            "any other two jugs likewise. A move that moves no water is not allowed.",
            *rules,
            f"Find at most {instance['moves']} moves after which {goal}"
            f"{'; the other jugs may hold anything' if len(instance['goal']) < len(jugs) else ''}. "
            "If there are several ways, give any one.",
            "Answer with the moves in order, separated by spaces, such as: 2>1 3>2",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Make the moves."""
    moves = _tokens(answer)
    if not 0 < len(moves) <= instance["moves"]:
        return False
    amounts: tuple[int, ...] | None = tuple(instance["start"])
    for move in moves:
        if not re.fullmatch(r"(T|t|[1-9][0-9]?)>(D|d|[1-9][0-9]?)", move):
            return False
        amounts = _pour(instance, amounts, *move.upper().split(">"))
        if amounts is None:
            return False
    return all(amounts[jug] == amount for jug, amount in instance["goal"])


def solve(instance: dict) -> str:
    """Return the plan that led to the goal."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop a move early, repeat the last move, name a missing jug, or pour one move the other way round."""
    plan = instance["solution"]
    wrong = [plan[:-1], [*plan, plan[-1]], [*plan[:-1], f"1>{len(instance['jugs']) + 1}"]]
    for place, move in enumerate(plan):
        source, sink = move.split(">")
        turned = [*plan[:place], f"{sink}>{source}", *plan[place + 1 :]]
        if not verify(instance, " ".join(turned)):
            wrong.append(turned)
    return [" ".join(moves) for moves in wrong[:6]]


def _draw_jugs(level: int, rng: Random) -> dict:
    count = min(8, 4 + level // 6)
    jugs = rng.sample(range(4, 17 + 2 * level), count)
    numbers = range(1, count + 1)
    pairs = [[a, b] for a in numbers for b in numbers if a != b]
    return {
        "jugs": jugs,
        "start": [rng.randrange(capacity + 1) for capacity in jugs],
        "tap": rng.choice(numbers) if level >= 2 else None,
        "drain": rng.choice(numbers) if level >= 3 else None,
        "closed": sorted(rng.sample(pairs, min(2 + level // 3, 6))) if level >= 4 else [],
        "leaky": rng.choice(numbers) if level >= 6 else None,
    }


def _explore(setting: dict, aimed: list[int], depth: int, rng: Random) -> tuple[tuple, list[str]]:
    """Return amounts in the aimed jugs that are first seen as deep as possible, and the moves that lead there."""
    names = [str(number) for number in range(1, len(setting["jugs"]) + 1)]
    moves = [(source, sink) for source in [*names, "T"] for sink in [*names, "D"]]
    start = tuple(setting["start"])
    found: tuple[tuple, list[str]] = (tuple(start[jug] for jug in aimed), [])
    layer: dict[tuple, list[str]] = {start: []}
    seen, met = {start}, {found[0]}
    for _ in range(depth):
        fresh: dict[tuple, list[str]] = {}
        for amounts, plan in layer.items():
            for source, sink in moves:
                changed = _pour(setting, amounts, source, sink)
                if changed is not None and changed not in seen:
                    seen.add(changed)
                    fresh[changed] = [*plan, f"{source}>{sink}"]
        new = [amounts for amounts in fresh if tuple(amounts[jug] for jug in aimed) not in met]
        if new:
            chosen = rng.choice(new)
            found = (tuple(chosen[jug] for jug in aimed), fresh[chosen])
        met.update(tuple(amounts[jug] for jug in aimed) for amounts in new)
        layer = {amounts: fresh[amounts] for amounts in rng.sample(list(fresh), min(_BEAM, len(fresh)))}
    return found


def _pour(setting: dict, amounts: tuple, source: str, sink: str) -> tuple | None:
    """Return the amounts after a move, None where it is not allowed."""
    jugs = setting["jugs"]
    out = None if source == "T" else int(source) - 1
    into = None if sink == "D" else int(sink) - 1
    if out == into or max(out or 0, into or 0) >= len(jugs):
        return None
    if out is None and into != (setting["tap"] or 0) - 1:
        return None
    if into is None and out != (setting["drain"] or 0) - 1:
        return None
    if out is not None and into is not None and [out + 1, into + 1] in setting["closed"]:
        return None
    flow = min(10**9 if out is None else amounts[out], 10**9 if into is None else jugs[into] - amounts[into])
    if flow == 0:
        return None
    after = [amount + flow * ((jug == into) - (jug == out)) for jug, amount in enumerate(amounts)]
    if setting["leaky"]:
        after[setting["leaky"] - 1] = max(0, after[setting["leaky"] - 1] - 1)
    return tuple(after)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text[:20_000].split(",")]
    return [token for part in parts for token in part] if all(parts) and len(text) <= 20_000 else []
