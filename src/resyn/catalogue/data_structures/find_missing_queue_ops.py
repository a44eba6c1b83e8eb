"""Find the missing commands of a program on a stack and a queue, so that it prints the given output."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["reverse reasoning", "data structures", "search"],
    "keywords": ["stack", "queue", "missing commands", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_RULES = {
    "S+": (1, "S+ takes the next letter of the input and puts it on top of the stack S"),
    "S-": (1, "S- takes the top letter of S away and prints it"),
    "Q+": (1, "Q+ takes the next letter of the input and puts it at the back of the queue Q"),
    "Q-": (1, "Q- takes the front letter of Q away and prints it"),
    "SQ": (3, "SQ moves the top letter of S to the back of Q"),
    "QS": (4, "QS moves the front letter of Q onto the top of S"),
    "QR": (5, "QR reverses the order of the letters in Q"),
    "SX": (6, "SX exchanges the two top letters of S"),
    "QQ": (8, "QQ moves the front letter of Q to its back"),
}


def generate(level: int, rng: Random) -> dict:
    """Draw a program that runs, note what it prints, and hide some of its commands."""
    steps, letters = 11 + level, rng.sample("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 8 + min(level // 2, 18))
    best: tuple[float, list[str], list[str]] = (float("-inf"), [], [])
    for _ in range(6):
        program: list[str] = []
        while len(program) < steps:
            possible = [code for code in _codes(level) if _run([*program, code], letters) is not None]
            if not possible:
                break
            prints = [code for code in possible if code[1] == "-"]
            program.append(rng.choice(prints if prints and rng.random() < 0.25 else possible))
        printed = _run(program, letters) or []
        inversions = sum(
            a > b for at, a in enumerate(map(letters.index, printed)) for b in map(letters.index, printed[:at])
        )
        disorder = len(printed) - abs(2 * inversions - len(printed) * (len(printed) - 1) // 2) / 4
        if disorder > best[0]:
            best = (disorder, program, printed)
    program, printed = best[1:]
    hidden = sorted(rng.sample(range(len(program)), min(len(program), 6 + level // 3)))
    return {
        "codes": _codes(level),
        "input": letters,
        "program": ["?" if at in hidden else code for at, code in enumerate(program)],
        "output": printed,
        "solution": [program[at] for at in hidden],
    }


def _codes(level: int) -> list[str]:
    return [code for code, (first, _) in _RULES.items() if level >= first]


def _run(program: list[str], letters: list[str]) -> list[str] | None:
    """Return what a program prints, None where a command finds nothing to work on."""
    stack: list[str] = []
    queue: list[str] = []
    printed: list[str] = []
    waiting = list(letters)
    places = {"S": (stack, -1), "Q": (queue, 0)}
    for first, second in program:
        held, end = places[first]
        if second == "+":
            if not waiting:
                return None
            held.append(waiting.pop(0))
        elif len(held) < 1 + (second == "X"):
            return None
        elif second == "R":
            held.reverse()
        elif second == "X":
            held[-1], held[-2] = held[-2], held[-1]
        else:
            (printed if second == "-" else places[second][0]).append(held.pop(end))
    return printed


def observe(instance: dict) -> str:
    """Return the question."""
    blanks = instance["program"].count("?")
    rules = [f"- {_RULES[code][1]}." for code in instance["codes"]]
    return "\n".join(
        [
            "A program works on a stack S and a queue Q, both empty at first. Its commands:",
            *rules,
            "A command that needs a letter where there is none is not allowed"
            + (" (SX needs two letters in S)." if "SX" in instance["codes"] else "."),
            f"The input is, in this order: {' '.join(instance['input'])}. Not all of it has to be used, and S and Q "
            "may hold "
            "letters at the end.",
            f"The program, with {blanks} commands hidden behind question marks: {' '.join(instance['program'])}",
            f"It prints exactly this: {' '.join(instance['output'])}",
            "Which commands can be hidden? If there are several ways, give any one. Answer with one command for each "
            "question mark, from left to right, separated by spaces, such as: S+ Q+ S-",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Put the commands in their places and run the program."""
    tokens = [token.upper() for token in _tokens(answer)]
    if len(tokens) != instance["program"].count("?") or not set(tokens) <= set(instance["codes"]):
        return False
    filling = iter(tokens)
    program = [next(filling) if code == "?" else code for code in instance["program"]]
    return _run(program, instance["input"]) == instance["output"]


def solve(instance: dict) -> str:
    """Return the hidden commands."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a command out, give one too many, take one that does not exist, or exchange stack and queue."""
    hidden = instance["solution"]
    wrong = [hidden[:-1], [*hidden, "S+"], [*hidden[:-1], "T+"]]
    other = {"S": "Q", "Q": "S"}
    nears = [
        [*hidden[:at], other[code[0]] + code[1], *hidden[at + 1 :]] for at, code in enumerate(hidden) if code[1] in "+-"
    ]
    nears.append([other[code[0]] + code[1] if code[1] in "+-" else code for code in hidden])
    nears.append(hidden[::-1])
    wrong += [near for near in nears if not verify(instance, " ".join(near))]
    return list(dict.fromkeys(" ".join(near) for near in wrong))[:7]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
