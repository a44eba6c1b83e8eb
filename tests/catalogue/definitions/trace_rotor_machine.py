"""What is right, said again: a clerk with the tables carries numbers through the machine, step by step."""

from collections.abc import Iterator

LEVELS = (1, 3, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one or two letters exchanged, one lost or added, and its letters moved."""
    letters, places = instance["letters"], range(len(solution))
    single = {solution[:at] + letter + solution[at + 1 :] for at in places for letter in letters}
    yield from sorted(single)
    yield from sorted(
        {word[:at] + letter + word[at + 1 :] for word in single for at in places for letter in letters} - single
    )
    yield from (solution[:at] + solution[at + 1 :] for at in places)
    yield from (solution + letter for letter in letters)
    yield from (solution[at:] + solution[:at] for at in places)


def holds(instance: dict, answer: str) -> bool:
    letters, written = instance["letters"], []
    size, rotors = len(letters), [[letters.index(sign) for sign in rotor] for rotor in instance["rotors"]]
    positions = dict(enumerate(instance["starts"]))
    for sign in instance["text"]:
        value = letters.index(_exchanged(sign, instance["plugs"]))
        for number, rotor in enumerate(rotors):
            value = rotor[(value + positions[number]) % size]
        if instance["mirror"]:
            value = letters.index(_exchanged(letters[value], instance["mirror"]))
            for number in sorted(positions, reverse=True):
                value = next(x for x in range(size) if rotors[number][(x + positions[number]) % size] == value)
        written.append(_exchanged(letters[value], instance["plugs"]))
        if written[-1] == instance["brake"]:
            continue
        for number, jump in enumerate(instance["jumps"]):
            whole, positions[number] = divmod(positions[number] + jump, size)
            if not whole:
                break
    return answer == "".join(written)


def _exchanged(sign: str, pairs: list[str]) -> str:
    for pair in pairs:
        if sign in pair:
            return pair.replace(sign, "")
    return sign
