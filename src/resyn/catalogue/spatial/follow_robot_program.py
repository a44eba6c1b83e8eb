"""Follow a robot's program on a board with obstacles and special cells; say where it ends and which way it looks."""

import re
from random import Random
from typing import Any

META = {
    "category": "spatial",
    "skills": ["simulation", "orientation"],
    "keywords": ["robot", "grid walk"],
    "answer": "sequence",
    "version": 1,
}

_COMPASS = "NESW"
_STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0))
_LOOP_LEVEL, _PORTAL_LEVEL, _IF_LEVEL, _ARROW_LEVEL, _ICE_LEVEL, _NEST_LEVEL = 2, 3, 4, 5, 6, 7


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Scatter special cells and write a program, again while it ends in a corner or one kind of cell has no effect."""
    width, height = rng.randint(7, 9) + level // 2, rng.randint(7, 9) + level // 2
    cells = [[x, y] for x in range(1, width + 1) for y in range(1, height + 1)]
    rng.shuffle(cells)
    board = {
        "width": width,
        "height": height,
        "start": [*cells.pop(), rng.choice(_COMPASS)],
        "rocks": sorted(cells.pop() for _ in range(3 + level)),
        "portals": [[cells.pop(), cells.pop()] for _ in range(1 + level // 4 if level >= _PORTAL_LEVEL else 0)],
        "arrows": [[*cells.pop(), rng.choice(_COMPASS)] for _ in range(level if level >= _ARROW_LEVEL else 0)],
        "ice": sorted(cells.pop() for _ in range(2 * level if level >= _ICE_LEVEL else 0)),
    }
    for _ in range(30):
        program = _draw_program(level, 5 + level, 1 + (level >= _NEST_LEVEL) + level // 12, rng)
        final = _run({**board, "program": program})
        cornered = final[0] in (1, width) and final[1] in (1, height)
        others = _forgetful({**board, "program": program})
        if final not in others and final[:2] != board["start"][:2] and not cornered:
            break
    return {**board, "program": program, "solution": final}


def _forgetful(instance: dict[str, Any]) -> list[list[Any]]:
    """Return where the robot would end without the rocks, the portals, the arrows or the ice that there are."""
    kinds = [kind for kind in ("rocks", "portals", "arrows", "ice") if instance[kind]]
    return [_run({**instance, kind: []}) for kind in kinds]


def _draw_program(level: int, length: int, depth: int, rng: Random) -> list[Any]:
    """Return commands among which moves and turns take turns, with loops and conditions between them."""
    program: list[Any] = []
    moves = rng.random() < 0.5
    while len(program) < length:
        draw = rng.random()
        if depth and level >= _LOOP_LEVEL and draw < 0.2:
            program.append(["repeat", rng.randint(2, 3), _draw_program(level, rng.randint(2, 3), depth - 1, rng)])
        elif depth and level >= _IF_LEVEL and draw < 0.4:
            one, two = (_draw_program(level, rng.randint(1, 2), 0, rng) for _ in range(2))
            program.append(["if", one, two if two != one else [*two, ["around"]]])
        elif moves:
            program.append([rng.choice(("forward", "forward", "back")) if level > 1 else "forward", rng.randint(1, 4)])
        else:
            program.append([rng.choice(("left", "right", "around") if level > 1 else ("left", "right"))])
        moves = not moves
    return program


def _run(instance: dict[str, Any]) -> list[Any]:
    """Return final column, row and direction; complex numbers stand for cells, i is north."""
    free = {complex(x, y) for x in range(1, instance["width"] + 1) for y in range(1, instance["height"] + 1)}
    free -= {complex(*rock) for rock in instance["rocks"]}
    jumps = {complex(*a): complex(*b) for one, two in instance["portals"] for a, b in ((one, two), (two, one))}
    arrows = {complex(x, y): (1j, 1, -1j, -1)[_COMPASS.index(to)] for x, y, to in instance["arrows"]}
    ice = {complex(*cell) for cell in instance["ice"]}
    x, y, facing = instance["start"]
    at, look = complex(x, y), (1j, 1, -1j, -1)[_COMPASS.index(facing)]
    todo = list(reversed(instance["program"]))
    while todo:
        kind, *rest = todo.pop()
        if kind == "repeat":
            todo += list(reversed(rest[1])) * rest[0]
        elif kind == "if":
            todo += reversed(rest[at + look in free])
        elif kind in ("forward", "back"):
            for _ in range(rest[0]):
                while True:
                    heading = look if kind == "forward" else -look
                    if at + heading not in free:
                        break
                    at = jumps.get(at + heading, at + heading)
                    look = arrows.get(at, look)
                    if at not in ice:
                        break
        else:
            look *= {"left": 1j, "right": -1j, "around": -1}[kind]
    return [int(at.real), int(at.imag), _COMPASS[(1j, 1, -1j, -1).index(look)]]


def _text(program: list[Any]) -> str:
    parts = []
    for kind, *rest in program:
        if kind == "repeat":
            parts.append(f"repeat {rest[0]} times ({_text(rest[1])})")
        elif kind == "if":
            parts.append(f"if blocked ({_text(rest[0])}) else ({_text(rest[1])})")
        else:
            parts.append(" ".join(map(str, [kind, *rest])))
    return "; ".join(parts)


def observe(instance: dict[str, Any]) -> str:
    """Describe board, commands and program, and state the answer format."""

    def listed(cells: list[list[int]]) -> str:
        return ", ".join(f"({x}, {y})" for x, y in cells)

    portals = "; ".join(f"({a}, {b}) with ({c}, {d})" for (a, b), (c, d) in instance["portals"])
    arrows = ", ".join(f"({x}, {y}) {to}" for x, y, to in instance["arrows"])
    x, y, facing = instance["start"]
    program = _text(instance["program"])
    rules = [
        "forward n: n single steps, one after the other, each to the next cell in the direction the robot looks. A "
        "step that would leave the board or enter a rock is not made; nothing else happens then.",
        "left, right: turn by 90 degrees on the spot.",
        "back n: like forward n, but each step goes opposite to the direction the robot looks; it does not turn."
        if "back" in program
        else "",
        "around: turn by 180 degrees on the spot." if "around" in program else "",
        "repeat n times (...): carry out what stands in the brackets n times." if "repeat" in program else "",
        "if blocked (...) else (...): if a step in the direction the robot looks would not be made, carry out the "
        "first brackets, otherwise the second."
        if "if" in program
        else "",
        f"Portals in pairs: a step onto one puts the robot at once on its partner, without further effect: {portals}."
        if portals
        else "",
        "Arrows: when a step ends on one, the robot is turned to look in the arrow's direction (N, E, S or W) at once, "
        f"also in the middle of a command, whose remaining steps follow the new direction: {arrows}."
        if arrows
        else "",
        "Ice: when a step ends on ice, the robot at once makes a further step of the same kind, which is not counted "
        f"in n and may be one that is not made: {listed(instance['ice'])}."
        if instance["ice"]
        else "",
    ]
    return (
        f"A robot stands on a board of {instance['width']} columns and {instance['height']} rows. Cell (x, y) is in "
        "column x, counted from 1 in the west, and row y, counted from 1 in the south. "
        f"It starts on ({x}, {y}) and looks {facing} (N north, E east, S south, W west). "
        f"Rocks: {listed(instance['rocks'])}.\n\n"
        + "\n".join(f"- {rule}" for rule in rules if rule)
        + f"\n\nProgram: {program}\n\nWhere is the robot at the end, and which way does it look? Answer with x, y and "
        "one of the letters N, E, S, W, separated by spaces (the format, not a hint: 31 42 W)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Carry out the program by recursion and compare cell and direction."""
    tokens = [token.upper() for token in _tokens(answer)]
    if len(tokens) != 3 or not all(re.fullmatch(r"[0-9]{1,6}", token) for token in tokens[:2]):
        return False
    x, y, facing = instance["start"]
    robot = {"x": x, "y": y, "side": _COMPASS.index(facing)}
    _perform(instance, instance["program"], robot)
    return tokens[2] == _COMPASS[robot["side"]] and [int(tokens[0]), int(tokens[1])] == [robot["x"], robot["y"]]


