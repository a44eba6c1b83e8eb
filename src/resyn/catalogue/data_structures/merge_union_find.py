"""Carry out unions and finds on a forest of parents, under stated rules, and give every parent at the end."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["simulation", "data structures", "state tracking"],
    "keywords": ["union find", "disjoint sets", "path compression", "union by rank"],
    "answer": "sequence",
    "version": 1,
}

_LINKS = {
    "size": "the root of the tree with fewer elements becomes a child of the other root; if both trees have "
    "equally many, "
    "the root of b becomes a child of the root of a",
    "least": "the greater root becomes a child of the smaller root",
    "rank": "the root of lower rank becomes a child of the other root; if the ranks are equal, the root of b becomes a "
    "child of the root of a, and the rank of the latter grows by 1. All ranks are 0 at first, and nothing else changes "
    "them{undo}",
}
_SQUEEZES = {
    "none": "",
    "full": " Afterwards every element on this path that is not the root gets the root as its parent.",
    "halve": " On the way, at each element on the path that is neither the root nor a child of the root: its "
    "parent becomes "
    "the parent of its parent, and the way goes on at this new parent.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw rules and commands; draw again, a few times, where at the end every parent is a root."""
    for _ in range(8 if level >= 2 else 1):
        instance = _draw(level, rng)
        parents = _run(instance)
        if any(parents[above - 1] != above for above in parents):
            break
    return {**instance, "solution": parents}


