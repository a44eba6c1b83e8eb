"""Follow assignments of pointers on linked nodes and say where every node points at the end."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["simulation", "pointer tracking", "code tracing"],
    "keywords": ["linked list", "pointers", "rings", "references"],
    "answer": "sequence",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def generate(level: int, rng: Random) -> dict:
    """Draw nodes in rings and a program; draw again, a few times, if little has changed at the end."""
    best: dict = {}
    for _ in range(12):
        size = min(5 + level // 3, len(_NAMES))
        fields = ["next", "prev"] if level >= 6 else ["next"]
        start = {field: rng.sample(_NAMES[:size], size) for field in fields}
        variables = ["p", "q", "r", "s"][: 2 + (level >= 2) + (level >= 7)]
        program = _draw_block(6 + level, level, variables, fields, rng)
        instance = {
            "start": start,
            "variables": {name: rng.choice(_NAMES[:size]) for name in variables},
            "program": program,
        }
        end = _run(instance)
        moved = sum(a != b for a, b in zip(start["next"], end, strict=True))
        score = min(moved, 4) + min(len(set(end)), 4)
        if score > best.get("score", -1):
            best = {**instance, "score": score, "solution": end}
        if score == 8:
            break
    del best["score"]
    return best


def _draw_block(count: int, level: int, variables: list[str], fields: list[str], rng: Random) -> list:
    block: list = []
    while count > 0:
        kinds = ["set", "set", "set", *(["swap"] if level >= 3 else [])]
        kinds += (["repeat"] if level >= 4 else []) + (["if"] if level >= 5 else [])
        kind = rng.choice(kinds) if count >= 3 else "set"
        if kind == "repeat":
            block.append([kind, rng.randint(2, 3), _draw_block(2, 1, variables, fields, rng)])
            count -= 3
        elif kind == "if":
            paths = [_draw_path(variables, fields, 1, rng), _draw_path(variables, fields, 1, rng)]
            block.append(
                [kind, *paths, _draw_block(1, 1, variables, fields, rng), _draw_block(1, 1, variables, fields, rng)]
            )
            count -= 3
        elif kind == "swap":
            block.append([kind, *(_draw_path(variables, fields, rng.randint(1, 2), rng) for _ in range(2))])
            count -= 1
        else:
            deep = rng.random() < 0.6
            target = _draw_path(variables, fields, rng.choice((1, 1, 2)) if deep else 0, rng)
            block.append([kind, target, _draw_path(variables, fields, rng.choice((0, 1, 1, 2)) if deep else 2, rng)])
            count -= 1
    return block


def _draw_path(variables: list[str], fields: list[str], steps: int, rng: Random) -> list[str]:
    return [rng.choice(variables), *(rng.choice(fields) for _ in range(steps))]


def _run(instance: dict) -> list[str]:
    """Return where A, B, C, ... point; nodes are dicts that hold each other."""
    count = len(instance["start"]["next"])
    nodes: list[dict] = [{"name": name} for name in _NAMES[:count]]
    for field, ends in instance["start"].items():
        for node, end in zip(nodes, ends, strict=True):
            node[field] = nodes[_NAMES.index(end)]
    variables = {name: nodes[_NAMES.index(end)] for name, end in instance["variables"].items()}
    _run_block(instance["program"], variables)
    return [node["next"]["name"] for node in nodes]


def _run_block(block: list, variables: dict) -> None:
    for kind, *parts in block:
        if kind == "repeat":
            for _ in range(parts[0]):
                _run_block(parts[1], variables)
        elif kind == "if":
            same = _end(variables, parts[0]) is _end(variables, parts[1])
            _run_block(parts[2] if same else parts[3], variables)
        else:
            values = [_end(variables, path) for path in parts]
            owners = [_end(variables, path[:-1]) for path in parts]
            owners[0][parts[0][-1]] = values[1]
            if kind == "swap":
                owners[1][parts[1][-1]] = values[0]


def _end(variables: dict, path: list[str]) -> dict:
    """Follow a path; the empty path is the table of variables itself."""
    here = variables
    for step in path:
        here = here[step]
    return here


def observe(instance: dict) -> str:
    """Return the question."""
    names = _NAMES[: len(instance["start"]["next"])]
    tables = [
        f"  {field}: " + ", ".join(f"{name}->{end}" for name, end in zip(names, ends, strict=True))
        for field, ends in instance["start"].items()
    ]
    variables = ", ".join(f"{name} = {end}" for name, end in instance["variables"].items())
    lines = _lines(instance["program"], "  ")
    text = "\n".join(lines)
    several = len(tables) > 1
    rules = [
        "x = y makes the variable or pointer on the left refer to the node to which the right side refers at that "
        "moment; "
        "in p.next.next = q, the next pointer of the node p.next is set.",
        "x <-> y: both sides are found first, then the two pointers exchange their contents." if "<->" in text else "",
        "repeat n: the lines set in below it are carried out n times." if "repeat" in text else "",
        "if x is y: tells whether both refer to the same node." if "if " in text else "",
        "next and prev are independent of each other: setting one never changes the other." if several else "",
    ]
    return "\n".join(
        [
            f"The nodes {', '.join(names)} are linked. Each has {'these pointers' if several else 'a pointer next'} "
            "to a node, "
            "at first:",
            *tables,
            f"Variables refer to nodes, at first: {variables}.",
            *("- " + rule for rule in rules if rule),
            "This program is carried out line by line:",
            *lines,
            "To which node does the next pointer of each node point at the end? Answer with the nodes to which the "
            "next "
            f"pointers of {', '.join(names)} point, in this order, separated by spaces, such as: Z Z Y",
        ]
    )


def _lines(block: list, indent: str) -> list[str]:
    lines = []
    for kind, *parts in block:
        if kind == "repeat":
            lines += [f"{indent}repeat {parts[0]}:", *_lines(parts[1], indent + "  ")]
        elif kind == "if":
            lines.append(f"{indent}if {'.'.join(parts[0])} is {'.'.join(parts[1])}:")
            lines += [*_lines(parts[2], indent + "  "), f"{indent}otherwise:", *_lines(parts[3], indent + "  ")]
        else:
            lines.append(indent + {"set": " = ", "swap": " <-> "}[kind].join(".".join(path) for path in parts))
    return lines


def verify(instance: dict, answer: str) -> bool:
    """Carry out the program on one table of places, statement by statement, and compare."""
    names = _NAMES[: len(instance["start"]["next"])]
    table = {"." + name: end for name, end in instance["variables"].items()}
    table |= {
        f"{name}.{field}": end
        for field, ends in instance["start"].items()
        for name, end in zip(names, ends, strict=True)
    }
    todo = instance["program"][::-1]
    while todo:
        kind, *parts = todo.pop()
        if kind == "repeat":
            todo += (parts[1] * parts[0])[::-1]
        elif kind == "if":
            same = table[_place(table, parts[0])] == table[_place(table, parts[1])]
            todo += (parts[2] if same else parts[3])[::-1]
        else:
            one, two = (_place(table, path) for path in parts)
            held = table[one]
            table[one] = table[two]
            if kind == "swap":
                table[two] = held
    return [token.upper() for token in _tokens(answer)] == [table[f"{name}.next"] for name in names]


def _place(table: dict[str, str], path: list[str]) -> str:
    """Return the place in the table at which the last pointer of a path stands."""
    place = "." + path[0]
    for step in path[1:]:
        place = f"{table[place]}.{step}"
    return place


def solve(instance: dict) -> str:
    """Return where the nodes pointed when the program was drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave the pointers as they were, forget the first or last line, or mistake one node."""
    right = instance["solution"]
    program = instance["program"]
    nears = [instance["start"]["next"], *(_run({**instance, "program": part}) for part in (program[1:], program[:-1]))]
    nears += [right[:-1], [right[-1], *right[:-1]]]
    for at in (0, len(right) - 1):
        nears.append([*right[:at], _NAMES[(_NAMES.index(right[at]) + 1) % len(right)], *right[at + 1 :]])
    return list(dict.fromkeys(" ".join(near) for near in nears if near != right))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
