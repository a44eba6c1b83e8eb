"""Pick kits whose contents add up to exactly the parts ordered, under rules between the kits."""

import re
from collections import Counter
from random import Random
from typing import Any

META = {
    "category": "constraint_satisfaction",
    "skills": ["search", "bookkeeping"],
    "keywords": ["exact cover", "set packing"],
    "answer": "set",
    "version": 1,
}

_THEMES = (("kit", "kits"), ("hamper", "hampers"), ("crate", "crates"), ("bundle", "bundles"))
_GOODS = ("axe", "bell", "comb", "drum", "fork", "glue", "hook", "ink", "jug", "key", "lamp", "mug", "nail", "oil")
_GOODS += ("pen", "quilt", "rope", "soap", "tape", "vase", "wire", "yarn")
_REPEAT_LEVEL, _PRICE_LEVEL, _CLASH_LEVEL, _NEED_LEVEL, _NUMBER_LEVEL, _DOUBLE_LEVEL = 2, 3, 4, 5, 6, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Plant kits, order the sum of their contents and mix in kits made of their pieces."""
    items, planted, total = 8 + level, 4 + level // 2, 8 + 2 * level
    kits = _planted_kits(items, planted, level, rng)
    for _ in range(40 * total):  # far more than needed; the bound only guards against a small world of contents
        if len(kits) == total:
            break
        decoy = _decoy(rng.choice(kits[:planted]), rng.choice(kits), items, rng)
        if decoy not in kits:
            kits.append(decoy)
    order = rng.sample(range(len(kits)), len(kits))
    kits, chosen = [kits[old] for old in order], sorted(order.index(old) for old in range(planted))
    prices = [10 * len(kit) + rng.randint(-8, 8) for kit in kits] if level >= _PRICE_LEVEL else []
    spare = [number for number in range(len(kits)) if number not in chosen]
    clashes = [sorted([rng.choice(chosen), rng.choice(spare)]) for _ in range(level if level >= _CLASH_LEVEL else 0)]
    needs = []
    for _ in range(level // 2 if level >= _NEED_LEVEL else 0):
        first, partner = rng.sample(chosen, 2)
        needs.append([first, *sorted([partner, rng.choice(spare)])])
    return {
        "theme": rng.randrange(len(_THEMES)),
        "order": [sum(kits[number].count(item) for number in chosen) for item in range(items)],
        "kits": kits,
        "prices": prices,
        "budget": sum(prices[number] for number in chosen) if prices else 0,
        "clashes": [list(pair) for pair in sorted({tuple(pair) for pair in clashes})],
        "needs": [list(need) for need in sorted({tuple(need) for need in needs})],
        "number": planted if level >= _NUMBER_LEVEL else 0,
        "solution": [number + 1 for number in chosen],
    }


def _planted_kits(items: int, planted: int, level: int, rng: Random) -> list[list[int]]:
    pool = rng.sample(range(items), items)
    kits = [sorted(pool[start::planted]) for start in range(planted)]  # every item lies in exactly one kit
    for kit in kits:
        free = [item for item in range(items) if item not in kit]
        kit += rng.sample(free, rng.randint(0, 2)) if level >= _REPEAT_LEVEL else []
        kit += [kit[0]] if level >= _DOUBLE_LEVEL and rng.random() < 0.4 else []
        kit.sort()
    return kits


def _decoy(kit: list[int], other: list[int], items: int, rng: Random) -> list[int]:
    keep = rng.sample(kit, rng.randint(1, len(kit)))
    extra = [item for item in other if item not in keep]
    decoy = keep + rng.sample(extra, min(len(extra), rng.randint(0, 2)))
    if len(decoy) < 2:
        decoy.append(rng.choice([item for item in range(items) if item not in decoy]))
    return sorted(decoy)


def _contents(kit: list[int]) -> str:
    return ", ".join(_item(item) + (f" x{count}" if count > 1 else "") for item, count in sorted(Counter(kit).items()))


def _item(item: int) -> str:
    return _GOODS[item % len(_GOODS)] + (f"-{item // len(_GOODS) + 1}" if item >= len(_GOODS) else "")


def observe(instance: dict[str, Any]) -> str:
    """State order, kits, rules and the answer format."""
    one, many = _THEMES[instance["theme"]]
    order = ", ".join(f"{_item(item)} x{count}" for item, count in enumerate(instance["order"]))
    prices = [f" (price {price})" for price in instance["prices"]] or [""] * len(instance["kits"])
    lines = [
        f"{number}: {_contents(kit)}{price}"
        for number, (kit, price) in enumerate(zip(instance["kits"], prices, strict=True), start=1)
    ]
    rules = [f"Every {one} can be picked at most once, and only as a whole."]
    if instance["prices"]:
        rules.append(f"The prices of the {many} picked add up to at most {instance['budget']}.")
    if instance["number"]:
        rules.append(f"Exactly {instance['number']} {many} are picked.")
    rules += [f"Not both of {a + 1} and {b + 1} are picked." for a, b in instance["clashes"]]
    rules += [f"If {a + 1} is picked, then {b + 1} or {c + 1} (or both) is picked." for a, b, c in instance["needs"]]
    return (
        f"An order asks for exactly these goods, none missing and none left over (x2 means two pieces): {order}.\n\n"
        f"It has to be met with ready-made {many}, numbered from 1:\n"
        + "\n".join(lines)
        + "\n\nRules:\n"
        + "\n".join(f"- {rule}" for rule in rules)
        + f"\n\nWhich {many} are picked? Any choice that meets order and rules is accepted. Answer with the numbers of "
        f"the {many} picked, in any order, each once, separated by spaces (the format, not a hint: 2 1 3)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Add up what the kits named hold and check every rule."""
    tokens, kits = _tokens(answer), instance["kits"]
    if not all(re.fullmatch(r"[0-9]{1,6}", token) for token in tokens):
        return False
    picked = {int(token) - 1 for token in tokens}
    if len(picked) != len(tokens) or not all(0 <= number < len(kits) for number in picked):
        return False
    got = Counter(item for number in picked for item in kits[number])
    if any(got[item] != count for item, count in enumerate(instance["order"])):
        return False
    prices = instance["prices"]
    return (
        (not prices or sum(prices[number] for number in picked) <= instance["budget"])
        and (not instance["number"] or len(picked) == instance["number"])
        and not any(a in picked and b in picked for a, b in instance["clashes"])
        and all(a not in picked or b in picked or c in picked for a, b, c in instance["needs"])
    )


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the planted kits."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Leave a kit out, take one too many, or exchange one for a kit of other contents: the sums no longer match."""
    picked: list[int] = instance["solution"]
    spare = [number for number in range(1, len(instance["kits"]) + 1) if number not in picked]
    wrong = [picked[1:], picked[:-1], [*picked, spare[0]], [*picked[:-1], spare[-1]], [spare[0], *picked[1:]]]
    return [" ".join(map(str, numbers)) for numbers in wrong]
