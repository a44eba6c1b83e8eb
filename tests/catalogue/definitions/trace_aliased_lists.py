"""What is right, said again: names are sorted into groups that share a list, and a change is made group by group."""

from collections.abc import Iterator

LEVELS = (1, 5, 7)
EXHAUSTIVE = False


def candidates(instance: dict, solution: str) -> Iterator[str]:
    """Yield the solution with one number exchanged, lost or added, and with any list in the place of another."""
    lists = [[number for number in part.split(", ") if number] for part in solution[1:-1].split("] [")]
    yield solution
    for at, numbers in enumerate(lists):
        nears = [other for other in lists if other != numbers] + [numbers[::-1], [], [*numbers, "1"], ["1", *numbers]]
        nears += [numbers[:place] + numbers[place + 1 :] for place in range(len(numbers))]
        nears += [[*numbers[:place], str(d), *numbers[place + 1 :]] for place in range(len(numbers)) for d in range(11)]
        yield from (_text([*lists[:at], near, *lists[at + 1 :]]) for near in nears)
    yield _text(lists[:-1])


def _text(lists: list[list[str]]) -> str:
    return " ".join(f"[{', '.join(numbers)}]" for numbers in lists)


def holds(instance: dict, answer: str) -> bool:
    groups: list[tuple[set[str], list[int]]] = [({name}, values) for name, values in instance["first"].items()]
    for kind, one, *rest in instance["program"]:
        groups = _after(groups, kind, one, rest)
    return answer == _text([[str(number) for number in _held(groups, name)] for name in instance["names"]])


def _held(groups: list, name: str) -> list[int]:
    return next(values for names, values in groups if name in names)


def _moved(groups: list, name: str, fellow: str) -> list:
    """Take a name out of its group and put it into the group of another name."""
    return [((names - {name}) | ({name} if fellow in names else set()), values) for names, values in groups]


def _after(groups: list, kind: str, one: str, rest: list) -> list:
    if kind in ("copy", "join"):
        new = [number for name in rest for number in _held(groups, name)]
        return [(names - {one}, values) for names, values in groups] + [({one}, new)]
    if kind == "swap":
        flip = {one: rest[0], rest[0]: one}
        return [({flip.get(name, name) for name in names}, values) for names, values in groups]
    if kind == "pair":
        return _moved(_moved(groups, "<left>", rest[0]), "<right>", rest[1])
    if kind in ("alias", "left", "right", "put"):
        fellow = rest[0] if kind in ("alias", "put") else f"<{kind}>"
        name = "<left>" if kind == "put" else one
        return groups if name == fellow else _moved(groups, name, fellow)
    old = _held(groups, one)
    new = {
        "append": [*old, *rest],
        "insert": [*rest, *old],
        "pop": old[:-1],
        "turn": old[::-1],
        "extend": old + (_held(groups, rest[0]) if kind == "extend" else []),
        "set": [rest[-1] if kind == "set" and place == rest[0] else number for place, number in enumerate(old)],
    }[kind]
    return [(names, new if one in names else values) for names, values in groups]
