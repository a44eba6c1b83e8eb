"""What is right, said again: straight ships of the right lengths, a cell of water around each, and all counts met.

Candidates: every way to place the fleet without touching, whatever the counts, and changes of one or two cells of the
solution.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, islice

LEVELS = (1,)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    yield from islice(_placed(instance["size"], instance["fleet"], frozenset()), 19_000)
    places = [at for at, sign in enumerate(solution) if sign != "\n"]
    for size in (1, 2):
        for chosen in combinations(places, size):
            signs = list(solution)
            for at in chosen:
                signs[at] = "." if signs[at] == "#" else "#"
            yield "".join(signs)


def _placed(size: int, fleet: list[int], taken: frozenset) -> Iterator[str]:
    if not fleet:
        yield "\n".join("".join("#" if (r, c) in taken else "." for c in range(size)) for r in range(size))
        return
    around = {(r + a, c + b) for r, c in taken for a in (-1, 0, 1) for b in (-1, 0, 1)}
    for r in range(size):
        for c in range(size):
            across = [(r, c + step) for step in range(fleet[0])]
            down = [(r + step, c) for step in range(fleet[0])]
            for ship in (across, down) if fleet[0] > 1 else (across,):
                if max(ship[-1]) < size and not around & set(ship):
                    yield from _placed(size, fleet[1:], taken | set(ship))


def holds(instance: dict, answer: str) -> bool:
    rows = answer.split("\n")
    size = instance["size"]
    if [len(row) for row in rows] != [size] * size:
        return False
    board = {(r, c): sign for r, row in enumerate(rows) for c, sign in enumerate(row)}
    if any(board[r, c] != sign for r, c, sign in instance["known"]):
        return False
    owner: dict[tuple[int, int], int] = {}
    lengths = []
    for cell in sorted(board):
        if board[cell] == "#" and cell not in owner:
            step = (0, 1) if board.get((cell[0], cell[1] + 1)) == "#" else (1, 0)
            ship, end = [], cell
            while board.get(end) == "#":
                ship.append(end)
                end = (end[0] + step[0], end[1] + step[1])
            owner.update(dict.fromkeys(ship, len(lengths)))
            lengths.append(len(ship))
    if Counter(lengths) != Counter(instance["fleet"]) or _touching(owner):
        return False
    return _counted(instance, owner)


def _touching(owner: dict[tuple[int, int], int]) -> bool:
    near = combinations(owner, 2)
    return any(owner[a] != owner[b] and abs(a[0] - b[0]) < 2 and abs(a[1] - b[1]) < 2 for a, b in near)


def _counted(instance: dict, owner: dict[tuple[int, int], int]) -> bool:
    size = instance["size"]
    for line in range(2 * size):
        ships = [owner[cell] for cell in owner if cell[line // size] == line % size]
        number = len(set(ships)) if instance["modes"][line] == "ships" else len(ships)
        if line not in instance["hidden"] and number != instance["counts"][line]:
            return False
    weights = instance["weights"]
    return not weights or sum(weights[r] for r, _ in owner) == instance["counts"][-1]
