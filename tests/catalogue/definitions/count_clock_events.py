"""What is right, said again: time passes in elevenths of a minute, at each of which bell, display and hands act."""

import json
from collections.abc import Iterator
from functools import cache

LEVELS = (1, 2)
EXHAUSTIVE = True  # the numbers 0 to 1000


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from map(str, range(1001))


def holds(instance: dict, answer: str) -> bool:
    return answer == str(sounds(json.dumps(instance)))


@cache
def sounds(text: str) -> int:
    instance = json.loads(text)
    total, bells = 0, 0
    for moment in range(11 * instance["start"], 11 * (instance["start"] + instance["length"]) + 1):
        minute, part = divmod(moment % (11 * 1440), 11)
        if is_silent(instance["silent"], minute + part / 11):
            continue
        for kind, *rest in instance["rules"]:
            if kind == "angle":  # in an eleventh of a minute the hands turn by 6/11 and by 1/22 degrees
                apart = (12 * moment - moment) % 7920
                total += min(apart, 7920 - apart) == 22 * rest[0]
            elif part == 0 and kind in ("sum", "twice", "mirror"):
                total += is_shown(kind, rest, (minute + instance["fast"]) % 1440)
        strokes = strike(instance, *divmod(minute, 60)) if part == 0 else 0
        if strokes:
            bells += 1
            if not instance["fault"] or bells % instance["fault"]:
                total += strokes
    return total


def is_silent(silent: list[int], now: float) -> bool:
    if not silent:
        return False
    begin, end = silent
    if begin > end:
        return not end < now < begin
    return begin <= now <= end


def is_shown(kind: str, rest: list[int], minute: int) -> bool:
    hours, minutes = divmod(minute, 60)
    digits = [*divmod(hours, 10), *divmod(minutes, 10)]
    if kind == "sum":
        return sum(digits) - rest[0] == 0
    if kind == "twice":
        return [digit == rest[0] for digit in digits].count(True) == 2
    return digits[0] == digits[3] and digits[1] == digits[2]


def strike(instance: dict, hour: int, minute: int) -> int:
    if minute == 0:
        return 1 if instance["night"] and hour in range(6) else [12, *range(1, 12)][hour % 12]
    rules = {kind: rest for kind, *rest in instance["rules"]}
    if "half" in rules:
        return rules["half"][0] if minute == 30 else 0
    return {15: 1, 30: 2, 45: 3}.get(minute, 0)
