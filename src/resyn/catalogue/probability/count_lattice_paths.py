"""Count the ways across a grid with blocked squares, by given steps and under rules for a whole way."""

import itertools
import re
from functools import cache
from random import Random

META = {
    "category": "probability",
    "skills": ["counting", "dynamic programming", "arithmetic"],
    "keywords": ["lattice paths", "grid", "combinatorics"],
    "answer": "integer",
    "version": 1,
}

_STEPS = {"right": (0, 1), "down": (1, 0), "diagonal": (1, 1), "leap": (1, 2)}
_STEP_TEXTS = {
    "right": "one square to the right",
    "down": "one square down",
    "diagonal": "diagonally to the square that is one to the right and one down",
    "leap": "a leap to the square that is two to the right and one down, whatever stands between",
}


def generate(level: int, rng: Random) -> dict:
    """Draw one way, blocks and coins beside and on it, and rules that it keeps; count all ways that keep them."""
    for _ in range(30):
        height, width = (rng.randint(5, 7) + level // 3 for _ in range(2))
        names = ["right", "down"] + ["diagonal"] * (level >= 2) + ["leap"] * (level >= 6)
        way, squares = _walk(names, height, width, rng)
        rows = [["."] * width for _ in range(height)]
        free = [(r, c) for r in range(height) for c in range(width) if (r, c) not in squares]
        for r, c in rng.sample(free, height * width // 7):
            rows[r][c] = "#"
        inner = [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign == "." and r + c > 0]
        for r, c in rng.sample(inner[:-1], 5 + level // 2) if level >= 3 else []:
            rows[r][c] = "o"
        run = max(len(list(alike)) for _, alike in itertools.groupby(way))
        turns = sum(a != b for a, b in itertools.pairwise(way))
        instance = {
            "rows": ["".join(row) for row in rows],
            "steps": names,
            "coins": sum(rows[r][c] == "o" for r, c in squares) if level >= 3 else None,
            "run": max(2, run) if level >= 4 else None,
            "turns": turns if level >= 5 else None,
            "banned": rng.choice(
                [list(pair) for pair in _pairs(names) if pair not in set(itertools.pairwise(way))] or [[]]
            )
            if level >= 7
            else [],
        }
        ways = _count_onwards(instance)
        if ways > 14:
            break
    return instance | {"solution": ways}


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(a, b) for a in names for b in names if a != b]


def _walk(names: list[str], height: int, width: int, rng: Random) -> tuple[list[str], set[tuple[int, int]]]:
    """Return steps of a random way from the upper left to the lower right square, and its squares."""
    r = c = 0
    way, squares = [], {(0, 0)}
    while (r, c) != (height - 1, width - 1):
        fitting = [name for name in names if r + _STEPS[name][0] < height and c + _STEPS[name][1] < width]
        name = rng.choice(fitting)
        r, c = r + _STEPS[name][0], c + _STEPS[name][1]
        way.append(name)
        squares.add((r, c))
    return way, squares


def _count_onwards(instance: dict) -> int:
    """Count the ways by asking at every square, with what is behind, how many ways lead on."""
    rows = instance["rows"]
    end = (len(rows) - 1, len(rows[0]) - 1)

    @cache
    def onwards(r: int, c: int, last: str, run: int, turns: int, coins: int) -> int:
        if (r, c) == end:
            return int(instance["turns"] in (None, turns) and instance["coins"] in (None, coins))
        total = 0
        for name in instance["steps"]:
            down, across = r + _STEPS[name][0], c + _STEPS[name][1]
            length = run + 1 if name == last else 1
            if down > end[0] or across > end[1] or rows[down][across] == "#" or [last, name] == instance["banned"]:
                continue
            if instance["run"] is not None and length > instance["run"]:
                continue
            turned = turns + (last not in ("", name)) if instance["turns"] is not None else 0
            found = coins + (rows[down][across] == "o") if instance["coins"] is not None else 0
            if turned <= (instance["turns"] or 0) and found <= (instance["coins"] or 0):
                total += onwards(down, across, name, length if instance["run"] is not None else 0, turned, found)
        return total

    return onwards(0, 0, "", 0, 0, 0)


def observe(instance: dict) -> str:
    """Return the question."""
    rules = []
    if instance["coins"] is not None:
        rules.append(f"It enters exactly {instance['coins']} of the squares with a coin (o).")
    if instance["run"] is not None:
        rules.append(f"It never makes the same kind of step more than {instance['run']} times in immediate succession.")
    if instance["turns"] is not None:
        rules.append(f"Exactly {instance['turns']} times, a step is of another kind than the step just before it.")
    if instance["banned"]:
        first, second = instance["banned"]
        rules.append(f"A step of kind {first} is never directly followed by one of kind {second}.")
    return "\n".join(
        [
            "A counter stands on the upper left square of this board (# is a blocked square):",
            *("    " + row for row in instance["rows"]),
            "A step is of one of these kinds:",
            *(f"- {name}: {_STEP_TEXTS[name]}" for name in instance["steps"]),
            "No step ends on a blocked square or off the board. A way is a sequence of steps that brings the "
            "counter to "
            f"the lower right square.{' It has to keep these rules:' if rules else ''}",
            *(f"- {rule}" for rule in rules),
            "How many different ways are there? Answer with one whole number, such as: 2719",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Spread the numbers of ways over the board from square to square and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    return re.fullmatch("[0-9]{1,18}", text) is not None and int(text) == _count_forwards(instance)


def _count_forwards(instance: dict) -> int:
    rows = instance["rows"]
    height, width = len(rows), len(rows[0])
    reached: list[list[dict]] = [[{} for _ in range(width)] for _ in range(height)]
    reached[0][0][("", 0, 0, 0)] = 1
    for r in range(height):
        for c in range(width):
            for (last, run, turns, coins), ways in reached[r][c].items():
                for name in instance["steps"]:
                    down, across = r + _STEPS[name][0], c + _STEPS[name][1]
                    if down >= height or across >= width or rows[down][across] == "#":
                        continue
                    state = (
                        name,
                        (run * (name == last) + 1) if instance["run"] is not None else 0,
                        turns + (bool(last) and name != last) if instance["turns"] is not None else 0,
                        coins + (rows[down][across] == "o") if instance["coins"] is not None else 0,
                    )
                    if [last, name] != instance["banned"] and state[1] <= (instance["run"] or 0):
                        reached[down][across][state] = reached[down][across].get(state, 0) + ways
    wanted = (instance["turns"] or 0, instance["coins"] or 0)
    return sum(ways for (_, _, turns, coins), ways in reached[-1][-1].items() if (turns, coins) == wanted)


def solve(instance: dict) -> str:
    """Return the number counted when the board was drawn."""
    return str(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by one, forget the blocked squares, or forget the rules."""
    open_board = instance | {"rows": [row.replace("#", ".") for row in instance["rows"]]}
    free = instance | {"coins": None, "run": None, "turns": None, "banned": []}
    value = instance["solution"]
    wrong = [value + 1, value - 1, 2 * value, _count_onwards(open_board), _count_onwards(free)]
    return [str(number) for number in dict.fromkeys(wrong) if number != value]
