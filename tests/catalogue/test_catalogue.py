"""The shipped environments: a glance at each in the fast set, every rule in the slow one."""

from collections.abc import Iterator

import pytest

from resyn.core.contract import ANSWER_KINDS
from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.core.records import Outcome
from resyn.gate.check import check_environment
from resyn.gate.evidence import Evidence, Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import QUICK, Setting
from resyn.propose.choice import shipped_examples
from resyn.sandbox.jail import Jail

SHIPPED = list(find_environments([catalogue_folder()]))
GLANCE = Setting("glance", levels=(1, 2, 3, 5, 8, 10), draws_per_level=2, hash_salts=(0,), seconds=60.0)


@pytest.fixture(scope="module")
def jails() -> Iterator[tuple[Jail, ...]]:
    with Jail() as first, Jail(workers=1, hash_seed=1) as second, Jail(workers=1, hash_seed=2) as third:
        yield first, second, third


def test_catalogue_holds_at_least_three_environments_in_each_of_eight_categories() -> None:
    categories = [environment.category for environment in SHIPPED]
    assert len(set(categories)) >= 8
    assert min(categories.count(category) for category in categories) >= 3


@pytest.mark.parametrize("environment", SHIPPED, ids=lambda environment: environment.name)
def test_environment_says_what_it_is(environment: Environment) -> None:
    meta = environment.meta
    assert environment.summary.endswith(".")
    assert environment.path is not None
    assert environment.path.parent.name == meta["category"]
    assert meta["answer"] in ANSWER_KINDS
    assert meta["skills"]
    assert meta["version"] >= 1


@pytest.mark.parametrize("environment", SHIPPED, ids=lambda environment: environment.name)
def test_solutions_are_accepted_and_near_misses_refused(environment: Environment, jails: tuple[Jail, ...]) -> None:
    evidence = Evidence(environment, Surroundings(jail=jails[0]), GLANCE)
    assert len(evidence.complete_draws) == len(GLANCE.levels) * GLANCE.draws_per_level
    right = evidence.verify([(draw, draw.solution) for draw in evidence.draws])
    wrong = evidence.verify([(draw, answer) for draw in evidence.draws for answer in draw.wrong_answers])
    assert set(right) == {Outcome.CORRECT}
    assert set(wrong) == {Outcome.WRONG}
    assert len(wrong) >= 3 * len(right)


@pytest.mark.slow
@pytest.mark.parametrize("environment", [*SHIPPED, *shipped_examples()], ids=lambda environment: environment.name)
def test_environment_passes_every_rule(environment: Environment, jails: tuple[Jail, ...]) -> None:
    others = tuple(other for other in (*SHIPPED, *shipped_examples()) if other.name != environment.name)
    surroundings = Surroundings(jail=jails[0], salted=jails[1:], library=Library(environments=others))
    report = check_environment(environment, surroundings, setting=QUICK)
    assert report.findings == ()
    assert report.not_applicable == ("leaks_benchmark",)
