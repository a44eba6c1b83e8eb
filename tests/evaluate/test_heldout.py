from pathlib import Path

import pytest
from tests.cli.conftest import SOUND

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.progress import Silent
from resyn.core.records import Outcome
from resyn.core.verifier import Verifier
from resyn.evaluate.heldout import SPLIT, Heldout, HeldoutPlan
from resyn.sandbox.jail import Jail

FAULTY = SOUND.replace("    tokens = answer", "    1 // (len(answer) - 3)\n    tokens = answer")


def test_instances_are_of_their_own_split_and_verified_in_the_jail() -> None:
    with Jail(workers=1) as jail:
        heldout = Heldout([Environment("name_summands", SOUND)], jail, plan=HeldoutPlan((1, 3), instances=2))
        problems = heldout.draw(Silent())
        assert [problem.rule for problem in problems] == ["1", "1", "3", "3"]
        assert len({problem.id for problem in problems}) == 4
        assert all(problem.id.startswith(f"name_summands:{SPLIT}:") for problem in problems)
        assert heldout.draw(Silent()) == problems
        numbers = Verifier.from_text(problems[0].target).instance
        assert problems[0].question.split("[")[1].split("]")[0] in numbers.replace(",", ", ")
        assert heldout.verify([(problems[0], "1 2"), (problems[1], "")]) == [Outcome.WRONG, Outcome.WRONG]
        assert heldout.verify([]) == []


def test_a_solution_is_correct_and_a_failing_verifier_is_a_fault() -> None:
    with Jail(workers=1) as jail:
        heldout = Heldout([Environment("name_summands", FAULTY)], jail, plan=HeldoutPlan((1,), instances=1))
        (problem,) = heldout.draw(Silent())
        numbers, total = (part.split("]")[0] for part in (problem.question.split("[")[1], problem.question))
        values = [int(number) for number in numbers.split(",")]
        wanted = int(problem.question.split("add up to ")[1].split("?")[0])
        solution = next(f"{a} {b}" for a in values for b in values if a < b and a + b == wanted)
        assert heldout.verify([(problem, solution), (problem, "abc")]) == [Outcome.CORRECT, Outcome.FAULT]
        assert total


def test_two_environments_of_one_name_are_refused(tmp_path: Path) -> None:
    with Jail(workers=1) as jail, pytest.raises(CatalogueError, match="same name"):
        Heldout([Environment("name_summands", SOUND)] * 2, jail)
