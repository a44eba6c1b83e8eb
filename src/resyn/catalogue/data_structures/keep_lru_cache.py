"""Follow reads, pins and other commands on a small cache; say what it holds at the end and how often it loaded."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["simulation", "state tracking", "data structures"],
    "keywords": ["cache", "least recently used", "eviction", "pinning"],
    "answer": "sequence",
    "version": 1,
}

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_LEVEL = {"read": 1, "pin": 2, "unpin": 2, "drop": 3, "age": 4, "resize": 5, "scan": 8}
_SHELF_LEVEL = 6
_RULES = {
    "read": "read X: if X is in the cache, it becomes the newest entry. Otherwise X is loaded and put into the "
    "cache as "
    "the newest entry; if the cache is full, the oldest entry is thrown out first to make room.",
    "pin": "pin X: if X is in the cache, it is pinned from now on (its place does not change). A pinned entry is never "
    "thrown out: the oldest entry that is not pinned is thrown out in its place. If the cache is full and all entries "
    "are pinned, nothing is thrown out and X is not put into the cache (a load of X counts all the same).",
    "unpin": "unpin X: X is no longer pinned.",
    "drop": "drop X: if X is in the cache, it is removed, pinned or not, and its pin ends.",
    "age": "age X: if X is in the cache, it becomes the oldest entry.",
    "resize": "resize n: from now on the cache has room for n entries. As long as it holds more, the oldest entry that "
    "is not pinned is thrown out (if all are pinned, they stay; a cache with n entries or more is full). Before X is "
    "put into a full cache, the oldest entries that are not pinned are thrown out one by one until there are fewer "
    "than n; where there are still n or more, X is not put into the cache.",
    "scan": "scan X Y Z: does what read X, read Y and read Z would do in turn, but an entry that is put into the cache "
    "goes in as the oldest, not as the newest.",
    "shelf": "Whatever is thrown out (not what is dropped) goes to the front of a shelf with two places; if that makes "
    "three on the shelf, the last of them is lost. A read of X that is not in the cache but on the shelf is no load: X "
    "leaves the shelf first and is then put into the cache as a loaded entry would be.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw commands; draw again, a few times, if little is in the cache at the end."""
    best: dict = {}
    for _ in range(10):
        capacity = 3 + (level >= 4) + level // 8
        keys = rng.sample(_LETTERS, min(capacity + 3, 24))
        kinds = ["read", *(kind for kind, first in _FIRST_LEVEL.items() if level >= first)]
        operations = [["read", key] for key in rng.sample(keys, 2)]
        for _ in range(8 + 3 * level // 2):
            kind = rng.choice(["read", rng.choice(kinds)])
            if kind == "resize":
                operations.append([kind, rng.randint(max(2, capacity - 1), capacity + 2)])
            else:
                operations.append([kind, *rng.sample(keys, 3 if kind == "scan" else 1)])
        operations += [["read", key] for key in rng.sample(keys, 2)]
        cache, loads = _run(capacity, operations, shelf=level >= _SHELF_LEVEL)
        drawn = {"capacity": capacity, "operations": operations, "shelf": level >= _SHELF_LEVEL}
        if len(cache) > len(best.get("solution", [""])) - 1:
            best = {**drawn, "solution": [*cache, str(loads)]}
        if len(cache) >= 3:
            break
    return best


def _run(capacity: int, operations: list, *, shelf: bool) -> tuple[list[str], int]:
    """Return the entries, the newest first, and the number of loads; the cache is a list in that order."""
    state: dict = {"room": capacity, "cache": [], "pinned": [], "shelf": [] if shelf else None, "loads": 0}
    for kind, *values in operations:
        for value in values:
            if kind in ("read", "scan"):
                _read(state, value, newest=kind == "read")
            elif kind == "resize":
                state["room"] = value
                _throw(state, value)
            elif value in state["cache"]:
                _mark(state, kind, value)
    return state["cache"], state["loads"]


def _read(state: dict, key: str, *, newest: bool) -> None:
    cache, shelf = state["cache"], state["shelf"] or []
    if key in cache:
        cache.remove(key)
        cache.insert(0, key)
        return
    if key in shelf:
        shelf.remove(key)
    else:
        state["loads"] += 1
    _throw(state, state["room"] - 1)
    if len(cache) < state["room"]:
        cache.insert(0 if newest else len(cache), key)


def _throw(state: dict, most: int) -> None:
    """Throw out the oldest entries that are not pinned as long as there are more than `most`."""
    cache = state["cache"]
    while len(cache) > most and not set(cache) <= set(state["pinned"]):
        out = [key for key in cache if key not in state["pinned"]][-1]
        cache.remove(out)
        if state["shelf"] is not None:
            state["shelf"] = [out, *state["shelf"]][:2]


def _mark(state: dict, kind: str, key: str) -> None:
    """Pin or unpin an entry, drop it, or make it the oldest."""
    if kind == "pin":
        state["pinned"].append(key)
    if kind in ("unpin", "drop"):
        state["pinned"] = [other for other in state["pinned"] if other != key]
    if kind in ("drop", "age"):
        state["cache"].remove(key)
    if kind == "age":
        state["cache"].append(key)


def observe(instance: dict) -> str:
    """Return the question."""
    operations = instance["operations"]
    kinds = {operation[0] for operation in operations}
    kinds |= {"pin"} if "unpin" in kinds else set()
    rules = [text for name, text in _RULES.items() if name in kinds or (name == "shelf" and instance["shelf"])]
    listed = "; ".join(" ".join(map(str, operation)) for operation in operations)
    return "\n".join(
        [
            f"A cache has room for {instance['capacity']} entries and is empty at first. Its entries stand in an order "
            "from the newest to the oldest.",
            *("- " + rule for rule in rules),
            f"These commands are carried out from left to right: {listed}.",
            "What is in the cache at the end, and how many loads were there?",
            "Answer with the entries from the newest to the oldest and then the number of loads, separated by spaces, "
            "such as: Z Y 20",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the commands with a time stamp for each entry, and compare."""
    tokens = [token.upper() for token in _tokens(answer)]
    stamps, loads = _replay(instance)
    return tokens == [*sorted(stamps, key=lambda key: -stamps[key]), str(loads)]


def _replay(instance: dict) -> tuple[dict[str, int], int]:
    """Return the time stamp of each entry, the larger the newer, and the number of loads."""
    room, loads, shelf = instance["capacity"], 0, []
    stamps: dict[str, int] = {}
    pins: dict[str, bool] = {}
    steps = [[kind, value] for kind, *values in instance["operations"] for value in values]
    for time, (kind, key) in enumerate(steps, start=1):
        adds = kind in ("read", "scan") and key not in stamps
        loads += adds and key not in shelf
        room = key if kind == "resize" else room
        if adds or kind == "resize":
            shelf = [other for other in shelf if other != key]
            free = sorted((stamp, other) for other, stamp in stamps.items() if not pins.get(other))
            for _, out in free[: max(0, len(stamps) + adds - room)]:
                del stamps[out]
                shelf = [out, *shelf][:2] if instance["shelf"] else []
        if (adds and len(stamps) < room) or (key in stamps and kind in ("read", "scan", "age")):
            stamps[key] = -time if kind == "age" or (adds and kind == "scan") else time
        elif kind in ("pin", "unpin", "drop"):
            pins[key] = kind == "pin" and key in stamps
            stamps = {other: stamp for other, stamp in stamps.items() if kind != "drop" or other != key}
    return stamps, loads


def solve(instance: dict) -> str:
    """Return what the simulation gave when the commands were drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miscount the loads, reverse the order, forget an entry, or let reads of present entries change nothing."""
    *cache, loads = instance["solution"]
    number = int(loads)
    wrong = [[*cache, str(number + 1)], [*cache, str(number - 1)], [*cache[:-1], loads]]
    wrong += [[*cache[::-1], loads]] if len(cache) > 1 else []
    wrong += [[*cache[1:], cache[0], loads]] if len(cache) > 1 else []
    return [" ".join(near) for near in wrong]


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
