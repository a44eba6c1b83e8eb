"""Recover a message from its encoded form and the list of encoding steps."""

import re
from random import Random
from string import ascii_uppercase

META = {
    "category": "strings",
    "skills": ["string manipulation", "inverse operations", "modular arithmetic"],
    "keywords": ["cipher", "decode", "transposition", "substitution"],
    "answer": "word",
    "version": 1,
}

_SUBSTITUTIONS = ["shift", "growing", "mirror", "key", "every", "chain"]
_TRANSPOSITIONS = ["turn", "rotate", "swap", "deal", "blocks", "columns"]
_TEXTS = {
    "shift": "Move every letter {0} places forward in the alphabet.",
    "growing": "Move the letter at position p forward in the alphabet by {0} times p places.",
    "mirror": "Replace every letter by its mirror image in the alphabet (A by Z, B by Y, ..., Z by A).",
    "key": "Write the key {0} again and again below the text, one key letter below each letter, and move each letter "
    "forward by the key letter's value (A = 0, B = 1, ..., Z = 25).",
    "every": "Move only the letters at positions {0}, 2*{0}, 3*{0}, ... forward in the alphabet, by {1} places.",
    "chain": "From the second letter on, move each letter forward by the value (A = 0, ..., Z = 25) of the letter that "
    "stood just before it when this step began.",
    "turn": "Write the text backwards.",
    "rotate": "Take the first {0} letters away from the front and put them, in the same order, at the end.",
    "swap": "Swap the letters at positions 1 and 2, at positions 3 and 4, and so on; a last letter without partner "
    "stays.",
    "deal": "Write first the letters at odd positions, then those at even positions, each in their order.",
    "blocks": "Cut the text from the front into blocks of {0} letters (the last may be shorter) and write each block "
    "backwards; the blocks keep their order.",
    "columns": "Write the text row by row into rows of {0} letters (the last may be shorter), then read it column by "
    "column from left to right, each column from top to bottom.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a pronounceable message and encode it by random reversible steps."""
    size = rng.randrange(7, 10) + level
    message = "".join(rng.choice("BCDFGHJKLMNPRSTVWZ" if place % 2 else "AEIOU") for place in range(size))
    if rng.random() < 0.5:
        message = message[1:] + rng.choice("BCDFGKLMNPRST")
    known = min(6, 1 + level)
    pool = [*_SUBSTITUTIONS[:known], *_TRANSPOSITIONS[:known]]
    kinds = [rng.choice(_SUBSTITUTIONS[:known]), rng.choice(_TRANSPOSITIONS[1 : 1 + known])]
    rng.shuffle(kinds)
    while len(kinds) < 2 + level // 2:
        place = rng.randrange(len(kinds) + 1)
        kind = rng.choice([kind for kind in pool if kind not in kinds[max(0, place - 1) : place + 1]])
        kinds.insert(place, kind)
    steps = [_draw_step(kind, size, rng) for kind in kinds]
    return {"encoded": _encode(message, steps), "steps": steps, "opening": rng.randrange(2), "solution": message}


def observe(instance: dict) -> str:
    """Return the question."""
    encoded = instance["encoded"]
    opening = (
        f"A message of {len(encoded)} capital letters was encoded by the following steps, one after the other:",
        f"Somebody took a text of {len(encoded)} letters from A to Z and applied these steps in the given order:",
    )[instance["opening"]]
    lines = [f"{number}. {_TEXTS[kind].format(*values)}" for number, (kind, *values) in enumerate(instance["steps"], 1)]
    return "\n".join(
        [
            opening,
            *lines,
            "Positions count from 1 at the left. Moving forward past Z goes on with A.",
            f"The result is {encoded}. What was the text before the first step?",
            "Answer with its letters alone, without spaces, such as: QWERTY",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Encode the answer; every step is one-to-one, so only the message gives the encoded text."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if len(text) != len(instance["encoded"]) or not re.fullmatch(r"[A-Za-z]+", text):
        return False
    return _encode(text.upper(), instance["steps"]) == instance["encoded"]


def solve(instance: dict) -> str:
    """Return the planted message."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Forget to undo the first step or the last one, encode again, or miss one letter or its place."""
    message, encoded, steps = instance["solution"], instance["encoded"], instance["steps"]
    half_done = _encode(message, steps[:1])
    again = _encode(encoded, steps)
    wrong = [
        half_done,
        again,
        message[::-1],
        message[1:],
        message[1:] + message[0],
        message[1] + message[0] + message[2:],
    ]
    wrong.append(message[:-1] + _forward(message[-1], 1))
    return [text for text in dict.fromkeys(wrong) if text != message]


def _draw_step(kind: str, size: int, rng: Random) -> list:
    if kind == "shift":
        return [kind, rng.randrange(3, 24)]
    if kind == "growing":
        return [kind, rng.randrange(1, 6)]
    if kind == "key":
        return [kind, "".join(rng.sample(ascii_uppercase, rng.randrange(3, 6)))]
    if kind == "every":
        return [kind, rng.randrange(2, 4), rng.randrange(3, 24)]
    if kind in ("rotate", "blocks", "columns"):
        return [kind, rng.randrange(2, min(6, size // 2))]
    return [kind]


def _forward(letter: str, places: int) -> str:
    return ascii_uppercase[(ord(letter) - 65 + places) % 26]


def _encode(text: str, steps: list) -> str:
    for kind, *values in steps:
        text = _substitute(text, kind, values) if kind in _SUBSTITUTIONS else _transpose(text, kind, values)
    return text


def _substitute(text: str, kind: str, values: list) -> str:
    moves = [ord(letter) - 65 for letter in text]
    if kind == "mirror":
        return "".join(ascii_uppercase[25 - move] for move in moves)
    if kind == "shift":
        amounts = [values[0]] * len(text)
    elif kind == "growing":
        amounts = [values[0] * place for place in range(1, len(text) + 1)]
    elif kind == "key":
        amounts = [ord(values[0][place % len(values[0])]) - 65 for place in range(len(text))]
    elif kind == "every":
        amounts = [values[1] if place % values[0] == 0 else 0 for place in range(1, len(text) + 1)]
    else:
        amounts = [0, *moves[:-1]]
    return "".join(map(_forward, text, amounts))


def _transpose(text: str, kind: str, values: list) -> str:
    if kind == "turn":
        return text[::-1]
    if kind == "rotate":
        return text[values[0] :] + text[: values[0]]
    if kind == "deal":
        return text[::2] + text[1::2]
    if kind == "columns":
        return "".join(text[column :: values[0]] for column in range(values[0]))
    width = 2 if kind == "swap" else values[0]
    return "".join(text[start : start + width][::-1] for start in range(0, len(text), width))
