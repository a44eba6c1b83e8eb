"""What is right, said again: the pointers after all lines, each changing a mapping from owner and name to node.

Candidates: every way to let the nodes point at nodes.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    nodes = sorted(instance["start"]["next"])
    yield from (" ".join(ends) for ends in product(nodes, repeat=len(nodes)))


def holds(instance: dict, answer: str) -> bool:
    nodes = sorted(instance["start"]["next"])
    memory = {("", name): node for name, node in instance["variables"].items()}
    for field, ends in instance["start"].items():
        memory.update({(node, field): end for node, end in zip(nodes, ends, strict=True)})
    memory = _after(memory, instance["program"])
    return answer.split() == [memory[node, "next"] for node in nodes]


def _after(memory: dict, program: list) -> dict:
    if not program:
        return memory
    (kind, *parts), rest = program[0], program[1:]
    if kind == "repeat":
        return _after(memory, [*(line for _ in range(parts[0]) for line in parts[1]), *rest])
    if kind == "if":
        equal = memory[_key(memory, parts[0])] == memory[_key(memory, parts[1])]
        return _after(memory, [*parts[2 if equal else 3], *rest])
    left, right = _key(memory, parts[0]), _key(memory, parts[1])
    change = {left: memory[right]}
    if kind == "swap":
        change = {right: memory[left], **change} if left != right else {}
    return _after({**memory, **change}, rest)


def _key(memory: dict, path: list[str]) -> tuple[str, str]:
    owner = ""
    for step in path[:-1]:
        owner = memory[owner, step]
    return owner, path[-1]
