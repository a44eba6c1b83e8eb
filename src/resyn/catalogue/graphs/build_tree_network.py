"""Choose cables that join all houses without a circle, within a budget and under limits on houses and distances."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "graphs",
    "skills": ["optimisation", "constraint solving", "arithmetic"],
    "keywords": ["spanning tree", "degree limits", "network design", "certificate"],
    "answer": "set",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVW"


def generate(level: int, rng: Random) -> dict:
    """Draw cables and limits that a planted tree keeps; the budget is what the best tree found costs."""
    houses = min(6 + (level + 1) // 3, len(_NAMES))
    order = rng.sample(range(houses), houses)
    planted = [sorted((order[at], order[rng.randrange(max(0, at - 3), at)])) for at in range(1, houses)]
    others = [list(pair) for pair in combinations(range(houses), 2) if list(pair) not in planted]
    chosen = planted + rng.sample(others, min(len(others), 4 + level // 2))
    cables = sorted([*pair, rng.randint(3, 30), rng.choice("rgb")] for pair in chosen)
    tree = sorted(at for at, cable in enumerate(cables) if cable[:2] in planted)
    ends = [house for house in range(houses) if _degree(cables, tree, house) == 1]
    cut = [at for at in range(len(cables)) if at not in tree]
    instance = {
        "houses": houses,
        "cables": cables,
        "degree": max(_degree(cables, tree, house) for house in range(houses)),
        "ends": sorted(rng.sample(ends, min(len(ends), 1 + level // 5))) if level >= 3 else [],
        "clash": [],
        "reach": None,
        "red": None,
    }
    if level >= 2:
        pairs = [[rng.choice(cut), rng.randrange(len(cables))] for _ in range(1 + level // 3)]
        instance["clash"] = sorted({tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1]})
        instance["clash"] = [list(pair) for pair in instance["clash"]]
    if level >= 5:
        instance["reach"] = max(_distances(instance, tree).values())
    if level >= 4:
        instance["red"] = sum(cables[at][3] == "r" for at in tree)
    best = _search(instance, tree, rng)
    return {**instance, "budget": sum(cables[at][2] for at in best), "solution": best}


def _degree(cables: list, tree: list[int], house: int) -> int:
    return sum(house in cables[at][:2] for at in tree)


def _distances(instance: dict, tree: list[int]) -> dict[int, int]:
    """Return how many cables lie between house A and each house that the cables join to it."""
    far, queue = {0: 0}, [0]
    for here in queue:
        for a, b, _, _ in (instance["cables"][at] for at in tree):
            if here in (a, b) and a + b - here not in far:
                far[a + b - here] = far[here] + 1
                queue.append(a + b - here)
    return far


def _search(instance: dict, tree: list[int], rng: Random) -> list[int]:
    """Exchange one or two cables at a time for others, as long as the rules hold, and return the best tree met."""
    prices = [cable[2] for cable in instance["cables"]]
    best, now = tree, tree
    for step in range(700):
        swap = rng.randint(1, 2)
        spare = [at for at in range(len(prices)) if at not in now]
        tried = sorted(set(now) - set(rng.sample(now, swap)) | set(rng.sample(spare, swap)))
        slack = 12 * (1 - step % 350 / 350) * rng.random()
        if sum(prices[at] for at in tried) <= sum(prices[at] for at in now) + slack and _keeps(instance, tried):
            now = tried
            best = min(best, now, key=lambda tree: sum(prices[at] for at in tree))
    return best


def _keeps(instance: dict, tree: list[int]) -> bool:
    """Tell whether cables form a tree over all houses that keeps the rules."""
    cables, houses = instance["cables"], range(instance["houses"])
    degrees = [_degree(cables, tree, house) for house in houses]
    if (
        len(tree) != len(houses) - 1
        or max(degrees) > instance["degree"]
        or any(degrees[h] != 1 for h in instance["ends"])
    ):
        return False
    if any(a in tree and b in tree for a, b in instance["clash"]):
        return False
    if instance["red"] is not None and sum(cables[at][3] == "r" for at in tree) > instance["red"]:
        return False
    far = _distances(instance, tree)
    return len(far) == len(houses) and (instance["reach"] is None or max(far.values()) <= instance["reach"])


def observe(instance: dict) -> str:
    """Return the question."""
    colours = {"r": "red", "g": "green", "b": "blue"}
    names = [f"{_NAMES[a]}-{_NAMES[b]}" for a, b, _, _ in instance["cables"]]
    lines = [
        f"  {name}: {cable[2]}" + (f", {colours[cable[3]]}" if instance["red"] is not None else "")
        for name, cable in zip(names, instance["cables"], strict=True)
    ]
    rules = [f"No house has more than {instance['degree']} of the chosen cables."]
    rules += [f"House {_NAMES[house]} has exactly one of the chosen cables." for house in instance["ends"]]
    rules += [f"{names[a]} and {names[b]} are not both chosen." for a, b in instance["clash"]]
    if instance["red"] is not None:
        rules.append(f"At most {instance['red']} of the chosen cables are red.")
    if instance["reach"] is not None:
        rules.append(f"From house A to any other house it is at most {instance['reach']} cables.")
    return "\n".join(
        [
            f"These cables can be laid between the houses {', '.join(_NAMES[: instance['houses']])}, at these prices:",
            *lines,
            f"Choose exactly {instance['houses'] - 1} cables that join all houses, so that every house can be reached "
            "from every other along chosen cables. Moreover:",
            *("- " + rule for rule in rules),
            f"The prices of the chosen cables add up to at most {instance['budget']}. If there are several choices, "
            "give "
            "any one.",
            "Answer with the chosen cables, in any order and separated by spaces, each as its two houses with - "
            "between "
            "them, such as: Z-Y X-Y",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check that the cables are offered, join all houses, keep the rules and are cheap enough."""
    numbers = {f"{_NAMES[a]}-{_NAMES[b]}": at for at, (a, b, _, _) in enumerate(instance["cables"])}
    names = ["-".join(sorted(token.upper().split("-"))) for token in _tokens(answer)]
    if len(set(names)) != len(names) or not all(name in numbers for name in names):
        return False
    tree = [numbers[name] for name in names]
    return _keeps(instance, tree) and sum(instance["cables"][at][2] for at in tree) <= instance["budget"]


def solve(instance: dict) -> str:
    """Return the tree found when the cables were drawn."""
    return _format(instance, instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a cable out, add one, take the cheapest cables without a look at the limits, or exchange one."""
    tree, cables = instance["solution"], instance["cables"]
    spare = [at for at in range(len(cables)) if at not in tree]
    cheap = sorted(range(len(cables)), key=lambda at: cables[at][2])
    greedy: list[int] = []
    piece = list(range(instance["houses"]))
    for at in cheap:
        one, two = (piece[end] for end in cables[at][:2])
        greedy += [at] if one != two else []
        piece = [two if root == one else root for root in piece]
    nears = [tree[1:], tree[:-1], [*tree, spare[0]], greedy, cheap[: len(tree)]]
    nears += [[*tree[:place], spare[0], *tree[place + 1 :]] for place in range(len(tree))]
    budget = instance["budget"]
    wrong = [n for n in nears if not (_keeps(instance, n) and sum(cables[at][2] for at in n) <= budget)]
    return list(dict.fromkeys(_format(instance, near) for near in wrong))[:7]


def _format(instance: dict, tree: list[int]) -> str:
    return " ".join(f"{_NAMES[a]}-{_NAMES[b]}" for a, b, _, _ in (instance["cables"][at] for at in tree))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]", "{}"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
