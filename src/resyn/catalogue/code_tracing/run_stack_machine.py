"""Run a program on a stack of numbers and give the stack at its end."""

import re
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["simulation", "stack tracking", "arithmetic"],
    "keywords": ["stack machine", "bytecode", "program tracing"],
    "answer": "sequence",
    "version": 1,
}

_TEXTS = {
    "PUSH": "PUSH n puts the number n on top.",
    "ADD": "ADD takes the two top numbers away and puts their sum on top.",
    "SUB": "SUB takes the top number t and then the next one u away and puts u - t on top.",
    "MUL": "MUL takes the two top numbers away and puts their product on top.",
    "DUP": "DUP puts a copy of the top number on top.",
    "SWAP": "SWAP exchanges the two top numbers.",
    "OVER": "OVER puts a copy of the second number from the top on top.",
    "DROP": "DROP takes the top number away.",
    "IFODD": "IFODD takes the top number away; if it was odd, the lines up to its END are carried out, otherwise not.",
    "LIFT": "LIFT n takes the n-th number from the top (the top is the first) out of the stack and puts it on top.",
    "REPEAT": "REPEAT n carries out the lines up to its END n times.",
    "MAX": "MAX takes the two top numbers away and puts the larger one on top.",
    "TURN": "TURN reverses the order of the whole stack.",
}
_NEEDS = {"ADD": 2, "SUB": 2, "MUL": 2, "DUP": 1, "SWAP": 2, "OVER": 2, "DROP": 1, "IFODD": 1, "MAX": 2}


def generate(level: int, rng: Random) -> dict:
    """Draw programs and keep one that leaves five different numbers on the stack, or the most, within a bound."""
    kinds = ["PUSH", "ADD", "SUB", "MUL", "DUP", "SWAP"] + ["OVER", "DROP"] * (level >= 2)
    kinds += ["IFODD"] * (level >= 3) + ["LIFT"] * (level >= 4) + ["REPEAT"] * (level >= 5)
    kinds += ["MAX"] * (level >= 6) + ["TURN"] * (level >= 8)
    best: tuple = (-1, [], [])
    for _ in range(12):
        program = [["PUSH", rng.randrange(2, 30)] for _ in range(3)]
        program += _draw(kinds, 5 + level, 1 + (level >= 7), rng)
        stack = _run(_flat(program))
        worth = min(5, len(set(stack))) if len(stack) <= 7 + level // 2 else 0
        if worth > best[0]:
            best = (worth, program, stack)
    return {"program": best[1], "solution": best[2]}


