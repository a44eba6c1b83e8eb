"""Give start and end times of events that stand in the stated relations to each other."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["temporal reasoning", "constraint propagation", "arithmetic"],
    "keywords": ["interval algebra", "temporal constraints"],
    "answer": "sequence",
    "version": 1,
}

_EVENTS = ("brewing", "casting", "drying", "etching", "firing", "grinding", "heating", "lifting", "milling", "packing")
_EVENTS += ("rinsing", "sanding", "testing", "welding")
_Span = list[int]
_BASIC: dict[str, tuple[str, Callable[[_Span, _Span], bool]]] = {
    "before": ("ends before the start of", lambda a, b: a[1] < b[0]),
    "meets": ("ends exactly at the start of", lambda a, b: a[1] == b[0]),
    "overlaps": (
        "starts first, then is still going on when the other starts, and ends first, with respect to",
        lambda a, b: a[0] < b[0] < a[1] < b[1],
    ),
    "during": ("starts after the start and ends before the end of", lambda a, b: b[0] < a[0] and a[1] < b[1]),
    "starts": ("starts together with, but ends before,", lambda a, b: a[0] == b[0] and a[1] < b[1]),
    "ends": ("ends together with, but starts after,", lambda a, b: a[1] == b[1] and a[0] > b[0]),
}
_EITHER_LEVEL, _GAP_LEVEL, _COUNT_LEVEL, _IF_LEVEL = 3, 4, 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant spans and state relations, until no plan that differs in one end, one shift or many ways fits."""
    count = min(3 + level // 2, len(_EVENTS))
    last = 6 + level // 2
    spans = []
    for _ in range(count):
        start = rng.randrange(last - 1)
        spans.append([start, min(last, start + rng.randint(1, 2 + last // 2))])
    rivals = _rivals(spans, last, rng)
    rules: list[list[Any]] = []
    for _ in range(120):
        if not rivals and len(rules) > count:
            break
        rule = _draw_rule(spans, last, level, rng)
        left = [rival for rival in rivals if _holds(rule, rival)]
        if _holds(rule, spans) and rule not in rules and (len(left) < len(rivals) or not rivals):
            rules.append(rule)
            rivals = left
    return {"names": rng.sample(_EVENTS, count), "last": last, "rules": rules, "solution": spans}


def _rivals(spans: list[_Span], last: int, rng: Random) -> list[list[_Span]]:
    rivals = []
    for at, (start, end) in enumerate(spans):
        for fresh in ([start + 1, end], [start - 1, end], [start, end + 1], [start, end - 1], [start + 1, end + 1]):
            if 0 <= fresh[0] < fresh[1] <= last:
                rivals.append([*spans[:at], fresh, *spans[at + 1 :]])
    for by in (-1, 1):
        moved = [[start + by, end + by] for start, end in spans]
        rivals += [moved] if all(start >= 0 and end <= last for start, end in moved) else []
    for _ in range(60):
        rivals.append([sorted(rng.sample(range(last + 1), 2)) for _ in spans])
    return [rival for rival in rivals if rival != spans]


def _draw_rule(spans: list[_Span], last: int, level: int, rng: Random) -> list[Any]:
    kinds = ["basic", "basic", "long", "at"] + ["either"] * (level >= _EITHER_LEVEL) + ["gap"] * (level >= _GAP_LEVEL)
    kind = rng.choice(kinds + ["count"] * (level >= _COUNT_LEVEL) + ["if"] * (level >= _IF_LEVEL))
    one, two, three = [*rng.sample(range(len(spans)), min(3, len(spans)))]
    if kind == "long":
        return [kind, [one], [spans[one][1] - spans[one][0]]]
    if kind == "at":
        side = rng.randrange(2)
        return [kind, [one], [side, spans[one][side]]]
    if kind == "gap":
        sides = [rng.randrange(2), rng.randrange(2)]
        return [kind, [one, two], [*sides, abs(spans[one][sides[0]] - spans[two][sides[1]])]]
    if kind == "count":
        hour = rng.randrange(last)
        return [kind, [], [hour, sum(start <= hour < end for start, end in spans)]]
    fitting = [name for name, (_, test) in _BASIC.items() if test(spans[one], spans[two])]
    others = [name for name in _BASIC if name not in fitting]
    first = rng.choice(fitting or others)
    if kind == "basic":
        return [kind, [one, two], [first]]
    if kind == "either":
        return [kind, [one, two], sorted([first, rng.choice(others)])]
    return ["if", [one, two, three], [rng.choice(list(_BASIC)), rng.choice(list(_BASIC))]]


def _holds(rule: list[Any], spans: list[_Span]) -> bool:
    kind, events, numbers = rule
    chosen = [spans[event] for event in events]
    if kind == "long":
        return chosen[0][1] - chosen[0][0] == numbers[0]
    if kind == "at":
        return chosen[0][numbers[0]] == numbers[1]
    if kind == "gap":
        return abs(chosen[0][numbers[0]] - chosen[1][numbers[1]]) == numbers[2]
    if kind == "count":
        return sum(start <= numbers[0] < end for start, end in spans) == numbers[1]
    if kind == "if":
        first, then = (_BASIC[name][1] for name in numbers)
        return not first(chosen[0], chosen[1]) or then(chosen[1], chosen[2])
    return any(_BASIC[name][1](chosen[0], chosen[1]) for name in numbers)


def _text(rule: list[Any], names: list[str]) -> str:
    kind, events, numbers = rule
    a, b, c = [*(names[event] for event in events), "", "", ""][:3]
    side = ("start", "end")
    if kind == "long":
        return f"{a} lasts exactly {numbers[0]} hour{'s' if numbers[0] != 1 else ''}"
    if kind == "at":
        return f"the {side[numbers[0]]} of {a} is at hour {numbers[1]}"
    if kind == "gap":
        return f"between the {side[numbers[0]]} of {a} and the {side[numbers[1]]} of {b} lie exactly {numbers[2]} hours"
    if kind == "count":
        hour, count = numbers
        return f"from hour {hour} to hour {hour + 1}, exactly {count} of all the events are going on"
    if kind == "if":
        return f"if {a} {_BASIC[numbers[0]][0]} {b}, then {b} {_BASIC[numbers[1]][0]} {c}"
    return f"{a} " + ", or ".join(f"{_BASIC[name][0]} {b}" for name in numbers)


def observe(instance: dict[str, Any]) -> str:
    """State the events, the relations and the answer format."""
    names = instance["names"]
    rules = "\n".join(f"- {_text(rule, names)}" for rule in instance["rules"])
    return (
        f"In a workshop {len(names)} events take place: {', '.join(names)}. Each starts at a whole hour, from 0 to "
        f"{instance['last'] - 1}, and ends at a later whole hour, at most {instance['last']}. They may go on side by "
        f"side. All of this holds:\n{rules}\n\nGive times that fit; any that do are accepted. Answer with start and "
        f"end of {', '.join(names)}, in this order, each as start-end, separated by spaces. (For only two events an "
        "answer would look like: 0-2 1-5)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Check every relation on the times given."""
    found = [re.fullmatch(r"([0-9]{1,4})-([0-9]{1,4})", token) for token in _tokens(answer)]
    spans = [[int(span[1]), int(span[2])] for span in found if span]
    if len(spans) != len(found) or len(spans) != len(instance["names"]):
        return False
    if any(not start < end <= instance["last"] for start, end in spans):
        return False
    return all(_holds(rule, spans) for rule in instance["rules"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted times."""
    return _format(instance["solution"])


def _format(spans: list[_Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """End or start an hour later, exchange two events, or forget one."""
    spans: list[_Span] = instance["solution"]
    wrong = [spans[:-1], spans[::-1], [*spans[:-1], spans[-1][::-1]]]
    for at, (start, end) in enumerate(spans):
        wrong += [[*spans[:at], fresh, *spans[at + 1 :]] for fresh in ([start, end + 1], [start + 1, end + 1])]
    return [text for near in wrong if not verify(instance, text := _format(near))]
