"""What is right, said again: the stack as a tuple that each instruction turns into another tuple."""

from collections.abc import Iterator

LEVELS = (1, 4, 8)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one number exchanged by any other, two neighbours exchanged, one lost or added."""
    numbers = solution.split()
    yield solution
    for at in range(len(numbers)):
        yield from (" ".join([*numbers[:at], str(other), *numbers[at + 1 :]]) for other in range(103))
        yield from (" ".join([*numbers[:at], str(other), *numbers[at:]]) for other in (0, 1, int(numbers[at])))
        yield " ".join(numbers[:at] + numbers[at + 1 :])
        yield (
            " ".join(numbers[: at - 1] + numbers[at - 1 : at + 1][::-1] + numbers[at + 1 :])
            if at
            else " ".join(numbers[::-1])
        )
    yield from (str(number) for number in range(100))


def holds(instance: dict, answer: str) -> bool:
    return answer == " ".join(map(str, _after(instance["program"], ())))


def _after(program: list, stack: tuple[int, ...]) -> tuple[int, ...]:
    for kind, *rest in program:
        match (kind, stack):
            case ("PUSH", _):
                stack = (*stack, rest[0])
            case ("TURN", _):
                stack = tuple(reversed(stack))
            case ("REPEAT", _):
                for _ in range(rest[0]):
                    stack = _after(rest[1], stack)
            case ("LIFT", _) if len(stack) >= rest[0]:
                lifted = stack[len(stack) - rest[0]]
                stack = (*stack[: len(stack) - rest[0]], *stack[len(stack) - rest[0] + 1 :], lifted)
            case ("IFODD", (*under, top)):
                stack = _after(rest[0], tuple(under)) if top % 2 else tuple(under)
            case _:
                stack = _rearranged(kind, stack)
    return stack


def _rearranged(kind: str, stack: tuple[int, ...]) -> tuple[int, ...]:
    match (kind, stack):
        case ("DUP", (*_, top)):
            return (*stack, top)
        case ("DROP", (*under, _)):
            return tuple(under)
        case ("SWAP", (*under, u, t)):
            return (*under, t, u)
        case ("OVER", (*_, u, _)):
            return (*stack, u)
        case ("ADD" | "SUB" | "MUL" | "MAX", (*under, u, t)):
            return (*under, {"ADD": u + t, "SUB": u - t + 100, "MUL": u * t, "MAX": u if u > t else t}[kind] % 100)
        case _:
            return stack
