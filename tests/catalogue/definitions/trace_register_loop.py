"""What is right, said again: one function for a line maps the registers to registers and the next line."""

from collections.abc import Iterator

LEVELS = (1, 5, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one number exchanged by one near it, all pairs of small changes, one lost or added."""
    numbers = [int(number) for number in solution.split()]
    places = range(len(numbers))
    yield solution
    for at in places:
        yield from (
            _text([*numbers[:at], other, *numbers[at + 1 :]]) for other in range(numbers[at] - 60, numbers[at] + 61)
        )
        yield _text(numbers[:at] + numbers[at + 1 :])
        for to in places:
            for step in (-1, 1):
                changed = list(numbers)
                changed[at] += step
                changed[to] -= step
                yield _text(changed)


def _text(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))


def holds(instance: dict, answer: str) -> bool:
    registers, line, made = dict(zip(instance["names"], instance["start"], strict=True)), 1, 0
    while line != len(instance["program"]) + 1 and made != instance["most"]:
        registers, line = _next(registers, line, *instance["program"][line - 1])
        made += 1
    return answer == _text([*registers.values(), made])


def _next(old: dict, line: int, kind: str, one: str, two: object = None, target: int = 0) -> tuple[dict, int]:
    value = old.get(two, two) if isinstance(two, str) else two
    if kind == "less":
        return old, target if old[one] < value else line + 1
    if kind == "odd":
        return old, target if abs(old[one]) % 2 == 1 else line + 1
    if kind == "down":
        return old | {one: old[one] - 1}, target if old[one] > 1 else line + 1
    if kind == "swap":
        return old | {one: old[two], two: old[one]}, line + 1
    if kind == "half":
        return old | {one: (old[one] - old[one] % 2) // 2}, line + 1
    new = {"add": old[one] + (value or 0), "sub": old[one] - (value or 0), "set": value, "twice": old[one] + old[one]}
    return old | {one: old[one] % value if kind == "mod" else new[kind]}, line + 1
