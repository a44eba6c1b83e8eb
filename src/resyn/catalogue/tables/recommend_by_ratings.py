"""Find the raters most like somebody and what they recommend, under a stated distance and rules for ties."""

import itertools
import re
from fractions import Fraction
from random import Random

META = {
    "category": "tables",
    "skills": ["table lookup", "arithmetic", "sorting"],
    "keywords": ["recommendation", "nearest neighbours", "ratings", "distance"],
    "answer": "sequence",
    "version": 1,
}

_PEOPLE = (
    "Ada",
    "Bo",
    "Cy",
    "Dora",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
    "Ida",
    "Jan",
    "Kit",
    "Lea",
    "Max",
    "Nia",
    "Pia",
    "Rex",
    "Sal",
    "Tom",
)
_FILMS = (
    "Amber",
    "Birch",
    "Comet",
    "Delta",
    "Ember",
    "Flint",
    "Grove",
    "Haven",
    "Inlet",
    "Jolly",
    "Kayak",
    "Lotus",
    "Maple",
    "North",
    "Ocean",
    "Pearl",
)


def generate(level: int, rng: Random) -> dict:
    """Draw a table of ratings with gaps, and compute neighbours and recommendations."""
    people, films = rng.sample(_PEOPLE, min(4 + level // 2, 17)), rng.sample(_FILMS, min(5 + (level + 1) // 3, 16))
    target = rng.choice([name for name in _PEOPLE if name not in people])
    unseen = rng.sample(films, min(2 + level // 4, len(films) // 2))
    table = {name: [rng.randint(1, 9) for _ in films] for name in people}
    if level >= 2:
        for name in people:
            for at in rng.sample(range(len(films)), min(1 + level // 5, len(films) // 2)):
                table[name][at] = 0
    table[target] = [0 if film in unseen else rng.randint(1, 9) for film in films]
    instance = {
        "films": films,
        "ratings": [[name, table[name]] for name in rng.sample(sorted(table), len(table))],
        "target": target,
        "neighbours": 2 + (level >= 3) + (level >= 8),
        "distance": rng.choice(("absolute", "squares", "largest")) if level >= 3 else "absolute",
        "overlap": 2 if level >= 4 else 1,
        "weights": level >= 5 and rng.random() < 0.7,
        "centred": level >= 6,
        "banned": [rng.choice(people)] if level >= 7 else [],
    }
    return instance | {"solution": _rank(instance)}


def _rank(instance: dict) -> list[str]:
    """Return the nearest raters in order, then the films not yet seen, best first."""
    table = {
        name: {film: r for film, r in zip(instance["films"], row, strict=True) if r}
        for name, row in instance["ratings"]
    }
    mine = table[instance["target"]]
    found = []
    for name, theirs in table.items():
        common = [film for film in instance["films"] if film in mine and film in theirs]
        if name != instance["target"] and name not in instance["banned"] and len(common) >= instance["overlap"]:
            found.append((_distance(instance["distance"], [abs(mine[film] - theirs[film]) for film in common]), name))
    nearest = [name for _, name in sorted(found)[: instance["neighbours"]]]
    films = []
    for film in instance["films"]:
        if film in mine:
            continue
        shares, total = Fraction(0), 0
        for place, name in enumerate(nearest):
            if film in table[name]:
                weight = len(nearest) - place if instance["weights"] else 1
                level = Fraction(sum(table[name].values()), len(table[name])) if instance["centred"] else 0
                shares += weight * (table[name][film] - level)
                total += weight
        films.append((0 if total else 1, -shares / (total or 1), film))
    return nearest + [film for *_, film in sorted(films)]


def _distance(kind: str, gaps: list[int]) -> Fraction:
    if kind == "largest":
        return Fraction(max(gaps))
    return Fraction(sum(gap if kind == "absolute" else gap * gap for gap in gaps), len(gaps))


def observe(instance: dict) -> str:
    """Return the question."""
    target, k = instance["target"], instance["neighbours"]
    gaps = any(0 in row for name, row in instance["ratings"] if name != target)
    lines = ["Ratings of films (1 to 9, - means not rated):", "    name | " + " | ".join(instance["films"])]
    for name, row in instance["ratings"]:
        lines.append(f"    {name} | {' | '.join(str(rating or '-') for rating in row)}")
    measure = {
        "absolute": "the mean of the differences (larger minus smaller rating)",
        "squares": "the mean of the squared differences",
        "largest": "the largest of the differences (larger minus smaller rating)",
    }[instance["distance"]]
    lines.append(f"- The distance between {target} and another rater is {measure} over all films that both have rated.")
    if instance["overlap"] > 1:
        lines.append(
            f"- Raters who have rated fewer than {instance['overlap']} films in common with {target} are left out."
        )
    for name in instance["banned"]:
        lines.append(f"- {name} is left out, too.")
    lines.append(
        f"- The neighbours are the {k} raters with the smallest distances, the smallest first (all who remain, if "
        f"there are not so "
        "many); equal distances are ordered by name from A to Z."
    )
    score = "its rating by each"
    if instance["centred"]:
        score = "its rating minus the mean of all ratings that this neighbour has given in the table"
    mean = "the mean, over the neighbours who have rated it, of " + score
    if instance["weights"]:
        mean += (
            ", weighted: if there are n neighbours, the nearest counts n times, the next n-1 times, and so on down "
            "to once, and "
            "the sum is divided by the sum of these factors of those who have rated the film"
        )
    lines.append(f"- The value of a film that {target} has not rated is {mean}.")
    lines.append(
        f"Name the neighbours, nearest first, and behind them all films that {target} has not rated, highest value "
        f"first; equal "
        "values are ordered by name from A to "
        f"Z{', and films without any value stand at the end, by name' if gaps else ''}."
    )
    lines.append("Answer with all these names in one line, separated by spaces, such as: Zoe Yan Walnut Yodel")
    return "\n".join(lines)


def verify(instance: dict, answer: str) -> bool:
    """Compare distances and values pair by pair with whole numbers, in the order of the answer."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    names = [name.title() for name in re.split(r"\s*,\s*|\s+", text)] if len(text) <= 2_000 else []
    rows, target = dict(instance["ratings"]), instance["target"]
    able = {
        name: _gaps(rows[target], row)
        for name, row in rows.items()
        if name != target and name not in instance["banned"]
    }
    able = {name: gaps for name, gaps in able.items() if len(gaps) >= instance["overlap"]}
    count = min(instance["neighbours"], len(able))
    open_films = [film for film, rating in zip(instance["films"], rows[target], strict=True) if not rating]
    if len(names) != count + len(open_films) or len(set(names)) != len(names):
        return False
    near, films = names[:count], names[count:]
    if any(name not in able for name in near) or sorted(films) != sorted(open_films):
        return False
    order = [*near, *sorted(set(able) - set(near))]
    for at, name in enumerate(near):
        if not all(
            _is_nearer(instance["distance"], (able[name], name), (able[other], other)) for other in order[at + 1 :]
        ):
            return False
    values = [_value(instance, film, near, rows) for film in films]
    return all(_is_better(one, other) for one, other in itertools.pairwise(values))


def _gaps(mine: list[int], theirs: list[int]) -> list[int]:
    return [abs(a - b) for a, b in zip(mine, theirs, strict=True) if a and b]


def _is_nearer(kind: str, one: tuple[list[int], str], other: tuple[list[int], str]) -> bool:
    (first, name), (second, second_name) = one, other
    if kind == "largest":
        return (max(first), name) < (max(second), second_name)
    power = 1 if kind == "absolute" else 2
    left, right = sum(gap**power for gap in first) * len(second), sum(gap**power for gap in second) * len(first)
    return (left, name) < (right, second_name)


def _value(instance: dict, film: str, near: list[str], rows: dict[str, list[int]]) -> tuple[int, int, str]:
    """Return a film's value as numerator and denominator (0 where nobody has rated it), and its name."""
    at = instance["films"].index(film)
    numerator, denominator = 0, 0
    common = 1
    for name in near:
        common *= sum(rating > 0 for rating in rows[name])
    for factor, name in zip(range(len(near), 0, -1), near, strict=True):
        rating = rows[name][at]
        if rating:
            given = [other for other in rows[name] if other]
            level = sum(given) * (common // len(given)) if instance["centred"] else 0
            weight = factor if instance["weights"] else 1
            numerator += weight * (rating * common - level)
            denominator += weight * common
    return numerator, denominator, film


def _is_better(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    if not one[1] or not other[1]:
        return bool(one[1]) or (not other[1] and one[2] < other[2])
    left, right = one[0] * other[1], other[0] * one[1]
    return left > right or (left == right and one[2] < other[2])


def solve(instance: dict) -> str:
    """Return the ranking computed when the ratings were drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange the first two neighbours or the last two films, forget the last film, or take the farthest raters."""
    names, k = instance["solution"], instance["neighbours"]
    others = [name for name, _ in instance["ratings"] if name not in (*names, instance["target"])]
    wrong = [[names[1], names[0], *names[2:]], [*names[:-2], names[-1], names[-2]], names[:-1]]
    wrong += [[*others[:1], *names[1:]]] if others else []
    wrong.append([*names[k:], *names[:k]])
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong) if text != " ".join(names)]
