"""What is right, said again: for each coded pair, look for the pair of letters that the rules turn into it."""

import json
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 3, 5, 9)
EXHAUSTIVE = False
_LETTERS = "ABCDEFGHIKLMNOPQRSTUVWXYZ"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one pair exchanged by any pair of letters, and one letter lost or added."""
    letters = _LETTERS[: instance["side"] ** 2]
    for at in range(0, len(solution), 2):
        yield from (solution[:at] + one + two + solution[at + 2 :] for one in letters for two in letters)
        yield solution[:at] + solution[at + 1 :]
        yield solution[:at] + "A" + solution[at:]


def holds(instance: dict, answer: str) -> bool:
    return answer == _decoded(json.dumps(instance))


@cache
def _decoded(text: str) -> str:
    instance = json.loads(text)
    side, letters = instance["side"], _LETTERS[: instance["side"] ** 2]
    squares = []
    for key in instance["keys"]:
        signs = "".join(dict.fromkeys(key + letters))
        squares.append({sign: (at // side, at % side) for at, sign in enumerate(signs)})
    one, two = squares[0], squares[-1]
    message = ""
    for at in range(0, len(instance["coded"]), 2):
        wanted = instance["coded"][at : at + 2]
        (pair,) = [a + b for a in letters for b in letters if _coded(one, two, a, b, side) == wanted]
        message += pair
        if instance["roll_rows"]:
            one = {sign: ((row - 1) % side, column) for sign, (row, column) in one.items()}
        if instance["roll_columns"]:
            two = {sign: (row, (column - 1) % side) for sign, (row, column) in two.items()}
        if len(squares) == 1:
            two = one
        elif instance["chain"] and wanted == "".join(sorted(set(wanted))) and len(set(wanted)) == 2:
            one, two = two, one
    return message


def _coded(one: dict, two: dict, a: str, b: str, side: int) -> str:
    (row, column), (other, across) = one[a], two[b]
    if row == other and column == across:
        ends = ((row + 1, column + 1), (other + 1, across + 1))
    elif row == other:
        ends = ((row, column + 1), (other, across + 1))
    elif column == across:
        ends = ((row + 1, column), (other + 1, across))
    else:
        ends = ((row, across), (other, column))
    signs = []
    for square, (down, right) in zip((one, two), ends, strict=True):
        signs.append(next(sign for sign, place in square.items() if place == (down % side, right % side)))
    return "".join(signs)
