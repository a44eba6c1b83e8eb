"""List all pairs of statements about the contents of a box that cannot both be true."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "language",
    "skills": ["semantics", "case analysis", "deduction"],
    "keywords": ["contradiction", "quantifiers", "comparison words"],
    "answer": "set",
    "version": 1,
}

_TEXTS = {
    "exactly": "Exactly {2} of the balls are {0}.",
    "least": "At least {2} of the balls are {0}.",
    "most": "At most {2} of the balls are {0}.",
    "more": "There are more {0} balls than {1} ones.",
    "majority": "The majority of the balls are {0}.",
    "twice": "There are at least twice as many {0} balls as {1} ones.",
    "even": "The number of {0} balls is even.",
    "odd": "The number of {0} balls is odd.",
    "apart": "The numbers of {0} and of {1} balls differ by exactly {2}.",
    "fewest": "There are fewer {0} balls than balls of any other single colour.",
    "if": "If there are more {0} balls than {1} ones, then at least {2} balls are {1}.",
    "either": "Either all three colours occur equally often, or there are more {0} balls than {1} ones.",
    "unless": "At least {2} of the balls are {0}, unless more than half of them are {1}.",
}
_FORMS = list(_TEXTS)


def generate(level: int, rng: Random) -> dict:
    """Draw statements that can each be true, with a fair share of pairs that cannot."""
    colours = rng.sample(["red", "blue", "green", "white", "black", "yellow"], 3)
    total = 6 + level // 2 + rng.randrange(3)
    forms = _FORMS[: min(len(_FORMS), 5 + level)]
    count = 5 + level // 2
    best: tuple[int, list, list] = (10**6, [], [])
    for _ in range(5):
        said: list[list] = []
        while len(said) < count:
            one, two = rng.sample(colours, 2)
            form = rng.choice(forms if rng.random() < 0.5 else forms[-5:])
            statement = [form, one, two, rng.randrange(1, total - 1) if form != "apart" else rng.randrange(1, 5)]
            known = [_TEXTS[kind].format(*rest) for kind, *rest in said]
            if _TEXTS[form].format(*statement[1:]) not in known and _worlds(statement, colours, total):
                said.append(statement)
        worlds = [_worlds(statement, colours, total) for statement in said]
        pairs = [[a + 1, b + 1] for a, b in combinations(range(count), 2) if not worlds[a] & worlds[b]]
        off = abs(len(pairs) - 3 - level // 4) if pairs else 10**5
        if off < best[0]:
            best = (off, said, pairs)
        if off == 0:
            break
    if not best[2]:
        best = (
            0,
            [["exactly", colours[0], colours[1], 1], ["exactly", colours[0], colours[1], 2], *best[1][2:]],
            [[1, 2]],
        )
    return {"colours": sorted(colours), "total": total, "statements": best[1], "solution": best[2]}


def observe(instance: dict) -> str:
    """Return the question."""
    colours, used = instance["colours"], {form for form, *_ in instance["statements"]}
    lines = [
        f"  {number}. {_TEXTS[form].format(*rest)}" for number, (form, *rest) in enumerate(instance["statements"], 1)
    ]
    notes = ["There may be no ball of a colour; 0 is an even number."]
    if "majority" in used:
        notes.append("'The majority' means more than half.")
    if "twice" in used:
        notes.append("Where there are no balls of the second colour, 'at least twice as many' is true.")
    if "if" in used:
        notes.append("'If P, then Q' is false only where P is true and Q is false.")
    if "either" in used:
        notes.append("'Either P, or Q' is true where P or Q is true.")
    if "unless" in used:
        notes.append("'P, unless Q' is false only where both P and Q are false.")
    return "\n".join(
        [
            f"A box holds {instance['total']} balls, each of them {colours[0]}, {colours[1]} or {colours[2]}. Some "
            "people say about the box:",
            *lines,
            f"How the words are meant: {' '.join(notes)}",
            "Two statements contradict each other if no such box makes both true. Find all pairs that contradict each "
            "other.",
            "Answer with the pairs, each as two numbers joined by a hyphen, the smaller first, in any order, "
            "separated by spaces, such as: 90-91 92-95",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Try every box for every pair."""
    text = answer.strip().removesuffix(".").rstrip()
    if not re.fullmatch(r"[0-9]{1,2}-[0-9]{1,2}(?:(?:\s*,\s*|\s+)[0-9]{1,2}-[0-9]{1,2}){0,300}", text):
        return False
    named = re.findall(r"[0-9]+-[0-9]+", text)
    total, statements = instance["total"], instance["statements"]
    boxes = [
        dict(zip(instance["colours"], (one, two, total - one - two), strict=True))
        for one in range(total + 1)
        for two in range(total + 1 - one)
    ]
    truth = [[_holds(statement, box) for box in boxes] for statement in statements]
    pairs = {
        f"{a + 1}-{b + 1}"
        for a, b in combinations(range(len(statements)), 2)
        if not any(one and two for one, two in zip(truth[a], truth[b], strict=True))
    }
    return len(named) == len(set(named)) and set(named) == pairs


def solve(instance: dict) -> str:
    """Return the pairs found when the statements were drawn."""
    return " ".join(f"{a}-{b}" for a, b in instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss a pair, name one too many, or take another one instead."""
    right = instance["solution"]
    spare = [
        list(pair) for pair in combinations(range(1, len(instance["statements"]) + 1), 2) if list(pair) not in right
    ]
    wrong = [right[1:], right[:-1], [*right, *spare[:1]], [*right, *spare[-1:]], [*right[1:], *spare[:1]], spare]
    return list(dict.fromkeys(" ".join(f"{a}-{b}" for a, b in pairs) for pairs in wrong if pairs and pairs != right))


def _worlds(statement: list, colours: list[str], total: int) -> int:
    """Return, as a bit mask, the boxes that make a statement true."""
    one, two, three = sorted(colours)
    boxes = [{one: a, two: b, three: total - a - b} for a in range(total + 1) for b in range(total + 1 - a)]
    return sum(_holds(statement, box) << bit for bit, box in enumerate(boxes))


def _holds(statement: list, box: dict[str, int]) -> bool:
    form, one, two, number = statement
    first, second, total = box[one], box[two], sum(box.values())
    return {
        "exactly": first == number,
        "least": first >= number,
        "most": first <= number,
        "more": first > second,
        "majority": 2 * first > total,
        "twice": first >= 2 * second,
        "even": first % 2 == 0,
        "odd": first % 2 == 1,
        "apart": abs(first - second) == number,
        "fewest": all(first < count for colour, count in box.items() if colour != one),
        "if": first <= second or second >= number,
        "either": first > second or len(set(box.values())) == 1,
        "unless": first >= number or 2 * second > total,
    }[form]
