"""Say which letters stand at given places of a string after it was rewritten several times in parallel."""

import re
from random import Random

META = {
    "category": "formal_languages",
    "skills": ["recursion", "counting", "string rewriting"],
    "keywords": ["l-system", "parallel rewriting", "morphism"],
    "answer": "word",
    "version": 1,
}

_MOST = 20_000


def generate(level: int, rng: Random) -> dict:
    """Draw tables of rules, expand a start, and ask for places at which different letters stand."""
    letters = rng.sample("ABCDEFGHKLMNPRSTUVWXYZ", 3 + (level >= 4) + (level >= 8))
    tables = [_draw_table(letters, rng) for _ in range(1 + (level >= 3) + (level >= 9))]
    system = {
        "letters": sorted(letters),
        "tables": tables,
        "start": "".join(rng.sample(letters, 2 + (level >= 5))),
        "turn": rng.randrange(2, 4) if level >= 6 else 0,
        "rounds": 1,
    }
    text = _expand(system)
    for rounds in range(2, 3 + (level + 1) // 2):
        longer = _expand(system | {"rounds": rounds})
        if len(longer) > _MOST:  # grows at most fourfold in a round, so that the work stays bounded at every level
            break
        system["rounds"], text = rounds, longer
    places: list[int] = []
    for _ in range(4 + level // 2):
        letter = rng.choice(sorted(set(text)))
        places.append(rng.choice([place for place, sign in enumerate(text, 1) if sign == letter]))
    return system | {"places": places, "solution": "".join(text[place - 1] for place in places)}


def observe(instance: dict) -> str:
    """Return the question."""
    tables, lines = instance["tables"], []
    for number, table in enumerate(tables, 1):
        title = f"Rules of table {number}: " if len(tables) > 1 else "Rules: "
        lines.append(title + ", ".join(f"{letter} -> {table[letter]}" for letter in instance["letters"]))
    use = ""
    if len(tables) > 1:
        order = ", ".join(str(at % len(tables) + 1) for at in range(instance["rounds"]))
        use = f" The rounds use the tables in this order: {order}."
    turn = (
        f" At the end of every round whose number is a multiple of {instance['turn']}, the whole string is written "
        "backwards."
        if instance["turn"]
        else ""
    )
    return "\n".join(
        [
            f"A string begins as {instance['start']}. In each round every letter of the string is replaced, all at the "
            f"same time, by the letters that its rule gives, and the order of the pieces stays.{use}{turn}",
            *lines,
            f"There are {instance['rounds']} rounds, numbered from 1. Which letters stand at the places "
            f"{', '.join(map(str, instance['places']))} of the string after the last round? Places count from 1 at the "
            "left.",
            "Answer with these letters in the order in which the places are named, without gaps, such as: OIIOOQ",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Find each place by the lengths into which letters grow, without writing the string."""
    text = answer.strip().removesuffix(".").rstrip().upper()
    if not re.fullmatch(r"[A-Z]{1,2000}", text) or len(text) != len(instance["places"]):
        return False
    rounds, tables = instance["rounds"], instance["tables"]
    grown = [dict.fromkeys(instance["letters"], 1)]
    for number in range(rounds, 0, -1):
        table = tables[(number - 1) % len(tables)]
        grown.append({letter: sum(grown[-1][sign] for sign in right) for letter, right in table.items()})
    return all(
        _letter_at(instance, grown, place) == letter for place, letter in zip(instance["places"], text, strict=True)
    )


def solve(instance: dict) -> str:
    """Return the letters read off when the string was written out."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Count places from 0 or one too far, stop a round early, or miss one letter."""
    right, text = instance["solution"], _expand(instance)
    early = _expand(instance | {"rounds": instance["rounds"] - 1})
    wrong = ["".join(text[(place + shift - 1) % len(text)] for place in instance["places"]) for shift in (1, -1)]
    wrong.append("".join(early[(place - 1) % len(early)] for place in instance["places"]))
    other = next(letter for letter in instance["letters"] if letter != right[-1])
    wrong += [right[:-1] + other, right[:-1], right + other, right[::-1]]
    return [word for word in dict.fromkeys(wrong) if word != right]


def _draw_table(letters: list[str], rng: Random) -> dict[str, str]:
    """Return a rule for each letter; every letter stands on some right side."""
    order = rng.sample(letters, len(letters))
    table = {}
    for at, letter in enumerate(order):
        right = [order[(at + 1) % len(order)]] + [rng.choice(letters) for _ in range(rng.choice([0, 1, 1, 2]))]
        rng.shuffle(right)
        table[letter] = "".join(right)
    table[order[0]] += rng.choice(letters)
    return {letter: table[letter] for letter in sorted(table)}


def _expand(system: dict) -> str:
    """Write the string out round by round."""
    text = system["start"]
    for number in range(1, system["rounds"] + 1):
        table = system["tables"][(number - 1) % len(system["tables"])]
        text = "".join(table[letter] for letter in text)
        if system["turn"] and number % system["turn"] == 0:
            text = text[::-1]
    return text


def _letter_at(instance: dict, grown: list[dict[str, int]], place: int) -> str:
    rounds, turn = instance["rounds"], instance["turn"]
    text, rest = instance["start"], place - 1
    for number in range(1, rounds + 2):
        turned = turn and (rounds // turn - (number - 1) // turn) % 2
        for letter in reversed(text) if turned else text:
            size = grown[rounds + 1 - number].get(letter, 0)
            if rest < size:
                break
            rest -= size
        else:
            return ""
        if number > rounds:
            return letter
        text = instance["tables"][(number - 1) % len(instance["tables"])][letter]
        if turn and number % turn == 0:
            text = text[::-1]
    return ""
