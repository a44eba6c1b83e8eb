import json
from pathlib import Path

from tests.cli.conftest import SOUND, Command


def test_sound_file_exits_with_0(resyn: Command, sound_file: Path) -> None:
    ended = resyn("check", sound_file)
    assert (ended.code, ended.out) == (0, "")
    assert "1 of 1 environments passed every rule" in ended.err


def test_unsound_file_exits_with_1_and_names_rule_witness_and_seed(resyn: Command, tmp_path: Path) -> None:
    file = tmp_path / "name_summands.py"
    file.write_text(SOUND.replace('== instance["sum"]\n\n\ndef solve', '!= instance["sum"]\n\n\ndef solve'))
    ended = resyn("check", file, "--json")
    assert ended.code == 1
    report = json.loads(ended.out)[0]
    finding = next(finding for finding in report["findings"] if finding["rule"] == "solution_rejected")
    assert finding["witness"]["level"] == 1
    assert finding["witness"]["seed"].startswith("name_summands:")


def test_syntax_error_is_a_finding_not_a_crash(resyn: Command, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def generate(level, rng:\n")
    ended = resyn("check", tmp_path / "broken.py")
    assert ended.code == 1
    assert "syntax_error: line 1" in ended.out


def test_file_without_the_functions_names_them(resyn: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.py").write_text('"""Nothing."""\n')
    ended = resyn("check", tmp_path / "empty.py")
    assert ended.code == 1
    assert "broken_contract" in ended.out
    assert "generate" in ended.out


def test_single_rule_is_run_alone(resyn: Command, sound_file: Path) -> None:
    ended = resyn("check", sound_file, "--rule", "syntax_error", "--json")
    assert ended.code == 0
    assert list(json.loads(ended.out)[0]["rules"]) == ["syntax_error"]


def test_unknown_rule_lists_the_known(resyn: Command, sound_file: Path) -> None:
    ended = resyn("check", sound_file, "--rule", "typo")
    assert ended.code == 2
    assert "'typo'" in ended.err
    assert "guessable" in ended.err


def test_copy_of_a_file_in_the_library_is_a_duplicate(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "other_name.py").write_text(SOUND)
    ended = resyn("check", sound_file, "--against", library)
    assert ended.code == 1
    assert "duplicate" in ended.out
    assert "other_name" in ended.out


def test_unsafe_flag_keeps_the_jail_where_the_kernel_can_contain(resyn: Command, sound_file: Path) -> None:
    strict = json.loads(resyn("check", sound_file, "--rule", "broken_contract", "--json").out)[0]
    loose = json.loads(resyn("check", sound_file, "--rule", "broken_contract", "--allow-unsafe", "--json").out)[0]
    assert loose["isolation"] == strict["isolation"] in ("namespaces", "seccomp")
