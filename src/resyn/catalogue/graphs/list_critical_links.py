"""List the towns and links of a changed network whose failure would separate others."""

import json
import re
from functools import lru_cache
from random import Random

META = {
    "category": "graphs",
    "skills": ["connectivity", "state tracking", "case analysis"],
    "keywords": ["bridges", "articulation points", "network", "edits"],
    "answer": "set",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def generate(level: int, rng: Random) -> dict:
    """Draw a sparse network and changes to it; of some draws keep the first in which enough things are critical."""
    instance: dict = {}
    for _ in range(40):
        instance = _draw(level, rng)
        instance["solution"] = _critical(instance)
        links = sum("-" in item for item in instance["solution"])
        if links >= 1 and len(instance["solution"]) - links >= 1 and len(instance["solution"]) >= 3:
            return instance
    path = rng.sample(_NAMES[: instance["towns"]], instance["towns"])
    links = [sorted(path[place : place + 2]) for place in range(len(path) - 1)]
    instance |= {"links": sorted(links), "double": [], "edits": [], "offices": []}
    return instance | {"solution": _critical(instance)}


def _draw(level: int, rng: Random) -> dict:
    towns = min(6 + (level + 1) // 3, 26)
    order = rng.sample(_NAMES[:towns], towns)
    pairs = [sorted((order[place], order[rng.randrange(max(0, place - 3), place)])) for place in range(1, towns)]
    every = [[a, b] for place, a in enumerate(_NAMES[:towns]) for b in _NAMES[place + 1 : towns]]
    pairs += rng.sample([pair for pair in every if pair not in pairs], 2 + level // 3)
    edits = []
    for _ in range(0 if level < 2 else 1 + level // 2):
        kinds = ["add", "cut", *(["move"] if level >= 3 else []), *(["test"] if level >= 6 else [])]
        kind = rng.choice(kinds)
        if kind == "move":
            ends = rng.sample(rng.choice(pairs), 2)
            edits.append([kind, *ends, rng.choice([town for town in _NAMES[:towns] if town not in ends])])
        elif kind == "test":
            edits.append([kind, rng.choice(_NAMES[:towns]), *rng.choice(every), *rng.choice(every)])
        else:
            edits.append([kind, *rng.choice(every if kind == "add" else pairs)])
    return {
        "towns": towns,
        "links": sorted(pairs),
        "double": sorted(rng.sample(pairs, 1 + level // 4)) if level >= 4 else [],
        "edits": edits,
        "offices": sorted(rng.sample(_NAMES[:towns], 4 + level // 4)) if level >= 5 else [],
    }


def _network(instance: dict) -> dict[str, int]:
    """Return the cables of each link after all changes, by the name of the link."""
    cables = {"-".join(pair): 1 + (pair in instance["double"]) for pair in instance["links"]}
    for kind, *ends in instance["edits"]:
        if kind == "test":
            odd = sum(ends[0] in link for link in cables) % 2
            kind, ends = ("add", ends[1:3]) if odd else ("cut", ends[3:5])
        link = "-".join(sorted(ends[:2]))
        if kind == "add":
            cables.setdefault(link, 1)
        elif kind == "cut":
            cables.pop(link, None)
        elif link in cables:
            moved = "-".join(sorted((ends[0], ends[2])))
            number = cables.pop(link)
            cables[moved] = max(cables.get(moved, 0), number)
    return dict(sorted(cables.items()))


def _pieces(links: list[str], towns: str) -> list[set[str]]:
    pieces = [{town} for town in towns]
    for link in links:
        joined = [piece for piece in pieces if link[0] in piece or link[2] in piece]
        pieces = [piece for piece in pieces if piece not in joined] + [set().union(*joined)]
    return pieces


def _critical(instance: dict) -> list[str]:
    """Count in how many pairs two offices reach each other, with everything and without each town and link."""
    cables, towns = _network(instance), _NAMES[: instance["towns"]]
    offices = instance["offices"] or list(towns)

    def pairs(links: list[str], without: str = "") -> int:
        sizes = [len(piece & set(offices) - {without}) for piece in _pieces(links, towns)]
        return sum(size * (size - 1) // 2 for size in sizes)

    whole = list(cables)
    mates = {town: sum(len(p & set(offices)) - 1 for p in _pieces(whole, towns) if town in p) for town in offices}
    critical = []
    for town in towns:
        left = [link for link in whole if town not in link]
        if pairs(left, town) < pairs(whole) - mates.get(town, 0):
            critical.append(town)
    for link, number in cables.items():
        if number == 1 and pairs([other for other in whole if other != link]) < pairs(whole):
            critical.append(link)
    return critical


def observe(instance: dict) -> str:
    """Return the question."""
    links = [f"{a}-{b}" + (" (two cables)" if [a, b] in instance["double"] else "") for a, b in instance["links"]]
    texts = {
        "add": "add a link of one cable {0}-{1} (nothing changes if there is a link {0}-{1})",
        "cut": "remove the link {0}-{1} with all its cables (nothing changes if there is none)",
        "move": "if there is a link {0}-{1}, remove it and lay its cables from {0} to {2} instead (if there is a link "
        "{0}-{2}, that keeps the larger of the two numbers of cables)",
        "test": "if {0} now has links to an odd number of towns, add a link of one cable {1}-{2} unless there is one; "
        "otherwise remove the link {3}-{4} if there is one",
    }
    edits = [f"{number}. {texts[kind].format(*ends)}" for number, (kind, *ends) in enumerate(instance["edits"], 1)]
    who = "towns" + (f" with an office ({', '.join(instance['offices'])})" if instance["offices"] else "")
    cable = " Of a link of two cables only one is cut, so that it still joins its towns." * bool(instance["double"])
    return "\n".join(
        [
            f"Towns {', '.join(_NAMES[: instance['towns']])} are joined by links, each of one cable unless said "
            f"otherwise, usable in both directions: {', '.join(links)}.",
            *(["Then the network is changed, in this order:", *edits] if edits else []),
            f"Now {'(after all changes) ' if edits else ''}two towns reach each other if a path of links leads from "
            "one to the other.",
            "A link is critical if, once a cable of it is cut, some two "
            f"{who} that reached each other before no longer do.{cable}",
            f"A town is critical if, once it is closed with all its links, some two other {who} that reached each "
            "other before no longer do.",
            "Which towns and links are critical? List all of them, in any order and separated by spaces: a town by its "
            "letter, a link by its two letters with - between them, such as: Z Y-X Y",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare with the towns and links that a search finds critical."""
    tokens = [token.upper() for token in _tokens(answer)]
    items = ["-".join(sorted(token.split("-"))) for token in tokens if re.fullmatch(r"[A-Z](-[A-Z])?", token)]
    if len(items) != len(tokens) or len(set(items)) != len(items):
        return False
    shown = {key: instance[key] for key in ("towns", "links", "double", "edits", "offices")}
    return sorted(items) == _found(json.dumps(shown))


@lru_cache(maxsize=32)
def _found(shown: str) -> list[str]:
    """Search from each office with each town or link left out; return, sorted, those that are critical."""
    instance = json.loads(shown)
    cables, towns = _network(instance), _NAMES[: instance["towns"]]
    offices = instance["offices"] or list(towns)
    whole = {town: _reached(cables, town, "") for town in offices}
    links = [link for link, number in cables.items() if number == 1]
    found = []
    for out in [*towns, *links]:
        for town in offices:
            if town != out and out not in found and (whole[town] - _reached(cables, town, out) - {out}) & set(offices):
                found.append(out)
    return sorted(found)


def _reached(cables: dict[str, int], start: str, out: str) -> set[str]:
    """Return the towns that a path from the start leads to when a town or a link is left out."""
    seen, stack = {start}, [start]
    while stack:
        here = stack.pop()
        for link in cables:
            other = link[2] if link[0] == here else link[0]
            if here in link and other not in seen and out not in (link, other):
                seen.add(other)
                stack.append(other)
    return seen


def solve(instance: dict) -> str:
    """Return what was counted when the network was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave one out, name only the towns or only the links, or count something that is not critical."""
    found = instance["solution"]
    spare = [town for town in _NAMES[: instance["towns"]] if town not in found]
    spare += ["-".join(pair) for pair in instance["links"] if "-".join(pair) not in found]
    towns, links = [item for item in found if len(item) == 1], [item for item in found if len(item) > 1]
    wrong = [found[1:], found[:-1], towns, links, [*found, "Y-Z"], *([*found, item] for item in spare[:1])]
    before = _critical({**instance, "edits": [], "double": [], "offices": []})
    wrong += [before] if before and sorted(before) != sorted(found) else []
    return list(dict.fromkeys(" ".join(near) for near in wrong))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]", "{}"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
