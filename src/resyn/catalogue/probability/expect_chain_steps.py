"""Compute the exact expected length or cost of a random walk until it ends, or the chance where it ends."""

import re
from fractions import Fraction
from random import Random

META = {
    "category": "probability",
    "skills": ["probability", "linear equations", "fractions"],
    "keywords": ["markov chain", "absorption", "expected value", "random walk"],
    "answer": "number",
    "version": 1,
}

_Table = dict[tuple[str, str], dict[tuple[str, str], int]]


def generate(level: int, rng: Random) -> dict:
    """Draw rooms with doors of which some lead on to an exit, and reduce the walk room by room to the answer."""
    instance: dict = {}
    for _ in range(20):
        count = min(4 + level // 2 - (level >= 8), 16)
        names = rng.sample("ABCDEFGHJKLMNPQR", count)
        exits = ["X", "Y"] if level >= 5 else ["X"]
        order = [*names, *exits]
        doors = []
        for at, name in enumerate(names):
            onward = [rng.choice(order[at + 1 : max(at + 3, count + (at > count - 3) * len(exits))] or exits)]
            others = [other for other in order if other not in (name, onward[0])]
            targets = sorted(onward + rng.sample(others, min(len(others), 1 + rng.randrange(2) + level // 9)))
            doors.append([name, [[target, rng.randint(1, 4)] for target in targets]])
        doors.sort()
        kinds = ["moves"] if level < 4 else ["cost", "moves"] if level < 5 else ["cost", "ends", "visits"]
        kind = rng.choice(kinds)
        instance = {
            "start": names[0],
            "doors": doors,
            "exits": exits,
            "asked": [kind, *{"ends": [rng.choice(exits)], "visits": [names[-1]]}.get(kind, [])],
            "costs": [[name, rng.randint(1, 9)] for name in sorted(names)] if kind == "cost" else [],
            "no_return": level >= 7,
        }
        if any(target == "X" for _, ways in doors for target, _ in ways) and len(exits) < 3:
            value = _reduce(instance)
            if value > 1 or (kind in ("ends", "visits") and value not in (0, 1)):
                break
    return instance | {"solution": [value.numerator, value.denominator]}


def _table(instance: dict) -> _Table:
    """Return for each state, a room and where the walk came from, the weights of the next states."""
    doors = dict(instance["doors"])
    table: _Table = {}
    waiting = [("", instance["start"])]
    while waiting:
        state = waiting.pop()
        came, room = state
        if state in table or room not in doors:
            continue
        ways = dict(doors[room])
        if instance["no_return"] and len(ways) > 1:
            ways.pop(came, None)
        table[state] = {(room if instance["no_return"] else "", target): weight for target, weight in ways.items()}
        waiting += sorted(table[state])
    return table


def _gain(instance: dict, room: str) -> int:
    """Return what one stay in a room adds to the asked number."""
    kind, *rest = instance["asked"]
    if kind == "cost":
        return dict(instance["costs"])[room]
    return int(room == rest[0]) if kind == "visits" else int(kind == "moves")


def _reduce(instance: dict) -> Fraction:
    """Remove states one by one, giving their gain and their ways to those from which they are entered."""
    chances: dict[tuple, dict[tuple, Fraction]] = {}
    gains: dict[tuple, Fraction] = {}
    for state, ways in _table(instance).items():
        total = sum(ways.values())
        chances[state] = {target: Fraction(weight, total) for target, weight in ways.items()}
        gains[state] = Fraction(_gain(instance, state[1]))
        if instance["asked"][0] == "ends":
            exit_ways = [chance for target, chance in chances[state].items() if target[1] == instance["asked"][1]]
            gains[state] = sum(exit_ways, Fraction(0))
    start = ("", instance["start"])
    for state in [state for state in reversed(list(chances)) if state != start] + [start]:
        stay = 1 / (1 - chances[state].pop(state, Fraction(0)))
        gains[state] *= stay
        leaving = {target: chance * stay for target, chance in chances.pop(state).items()}
        for other, ways in chances.items():
            share = ways.pop(state, Fraction(0))
            if share:
                gains[other] += share * gains[state]
                for target, chance in leaving.items():
                    ways[target] = ways.get(target, Fraction(0)) + share * chance
    return gains[start]


def observe(instance: dict) -> str:
    """Return the question."""
    rooms = [
        f"- from {name}: {', '.join(f'{target} (weight {weight})' for target, weight in ways)}"
        for name, ways in instance["doors"]
    ]
    kind, *rest = instance["asked"]
    costs = ", ".join(f"{name} {cost}" for name, cost in instance["costs"])
    asked = {
        "moves": "What is the expected number of moves it makes until it is outside?",
        "cost": f"Each time it leaves a room it pays a toll: {costs}. "
        "What is the expected sum of tolls until it is outside?",
        "ends": f"What is the chance that it gets outside through {rest[0] if rest else ''}?",
        "visits": f"What is the expected number of times that it is in {rest[0] if rest else ''} before it is outside?",
    }[kind]
    free = "" if instance["no_return"] else ", whatever it did before"
    memory = (
        " It never goes straight back to the room from which it has just come: that target is left out and the others "
        "keep their proportions. (Only where a room has no other target does it go back.)"
        if instance["no_return"]
        else ""
    )
    return "\n".join(
        [
            f"A mouse runs through rooms at random until it is outside. It starts in {instance['start']}. In each "
            f"move it "
            f"goes to one of the targets of the room where it is, with chances in proportion to the weights{free}:",
            *rooms,
            f"{' and '.join(instance['exits'])} {'are exits' if len(instance['exits']) > 1 else 'is the exit'}: "
            f"who reaches {'one' if len(instance['exits']) > 1 else 'it'} is outside, and the run is over.{memory}",
            asked,
            "Answer exactly, with a fraction of whole numbers, which need not be reduced, such as: 95/18",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Solve the linear equations between the states and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    match = re.fullmatch(r"([0-9]{1,60})(?:\s{0,2}/\s{0,2}([1-9][0-9]{0,59}))?", text)
    return match is not None and Fraction(int(match[1]), int(match[2] or 1)) == _solve_equations(instance)


def _solve_equations(instance: dict) -> Fraction | None:
    """Return the start's value by elimination in whole numbers; None where the equations do not determine it."""
    table = _table(instance)
    states = sorted(table)
    matrix = []
    for state in states:
        ways, total = table[state], sum(table[state].values())
        row = [total * (other == state) - ways.get(other, 0) for other in states]
        if instance["asked"][0] == "ends":
            row.append(sum(weight for target, weight in ways.items() if target[1] == instance["asked"][1]))
        else:
            row.append(total * _gain(instance, state[1]))
        matrix.append(row)
    size, before = len(states), 1
    for at in range(size):  # Bareiss: every division leaves no remainder
        pivot = next((row for row in range(at, size) if matrix[row][at]), None)
        if pivot is None:
            return None
        matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
        for row in range(size):
            if row != at:
                factor = matrix[row][at]
                matrix[row] = [
                    (matrix[at][at] * value - factor * top) // before
                    for value, top in zip(matrix[row], matrix[at], strict=True)
                ]
        before = matrix[at][at]
    start = states.index(("", instance["start"]))
    return Fraction(matrix[start][-1], matrix[start][start])


def solve(instance: dict) -> str:
    """Return the value that was left when all states were removed."""
    numerator, denominator = instance["solution"]
    return f"{numerator}/{denominator}"


def wrong_answers(instance: dict) -> list[str]:
    """Forget the first move, miss by one, turn the fraction over, or take the other exit."""
    right = Fraction(*instance["solution"])
    wrong = [right + 1, abs(right - 1), 1 / right, right * 2, Fraction(right.numerator + 1, right.denominator)]
    return [f"{value.numerator}/{value.denominator}" for value in dict.fromkeys(wrong) if value != right]
