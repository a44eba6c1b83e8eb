"""List pairs of people so that all rules about who admires whom hold."""

import re
from itertools import combinations
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["quantifiers", "model building"],
    "keywords": ["binary relation", "finite model"],
    "answer": "set",
    "version": 1,
}

_NAMES = ("Ann", "Ben", "Cem", "Dag", "Eve", "Fay", "Gil", "Ian", "Joy", "Kai", "Lou", "Mia", "Ned", "Pam", "Rex")
_VERBS = (("admires", "admire", "admired"), ("trusts", "trust", "trusted"), ("envies", "envy", "envied"))
# Kind of rule, number of people named in it, whether it states a number, first level at which it appears.
_KINDS = (
    ("out", 1, True, 1),
    ("into", 1, True, 1),
    ("not", 2, False, 1),
    ("mutual", 0, True, 1),
    ("idle", 0, True, 2),
    ("copy", 2, False, 3),
    ("step", 2, False, 4),
    ("nostep", 2, False, 4),
    ("cycles", 0, True, 5),
    ("shared", 2, True, 6),
    ("chain", 2, True, 7),
    ("closed", 1, False, 8),
    ("reach", 1, True, 9),
)


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant random pairs, many of them along a hidden ranking, and state rules that they keep."""
    people = min(4 + level // 3, 10)
    rank = rng.sample(range(people), people)
    possible = [[a, b] for a in range(people) for b in range(people) if a != b]
    weights = {True: 3, False: 1}
    drawn = sorted(possible, key=lambda pair: rng.random() ** (1 / weights[rank[pair[0]] < rank[pair[1]]]))
    pairs = sorted(drawn[-(people * (people - 1) * 2 // 5 + rng.randint(0, 2)) :])
    links = _links(pairs, people)
    rules: list[list[Any]] = []
    for kind, named, counts, first in _KINDS:
        wanted = (people + 1) // 2 if kind in ("out", "into") else 1 if not named else 1 + level // 5
        for _ in range(8 * wanted if level >= first else 0):
            chosen = rng.sample(range(people), named)
            number = _measure(kind, chosen, links)
            fresh = all(rule[:2] != [kind, chosen] for rule in rules)
            if fresh and (counts or number == 1) and not (kind == "chain" and number < 2):
                rules.append([kind, chosen, number])
            if sum(rule[0] == kind for rule in rules) == wanted:
                break
    names = rng.sample(_NAMES, people)
    return {"names": names, "verb": rng.randrange(len(_VERBS)), "count": len(pairs), "rules": rules, "solution": pairs}


def _links(pairs: list[list[int]], people: int) -> list[set[int]]:
    links: list[set[int]] = [set() for _ in range(people)]
    for one, two in pairs:
        links[one].add(two)
    return links


def _measure(kind: str, chosen: list[int], links: list[set[int]]) -> int:
    """Return the number that a rule of this kind states; 1 for true and 0 for false where it states none."""
    a, b = [*chosen, 0, 0][:2]
    people = range(len(links))
    fans = {who for who in people if a in links[who]}
    further = set().union(*(links[who] for who in links[a]))
    return {
        "out": lambda: len(links[a]),
        "into": lambda: len(fans),
        "not": lambda: int(b not in links[a]),
        "mutual": lambda: sum(two in links[one] and one in links[two] for one, two in combinations(people, 2)),
        "idle": lambda: sum(not link for link in links),
        "copy": lambda: int(all(b in links[who] for who in fans - {b})),
        "step": lambda: int(b in further),
        "nostep": lambda: int(b not in further),
        "cycles": lambda: sum(_is_cycle(*three, links) for three in combinations(people, 3)),
        "shared": lambda: len(links[a] & links[b]),
        "chain": lambda: _distances(a, links)[b],
        "closed": lambda: int(further - {a} <= links[a]),
        "reach": lambda: sum(distance > 0 for distance in _distances(a, links)),
    }[kind]()


def _is_cycle(p: int, q: int, r: int, links: list[set[int]]) -> bool:
    return any(y in links[x] and z in links[y] and x in links[z] for x, y, z in ((p, q, r), (p, r, q)))


def _distances(start: int, links: list[set[int]]) -> list[int]:
    """Return the fewest steps from one person to each other, 0 where there is no way (and to the person itself)."""
    steps, queue = [0] * len(links), [start]
    for who in queue:
        for other in sorted(links[who]):
            if other != start and not steps[other]:
                steps[other] = steps[who] + 1
                queue.append(other)
    return steps


def _text(rule: list[Any], names: list[str], verbs: tuple[str, str, str]) -> str:
    kind, chosen, number = rule
    a, b = [*(names[person] for person in chosen), "", ""][:2]
    does, do, done = verbs
    persons = {0: "nobody", 1: "exactly 1 person"}.get(number, f"exactly {number} people")
    return {
        "out": f"{a} {does} {persons}.",
        "into": f"{a} is {done} by {persons}.",
        "not": f"{a} does not {do} {b}.",
        "mutual": f"The number of couples (two people) who {do} each other is exactly {number}.",
        "idle": f"The number of people who {do} nobody is exactly {number}.",
        "copy": f"Everyone other than {b} who {does} {a} also {does} {b}.",
        "step": f"{a} {does} at least one person who {does} {b}.",
        "nostep": f"{a} {does} nobody who {does} {b}.",
        "cycles": f"The number of groups of three people whom one can call x, y and z so that x {does} y, y {does} z "
        f"and z {does} x is exactly {number}. (A group counts once, whatever the order.)",
        "shared": f"The number of people {done} both by {a} and by {b} is exactly {number}.",
        "chain": f"From {a} one can get to {b} in {number} steps, but not in fewer.",
        "closed": f"Everyone other than {a} who is {done} by somebody whom {a} {does} is {done} by {a}, too.",
        "reach": f"The number of people other than {a} to whom one can get from {a} in one or more steps is {number}.",
    }[kind]


def observe(instance: dict[str, Any]) -> str:
    """State the people, the rules and the answer format."""
    names, verbs = instance["names"], _VERBS[instance["verb"]]
    rules = "\n".join(f"- {_text(rule, names, verbs)}" for rule in instance["rules"])
    kinds = {rule[0] for rule in instance["rules"]}
    step = f" One step leads from a person to a person whom he or she {verbs[0]}." if kinds & {"chain", "reach"} else ""
    every = (
        " A rule for everyone of a kind also holds if there is nobody of that kind."
        if kinds & {"copy", "closed"}
        else ""
    )
    return (
        f"Some of {', '.join(names)} {verbs[1]} some of the others. Nobody {verbs[0]} himself or herself, and that one "
        f"{verbs[0]} another says nothing about the other way round. There are exactly {instance['count']} pairs "
        f"(x, y) where x {verbs[0]} y, and these rules hold.{step}{every}\n{rules}\n\n"
        f"Who {verbs[0]} whom? Any list of pairs that fits is accepted. Answer with the {instance['count']} pairs in "
        f"any order, each once, written x>y where x {verbs[0]} y, without spaces inside a pair and separated by spaces "
        "(the format, not a hint: Zed>Yan Yan>Xiu)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check every rule on the pairs listed."""
    numbers = {name.upper(): person for person, name in enumerate(instance["names"])}
    pairs = []
    for token in _tokens(answer):
        one, _, two = token.upper().partition(">")
        if one not in numbers or two not in numbers or one == two:
            return False
        pairs.append([numbers[one], numbers[two]])
    links = _links(pairs, len(numbers))
    if not len(pairs) == instance["count"] == sum(map(len, links)):
        return False
    return all(_measure(kind, chosen, links) == number for kind, chosen, number in instance["rules"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted pairs."""
    return " ".join(_pair(instance["names"], pair) for pair in instance["solution"])


def _pair(names: list[str], pair: list[int]) -> str:
    return f"{names[pair[0]]}>{names[pair[1]]}"


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """List a pair too few or too many, or hand a pair over from somebody whose number of pairs is stated."""
    pairs: list[list[int]] = instance["solution"]
    people = range(len(instance["names"]))
    spare = [[a, b] for a in people for b in people if a != b and [a, b] not in pairs]
    wrong = [pairs[1:], pairs[:-1], [*pairs, spare[0]]]
    for kind, chosen, _ in instance["rules"]:
        mine = [pair for pair in pairs if kind == "out" and pair[0] == chosen[0]]
        for given in mine[:1]:
            takers = [other for other in spare if other[1] == given[1]]
            wrong += [[taker if pair == given else pair for pair in pairs] for taker in takers[:1]]
    return [" ".join(_pair(instance["names"], pair) for pair in near) for near in wrong]
