"""Find which digits of a transmitted table were altered so that all its check sums come out again."""

import re
from random import Random

META = {
    "category": "ciphers",
    "skills": ["modular arithmetic", "deduction", "error correction"],
    "keywords": ["check digit", "parity", "transmission error"],
    "answer": "assignment",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw a table of digits with its check numbers and alter some digits."""
    rows, columns = 3 + level // 4, 4 + level // 3
    cells = [[rng.randrange(10) for _ in range(columns)] for _ in range(rows)]
    modulus = 10 if level < 3 else 11
    lines = [["row", at, _weights(columns, level, modulus, rng)] for at in range(rows)]
    lines += [["column", at, _weights(rows, level, modulus, rng)] for at in range(columns)]
    if level >= 2:
        lines.append(["all", 0, [at % modulus for at in range(1, rows * columns + 1)]])
    if level >= 5:
        lines.append(["all", 1, [(at * at + 1) % modulus for at in range(rows * columns)]])
    sums = [_sum(cells, kind, at, weights) % modulus for kind, at, weights in lines]
    places = [(row, column) for row in range(rows) for column in range(columns)]
    hit = sorted(rng.sample(places, 1 + (level >= 2) + level // 6))
    shown = [list(row) for row in cells]
    for row, column in hit:
        shown[row][column] = rng.choice([digit for digit in range(10) if digit != cells[row][column]])
    solution = [[row + 1, column + 1, cells[row][column]] for row, column in hit]
    checks = [[*line, total] for line, total in zip(lines, sums, strict=True)]
    return {"cells": shown, "modulus": modulus, "checks": checks, "most": len(hit), "solution": solution}


def observe(instance: dict) -> str:
    """Return the question."""
    modulus = instance["modulus"]
    plain = all(set(weights) == {1} for kind, _, weights, _ in instance["checks"] if kind != "all")
    heads = ["      " + " ".join(f"c{at + 1}" for at in range(len(instance["cells"][0])))]
    table = [f"  r{at + 1}:  " + "  ".join(map(str, row)) for at, row in enumerate(instance["cells"])]
    lines = []
    for kind, at, weights, total in instance["checks"]:
        if kind == "all":
            name = "All digits, row by row from the left"
        else:
            name = f"{kind.capitalize()} {kind[0]}{at + 1}, " + ("from the left" if kind == "row" else "from the top")
        factors = "" if plain and kind != "all" else f", times {' '.join(map(str, weights))}"
        lines.append(f"- {name}{factors}: {total}")
    weighted = any("times" in line for line in lines)
    return "\n".join(
        [
            "A table of digits was transmitted, and some of its digits were altered on the way. It arrived as:",
            *heads,
            *table,
            "The check numbers arrived unharmed. For each, add up the digits of its line"
            + (
                " (where numbers stand behind 'times', each digit multiplied by the number at its place)"
                if weighted
                else ""
            )
            + f"; the check number is the remainder when this sum is divided by {modulus}.",
            *lines,
            f"Change at most {instance['most']} digit{'s' * (instance['most'] > 1)} so that all check numbers are "
            "right. If there are several ways, give any one.",
            "Answer with the changed cells and their new digits, in any order, separated by spaces, such as: r9c8=7 "
            "r8c9=0",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Change the digits and calculate every check number again."""
    text = answer.strip().removesuffix(".").rstrip().lower()
    if not re.fullmatch(r"r[0-9]{1,2}c[0-9]{1,2}=[0-9](?:(?:\s*,\s*|\s+)r[0-9]{1,2}c[0-9]{1,2}=[0-9]){0,99}", text):
        return False
    changes = [tuple(map(int, found)) for found in re.findall(r"r([0-9]+)c([0-9]+)=([0-9])", text)]
    cells = [list(row) for row in instance["cells"]]
    if len(changes) > instance["most"] or len({change[:2] for change in changes}) != len(changes):
        return False
    for row, column, digit in changes:
        if not (1 <= row <= len(cells) and 1 <= column <= len(cells[0])):
            return False
        cells[row - 1][column - 1] = digit
    return all(
        (_sum(cells, kind, at, weights) - total) % instance["modulus"] == 0
        for kind, at, weights, total in instance["checks"]
    )


def solve(instance: dict) -> str:
    """Return the digits as they were sent."""
    return _written(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss a digit by one, change one cell less or the neighbour, or name row and column in the wrong order."""
    right = instance["solution"]
    row, column, digit = right[0]
    rest = right[1:]
    near = [[row, column, (digit + 1) % 10], [row, column, (digit - 1) % 10], [column, row, digit]]
    near.append([row, column % len(instance["cells"][0]) + 1, digit])
    wrong = [[*rest, change] for change in near] + ([rest] if rest else [])
    wrong.append([*right, [99, 1, 0]])
    return [_written(changes) for changes in wrong if not verify(instance, _written(changes))]


def _weights(size: int, level: int, modulus: int, rng: Random) -> list[int]:
    return [1] * size if level < 4 else [rng.randrange(1, modulus) for _ in range(size)]


def _sum(cells: list[list[int]], kind: str, at: int, weights: list[int]) -> int:
    line = (
        cells[at]
        if kind == "row"
        else [row[at] for row in cells]
        if kind == "column"
        else [digit for row in cells for digit in row]
    )
    return sum(weight * digit for weight, digit in zip(weights, line, strict=True))


def _written(changes: list[list[int]]) -> str:
    return " ".join(f"r{row}c{column}={digit}" for row, column, digit in changes)
