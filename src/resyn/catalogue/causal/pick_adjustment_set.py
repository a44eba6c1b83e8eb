"""Pick variables to measure, within a budget, so that every path between two variables of a diagram is blocked."""

import re
from itertools import combinations, pairwise
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["causal reasoning", "graph search", "rule application"],
    "keywords": ["d-separation", "adjustment set", "causal diagram"],
    "answer": "set",
    "version": 2,
}

_BACK_LEVEL, _HIDDEN_LEVEL = 3, 5
_Edges = list[list[int]]


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw diagrams until measuring takes two variables or more, and few choices fit the least budget."""
    nodes = min(8 + level // 2, 14)
    for turn in range(40):
        edges = _draw_edges(nodes, level, rng) if turn < 39 else _planted_edges(nodes)
        back = level >= _BACK_LEVEL and turn < 39
        others = [node for node in range(nodes) if node not in (0, 1)]
        hidden = sorted(rng.sample(others, level // 4)) if level >= _HIDDEN_LEVEL and turn < 39 else []
        costs = [0, 0, *(rng.randint(2, 9) for _ in others)]
        free = [node for node in others if node not in hidden]
        instance = {"edges": edges, "back": back, "hidden": hidden, "costs": costs}
        fits = [chosen for size in range(4) for chosen in combinations(free, size) if _blocks(instance, set(chosen))]
        if fits and len(fits[0]) >= 2:
            cheapest = min(sum(costs[node] for node in chosen) for chosen in fits)
            best = [list(chosen) for chosen in fits if sum(costs[node] for node in chosen) == cheapest]
            break
    names = rng.sample("ABCDEFGHIJKLMNOPQRSTUVWXYZ", nodes)
    rng.shuffle(edges)
    return instance | {"names": names, "budget": cheapest, "solution": best[0]}


def _draw_edges(nodes: int, level: int, rng: Random) -> _Edges:
    """Return arrows along a random order: some forks and colliders between 0 and 1, and more at random."""
    rank = rng.sample(range(2, nodes), nodes - 2)
    cut = len(rank) // 2
    order = [*rank[:cut], 0, *rank[cut:]]
    order.insert(rng.randint(order.index(0) + 1, len(order)), 1)
    place = {node: at for at, node in enumerate(order)}
    edges: set[tuple[int, int]] = set()
    for first in rank[: 2 + level // 4]:  # back doors
        for end in (0, 1):
            middle = rng.choice(rank)
            path = [first, middle, end] if place[first] < place[middle] < place[end] else [first, end]
            edges |= {(a, b) for a, b in pairwise(path) if place[a] < place[b]}
    for _ in range(nodes // 2 + level // 2):
        one, two = sorted(rng.sample(order, 2), key=place.__getitem__)
        if (one, two) != (0, 1):
            edges.add((one, two))
    return [list(edge) for edge in sorted(edges)]


def _planted_edges(nodes: int) -> _Edges:
    """Return two forks of which no variable can be spared, and a collider below."""
    return [[2, 0], [2, 1], [3, 0], [3, 1], [0, 4], [1, 4], *([5, node] for node in range(6, nodes))]


def _below(edges: _Edges, start: set[int], *, up: bool = False) -> set[int]:
    """Return the nodes reached along arrows from some nodes (against them where up), these included."""
    found, todo = set(start), sorted(start)
    while todo:
        node = todo.pop()
        for one, two in edges:
            here, there = (two, one) if up else (one, two)
            if here == node and there not in found:
                found.add(there)
                todo.append(there)
    return found


def _blocks(instance: dict[str, Any], chosen: set[int]) -> bool:
    """Tell whether the chosen variables separate 0 and 1: in the moral graph of their ancestors no way is left."""
    edges = instance["edges"]
    if instance["back"]:
        if chosen & _below(edges, {0}):
            return False
        edges = [edge for edge in edges if edge[0] != 0]
    kept = _below(edges, {0, 1} | chosen, up=True)
    arrows = {(one, two) for one, two in edges if one in kept and two in kept}
    parents = [[one for one, two in sorted(arrows) if two == child] for child in sorted(kept)]
    links = arrows.union(*(combinations(both, 2) for both in parents))
    reached, todo = {0}, [0]
    while todo:
        node = todo.pop()
        for link in links:
            if node in link:
                other = link[0] + link[1] - node
                if other not in reached and other not in chosen:
                    reached.add(other)
                    todo.append(other)
    return 1 not in reached


def observe(instance: dict[str, Any]) -> str:
    """State the diagram, the rules of blocking, the budget and the answer format."""
    names = dict(enumerate(instance["names"]))
    arrows = ", ".join(f"{names[one]}->{names[two]}" for one, two in instance["edges"])
    free = [node for node in names if node > 1 and node not in instance["hidden"]]
    costs = ", ".join(f"{names[node]} {instance['costs'][node]}" for node in free)
    x, y = names[0], names[1]
    what = f"every path between {x} and {y}"
    if instance["back"]:
        what = f"every path between {x} and {y} that begins with an arrow into {x} (X<-...)".replace("X<-", f"{x}<-")
    below = (
        f"- No chosen variable may be a descendant of {x} (reached from {x} along arrows)." if instance["back"] else ""
    )
    return (
        f"A causal diagram has these arrows: {arrows}.\n\nA path runs between two variables along arrows, each in "
        "either direction, and comes to no variable twice. A variable on the way is a meeting point if the path's "
        "arrows on both sides of it point to it. A choice of variables blocks a path if at least one of these holds:\n"
        "- some variable on the way that is no meeting point is chosen;\n"
        "- some meeting point on the way is not chosen, and no descendant of it (reached from it along arrows) is "
        f"chosen.\nThe two ends of a path are not on the way.\n\nChoose variables so that {what} is blocked.\n"
        f"- Only these may be chosen, at these costs: {costs}.\n- The costs add up to at most {instance['budget']}.\n"
        f"{below}\nAny choice that fits is accepted. Answer with the letters of the chosen variables, in any order, "
        "separated by spaces. (The format, not a hint: A B C)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check costs and that no path is left open."""
    names = {name: node for node, name in enumerate(instance["names"])}
    tokens = [token.upper() for token in _tokens(answer)]
    chosen = {names.get(token, 0) for token in tokens}
    if len(chosen) != len(tokens) or chosen & {0, 1, *instance["hidden"]}:
        return False
    return sum(instance["costs"][node] for node in chosen) <= instance["budget"] and _blocks(instance, chosen)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the cheapest choice that was found."""
    return " ".join(instance["names"][node] for node in instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave one out, exchange one, measure one too many, or measure everything."""
    chosen: list[int] = instance["solution"]
    spare = [node for node in range(2, len(instance["names"])) if node not in chosen]
    wrong = [chosen[1:], chosen[:-1], [*chosen, spare[0]], chosen + spare, [*chosen[:-1], 1], spare]
    wrong += [[*chosen[:-1], other] for other in spare[:3]]
    texts = [" ".join(instance["names"][node] for node in near) for near in wrong]
    return [text for text in texts if not verify(instance, text)]
