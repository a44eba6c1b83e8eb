import ast
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.contract import FUNCTIONS, MAX_SOURCE_CHARS
from resyn.llm.extract import extract_source

FIXTURES = Path(__file__).parent / "fixtures"

FILE = '''"""Add two numbers."""

from random import Random


def generate(level: int, rng: Random) -> dict:
    return {"a": rng.randrange(9)}


def observe(instance: dict) -> str:
    return f"Double {instance['a']}."


def verify(instance: dict, answer: str) -> bool:
    return answer.strip() == str(2 * instance["a"])


def solve(instance: dict) -> str:
    return str(2 * instance["a"])


def wrong_answers(instance: dict) -> list[str]:
    return [str(2 * instance["a"] + 1)]
'''

HEAD, _, TAIL = FILE.partition("def verify")
TAIL = "def verify" + TAIL


def fenced(text: str, language: str = "python") -> str:
    return f"```{language}\n{text}```\n"


REPLIES = {
    "a fence": fenced(FILE),
    "a fence without language": fenced(FILE, ""),
    "a fence in capitals": fenced(FILE, "Python"),
    "tildes": f"~~~python\n{FILE}~~~",
    "four backticks": f"````python\n{FILE}````",
    "prose around": f"Sure! Here is the environment:\n\n{fenced(FILE)}\nThis file defines five functions. Enjoy!",
    "no fence": FILE,
    "no fence, prose before": f"Here is the file you asked for.\n\n{FILE}",
    "no fence, prose around": f"Here is the file:\n\n{FILE}\nThe verify function doubles the number, and that's it.\n",
    "an unclosed fence": f"```python\n{FILE}",
    "thinking before": f"<think>I could write ```python\nx = 1\n``` first.</think>\n{fenced(FILE)}",
    "thinking without its opening tag": f"Let me see. ```python\nx = 1\n```\n</think>\n{fenced(FILE)}",
    "a draft and its correction": fenced(FILE.replace("2 *", "3 *")) + "Wait, that is wrong.\n" + fenced(FILE),
    "a snippet before": f"We need:\n```python\nimport math\n```\nThe whole file:\n{fenced(FILE)}",
    "a shell command after": f"{fenced(FILE)}\nRun it with\n{fenced('python3 file.py', 'bash')}",
    "an example of use after": f"{fenced(FILE)}\nFor example:\n{fenced('print(solve(generate(1, Random(0))))')}",
    "the file in two fences": f"First part:\n{fenced(HEAD)}\nSecond part:\n{fenced(TAIL)}",
    "each function in a fence": "".join(
        f"Part {i}:\n{fenced(part if i == 0 else 'def ' + part)}" for i, part in enumerate(FILE.split("\n\n\ndef "))
    ),
    "an indented block": "1. The file:\n\n" + "".join(f"    {line}\n" for line in fenced(FILE).split("\n")),
    "a quoted block": "".join(f"> {line}\n" for line in fenced(FILE).rstrip().split("\n")),
    "tabs": fenced(FILE.replace("    ", "\t")),
    "Windows line ends": fenced(FILE).replace("\n", "\r\n"),
    "a byte order mark and hard spaces": "\ufeff" + fenced(FILE).replace("    ", "\xa0" * 4),
    "residue within the fence": fenced(f"Here is the environment you asked for:\n\n{FILE}"),
    "prose before the fence is closed": fenced(f"{FILE}\nThis environment doubles a number.\n"),
    "a main block": fenced(f'{FILE}\n\nif __name__ == "__main__":\n    print(solve(generate(1, Random(0))))\n'),
    "the word python alone in a line": fenced(f"python\n{FILE}", ""),
}


@pytest.mark.parametrize("shape", REPLIES)
def test_the_file_is_found_in(shape: str) -> None:
    found = extract_source(REPLIES[shape])
    assert found.reason == ""
    assert ast.dump(ast.parse(found.source)) == ast.dump(ast.parse(FILE))
    assert found.cut_off is (shape == "an unclosed fence")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "the reply is empty"),
        (" \n\t\n", "the reply is empty"),
        ("<think>hmm, what shall I", "the reply holds reasoning alone"),
        ("<think>hmm</think>\n", "the reply holds reasoning alone"),
        ("I am sorry, but I cannot help with that.", "the reply holds no Python code"),
        (fenced("ls -l", "bash"), "the reply holds no Python code"),
        (fenced('{"a": 1}', "json"), "the reply holds no Python code"),
    ],
)
def test_a_reply_without_a_file_says_why(reply: str, reason: str) -> None:
    found = extract_source(reply)
    assert (found.source, found.reason) == ("", reason)


