"""What is right, said again: generators yield what is written and return values, as the statement words it."""

from collections.abc import Generator, Iterator

LEVELS = (1, 4, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one number exchanged by any of 60, neighbours exchanged, one lost or added."""
    numbers = [int(number) for number in solution.split()]
    yield solution
    for at in range(len(numbers)):
        yield from (_text([*numbers[:at], other, *numbers[at + 1 :]]) for other in range(60))
        yield _text(numbers[:at] + numbers[at + 1 :])
        yield _text([*numbers[:at], numbers[at], *numbers[at:]])
        if at:
            yield _text([*numbers[: at - 1], numbers[at], numbers[at - 1], *numbers[at + 1 :]])
    yield _text(numbers[::-1])


def _text(numbers: list[int]) -> str:
    return " ".join(map(str, numbers))


def holds(instance: dict, answer: str) -> bool:
    paper: list[int] = []
    machine = _call(instance, next(iter(instance["functions"])), instance["argument"], {})
    while True:
        try:
            number = next(machine)
        except StopIteration as end:
            return answer == _text([*paper, end.value])
        paper.append(number + len(paper) if instance["count"] else number)


def _call(instance: dict, name: str, n: int, memory: dict) -> Generator[int, None, int]:
    if instance["memo"] and (name, n) in memory:
        return memory[name, n]
    rule = instance["functions"][name]
    if n < rule["limit"]:
        return rule["base"]
    if rule["early"]:
        yield n
    values = []
    for callee, less in rule["calls"]:
        value = yield from _call(instance, callee, n - less, memory)
        values.append(value)
    if not rule["early"]:
        yield n
    memory[name, n] = (n + sum(a * b for a, b in zip(rule["factors"], values, strict=True))) % rule["modulus"]
    return memory[name, n]
