"""Set switches so that every rule about which of them are on is kept."""

import re
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["boolean logic", "constraint propagation", "case analysis"],
    "keywords": ["satisfiability", "cardinality constraints"],
    "answer": "assignment",
    "version": 1,
}

# Form of rule, number of switches in it, first level at which it appears.
_FORMS = (("or", 3, 1), ("if", 2, 1), ("count", 3, 1), ("odd", 3, 2), ("most", 4, 3), ("same", 2, 4))
_FORMS += (("ifboth", 3, 5), ("more", 4, 6), ("only", 3, 7), ("pair", 4, 9))


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant a setting and add rules that it keeps, each the sharpest of a few, until hardly another setting is left."""
    switches = min(5 + level // 2, 13)
    plan = [1, 0, *(rng.randrange(2) for _ in range(switches - 2))]
    rng.shuffle(plan)
    columns = _columns(switches)
    left = (1 << (1 << switches)) - 1
    rules: list[list[Any]] = []
    for _ in range(4 + 2 * switches):
        if left.bit_count() <= 1 + level // 6:
            break
        drawn = [_true_rule(plan, level, rng) for _ in range(2)]
        rest = [left & _settings(rule, columns) for rule in drawn]
        keep = min((0, 1), key=lambda at: rest[at].bit_count())
        if rest[keep] != left:
            rules.append(drawn[keep])
            left = rest[keep]
    return {"switches": switches, "rules": rules, "solution": plan}


def _columns(switches: int) -> list[int]:
    """Return for each switch the settings in which it is on: bit s of a number is setting s."""
    full = (1 << (1 << switches)) - 1
    return [full // ((1 << (1 << bit)) + 1) for bit in range(switches)]


def _true_rule(plan: list[int], level: int, rng: Random) -> list[Any]:
    form, size, _ = rng.choice([each for each in _FORMS if level >= each[2]])
    for _ in range(30):
        chosen = rng.sample(range(len(plan)), size)
        signs = [rng.randrange(2) for _ in chosen]
        got = [plan[switch] == (sign == 1) for switch, sign in zip(chosen, signs, strict=True)]
        number = sum(got) if form == "count" else size // 2
        if _holds(form, got, number):
            return [form, chosen, signs, number]
    on = [int(plan[switch] == 1) for switch in range(3)]
    return ["count", [0, 1, 2], [1, 1, 1], sum(on)]


def _holds(form: str, got: list[bool], number: int) -> bool:
    half = len(got) // 2
    return {
        "or": any(got),
        "if": not got[0] or got[1],
        "count": sum(got) == number,
        "odd": sum(got) % 2 == 1,
        "most": sum(got) <= number,
        "same": got[0] == got[1],
        "ifboth": not (got[0] and got[1]) or got[-1],
        "more": sum(got[:half]) > sum(got[half:]),
        "only": got[0] == any(got[1:]),
        "pair": all(got[:half]) != all(got[half:]),
    }[form]


def _settings(rule: list[Any], columns: list[int]) -> int:
    """Return the settings that keep a rule, by cases of the few switches in it."""
    form, chosen, signs, number = rule
    kept = 0
    for case in range(1 << len(chosen)):
        bits = [case >> at & 1 for at in range(len(chosen))]
        if _holds(form, [bit == (sign == 1) for bit, sign in zip(bits, signs, strict=True)], number):
            these = -1
            for switch, bit in zip(chosen, bits, strict=True):
                these &= columns[switch] if bit else ~columns[switch]
            kept |= these
    return kept


def _name(switch: int) -> str:
    return chr(ord("A") + switch)


def _text(rule: list[Any]) -> str:
    form, chosen, signs, number = rule
    parts = [f"{_name(switch)} is {'on' if sign == 1 else 'off'}" for switch, sign in zip(chosen, signs, strict=True)]
    listed = f"[{'; '.join(parts)}]"
    return {
        "or": lambda: f"At least one is true of {listed}.",
        "if": lambda: f"If {parts[0]}, then {parts[1]}.",
        "count": lambda: f"Exactly {number} of {len(parts)} {'is' if number == 1 else 'are'} true: {listed}.",
        "odd": lambda: f"An odd number of these {len(parts)} are true: {listed}.",
        "most": lambda: f"At most {number} of {len(parts)} are true: {listed}.",
        "same": lambda: f"Both or neither is true of {listed}.",
        "ifboth": lambda: f"If {parts[0]} and {parts[1]}, then {parts[-1]}.",
        "more": lambda: f"More are true of [{'; '.join(parts[:2])}] than of [{'; '.join(parts[2:])}].",
        "only": lambda: f"{parts[0]} exactly when at least one is true of [{'; '.join(parts[1:])}].",
        "pair": lambda: (
            f"Exactly one of two pairs is true in both parts: [{'; '.join(parts[:2])}] or [{'; '.join(parts[2:])}]."
        ),
    }[form]()


def observe(instance: dict[str, Any]) -> str:
    """State the switches, the rules and the answer format."""
    names = ", ".join(_name(switch) for switch in range(instance["switches"]))
    rules = "\n".join(f"- {_text(rule)}" for rule in instance["rules"])
    return (
        f"A control panel has {instance['switches']} switches, {names}; each is on or off. The panel starts when all "
        f"of these rules are kept:\n{rules}\n\nA rule 'if P, then Q' is broken only where P is true and Q is not.\n"
        f"Find a setting that keeps every rule; any such setting is accepted. Answer with one digit for each switch, "
        f"1 for on and 0 for off, in the order {names}, without spaces. (For only three switches an answer would look "
        "like: 101)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check every rule on the setting given."""
    if len(answer) > 20_000:
        return False
    text = re.sub(r"[\s,]", "", answer.strip().removesuffix("."))
    if not re.fullmatch(r"[01]+", text) or len(text) != instance["switches"]:
        return False
    return all(
        _holds(form, [(text[switch] == "1") == (sign == 1) for switch, sign in zip(chosen, signs, strict=True)], number)
        for form, chosen, signs, number in instance["rules"]
    )


def solve(instance: dict[str, Any]) -> str:
    """Return the planted setting."""
    return "".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Set one switch otherwise, all otherwise, or forget the last; those that keep all rules by luck are left out."""
    plan: list[int] = instance["solution"]
    near = [[*plan[:at], 1 - plan[at], *plan[at + 1 :]] for at in range(len(plan))]
    near.append([1 - bit for bit in plan])
    texts = ["".join(map(str, bits)) for bits in near]
    return [text for text in texts if not verify(instance, text)] + ["".join(map(str, plan[:-1]))]
