"""Find a shortest way through a warehouse with blocked cells."""

from random import Random

META = {"category": "spatial", "skills": ["search"], "keywords": ["floor plan"], "answer": "word", "version": 1}

_MOVES = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}


def generate(level: int, rng: Random) -> dict:
    """Block cells at random and keep, of a few plans, the one with the longest shortest way."""
    size, best = 5 + level // 2, {"way": ""}
    for _ in range(12):
        rows = ["".join("#" if rng.random() < 0.33 else "." for _ in range(size + 1)) for _ in range(size)]
        free = [(r, c) for r in range(size) for c in range(size + 1) if rows[r][c] == "."]
        ways = _ways(rows, rng.choice(free))
        goal = max(sorted(ways), key=lambda cell: len(ways[cell]))
        if len(ways[goal]) > len(best["way"]):
            start = next(cell for cell in ways if ways[cell] == "")
            best = {"rows": rows, "start": list(start), "goal": list(goal), "way": ways[goal]}
    return best


def observe(instance: dict) -> str:
    """Return the question."""
    (r, c), (to_r, to_c) = instance["start"], instance["goal"]
    return "\n".join(
        [
            "In this plan of a warehouse, '#' is a blocked cell and '.' a free one:",
            *instance["rows"],
            f"A robot stands in row {r + 1}, column {c + 1}, counted from 1 at the top left.",
            f"Bring it to row {to_r + 1}, column {to_c + 1} in as few moves as possible; it may not leave the plan.",
            "U moves up, D down, L left, R right. Answer with the moves as one word, such as: UUR",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Follow the moves over free cells and compare their number with the shortest way."""
    rows, (r, c) = instance["rows"], instance["start"]
    moves = answer.strip().rstrip(".").upper()
    for move in moves:
        if move not in _MOVES:
            return False
        r, c = r + _MOVES[move][0], c + _MOVES[move][1]
        if not (0 <= r < len(rows) and 0 <= c < len(rows[0]) and rows[r][c] == "."):
            return False
    shortest = _ways(rows, tuple(instance["start"]))[tuple(instance["goal"])]
    return [r, c] == instance["goal"] and len(moves) == len(shortest)


def solve(instance: dict) -> str:
    """Write the way found when the plan was drawn."""
    return instance["way"]


def wrong_answers(instance: dict) -> list[str]:
    """Stop one move early, take a detour at the end, or go the way backwards."""
    way = instance["way"]
    back = {"U": "D", "D": "U", "L": "R", "R": "L"}[way[-1]]
    return [way[:-1], way + back + way[-1], way + way[-1]]


def _ways(rows: list[str], start: tuple) -> dict:
    """Return a shortest way to each cell that can be reached, by breadth-first search."""
    ways, queue = {start: ""}, [start]
    for r, c in queue:
        for move, (dr, dc) in _MOVES.items():
            cell = (r + dr, c + dc)
            inside = 0 <= cell[0] < len(rows) and 0 <= cell[1] < len(rows[0])
            if inside and rows[cell[0]][cell[1]] == "." and cell not in ways:
                ways[cell] = ways[(r, c)] + move
                queue.append(cell)
    return ways
