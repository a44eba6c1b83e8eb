"""What is right, said again: laid out hour by hour on a strip, the events show every stated relation."""

from collections.abc import Iterator
from itertools import combinations, islice, product

LEVELS = (1, 3, 5, 8)
EXHAUSTIVE = False
FORM = r"[0-9]+-[0-9]+( [0-9]+-[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """All times of three events (at level 1), at most 5,000; the solution with one or two events at other times."""
    last = instance["last"]
    spans = [f"{start}-{end}" for start, end in combinations(range(last + 1), 2)]
    parts = solution.split()
    for at in range(len(parts)):
        for span in [*spans, f"{last}-{last}", f"{last - 1}-{last + 1}", "3-1"]:
            changed = [*parts[:at], span, *parts[at + 1 :]]
            yield " ".join(changed)
            for place in range(at):
                for other in spans[::5]:
                    yield " ".join([*changed[:place], other, *changed[place + 1 :]])
    yield from islice((" ".join(chosen) for chosen in product(spans, repeat=len(parts))), 5_000)


def holds(instance: dict, answer: str) -> bool:
    """Write each event as the set of the hours in which it goes on."""
    pairs = [tuple(int(number) for number in part.split("-")) for part in answer.split()]
    hours = [set(range(start, end)) for start, end in pairs]
    if len(hours) != len(instance["names"]):
        return False
    if any(not strip or max(strip) >= instance["last"] for strip in hours):
        return False
    return all(_judge(rule, hours) for rule in instance["rules"])


def _judge(rule: list, hours: list[set[int]]) -> bool:
    kind, events, numbers = rule
    strips = [hours[event] for event in events]
    if kind == "long":
        return len(strips[0]) == numbers[0]
    if kind == "at":
        return _side(strips[0], numbers[0]) == numbers[1]
    if kind == "gap":
        return _side(strips[0], numbers[0]) - _side(strips[1], numbers[1]) in (numbers[2], -numbers[2])
    if kind == "count":
        return len([strip for strip in hours if numbers[0] in strip]) == numbers[1]
    if kind == "if":
        return not _related(numbers[0], *strips[:2]) or _related(numbers[1], *strips[1:])
    return True in [_related(name, *strips) for name in numbers]


def _side(strip: set[int], side: int) -> int:
    return max(strip) + 1 if side else min(strip)


def _related(name: str, a: set[int], b: set[int]) -> bool:
    if name == "before":
        return max(a) + 1 < min(b)
    if name == "meets":
        return max(a) + 1 == min(b)
    if name == "overlaps":
        return bool(a & b) and min(a) < min(b) and max(b) > max(a)
    if name == "during":
        return a < b and min(a) != min(b) and max(a) != max(b)
    if name == "starts":
        return a < b and min(a) == min(b)
    return a < b and max(a) == max(b)
