"""What happens where the box itself breaks: the rest of the batch is verified all the same."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.errors import SandboxError
from resyn.core.records import Outcome
from resyn.reward.verification import run_jobs
from resyn.sandbox.calls import VerifyJob, VerifyResult
from resyn.sandbox.jail import Jail

SOURCE = (
    'def verify(instance, answer):\n    if answer == "raise":\n        raise ValueError\n    return answer == "yes"\n'
)
OUTCOMES = {"yes": Outcome.CORRECT, "no": Outcome.WRONG, "raise": Outcome.FAULT, "break": Outcome.FAULT}


class BreakingJail(Jail):
    """A real jail that breaks at the answer `break`, as one whose workers something on the machine kills."""

    def verify(self, jobs: Sequence[VerifyJob]) -> list[VerifyResult]:
        if any("break" in job.answers for job in jobs):
            raise SandboxError("a jail process was lost 3 times")
        return super().verify(jobs)


@pytest.fixture(scope="module")
def breaking():
    with BreakingJail(workers=1) as jail:
        yield jail


@given(st.lists(st.lists(st.sampled_from(sorted(OUTCOMES)), min_size=1, max_size=5), max_size=6))
def test_what_breaks_the_box_costs_its_own_answer_alone(breaking: BreakingJail, batches: list[list[str]]) -> None:
    jobs = [VerifyJob(SOURCE, "{}", tuple(answers)) for answers in batches]
    found = run_jobs(jobs, breaking)
    assert [list(result.outcomes) for result in found] == [[OUTCOMES[one] for one in answers] for answers in batches]
    for answers, result in zip(batches, found, strict=True):
        assert sorted(result.faults) == [place for place, one in enumerate(answers) if one in ("raise", "break")]
        assert all("lost 3 times" in result.faults[place] for place, one in enumerate(answers) if one == "break")


def test_box_that_cannot_be_built_any_more_makes_faults_of_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    class GoneJail(Jail):
        def verify(self, jobs: Sequence[VerifyJob]) -> list[VerifyResult]:
            tries.append(len(jobs))
            return super().verify(jobs)

    monkeypatch.setattr("sys.platform", "plan9")
    found = run_jobs([VerifyJob(SOURCE, "{}", ("yes", "no"))] * 64, GoneJail(workers=1))
    assert {outcome for result in found for outcome in result.outcomes} == {Outcome.FAULT}
    assert tries == [64]
