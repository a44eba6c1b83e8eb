"""What is right, said again: written out line by line, the text fits and its free space is cheap enough.

Candidates: every way to break the text.
"""

from collections.abc import Iterator
from itertools import combinations, pairwise

LEVELS = (1, 2, 3)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    count = len(instance["words"])
    for breaks in range(count):
        for chosen in combinations(range(1, count), breaks):
            ends = [0, *chosen, count]
            yield " ".join(str(b - a) for a, b in pairwise(ends))


def holds(instance: dict, answer: str) -> bool:
    numbers = [int(token) for token in answer.split()]
    words = list(enumerate(instance["words"]))
    if 0 in numbers or sum(numbers) != len(words) or instance["lines"] not in (None, len(numbers)):
        return False
    lines = []
    for number in numbers:
        lines.append(words[:number])
        words = words[number:]
    if any(line[-1][0] in instance["tied"] for line in lines):
        return False
    cost, spaces = 0, []
    for index, line in enumerate(lines):
        room = instance["widths"][index % 2 if len(instance["widths"]) == 2 else 0]
        spaces.append(room - len(" ".join(word for _, word in line)))
        if not (index == len(lines) - 1 and instance["free_last"]):
            cost += spaces[-1] ** 2
        if index and instance["short"] and len(line[0][1]) < 3:
            cost += instance["short"]
        if index and instance["rough"] and not -4 <= spaces[-1] - spaces[-2] <= 4:
            cost += instance["rough"]
    return min(spaces) >= 0 and cost <= instance["budget"]
