"""What is right, said again: each rule as a regular expression with a replacement, applied in the order given."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True
FORM = r"[0-9]+( [0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every sequence of rules of the permitted length, one with a rule too many, and one with an unknown rule."""
    rules = [str(number) for number in range(1, len(instance["rules"]) + 1)]
    for size in range(1, instance["steps"] + 1):
        yield from map(" ".join, product(rules, repeat=size))
    yield from (f"{solution} {rule}" for rule in rules)
    yield f"{solution.rsplit(' ', 1)[0]} {len(rules) + 1}"


def holds(instance: dict, answer: str) -> bool:
    numbers = [int(token) for token in answer.split(" ")]
    text = instance["start"]
    for number in numbers:
        if not 1 <= number <= len(instance["rules"]):
            return False
        changed = _applied(instance["rules"][number - 1], text)
        if changed is None or len(changed) > instance["longest"]:
            return False
        text = changed
    return len(numbers) <= instance["steps"] and text == instance["target"]


def _applied(rule: dict, text: str) -> str | None:
    find = re.escape(rule["find"])
    if rule["where"] == "turn":
        return "".join(reversed(text)) if re.search(find, text) else None
    pattern = {
        "first": f"^((?:(?!{find}).)*){find}(.*)$",
        "last": f"^(.*){find}(.*?)$",
        "begin": f"^(){find}(.*)$",
        "end": f"^(.*){find}()$",
        "every": find,
    }[rule["where"]]
    put = rule["put"] if rule["where"] == "every" else f"\\g<1>{rule['put']}\\g<2>"
    changed, count = re.subn(pattern, put, text)
    return changed if count else None
