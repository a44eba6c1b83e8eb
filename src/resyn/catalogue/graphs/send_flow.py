"""Send a stated amount of water through a network of pipes within the limits of pipes and stations."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "graphs",
    "skills": ["network flow", "optimisation", "arithmetic"],
    "keywords": ["maximum flow", "capacity", "conservation", "certificate"],
    "answer": "assignment",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQR"


def generate(level: int, rng: Random) -> dict:
    """Draw a network with a greatest flow, and rules that it keeps; of some draws keep one with many pipes in use."""
    best: dict = {}
    for _ in range(4):
        instance = _draw(level, rng)
        flow = _greatest_flow(instance)
        if sum(map(bool, flow)) >= sum(map(bool, best.get("solution", []))):
            best = {**instance, "solution": flow}
    flow, pipes = best["solution"], range(len(best["pipes"]))
    used = [pipe for pipe in pipes if flow[pipe]]
    full = rng.sample([pipe for pipe in pipes if flow[pipe] >= 2], min(1 + level // 4, sum(f >= 2 for f in flow)))
    best["lower"] = sorted([pipe, flow[pipe] - rng.randint(0, 1)] for pipe in full) if level >= 3 else []
    even = [pipe for pipe in pipes if flow[pipe] % 2 == 0]
    best["even"] = sorted(rng.sample(even, min(len(even), level // 3))) if level >= 4 else []
    never = [list(pair) for pair in combinations(pipes, 2) if not flow[pair[0]] or not flow[pair[1]]]
    best["exclusive"] = sorted(rng.sample(never, min(len(never), level // 3))) if level >= 6 else []
    best["most_used"] = len(used) if level >= 8 else None
    best["value"] = sum(flow[pipe] for pipe in pipes if best["pipes"][pipe][0] == "S")
    return best


def _draw(level: int, rng: Random) -> dict:
    stations = _NAMES[: min(3 + level // 2, len(_NAMES))]
    order = ["S", *rng.sample(stations, len(stations)), "T"]
    largest = 3 if level == 1 else 5 + level
    legs = [
        [order[a], order[b]] for a, b in combinations(range(len(order)), 2) if b - a <= 3 and (a or b < len(order) - 1)
    ]
    count = 7 if level == 1 else 7 + level
    kept = [leg for leg in legs if "S" in leg][:2] + [leg for leg in legs if "T" in leg][-2:]
    rest = [leg for leg in legs if leg not in kept]
    kept += rng.sample(rest, max(0, min(len(rest), count - len(kept))))
    if level >= 2:
        back = [leg[::-1] for leg in kept if "S" not in leg and "T" not in leg]
        kept += rng.sample(back, min(len(back), level // 3))
    rng.shuffle(kept)
    return {
        "stations": len(stations),
        "pipes": [[a, b, rng.randint(1, largest)] for a, b in kept],
        "limits": [rng.randint(largest, 2 * largest) for _ in stations] if level >= 2 else [],
    }


def _greatest_flow(instance: dict) -> list[int]:
    """Return a greatest flow, found by paths that add to it (breadth first; each station is an entry and an exit)."""
    arcs: list[list] = [[a if a == "S" else a + "+", b, room] for a, b, room in instance["pipes"]]
    arcs += [[name, name + "+", room] for name, room in zip(_NAMES, instance["limits"], strict=False)]
    arcs += [[name, name + "+", 999] for name in _NAMES[: instance["stations"]] if not instance["limits"]]
    flow = [0] * len(arcs)
    while True:
        came: dict[str, tuple[int, int]] = {"S": (-1, 0)}
        queue = ["S"]
        for here in queue:
            for number, (a, b, room) in enumerate(arcs):
                if a == here and b not in came and flow[number] < room:
                    came[b] = (number, 1)
                    queue.append(b)
                if b == here and a not in came and flow[number] > 0:
                    came[a] = (number, -1)
                    queue.append(a)
        if "T" not in came:
            return flow[: len(instance["pipes"])]
        here = "T"
        while here != "S":
            number, sign = came[here]
            flow[number] += sign
            here = arcs[number][0 if sign == 1 else 1]


def observe(instance: dict) -> str:
    """Return the question."""
    pipes = [f"P{number}: {a}->{b}, at most {room}" for number, (a, b, room) in enumerate(instance["pipes"], start=1)]
    rules = ["What flows into a station flows out of it: at every station but S and T the two sums are equal."]
    if instance["limits"]:
        limits = ", ".join(f"{name} {limit}" for name, limit in zip(_NAMES, instance["limits"], strict=False))
        rules.append(f"Through these stations no more may flow than: {limits}.")
    rules += [f"P{pipe + 1} carries at least {least}." for pipe, least in instance["lower"]]
    if instance["even"]:
        rules.append(
            f"Each of these carries an even number (0 is even): {', '.join(f'P{p + 1}' for p in instance['even'])}."
        )
    rules += [f"At least one of P{a + 1} and P{b + 1} carries nothing." for a, b in instance["exclusive"]]
    if instance["most_used"]:
        rules.append(f"At most {instance['most_used']} pipes carry anything.")
    return "\n".join(
        [
            "Water flows from the spring S to the town T through stations and pipes. Each pipe leads in one "
            "direction and "
            "carries a whole number of units from 0 up to its limit:",
            *pipes,
            "Rules:",
            *("- " + rule for rule in rules),
            f"Let at least {instance['value']} units flow out of S in total. If there are several ways, give any one.",
            "Answer with one entry, pipe=units, for each pipe that carries something, in any order and separated by "
            "spaces, such as: P91=4 P92=3",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check each pipe, each station and each rule."""
    entries = [re.fullmatch(r"[Pp]([1-9][0-9]{0,2})=([0-9]{1,4})", token) for token in _tokens(answer)]
    named = {int(entry[1]) - 1: int(entry[2]) for entry in entries if entry}
    pipes = instance["pipes"]
    if not named or not all(entries) or len(named) != len(entries) or max(named) >= len(pipes):
        return False
    flow = [named.get(pipe, 0) for pipe in range(len(pipes))]
    if any(amount > room for amount, (_, _, room) in zip(flow, pipes, strict=True)):
        return False
    inside, outside = dict.fromkeys("ST" + _NAMES, 0), dict.fromkeys("ST" + _NAMES, 0)
    for amount, (a, b, _) in zip(flow, pipes, strict=True):
        outside[a] += amount
        inside[b] += amount
    if any(inside[name] != outside[name] for name in _NAMES):
        return False
    if any(inside[name] > limit for name, limit in zip(_NAMES, instance["limits"], strict=False)):
        return False
    return (
        all(flow[pipe] >= least for pipe, least in instance["lower"])
        and all(flow[pipe] % 2 == 0 for pipe in instance["even"])
        and not any(flow[a] and flow[b] for a, b in instance["exclusive"])
        and (instance["most_used"] is None or sum(map(bool, flow)) <= instance["most_used"])
        and outside["S"] >= instance["value"]
    )


def solve(instance: dict) -> str:
    """Return the greatest flow found when the network was drawn."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Send a unit less or more through one pipe, leave a pipe out, or fill every pipe."""
    flow = instance["solution"]
    used = [pipe for pipe, amount in enumerate(flow) if amount]
    wrong = [[*flow[:pipe], flow[pipe] + extra, *flow[pipe + 1 :]] for pipe in used[:2] for extra in (-1, 1)]
    wrong += [[*flow[:pipe], 0, *flow[pipe + 1 :]] for pipe in used[-1:]]
    full = [room for _, _, room in instance["pipes"]]
    wrong += [full] if not verify(instance, _format(full)) else []
    return list(dict.fromkeys(_format(near) for near in wrong if any(near)))


def _format(flow: list[int]) -> str:
    return " ".join(f"P{number}={amount}" for number, amount in enumerate(flow, start=1) if amount)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
