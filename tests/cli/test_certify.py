import json
import time
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command

from resyn.core.environment import Environment
from resyn.core.index import build_index, read_index
from resyn.core.store import Step, Store
from resyn.pipeline.certifying import Certification, Result

# Another problem: no rule may take it for the first.
OTHER = """
'''Compute the remainder that is left after a chain of multiplications and additions.'''


def generate(level, rng):
    steps = [[rng.randint(2, 99), rng.randint(1, 99)] for _ in range(level + 1)]
    return {"start": rng.randint(10, 999), "steps": steps, "modulus": rng.randint(5_000, 99_999)}


def observe(instance):
    chain = "".join(f" Multiply by {factor}, then add {more}." for factor, more in instance["steps"])
    asked = f"What remains after division by {instance['modulus']}?"
    return f"Begin with {instance['start']}.{chain} {asked} Answer with one whole number."


def remainder(instance):
    value = instance["start"]
    for factor, more in instance["steps"]:
        value = value * factor + more
    return value % instance["modulus"]


def verify(instance, answer):
    text = answer.strip().strip(".()[]").strip()
    return text.isascii() and text.isdigit() and len(text) < 12 and int(text) == remainder(instance)


def solve(instance):
    return str(remainder(instance))


def wrong_answers(instance):
    return [str(remainder(instance) + 1), str(remainder(instance) + instance["modulus"]), "0" * 3 + "1"]
""".lstrip()


@pytest.fixture
def folder(sound_file: Path) -> Path:
    build_index(sound_file.parent)
    return sound_file.parent


def test_certificate_is_made_lies_in_the_index_and_holds_when_done_over(
    resyn: Command, folder: Path, sound_file: Path
) -> None:
    ended = resyn("certify", folder, "--quick", "--json")
    assert ended.code == 0, ended.err
    ((result,), (entry,)) = json.loads(ended.out), read_index(folder)
    certificate = entry.certificate
    assert certificate is not None
    assert result == {"environment": "name_summands", "against": [], "certificate": certificate}
    assert certificate["behaviour_hash"] == entry.behaviour_hash
    assert certificate["rules"]["versions"]["guessable"] >= 1
    assert certificate["rules"]["setting"]["name"] == "quick"
    assert certificate["rules"]["draws"] == 72
    assert len(certificate["instances"]["hash"]) == 64
    assert set(certificate["made_with"]) == {"resyn", "python"}
    ended = resyn("certify", folder, "--verify")
    assert (ended.code, ended.out) == (0, ""), ended.out


def test_second_command_keeps_what_holds_and_does_the_changed_file_alone(
    resyn: Command, folder: Path, sound_file: Path
) -> None:
    other = folder / "find_remainder.py"
    other.write_text(OTHER)
    first = resyn("certify", folder, "--quick")
    assert first.code == 0, first.err + first.out
    before = {entry.name: entry.certificate for entry in read_index(folder)}
    other.write_text(OTHER + "\n# a remark\n")
    ended = resyn("certify", folder, "--quick")
    assert ended.code == 0, ended.err
    assert "find_remainder: good" in ended.err
    assert "name_summands: good" not in ended.err
    assert "kept 1 · good 1" in ended.err
    after = {entry.name: entry.certificate for entry in read_index(folder)}
    assert after["name_summands"] == before["name_summands"]
    assert after["find_remainder"] != before["find_remainder"]


def test_what_was_certified_before_an_interruption_is_kept(
    resyn: Command, folder: Path, sound_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "find_remainder.py").write_text(OTHER)
    made = Certification._made

    def interrupted(work: Certification, environment: Environment) -> Result:
        if environment.name == "find_remainder":
            while not any(entry.certificate for entry in read_index(folder)):
                time.sleep(0.02)
            raise KeyboardInterrupt
        return made(work, environment)

    monkeypatch.setattr(Certification, "_made", interrupted)
    assert resyn("certify", folder, "--quick").code == 130
    assert [entry.name for entry in read_index(folder) if entry.certificate] == ["name_summands"]
    monkeypatch.setattr(Certification, "_made", made)
    ended = resyn("certify", folder, "--quick")
    assert (ended.code, "kept 1 · good 1" in ended.err) == (0, True), ended.err
    assert all(entry.certificate for entry in read_index(folder))


