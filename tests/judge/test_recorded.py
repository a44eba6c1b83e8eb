"""What real models answered: small ones seldom give a verdict, and that must never let an environment through."""

from pathlib import Path

from tests.judge.conftest import SUMS

from resyn.judge.exhibit import draw_exhibit
from resyn.judge.judges import JUDGED_LEVELS, QUESTION_JUDGE, admits, judge_exhibit
from resyn.llm.recording import JsonLinesLog, ReplayModel
from resyn.sandbox.jail import Jail

RECORDED = JsonLinesLog(Path(__file__).parent / "recordings" / "question_judge.jsonl")


def test_model_that_answers_the_questions_instead_of_judging_them_is_no_judge(jail: Jail) -> None:
    exhibit = draw_exhibit(SUMS, jail, levels=JUDGED_LEVELS, evidence="72 instances were drawn and run.")
    model = ReplayModel("local:smollm2-135m", RECORDED)
    (verdict,) = judge_exhibit(exhibit, model, judges=[QUESTION_JUDGE])
    assert verdict.fault == "the reply holds no whole JSON object"
    assert not admits([verdict])
