"""Find a long word that can be read, with gaps, in all of several strings and keeps rules on its letters."""

import itertools
from functools import cache
from random import Random

META = {
    "category": "algorithms",
    "skills": ["dynamic programming", "string matching", "optimisation"],
    "keywords": ["longest common subsequence", "gaps", "certificate"],
    "answer": "word",
    "version": 1,
}

_VALUES = {"a": 2, "b": 3, "c": 1, "d": 4, "e": 2}


def generate(level: int, rng: Random) -> dict:
    """Draw strings and rules and compute how long (or how valuable) a word can be; keep a draw that can be done."""
    letters = "abcd" if level < 6 else "abcde"
    for attempt in range(20):
        count, length = 2 + (level >= 3), 8 + level
        instance = {
            "strings": ["".join(rng.choice(letters) for _ in range(length)) for _ in range(count)],
            "apart": level >= 2,
            "gap": 3 if level >= 4 else None,
            "twice": rng.choice(letters) if level >= 5 else "",
            "valued": level >= 7,
            "ends": "".join(rng.choice(letters) for _ in range(2)) if level >= 8 else "",
        }
        if attempt == 19:
            instance |= {"twice": "", "ends": "", "strings": [instance["strings"][0]] * count}
        word = _best(instance)
        if len(word) >= 3 + (level < 8) and len(set(word)) > 1:
            break
    return {**instance, "least": _worth(instance, word), "solution": word}


def _worth(instance: dict, word: str) -> int:
    return sum(_VALUES[letter] for letter in word) if instance["valued"] else len(word)


def _best(instance: dict) -> str:
    """Return a word of the greatest worth, "" where none keeps the rules; by the best ending after each place."""
    strings, gap = instance["strings"], instance["gap"] or 999

    @cache
    def longest(places: tuple[int, ...], need: int) -> tuple[int, str]:
        last = strings[0][places[0]] if places[0] >= 0 else ""
        stop = need == 0 and (not instance["ends"] or last == instance["ends"][1])
        found = (0, "") if stop and last else (-999, "")
        others = [
            {letter: s.find(letter, p + 1) for letter in _VALUES} for s, p in zip(strings[1:], places[1:], strict=True)
        ]
        reach = len(strings[0]) if places[0] < 0 else min(len(strings[0]), places[0] + gap + 2)
        for at in range(places[0] + 1, reach):
            letter = strings[0][at]
            if min(other[letter] for other in others) < 0 or (instance["apart"] and letter == last):
                continue
            if not last and instance["ends"] and letter != instance["ends"][0]:
                continue
            worth, rest = longest(
                (at, *(other[letter] for other in others)), max(0, need - (letter == instance["twice"]))
            )
            worth += _VALUES[letter] if instance["valued"] else 1
            found = max(found, (worth, letter + rest), key=lambda pair: pair[0])
        return found

    worth, word = longest((-1,) * len(strings), 2 if instance["twice"] else 0)
    return word if worth > 0 else ""


def observe(instance: dict) -> str:
    """Return the question."""
    strings = [f"  {number}: {text}" for number, text in enumerate(instance["strings"], start=1)]
    rules = ["The word can be read in each string from left to right, if letters in between are passed over."]
    if instance["gap"]:
        rules.append(
            f"In string 1 it can be read so that between any two letters of the word that follow each other at most "
            f"{instance['gap']} letters are passed over (before the first and after the last any number)."
        )
    if instance["apart"]:
        rules.append("No letter of the word is followed directly by the same letter.")
    if instance["twice"]:
        rules.append(f"The letter {instance['twice']} stands in it at least twice.")
    if instance["ends"]:
        rules.append(f"It begins with {instance['ends'][0]} and ends with {instance['ends'][1]}.")
    size = f"The word has at least {instance['least']} letters."
    if instance["valued"]:
        values = ", ".join(f"{letter} {points}" for letter, points in _VALUES.items())
        size = f"Its letters are worth these points: {values}. They add up to at least {instance['least']}."
    return "\n".join(
        [
            "Find a word for these strings:",
            *strings,
            "Rules:",
            *("- " + rule for rule in [*rules, size]),
            "If there are several, give any one. Answer with the word alone, such as: xyzxy",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check every rule; where gaps are limited, follow all places at which the word may have got so far."""
    word = answer.strip().removesuffix(".").rstrip().casefold()
    if not 0 < len(word) <= len(instance["strings"][0]) or not set(word) <= set(_VALUES):
        return False
    for number, text in enumerate(instance["strings"]):
        gap = instance["gap"] if instance["gap"] is not None and number == 0 else len(text)
        places = [at for at, letter in enumerate(text) if letter == word[0]]
        for letter in word[1:]:
            reached = {at for place in places for at in range(place + 1, min(len(text), place + gap + 2))}
            places = sorted(at for at in reached if text[at] == letter)
        if not places:
            return False
    if instance["apart"] and any(a == b for a, b in itertools.pairwise(word)):
        return False
    if instance["twice"] and word.count(instance["twice"]) < 2:
        return False
    return (not instance["ends"] or word[0] + word[-1] == instance["ends"]) and _worth(instance, word) >= instance[
        "least"
    ]


def solve(instance: dict) -> str:
    """Return the best word found when the strings were drawn."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Leave a letter out, add one, reverse the word, or copy a string."""
    word = instance["solution"]
    nears = [word[:-1], word[1:], word[0] + word, word + word[-1], word[::-1], instance["strings"][0], word + "f"]
    nears += [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
    return [near for near in dict.fromkeys(nears) if not verify(instance, near)][:8]
