"""Rebuild a binary tree from two of its traversals, change it as told, and write down another traversal."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["reconstruction", "recursion", "data structures"],
    "keywords": ["binary tree", "traversal", "preorder", "inorder", "postorder"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORDERS = {
    "preorder": "preorder (the root, then the left subtree, then the right subtree, each in preorder)",
    "inorder": "inorder (the left subtree in inorder, then the root, then the right subtree in inorder)",
    "postorder": "postorder (the left subtree, then the right subtree, each in postorder, then the root)",
    "levels": "level order (level by level from the root down, each level from left to right)",
    "zigzag": "zigzag order (level by level from the root down, the root's level from left to right, the next from "
    "right "
    "to left, and so on in turn)",
}
_EDITS = {
    "mirror": "mirror {0}: at {0} and at every node below it, the left and the right child change places (a single "
    "child "
    "changes sides)",
    "swap": "swap {0} {1}: the whole subtrees of {0} and {1} change places",
    "turn": "turn {0}: only at {0} itself, the left and the right child (with their subtrees) change places",
    "cut": "cut {0}: {0} and everything below it is removed",
}
_FIRST_LEVEL = {"mirror": 2, "swap": 3, "turn": 5, "cut": 6}


def generate(level: int, rng: Random) -> dict:
    """Draw a tree, the traversals that are shown and asked, and edits that apply to it."""
    full = level >= 4 and rng.random() < 0.3
    size = 6 + level // 2
    names = rng.sample(_NAMES, min(size + (full and size % 2 == 0), 25 if full else 26))
    tree = _draw_tree(names, rng, full=full)
    shown = (
        ["preorder", "postorder"]
        if full
        else [rng.choice(["preorder", "postorder", "levels"][: 2 + (level >= 3)]), "inorder"]
    )
    start = {order: _walk(tree, order) for order in shown}
    edits = []
    kinds = [kind for kind, first in _FIRST_LEVEL.items() if level >= first]
    for _ in range(level // 2):
        edit = _draw_edit(tree, rng.choice(kinds), rng)
        tree = _edit(tree, edit)
        edits.append(edit)
    asked = [order for order in _ORDERS if (edits or order not in shown) and (level >= 7 or order != "zigzag")]
    order = rng.choice(asked)
    return {"shown": start, "full": full, "edits": edits, "order": order, "solution": _walk(tree, order)}


def _draw_tree(names: list[str], rng: Random, *, full: bool) -> list:
    if not names:
        return []
    left = rng.randrange(len(names)) if not full else rng.randrange(1, len(names) - 1, 2) if len(names) > 1 else 0
    return [names[left], _draw_tree(names[:left], rng, full=full), _draw_tree(names[left + 1 :], rng, full=full)]


def _draw_edit(tree: list, kind: str, rng: Random) -> list[str]:
    nodes = _walk(tree, "levels")
    below = {node: _walk(_subtree(tree, node), "preorder") for node in nodes}
    apart = [[a, b] for a in nodes for b in nodes if a not in below[b] and b not in below[a]]
    small = [node for node in nodes if len(below[node]) <= max(1, len(nodes) - 5)]
    if kind == "swap" and apart:
        return [kind, *rng.choice(apart)]
    if kind == "cut" and len(nodes) > 6:
        return [kind, rng.choice(small)]
    parents = [node for node in nodes if len(below[node]) > 1]
    return ["mirror" if kind != "turn" else kind, rng.choice(parents)]


def _subtree(tree: list, name: str) -> list:
    if not tree or tree[0] == name:
        return tree
    return _subtree(tree[1], name) or _subtree(tree[2], name)


def _edit(tree: list, edit: list[str]) -> list:
    kind, name, *other = edit
    if kind == "swap":
        one, two = _subtree(tree, name), _subtree(tree, other[0])
        return _replaced(tree, {name: two, other[0]: one})
    part = _subtree(tree, name)
    new = {"mirror": _mirror(part), "turn": [part[0], part[2], part[1]], "cut": []}[kind]
    return _replaced(tree, {name: new})


def _mirror(tree: list) -> list:
    return [tree[0], _mirror(tree[2]), _mirror(tree[1])] if tree else []


def _replaced(tree: list, new: dict[str, list]) -> list:
    if not tree:
        return []
    return new[tree[0]] if tree[0] in new else [tree[0], _replaced(tree[1], new), _replaced(tree[2], new)]


def _walk(tree: list, order: str) -> list[str]:
    if not tree:
        return []
    if order in ("levels", "zigzag"):
        found, level = [], [tree]
        for depth in range(len(_NAMES)):
            row = [node[0] for node in level]
            found += row[::-1] if order == "zigzag" and depth % 2 else row
            level = [child for node in level for child in node[1:] if child]
        return found
    name, left, right = tree[0], _walk(tree[1], order), _walk(tree[2], order)
    return {"preorder": [name, *left, *right], "inorder": [*left, name, *right]}.get(order, [*left, *right, name])


def observe(instance: dict) -> str:
    """Return the question."""
    shown = [f"- {_ORDERS[order]}: {' '.join(names)}" for order, names in instance["shown"].items()]
    edits = [
        f"{number}. {_EDITS[kind].format(*names)}." for number, (kind, *names) in enumerate(instance["edits"], start=1)
    ]
    full = " Every node has either two children or none." if instance["full"] else ""
    return "\n".join(
        [
            f"Each node of a binary tree has at most one left and one right child.{full} Its nodes are, in",
            *shown,
            *(["The tree is then changed, in this order:", *edits] if edits else []),
            f"Write down the nodes of the tree{' after all changes' if edits else ''} in {_ORDERS[instance['order']]}.",
            "Answer with the nodes separated by spaces, such as: Y X Z",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Rebuild the tree as tables of left and right children, edit them, and compare."""
    tokens = [token.upper() for token in _tokens(answer)]
    sides: dict[str, list[str]] = {}
    root = _rebuild(instance, sides)
    for kind, name, *other in instance["edits"]:
        if kind == "mirror":
            stack = [name]
            while stack:
                node = stack.pop()
                sides[node].reverse()
                stack += [child for child in sides[node] if child]
        elif kind == "turn":
            sides[name].reverse()
        else:
            new = {name: other[0], other[0]: name} if other else {name: ""}
            sides = {node: [new.get(child, child) for child in pair] for node, pair in sides.items()}
    return tokens == _listed(root, sides, instance["order"])


