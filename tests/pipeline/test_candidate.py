from collections.abc import Iterator
from typing import Any

import pytest
from tests.judge.conftest import SUMS, Speaker
from tests.pipeline.scripted import SMALL

from resyn.core.store import CandidateRow, Step
from resyn.gate.evidence import Surroundings
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.candidate import Stations, advance
from resyn.propose.author import Author
from resyn.sandbox.jail import Jail

WRITTEN = Step("written", {"name": SUMS.name, "source": SUMS.source, "reason": "", "reply": "", "mended": 0})
CHECKED = Step("checked", {"report": {"passed": True, "findings": []}, "mended": 0})
NO_VERDICT = {"judge": "code_judge", "model": "speaker", "vote": 0, "accept": False, "fault": "it holds no JSON object"}
OBJECTION = {"name": "complete", "holds": False, "why": "nothing is asked", "quote": "def generate"}
UNPROVEN = {"status": "unproven", "attempts": [], "findings": []}


@pytest.fixture
def bench() -> Iterator[LocalBench]:
    with Jail(workers=1) as jail:
        yield LocalBench(Surroundings(jail=jail), SMALL)


def refuse(step: Step, author: Speaker, bench: LocalBench) -> Step | None:
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
