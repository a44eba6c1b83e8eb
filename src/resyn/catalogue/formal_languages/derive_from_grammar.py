"""Derive a string from a grammar, always replacing the leftmost nonterminal, under conditions on the rules."""

import re
from itertools import pairwise
from random import Random

META = {
    "category": "formal_languages",
    "skills": ["parsing", "search", "state tracking"],
    "keywords": ["context-free grammar", "leftmost derivation", "parse"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw grammars, derive a string from each, and keep the one whose derivation uses most rules."""
    best: dict = {}
    for _ in range(12):
        rules = _draw_rules(level, rng)
        route, text = _derive(rules, 5 + (2 * level) // 3, rng)
        quality = (len(route) >= 5 + (2 * level) // 3, len(set(route)), -len(text))
        if not best or quality > best["quality"]:
            best = {"quality": quality, "rules": rules, "text": text, "solution": route}
    del best["quality"]
    return best | _conditions(best["rules"], best["solution"], level, rng)


def observe(instance: dict) -> str:
    """Return the question."""
    lines = [
        f"{number}. {left} -> {' '.join(right) or '(nothing)'}"
        for number, (left, right) in enumerate(instance["rules"], 1)
    ]
    extra = [f"- Rule {rule} may be applied at most {most} time(s)." for rule, most in instance["limits"]]
    extra += [f"- Rule {b} may not be applied in the step directly after rule {a}." for a, b in instance["bans"]]
    for rule, sign in instance["behind"]:
        where = f"stands directly behind the letter {sign}" if sign else "is the first symbol of the string"
        extra.append(f"- Rule {rule} may be applied only when the capital letter that it replaces {where}.")
    return "\n".join(
        [
            "A derivation starts with the string S. Each step replaces the leftmost capital letter of the string by "
            "the right side of a rule for this letter; the rest of the string stays. The rules:",
            *lines,
            *(["Besides:", *extra] if extra else []),
            f"Derive the string {instance['text']} (no capital letter left) in at most {instance['steps']} "
            "steps. If there are several ways, give any one.",
            "Answer with the numbers of the rules in the order of application, separated by spaces, such as: 2 9 4",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Apply the rules to the string, one by one."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    if not re.fullmatch(r"[0-9]{1,3}(?:(?:\s*,\s*|\s+)[0-9]{1,3}){0,200}", text):
        return False
    route = [int(number) for number in re.findall(r"[0-9]+", text)]
    rules, current = instance["rules"], "S"
    if len(route) > instance["steps"] or any(route.count(rule) > most for rule, most in instance["limits"]):
        return False
    if any([a, b] in instance["bans"] for a, b in pairwise(route)):
        return False
    for number in route:
        place = next((place for place, sign in enumerate(current) if sign.isupper()), -1)
        if place < 0 or not 1 <= number <= len(rules) or rules[number - 1][0] != current[place]:
            return False
        before = current[place - 1] if place else ""
        if any(rule == number and sign != before for rule, sign in instance["behind"]):
            return False
        current = current[:place] + rules[number - 1][1] + current[place + 1 :]
    return current == instance["text"]


def solve(instance: dict) -> str:
    """Return the derivation from which the string was made."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Stop a step early, take one too many, take a rule that does not exist, or skip the first step."""
    route = instance["solution"]
    wrong = [route[:-1], [*route, route[-1]], [*route[:-1], len(instance["rules"]) + 1], route[1:]]
    return [" ".join(map(str, numbers)) for numbers in wrong]


def _draw_rules(level: int, rng: Random) -> list[list[str]]:
    """Return shuffled rules; every capital letter has one rule without capitals."""
    capitals = "SABCDEFG"[: min(8, 2 + level // 3)]
    letters = rng.sample("abcdefghkmnprtxyz", 2 + (level >= 4) + (level >= 8))
    rules: list[list[str]] = []
    for capital in capitals:
        ends = rng.choice(letters) + rng.choice(["", rng.choice(letters)])
        rules.append([capital, "" if level >= 4 and capital != "S" and rng.random() < 0.4 else ends])
        for _ in range(1 + (capital == "S") + (level >= 6 and rng.random() < 0.5)):
            parts = [rng.choice(letters) for _ in range(rng.randrange(1, 3))] + [rng.choice(capitals)]
            parts += [rng.choice(capitals[1:])] * (rng.random() < 0.5 + (capital == "S"))
            rng.shuffle(parts)
            rules.append([capital, "".join(parts)])
    distinct = [rule for place, rule in enumerate(rules) if rule not in rules[:place]]
    rng.shuffle(distinct)
    return distinct


def _derive(rules: list[list[str]], steps: int, rng: Random) -> tuple[list[int], str]:
    """Return a random leftmost derivation of about so many steps, and its string."""
    route: list[int] = []
    done, rest = "", "S"
    while rest:
        sign, rest = rest[0], rest[1:]
        if sign.islower():
            done += sign
            continue
        growing = len(route) + 1 + sum(map(str.isupper, rest)) < steps
        fitting = [
            number
            for number, (left, right) in enumerate(rules, 1)
            if left == sign and (any(map(str.isupper, right)) == growing)
        ]
        route.append(rng.choice(fitting or [n for n, (left, _) in enumerate(rules, 1) if left == sign]))
        rest = rules[route[-1] - 1][1] + rest
    return route, done


def _conditions(rules: list[list[str]], route: list[int], level: int, rng: Random) -> dict:
    """Return conditions that the derivation meets: limits of use, forbidden successions, letters before."""
    before: dict[int, set[str]] = {}
    done, rest = "", "S"
    for number in route:
        while rest[0].islower():
            done, rest = done + rest[0], rest[1:]
        before.setdefault(number, set()).add(done[-1:])
        rest = rules[number - 1][1] + rest[1:]
    used = sorted(set(route))
    numbers = range(1, len(rules) + 1)
    follow = set(pairwise(route))
    free = [[a, b] for a in used for b in numbers if (a, b) not in follow and rules[a - 1][1] != ""]
    lone = [number for number in used if len(before[number]) == 1]
    limited = rng.sample(used, min(len(used), level // 3))
    return {
        "steps": len(route),
        "limits": [[number, route.count(number)] for number in sorted(limited)],
        "bans": sorted(rng.sample(free, min(len(free), level // 2 if level >= 5 else 0))),
        "behind": [[n, *before[n]] for n in sorted(rng.sample(lone, min(len(lone), level // 4 if level >= 7 else 0)))],
    }
