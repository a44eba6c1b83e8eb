"""Settle what is established and what is denied by rules of which some beat others."""

import re
from random import Random
from typing import Any

META = {
    "category": "logic",
    "skills": ["rule application", "default reasoning", "deduction"],
    "keywords": ["defeasible rules", "exceptions", "preferences"],
    "answer": "assignment",
    "version": 1,
}

_BASE = ("licensed", "local", "young", "armed", "married", "insured", "wealthy", "famous", "ill", "foreign")
_DERIVED = ("trusted", "taxed", "welcome", "watched", "exempt", "voting", "honoured", "registered", "housed", "paid")
_DERIVED += ("fined", "invited")
_OPEN_LEVEL, _SWITCH_LEVEL = 3, 5
_STATES = "EDO"  # established, denied, open


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw rules property by property until the states of the properties are mixed; the last draw does in any case."""
    base = min(4 + level // 3, len(_BASE))
    derived = min(5 + level // 3, len(_DERIVED))
    names = rng.sample(_BASE, base) + rng.sample(_DERIVED, derived)
    instance: dict[str, Any] = {}
    for _ in range(30):
        facts = ["E", "D", *(rng.choice("EED" if level < _OPEN_LEVEL else "EDO") for _ in range(base - 2))]
        rng.shuffle(facts)
        rules = _draw_rules(base, derived, level, rng)
        rank = rng.sample(range(len(rules)), len(rules))
        rivals = [
            [a, b]
            for a in range(len(rules))
            for b in range(len(rules))
            if rank[a] < rank[b] and rules[a]["about"] == rules[b]["about"] and rules[a]["for"] != rules[b]["for"]
        ]
        beats = [pair for pair in rivals if rng.random() < 0.75]
        switches = []
        for _ in range(level // 3 if level >= _SWITCH_LEVEL else 0):
            early, late = rng.randrange(base + derived - 1), rng.randrange(len(rules))
            if early < rules[late]["about"]:
                switches.append([early, rng.choice("ED"), late])
        instance = {"names": names, "facts": facts, "rules": rules, "beats": beats, "switches": switches}
        states = _settle(instance)[base:]
        if max(states.count(state) for state in _STATES) <= 0.6 * derived:
            break
    order = rng.sample(range(len(instance["rules"])), len(instance["rules"]))
    return instance | {"shown": order}


def _draw_rules(base: int, derived: int, level: int, rng: Random) -> list[dict[str, Any]]:
    """Return two to four rules about each derived property, with conditions on properties named before it."""
    rules: list[dict[str, Any]] = []
    for about in range(base, base + derived):
        for _ in range(rng.randint(2, 3 + (level >= 4))):
            chosen = sorted(rng.sample(range(about), rng.randint(1, 2 + (level >= 6))))
            conditions = [[one, rng.choice("ED" if level < _OPEN_LEVEL else "EEDDO")] for one in chosen]
            rule = {"about": about, "for": rng.choice("ED"), "if": conditions}
            rules += [rule] if rule not in rules else []
    return rules


def _settle(instance: dict[str, Any]) -> list[str]:
    """Return the state of every property, facts first."""
    states = list(instance["facts"])
    for about in range(len(states), len(instance["names"])):
        applying = [
            number
            for number, rule in enumerate(instance["rules"])
            if rule["about"] == about
            and all(states[one] == state for one, state in rule["if"])
            and not any(number == off and states[one] == state for one, state, off in instance["switches"])
        ]
        sides = {side: [number for number in applying if instance["rules"][number]["for"] == side] for side in "ED"}
        states.append("O")
        for side, other in ("ED", "DE"):
            beaten = all(any([mine, rival] in instance["beats"] for mine in sides[side]) for rival in sides[other])
            if sides[side] and beaten:
                states[about] = side
    return states


def _word(state: str) -> str:
    return {"E": "established", "D": "denied", "O": "open"}[state]


def observe(instance: dict[str, Any]) -> str:
    """State the properties, the rules, who beats whom and the answer format."""
    names, shown = instance["names"], instance["shown"]
    label = {number: f"R{place}" for place, number in enumerate(shown, start=1)}
    facts = ", ".join(f"{name} is {_word(state)}" for name, state in zip(names, instance["facts"], strict=False))
    lines = []
    for number in shown:
        rule = instance["rules"][number]
        conditions = " and ".join(f"{names[one]} is {_word(state)}" for one, state in rule["if"])
        side = "speaks for" if rule["for"] == "E" else "speaks against"
        lines.append(f"{label[number]}: if {conditions}, then it {side} {names[rule['about']]}.")
    beats = "; ".join(f"{label[one]} beats {label[two]}" for one, two in instance["beats"]) or "none"
    offs = "".join(
        f"\nIf {names[one]} is {_word(state)}, then {label[off]} does not apply."
        for one, state, off in instance["switches"]
    )
    exception = ", unless a line above says that it does not" if offs else ""
    asked = names[len(instance["facts"]) :]
    return (
        f"An office settles properties of a person. Each property is established, denied or open.\nGiven: {facts}.\n"
        "Rules:\n"
        + "\n".join(lines)
        + f"\nWhich rule beats which: {beats}. (Nothing follows from this for other pairs.){offs}\n\nA rule applies "
        f"when all of its conditions are met{exception}. A property that is not given is established if at least one "
        "rule that applies speaks for it, and every rule that applies and speaks against it is beaten by some rule "
        "that applies and speaks for it. It is denied if the same is true with for and against exchanged. Otherwise it "
        "is open. A rule only uses properties that can be settled before the one it speaks about.\n\nSettle "
        f"{', '.join(asked)}. Answer for them in this order with one letter each, E for established, D for denied, "
        "O for open, separated by spaces. (For only three properties an answer would look like: D E O)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the states that the rules settle."""
    return [token.upper() for token in _tokens(answer)] == _settle(instance)[len(instance["facts"]) :]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the states, each worked out on demand from those that it rests on."""
    known = dict(enumerate(instance["facts"]))
    beats = {tuple(pair) for pair in instance["beats"]}

    def state(about: int) -> str:
        if about not in known:
            fit: dict[str, set[int]] = {"E": set(), "D": set()}
            for number, rule in enumerate(instance["rules"]):
                if rule["about"] == about and not [1 for one, wanted in rule["if"] if state(one) != wanted]:
                    off = [state(one) == wanted for one, wanted, which in instance["switches"] if which == number]
                    fit[rule["for"]] |= set() if any(off) else {number}
            unbeaten = {
                side: {rival for rival in fit[other] if not any((mine, rival) in beats for mine in fit[side])}
                for side, other in ("ED", "DE")
            }
            known[about] = next((side for side in "ED" if fit[side] and not unbeaten[side]), "O")
        return known[about]

    return " ".join(state(about) for about in range(len(instance["facts"]), len(instance["names"])))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Take one state for another, or forget the last property."""
    states = solve(instance).split()
    wrong = [states[:-1]]
    for at in range(len(states)):
        other = _STATES[(_STATES.index(states[at]) + 1 + at % 2) % 3]
        wrong.append([*states[:at], other, *states[at + 1 :]])
    return [" ".join(near) for near in wrong]
