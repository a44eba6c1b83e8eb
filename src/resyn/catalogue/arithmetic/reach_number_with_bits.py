"""Change a binary register by given operations until it shows a target, in few operations."""

import re
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["binary arithmetic", "search", "planning"],
    "keywords": ["bit operations", "register", "shift", "exclusive or"],
    "answer": "sequence",
    "version": 1,
}

_KINDS = ("shl", "shr", "rol", "ror", "not", "xor", "and", "or", "add", "rev", "half")
_CHANGES = {
    "shl": lambda bits, _: bits[1:] + "0",
    "shr": lambda bits, _: "0" + bits[:-1],
    "rol": lambda bits, _: bits[1:] + bits[0],
    "ror": lambda bits, _: bits[-1] + bits[:-1],
    "not": lambda bits, _: "".join("10"[int(bit)] for bit in bits),
    "xor": lambda bits, mask: "".join(str(int(a != b)) for a, b in zip(bits, mask, strict=True)),
    "and": lambda bits, mask: "".join(min(a, b) for a, b in zip(bits, mask, strict=True)),
    "or": lambda bits, mask: "".join(max(a, b) for a, b in zip(bits, mask, strict=True)),
    "add": lambda bits, mask: f"{int(bits, 2) + int(mask, 2):0{len(bits)}b}"[-len(bits) :],
    "rev": lambda bits, _: bits[::-1],
    "half": lambda bits, _: bits[len(bits) // 2 :] + bits[: len(bits) // 2],
}
_TEXTS = {
    "shl": "shift left: drop the leftmost bit and put 0 at the right end",
    "shr": "shift right: drop the rightmost bit and put 0 at the left end",
    "rol": "rotate left: take the leftmost bit away and put it at the right end",
    "ror": "rotate right: take the rightmost bit away and put it at the left end",
    "not": "flip every bit",
    "xor": "flip exactly the bits at the places where {0} has a 1",
    "and": "set the bits at all places where {0} has a 0 to 0",
    "or": "set the bits at all places where {0} has a 1 to 1",
    "add": "add the binary number {0} and keep only the last {1} bits of the sum",
    "rev": "reverse the order of the bits",
    "half": "exchange the left half with the right half",
}


def generate(level: int, rng: Random) -> dict:
    """Draw operations, explore the registers that they reach, and aim at one of those reached last."""
    width, depth = 6 + 2 * (level // 3), 4 + level // 3
    best: dict = {"solution": []}
    for _ in range(6):
        kinds = rng.sample(_KINDS, min(4 + level // 5, len(_KINDS)))
        operations = [[kind, _draw_mask(width, rng) if kind in ("xor", "and", "or", "add") else ""] for kind in kinds]
        start = _draw_mask(width, rng)
        twice = level < 4
        most = rng.randint(2, 3) if level >= 6 else None
        taboo = sorted(_draw_mask(width, rng) for _ in range(level // 2 if level >= 5 else 0))
        instance = {"start": start, "operations": operations, "twice": twice, "most": most}
        instance["taboo"] = [bits for bits in taboo if bits != start]
        target, plan = _explore(instance, depth, rng)
        if len(plan) > len(best["solution"]):
            best = instance | {"target": target, "moves": len(plan), "solution": plan}
        if len(plan) == depth:
            break
    return best


def _draw_mask(width: int, rng: Random) -> str:
    return "".join(rng.sample(["0"] * (width // 2) + ["1"] * (width - width // 2), width))


def _explore(instance: dict, depth: int, rng: Random) -> tuple[str, str]:
    """Return a register first reached as late as possible, up to the depth, and letters of operations that reach it."""
    layer, seen, last = {instance["start"]: [""]}, {instance["start"]}, (instance["start"], "")
    for _ in range(depth):
        fresh: dict[str, list[str]] = {}
        for bits, plans in layer.items():
            for plan in plans:
                for number, (kind, mask) in enumerate(instance["operations"]):
                    letter = "ABCDEFGHIJK"[number]
                    if _breaks(instance, plan, letter):
                        continue
                    changed = _CHANGES[kind](bits, mask)
                    if changed not in seen and changed not in instance["taboo"]:
                        fresh.setdefault(changed, []).append(plan + letter)
        seen.update(fresh)
        layer = {bits: plans[:3] for bits, plans in fresh.items()}
        if fresh:
            bits = rng.choice(list(fresh))
            last = (bits, rng.choice(layer[bits]))
        if len(layer) > 300:
            layer = {bits: layer[bits] for bits in rng.sample(list(layer), 300)}
    return last


def _breaks(instance: dict, plan: str, letter: str) -> bool:
    """Tell whether one more operation would be one too many of its kind, or the same again at once."""
    again = not instance["twice"] and plan.endswith(letter)
    return again or (instance["most"] is not None and plan.count(letter) >= instance["most"])


def observe(instance: dict) -> str:
    """Return the question."""
    width = len(instance["start"])
    operations = [
        f"{letter}: {_TEXTS[kind].format(mask, width)}."
        for letter, (kind, mask) in zip("ABCDEFGHIJK", instance["operations"], strict=False)
    ]
    rules = [] if instance["twice"] else ["The same operation may not be used twice in immediate succession."]
    if instance["most"] is not None:
        rules.append(f"No operation may be used more than {instance['most']} times in all.")
    if instance["taboo"]:
        rules.append(f"The register may never show: {', '.join(instance['taboo'])}.")
    return "\n".join(
        [
            f"A register of {width} bits shows {instance['start']}. These operations change it:",
            *operations,
            f"Bring it to {instance['target']} with at most {instance['moves']} operations. {' '.join(rules)}".rstrip(),
            "If there are several ways, give any. Answer with the letters of the operations in the order of their use, "
            "separated by spaces, such as: B B A",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry the operations out on the register as a number."""
    letters, width = _tokens(answer), len(instance["start"])
    if not 0 < len(letters) <= instance["moves"]:
        return False
    full, state = (1 << width) - 1, int(instance["start"], 2)
    forbidden = [int(bits, 2) for bits in instance["taboo"]]
    for at, letter in enumerate(letters):
        number = ord(letter) - ord("A")
        if number >= len(instance["operations"]):
            return False
        state = _step(instance["operations"][number], state, width) & full
        if state in forbidden or (at and not instance["twice"] and letters[at - 1] == letter):
            return False
    if instance["most"] is not None and max(letters.count(letter) for letter in letters) > instance["most"]:
        return False
    return state == int(instance["target"], 2)


def _step(operation: list[str], state: int, width: int) -> int:
    kind, mask = operation[0], int(operation[1] or "0", 2)
    half, full = width // 2, (1 << width) - 1
    if kind == "rev":
        return sum((state >> bit & 1) << (width - 1 - bit) for bit in range(width))
    return {
        "shl": state << 1,
        "shr": state >> 1,
        "rol": state << 1 | state >> (width - 1),
        "ror": state >> 1 | (state & 1) << (width - 1),
        "not": full ^ state,
        "xor": state ^ mask,
        "and": state & mask,
        "or": state | mask,
        "add": state + mask,
        "half": state >> half | state << half,
    }[kind]


def _tokens(answer: str) -> list[str]:
    """Return upper-case letters separated by spaces or commas; [] where anything else stands."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    tokens = re.split(r"\s*,\s*|\s+", text.upper()) if len(text) <= 20_000 else []
    return tokens if all(re.fullmatch("[A-K]", token) for token in tokens) else []


def solve(instance: dict) -> str:
    """Return the operations that led to the target."""
    return " ".join(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Stop early, go on too long, reverse the order, or begin or end with another operation."""
    plan = instance["solution"]
    wrong = [plan[:-1], plan + plan[-1], plan[::-1], plan[1:]]
    for letter in "ABCD":
        wrong += [letter + plan[1:], plan[:-1] + letter]
    return [text for text in dict.fromkeys(" ".join(near) for near in wrong if near) if not verify(instance, text)]
