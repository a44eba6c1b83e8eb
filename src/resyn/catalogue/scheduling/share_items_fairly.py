"""Share out items so that nobody envies anybody and stated limits on shares and values hold."""

import re
from random import Random
from typing import Any

META = {
    "category": "scheduling",
    "skills": ["fair division", "arithmetic", "constraint solving"],
    "keywords": ["envy-free allocation", "proportional shares"],
    "answer": "assignment",
    "version": 1,
}

_NAMES = ("Alba", "Bryn", "Cora", "Dale", "Enya", "Faro", "Gwen")
_ITEMS = ("anchor", "banjo", "clock", "dagger", "easel", "flute", "globe", "harp", "icon", "jar", "kayak", "lute")
_ITEMS += ("mask", "necklace", "organ", "piano", "quilt", "radio", "saddle", "tent")
_APART_LEVEL, _TOTAL_LEVEL, _SIZE_LEVEL, _WITH_LEVEL = 2, 3, 4, 6


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant shares, draw values, and raise what people think of their own items until nobody envies anybody."""
    people = min(3 + level // 4, len(_NAMES))
    count = min(6 + level // 2, len(_ITEMS))
    owners = [*range(people), *(rng.randrange(people) for _ in range(count - people))]
    rng.shuffle(owners)
    values = [[rng.randint(1, 9) for _ in range(count)] for _ in range(people)]
    for who in range(people):
        for _ in range(60 * count):
            shares = _shares(owners, values[who], people)
            if shares[who] >= max(shares):
                break
            mine = rng.choice([item for item in range(count) if owners[item] == who])
            other = rng.choice([item for item in range(count) if owners[item] != who])
            values[who][mine] += 1
            values[who][other] = max(1, values[who][other] - 1)
    own = [_shares(owners, values[who], people)[who] for who in range(people)]
    pairs = [[one, two] for one in range(count) for two in range(one + 1, count)]
    apart = [pair for pair in pairs if owners[pair[0]] != owners[pair[1]]]
    joined = [pair for pair in pairs if owners[pair[0]] == owners[pair[1]]]
    return {
        "names": rng.sample(_NAMES, people),
        "items": rng.sample(_ITEMS, count),
        "values": values,
        "least": [share - rng.randint(0, 1) for share in own],
        "apart": sorted(rng.sample(apart, 1 + level // 4)) if level >= _APART_LEVEL else [],
        "total": sum(own) if level >= _TOTAL_LEVEL else 0,
        "sizes": [owners.count(who) for who in range(people)] if level >= _SIZE_LEVEL else [],
        "joined": sorted(rng.sample(joined, min(len(joined), 1))) if level >= _WITH_LEVEL else [],
        "solution": owners,
    }


def _shares(owners: list[int], values: list[int], people: int) -> list[int]:
    """Return what somebody with these values thinks that each person's items are worth together."""
    shares = [0] * people
    for owner, value in zip(owners, values, strict=True):
        shares[owner] += value
    return shares


def observe(instance: dict[str, Any]) -> str:
    """State the items, the values, the rules and the answer format."""
    names, items = dict(enumerate(instance["names"])), dict(enumerate(instance["items"]))
    lines = []
    for who, values in enumerate(instance["values"]):
        lines.append(f"{names[who]}: " + ", ".join(f"{items[item]} {value}" for item, value in enumerate(values)))
    rules = [
        "Nobody envies anybody: for every two people, the items of the first are worth to the first at least as much "
        "as the items of the second are worth to the first."
    ]
    least = ", ".join(f"{names[who]} {value}" for who, value in enumerate(instance["least"]))
    rules.append(f"Everybody's own items are worth to him or her at least: {least}.")
    rules += [f"{items[one]} and {items[two]} go to different people." for one, two in instance["apart"]]
    rules += [f"{items[one]} and {items[two]} go to the same person." for one, two in instance["joined"]]
    if instance["total"]:
        rules.append(
            f"What everybody's own items are worth to him or her, added up over all people, is at least "
            f"{instance['total']}."
        )
    if instance["sizes"]:
        sizes = ", ".join(f"{names[who]} {size}" for who, size in enumerate(instance["sizes"]))
        rules.append(f"Numbers of items: {sizes}.")
    return (
        "An estate is shared out, each item to exactly one person. What the items are worth to each person (the "
        "worth of several items is the sum):\n"
        + "\n".join(lines)
        + "\n\n- "
        + "\n- ".join(rules)
        + "\n\nAny sharing that keeps all rules is accepted. Answer with the person who gets each item, in the order "
        f"{', '.join(items.values())}, separated by spaces. (For only three items an answer would look like: Zoe Zoe "
        "Yan)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Add up shares as each person sees them and check the rules."""
    numbers = {name.casefold(): who for who, name in enumerate(instance["names"])}
    owners = [numbers.get(token.casefold(), -1) for token in _tokens(answer)]
    people = len(numbers)
    if len(owners) != len(instance["items"]) or -1 in owners:
        return False
    total = 0
    for who, values in enumerate(instance["values"]):
        shares = _shares(owners, values, people)
        total += shares[who]
        if shares[who] < max(shares) or shares[who] < instance["least"][who]:
            return False
    if any(owners[one] == owners[two] for one, two in instance["apart"]):
        return False
    if any(owners[one] != owners[two] for one, two in instance["joined"]):
        return False
    if instance["sizes"] and [owners.count(who) for who in range(people)] != instance["sizes"]:
        return False
    return total >= instance["total"]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted sharing."""
    return _format(instance, instance["solution"])


def _format(instance: dict[str, Any], owners: list[int]) -> str:
    return " ".join(instance["names"][who] for who in owners)


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Give one item to somebody else, all to one, shift everything on, or forget the last item."""
    owners: list[int] = instance["solution"]
    people = len(instance["names"])
    wrong = [owners[:-1], [owners[0]] * len(owners), [(who + 1) % people for who in owners], [*owners, owners[0]]]
    wrong += [[*owners[:at], (who + 1) % people, *owners[at + 1 :]] for at, who in enumerate(owners)]
    texts = [_format(instance, near) for near in wrong]
    return [text for text in texts if not verify(instance, text)][:8]
