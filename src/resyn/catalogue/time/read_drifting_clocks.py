"""Find out from fast and slow clocks what the time is, or what another clock shows."""

import re
from fractions import Fraction
from random import Random

META = {
    "category": "time",
    "skills": ["clock arithmetic", "proportional reasoning", "simulation"],
    "keywords": ["drifting clocks", "gain and lose", "rates"],
    "answer": "text",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw clocks and events at times at which all clocks show whole minutes, and remember the readings."""
    unit = rng.choice((10, 12, 15, 20))
    count = min(1 + (level >= 2) + (level >= 5) + level // 8, 7)
    gains = rng.sample([gain for gain in range(-unit // 3, unit // 3 + 1) if gain], count)
    now = rng.randrange(5 * 60, 11 * 60)
    instance: dict = {"unit": unit, "gains": list(gains), "start": now, "events": []}
    shown = [now] * count
    kinds = ["stop"] * (level >= 3) + ["set"] * (level >= 4) + ["rate"] * (level >= 6)
    kinds = rng.choices(kinds, k=1 + (level - 3) // 3) if kinds else []
    wait = 2
    for kind in [*kinds, "end"]:
        units = wait + rng.randint(2, 9)
        witness = _draw_witness(count, instance["events"], rng) if kind != "end" or level > 1 else 0
        now += units * unit
        for clock in range(count):
            stopped = wait if instance["events"] and instance["events"][-1][:2] == ["stop", clock] else 0
            shown[clock] += (units - stopped) * (unit + gains[clock])
        reading = (now if witness < 0 else shown[witness]) % 1440
        others = [clock for clock in range(-1, count) if clock != witness]
        wait = 2
        if kind == "stop":
            clock = rng.randrange(count)
            wait = rng.randint(2, 4)
            instance["events"].append([kind, clock, witness, reading, wait * unit])
        elif kind == "set":
            clock, source = rng.sample(range(count), 2)
            instance["events"].append([kind, clock, witness, reading, source])
            shown[clock] = shown[source]
        elif kind == "rate":
            clock = rng.randrange(count)
            fresh = rng.choice([gain for gain in range(-unit // 3, unit // 3 + 1) if gain not in (0, gains[clock])])
            instance["events"].append([kind, clock, witness, reading, fresh])
            gains[clock] = fresh
        else:
            touched = [event[1] for event in instance["events"]]
            if witness not in touched:  # what has happened to the clocks shall matter
                others = [clock for clock in touched if clock != witness] or others
            asked = rng.choice(others) if level > 1 else -1
            instance["asked"] = [asked, witness, reading]
            answer = (now if asked < 0 else shown[asked]) % 1440
    return instance | {"solution": answer}


def _draw_witness(count: int, events: list[list], rng: Random) -> int:
    """Return a clock, or -1 for the true time, that tells when something happens; not one that stands still."""
    running = [clock for clock in range(-1, count) if not events or events[-1][:2] != ["stop", clock]]
    return rng.choice(running)


def observe(instance: dict) -> str:
    """Return the question."""
    unit = instance["unit"]
    lines = ["All times are on 24-hour dials (after 23:59 comes 00:00). Clocks run evenly, but not all run right:"]
    for clock, gain in enumerate(instance["gains"]):
        lines.append(f"- {_name(clock)} {_drift(gain, unit)}.")
    each = "each clock" if len(instance["gains"]) > 1 else "it"
    lines.append(f"At {_time(instance['start'])} true time {each} shows the true time.")
    for kind, clock, witness, reading, more in instance["events"]:
        when = f"The next time that {_moment(witness, reading)}, "
        if kind == "stop":
            lines.append(
                f"{when}{_name(clock)} stops. It stands still for {more} minutes of true time and then runs as before."
            )
        elif kind == "set":
            lines.append(f"{when}{_name(clock)} is set to what {_name(more)} shows; it then runs on at its own rate.")
        else:
            lines.append(f"{when}{_name(clock)} is adjusted, but not set: from then on it {_drift(more, unit)}.")
    asked, witness, reading = instance["asked"]
    what = "what is the true time" if asked < 0 else f"what does {_name(asked)} show"
    lines.append(f"The next time that {_moment(witness, reading)}, {what}?")
    lines.append(
        "All these moments follow one another as listed, and 'next' means after the moment before. Answer with "
        "hours and minutes, such as: 03:08"
    )
    return "\n".join(lines)


def _name(clock: int) -> str:
    return f"clock {'PQRSTUV'[clock]}"


def _drift(gain: int, unit: int) -> str:
    return (
        f"{'gains' if gain > 0 else 'loses'} {abs(gain)} minute{'s' * (abs(gain) > 1)} in every {unit} minutes of "
        f"true time"
    )


def _moment(witness: int, reading: int) -> str:
    return f"the true time is {_time(reading)}" if witness < 0 else f"{_name(witness)} shows {_time(reading)}"


def _time(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def verify(instance: dict, answer: str) -> bool:
    """Solve for the true time of each event from the rates, one after the other, and compare the last reading."""
    match = re.fullmatch("([0-9]{1,2}):([0-9]{2})", answer.strip().removesuffix(".").rstrip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return False
    return 60 * int(match[1]) + int(match[2]) == _derive(instance)


def _derive(instance: dict) -> Fraction:
    rates = [Fraction(instance["unit"] + gain, instance["unit"]) for gain in instance["gains"]]
    now = Fraction(instance["start"])
    anchors = [(now, now)] * len(rates)  # for each clock, a true time from which it runs evenly and what it shows then
    asked = instance["asked"]
    for kind, clock, witness, reading, more in [*instance["events"], ["asked", *asked, 0]]:
        if witness < 0:
            moment = now + (reading - now) % 1440
        else:
            since, showed = anchors[witness]
            at_least = showed + max(Fraction(0), now - since) * rates[witness]
            moment = since + (at_least + (reading - at_least) % 1440 - showed) / rates[witness]
        readings = [
            showed + max(Fraction(0), moment - since) * rate
            for (since, showed), rate in zip(anchors, rates, strict=True)
        ]
        now = moment
        if kind == "asked":
            return (now if clock < 0 else readings[clock]) % 1440
        anchors = [(max(now, since), shows) for (since, _), shows in zip(anchors, readings, strict=True)]
        if kind == "stop":
            anchors[clock] = (now + more, readings[clock])
        elif kind == "set":
            anchors[clock] = (now, readings[more])
        else:
            rates[clock] = Fraction(instance["unit"] + more, instance["unit"])
    return Fraction(-1)


def solve(instance: dict) -> str:
    """Return the reading remembered from the events."""
    return _time(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Take the reading for the answer, be a minute or an hour off, or add the drift of the wrong sign."""
    right, reading = instance["solution"], instance["asked"][-1]
    wrong = [reading, right + 1, right - 1, right + 60, 2 * reading - right, right + instance["unit"]]
    return [_time(minutes % 1440) for minutes in dict.fromkeys(wrong) if minutes % 1440 != right]
