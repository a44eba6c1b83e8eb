"""What is right, said again: the value that is left when brackets and operators are replaced one at a time."""

from collections.abc import Iterator

LEVELS = (1, 2)
EXHAUSTIVE = True  # whole numbers within 300 of the solution and of zero


def candidates(instance: dict, solution: str) -> Iterator[str]:
    around = range(int(solution) - 300, int(solution) + 301)
    yield from (str(number) for number in sorted({*around, *range(-300, 301)}))


def holds(instance: dict, answer: str) -> bool:
    rules = {operator["sign"]: operator["rule"] for operator in instance["operators"]}
    tokens = list(instance["expression"])
    while "(" in tokens:
        close = tokens.index(")")
        start = max(at for at in range(close) if tokens[at] == "(")
        tokens[start : close + 1] = [flat(instance, rules, tokens[start + 1 : close])]
    return answer == flat(instance, rules, tokens)


def flat(instance: dict, rules: dict, tokens: list[str]) -> str:
    """Compute what holds no brackets: signs in front first, then each operator of the list."""
    while "!" in tokens:
        at = max(at for at, token in enumerate(tokens) if token == "!")
        factor, constant = instance["unary"]
        tokens = [*tokens[:at], str(factor * int(tokens[at + 1]) + constant), *tokens[at + 2 :]]
    for operator in instance["operators"]:
        while operator["sign"] in tokens:
            places = [at for at, token in enumerate(tokens) if token == operator["sign"]]
            at = places[-1] if operator["right"] else places[0]
            value = result(rules, operator["sign"], int(tokens[at - 1]), int(tokens[at + 1]))
            tokens = [*tokens[: at - 1], str(value), *tokens[at + 2 :]]
    (value,) = tokens
    return value


def result(rules: dict, sign: str, x: int, y: int) -> int:
    match rules[sign]:
        case ["gap", factor, constant]:
            return factor * (max(x, y) - min(x, y)) + constant
        case ["larger", first, second]:
            a, b, c = first if x > y else second
        case ["even", first, second]:
            a, b, c = second if (x - y) % 2 else first
        case ["remainder", constant, modulus]:
            number = x * y + constant
            return number - modulus * (number // modulus)
        case ["made", other, form]:
            if form == 0:
                return result(rules, other, result(rules, other, y, x), y)
            if form == 1:
                return result(rules, other, x, result(rules, other, x, y))
            if form == 2:
                return result(rules, other, result(rules, other, x, 2), y)
            return result(rules, other, result(rules, other, x, y), result(rules, other, y, x))
        case [_, a, b, c]:
            pass
    return a * x + b * y + c
