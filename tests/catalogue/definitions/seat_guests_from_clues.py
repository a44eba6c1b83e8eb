"""What is right, said again: in the seating named exactly the stated number of clues is false."""

from collections.abc import Iterator
from itertools import pairwise, permutations

LEVELS = (1, 3, 7)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every seating."""
    for order in permutations(instance["names"]):
        yield " ".join(order)


def holds(instance: dict, answer: str) -> bool:
    """Count false clues."""
    order = answer.split()
    names = instance["names"]
    if len(order) != len(names) or set(order) != set(names):
        return False
    if any(order[seat - 1] != names[guest] for guest, seat in instance["known"]):
        return False
    guests = [names.index(name) for name in order]
    return [_true(clue, guests, instance["round"]) for clue in instance["clues"]].count(False) == instance["lies"]


def _true(clue: list, guests: list[int], circle: bool) -> bool:
    if len(clue) == 2:
        parts = [_true(part, guests, circle) for part in clue[1]]
        if clue[0] == "if":
            return parts != [True, False]
        return parts.count(True) == ("neither", "one", "two").index(clue[0])
    form, people, number = clue
    if form == "next":
        ring = [*guests, guests[0]] if circle else guests
        return any({one, two} == set(people) for one, two in pairwise(ring))
    seats = [guests.index(person) + 1 for person in people]
    if form == "before":
        return people[0] in guests[: guests.index(people[1])]
    if form == "parity":
        return seats[0] in range(2 - number, 30, 2)
    if form == "gap":
        return max(seats) - min(seats) == number
    if form == "among":
        return guests[number[0] - 1] == people[0] or guests[number[1] - 1] == people[0]
    return sorted(seats)[1] == seats[0]
