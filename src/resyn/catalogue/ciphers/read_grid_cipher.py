"""Decode a message that was encoded pair by pair in squares of letters that move after each pair."""

import re
from random import Random

META = {
    "category": "ciphers",
    "skills": ["spatial simulation", "inverse operations", "rule following"],
    "keywords": ["letter square", "digraph", "playfair"],
    "answer": "word",
    "version": 1,
}

_ALPHABET = "ABCDEFGHIKLMNOPQRSTUVWXYZ"


def generate(level: int, rng: Random) -> dict:
    """Draw keys and a message whose pairs use every rule, and encode it."""
    side = 4 if level == 1 else 5
    letters = _ALPHABET[: side * side]
    keys = ["".join(rng.sample(letters, rng.randrange(4, 8))) for _ in range(2 if level >= 5 else 1)]
    machine = {
        "side": side,
        "keys": keys,
        "roll_rows": level >= 3,
        "roll_columns": level >= 7,
        "chain": level >= 9,
    }
    message = "".join(rng.choice(letters) for _ in range(6 + 2 * (level // 2)))
    return machine | {"coded": _encode(machine, message), "solution": message}


def observe(instance: dict) -> str:
    """Return the question."""
    side, keys = instance["side"], instance["keys"]
    letters = _ALPHABET[: side * side]
    two = len(keys) > 1
    lines = []
    if side == 4:
        lines += ["This square is used:", *("  " + " ".join(row) for row in _square(keys[0], side))]
    else:
        for name, key in zip(("Square 1", "Square 2") if two else ("The square",), keys, strict=True):
            lines.append(
                f"{name} has 5 rows of 5 letters. It is filled row by row with the letters of {key} and then with the "
                "rest of the alphabet in its order; there is no J."
            )
    second = "square 2" if two else "the square"
    lines.append(
        f"A message of the letters {letters[0]} to {letters[-1]} was cut into pairs of letters. The first letter of a "
        f"pair is looked up in {'square 1' if two else 'the square'}, the second in {second}. Rows and columns go "
        "around: right of the last column is the first, below the last row is the first. Each pair is replaced as "
        "follows:"
    )
    lines += [
        "- If both letters stand in the same row and column"
        + ("" if two else " (that is, they are equal)")
        + ", each is replaced by the letter one row down and one column to the right of it (diagonally).",
        "- Otherwise, if they stand in rows of the same number, each is replaced by the letter to the right of it.",
        "- Otherwise, if they stand in columns of the same number, each is replaced by the letter below it.",
        "- Otherwise, each is replaced by the letter in its own row and in the column of the other letter.",
        "In all cases the replacing letter is taken from the square in which the letter was looked up.",
    ]
    if instance["roll_rows"]:
        lines.append(
            f"After each pair, the top row of {'square 1' if two else 'the square'} is taken off and put below its "
            f"last row."
        )
    if instance["roll_columns"]:
        lines.append("After each pair, the first column of square 2 is taken off and put behind its last column.")
    if instance["chain"]:
        lines.append(
            "Then, if the coded form of the pair is two different letters in alphabetical order, the two squares "
            "change roles: what was square 1 is called square 2 from then on, and the other way round."
        )
    return "\n".join(
        [
            *lines,
            f"The coded message is {instance['coded']}. What was the message? (It is no word of any language.)",
            "Answer with its letters alone, without spaces, such as: HAHBAD",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Encode the answer; the rules are one-to-one on pairs."""
    text = answer.strip().removesuffix(".").rstrip().upper()
    letters = _ALPHABET[: instance["side"] ** 2]
    if not re.fullmatch(r"[A-Z]+", text) or len(text) != len(instance["coded"]) or not set(text) <= set(letters):
        return False
    return _encode(instance, text) == instance["coded"]


def solve(instance: dict) -> str:
    """Return the message."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Encode once more, forget that the square moves, exchange the letters of a pair, or miss one letter."""
    message, letters = instance["solution"], _ALPHABET[: instance["side"] ** 2]
    other = letters[(letters.index(message[-1]) + 1) % len(letters)]
    still = _decode_still(instance)
    swapped = message[1] + message[0] + message[2:]
    wrong = [_encode(instance, instance["coded"]), still, swapped, message[:-1] + other, message[::-1], message[:-1]]
    return [text for text in dict.fromkeys(wrong) if text != message]


def _square(key: str, side: int) -> list[str]:
    signs = key + "".join(letter for letter in _ALPHABET[: side * side] if letter not in key)
    return [signs[at : at + side] for at in range(0, side * side, side)]


def _encode(machine: dict, message: str) -> str:
    side = machine["side"]
    first = _square(machine["keys"][0], side)
    second = _square(machine["keys"][-1], side) if len(machine["keys"]) > 1 else first
    alone, coded = len(machine["keys"]) == 1, ""
    for at in range(0, len(message), 2):
        pair = _pair(first, second, message[at], message[at + 1])
        coded += pair
        if machine["roll_rows"]:
            first = first[1:] + first[:1]
        if machine["roll_columns"]:
            second = [row[1:] + row[0] for row in second]
        if alone:
            second = first
        elif machine["chain"] and pair[0] < pair[1]:
            first, second = second, first
    return coded


def _pair(first: list[str], second: list[str], one: str, two: str) -> str:
    side = len(first)
    row, column = next((at, row.index(one)) for at, row in enumerate(first) if one in row)
    other, across = next((at, row.index(two)) for at, row in enumerate(second) if two in row)
    if row != other and column != across:
        return first[row][across] + second[other][column]
    down, right = (1, 1) if (row, column) == (other, across) else (0, 1) if row == other else (1, 0)
    return first[(row + down) % side][(column + right) % side] + second[(other + down) % side][(across + right) % side]


def _decode_still(instance: dict) -> str:
    """Decode as if the squares did not move."""
    first, second = (_square(instance["keys"][at], instance["side"]) for at in (0, -1))
    letters = _ALPHABET[: instance["side"] ** 2]
    table = {_pair(first, second, one, two): one + two for one in letters for two in letters}
    coded = instance["coded"]
    return "".join(table[coded[at : at + 2]] for at in range(0, len(coded), 2))
