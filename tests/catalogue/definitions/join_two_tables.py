"""What is right, said again: every ordered piece priced singly and booked on its customer."""

import re
from collections.abc import Iterator

LEVELS = (1, 2)
EXHAUSTIVE = False  # every answer in which one or two sums differ from the solution by up to 25, and exchanged sums
CANONICAL = re.compile(r"[A-Z][a-z]+=(0|-?[1-9][0-9]*)(, [A-Z][a-z]+=(0|-?[1-9][0-9]*))*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = [entry.split("=")[0] for entry in solution.split(", ")]
    sums = [int(entry.split("=")[1]) for entry in solution.split(", ")]
    yield write(names, sums)
    for at in range(len(sums)):
        for change in (*range(-25, 0), *range(1, 26)):
            near = [*sums[:at], sums[at] + change, *sums[at + 1 :]]
            yield write(names, near)
            other = (at + 1) % len(sums)
            yield from (write(names, [*near[:other], near[other] + more, *near[other + 1 :]]) for more in range(-5, 6))
        yield write(names, [*sums[at:], *sums[:at]])
        yield write([*names[at:], *names[:at]], [*sums[at:], *sums[:at]])
        yield write(names[:at] + names[at + 1 :], sums[:at] + sums[at + 1 :])


def write(names: list[str], sums: list[int]) -> str:
    return ", ".join(f"{name}={total}" for name, total in zip(names, sums, strict=True))


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    given = dict(entry.split("=") for entry in answer.split(", "))
    if len(given) <= answer.count(","):
        return False
    if set(given) != set(instance["customers"]):
        return False
    classes = dict(instance["classes"])
    for customer, total in given.items():
        goods = fees = 0
        for who, day, code, count in instance["orders"]:
            if who == customer:
                sign = 1 if count > 0 else -1
                goods += sum(sign * price(instance, code, day) for _ in range(abs(count)))
                if classes.get(who, "A") != "A":
                    fees += instance["surcharge"]["BC".index(classes[who])]
        free = bool(instance["free"]) and goods >= instance["free"]
        if int(total) != goods + (0 if free else fees):
            return False
    return True


def price(instance: dict, code: str, day: int) -> int:
    for name, parts in instance["bundles"]:
        if name == code:
            return sum(pieces * price(instance, part, day) for part, pieces in parts)
    known = {since: amount for listed, since, amount in instance["prices"] if listed == code}
    return next((known[since] for since in range(day, 0, -1) if since in known), 0)
