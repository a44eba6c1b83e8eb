"""`resyn audit` on a foreign corpus, on a folder of the contract, and on planted bugs."""

import json
from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES
from tests.cli.conftest import Command

ADAPTER = FIXTURES / "adapter.py"
FOREIGN = (ADAPTER, "--folder", FIXTURES)


def test_defects_are_printed_with_what_repeats_them_and_the_exit_code_is_1(resyn: Command) -> None:
    ended = resyn("audit", *FOREIGN, "--task", "rejects_whitespace", "--task", "sound")
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[0] == "rejects_whitespace"
    assert lines[1].startswith("  rejects_whitespace: the reference answer loses marks with a blank before it")
    assert lines[3].startswith(f"    resyn audit {ADAPTER} --repeat '")
    assert "sound\n" not in ended.out
    assert ended.err.splitlines()[-1] == "1 of 2 tasks have defects"


def test_a_sound_task_leaves_exit_code_0(resyn: Command) -> None:
    ended = resyn("audit", *FOREIGN, "--task", "sound")
    assert (ended.code, ended.out) == (0, "")


def test_a_baseline_leaves_what_is_new(resyn: Command, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    asked = (*FOREIGN, "--out", tmp_path / "kept", "--task", "gold_rejected")
    assert resyn("audit", *asked, "--write-baseline", known).code == 0
    assert resyn("audit", *asked, "--baseline", known).code == 0
    ended = resyn("audit", *asked, "--task", "rejects_whitespace", "--baseline", known, "--json")
    found = {report["task"]: {d["rule"] for d in report["defects"]} for report in json.loads(ended.out)["tasks"]}
    assert ended.code == 1
    assert found == {"gold_rejected": set(), "rejects_whitespace": {"rejects_whitespace"}}


@pytest.mark.slow
def test_the_command_of_a_witness_repeats_it(resyn: Command) -> None:
    ended = resyn("audit", *FOREIGN, "--task", "executes_answer", "--json")
    (report,) = json.loads(ended.out)["tasks"]
    (defect,) = [defect for defect in report["defects"] if defect["rule"] == "executes_answer"]
    witness = {key: defect["witness"][key] for key in ("task", "seed", "index", "answer")}
    again = json.loads(resyn("audit", *FOREIGN, "--repeat", json.dumps(witness)).out)
    assert again["executed"] is True
    assert again["question"] == defect["witness"]["question"]
    assert again["reference_earns"] == 1.0


@pytest.mark.parametrize("text", ["", "[]", '{"seed": 1}', '{"task": "sound", "seed": "x"}'])
def test_a_text_that_is_no_witness_is_refused(resyn: Command, text: str) -> None:
    ended = resyn("audit", *FOREIGN, "--repeat", text)
    assert ended.code == 2
    assert "witness" in ended.err


def test_a_page_is_written_beside_the_reports(resyn: Command, tmp_path: Path) -> None:
    ended = resyn("audit", *FOREIGN, "--task", "few_instances", "--out", tmp_path)
    assert "different questions (200 are wanted)" in (tmp_path / "index.html").read_text()
    assert ended.err.splitlines()[-1] == f"1 of 1 tasks have defects; {tmp_path / 'index.html'} shows them"


def test_a_task_that_cannot_be_audited_is_named_and_leaves_a_code_of_its_own(resyn: Command, tmp_path: Path) -> None:
    asked = (*FOREIGN, "--task", "refused", "--out", tmp_path / "kept")
    ended = resyn("audit", *asked)
    assert ended.code == 3
    assert ended.out.splitlines()[0] == "refused"
    assert ended.out.splitlines()[1].startswith("  not audited: ")
    assert "gold_rejected" in ended.out.splitlines()[1]
    found = json.loads(resyn("audit", *asked, "--task", "rejects_whitespace", "--json").out)
    assert set(found["summary"]["not_audited"]) == {"refused"}
    known = tmp_path / "known.json"
    assert resyn("audit", *asked, "--write-baseline", known).code == 0
    assert resyn("audit", *asked, "--baseline", known).code == 0


@pytest.mark.slow
def test_where_something_was_found_too_the_exit_code_is_1(resyn: Command) -> None:
    assert resyn("audit", *FOREIGN, "--task", "refused", "--task", "rejects_whitespace").code == 1


def test_a_label_that_a_solver_disputes_is_found_and_shown(resyn: Command) -> None:
    solvers = FIXTURES / "solvers"
    ended = resyn("audit", *FOREIGN, "--task", "label_disputed", "--solver", solvers / "label_disputed.py", "--json")
    (report,) = json.loads(ended.out)["tasks"]
    (defect,) = report["defects"]
    assert ended.code == 1
    assert defect["rule"] == "label_disputed"
    assert defect["witness"]["happened"].startswith(
        f"the answer '{defect['witness']['answer']}' earns 0; the reference"
    )


def test_solvers_are_for_foreign_tasks(resyn: Command, sound_file: Path) -> None:
    ended = resyn("audit", sound_file, "--solver", FIXTURES / "solvers")
    assert ended.code == 2
    assert "--solver goes with a foreign corpus" in ended.err


@pytest.mark.slow
def test_an_audit_of_environments_goes_on_and_sees_what_was_changed(resyn: Command, sound_file: Path) -> None:
    kept = sound_file.parent / "kept"
    asked = ("audit", sound_file, "--out", kept, "--json")
    assert resyn(*asked).code == 0
    (file,) = (kept / "tasks").iterdir()
    file.write_text(json.dumps(json.loads(file.read_text()) | {"seconds": 77.0}))
    assert json.loads(resyn(*asked).out)["tasks"][0]["seconds"] == 77.0
    sound_file.write_text(sound_file.read_text().replace('== instance["sum"]\n\n\ndef solve', "> 0\n\n\ndef solve"))
    assert resyn(*asked).code == 1
    assert len(list((kept / "tasks").iterdir())) == 2


@pytest.mark.slow
def test_a_folder_of_the_contract_is_audited_by_the_same_command(resyn: Command, sound_file: Path) -> None:
    wrong = sound_file.with_name("accept_all.py")
    wrong.write_text(sound_file.read_text().replace('== instance["sum"]\n\n\ndef solve', "> 0\n\n\ndef solve"))
    ended = resyn("audit", sound_file.parent, "--json")
    reports = {report["task"]: report for report in json.loads(ended.out)["tasks"]}
    assert ended.code == 1
    assert reports["name_summands"]["defects"] == []
    (defect, *_) = reports["accept_all"]["defects"]
    witness = json.dumps({key: defect["witness"][key] for key in ("task", "seed", "level", "answer")})
    again = json.loads(resyn("audit", sound_file.parent, "--repeat", witness).out)
    assert again["outcome"] == "correct"


def test_an_environment_that_is_not_there_is_named_and_nothing_passes(resyn: Command, sound_file: Path) -> None:
    ended = resyn("audit", sound_file.parent, "--task", "name_sumands")
    assert ended.code == 2
    assert "no environment 'name_sumands'" in ended.err


def test_an_unknown_corpus_is_a_matter_of_usage(resyn: Command) -> None:
    ended = resyn("audit", "reasoning-zoo")
    assert ended.code == 2
    assert "no corpus called 'reasoning-zoo'" in ended.err


def test_a_corpus_has_to_be_named(resyn: Command) -> None:
    ended = resyn("audit")
    assert ended.code == 2
    assert "reasoning-gym" in ended.err


@pytest.mark.parametrize("options", [("--per-environment", "3"), ("--python", "/usr/bin/python3")])
def test_options_that_do_not_belong_are_refused(resyn: Command, sound_file: Path, options: tuple[str, str]) -> None:
    assert resyn("audit", sound_file, *options).code == 2


@pytest.mark.slow
def test_planted_bugs_are_scored_and_kept(resyn: Command, sound_file: Path, tmp_path: Path) -> None:
    asked = ("audit", sound_file, "--mutate", "--per-environment", "3", "--out", tmp_path / "kept", "--json")
    first = resyn(*asked)
    figures = json.loads(first.out)
    assert first.code == 0
    assert figures["live"] == 3
    assert figures["killed"]["trials"] == 3
    assert set(figures["environments"]) == {"name_summands"}
    assert len(list((tmp_path / "kept").iterdir())) == 1
    assert resyn(*asked).out == first.out


def test_bugs_are_planted_into_environments_alone(resyn: Command) -> None:
    ended = resyn("audit", ADAPTER, "--mutate")
    assert ended.code == 2
    assert "needs environments of the contract" in ended.err
