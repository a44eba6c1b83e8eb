"""Carry out commands that add, remove, shift and change intervals of numbers; list the intervals that are left."""

import itertools
import re
from random import Random

META = {
    "category": "algorithms",
    "skills": ["simulation", "interval reasoning", "state tracking"],
    "keywords": ["intervals", "merging", "difference", "sweep"],
    "answer": "set",
    "version": 1,
}

_FIRST_LEVEL = {"add": 1, "remove": 1, "flip": 1, "shift": 3, "keep": 4, "grow": 5, "fill": 6, "mirror": 7, "thin": 8}
_RULES = {
    "add": "add a-b: all numbers from a to b, both included, become marked.",
    "remove": "remove a-b: none of the numbers from a to b, both included, is marked any longer.",
    "flip": "flip a-b: of the numbers from a to b, both included, the marked ones become unmarked and the others "
    "marked.",
    "shift": "shift d: every mark moves by d (to the left if d is negative); what leaves the range is lost.",
    "keep": "keep a-b: only marks from a to b, both included, stay.",
    "grow": "grow: the neighbours (in the range) of all marked numbers become marked too.",
    "fill": "fill n: each gap of at most n unmarked numbers between two marked ones becomes marked (not the "
    "numbers before "
    "the first and behind the last marked one).",
    "mirror": "mirror: the mark of each number x moves to the number {0} minus x.",
    "thin": "thin n: each stretch of at most n marked numbers, with no marked number directly beside it, loses its "
    "marks.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw commands until, within some tries, a few intervals are left."""
    top = 12 if level == 1 else 20 + 4 * level
    best: dict = {}
    for _ in range(30):
        kinds = [kind for kind, first in _FIRST_LEVEL.items() if level >= first]
        commands = [_draw("add", top, rng) for _ in range(2)]
        for number in range(3 + level):
            commands.append(_draw("flip" if number % 3 == 2 else rng.choice(kinds), top, rng))
        blocks = _blocks(sorted(_run(commands, top)))
        if len(blocks) > len(best.get("solution", [])):
            best = {"top": top, "commands": commands, "solution": blocks}
        if 3 + level // 5 <= len(blocks):
            break
    return best or {"top": top, "commands": [["add", 2, top - 3]], "solution": [[2, top - 3]]}


def _draw(kind: str, top: int, rng: Random) -> list:
    if kind in ("add", "remove", "flip", "keep"):
        least = top // 2 if kind == "keep" else 1
        length = rng.randint(least, max(least, top // (4 if kind == "remove" else 2)))
        first = rng.randint(1, top - length)
        return [kind, first, first + length - (kind != "keep" and length > 1 and rng.random() < 0.5)]
    if kind == "shift":
        return [kind, rng.choice((-1, 1)) * rng.randint(2, 5)]
    return [kind, rng.randint(1, 2)] if kind in ("fill", "thin") else [kind]


def _run(commands: list, top: int) -> set[int]:
    """Return the marked numbers."""
    marked: set[int] = set()
    for kind, *numbers in commands:
        if kind in ("add", "remove", "flip", "keep"):
            part = set(range(numbers[0], numbers[1] + 1))
            marked = {"add": marked | part, "remove": marked - part, "flip": marked ^ part, "keep": marked & part}[kind]
        elif kind in ("shift", "mirror"):
            marked = {x + numbers[0] if kind == "shift" else top + 1 - x for x in marked}
        elif kind == "grow":
            marked |= {x + step for x in marked for step in (-1, 1)}
        else:
            marked = _smooth(marked, kind, numbers[0])
        marked &= set(range(1, top + 1))
    return marked


def _smooth(marked: set[int], kind: str, most: int) -> set[int]:
    """Fill small gaps, or remove small stretches."""
    blocks = _blocks(sorted(marked))
    if kind == "thin":
        return {x for first, last in blocks if last - first >= most for x in range(first, last + 1)}
    gaps = [(one[1] + 1, two[0]) for one, two in itertools.pairwise(blocks)]
    return marked | {x for first, last in gaps if last - first <= most for x in range(first, last)}


def _blocks(numbers: list[int]) -> list[list[int]]:
    """Return the stretches of neighbouring numbers, each as first and last."""
    blocks: list[list[int]] = []
    for number in numbers:
        if blocks and blocks[-1][1] == number - 1:
            blocks[-1][1] = number
        else:
            blocks.append([number, number])
    return blocks


def observe(instance: dict) -> str:
    """Return the question."""
    top, commands = instance["top"], instance["commands"]
    rules = [text.format(top + 1) for kind, text in _RULES.items() if kind in {command[0] for command in commands}]
    listed = (
        "; ".join(f"{kind} " + "-".join(map(str, numbers)) for kind, *numbers in commands).replace(" ;", ";").strip()
    )
    return "\n".join(
        [
            f"Of the whole numbers from 1 to {top} none is marked at first. Commands mark and unmark them:",
            *("- " + rule for rule in rules),
            f"These commands are carried out from left to right: {listed}.",
            "Which numbers are marked at the end? Answer with the intervals of marked numbers in ascending order, "
            "separated by "
            "spaces, each as first-last, as few as possible (neighbouring numbers belong to the same interval; a "
            "number that "
            "stands alone is written like 77-77), such as: 70-74 77-77",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the commands on the bits of a number, and compare."""
    entries = [re.fullmatch(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})", token) for token in _tokens(answer)]
    if not entries or not all(entries):
        return False
    bits = f"{_replay(instance):b}"[::-1]  # bits[x] tells whether x is marked
    found = [[match.start(), match.end() - 1] for match in re.finditer("1+", bits)]
    return [[int(entry[1]), int(entry[2])] for entry in entries if entry] == found


def _replay(instance: dict) -> int:
    whole = (1 << instance["top"] + 1) - 2
    marks = 0
    for kind, *numbers in instance["commands"]:
        part = (1 << numbers[1] + 1) - (1 << numbers[0]) if len(numbers) == 2 else 0
        if kind == "shift":
            marks = marks << numbers[0] if numbers[0] > 0 else marks >> -numbers[0]
        elif kind == "mirror":
            marks = int(f"{marks:0{instance['top'] + 2}b}"[::-1], 2)
        elif kind in ("fill", "thin"):
            text, size = f"{marks:0{instance['top'] + 2}b}", numbers[0]
            old, new = ("0", "1") if kind == "fill" else ("1", "0")
            marks = int(
                re.sub(f"(?<={new}){old}{{1,{size}}}(?={new})", lambda gap, new=new: new * len(gap[0]), text), 2
            )
        else:
            marks = {"add": marks | part, "remove": marks & ~part, "flip": marks ^ part, "keep": marks & part}.get(
                kind, marks | marks << 1 | marks >> 1
            )
        marks &= whole
    return marks


def solve(instance: dict) -> str:
    """Return the intervals found when the commands were drawn."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Slip by one at an end, lose an interval, skip a command, or bridge a gap."""
    blocks, commands, top = instance["solution"], instance["commands"], instance["top"]
    (first, last), *rest = blocks
    nears = [[[first, last + 1], *rest], [[first + 1, max(first + 1, last)], *rest], rest, [[first, blocks[-1][1]]]]
    nears += [_blocks(sorted(_run(part, top))) for part in (commands[:-1], commands[1:])]
    nears += [[*blocks, [top + 2, top + 3]], blocks[::-1]]
    return list(dict.fromkeys(_format(near) for near in nears if near and near != blocks))


def _format(blocks: list[list[int]]) -> str:
    return " ".join(f"{first}-{last}" for first, last in blocks)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
