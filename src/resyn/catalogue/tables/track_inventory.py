"""Track goods through rooms and boxes and say what a room holds in the end."""

import re
from random import Random

META = {
    "category": "tables",
    "skills": ["state tracking", "arithmetic", "rule application"],
    "keywords": ["inventory", "moving goods", "containers"],
    "answer": "assignment",
    "version": 1,
}

_ROOMS = ("attic", "barn", "cellar", "den", "garage", "hall")
_GOODS = ("cups", "forks", "lamps", "plates", "bowls")
_KINDS = (
    ("move", 1),
    ("bring", 1),
    ("all", 1),
    ("half", 2),
    ("swap", 3),
    ("pack", 4),
    ("carry", 4),
    ("compare", 5),
    ("trade", 6),
    ("even", 7),
)


def generate(level: int, rng: Random) -> dict:
    """Draw rooms and steps that can be carried out, following what each room and box holds."""
    rooms = rng.sample(_ROOMS, min(3 + level // 4, 6))
    goods = rng.sample(_GOODS, 2 + (level >= 2) + (level >= 6))
    boxes = ["box 1", "box 2"][: (level >= 4) + (level >= 8)]
    stock = {place: {good: rng.randint(3, 15) for good in goods} for place in rooms} | {
        box: dict.fromkeys(goods, 0) for box in boxes
    }
    first = [[good, place, stock[place][good]] for place in rooms for good in goods]
    where = {box: rng.choice(rooms) for box in boxes}
    steps: list[list] = []
    kinds = [kind for kind, start in _KINDS if level >= start]
    while len(steps) < 4 + level:
        step = _draw_step(rng.choice(kinds), stock, where, goods, rng)
        if step and step[2] != 0 and (not steps or step[0] != steps[-1][0] or step[0] in ("move", "half")):
            steps.append(step)
            _carry_out(step, stock, where)
    changed = [place for good, place, count in first if stock[place][good] != count]
    asked = rng.choice(changed or rooms)
    counts = [
        [good, stock[asked][good] + sum(stock[box][good] for box in boxes if where[box] == asked)] for good in goods
    ]
    start = dict(_places_at_start(steps, where).items())
    return {
        "rooms": rooms,
        "goods": goods,
        "stock": first,
        "boxes": [[box, start[box]] for box in boxes],
        "steps": steps,
        "asked": asked,
        "solution": counts,
    }


def _places_at_start(steps: list[list], where: dict[str, str]) -> dict[str, str]:
    """Return where the boxes stood before the first step that carries them; each such step names the room before."""
    start = dict(where)
    for kind, *rest in reversed(steps):
        if kind == "carry":
            start[rest[0]] = rest[2]
    return start


def _draw_step(kind: str, stock: dict, where: dict[str, str], goods: list[str], rng: Random) -> list:
    rooms = [place for place in stock if place not in where]
    source, target = rng.sample(rooms, 2)
    good, other = rng.sample(goods, 2)
    if kind in ("move", "bring"):
        count = rng.randint(2, 9)
        if kind == "bring":
            return [kind, good, count, target]
        return [kind, good, min(count, stock[source][good]), source, target]
    if kind in ("all", "half", "even"):
        return [kind, good, source, target]
    if kind == "swap":
        return [kind, good, source, target]
    if kind == "pack":
        box = rng.choice(sorted(where))
        return [kind, good, min(rng.randint(1, 6), stock[where[box]][good]), box]
    if kind == "carry":
        box = rng.choice(sorted(where))
        return [kind, box, rng.choice([room for room in rooms if room != where[box]]), where[box]]
    if kind == "compare":
        return [kind, good, source, target, other, rng.randint(2, 6)]
    return [kind, good, other, source, rng.randint(2, 3)]


def _carry_out(step: list, stock: dict, where: dict[str, str]) -> None:
    kind, *rest = step
    if kind == "carry":
        where[rest[0]] = rest[1]
    elif kind == "bring":
        stock[rest[2]][rest[0]] += rest[1]
    elif kind == "trade":
        lots = stock[rest[2]][rest[0]] // rest[3]
        stock[rest[2]][rest[0]] -= lots * rest[3]
        stock[rest[2]][rest[1]] += lots
    elif kind == "compare":
        good, one, two, other, count = rest
        stock[one if stock[one][good] > stock[two][good] else two][other] += count
    elif kind == "swap":
        good, one, two = rest
        stock[one][good], stock[two][good] = stock[two][good], stock[one][good]
    else:
        good, source, target = rest[0], rest[-2], rest[-1]
        if kind == "pack":
            source = where[target]
        held = stock[source][good]
        count = {"all": held, "half": held // 2, "even": held if held % 2 == 0 else 0}.get(kind, rest[1])
        stock[source][good] -= count
        stock[target][good] += count


def observe(instance: dict) -> str:
    """Return the question."""
    lines = ["A house keeps these goods:"]
    for room in instance["rooms"]:
        lines.append(
            f"- {room}: {', '.join(f'{count} {good}' for good, place, count in instance['stock'] if place == room)}"
        )
    for box, room in instance["boxes"]:
        lines.append(f"- {box}: empty, standing in the {room}")
    if instance["boxes"]:
        lines.append(
            "A step that names a room is about the goods that lie open in it, not about those in a box there, "
            "unless it says "
            "otherwise. Goods in a box stay in it."
        )
    lines.append("Then this happens, in order:")
    lines += [f"{number}. {_text(*step)}" for number, step in enumerate(instance["steps"], start=1)]
    within = " (those in boxes that stand there included)" if instance["boxes"] else ""
    lines.append(
        f"How many of each are in the {instance['asked']} in the end{within}? Answer for "
        f"{', '.join(instance['goods'])}, "
        "such as: hats=31, keys=0"
    )
    return "\n".join(lines)


def _text(kind: str, *rest: str | int) -> str:
    return {
        "move": "{1} {0} are taken from the {2} to the {3}.",
        "bring": "{1} {0} are bought and put into the {2}.",
        "all": "All {0} of the {1} are taken to the {2}.",
        "half": "Half of the {0} of the {1}, rounded down, are taken to the {2}.",
        "swap": "The {1} and the {2} exchange all their {0}.",
        "pack": "{1} {0} of the room in which {2} stands are put into {2}.",
        "carry": "{0} is carried with all that is in it to the {1}.",
        "compare": "If the {1} holds more {0} than the {2}, {4} {3} are bought for the {1}; else {4} {3} for the {2}.",
        "trade": "In the {2}, as many {0} as possible are exchanged for {1}: each {3} {0} for 1 of the {1}.",
        "even": "If the number of {0} in the {1} is even, all of them are taken to the {2}.",
    }[kind].format(*rest)


def verify(instance: dict, answer: str) -> bool:
    """Follow every kind of goods as numbers by place, and compare the counts of the room asked for."""
    given = _read(answer)
    if given is None or sorted(given) != sorted(instance["goods"]):
        return False
    amounts = {(good, place): count for good, place, count in instance["stock"]}
    rooms = dict(instance["boxes"])
    for kind, *rest in instance["steps"]:
        if kind == "carry":
            rooms[rest[0]] = rest[1]
            continue
        for key, change in _changes(kind, rest, amounts, rooms):
            amounts[key] = amounts.get(key, 0) + change
    places = [instance["asked"], *(box for box, room in rooms.items() if room == instance["asked"])]
    return given == {good: sum(amounts.get((good, place), 0) for place in places) for good in instance["goods"]}


def _changes(kind: str, rest: list, amounts: dict[tuple[str, str], int], rooms: dict[str, str]) -> list[tuple]:
    """Return what a step adds to or takes from goods at places."""
    good = rest[0]
    if kind == "bring":
        return [((good, rest[2]), rest[1])]
    if kind == "compare":
        _, one, two, other, count = rest
        return [((other, one if amounts[good, one] > amounts[good, two] else two), count)]
    if kind == "trade":
        times = amounts[good, rest[2]] // rest[3]
        return [((good, rest[2]), -times * rest[3]), ((rest[1], rest[2]), times)]
    if kind == "swap":
        more = amounts[good, rest[1]] - amounts[good, rest[2]]
        return [((good, rest[1]), -more), ((good, rest[2]), more)]
    source = rooms.get(rest[2], "") if kind == "pack" else rest[-2]
    held = amounts.get((good, source), 0)
    count = rest[1] if kind in ("move", "pack") else held
    if kind == "half":
        count = held // 2
    elif kind == "even" and held % 2:
        count = 0
    return [((good, source), -count), ((good, rest[-1]), count)]


def _read(answer: str) -> dict[str, int] | None:
    """Read entries such as hats=31, separated by commas and spaces; None where malformed or a word stands twice."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 5_000:
        return None
    entries = re.split(r"\s*,\s*|\s+", re.sub(r"\s?=\s?", "=", " ".join(text.split())))
    if not all(re.fullmatch("[A-Za-z]{1,12}=[0-9]{1,9}", entry) for entry in entries):
        return None
    values = {entry.split("=")[0].lower(): int(entry.split("=")[1]) for entry in entries}
    return values if len(values) == len(entries) else None


def solve(instance: dict) -> str:
    """Write the counts followed while the steps were drawn."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by one, give the counts of the beginning, exchange two counts, or leave one out."""
    counts = instance["solution"]
    (good, count), *others = counts
    start = [[name, n] for name, place, n in instance["stock"] if place == instance["asked"]]
    wrong = [[[good, count + 1], *others], [*counts[:-1], [counts[-1][0], counts[-1][1] + 2]], start, others]
    wrong.append([[good, others[0][1]], [others[0][0], count], *others[1:]])
    return [text for text in dict.fromkeys(_format(near) for near in wrong) if text != solve(instance)]


def _format(counts: list[list]) -> str:
    return ", ".join(f"{good}={count}" for good, count in counts)