def _rebuild(instance: dict, sides: dict[str, list[str]]) -> str:
    """Note the children of every node and return the root."""
    (one, first), (two, second) = instance["shown"].items()
    if two == "postorder":
        sides[first[0]] = ["", ""]
        if len(first) > 1:
            cut = second.index(first[1]) + 1
            for side, (a, b) in enumerate(((first[1 : cut + 1], second[:cut]), (first[cut + 1 :], second[cut:-1]))):
                sides[first[0]][side] = _rebuild({"shown": {one: a, two: b}}, sides)
        return first[0]
    if not second:
        return ""
    root = first[-1] if one == "postorder" else first[0]
    at = second.index(root)
    parts = (second[:at], second[at + 1 :])
    sides[root] = [_rebuild({"shown": {one: [n for n in first if n in p], two: p}}, sides) for p in parts]
    return root


def _listed(root: str, sides: dict[str, list[str]], order: str) -> list[str]:
    found: list[tuple] = []
    stack = [(root, "1")]
    while stack:
        node, way = stack.pop()
        found.append((node, way))
        stack += [(child, way + digit) for child, digit in zip(sides[node], "02", strict=True) if child]
    keys = {
        "preorder": lambda way: way.replace("2", "3")[1:],
        "inorder": lambda way: way[1:] + "1",
        "postorder": lambda way: way[1:] + "9",
        "levels": lambda way: (len(way), way),
        "zigzag": lambda way: (len(way), int(way) if len(way) % 2 else -int(way)),
    }
    return [node for node, way in sorted(found, key=lambda pair: keys[order](pair[1]))]


def solve(instance: dict) -> str:
    """Return the traversal of the planted tree."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Repeat a traversal that is shown, reverse the right one, exchange two nodes, or lose one."""
    right = instance["solution"]
    nears = [*instance["shown"].values(), right[::-1], sorted(right), right[:-1], [right[1], right[0], *right[2:]]]
    nears.append([*right[:-2], right[-1], right[-2]])
    return list(dict.fromkeys(" ".join(near) for near in nears if near != right))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
