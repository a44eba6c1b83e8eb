import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.calibrate.skilled import Skilled

from resyn.calibrate.calibrate import calibrate_environment, calibrate_environments
from resyn.calibrate.curve import Calibration, CurveVerdict
from resyn.calibrate.plan import CalibrationPlan
from resyn.core.environment import Environment
from resyn.core.errors import ProviderError, RefusedError
from resyn.core.store import Store
from resyn.llm.model import Completion, Message, Sampling
from resyn.llm.recording import JsonLinesLog, RecordedModel, ReplayModel
from resyn.sandbox.calls import Limits
from resyn.sandbox.jail import Jail

PLAN = CalibrationPlan(instances=20)
FALLING = {1: 1.0, 2: 0.8, 3: 0.6, 4: 0.4, 5: 0.1}


@pytest.mark.parametrize(
    ("rates", "verdict"),
    [
        (FALLING, CurveVerdict.LEARNABLE),
        ({1: 1.0, 2: 1.0, 3: 1.0, 4: 0.0, 5: 0.0}, CurveVerdict.LEARNABLE),
        ({1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0, 5: 1.0}, CurveVerdict.TOO_EASY),
        ({1: 0.0, 2: 0.0, 3: 0.0, 4: 0.0, 5: 0.0}, CurveVerdict.TOO_HARD),
        ({1: 0.0, 2: 0.2, 3: 0.5, 4: 0.8, 5: 1.0}, CurveVerdict.INVERTED),
    ],
)
def test_curve_of_known_rates_gets_its_verdict(
    rates: dict[int, float], verdict: CurveVerdict, jail: Jail, add_numbers: Environment
) -> None:
    calibration = calibrate_environment(add_numbers, [Skilled(rates)], jail, plan=PLAN)
    assert calibration.verdict is verdict
    assert calibration.admitted == (verdict is CurveVerdict.LEARNABLE)
    (curve,) = calibration.curves
    assert [rate.judged for rate in curve.levels] == [20] * 5
    for rate in curve.levels:
        low, high = rate.interval
        assert low - 0.1 <= rates[rate.level] <= high + 0.1
    assert curve.usage.output_tokens == 5 * 100


def test_faults_are_no_wrong_answers_and_are_counted(jail: Jail, add_numbers: Environment) -> None:
    plan = CalibrationPlan(levels=(1, 2), instances=8, samples=2)
    solver = Skilled({1: 0.5, 2: 0.5}, wrong="<answer>crash</answer>")
    (curve,) = calibrate_environment(add_numbers, [solver], jail, plan=plan).curves
    for rate in curve.levels:
        assert rate.faults > 0
        assert rate.judged + rate.faults == 16
        assert rate.correct == rate.judged


def test_reply_without_an_answer_is_wrong_and_counted(jail: Jail, add_numbers: Environment) -> None:
    plan = CalibrationPlan(levels=(1, 2), instances=6)
    solver = Skilled({1: 0.0, 2: 0.0}, wrong="<think>I am not sure and go on and")
    (curve,) = calibrate_environment(add_numbers, [solver], jail, plan=plan).curves
    assert [(rate.correct, rate.judged) for rate in curve.levels] == [(0, 6), (0, 6)]
    assert [(rate.unanswered, rate.truncated) for rate in curve.levels] == [(6, 6), (6, 6)]


def test_more_samples_ask_the_same_questions_with_other_seeds(jail: Jail, add_numbers: Environment) -> None:
    plan = CalibrationPlan(levels=(1, 5), instances=10, samples=4)
    solver = Skilled({1: 0.5, 5: 0.5})
    (curve,) = calibrate_environment(add_numbers, [solver], jail, plan=plan).curves
    assert solver.calls == 80
    assert all(count == 4 for rate in curve.levels for _, count in rate.solved)
    assert any(0 < yes < 4 for rate in curve.levels for yes, _ in rate.solved)


def test_solvers_stand_side_by_side_and_share_alpha(jail: Jail, add_numbers: Environment) -> None:
    strong, weak = Skilled(dict.fromkeys(range(1, 6), 1.0), name="strong"), Skilled(FALLING, name="weak")
    calibration = calibrate_environment(add_numbers, [strong, weak], jail, plan=PLAN)
    assert [(curve.solver, curve.verdict) for curve in calibration.curves] == [
        ("strong", CurveVerdict.TOO_EASY),
        ("weak", CurveVerdict.LEARNABLE),
    ]
    assert calibration.verdict is CurveVerdict.LEARNABLE


def test_few_different_questions_leave_it_unclear(jail: Jail, add_numbers: Environment) -> None:
    narrow = Environment("narrow", add_numbers.source.replace("rng.randint(100, 9999)", "rng.randint(1, 2)"))
    calibration = calibrate_environment(narrow, [Skilled(FALLING)], jail, plan=PLAN)
    assert calibration.verdict is CurveVerdict.UNCLEAR
    assert all(rate.undrawn >= 16 for rate in calibration.curves[0].levels)


@pytest.mark.parametrize("broken", ["raise ValueError('no')", "return 5", "while True: pass"])
def test_environment_that_fails_has_no_rates_and_is_unclear(broken: str, add_numbers: Environment) -> None:
    source = add_numbers.source.replace("def generate(level, rng):\n", f"def generate(level, rng):\n    {broken}\n")
    plan = CalibrationPlan(levels=(1, 2), instances=2)
    with Jail(workers=1, limits=Limits(cpu_seconds=0.1, hard_cpu_seconds=0.3)) as jail:
        calibration = calibrate_environment(Environment("broken", source), [Skilled(FALLING)], jail, plan=plan)
    assert calibration.verdict is CurveVerdict.UNCLEAR
    assert [rate.rate for rate in calibration.curves[0].levels] == [None, None]


