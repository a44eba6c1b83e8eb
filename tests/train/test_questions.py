import json
from pathlib import Path

import pytest
from tests.train.replies import question

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.dataset.build import build_dataset
from resyn.dataset.plan import DatasetPlan
from resyn.sandbox.jail import Jail
from resyn.train.curriculum import StaticCurriculum
from resyn.train.questions import EndlessSource, RowSource, Stream, digest, read_rows
from resyn.train.task import Task

FOLDER = Path(__file__).parent / "environments"
VOWEL = Environment.read(FOLDER / "name_vowel.py")
BROKEN = Environment("breaks", VOWEL.source.replace("letters = rng", "letters = 1 / 0 * rng"))


@pytest.fixture(scope="module")
def jail():
    with Jail(workers=1) as jail:
        yield jail


def endless(jail: Jail, *environments: Environment, **arguments) -> Stream:
    tasks = [Task(environment.name, level) for environment in environments for level in (1, 2)]
    return Stream(StaticCurriculum(tasks), EndlessSource(environments, jail, seed=0), **arguments)


def test_stream_asks_new_questions_with_their_verifiers(jail) -> None:
    taken = endless(jail, VOWEL).take(20)
    assert len({one.id for one in taken}) == 20
    assert {one.task for one in taken} == {Task("name_vowel", 1), Task("name_vowel", 2)}
    assert json.loads(taken[0].verifier)["environment"] == "name_vowel"


def test_restored_stream_asks_what_would_have_been_asked(jail) -> None:
    whole, again = endless(jail, VOWEL), endless(jail, VOWEL)
    whole.take(7)
    again.restore(json.loads(json.dumps(whole.state())))
    assert again.take(9) == whole.take(9)
    assert again.state() == whole.state()


def test_environment_whose_draws_fail_costs_itself_alone(jail) -> None:
    stream = endless(jail, VOWEL, BROKEN)
    taken = [one for _ in range(4) for one in stream.take(12)]
    failures = stream.take_failures()
    assert len(taken) == 48
    assert {one.task.environment for one in taken} == {"name_vowel"}
    assert {name for name, _ in failures} == {"breaks"}
    assert "ZeroDivisionError" in failures[0][1]
    stream.take(40)
    assert stream.take_failures() == []  # it is not asked any more


def test_nothing_but_failing_draws_is_told(jail) -> None:
    with pytest.raises(ConfigError, match="only 0 of 4 questions"):
        endless(jail, BROKEN).take(4)


def test_questions_that_do_not_fit_or_are_measured_are_passed_over(jail) -> None:
    seen = endless(jail, VOWEL).take(6)
    stream = endless(jail, VOWEL, excluded=[digest(seen[0].text)])
    assert [one.id for one in stream.take(5)] == [one.id for one in seen[1:]]
    stream = endless(jail, VOWEL, fits=lambda text: text != seen[2].text)
    assert seen[2].id not in [one.id for one in stream.take(5)]


def test_rows_are_asked_in_their_order_and_then_again() -> None:
    rows = [question(number=number) for number in range(3)]
    source = RowSource(rows)
    assert source.draw([Task("one", 1)] * 4) == [*rows, rows[0]]
    assert source.draw([Task("two", 1)]) == ["the dataset has no row of two at level 1"]


def test_rows_of_a_dataset_are_read_as_they_were_drawn(jail, tmp_path) -> None:
    plan = DatasetPlan(instances=4, levels=(1, 2), validation=0, test=0)
    build_dataset([VOWEL], tmp_path / "data", jail=jail, plan=plan)
    rows = read_rows(tmp_path / "data", "train")
    assert sorted(one.task for one in rows) == [Task("name_vowel", 1)] * 2 + [Task("name_vowel", 2)] * 2
    assert rows[0].solution == "a"
    assert read_rows(tmp_path / "data", "test") == []
    (tmp_path / "data" / "data" / "test.parquet").write_text("nothing")
    with pytest.raises(CatalogueError, match="is not the split"):
        read_rows(tmp_path / "data", "test")
