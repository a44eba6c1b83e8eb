"""What is right, said again: a sentence is named exactly when it is true, read with plain loops over the pieces."""

from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 3, 6)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every choice of sentences."""
    numbers = range(1, len(instance["sentences"]) + 1)
    for size in range(1, len(numbers) + 1):
        for chosen in combinations(numbers, size):
            yield " ".join(map(str, chosen))


def holds(instance: dict, answer: str) -> bool:
    """Judge every sentence."""
    named = answer.split()
    pieces = [tuple(piece) for piece in instance["pieces"]]
    true = [str(at) for at, each in enumerate(instance["sentences"], start=1) if _judge(each, pieces)]
    return sorted(named) == sorted(true)


def _judge(sentence: list, pieces: list[tuple]) -> bool:
    quantifier, (colour, shape), claim = sentence
    fitting = missing = 0
    for piece in pieces:
        if (colour and piece[2] != colour) or (shape and piece[3] != shape):
            continue
        if _says(claim, piece, pieces):
            fitting += 1
        else:
            missing += 1
    if quantifier == "every":
        return missing == 0
    if quantifier == "some":
        return fitting > 0
    if quantifier == "no":
        return fitting == 0
    if quantifier == "one":
        return fitting == 1
    return fitting > 1 if quantifier == "two" else fitting > missing


def _says(claim: list, piece: tuple, pieces: list[tuple]) -> bool:
    if len(claim) == 2:
        return piece[2] == claim[1]
    link, quantifier, (colour, shape), further = claim
    row, column, own_colour, own_shape = piece
    answers = []
    for other in pieces:
        if other[:2] == (row, column) or colour not in ("", other[2]) or shape not in ("", other[3]):
            continue
        if further and not _says(further, other, pieces):
            continue
        down, right = other[0] - row, other[1] - column
        answers.append(
            {
                "left": right > 0,
                "above": down > 0,
                "same row": down == 0,
                "same column": right == 0,
                "same colour": other[2] == own_colour,
                "same shape": other[3] == own_shape,
                "touches": (down, right) in ((0, 1), (1, 0), (0, -1), (-1, 0)),
                "other shape": other[3] != own_shape,
            }[link]
        )
    if quantifier == "some":
        return True in answers
    return True not in answers if quantifier == "no" else False not in answers