def test_result_is_the_same_after_json(jail: Jail, add_numbers: Environment) -> None:
    plan = CalibrationPlan(levels=(1, 3), instances=4, samples=2)
    calibration = calibrate_environment(add_numbers, [Skilled(FALLING)], jail, plan=plan)
    assert Calibration.from_json(calibration.to_json()) == calibration


def test_recorded_answers_are_not_asked_again(tmp_path: Path, jail: Jail, add_numbers: Environment) -> None:
    solver = Skilled(FALLING)
    with Store(tmp_path / "run") as store:
        first = calibrate_environment(add_numbers, [RecordedModel(solver, store)], jail, plan=PLAN)
        assert solver.calls == 100
        again = calibrate_environment(add_numbers, [RecordedModel(solver, store)], jail, plan=PLAN)
    assert solver.calls == 100
    assert again == first


class Narrow:
    """Refuses questions of the levels that are too long for it; else answers as `Skilled` does."""

    name = "narrow"

    def __init__(self, rates: dict[int, float], *, refused: tuple[int, ...]) -> None:
        self._skilled = Skilled(rates)
        self._refused = tuple(f"Level {level}:" for level in refused)

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        if messages[-1].content.startswith(self._refused):
            raise RefusedError("the prompt does not fit", hint="Ask less.")
        return self._skilled.complete(messages, sampling)


def test_refused_question_is_neither_right_nor_wrong_and_is_counted(jail: Jail, add_numbers: Environment) -> None:
    plan = CalibrationPlan(levels=(1, 2), instances=6, samples=2)
    answered: list[int] = []
    solver = Narrow({1: 1.0, 2: 1.0}, refused=(2,))
    (curve,) = calibrate_environment(add_numbers, [solver], jail, plan=plan, answered=lambda: answered.append(1)).curves
    assert [(rate.correct, rate.judged, rate.refused, rate.unanswered) for rate in curve.levels] == [
        (12, 12, 0, 0),
        (0, 0, 12, 0),
    ]
    assert len(answered) == 24
    assert curve.verdict is CurveVerdict.UNCLEAR  # a level that the solver never saw says nothing of its difficulty


def test_refusal_stops_nobody_else(jail: Jail, add_numbers: Environment) -> None:
    environments = [Environment(f"add_{number}", add_numbers.source) for number in range(4)]
    plan = CalibrationPlan(levels=(1, 2), instances=3)
    solver = Narrow({1: 1.0, 2: 1.0}, refused=(1,))
    found = list(calibrate_environments(environments, [solver], jail, plan=plan, concurrency=2))
    assert [[rate.refused for rate in one.curves[0].levels] for one in found] == [[3, 0]] * 4


def test_calibration_of_an_earlier_version_knows_no_refusals(jail: Jail, add_numbers: Environment) -> None:
    plan = CalibrationPlan(levels=(1, 3), instances=2)
    calibration = calibrate_environment(add_numbers, [Skilled(FALLING)], jail, plan=plan)
    data = calibration.to_json()
    for rate in data["curves"][0]["levels"]:
        del rate["refused"]
    assert Calibration.from_json(data) == calibration


class Dying:
    name = "dying"

    def __init__(self, after: int) -> None:
        self.calls = 0
        self._after = after
        self._lock = threading.Lock()

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        with self._lock:
            self.calls += 1
            if self.calls > self._after:
                raise ProviderError("the endpoint is gone", hint="Begin again.")
        return Skilled(FALLING).complete(messages, sampling)


def test_dead_endpoint_stops_all_and_what_was_answered_stays(
    tmp_path: Path, jail: Jail, add_numbers: Environment
) -> None:
    environments = [Environment(f"add_{number}", add_numbers.source) for number in range(6)]
    dying = Dying(after=150)
    with Store(tmp_path / "run") as store:
        with pytest.raises(ProviderError):
            list(calibrate_environments(environments, [RecordedModel(dying, store)], jail, plan=PLAN, concurrency=4))
        calls, _ = store.ledger()
        assert calls == 150
        assert dying.calls <= 150 + 4  # the calls under way, and not one more


def test_many_environments_are_each_calibrated_once(jail: Jail, add_numbers: Environment) -> None:
    environments = [Environment(f"add_{number}", add_numbers.source) for number in range(20)]
    plan = CalibrationPlan(levels=(1, 2), instances=3)
    answered: list[int] = []
    found = list(
        calibrate_environments(
            environments, [Skilled(FALLING)], jail, plan=plan, concurrency=3, answered=lambda: answered.append(1)
        )
    )
    assert sorted(one.environment for one in found) == sorted(one.name for one in environments)
    assert len(answered) == 20 * 6


def test_what_a_real_model_answered_is_judged(jail: Jail, add_numbers: Environment) -> None:
    recorded = JsonLinesLog(Path(__file__).parent / "fixtures" / "qwen_adds.jsonl")
    solver = ReplayModel("local:qwen2.5-coder-1.5b", recorded)
    plan = CalibrationPlan(levels=(1, 2), instances=2, max_tokens=300)
    (curve,) = calibrate_environment(add_numbers, [solver], jail, plan=plan).curves
    assert [rate.solved for rate in curve.levels] == [((1, 1), (0, 1)), ((0, 1), (0, 1))]
    assert [rate.unanswered for rate in curve.levels] == [0, 0]
    assert (curve.usage.input_tokens, curve.usage.output_tokens) == (456, 414)
