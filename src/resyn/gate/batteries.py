"""Fixed answers that every verify is asked: nonsense, texts that strain a parser, and constants."""

from collections.abc import Iterator
from typing import Final

from resyn.gate.answers import tokens_of, with_token

NONSENSE: Final = {
    "the empty text": "",
    "a blank": " ",
    "white space": "\n\t \r\n",
    "a NUL": "\0",
    "nan": "nan",
    "inf": "inf",
    "-inf": "-inf",
    "a superscript digit": "²",
    "a Roman numeral sign": "Ⅷ",
    "emoji": "🙂🙂",
    "right-to-left letters": "שלום",
    "a lone surrogate": "\ud800",
    "separators alone": ",,;;,",
    "an opening bracket": "[",
    "brackets 1,000 deep": "[" * 1000 + "]" * 1000,
    "1,000 opening parentheses": "(" * 1000,
    "an object": '{"a": {"b": [1, null]}}',
    "nested empty lists": "[[], [[]]]",
    "a quotation mark": '"',
    "a percent format": "%s%n%d",
    "a format field": "{0.__class__}",
    "an import": "__import__('os').getcwd()",
    "a lambda": "lambda: 0",
    "an open tag": "<answer>",
    "an empty box": "\\boxed{}",
    "a question mark": "?",
    "prose": "I do not know the answer to this question.",
}
"""Answers by name that no format admits: they must be refused, quickly and without an exception."""

STRAIN: Final = {
    "5,000 digits": "9" * 5000,
    "minus and 5,000 digits": "-" + "9" * 5000,
    "5,000 decimals": "0." + "3" * 5000,
    "a huge exponent": "1e99999999",
    "1e999": "1e999",
    "-1e999": "-1e999",
    "a tower of powers": "9**9**9**9",
    "a division by zero": "1/0",
    "20 digits": "9" * 20,
    "a negative number": "-1",
    "a decimal": "1.5",
    "an underscore in digits": "1_000",
    "Arabic-Indic digits": "١٢٣",
    "full-width digits": "\uff11\uff12",
    "a hexadecimal number": "0x1F",
    "20,000 numbers": "1 " * 20_000,
    "20,000 lines": "1\n" * 20_000,
    "100,000 letters": "x" * 100_000,
    "5,000 blanks and a letter": " " * 5_000 + "x",
    "5,000 commas": "1," * 5_000,
    "500 nested calls": "f(" * 500 + ")" * 500,
    "5,000 minus signs": "-" * 5_000 + "1",
    "40 letters and a sign": "a" * 40 + "!",
    "40 digits and a sign": "1" * 40 + "!",
    "40 numbers and a sign": "1," * 40 + "!",
    "40 words and a sign": "a " * 40 + "!",
}
"""Answers by name that cost a careless parser its life or its time; nothing is said about their verdict."""

ODD_TOKENS: Final = (
    "",
    "-1",
    "-99",
    "1.5",
    "x",
    "²",
    "\uff11",
    "nan",
    "1e999",
    "1/0",
    "None",
    "9" * 20,
    "9" * 5000,
    "[",
    "=",
    ":",
    "\ud800",
)
"""Tokens that take the place of one of a solution's own: a parser that trusts its input fails here."""

CONSTANTS: Final = (
    *(str(number) for number in range(13)),
    *("15", "16", "20", "24", "25", "30", "32", "36", "42", "50", "60", "64", "100", "1000", "-1", "-2"),
    *("0.0", "1.0", "0.5", "1/2", "1/3"),
    *("yes", "no", "Yes", "No", "YES", "NO", "true", "false", "True", "False"),
    *("a", "b", "c", "d", "e", "A", "B", "C", "D", "E", "(A)", "(B)"),
    *("none", "None", "null", "impossible", "no solution", "unknown", "undefined", "possible", "valid", "invalid"),
    *("[]", "{}", "()", '""', "-", "0 0", "0 1", "1 0", "1 1", "1 2", "0 0 0", "1 1 1", "1 1 1 1"),
    *("first", "second", "left", "right", "up", "down", "red", "blue", "monday", "Alice", "alice", "Bob"),
    *("1*2*3*4", "1+2+3", ".*", "x", "0,0", "(0, 0)", "equal", "draw"),
)
"""What a solver says who does not read the question."""


def odd_answers(solution: str) -> Iterator[str]:
    """Yield the solution with a token or a sign spoilt, ragged or doubled forms of it, its pieces strung wrongly."""
    tokens = tokens_of(solution)
    for position in {0, len(tokens) - 1} if tokens else ():
        for token in ODD_TOKENS:
            yield with_token(solution, position, token)
    for sign in sorted({char for char in solution if not char.isalnum()})[:8]:
        yield solution.replace(sign, "")
        yield solution.replace(sign, sign + sign)
        yield solution.replace(sign, "", 1)
        yield solution.replace(sign, "|")
    lines = solution.split("\n")
    yield "\n".join([lines[0][:-1], *lines[1:]])
    yield "\n".join([*lines[:-1], lines[-1] + lines[-1][-1:]])
    yield "\n".join([*lines, *lines])
    yield " ".join([*tokens] * 40)
    yield "".join(chr(0xFF10 + int(char)) if char in "0123456789" else char for char in solution)
    yield "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(char)] if char in "0123456789" else char for char in solution)
    yield f"[{solution}]"
    yield f"{{{solution}: {solution}}}"
