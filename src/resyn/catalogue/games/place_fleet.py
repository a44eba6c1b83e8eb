"""Place a fleet of ships on a grid so that they do not touch and all counts at its edges come out."""

from random import Random

META = {
    "category": "games",
    "skills": ["constraint propagation", "spatial reasoning", "search"],
    "keywords": ["battleship solitaire", "row and column counts", "certificate"],
    "answer": "grid",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Place ships at random and count them."""
    size = 5 + level // 3
    fleet = sorted([3, 2, 1, *([2, 1, 3, 1, 4] * (1 + level // 15))[: level // 3]], reverse=True)
    ships: list[list[tuple[int, int]]] = []
    for _ in range(60):
        tried = _draw_ships(size, fleet, rng)
        ships = tried if len(tried) > len(ships) else ships
        if len(ships) == len(fleet):
            break
    cells = sorted(cell for ship in ships for cell in ship)
    water = [(r, c) for r in range(size) for c in range(size) if (r, c) not in cells]
    instance = {
        "size": size,
        "fleet": sorted((len(ship) for ship in ships), reverse=True),
        "modes": ["ships" if level >= 6 and rng.random() < 0.4 else "cells" for _ in range(2 * size)],
        "known": [[*cell, "#"] for cell in rng.sample(cells, 1 if level >= 2 else 0)],
        "hidden": sorted(rng.sample(range(2 * size), level // 2 if level >= 4 else 0)),
        "weights": [rng.randint(1, 5) for _ in range(size)] if level >= 8 else [],
    }
    instance["known"] += [[*cell, "."] for cell in rng.sample(water, 2 + level // 5 if level >= 3 else 0)]
    drawn = dict.fromkeys(cells, "#")
    rows = ["".join(drawn.get((r, c), ".") for c in range(size)) for r in range(size)]
    return {**instance, "counts": _counts(instance, rows), "solution": rows}


def _draw_ships(size: int, fleet: list[int], rng: Random) -> list[list[tuple[int, int]]]:
    """Place as many ships as find room, the longest first."""
    taken: set[tuple[int, int]] = set()
    ships = []
    for length in fleet:
        spots = []
        for across in (True, False):
            for a in range(size):
                for b in range(size - length + 1):
                    ship = [(a, b + step) if across else (b + step, a) for step in range(length)]
                    spots += [ship] if not taken.intersection(ship) else []
        if not spots:
            break
        ships.append(rng.choice(spots))
        taken |= {(r + down, c + right) for r, c in ships[-1] for down in (-1, 0, 1) for right in (-1, 0, 1)}
    return ships


def _ships(rows: list[str]) -> list[list[tuple[int, int]]]:
    """Return the groups of ship cells that touch each other, also at corners."""
    left = {(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign == "#"}
    groups = []
    while left:
        group = [min(left)]
        for r, c in group:
            near = {(r + down, c + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            group += sorted(near - set(group))
        left -= set(group)
        groups.append(group)
    return groups


def _counts(instance: dict, rows: list[str]) -> list[int]:
    """Return the counts of the rows from the top and then of the columns from the left."""
    size = instance["size"]
    lines = [[(r, c) for c in range(size)] for r in range(size)] + [[(r, c) for r in range(size)] for c in range(size)]
    ships = _ships(rows)
    counts = []
    for line, mode in zip(lines, instance["modes"], strict=True):
        if mode == "ships":
            counts.append(sum(bool(set(ship) & set(line)) for ship in ships))
        else:
            counts.append(sum(rows[r][c] == "#" for r, c in line))
    if instance["weights"]:
        counts.append(sum(weight * row.count("#") for weight, row in zip(instance["weights"], rows, strict=True)))
    return counts


def observe(instance: dict) -> str:
    """Return the question."""
    size, modes = instance["size"], instance["modes"]
    shown = [
        "?" if at in instance["hidden"] else f"{count}{'s' if modes[at] == 'ships' else ''}"
        for at, count in enumerate(instance["counts"][: 2 * size])
    ]
    fleet = ", ".join(map(str, instance["fleet"]))
    known = [
        f"row {r + 1}, column {c + 1} is {'a ship' if sign == '#' else 'water'}" for r, c, sign in instance["known"]
    ]
    rules = [
        f"The ships have these lengths: {fleet}. A ship of length n takes up n cells in a straight line, across or "
        "down.",
        "Ships do not touch each other, not even at a corner.",
        "A count tells how many cells of its row or column are ship.",
        "A count with s behind it tells how many different ships have at least one cell in its row or column."
        if "s" in "".join(shown)
        else "",
        "Where a count is ?, any number is possible." if "?" in shown else "",
        f"Known cells: {'; '.join(known)}." if known else "",
    ]
    if instance["weights"]:
        weights = ", ".join(map(str, instance["weights"]))
        rules.append(
            f"If each ship cell earns the points of its row, which are {weights} for the rows from the top, all "
            "ship cells "
            f"together earn {instance['counts'][-1]}."
        )
    return "\n".join(
        [
            f"Place a fleet on a grid of {size} rows and {size} columns.",
            f"Counts of the rows, from the top: {' '.join(shown[:size])}",
            f"Counts of the columns, from the left: {' '.join(shown[size:])}",
            "Rules:",
            *("- " + rule for rule in rules if rule),
            "If there are several ways, give any one. Answer with the grid, a line for each row from the top, # "
            "for a ship cell "
            "and . for water, such as (for a smaller grid):",
            "#.\n..",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Read the grid, find the ships on it and count."""
    size = instance["size"]
    if len(answer) > 20_000:
        return False
    rows = ["".join(line.split()) for line in answer.strip().splitlines()]
    if len(rows) != size or any(len(row) != size or set(row) - {"#", "."} for row in rows):
        return False
    ships = _ships(rows)
    straight = all(len({r for r, _ in ship}) == 1 or len({c for _, c in ship}) == 1 for ship in ships)
    if not straight or sorted(map(len, ships), reverse=True) != instance["fleet"]:
        return False
    if any(rows[r][c] != sign for r, c, sign in instance["known"]):
        return False
    counts = zip(_counts(instance, rows), instance["counts"], strict=True)
    return all(found == count or at in instance["hidden"] for at, (found, count) in enumerate(counts))


def solve(instance: dict) -> str:
    """Return the planted fleet."""
    return "\n".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Lose a cell, add one, mirror the grid, or leave it empty."""
    rows = instance["solution"]
    size = instance["size"]
    nears = [["." * size] * size, rows[:-1], rows[::-1], [row[::-1] for row in rows], [*rows[1:], rows[0]]]
    nears += [["".join(line) for line in zip(*rows, strict=True)]]
    for r, c in [(r, c) for r in range(size) for c in range(size)][:: size + 1]:
        turned = "." if rows[r][c] == "#" else "#"
        nears.append([*rows[:r], rows[r][:c] + turned + rows[r][c + 1 :], *rows[r + 1 :]])
    texts = ["\n".join(near) for near in nears]
    return [text for text in dict.fromkeys(texts) if not verify(instance, text)][:7]