def _perform(instance: dict[str, Any], program: list[Any], robot: dict[str, int]) -> None:
    for command in program:
        if command[0] == "repeat":
            for _ in range(command[1]):
                _perform(instance, command[2], robot)
        elif command[0] == "if":
            _perform(instance, command[1 if _ahead(instance, robot, 0) is None else 2], robot)
        elif command[0] in ("forward", "back"):
            for _ in range(command[1]):
                _step(instance, robot, 2 if command[0] == "back" else 0)
        else:
            robot["side"] = (robot["side"] + {"left": 3, "right": 1, "around": 2}[command[0]]) % 4


def _ahead(instance: dict[str, Any], robot: dict[str, int], turn: int) -> list[int] | None:
    east, north = _STEPS[(robot["side"] + turn) % 4]
    cell = [robot["x"] + east, robot["y"] + north]
    inside = 1 <= cell[0] <= instance["width"] and 1 <= cell[1] <= instance["height"]
    return cell if inside and cell not in instance["rocks"] else None


def _step(instance: dict[str, Any], robot: dict[str, int], turn: int) -> None:
    cell = _ahead(instance, robot, turn)
    if cell is None:
        return
    for one, two in instance["portals"]:
        if cell in (one, two):
            cell = two if cell == one else one
            break
    robot["x"], robot["y"] = cell
    for x, y, to in instance["arrows"]:
        if cell == [x, y]:
            robot["side"] = _COMPASS.index(to)
    if cell in instance["ice"]:
        _step(instance, robot, turn)


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return where the robot ended when the program was written."""
    return " ".join(map(str, instance["solution"]))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Look the wrong way, stop a cell off, exchange column and row, or forget one kind of special cell."""
    x, y, facing = instance["solution"]
    turned = [[x, y, other] for other in _COMPASS if other != facing]
    near = [*turned, [x + 1, y, facing], [x, y - 1, facing], [y, x, facing], *_forgetful(instance)]
    wrong = [other for place, other in enumerate(near) if other != instance["solution"] and other not in near[:place]]
    return [" ".join(map(str, other)) for other in wrong]
