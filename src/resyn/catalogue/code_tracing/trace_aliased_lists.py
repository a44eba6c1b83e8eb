"""Follow statements on names that may share a list, and give what each name holds at the end."""

import re
from itertools import chain
from random import Random

META = {
    "category": "code_tracing",
    "skills": ["state tracking", "simulation", "reference semantics"],
    "keywords": ["aliasing", "references", "copies", "mutable lists"],
    "answer": "sequence",
    "version": 1,
}

_TEXTS = {
    "alias": "{0} = {1}",
    "copy": "{0} = copy of {1}",
    "join": "{0} = {1} + {2}",
    "append": "append {1} to {0}",
    "set": "{0}[{1}] = {2}",
    "pop": "remove the last number of {0}",
    "insert": "insert {1} at the front of {0}",
    "extend": "extend {0} by {1}",
    "turn": "reverse {0}",
    "swap": "{0}, {1} = {1}, {0}",
    "pair": "{0} = pair of {1} and {2}",
    "left": "{0} = left part of {1}",
    "right": "{0} = right part of {1}",
    "put": "left part of {0} = {1}",
}
_MEANINGS = {
    "alias": "x = y makes x a name of the very list that y names at this moment; no new list arises.",
    "copy": "x = copy of y makes x a name of a new list with the numbers that the list of y holds at this moment.",
    "join": "x = y + z makes x a name of a new list: the numbers of y followed by those of z, as they are at this "
    "moment.",
    "append": "append v to x puts the number v at the end of the list that x names.",
    "set": "x[i] = v replaces the number at place i of the list that x names, where places count from 0.",
    "pop": "remove the last number of x takes it out of the list that x names.",
    "insert": "insert v at the front of x puts the number v before all others in the list that x names.",
    "extend": "extend x by y puts the numbers that y holds before this statement at the end of the list that x names.",
    "turn": "reverse x reverses the order of the numbers in the list that x names.",
    "swap": "x, y = y, x lets x and y exchange the lists that they name.",
    "pair": "p = pair of x and y makes p a name of a new pair; its left part is the list that x names at this moment, "
    "its right part the list that y names (no list is copied).",
    "left": "x = left part of p (or right part) makes x a name of the list that this part of the pair is at this "
    "moment.",
    "put": "left part of p = x makes the list that x names the left part of the pair; other names and pairs stay as "
    "they are.",
}


