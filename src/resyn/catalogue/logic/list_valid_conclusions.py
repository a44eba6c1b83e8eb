"""List the conclusions that follow from premises about groups of creatures."""

import re
from itertools import combinations, permutations
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["deduction", "quantifiers", "model building"],
    "keywords": ["syllogism", "categorical statements", "existential import"],
    "answer": "set",
    "version": 1,
}

_GROUPS = ("blims", "crodes", "dwibs", "fleps", "grunks", "jombs", "kivers", "lorks", "mirbs", "norps", "plaffs")
_GROUPS += ("quells", "rintos", "snabs", "trooms", "vexels", "wumps", "yarlies", "zoffs")
_FORMS = ("all", "no", "some", "somenot")
_CHAIN = (("all", "all"), ("all", "no"), ("some", "all"), ("some", "no"))
_BARE_LEVEL, _NOT_LEVEL, _BOTH_LEVEL = 2, 4, 6


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw premises from a planted world along chains, and keep the draw whose conclusions are mixed best."""
    groups = min(3 + (level + 1) // 3, 10)
    inhabited = level < _BARE_LEVEL or rng.random() < 0.5
    wanted = 6 + level // 3
    best: tuple[int, list[Any], list[Any], list[Any]] = (-1, [], [], [])
    for _ in range(12):
        premises = []
        for premise in _draw_premises(groups, level, rng):
            allowed, needs = _read_world([*premises, premise], groups, inhabited)
            if all(need & allowed for need in needs):  # one that contradicts those before it is left out
                premises.append(premise)
        follows, fails = _sort_statements(premises, groups, level, inhabited, rng)
        score = min(len(follows), wanted // 2) + min(len(fails), wanted // 2)
        if score > best[0]:
            best = (score, premises, follows, fails)
        if score >= 2 * (wanted // 2):
            break
    _, premises, follows, fails = best
    right = min(len(follows), rng.randint(2, wanted - 2))
    listed = follows[:right] + fails[: wanted - right]
    rng.shuffle(listed)
    names = rng.sample(_GROUPS, groups)
    return {"names": names, "inhabited": inhabited, "premises": premises, "conclusions": listed}


def _draw_premises(groups: int, level: int, rng: Random) -> list[list[Any]]:
    order = rng.sample(range(groups), groups)
    first, then = rng.choice(_CHAIN)
    forms = [first, *("all" for _ in range(groups - 3)), then]
    premises: list[list[Any]] = [[form, [a + 1], b + 1] for form, a, b in zip(forms, order, order[1:], strict=False)]
    for _ in range(level // 3):
        a, b = rng.sample(range(groups), 2)
        premises.append([rng.choice(_FORMS), [a + 1], b + 1])
    for premise in premises:
        if level >= _NOT_LEVEL and rng.random() < 0.3:
            premise[2] = -premise[2]
        spare = [group for group in range(1, groups + 1) if group not in (premise[1][0], abs(premise[2]))]
        if level >= _BOTH_LEVEL and rng.random() < 0.3:
            premise[1].append(rng.choice((1, -1)) * rng.choice(spare))
    premises = [_plain(premise) for premise in premises]
    rng.shuffle(premises)
    return premises


def _plain(statement: list[Any]) -> list[Any]:
    """Return the statement in the one form for its words: some are outside a group where some are not in it."""
    form, about, last = statement
    if last > 0 or form not in ("some", "somenot"):
        return statement
    return ["some" if form == "somenot" else "somenot", about, -last]


def _sort_statements(
    premises: list[list[Any]], groups: int, level: int, inhabited: bool, rng: Random
) -> tuple[list[Any], list[Any]]:
    """Return statements that follow (not from nothing, and not premises themselves) and others that do not."""
    signs = (1, -1) if level >= _NOT_LEVEL else (1,)
    statements: list[list[Any]] = [
        [form, [a], sign * b]
        for form in _FORMS
        for a, b in permutations(range(1, groups + 1), 2)
        for sign in (signs if form in ("all", "no") else (1,))
    ]
    if level >= _BOTH_LEVEL:
        pairs = [(a, sorted(others)) for a in range(1, groups + 1) for others in combinations(range(1, groups + 1), 2)]
        for a, (b, c) in rng.sample(pairs, min(len(pairs), 12)):
            if a not in (b, c):
                statements.append([rng.choice(_FORMS), [b, rng.choice((1, -1)) * c], a])
    rng.shuffle(statements)
    follows, fails = [], []
    world, nothing = _read_world(premises, groups, inhabited), _read_world([], groups, inhabited)
    for statement in statements[:60]:
        if statement not in premises and not _follows(statement, nothing, groups):
            (follows if _follows(statement, world, groups) else fails).append(statement)
    return follows, fails


def _members(group: int, groups: int) -> int:
    """Return the kinds of creature in a group, or outside it where negative; bit k is kind k, bit g of k is group g."""
    inside = sum(1 << kind for kind in range(1 << groups) if kind >> (abs(group) - 1) & 1)
    return inside if group > 0 else ((1 << (1 << groups)) - 1) & ~inside


def _parts(statement: list[Any], groups: int) -> tuple[str, int, int]:
    """Return the form, the kinds that the statement is about, and those of them in its last group."""
    form, about, last = statement
    kinds = _members(about[0], groups)
    for group in about[1:]:
        kinds &= _members(group, groups)
    return form, kinds, kinds & _members(last, groups)


def _read_world(premises: list[list[Any]], groups: int, inhabited: bool) -> tuple[int, list[int]]:
    """Return the kinds that may have members, and the sets of kinds of which each must have one with a member."""
    allowed = (1 << (1 << groups)) - 1
    needs = [_members(group, groups) for group in range(1, groups + 1)] if inhabited else []
    for form, kinds, inside in (_parts(premise, groups) for premise in premises):
        if form in ("all", "no"):
            allowed &= ~(kinds & ~inside if form == "all" else inside)
        else:
            needs.append(inside if form == "some" else kinds & ~inside)
    return allowed, needs


def _follows(statement: list[Any], world: tuple[int, list[int]], groups: int) -> bool:
    """Tell whether no counterexample is left: one creature more, or every witness of a need among the wanted kinds."""
    allowed, needs = world
    form, kinds, inside = _parts(statement, groups)
    outside = kinds & ~inside
    if form in ("all", "no"):
        return not allowed & (outside if form == "all" else inside)
    wanted = inside if form == "some" else outside
    return any(not need & allowed & ~wanted for need in needs)


def _text(statement: list[Any], names: list[str]) -> str:
    form, about, last = statement
    subject = names[about[0] - 1]
    for group in about[1:]:
        subject += f" that are {'' if group > 0 else 'not '}{names[abs(group) - 1]}"
    predicate = names[abs(last) - 1]
    start = {"all": "All", "no": "No", "some": "Some", "somenot": "Some"}[form]
    negative = (form == "somenot") != (last < 0)
    if form in ("some", "somenot"):
        return f"{start} {subject} are {'not ' if negative else ''}{predicate}."
    return f"{start} {subject} are {'outside the group of ' if last < 0 else ''}{predicate}."


def observe(instance: dict[str, Any]) -> str:
    """State premises, conclusions, how the sentences are meant and the answer format."""
    names = instance["names"]
    premises = "\n".join(f"- {_text(premise, names)}" for premise in instance["premises"])
    listed = "\n".join(f"{at}. {_text(each, names)}" for at, each in enumerate(instance["conclusions"], start=1))
    empty = (
        "Each of these groups has at least one member"
        if instance["inhabited"]
        else "Any of these groups may be without members, unless the statements say otherwise"
    )
    return (
        f"On a far planet live creatures. A creature may belong to several of these groups, to one or to none: "
        f"{', '.join(names)}. {empty}.\nHow sentences are meant: 'All X are Y' says that no X is outside Y (it is true "
        "where there are no X). 'No X are Y' says that nothing is both X and Y. 'Some X are Y' says that at least one "
        "X is Y; 'Some X are not Y' says that at least one X is not Y. 'X that are Z' are those that are both X and Z, "
        f"and they may be none.\n\nKnown to be true:\n{premises}\n\nWhich of these must be true whenever all known "
        f"statements are?\n{listed}\n\nAnswer with the numbers of all that must be true, in any order, separated by "
        "spaces. (The format, not a hint: 2 3)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the conclusions for which there is no counterexample."""
    groups = len(instance["names"])
    world = _read_world(instance["premises"], groups, instance["inhabited"])
    right = {at for at, each in enumerate(instance["conclusions"], start=1) if _follows(each, world, groups)}
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}", token) for token in tokens) or len(set(tokens)) != len(tokens):
        return False
    return {int(token) for token in tokens} == right


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the conclusions that a small world cannot refute: the fullest one, and each made by thinning it out."""
    groups, premises = len(instance["names"]), instance["premises"]
    kinds = range(1 << groups)
    needed = [[["some", [group], group] for group in range(1, groups + 1)] if instance["inhabited"] else [], premises]
    known = [statement for part in needed for statement in part]
    fullest = [kind for kind in kinds if all(_true(each, [kind]) for each in premises if each[0] in ("all", "no"))]
    right = []
    for at, each in enumerate(instance["conclusions"], start=1):
        thinned = [kind for kind in fullest if not _true(each, [kind])] if each[0] in ("some", "somenot") else fullest
        if _true(each, thinned) or not all(_true(other, thinned) for other in known):
            right.append(at)
    return " ".join(map(str, right))


def _true(statement: list[Any], world: list[int]) -> bool:
    form, about, last = statement
    chosen = [kind for kind in world if all((kind >> (abs(group) - 1) & 1) == (group > 0) for group in about)]
    hits = [(kind >> (abs(last) - 1) & 1) == (last > 0) for kind in chosen]
    return {"all": all(hits), "no": not any(hits), "some": any(hits), "somenot": not all(hits)}[form]


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss the last conclusion, add one that does not follow, take the others, or take all."""
    right = [int(token) for token in solve(instance).split()]
    others = [number for number in range(1, len(instance["conclusions"]) + 1) if number not in right]
    wrong = [right[:-1], sorted([*right, others[0]]), others, sorted(right + others), [others[-1], *right[1:]]]
    return [" ".join(map(str, numbers)) for numbers in wrong if numbers]
