"""Find numbers to give to a program so that it prints the wanted output."""

import re
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["inverse reasoning", "modular arithmetic", "case analysis"],
    "keywords": ["program inversion", "symbolic execution", "preimage"],
    "answer": "assignment",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw a program and inputs, and run the one on the other; prefer that every input counts for the output."""
    inputs = "xyzuv"[: min(5, 2 + (level >= 3) + level // 6)]
    best: tuple[int, dict] = (-9, {})
    for _ in range(20):
        one, two = rng.sample(inputs, 2)
        program = [["let", "a", "+", one, two, rng.randrange(2, 6), rng.randrange(20, 40)]]
        program += _draw([*inputs, "a"], 1 + level // 2, 1 + (level >= 7), level, rng)
        printed = [*rng.sample(inputs, len(inputs) - (level >= 3)), "a"]
        program += [["print", name] for name in printed]
        planted = [rng.randrange(31) for _ in inputs]
        output = _run(program, inputs, planted)
        others = [[*planted[:at], planted[at] ^ 1, *planted[at + 1 :]] for at in range(len(planted))]
        counts = sum(_run(program, inputs, other) != output for other in others) - 2 * (set(planted) <= set(output))
        if counts > best[0]:
            best = (counts, {"inputs": list(inputs), "program": program, "output": output, "solution": planted})
        if counts == len(inputs):
            break
    return best[1]


def observe(instance: dict) -> str:
    """Return the question."""
    inputs = ", ".join(instance["inputs"])
    return "\n".join(
        [
            f"A program is given whole numbers {inputs}, each from 0 to 30, and carries out its lines from top to "
            "bottom. 'v mod m' is the remainder of v divided by m, from 0 to m - 1, also where v is negative. Lines "
            "that are indented below an if, an else or a repeat belong to it.",
            *_lines(instance["program"], "  "),
            f"It printed, one after the other: {', '.join(map(str, instance['output']))}.",
            f"Find values of {inputs} for which it prints exactly this. If there are several, give any.",
            "Answer with an entry name=value for each of them, separated by spaces, such as (for other names): p=31 "
            "q=32",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Run the program on the values."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 2000:
        return False
    entries = [re.fullmatch(r"([a-z])\s*=\s*([0-9]{1,3})", entry) for entry in re.split(r"[,\s]+(?=[a-z])", text)]
    values = {entry[1]: int(entry[2]) for entry in entries if entry}
    if not all(entries) or len(entries) != len(instance["inputs"]) or set(values) != set(instance["inputs"]):
        return False
    if max(values.values()) > 30:
        return False
    return _run(instance["program"], "".join(values), list(values.values())) == instance["output"]


def solve(instance: dict) -> str:
    """Return the values on which the program was run."""
    return " ".join(f"{name}={value}" for name, value in zip(instance["inputs"], instance["solution"], strict=True))


def wrong_answers(instance: dict) -> list[str]:
    """Miss a value by one, exchange two, take the printed numbers, or leave one out."""
    right, inputs = instance["solution"], instance["inputs"]
    near = [
        [right[0] + 1, *right[1:]],
        [*right[:-1], right[-1] - 1],
        [*right[:-1], right[-1] + 1],
        right[::-1],
        [0] * len(right),
    ]
    near += [(instance["output"] * 5)[: len(right)], [right[0], right[1] - 1, *right[2:]], [7] * len(right)]
    texts = [" ".join(f"{name}={value}" for name, value in zip(inputs, values, strict=True)) for values in near]
    whole = solve(instance).split()
    wrong = [" ".join(whole[1:]), " ".join(whole[:-1]), f"{inputs[0]}=31 " + " ".join(whole[1:])]
    return list(dict.fromkeys(wrong + [text for text in texts if not verify(instance, text)]))


def _draw(names: list[str], count: int, depth: int, level: int, rng: Random) -> list[list]:
    """Return statements; each changes a name by the others, so that the input can be told from the output."""
    program: list[list] = []
    while len(program) < count:
        one, two, three = rng.sample(names, 3)
        kind = rng.choice(["let", "let"] + ["if"] * (level >= 2) + ["repeat"] * (level >= 4))
        if kind == "let" or not depth:
            sign = rng.choice(["+", "-"] + ["*"] * (level >= 5))
            program.append(
                [
                    "let",
                    one,
                    sign,
                    one if rng.random() < 0.6 else three,
                    two,
                    rng.randrange(2, 6),
                    rng.randrange(20, 40),
                ]
            )
        elif kind == "if":
            test = rng.choice([["odd", two], ["less", two, three]])
            yes, no = (_draw(names, 1, depth - 1, level, rng) for _ in range(2))
            program.append(["if", test, yes, no])
        else:
            program.append(["repeat", rng.randrange(2, 4), _draw(names, 1, depth - 1, level, rng)])
    return program


def _run(program: list[list], names: str, values: list[int]) -> list[int]:
    """Return what the program prints; a list of the blocks still to be carried out takes the place of recursion."""
    state = {"a": 0, **dict(zip(names, values, strict=True))}
    printed = []
    waiting = list(reversed(program))
    while waiting:
        kind, one, *rest = waiting.pop()
        if kind == "print":
            printed.append(state[one])
        elif kind == "repeat":
            waiting += list(reversed(rest[0])) * one
        elif kind == "if":
            holds = state[one[1]] % 2 == 1 if one[0] == "odd" else state[one[1]] < state[one[2]]
            waiting += reversed(rest[0] if holds else rest[1])
        else:
            sign, two, three, factor, modulus = rest
            left, right = state[two], factor * state[three]
            state[one] = {"+": left + right, "-": left - right, "*": (left + factor) * state[three]}[sign] % modulus
    return printed


def _lines(program: list[list], indent: str) -> list[str]:
    lines = []
    for kind, one, *rest in program:
        if kind == "print":
            lines.append(f"{indent}print {one}")
        elif kind == "repeat":
            lines += [f"{indent}repeat {one} times:", *_lines(rest[0], indent + "  ")]
        elif kind == "if":
            test = f"{one[1]} is odd" if one[0] == "odd" else f"{one[1]} < {one[2]}"
            lines += [f"{indent}if {test}:", *_lines(rest[0], indent + "  ")]
            lines += [f"{indent}else:", *_lines(rest[1], indent + "  ")]
        else:
            sign, two, three, factor, modulus = rest
            term = f"({two} + {factor}) * {three}" if sign == "*" else f"({two} {sign} {factor} * {three})"
            lines.append(
                f"{indent}{one} = {term} mod {modulus}" if sign != "*" else f"{indent}{one} = ({term}) mod {modulus}"
            )
    return lines
