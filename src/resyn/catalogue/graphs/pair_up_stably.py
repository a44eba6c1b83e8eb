"""Assign students to workshops so that no student and workshop would rather have each other."""

import re
from random import Random

META = {
    "category": "graphs",
    "skills": ["stable matching", "preference reasoning", "search"],
    "keywords": ["stable marriage", "gale-shapley", "hospital residents", "certificate"],
    "answer": "assignment",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOP"


def generate(level: int, rng: Random) -> dict:
    """Draw wishes, places and ties; if ranks have to add up to little, take the best of several stable assignments."""
    students = min(5 + level // 2, len(_NAMES))
    shops = students if level < 4 else max(3, (2 * students + 1) // 3)
    places = [1] * shops
    for _ in range(students - shops + (level >= 7)):
        places[rng.randrange(shops)] += 1
    likes = [_draw_list(shops, rng, short=level >= 2) for _ in range(students)]
    ranks = [_draw_list(students, rng, short=level >= 3) for _ in range(shops)]
    ties = [
        sorted(rng.sample(range(1, len(rank)), min(level // 4, len(rank) - 1))) if level >= 5 else [] for rank in ranks
    ]
    instance = {"places": places, "likes": likes, "ranks": ranks, "ties": ties, "effort": None}
    found = [_propose(instance, rng) for _ in range(1 if level < 6 else 12)]
    best = min(found, key=lambda pairs: (-len(pairs), _effort(instance, pairs)))
    if level >= 6:
        instance |= {"effort": _effort(instance, best), "count": len(best)}
    return {**instance, "solution": [[student, shop] for student, shop in sorted(best.items())]}


def _draw_list(size: int, rng: Random, *, short: bool) -> list[int]:
    order = rng.sample(range(size), size)
    return order[: rng.randint(max(2, size - 2), size)] if short else order


def _score(instance: dict, shop: int, student: int) -> int:
    """Return how high a workshop ranks a student, 0 the highest; students tied with each other score the same."""
    place = instance["ranks"][shop].index(student)
    return max([0, *(start for start in _starts(instance, shop) if start <= place)])


def _starts(instance: dict, shop: int) -> list[int]:
    """Return the places of a workshop's ranking at which a new group begins."""
    return [at for at in range(len(instance["ranks"][shop])) if at not in instance["ties"][shop]]


def _propose(instance: dict, rng: Random) -> dict[int, int]:
    """Let students apply in the order of their wishes, ties of workshops broken at random."""
    luck = [[rng.random() for _ in instance["likes"]] for _ in instance["ranks"]]
    taken: list[list[int]] = [[] for _ in instance["ranks"]]
    waiting = [(student, 0) for student in rng.sample(range(len(instance["likes"])), len(instance["likes"]))]
    while waiting:
        student, wish = waiting.pop()
        if wish == len(instance["likes"][student]):
            continue
        shop = instance["likes"][student][wish]
        if student not in instance["ranks"][shop]:
            waiting.append((student, wish + 1))
            continue
        taken[shop].append(student)
        if len(taken[shop]) > instance["places"][shop]:
            worst = max(taken[shop], key=lambda other: (_score(instance, shop, other), luck[shop][other]))
            taken[shop].remove(worst)
            waiting.append((worst, instance["likes"][worst].index(shop) + 1))
    return {student: shop for shop, students in enumerate(taken) for student in students}


def _effort(instance: dict, pairs: dict[int, int]) -> int:
    return sum(instance["likes"][student].index(shop) + 1 for student, shop in pairs.items())


def observe(instance: dict) -> str:
    """Return the question."""
    likes = [f"  {_NAMES[at]}: {' '.join(str(shop + 1) for shop in like)}" for at, like in enumerate(instance["likes"])]
    ranks = []
    for shop, (rank, tied) in enumerate(zip(instance["ranks"], instance["ties"], strict=True)):
        text = "".join(("=" if at in tied else " ") + _NAMES[student] for at, student in enumerate(rank))
        room = f" ({instance['places'][shop]} places)" if max(instance["places"]) > 1 else ""
        ranks.append(f"  {shop + 1}{room.replace('1 places', '1 place')}:{text}")
    full = len(instance["likes"]) * len(instance["ranks"])
    short = sum(map(len, instance["likes"])) < full or sum(map(len, instance["ranks"])) < full
    size = "at most one student" if max(instance["places"]) == 1 else "at most as many students as it has places"
    rules = [f"Each student gets at most one workshop, and each workshop takes {size}."]
    if short:
        rules.append("Only students and workshops that name each other may come together; nobody else is wanted.")
    rules.append(
        "The assignment is stable: there is no student and workshop, not together"
        + (" but naming each other" if short else "")
        + ", such that the student has no workshop or likes the workshop better than the one assigned, and the "
        "workshop " + "has a free place or ranks the student strictly higher than a student whom it took."
    )
    if instance["effort"] is not None:
        rules.append(
            f"At least {instance['count']} students get a workshop. Count 1 for a student who gets the first wish, "
            "2 for "
            f"the second, and so on, 0 without a workshop: the sum is at most {instance['effort']}."
        )
    tie = " Students joined by = are ranked equally high." if any(instance["ties"]) else ""
    return "\n".join(
        [
            "Students list the workshops that they want, the best first:",
            *likes,
            f"Workshops rank students, the highest first:{tie}",
            *ranks,
            "Find an assignment such that:",
            *("- " + rule for rule in rules),
            "If there are several, give any one. Answer with one entry, student=workshop, for each student who gets a "
            "workshop, in any order and separated by spaces, such as: Z=1 Y=2",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Look for a student and a workshop that would rather have each other."""
    entries = [re.fullmatch(r"([A-Za-z])=([1-9][0-9]?)", token) for token in _tokens(answer)]
    pairs = {ord(entry[1].upper()) - 65: int(entry[2]) - 1 for entry in entries if entry}
    likes, ranks = instance["likes"], instance["ranks"]
    if not pairs or not all(entries) or len(pairs) != len(entries) or max(pairs) >= len(likes):
        return False
    if any(shop not in likes[one] or one not in ranks[shop] for one, shop in pairs.items()):
        return False
    taken = [[one for one, chosen in pairs.items() if chosen == shop] for shop in range(len(ranks))]
    if any(len(students) > room for students, room in zip(taken, instance["places"], strict=True)):
        return False
    for one, like in enumerate(likes):
        for shop in like[: like.index(pairs[one]) if one in pairs else None]:
            if one in ranks[shop] and (
                len(taken[shop]) < instance["places"][shop]
                or any(_score(instance, shop, one) < _score(instance, shop, other) for other in taken[shop])
            ):
                return False
    effort = instance["effort"]
    return effort is None or (len(pairs) >= instance["count"] and _effort(instance, pairs) <= effort)


def solve(instance: dict) -> str:
    """Return the assignment that applying in turn led to."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a student out, exchange two students, name a student twice, or give everybody the first wish."""
    pairs = instance["solution"]
    nears = [pairs[1:], pairs[:-1], [*pairs, [pairs[0][0], len(instance["ranks"])]], [*pairs, pairs[0]]]
    nears.append([[one, like[0]] for one, like in enumerate(instance["likes"])])
    for at in range(1, len(pairs)):
        (a, first), (b, second) = pairs[at - 1 : at + 1]
        nears.append([*pairs[: at - 1], [a, second], [b, first], *pairs[at + 1 :]])
    return [_format(near) for near in nears if near and not verify(instance, _format(near))][:7]


def _format(pairs: list[list[int]]) -> str:
    return " ".join(f"{_NAMES[student]}={shop + 1}" for student, shop in pairs)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
