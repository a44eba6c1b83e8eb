"""Put people in an order that fits all clues."""

import itertools

META = {"category": "logic", "skills": ["ordering"], "keywords": ["queue"], "answer": "sequence", "version": 1}

NAMES = ["Ann", "Bob", "Cem", "Dia", "Eve", "Flo", "Gus", "Hal"]


def generate(level, rng):
    order = NAMES[: level + 2]
    rng.shuffle(order)
    clues = [list(pair) for pair in itertools.pairwise(order)]
    rng.shuffle(clues)
    return {"clues": clues, "solution": order}


def observe(instance):
    clues = "\n".join(f"{place}. {a} stands before {b}." for place, (a, b) in enumerate(instance["clues"], 1))
    return f"People stand in a queue.\n{clues}\nName all from front to back, separated by spaces."


def verify(instance, answer):
    people = sorted({name for clue in instance["clues"] for name in clue})
    given = answer.split()
    return sorted(given) == people and all(given.index(a) < given.index(b) for a, b in instance["clues"])


def solve(instance):
    return " ".join(instance["solution"])


def wrong_answers(instance):
    order = instance["solution"]
    return [" ".join(reversed(order)), " ".join(order[1:]), " ".join([*order, order[0]])]
