"""Carry out insertions, deletions and rotations on a binary search tree and write down its values in a given order."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["simulation", "data structures", "recursion"],
    "keywords": ["binary search tree", "deletion", "rotation", "traversal"],
    "answer": "sequence",
    "version": 1,
}

_FIRST_LEVEL = {"insert": 1, "delete": 1, "raise": 2, "root": 4, "prune": 6, "melt": 8}
_RULES = {
    "insert": "insert x: x goes down from the root, to the left of larger and to the right of smaller values, and "
    "becomes "
    "a leaf at the first free place (the root, if the tree is empty).",
    "raise": "raise x: rotate x with its parent p: x takes the place of p, p becomes a child of x, and the subtree "
    "of x "
    "that lies between them in value changes over from x to p. If x is the root, nothing happens.",
    "root": "root x: raise x again and again until it is the root.",
    "prune": "prune x: everything below x is removed; x becomes a leaf.",
    "melt": "melt x: x and everything below it are taken out, and the values taken out are then inserted again one by "
    "one, the smallest first.",
}
_DELETE = (
    "delete x: a leaf x is removed; if x has one child, that child with its subtree takes its place; if x has two "
    "children, "
    "the {0} value y of its {1} subtree is itself deleted by this rule (it has at most one child) and then takes "
    "the place "
    "of x."
)
_ORDERS = {
    "preorder": "in preorder (first the root, then the left subtree, then the right subtree, each in preorder)",
    "postorder": "in postorder (first the left subtree, then the right subtree, each in postorder, then the root)",
    "levels": "level by level from the root down, each level from left to right",
}


def generate(level: int, rng: Random) -> dict:
    """Draw commands, the values first inserted in random order."""
    values = rng.sample(range(10, 100 + 20 * level), 40 + 4 * level)
    instance = {
        "successor": rng.random() < 0.5,
        "order": rng.choice(list(_ORDERS)[: min(3, 1 + level // 2)]),
        "operations": [["insert", values.pop()] for _ in range(5 + (level >= 3) + level // 4)],
    }
    present = [value for _, value in instance["operations"]]
    kinds = [kind for kind, first in _FIRST_LEVEL.items() if level >= first]
    for number in range(2 + level):
        kind = rng.choice(kinds) if number % 3 else "delete"
        if kind in ("delete", "prune") and len(present) < 4:
            kind = "insert"
        value = rng.choice(present)
        if kind == "prune" and len(_listed(_subtree(_grown(instance), value), "preorder")) > max(1, len(present) - 4):
            kind = "insert"
        value = values.pop() if kind == "insert" else value
        instance["operations"].append([kind, value])
        present = _listed(_grown(instance), "preorder")
    return {**instance, "solution": _listed(_grown(instance), instance["order"])}


def _grown(instance: dict) -> list:
    """Return the tree after all commands: [] or [value, left, right]."""
    tree: list = []
    for kind, value in instance["operations"]:
        if kind == "insert":
            tree = _insert(tree, value)
        elif kind == "delete":
            tree = _delete(tree, value, successor=instance["successor"])
        elif kind in ("raise", "root"):
            for _ in range(1 if kind == "raise" else 99):
                tree = _raise(tree, value)
        else:
            out = _listed(_subtree(tree, value), "preorder")
            for other in sorted(set(out) - {value}, key=out.index, reverse=True):
                tree = _delete(tree, other, successor=True)
            if kind == "melt":
                tree = _delete(tree, value, successor=True)
                for other in sorted(out):
                    tree = _insert(tree, other)
    return tree


def _insert(tree: list, value: int) -> list:
    if not tree:
        return [value, [], []]
    root, left, right = tree
    return [root, _insert(left, value), right] if value < root else [root, left, _insert(right, value)]


def _delete(tree: list, value: int, *, successor: bool) -> list:
    root, left, right = tree
    if value < root:
        return [root, _delete(left, value, successor=successor), right]
    if value > root:
        return [root, left, _delete(right, value, successor=successor)]
    if not left or not right:
        return left or right
    if successor:
        least = min(_listed(right, "preorder"))
        return [least, left, _delete(right, least, successor=True)]
    largest = max(_listed(left, "preorder"))
    return [largest, _delete(left, largest, successor=False), right]


def _raise(tree: list, value: int) -> list:
    root, left, right = tree
    if left and left[0] == value:
        return [value, left[1], [root, left[2], right]]
    if right and right[0] == value:
        return [value, [root, left, right[1]], right[2]]
    if value == root:
        return tree
    return [root, _raise(left, value), right] if value < root else [root, left, _raise(right, value)]


def _subtree(tree: list, value: int) -> list:
    while tree[0] != value:
        tree = tree[1] if value < tree[0] else tree[2]
    return tree


def _listed(tree: list, order: str) -> list[int]:
    if not tree:
        return []
    if order == "levels":
        queue = [tree]
        for node in queue:
            queue += [child for child in node[1:] if child]
        return [node[0] for node in queue]
    left, right = (_listed(child, order) for child in tree[1:])
    return [tree[0], *left, *right] if order == "preorder" else [*left, *right, tree[0]]


def observe(instance: dict) -> str:
    """Return the question."""
    operations = instance["operations"]
    kinds = {kind for kind, _ in operations} | ({"raise"} if any(kind == "root" for kind, _ in operations) else set())
    rules = [text for kind, text in _RULES.items() if kind in kinds]
    rules.insert(1, _DELETE.format(*(("smallest", "right") if instance["successor"] else ("largest", "left"))))
    return "\n".join(
        [
            "A binary search tree holds different numbers: what is smaller than a value stands in its left "
            "subtree, what "
            "is larger in its right subtree. The commands:",
            *("- " + rule for rule in rules),
            "Starting from the empty tree, these commands are carried out from left to right: "
            + "; ".join(f"{kind} {value}" for kind, value in operations)
            + ".",
            f"Write down the values of the final tree {_ORDERS[instance['order']]}.",
            "Answer with the values separated by spaces, such as: 7 3 9",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the commands on tables of children and parents, and compare."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[0-9]{1,9}", token) for token in tokens):
        return False
    children = _replay(instance)
    root = children[0][1]
    found, stack = [], [root]
    if instance["order"] == "levels":
        for node in stack:
            stack += [child for child in children[node] if child is not None]
        return [int(token) for token in tokens] == stack
    while stack:
        node = stack.pop()
        found.append(node)
        below = [child for child in children[node] if child is not None]
        stack += below[::-1] if instance["order"] == "preorder" else below
    return [int(token) for token in tokens] == (found if instance["order"] == "preorder" else found[::-1])


def _replay(instance: dict) -> dict[int, list]:
    """Return the two children of each value; the root is the right child of 0, which is no value."""
    children: dict[int, list] = {0: [None, None]}
    for kind, value in instance["operations"]:
        if kind == "insert":
            _hang(children, value)
        elif kind == "delete":
            _take_out(children, value, int(instance["successor"]))
        elif kind == "raise":
            _rotate(children, value)
        elif kind == "root":
            while _above(children, value)[0]:
                _rotate(children, value)
        else:
            _fell(children, value, melt=kind == "melt")
    return children


def _take_out(children: dict[int, list], value: int, near: int) -> None:
    """Delete a value; with two children, the nearest value on side `near` (0 left, 1 right) takes its place."""
    parent, side = _above(children, value)
    left, right = children[value]
    taken = left if right is None else right
    if left is not None and right is not None:
        taken = children[value][near]
        while children[taken][1 - near] is not None:
            taken = children[taken][1 - near]
        over, at = _above(children, taken)
        children[over][at] = children[taken][near]
        children[taken] = children[value]
    children[parent][side] = taken
    del children[value]


def _rotate(children: dict[int, list], value: int) -> None:
    parent, side = _above(children, value)
    if parent:
        over, at = _above(children, parent)
        children[parent][side] = children[value][1 - side]
        children[value][1 - side] = parent
        children[over][at] = value


def _fell(children: dict[int, list], value: int, *, melt: bool) -> None:
    """Remove all below a value; to melt, insert what was removed, and the value itself, again."""
    parent, side = _above(children, value)
    below = [child for child in children[value] if child is not None]
    for node in below:
        below += [child for child in children[node] if child is not None]
    for node in below:
        del children[node]
    children[value] = [None, None]
    if melt:
        children[parent][side] = None
        for node in sorted([value, *below]):
            _hang(children, node)


def _above(children: dict[int, list], value: int) -> tuple[int, int]:
    return next((node, pair.index(value)) for node, pair in children.items() if value in pair)


def _hang(children: dict[int, list], value: int) -> None:
    node, side = 0, 1
    while children[node][side] is not None:
        node = children[node][side]
        side = int(value > node)
    children[node][side] = value
    children[value] = [None, None]


def solve(instance: dict) -> str:
    """Return the values of the tree that the commands gave when they were drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """List the values in another order, sorted, or of the tree with the other rule of deletion."""
    right = instance["solution"]
    turned = {**instance, "successor": not instance["successor"]}
    pruned = any(kind == "prune" for kind, _ in instance["operations"])  # then a value may be missing
    other = right if pruned else _listed(_grown(turned), instance["order"])
    nears = [other, *(_listed(_grown(instance), order) for order in _ORDERS), sorted(right), right[::-1]]
    nears += [right[:-1], [*right[:-2], right[-1], right[-2]], [right[1], right[0], *right[2:]]]
    return list(dict.fromkeys(" ".join(map(str, near)) for near in nears if near != right))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
