"""Encode a text with turning rotors whose wiring and stepping are stated."""

import re
from random import Random

META = {
    "category": "ciphers",
    "skills": ["simulation", "modular arithmetic", "state tracking"],
    "keywords": ["rotor machine", "permutation", "stepping"],
    "answer": "word",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw rotors and a text, and encode it with the whole machine as one table for each letter."""
    letters = "ABCDEFGHIJKL"[: min(12, 6 + level // 3)]
    size = len(letters)
    machine = {
        "letters": letters,
        "rotors": ["".join(rng.sample(letters, size)) for _ in range(1 + (level >= 2) + (level >= 6) + level // 10)],
        "starts": [],
        "jumps": [],
        "mirror": _pairs(letters, size // 2, rng) if level >= 4 else [],
        "plugs": _pairs(letters, 2, rng) if level >= 5 else [],
        "brake": rng.choice(letters) if level >= 7 else None,
    }
    machine["starts"] = [rng.randrange(size) for _ in machine["rotors"]]
    machine["jumps"] = [1 if level < 3 else rng.randrange(1, 4) for _ in machine["rotors"]]
    text = "".join(rng.choice(letters) for _ in range(6 + level // 2))
    return machine | {"text": text, "solution": _encode(machine, text)}


def observe(instance: dict) -> str:
    """Return the question."""
    letters, rotors = instance["letters"], instance["rotors"]
    size, many = len(letters), len(rotors) > 1
    lines = [
        f"A machine encodes texts of the {size} letters {letters}. In calculations {letters[0]} counts as 0, "
        f"{letters[1]} as 1, and so on to {letters[-1]} as {size - 1}; sums are taken modulo {size}.",
    ]
    for number, (rotor, start, jump) in enumerate(zip(rotors, instance["starts"], instance["jumps"], strict=True), 1):
        lines.append(f"Rotor {number}: table {rotor}, position {start} at the beginning, step {jump}.")
    lines.append(
        "A rotor at position p replaces a letter with number x by the letter that stands at place (x + p) mod "
        f"{size} of its table, where places count from 0."
    )
    way = ["exchanges the letters of the plug pairs" if instance["plugs"] else ""]
    way.append("goes through rotor " + ", then ".join(map(str, range(1, len(rotors) + 1))))
    if instance["mirror"]:
        back = ", then ".join(map(str, range(len(rotors), 0, -1)))
        way.append(
            f"exchanges the letters of the mirror pairs, and goes back through rotor {back} in reverse (what the "
            "rotor, at the same position, would replace by the letter is put in its place)"
        )
    if instance["plugs"]:
        way.append("exchanges the letters of the plug pairs again")
    lines.append(
        f"Each letter of the text, one after the other, {'; '.join(step for step in way if step)}. The result is "
        f"written down."
    )
    for name in ("plugs", "mirror"):
        if instance[name]:
            lines.append(
                f"{'Plug' if name == 'plugs' else 'Mirror'} pairs: {', '.join(instance[name])}; a letter in no pair "
                f"stays."
            )
    lines.append("After each letter rotor 1 turns: its step is added to its position.")
    if many:
        lines.append(
            f"When adding the step takes a rotor's position to {size} or beyond ({size} is subtracted then), the next "
            "rotor turns by its own step, too, and so on; the last rotor has no next one."
        )
    if instance["brake"]:
        lines.append(f"When the letter written down is {instance['brake']}, no rotor turns after it.")
    return "\n".join(
        [
            *lines,
            f"The text is {instance['text']}. What does the machine write down?",
            "Answer with these letters alone, without spaces, such as: CABBA",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Send the letters through the machine one by one."""
    text = answer.strip().removesuffix(".").rstrip().upper()
    letters, size = instance["letters"], len(instance["letters"])
    if not re.fullmatch(r"[A-Z]+", text) or len(text) != len(instance["text"]):
        return False
    plugs, mirror = (
        {a: b for one, two in instance[name] for a, b in ((one, two), (two, one))} for name in ("plugs", "mirror")
    )
    places = list(instance["starts"])
    for plain, written in zip(instance["text"], text, strict=True):
        letter = plugs.get(plain, plain)
        for rotor, place in zip(instance["rotors"], places, strict=True):
            letter = rotor[(letters.index(letter) + place) % size]
        if instance["mirror"]:
            letter = mirror.get(letter, letter)
            for rotor, place in reversed(list(zip(instance["rotors"], places, strict=True))):
                letter = letters[(rotor.index(letter) - place) % size]
        letter = plugs.get(letter, letter)
        if letter != written:
            return False
        turning = letter != instance["brake"]
        for at, jump in enumerate(instance["jumps"]):
            if turning:
                places[at] += jump
                turning = places[at] >= size
                places[at] %= size
    return True


def solve(instance: dict) -> str:
    """Return what the machine wrote when it was drawn."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Turn before the first letter, never turn, forget the later rotors, the plugs or the brake, or miss a letter."""
    right, letters = instance["solution"], instance["letters"]
    ahead = [(start + jump) % len(letters) for start, jump in zip(instance["starts"], instance["jumps"], strict=True)]
    changes = [{"jumps": [0] * len(ahead)}, {"starts": ahead}, {"plugs": []}, {"brake": None}, {"mirror": []}]
    changes += [{key: instance[key][:1] for key in ("rotors", "starts", "jumps")}]
    wrong = [_encode(instance | change, instance["text"]) for change in changes]
    other = letters[(letters.index(right[-1]) + 1) % len(letters)]
    wrong += [right[:-1] + other, right[:-1], right + right[0], instance["text"]]
    return [text for text in dict.fromkeys(wrong) if text != right]


def _pairs(letters: str, count: int, rng: Random) -> list[str]:
    order = rng.sample(letters, 2 * count)
    return ["".join(sorted(order[at : at + 2])) for at in range(0, 2 * count, 2)]


def _encode(machine: dict, text: str) -> str:
    """Multiply, for each letter, the tables of the whole machine into one permutation of numbers."""
    letters, size = machine["letters"], len(machine["letters"])
    numbers = range(size)
    places = list(machine["starts"])
    swaps = []
    for name in ("plugs", "mirror"):
        table = list(numbers)
        for pair in machine[name]:
            a, b = (letters.index(letter) for letter in pair)
            table[a], table[b] = b, a
        swaps.append(table)
    written = ""
    for letter in text:
        forth = swaps[0]
        for rotor, place in zip(machine["rotors"], places, strict=True):
            forth = [letters.index(rotor[(number + place) % size]) for number in forth]
        whole = forth
        if machine["mirror"]:
            back = sorted(numbers, key=lambda number, forth=forth: forth[number])
            whole = [back[swaps[1][number]] for number in forth]
        else:
            whole = [swaps[0][number] for number in forth]
        written += letters[whole[letters.index(letter)]]
        at = 0
        while written[-1] != machine["brake"] and at < len(places):
            places[at] += machine["jumps"][at]
            if places[at] < size:
                break
            places[at] -= size
            at += 1
    return written
