"""Work out the values of variables after interventions in a system of structural equations."""

import re
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["causal reasoning", "arithmetic", "state tracking"],
    "keywords": ["structural equations", "intervention", "counterfactual"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = ("flow", "heat", "dust", "noise", "speed", "load", "light", "drift", "yield", "rust", "glare", "pulse", "mist")
_NAMES += ("smoke", "tide", "frost", "steam", "torque", "haze", "foam")
# Form of equation, first level at which it appears.
_FORMS = (("sum", 1), ("sum", 1), ("max", 2), ("min", 2), ("if", 3), ("mod", 4), ("gap", 5))
_NOISE_LEVEL, _SHIFT_LEVEL, _CASE_LEVEL = 4, 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw equations and an intervention that changes what is asked for; the last draw does in any case."""
    roots, inner, wanted = min(2 + level // 4, 5), 3 + level // 2, min(2 + level // 4, 5)
    count = min(roots + inner, len(_NAMES))
    instance: dict[str, Any] = {}
    for _ in range(40):
        equations = [_draw_equation(at, level, rng) for at in range(roots, count)]
        hidden = [rng.randint(-4, 4) for _ in equations] if level >= _NOISE_LEVEL else []
        instance = {
            "names": rng.sample(_NAMES, count),
            "given": [rng.randint(-6, 9) for _ in range(roots)],
            "equations": equations,
            "acts": [],
            "order": rng.sample(range(len(equations)), len(equations)),
        }
        before = _values(instance, hidden or [0] * len(equations))
        instance["observed"] = before if hidden else []
        for place in sorted(rng.sample(range(count - 2), min(1 + (level >= 3) + level // 6, 6))):
            kind = rng.choice(["set"] + ["shift"] * (level >= _SHIFT_LEVEL) + ["case"] * (level >= _CASE_LEVEL))
            kind = "set" if place == 0 and kind == "case" else kind
            amount = rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]) + (before[place] if kind != "shift" else 0)
            act = [kind, place, amount]
            instance["acts"].append([*act, rng.randrange(place), rng.randint(-3, 5)] if kind == "case" else act)
        after = _values(instance, _noise(instance))
        changed = [at for at in range(roots, count) if before[at] != after[at] and at not in _held(instance)]
        if len(changed) >= wanted and max(abs(value) for value in before + after) < 200:
            instance["asked"] = sorted(rng.sample(changed, wanted))
            break
    else:
        instance["asked"] = list(range(count - wanted, count))
    rng.shuffle(instance["asked"])
    return instance


def _held(instance: dict[str, Any]) -> list[int]:
    return [act[1] for act in instance["acts"]]


def _draw_equation(at: int, level: int, rng: Random) -> list[Any]:
    """Return [form, parents, numbers]; two of three parents are near, so that effects run on."""
    form = rng.choice([form for form, first in _FORMS if level >= first])
    one = rng.randrange(max(0, at - 2), at)
    two = rng.choice([other for other in range(at) if other != one])
    return [form, [one, two], [rng.choice((-2, -1, 1, 2, 3)), rng.choice((-1, 1, 2)), rng.randint(-5, 5)]]


def _result(equation: list[Any], values: list[int]) -> int:
    form, (one, two), (a, b, c) = equation
    x, y = values[one], values[two]
    if form == "if":
        return x + c if y > c else a * x
    return {
        "sum": a * x + b * y + c,
        "max": max(x, y) + c,
        "min": min(x, y) + c,
        "mod": (x + y) % 7 + c,
        "gap": abs(x - y) + c,
    }[form]


def _noise(instance: dict[str, Any]) -> list[int]:
    """Return what the observed values show to come on top of each equation."""
    observed, roots = instance["observed"], len(instance["given"])
    if not observed:
        return [0] * len(instance["equations"])
    return [observed[roots + at] - _result(equation, observed) for at, equation in enumerate(instance["equations"])]


def _values(instance: dict[str, Any], noise: list[int]) -> list[int]:
    """Return all values, in order, under the interventions."""
    values: list[int] = []
    for at in range(len(instance["names"])):
        if at < len(instance["given"]):
            value = instance["given"][at]
        else:
            equation = at - len(instance["given"])
            value = _result(instance["equations"][equation], values) + noise[equation]
        for act in instance["acts"]:
            if act[1] == at:
                applies = act[0] != "case" or values[act[3]] > act[4]
                value = value + act[2] if act[0] == "shift" else act[2] if applies else value
        values.append(value)
    return values


def _text(equation: list[Any], name: str, names: dict[int, str]) -> str:
    form, (one, two), (a, b, c) = equation
    x, y = names[one], names[two]
    plus = f" {'+' if c >= 0 else '-'} {abs(c)}"
    return (
        f"{name} = "
        + {
            "sum": f"{a} * {x} {'+' if b >= 0 else '-'} {abs(b)} * {y}{plus}",
            "max": f"max({x}, {y}){plus}",
            "min": f"min({x}, {y}){plus}",
            "if": f"[{x}{plus} if {y} > {c}, otherwise {a} * {x}]",
            "mod": f"({x} + {y}) mod 7{plus}",
            "gap": f"|{x} - {y}|{plus}",
        }[form]
    )


def observe(instance: dict[str, Any]) -> str:
    """State equations, observations, interventions and the answer format."""
    names, roots = dict(enumerate(instance["names"])), len(instance["given"])
    tail = " + u" if instance["observed"] else ""
    lines = [_text(instance["equations"][at], names[roots + at], names) + tail for at in instance["order"]]
    free = ", ".join(f"{names[at]} = {value}" for at, value in enumerate(instance["given"]))
    acts = []
    for act in instance["acts"]:
        name = names[act[1]]
        acts.append(
            {
                "set": f"{name} is held at {act[2]}, whatever its equation or starting value says.",
                "shift": f"{name} gets {act[2]:+d} on top of what its equation or starting value gives.",
                "case": f"If {names[act[-2]]} > {act[-1]} after the interventions, {name} is held at {act[2]}; "
                f"otherwise {name} follows its equation or starting value.",
            }[act[0]]
        )
    observed = ""
    if instance["observed"]:
        seen = ", ".join(f"{name} = {value}" for name, value in zip(names.values(), instance["observed"], strict=True))
        observed = (
            "\nEach u is a fixed number of its own, not known, different for each equation. Without any intervention "
            f"this was observed: {seen}. Every u stays the same under the interventions.\n"
        )
    asked = ", ".join(names[at] for at in instance["asked"])
    return (
        f"A machine has {len(names)} quantities. Starting values: {free}. The others follow from these equations, in "
        "which each quantity is caused by those on the right (max is the greater, min the less of two; n mod 7 is the "
        "remainder from 0 to 6 that makes n less the remainder a multiple of 7; |n| is n without its sign):\n"
        + "\n".join(lines)
        + f"\n{observed}\nNow these interventions are made, all at once; everything else keeps to its equation:\n- "
        + "\n- ".join(acts)
        + f"\n\nWhat values do {asked} then have? Answer with these {len(instance['asked'])} whole numbers, in this "
        "order, separated by spaces. (The format, not a hint: 4 -7)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the values that follow in the order of causes."""
    tokens = _tokens(answer)
    if not all(re.fullmatch(r"[+-]?[0-9]{1,18}", token) for token in tokens):
        return False
    values = _values(instance, _noise(instance))
    return [int(token) for token in tokens] == [values[at] for at in instance["asked"]]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the values, found by letting all equations act again and again until nothing changes."""
    noise = _noise(instance)
    values = instance["given"] + [0] * len(instance["equations"])
    for _ in range(len(values) + 1):
        fresh = instance["given"] + [
            _result(equation, values) + u for equation, u in zip(instance["equations"], noise, strict=True)
        ]
        for kind, at, amount, *case in instance["acts"]:
            if kind == "shift":
                fresh[at] += amount
            elif not case or values[case[0]] > case[1]:
                fresh[at] = amount
        values = fresh
    return " ".join(str(values[at]) for at in instance["asked"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Forget the interventions, forget what comes on top, err by one, or exchange the numbers."""
    right = [int(token) for token in solve(instance).split()]
    plain = _values({**instance, "acts": []}, _noise(instance))
    bare = _values(instance, [0] * len(instance["equations"]))
    wrong = [[plain[at] for at in instance["asked"]], [bare[at] for at in instance["asked"]], right[::-1]]
    wrong += [[right[0] + 1, *right[1:]], [*right[:-1], right[-1] - 1], [-value for value in right], right[:-1]]
    return [" ".join(map(str, near)) for near in wrong if near != right]
