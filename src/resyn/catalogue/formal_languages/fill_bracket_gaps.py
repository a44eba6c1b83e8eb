"""Fill the gaps of a bracket string so that it is well-formed and keeps rules on nesting, depth and counts."""

from random import Random

META = {
    "category": "formal_languages",
    "skills": ["parsing", "constraint solving", "stack tracking"],
    "keywords": ["brackets", "dyck language", "nesting"],
    "answer": "text",
    "version": 1,
}

_KINDS = ["()", "[]", "{}"]
_NAMES = {"()": "round", "[]": "square", "{}": "curly"}


def generate(level: int, rng: Random) -> dict:
    """Write a well-formed string, measure it, and blot out some of its brackets."""
    kinds = _KINDS[: 2 + (level >= 3)]
    text = _write(6 + level + rng.randrange(2), kinds, rng)
    gaps = sorted(rng.sample(range(len(text)), 5 + level))
    nested = {(outer, inner) for outer, inner in _pairs(text) if outer}
    free = [[a, b] for a in kinds for b in kinds if (a, b) not in nested]
    return {
        "shown": "".join("_" if place in gaps else sign for place, sign in enumerate(text)),
        "kinds": kinds,
        "bans": sorted(rng.sample(free, min(len(free), level // 2))),
        "depth": _depth(text) if level >= 3 else None,
        "counts": [[kind, text.count(kind[0])] for kind in sorted(rng.sample(kinds, min(3, 1 + level // 5)))]
        if level >= 4
        else [],
        "empty": sum(text.count(kind) for kind in kinds) if level >= 6 else None,
        "solution": text,
    }


def observe(instance: dict) -> str:
    """Return the question."""
    shown, kinds = instance["shown"], instance["kinds"]
    named = ", ".join(f"{_NAMES[kind]} {kind[0]} {kind[1]}" for kind in kinds)
    rules = [f"- No {_NAMES[b]} pair stands directly inside a {_NAMES[a]} pair." for a, b in instance["bans"]]
    if instance["depth"]:
        rules.append(f"- No bracket lies inside more than {instance['depth'] - 1} pairs (its own pair not counted).")
    rules += [f"- There are exactly {count} {_NAMES[kind]} pairs." for kind, count in instance["counts"]]
    if instance["empty"] is not None:
        rules.append(f"- Exactly {instance['empty']} pairs, of all kinds together, have nothing inside.")
    direct = " A pair stands directly inside the innermost other pair around it." if instance["bans"] else ""
    return "\n".join(
        [
            f"Some signs of a bracket string were blotted out and are shown as _ (each _ is one bracket):\n    {shown}",
            f"The kinds of brackets are: {named}. In a well-formed string every opening bracket has its own closing "
            "bracket of the same kind somewhere to the right, together they are a pair, and what stands between them "
            f"is again well-formed or empty.{direct}",
            "Replace every _ by one bracket so that the string is well-formed"
            + (" and all of this holds:" if rules else "."),
            *rules,
            "If there are several ways, give any one. Answer with the whole string of "
            f"{len(shown)} brackets, without spaces. The format only, with other brackets:\n)][((",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Compare with what is shown, then pair the brackets with a stack."""
    text, shown = "".join(answer[:4000].split()).removesuffix("."), instance["shown"]
    signs = set("".join(instance["kinds"]))
    if len(answer) >= 4000 or len(text) != len(shown) or not set(text) <= signs:
        return False
    if any(mark not in ("_", sign) for mark, sign in zip(shown, text, strict=True)):
        return False
    stack: list[str] = []
    deepest = empty = 0
    for place, sign in enumerate(text):
        kind = next(kind for kind in instance["kinds"] if sign in kind)
        if sign == kind[0]:
            if stack and [stack[-1], kind] in instance["bans"]:
                return False
            stack.append(kind)
            deepest = max(deepest, len(stack))
        elif not stack or stack.pop() != kind:
            return False
        else:
            empty += text[place - 1] == kind[0]
    if stack or (instance["depth"] and deepest > instance["depth"]) or instance["empty"] not in (None, empty):
        return False
    return all(text.count(kind[0]) == count for kind, count in instance["counts"])


def solve(instance: dict) -> str:
    """Return the string that was blotted."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Turn a bracket around, change its kind, leave the last one out, or put an opening one in the last gap."""
    text, gaps = instance["solution"], [place for place, sign in enumerate(instance["shown"]) if sign == "_"]
    wrong = [text[:-1], text + instance["kinds"][0]]
    for place in (gaps[0], gaps[-1], gaps[len(gaps) // 2]):
        kind = next(kind for kind in instance["kinds"] if text[place] in kind)
        other = next(other for other in instance["kinds"] if other != kind)
        turned, side = kind[text[place] == kind[0]], kind.index(text[place])
        wrong += [text[:place] + sign + text[place + 1 :] for sign in (turned, other[side])]
    return wrong


def _write(pairs: int, kinds: list[str], rng: Random) -> str:
    """Insert empty pairs at random places; the kinds come in turn, so that each occurs."""
    text = ""
    for number in range(pairs):
        place = rng.randrange(len(text) + 1)
        kind = kinds[number] if number < len(kinds) else rng.choice(kinds)
        text = text[:place] + kind + text[place:] if rng.random() < 0.7 else kind[0] + text + kind[1]
    return text


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return for each pair the kind directly around it ("" for none) and its own kind."""
    found, stack = [], [""]
    for sign in text:
        kind = next(kind for kind in _KINDS if sign in kind)
        if sign == kind[0]:
            found.append((stack[-1], kind))
            stack.append(kind)
        else:
            stack.pop()
    return found


def _depth(text: str) -> int:
    opening = {kind[0] for kind in _KINDS}
    depths = [0]
    for sign in text:
        depths.append(depths[-1] + (1 if sign in opening else -1))
    return max(depths)
