"""Count how often a tower clock sounds within a span of time, under rules for strikes, display and hands."""

import re
from fractions import Fraction
from random import Random

META = {
    "category": "time",
    "skills": ["clock arithmetic", "counting", "rule application"],
    "keywords": ["clock strikes", "clock hands", "digital display"],
    "answer": "integer",
    "version": 1,
}

_ANGLES = {0: "point in the same direction", 90: "form a right angle", 180: "point in opposite directions"}


def generate(level: int, rng: Random) -> dict:
    """Draw a span and rules, and count by going through the hours."""
    start = rng.randrange(1440)
    length = rng.randint(5 * 60, 10 * 60) + 75 * level
    rules: list[list] = [["hours"], rng.choice([["half", rng.randint(1, 3)], ["quarters"]])]
    if level >= 3:
        rules.append(rng.choice([["sum", rng.randint(5, 13)], ["twice", rng.randint(0, 5)], ["mirror"]]))
    if level >= 4:
        rules.append(["angle", rng.choice(sorted(_ANGLES))])
    silent = []
    if level >= 2:
        begin = (start + rng.randint(40, length - 120)) % 1440
        silent = [begin, (begin + rng.randint(60, 60 + length // 3)) % 1440]
    instance = {
        "start": start,
        "length": length,
        "rules": rules,
        "silent": silent,
        "fault": rng.randint(3, 6) if level >= 5 else 0,
        "night": level >= 6,
        "fast": rng.randint(2, 5) if level >= 8 else 0,
    }
    return instance | {"solution": _go_through(instance)}


def _go_through(instance: dict) -> int:
    """List the strikes quarter by quarter, the display minute by minute, the hands from meeting to meeting."""
    start, end = instance["start"], instance["start"] + instance["length"]
    total = occasion = 0
    for quarter in range(-(-start // 15), end // 15 + 1):
        strokes = _strokes(instance, 15 * quarter)
        if strokes and not _is_silent(instance, 15 * quarter):
            occasion += 1
            if not instance["fault"] or occasion % instance["fault"]:
                total += strokes
    for kind, *rest in instance["rules"]:
        if kind == "angle":
            total += _count_hands(instance, rest[0])
        elif kind in ("sum", "twice", "mirror"):
            minutes = [minute for minute in range(start, end + 1) if not _is_silent(instance, minute)]
            total += sum(_is_shown(kind, rest, (minute + instance["fast"]) % 1440) for minute in minutes)
    return total


def _strokes(instance: dict, minute: int) -> int:
    """Return the strokes due at a quarter of an hour."""
    hour, part = minute % 1440 // 60, minute % 60 // 15
    kinds = {rule[0]: rule[1:] for rule in instance["rules"]}
    if part == 0:
        return 1 if instance["night"] and hour < 6 else (hour - 1) % 12 + 1
    if "quarters" in kinds:
        return part
    return kinds["half"][0] if part == 2 else 0


def _is_silent(instance: dict, minute: int | Fraction) -> bool:
    if not instance["silent"]:
        return False
    begin, end = instance["silent"]
    return (minute - begin) % 1440 <= (end - begin) % 1440


def _is_shown(kind: str, rest: list, minute: int) -> bool:
    text = f"{minute // 60:02d}{minute % 60:02d}"
    if kind == "sum":
        return sum(int(digit) for digit in text) == rest[0]
    return text == text[::-1] if kind == "mirror" else text.count(str(rest[0])) == 2


def _count_hands(instance: dict, angle: int) -> int:
    """Step through the moments with an angle: the minute hand gains 11/2 degrees on the hour hand in a minute."""
    found, turn = 0, 0
    while True:
        moments = [Fraction(2 * (360 * turn + a), 11) for a in sorted({angle, 360 - angle} if angle else {0})]
        if moments[0] > instance["start"] + instance["length"]:
            return found
        for moment in moments:
            if instance["start"] <= moment <= instance["start"] + instance["length"]:
                found += not _is_silent(instance, moment)
        turn += 1


def observe(instance: dict) -> str:
    """Return the question."""
    texts = {
        "hours": "At full hours it strikes as on a 12-hour dial: once at 01:00 and 13:00, 12 times at 00:00 and 12:00.",
        "half": "At 30 minutes past every hour it strikes {0} time{1}.",
        "quarters": "At 15, 30 and 45 minutes past the hour it strikes 1, 2 and 3 times.",
        "sum": "At each minute at which the four digits of its display have the sum {0}, it beeps once.",
        "twice": "At each minute at which exactly two of the four digits of its display are {0}, it beeps once.",
        "mirror": "At each minute at which the four digits of its display read the same backwards, it beeps once.",
        "angle": "At each moment at which the two hands {0}, it clicks once.",
    }
    lines = [
        "A tower clock has a bell, a display of hours and minutes in four digits (such as 07:45 or 19:00), and an "
        "hour hand "
        "and a minute hand on a 12-hour dial, which both move evenly. It makes these sounds:"
    ]
    for kind, *rest in instance["rules"]:
        words = [_ANGLES[rest[0]]] if kind == "angle" else rest
        lines.append(f"- {texts[kind].format(*words, 's' if rest and rest[0] > 1 else '')}")
    if instance["night"]:
        lines.append("- But at full hours from 00:00 to 05:00 (both included) it strikes only once.")
    if instance["fast"]:
        lines.append(
            f"- The display, and nothing else, is {instance['fast']} minutes fast: at 10:00 it shows "
            f"10:{instance['fast']:02d}."
        )
    if instance["silent"]:
        begin, end = (_clock(minute) for minute in instance["silent"])
        lines.append(f"- Every day from {begin} until {end} (both included), it makes no sound at all.")
    if instance["fault"]:
        n = instance["fault"]
        silent = " outside the silent time" if instance["silent"] else ""
        lines.append(
            f"- Of the occasions on which the bell should strike{silent}, counted from the start of the span below, "
            f"number {n}, {2 * n}, {3 * n} and so on pass without any stroke. (Several strokes at one time are one "
            f"occasion; "
            "beeps and clicks do not count.)"
        )
    end = instance["start"] + instance["length"]
    days = end // 1440
    day = (" of the same day", " of the next day")[days] if days < 2 else f", {days} days later"
    sounds = "strokes, beeps and clicks"
    lines.append(
        f"How many {sounds} does it make in all from {_clock(instance['start'])} until {_clock(end % 1440)}{day}, "
        f"both included?"
        f" Answer with one whole number, such as: 2719"
    )
    return "\n".join(lines)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def verify(instance: dict, answer: str) -> bool:
    """Look at every minute, and at the hands between minutes, and compare the number of sounds."""
    text = answer.strip().removesuffix(".").rstrip()
    return re.fullmatch("[0-9]{1,9}", text) is not None and int(text) == _listen(instance)


def _listen(instance: dict) -> int:
    sounds = occasions = 0
    beeps = [rule for rule in instance["rules"] if rule[0] in ("sum", "mirror", "twice")]
    for minute in range(instance["start"], instance["start"] + instance["length"] + 1):
        if (minute % 15 and not beeps) or _quiet(instance, 11 * (minute % 1440)):
            continue
        bell = sum(_bell(instance, minute % 1440, kind, rest) for kind, *rest in instance["rules"])
        occasions += bell > 0
        sounds += bell * (not instance["fault"] or occasions % instance["fault"] != 0)
        shown = (minute + instance["fast"]) % 1440
        digits = [shown // 600, shown // 60 % 10, shown % 60 // 10, shown % 10]
        for kind, *rest in beeps:
            if kind == "twice":
                sounds += digits.count(rest[0]) == 2
            else:
                sounds += sum(digits) == rest[0] if kind == "sum" else digits == digits[::-1]
    return sounds + sum(_clicks(instance, rule[1]) for rule in instance["rules"] if rule[0] == "angle")


def _bell(instance: dict, now: int, kind: str, rest: list) -> int:
    if kind == "hours" and now % 60 == 0:
        return 1 if instance["night"] and now <= 300 else (now // 60 % 12 or 12)
    if kind == "half" and now % 60 == 30:
        return rest[0]
    return now % 60 // 15 if kind == "quarters" and now % 15 == 0 else 0


def _quiet(instance: dict, elevenths: int) -> bool:
    """Tell whether a time of the day, in elevenths of a minute, lies in the silent time."""
    if not instance["silent"]:
        return False
    begin, end = (11 * minute for minute in instance["silent"])
    return begin <= elevenths <= end if begin <= end else elevenths >= begin or elevenths <= end


def _clicks(instance: dict, angle: int) -> int:
    """Count the clicks in elevenths of a minute, in each of which the hands part by half a degree."""
    first, last = 11 * instance["start"], 11 * (instance["start"] + instance["length"])
    heard = 0
    for apart in sorted({2 * angle, (720 - 2 * angle) % 720}):
        moments = range(first + (apart - first) % 720, last + 1, 720)
        heard += sum(not _quiet(instance, moment % 15_840) for moment in moments)
    return heard


def solve(instance: dict) -> str:
    """Return the number counted when the rules were drawn."""
    return str(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Miss by one, leave the full hours out, forget the silent time, or forget the faults."""
    right = instance["solution"]
    wrong = [right + 1, right - 1, right + 12, _go_through(instance | {"silent": []})]
    wrong.append(_go_through(instance | {"fault": 0, "fast": 0}))
    return [str(number) for number in dict.fromkeys(wrong) if number != right]
