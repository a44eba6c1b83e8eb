"""The shipped environments: every rule at the quick setting in the fast set, at the deep setting in the slow one."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from resyn.core.contract import ANSWER_KINDS
from resyn.core.environment import Environment, find_environments
from resyn.core.index import catalogue_folder
from resyn.gate.check import GateReport, check_environment
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.pins import compare_pins, draw_pin, read_pins
from resyn.gate.setting import DEEP, QUICK, Setting
from resyn.propose.choice import shipped_examples
from resyn.sandbox.jail import Jail

ROOT = Path(__file__).parents[2]
SHIPPED = list(find_environments([catalogue_folder()]))
NEIGHBOURS = (*SHIPPED, *shipped_examples())


@pytest.fixture(scope="module")
def jails() -> Iterator[dict[int, list[Jail]]]:
    """Return jails by hash salt: as many of each as the deep setting asks for."""
    with ExitStack() as stack:
        opened: dict[int, list[Jail]] = {}
        for salt in DEEP.hash_salts:
            opened.setdefault(salt, []).append(stack.enter_context(Jail(workers=1, hash_seed=salt)))
        yield opened


def check(environment: Environment, setting: Setting, jails: dict[int, list[Jail]]) -> GateReport:
    free = {salt: iter(opened) for salt, opened in jails.items()}
    first, *salted = (next(free[salt]) for salt in setting.hash_salts)
    others = tuple(other for other in NEIGHBOURS if other.name != environment.name)
    surroundings = Surroundings(jail=first, salted=salted, library=Library(environments=others))
    return check_environment(environment, surroundings, setting=setting)


def test_catalogue_holds_150_environments_and_no_category_more_than_a_fifth() -> None:
    categories = Counter(environment.category for environment in SHIPPED)
    assert len(SHIPPED) >= 150
    assert max(categories.values()) * 5 <= len(SHIPPED)
    assert min(categories.values()) >= 5


@pytest.mark.parametrize("environment", SHIPPED, ids=lambda environment: environment.name)
def test_environment_says_what_it_is(environment: Environment) -> None:
    meta = environment.meta
    assert environment.summary.endswith(".")
    assert environment.path is not None
    assert environment.path.parent.name == meta["category"]
    assert meta["answer"] in ANSWER_KINDS
    assert meta["skills"]
    assert meta["version"] >= 1


@pytest.mark.parametrize("environment", NEIGHBOURS, ids=lambda environment: environment.name)
def test_environment_passes_every_rule_at_the_quick_setting(
    environment: Environment, jails: dict[int, list[Jail]]
) -> None:
    report = check(environment, QUICK, jails)
    assert report.findings == ()
    assert report.not_applicable == ("leaks_benchmark",)


@pytest.mark.slow
@pytest.mark.parametrize("environment", NEIGHBOURS, ids=lambda environment: environment.name)
def test_environment_passes_every_rule_at_the_deep_setting(
    environment: Environment, jails: dict[int, list[Jail]]
) -> None:
    assert check(environment, DEEP, jails).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("environment", SHIPPED, ids=lambda environment: environment.name)
def test_environment_draws_what_is_pinned(environment: Environment, jails: dict[int, list[Jail]]) -> None:
    pinned = read_pins(catalogue_folder())
    assert compare_pins(pinned.get(environment.name), draw_pin(environment, jails[1][0])) == []


def test_every_pin_belongs_to_an_environment() -> None:
    assert sorted(read_pins(catalogue_folder())) == sorted(environment.name for environment in SHIPPED)


def test_page_of_skills_names_every_task_of_the_benchmarks_and_only_shipped_environments() -> None:
    text = (ROOT / "docs" / "explanation" / "catalogue.md").read_text()
    rows = re.findall(r"^\| (BBH|BBEH|KOR-Bench) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, flags=re.MULTILINE)
    tasks = Counter(benchmark for benchmark, *_ in rows)
    assert tasks == {"BBH": 23, "BBEH": 23, "KOR-Bench": 5}
    named = {name for *_, cell in rows for name in re.findall(r"`(\w+)`", cell)}
    assert named
    assert named <= {environment.name for environment in SHIPPED}
    assert all(re.search(r"`\w+`", cell) for *_, cell in rows)
