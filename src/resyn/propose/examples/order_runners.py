"""Find the order in which runners finished, from clues about the places between them."""

import re
from random import Random

META = {"category": "logic", "skills": ["ordering"], "keywords": ["ranking"], "answer": "sequence", "version": 1}

_NAMES = "Ada Bob Cem Dan Eva Fay Gus Hal Ida Jon Kim Leo Mia Ned Ola Pia Quin Ron Sue Tom"


def generate(level: int, rng: Random) -> dict:
    """Hide an order and link each runner to an earlier one by a clue; from level 3 some clues hide who was first."""
    order = rng.sample(_NAMES.split(), min(5 + level, 20))
    places = rng.sample(range(len(order)), len(order))
    clues = []
    for i in range(1, len(places)):
        a, b = sorted([places[i], places[rng.randrange(i)]])
        clues.append([order[a], order[b], b - a, "before" if i == 1 or i > level - 2 else "apart"])
    rng.shuffle(clues)
    return {"runners": sorted(order), "clues": clues, "solution": order}


def observe(instance: dict) -> str:
    """Return the question."""
    lines = [f"{len(instance['runners'])} runners finished one after another: {', '.join(instance['runners'])}."]
    for a, b, gap, kind in instance["clues"]:
        text = f"{a} finished {gap} place(s) before {b}." if kind == "before" else ""
        lines.append(text or f"Between the places of {min(a, b)} and {max(a, b)} there is a difference of {gap}.")
    lines.append("Find an order that fits all clues. Answer with all names from first to last, separated by spaces.")
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Check that each runner is named once and that every clue holds."""
    names = re.split(r"[\s,]+", answer.strip().rstrip(".").lower())
    place = {name: i for i, name in enumerate(names)}
    if sorted(names) != sorted(name.lower() for name in instance["runners"]):
        return False
    for a, b, gap, kind in instance["clues"]:
        found = place[b.lower()] - place[a.lower()]
        if found != gap and (kind == "before" or found != -gap):
            return False
    return True


def solve(instance: dict) -> str:
    """Write the hidden order."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Turn the order round, forget the last runner, or name the first one twice."""
    order = instance["solution"]
    return [" ".join(order[::-1]), " ".join(order[:-1]), " ".join([*order[:-1], order[0]])]
