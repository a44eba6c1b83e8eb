"""What is right, said again: one regular expression for each choice of numbers and classes, tried on the sentences."""

import re
from collections.abc import Iterator
from itertools import combinations, product

LEVELS = (1, 4, 7)
EXHAUSTIVE = True


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every set of sentences that is not empty."""
    numbers = [str(number) for number in range(1, len(instance["sentences"]) + 1)]
    for size in range(1, len(numbers) + 1):
        yield from map(" ".join, combinations(numbers, size))


def holds(instance: dict, answer: str) -> bool:
    good = [str(number) for number, text in enumerate(instance["sentences"], 1) if _is_good(instance, text)]
    return sorted(answer.split(" "), key=lambda number: (len(number), number)) == good


def _is_good(instance: dict, text: str) -> bool:
    level, plural = instance["level"], instance["plural"]
    for (one, many), (two, more) in product(product("AB", (False, True)), repeat=2):
        verb = f" ({'|'.join(instance['verbs'])}){plural * many}"
        relative = f"( {instance['relative']}{verb})?" if level >= 5 else ""
        subject, target = _group(instance, one, many, "s"), _group(instance, two, more, "o")
        core = relative + (target + verb if instance["verb_last"] else verb + target)
        no = f"( {instance['no']})?" if level >= 3 and more else ""
        found = re.fullmatch(subject + core + no, " " + text)
        if found and (level < 7 or found["s"] != found["o"]):
            return True
    return False


def _group(instance: dict, kind: str, plural: bool, name: str) -> str:
    nouns = "|".join(noun for noun, its in instance["nouns"].items() if its == kind)
    ending = instance["plural"] if plural else ""
    adjective = f"( ({'|'.join(instance['adjectives'])}){'a' if kind == 'A' else 'o'}{ending})?"
    return f" {instance['articles'][kind]} (?P<{name}>{nouns}){ending}" + (adjective if instance["level"] >= 2 else "")
