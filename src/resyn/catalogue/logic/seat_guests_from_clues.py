"""Find the one seating order in which exactly the stated number of clues is false."""

import re
from collections.abc import Callable, Sequence
from itertools import permutations
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["deduction", "elimination"],
    "keywords": ["seating puzzle", "ordering"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = ("Alma", "Bert", "Cleo", "Dirk", "Elsa", "Finn", "Gina", "Hugo", "Kira", "Liam", "Nils", "Olga", "Rosa")
_ATOMS = (("before", 1), ("next", 1), ("parity", 1), ("gap", 2), ("among", 2), ("between", 3))  # with first levels
_COMPOUNDS = (("if", 2, 4), ("one", 2, 4), ("neither", 2, 5), ("two", 3, 6))  # with numbers of parts and first levels
_ROUND_LEVEL, _LIE_LEVEL, _NEST_LEVEL = 3, 7, 9
_Seats = Sequence[int]  # seat number of each guest


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant an order and add clues until a count over all orders finds no other that fits."""
    guests = min(5 + level // 3, 7)
    seats = rng.sample(range(1, guests + 1), guests)
    if seats in (sorted(seats), sorted(seats, reverse=True)):  # the order in which the guests are listed
        seats[:2] = seats[1::-1]
    table = guests if level >= _ROUND_LEVEL and rng.random() < 0.5 else 0
    lies = min(1 + (level - _LIE_LEVEL) // 4, 3) if level >= _LIE_LEVEL else 0
    clues = [_draw_clue(seats, table, level, rng, truth=False) for _ in range(lies)]
    left = [(order, 0) for order in permutations(range(1, guests + 1))]
    for clue in clues:
        left = _narrow(left, clue, table, lies)
    for _ in range(60):
        if sum(missed == lies for _, missed in left) == 1:
            break
        clue = _draw_clue(seats, table, level, rng, truth=True)
        after = _narrow(left, clue, table, lies)
        if _weight(after, lies) < 0.8 * _weight(left, lies):
            left = after
            clues.append(clue)
    known = []
    for guest in rng.sample(range(guests), guests):  # seldom needed; all seats known leave one order for sure
        if sum(missed == lies for _, missed in left) > 1:
            left = [pair for pair in left if pair[0][guest] == seats[guest]]
            known.append([guest, seats[guest]])
    rng.shuffle(clues)
    return {
        "names": rng.sample(_NAMES, guests),
        "round": bool(table),
        "lies": lies,
        "clues": clues,
        "known": sorted(known),
        "solution": [seats.index(seat) for seat in range(1, guests + 1)],
    }


def _narrow(left: list[tuple[_Seats, int]], clue: list[Any], table: int, lies: int) -> list[tuple[_Seats, int]]:
    """Return the orders, each with the number of clues it makes false, that this clue does not rule out."""
    holds = _test(clue, table)
    counted = [(order, missed if holds(order) else missed + 1) for order, missed in left]
    return [pair for pair in counted if pair[1] <= lies]


def _weight(left: list[tuple[_Seats, int]], lies: int) -> int:
    """Return how far the orders are from being ruled out: the fewer clues one makes false, the more it weighs."""
    return sum(3 ** (lies - missed) for _, missed in left)


def _draw_clue(seats: list[int], table: int, level: int, rng: Random, *, truth: bool) -> list[Any]:
    for _ in range(100):  # each draw has about an even chance
        clue = _draw(len(seats), level, 1 + (level >= _NEST_LEVEL), rng)
        if _test(clue, table)(seats) == truth:
            return clue
    return ["parity", [0], seats[0] % 2 if truth else 1 - seats[0] % 2]


def _draw(guests: int, level: int, depth: int, rng: Random) -> list[Any]:
    compounds = [(form, parts) for form, parts, first in _COMPOUNDS if level >= first]
    if compounds and depth and rng.random() < 0.5:
        form, parts = rng.choice(compounds)
        return [form, [_draw(guests, level, depth - 1, rng) for _ in range(parts)]]
    form = rng.choice([form for form, first in _ATOMS if level >= first])
    people = rng.sample(range(guests), 3)
    if form == "parity":
        return [form, people[:1], rng.randrange(2)]
    if form == "gap":
        return [form, people[:2], rng.randint(2, guests - 2)]
    if form == "among":
        return [form, people[:1], sorted(rng.sample(range(1, guests + 1), 2))]
    return [form, people if form == "between" else people[:2], 0]


def _test(clue: list[Any], table: int) -> Callable[[_Seats], bool]:
    """Return a function that tells whether a clue is true of an order; `table` is 0 in a row."""
    if len(clue) == 2:
        form, parts = clue[0], [_test(part, table) for part in clue[1]]
        wanted = {"one": 1, "neither": 0, "two": 2}.get(form)
        if form == "if":
            return lambda seats: not parts[0](seats) or parts[1](seats)
        return lambda seats: sum(part(seats) for part in parts) == wanted
    form, (a, *others), number = clue
    b, c = [*others, a, a][:2]
    return {
        "before": lambda seats: seats[a] < seats[b],
        "next": lambda seats: abs(seats[a] - seats[b]) in (1, table - 1),
        "parity": lambda seats: seats[a] % 2 == number,
        "gap": lambda seats: abs(seats[a] - seats[b]) == number,
        "among": lambda seats: seats[a] in number,
        "between": lambda seats: seats[b] < seats[a] < seats[c] or seats[b] > seats[a] > seats[c],
    }[form]


def _text(clue: list[Any], names: list[str]) -> str:
    if len(clue) == 2:
        form, parts = clue[0], [f"[{_text(part, names)}]" for part in clue[1]]
        if form == "if":
            return f"if {parts[0]} then {parts[1]}"
        start = {"one": "exactly one is true of", "neither": "neither is true of", "two": "exactly two are true of"}[
            form
        ]
        return f"{start} {', '.join(parts[:-1])} and {parts[-1]}"
    form, people, number = clue
    a, b, c = ([names[person] for person in people] * 3)[:3]
    if form == "among":
        return f"{a} has seat {number[0]} or seat {number[1]}"
    return {
        "before": f"{a}'s seat number is lower than {b}'s",
        "next": f"{a} and {b} sit next to each other",
        "parity": f"{a}'s seat number is {'odd' if number else 'even'}",
        "gap": f"the seat numbers of {a} and {b} differ by exactly {number}",
        "between": f"{a}'s seat number lies between {b}'s and {c}'s",
    }[form]


def observe(instance: dict[str, Any]) -> str:
    """State the seats, the clues and the answer format."""
    names, lies, clues = instance["names"], instance["lies"], instance["clues"]
    count = len(names)
    place = (
        f"round a table with seats numbered 1 to {count} in clockwise order; seats 1 and {count} are next to each other"
        if instance["round"]
        else f"in a row of seats numbered 1 to {count} from left to right"
    )
    lines = "\n".join(f"{number}. {_text(clue, names)}" for number, clue in enumerate(clues, start=1))
    number_of_lies = (
        f"Exactly {lies} of these {len(clues)} clues {'is' if lies == 1 else 'are'} false, the others are true"
    )
    brackets = "Square brackets only show how sentences are put together. " if "[" in lines else ""
    condition = "A clue of the form if P then Q is false where P is true and Q is false, and true otherwise. "
    facts = "".join(f"{names[guest]} certainly has seat {seat}. " for guest, seat in instance["known"])
    return (
        f"{count} guests, {', '.join(names)}, sit {place}. {number_of_lies if lies else 'All these clues are true'}:\n"
        f"{lines}\n\n{brackets}{condition if 'if [' in lines else ''}{facts}Exactly one seating fits. Which? Answer "
        f"with all {count} names in the order of the seats, from seat 1 to seat {count}, separated by spaces. (For "
        "only three guests an answer would look like: Zack Yuri Xena)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Count the clues that are false in the order given."""
    names = {name.upper(): guest for guest, name in enumerate(instance["names"])}
    tokens = [token.upper() for token in _tokens(answer)]
    if len(tokens) != len(names) or set(tokens) != set(names):
        return False
    seats = [0] * len(names)
    for seat, token in enumerate(tokens, start=1):
        seats[names[token]] = seat
    table = len(names) if instance["round"] else 0
    false = sum(not _test(clue, table)(seats) for clue in instance["clues"])
    return false == instance["lies"] and all(seats[guest] == seat for guest, seat in instance["known"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted order."""
    return " ".join(instance["names"][guest] for guest in instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange two neighbours, or count from the other end; only one order fits."""
    order: list[int] = instance["solution"]
    wrong = [order[::-1]]
    for at in range(4):
        near = list(order)
        near[at], near[at + 1] = near[at + 1], near[at]
        wrong.append(near)
    return [" ".join(instance["names"][guest] for guest in near) for near in wrong]
