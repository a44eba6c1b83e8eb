from dataclasses import replace
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.gate.pins import PINS_NAME, Pin, compare_pins, draw_pin, may_replace, read_pins, write_pins
from resyn.sandbox.jail import Jail

SOURCE = '''"""Add two numbers."""

META = {"category": "arithmetic", "skills": ["addition"], "answer": "integer", "version": 1}


def generate(level, rng):
    return {"a": rng.randint(1, 99 * level), "b": rng.randint(1, 99)}


def observe(instance):
    return f"What is {instance['a']} + {instance['b']}?"


def verify(instance, answer):
    return answer.strip() == str(instance["a"] + instance["b"])


def solve(instance):
    return str(instance["a"] + instance["b"])


def wrong_answers(instance):
    return ["none", "0", "-1"]
'''


def drawn(source: str, jails: list[Jail], *, salt: int = 0) -> Pin:
    return draw_pin(Environment("add_two", source), jails[salt])


def test_same_text_draws_the_same_pin_under_another_hash_salt(jails: list[Jail]) -> None:
    assert drawn(SOURCE, jails) == drawn(SOURCE, jails, salt=1)


def test_comment_changes_no_pin_and_every_behaviour_does(jails: list[Jail]) -> None:
    pin = drawn(SOURCE, jails)
    assert compare_pins(pin, drawn(SOURCE + "\n# a remark\n", jails)) == []
    for before, after in (
        ("randint(1, 99)", "randint(1, 9)"),
        ("What is", "How much is"),
        ('return str(instance["a"] + instance["b"])', 'return str(instance["a"] + instance["b"]) + "."'),
        ('"-1"]', '"-2"]'),
    ):
        (complaint,) = compare_pins(pin, drawn(SOURCE.replace(before, after), jails))
        assert "draws other instances than version 1 did, at level 1, 2, 3, 4, 5, 10" in complaint


def test_change_at_one_level_names_that_level_alone(jails: list[Jail]) -> None:
    changed = SOURCE.replace(
        '{"a": rng.randint(1, 99 * level)', '{"a": rng.randint(1, 99 * level + 900 * (level == 4))'
    )
    (complaint,) = compare_pins(drawn(SOURCE, jails), drawn(changed, jails))
    assert "at level 4:" in complaint


def test_changed_hashes_need_a_higher_version(jails: list[Jail]) -> None:
    pin = drawn(SOURCE, jails)
    changed = drawn(SOURCE.replace("What is", "How much is"), jails)
    assert not may_replace(pin, changed)
    assert may_replace(pin, replace(changed, version=2))
    assert may_replace(None, changed)
    assert may_replace(pin, pin)
    assert not may_replace(replace(pin, version=3), changed)
    assert "pin version 2" in compare_pins(pin, replace(changed, version=2))[0]


def test_pins_are_read_back_as_written_and_sorted(tmp_path: Path) -> None:
    pins = [Pin("zeta", 1, {"1": ["aa", "bb"]}), Pin("alpha", 2, {"1": ["cc"], "10": ["dd"]})]
    write_pins(tmp_path, pins)
    assert list(read_pins(tmp_path).values()) == [pins[1], pins[0]]
    assert read_pins(tmp_path / "nowhere") == {}


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "a", "version": "1", "hashes": {}}', '{"name": "a"}'])
def test_corrupt_pins_are_an_error_that_names_the_line(tmp_path: Path, text: str) -> None:
    (tmp_path / PINS_NAME).write_text(text)
    with pytest.raises(CatalogueError, match="line 1"):
        read_pins(tmp_path)


def test_environment_that_fails_cannot_be_pinned(jails: list[Jail]) -> None:
    with pytest.raises(CatalogueError, match="observe failed"):
        drawn(SOURCE.replace("return f", "raise KeyError(3) or f"), jails)
