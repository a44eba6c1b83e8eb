from collections.abc import Iterator
from typing import Any

import pytest
from tests.judge.conftest import SUMS, Refusing, Speaker
from tests.pipeline.scripted import SMALL

from resyn.core.store import CandidateRow, Step
from resyn.gate.evidence import Surroundings
from resyn.llm.model import Model
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.candidate import REFUSED, Stations, advance
from resyn.propose.author import Author
from resyn.sandbox.jail import Jail

WRITTEN = Step("written", {"name": SUMS.name, "source": SUMS.source, "reason": "", "reply": "", "mended": 0})
CHECKED = Step("checked", {"report": {"passed": True, "findings": []}, "mended": 0})
NO_VERDICT = {"judge": "code_judge", "model": "speaker", "vote": 0, "accept": False, "fault": "it holds no JSON object"}
OBJECTION = {"name": "complete", "holds": False, "why": "nothing is asked", "quote": "def generate"}
UNPROVEN = {"status": "unproven", "attempts": [], "findings": []}


@pytest.fixture
def bench() -> Iterator[LocalBench]:
    with Jail(workers=1) as jail, Jail(workers=1) as solver_jail:
        yield LocalBench(Surroundings(jail=jail), SMALL, solver_jail=solver_jail)


def refuse(step: Step, author: Model, bench: LocalBench) -> Step | None:
    row = CandidateRow(1, "sums", 0, (Step("planned", {"plan": ""}), WRITTEN, CHECKED, step))
    return advance(row, Stations(Author(author), bench, rounds=1), ())


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Step("judged", {"verdicts": [NO_VERDICT], "admitted": False}), "code_judge"),
        (Step("solved", {"report": UNPROVEN, "admitted": False}), "blind_solver"),
        (Step("calibrated", {"calibration": {}, "admitted": False}), "calibration"),
    ],
)
def test_refusal_that_tells_the_author_nothing_rejects_and_asks_nobody(
    step: Step, name: str, bench: LocalBench
) -> None:
    author = Speaker()
    assert refuse(step, author, bench) == Step("rejected", {"rules": [name]})
    assert author.asked == []


def test_objection_beside_a_reply_that_is_no_verdict_goes_back_to_the_author(bench: LocalBench) -> None:
    rejecting: dict[str, Any] = NO_VERDICT | {"judge": "question_judge", "fault": "", "criteria": [OBJECTION]}
    author = Speaker("I would rather not.")
    sent = refuse(Step("judged", {"verdicts": [NO_VERDICT, rejecting], "admitted": False}), author, bench)
    assert sent is not None
    assert sent.payload["mended"] == 1
    assert "nothing is asked" in author.asked[0][0][-1].content


def test_author_that_refuses_every_request_leaves_a_version_that_is_unusable_and_rejected(bench: LocalBench) -> None:
    stations = Stations(Author(Refusing()), bench, rounds=2)
    row = CandidateRow(1, "sums", 0, ())
    while (step := advance(row, stations, ())) is not None:
        row = CandidateRow(1, "sums", 0, (*row.steps, step))
    assert [step.kind for step in row.steps] == ["planned", "written", "checked", "rejected"]
    planned, written, checked, rejected = (step.payload for step in row.steps)
    assert planned["refusal"] == "a prompt of 9,000 tokens does not fit"
    assert (written["source"], written["usage"]["calls"], planned["usage"]["calls"]) == ("", 0, 0)
    assert checked["report"]["findings"] == [
        {"rule": REFUSED, "message": "the model refused to write: a prompt of 9,000 tokens does not fit"}
    ]
    assert rejected == {"rules": [REFUSED]}


def test_mending_that_is_refused_ends_the_candidate_and_keeps_what_was_found_before(bench: LocalBench) -> None:
    rejecting: dict[str, Any] = {"judge": "code_judge", "model": "m", "vote": 0, "accept": False}
    judged = Step("judged", {"verdicts": [rejecting | {"criteria": [OBJECTION]}], "admitted": False})
    mended = refuse(judged, Refusing(), bench)
    assert mended is not None
    assert (mended.payload["refused"], mended.payload["mended"]) == (True, 1)
    row = CandidateRow(1, "sums", 0, (Step("planned", {"plan": ""}), WRITTEN, CHECKED, judged, mended))
    stations = Stations(Author(Refusing()), bench, rounds=5)
    checked = advance(row, stations, ())
    assert checked is not None
    assert advance(CandidateRow(1, "sums", 0, (*row.steps, checked)), stations, ()) == Step(
        "rejected", {"rules": [REFUSED]}
    )
