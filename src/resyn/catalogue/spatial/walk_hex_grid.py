"""Walk over a map of hexagons to a goal in few steps, over all flags and under rules of terrain."""

import re
from random import Random

META = {
    "category": "spatial",
    "skills": ["planning", "spatial reasoning", "search"],
    "keywords": ["hexagonal grid", "terrain", "route"],
    "answer": "sequence",
    "version": 1,
}

_AROUND = ("E", "SE", "SW", "W", "NW", "NE")
_CUBE = {"E": (1, -1, 0), "SE": (0, -1, 1), "SW": (-1, 0, 1), "W": (-1, 1, 0), "NW": (0, 1, -1), "NE": (1, 0, -1)}
_TEXTS = {
    "~": "~ is ice: whoever enters it slides on in the same direction, field by field, until the first field that is "
    "not ice (this is part of the same step). A step that would end on a rock or off the map is not allowed.",
    "m": "m is mud: the step after one that ends on mud must have the same direction as that step.",
    "^": "^ is a cliff: it may only be entered in the directions E, NE and NW.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw maps, walk on each at random to lay out flags and goal, and keep the one whose shortest walk is longest."""
    best: dict = {"solution": []}
    wanted = 4 + level // 2
    for attempt in range(60):  # nine for a long walk, the others, on an open map, for any walk
        rows = _draw_map(level, rng, plain=attempt >= 9)
        instance = {"rows": rows, "turn": 1 if level >= 4 else 2 if level >= 2 else 3}
        trail = _wander(instance, wanted + 1, rng)
        flat = [field for field in trail[:-1] if rows[field[0]][field[1]] == "."]
        if len(trail) < 4 or len(flat) < 2:
            continue
        flags = rng.sample(flat, min(len(flat), 1 + min(level, 12) // 4 + max(0, level - 12) // 12))
        for (row, column), sign in [*((flag, "F") for flag in flags), (trail[-1], "G")]:
            rows[row] = rows[row][:column] + sign + rows[row][column + 1 :]
        plan = _search(instance)
        if len(plan) > len(best["solution"]):
            best = instance | {"steps": len(plan), "solution": plan}
        if len(best["solution"]) >= (wanted if attempt < 9 else 1):
            break
    return best


def _draw_map(level: int, rng: Random, *, plain: bool) -> list[str]:
    height, width = 4 + level // 3, 5 + level // 3
    signs = "S"
    if not plain:
        signs += "#" * (height * width // 6)
        signs += "~" * (4 + level // 3 if level >= 3 else 0) + "m" * (2 + level // 5 if level >= 5 else 0)
        signs += "^" * (3 + level // 5 if level >= 6 else 0)
    fields = rng.sample(signs + "." * (height * width - len(signs)), height * width)
    return ["".join(fields[row * width : row * width + width]) for row in range(height)]


def _wander(instance: dict, steps: int, rng: Random) -> list[tuple[int, int]]:
    """Return the fields entered by a random walk that ends no step on a field where it was before."""
    rows, last = instance["rows"], ""
    place = next((r, row.index("S")) for r, row in enumerate(rows) if "S" in row)
    trail = [place]
    for _ in range(steps):
        open_ways = []
        for way in _AROUND:
            passed = _step(rows, place, way)
            if passed and passed[-1] not in trail and _may_turn(instance, rows, place, last, way):
                open_ways.append((way, passed))
        if not open_ways:
            break
        last, passed = rng.choice(open_ways)
        place = passed[-1]
        trail += passed
    return trail[1:]


def _search(instance: dict) -> list[str]:
    """Return a shortest walk over all flags, [] where there is none."""
    rows = instance["rows"]
    flags = [(r, c) for r, row in enumerate(rows) for c, sign in enumerate(row) if sign == "F"]
    start = next((r, row.index("S")) for r, row in enumerate(rows) if "S" in row)
    layer: dict[tuple, list[str]] = {(start, "", frozenset()): []}
    seen = set(layer)
    while layer:
        fresh: dict[tuple, list[str]] = {}
        for (place, last, met), plan in layer.items():
            for way in _AROUND:
                passed = _step(rows, place, way)
                if not passed or not _may_turn(instance, rows, place, last, way):
                    continue
                state = (passed[-1], way, met | {field for field in passed if field in flags})
                if rows[passed[-1][0]][passed[-1][1]] == "G" and len(state[2]) == len(flags):
                    return [*plan, way]
                if state not in seen:
                    seen.add(state)
                    fresh[state] = [*plan, way]
        layer = fresh
    return []


def _step(rows: list[str], place: tuple[int, int], way: str) -> list[tuple[int, int]]:
    """Return the fields entered by a step, [] where it is not allowed."""
    entered: list[tuple[int, int]] = []
    row, column = place
    while not entered or rows[row][column] == "~":
        shift = {"E": 1, "W": -1}.get(way, (row % 2 if "E" in way else row % 2 - 1))
        row, column = row + ("S" in way) - ("N" in way), column + shift
        if not (0 <= row < len(rows) and 0 <= column < len(rows[0])) or rows[row][column] == "#":
            return []
        if rows[row][column] == "^" and way not in ("E", "NE", "NW"):
            return []
        entered.append((row, column))
    return entered


def _may_turn(instance: dict, rows: list[str], place: tuple[int, int], last: str, way: str) -> bool:
    if not last:
        return True
    turn = abs(_AROUND.index(last) - _AROUND.index(way))
    return min(turn, 6 - turn) <= (0 if rows[place[0]][place[1]] == "m" else instance["turn"])


def observe(instance: dict) -> str:
    """Return the question."""
    rows = instance["rows"]
    drawn = [("  " if number % 2 else "") + "   ".join(row) for number, row in enumerate(rows)]
    signs = [text for sign, text in _TEXTS.items() if sign in "".join(rows)]
    turn = {
        1: "The directions of two successive steps may differ by 60 degrees at most.",
        2: "A step may not go in the direction opposite to that of the step before it.",
    }
    return "\n".join(
        [
            "A map of six-sided fields (every second row is moved to the right by half a field):",
            *("    " + row for row in drawn),
            "A field has up to six neighbours: E and W in its row, NE and NW above, SE and SW below. S is the "
            "start, G the goal, "
            "F a flag, # a rock, which cannot be entered, . an open field.",
            *signs,
            "Each step goes to the neighbouring field in one of the six directions; no step may leave the map or "
            "enter a rock.",
            *([turn[instance["turn"]]] if instance["turn"] in turn else []),
            f"Find a walk of at most {instance['steps']} steps from S over every F (in any order; sliding over one "
            f"counts), the last "
            "step of which ends on G. S and G may be entered on the way, too. If there are several walks, give any.",
            "Answer with the directions of the steps, separated by spaces, such as: NE E SW",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Walk with cube coordinates of the fields and check every rule."""
    ways, rows = [token.upper() for token in _tokens(answer)], instance["rows"]
    if not 0 < len(ways) <= instance["steps"] or any(way not in _CUBE for way in ways):
        return False
    fields = {(c - (r - r % 2) // 2, r): sign for r, row in enumerate(rows) for c, sign in enumerate(row)}
    q, r = next(place for place, sign in fields.items() if sign == "S")
    met = set()
    for number, way in enumerate(ways):
        if number:
            before, now = _CUBE[ways[number - 1]], _CUBE[way]
            same = sum(a * b for a, b in zip(before, now, strict=True))  # 2, 1, -1, -2 at 0, 60, 120, 180 degrees
            if same < {1: 1, 2: -1}.get(instance["turn"], -2) or (fields[q, r] == "m" and same < 2):
                return False
        first = True
        while first or fields[q, r] == "~":
            q, r, first = q + _CUBE[way][0], r + _CUBE[way][2], False
            sign = fields.get((q, r), "#")
            if sign == "#" or (sign == "^" and way not in ("E", "NE", "NW")):
                return False
            met.add((q, r))
    return fields[q, r] == "G" and all(place in met for place, sign in fields.items() if sign == "F")


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text) if len(text) <= 5_000 else []


def solve(instance: dict) -> str:
    """Return the shortest walk found."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop a step early, reverse the walk, walk on, or turn the first or last step."""
    walk = instance["solution"]
    wrong = [walk[:-1], walk[::-1], [*walk, walk[-1]], walk[1:]]
    for way in _AROUND:
        wrong += [[way, *walk[1:]], [*walk[:-1], way]]
    texts = dict.fromkeys(" ".join(near) for near in wrong if near)
    return [text for text in texts if not verify(instance, text)][:8]
