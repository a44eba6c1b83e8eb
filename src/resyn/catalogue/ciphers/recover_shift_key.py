"""Recover the unknown key of a shift cipher from known words of the message and decode the other words."""

import re
from random import Random

META = {
    "category": "ciphers",
    "skills": ["modular arithmetic", "deduction", "inverse operations"],
    "keywords": ["known plaintext", "running key", "shift cipher"],
    "answer": "text",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw words and a key, encode, and reveal words until every letter of the key shows."""
    size = 2 + (level + 1) // 2
    words = [_word(rng.randrange(3, 6 + level // 3), rng) for _ in range(3 + level // 2)]
    scheme = {
        "size": size,
        "restart": level < 2 or (level >= 4 and rng.random() < 0.5),
        "turn": level >= 3 and rng.random() < 0.6,
        "grow": rng.randrange(1, 6) if level >= 5 else 0,
        "sign": -1 if level >= 6 and rng.random() < 0.5 else 1,
        "chain": level >= 8,
    }
    key = [rng.randrange(26) for _ in range(size)]
    plan = _plan(scheme, words)
    order = rng.sample(range(len(words)), len(words))
    known: list[int] = []
    while len({at for number in known for at, _ in plan[number]}) < size and len(known) < len(words) - 1:
        known.append(order.pop())
    if len({at for number in known for at, _ in plan[number]}) < size:
        words = [_word(size, rng), *words[1:]]
        plan, known = _plan(scheme, words), [0]
    coded = [
        "".join(
            _move(letter, scheme["sign"] * key[at] + extra) for letter, (at, extra) in zip(text, places, strict=True)
        )
        for text, places in zip(_written(words, turn=scheme["turn"]), plan, strict=True)
    ]
    asked = [word for number, word in enumerate(words) if number not in known]
    return scheme | {"coded": coded, "known": [[number, words[number]] for number in sorted(known)], "solution": asked}


def observe(instance: dict) -> str:
    """Return the question."""
    size, steps = instance["size"], []
    way = "back" if instance["sign"] < 0 else "forward"
    steps.append(
        f"The key is a list of {size} numbers from 0 to 25. Each letter of the message was moved {way} in the "
        "alphabet by one of them (after Z comes A, before A comes Z)."
    )
    steps.append(
        "In every word the first letter uses the first number, the second letter the second, and so on; after the last "
        "number the first one follows."
        if instance["restart"]
        else "The letters of the whole message use the numbers one after the other, the next word goes on where the "
        "word before it stopped; after the last number the first one follows."
    )
    if instance["turn"]:
        steps.append("Words 2, 4, 6, ... were written backwards first; their coded form is shown as it came out.")
    if instance["grow"]:
        steps.append(
            f"Besides, every letter of word 2 was moved forward by {instance['grow']} places more, of word 3 by "
            f"{2 * instance['grow']} places more, of word 4 by {3 * instance['grow']}, and so on."
        )
    if instance["chain"]:
        steps.append(
            "Besides, in words 1, 3, 5, ... every letter from the second on was moved forward by as many places more "
            "as its own position in the word (2, 3, ...; counted in the form in which the word was moved)."
        )
    coded = [f"{number}. {word}" for number, word in enumerate(instance["coded"], 1)]
    known = [f"word {number + 1} is {word}" for number, word in instance["known"]]
    rest = [str(number) for number in range(1, len(coded) + 1) if number - 1 not in dict(instance["known"])]
    return "\n".join(
        [
            "A message was encoded word by word as follows; its key is not known:",
            *(f"- {step}" for step in steps),
            "The coded words:",
            *coded,
            f"It is known that in the message {', '.join(known)}.",
            f"What were the other words ({', '.join(rest)}) before they were encoded? They are invented words.",
            "Answer with these words in the order of their numbers, separated by spaces, such as: QUOQ OUUQ",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Ask whether one key turns the known words and the answer's into the coded ones; the known words show it whole."""
    given = answer.strip().upper().removesuffix(".").replace(",", " ").split() if len(answer) < 4000 else []
    coded, known = instance["coded"], dict(instance["known"])
    if len(given) != len(coded) - len(known) or not all(re.fullmatch("[A-Z]+", word) for word in given):
        return False
    rest = iter(given)
    words = [known[number] if number in known else next(rest) for number in range(len(coded))]
    if [len(word) for word in words] != [len(word) for word in coded]:
        return False
    key: dict[int, int] = {}
    for text, code, places in zip(_written(words, turn=instance["turn"]), coded, _plan(instance, words), strict=True):
        for (at, extra), letter, sign in zip(places, text, code, strict=True):
            moved = instance["sign"] * (ord(sign) - ord(letter) - extra) % 26
            if key.setdefault(at, moved) != moved:
                return False
    return True


def solve(instance: dict) -> str:
    """Return the words that were encoded."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Give coded words, miss a letter by one, write a word backwards, or leave one out."""
    words = instance["solution"]
    coded = [word for number, word in enumerate(instance["coded"]) if number not in dict(instance["known"])]
    wrong = [
        coded,
        [*words[:-1], words[-1][:-1] + _move(words[-1][-1], 1)],
        [_move(words[0][0], 25) + words[0][1:], *words[1:]],
    ]
    wrong += [
        [word[::-1] for word in words],
        [*words, words[0]],
        ["".join(_move(letter, 1) for letter in word) for word in words],
    ]
    return list(dict.fromkeys(" ".join(near) for near in wrong if near != words))


def _word(size: int, rng: Random) -> str:
    first = rng.randrange(2)
    return "".join(rng.choice("AEIOU" if (at + first) % 2 else "BCDFGHKLMNPRSTVWZ") for at in range(size))


def _move(letter: str, places: int) -> str:
    return chr((ord(letter) - 65 + places) % 26 + 65)


def _written(words: list[str], *, turn: bool) -> list[str]:
    return [word[::-1] if turn and number % 2 else word for number, word in enumerate(words)]


def _plan(scheme: dict, words: list[str]) -> list[list[tuple[int, int]]]:
    """Return for each letter as coded the place of its number in the key, and what it is moved besides."""
    plan, used = [], 0
    for number, word in enumerate(words):
        start = 0 if scheme["restart"] else used
        extra = [
            number * scheme["grow"] + (at + 1 if scheme["chain"] and at and number % 2 == 0 else 0)
            for at in range(len(word))
        ]
        plan.append([((start + at) % scheme["size"], extra[at]) for at in range(len(word))])
        used += len(word)
    return plan
