"""Scores say which rules find which bugs; figures add them up with intervals."""

from random import Random

import pytest

from resyn.audit.mutations import Mutant, plant
from resyn.audit.mutations.figures import Rate, add_up
from resyn.audit.mutations.score import Score, Trial, score_environment, spread
from resyn.core.environment import Environment
from resyn.core.index import catalogue_folder
from resyn.core.statistics import wilson_interval
from resyn.sandbox.jail import Jail

PINNED = {"scheduling/load_vans": 5, "strings/decode_message": 5, "logic/tell_knights_from_knaves": 5}
"""Environments of the catalogue, and how many of six live bugs the rules are on record to find in each."""


def trial(operator: str, *rules: str, own: bool = False, part: str = "verify") -> Trial:
    return Trial(operator, part, 1, "", "level 1: wrong became correct", own, rules)  # type: ignore[arg-type]


SCORES = [
    Score(
        "first",
        9,
        4,
        1,
        (
            trial("off_by_one"),
            trial("constant_label", "guessable", "wrong_answer_accepted", own=True),
            trial("leaked_answer", "answer_in_question", part="observe"),
        ),
        (),
    ),
    Score("second", 5, 2, 0, (trial("off_by_one", "solution_rejected", own=True),), ("guessable",)),
]


def test_figures_count_bugs_by_rule_class_and_environment() -> None:
    figures = add_up(SCORES)
    assert (figures.live, figures.equivalent) == (4, 1)
    assert figures.killed == Rate(3, 4)
    assert figures.alarms == Rate(1, 2)
    assert figures.rules["guessable"] == (Rate(1, 4), 0, Rate(1, 2))
    assert figures.rules["solution_rejected"] == (Rate(1, 4), 1, Rate(0, 2))
    assert figures.operators["off_by_one"] == (Rate(1, 2), Rate(1, 2))
    assert figures.operators["min_for_max"] == (Rate(0, 0), Rate(0, 0))
    assert figures.environments["first"] == (Rate(1, 2), Rate(1, 2))


def test_rates_are_written_with_their_interval() -> None:
    low, high = wilson_interval(3, 4)
    assert str(Rate(3, 4)) == f"75% ({low:.0%} to {high:.0%})"
    assert str(Rate(0, 0)) == "-"


def test_a_score_survives_json() -> None:
    assert Score.from_json(SCORES[0].to_json()) == SCORES[0]


def test_bugs_are_spread_over_classes_before_a_class_has_a_second_one(pick_weights: Environment) -> None:
    mutants = list(plant(pick_weights))
    classes = {mutant.operator for mutant in mutants}
    chosen: list[Mutant] = list(spread(mutants, Random(0)))
    assert {mutant.operator for mutant in chosen[: len(classes)]} == classes
    assert sorted(map(repr, chosen)) == sorted(map(repr, mutants))


@pytest.mark.slow
def test_a_sound_environment_is_stopped_by_no_rule(pick_weights: Environment, jails: list[Jail]) -> None:
    score = score_environment(pick_weights, jails, bugs=2, seed=3)
    assert score.alarms == ()
    assert len(score.trials) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", PINNED)
def test_the_rules_find_at_least_as_many_bugs_as_are_on_record(name: str, jails: list[Jail]) -> None:
    environment = Environment.read(catalogue_folder() / f"{name}.py")
    score = score_environment(environment, jails, bugs=6, seed=1)
    assert len(score.trials) == 6
    assert sum(trial.killed for trial in score.trials) >= PINNED[name]
    assert score.alarms == ()
