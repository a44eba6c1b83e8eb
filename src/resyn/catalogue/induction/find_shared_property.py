"""Find few marks, present or absent, that nearly all things of one group show together and hardly any of another."""

import re
from itertools import combinations, product
from random import Random
from typing import Any

META = {
    "category": "induction",
    "skills": ["rule induction", "set logic", "search"],
    "keywords": ["separating conjunction", "classification"],
    "answer": "set",
    "version": 1,
}

_MARKS = (
    "amber",
    "beak",
    "claws",
    "dots",
    "ears",
    "fins",
    "gills",
    "horns",
    "iris",
    "jewel",
    "knobs",
    "leaves",
    "mane",
)
_MARKS += ("nails", "orbs", "plumes", "quills", "rings", "scales", "tusks", "veins", "wings")
_ABSENT_LEVEL, _SLIP_LEVEL, _CLASH_LEVEL = 2, 4, 6


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant a description that the first group keeps and the second misses, and a decoy that the first group shares."""
    count = min(8 + level // 2, len(_MARKS))
    size = 2 + level // 3 if level < 9 else 4 + level // 10
    marks = rng.sample(_MARKS, count)
    signs = [rng.choice((1, -1)) if level >= _ABSENT_LEVEL else 1 for _ in range(size)]
    planted = [sign * mark for sign, mark in zip(signs, rng.sample(range(1, count + 1), size), strict=True)]
    slips = [0, 0] if level < _SLIP_LEVEL else [1, 1 + level // 8]
    ours = [_draw_thing(count, planted, 0, rng) for _ in range(4 + level // 3)]
    ours += [_draw_thing(count, planted, 1, rng) for _ in range(slips[0])]
    others = [_draw_thing(count, planted, 0, rng) for _ in range(slips[1])]
    at = 0
    while len(others) < 5 + level // 2 + slips[1]:
        others.append(_draw_thing(count, planted, 1 + (at >= size and rng.random() < 0.3), rng, first=at % size))
        at += 1
    decoy = rng.choice([mark for mark in range(1, count + 1) if mark not in map(abs, planted)])
    has_decoy = level < _ABSENT_LEVEL or rng.random() < 0.5
    ours = [_set_mark(thing, decoy, has_decoy) for thing in ours]
    others = [_set_mark(thing, decoy, has_decoy) if rng.random() < 0.7 else thing for thing in others]
    rng.shuffle(ours)
    rng.shuffle(others)
    instance = {"marks": marks, "ours": ours, "others": others, "size": size, "slips": slips, "apart": []}
    if level >= _CLASH_LEVEL:
        pairs = [sorted(pair) for pair in combinations(range(1, count + 1), 2)]
        named = {abs(mark) for mark in planted}
        free = [pair for pair in pairs if not set(pair) <= named and set(pair) & named]
        instance["apart"] = sorted(rng.sample(free, 1 + level // 4))
    return instance | {"solution": planted}


def _draw_thing(count: int, planted: list[int], misses: int, rng: Random, *, first: int = 0) -> list[int]:
    """Return the marks of a thing that misses so many of the planted marks, the one at `first` among them."""
    chosen = {mark for mark in range(1, count + 1) if rng.random() < 0.5}
    missed = {first} if misses else set()
    missed |= set(rng.sample(range(len(planted)), misses - 1)) if misses > 1 else set()
    for at, mark in enumerate(planted):
        if (mark > 0) != (at in missed):
            chosen.add(abs(mark))
        else:
            chosen.discard(abs(mark))
    return sorted(chosen)


def _set_mark(thing: list[int], mark: int, has: bool) -> list[int]:
    return sorted({*thing, mark} if has else {*thing} - {mark})


def _shows(thing: list[int], mark: int) -> bool:
    return (abs(mark) in thing) == (mark > 0)


def observe(instance: dict[str, Any]) -> str:
    """State the two groups, what is asked and the answer format."""
    marks = dict(enumerate(instance["marks"], start=1))
    lists = []
    for group in (instance["ours"], instance["others"]):
        lists.append("\n".join(f"- {', '.join(marks[mark] for mark in thing) or 'no mark at all'}" for thing in group))
    few, many = instance["slips"]
    ours = (
        "every creature of the first list" if few == 0 else f"all creatures of the first list except for at most {few}"
    )
    others = "no creature of the second list" if many == 0 else f"at most {many} of the creatures of the second list"
    apart = "".join(
        f"\n- {marks[one]} and {marks[two]} must not both be used (as present or as absent)."
        for one, two in instance["apart"]
    )
    absent = ", or no- and a mark, which fits if the creature does not have the mark"
    return (
        f"Creatures have some of these marks: {', '.join(marks.values())}.\n\nFirst list, a line for each creature:\n"
        f"{lists[0]}\n\nSecond list:\n{lists[1]}\n\nFind a description of at most {instance['size']} items, each a "
        f"mark, which fits a creature that has it{absent}. The description fits a creature if all of its items "
        f"do.\n- It must fit {ours}.\n- It must fit {others}.{apart}\nAny such description is accepted. Answer with "
        "its items in any order, each once, separated by spaces. (The format, not a hint: tail no-hooves)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Count the creatures of both lists that the description fits."""
    numbers = {mark: number for number, mark in enumerate(instance["marks"], start=1)}
    tokens = [token.lower() for token in _tokens(answer)]
    chosen = [-numbers.get(token[3:], 0) if token.startswith("no-") else numbers.get(token, 0) for token in tokens]
    if not 0 < len(chosen) <= instance["size"] or 0 in chosen or len({abs(mark) for mark in chosen}) < len(chosen):
        return False
    used = {abs(mark) for mark in chosen}
    if any(one in used and two in used for one, two in instance["apart"]):
        return False
    fits = [
        sum(all(_shows(thing, mark) for mark in chosen) for thing in instance[group]) for group in ("ours", "others")
    ]
    return len(instance["ours"]) - fits[0] <= instance["slips"][0] and fits[1] <= instance["slips"][1]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted description."""
    return _format(instance, instance["solution"])


def _format(instance: dict[str, Any], chosen: list[int]) -> str:
    return " ".join(("no-" if mark < 0 else "") + instance["marks"][abs(mark) - 1] for mark in chosen)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave an item out, take a mark for its absence, exchange an item, or describe with too many."""
    planted: list[int] = instance["solution"]
    spare = [mark for mark in range(1, len(instance["marks"]) + 1) if mark not in map(abs, planted)]
    wrong = [planted[:-1], planted[1:], [-planted[0], *planted[1:]], [*planted[:-1], -planted[-1]]]
    wrong.append([-mark for mark in planted])
    wrong += [[*planted[:-1], sign * mark] for sign, mark in product((1, -1), spare[:2])]
    wrong.append([*planted, *spare[:1]])
    return [text for near in wrong if (text := _format(instance, near)) and not verify(instance, text)]
