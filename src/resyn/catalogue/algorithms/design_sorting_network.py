"""Complete a network of comparators so that it sorts every input onto wires in a stated order."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "algorithms",
    "skills": ["algorithm design", "case analysis", "search"],
    "keywords": ["sorting network", "comparators", "zero-one principle", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_WIRES = "ABCDEFG"
_BEAM = 40


def generate(level: int, rng: Random) -> dict:
    """Draw wires, limits and first comparators; a search completes the network."""
    size = 4 + (level >= 3) + (level >= 7) + (level >= 12)
    goal = "".join(rng.sample(_WIRES, size))
    chain = [frozenset(goal[at : at + 2]) for at in range(size - 1)]
    pairs = [frozenset(pair) for pair in combinations(goal, 2)]
    spare = [pair for pair in pairs if pair not in chain]
    banned = rng.sample(spare, min(len(spare), level // 2))
    allowed = [pair for pair in pairs if pair not in banned]
    given = {1: rng.randint(2, 3), 2: 2, 3: 4, 4: 4, 5: 3, 6: 3}.get(level, max(0, 9 - level // 2))
    known = ["".join(rng.sample(goal, 2)) for _ in range(1 + level // 8)] if level >= 5 else []
    instance = {
        "goal": goal,
        "banned": sorted("".join(sorted(pair)) for pair in banned),
        "known": sorted({"".join(pair) for pair in known if pair[::-1] not in known}),
    }
    best: tuple[list[str], list[str]] = ([], [])
    for _ in range(8):
        first = [_directed(rng.choice(allowed), goal, rng) for _ in range(given)]
        plan = _complete(instance, first, [p for pair in allowed for p in [_directed(pair, goal, None)]], rng)
        if not best[1] or (level == 1 and len(plan) == 3):
            best = (first, plan)
        if level > 1 or len(plan) == 3:
            break
    first, plan = best
    if level == 1 and len(plan) > 3:
        first, plan = first + plan[:-3], plan[-3:]
    uses = max("".join(plan).count(wire) for wire in goal)
    return {**instance, "first": first, "most": len(plan), "uses": uses if level >= 6 else None, "solution": plan}


def _directed(pair: frozenset, goal: str, rng: Random | None) -> str:
    """Write a pair as a comparator, in the direction of the goal or, where chance decides, now and then against it."""
    text = "".join(sorted(pair, key=goal.index))
    return text[::-1] if rng and rng.random() < 0.3 else text


def _inputs(instance: dict) -> list[int]:
    """Return all inputs of zeros and ones that are possible; bit w stands for the wire at place w of the goal."""
    goal = instance["goal"]
    known = [(goal.index(low), goal.index(high)) for low, high in instance["known"]]
    return [x for x in range(2 ** len(goal)) if all((x >> low) & 1 <= (x >> high) & 1 for low, high in known)]


def _compare(vectors: frozenset[int], low: int, high: int) -> frozenset[int]:
    """Let the smaller value go to one place and the larger to the other, in each of the inputs."""
    both = (1 << low) | (1 << high)
    return frozenset(x ^ both if x >> low & 1 and not x >> high & 1 else x for x in vectors)


def _complete(instance: dict, first: list[str], comparators: list[str], rng: Random) -> list[str]:
    """Return comparators that end the network, found by a beam search; exchanges of neighbours serve where it fails."""
    goal, size = instance["goal"], len(instance["goal"])
    done = {sum(1 << at for at in range(size - ones, size)) for ones in range(size + 1)}
    places = {comparator: (goal.index(comparator[0]), goal.index(comparator[1])) for comparator in comparators}
    start = frozenset(_inputs(instance))
    for comparator in first:
        start = _compare(start, goal.index(comparator[0]), goal.index(comparator[1]))
    layer: dict[frozenset[int], list[str]] = {start: []}
    for _ in range(3 * size):
        for vectors, plan in layer.items():
            if vectors <= done:
                return plan or [comparators[0]]
        fresh: dict[frozenset[int], list[str]] = {}
        for vectors, plan in layer.items():
            for comparator, (low, high) in places.items():
                fresh.setdefault(_compare(vectors, low, high), [*plan, comparator])
        order = sorted(rng.sample(list(fresh), len(fresh)), key=len)
        layer = {vectors: fresh[vectors] for vectors in order[:_BEAM]}
    return [goal[at : at + 2] for end in range(size - 1, 0, -1) for at in range(end)]


def observe(instance: dict) -> str:
    """Return the question."""
    wires = sorted(instance["goal"])
    pairs = [f"{pair[0]} and {pair[1]}" for pair in instance["banned"]]
    rules = [f"No added comparator may join {', or '.join(pairs)} (in either direction)."] if pairs else []
    if instance["uses"]:
        rules.append(f"No wire may be part of more than {instance['uses']} of the added comparators.")
    known = [f"the number on {low} is not larger than the one on {high}" for low, high in instance["known"]]
    every = f"whatever numbers the wires hold at first{', provided that ' + ' and '.join(known) if known else ''}"
    first = f"The network begins with these comparators, from first to last: {' '.join(instance['first'])}."
    return "\n".join(
        [
            f"Wires {', '.join(wires)} each hold a number. A comparator XY compares the numbers on the wires X and Y: "
            "afterwards X holds the smaller and Y the larger of the two (equal numbers change nothing).",
            first if instance["first"] else "The network has no comparators yet.",
            f"Add at most {instance['most']} comparators{' after these' if instance['first'] else ''}, so that at "
            "the end the "
            f"numbers never decrease along the wires in the order {' '.join(instance['goal'])} (the smallest on "
            f"{instance['goal'][0]}, the largest on {instance['goal'][-1]}), {every}.",
            *("- " + rule for rule in rules),
            "If there are several ways, give any one. Answer with the added comparators from first to last, "
            "separated by "
            "spaces, such as: ZY XW",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Run the network on all possible inputs of zeros and ones, which prove it for all numbers."""
    added = [token.upper() for token in _tokens(answer)]
    goal = instance["goal"]
    if not 0 < len(added) <= instance["most"]:
        return False
    for comparator in added:
        if len(comparator) != 2 or comparator[0] == comparator[1] or not set(comparator) <= set(goal):
            return False
        if "".join(sorted(comparator)) in instance["banned"]:
            return False
    if instance["uses"] and max("".join(added).count(wire) for wire in goal) > instance["uses"]:
        return False
    for number in _inputs(instance):
        wires = {wire: number >> at & 1 for at, wire in enumerate(goal)}
        for low, high in [*instance["first"], *added]:
            wires[low], wires[high] = min(wires[low], wires[high]), max(wires[low], wires[high])
        values = [wires[wire] for wire in goal]
        if values != sorted(values):
            return False
    return True


def solve(instance: dict) -> str:
    """Return the comparators that the search found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a comparator out, turn one round, add one too many, or change the order."""
    plan = instance["solution"]
    wrong = [[*plan, plan[-1]], [*plan[:-1], "ZY"], [*plan[:-1], plan[-1][0] * 2]]
    nears = [plan[:-1], plan[1:], plan[::-1]]
    nears += [[*plan[:at], plan[at][::-1], *plan[at + 1 :]] for at in range(len(plan))]
    wrong += [near for near in nears if near and not verify(instance, " ".join(near))]
    return list(dict.fromkeys(" ".join(near) for near in wrong))[:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
