"""Find the list program behind worked examples and apply it to a new list."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, pairwise
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "list manipulation", "search"],
    "keywords": ["program synthesis", "input-output examples"],
    "answer": "sequence",
    "version": 1,
}

# First level at which an operation appears, and what it does.
_OPERATIONS = {
    "REVERSE": (1, "the items in opposite order"),
    "SORT": (1, "the items from the least to the greatest"),
    "TAIL": (1, "all items but the first"),
    "DOUBLE": (1, "each item times two"),
    "INCREASE": (1, "each item plus three"),
    "ROTATE": (1, "the first item moved to the end"),
    "EVENS": (2, "only the even items, in their order"),
    "TOTALS": (2, "for each item the sum of all items up to it, that one included"),
    "LARGE": (3, "only the items greater than 7, in their order"),
    "STEPS": (3, "for each item but the first, it minus the item before it"),
    "ODDPLACES": (4, "only the first, third, fifth item and so on"),
    "ONCE": (5, "each item only where it occurs first"),
    "MIRROR": (6, "9 minus each item"),
    "TOP": (7, "the items with one greatest item (the first of them) moved to the front"),
}
_THREE_LEVEL, _FORK_LEVEL = 4, 6


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a program and examples until all programs that fit the examples agree on the new list."""
    known = [name for name, (first, _) in _OPERATIONS.items() if level >= first]
    instance: dict[str, Any] = {}
    for turn in range(40):
        shape = "two" if level < _THREE_LEVEL else "three" if level < _FORK_LEVEL or rng.random() < 0.4 else "fork"
        names = sorted(rng.sample(known, min(len(known), 6 + level // 3, 11)), key=list(_OPERATIONS).index)
        program = rng.sample(names, 2 if shape == "two" else 3)
        inputs = [_draw_list(level, rng) for _ in range(3 + level // 3)]
        query = _draw_list(level, rng)
        result = _run(shape, program, query)
        if len(result) < 3 or result in (query, sorted(query), query[::-1]) or max(map(abs, result)) > 200:
            continue
        examples = [[items, _run(shape, program, items)] for items in inputs]
        instance = {"shape": shape, "names": names, "examples": examples, "query": query, "solution": result}
        if turn >= 30 or len(_results(instance)) == 1:
            break
    return instance


def _draw_list(level: int, rng: Random) -> list[int]:
    items = [rng.randint(0, 15) for _ in range(rng.randint(5, 6) + level // 5)]
    return items if len(set(items)) > 3 else rng.sample(range(16), 6)


def _to_front(items: list[int]) -> list[int]:
    at = items.index(max(items)) if items else 0
    return items[at : at + 1] + items[:at] + items[at + 1 :]


_DO: dict[str, Callable[[list[int]], list[int]]] = {
    "REVERSE": lambda items: items[::-1],
    "SORT": sorted,
    "TAIL": lambda items: items[1:],
    "DOUBLE": lambda items: [2 * item for item in items],
    "INCREASE": lambda items: [item + 3 for item in items],
    "ROTATE": lambda items: items[1:] + items[:1],
    "EVENS": lambda items: [item for item in items if item % 2 == 0],
    "TOTALS": lambda items: list(accumulate(items)),
    "LARGE": lambda items: [item for item in items if item > 7],
    "STEPS": lambda items: [two - one for one, two in pairwise(items)],
    "ODDPLACES": lambda items: items[::2],
    "ONCE": lambda items: list(dict.fromkeys(items)),
    "MIRROR": lambda items: [9 - item for item in items],
    "TOP": _to_front,
}


def _run(shape: str, program: list[str], items: list[int]) -> list[int]:
    steps = [program[items[0] % 2], program[2]] if shape == "fork" else program
    for name in steps:
        items = _DO[name](items)
    return items


def _run_all(shape: str, names: list[str], items: list[int]) -> dict[tuple[str, ...], list[int]]:
    """Return what every program makes of a list; beginnings that programs share are run once."""
    results: dict[tuple[str, ...], list[int]] = {(): items}
    for _ in range(3 if shape == "three" else 2):
        results = {(*before, name): _DO[name](made) for before, made in results.items() for name in names}
    if shape == "fork":
        taken = items[0] % 2
        return {(p, q, r): results[(p, q)[taken], r] for p in names for q in names for r in names}
    return results


def _results(instance: dict[str, Any]) -> set[tuple[int, ...]]:
    """Return what the programs that fit all examples make of the new list; kept for further answers."""
    return _fit(json.dumps({key: instance[key] for key in ("shape", "names", "examples", "query")}))


@lru_cache(maxsize=32)
def _fit(shown: str) -> set[tuple[int, ...]]:
    instance = json.loads(shown)
    shape, names = instance["shape"], instance["names"]
    made = _run_all(shape, names, instance["query"])
    fitting = list(made)
    for items, result in instance["examples"]:
        every = _run_all(shape, names, items)
        fitting = [program for program in fitting if every[program] == result]
    return {tuple(made[program]) for program in fitting}


def observe(instance: dict[str, Any]) -> str:
    """State the operations, the shape of the program, the examples and the answer format."""
    operations = "\n".join(f"- {name}: {_OPERATIONS[name][1]}" for name in instance["names"])
    examples = "\n".join(f"{_show(items)} -> {_show(result)}" for items, result in instance["examples"])
    shape = {
        "two": "The program does two operations one after the other; they may be the same.",
        "three": "The program does three operations one after the other; some may be the same.",
        "fork": "The program looks at the first item of its input: if it is even it does operation P, if odd "
        "operation Q; then, in either case, operation R on what came out. Some of P, Q, R may be the same.",
    }[instance["shape"]]
    return (
        f"Each operation makes a new list of a list of whole numbers:\n{operations}\n\n{shape} Which operations "
        f"these are is hidden, but here is what the program makes of some lists:\n{examples}\n\nAll programs of this "
        f"kind that fit these examples make the same of the list\n{_show(instance['query'])}\nWhat do they make of "
        "it? Answer with the items in order, separated by spaces. (The format, not a hint: 4 0 9)"
    )


def _show(items: list[int]) -> str:
    return f"[{', '.join(map(str, items))}]"


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with what a fitting program makes of the new list."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[+-]?[0-9]{1,9}", token) for token in tokens):
        return False
    return tuple(int(token) for token in tokens) in _results(instance)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return what the planted program makes of the new list."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Forget an item, turn the list round, err by one, or give the list itself."""
    right: list[int] = instance["solution"]
    wrong = [right[:-1], right[1:], right[::-1], [right[0] + 1, *right[1:]], instance["query"], [*right, right[-1]]]
    return [" ".join(map(str, near)) for near in wrong if near != right]
