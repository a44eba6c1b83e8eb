"""Find the date on which a job of so many working days ends, under rules for days off."""

import re
from datetime import date, timedelta
from random import Random

META = {
    "category": "time",
    "skills": ["calendar arithmetic", "rule application", "counting"],
    "keywords": ["business days", "holidays", "dates"],
    "answer": "text",
    "version": 1,
}

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PLACES = ("first", "second", "third", "fourth", "last")


def generate(level: int, rng: Random) -> dict:
    """Draw a start, a length and days off around it, and go from day to day to the end."""
    start = date(1980, 1, 1) + timedelta(rng.randrange(29_000))
    weekend = [5, 6] if level < 3 else sorted(rng.sample(range(7), 2))
    length = rng.randint(6, 11) + 3 * level
    single = sorted(start + timedelta(day) for day in rng.sample(range(1, length + 6), 2 + level // 3))
    near = [start + timedelta(rng.randrange(2, length + 8)) for _ in range(4)]
    yearly = [[day.month, min(day.day, 28)] for day in near[: level // 2]] if level >= 2 else []
    floating = [
        [min((day.day - 1) // 7, 4), day.weekday(), day.month] for day in near[2 : 2 + (level >= 4) + (level >= 9)]
    ]
    instance = {
        "start": start.isoformat(),
        "length": length,
        "weekend": weekend,
        "single": [day.isoformat() for day in single],
        "yearly": yearly,
        "floating": floating,
        "moved": level >= 5,
        "bridge": level >= 6,
        "half": rng.choice([day for day in range(7) if day not in weekend]) if level >= 7 else None,
        "backwards": level >= 3 and rng.random() < 0.4,
    }
    return instance | {"solution": _walk(instance)}


def _walk(instance: dict) -> str:
    """Go day by day until the working days add up."""
    step = timedelta(-1 if instance["backwards"] else 1)
    day, halves = date.fromisoformat(instance["start"]), 0
    while halves < 2 * instance["length"]:
        day += step
        if not _is_off(instance, day):
            halves += 1 if day.weekday() == instance["half"] else 2
    return day.isoformat()


def _is_off(instance: dict, day: date) -> bool:
    off = _is_marked(instance, day)
    if off or not instance["bridge"]:
        return off
    return _is_marked(instance, day - timedelta(1)) and _is_marked(instance, day + timedelta(1))


def _is_marked(instance: dict, day: date) -> bool:
    """Tell whether a day is a weekly day off, a holiday, or off in place of a holiday."""
    if day.weekday() in instance["weekend"] or _is_holiday(instance, day):
        return True
    before = day - timedelta(1)
    while instance["moved"] and before.weekday() in instance["weekend"]:
        if _is_holiday(instance, before):
            return True
        before -= timedelta(1)
    return False


def _is_holiday(instance: dict, day: date) -> bool:
    if day.isoformat() in instance["single"] or [day.month, day.day] in instance["yearly"]:
        return True
    place, last = (day.day - 1) // 7, (day + timedelta(7)).month != day.month
    return any(
        [weekday, month] == [day.weekday(), day.month] and (last if number == 4 else number == place)
        for number, weekday, month in instance["floating"]
    )


def observe(instance: dict) -> str:
    """Return the question."""
    start = date.fromisoformat(instance["start"])
    first, second = (_WEEKDAYS[day] for day in instance["weekend"])
    rules = [f"Every {first} and every {second} is a weekly day off."]
    rules.append(f"These single dates are holidays: {', '.join(instance['single'])}.")
    rules += [f"{_MONTHS[month - 1]} {day} is a holiday in every year." for month, day in instance["yearly"]]
    for number, weekday, month in instance["floating"]:
        rules.append(f"The {_PLACES[number]} {_WEEKDAYS[weekday]} of {_MONTHS[month - 1]} is a holiday in every year.")
    if instance["moved"]:
        rules.append(
            "Where a holiday falls on a weekly day off, the next day after it that is no weekly day off is off in its "
            "place (if that day is itself a holiday or already off, nothing more is moved)."
        )
    if instance["bridge"]:
        rules.append(
            "A day that none of these rules makes a day off is off, too, if they make both the day before it and "
            "the day "
            "after it days off."
        )
    rules.append("All other days are working days.")
    if instance["half"] is not None:
        rules.append(
            f"A working {_WEEKDAYS[instance['half']]} counts as half a working day only, each other one as a whole."
        )
    amount = f"{instance['length']} working days"
    if instance["backwards"]:
        task = (
            f"A job has to be handed over on {_WEEKDAYS[start.weekday()]}, {start.isoformat()}; on that day itself "
            f"no work is "
            f"counted. Counting back from the day before, on which date is a total of {amount} reached (or, if it "
            f"is passed "
            "over by half a day, passed)? This is the latest date on which the job can be begun."
        )
    else:
        task = (
            f"An order comes in on {_WEEKDAYS[start.weekday()]}, {start.isoformat()}; on that day itself no work is "
            f"counted. "
            f"Counting on from the day after, on which date is a total of {amount} reached (or, if it is passed "
            f"over by half "
            "a day, passed)?"
        )
    if instance["half"] is None:
        task = task.replace(" (or, if it is passed over by half a day, passed)", "")
    listed = "\n".join(f"- {rule}" for rule in rules)
    return (
        f"In the usual (Gregorian) calendar, a workshop has these rules:\n{listed}\n{task}\n"
        "Answer with the date as year-month-day, such as: 1893-07-05"
    )


def verify(instance: dict, answer: str) -> bool:
    """Mark the days off of a whole stretch at once, take the working days of it in order, and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and text == _look_up(instance)


def _look_up(instance: dict) -> str:
    first = date.fromisoformat(instance["start"]).toordinal()
    reach = 20 + 6 * instance["length"]
    span = range(first - reach, first + reach)
    weekly = {day for day in span if (day - 1) % 7 in instance["weekend"]}
    holidays = {date.fromisoformat(text).toordinal() for text in instance["single"]}
    for year in range(date.fromordinal(span[0]).year, date.fromordinal(span[-1]).year + 1):
        holidays |= {date(year, month, day).toordinal() for month, day in instance["yearly"]}
        for number, weekday, month in instance["floating"]:
            month_days = list(range(date(year, month, 1).toordinal(), date(year, month, 28).toordinal() + 4))
            fitting = [day for day in month_days if (day - 1) % 7 == weekday and date.fromordinal(day).month == month]
            holidays.add(fitting[-1 if number == 4 else number])
    off = weekly | holidays
    if instance["moved"]:
        for holiday in sorted(holidays & weekly):
            off.add(next(day for day in range(holiday + 1, holiday + 9) if day not in weekly))
    if instance["bridge"]:
        off = off | {day for day in span if day - 1 in off and day + 1 in off}
    days = [day for day in span if day not in off]
    days = (
        [day for day in reversed(days) if day < first]
        if instance["backwards"]
        else [day for day in days if day > first]
    )
    done = 0.0
    for day in days:
        done += 0.5 if (day - 1) % 7 == instance["half"] else 1.0
        if done >= instance["length"]:
            return date.fromordinal(day).isoformat()
    return ""


def solve(instance: dict) -> str:
    """Return the date reached day by day."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Miss by a day, count every day, forget the holidays, or count in the other direction."""
    right, start = date.fromisoformat(instance["solution"]), date.fromisoformat(instance["start"])
    way = -1 if instance["backwards"] else 1
    wrong = [right + timedelta(1), right - timedelta(1), start + timedelta(way * instance["length"])]
    texts = [day.isoformat() for day in wrong]
    texts.append(_walk(instance | {"single": [], "yearly": [], "floating": []}))
    texts.append(_walk(instance | {"backwards": not instance["backwards"]}))
    return [text for text in dict.fromkeys(texts) if text != instance["solution"]]
