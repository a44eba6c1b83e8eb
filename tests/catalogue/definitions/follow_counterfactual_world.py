"""What is right, said again: the changes as equations, solved by filling in what is known until all is."""

from collections.abc import Iterator

LEVELS = (1, 4, 8)
EXHAUSTIVE = False
_OURS = {"legs": "dog 4 spider 8 ant 6 hen 2 cow 4", "wheels": "bicycle 2 tricycle 3 car 4", "months": "year 12"}
_OURS |= {"corners": "triangle 3 square 4 hexagon 6 octagon 8", "days": "week 7", "years": "decade 10"}
_OURS |= {"minutes": "hour 60", "hours": "day 24", "seconds": "minute 60"}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one number exchanged by one near it, with numbers exchanged, one lost or added."""
    numbers = [int(number) for number in solution.split()]
    yield solution
    for at in range(len(numbers)):
        near = range(max(0, numbers[at] - 150), numbers[at] + 151)
        yield from (" ".join(map(str, [*numbers[:at], other, *numbers[at + 1 :]])) for other in near)
        yield " ".join(map(str, numbers[:at] + numbers[at + 1 :]))
        yield " ".join(map(str, numbers[at:] + numbers[:at]))


def holds(instance: dict, answer: str) -> bool:
    ours: dict[str, int] = {}
    for text in _OURS.values():
        parts = text.split()
        ours |= {thing: int(number) for thing, number in zip(parts[::2], parts[1::2], strict=True)}
    words = {thing: thing for thing in ours}
    open_changes = {}
    for kind, thing, other, number in instance["changes"]:
        if kind == "name":
            words |= {thing: other, other: thing}
        else:
            open_changes[thing] = (kind, other, number)
    there = {thing: number for thing, number in ours.items() if thing not in open_changes}
    while open_changes:
        for thing, (kind, other, number) in list(open_changes.items()):
            known = {"number": other, "ours": ours.get(other)}.get(kind, there.get(other))
            if known is not None:
                there[thing] = known + known if kind == "double" else known + number if kind == "more" else known
                del open_changes[thing]
    totals = [sum(there[words[thing]] * count for count, thing in question) for question in instance["questions"]]
    return answer == " ".join(map(str, totals))
