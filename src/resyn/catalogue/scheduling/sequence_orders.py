"""Put orders into a sequence on one machine so that lateness and other costs stay within a budget."""

import re
from itertools import pairwise
from random import Random

META = {
    "category": "scheduling",
    "skills": ["optimisation", "sequencing", "arithmetic"],
    "keywords": ["single machine", "due dates", "penalties", "changeover"],
    "answer": "sequence",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw orders and terms, search for a cheap sequence, and make its cost the budget."""
    for _ in range(5):
        instance = _draw(level, rng)
        best = _improve(instance, _search(instance) or instance["solution"])
        instance |= {"budget": _cost(instance, best), "solution": best}
        by_due = sorted(range(1, len(best) + 1), key=lambda number: instance["orders"][number - 1]["due"])
        cost = _cost(instance, by_due)
        if instance["budget"] > 0 and (cost is None or cost > instance["budget"]):
            break
    return instance


def observe(instance: dict) -> str:
    """Return the question."""
    early, flat = instance["early"], instance["flat"]
    lines = []
    for number, order in enumerate(instance["orders"], start=1):
        kind = f", kind {order['kind']}" if any(instance["change"]) else ""
        lines.append(
            f"- order {number}: {order['hours']} h, due at hour {order['due']}, late fee {order['late']}{kind}"
        )
    costs = ["its late fee for every hour by which it is finished after its due hour"]
    costs += [f"{early} for every hour by which it is finished before its due hour"] * bool(early)
    costs += [f"{flat} once if it is finished after its due hour"] * bool(flat)
    terms = []
    if instance["closed"]:
        begin, end = instance["closed"]
        terms.append(
            f"- From hour {begin} to hour {end} all work rests, also changeovers; what is unfinished then goes on at "
            f"hour {end}, and what needs no more work at hour {begin} is finished at hour {begin}."
        )
    fee, hours = instance["change"]
    if fee or hours:
        cost = " and ".join(
            [f"costs {fee}"] * bool(fee) + [f"takes {hours} h of work before the later order"] * bool(hours)
        )
        terms.append(f"- A changeover, between two orders in a row that are of different kinds, {cost}.")
    if instance["tired"]:
        terms.append(
            f"- From place {instance['tired']} of the sequence on (the first place is 1), each order takes 1 h "
            "longer than listed."
        )
    terms += [f"- Order {a} must come before order {b} (others may lie between)." for a, b in instance["before"]]
    terms += [f"- Order {number} must be finished by hour {hour}." for number, hour in instance["strict"]]
    return "\n".join(
        [
            "One machine does these orders one after the other, each once and without splitting it up, beginning at "
            "hour 0 and without waiting in between:",
            *lines,
            f"Each order costs {', plus '.join(costs)}.",
            *terms,
            f"Find a sequence with a total cost of at most {instance['budget']}. If there are several, give any one.",
            "Answer with the numbers of all orders in the sequence of work, separated by spaces, such as: 2 3 1",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check that the answer is a permutation and add up its cost."""
    tokens = _tokens(answer)
    if len(tokens) != len(instance["orders"]) or not all(re.fullmatch(r"[1-9][0-9]{0,3}", token) for token in tokens):
        return False
    sequence = [int(token) for token in tokens]
    if sorted(sequence) != list(range(1, len(sequence) + 1)):
        return False
    cost = _cost(instance, sequence)
    return cost is not None and cost <= instance["budget"]


def solve(instance: dict) -> str:
    """Write the sequence found when the orders were drawn."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave an order out, do one twice, or swap two neighbours although that costs too much."""
    best = instance["solution"]
    wrong = [best[:-1], best[1:], [*best, best[0]], [*best[:-1], best[0]]]
    for place in range(len(best) - 1):
        swapped = [*best[:place], best[place + 1], best[place], *best[place + 2 :]]
        cost = _cost(instance, swapped)
        if cost is None or cost > instance["budget"]:
            wrong.append(swapped)
    return [_format(sequence) for sequence in wrong[:8]]


def _draw(level: int, rng: Random) -> dict:
    """Draw orders and terms; "solution" is a sequence that keeps all of them."""
    count = 6 + level // 2
    orders = [{"hours": rng.randrange(2, 12), "late": rng.randrange(1, 10)} for _ in range(count)]
    total = sum(order["hours"] for order in orders)
    for order in orders:
        order |= {"due": rng.randrange(order["hours"], total), "kind": rng.choice("ABC" if level >= 8 else "AB")}
    kept = rng.sample(range(1, count + 1), count)
    begin = rng.randrange(total // 3, 2 * total // 3)
    instance = {
        "orders": orders,
        "early": rng.randrange(1, 4) if level >= 2 else 0,
        "flat": rng.randrange(5, 25) if level >= 4 else 0,
        "closed": [begin, begin + rng.randrange(3, 9)] if level >= 5 else None,
        "change": [rng.randrange(3, 15) if level >= 3 else 0, rng.randrange(1, 4) if level >= 8 else 0],
        "tired": rng.randrange(4, count) if level >= 7 else None,
        "before": [],
        "strict": [],
        "solution": kept,
    }
    pairs = [sorted(rng.sample(range(count), 2)) for _ in range(level // 3)]
    before = [[kept[a], kept[b]] for a, b in pairs]
    instance["before"] = [pair for place, pair in enumerate(before) if pair not in before[:place]]
    if level >= 6:
        ends = _ends(instance, kept)
        chosen = rng.sample(range(count // 2), min(count // 2, level // 6))
        instance["strict"] = [[kept[place], ends[place] + rng.randrange(4)] for place in sorted(chosen)]
    return instance


def _ends(instance: dict, sequence: list[int]) -> list[int]:
    """Return the hour at which each order of the sequence is finished."""
    worked, previous, ends = 0, None, []
    begin, end = instance["closed"] or (0, 0)
    for place, number in enumerate(sequence, start=1):
        order = instance["orders"][number - 1]
        worked += order["hours"] + bool(instance["tired"] and place >= instance["tired"])
        worked += instance["change"][1] * (previous not in (None, order["kind"]))
        ends.append(worked + (end - begin) * (worked > begin))
        previous = order["kind"]
    return ends


def _cost(instance: dict, sequence: list[int]) -> int | None:
    """Return the cost of a sequence of some or all orders, None where it breaks a term."""
    ends = dict(zip(sequence, _ends(instance, sequence), strict=True))
    if any(ends.get(number, 0) > hour for number, hour in instance["strict"]):
        return None
    if any(b in ends and ends[b] <= ends.get(a, ends[b]) for a, b in instance["before"]):
        return None
    orders = instance["orders"]
    cost = instance["change"][0] * sum(orders[a - 1]["kind"] != orders[b - 1]["kind"] for a, b in pairwise(sequence))
    for number, end in ends.items():
        order = orders[number - 1]
        cost += max(0, end - order["due"]) * order["late"] + max(0, order["due"] - end) * instance["early"]
        cost += instance["flat"] * (end > order["due"])
    return cost


def _search(instance: dict) -> list[int] | None:
    """Append order after order and keep the cheapest beginnings, one for each set of orders and last order."""
    numbers = range(1, len(instance["orders"]) + 1)
    width = max(8, 1000 // len(numbers))
    beam: list[list[int]] = [[]]
    for _ in numbers:
        known: dict[tuple, tuple[int, list[int]]] = {}
        for begun in beam:
            for number in numbers:
                grown = [*begun, number]
                cost = None if number in begun else _cost(instance, grown)
                key = (*sorted(grown), -number)
                if cost is not None and (key not in known or cost < known[key][0]):
                    known[key] = (cost, grown)
        beam = [grown for _, grown in sorted(known.values())[:width]]
    return beam[0] if beam else None


def _improve(instance: dict, sequence: list[int]) -> list[int]:
    """Exchange two orders as long as that makes the sequence cheaper, for at most five rounds."""
    best = (_cost(instance, sequence), sequence)
    for _ in range(5):
        before = best
        for a in range(len(sequence)):
            for b in range(a):
                changed = list(best[1])
                changed[a], changed[b] = changed[b], changed[a]
                cost = _cost(instance, changed)
                if cost is not None and cost < best[0]:
                    best = (cost, changed)
        if best == before:
            break
    return best[1]


def _format(sequence: list[int]) -> str:
    return " ".join(map(str, sequence))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text[:20_000].split(",")]
    return [token for part in parts for token in part] if all(parts) and len(text) <= 20_000 else []
