"""What is right, said again: cut the expression at the operator that is applied last, and write the parts in order."""

from collections.abc import Iterator
from itertools import combinations, permutations

LEVELS = (1, 3, 6)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution, exchanges of one or two pairs of tokens, moves of a token, orders of its head."""
    tokens = solution.split()
    yield solution
    pairs = list(combinations(range(len(tokens)), 2))
    for chosen in [*((pair,) for pair in pairs), *list(combinations(pairs, 2))[:8000]]:
        swapped = list(tokens)
        for a, b in chosen:
            swapped[a], swapped[b] = swapped[b], swapped[a]
        yield " ".join(swapped)
    for place in range(len(tokens)):
        rest = tokens[:place] + tokens[place + 1 :]
        yield " ".join(rest)
        yield from (" ".join([*rest[:at], tokens[place], *rest[at:]]) for at in range(len(tokens)))
    yield from (" ".join([*head, *tokens[6:]]) for head in permutations(tokens[:6]))


def holds(instance: dict, answer: str) -> bool:
    return answer == " ".join(_convert(instance["infix"].replace(" ", ""), instance))


def _convert(text: str, instance: dict) -> list[str]:
    table = {sign: (rank, side) for sign, rank, side in instance["operators"]}
    depth, found = 0, []
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign in table:
            found.append(place)
    if found:
        lowest = min(table[text[place]][0] for place in found)
        last = [place for place in found if table[text[place]][0] == lowest]
        cut = last[0] if table[text[last[0]]][1] == "right" else last[-1]
        return _put(text[cut], [text[:cut], text[cut + 1 :]], instance)
    if text[0] == "~":
        return _put("~", [text[1:]], instance)
    if text[-1] == "!":
        return _put("!", [text[:-1]], instance)
    return _convert(text[1:-1], instance) if text[0] == "(" else [text]


def _put(sign: str, parts: list[str], instance: dict) -> list[str]:
    inner = [token for part in parts for token in _convert(part, instance)]
    return [*inner, sign] if instance["order"] == "postfix" else [sign, *inner]
