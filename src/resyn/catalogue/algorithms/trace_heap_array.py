"""Carry out operations on a heap kept in an array and give the final array."""

import re
from random import Random
from typing import Any

META = {
    "category": "algorithms",
    "skills": ["simulation", "data structures"],
    "keywords": ["heap", "priority queue"],
    "answer": "sequence",
    "version": 1,
}

# Operation, first level at which it appears.
_OPERATIONS = (("push", 1), ("pop", 1), ("replace", 2), ("set", 3), ("delete", 4), ("flip", 6), ("test", 7))
_REBUILD_LEVEL, _WIDE_LEVEL = 3, 5
_RULES = {
    "lift": "lift: while the value is smaller than its parent, it swaps places with the parent.",
    "sink": "sink: while the value is larger than its smallest child, it swaps places with that child.",
    "push": "push x: append x at the end and lift it.",
    "pop": "pop: remove the last value of the array, put it in place of the value at position 0, and sink it.",
    "replace": "replace x: put x in place of the value at position 0, and sink it.",
    "set": "set p x: put x in place of the value at position p; lift it and, if it did not move, sink it.",
    "delete": "delete v: remove the last value of the array; unless it is v itself, put it in place of v; lift it and, "
    "if it did not move, sink it.",
    "test": "test x: if the value at position 0 is even, do a pop; otherwise push x.",
    "rebuild": "rebuild: for each position that has a child, from the last such position down to 0, sink its value.",
    "flip": "flip: from now on lift and sink read with smaller and larger exchanged (and smallest becomes largest; a "
    "second flip turns this back); then rebuild.",
}


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw an array and operations on it; draw again in the rare case that the final array could be guessed."""
    for _ in range(30):
        arity = rng.choice((2, 3) if level < 9 else (2, 3, 4)) if level >= _WIDE_LEVEL else 2
        values = rng.sample(range(10, 100 + 20 * level), 40 + 4 * level)
        array = [values.pop() for _ in range(rng.randint(8, 10) + level // 2)]
        heap, sign = list(array), 1
        _rebuild(heap, arity, sign)
        if level < _REBUILD_LEVEL:
            array = list(heap)
        operations = []
        for _ in range(4 + level):
            kinds = ["push", *(kind for kind, first in _OPERATIONS if level >= first)]
            if len(heap) > 14 + level:
                kinds = ["pop"]
            operation = _draw_operation("push" if len(heap) < 8 else rng.choice(kinds), heap, values, rng)
            sign = _apply(heap, operation, arity, sign)
            operations.append(operation)
        if heap not in (array, array[::-1], sorted(heap), sorted(heap, reverse=True)):
            break
    return {
        "arity": arity,
        "array": array,
        "rebuild": level >= _REBUILD_LEVEL,
        "operations": operations,
        "solution": heap,
    }


def _draw_operation(kind: str, heap: list[int], values: list[int], rng: Random) -> list[Any]:
    if kind == "set":
        return [kind, rng.randrange(len(heap)), values.pop()]
    if kind == "delete":
        return [kind, rng.choice(heap[1:])]
    return [kind, values.pop()] if kind in ("push", "replace", "test") else [kind]


def _apply(heap: list[int], operation: list[Any], arity: int, sign: int) -> int:
    """Carry out one operation in place; return the sign: 1 where the smallest value is on top, -1 where the largest."""
    kind, *arguments = operation
    if kind == "test":
        kind = "push" if heap[0] % 2 else "pop"
    if kind == "flip":
        _rebuild(heap, arity, -sign)
        return -sign
    at = {"set": lambda: arguments[0], "delete": lambda: heap.index(arguments[0]), "push": lambda: len(heap)}
    place = at.get(kind, int)()
    value = heap.pop() if kind in ("pop", "delete") else arguments[-1]
    if place < len(heap) or kind == "push":
        heap[place : place + 1] = [value]
        _sink(heap, _lift(heap, place, arity, sign), arity, sign)
    return sign


def _lift(heap: list[int], at: int, arity: int, sign: int) -> int:
    while at and sign * heap[at] < sign * heap[(at - 1) // arity]:
        above = (at - 1) // arity
        heap[at], heap[above] = heap[above], heap[at]
        at = above
    return at


def _sink(heap: list[int], at: int, arity: int, sign: int) -> None:
    while below := range(arity * at + 1, min(arity * at + arity + 1, len(heap))):
        child = min(below, key=lambda index: sign * heap[index])
        if sign * heap[at] < sign * heap[child]:
            return
        heap[at], heap[child] = heap[child], heap[at]
        at = child


def _rebuild(heap: list[int], arity: int, sign: int) -> None:
    for at in range((len(heap) - 2) // arity, -1, -1):
        _sink(heap, at, arity, sign)


def observe(instance: dict[str, Any]) -> str:
    """Explain the heap, list the operations and state the answer format."""
    kinds = {operation[0] for operation in instance["operations"]} | {"lift", "sink"}
    kinds |= {"push", "pop"} if "test" in kinds else set()
    kinds |= {"rebuild"} if "flip" in kinds or instance["rebuild"] else set()
    rules = "\n".join(f"- {rule}" for name, rule in _RULES.items() if name in kinds)
    children = ", ".join(f"{instance['arity']}i+{offset}" for offset in range(1, instance["arity"] + 1))
    start = "First the array is rebuilt. Then these" if instance["rebuild"] else "These"
    operations = "; ".join(" ".join(map(str, operation)) for operation in instance["operations"])
    return (
        f"An array holds different numbers: {' '.join(map(str, instance['array']))}\n\n"
        "It is used as a heap. Positions count from 0. The children of position i are the positions "
        f"{children}, as far as they exist; position i is the parent of its children.\n{rules}\n\n"
        f"{start} operations are carried out from left to right:\n{operations}\n\n"
        "What does the array hold at the end? Answer with its values from position 0 on, separated by spaces "
        "(the format, not a hint: 5 8 6)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Carry out the operations once more and compare the arrays."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[0-9]{1,9}", token) for token in tokens):
        return False
    return [int(token) for token in tokens] == _replay(instance)


def _replay(instance: dict[str, Any]) -> list[int]:
    """Return the final array; other than when drawing, by recursion, and with values negated while flipped."""
    arity, heap, sign = instance["arity"], list(instance["array"]), 1
    if instance["rebuild"]:
        _settle_all(heap, arity)
    for kind, *numbers in instance["operations"]:
        if kind == "flip":
            sign, heap = -sign, [-value for value in heap]
            _settle_all(heap, arity)
            continue
        if kind == "test":
            kind = "push" if heap[0] % 2 else "pop"
        x = sign * numbers[-1] if numbers else 0
        place = {"push": len(heap), "set": numbers[0] if numbers else 0}.get(kind, 0)
        if kind == "delete":
            place = heap.index(x)
        if kind in ("pop", "delete"):
            x = heap.pop()
        if kind == "push" or place < len(heap):
            heap = [*heap[:place], x, *heap[place + 1 :]]
            _settle(heap, place, arity)
    return [sign * value for value in heap]


def _settle_all(heap: list[int], arity: int) -> None:
    for at in reversed(range(len(heap))):
        _settle(heap, at, arity, lift=False)


def _settle(heap: list[int], at: int, arity: int, *, lift: bool = True) -> None:
    """Move the value at a position up (unless `lift` is False) or else down, a step at a time."""
    above, first = (at - 1) // arity, arity * at + 1
    children = heap[first : first + arity]
    if lift and at and heap[at] < heap[above]:
        target = above
    elif children and min(children) < heap[at]:
        target, lift = first + children.index(min(children)), False
    else:
        return
    heap[at], heap[target] = heap[target], heap[at]
    _settle(heap, target, arity, lift=lift)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the array that the operations left when they were drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Forget the last operation, or leave two neighbours in the wrong order; the final array is unique."""
    array: list[int] = instance["solution"]
    early = _replay({**instance, "operations": instance["operations"][:-1]})
    wrong = [early] if early != array else []
    for at in (0, 1, len(array) - 3, len(array) - 2):
        near = list(array)
        near[at], near[at + 1] = near[at + 1], near[at]
        wrong.append(near)
    return [" ".join(map(str, near)) for near in wrong]
