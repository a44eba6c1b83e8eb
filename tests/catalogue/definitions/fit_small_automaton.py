"""What is right, said again: the words lead from the first line to lines marked + or -, as they should."""

from collections.abc import Iterator
from itertools import islice, product

LEVELS = (1, 3, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """With three states and two letters all 5,832 automata; else the solution with one or two entries changed."""
    states, letters = instance["states"], instance["letters"]
    if states == 3 and len(letters) == 2:
        lines = [f"{a} {b} {end}" for a, b, end in product("123", "123", "+-")]
        yield from ("\n".join(rows) for rows in product(lines, repeat=3))
        return
    entries = solution.replace("\n", " ; ").split()
    changes = []
    for at, entry in enumerate(entries):
        others = "+-" if entry in "+-" else ";" if entry == ";" else "123456789"[: states + 1]
        changes += [(at, other) for other in others]
    for one, two in islice(product(changes, changes), 8_000):
        changed = list(entries)
        changed[one[0]], changed[two[0]] = one[1], two[1]
        yield "\n".join(line.strip() for line in " ".join(changed).split(";"))


def holds(instance: dict, answer: str) -> bool:
    """Keep the answer as text and follow it."""
    letters, states = instance["letters"], instance["states"]
    lines = {str(number): line.split() for number, line in enumerate(answer.split("\n"), start=1)}
    if len(lines) != states or any(len(line) != len(letters) + 1 for line in lines.values()):
        return False
    for number, line in lines.items():
        if any(step not in lines for step in line[:-1]) or line[-1] not in ("+", "-"):
            return False
        if instance["loops"] == "none" and number in line:
            return False
    if instance["ends"] == "one" and "".join(line[-1] for line in lines.values()).count("+") != 1:
        return False

    def end(word: str) -> str:
        at = "1"
        for letter in word:
            at = dict(zip(letters, lines[at], strict=False))[letter]
        return lines[at][-1]

    return {end(word) for word in instance["yes"]} <= {"+"} and {end(word) for word in instance["no"]} <= {"-"}
