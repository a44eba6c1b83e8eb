"""Choose parcels and load them into vans so that limits hold and the fees reach an amount."""

import re
from random import Random

META = {
    "category": "scheduling",
    "skills": ["optimisation", "arithmetic", "constraint solving"],
    "keywords": ["knapsack", "loading", "allocation", "capacity"],
    "answer": "assignment",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw parcels and limits, search for a good load, and ask for its fees."""
    for _ in range(3):
        instance = _draw(level, rng)
        best = _search(instance, 320 // len(instance["vans"]))
        quick = [_fill(instance, {}, order) for order in _orders(instance)]
        if _fees(instance, best) > max(_fees(instance, placed) for placed in quick):
            break
    instance["fees"] = _fees(instance, best)
    instance["solution"] = [[parcel, van] for parcel, van in sorted(best.items())]
    return instance


def observe(instance: dict) -> str:
    """Return the question."""
    vans, bulky = instance["vans"], instance["vans"][0]["volume"] is not None
    limits = [
        f"- van {number}: at most {van['weight']} kg" + (f" and volume {van['volume']}" if bulky else "")
        for number, van in enumerate(vans, start=1)
    ]
    parcels = [
        f"- P{number}: {parcel['weight']} kg, "
        + (f"volume {parcel['volume']}, " if bulky else "")
        + f"fee {parcel['fee']}"
        for number, parcel in enumerate(instance["parcels"], start=1)
    ]
    rules = [f"- P{a} and P{b} may not travel in the same van." for a, b in instance["apart"]]
    rules += [f"- P{a} may be loaded only if P{b} is loaded too (in any van)." for a, b in instance["needs"]]
    rules += [f"- P{a} may travel only in van {van}." for a, van in instance["only"]]
    if instance["most"]:
        rules.append(f"- No van may carry more than {instance['most']} parcels.")
    return "\n".join(
        [
            "Some of the following parcels are to be loaded into vans, each parcel into one van at most. The vans:",
            *limits,
            "The parcels (a parcel that is loaded earns its fee):",
            *parcels,
            *(["Moreover:", *rules] if rules else []),
            f"Find a load that keeps all limits and earns at least {instance['fees']} in total. If there are several, "
            "give any one.",
            "Answer with one entry, parcel=van, for each loaded parcel, in any order and separated by spaces, such as: "
            "P2=1 P1=1",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check each van's limits, each rule, and the fees."""
    placed = _read(answer)
    if placed is None or max(placed) > len(instance["parcels"]) or max(placed.values()) > len(instance["vans"]):
        return False
    for number, van in enumerate(instance["vans"], start=1):
        carried = [instance["parcels"][parcel - 1] for parcel, chosen in placed.items() if chosen == number]
        if any(
            van[limit] is not None and sum(p[limit] for p in carried) > van[limit] for limit in ("weight", "volume")
        ):
            return False
        if instance["most"] and len(carried) > instance["most"]:
            return False
    if any(a in placed and placed[a] == placed.get(b) for a, b in instance["apart"]):
        return False
    if any(a in placed and b not in placed for a, b in instance["needs"]):
        return False
    if any(placed.get(a, van) != van for a, van in instance["only"]):
        return False
    return sum(instance["parcels"][parcel - 1]["fee"] for parcel in placed) >= instance["fees"]


def solve(instance: dict) -> str:
    """Write the load found when the parcels were drawn."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Earn too little, load a parcel twice, use a van too many, or load everything into van 1."""
    load = instance["solution"]
    parcel, van = load[0]
    wrong = [
        load[1:] or [[1, len(instance["vans"]) + 1]],
        load[:-1] or [[1, len(instance["vans"]) + 1]],
        [*load, load[0]],
    ]
    wrong.append([*load[1:], [parcel, len(instance["vans"]) + 1]])
    wrong.append([[number, 1] for number in range(1, len(instance["parcels"]) + 1)])
    chosen = dict(load)
    fees = {number: entry["fee"] for number, entry in enumerate(instance["parcels"], start=1)}
    cheaper = [number for number in sorted(fees) if number not in chosen and fees[number] < fees[parcel]]
    wrong += [[[number, van], *load[1:]] for number in cheaper[:1]]
    return [_format(entries) for entries in wrong]


def _draw(level: int, rng: Random) -> dict:
    count, vans = 9 + level // 2, 1 + (level >= 3) + level // 7
    parcels = [{"weight": rng.randrange(8, 50), "volume": rng.randrange(1, 13)} for _ in range(count)]
    for parcel in parcels:
        parcel["fee"] = 2 * parcel["weight"] + 3 * parcel["volume"] + rng.randrange(-15, 16)
    share = rng.uniform(0.4, 0.55) / vans
    room = {key: round(share * sum(parcel[key] for parcel in parcels)) for key in ("weight", "volume")}
    limits = [
        {
            "weight": room["weight"] + rng.randrange(-6, 7),
            "volume": room["volume"] + rng.randrange(3) if level >= 2 else None,
        }
        for _ in range(vans)
    ]
    numbers = range(1, count + 1)
    apart = [sorted(rng.sample(numbers, 2)) for _ in range(level // 2 if level >= 4 else 0)]
    needs = [sorted(rng.sample(numbers, 2), reverse=True) for _ in range(1 + level // 4 if level >= 5 else 0)]
    only = [[parcel, rng.randrange(1, vans + 1)] for parcel in rng.sample(numbers, level // 3 if level >= 6 else 0)]
    most = max(2, count // (2 * vans)) if level >= 8 else None
    return {
        "parcels": parcels,
        "vans": limits,
        "apart": [pair for place, pair in enumerate(apart) if pair not in apart[:place]],
        "needs": [pair for place, pair in enumerate(needs) if pair not in needs[:place]],
        "only": sorted(only),
        "most": most,
    }


def _orders(instance: dict) -> list[list[int]]:
    """Return orders in which to try parcels: best fee for the weight first, highest fee first."""
    parcels = instance["parcels"]
    numbers = list(range(1, len(parcels) + 1))
    dense = sorted(numbers, key=lambda n: -parcels[n - 1]["fee"] / parcels[n - 1]["weight"])
    return [dense, sorted(numbers, key=lambda n: -parcels[n - 1]["fee"])]


def _search(instance: dict, width: int) -> dict[int, int]:
    """Decide parcel by parcel and keep the most promising loads; with few parcels none is dropped."""
    dense = _orders(instance)[0]
    vans = range(1, len(instance["vans"]) + 1)
    beam: list[dict[int, int]] = [{}]
    for parcel in dense:
        beam += [placed | {parcel: van} for placed in beam for van in vans if _fits(instance, placed, parcel, van)]
        beam = sorted(beam, key=lambda placed: -_promise(instance, placed))[:width]
    return _fill(instance, max(beam, key=lambda placed: _fees(instance, placed)), dense)


def _fill(instance: dict, placed: dict[int, int], order: list[int]) -> dict[int, int]:
    """Add parcels in the given order as long as any fits."""
    placed = dict(placed)
    for parcel in order * 2:
        for van in range(1, len(instance["vans"]) + 1):
            if parcel not in placed and _fits(instance, placed, parcel, van):
                placed[parcel] = van
    return placed


def _fits(instance: dict, placed: dict[int, int], parcel: int, van: int) -> bool:
    """Tell whether a parcel may be added to a van."""
    parcels, limits = instance["parcels"], instance["vans"][van - 1]
    carried = [parcels[other - 1] for other, chosen in placed.items() if chosen == van] + [parcels[parcel - 1]]
    if sum(p["weight"] for p in carried) > limits["weight"]:
        return False
    if limits["volume"] is not None and sum(p["volume"] for p in carried) > limits["volume"]:
        return False
    if instance["most"] and len(carried) > instance["most"]:
        return False
    if any(parcel in pair and van in (placed.get(pair[0]), placed.get(pair[1])) for pair in instance["apart"]):
        return False
    return all(parcel != a or b in placed for a, b in instance["needs"]) and all(
        parcel != a or van == chosen for a, chosen in instance["only"]
    )


def _fees(instance: dict, placed: dict[int, int]) -> int:
    return sum(instance["parcels"][parcel - 1]["fee"] for parcel in placed)


def _promise(instance: dict, placed: dict[int, int]) -> float:
    """Return the fees so far, less two for each kilogram used, about what a kilogram earns."""
    return _fees(instance, placed) - 2 * sum(instance["parcels"][parcel - 1]["weight"] for parcel in placed)


def _format(load: list[list[int]]) -> str:
    return " ".join(f"P{parcel}={van}" for parcel, van in load)


def _read(answer: str) -> dict[int, int] | None:
    """Read entries such as P2=1, separated by spaces or commas; None where malformed or a parcel stands twice."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 20_000:
        return None
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    parts = [part.split() for part in text.split(",")]
    entries = [re.fullmatch(r"[Pp]([1-9][0-9]{0,3})=([1-9][0-9]{0,3})", entry) for part in parts for entry in part]
    if not all(parts) or not all(entries):
        return None
    placed = {int(entry[1]): int(entry[2]) for entry in entries if entry}
    return placed if len(placed) == len(entries) else None
