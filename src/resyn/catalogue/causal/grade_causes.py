"""Tell for each factor how many others must be changed before it alone decides the outcome."""

import re
from itertools import combinations
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["causal reasoning", "counterfactuals", "case analysis"],
    "keywords": ["actual causation", "but-for test", "responsibility"],
    "answer": "assignment",
    "version": 1,
}

_WORDS = ("valve", "pump", "relay", "fuse", "sensor", "filter", "hatch", "motor", "siren", "clamp", "gauge")
_TWO_LEVEL, _NOT_LEVEL, _ONE_LEVEL = 2, 3, 5


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw gates over factors until the factors matter in several degrees; the last draw does in any case."""
    count = min(5 + level // 3, len(_WORDS))
    best: tuple[int, dict[str, Any]] = (-1, {})
    for _ in range(12):
        state = [rng.randrange(2) for _ in range(count)]
        gates: list[list[Any]] = []
        unused = rng.sample(range(count), count)
        for place in range(2 + level // 2):
            inputs = [count + place - 1] if place and rng.random() < 0.6 else []
            inputs += [unused.pop() for _ in range(min(2, len(unused)))]
            while len(inputs) < 3:
                inputs += [other for other in [rng.randrange(count + place)] if other not in inputs]
            gates.append([*_draw_rule(len(inputs), level, rng), inputs])
        loose = unused + [gate for gate in range(count, count + len(gates)) if all(gate not in g[2] for g in gates)]
        gates.append([*_draw_rule(len(loose), level, rng), sorted(loose)])
        instance = {"names": rng.sample(_WORDS, count), "state": state, "gates": gates}
        degrees = _degrees(instance)
        score = 2 * len(set(degrees)) - degrees.count(-1)
        if score > best[0]:
            best = (score, instance)
        if score >= 6:
            break
    return best[1]


def _draw_rule(size: int, level: int, rng: Random) -> list[Any]:
    """Return a form of rule and its number: at least so many inputs on, at most so many, exactly so many."""
    form = rng.choice(["least"] * 3 + ["most"] * (level >= _NOT_LEVEL) + ["just"] * (level >= _ONE_LEVEL))
    numbers = {"least": range(1, size + 1), "most": range(size), "just": range(1, size)}[form]
    chosen = [number for number in numbers if level >= _TWO_LEVEL or number in (1, size)]
    return [form, rng.choice(chosen) if chosen else 1]


def _outcomes(instance: dict[str, Any]) -> list[int]:
    """Return the outcome for every set of changed factors: place d is for the factors whose bits are set in d."""
    state = instance["state"]
    found = []
    for changed in range(1 << len(state)):
        values = [value ^ (changed >> at & 1) for at, value in enumerate(state)]
        for form, number, inputs in instance["gates"]:
            on = sum(values[one] for one in inputs)
            values.append(int({"least": on >= number, "most": on <= number, "just": on == number}[form]))
        found.append(values[-1])
    return found


def _degrees(instance: dict[str, Any]) -> list[int]:
    """Return for each factor the least number of others to change first, -1 where it never decides."""
    outcomes, count = _outcomes(instance), len(instance["state"])
    degrees = []
    for factor in range(count):
        bit = 1 << factor
        sizes = [
            others.bit_count()
            for others in range(1 << count)
            if not others & bit and outcomes[others] == outcomes[0] != outcomes[others | bit]
        ]
        degrees.append(min(sizes, default=-1))
    return degrees


def observe(instance: dict[str, Any]) -> str:
    """State the factors, the gates, what is asked and the answer format."""
    names, gates = instance["names"], instance["gates"]
    count = len(names)
    label = [*names, *(f"G{at}" for at in range(1, len(gates))), "The alarm"]
    lines = []
    for at, (form, number, inputs) in enumerate(gates):
        amount = {"least": f"at least {number}", "most": f"at most {number}", "just": f"exactly {number}"}[form]
        listed = ", ".join(label[one] for one in inputs)
        lines.append(
            f"- {label[count + at]} is on exactly when {amount} of [{listed}] {'is' if number == 1 else 'are'} on."
        )
    real = zip(names, instance["state"], strict=True)
    state = ", ".join(f"{name} {'on' if value == 1 else 'off'}" for name, value in real)
    return (
        "In a plant each of these factors is on or off, independently of the others; what follows from them is fixed "
        "by rules:\n"
        + "\n".join(lines)
        + f"\n\nWhat really happened: {state}.\n\nThe degree of a factor is the least number of other factors for "
        "which this holds: if exactly these others are changed (from on to off or from off to on), the alarm stays "
        "as it really was (on or off); and if the factor itself is changed in addition, the alarm changes. So the "
        "degree is 0 if changing the factor alone changes the alarm. A factor for which no such choice of others "
        f"exists has no degree.\n\nGive the degree of each of {', '.join(names)}, in this order, separated by "
        "spaces, with - for no degree. (For only three factors an answer would look like: 1 0 -)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the degrees that all combinations of changes show."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"-|[0-9]{1,3}", token) for token in tokens):
        return False
    return [-1 if token == "-" else int(token) for token in tokens] == _degrees(instance)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the degrees, found by trying ever larger sets of others for one factor after another."""
    state = tuple(instance["state"])
    real = _alarm(instance, state)
    found = []
    for factor in range(len(state)):
        others = [other for other in range(len(state)) if other != factor]
        degree = "-"
        for size in range(len(state)):
            hits = (
                True
                for chosen in combinations(others, size)
                if _alarm(instance, _change(state, chosen)) == real
                and _alarm(instance, _change(state, (*chosen, factor))) != real
            )
            if next(hits, False):
                degree = str(size)
                break
        found.append(degree)
    return " ".join(found)


def _change(state: tuple[int, ...], chosen: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(1 - value if at in chosen else value for at, value in enumerate(state))


def _alarm(instance: dict[str, Any], state: tuple[int, ...]) -> int:
    values = list(state)
    for form, number, inputs in instance["gates"]:
        on = [values[one] for one in inputs].count(1)
        fits = on >= number if form == "least" else on <= number if form == "most" else on == number
        values.append(1 if fits else 0)
    return values[-1]


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Only ask whether a factor decides alone, count the factor itself, or err on one factor."""
    right = _degrees(instance)
    near = [[degree if degree == 0 else -1 for degree in right], [degree + (degree >= 0) for degree in right]]
    for at in range(len(right)):
        near.append([*right[:at], right[at] + 1 if right[at] < 2 else -1, *right[at + 1 :]])
    texts = [" ".join("-" if degree < 0 else str(degree) for degree in degrees) for degrees in near if degrees != right]
    return [*texts, " ".join(["0"] * (len(right) + 1))]
