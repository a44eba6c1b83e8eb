"""Seat guests at tables so that all wishes about sitting together or apart are met."""

import re
from random import Random

META = {"category": "logic", "skills": ["assignment"], "keywords": ["seating"], "answer": "assignment", "version": 1}

_NAMES = "Amy Ben Cal Dot Eli Flo Gil Hana Ivo Jill Karl Lena Max Nora Otto Pam Rex Sam Tess Uma"


def generate(level: int, rng: Random) -> dict:
    """Seat the guests first, then state wishes that this seating meets; higher levels bring more tables and kinds."""
    guests = sorted(rng.sample(_NAMES.split(), min(6 + level, 20)))
    tables = 3 + level // 4
    seat = {guest: rng.randrange(1, tables + 1) for guest in guests}
    wishes = []
    for number, a in enumerate(guests):
        b = rng.choice([guest for guest in guests if guest != a])
        wish = ["same" if seat[a] == seat[b] else "apart", a, b]
        wishes.append(["at", a, seat[a]] if number % (1 + level) == 0 else wish)
    for _ in range(2 * level):
        a, b = rng.sample(guests, 2)
        wishes.append(["same" if seat[a] == seat[b] else "apart", a, b])
    rng.shuffle(wishes)
    count = [sum(table == seat[guest] for guest in guests) for table in range(1, tables + 1)]
    return {"guests": guests, "count": count, "wishes": wishes, "solution": seat}


def observe(instance: dict) -> str:
    """Return the question."""
    texts = {"at": "{0} sits at table {1}.", "same": "{0} and {1} sit together.", "apart": "{0} and {1} sit apart."}
    return "\n".join(
        [
            f"These guests are to be seated: {', '.join(instance['guests'])}.",
            *(f"Exactly {n} of them sit at table {table}." for table, n in enumerate(instance["count"], start=1)),
            *(texts[kind].format(a, b) for kind, a, b in instance["wishes"]),
            "Answer with name=table for each guest, separated by spaces, such as: Zoe=2 Yan=1",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Read one table for each guest, then check the counts and every wish."""
    entries = re.split(r"[\s,]+", answer.strip().rstrip("."))
    if not all(re.fullmatch(r"[A-Za-z]+=[0-9]{1,3}", entry) for entry in entries):
        return False
    pairs = [entry.split("=") for entry in entries]
    if sorted(name.title() for name, _ in pairs) != instance["guests"]:
        return False
    seat = {name.title(): int(table) for name, table in pairs}
    tables = range(1, len(instance["count"]) + 1)
    if [list(seat.values()).count(table) for table in tables] != instance["count"]:
        return False
    for kind, a, b in instance["wishes"]:
        if seat[a] != b if kind == "at" else (seat[a] == seat[b]) != (kind == "same"):
            return False
    return True


def solve(instance: dict) -> str:
    """Write the seating from which the wishes came."""
    return " ".join(f"{guest}={table}" for guest, table in instance["solution"].items())


def wrong_answers(instance: dict) -> list[str]:
    """Move one guest to another table, forget one, or name one twice."""
    guests, seat = instance["guests"], instance["solution"]
    entries = [f"{guest}={seat[guest]}" for guest in guests]
    moved = f"{guests[0]}={seat[guests[0]] % len(instance['count']) + 1}"
    return [" ".join([moved, *entries[1:]]), " ".join(entries[1:]), " ".join([*entries, entries[0]])]
