"""What is right, said again: every property has the letter that the rules which apply to it give, taken one by one."""

from collections.abc import Iterator
from itertools import product

LEVELS = (1, 3, 5)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Every letter for every property asked for."""
    for letters in product("EDO", repeat=len(instance["names"]) - len(instance["facts"])):
        yield " ".join(letters)


def holds(instance: dict, answer: str) -> bool:
    """Take the letters as given and check each property against the rules about it."""
    given = len(instance["facts"])
    letters = [*instance["facts"], *answer.split()]
    if len(letters) != len(instance["names"]):
        return False
    return all(letters[about] == _letter(instance, letters, about) for about in range(given, len(letters)))


def _letter(instance: dict, letters: list[str], about: int) -> str:
    applying = set()
    for number, rule in enumerate(instance["rules"]):
        met = [letters[one] == state for one, state in rule["if"]]
        if rule["about"] == about and False not in met:
            applying.add(number)
    for one, state, off in instance["switches"]:
        if letters[one] == state:
            applying.discard(off)
    pro = {number for number in applying if instance["rules"][number]["for"] == "E"}
    contra = applying - pro
    beaten_contra = {two for one, two in instance["beats"] if one in pro and two in contra}
    beaten_pro = {two for one, two in instance["beats"] if one in contra and two in pro}
    if pro and beaten_contra == contra:
        return "E"
    return "D" if contra and beaten_pro == pro else "O"
