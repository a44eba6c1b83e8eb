"""List the suspects whose sightings leave them time to have been at the scene long enough."""

import heapq
import re
from itertools import pairwise
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["temporal reasoning", "shortest paths", "consistency checking"],
    "keywords": ["alibi", "travel times", "time windows"],
    "answer": "set",
    "version": 1,
}

_PLACES = ("abbey", "bakery", "castle", "dock", "forge", "garden", "harbour", "inn", "library", "market", "mill")
_NAMES = ("Ames", "Bell", "Cole", "Dunn", "Eyre", "Ford", "Gray", "Holt", "Kent", "Lane", "Marsh", "Nash", "Pike")
_FETCH_LEVEL, _SPEED_LEVEL, _LOCK_LEVEL = 3, 5, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a map and sightings that can all be true, then a crime that about half of the suspects had time for."""
    places = min(5 + level // 3, len(_PLACES))
    roads = [[rng.randrange(place), place, rng.randint(3, 12)] for place in range(1, places)]
    for _ in range(places // 2):
        one, two = sorted(rng.sample(range(places), 2))
        if all(road[:2] != [one, two] for road in roads):
            roads.append([one, two, rng.randint(4, 14)])
    count = min(6 + level // 4, len(_NAMES))
    speeds = [rng.choice((1, 2)) if level >= _SPEED_LEVEL else 1 for _ in range(count)]
    scene, depot = rng.sample(range(places), 2)
    elsewhere = [place for place in range(places) if place not in (scene, depot)]
    scenery = {
        "places": rng.sample(_PLACES, places),
        "names": rng.sample(_NAMES, count),
        "roads": roads,
        "speeds": speeds,
        "scene": scene,
        "depot": depot if level >= _FETCH_LEVEL else -1,
    }
    ways = _distances(places, roads)
    best: tuple[int, dict[str, Any]] = (-1, {})
    for _ in range(12):
        slack = [-1, 0, *(rng.choice((5, 20, 35)) for _ in range(count - 2))]  # one has time for sure, one none
        rng.shuffle(slack)
        lucky = slack.index(-1)
        detour = speeds[lucky] * (ways[scene][depot] + max(ways[depot]) + max(ways[scene]))
        slack[lucky] = detour + 14
        seen = [_draw_sightings(ways, elsewhere, speed, more, rng) for speed, more in zip(speeds, slack, strict=True)]
        place, _, since = seen[lucky][0]
        arrive = since + speeds[lucky] * (ways[place][depot] + ways[depot][scene])
        start, end = max(0, arrive - rng.randint(0, 20)), arrive + 14 + rng.randint(0, 25)
        middle = rng.randint(arrive + 11, end)
        windows = [[start, middle], [middle + 4, end + 9]] if level >= _LOCK_LEVEL else [[start, end]]
        instance = {**scenery, "seen": seen, "windows": windows, "stay": rng.randint(3, 10)}
        hits = sum(_can(instance, who, ways) for who in range(count))
        if min(hits, count - hits) > best[0]:
            best = (min(hits, count - hits), instance)
        if best[0] >= 2 and rng.random() < 0.5:
            break
    return best[1]


def _draw_sightings(
    ways: list[list[int]], elsewhere: list[int], speed: int, slack: int, rng: Random
) -> list[list[int]]:
    """Return [place, from, to] in order of time: up to so many minutes to spare, all of many in the first gap."""
    now, place = rng.randint(0, 20), rng.choice(elsewhere)
    seen = []
    for turn in range(3 + len(ways) // 3):
        until = now + rng.randint(1, 8)
        seen.append([place, now, until])
        following = rng.choice(elsewhere)
        spare = slack if slack > 35 and turn == 0 else rng.randint(0, min(slack, 35))
        now = until + ways[place][following] * speed + spare
        place = following
    return seen


def _distances(places: int, roads: list[list[int]]) -> list[list[int]]:
    """Return the least minutes between all places (Floyd and Warshall)."""
    ways = [[0 if one == two else 10_000 for two in range(places)] for one in range(places)]
    for one, two, minutes in roads:
        ways[one][two] = ways[two][one] = min(ways[one][two], minutes)
    for middle in range(places):
        for one in range(places):
            for two in range(places):
                ways[one][two] = min(ways[one][two], ways[one][middle] + ways[middle][two])
    return ways


def _can(instance: dict[str, Any], who: int, ways: list[list[int]]) -> bool:
    """Look at each stretch between two sightings: the earliest arrival with the key, and the latest leave."""
    scene, depot, speed = instance["scene"], instance["depot"], instance["speeds"][who]
    holds_key = depot < 0
    for (place, _, since), (goal, until, _) in pairwise(instance["seen"][who]):
        direct = ways[place][scene] if holds_key else ways[place][depot] + ways[depot][scene]
        arrive, leave = since + speed * direct, until - speed * ways[scene][goal]
        if any(min(leave, end) - max(arrive, start) >= instance["stay"] for start, end in instance["windows"]):
            return True
        holds_key = holds_key or since + speed * (ways[place][depot] + ways[depot][goal]) <= until
    return False


def observe(instance: dict[str, Any]) -> str:
    """State the map, the sightings, the crime and the answer format."""
    places, names = dict(enumerate(instance["places"])), instance["names"]
    roads = ", ".join(f"{places[one]}-{places[two]} {minutes}" for one, two, minutes in instance["roads"])
    lines = []
    for name, speed, seen in zip(names, instance["speeds"], instance["seen"], strict=True):
        stays = "; ".join(f"{places[place]} {start}-{end}" for place, start, end in seen)
        pace = f" (needs {speed} times the minutes for every road)" if speed != 1 else ""
        lines.append(f"- {name}{pace}: {stays}")
    scene = places[instance["scene"]]
    windows = ", or ".join(f"from minute {start} to minute {end}" for start, end in instance["windows"])
    windows = f"the time {windows}" if len(instance["windows"]) == 1 else f"one of these two times: {windows}"
    key = (
        f" Whoever did it had the key when coming to the {scene}. Until then it can be fetched at the "
        f"{places[instance['depot']]} only: by passing through there, which takes no time, at some time after his or "
        "her first sighting; once fetched it is kept. (There are several keys; suspects do not get in each other's "
        "way.)"
        if instance["depot"] >= 0
        else ""
    )
    return (
        f"Roads and the minutes that they take, the same both ways: {roads}.\n\nWhere suspects certainly were, all "
        "the time from the first minute to the second one:\n"
        + "\n".join(lines)
        + "\n\nBetween these times they may have gone anywhere, at no more than the pace given, also over several "
        "roads in a row and with waits. Before the first and after the last time given they were under guard, and "
        f"neither at the {scene} nor anywhere else of interest.\n\nThe deed was done at the {scene} by somebody who "
        f"was there without a break for at least {instance['stay']} minutes, all of them within {windows} (both "
        f"included; arriving at minute 10 and leaving at minute 13 is a stay of 3 minutes).{key}\n\nWho can have done "
        "it? Answer with the names of all who can, in any order, separated by spaces. (The format, not a hint: Smith "
        "Jones)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with those whose sightings leave a stretch that is long enough."""
    numbers = {name.casefold(): who for who, name in enumerate(instance["names"])}
    tokens = _tokens(answer)
    named = {numbers.get(token.casefold(), -1) for token in tokens}
    ways = _distances(len(instance["places"]), instance["roads"])
    right = {who for who in range(len(numbers)) if _can(instance, who, ways)}
    return len(named) == len(tokens) and named == right


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the names, found by trying every minute at which a stay could begin."""
    roads: dict[int, list[tuple[int, int]]] = {}
    for one, two, minutes in instance["roads"]:
        roads.setdefault(one, []).append((two, minutes))
        roads.setdefault(two, []).append((one, minutes))
    able = []
    for name, speed, seen in zip(instance["names"], instance["speeds"], instance["seen"], strict=True):
        from_scene, key = _walk(roads, instance["scene"], speed), instance["depot"] < 0
        from_depot = from_scene if key else _walk(roads, instance["depot"], speed)
        for (place, _, since), (goal, until, _) in pairwise(seen):
            first = since + (from_scene[place] if key else from_depot[place] + from_depot[instance["scene"]])
            begins = range(first, until - from_scene[goal] - instance["stay"] + 1)
            if any(start <= at <= end - instance["stay"] for at in begins for start, end in instance["windows"]):
                able.append(name)
                break
            key = key or from_depot[place] + from_depot[goal] <= until - since
    return " ".join(able)


def _walk(roads: dict[int, list[tuple[int, int]]], start: int, speed: int) -> dict[int, int]:
    """Return the least minutes from a place to each other (Dijkstra)."""
    found: dict[int, int] = {}
    queue = [(0, start)]
    while queue:
        minutes, place = heapq.heappop(queue)
        if place not in found:
            found[place] = minutes
            for other, more in roads.get(place, []):
                heapq.heappush(queue, (minutes + more * speed, other))
    return found


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss a suspect, add one, take the others, or suspect everybody."""
    right = solve(instance).split()
    others = [name for name in instance["names"] if name not in right]
    wrong = [right[1:], right[:-1], others, right + others[:1], right + others[-1:], [*others[:1], *right[1:]]]
    return [text for near in wrong if (text := " ".join(near)) and not verify(instance, text)]