def test_a_file_that_is_too_long_is_a_reason_not_an_error() -> None:
    found = extract_source(fenced(f"{FILE}\nTABLE = [{'1, ' * MAX_SOURCE_CHARS}]\n"))
    assert found.source == ""
    assert "characters" in found.reason


def test_a_file_that_does_not_parse_is_kept_as_it_is() -> None:
    broken = FILE.replace("return f", "retrun f")
    assert extract_source(fenced(broken)).source == broken


def test_fences_in_a_string_of_the_file_do_not_hide_the_functions() -> None:
    text = FILE.replace("Double {", "Answer in ``` marks. Double {")
    assert extract_source(fenced(text)).source == text


# Replies of a small model, word for word: (file, parses, was cut off, functions of the contract at its top level).
REAL = [
    ("a whole file", "graph_colouring_000.txt", True, False, 4),
    ("copy of an example", "topological_order_010.txt", True, False, 4),
    ("a class", "topological_order_008.txt", True, False, 0),
    ("functions in the instance", "zebra_puzzle_034.txt", True, False, 4),
    ("a syntax error", "knights_and_knaves_026.txt", False, False, 4),
    ("cut off between statements", "zebra_puzzle_030.txt", True, True, 1),
    ("fields that do not exist", "tower_of_hanoi_120.txt", True, False, 4),
    ("another syntax error", "word_ladder_068.txt", False, False, 4),
    ("cut off within a statement", "river_crossing_116.txt", False, True, 4),
    ("a class that lacks an import", "queue_simulation_226.txt", True, False, 0),
    ("prose behind a class", "regular_expressions_240.txt", True, False, 0),
    ("a class and its use", "context_free_grammar_250.txt", True, False, 0),
]


@pytest.mark.parametrize(("what", "file", "parses", "cut_off", "functions"), REAL)
def test_real_replies(what: str, file: str, parses: bool, cut_off: bool, functions: int) -> None:
    found = extract_source((FIXTURES / file).read_text(encoding="utf-8"))
    assert found.reason == ""
    assert found.cut_off is cut_off
    assert "```" not in found.source
    try:
        tree = ast.parse(found.source)
    except SyntaxError:
        assert not parses
        return
    assert parses
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert len(defined & FUNCTIONS.keys()) == functions


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["```", "```python", "~~~", "<think>", "</think>", "def generate(level, rng):", "    return {", '"""']
            ),
            st.text(max_size=12),
        ),
        max_size=20,
    ).map("\n".join)
)
def test_no_text_makes_it_raise(reply: str) -> None:
    found = extract_source(reply)
    assert bool(found.source) != bool(found.reason)


@pytest.mark.parametrize(
    "reply",
    [
        "<think>" * 14_000,
        "<think><THINKING>" * 6_000 + "</reasoning>",
        "~" * 100_000 + "`",
        "```" + "a" * 100_000 + "`",
        "```\nx" + "\n" * 100_000 + "y\n```",
        "```python\n" + "a b\n" * 25_000 + FILE + "```",
        "```python\n" + "a b\n" * 2_500 + FILE + "```",
        "```python\n" + FILE + "    a b\n" * 12_000 + "```",
    ],
    ids=["unclosed", "unclosed of two kinds", "tildes", "language", "blank", "prose", "less prose", "tail"],
)
def test_a_hundred_thousand_hostile_characters_are_read_at_once(reply: str) -> None:
    begun = time.process_time()
    extract_source(reply)
    assert time.process_time() - begun < 3.0  # quadratic would be minutes


def test_each_block_of_thinking_ends_at_the_tag_of_its_name() -> None:
    thought = "<Think>def verify(): </thinking></THINK>\n<reasoning>def solve(): </reasoning>\n"
    assert extract_source(f"{thought}```python\n{FILE}```").source == FILE


def test_a_condition_of_endless_operators_is_read() -> None:
    never = " + ".join(["1"] * 900)
    assert "never" in extract_source(f"```python\n{FILE}\nif {never}:\n    never = '__main__'\n```").source
    assert extract_source(f"```python\n{FILE}\nif __name__ == '__main__' + {never}:\n    pass\n```").source == FILE
