"""What is right, said again: formulas as text, cell names replaced until only numbers are left."""

from collections.abc import Iterator

LEVELS = (1, 4, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one number exchanged by one near it, with numbers exchanged, one lost or added."""
    numbers = [int(number) for number in solution.split()]
    yield solution
    for at in range(len(numbers)):
        yield from (
            _text([*numbers[:at], other, *numbers[at + 1 :]]) for other in range(numbers[at] - 90, numbers[at] + 91)
        )
        yield _text(numbers[:at] + numbers[at + 1 :])
        for to in range(len(numbers)):
            swapped = list(numbers)
            swapped[at], swapped[to] = swapped[to], swapped[at]
            yield _text(swapped)


def _text(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))


def holds(instance: dict, answer: str) -> bool:
    sheet = dict(instance["sheet"])
    for kind, one, two in instance["changes"]:
        if kind == "set":
            sheet[one] = ["num", two]
        elif kind == "swap":
            sheet |= {one: sheet[two], two: sheet[one]}
        else:
            offset = (ord(two[0]) - ord(one[0]), int(two[1:]) - int(one[1:]))
            sheet[two] = _shifted(sheet[one], *offset)
    return answer == _text([_worth(sheet, sheet[cell]) for cell in instance["asked"]])


def _shifted(part: object, across: int, down: int) -> object:
    if isinstance(part, list):
        return [part[0], *(_shifted(inner, across, down) for inner in part[1:])]
    if isinstance(part, str):
        return chr(ord(part[0]) + across) + str(int(part[1:]) + down)
    return part


def _worth(sheet: dict, part: list) -> int:
    """Return the value of a formula; every cell is worked out anew where it is named."""
    kind = part[0]
    if kind == "num":
        return part[1]
    if kind == "ref":
        return _worth(sheet, sheet[part[1]])
    if kind in ("+", "-", "*"):
        one, two = _worth(sheet, part[1]), _worth(sheet, part[2])
        return one + two if kind == "+" else one - two if kind == "-" else one * two
    if kind == "IF":
        return _worth(sheet, part[3] if _worth(sheet, part[1]) > _worth(sheet, part[2]) else part[4])
    inside = [
        _worth(sheet, sheet[cell])
        for cell in sheet
        if min(part[1][0], part[2][0]) <= cell[0] <= max(part[1][0], part[2][0])
        and min(int(part[1][1:]), int(part[2][1:])) <= int(cell[1:]) <= max(int(part[1][1:]), int(part[2][1:]))
    ]
    if kind == "COUNT":
        return sum(1 for value in inside if value > part[3])
    return sum(inside) if kind == "SUM" else max(inside) if kind == "MAX" else min(inside)
