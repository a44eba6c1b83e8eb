"""Follow a program of jumps over a few registers; give the registers at its end and the number of lines carried out."""

import re
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["simulation", "arithmetic", "state tracking"],
    "keywords": ["register machine", "loop", "jump"],
    "answer": "sequence",
    "version": 1,
}

_TEXTS = {
    "add": "{0} = {0} + {1}",
    "sub": "{0} = {0} - {1}",
    "set": "{0} = {1}",
    "twice": "{0} = 2 * {0}",
    "swap": "exchange {0} and {1}",
    "mod": "{0} = remainder of {0} divided by {1}",
    "half": "{0} = {0} / 2, rounded down",
    "less": "if {0} < {1} go to line {2}",
    "odd": "if {0} is odd go to line {2}",
    "down": "{0} = {0} - 1; then, if {0} > 0, go to line {2}",
}


def generate(level: int, rng: Random) -> dict:
    """Draw programs around a counting loop and keep the one whose length of run and changes suit the level."""
    names = "ABCDEF"[: min(6, 3 + level // 5)]
    most = 30 + 6 * level
    best: tuple[int, dict] = (-1000, {})
    for _ in range(20):
        start = [rng.randrange(2, 10) for _ in names]
        counter = rng.choice(names)
        start[names.index(counter)] = rng.randrange(2, 4 + level // 3)
        program = _draw(names, counter, level, rng)
        case = {"names": names, "start": start, "program": program, "most": most}
        final = _run(case, [])
        wanted = 10 + 3 * level
        worth = -abs(final[-1] - wanted) - 20 * (final[-1] >= most) + 2 * len(set(final))
        if worth > best[0]:
            best = (worth, case | {"solution": final})
    return best[1]


def observe(instance: dict) -> str:
    """Return the question."""
    names = instance["names"]
    start = ", ".join(f"{name} = {value}" for name, value in zip(names, instance["start"], strict=True))
    lines = [f"  {number}: {_TEXTS[kind].format(*rest)}" for number, (kind, *rest) in enumerate(instance["program"], 1)]
    return "\n".join(
        [
            f"A program works on the numbers {', '.join(names)}. At the beginning {start}. Its lines are carried out "
            "from line 1 on, one after the other, unless a line says to go to another line:",
            *lines,
            f"It ends when the line after the last one ({len(lines) + 1}) is to be carried out, and at the latest "
            f"when {instance['most']} lines have been carried out; a line counts each time that it is carried out, "
            "also when it does not go elsewhere. Numbers may become negative; the remainder of a division by m is "
            "always one of 0, ..., m - 1, a number is odd if its remainder divided by 2 is 1, and rounding down goes "
            "towards smaller numbers.",
            f"What are {', '.join(names)} at the end, and how many lines were carried out? Answer with these "
            f"{len(names) + 1} numbers in this order, separated by spaces, such as (for two names): 40 -7 93",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Run the program line by line and compare all numbers."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text[:2000])
    if len(text) > 2000 or not all(re.fullmatch(r"-?[0-9]{1,30}", token) for token in tokens):
        return False
    value = dict(zip(instance["names"], instance["start"], strict=True))
    line = made = 0
    while line < len(instance["program"]) and made < instance["most"]:
        kind, one, *rest = instance["program"][line]
        line, made = line + 1, made + 1
        other = value[rest[0]] if rest and isinstance(rest[0], str) else rest[0] if rest else 0
        if kind in ("less", "odd", "down"):
            if kind == "down":
                value[one] -= 1
            goes = {"less": value[one] < (other or 0), "odd": value[one] % 2 == 1, "down": value[one] > 0}[kind]
            line = rest[1] - 1 if goes else line
        elif kind == "swap":
            value[one], value[rest[0]] = value[rest[0]], value[one]
        else:
            value[one] = {
                "add": value[one] + other,
                "sub": value[one] - other,
                "set": other,
                "twice": 2 * value[one],
                "half": value[one] // 2,
                "mod": value[one] % other if kind == "mod" else 0,
            }[kind]
    return [int(token) for token in tokens] == [*value.values(), made]


def solve(instance: dict) -> str:
    """Return what was recorded when the program was drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Stop the loop a round early, count a line more or less, miss a number, or forget the last line."""
    right, program = instance["solution"], instance["program"]
    loop = next(at for at, line in enumerate(program) if line[0] == "down")
    early = _run(instance | {"program": [*program[:loop], ["less", "A", -1000000, 1], *program[loop + 1 :]]}, [])
    wrong = [[*right[:-1], right[-1] + 1], [*right[:-1], right[-1] - 1], [right[0] + 1, *right[1:]], right[:-1], early]
    wrong.append(_run(instance | {"program": program[:-1]}, []))
    return list(dict.fromkeys(" ".join(map(str, numbers)) for numbers in wrong if numbers != right))


def _draw(names: str, counter: str, level: int, rng: Random) -> list[list]:
    """Return lines with a loop that counts down, other loops at higher levels, and jumps over a line or two."""
    others = [name for name in names if name != counter]
    kinds = ["add", "sub", "add", "set"] + ["twice"] * (level >= 2) + ["swap"] * (level >= 3)
    kinds += ["mod"] * (level >= 3) + ["half"] * (level >= 5)
    program: list[list] = []
    size = 4 + level // 2
    while len(program) < size:
        kind, one = rng.choice(kinds), rng.choice(others)
        two = rng.choice([name for name in names if name != one])
        if kind in ("twice", "half"):
            program.append([kind, one])
        elif kind == "mod":
            program.append([kind, one, rng.randrange(3, 12)])
        elif kind == "swap":
            program.append([kind, one, rng.choice([name for name in others if name != one])])
        else:
            program.append([kind, one, two if kind != "set" and rng.random() < 0.7 else rng.randrange(1, 10)])
    first, last = rng.randrange(2), size - rng.randrange(2)
    if level >= 2:
        kind = rng.choice(["less", "odd"]) if level >= 4 else "less"
        at = rng.randrange(first, last)
        one, two = rng.sample(others, 2)
        program.insert(at, [kind, one, two if kind == "less" else None, min(at + 3, last + 2)])
        last += 1
    program.insert(last, ["down", counter, None, first + 1])
    if level >= 6:
        one, two = rng.sample(others, 2)
        program.append(["less", one, rng.choice([two, rng.randrange(5, 30)]), rng.randrange(1, len(program))])
        program.append(["add", one, counter])
    return program


def _run(case: dict, trace: list) -> list[int]:
    """Return the registers and the number of lines carried out."""
    state = list(case["start"])
    place = {name: at for at, name in enumerate(case["names"])}
    line = 1
    while line <= len(case["program"]) and len(trace) < case["most"]:
        kind, one, *rest = case["program"][line - 1]
        trace.append(line)
        at, line = place[one], line + 1
        argument = rest[0] if rest else None
        number = state[place[argument]] if isinstance(argument, str) else argument
        if kind == "down":
            state[at] -= 1
            line = rest[1] if state[at] > 0 else line
        elif kind in ("less", "odd"):
            line = rest[1] if (state[at] < number if kind == "less" else state[at] & 1) else line
        elif kind == "swap":
            state[at], state[place[argument]] = number, state[at]
        else:
            state[at] = _changed(kind, state[at], number)
    return [*state, len(trace)]


def _changed(kind: str, old: int, number: int) -> int:
    if kind in ("add", "sub"):
        return old + number if kind == "add" else old - number
    if kind in ("set", "twice"):
        return number if kind == "set" else old + old
    return old >> 1 if kind == "half" else old - number * (old // number)
