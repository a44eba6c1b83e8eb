"""Find a journey by trains from a timetable that arrives in time and keeps the rules for changing."""

import itertools
import re
from random import Random

META = {
    "category": "time",
    "skills": ["planning", "clock arithmetic", "search"],
    "keywords": ["timetable", "connections", "earliest arrival", "transfers"],
    "answer": "sequence",
    "version": 1,
}

_STATIONS = (
    "Alby",
    "Borg",
    "Corn",
    "Dorp",
    "Elm",
    "Falk",
    "Gorm",
    "Holt",
    "Ings",
    "Jura",
    "Kiel",
    "Lund",
    "Mora",
    "Nybo",
)


def generate(level: int, rng: Random) -> dict:
    """Draw trains, among them a chain that connects, and search for the earliest arrival."""
    places = list(rng.sample(_STATIONS, min(5 + level // 2, len(_STATIONS))))
    origin, goal = places[0], places[-1]
    change = rng.randint(3, 8)
    slow = (
        [[place, change + rng.randint(3, 12)] for place in rng.sample(places, min(level // 3, len(places)))]
        if level >= 3
        else []
    )
    now = start = rng.randint(6 * 60, 9 * 60)
    trains: list[dict] = []
    route = [origin, *rng.sample(places[1:-1], min(len(places) - 2, 1 + level // 3, 4)), goal]
    for before, after in itertools.pairwise(route):
        train = _draw_train(
            before, after, now + max([change, *(m for p, m in slow if p == before)]) + rng.randint(0, 9), places, rng
        )
        trains.append(train)
        now = next(stop[1] for stop in train["stops"] if stop[0] == after)
    for _ in range(3 + level):
        before, after = rng.sample(places, 2)
        trains.append(_draw_train(before, after, rng.randint(start, max(start + 60, now - 30)), places, rng))
    trains = [train for train in rng.sample(trains, len(trains)) if len(train["stops"]) > 1]
    for number, train in enumerate(trains, start=1):
        train["name"] = f"T{number}"
        train["fare"] = rng.randint(2, 9) if level >= 5 else 0
        train["late"] = rng.choice((0, 0, 4, 8, 15)) if level >= 6 else 0
    picked = [rng.choice(trains) for _ in range(level // 2 if level >= 7 else 0)]
    closed = sorted([train["name"], rng.choice(train["stops"][:-1])[0]] for train in picked)
    instance = {
        "from": origin,
        "to": goal,
        "start": start,
        "change": change,
        "slow": slow,
        "trains": trains,
        "closed": [pair for at, pair in enumerate(closed) if pair not in closed[:at]],
        "changes": None,
        "budget": None,
    }
    found = _search(instance, 4_000)
    if not found:  # delays or closed doors may break the chain; without them it holds
        for train in trains:
            train["late"] = 0
        instance["closed"] = []
        found = _search(instance, 40_000)
    via = ""
    if level >= 8:  # the journey has to change where the one with the most trains does
        via = rng.choice(max(found, key=lambda journey: len(journey[2]))[2][:-1])[2]
        found = [journey for journey in found if any(leg[2] == via for leg in journey[2][:-1])]
    arrival, fare, legs = min(found)
    limits = {"changes": len(legs) - 1 if level >= 4 else None, "budget": fare if level >= 5 else None}
    return instance | {"deadline": arrival, "via": via} | limits | {"solution": legs}


def _draw_train(before: str, after: str, leaves: int, places: list[str], rng: Random) -> dict:
    """Return a train that runs from one station to another, perhaps over more, and perhaps beyond."""
    others = rng.sample([place for place in places if place not in (before, after)], 3)
    between = rng.randint(0, 2)
    line = [before, *others[:between], after, *others[between : between + rng.randint(0, 1)]]
    if places[0] in line and places[-1] in line:  # no train runs from the origin all the way to the goal
        line = [place for place in line if place != (places[0] if after == places[-1] else places[-1])]
    stops, now = [], leaves
    for number, place in enumerate(line):
        arrives = now if number == 0 else now + rng.randint(6, 35)
        now = arrives if number == 0 else arrives + rng.randint(1, 4)
        stops.append([place, arrives, now])
    return {"stops": stops}


def _search(instance: dict, most: int) -> list[tuple[int, int, list[list[str]]]]:
    """Return (arrival, fare, legs) of journeys found from train to train, looking at so many beginnings at most."""
    found: list[tuple[int, int, list[list[str]]]] = []
    waiting: list[tuple[int, int, list[list[str]]]] = [(instance["start"], 0, [])]
    slow = dict(instance["slow"])
    while waiting and most:
        most -= 1
        now, fare, legs = waiting.pop(0)
        place = legs[-1][2] if legs else instance["from"]
        if place == instance["to"]:
            found.append((now, fare, legs))
            continue
        ready = now + (slow.get(place, instance["change"]) if legs else 0)
        for train in instance["trains"]:
            names = [stop[0] for stop in train["stops"]]
            if len(legs) > 5 or place not in names or any(train["name"] == leg[0] for leg in legs):
                continue
            at = names.index(place)
            if [train["name"], place] in instance["closed"] or train["stops"][at][2] + train["late"] < ready:
                continue
            for further, (stop, arrives, _) in enumerate(train["stops"][at + 1 :], start=1):
                if stop not in [instance["from"], *(leg[2] for leg in legs)]:
                    leg = [train["name"], place, stop]
                    waiting.append((arrives + train["late"], fare + further * train["fare"], [*legs, leg]))
    return found


def observe(instance: dict) -> str:
    """Return the question."""
    lines = ["The trains of a morning, with their stops in order (arrival/departure, where a train has both):"]
    for train in instance["trains"]:
        stops = []
        for number, (place, arrives, leaves) in enumerate(train["stops"]):
            times = _clock(leaves) if number == 0 else _clock(arrives)
            if 0 < number < len(train["stops"]) - 1:
                times += f"/{_clock(leaves)}"
            stops.append(f"{place} {times}")
        fare = f" (fare {train['fare']} per section)" if train["fare"] else ""
        late = f" (today {train['late']} minutes late at all stops)" if train["late"] else ""
        lines.append(f"- {train['name']}: {', '.join(stops)}{fare}{late}")
    if any(train["fare"] for train in instance["trains"]):
        lines.append("A section is the way from one stop of a train to its next stop.")
    slow = " and ".join(f"{minutes} in {place}" for place, minutes in instance["slow"])
    slow = f", but {slow}" if slow else ""
    rules = [
        f"Between getting off one train and the departure of the next, at least {instance['change']} minutes are needed"
        f"{slow}. For the first train none are needed: it may be boarded at any departure from "
        f"{_clock(instance['start'])} on."
    ]
    rules += [f"Nobody may board {name} in {place}." for name, place in instance["closed"]]
    if instance["changes"] is not None:
        rules.append(f"The number of changes of train may be at most {instance['changes']}.")
    if instance["via"]:
        rules.append(f"One of the changes of train has to be in {instance['via']}.")
    if instance["budget"] is not None:
        rules.append(f"All fares together may be at most {instance['budget']}.")
    lines += [f"- {rule}" for rule in rules]
    lines.append(
        f"Find a journey from {instance['from']} to {instance['to']} that arrives at {_clock(instance['deadline'])} "
        f"at the "
        "latest. If there are several, give any."
    )
    lines.append(
        "Answer with one entry for each train taken, in order and separated by spaces: train, colon, station where "
        "it is "
        "boarded, hyphen, station where it is left, such as: T31:Rome-Oslo T40:Oslo-Bern"
    )
    return "\n".join(lines)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def verify(instance: dict, answer: str) -> bool:
    """Travel train by train and check times, stations and rules."""
    legs = _read(answer)
    trains = {train["name"]: train for train in instance["trains"]}
    place, ready, fares = instance["from"], instance["start"], 0
    for name, board, leave in legs:
        if name not in trains or board != place or [name, board] in instance["closed"]:
            return False
        names = [stop[0] for stop in trains[name]["stops"]]
        if board not in names or leave not in names or names.index(board) >= names.index(leave):
            return False
        late, stops = trains[name]["late"], trains[name]["stops"]
        if stops[names.index(board)][2] + late < ready:
            return False
        place, arrives = leave, stops[names.index(leave)][1] + late
        ready = arrives + dict(instance["slow"]).get(place, instance["change"])
        fares += trains[name]["fare"] * (names.index(leave) - names.index(board))
    if not legs or place != instance["to"] or arrives > instance["deadline"]:
        return False
    if instance["budget"] is not None and fares > instance["budget"]:
        return False
    if instance["via"] and instance["via"] not in [leave for _, _, leave in legs[:-1]]:
        return False
    return instance["changes"] is None or len(legs) <= instance["changes"] + 1


def _read(answer: str) -> list[tuple[str, str, str]]:
    """Read entries such as T3:Alby-Corn, separated by spaces or commas; [] where malformed or too many."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    parts = re.split(r"\s*,\s*|\s+", text) if len(text) <= 2_000 else []
    entries = [re.fullmatch("([Tt][0-9]{1,3}):([A-Za-z]{1,12})-([A-Za-z]{1,12})", part) for part in parts]
    return [(e[1].upper(), e[2].title(), e[3].title()) for e in entries if e] if all(entries) else []


def solve(instance: dict) -> str:
    """Write the journey found."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Get off too early, leave a train out, take a train backwards, or go by another train."""
    legs = instance["solution"]
    wrong = [
        legs[1:] or [["T99", instance["from"], instance["to"]]],
        [*legs[:-1], [legs[-1][0], legs[-1][2], legs[-1][1]]],
    ]
    for train in instance["trains"]:
        wrong += [[*legs[:-1], [train["name"], *legs[-1][1:]]], [[train["name"], instance["from"], instance["to"]]]]
    wrong += [[*legs, legs[-1]], [*legs[:-1], [legs[-1][0], legs[-1][1], instance["from"]]]]
    texts = [_format(near) for near in wrong]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:8]


def _format(legs: list[list[str]]) -> str:
    return " ".join(f"{name}:{board}-{leave}" for name, board, leave in legs)
