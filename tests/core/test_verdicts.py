import json

from resyn.core.verdicts import Criterion, Verdict

HOLDS = Criterion("complete", True, "It does.", "def solve")
DOES_NOT = Criterion("one_reading", False, "First may mean leftmost.", "the first boat")


def test_verdict_comes_back_from_json_as_it_was() -> None:
    verdict = Verdict("question_judge", "m", 2, False, (HOLDS, DOES_NOT))
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict
    assert verdict.objections == (DOES_NOT,)


def test_reply_that_was_no_verdict_carries_its_reason_and_nothing_empty() -> None:
    verdict = Verdict("code_judge", "m", 0, False, fault="the reply holds no JSON object")
    assert verdict.to_json() == {
        "judge": "code_judge",
        "model": "m",
        "vote": 0,
        "accept": False,
        "fault": "the reply holds no JSON object",
    }
    assert Verdict.from_json(verdict.to_json()) == verdict
