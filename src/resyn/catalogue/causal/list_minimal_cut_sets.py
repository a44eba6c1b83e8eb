"""List all smallest combinations of failures that bring a system down."""

import re
from itertools import combinations
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["causal reasoning", "boolean logic", "enumeration"],
    "keywords": ["fault tree", "minimal cut sets"],
    "answer": "set",
    "version": 1,
}

_VOTE_LEVEL, _APART_LEVEL, _SPARE_LEVEL = 3, 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw fault trees until one has a few minimal sets of mixed sizes; keep the best of the draws."""
    parts = min(5 + level // 3, 11)
    best: tuple[int, dict[str, Any]] = (-1, {})
    for _ in range(30):
        gates = _draw_gates(parts, 3 + level // 2, level, rng)
        apart = []
        for _ in range(level // 4 if level >= _APART_LEVEL else 0):
            pair = sorted(rng.sample(range(parts), 2))
            apart += [pair] if pair not in apart else []
        instance = {"parts": parts, "gates": gates, "apart": sorted(apart)}
        sets = _minimal_sets(instance)
        sizes = {len(each) for each in sets}
        score = 10 * (2 <= len(sets) <= 4 + level // 2) + 2 * len(sizes) - (1 in sizes)
        if score > best[0] and sets:
            best = (score, instance)
        if score >= 13:
            break
    if not best[1]:  # every draw was safe in all cases; this one never is
        best = (0, {"parts": parts, "gates": [["or", [0, 1]], ["and", [2, 3, parts]]], "apart": []})
    return best[1]


def _draw_gates(parts: int, count: int, level: int, rng: Random) -> list[list[Any]]:
    """Return [form, inputs] per gate; inputs are failures, or earlier gates from number `parts` on."""
    gates: list[list[Any]] = []
    unused = rng.sample(range(parts), parts)
    for place in range(count):
        forms = ["and", "or"] + ["vote"] * (level >= _VOTE_LEVEL) + ["spare"] * (level >= _SPARE_LEVEL)
        form = rng.choice(forms)
        size = 3 if form in ("vote", "spare") else rng.choice((2, 2, 3))
        loose = [parts + at for at in range(place) if all(parts + at not in inputs for _, inputs in gates)]
        pool = loose[: size - 1] if rng.random() < 0.7 else []
        while len(pool) < size:
            fresh = unused.pop() if unused and rng.random() < 0.7 else rng.randrange(parts)
            pool += [fresh] if fresh not in pool else []
        gates.append([form, pool])
    loose = [parts + at for at in range(count) if all(parts + at not in inputs for _, inputs in gates)]
    if len(loose) > 1:
        gates.append([rng.choice(("and", "or")), loose])
    return gates


def _fails(instance: dict[str, Any], failed: int) -> bool:
    """Tell whether the last gate fails where exactly the parts whose bits are set have failed."""
    state = [failed >> at & 1 for at in range(instance["parts"])]
    for form, inputs in instance["gates"]:
        down = [state[one] for one in inputs]
        if form == "spare":
            state.append(down[0] & (down[1] | down[2]))
        else:
            state.append(int(sum(down) >= {"and": len(down), "or": 1, "vote": 2}[form]))
    return bool(state[-1])


def _minimal_sets(instance: dict[str, Any]) -> set[frozenset[int]]:
    """Return the minimal sets: smaller sets come first, and no set that holds one of them is taken."""
    found: list[int] = []
    apart = [sum(1 << part for part in pair) for pair in instance["apart"]]
    for failed in sorted(range(1, 1 << instance["parts"]), key=int.bit_count):
        if any(failed & pair == pair for pair in apart) or any(failed & each == each for each in found):
            continue
        if _fails(instance, failed):
            found.append(failed)
    return {frozenset(at for at in range(instance["parts"]) if failed >> at & 1) for failed in found}


def _name(part: int) -> str:
    return chr(ord("a") + part)


def observe(instance: dict[str, Any]) -> str:
    """State the gates, what is asked and the answer format."""
    parts, gates = instance["parts"], instance["gates"]
    label = {part: f"part {_name(part)}" for part in range(parts)}
    label |= {parts + at: f"unit {at + 1}" for at in range(len(gates))}
    label[parts + len(gates) - 1] = "the whole system"
    lines = []
    for at, (form, inputs) in enumerate(gates):
        names = [label[one] for one in inputs]
        words = {
            "and": f"all of {', '.join(names)} fail",
            "or": f"at least one of {', '.join(names)} fails",
            "vote": f"at least two of {', '.join(names)} fail",
            "spare": f"{names[0]} fails and at least one of {', '.join(names[1:])} fails",
        }[form]
        lines.append(f"- {label[parts + at][0].upper()}{label[parts + at][1:]} fails exactly when {words}.")
    lines += [f"- Parts {_name(a)} and {_name(b)} never fail together." for a, b in instance["apart"]]
    return (
        f"A system has the parts {', '.join(_name(part) for part in range(parts))}, and units built of them:\n"
        + "\n".join(lines)
        + "\n\nA set of parts is critical if the whole system fails when exactly the parts of the set fail, and no "
        "part can be left out of the set so that the system still fails"
        + (" (a set that holds two parts which never fail together is not critical)" if instance["apart"] else "")
        + ".\n\nList all critical sets. Write each as its letters without spaces, in any order, and separate the "
        "sets by spaces, in any order. (The format, not a hint: xz wyz)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with the minimal sets."""
    tokens = [token.lower() for token in _tokens(answer)]
    if not all(re.fullmatch(r"[a-z]{1,26}", token) and len(set(token)) == len(token) for token in tokens):
        return False
    named = {frozenset(ord(letter) - ord("a") for letter in token) for token in tokens}
    return len(named) == len(tokens) and named == _minimal_sets(instance)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the sets, built up gate by gate from the sets of the inputs."""
    sets = [[frozenset([part])] for part in range(instance["parts"])]
    for form, inputs in instance["gates"]:
        ways = [sets[one] for one in inputs]
        if form == "or":
            made = [each for way in ways for each in way]
        elif form == "and":
            made = _joined(ways)
        elif form == "vote":
            made = [each for pair in combinations(ways, 2) for each in _joined(list(pair))]
        else:
            made = _joined([ways[0], [*ways[1], *ways[2]]])
        sets.append([each for each in set(made) if not any(other < each for other in made)])
    possible = [each for each in sets[-1] if not any(set(pair) <= each for pair in instance["apart"])]
    return " ".join(
        sorted(("".join(sorted(map(_name, each))) for each in possible), key=lambda text: (len(text), text))
    )


def _joined(ways: list[list[frozenset[int]]]) -> list[frozenset[int]]:
    joined = [frozenset[int]()]
    for way in ways:
        grown = {one | two for one in joined for two in way}
        joined = [each for each in grown if not any(other < each for other in grown)]
    return joined


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss one set, add a set that is too large, enlarge a set, or name all parts."""
    sets = solve(instance).split()
    letters = "".join(_name(part) for part in range(instance["parts"]))
    wrong = [sets[:-1], [*sets, letters], [letters], [*sets[:-1], sets[-1][1:] or "zz"], sets[1:]]
    spare = [letter for letter in letters if letter not in sets[0]]
    wrong += [[sets[0] + spare[0], *sets[1:]] if spare else [*sets, "z"], [*sets, sets[0]]]
    return [text for near in wrong if (text := " ".join(near)) and not verify(instance, text)]
