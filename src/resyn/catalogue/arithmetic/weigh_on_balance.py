"""Hang weights on a beam so that it balances with a load, under stated rules."""

import re
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["arithmetic", "search", "constraint solving"],
    "keywords": ["balance", "lever", "weights", "signed subset sum"],
    "answer": "assignment",
    "version": 1,
}

_RULES = (("needs", 2), ("apart", 3), ("banned", 4), ("together", 5), ("room", 7))  # with their first levels


def generate(level: int, rng: Random) -> dict:
    """Hang some weights at random and choose the load that balances them."""
    arms = [[-1, 1], [-1, 1], [-2, 3], [-3, 2]][min(level, 4) - 1]
    if level >= 5:
        arms = sorted(rng.sample((-4, -3, -2, -1), 2) + rng.sample((1, 2, 3, 4), min(2 + level // 8, 4)))
    arms = arms if rng.random() < 0.5 else sorted(-arm for arm in arms)
    weights = sorted(rng.sample(range(2, 24 + 4 * level), 5 + level // 2))
    used, load = 3 + level // 3, rng.randrange(len(arms))
    opposite = next(place for place, arm in enumerate(arms) if (arm > 0) != (arms[load] > 0))
    for _ in range(200):
        hung = {weight: rng.randrange(len(arms)) for weight in sorted(rng.sample(weights, used))}
        turn = -sum(weight * arms[place] for weight, place in hung.items())
        if turn % arms[load] == 0 and turn // arms[load] > 1 and len(set(hung.values())) > 1:
            break
    else:
        weights = [weight * abs(arms[load]) for weight in weights]
        hung = dict.fromkeys(weights[:used], opposite)
        turn = -sum(weight * arms[place] for weight, place in hung.items())
    return {
        "arms": arms,
        "weights": weights,
        "used": used,
        "load": [turn // arms[load], load],
        "rules": _draw_rules(level, weights, hung, len(arms), rng),
        "solution": [[weight, place] for weight, place in hung.items()],
    }


def _draw_rules(level: int, weights: list[int], hung: dict[int, int], places: int, rng: Random) -> list[list]:
    """Draw rules that the planted weights keep."""
    rules: list[list] = []
    for kind, first in _RULES:
        drawn = []
        for _ in range(30 if level >= first else 0):
            a, b = rng.sample(weights, 2)
            rule = {"banned": [kind, a, rng.randrange(places)], "room": [kind, rng.randint(1, 2)]}.get(
                kind, [kind, a, b]
            )
            if _keeps(rule, hung) and rule not in drawn and (a in hung or b in hung):
                drawn.append(rule)
        if kind == "room":
            fullest = max(list(hung.values()).count(place) for place in range(places))
            drawn = [[kind, fullest]] if level >= first else []
        rules += drawn[: 1 + (level - first) // 4]
    return rules


def _keeps(rule: list, hung: dict[int, int]) -> bool:
    kind, a, *rest = rule
    if kind == "room":
        return all(list(hung.values()).count(place) <= a for place in hung.values())
    if kind == "banned":
        return hung.get(a) != rest[0]
    if kind == "needs":
        return a not in hung or rest[0] in hung
    if kind == "apart":
        return a not in hung or hung[a] != hung.get(rest[0])
    return a in hung and hung[a] == hung.get(rest[0])


def observe(instance: dict) -> str:
    """Return the question."""
    arms, (load, at) = instance["arms"], instance["load"]
    names = "PQRSTUVW"
    hooks = ", ".join(
        f"{name} ({abs(arm)} to the {'left' if arm < 0 else 'right'})" for name, arm in zip(names, arms, strict=False)
    )
    texts = {
        "needs": "If weight {0} hangs on the beam, weight {1} hangs on it, too.",
        "apart": "Weights {0} and {1} do not hang on the same hook.",
        "together": "Weights {0} and {1} both hang on the beam, on the same hook.",
        "room": "No hook carries more than {0} of the weights.",
    }
    rules = []
    for kind, *rest in instance["rules"]:
        if kind == "banned":
            rules.append(f"Weight {rest[0]} does not hang on hook {names[rest[1]]}.")
        else:
            rules.append(texts[kind].format(*rest))
    return "\n".join(
        [
            f"A beam turns on a pivot. It has these hooks, given with their distances from the pivot: {hooks}. The "
            f"beam "
            "balances when the sum of weight times distance is the same for everything on its left as for everything "
            "on its right.",
            f"A load of {load} hangs on hook {names[at]} and stays there. There is one weight of each of these sizes: "
            f"{', '.join(map(str, instance['weights']))}.",
            f"Hang exactly {instance['used']} of the weights on the beam so that it balances with the load. Several "
            "weights may hang on one hook, also beside the load.",
            *(f"- {rule}" for rule in rules),
            "If there are several ways, give any. Answer with one entry for each weight used, its size, the sign @ and "
            "the hook, in any order and separated by spaces, such as: 90@Q 45@P",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Hang the weights, check the rules, and add up the turning forces."""
    hung = _read(answer, len(instance["arms"]))
    if hung is None or len(hung) != instance["used"] or any(weight not in instance["weights"] for weight in hung):
        return False
    load, at = instance["load"]
    turn = load * instance["arms"][at] + sum(weight * instance["arms"][place] for weight, place in hung.items())
    return turn == 0 and all(_keeps(rule, hung) for rule in instance["rules"])


def _read(answer: str, places: int) -> dict[int, int] | None:
    """Read entries such as 7@P, separated by spaces or commas; None where malformed or a weight stands twice."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 20_000:
        return None
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    entries = [re.fullmatch(r"([1-9][0-9]{0,5})@([P-Wp-w])", part) for part in re.split(r"\s*,\s*|\s+", text)]
    if not all(entries):
        return None
    hung = {int(entry[1]): "PQRSTUVW".index(entry[2].upper()) for entry in entries if entry}
    return hung if len(hung) == len(entries) and max(hung.values()) < places else None


def solve(instance: dict) -> str:
    """Write the weights that were hung first."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Mirror the weights, leave one out, move one, or take another one."""
    hung, arms = instance["solution"], instance["arms"]
    wrong = [hung[1:], hung[:-1], [[weight, len(arms) - 1 - place] for weight, place in hung], [*hung, hung[0]]]
    weight, place = hung[-1]
    wrong += [[*hung[:-1], [weight, other]] for other in range(len(arms)) if other != place]
    taken = [weight for weight, _ in hung]
    wrong += [[*hung[:-1], [other, place]] for other in instance["weights"] if other not in taken][:2]
    texts = [_format(near) for near in wrong]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)]


def _format(hung: list[list[int]]) -> str:
    return " ".join(f"{weight}@{'PQRSTUVW'[place]}" for weight, place in hung)
