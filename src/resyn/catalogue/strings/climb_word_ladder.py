"""Go from one listed word to another by small changes, over listed words only, in few steps."""

from random import Random

META = {
    "category": "strings",
    "skills": ["search", "string comparison", "planning"],
    "keywords": ["word ladder", "edit", "shortest path"],
    "answer": "sequence",
    "version": 1,
}

_TEXTS = {
    "change": "change: replace one letter by another",
    "add": "add: put in one letter at any place",
    "drop": "drop: leave out one letter",
    "swap": "swap: exchange two different letters that stand next to each other",
    "turn": "turn: write the whole word backwards (where this gives another word)",
    "shift": "shift: take the first letter away and put it at the end (where this gives another word)",
}


def generate(level: int, rng: Random) -> dict:
    """Grow a list of words by the permitted changes and aim at a word that is far from the first."""
    kinds = ["change", *(["add", "drop"] if level >= 2 else []), *(["swap"] if level >= 4 else [])]
    kinds += (["turn"] if level >= 6 else []) + (["shift"] if level >= 8 else [])
    best: dict = {"solution": []}
    for _ in range(8):
        words = _grow(kinds, 8 + level, rng)
        rules = {"kinds": kinds, "no_repeat": level >= 3, "via": None}
        route = _farthest(words[0], words, rules, rng)
        if len(route) > len(best["solution"]):
            best = rules | {"words": words, "solution": route}
        if len(route) >= 5 + level // 3:
            break
    best["words"] = rng.sample(best["words"], len(best["words"]))
    if level >= 9 and len(best["solution"]) > 3:
        best["via"] = rng.choice(best["solution"][1:-1])
    start, goal = best["solution"][0], best["solution"][-1]
    return best | {"start": start, "goal": goal, "steps": len(best["solution"]) - 1}


def observe(instance: dict) -> str:
    """Return the question."""
    kinds = [f"- {_TEXTS[kind]}" for kind in instance["kinds"]]
    rules = []
    if instance["no_repeat"]:
        rules.append(
            "Two steps in a row may not be of the same kind. A step that can be seen as several kinds may count as "
            "any of them; it is enough that one choice of kinds for all steps keeps this rule."
        )
    if instance["via"]:
        rules.append(f"The word {instance['via']} must be visited on the way.")
    return "\n".join(
        [
            f"A walk goes from word to word, only over words of this list: {', '.join(instance['words'])}.",
            "Each step turns a word into another word of the list by one of these changes:",
            *kinds,
            *rules,
            f"Walk from {instance['start']} to {instance['goal']} in at most {instance['steps']} steps. If there are "
            "several ways, give any one.",
            "Answer with all words of the walk, the first and the last included, separated by spaces, such as: oqo ouo "
            "uuo",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check every step, and keep track of the kinds that the last step may have been."""
    text = answer.strip().lower().removesuffix(".")
    for arrow in ("->", "\u2192", ","):
        text = text.replace(arrow, " ")
    walk = text.split()
    if not 2 <= len(walk) <= instance["steps"] + 1 or not set(walk) <= set(instance["words"]):
        return False
    if [walk[0], walk[-1]] != [instance["start"], instance["goal"]] or instance["via"] not in (None, *walk):
        return False
    last: set[str] = set()
    for number in range(1, len(walk)):
        possible = _kinds_of(walk[number - 1], walk[number]) & set(instance["kinds"])
        if number > 1 and instance["no_repeat"]:
            possible = {kind for kind in possible if last - {kind}}
        if not possible:
            return False
        last = possible
    return True


def solve(instance: dict) -> str:
    """Return the walk that led farthest when the list was grown."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave out the first or last word, jump over a word, jump to the end, or take the way back."""
    walk = instance["solution"]
    wrong = [walk[:-1], walk[1:], walk[::-1], [*walk, walk[-1]]]
    wrong += [near for near in ([walk[0], walk[-1]], walk[:1] + walk[2:]) if not verify(instance, " ".join(near))]
    return list(dict.fromkeys(" ".join(words) for words in wrong))


def _kinds_of(one: str, two: str) -> set[str]:
    """Return the kinds of change that turn one word into the other, another one."""
    found = set()
    if len(one) == len(two):
        differing = [at for at in range(len(one)) if one[at] != two[at]]
        found |= {"change"} if len(differing) == 1 else set()
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            a, b = differing
            found |= {"swap"} if one[a] == two[b] and one[b] == two[a] else set()
        found |= {"turn"} if one != two == one[::-1] else set()
        found |= {"shift"} if one != two == one[1:] + one[:1] else set()
    if any(two[:at] + two[at + 1 :] == one for at in range(len(two))):
        found.add("add")
    if any(one[:at] + one[at + 1 :] == two for at in range(len(one))):
        found.add("drop")
    return found


def _grow(kinds: list[str], count: int, rng: Random) -> list[str]:
    """Return words of which each is one change away from an earlier one, mostly from a late one."""
    letters = rng.sample("abdegiklmnoprstuvy", 6)
    words = ["".join(rng.choice(letters) for _ in range(4))]
    for _ in range(60 * count):
        base = words[max(0, len(words) - rng.choice([1, 1, 1, 2, 3, 5]))]
        at = rng.randrange(len(base))
        word = {
            "change": base[:at] + rng.choice(letters) + base[at + 1 :],
            "add": base[:at] + rng.choice(letters) + base[at:],
            "drop": base[:at] + base[at + 1 :],
            "swap": base[: max(at - 1, 0)] + base[max(at - 1, 0) : at + 1][::-1] + base[at + 1 :],
            "turn": base[::-1],
            "shift": base[1:] + base[:1],
        }[rng.choice(kinds)]
        if word not in words and 3 <= len(word) <= 7:
            words.append(word)
        if len(words) == count:
            break
    return words


def _farthest(start: str, words: list[str], rules: dict, rng: Random) -> list[str]:
    """Return a shortest walk to one of the words that take the most steps."""
    layer: dict[tuple[str, str], list[str]] = {(start, ""): [start]}
    seen, reached = set(layer), {start: [start]}
    while layer:
        fresh: dict[tuple[str, str], list[str]] = {}
        for (word, last), walk in layer.items():
            for other in words:
                for kind in sorted(_kinds_of(word, other) & set(rules["kinds"])):
                    state = (other, kind if rules["no_repeat"] else "")
                    if (kind != last or not rules["no_repeat"]) and state not in seen:
                        seen.add(state)
                        fresh[state] = [*walk, other]
                        reached.setdefault(other, fresh[state])
        layer = fresh
    most = max(map(len, reached.values()))
    return rng.choice([walk for walk in reached.values() if len(walk) == most])
