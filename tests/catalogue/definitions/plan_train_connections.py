"""What is right, said again: the rides listed with their times, each rule read off that list."""

import re
from collections.abc import Iterator
from itertools import combinations

LEVELS = (1, 2)
EXHAUSTIVE = False  # all single rides, all pairs of rides, and chains of three and four rides on which the stations fit
CANONICAL = re.compile(r"T[1-9][0-9]*:[A-Z][a-z]+-[A-Z][a-z]+( T[1-9][0-9]*:[A-Z][a-z]+-[A-Z][a-z]+)*")


def rides(instance: dict) -> list[tuple[str, str, str]]:
    return [
        (train["name"], board[0], leave[0])
        for train in instance["trains"]
        for board, leave in combinations(train["stops"], 2)
    ]


def candidates(instance: dict, solution: str) -> Iterator[str]:
    single = rides(instance)
    chains = [[ride] for ride in single] + [[one, other] for one in single for other in single]
    fitting = [[ride] for ride in single if ride[1] == instance["from"]]
    for _ in range(3):
        fitting = [[*chain, ride] for chain in fitting for ride in single if ride[1] == chain[-1][2]][:5_000]
        chains += fitting
    backwards = [[(name, leave, board)] for name, board, leave in single]
    texts = [" ".join(f"{name}:{board}-{leave}" for name, board, leave in chain) for chain in chains + backwards]
    yield from dict.fromkeys([*texts[:19_000], solution])


def holds(instance: dict, answer: str) -> bool:
    if not CANONICAL.fullmatch(answer):
        return False
    entries = [entry.replace(":", "-").split("-") for entry in answer.split(" ")]
    if any((name, board, leave) not in rides(instance) for name, board, leave in entries):
        return False
    stations = [instance["from"]] + [leave for _, _, leave in entries]
    if [board for _, board, _ in entries] != stations[:-1] or stations[-1] != instance["to"]:
        return False
    departures, arrivals, fares = [], [], 0
    for name, board, leave in entries:
        (train,) = [train for train in instance["trains"] if train["name"] == name]
        places = {place: number for number, (place, _, _) in enumerate(train["stops"])}
        departures.append(train["stops"][places[board]][2] + train["late"])
        arrivals.append(train["stops"][places[leave]][1] + train["late"])
        fares += (places[leave] - places[board]) * train["fare"]
    needed = [dict(instance["slow"]).get(place, instance["change"]) for place in stations[1:-1]]
    waits = [later - earlier for earlier, later in zip(arrivals, departures[1:], strict=False)]
    return (
        departures[0] >= instance["start"]
        and all(wait >= least for wait, least in zip(waits, needed, strict=True))
        and arrivals[-1] <= instance["deadline"]
        and not any([name, board] in instance["closed"] for name, board, _ in entries)
        and (instance["changes"] is None or len(entries) - 1 <= instance["changes"])
        and (instance["budget"] is None or fares <= instance["budget"])
        and instance["via"] in ("", *stations[1:-1])
    )