def observe(instance: dict) -> str:
    """Return the question."""
    lines = _lines(instance["program"], 0)
    used = {line.split()[0] for line in lines}
    rules = [f"- {text}" for kind, text in _TEXTS.items() if kind in used]
    return "\n".join(
        [
            "A program works on a stack of numbers, which is empty at the beginning. Its instructions:",
            *rules,
            "All results are taken modulo 100, so that every number on the stack is from 0 to 99 (for example, 3 - 5 "
            "gives 98). An instruction that needs more numbers than the stack holds does nothing"
            + (" (IFODD then passes over its lines)." if "IFODD" in used else "."),
            "The program:",
            *(f"  {line}" for line in lines),
            "What is on the stack at the end? Answer with its numbers from the bottom to the top, separated by "
            "spaces, such as: 7 0 51",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the program block by block and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if not re.fullmatch(r"[0-9]{1,3}(?:(?:\s*,\s*|\s+)[0-9]{1,3}){0,300}", text):
        return False
    stack: list[int] = []
    _carry_out(instance["program"], stack)
    return [int(number) for number in re.findall(r"[0-9]+", text)] == stack


def solve(instance: dict) -> str:
    """Return the stack that the flat program left."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Read the stack from the top, miss a number, subtract the other way around, or stop a line early."""
    right, program = instance["solution"], instance["program"]
    wrong = [
        right[::-1],
        right[:-1],
        [*right[:-1], (right[-1] + 1) % 100],
        [*right, right[-1]],
        _run(_flat(program[:-1])),
    ]
    wrong.append([(right[0] + 99) % 100, *right[1:]])
    near = [" ".join(map(str, stack)) for stack in wrong if stack and stack != right]
    return list(dict.fromkeys(near))


def _draw(kinds: list[str], count: int, depth: int, rng: Random) -> list[list]:
    program: list[list] = []
    while len(program) < count:
        kind = rng.choice(kinds)
        if kind == "PUSH":
            program.append([kind, rng.randrange(2, 30)])
        elif kind == "LIFT":
            program.append([kind, rng.randrange(2, 5)])
        elif kind in ("IFODD", "REPEAT") and depth:
            times = [rng.randrange(2, 4)] if kind == "REPEAT" else []
            program.append([kind, *times, _draw(kinds, rng.randrange(2, 4), depth - 1, rng)])
        elif kind in _NEEDS and kind != "IFODD":
            program.append([kind])
    return program


def _lines(program: list[list], indent: int) -> list[str]:
    lines = []
    for kind, *rest in program:
        numbers = [str(value) for value in rest if isinstance(value, int)]
        lines.append("  " * indent + " ".join([kind, *numbers]))
        if kind in ("IFODD", "REPEAT"):
            lines += [*_lines(rest[-1], indent + 1), "  " * indent + "END"]
    return lines


def _flat(program: list[list]) -> list[list]:
    """Return a program without blocks: repetitions written out, conditions as jumps over a number of lines."""
    flat: list[list] = []
    for kind, *rest in program:
        if kind == "REPEAT":
            flat += _flat(rest[1]) * rest[0]
        elif kind == "IFODD":
            body = _flat(rest[0])
            flat += [["SKIP", len(body)], *body]
        else:
            flat.append([kind, *rest])
    return flat


def _run(flat: list[list]) -> list[int]:
    stack: list[int] = []
    line = 0
    while line < len(flat):
        kind, *rest = flat[line]
        line += 1
        top = stack[-1] if stack else 0
        if kind == "SKIP":
            odd = bool(stack) and stack.pop() % 2 == 1
            line += 0 if odd else rest[0]
        elif kind == "PUSH":
            stack.append(rest[0])
        elif kind == "TURN":
            stack.reverse()
        elif kind == "LIFT" and len(stack) >= rest[0]:
            stack.append(stack.pop(-rest[0]))
        elif kind in ("DUP", "OVER") and len(stack) >= _NEEDS[kind]:
            stack.append(stack[-_NEEDS[kind]])
        elif kind == "DROP" and stack:
            stack.pop()
        elif kind == "SWAP" and len(stack) > 1:
            stack[-2:] = [top, stack[-2]]
        elif kind in ("ADD", "SUB", "MUL", "MAX") and len(stack) > 1:
            under = stack[-2]
            value = {"ADD": under + top, "SUB": under - top, "MUL": under * top, "MAX": max(under, top)}[kind]
            stack[-2:] = [value % 100]
    return stack


def _carry_out(program: list[list], stack: list[int]) -> None:
    """Change the stack by the program, as its statement says."""
    for kind, *rest in program:
        if kind == "REPEAT":
            for _ in range(rest[0]):
                _carry_out(rest[1], stack)
        elif kind == "LIFT":
            if rest[0] <= len(stack):
                place = len(stack) - rest[0]
                stack[:] = stack[:place] + stack[place + 1 :] + [stack[place]]
        elif kind == "PUSH" or len(stack) >= _NEEDS.get(kind, 0):
            cut = len(stack) - _NEEDS.get(kind, 0)
            taken = stack[cut:]
            stack[cut:] = {
                "PUSH": lambda rest=rest: [rest[0]],
                "ADD": lambda taken=taken: [(taken[0] + taken[1]) % 100],
                "SUB": lambda taken=taken: [(taken[0] - taken[1]) % 100],
                "MUL": lambda taken=taken: [(taken[0] * taken[1]) % 100],
                "MAX": lambda taken=taken: [max(taken)],
                "DUP": lambda taken=taken: taken * 2,
                "SWAP": lambda taken=taken: taken[::-1],
                "OVER": lambda taken=taken: [*taken, taken[0]],
                "TURN": list,
            }.get(kind, list)()
            if kind == "TURN":
                stack.reverse()
            if kind == "IFODD" and taken[0] % 2:
                _carry_out(rest[0], stack)
