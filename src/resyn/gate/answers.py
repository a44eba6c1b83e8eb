"""Answers made of a solution's text: its tokens, near misses, junk around it, and other spellings of it."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(r"->|=>|((?:(?!->|=>)[^\s,;\[\](){}\u2192])+)")
"""An arrow, or (in the group) a token."""
_INTEGER = re.compile(r"[0-9]{1,15}")
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")

ALIEN = "zqxj"
"""A word that belongs to no answer format."""

PADDED = " {}\n"
"""A solution as it comes out of a reply: with white space around it, which no verifier may mind."""

Group = Literal["value", "size", "order", "sign", "operator"]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A solution with one thing changed; `group` says of what kind the change is."""

    group: Group
    change: str
    text: str


def tokens_of(text: str) -> list[str]:
    """Return the pieces between white space, commas, semicolons, brackets and arrows."""
    return [match[1] for match in _spans(text)]


def _spans(text: str) -> list[re.Match[str]]:
    return [match for match in _TOKEN.finditer(text) if match[1]]


def is_number(token: str) -> bool:
    """Tell whether a token is an integer, a decimal or a fraction in ASCII digits."""
    return _PLAIN_NUMBER.fullmatch(token) is not None


def separator_of(text: str) -> str:
    """Return what stands between the first two tokens of a text, without brackets; " " where there are not two."""
    spans = _spans(text)
    if len(spans) < 2:
        return " "
    between = re.sub(r"[\[\](){}]", "", text[spans[0].end() : spans[1].start()])
    return between or " "


def render(tokens: list[str], like: str) -> str:
    """Write tokens in the manner of another answer: its separator, and the brackets around all of it."""
    text = separator_of(like).join(tokens)
    stripped = like.strip()
    if len(stripped) >= 2 and stripped[0] + stripped[-1] in ("[]", "()", "{}"):
        return stripped[0] + text + stripped[-1]
    return text


def with_token(text: str, position: int, token: str) -> str:
    """Replace the token at a position (negative ones count from the end), leaving all around it as it is."""
    span = _spans(text)[position]
    return text[: span.start()] + token + text[span.end() :]


def refill(text: str, tokens: Sequence[str]) -> str:
    """Put other tokens in the places of a text's own, in order; places beyond the last token keep theirs."""
    remaining = iter(tokens)
    return _TOKEN.sub(lambda match: next(remaining, match[1]) if match[1] else match[0], text)


def near_misses(solution: str) -> list[NearMiss]:
    """Return the solution with one thing changed, in some ten ways; many-solution tasks may admit a few of them."""
    found: dict[str, NearMiss] = {}
    changes = (_changed_values, _changed_sizes, _changed_orders, _changed_signs)
    for miss in itertools.chain.from_iterable(change(solution) for change in changes):
        if miss.text.strip() and tokens_of(miss.text) != tokens_of(solution):
            found.setdefault(miss.text, miss)
    return list(found.values())


def _changed_values(solution: str) -> Iterator[NearMiss]:
    numbers = list(_INTEGER.finditer(solution))
    for span, step in zip((numbers[:1] + numbers[-1:]) * 2, (1, -1, -1, 1), strict=False):
        value = int(span.group()) + step
        if value >= 0:
            yield NearMiss(
                "value",
                f"a number changed by {step:+d}",
                solution[: span.start()] + str(value) + solution[span.end() :],
            )
    for position in sorted({0, len(solution) - 1}) if not numbers else ():
        letter = solution[position] if solution else ""
        if letter.isascii() and letter.isalpha():
            other = chr(ord(letter) + (1 if letter not in "zZ" else -1))
            yield NearMiss("value", "a letter changed", solution[:position] + other + solution[position + 1 :])


def _changed_sizes(solution: str) -> Iterator[NearMiss]:
    tokens = tokens_of(solution)
    if len(tokens) > 1:
        yield NearMiss("size", "the last item left out", render(tokens[:-1], solution))
        yield NearMiss("size", "the first item left out", render(tokens[1:], solution))
        yield NearMiss("size", "the second half left out", render(tokens[: len(tokens) // 2], solution))
    elif len(solution) > 1:
        yield NearMiss("size", "the last character left out", solution[:-1])
    if tokens:
        yield NearMiss("size", "the last item doubled", render([*tokens, tokens[-1]], solution))
    lines = solution.strip().splitlines()
    if len(lines) > 1:
        yield NearMiss("size", "the last line left out", "\n".join(lines[:-1]))


def _changed_orders(solution: str) -> Iterator[NearMiss]:
    tokens = tokens_of(solution)
    for i in range(len(tokens) - 1):
        if tokens[i] != tokens[i + 1]:
            swapped = [*tokens[:i], tokens[i + 1], tokens[i], *tokens[i + 2 :]]
            yield NearMiss("order", "two neighbouring items swapped", render(swapped, solution))
            break
    if len(tokens) > 2:
        yield NearMiss("order", "the items reversed", render(tokens[::-1], solution))


def _changed_signs(solution: str) -> Iterator[NearMiss]:
    if re.fullmatch(r"-?[0-9]*[1-9][0-9]*", solution):
        yield NearMiss("sign", "the sign changed", solution[1:] if solution.startswith("-") else f"-{solution}")
    operator = re.search(r"(?<=[\w)])\s*([-+*/])\s*(?=[\w(])", solution)
    if operator and not re.search(r"[^\w\s.()+*/-]", solution):
        place = operator.start(1)
        other = {"+": "-", "-": "+", "*": "+", "/": "*"}[solution[place]]
        yield NearMiss("operator", "an operator changed", solution[:place] + other + solution[place + 1 :])


def with_junk(solution: str, wrong: str) -> dict[str, str]:
    """Return, by what was done, answers that hold the solution and something that no answer format admits."""
    return {
        "a foreign word after it": f"{solution} {ALIEN}",
        "a foreign word before it": f"{ALIEN} {solution}",
        "a foreign word glued to it": f"{solution}{ALIEN}",
        "a foreign line below it": f"{solution}\n{ALIEN}",
        "a foreign line above it": f"{ALIEN}\n{solution}",
        "prose around it": f"The answer is {solution}, I think",
        "a second guess after it": f"{solution} or maybe {wrong}",
        "a second guess before it": f"{wrong} or maybe {solution}",
    }


def joined(solution: str, wrong: str) -> dict[str, str]:
    """Return answers that give the solution and a wrong one side by side; wrong unless longer answers are right too."""
    return {
        "a wrong answer on the next line": f"{solution}\n{wrong}",
        "a wrong answer on the line before": f"{wrong}\n{solution}",
        "a wrong answer behind a comma": f"{solution}, {wrong}",
    }


def described(answer: str, name: str = "") -> tuple[str | None, str]:
    """Return an answer as a witness may carry it (None where long or no plain text) and a phrase that names it."""
    plain = len(answer) <= 400 and answer.replace("\n", "").isprintable()
    shown = answer if len(answer) <= 60 else answer[:60] + "..."
    return (answer if plain else None), f"{name}: {shown!a}" if name else ascii(shown)
