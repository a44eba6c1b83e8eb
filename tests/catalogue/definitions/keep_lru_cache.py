"""What is right, said again: the entries of the cache by the time of their last use, and the number of loads.

Candidates: every arrangement of at most as many entries as there are places, of the entries that occur, with each
number of loads near the right one.
"""

from collections.abc import Iterator
from itertools import permutations

LEVELS = (1, 2)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    names = sorted({value for _, *values in instance["operations"] for value in values})
    loads = int(solution.split()[-1])
    for size in range(instance["capacity"] + 1):
        for entries in permutations(names, size):
            for number in range(max(0, loads - 6), loads + 7):
                yield " ".join([*entries, str(number)])


def holds(instance: dict, answer: str) -> bool:
    state = {"entries": [], "pins": set(), "shelf": [], "loads": 0, "room": instance["capacity"]}
    for command, *values in instance["operations"]:
        for value in values:
            _carry_out(state, command, value, shelf=instance["shelf"])
    return answer == " ".join([*reversed(state["entries"]), str(state["loads"])])


def _carry_out(state: dict, command: str, value: object, *, shelf: bool) -> None:
    entries = state["entries"]  # the oldest first
    if command == "resize":
        state["room"] = value
        _make_room(state, value, shelf=shelf)
    if command == "pin" and value in entries:
        state["pins"] |= {value}
    if command in ("unpin", "drop"):
        state["pins"] -= {value}
    if command == "drop":
        state["entries"] = [entry for entry in entries if entry != value]
    if command == "age" and value in entries:
        state["entries"] = [value] + [entry for entry in entries if entry != value]
    if command in ("read", "scan"):
        if value in entries:
            state["entries"] = [entry for entry in entries if entry != value] + [value]
            return
        if value in state["shelf"]:
            state["shelf"].remove(value)
        else:
            state["loads"] += 1
        _make_room(state, state["room"] - 1, shelf=shelf)
        if len(state["entries"]) < state["room"]:
            state["entries"].insert(0 if command == "scan" else len(state["entries"]), value)


def _make_room(state: dict, most: int, *, shelf: bool) -> None:
    for entry in list(state["entries"]):
        if len(state["entries"]) > most and entry not in state["pins"]:
            state["entries"].remove(entry)
            if shelf:
                state["shelf"] = [entry, *state["shelf"]][:2]
