"""Break a text into lines so that the cost of the free space at the line ends stays within a budget."""

import re
from random import Random

META = {
    "category": "algorithms",
    "skills": ["dynamic programming", "optimisation", "arithmetic"],
    "keywords": ["line breaking", "word wrap", "raggedness", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_WORDS = (
    *(
        "a",
        "I",
        "we",
        "on",
        "of",
        "in",
        "to",
        "at",
        "by",
        "the",
        "sea",
        "oak",
        "red",
        "far",
        "old",
        "map",
        "owl",
        "sun",
    ),
    *(
        "wind",
        "rain",
        "bird",
        "tree",
        "moon",
        "lamp",
        "door",
        "road",
        "hill",
        "ship",
        "stone",
        "river",
        "cloud",
        "green",
    ),
    *(
        "small",
        "night",
        "storm",
        "table",
        "bread",
        "forest",
        "garden",
        "window",
        "letter",
        "silver",
        "summer",
        "bridge",
    ),
    *("morning", "village", "evening", "station", "mountain", "thunder", "carpenter", "lighthouse", "blackberry"),
)


def generate(level: int, rng: Random) -> dict:
    """Draw words and rules, of which the best breaking costs less than filling line after line."""
    best: dict = {}
    for _ in range(12):
        count = 10 + level + rng.randrange(3)
        words = [rng.choice(_WORDS) for _ in range(count)]
        width = rng.randint(14, 20)
        widths = [width, rng.choice((width - 4, width - 3, width + 3, width + 4))] if level >= 4 else [width]
        instance = {
            "words": words,
            "widths": widths,
            "free_last": level >= 2,
            "tied": _draw_ties(words, min(widths), 1 + level // 4, rng) if level >= 3 else [],
            "short": rng.randint(10, 30) if level >= 5 else None,
            "lines": None,
            "rough": rng.randint(10, 30) if level >= 8 else None,
        }
        plan = _best(instance)
        if level >= 6 and (other := _best({**instance, "lines": len(plan) + 1})):
            plan, instance["lines"] = other, len(other)
        instance |= {"budget": _cost(instance, plan), "solution": plan}
        best = best or instance
        if len(set(plan)) < 2 + (level < 4):
            continue
        if instance["lines"] or (_cost(instance, _greedy(instance)) or 10**6) > instance["budget"]:
            return instance
    return best


def _draw_ties(words: list[str], width: int, most: int, rng: Random) -> list[int]:
    """Return places of words to be tied to the next; every pair fits on a line, and no word is in two pairs."""
    ties: list[int] = []
    for at in rng.sample(range(len(words) - 1), len(words) - 1):
        if len(ties) < most and len(words[at] + words[at + 1]) < width and not {at - 1, at + 1} & set(ties):
            ties.append(at)
    return sorted(ties)


def _width(instance: dict, line: int) -> int:
    return instance["widths"][line % len(instance["widths"])]


def _spare(instance: dict, first: int, last: int, line: int) -> int:
    """Return the free space of a line with the words from `first` up to but without `last`."""
    return _width(instance, line) - sum(map(len, instance["words"][first:last])) - (last - first - 1)


def _price(instance: dict, first: int, last: int, line: int, before: int) -> int:
    """Return what a line costs, given the free space of the line before it (-1 if there is none)."""
    spare = _spare(instance, first, last, line)
    ends = last == len(instance["words"])
    price = 0 if ends and instance["free_last"] else spare * spare
    price += instance["short"] if instance["short"] and first and len(instance["words"][first]) <= 2 else 0
    return price + (instance["rough"] if instance["rough"] and before >= 0 and abs(spare - before) > 4 else 0)


def _best(instance: dict) -> list[int]:
    """Return the cheapest breaking, [] if there is none; for each state after a line only the cheapest way is kept."""
    count = len(instance["words"])
    ways: dict[tuple[int, int], tuple[int, list[int]]] = {(0, -1): (0, [])}
    found: tuple[int, list[int]] = (10**9, [])
    for line in range(count):
        after: dict[tuple[int, int], tuple[int, list[int]]] = {}
        for (first, before), (cost, plan) in ways.items():
            for last in range(first + 1, count + 1):
                spare = _spare(instance, first, last, line)
                if spare < 0:
                    break
                if last - 1 in instance["tied"]:
                    continue
                way = (cost + _price(instance, first, last, line, before), [*plan, last - first])
                if last == count and instance["lines"] in (None, line + 1):
                    found = min(found, way)
                after[last, spare] = min(after.get((last, spare), way), way)
        ways = after
    return found[1]


def _greedy(instance: dict) -> list[int]:
    """Put as many words as possible on each line."""
    plan, first = [], 0
    while first < len(instance["words"]):
        last = first + 1
        while last < len(instance["words"]) and _spare(instance, first, last + 1, len(plan)) >= 0:
            last += 1
        while last - 1 in instance["tied"] and last - first > 1:
            last -= 1
        plan.append(last - first)
        first = last
    return plan


def _cost(instance: dict, plan: list[int]) -> int | None:
    """Return the cost of a breaking, None where it breaks a rule."""
    first, cost, before = 0, 0, -1
    if sum(plan) != len(instance["words"]) or min(plan) < 1 or instance["lines"] not in (None, len(plan)):
        return None
    for line, number in enumerate(plan):
        last = first + number
        if _spare(instance, first, last, line) < 0 or last - 1 in instance["tied"]:
            return None
        cost += _price(instance, first, last, line, before)
        first, before = last, _spare(instance, first, last, line)
    return cost


def observe(instance: dict) -> str:
    """Return the question."""
    words, widths = instance["words"], instance["widths"]
    text = "".join(f"{word}({len(word)})" + ("~" if at in instance["tied"] else " ") for at, word in enumerate(words))
    room = f"Every line has room for {widths[0]} characters"
    if len(widths) > 1:
        room = f"Lines 1, 3, 5, ... have room for {widths[0]} characters, lines 2, 4, 6, ... for {widths[1]}"
    last = "; the last line costs nothing" if instance["free_last"] else ", also for the last line"
    rules = [
        f"{room}. The words of a line stand in the order of the text with one blank between two of them, and must "
        "fit in.",
        f"The cost of a line is the square of its free space (room minus characters and blanks used){last}.",
        "Words joined by ~ stand on the same line (with one blank between them)." if instance["tied"] else "",
        f"A line, not the first, that begins with a word of 1 or 2 characters costs {instance['short']} more."
        if instance["short"]
        else "",
        f"A line whose free space differs by more than 4 from that of the line before costs {instance['rough']} "
        "more (the "
        "last line too)."
        if instance["rough"]
        else "",
        f"There are exactly {instance['lines']} lines." if instance["lines"] else "",
    ]
    return "\n".join(
        [
            "A text is to be broken into lines. Its words, each with its number of characters:",
            text.strip(),
            *("- " + rule for rule in rules if rule),
            f"Break it so that the costs of all lines add up to at most {instance['budget']}. If there are several "
            "ways, give "
            "any one.",
            "Answer with the number of words on line 1, on line 2, and so on, separated by spaces, such as: 1 1 2",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Add up the costs line by line."""
    tokens = _tokens(answer)
    if not tokens or not all(re.fullmatch(r"[1-9][0-9]?", token) for token in tokens):
        return False
    cost = _cost(instance, [int(token) for token in tokens])
    return cost is not None and cost <= instance["budget"]


def solve(instance: dict) -> str:
    """Return the cheapest breaking found when the text was drawn."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict) -> list[str]:
    """Fill line after line, move a word to a neighbouring line, lose a word, or put each word on a line."""
    plan = instance["solution"]
    nears = [
        _greedy(instance),
        plan[::-1],
        plan[:-1],
        [*plan, 1],
        [*plan[:-1], plan[-1] + 1],
        [1] * len(instance["words"]),
    ]
    for at in range(len(plan) - 1):
        nears += [[*plan[:at], plan[at] + d, plan[at + 1] - d, *plan[at + 2 :]] for d in (-1, 1)]
    return list(
        dict.fromkeys(" ".join(map(str, n)) for n in nears if n and not verify(instance, " ".join(map(str, n))))
    )[:8]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
