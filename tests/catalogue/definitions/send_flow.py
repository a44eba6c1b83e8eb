"""What is right, said again: amounts in the pipes that no station gains or loses, within all limits, enough of them.

Candidates: every flow within the limits of the pipes, and the solution with one pipe above its limit.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = False
FORM = r"P[1-9][0-9]?=[0-9]+( P[1-9][0-9]?=[0-9]+)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    rooms = [room for _, _, room in instance["pipes"]]
    for flow in product(*(range(room + 1) for room in rooms)):
        if any(flow):
            yield _written(flow)
    flow = _read(solution, len(rooms))
    for pipe, room in enumerate(rooms):
        yield _written((*flow[:pipe], room + 1, *flow[pipe + 1 :]))


def holds(instance: dict, answer: str) -> bool:
    flow = _read(answer, len(instance["pipes"]))
    names = [entry.split("=")[0] for entry in answer.split()]
    if len(flow) > len(instance["pipes"]) or len(set(names)) < len(names):
        return False
    balance: dict[str, int] = {}
    through: dict[str, int] = {}
    for units, (source, sink, room) in zip(flow, instance["pipes"], strict=True):
        if units > room:
            return False
        balance[source] = balance.get(source, 0) - units
        balance[sink] = balance.get(sink, 0) + units
        through[sink] = through.get(sink, 0) + units
    if any(left for station, left in balance.items() if station not in "ST"):
        return False
    if any(through.get(chr(65 + at), 0) > limit for at, limit in enumerate(instance["limits"])):
        return False
    low = [pipe for pipe, least in instance["lower"] if flow[pipe] < least]
    odd = [pipe for pipe in instance["even"] if flow[pipe] % 2]
    both = [pair for pair in instance["exclusive"] if flow[pair[0]] * flow[pair[1]] > 0]
    many = instance["most_used"] is not None and len([units for units in flow if units > 0]) > instance["most_used"]
    return not (low or odd or both or many) and -balance["S"] >= instance["value"]


def _read(answer: str, pipes: int) -> tuple[int, ...]:
    named = dict(entry[1:].split("=") for entry in answer.split())
    return tuple(int(named.get(str(pipe), 0)) for pipe in range(1, max(pipes, *map(int, named)) + 1))


def _written(flow: tuple[int, ...]) -> str:
    return " ".join(f"P{pipe}={units}" for pipe, units in enumerate(flow, start=1) if units)
