"""Find a code that agrees with the marks that several guesses got."""

import re
from itertools import pairwise, product
from random import Random

META = {
    "category": "games",
    "skills": ["deduction", "constraint solving", "elimination"],
    "keywords": ["mastermind", "code breaking", "feedback", "certificate"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Plant a code and add guesses, one of them marked wrongly at high levels, until few codes agree."""
    length, digits = (4, 5 + (level >= 2)) if level < 4 else (5, 6 + (level >= 9))
    code = [rng.randint(1, digits) for _ in range(length)]
    instance: dict = {"length": length, "digits": digits, "liar": level >= 7, "facts": [], "guesses": []}
    if level >= 3:
        facts = [["sum", sum(code)], ["even", sum(digit % 2 == 0 for digit in code)], ["kinds", len(set(code))]]
        facts.append(["rises", sum(a < b for a, b in pairwise(code))])
        instance["facts"] = sorted(rng.sample(facts, 1 + (level >= 6)))
    lie = rng.randrange(4) if instance["liar"] else -1
    left = [
        (0, list(other))
        for other in product(range(1, digits + 1), repeat=length)
        if _agrees(list(other), instance["facts"])
    ]
    while len(instance["guesses"]) < 4 or (len(instance["guesses"]) < 14 and sum(w == (lie >= 0) for w, _ in left) > 2):
        guess = list(rng.choice(left)[1]) if rng.random() < 0.4 else [rng.randint(1, digits) for _ in range(length)]
        if guess == code:
            guess[0] = guess[0] % digits + 1
        kind = "total" if level >= 5 and rng.random() < 0.35 else "both"
        marks = _marks(code, guess, kind)
        if len(instance["guesses"]) == lie:
            marks = [marks[0] + 1 if marks[0] == 0 else marks[0] - 1, *marks[1:]]
        instance["guesses"].append([guess, kind, marks])
        left = [(wrong + (_marks(other, guess, kind) != marks), other) for wrong, other in left]
        left = [(wrong, other) for wrong, other in left if wrong <= (lie >= 0)]
    return {**instance, "solution": code}


def _marks(code: list[int], guess: list[int], kind: str) -> list[int]:
    """Return the number of right digits at the right place and at wrong places, or their sum alone."""
    common = sum(min(code.count(digit), guess.count(digit)) for digit in set(guess))
    if kind == "total":
        return [common]
    exact = sum(a == b for a, b in zip(code, guess, strict=True))
    return [exact, common - exact]


def _agrees(code: list[int], facts: list) -> bool:
    numbers = {
        "sum": sum(code),
        "even": sum(digit % 2 == 0 for digit in code),
        "kinds": len(set(code)),
        "rises": sum(a < b for a, b in pairwise(code)),
    }
    return all(numbers[kind] == number for kind, number in facts)


def observe(instance: dict) -> str:
    """Return the question."""
    lines = []
    for guess, kind, marks in instance["guesses"]:
        text = f"black {marks[0]}, white {marks[1]}" if kind == "both" else f"black and white together {marks[0]}"
        lines.append(f"  {' '.join(map(str, guess))}: {text}")
    texts = {
        "sum": "The digits of the code add up to {0}.",
        "even": "The number of places in the code that hold an even digit is {0}.",
        "kinds": "The number of different digits in the code is {0}.",
        "rises": "The number of places, not counting the first, that hold a larger digit than the place before is {0}.",
    }
    rules = [texts[kind].format(number) for kind, number in instance["facts"]]
    if instance["liar"]:
        rules.append("The line of exactly one guess is wrong: at least one of its numbers is not what it should be.")
    return "\n".join(
        [
            f"A secret code has {instance['length']} digits, each from 1 to {instance['digits']}; digits may "
            "repeat. Guesses "
            "were made at it. Black counts the places at which guess and code hold the same digit. White counts "
            "further "
            "agreements: for each digit, take the smaller of its numbers of occurrences in guess and code, add "
            "these up, and "
            "subtract black. The guesses and their marks:",
            *lines,
            *("- " + rule for rule in rules),
            "Find a code that agrees with all of this; if there are several, give any one.",
            "Answer with the digits of the code in order, separated by spaces, such as: 9 9 8 8",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Mark every guess against the answer."""
    tokens = _tokens(answer)
    if len(tokens) != instance["length"] or not all(re.fullmatch(r"[1-9]", token) for token in tokens):
        return False
    code = [int(token) for token in tokens]
    if max(code) > instance["digits"] or not _agrees(code, instance["facts"]):
        return False
    wrong = sum(_marks(code, guess, kind) != marks for guess, kind, marks in instance["guesses"])
    return wrong == int(instance["liar"])


def solve(instance: dict) -> str:
    """Return the planted code."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Exchange two digits, change one, repeat a guess, or give too few or too many digits."""
    code = instance["solution"]
    nears = [
        code[:-1],
        [*code, code[0]],
        code[::-1],
        [code[1], code[0], *code[2:]],
        *(g for g, _, _ in instance["guesses"][:2]),
    ]
    for at in range(len(code)):
        nears.append([*code[:at], code[at] % instance["digits"] + 1, *code[at + 1 :]])
    texts = [" ".join(map(str, near)) for near in nears]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
