"""What is right, said again: minute after minute of true time passes until each moment has come."""

import json
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

LEVELS = (1, 2, 7)
EXHAUSTIVE = True  # all minutes of a day


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from (f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(1440))


def holds(instance: dict, answer: str) -> bool:
    return answer == last_reading(json.dumps(instance))


@cache
def last_reading(text: str) -> str:
    instance = json.loads(text)
    clocks = {-1: Fraction(instance["start"])} | {
        number: Fraction(instance["start"]) for number in range(len(instance["gains"]))
    }
    speed = {-1: Fraction(1)} | {
        number: 1 + Fraction(gain, instance["unit"]) for number, gain in enumerate(instance["gains"])
    }
    standing = dict.fromkeys(clocks, 0)
    asked, witness, reading = instance["asked"]
    for kind, clock, seen, shows, more in [*instance["events"], ["ask", asked, witness, reading, 0]]:
        for passed in range(100_000):
            if passed and clocks[seen] % 1440 == shows:
                break
            for number in clocks:
                if standing[number]:
                    standing[number] -= 1
                else:
                    clocks[number] += speed[number]
        if kind == "stop":
            standing[clock] = more
        elif kind == "set":
            clocks[clock] = clocks[more]
        elif kind == "rate":
            speed[clock] = 1 + Fraction(more, instance["unit"])
    minute = clocks[asked] % 1440
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}" if minute.denominator == 1 else ""
