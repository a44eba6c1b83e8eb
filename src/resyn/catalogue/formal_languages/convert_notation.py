"""Rewrite an expression in postfix or prefix order under stated ranks and directions of its operators."""

import re
from random import Random

META = {
    "category": "formal_languages",
    "skills": ["parsing", "operator precedence", "stack tracking"],
    "keywords": ["infix", "postfix", "prefix", "associativity"],
    "answer": "sequence",
    "version": 1,
}

_SIGNS = "+*%#@&"


def generate(level: int, rng: Random) -> dict:
    """Draw operators and a tree, and write the tree down with the brackets that it needs and some more."""
    signs = rng.sample(_SIGNS, 3 + level // 4 if level < 12 else 6)
    ranks = [
        rng.randrange(1, at + 1) if at and level >= 5 and rng.random() < 0.4 else at + 1 for at in range(len(signs))
    ]
    sides = {rank: "right" if level >= 2 and rng.random() < 0.5 else "left" for rank in sorted(set(ranks))}
    operators = [[sign, rank, sides[rank]] for sign, rank in zip(signs, ranks, strict=True)]
    tree = _draw(5 + level, operators, level, rng)
    order = rng.choice(["postfix", "prefix"]) if level >= 4 else "postfix"
    infix = _infix(tree, {sign: (rank, side) for sign, rank, side in operators}, level, rng)
    return {"operators": operators, "order": order, "infix": infix, "solution": " ".join(_walk(tree, order))}


def observe(instance: dict) -> str:
    """Return the question."""
    infix, operators = instance["infix"], sorted(instance["operators"], key=lambda entry: (entry[1], entry[0]))
    lines = [f"- {sign}: rank {rank}, groups from the {side}" for sign, rank, side in operators]
    single = []
    if "!" in infix:
        single.append(
            "- ! stands behind its single operand and binds before all else: directly to the variable, "
            "bracket or ! before it."
        )
    if "~" in infix:
        single.append(
            "- ~ stands before its single operand, binds before all operators with two operands"
            + (", and after !, so that ~a! means ~(a!)." if "!" in infix else ".")
        )
    order = instance["order"]
    place = "behind its operand or operands" if order == "postfix" else "before its operand or operands"
    example = "x y ^ z ^" if order == "postfix" else "^ ^ x y z"
    return "\n".join(
        [
            "In this notation operators of a higher rank bind before those of a lower rank. Between operators of the "
            "same rank, 'groups from the left' means that the left one is applied first, as if it were in brackets; "
            "'from the right', the right one. Brackets go before all of this. Operators with two operands:",
            *lines,
            *single,
            f"Expression: {infix}",
            f"Write it in {order} order: without brackets, every operator {place}; the operands stay in their order, "
            "whatever an operator may mean elsewhere.",
            f"Answer with the variables and operators separated by spaces, such as (with another operator): {example}",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Read the expression with a stack of waiting operators and compare."""
    text = answer.strip()
    text = text[:-1].rstrip() if text.endswith(".") else text
    if not re.fullmatch(r"[a-z+*%#@&~!\s]{1,4000}", text):
        return False
    return "".join(text.split()) == "".join(_convert(instance))


def solve(instance: dict) -> str:
    """Return the order in which the tree was walked."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Group everything from the left, turn the sides or the ranks around, or reverse the result."""
    ranks = {"operators": [[sign, 1, "left"] for sign, _, _ in instance["operators"]]}
    sides = {
        "operators": [[sign, rank, "right" if side == "left" else "left"] for sign, rank, side in instance["operators"]]
    }
    upside = {"operators": [[sign, -rank, side] for sign, rank, side in instance["operators"]]}
    right = instance["solution"].split()
    other = {"order": "prefix" if instance["order"] == "postfix" else "postfix"}
    wrong = [" ".join(_convert(instance | change)) for change in (ranks, sides, upside, other)]
    wrong += [" ".join(right[::-1]), " ".join(right[:-1]), " ".join([right[1], right[0], *right[2:]])]
    return [text for text in dict.fromkeys(wrong) if text != instance["solution"]]


def _draw(leaves: int, operators: list, level: int, rng: Random) -> list:
    """Return a tree [sign, child, ...]; variables are [letter], in alphabetical order from the left once named."""
    names = iter(rng.sample("abcdefghijkmnpqrstuvwxyz", min(24, leaves)) + list("abcdefghijklmnopqrstuvwxyz") * leaves)

    def grow(size: int) -> list:
        if level >= 3 and rng.random() < 0.15:
            return ["~", grow(size)]
        if level >= 6 and rng.random() < 0.12:
            return ["!", grow(size)]
        if size == 1:
            return [next(names)]
        cut = rng.randrange(1, size)
        return [rng.choice(operators)[0], grow(cut), grow(size - cut)]

    tree = grow(leaves)
    while len(tree) != 3:
        tree = tree[1]
    return tree


def _infix(tree: list, table: dict, level: int, rng: Random) -> str:
    """Write the tree with brackets where they are needed, and at higher levels some that are not."""
    if len(tree) == 1:
        return tree[0]
    parts = [_infix(part, table, level, rng) for part in tree[1:]]
    sign, needed = tree[0], []
    for at, part in enumerate(tree[1:]):
        if len(part) == 1:
            needed.append(False)
        elif len(tree) == 2:
            needed.append(len(part) == 3 or (sign == "!" and part[0] == "~"))
        elif len(part) == 2:
            needed.append(False)
        else:
            (own, side), (other, _) = table[sign], table[part[0]]
            needed.append(other < own or (other == own and side != ("left", "right")[at]))
        if len(part) > 1 and level >= 3 and rng.random() < 0.08:
            needed[-1] = True
    parts = [f"({part})" if need else part for part, need in zip(parts, needed, strict=True)]
    if len(parts) == 2:
        return f"{parts[0]} {sign} {parts[1]}"
    return parts[0] + "!" if sign == "!" else "~" + parts[0]


def _walk(tree: list, order: str) -> list[str]:
    inner = [token for part in tree[1:] for token in _walk(part, order)]
    return [*inner, tree[0]] if order == "postfix" else [tree[0], *inner]


def _convert(instance: dict) -> list[str]:
    """Return the tokens in postfix or prefix order; each finished operand is a list of tokens on a stack."""
    table = {sign: (rank, side) for sign, rank, side in instance["operators"]}
    behind = instance["order"] == "postfix"
    done: list[list[str]] = []
    waiting: list[str] = []

    def apply(sign: str) -> None:
        parts = done[-1:] if sign in "~!" else done[-2:]
        del done[-len(parts) :]
        inner = [token for part in parts for token in part]
        done.append([*inner, sign] if behind else [sign, *inner])

    for token in instance["infix"].replace(" ", ""):
        if token.isalpha():
            done.append([token])
        elif token in "(~":
            waiting.append(token)
        elif token == "!":
            apply(token)
        elif token == ")":
            while waiting[-1] != "(":
                apply(waiting.pop())
            waiting.pop()
        else:
            while waiting and _goes_first(waiting[-1], token, table):
                apply(waiting.pop())
            waiting.append(token)
    while waiting:
        apply(waiting.pop())
    return done[0]


def _goes_first(waiting: str, token: str, table: dict) -> bool:
    """Tell whether an operator to the left is applied before the one just read."""
    if waiting in "(~":
        return waiting == "~"
    return table[waiting][0] >= table[token][0] + (table[token][1] == "right")
