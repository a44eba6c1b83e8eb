"""What is right, said again: each event is handled by a recursive function that also handles what it raises."""

from collections.abc import Iterator

LEVELS = (1, 4, 8)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one state exchanged, or two, another counter, a state lost or added."""
    *states, counter = solution.split()
    places, inners = range(len(states)), instance["inners"]
    single = [[*states[:at], other, *states[at + 1 :]] for at in places for other in inners]
    yield from (" ".join([*near, counter]) for near in single)
    double = [[*near[:at], other, *near[at + 1 :]] for near in single for at in places for other in inners]
    yield from (" ".join([*near, counter]) for near in double[:2500])
    yield from (" ".join([*states, str(other)]) for other in range(int(counter) - 60, int(counter) + 61))
    yield from (" ".join([*states[:at], *states[at + 1 :], counter]) for at in places)
    yield " ".join(states)


def holds(instance: dict, answer: str) -> bool:
    machine = {"inner": instance["inners"][0], "n": instance["start"], "left": {}}
    log = []
    for event in instance["events"]:
        _handle(instance, machine, event)
        log.append(machine["inner"])
    return answer == " ".join([*log, str(machine["n"])])


def _handle(instance: dict, machine: dict, event: str) -> None:
    inner = machine["inner"]
    fitting = [rule for rule in instance["rules"] if rule[1] == event and _true(rule[2], machine["n"])]
    ordered = [rule for rule in fitting if rule[0] == inner] + [rule for rule in fitting if rule[0] == inner[0]]
    if not ordered:
        return
    _, _, _, goal, action = ordered[0]
    _act(machine, action)
    _act(machine, instance["leaving"].get(inner))
    inside = len(goal) == 2 and goal[0] == inner[0]
    if not inside:
        _act(machine, instance["leaving"].get(inner[0]))
        machine["left"][inner[0]] = inner
    if len(goal) == 1:
        goal = machine["left"].get(goal, f"{goal}1") if goal in instance["history"] else f"{goal}1"
    if not inside:
        _act(machine, instance["entering"].get(goal[0]))
    _act(machine, instance["entering"].get(goal))
    machine["inner"] = goal
    if goal in instance["raises"]:
        _handle(instance, machine, instance["raises"][goal])


def _true(test: list | None, n: int) -> bool:
    if test is None:
        return True
    return not n & 1 if test[0] == "even" else test[1] > n


def _act(machine: dict, action: list | None) -> None:
    match action:
        case ["add", value]:
            machine["n"] += value
        case ["less", value]:
            machine["n"] -= value
        case ["zero"]:
            machine["n"] = 0
        case ["twice"]:
            machine["n"] += machine["n"]
