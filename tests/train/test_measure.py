import json
from pathlib import Path

import pytest
from tests.train.replies import group, question

from resyn.core.environment import Environment
from resyn.core.errors import StoreError
from resyn.core.records import Outcome
from resyn.sandbox.jail import Jail
from resyn.train.measure import (
    HELDOUT_ENVIRONMENTS,
    HELDOUT_LEVELS,
    TRAINED,
    Measure,
    draw_question_sets,
    forget_measures,
    measure,
    pair_scores,
    read_measures,
    write_measure,
)

YES, NO, FAULT = Outcome.CORRECT, Outcome.WRONG, Outcome.FAULT
VOWEL = Environment.read(Path(__file__).parent / "environments" / "name_vowel.py")


def answered() -> Measure:
    sets = {"easy": [question(number=0), question(level=2, number=1)], "hard": [question("two", number=2)]}
    outcomes = {0: (YES, NO), 1: (YES, FAULT), 2: (FAULT, FAULT)}

    def sample(questions, samples):
        assert samples == 2
        return [group(*outcomes[int(one.id[-1])], of=one) for one in questions]

    return measure(sets, sample, step=5, samples=2)


def test_rates_are_of_judged_replies_by_set_and_level() -> None:
    found = answered()
    assert found.sets == ["easy", "hard"]
    assert found.rate("easy").value == 2 / 3
    assert found.rate("easy", level=1).value == 1 / 2
    assert found.rate("hard").value is None
    assert found.rate("easy").low < 2 / 3 < found.rate("easy").high
    assert found.scores("easy") == {"one": {"one:1:0": 0.5, "one:2:1": 1.0}}
    assert found.scores("hard") == {}


def test_measures_are_kept_in_the_order_of_steps_and_forgotten_after_one(tmp_path) -> None:
    found = answered()
    for step in (10, 2, 5):
        write_measure(tmp_path, Measure(step, found.answers))
    assert [one.step for one in read_measures(tmp_path)] == [2, 5, 10]
    assert read_measures(tmp_path)[1] == found
    forget_measures(tmp_path, after=5)
    assert [one.step for one in read_measures(tmp_path)] == [2, 5]
    next(iter((tmp_path / "measures").glob("*2.json"))).write_text(json.dumps({"step": 2}))
    with pytest.raises(StoreError, match="is no measure"):
        read_measures(tmp_path)


def test_sets_hold_other_environments_and_other_levels_than_training() -> None:
    other = Environment("other_vowel", VOWEL.source)
    with Jail(workers=1) as jail:
        sets = draw_question_sets([VOWEL], [other], jail, levels=(1, 2), heldout_levels=(6,), each=2, seed=0)
    assert {name: {(q.task.environment, q.task.level) for q in sets[name]} for name in sets} == {
        TRAINED: {("name_vowel", 1), ("name_vowel", 2)},
        HELDOUT_ENVIRONMENTS: {("other_vowel", 1), ("other_vowel", 2)},
        HELDOUT_LEVELS: {("name_vowel", 6)},
    }
    assert all(q.id.split(":")[1] == "measure" for questions in sets.values() for q in questions)


def test_pairs_are_of_questions_that_both_judged_in_one_order() -> None:
    first = answered()
    second = Measure(6, dict(reversed(list(first.answers.items()))))
    assert pair_scores(first, second, "easy") == ({"one": [0.5, 1.0]}, {"one": [0.5, 1.0]})
    del second.answers["one:1:0"]
    assert pair_scores(first, second, "easy") == ({"one": [1.0]}, {"one": [1.0]})
    assert pair_scores(first, second, "hard") == ({}, {})
