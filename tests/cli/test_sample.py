import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command


def test_same_seed_prints_the_same_question_and_another_seed_another(resyn: Command, sound_file: Path) -> None:
    first, again = resyn("sample", sound_file, "--level", "3"), resyn("sample", sound_file, "--level", "3")
    other = resyn("sample", sound_file, "--level", "3", "--seed", "1")
    assert first.out == again.out != other.out
    assert first.out.startswith("Which two of [")


def test_solution_is_correct_and_exit_code_tells(resyn: Command, sound_file: Path) -> None:
    row = json.loads(resyn("sample", sound_file, "--json").out)[0]
    right = resyn("sample", sound_file, "--answer", row["solution"])
    wrong = resyn("sample", sound_file, "--answer", "1 2")
    assert (right.code, wrong.code) == (0, 1)
    assert "is correct" in right.err
    assert "is wrong" in wrong.err


def test_failing_verifier_is_a_fault_not_a_wrong_answer(resyn: Command, sound_file: Path) -> None:
    sound_file.write_text(sound_file.read_text().replace("if len(tokens) != 2", "if 1 // 0 or len(tokens) != 2"))
    ended = resyn("sample", sound_file, "--answer", "1 2")
    assert ended.code == 3
    assert "fault" in ended.err
    assert "ZeroDivisionError" in ended.err


def test_failing_generator_is_named_with_its_error(resyn: Command, sound_file: Path) -> None:
    sound_file.write_text(sound_file.read_text().replace("numbers = rng.sample(", "numbers = missing("))
    ended = resyn("sample", sound_file)
    assert ended.code == 2
    assert "generate failed" in ended.err
    assert "NameError" in ended.err


def test_shipped_environment_is_found_by_name(resyn: Command) -> None:
    assert resyn("sample", "slide_tokens", "--count", "2").out.count("---") == 1


@pytest.mark.parametrize("name", ["slide_token", "nothing_like_it"])
def test_unknown_name_is_named(resyn: Command, name: str) -> None:
    ended = resyn("sample", name)
    assert ended.code == 2
    assert f"'{name}'" in ended.err


def test_near_name_is_suggested(resyn: Command) -> None:
    assert "near it: slide_tokens" in resyn("sample", "slide_token").err


def test_answer_to_several_questions_is_refused(resyn: Command, sound_file: Path) -> None:
    assert resyn("sample", sound_file, "--count", "2", "--answer", "1").code == 2


def test_seed_of_a_witness_draws_the_instance_that_the_rule_speaks_of(resyn: Command, sound_file: Path) -> None:
    sound_file.write_text(sound_file.read_text().replace("return next(", "return missing("))
    report = json.loads(resyn("check", sound_file, "--json").out)[0]
    witness = report["findings"][0]["witness"]
    ended = resyn("sample", sound_file, "--seed", witness["seed"])
    assert ended.out == witness["question"] + "\n"
    assert "NameError" in witness["happened"]
    assert "NameError" in resyn("sample", sound_file, "--seed", witness["seed"], "--solution").err


@pytest.mark.parametrize("arguments", [("--seed", "x"), ("--seed", "a:gate:2:0:0", "--level", "3")])
def test_seed_that_says_nothing_or_contradicts_is_refused(
    resyn: Command, sound_file: Path, arguments: tuple[str, ...]
) -> None:
    ended = resyn("sample", sound_file, *arguments)
    assert ended.code == 2
    assert f"--seed {arguments[1]!r}" in ended.err


def test_failing_solve_is_an_error_only_where_the_solution_is_asked_for(resyn: Command, sound_file: Path) -> None:
    sound_file.write_text(sound_file.read_text().replace("return next(", "return missing("))
    assert resyn("sample", sound_file).code == 0
    ended = resyn("sample", sound_file, "--solution")
    assert ended.code == 2
    assert "solve failed" in ended.err
    assert "NameError" in ended.err


def test_question_with_a_lone_surrogate_is_printed_escaped(resyn: Command, sound_file: Path) -> None:
    sound_file.write_text(sound_file.read_text().replace("Which two", "\\ud800 Which two"))
    assert resyn("sample", sound_file).out.startswith("\\ud800 Which two")
    assert json.loads(resyn("sample", sound_file, "--json").out)[0]["question"].startswith("\ud800 Which two")
