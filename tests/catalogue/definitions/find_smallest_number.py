"""What is right, said again: counting up from 1, the first number that meets every condition."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import count

LEVELS = (1, 2)
EXHAUSTIVE = True  # the numbers 0 to 3000 and those within 1000 of the solution


def candidates(instance: dict, solution: str) -> Iterator[str]:
    number = int(solution)
    yield from map(str, sorted({*range(3_001), *range(max(0, number - 1_000), number + 1_001)}))


def holds(instance: dict, answer: str) -> bool:
    return answer == str(smallest(json.dumps(instance["conditions"])))


@cache
def smallest(text: str) -> int:
    conditions = json.loads(text)
    return next(number for number in count(1) if all(meets(number, *condition) for condition in conditions))


def meets(number: int, kind: str, *values: int) -> bool:
    match kind, values:
        case "remainder", (divisor, rest):
            return number - number // divisor * divisor == rest
        case "times", (factor, divisor, rest):
            return (factor * number - rest) % divisor == 0
        case "square", (divisor, rest):
            return number**2 % divisor == rest
        case "digit_sum", (divisor, rest):
            return sum(map(int, str(number))) % divisor == rest
        case "backwards", (divisor, rest):
            return int(str(number)[::-1]) % divisor == rest
        case "digit", (digit, times):
            return [int(sign) for sign in str(number)].count(digit) == times
        case "avoid", (divisor,):
            return number % divisor > 0
        case "above", (bound,):
            return number > bound
    raise ValueError(kind)
