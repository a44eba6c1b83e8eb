from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.index import build_index
from resyn.core.records import Outcome
from resyn.core.verifier import Verifier
from resyn.dataset.verify import verify_rows
from resyn.sandbox.jail import Jail


@pytest.fixture
def folder(environments: dict[str, Environment], tmp_path: Path) -> Path:
    (tmp_path / "environments").mkdir()
    for name in ("add_numbers", "fail_often"):
        (tmp_path / "environments" / f"{name}.py").write_text(environments[name].source)
    build_index(tmp_path / "environments")
    return tmp_path


def row(environment: Environment, instance: str) -> dict[str, str]:
    verifier = Verifier(environment.name, environment.version, environment.behaviour_hash, instance)
    return {"verifier": verifier.to_text()}


def test_outcomes_are_correct_wrong_and_fault_in_the_order_of_rows(jail: Jail, environments, folder: Path) -> None:
    rows = [
        row(environments["fail_often"], '{"number":9}'),
        row(environments["add_numbers"], '{"numbers":[1,2]}'),
        row(environments["fail_often"], '{"number":7}'),
        row(environments["add_numbers"], '{"numbers":[1,2]}'),
    ]
    outcomes = verify_rows(rows, ["18", "3", "14", "4"], folder=folder, jail=jail)
    assert outcomes == [Outcome.FAULT, Outcome.CORRECT, Outcome.CORRECT, Outcome.WRONG]


def test_comment_changes_nothing_and_behaviour_is_refused_naming_both_hashes(
    jail: Jail, environments, folder: Path
) -> None:
    old = environments["add_numbers"]
    rows = [row(old, '{"numbers":[1,2]}')]
    path = folder / "environments" / "add_numbers.py"
    path.write_text(old.source + "# a remark\n")
    assert verify_rows(rows, ["3"], folder=folder, jail=jail) == [Outcome.CORRECT]
    path.write_text(old.source.replace("== sum", ">= sum"))
    new = Environment.read(path)
    with pytest.raises(CatalogueError) as caught:
        verify_rows(rows, ["3"], folder=folder, jail=jail)
    assert old.behaviour_hash in str(caught.value)
    assert new.behaviour_hash in str(caught.value)


def test_environment_that_is_not_there_is_named(jail: Jail, environments, folder: Path) -> None:
    with pytest.raises(CatalogueError, match="no environment 'order_people'"):
        verify_rows([row(environments["order_people"], "{}")], ["x"], folder=folder, jail=jail)


def test_rows_and_answers_must_be_as_many(jail: Jail, environments, folder: Path) -> None:
    with pytest.raises(ConfigError, match="1 rows have 2 answers"):
        verify_rows([row(environments["add_numbers"], "{}")], ["x", "y"], folder=folder, jail=jail)


def test_row_without_a_verifier_is_refused(jail: Jail, folder: Path) -> None:
    with pytest.raises(CatalogueError, match="is not the verifier of a dataset row"):
        verify_rows([{"question": "q"}], ["x"], folder=folder, jail=jail)


def test_no_rows_have_no_outcomes(jail: Jail, folder: Path) -> None:
    assert verify_rows([], [], folder=folder, jail=jail) == []