def _draw(level: int, rng: Random) -> dict:
    """Return rules and commands that join most elements."""
    size = 6 + level // 2
    links = ["size", "least"] if level < 3 else list(_LINKS)
    squeezes = ["none"] if level == 1 else ["none", "full"] if level == 2 else ["full", "halve"]
    instance: dict = {
        "size": size,
        "link": rng.choice(links),
        "squeeze": rng.choice(squeezes),
        "operations": [["union", *rng.sample(range(1, size + 1), 2)] for _ in range(size - 2)],
    }
    for _ in range(1 + 3 * level // 2 if level >= 2 else 0):
        kinds = ["union", "find", *(["leave"] if level >= 4 else []), *(["undo", "mark"] if level >= 6 else [])]
        kind = rng.choice(kinds)
        count = {"union": 2, "find": 1, "leave": 1}.get(kind, 0)
        instance["operations"].insert(
            rng.randint(3, len(instance["operations"])), [kind, *rng.sample(range(1, size + 1), count)]
        )
    return instance


def _run(instance: dict) -> list[int]:
    """Return the parents of 1, 2, 3, ... after all commands."""
    parent = list(range(instance["size"] + 1))
    rank = [0] * len(parent)
    marked = (list(parent), list(rank))
    for kind, *values in instance["operations"]:
        if kind == "mark":
            marked = (list(parent), list(rank))
        elif kind == "undo":
            parent, rank = list(marked[0]), list(marked[1])
        elif kind == "leave":
            if values[0] not in [above for x, above in enumerate(parent) if x != values[0]]:
                parent[values[0]], rank[values[0]] = values[0], 0
        else:
            roots = [_find(parent, x, instance["squeeze"]) for x in values]
            if len(set(roots)) == 2:
                _link(instance["link"], parent, rank, *roots)
    return parent[1:]


def _find(parent: list[int], x: int, squeeze: str) -> int:
    """Return the root of an element and shorten the way there."""
    root = x
    while parent[root] != root:
        root = parent[root]
    while squeeze == "full" and parent[x] != root:
        parent[x], x = root, parent[x]
    while squeeze == "halve" and parent[x] != root:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return root


def _link(rule: str, parent: list[int], rank: list[int], a: int, b: int) -> None:
    if rule == "least":
        upper, lower = min(a, b), max(a, b)
    else:
        weights = rank if rule == "rank" else _sizes(parent)
        upper, lower = (a, b) if weights[a] >= weights[b] else (b, a)
        if rule == "rank" and rank[a] == rank[b]:
            rank[a] += 1
    parent[lower] = upper


def _sizes(parent: list[int]) -> list[int]:
    """Return how many elements each root has in its tree."""
    sizes = [0] * len(parent)
    for x in range(1, len(parent)):
        while parent[x] != x:
            x = parent[x]
        sizes[x] += 1
    return sizes


def observe(instance: dict) -> str:
    """Return the question."""
    size, operations = instance["size"], instance["operations"]
    kinds = {operation[0] for operation in operations}
    resets = [name for name, kind in (("leave", "leave"), ("restore", "undo")) if kind in kinds]
    reset = f", except that {' and '.join(resets)} may" if resets else ""
    walk = "find x: walk from x over the parents up to the root." + _SQUEEZES[instance["squeeze"]]
    rules = [
        walk if "find" in kinds or instance["squeeze"] != "none" else "",
        "union a b: first do find a, then find b; if the roots differ, they are linked: "
        if "find" in kinds or instance["squeeze"] != "none"
        else "union a b: find the roots of a and b; if they differ, they are linked: ",
        "leave x: if x is not the parent of another element, x becomes a root of its own{rank} (also if it was a "
        "root); "
        "otherwise nothing happens.",
        "mark: the present state (all parents{ranks}) is remembered in place of the one remembered before; at "
        "the very "
        "beginning, the starting state is remembered.",
        "restore: the state becomes the one that is remembered, which stays remembered.",
    ]
    rules[1] += _LINKS[instance["link"]].format(undo=reset) + "."
    shown = [
        rules[0],
        rules[1],
        rules[2].format(rank=" with rank 0" * (instance["link"] == "rank")) * ("leave" in kinds),
        rules[3].format(ranks=" and ranks" * (instance["link"] == "rank")) * bool(kinds & {"mark", "undo"}),
    ]
    shown.append(rules[4] * ("undo" in kinds))
    listed = "; ".join(" ".join(map(str, operation)) for operation in operations).replace("undo", "restore")
    return "\n".join(
        [
            f"The elements 1 to {size} form a forest: each has a parent, and a root is its own parent. At first every "
            "element is a root.",
            *("- " + rule for rule in shown if rule),
            f"These commands are carried out from left to right: {listed}.",
            f"What are the parents at the end? Answer with the parent of 1, of 2, and so on up to {size}, separated by "
            "spaces, such as: 2 2 2",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the commands on a table of children, and compare."""
    tokens = _tokens(answer)
    if len(tokens) != instance["size"] or not all(re.fullmatch(r"[0-9]{1,9}", token) for token in tokens):
        return False
    above = _replay(instance)
    return [int(token) for token in tokens] == [above.get(x, x) for x in range(1, instance["size"] + 1)]


def _replay(instance: dict) -> dict[int, int]:
    """Return the parent of each element that is no root; other than when drawing, by whole paths."""
    above: dict[int, int] = {}
    rank: dict[int, int] = {}
    kept: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for kind, *values in instance["operations"]:
        if kind == "mark":
            kept = (dict(above), dict(rank))
        if kind == "undo":
            above, rank = dict(kept[0]), dict(kept[1])
        if kind == "leave" and values[0] not in above.values():
            above.pop(values[0], None)
            rank[values[0]] = 0
        roots = [_top(above, x, instance["squeeze"]) for x in values] if kind in ("find", "union") else []
        if len(set(roots)) == 2:
            one, two = roots
            trees = [_path(above, x)[-1] for x in range(1, instance["size"] + 1)]
            ranks = [rank.get(root, 0) for root in roots]
            weights = {"size": [trees.count(root) for root in roots], "rank": ranks, "least": [-one, -two]}
            first, second = weights[instance["link"]]
            above.update({two: one} if first >= second else {one: two})
            rank[one] = ranks[0] + (instance["link"] == "rank" and ranks[0] == ranks[1])
    return above


def _path(above: dict[int, int], x: int) -> list[int]:
    return [x, *_path(above, above[x])] if x in above else [x]


def _top(above: dict[int, int], x: int, squeeze: str) -> int:
    way = _path(above, x)
    if squeeze == "full":
        above.update(dict.fromkeys(way[:-1], way[-1]))
    if squeeze == "halve":
        above.update({way[at]: way[at + 2] for at in range(0, len(way) - 2, 2)})
    return way[-1]


def solve(instance: dict) -> str:
    """Return the parents found when the commands were drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Give roots for parents, forget a child, exchange two, or link or squeeze by another rule."""
    parents = instance["solution"]
    roots = list(parents)
    for _ in parents:
        roots = [parents[root - 1] for root in roots]
    nears = [roots, list(range(1, len(parents) + 1)), [parents[-1], *parents[:-1]], parents[:-1]]
    nears += [_run({**instance, "link": link}) for link in _LINKS]
    nears += [_run({**instance, "squeeze": squeeze}) for squeeze in _SQUEEZES]
    nears += [[*parents[:at], parents[at] % len(parents) + 1, *parents[at + 1 :]] for at in range(2)]
    return list(dict.fromkeys(" ".join(map(str, near)) for near in nears if near != parents))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
