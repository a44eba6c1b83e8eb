"""Follow a journey over time zones and find the local time at its end, or of the first common office hour."""

import re
from datetime import datetime, timedelta
from random import Random

META = {
    "category": "time",
    "skills": ["clock arithmetic", "simulation", "interval reasoning"],
    "keywords": ["time zones", "date line", "flights", "office hours"],
    "answer": "text",
    "version": 2,
}

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WHOLE = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CITIES = ("Anto", "Brisa", "Cadeo", "Delmar", "Eskil", "Faro", "Gavle", "Hobro", "Iluka")
_MONDAY = datetime(2001, 1, 1)
_OFFSETS = (
    -720,
    -660,
    -570,
    -480,
    -360,
    -300,
    -210,
    -120,
    0,
    60,
    120,
    210,
    270,
    330,
    345,
    420,
    525,
    570,
    660,
    780,
    840,
)


def generate(level: int, rng: Random) -> dict:
    """Draw cities, and a journey that is followed with dates in universal time."""
    names = rng.sample(_CITIES, min(3 + (level >= 3) + level // 4, len(_CITIES)))
    offsets = [60 * rng.randint(-11, 12) for _ in names] if level < 2 else rng.sample(_OFFSETS, len(names))
    start = [rng.randrange(7), 5 * rng.randrange(288)]
    steps: list[list] = []
    place = 0
    for number in range(2 + level // 2):
        place = rng.choice([city for city in range(len(names)) if city != place])
        hours = 5 * rng.randint(14, 150)
        if level < 3 or (number == 0 and level < 5):
            steps += [["wait", 5 * rng.randint(6, 60)]] * (number > 0) + [["fly", place, hours]]
        else:
            days = sorted(rng.sample(range(7), 3)) if level >= 4 and rng.random() < 0.6 else []
            steps.append(["next", place, hours, 5 * rng.randrange(288), days])
    instance = {"cities": names, "offsets": offsets, "start": start, "steps": steps, "change": [], "office": []}
    if level >= 6:
        instance["change"] = [
            place,
            (start[0] + 1 + rng.randrange(2)) % 7,
            60 * rng.randint(1, 4),
            rng.choice((60, -60)),
        ]
    at = _follow(instance)
    if level >= 5:
        meeting = at + timedelta(minutes=5 * rng.randint(10, 700))
        for city in sorted(rng.sample(range(len(names)), 2 + (level >= 8))):
            local = meeting + timedelta(minutes=_offset(instance, city, meeting))
            minute = 60 * local.hour + local.minute
            opens = max(0, minute - 30 * rng.randint(0, 9)) // 30 * 30
            shut = rng.choice([day for day in range(7) if day != local.weekday()])
            instance["office"].append(
                [city, opens, min(1440, opens + 480), sorted({shut, (shut + 1) % 7} - {local.weekday()})]
            )
        while not _is_open(instance, at):
            at += timedelta(minutes=5)
    asked = rng.choice([city for city in range(len(names)) if city != place])
    local = at + timedelta(minutes=_offset(instance, asked, at))
    return instance | {"asked": asked, "solution": f"{_DAYS[local.weekday()]} {local:%H:%M}"}


def _offset(instance: dict, city: int, at: datetime) -> int:
    """Return a city's minutes ahead of universal time at a moment; its clocks may change once."""
    offset = instance["offsets"][city]
    if instance["change"] and instance["change"][0] == city:
        _, day, minute, shift = instance["change"]
        start = _MONDAY + timedelta(days=instance["start"][0], minutes=instance["start"][1] - instance["offsets"][0])
        change = _MONDAY + timedelta(days=day, minutes=minute - offset)
        while change < start:
            change += timedelta(days=7)
        if at >= change:
            return offset + shift
    return offset


def _follow(instance: dict) -> datetime:
    """Return the moment, in universal time, at which the journey ends."""
    at = _MONDAY + timedelta(days=instance["start"][0], minutes=instance["start"][1] - instance["offsets"][0])
    place = 0
    for kind, *rest in instance["steps"]:
        if kind == "wait":
            at += timedelta(minutes=rest[0])
            continue
        while kind == "next":
            local = at + timedelta(minutes=_offset(instance, place, at))
            if 60 * local.hour + local.minute == rest[2] and local.weekday() in (rest[3] or range(7)):
                break
            at += timedelta(minutes=5)
        place = rest[0]
        at += timedelta(minutes=rest[1])
    return at


def _is_open(instance: dict, at: datetime) -> bool:
    for city, opens, closes, shut in instance["office"]:
        local = at + timedelta(minutes=_offset(instance, city, at))
        if local.weekday() in shut or not opens <= 60 * local.hour + local.minute < closes:
            return False
    return True


def observe(instance: dict) -> str:
    """Return the question."""
    cities = instance["cities"]
    zones = ", ".join(f"{city} UTC{_zone(offset)}" for city, offset in zip(cities, instance["offsets"], strict=True))
    lines = [f"Local times are given as differences from universal time (UTC+2 is two hours ahead of UTC): {zones}."]
    if instance["change"]:
        city, day, minute, shift = instance["change"]
        way = "forward" if shift > 0 else "back"
        lines.append(
            f"On the first {_DAYS[day]} at {_clock(minute)} local time in {cities[city]} after the journey begins, "
            f"the clocks in "
            f"{cities[city]} are put {way} by one hour, and stay so."
        )
    day, minute = instance["start"]
    lines.append(
        f"Vera sets out in {cities[0]} on {_DAYS[day]} at {_clock(minute)} local time. Her journey, step by step:"
    )
    for kind, *rest in instance["steps"]:
        if kind == "wait":
            lines.append(f"- She waits {_duration(rest[0])}.")
        elif kind == "fly":
            lines.append(f"- She flies to {cities[rest[0]]}; this takes {_duration(rest[1])}.")
        else:
            days = f"only on {', '.join(_DAYS[day] for day in rest[3])}" if rest[3] else "every day"
            lines.append(
                f"- She takes the next plane to {cities[rest[0]]}, at once if it leaves at this very moment; it leaves "
                f"{days} at {_clock(rest[2])} local time of the place where she is. The flight takes "
                f"{_duration(rest[1])}."
            )
    for city, opens, closes, shut in instance["office"]:
        closed = f", but not on {' and '.join(_DAYS[day] for day in shut)}"
        lines.append(
            f"- The office in {cities[city]} is open from {_clock(opens)} to {_clock(closes)} local time{closed}."
        )
    asked = cities[instance["asked"]]
    if instance["office"]:
        lines.append(
            "After her last flight she calls at the first moment at which all these offices are open (an office is "
            "open at "
            f"its opening time and no longer at its closing time). Which day and local time is it then in {asked}?"
        )
    else:
        lines.append(f"Which day and local time is it in {asked} when she arrives at the end of her last flight?")
    lines.append(
        "Answer with the day (Mon, Tue, Wed, Thu, Fri, Sat or Sun) and the time of 24 hours, such as: Sun 00:55"
    )
    return "\n".join(lines)


def _zone(offset: int) -> str:
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _duration(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02d} min"


def verify(instance: dict, answer: str) -> bool:
    """Compute the end of the journey in minutes, jumping from one possible moment to the next, and compare."""
    match = re.fullmatch(r"([A-Za-z]{3,9}),?\s{1,3}([0-9]{1,2}):([0-9]{2})", answer.strip().removesuffix(".").rstrip())
    names = [match[1].title() in (day, whole) for day, whole in zip(_DAYS, _WHOLE, strict=True)] if match else []
    if not match or True not in names or int(match[2]) > 23 or int(match[3]) > 59:
        return False
    given = 1440 * names.index(True) + 60 * int(match[2]) + int(match[3])
    end = _jump(instance)
    return given == (end + _ahead(instance, instance["asked"], end)) % 10_080


def _ahead(instance: dict, city: int, at: int) -> int:
    base = instance["offsets"][city]
    if not instance["change"] or instance["change"][0] != city:
        return base
    return base + instance["change"][3] * (at >= _find_change(instance))


def _find_change(instance: dict) -> int:
    """Return the minute of universal time at which a city puts its clocks."""
    city, day, minute, _ = instance["change"]
    begin = 1440 * instance["start"][0] + instance["start"][1] - instance["offsets"][0]
    return begin + (1440 * day + minute - instance["offsets"][city] - begin) % 10_080


def _jump(instance: dict) -> int:
    """Return the end in minutes of universal time."""
    now, place = 1440 * instance["start"][0] + instance["start"][1] - instance["offsets"][0], 0
    for kind, *rest in instance["steps"]:
        if kind == "wait":
            now += rest[0]
            continue
        if kind == "next":
            now = min(_moments(instance, place, rest[2], rest[3] or list(range(7)), now))
        now, place = now + rest[1], rest[0]
    if instance["office"]:
        starts = [now, *([_find_change(instance)] if instance["change"] else [])]  # putting clocks may open an office
        for city, opens, _, shut in instance["office"]:
            starts += _moments(instance, city, opens, [day for day in range(7) if day not in shut], now)
        now = min((moment for moment in starts if moment >= now and _all_open(instance, moment)), default=-1)
    return now


def _moments(instance: dict, city: int, minute: int, days: list[int], earliest: int) -> list[int]:
    """Return moments of two weeks, from the earliest, at which a city's clocks show a minute of one of the days."""
    found = []
    for day in range(earliest // 1440 - 1, earliest // 1440 + 17):
        for ahead in sorted({instance["offsets"][city] + shift for shift in (0, *instance["change"][3:])}):
            moment = 1440 * day + minute - ahead
            if moment >= earliest and day % 7 in days and _ahead(instance, city, moment) == ahead:
                found.append(moment)
    return found


def _all_open(instance: dict, moment: int) -> bool:
    return all(
        opens <= (moment + _ahead(instance, city, moment)) % 1440 < closes
        and (moment + _ahead(instance, city, moment)) // 1440 % 7 not in shut
        for city, opens, closes, shut in instance["office"]
    )


def solve(instance: dict) -> str:
    """Return the day and time found with dates."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Miss the day, add the difference with the wrong sign, forget it, or miss by an hour."""
    day, clock = instance["solution"].split()
    minutes = 1440 * _DAYS.index(day) + 60 * int(clock[:2]) + int(clock[3:])
    offset = instance["offsets"][instance["asked"]]
    wrong = [minutes + 1440, minutes - 1440, minutes - 2 * offset, minutes - offset, minutes + 60, minutes - 5]
    texts = [f"{_DAYS[value // 1440 % 7]} {_clock(value % 1440)}" for value in wrong]
    return [text for text in dict.fromkeys(texts) if text != instance["solution"]]
