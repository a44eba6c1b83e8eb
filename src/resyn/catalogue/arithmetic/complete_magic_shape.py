"""Fill a magic square or star so that all its lines have one sum."""

import re
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["arithmetic", "constraint propagation", "search"],
    "keywords": ["magic square", "magic star", "equal sums"],
    "answer": "assignment",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXY"


def generate(level: int, rng: Random) -> dict:
    """Construct a magic shape of different numbers and take numbers out of it."""
    shape = ("square3", "square3", "star", "square4", "star", "square4")[min(level - 1, 5)]
    if level > 6:
        shape = rng.choice(("star", "square4", "square5"))
    make = {"star": _make_star}.get(shape) or (lambda rng: _make_square(int(shape[-1]), rng))
    for _ in range(200):
        values = make(rng)
        if len(set(values)) == len(values) and min(values) > 0:
            break
    else:
        shape, values = "square3", [2, 7, 6, 9, 5, 1, 4, 3, 8]
    most = {"square3": 4 + level, "star": 3 + level, "square4": 4 + level, "square5": 3 + level}[shape]
    empty = sorted(rng.sample(range(len(values)), min(most, len(values) - 2)))
    outside = [number for number in range(1, max(values) + 10) if number not in values]
    decoys = rng.sample(outside, min(len(outside), level // 2)) if level >= 5 else []
    supply = sorted([values[cell] for cell in empty] + decoys)
    return {
        "shape": shape,
        "given": [[cell, value] for cell, value in enumerate(values) if cell not in empty],
        "supply": supply,
        "total": sum(values[cell] for cell in _lines(shape)[0]) if level < 8 else None,
        "solution": [[cell, values[cell]] for cell in empty],
    }


def _make_square(side: int, rng: Random) -> list[int]:
    """Return a magic square: of three free numbers, or the sum of two squares in which every line has every number."""
    if side == 3:
        middle, a, b = rng.randint(9, 40), rng.randint(-12, 12), rng.randint(-12, 12)
        return [middle + d for d in (a, -a - b, b, b - a, 0, a - b, -b, a + b, -a)]
    latin = {4: (0, 1, 2, 3, 2, 3, 0, 1, 3, 2, 1, 0, 1, 0, 3, 2), 5: [(2 * (i // 5) + i % 5) % 5 for i in range(25)]}[
        side
    ]
    turned = [latin[side * (i % side) + i // side] for i in range(side * side)]
    pairs = list(zip(latin, turned, strict=True))
    first, second = (rng.sample(range(0, 12 * side), side) for _ in range(2))
    return [1 + first[i] + second[j] for i, j in pairs]


def _make_star(rng: Random) -> list[int]:
    """Return tips 0 to 5 and inner corners 6 to 11 of a magic star of six points, some negative or equal at times."""
    tips, corners = [rng.randint(1, 40) for _ in range(6)], [rng.randint(1, 40)]
    tips[5] = tips[0] + tips[2] + tips[4] - tips[1] - tips[3]  # else the sixth line has another sum than the others
    total = tips[0] + tips[2] + corners[0] + rng.randint(1, 40)
    for k in range(5):
        corners.append(total - tips[k] - tips[(k + 2) % 6] - corners[k])
    return tips + corners


def _lines(shape: str) -> list[list[int]]:
    """Return the cells of every line."""
    if shape == "star":
        return [[k, 6 + k, 6 + (k + 1) % 6, (k + 2) % 6] for k in range(6)]
    side = int(shape[-1])
    rows = [[side * r + c for c in range(side)] for r in range(side)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [*rows, *columns, [r * side + r for r in range(side)], [(r + 1) * (side - 1) for r in range(side)]]


def observe(instance: dict) -> str:
    """Return the question."""
    shape, given = instance["shape"], dict(instance["given"])
    size = len(given) + len(_blank(instance))
    cells = [str(given.get(cell, _NAMES[cell])) for cell in range(size)]
    if shape == "star":
        drawn = [" - ".join(cells[cell] for cell in line) for line in _lines(shape)]
        what = "A star with six points has twelve places. Its six lines run through four places each"
    else:
        side = int(shape[-1])
        drawn = [" ".join(f"{cell:>3}" for cell in cells[side * r : side * r + side]) for r in range(side)]
        what = f"In a square of {side} x {side} places the rows, the columns and the two long diagonals are lines"
    supply, blank = instance["supply"], _blank(instance)
    use = (
        "each exactly once"
        if len(supply) == len(blank)
        else f"each at most once, so that {len(supply) - len(blank)} of them stay unused"
    )
    sums = "All lines must have the same sum" + (f", {instance['total']}." if instance["total"] is not None else ".")
    return "\n".join(
        [
            f"{what} (letters are empty places, each letter one place):",
            *("    " + row for row in drawn),
            f"{sums} Put into the empty places numbers from this list, {use}: {', '.join(map(str, supply))}.",
            "If there are several ways, give any. Answer with one entry for each letter, such as: A=30, C=7, D=19",
        ]
    )


def _blank(instance: dict) -> list[int]:
    given = {cell for cell, _ in instance["given"]}
    size = {"star": 12, "square3": 9, "square4": 16, "square5": 25}[instance["shape"]]
    return [cell for cell in range(size) if cell not in given]


def verify(instance: dict, answer: str) -> bool:
    """Check the supply and add up every line."""
    entries = _read(answer)
    if entries is None or sorted(entries) != _blank(instance):
        return False
    left = list(instance["supply"])
    for number in entries.values():
        if number not in left:
            return False
        left.remove(number)
    values = entries | dict(instance["given"])
    sums = {sum(values[cell] for cell in line) for line in _lines(instance["shape"])}
    return len(sums) == 1 and instance["total"] in (None, *sums)


def _read(answer: str) -> dict[int, int] | None:
    """Read entries such as A=30, separated by commas and spaces; None where malformed or a letter stands twice."""
    text = answer.strip().removesuffix(".").rstrip()
    if len(text) > 20_000:
        return None
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    entries = re.split(r"\s*,\s*|\s+", re.sub(r"\s?=\s?", "=", " ".join(text.split())))
    if not all(re.fullmatch("[A-Ya-y]=[0-9]{1,6}", entry) for entry in entries):
        return None
    values = {_NAMES.index(entry[0].upper()): int(entry[2:]) for entry in entries}
    return values if len(values) == len(entries) else None


def solve(instance: dict) -> str:
    """Write the numbers that were taken out."""
    return _format(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange two numbers, repeat one, leave one out, or fill the supply in as it is listed."""
    filled = instance["solution"]
    cells, numbers = [cell for cell, _ in filled], [number for _, number in filled]
    wrong = [[numbers[1], numbers[0], *numbers[2:]], [numbers[1], *numbers[1:]], [numbers[0] + 1, *numbers[1:]]]
    wrong += [[*numbers[:-2], numbers[-1], numbers[-2]], instance["supply"][: len(cells)]]
    pairs = [[list(pair) for pair in zip(cells, near, strict=True)] for near in wrong] + [filled[1:]]
    texts = [_format(near) for near in pairs]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)]


def _format(entries: list[list[int]]) -> str:
    return ", ".join(f"{_NAMES[cell]}={number}" for cell, number in entries)
