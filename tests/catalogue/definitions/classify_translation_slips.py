"""What is right, said again: for each kind of slip, all translations that it could make of the original are listed."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 3, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every row of letters of the right length (level 1), and all that differ from the solution in two places."""
    kinds, right = instance["kinds"], solution.split()
    if len(kinds) ** len(right) < 8000:
        yield from map(" ".join, product(kinds, repeat=len(right)))
    single = [[*right[:at], kind, *right[at + 1 :]] for at in range(len(right)) for kind in kinds]
    yield from map(" ".join, single)
    yield from (
        " ".join([*near[:at], kind, *near[at + 1 :]]) for near in single for at in range(len(near)) for kind in kinds
    )
    yield " ".join(right[1:])


def holds(instance: dict, answer: str) -> bool:
    labels = answer.split(" ")
    return len(labels) == len(instance["pairs"]) and all(
        shown in list(_slips(instance, meaning, label))
        for label, (meaning, shown) in zip(labels, instance["pairs"], strict=True)
    )


def _slips(instance: dict, meaning: dict, label: str) -> Iterator[dict]:
    """Yield all that a slip of the kind could make of the meaning."""
    words = list(instance["glossary"].values())
    subject, verb, target = meaning["subject"], meaning["verb"], meaning["object"]

    def put(one: list, done: list, two: list) -> dict:
        return {"subject": one, "verb": done, "object": two}

    moved = bool(subject[2]) != bool(target[2])
    whole = {
        "C": [meaning],
        "R": [put(target, verb, subject)],
        "T": [put(subject, [verb[0], not verb[1], verb[2]], target)],
        "P": [put(subject, [verb[0], verb[1], not verb[2]], target)],
        "M": [put([*subject[:2], target[2]], verb, [*target[:2], subject[2]])] * moved,
        "W": [put(subject, [word, *verb[1:]], target) for word in words if word != verb[0]],
    }
    yield from whole.get(label, [])
    changes = {
        "N": lambda group: [[group[0], not group[1], group[2]]],
        "O": lambda group: [[*group[:2], ""]] if group[2] else [],
        "A": lambda group: [[*group[:2], word] for word in words] if not group[2] else [],
        "W": lambda group: (
            [[word, *group[1:]] for word in words if word != group[0]]
            + ([[*group[:2], word] for word in words if word != group[2]] if group[2] else [])
        ),
    }
    if label in changes:
        for group in changes[label](subject):
            yield put(group, verb, target)
        for group in changes[label](target):
            yield put(subject, verb, group)
