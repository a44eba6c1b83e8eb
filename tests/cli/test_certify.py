import json
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND, Command

from resyn.core.index import build_index, read_index
from resyn.core.store import Step, Store


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
