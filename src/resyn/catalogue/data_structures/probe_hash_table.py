"""Insert and delete keys in a hash table with open addressing and write down the slots at the end."""

import re
from random import Random

META = {
    "category": "data_structures",
    "skills": ["simulation", "modular arithmetic", "data structures"],
    "keywords": ["hash table", "open addressing", "probing", "tombstones"],
    "answer": "sequence",
    "version": 1,
}

_PRIMES = (7, 11, 13, 17, 19, 23)
_PROBES = {
    "linear": "h, h+1, h+2, h+3, ... with h = {hash}",
    "step": "h, h+{step}, h+2*{step}, h+3*{step}, ... with h = {hash}",
    "double": "h, h+d, h+2d, h+3d, ... with h = {hash} and d = 1 + (k mod {less})",
    "triangle": "h, h+1, h+3, h+6, h+10, ... with h = {hash} (each distance is one greater than the one before)",
}


def generate(level: int, rng: Random) -> dict:
    """Draw a table, a way of probing, and commands that never overfill the table."""
    kinds = ["linear", "step"] if level < 3 else ["linear", "step", "double", "triangle"]
    probe = rng.choice(kinds)
    prime = _PRIMES[min((level + 1) // 4, len(_PRIMES) - 1)]
    size = prime if probe != "triangle" else 8 if prime < 11 else 16
    robin = level >= 6 and probe == "linear"
    factor = rng.randint(2, 9) if level >= 4 else 1
    instance = {
        "size": size,
        "probe": probe,
        "step": rng.randint(2, size - 2),
        "factor": factor,
        "robin": robin,
        "shift": level >= 5 and probe == "linear" and not robin and rng.random() < 0.5,
        "operations": [],
    }
    keys = rng.sample(range(10, 100 + 20 * level), 30 + 3 * level)
    present: list[int] = []
    for number in range(5 if level == 1 else 5 + level):
        kinds = ["insert"] * 3 + ["delete"] * (2 * (level >= 2)) + ["rebuild"] * (level >= 7)
        kind = rng.choice(kinds) if number >= 4 else "insert"
        if len(present) > size - 3 and kind == "insert":
            kind = "delete" if level >= 2 else kind
        if kind == "delete" and len(present) >= 2:
            instance["operations"].append([kind, present.pop(rng.randrange(len(present) - 1))])
        elif kind == "rebuild":
            instance["operations"].append([kind])
        else:
            present.append(keys.pop())
            instance["operations"].append(["insert", present[-1]])
    return {**instance, "solution": _run(instance)}


def _place(instance: dict, key: int, count: int) -> int:
    """Return the slot that is probed for a key after `count` others."""
    size = instance["size"]
    leaps = {
        "linear": count,
        "step": count * instance["step"],
        "double": count * (1 + key % (size - 1)),
        "triangle": count * (count + 1) // 2,
    }
    return (instance["factor"] * key + leaps[instance["probe"]]) % size


def _run(instance: dict) -> list[str]:
    """Return the slots after all commands: a key, "-" for empty, "x" for deleted."""
    slots = ["-"] * instance["size"]
    for kind, *values in instance["operations"]:
        if kind == "rebuild":
            kept = [int(slot) for slot in slots if slot not in "-x"]
            slots = ["-"] * instance["size"]
            for key in kept:
                _insert(instance, slots, key)
        elif kind == "insert":
            _insert(instance, slots, values[0])
        else:
            hole = slots.index(str(values[0]))
            slots[hole] = "x"
            if instance["shift"]:
                _close(instance, slots, hole)
    return slots


def _insert(instance: dict, slots: list[str], key: int) -> None:
    count = 0
    while slots[_place(instance, key, count)] not in ("-", "x"):
        at = _place(instance, key, count)
        if instance["robin"]:
            other = int(slots[at])
            way = (at - _place(instance, other, 0)) % instance["size"]
            if way < count:
                slots[at], key, count = str(key), other, way
        count += 1
    slots[_place(instance, key, count)] = str(key)


def _close(instance: dict, slots: list[str], hole: int) -> None:
    """Move later keys back into a hole until an empty slot comes."""
    size = instance["size"]
    slots[hole], at = "-", (hole + 1) % size
    while slots[at] != "-":
        home = _place(instance, int(slots[at]), 0)
        if (at - home) % size >= (at - hole) % size:
            slots[hole], slots[at], hole = slots[at], "-", at
        at = (at + 1) % size


def observe(instance: dict) -> str:
    """Return the question."""
    size, operations = instance["size"], instance["operations"]
    factor = f"{instance['factor']}*k" if instance["factor"] > 1 else "k"
    probe = _PROBES[instance["probe"]].format(hash=f"{factor} mod {size}", step=instance["step"], less=size - 1)
    marks = not instance["shift"] and any(kind == "delete" for kind, *_ in operations)
    rules = [
        f"For a key k the slots are probed in this order, each taken mod {size}: {probe}.",
        "insert k: k goes into the first probed slot that is empty" + (" or marked x." if marks else "."),
    ]
    if instance["robin"]:
        rules[1] += (
            " But whenever a probed slot holds a key that stands fewer steps behind its own h than the key now being "
            "inserted, the two change places: the inserted one stays there, and the other key goes on, as if it "
            "were being "
            "inserted, with the slot after that one."
        )
    if marks:
        rules.append("delete k: k is removed and its slot is marked x.")
    if any(kind == "delete" for kind, *_ in operations) and instance["shift"]:
        rules.append(
            "delete k: k is removed and its slot becomes an empty hole. Then the following slots are looked at one "
            "by one "
            "(after the last comes slot 0) until an empty one comes: a key there whose way from its own h to its "
            "slot leads "
            "through the hole or begins at it moves into the hole, and its old slot is the hole from then on. "
            "Nothing is "
            "marked x."
        )
    if any(kind == "rebuild" for kind, *_ in operations):
        rules.append(
            "rebuild: all keys are taken out, all slots become empty, and the keys are inserted again in the "
            "order of the slots in which they stood, slot 0 first."
        )
    return "\n".join(
        [
            f"A hash table has {size} slots, numbered from 0 to {size - 1}, all empty at first.",
            *("- " + rule for rule in rules),
            "These commands are carried out from left to right: "
            + "; ".join(" ".join(map(str, operation)) for operation in operations)
            + ".",
            f"What do the {size} slots hold at the end? Answer with slot 0, slot 1, and so on, separated by spaces: "
            "the key, "
            "- for an empty slot" + (", x for a slot marked x" if marks else "") + ", such as: 9 - 7",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the commands once more on a table from slots to keys, and compare."""
    tokens = [token.lower() for token in _tokens(answer)]
    if not all(re.fullmatch(r"[0-9]{1,9}|-|x", token) for token in tokens):
        return False
    table = _replay(instance)
    return tokens == [str(table.get(slot, "-")) for slot in range(instance["size"])]


def _replay(instance: dict) -> dict[int, int | str]:
    """Return what is in each slot that is not empty."""
    table: dict[int, int | str] = {}
    todo = [list(operation) for operation in instance["operations"]][::-1]
    while todo:
        kind, *values = todo.pop()
        if kind == "rebuild":
            todo += [["insert", table[slot]] for slot in sorted(table, reverse=True) if table[slot] != "x"]
            table = {}
        elif kind == "insert":
            _settle(instance, table, values[0])
        else:
            gap = next(slot for slot, held in table.items() if held == values[0])
            table[gap] = "x"
            if instance["shift"]:
                _pull_up(instance, table, gap)
    return table


def _settle(instance: dict, table: dict, key: int) -> None:
    tried = 0
    while True:
        slot = _place(instance, key, tried)
        held = table.get(slot, "x")
        if held == "x":
            table[slot] = key
            return
        behind = (slot - instance["factor"] * held) % instance["size"]
        if instance["robin"] and behind < tried:
            table[slot], key, tried = key, held, behind
        tried += 1


def _pull_up(instance: dict, table: dict, gap: int) -> None:
    """Empty a slot and move those of the run behind it that then stand nearer to their own h."""
    size = instance["size"]
    del table[gap]
    run = []
    while (gap + 1 + len(run)) % size in table:
        run.append((gap + 1 + len(run)) % size)
    for slot in run:
        own = instance["factor"] * table[slot]
        if (gap - own) % size < (slot - own) % size:
            table[gap] = table.pop(slot)
            gap = slot


def solve(instance: dict) -> str:
    """Return the slots found when the commands were drawn."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Exchange neighbours, forget a key, begin with slot 1, leave out empty slots, or probe one by one."""
    slots = instance["solution"]
    used = [at for at, slot in enumerate(slots) if slot not in "-x"]
    nears = [[*slots[1:], slots[0]], [slot for slot in slots if slot != "-"], slots[::-1]]
    nears += [
        [*slots[: used[0]], "-", *slots[used[0] + 1 :]],
        slots[:-1],
        [slot if slot != "x" else "-" for slot in slots],
    ]
    nears.append(_run({**instance, "probe": "linear" if instance["probe"] != "linear" else "step", "robin": False}))
    return list(dict.fromkeys(" ".join(near) for near in nears if near != slots))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
