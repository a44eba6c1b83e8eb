"""Turn one word into another by edits whose costs stay within a budget."""

import re
from random import Random

META = {
    "category": "strings",
    "skills": ["dynamic programming", "optimisation", "string manipulation"],
    "keywords": ["edit distance", "edit script", "costs"],
    "answer": "sequence",
    "version": 1,
}

_TEXTS = {
    "R": "R5x: replace the letter at position 5 by x (another letter than before)",
    "D": "D5: delete the letter at position 5",
    "I": "I5x: insert the letter x so that it stands at position 5 afterwards (one position behind the end is allowed)",
    "X": "X5: exchange the letters at positions 5 and 6",
    "F": "F5: move the letter at position 5 to the front",
    "B": "B5: write the first 5 letters backwards; the rest stays",
    "T": "T5: double the letter at position 5, the copy stands directly behind it",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a word, edit it, and take the cheaper of this script and the cheapest one of replace, delete, insert."""
    letters = rng.sample("abdegiklmnoprstuvyz", min(16, 5 + level // 3))
    start = "".join(rng.choice(letters) for _ in range(6 + level // 2))
    kinds = "RDI" + "X" * (level >= 2) + "F" * (level >= 4) + "T" * (level >= 5) + "B" * (level >= 7)
    costs = {kind: rng.randrange(2, 7) for kind in kinds}
    best: tuple[int, list[str], str] = (-1, [], start)
    for _ in range(10):
        text, script = start, []
        for _ in range(3 + level // 2):
            edit = _draw(rng.choice(kinds[-4:] if level > 3 else kinds), text, letters, rng)
            changed = _apply(text, edit)
            if changed is not None and changed != text:
                text = changed
                script.append(edit)
        plain = _cheapest(start, text, costs)
        script = min(script, plain, key=lambda edits: sum(costs[edit[0]] for edit in edits))
        worth = sum(costs[edit[0]] for edit in script)
        if worth > best[0] and len(script) >= 2:
            best = (worth, script, text)
    budget, script, text = best
    if budget < 0:
        script = [f"I1{letters[0]}", f"I1{letters[1]}"]
        budget, text = 2 * costs["I"], letters[1] + letters[0] + start
    return {
        "start": start,
        "goal": text,
        "letters": sorted(letters),
        "costs": costs,
        "budget": budget,
        "solution": script,
    }


def observe(instance: dict) -> str:
    """Return the question."""
    lines = [f"- {_TEXTS[kind]} (cost {cost})" for kind, cost in instance["costs"].items()]
    return "\n".join(
        [
            f"The word {instance['start']} is to be turned into {instance['goal']} by edits. Each edit is made on the "
            "word that the edit before it left; positions count from 1 at the left. The edits, shown with position 5 "
            "and the letter x as an example, and what each costs:",
            *lines,
            f"Inserted and replacing letters must be among {', '.join(instance['letters'])}. An edit must name "
            "positions that exist in the word at that moment.",
            f"Find edits that cost at most {instance['budget']} in total. If there are several ways, give any one.",
            "Answer with the edits in their order, separated by spaces, such as: D9 I1x",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Make the edits and add up what they cost."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 4000 or not text:
        return False
    word, spent = instance["start"], 0
    for edit in text.replace(",", " ").split():
        kind = edit[0].upper()
        if kind not in instance["costs"] or not re.fullmatch(
            r"[RI][1-9][0-9]{0,2}[a-z]|[DXFBT][1-9][0-9]{0,2}", kind + edit[1:]
        ):
            return False
        if kind in "RI" and edit[-1] not in instance["letters"]:
            return False
        spent += instance["costs"][kind]
        changed = _apply(word, kind + edit[1:])
        if changed is None or spent > instance["budget"]:
            return False
        word = changed
    return word == instance["goal"]


def solve(instance: dict) -> str:
    """Return the cheaper script known at generation."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave an edit out, make one more, miss a position by one, or replace letter by letter over budget."""
    script = instance["solution"]
    wrong = [script[:-1], script[1:], [*script, f"I1{instance['letters'][0]}"]]
    numbers = re.sub(r"[0-9]+", lambda found: str(int(found[0]) + 1), script[-1])
    naive = ["D1"] * len(instance["start"]) + [f"I{at}{letter}" for at, letter in enumerate(instance["goal"], 1)]
    wrong += [near for near in ([*script[:-1], numbers], script[::-1], naive) if not verify(instance, " ".join(near))]
    return list(dict.fromkeys(" ".join(edits) for edits in wrong if edits))


def _draw(kind: str, text: str, letters: list[str], rng: Random) -> str:
    place = rng.randrange(2 if kind in "FB" else 1, len(text) + (kind == "I"))
    return f"{kind}{place}" + (rng.choice(letters) if kind in "RI" else "")


def _apply(text: str, edit: str) -> str | None:
    """Return the edited word, None where the edit is not possible."""
    kind = edit[0]
    place = int(re.sub(r"[^0-9]", "", edit))
    if place > len(text) + (kind == "I") - (kind == "X"):
        return None
    head, letter, tail = text[: place - 1], text[place - 1 : place], text[place:]
    if kind == "R":
        return None if edit[-1] == letter else head + edit[-1] + tail
    return {
        "D": head + tail,
        "I": head + edit[-1] + letter + tail,
        "X": head + tail[:1] + letter + tail[1:],
        "F": letter + head + tail,
        "B": (head + letter)[::-1] + tail,
        "T": head + letter + letter + tail,
    }[kind]


def _cheapest(start: str, goal: str, costs: dict[str, int]) -> list[str]:
    """Return a cheapest script of replacing, deleting and inserting; edits go from right to left."""
    row: list[tuple[int, list[str]]] = [(0, [])]
    for letter in goal:
        row.append((row[-1][0] + costs["I"], [f"I1{letter}", *row[-1][1]]))
    for place, old in enumerate(start, 1):
        fresh = [(row[0][0] + costs["D"], [f"D{place}", *row[0][1]])]
        for at, new in enumerate(goal, 1):
            kept = row[at - 1] if old == new else (row[at - 1][0] + costs["R"], [f"R{place}{new}", *row[at - 1][1]])
            dropped = (row[at][0] + costs["D"], [f"D{place}", *row[at][1]])
            added = (fresh[at - 1][0] + costs["I"], [f"I{place + 1}{new}", *fresh[at - 1][1]])
            fresh.append(min(kept, dropped, added, key=lambda case: case[0]))
        row = fresh
    return row[-1][1]
