"""What is right, said again: empty pairs cancel until nothing is left, and the tree of pairs keeps the rules."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every way to fill the gaps, one string with a shown bracket turned, and one too short."""
    parts = instance["shown"].split("_")
    for signs in product("".join(instance["kinds"]), repeat=len(parts) - 1):
        yield "".join(part + sign for part, sign in zip(parts, [*signs, ""], strict=True))
    yield solution[::-1]
    yield solution[:-2]


def holds(instance: dict, answer: str) -> bool:
    shown = instance["shown"]
    if len(answer) != len(shown) or any(mark not in ("_", sign) for mark, sign in zip(shown, answer, strict=True)):
        return False
    rest = answer
    while any(kind in rest for kind in instance["kinds"]):
        for kind in instance["kinds"]:
            rest = rest.replace(kind, "")
    if rest:
        return False
    pairs = _pairs(answer)
    inside = [[_kind(answer, around), _kind(answer, pair)] for pair in pairs if (around := _around(pairs, pair))]
    if any(pair in instance["bans"] for pair in inside):
        return False
    depths = [sum(a < start and end < b for a, b in pairs) for start, end in pairs]
    if instance["depth"] and max(depths) > instance["depth"] - 1:
        return False
    kinds = [_kind(answer, pair) for pair in pairs]
    if any(kinds.count(kind) != count for kind, count in instance["counts"]):
        return False
    return instance["empty"] in (None, sum(end == start + 1 for start, end in pairs))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Return start and end of each pair: the end is where as many brackets have closed as opened."""
    pairs = []
    for start, sign in enumerate(text):
        if sign in "([{":
            balance = 0
            for end in range(start, len(text)):
                balance += 1 if text[end] in "([{" else -1
                if balance == 0:
                    pairs.append((start, end))
                    break
    return pairs


def _kind(text: str, pair: tuple[int, int]) -> str:
    return text[pair[0]] + text[pair[1]]


def _around(pairs: list[tuple[int, int]], pair: tuple[int, int]) -> tuple[int, int] | None:
    return max((other for other in pairs if other[0] < pair[0] and pair[1] < other[1]), default=None)
