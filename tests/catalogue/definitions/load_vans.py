"""What is right, said again: vans with lists of parcels, none beyond a limit, all rules kept, enough fees."""

import re
from collections.abc import Iterator
from itertools import product

LEVELS = (1, 2)
EXHAUSTIVE = True  # every parcel in every van or left behind
CANONICAL = re.compile(r"P[1-9][0-9]*=[1-9][0-9]*( P[1-9][0-9]*=[1-9][0-9]*)*")


def candidates(instance: dict, solution: str) -> Iterator[str]:
    vans = range(len(instance["vans"]) + 1)
    for choice in product(vans, repeat=len(instance["parcels"])):
        entries = [f"P{number}={van}" for number, van in enumerate(choice, start=1) if van]
        if entries:
            yield " ".join(entries)
    yield f"P{len(instance['parcels']) + 1}=1"
    yield solution.replace("=1", "=9", 1)
    yield f"{solution} {solution.split()[0]}"


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    pairs = [entry.removeprefix("P").split("=") for entry in answer.split()]
    loaded: dict[int, list[int]] = {number: [] for number in range(1, len(instance["vans"]) + 1)}
    for parcel, van in pairs:
        if int(van) not in loaded or int(parcel) > len(instance["parcels"]):
            return False
        loaded[int(van)].append(int(parcel))
    aboard = [parcel for parcels in loaded.values() for parcel in parcels]
    if len(aboard) != len(set(aboard)):
        return False
    if not all(fits(instance, number, loaded[number]) for number in loaded):
        return False
    if any(a in aboard and b not in aboard for a, b in instance["needs"]):
        return False
    return sum(instance["parcels"][parcel - 1]["fee"] for parcel in aboard) >= instance["fees"]


def fits(instance: dict, number: int, parcels: list[int]) -> bool:
    limits = instance["vans"][number - 1]
    carried = [instance["parcels"][parcel - 1] for parcel in parcels]
    if sum(parcel["weight"] for parcel in carried) > limits["weight"]:
        return False
    if limits["volume"] is not None and sum(parcel["volume"] for parcel in carried) > limits["volume"]:
        return False
    if instance["most"] is not None and len(carried) > instance["most"]:
        return False
    if any(a in parcels and b in parcels for a, b in instance["apart"]):
        return False
    return not any(a in parcels and number != van for a, van in instance["only"])
