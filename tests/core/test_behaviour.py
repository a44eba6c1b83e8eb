import ast

import pytest

from resyn.core.behaviour import behaviour_hash

SOURCE = '''"""Add two numbers."""
META = {"version": 1}


def generate(level, rng):
    """Draw one."""
    # a comment
    return {"a": rng.randint(1, level)}
'''


def hash_of(source: str) -> str:
    return behaviour_hash(ast.parse(source))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"""Add two numbers."""', '"""Sum."""'),
        ("    # a comment\n", ""),
        ('    """Draw one."""\n', ""),
        ('{"version": 1}', '{"version": 2, "keywords": ["sum"]}'),
        ('{"a": rng.randint(1, level)}', '{\n        "a": rng.randint(1, level),\n    }'),
    ],
)
def test_layout_comments_docstrings_and_meta_do_not_count(before: str, after: str) -> None:
    assert before in SOURCE
    assert hash_of(SOURCE.replace(before, after)) == hash_of(SOURCE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("randint(1", "randint(0"),
        ("level)", "2)"),
        ('"a"', '"b"'),
        ("generate", "observe"),
        ("(1, level)", "(level, 1)"),
    ],
)
def test_every_change_of_behaviour_counts(before: str, after: str) -> None:
    assert before in SOURCE
    assert hash_of(SOURCE.replace(before, after)) != hash_of(SOURCE)


def test_meta_counts_where_the_code_reads_it() -> None:
    reading = SOURCE + "\n\ndef observe(instance):\n    return str(META)\n"
    assert hash_of(reading) != hash_of(reading.replace('{"version": 1}', '{"version": 2}'))


def test_number_and_text_of_same_spelling_differ() -> None:
    assert hash_of("x = 1\n") != hash_of("x = '1'\n")
    assert hash_of("x = 1\n") != hash_of("x = 1.0\n")
    assert hash_of("x = 1\n") != hash_of("x = True\n")


def test_hash_is_the_same_in_every_version() -> None:
    assert hash_of(SOURCE) == "038c0a187490dcee"


def test_integer_of_more_digits_than_python_prints_is_hashed() -> None:
    assert hash_of(f"x = 0x{'f' * 5000}\n") != hash_of(f"x = 0x{'e' * 5000}\n")
