"""What is right, said again: the program as a stream of single orders, each asking the board what is ahead."""

from collections.abc import Generator, Iterator
from itertools import product

LEVELS = (1, 3, 5, 7)
EXHAUSTIVE = True
_WAYS = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield every cell of the board, and the cells around it, with every direction."""
    for x, y, way in product(range(instance["width"] + 2), range(instance["height"] + 2), "NESW"):
        yield f"{x} {y} {way}"


def holds(instance: dict, answer: str) -> bool:
    x, y, facing = instance["start"]
    robot = {"cell": (x, y), "way": facing}
    stream = _orders(instance["program"])
    order = next(stream, None)
    while order is not None:
        reply = None
        if order == "blocked?":
            reply = _next_cell(instance, robot["cell"], robot["way"]) is None
        elif order in ("forward", "back"):
            _go(instance, robot, order)
        else:
            turn = {"right": 1, "around": 2, "left": 3}[order]
            robot["way"] = "NESWNES"["NESW".index(robot["way"]) + turn]
        try:
            order = stream.send(reply)
        except StopIteration:
            order = None
    return answer == f"{robot['cell'][0]} {robot['cell'][1]} {robot['way']}"


def _orders(program: list) -> Generator[str, bool | None, None]:
    for kind, *rest in program:
        if kind == "repeat":
            for _ in range(rest[0]):
                yield from _orders(rest[1])
        elif kind == "if":
            blocked = yield "blocked?"
            yield from _orders(rest[0] if blocked else rest[1])
        else:
            yield from [kind] * (rest[0] if rest else 1)


def _next_cell(instance: dict, cell: tuple[int, int], way: str) -> tuple[int, int] | None:
    x, y = cell[0] + _WAYS[way][0], cell[1] + _WAYS[way][1]
    if not (0 < x <= instance["width"] and 0 < y <= instance["height"]) or [x, y] in instance["rocks"]:
        return None
    return x, y


def _go(instance: dict, robot: dict, kind: str) -> None:
    for _ in range(10_000):
        way = robot["way"] if kind == "forward" else {"N": "S", "S": "N", "E": "W", "W": "E"}[robot["way"]]
        cell = _next_cell(instance, robot["cell"], way)
        if cell is None:
            return
        for pair in instance["portals"]:
            if list(cell) in pair:
                cell = tuple(pair[1 - pair.index(list(cell))])
                break
        robot["cell"] = cell
        for x, y, to in instance["arrows"]:
            if (x, y) == cell:
                robot["way"] = to
        if list(cell) not in instance["ice"]:
            return
