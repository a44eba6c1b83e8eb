"""Turn one string into another by a bounded number of rewriting steps."""

import re
from random import Random

META = {
    "category": "strings",
    "skills": ["string rewriting", "search", "planning"],
    "keywords": ["rewriting system", "derivation", "substitution", "word problem"],
    "answer": "sequence",
    "version": 1,
}

_BEAM = 60
_TEXTS = {
    "first": "replace the leftmost {find} by {put}",
    "last": "replace the rightmost {find} by {put}",
    "begin": "if the string begins with {find}, replace this beginning by {put}",
    "end": "if the string ends with {find}, replace this ending by {put}",
    "every": "replace every {find} by {put} at the same time, from left to right without overlaps",
    "turn": "if {find} stands somewhere in the string, write the whole string backwards",
}


def generate(level: int, rng: Random) -> dict:
    """Draw rules and a start, explore from it layer by layer, and aim at a string of the last layer."""
    steps, longest = 4 + level // 2, 30 + 2 * level
    best: list[int] = []
    for _ in range(20):
        letters = rng.sample("ABCDEFGHKLMNPRSTXY", min(6, 3 + level // 4))
        rules = _draw_rules(level, letters, rng)
        start = "".join(rng.choice(letters) for _ in range(5 + level // 2)) + rules[0]["find"]
        target, route = _explore(rules, start, steps, longest, rng)
        if len(route) > len(best):
            best, chosen = route, (rules, start, target)
        if len(best) == steps:
            break
    rules, start, target = chosen
    limits = {"steps": len(best), "longest": longest}
    return {"rules": rules, "start": start, "target": target, **limits, "solution": best}


def observe(instance: dict) -> str:
    """Return the question."""
    lines = [
        f"{number}. {_TEXTS[rule['where']].format(**rule)}" for number, rule in enumerate(instance["rules"], start=1)
    ]
    return "\n".join(
        [
            f"A string is changed step by step. It begins as {instance['start']} and shall end as "
            f"{instance['target']}.",
            "Each step applies one of these rules, and a rule may be used any number of times:",
            *lines,
            "A rule may be applied only where the letters that it names stand in the string as it says. Letters that a "
            "rule names are neighbours in the string, in the order given. "
            f"The string may never have more than {instance['longest']} letters.",
            f"Reach the target in at most {instance['steps']} steps, so that the string after the last step is exactly "
            "the target. If there are several ways, give any one.",
            "Answer with the numbers of the rules in the order of application, separated by spaces, such as: 2 1",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Apply the rules one by one."""
    tokens = _tokens(answer)
    if not 0 < len(tokens) <= instance["steps"]:
        return False
    text = instance["start"]
    for token in tokens:
        if not re.fullmatch(r"[1-9][0-9]{0,2}", token) or int(token) > len(instance["rules"]):
            return False
        changed = _apply(instance["rules"][int(token) - 1], text)
        if changed is None or len(changed) > instance["longest"]:
            return False
        text = changed
    return text == instance["target"]


def solve(instance: dict) -> str:
    """Write the planted derivation."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Stop a step early, take a step too many, or take another rule for the last step."""
    route = instance["solution"]
    text = instance["start"]
    for number in route[:-1]:
        text = _apply(instance["rules"][number - 1], text) or ""
    wrong = [route[:-1], [*route, route[-1]], [*route[:-1], len(instance["rules"]) + 1]]
    for number, rule in enumerate(instance["rules"], start=1):
        if _apply(rule, text) != instance["target"]:
            wrong.append([*route[:-1], number])
    return [" ".join(map(str, numbers)) for numbers in wrong[:6]]


def _draw_rules(level: int, letters: list[str], rng: Random) -> list[dict]:
    places = ["first", "first", "last", "begin", "end", "every", "turn"][: 2 + level // 2]
    rules: list[dict] = []
    while len(rules) < 6 + level // 3:
        find = "".join(rng.choice(letters) for _ in range(rng.choice([1, 2, 2])))
        sizes = [1, 2, 2, 3] if len(find) == 1 else [1, 1, 2, 2, 3]
        put = "".join(rng.choice(letters) for _ in range(rng.choice(sizes)))
        where = rng.choice(places) if rules else "first"
        rule = {"find": find, "put": "" if where == "turn" else put, "where": where}
        if find != put and rule not in rules:
            rules.append(rule)
    return rules


def _explore(rules: list[dict], start: str, steps: int, longest: int, rng: Random) -> tuple[str, list[int]]:
    """Return a string of the last layer that few derivations reach, and one derivation of it."""
    layer: dict[str, tuple[int, list[int]]] = {start: (1, [])}
    seen = {start}
    for _ in range(steps):
        fresh: dict[str, tuple[int, list[int]]] = {}
        for text, (ways, route) in layer.items():
            for number, rule in enumerate(rules, start=1):
                changed = _apply(rule, text)
                if changed is not None and len(changed) <= longest and changed not in seen:
                    known, kept = fresh.get(changed, (0, [*route, number]))
                    fresh[changed] = (known + ways, kept)
        seen.update(fresh)
        if not fresh:
            break
        layer = {text: fresh[text] for text in rng.sample(list(fresh), min(_BEAM, len(fresh)))}
    varied = [text for text, (_, route) in layer.items() if len(set(route)) > 1] or list(layer)
    fewest = min(layer[text][0] for text in varied)
    target = rng.choice([text for text in varied if layer[text][0] == fewest])
    return target, layer[target][1]


def _apply(rule: dict, text: str) -> str | None:
    """Return the changed string, None where the rule may not be applied."""
    find, put, where = rule["find"], rule["put"], rule["where"]
    if where == "begin":
        return put + text[len(find) :] if text.startswith(find) else None
    if where == "end":
        return text[: -len(find)] + put if text.endswith(find) else None
    if find not in text:
        return None
    if where == "turn":
        return text[::-1]
    if where == "last":
        head, _, tail = text.rpartition(find)
        return head + put + tail
    return text.replace(find, put, 1 if where == "first" else -1)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text[:20_000].split(",")]
    return [token for part in parts for token in part] if all(parts) and len(text) <= 20_000 else []
