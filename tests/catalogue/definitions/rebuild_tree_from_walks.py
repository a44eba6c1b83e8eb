"""What is right, said again: the asked walk of the tree that grows from nodes inserted by their inorder places.

A node that is met before another in preorder, in level order or in the reversed postorder is never below it, so that
inserting the nodes in that order as into a search tree of inorder places gives the tree back.
Candidates: every arrangement of the nodes, and of all but one.
"""

from collections.abc import Iterator
from itertools import permutations

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    nodes = sorted(solution.split())
    for size in (len(nodes) - 1, len(nodes)):
        yield from (" ".join(order) for order in permutations(nodes, size))


def holds(instance: dict, answer: str) -> bool:
    paths = _paths(instance["shown"])
    for kind, *names in instance["edits"]:
        paths = _edited(paths, kind, names)
    return answer.split() == sorted(paths, key=lambda name: _rank(paths[name], instance["order"]))


def _paths(shown: dict) -> dict[str, str]:
    """Return the way, of L and R, from the root to each node."""
    if "inorder" not in shown:
        return _split(shown["preorder"], shown["postorder"], "")
    (order, names), _ = shown.items()
    place = {name: at for at, name in enumerate(shown["inorder"])}
    at_path: dict[str, str] = {}
    for name in names[::-1] if order == "postorder" else names:
        path = ""
        while path in at_path:
            path += "L" if place[name] < place[at_path[path]] else "R"
        at_path[path] = name
    return {name: path for path, name in at_path.items()}


def _split(pre: list[str], post: list[str], path: str) -> dict[str, str]:
    if len(pre) == 1:
        return {pre[0]: path}
    left = post.index(pre[1]) + 1
    found = {pre[0]: path, **_split(pre[1 : left + 1], post[:left], path + "L")}
    return {**found, **_split(pre[left + 1 :], post[left:-1], path + "R")}


def _edited(paths: dict[str, str], kind: str, names: list[str]) -> dict[str, str]:
    root = paths[names[0]]
    turned = {"L": "R", "R": "L"}
    changed = {}
    for name, path in paths.items():
        rest = path[len(root) :]
        inside = path.startswith(root)
        if kind == "mirror" and inside:
            path = root + "".join(turned[step] for step in rest)
        if kind == "turn" and inside and rest:
            path = root + turned[rest[0]] + rest[1:]
        if kind == "swap" and inside:
            path = paths[names[1]] + rest
        elif kind == "swap" and path.startswith(paths[names[1]]):
            path = root + path[len(paths[names[1]]) :]
        if not (kind == "cut" and inside):
            changed[name] = path
    return changed


def _rank(path: str, order: str) -> tuple:
    number = int("1" + path.replace("L", "0").replace("R", "1"), 2)
    if order == "levels":
        return (number,)
    if order == "zigzag":
        return len(path), number * (-1) ** len(path)
    here = {"preorder": "A", "inorder": "M", "postorder": "Z"}[order]
    return (path + here,)
