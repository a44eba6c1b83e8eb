"""What is right, said again: the stretches of ones in a row of zeros and ones that the commands rewrite.

Candidates: every set of marked numbers, written as intervals, and the solution with an interval cut in two.
"""

from collections.abc import Iterator
from itertools import groupby, product

LEVELS = (1,)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    for row in product("01", repeat=instance["top"]):
        if "1" in row:
            yield _written("".join(row))
    yield solution.replace("-", "-9 10-", 1)


def holds(instance: dict, answer: str) -> bool:
    row = "0" * instance["top"]
    for command in instance["commands"]:
        row = _after(row, *command)
    return answer == _written(row)


def _written(row: str) -> str:
    found, place = [], 1
    for mark, group in groupby(row):
        length = len(list(group))
        found += [f"{place}-{place + length - 1}"] if mark == "1" else []
        place += length
    return " ".join(found)


def _after(row: str, kind: str, *numbers: int) -> str:
    if kind == "mirror":
        return row[::-1]
    if kind == "shift":
        blank = "0" * abs(numbers[0])
        return (blank + row)[: len(row)] if numbers[0] > 0 else (row + blank)[-len(row) :]
    if kind in ("fill", "thin"):
        mark = "0" if kind == "fill" else "1"
        runs = [(key, len(list(group))) for key, group in groupby(row)]
        for at, (key, length) in enumerate(runs):
            outside = kind == "fill" and at in (0, len(runs) - 1)
            if key == mark and length <= numbers[0] and not outside:
                runs[at] = ("1" if kind == "fill" else "0", length)
        return "".join(key * length for key, length in runs)
    if kind == "grow":
        around = f"0{row}0"
        return "".join("1" if "1" in around[at : at + 3] else "0" for at in range(len(row)))
    first, last = numbers
    inner = row[first - 1 : last]
    if kind == "keep":
        return "0" * (first - 1) + inner + "0" * (len(row) - last)
    new = {"add": "1" * len(inner), "remove": "0" * len(inner), "flip": inner.translate({48: "1", 49: "0"})}[kind]
    return row[: first - 1] + new + row[last:]
