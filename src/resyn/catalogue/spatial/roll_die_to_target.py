"""Roll a die over a board so that it reaches a cell with a given face up in the fewest rolls possible."""

import re
from random import Random
from typing import Any

META = {
    "category": "spatial",
    "skills": ["mental rotation", "search"],
    "keywords": ["rolling cube", "die", "certificate"],
    "answer": "sequence",
    "version": 1,
}

_STEPS = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}
_NORTH_LEVEL, _TABOO_LEVEL, _STAMP_LEVEL, _TURN_LEVEL = 3, 2, 4, 6
_Die = tuple[int, int, int]  # the faces on top, to the north and to the east; opposite faces add up to 7
_State = tuple[int, int, _Die, int, str]  # column, row, die, stamps made (bit mask), last roll


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw a board and, among all that can be reached, a goal that takes about as many rolls as the level wants."""
    side, wanted = 5 + level // 4, 4 + min(level, 10) + max(0, level - 10) // 3
    for walls in range(2 + level, -1, -1):  # fewer obstacles each time no goal is far enough
        cells = [[x, y] for x in range(1, side + 1) for y in range(1, side + 1)]
        rng.shuffle(cells)
        top, north, *_ = rng.sample((1, 2, 3), 2)
        die = [rng.choice((face, 7 - face)) for face in (top, north, 6 - top - north)]
        board = {
            "side": side,
            "start": cells.pop(),
            "die": die,
            "walls": sorted(cells.pop() for _ in range(walls)),
            "taboo": [
                [*rng.choice(cells), rng.randint(1, 6)]
                for _ in range(min(walls, level) if level >= _TABOO_LEVEL else 0)
            ],
            "no_repeat": level >= _TURN_LEVEL,
            "stamps": [],
        }
        board["stamps"] = _draw_stamps(board, wanted, rng) if level >= _STAMP_LEVEL else []
        goals = _goals(board, wanted, north_counts=level >= _NORTH_LEVEL)
        most = max(map(len, goals.values()), default=0)
        if most == wanted:
            break
    x, y, top, north = rng.choice([goal for goal, rolls in goals.items() if len(rolls) == most])
    return {**board, "goal": [x, y], "top": top, "north": north, "most": most, "solution": goals[x, y, top, north]}


def _draw_stamps(board: dict[str, Any], wanted: int, rng: Random) -> list[list[int]]:
    """Return cells and bottom faces that a random legal walk passes, so that they can be had."""
    state: _State = (*board["start"], tuple(board["die"]), 0, "")
    passed = []
    for _ in range(wanted):
        options = _rolls(board, state)
        if not options:
            break
        state = rng.choice(options)
        if [state[0], state[1]] != board["start"]:
            passed.append([state[0], state[1], 7 - state[2][0]])
    drawn = rng.sample(passed, min(1 + (wanted >= 12), len(passed)))
    return [stamp for place, stamp in enumerate(drawn) if stamp not in drawn[:place]]


def _rolls(board: dict[str, Any], state: _State) -> list[_State]:
    """Return the states one legal roll away, in the order N, E, S, W."""
    x, y, (top, north, east), mask, last = state
    after = {
        "N": (7 - north, top, east),
        "E": (7 - east, north, top),
        "S": (north, 7 - top, east),
        "W": (east, north, 7 - top),
    }
    states = []
    for way, (right, up) in _STEPS.items():
        cell, die = [x + right, y + up], after[way]
        inside = 1 <= cell[0] <= board["side"] and 1 <= cell[1] <= board["side"] and cell not in board["walls"]
        if inside and [*cell, 7 - die[0]] not in board["taboo"] and not (board["no_repeat"] and way == last):
            stamped = sum(1 << i for i, stamp in enumerate(board["stamps"]) if stamp == [*cell, 7 - die[0]])
            states.append((*cell, die, mask | stamped, way))
    return states


def _goals(board: dict[str, Any], wanted: int, *, north_counts: bool) -> dict[tuple[int, int, int, int], str]:
    """Return fewest rolls for every goal with all stamps made, as far as `wanted` rolls reach; north 0 is any."""
    first: _State = (*board["start"], tuple(board["die"]), 0, "")
    reached, layer = {first: ""}, [first]
    goals: dict[tuple[int, int, int, int], str] = {}
    for _ in range(wanted):
        following = []
        for state in layer:
            for after in _rolls(board, state):
                kept = after if board["no_repeat"] else (*after[:4], "")
                if kept in reached:
                    continue
                reached[kept] = reached[state] + after[4]
                following.append(kept)
                x, y, (top, north, _), mask, _ = kept
                if mask == (1 << len(board["stamps"])) - 1 and [x, y] != board["start"]:
                    goals.setdefault((x, y, top, north if north_counts else 0), reached[kept])
        layer = following
    return goals


def observe(instance: dict[str, Any]) -> str:
    """Describe die, board, rules and goal, and state the answer format."""
    top, north, east = instance["die"]
    (x, y), (goal_x, goal_y) = instance["start"], instance["goal"]
    walls = ", ".join(f"({a}, {b})" for a, b in instance["walls"])
    taboo = ", ".join(f"({a}, {b}) {face}" for a, b, face in sorted(instance["taboo"]))
    stamps = " and ".join(f"on ({a}, {b}) with face {face} down" for a, b, face in instance["stamps"])
    rules = [
        f"It never rolls onto a wall: {walls}." if walls else "",
        f"On these cells it must not come to lie with the face named down: {taboo}." if taboo else "",
        "It never rolls in the same direction twice in succession." if instance["no_repeat"] else "",
        f"On its way, in any order, it must lie {stamps} at least once (the last roll counts, too)." if stamps else "",
    ]
    toward = f" and face {instance['north']} to the north" if instance["north"] else ""
    return (
        f"A die lies on a board of {instance['side']} x {instance['side']} cells. Cell (x, y) is in column x, counted "
        "from 1 in the west, and row y, counted from 1 in the south. Opposite faces of the die add up to 7. "
        f"It starts on ({x}, {y}) with face {top} on top, {north} to the north and {east} to the east. Each roll N, E, "
        "S or W tips it over its lower edge onto the neighbouring cell to the north, east, south or west; it never "
        "leaves the board.\n"
        + "\n".join(f"- {rule}" for rule in rules if rule)
        + f"\n\nBring it to ({goal_x}, {goal_y}) so that it lies there after its last roll with face {instance['top']} "
        f"on top{toward}, in at most {instance['most']} rolls (fewer are impossible). Any such sequence is accepted. "
        "Answer with the rolls in order as letters separated by spaces (the format, not a hint: W E W E)."
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Roll a die with six named faces along the answer and check every rule."""
    rolls = [token.upper() for token in _tokens(answer)]
    if len(rolls) > instance["most"] or not all(roll in _STEPS for roll in rolls):
        return False
    top, north, east = instance["die"]
    die = {"N": north, "S": 7 - north, "E": east, "W": 7 - east, "top": top, "bottom": 7 - top}
    back = {"N": "S", "S": "N", "E": "W", "W": "E"}
    (x, y), lain = instance["start"], []
    for number, roll in enumerate(rolls):
        x, y = x + _STEPS[roll][0], y + _STEPS[roll][1]
        die |= {"bottom": die[roll], roll: die["top"], "top": die[back[roll]], back[roll]: die["bottom"]}
        lain.append([x, y, die["bottom"]])
        off_board = not (1 <= x <= instance["side"] and 1 <= y <= instance["side"]) or [x, y] in instance["walls"]
        repeated = instance["no_repeat"] and number > 0 and rolls[number - 1] == roll
        if off_board or repeated or lain[-1] in instance["taboo"]:
            return False
    arrived = [x, y] == instance["goal"] and die["top"] == instance["top"] and instance["north"] in (0, die["N"])
    return arrived and all(stamp in lain for stamp in instance["stamps"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return []
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the rolls found when the goal was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Stop a roll early, begin a roll late, or end with a roll in another direction: each ends on another cell."""
    rolls = instance["solution"]
    wrong = [rolls[:-1], rolls[1:], *(rolls[:-1] + way for way in _STEPS if way != rolls[-1])]
    return [" ".join(near) for near in dict.fromkeys(wrong)]
