"""Find out from what islanders say who is a knight, who a knave and who a joker."""

import re
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["deduction", "case analysis"],
    "keywords": ["knights and knaves", "boolean logic"],
    "answer": "assignment",
    "version": 1,
}

_NAMES = ("Ada", "Bo", "Cy", "Dora", "Eli", "Fay", "Gus", "Hal", "Ida", "Jan", "Kit", "Lea", "Max", "Nia", "Pia")
_ROLES = {"K": "knight", "N": "knave", "J": "joker"}
_JOKER_LEVEL = 7
_COMPOUNDS = (("and", 2), ("or", 2), ("one", 3), ("if", 4), ("claim", 5))  # with their first levels


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant roles and choose statements, from a few drawn, that leave the fewest other casts possible; make it one."""
    jokers = level >= _JOKER_LEVEL
    people = min(7 + (level - _JOKER_LEVEL) // 4, 9) if jokers else 7 + level // 2
    cast = ["K", "K", "N", "N", "J" if jokers else "N"]
    cast += [rng.choice("KNJ" if jokers else "KN") for _ in range(people - len(cast))]
    rng.shuffle(cast)
    roles = _role_tables(people, jokers=jokers)
    possible = -1
    for table in roles:
        possible &= table["K"] | table["N"] | table.get("J", 0)
    said: list[list[Any]] = []
    for speaker, role in enumerate(cast):
        best: tuple[int, list[Any]] = (possible, [])
        for _ in range(6):
            truths = {"K": [True, True], "N": [False, False], "J": rng.sample([True, False], 2)}[role]
            drawn = [_draw_statement(speaker, truth, cast, level, rng) for truth in truths[: 1 + jokers]]
            left = possible & _agreeing(roles[speaker], [_worlds(statement, roles) for statement in drawn])
            if not best[1] or left.bit_count() < best[0].bit_count():
                best = (left, drawn)
        possible = best[0]
        said.append(best[1])
    known = []
    for person in rng.sample(range(people), people):
        if (possible & roles[person][cast[person]]).bit_count() < possible.bit_count():
            possible &= roles[person][cast[person]]
            known.append(person)
    names = rng.sample(_NAMES, people)
    facts = [[person, cast[person]] for person in sorted(known)]
    return {"names": names, "jokers": jokers, "said": said, "known": facts, "solution": cast}


def _role_tables(people: int, *, jokers: bool) -> list[dict[str, int]]:
    """Return, per person and role, the worlds in which the person has the role: bit w of a number is world w."""
    bits = people * (1 + jokers)
    full = (1 << (1 << bits)) - 1
    columns = [full // ((1 << (1 << bit)) + 1) for bit in range(bits)]
    if not jokers:
        return [{"K": column, "N": full ^ column} for column in columns]
    pairs = zip(columns[::2], columns[1::2], strict=True)
    return [{"K": one & two, "N": one & ~two, "J": two & ~one} for one, two in pairs]


def _agreeing(role: dict[str, int], statements: list[int]) -> int:
    """Return the worlds in which somebody can have said all of the statements."""
    every, some = statements[0] & statements[-1], statements[0] | statements[-1]
    return (role["K"] & every) | (role["N"] & ~some) | (role.get("J", 0) & some & ~every)


def _draw_statement(speaker: int, truth: bool, cast: list[str], level: int, rng: Random) -> list[Any]:
    depth = (level >= 2) + (level >= 8) + (level >= 12)
    for _ in range(20):
        statement = _draw(speaker, depth, len(cast), level, rng)
        if _holds(statement, cast) == truth:
            return statement
    other = rng.choice([person for person in range(len(cast)) if person != speaker])
    return ["is", other, cast[other] if truth else "KN"[cast[other] == "K"]]


def _draw(speaker: int, depth: int, people: int, level: int, rng: Random) -> list[Any]:
    others = rng.sample([person for person in range(people) if person != speaker], 4)
    if depth and rng.random() < 0.75:
        jokers = level >= _JOKER_LEVEL
        form = rng.choice([form for form, first in _COMPOUNDS if level >= first and not (jokers and form == "claim")])
        first, second = (_draw(speaker, depth - 1, people, level, rng) for _ in range(2))
        return [form, others[0], first] if form == "claim" else [form, first, second]
    form = rng.choice(("is", "same", "count"))
    if form == "count":
        size = rng.choice((3, 4))
        return [form, rng.randint(1, size - 1), sorted(others[:size])]
    return [form, others[0], others[1] if form == "same" else rng.choice("KN" if level < _JOKER_LEVEL else "KNJ")]


def _holds(statement: list[Any], cast: list[str]) -> bool:
    form, one, two = statement
    return {
        "is": lambda: cast[one] == two,
        "same": lambda: cast[one] == cast[two],
        "count": lambda: sum(cast[person] == "K" for person in two) == one,
        "and": lambda: _holds(one, cast) and _holds(two, cast),
        "or": lambda: _holds(one, cast) or _holds(two, cast),
        "one": lambda: _holds(one, cast) != _holds(two, cast),
        "if": lambda: not _holds(one, cast) or _holds(two, cast),
        "claim": lambda: (cast[one] == "K") == _holds(two, cast),
    }[form]()


def _worlds(statement: list[Any], roles: list[dict[str, int]]) -> int:
    """Return the worlds in which a statement is true."""
    form, one, two = statement
    if form == "is":
        return roles[one][two]
    if form == "same":
        return sum(worlds & roles[two][role] for role, worlds in roles[one].items())
    if form == "count":
        exactly = [-1, *[0] * len(two)]  # worlds in which so many of the people so far are knights
        for person in two:
            knight = roles[person]["K"]
            exactly = [(now & ~knight) | (less & knight) for now, less in zip(exactly, [0, *exactly], strict=False)]
        return exactly[one]
    if form == "claim":
        return ~(roles[one]["K"] ^ _worlds(two, roles))
    first, second = _worlds(one, roles), _worlds(two, roles)
    return {"and": first & second, "or": first | second, "one": first ^ second, "if": ~first | second}[form]


def _text(statement: list[Any], names: list[str]) -> str:
    form, one, two = statement
    if form == "is":
        return f"{names[one]} is a {_ROLES[two]}"
    if form == "same":
        return f"{names[one]} and {names[two]} are of the same kind"
    if form == "count":
        are = "is a knight" if one == 1 else "are knights"
        return f"exactly {one} of {', '.join(names[person] for person in two)} {are}"
    if form == "claim":
        return f"{names[one]}, if asked, would say: [{_text(two, names)}]"
    first, second = (f"[{_text(part, names)}]" for part in (one, two))
    return {
        "and": f"{first} and {second}",
        "or": f"{first} or {second} or both",
        "one": f"exactly one is true of {first} and {second}",
        "if": f"if {first} then {second}",
    }[form]


def observe(instance: dict[str, Any]) -> str:
    """State the kinds of islanders, what they say, and the answer format."""
    names, jokers = instance["names"], instance["jokers"]
    talk = "\n".join(
        f"{name} says: {'; and: '.join(_text(statement, names) for statement in statements)}."
        for name, statements in zip(names, instance["said"], strict=True)
    )
    facts = "".join(f"It is certain that {names[person]} is a {_ROLES[role]}.\n" for person, role in instance["known"])
    kinds = (
        "a knight, whose statements are all true, a knave, whose statements are all false, or a joker, of whose two "
        "statements exactly one is true"
        if jokers
        else "a knight, whose statements are all true, or a knave, whose statements are all false"
    )
    brackets = (
        " Square brackets show how sentences are put together; nothing else is meant by them." if "[" in talk else ""
    )
    condition = (
        " A sentence of the form if P then Q is false where P is true and Q is false, and true otherwise."
        if "if [" in talk
        else ""
    )
    return (
        f"Every islander is {kinds}.{brackets}{condition}\n\n{talk}\n{facts}\nExactly one way to give everybody a kind "
        f"fits. Which? Answer for {', '.join(names)}, in this order, with one letter each: K for knight, N for knave"
        f"{', J for joker' if jokers else ''}; separate the letters by spaces. (For only three people an answer would "
        "look like: N K N)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check that everybody can have said what they said, and that the certain facts hold."""
    cast = [token.upper() for token in _tokens(answer)]
    if len(cast) != len(instance["names"]) or not set(cast) <= set("KNJ" if instance["jokers"] else "KN"):
        return False
    fitting = {"K": {True}, "N": {False}, "J": {True, False}}
    return all(cast[person] == role for person, role in instance["known"]) and all(
        {_holds(statement, cast) for statement in statements} == fitting[role]
        for role, statements in zip(cast, instance["said"], strict=True)
    )


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted kinds."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Mistake one person, or everybody; only one way fits."""
    cast: list[str] = instance["solution"]
    wrong = [[*cast[:at], "KN"[cast[at] == "K"], *cast[at + 1 :]] for at in range(4)]
    wrong.append(["KN"[role == "K"] for role in cast])
    return [" ".join(near) for near in wrong]
