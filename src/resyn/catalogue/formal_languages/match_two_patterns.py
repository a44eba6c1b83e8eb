"""Write a string that matches every required pattern and no forbidden one."""

import re
from random import Random

META = {
    "category": "formal_languages",
    "skills": ["pattern matching", "case analysis", "string construction"],
    "keywords": ["regular expression", "pattern", "intersection", "complement"],
    "answer": "word",
    "version": 1,
}

_SYNTAX = {
    "or": "P|Q matches what P matches and what Q matches; it binds weaker than writing one behind the other.",
    "star": "P* matches any number (also zero) of strings, each matched by P, one behind the other.",
    "plus": "P+ is like P*, but at least one string is needed.",
    "opt": "P? matches the empty string and what P matches.",
    "any": "A dot matches every single letter.",
    "rep": "P{m,n} matches from m to n strings, each matched by P, one behind the other.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a string by a pattern, and forbidden patterns that other strings of the pattern match."""
    letters = rng.sample("abcdefghkmnprstuvwxyz", 3 + (level >= 8))
    kinds = ["or", "star", *["opt"] * (level >= 2), *["plus"] * (level >= 2), *["any"] * (level >= 3)]
    kinds += ["rep"] * (level >= 4)
    for _ in range(60):
        pattern = ["cat", *(_draw(kinds, letters, 1 + min(level // 4, 4), rng) for _ in range(3 + level // 3))]
        samples = [_sample(pattern, letters, rng) for _ in range(16)]
        fitting = [text for text in samples if 6 <= len(text) <= 8 + level // 2]
        if len(set(fitting)) >= 4:
            break
    else:
        pattern = ["cat", *(["lit", rng.choice(letters)] for _ in range(6))]
        fitting = [_sample(pattern, letters, rng)]
    text = rng.choice(fitting)
    required = [pattern]
    if level >= 6:
        required.append(_around(text, letters, rng))
    forbidden = [_near(pattern, text, fitting, kinds, letters, rng) for _ in range(1 + level // 4)]
    distinct = [other for place, other in enumerate(forbidden) if other not in forbidden[:place]]
    shortest = len(text) - rng.randrange(2)
    longest = len(text) + rng.randrange(2) * (level >= 2)
    sizes = {"shortest": shortest, "longest": longest}
    return {"letters": sorted(letters), **sizes, "required": required, "forbidden": distinct, "solution": text}


def observe(instance: dict) -> str:
    """Return the question."""
    patterns = [*instance["required"], *instance["forbidden"]]
    used = {kind for pattern in patterns for kind in _kinds(pattern)}
    least, most = instance["shortest"], instance["longest"]
    size = f"at least {least} and at most {most}" if least != most else f"exactly {least}"
    syntax = [f"- {text}" for kind, text in _SYNTAX.items() if kind in used]
    return "\n".join(
        [
            "A pattern describes strings; it has to match the whole string, not a part of it.",
            "- A letter matches itself. Patterns written one behind the other match strings that can be cut into parts "
            "which they match one after the other.",
            "- Round brackets hold a pattern together. The signs * + ? and {m,n}, where used, belong to the letter, "
            "dot or bracket directly before them.",
            *syntax,
            *(f"The string must match: {_text(pattern)}" for pattern in instance["required"]),
            *(f"The string must not match: {_text(pattern)}" for pattern in instance["forbidden"]),
            f"Write a string of the letters {', '.join(instance['letters'])}, {size} letters long, for which all this "
            "holds. If there are several, give any one.",
            "Answer with the string alone, such as: qqoqoo",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Follow the patterns over all places of the string that they can reach."""
    text = answer.strip().removesuffix(".").rstrip()
    if not re.fullmatch(r"[a-z]+", text) or not instance["shortest"] <= len(text) <= instance["longest"]:
        return False
    if not set(text) <= set(instance["letters"]):
        return False
    return all(len(text) in _reach(pattern, text, {0}) for pattern in instance["required"]) and not any(
        len(text) in _reach(pattern, text, {0}) for pattern in instance["forbidden"]
    )


def solve(instance: dict) -> str:
    """Return the string that was drawn by the pattern."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Write too little or too much, use a foreign letter, or break a pattern by one letter or by order."""
    text, letters = instance["solution"], instance["letters"]
    wrong = [text[: instance["shortest"] - 1], text + text[-1] * (instance["longest"] + 1 - len(text))]
    wrong.append(text[:-1] + next(sign for sign in "zyxwvut" if sign not in letters))
    near = [text[::-1]] + [text[:at] + sign + text[at + 1 :] for at in range(len(text)) for sign in letters]
    wrong += [other for other in near if other != text and not verify(instance, other)][:4]
    return list(dict.fromkeys(wrong))


def _draw(kinds: list[str], letters: list[str], depth: int, rng: Random) -> list:
    """Return a pattern; repeated parts are short."""
    if depth == 0 or rng.random() < 0.2:
        return ["lit", rng.choice(letters)]
    kind = rng.choice(kinds)
    if kind == "any":
        return ["any"]
    parts = [["cat", *(_draw(kinds, letters, depth - 1, rng) for _ in range(rng.randrange(1, 3)))] for _ in range(2)]
    if kind == "or":
        while parts[0] == parts[1]:
            parts[1] = ["cat", *parts[1][1:], ["lit", rng.choice(letters)]]
        return ["or", *parts]
    if len(parts[0]) == 2 and parts[0][1][0] != "lit":
        parts[0].append(["lit", rng.choice(letters)])
    if kind == "rep":
        least = rng.randrange(1, 3)
        return ["rep", parts[0], least, least + rng.randrange(1, 3)]
    return [kind, parts[0]]


def _sample(pattern: list, letters: list[str], rng: Random) -> str:
    """Return a string that the pattern matches."""
    kind, *parts = pattern
    if kind in ("lit", "any"):
        return parts[0] if kind == "lit" else rng.choice(letters)
    if kind == "cat":
        return "".join(_sample(part, letters, rng) for part in parts)
    if kind == "or":
        return _sample(rng.choice(parts), letters, rng)
    low, high = {"star": (0, 3), "plus": (1, 3), "opt": (0, 1), "rep": (parts[1:] or [0, 0])}[kind]
    return "".join(_sample(parts[0], letters, rng) for _ in range(rng.randint(low, high)))


def _around(text: str, letters: list[str], rng: Random) -> list:
    """Return a pattern of two letters in the order in which the string has them, with a gap that may be empty."""
    first, second = sorted(rng.sample(range(len(text)), 2))
    filler = ["star", ["any"]]
    return (
        ["cat", filler, ["lit", text[first]], filler, ["lit", text[second]], ["any"], filler]
        if (second + 1 < len(text))
        else ["cat", filler, ["lit", text[first]], filler, ["lit", text[second]]]
    )


def _near(pattern: list, text: str, others: list[str], kinds: list[str], letters: list[str], rng: Random) -> list:
    """Return the pattern with one part changed, so that it refuses the string and matches most of the others."""
    found = []
    for _ in range(12):
        place = rng.randrange(1, len(pattern))
        changed = [*pattern[:place], _draw(kinds, letters, 1, rng), *pattern[place + 1 :]]
        if len(text) not in _reach(changed, text, {0}):
            found.append((sum(len(other) in _reach(changed, other, {0}) for other in others), changed))
    if not found:
        other = rng.choice([letter for letter in letters if letter != text[-1]])
        return ["cat", ["star", ["any"]], ["lit", other]]
    return max(found, key=lambda case: case[0])[1]


def _reach(pattern: list, text: str, starts: set[int]) -> set[int]:
    """Return the places at which a match can end that begins at one of the starts."""
    kind, *parts = pattern
    if kind in ("lit", "any"):
        return {place + 1 for place in starts if text[place : place + 1] in ([parts[0]] if kind == "lit" else [*text])}
    if kind == "cat":
        for part in parts:
            starts = _reach(part, text, starts)
        return starts
    if kind == "or":
        return set().union(*(_reach(part, text, starts) for part in parts))
    low, high = {"star": (0, len(text)), "plus": (1, len(text)), "opt": (0, 1), "rep": (parts[1:] or [0, 0])}[kind]
    ends = set(starts) if low == 0 else set()
    for count in range(1, high + 1):
        starts = _reach(parts[0], text, starts)
        if count >= low:
            if starts <= ends:
                break
            ends |= starts
    return ends


def _text(pattern: list) -> str:
    kind, *parts = pattern
    if kind in ("lit", "any"):
        return parts[0] if kind == "lit" else "."
    if kind == "cat":
        return "".join(f"({_text(part)})" if part[0] == "or" and len(parts) > 1 else _text(part) for part in parts)
    if kind == "or":
        return "|".join(_text(part) for part in parts)
    inner = _text(parts[0])
    sign = {"star": "*", "plus": "+", "opt": "?", "rep": "{" + ",".join(map(str, parts[1:])) + "}"}[kind]
    return (inner if len(inner) == 1 else f"({inner})") + sign


def _kinds(pattern: list) -> list[str]:
    return [pattern[0], *(kind for part in pattern[1:] if isinstance(part, list) for kind in _kinds(part))]
