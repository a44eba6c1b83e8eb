import itertools
import math
import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.evaluate.estimate import DRAWS, Bootstrap, TaskMean, compare, harmonic, mean, pass_at


@given(n=st.integers(1, 8), data=st.data())
def test_pass_at_k_is_the_share_of_all_choices_that_hold_a_correct_one(n: int, data: st.DataObject) -> None:
    correct = data.draw(st.integers(0, n))
    k = data.draw(st.integers(1, n))
    samples = [True] * correct + [False] * (n - correct)
    choices = list(itertools.combinations(samples, k))
    assert pass_at(k, correct=correct, samples=n) == pytest.approx(sum(map(any, choices)) / len(choices))


@pytest.mark.parametrize(("rate", "k"), [(0.1, 4), (0.5, 2), (0.03, 16)])
def test_pass_at_k_is_unbiased_where_the_plug_in_estimate_is_not(rate: float, k: int) -> None:
    rng = random.Random(f"{rate}:{k}")
    samples = 16
    truth = 1 - (1 - rate) ** k
    counts = [sum(rng.random() < rate for _ in range(samples)) for _ in range(20_000)]
    found = [pass_at(k, correct=count, samples=samples) for count in counts]
    error = statistics.stdev(found) / math.sqrt(len(found))
    assert abs(statistics.fmean(found) - truth) < 4 * error
    plug_in = [1 - (1 - count / samples) ** k for count in counts]
    assert abs(statistics.fmean(plug_in) - truth) > 4 * error


@pytest.mark.parametrize("arguments", [(0, 1, 2), (3, 1, 2), (1, 3, 2), (1, -1, 2)])
def test_impossible_counts_are_refused(arguments: tuple[int, int, int]) -> None:
    k, correct, samples = arguments
    with pytest.raises(ValueError, match="pass@"):
        pass_at(k, correct=correct, samples=samples)


def test_harmonic_mean_is_over_tasks_of_percent_plus_one() -> None:
    tasks = [TaskMean(0.0, 10), TaskMean(0.5, 1000)]
    assert harmonic(tasks) == pytest.approx((2 / (1 / 1 + 1 / 51) - 1) / 100)
    assert harmonic([TaskMean(0.25, 3), TaskMean(0.25, 7)]) == pytest.approx(0.25)
    assert mean(tasks) == pytest.approx(500 / 1010)
    assert (harmonic([]), mean([])) == (0.0, 0.0)


@pytest.mark.slow  # a simulation of many worlds
def test_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = random.Random(5)
    held = 0
    worlds = 60
    for world in range(worlds):
        ease = [rng.betavariate(0.5, 0.5) for _ in range(60)]  # problems differ, samples of one are alike
        scores = [sum(rng.random() < p for _ in range(4)) / 4 for p in ease]
        found = Bootstrap({"task": scores}, seed=world).estimate()
        held += found.low <= 0.5 <= found.high
    assert 0.85 <= held / worlds <= 1.0


def test_interval_is_that_of_problems_not_of_samples() -> None:
    scores = [float(problem % 2) for problem in range(100)]  # k equal samples of each problem say no more than one
    found = Bootstrap({"task": scores}).estimate()
    error = math.sqrt(0.25 / 100)
    assert (found.high - found.low) / (2 * 1.96 * error) == pytest.approx(1.0, abs=0.1)


@settings(max_examples=15)
@given(st.dictionaries(st.text(max_size=3), st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=12), max_size=4))
def test_any_scores_give_ordered_estimates(tasks: dict[str, list[float]]) -> None:
    bootstrap = Bootstrap(tasks)
    for statistic in (mean, harmonic):
        found = bootstrap.estimate(statistic)
        assert 0 <= found.low <= found.high <= 1
        assert found.value == bootstrap.observed(statistic)
    assert set(bootstrap.tasks()) == {task for task, scores in tasks.items() if scores}


def test_equal_seeds_repeat_the_interval() -> None:
    tasks = {"a": [0.0, 1.0, 0.5, 1.0], "b": [1.0, 0.0]}
    assert Bootstrap(tasks, seed=3).estimate() == Bootstrap(tasks, seed=3).estimate()


def test_paired_comparison_sees_what_intervals_apart_do_not() -> None:
    rng = random.Random(1)
    before = {"task": [float(rng.random() < 0.5) for _ in range(400)]}
    after = {"task": [1.0 if score == 0 and rng.random() < 0.05 else score for score in before["task"]]}
    apart = [Bootstrap(side).estimate() for side in (before, after)]
    assert apart[0].high > apart[1].low  # the two intervals overlap
    found = compare(before, after)
    assert found.value == pytest.approx(apart[1].value - apart[0].value)
    assert found.low > 0
    assert found.p <= 0.01


@pytest.mark.slow  # a simulation of many worlds
def test_p_is_as_rare_as_it_says_where_nothing_differs() -> None:
    rng = random.Random(2)
    rejected = 0
    worlds = 60
    for world in range(worlds):
        ease = [rng.random() for _ in range(80)]
        sides = [{"task": [float(rng.random() < p) for p in ease]} for _ in range(2)]
        rejected += compare(*sides, seed=world).p < 0.05
    assert rejected / worlds <= 0.15


def test_no_difference_has_p_one() -> None:
    scores = {"task": [0.0, 1.0, 1.0]}
    found = compare(scores, scores)
    assert (found.value, found.low, found.high, found.p, found.problems) == (0.0, 0.0, 0.0, 1.0, 3)
    assert compare({"task": [0.0] * 9}, {"task": [1.0] * 9}).p == 1 / DRAWS


def test_other_problems_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="same problems"):
        compare({"task": [0.0]}, {"task": [0.0, 1.0]})
