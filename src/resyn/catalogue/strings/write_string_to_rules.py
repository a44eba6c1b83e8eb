"""Write a string that meets exact counts of its letters, pairs, runs and places."""

import re
from itertools import groupby, pairwise
from random import Random

META = {
    "category": "strings",
    "skills": ["string construction", "counting", "constraint solving"],
    "keywords": ["letter counts", "substrings", "runs", "subsequences"],
    "answer": "word",
    "version": 1,
}

_TEXTS = {
    "count": "The letter {0} occurs exactly {n} time(s).",
    "pair": "There are exactly {n} position(s) at which the letter {0} is immediately followed by {1}.",
    "places": "The positions of all letters {0}, added up, give {n}.",
    "blocks": "It has exactly {n} blocks; a block is a longest stretch of equal neighbouring letters, maybe of "
    "length 1.",
    "before": "There are exactly {n} ways to pick a letter {0} and a letter {1} so that this {0} stands somewhere to "
    "the left of this {1}.",
    "longest": "The longest stretch of equal neighbouring letters has exactly {n} letter(s).",
    "mirror": "There are exactly {n} positions that hold the same letter as the position equally far from the other "
    "end of the string (a middle position counts).",
    "lead": "Going from left to right and counting letters seen so far, the number of {0} minus the number of {1} is "
    "at its highest (the start, 0 minus 0, included) exactly {n}.",
    "kinds": "Exactly {n} different pairs of neighbouring letters occur (XY and YX are different pairs, XX is a pair).",
    "triples": "There are exactly {n} positions at which three letters in a row read the same forwards and backwards.",
    "spread": "From the first {0} to the last {0} it is exactly {n} positions (0 if there is only one {0}).",
}
_LETTERS = {"count": 1, "pair": 2, "places": 1, "before": 2, "lead": 2, "spread": 1}
_ORDER = ["pair", "places", "blocks", "before", "mirror", "spread", "lead", "triples", "longest", "kinds"]


def generate(level: int, rng: Random) -> dict:
    """Draw a string and state what is measured on it."""
    letters = rng.sample("ABCDEFGHJKLMNPRSTUVWXYZ", min(20, 3 + level // 5))
    size = rng.randrange(8, 11) + level
    text = letters + [rng.choice(letters) for _ in range(size - len(letters))]
    rng.shuffle(text)
    word = "".join(text)
    asked = [["count", letter] for letter in rng.sample(letters, 2)]
    asked.append(["pair", *rng.sample(letters, 2)])
    for place in range(level):
        kind = _ORDER[rng.randrange(min(len(_ORDER), 2 + level))] if place else "places"
        asked.append([kind, *rng.sample(letters, _LETTERS.get(kind, 0))])
    rules = [[_measure(word, *rule), *rule] for rule in asked]
    distinct = [rule for place, rule in enumerate(rules) if rule not in rules[:place]]
    return {"letters": sorted(letters), "length": size, "rules": distinct, "solution": word}


def observe(instance: dict) -> str:
    """Return the question."""
    rules = [f"- {_TEXTS[kind].format(*letters, n=n)}" for n, kind, *letters in instance["rules"]]
    return "\n".join(
        [
            f"Write a string of exactly {instance['length']} letters, each of them one of "
            f"{', '.join(instance['letters'])}. Positions count from 1 at the left. All of this must hold:",
            *rules,
            "If several strings do, give any one. Answer with the string alone, without spaces, such as: QQOIQ",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Measure the string."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if len(text) != instance["length"] or not re.fullmatch(r"[A-Za-z]+", text):
        return False
    word = text.upper()
    if not set(word) <= set(instance["letters"]):
        return False
    return all(_measure(word, kind, *letters) == n for n, kind, *letters in instance["rules"])


def solve(instance: dict) -> str:
    """Return the planted string."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Leave a letter out, put one too many, change a counted letter, or swap neighbours against a rule."""
    word, counted = instance["solution"], instance["rules"][0][2]
    other = next(letter for letter in instance["letters"] if letter != counted)
    wrong = [word[:-1], word + word[-1], word.replace(counted, other, 1), word.replace(other, counted, 1)]
    for place in range(len(word) - 1):
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        if any(_measure(swapped, *rule) != n for n, *rule in instance["rules"]):
            wrong.append(swapped)
    return wrong[:7]


def _measure(word: str, kind: str, *letters: str) -> int:
    """Return the number that a rule speaks of."""
    measures = {"blocks": _count_blocks, "longest": _longest_block, "mirror": _count_mirrored}
    measures |= {"kinds": _count_kinds, "triples": _count_triples}
    if kind in measures:
        return measures[kind](word)
    first, second = letters[0], letters[-1]
    if kind == "count":
        return word.count(first)
    if kind == "pair":
        return sum(a == first and b == second for a, b in pairwise(word))
    if kind == "places":
        return sum(place for place, letter in enumerate(word, start=1) if letter == first)
    if kind == "before":
        return sum(word[place:].count(second) for place, letter in enumerate(word) if letter == first)
    if kind == "spread":
        return word.rfind(first) - word.find(first)
    return max(word[:end].count(first) - word[:end].count(second) for end in range(len(word) + 1))


def _count_blocks(word: str) -> int:
    return len(list(groupby(word)))


def _longest_block(word: str) -> int:
    return max(len(list(block)) for _, block in groupby(word))


def _count_mirrored(word: str) -> int:
    return sum(a == b for a, b in zip(word, reversed(word), strict=True))


def _count_kinds(word: str) -> int:
    return len(set(pairwise(word)))


def _count_triples(word: str) -> int:
    return sum(a == b for a, b in zip(word, word[2:], strict=False))
