"""Combine given numbers, each used exactly once, into an expression with a given value."""

import re
from fractions import Fraction
from random import Random

META = {
    "category": "arithmetic",
    "skills": ["arithmetic", "search", "operator precedence"],
    "keywords": ["target number", "expression", "brackets", "order of operations"],
    "answer": "expression",
    "version": 1,
}

_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}


def generate(level: int, rng: Random) -> dict:
    """Plant an expression tree and state numbers, value and features of it."""
    for _ in range(30):
        tree = _plant(level, rng)
        text, target = _write(tree), _value(tree)
        numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
        if target not in [*numbers, sum(numbers)] and len(set(re.findall(r"[-+*/]", text))) > 1:
            break
    ordered = level >= 5 and rng.random() < 0.5
    counted = rng.sample(sorted(_BINDS), min(4, level // 2)) if level > 1 else []
    return {
        "numbers": numbers if ordered else rng.sample(numbers, len(numbers)),
        "target": target,
        "signs": "+-*/" if level >= 3 else "+-*",
        "counts": {sign: text.count(sign) for sign in sorted(counted) if level >= 3 or sign != "/"},
        "ordered": ordered,
        "ceiling": max(_results(tree)) if level >= 6 else None,
        "brackets": text.count("(") if level >= 8 else None,
        "opening": rng.randrange(2),
        "solution": tree,
    }


def observe(instance: dict) -> str:
    """Return the question."""
    numbers = ", ".join(map(str, instance["numbers"]))
    divides = "/" in instance["signs"]
    products = "* and /" if divides else "*"
    openings = (
        f"Write an arithmetic expression with the value {instance['target']} from the numbers {numbers}.",
        f"Combine the numbers {numbers} into one expression that equals {instance['target']}.",
    )
    rules = [
        "Use each of the numbers exactly once and no other number; numbers may not be glued together.",
        f"Allowed are the signs {' '.join(instance['signs'])} and round brackets; every sign stands between two "
        f"operands (no sign in front of a single number). Brackets come first, then {products} from left to right, "
        f"then + and - from left to right.{' Division is exact: 7 / 2 is three and a half.' * divides}",
    ]
    for sign, count in instance["counts"].items():
        rules.append(f"The sign {sign} must stand exactly {count} time{'s' * (count != 1)} in the expression.")
    if instance["ordered"]:
        rules.append("From left to right, the numbers must stand in the order in which they are listed above.")
    if instance["ceiling"] is not None:
        rules.append(f"The result of every single operation must be a whole number from 0 to {instance['ceiling']}.")
    if instance["brackets"] is not None:
        rules.append(f"At most {instance['brackets']} pairs of brackets may be written.")
    listed = "\n".join(f"- {rule}" for rule in rules)
    return f"{openings[instance['opening']]}\n{listed}\nAnswer with the expression alone, such as: (6 + 2) * 9"


def verify(instance: dict, answer: str) -> bool:
    """Parse the expression with a parser of its own and check value and rules."""
    text = answer.strip().removesuffix(".")
    if len(text) > 20_000 or not re.fullmatch(r"[-+*/()0-9\s]*", text, re.ASCII):
        return False
    tokens = re.findall(r"[0-9]+|[-+*/()]", text)
    used = [token for token in tokens if token.isdigit()]
    given = [str(number) for number in instance["numbers"]]
    if used != given and (instance["ordered"] or sorted(used) != sorted(given)):
        return False
    results = _evaluate(tokens)
    if not results or results[-1] != instance["target"]:
        return False
    if any(sign in tokens and sign not in instance["signs"] for sign in _BINDS):
        return False
    if any(tokens.count(sign) != count for sign, count in instance["counts"].items()):
        return False
    if instance["brackets"] is not None and tokens.count("(") > instance["brackets"]:
        return False
    top = instance["ceiling"]
    return top is None or all(result.denominator == 1 and 0 <= result <= top for result in results)


def solve(instance: dict) -> str:
    """Write the planted expression."""
    return _write(instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Use a number that is not given, leave numbers out, or take another sign at the end."""
    sign, left, right = instance["solution"]
    text = _write(instance["solution"])
    larger = max(left, right, key=lambda side: isinstance(side, list))
    wrong = [re.sub(r"[0-9]+", lambda number: str(int(number[0]) + 1), text, count=1), _write(larger)]
    wrong.append(f"{text} + {instance['numbers'][0]} - {instance['numbers'][0]}")
    for other in "+-*":
        if other != sign and _value([other, left, right]) != instance["target"]:
            wrong.append(_write([other, left, right]))
    return wrong


def _plant(level: int, rng: Random) -> list:
    """Join numbers at random until one tree is left; every value on the way is a positive whole number."""
    pool: list = []
    if level >= 3:  # a division whose dividend has to be made first
        divisor, quotient = rng.randint(3, 9), rng.randint(4, 11)
        product = divisor * quotient
        first = rng.choice([n for n in range(2, product - 1) if len({n, product - n, divisor}) == 3])
        pool.append(["/", ["+", first, product - first], divisor])
    taken = [int(number) for number in re.findall(r"[0-9]+", _write(pool[0]))] if pool else []
    spare = [number for number in range(2, 22 + 4 * level) if number not in taken]
    pool += rng.sample(spare, 4 + level // 2 - len(taken))
    while len(pool) > 1:
        left, right = (pool.pop(rng.randrange(len(pool))) for _ in range(2))
        x, y = _value(left), _value(right)
        signs = ["+"] + ["-"] * (x > y) + ["*"] * (x > 1 and y > 1 and x * y <= 800)
        pool.append([rng.choice(signs + ["/"] * (level >= 3 and y > 1 and x % y == 0)), left, right])
    return pool[0]


def _value(tree: list | int) -> int:
    if isinstance(tree, int):
        return tree
    x, y = _value(tree[1]), _value(tree[2])
    return {"+": x + y, "-": x - y, "*": x * y}[tree[0]] if tree[0] != "/" else x // y


def _results(tree: list | int) -> list[int]:
    return [] if isinstance(tree, int) else [*_results(tree[1]), *_results(tree[2]), _value(tree)]


def _write(tree: list | int) -> str:
    if isinstance(tree, int):
        return str(tree)
    sign, *sides = tree
    left, right = (_write(side) for side in sides)
    if isinstance(sides[0], list) and _BINDS[sides[0][0]] < _BINDS[sign]:
        left = f"({left})"
    if isinstance(sides[1], list) and _BINDS[sides[1][0]] <= _BINDS[sign]:
        right = f"({right})"
    return f"{left} {sign} {right}"


def _evaluate(tokens: list[str]) -> list[Fraction] | None:
    """Return the results of all operations, the expression's value last; None where it is malformed or divides by 0."""
    values: list[Fraction] = []
    waiting: list[str] = []
    results: list[Fraction] = []
    operand_next = True
    for token in ["(", *tokens, ")"]:
        if operand_next != (token == "(" or token.isdigit()):
            return None
        if token == "(":
            waiting.append(token)
        elif token.isdigit():
            values.append(Fraction(int(token)))
            operand_next = False
        else:
            while waiting and waiting[-1] != "(" and _BINDS[waiting[-1]] >= _BINDS.get(token, 0):
                if not _operate(waiting.pop(), values):
                    return None
                results.append(values[-1])
            if token == ")" and not waiting:
                return None
            if token == ")":
                waiting.pop()
            else:
                waiting.append(token)
                operand_next = True
    return None if waiting else results


def _operate(sign: str, values: list[Fraction]) -> bool:
    right, left = values.pop(), values.pop()
    if sign == "/" and right == 0:
        return False
    values.append(left / right if sign == "/" else {"+": left + right, "-": left - right, "*": left * right}[sign])
    return True