def test_definition_and_provenance_are_recorded_and_cost_no_second_check(
    resyn: Command, folder: Path, sound_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert resyn("certify", folder, "--quick").code == 0
    (before,) = read_index(folder)
    definitions = tmp_path_factory.mktemp("definitions")
    (definitions / "name_summands.py").write_text("LEVELS = (1, 2)\nEXHAUSTIVE = True\n")
    ended = resyn("certify", sound_file, "--quick", "--definitions", definitions, "--provenance", "author=me")
    assert (ended.code, "kept 1" in ended.err) == (0, True), ended.err
    (entry,) = read_index(folder)
    assert before.certificate is not None
    told = {"definition": {"levels": [1, 2], "exhaustive": True}, "provenance": {"author": "me"}}
    assert entry.certificate == before.certificate | told
    assert entry.provenance == {"author": "me"}
    assert resyn("certify", sound_file, "--verify").code == 0
    ended = resyn("certify", sound_file, "--quick", "--provenance", "author")
    assert (ended.code, "no KEY=VALUE" in ended.err) == (2, True)


@pytest.mark.slow
def test_every_deterministic_part_that_was_tampered_with_is_named(
    resyn: Command, folder: Path, sound_file: Path
) -> None:
    assert resyn("certify", folder, "--quick").code == 0
    index = folder / "index.jsonl"
    data = json.loads(index.read_text())
    data["certificate"]["rules"]["versions"]["guessable"] = 99
    data["certificate"]["instances"]["hash"] = "0" * 64
    data["certificate"]["source_hash"] = "1" * 64
    index.write_text(json.dumps(data) + "\n")
    ended = resyn("certify", sound_file, "--verify")
    assert ended.code == 1
    assert "rule guessable: the certificate has version 99" in ended.out
    assert "other instances or questions" in ended.out
    assert "source_hash is" in ended.out
    assert json.loads(index.read_text()) == data


@pytest.mark.slow
def test_environment_that_does_not_pass_is_not_certified_and_loses_its_certificate(
    resyn: Command, folder: Path, sound_file: Path
) -> None:
    assert resyn("certify", folder, "--quick").code == 0
    sound_file.write_text(SOUND.replace('== instance["sum"]\n\n\ndef solve', '!= instance["sum"]\n\n\ndef solve'))
    ended = resyn("certify", folder, "--quick")
    assert ended.code == 1
    assert "name_summands: solution_rejected" in ended.out
    (entry,) = read_index(folder)
    assert entry.certificate is None


def test_missing_certificate_is_said(resyn: Command, folder: Path) -> None:
    ended = resyn("certify", folder, "--verify")
    assert ended.code == 1
    assert "it has no certificate" in ended.out


def test_verdicts_of_a_run_come_along(resyn: Command, folder: Path, tmp_path: Path) -> None:
    verdict = {"judge": "code_judge", "model": "m", "vote": 0, "accept": True}
    steps = [
        Step("planned", {"plan": "", "title": ""}),
        Step("written", {"name": "name_summands", "source": SOUND, "mended": 0}),
        Step("checked", {"report": {"passed": True}}),
        Step("judged", {"verdicts": [verdict], "admitted": True}),
        Step("passed", {}),
        Step("accepted", {"name": "name_summands", "source": SOUND}),
    ]
    with Store(tmp_path / "a_run") as store:
        for step in steps:
            store.add_step(store.candidate("sums", 0).id, step)
    assert resyn("certify", folder, "--quick", "--run", tmp_path / "a_run").code == 0
    (entry,) = read_index(folder)
    assert entry.certificate is not None
    assert entry.certificate["verdicts"] == [verdict]


def test_folder_that_is_no_run_is_named(resyn: Command, folder: Path, tmp_path: Path) -> None:
    ended = resyn("certify", folder, "--run", tmp_path / "none")
    assert ended.code == 2
    assert "no run.sqlite" in ended.err
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_planted_bugs_are_counted_and_asked_for_only_once(resyn: Command, folder: Path, sound_file: Path) -> None:
    assert resyn("certify", folder, "--quick").code == 0
    ended = resyn("certify", folder, "--quick", "--mutations", "2")
    assert (ended.code, "kept" in ended.err) == (0, False), ended.err
    (entry,) = read_index(folder)
    assert entry.certificate is not None
    counts = entry.certificate["mutations"]
    assert counts["planted"] == 2
    assert 0 <= counts["found_by_itself"] <= 2
    assert 1 <= counts["found_by_rules"] <= 2
    assert "kept 1" in resyn("certify", folder, "--quick", "--mutations", "2").err
