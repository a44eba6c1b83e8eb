"""Find the order of events from witnesses of whom each confused a stated number of pairs."""

import re
from itertools import combinations, permutations
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["temporal reasoning", "deduction", "consistency checking"],
    "keywords": ["event order", "noisy testimony", "inversions"],
    "answer": "sequence",
    "version": 1,
}

_EVENTS = ("alarm", "crash", "delivery", "eclipse", "fire", "goal", "hail", "landing", "match", "parade", "quake")
_EVENTS += ("rescue", "storm", "toast", "verdict", "wedding")
_BACK_LEVEL, _CLOSE_LEVEL, _CAUSE_LEVEL = 3, 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant an order and let witnesses confuse it, until no near or drawn order fits all of them."""
    count = min(5 + level // 2, len(_EVENTS))
    names = rng.sample(_EVENTS, count)
    order = rng.sample(range(count), count)
    if count <= 6:
        rivals = [list(other) for other in permutations(range(count)) if list(other) != order]
    else:
        rivals = _near(order) + [rng.sample(range(count), count) for _ in range(150)]
    lists: list[list[Any]] = []
    for _ in range(60):
        if not rivals:
            break
        witness = _draw_list(order, level, rng)
        left = [rival for rival in rivals if _fits(witness, rival)]
        if len(left) < len(rivals):
            lists.append(witness)
            rivals = left
    return {"names": names, "lists": lists, "solution": order}


def _near(order: list[int]) -> list[list[int]]:
    rivals = []
    for one, two in combinations(range(len(order)), 2):
        swapped = list(order)
        swapped[one], swapped[two] = order[two], order[one]
        rivals += [swapped, [*order[:one], *order[one + 1 : two + 1], order[one], *order[two + 1 :]]]
    return rivals


def _draw_list(order: list[int], level: int, rng: Random) -> list[Any]:
    """Return [kind, events, number of wrong pairs]."""
    kinds = ["told"] * 3 + ["back"] * (level >= _BACK_LEVEL) + ["close"] * (level >= _CLOSE_LEVEL)
    kind = rng.choice(kinds + ["gap"] * (level >= _CAUSE_LEVEL))
    if kind in ("close", "gap"):
        one, two = sorted(rng.sample(range(len(order)), 2))
        if kind == "close":
            return [kind, sorted(order[one : two + 1][:: max(1, two - one)]), two - one - 1]
        return [kind, [order[two], order[one]], two]
    size = min(len(order), rng.randint(3, 4) + level // 4)
    told = [order[at] for at in sorted(rng.sample(range(len(order)), size))]
    for _ in range(rng.randint(1, 1 + (level + 1) // 2)):
        at = rng.randrange(size - 1)
        told[at], told[at + 1] = told[at + 1], told[at]
    wrong = _wrong_pairs(told, order)
    return [kind, told[::-1] if kind == "back" else told, wrong]


def _wrong_pairs(told: list[int], order: list[int]) -> int:
    place = {event: at for at, event in enumerate(order)}
    return sum(place[one] > place[two] for one, two in combinations(told, 2))


def _fits(witness: list[Any], order: list[int]) -> bool:
    kind, events, number = witness
    if kind == "close":
        return abs(order.index(events[0]) - order.index(events[1])) - 1 == number
    if kind == "gap":
        return order.index(events[1]) < order.index(events[0]) == number
    return _wrong_pairs(events[::-1] if kind == "back" else events, order) == number


def _text(witness: list[Any], names: list[str]) -> str:
    kind, events, number = witness
    listed = [names[event] for event in events]
    if kind == "close":
        return (
            f"Certain: exactly {number} of the events lie between {listed[0]} and {listed[1]} (whichever came first)."
        )
    if kind == "gap":
        return f"Certain: exactly {number} of all the events came before {listed[0]}, and {listed[1]} is one of them."
    turn = "from the latest to the earliest" if kind == "back" else "from the earliest to the latest"
    pairs = (
        f"exactly {number} pairs of these are" if number > 1 else ("no pair", "exactly 1 pair")[number] + " of these is"
    )
    return f"Told {turn}: {', '.join(listed)}; {pairs} told the wrong way round."


def observe(instance: dict[str, Any]) -> str:
    """State the events, the testimony and the answer format."""
    names = instance["names"]
    lines = "\n".join(f"{at}. {_text(witness, names)}" for at, witness in enumerate(instance["lists"], start=1))
    return (
        f"{len(names)} events happened one after another: {', '.join(names)}. Witnesses told some of them in order, "
        "but confused them. A pair is any two events of a list, next to each other in it or not; it is told the "
        f"wrong way round if the list, read in its stated direction, puts them in another order than the true "
        f"one.\n\n{lines}\n\nIn which order did all {len(names)} events happen? Any order that fits every line is "
        "accepted. Answer with the events from the earliest to the latest, separated by spaces. (For only three "
        "events an answer would look like: dinner lunch supper)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Count the wrong pairs of every witness under the order given."""
    names = instance["names"]
    tokens = [token.lower() for token in _tokens(answer)]
    if sorted(tokens) != sorted(names):
        return False
    order = [names.index(token) for token in tokens]
    return all(_fits(witness, order) for witness in instance["lists"])


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
    return " ".join(instance["names"][event] for event in instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Exchange two neighbours, turn the order round, or forget the last event."""
    order: list[int] = instance["solution"]
    wrong = [order[::-1], order[:-1], [*order[:-1], order[0]]]
    for at in range(len(order) - 1):
        wrong.append([*order[:at], order[at + 1], order[at], *order[at + 2 :]])
    texts = [" ".join(instance["names"][event] for event in near) for near in wrong]
    return [text for text in texts if not verify(instance, text)]
