"""Formulas in LaTeX or plain arithmetic, compared by their values: a small parser of our own, no computer algebra.

A model's text must not reach `eval`, `sympy.parse_expr` or whatever builds on them: those execute what they are given,
or run for ever on 9^9^9^9. Here a formula is numbers, one-letter names, + - * / ^, implied products, \\frac, \\sqrt,
\\log and common functions, of at most 400 characters; `e`, `i` and `pi` are the constants. Two formulas are the same
where their values agree at several points.
"""

import cmath
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_MAX_CHARS: Final = 400
_MAX_DEPTH: Final = 40
_TOLERANCE: Final = 1e-9
_POINTS: Final = (0.731, 1.937, 0.283, 2.519)
_LEAST_POINTS: Final = 2
_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|\.\d+|\\?[A-Za-z]+|\\.|\S", re.ASCII)
_FUNCTIONS: Final[dict[str, Callable[[complex], complex]]] = {
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "ln": cmath.log,
    "log": cmath.log,  # without a base, as the mathematician's log
    "exp": cmath.exp,
}
_CONSTANTS: Final[dict[str, complex]] = {"e": math.e, "i": 1j, "pi": math.pi}
_SYNONYMS: Final = {"cdot": "*", "times": "*", "div": "/", "left": "", "right": "", "displaystyle": "", "quad": ""}
_SIGNS: Final = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "√": "\\sqrt", "π": "\\pi"})  # noqa: RUF001
_CLOSING: Final = {"(": ")", "{": "}", "[": "]"}
_ENDS: Final = frozenset("+-)}]|,=^_;:<>")


class FormulaError(ValueError):
    """A text that is no formula of this language, or that has no value at a point."""


def same_value(first: str, second: str) -> bool:
    """Tell whether two formulas agree wherever both have a value; raises FormulaError where one cannot be read."""
    agreed = 0
    for point in _POINTS:
        try:
            values = value_of(first, point), value_of(second, point)
        except (ArithmeticError, ValueError) as error:
            if isinstance(error, FormulaError):
                raise
            continue
        if not cmath.isclose(*values, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
            return False
        agreed += 1
    return agreed >= _LEAST_POINTS


def value_of(formula: str, point: float = _POINTS[0]) -> complex:
    """Return a formula's value, its variables spread around a point.

    Raises FormulaError where it cannot be read, ArithmeticError or ValueError where it has no finite value there.
    """
    parser = _Parser(_tokens(formula), point)
    value = complex(parser.sum())
    if parser.peek():
        raise FormulaError(f"{parser.peek()!r} is left over")
    if not cmath.isfinite(value):
        raise OverflowError("the value is not finite")
    return value


def _tokens(formula: str) -> list[str]:
    if len(formula) > _MAX_CHARS:
        raise FormulaError(f"a formula of {len(formula)} characters; at most {_MAX_CHARS} are read")
    tokens: list[str] = []
    for token in _TOKEN.findall(formula.translate(_SIGNS)):
        name = token.lstrip("\\")
        if name in _SYNONYMS:
            tokens += [_SYNONYMS[name]] if _SYNONYMS[name] else []
        elif name[:1].isalpha() and not (name in _FUNCTIONS or name in _CONSTANTS or name in ("frac", "sqrt")):
            if token != name:
                raise FormulaError(f"the command {token} is not known")
            tokens += list(name)  # xy is x times y
        elif name:
            tokens.append(name)
    return tokens


@dataclass(slots=True)
class _Parser:
    """Recursive descent over tokens; each rule returns its value at a point."""

    tokens: list[str]
    point: float
    position: int = 0
    depth: int = 0

    def peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise FormulaError(f"{token or 'the end'} stands where {expected or 'a value'} should")
        self.position += 1
        return token

    def sum(self) -> complex:
        value = self.product()
        while self.peek() in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> complex:
        value = self.signed(self.power)
        while (token := self.peek()) and token not in _ENDS:
            if token in ("*", "/"):
                self.take()
                factor = self.signed(self.power)
                value = value * factor if token == "*" else value / factor
            else:
                value *= self.power()
        return value

    def signed(self, rule: Callable[[], complex]) -> complex:
        sign = 1
        while self.peek() in ("+", "-"):
            sign = -sign if self.take() == "-" else sign
        return sign * rule()

    def power(self) -> complex:
        """Read an atom and its exponents, which bind from the right."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise FormulaError("nested too deeply")
        value = self.atom()
        if self.peek() == "^":
            self.take()
            value = value ** self.signed(self.power)
        self.depth -= 1
        return value

    def atom(self) -> complex:
        token = self.take()
        if token in _CLOSING:
            value = self.sum()
            self.take(_CLOSING[token])
            return value
        if token[0].isdigit() or token[0] == ".":
            return complex(float(token))
        if token == "frac":
            above = self.atom()
            return above / self.atom()
        if token == "sqrt":
            degree = self.atom() if self.peek() == "[" else 2
            return self.atom() ** (1 / degree)
        if token in _FUNCTIONS:
            return self.function(token)
        return self.named(token)

    def function(self, name: str) -> complex:
        base, exponent = complex(math.e), complex(1)
        while self.peek() in ("_", "^"):
            if self.take() == "_":
                base = self.atom()
            else:
                exponent = self.signed(self.atom)
        # In f(x)^2 the power is of the value, in f x^2 of the argument.
        value = _FUNCTIONS[name](self.atom() if self.peek() in _CLOSING else self.power())
        return (value / cmath.log(base) if base != math.e else value) ** exponent

    def named(self, name: str) -> complex:
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if len(name) == 1 and name.isascii() and name.isalpha():
            return complex(self.point * (1 + ord(name) % 7 / 5))
        raise FormulaError(f"{name!r} has no value")