def generate(level: int, rng: Random) -> dict:
    """Draw statements that never meet an empty list, and follow them over lists with numbers of their own."""
    names = "abcdef"[: min(6, 3 + level // 4)]
    first = {name: [rng.randrange(1, 10) for _ in range(rng.randrange(2, 4))] for name in names[:2]}
    kinds = ["alias", "append", "set", "copy"] + ["insert", "pop"] * (level >= 2) + ["join"] * (level >= 3)
    kinds += ["extend", "turn"] * (level >= 4) + ["swap"] * (level >= 5) + ["left", "right", "put"] * (level >= 6)
    heap: list[list[int]] = [list(values) for values in first.values()]
    bound = {name: at for at, name in enumerate(first)}
    program: list[list] = []
    for name in names[2:]:
        program.append([rng.choice(["alias", "copy"]), name, rng.choice(sorted(bound))])
        _step(program[-1], heap, bound)
    if level >= 6:
        program.append(["pair", "p", *rng.sample(sorted(bound), 2)])
        _step(program[-1], heap, bound)
    rest = 4 + level
    while rest:
        statement = _draw(rng.choice(kinds), names, heap, bound, rng)
        if statement:
            program.append(statement)
            _step(statement, heap, bound)
            rest -= 1
    return {"names": names, "first": first, "program": program, "solution": [heap[bound[name]] for name in names]}


def observe(instance: dict) -> str:
    """Return the question."""
    first = [f"  {name} = [{', '.join(map(str, values))}]" for name, values in instance["first"].items()]
    lines = [f"  {_TEXTS[kind].format(*rest)}" for kind, *rest in instance["program"]]
    used = {"left" if kind == "right" else kind for kind, *_ in instance["program"]}
    return "\n".join(
        [
            "Names stand for lists of numbers; several names may stand for one and the same list, and a change of "
            "this list then shows under all of them.",
            *(f"- {text}" for kind, text in _MEANINGS.items() if kind in used),
            "Each list of the first lines is a list of its own. The statements are carried out from top to bottom:",
            *first,
            *lines,
            f"Which numbers do {', '.join(instance['names'])} hold at the end? Answer with one list for each name, in "
            "this order, separated by spaces, such as (for two names): [11, 12] [13]",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the statements on real lists and compare."""
    text = answer.strip().removesuffix(".").rstrip()
    if not re.fullmatch(r"(?:\s*,?\s?\[[0-9,\s]{0,400}\]){1,12}", text[:4000]) or len(text) > 4000:
        return False
    given = [re.findall(r"[0-9]+", part) for part in re.findall(r"\[([^\]]*)\]", text)]
    lists = {name: list(values) for name, values in instance["first"].items()}
    for kind, one, *rest in instance["program"]:
        if not _bind(kind, one, rest, lists):
            _change(kind, lists[one], [lists.get(value, value) if isinstance(value, str) else value for value in rest])
    return given == [[str(number) for number in lists[name]] for name in instance["names"]]


def _bind(kind: str, one: str, rest: list, lists: dict[str, list[int]]) -> bool:
    """Let a name, or a part of the pair (under "left" and "right"), stand for a list; False for other statements."""
    if kind == "alias":
        lists[one] = lists[rest[0]]
    elif kind in ("copy", "join"):
        lists[one] = list(chain.from_iterable(lists[name] for name in rest))
    elif kind == "pair":
        lists["left"], lists["right"] = (lists[name] for name in rest)
    elif kind in ("left", "right"):
        lists[one] = lists[kind]
    elif kind == "put":
        lists["left"] = lists[rest[0]]
    elif kind == "swap":
        lists[one], lists[rest[0]] = lists[rest[0]], lists[one]
    else:
        return False
    return True


def _change(kind: str, values: list[int], rest: list) -> None:
    if kind == "set":
        values[rest[0]] = rest[1]
    elif kind in ("append", "insert"):
        values.insert(0 if kind == "insert" else len(values), rest[0])
    elif kind == "pop":
        values.pop()
    elif kind == "extend":
        values += list(rest[0])
    else:
        values.reverse()


def solve(instance: dict) -> str:
    """Return what the lists held when the statements were drawn."""
    return _written(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Take every name for a list of its own, every copy for a second name, forget the last change, or miss a number."""
    right = instance["solution"]
    wrong = [_again(instance, own) for own in ({"alias": "copy"}, {"copy": "alias"})]
    wrong += [[*right[:-1], [*right[-1], 1]], [[9, *right[0]], *right[1:]], [*right[:-1], right[-1][:-1]], right[::-1]]
    return list(dict.fromkeys(_written(lists) for lists in wrong if lists != right))


def _draw(kind: str, names: str, heap: list[list[int]], bound: dict[str, int], rng: Random) -> list | None:
    """Return a statement of the kind, None where it is not possible or would let a list grow too long."""
    one, two, three = rng.sample(names, 3)
    size = len(heap[bound[one]])
    if kind in ("append", "insert"):
        return [kind, one, rng.randrange(1, 10)] if size < 7 else None
    if kind == "set":
        return [kind, one, rng.randrange(size), rng.randrange(1, 10)]
    if kind == "pop":
        return [kind, one] if size > 1 else None
    if kind == "turn":
        return [kind, one]
    if kind == "join":
        return [kind, one, two, three] if len(heap[bound[two]]) + len(heap[bound[three]]) < 7 else None
    if kind == "extend":
        return [kind, one, two] if size + len(heap[bound[two]]) < 8 else None
    if kind == "put":
        return [kind, "p", one]
    return [kind, one, "p" if kind in ("left", "right") else two]


def _step(statement: list, heap: list[list[int]], bound: dict[str, int]) -> None:
    """Carry out a statement on numbered lists; `bound` says which list a name, or a part of the pair, stands for."""
    kind, one, *rest = statement
    if kind in ("copy", "join"):
        heap.append([number for name in rest for number in heap[bound[name]]])
        bound[one] = len(heap) - 1
    elif kind == "alias":
        bound[one] = bound[rest[0]]
    elif kind == "pair":
        bound["p left"], bound["p right"] = bound[rest[0]], bound[rest[1]]
    elif kind in ("left", "right"):
        bound[one] = bound[f"p {kind}"]
    elif kind == "put":
        bound["p left"] = bound[rest[0]]
    elif kind == "swap":
        bound[one], bound[rest[0]] = bound[rest[0]], bound[one]
    else:
        values = heap[bound[one]]
        heap[bound[one]] = {
            "append": lambda: values + rest,
            "insert": lambda: rest + values,
            "pop": lambda: values[:-1],
            "turn": lambda: values[::-1],
            "extend": lambda: values + heap[bound[rest[0]]],
            "set": lambda: [*values[: rest[0]], rest[1], *values[rest[0] + 1 :]],
        }[kind]()


def _again(instance: dict, changed: dict[str, str]) -> list[list[int]]:
    """Return what the names would hold if statements of one kind were of another; what is impossible is left out."""
    heap = [list(values) for values in instance["first"].values()]
    bound = {name: at for at, name in enumerate(instance["first"])}
    for kind, *rest in instance["program"]:
        if kind in ("set", "pop") and len(heap[bound[rest[0]]]) <= (rest[1] if kind == "set" else 0):
            continue
        _step([changed.get(kind, kind), *rest], heap, bound)
    return [heap[bound[name]] for name in instance["names"]]


def _written(lists: list[list[int]]) -> str:
    return " ".join(f"[{', '.join(map(str, values))}]" for values in lists)
