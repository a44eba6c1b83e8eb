"""Run a short program by hand and report what its three registers hold at the end."""

import re
from random import Random

META = {"category": "algorithms", "skills": ["simulation"], "keywords": ["program"], "answer": "sequence", "version": 1}


def generate(level: int, rng: Random) -> dict:
    """Draw start values and steps; higher levels bring new kinds of step and longer programs."""
    kinds = ["add", "subtract", "swap", "double", "if_greater", "if_even"][: 3 + level // 2]
    steps = [[rng.choice(kinds), *rng.sample("ABC", 2), rng.randrange(2, 20)] for _ in range(4 + 2 * level)]
    return {"start": [rng.randrange(10, 60) for _ in range(3)], "steps": steps}


def observe(instance: dict) -> str:
    """Return the question."""
    texts = {
        "add": "add {b} and then {n} to {a}",
        "subtract": "subtract {n} from {a}",
        "swap": "exchange the values of {a} and {b}",
        "double": "double {a}",
        "if_greater": "if {a} is greater than {b}, subtract {b} from {a}",
        "if_even": "if {a} is even, add {n} to {b}",
    }
    a, b, c = instance["start"]
    lines = [f"Three registers hold A = {a}, B = {b}, C = {c}. These steps are done in order:"]
    for number, (kind, first, second, n) in enumerate(instance["steps"], start=1):
        lines.append(f"{number}. {texts[kind].format(a=first, b=second, n=n)}")
    lines.append("Answer with the final values of A, B and C, in this order, separated by spaces, such as: 5 -2 31")
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Run the steps and compare all three values."""
    parts = re.split(r"[\s,]+", answer.strip().rstrip("."))
    if len(parts) != 3 or not all(re.fullmatch(r"-?[0-9]{1,12}", part) for part in parts):
        return False
    return [int(part) for part in parts] == _run(instance)


def solve(instance: dict) -> str:
    """Write the final values."""
    return " ".join(str(value) for value in _run(instance))


def wrong_answers(instance: dict) -> list[str]:
    """Miss one register by one, swap two different ones, or forget the last register."""
    a, b, c = _run(instance)
    swapped = f"{b} {a} {c}" if a != b else f"{a} {b - 1} {c}"
    return [f"{a + 1} {b} {c}", f"{a} {b} {c - 1}", swapped, f"{a} {b}"]


def _run(instance: dict) -> list[int]:
    value = dict(zip("ABC", instance["start"], strict=True))
    for kind, a, b, n in instance["steps"]:
        if kind == "add":
            value[a] += value[b] + n
        elif kind == "subtract":
            value[a] -= n
        elif kind == "swap":
            value[a], value[b] = value[b], value[a]
        elif kind == "double":
            value[a] *= 2
        elif kind == "if_greater" and value[a] > value[b]:
            value[a] -= value[b]
        elif kind == "if_even" and value[a] % 2 == 0:
            value[b] += n
    return [value["A"], value["B"], value["C"]]
