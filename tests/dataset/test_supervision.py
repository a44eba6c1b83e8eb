import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError, ConfigError, RefusedError
from resyn.core.progress import Silent
from resyn.core.records import Item, Outcome, Usage
from resyn.dataset.build import build_dataset
from resyn.dataset.plan import DatasetPlan
from resyn.dataset.supervision import CodeSupervisor, ModelSupervisor, Supervisor, elect, supervise
from resyn.llm.model import Completion, Message, Sampling
from resyn.reward import Scorer
from resyn.sandbox.calls import Limits
from resyn.sandbox.jail import Jail

PLAN = DatasetPlan(instances=6, levels=(1, 2, 3), validation=0, test=0, heldout=2, seed=5)


ADDS = """
import re

def solve(question):
    numbers = [int(number) for number in re.findall(r"[0-9]+", question)]
    if numbers[0] % 5 == 0:
        raise ValueError("no idea")
    return sum(numbers) + (numbers[0] % 5 == 1)
"""
NAMES = """
def solve(question):
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    day = next(day for day in days if day in question)
    return "  " + days[(days.index(day) + 1) % 7].upper() + "  "
"""


def build(environments: dict[str, Environment], target: Path, jail: Jail, supervisor: Supervisor | None) -> Path:
    plan = replace(PLAN, supervision=supervisor.kind) if supervisor else PLAN
    build_dataset(environments.values(), target, jail=jail, plan=plan, supervisor=supervisor)
    return target


def read(folder: Path, split: str = "train") -> pandas.DataFrame:
    return pandas.read_parquet(folder / "data" / f"{split}.parquet")


@pytest.fixture
def plain(environments, jail: Jail, tmp_path: Path) -> pandas.DataFrame:
    return read(build(environments, tmp_path / "plain", jail, None))


def test_code_answers_stand_beside_the_same_instances(
    environments, jail: Jail, tmp_path: Path, plain: pandas.DataFrame
) -> None:
    supervisor = CodeSupervisor({"add_numbers": ADDS, "name_weekday": NAMES}, jail)
    folder = build(environments, tmp_path / "code", jail, supervisor)
    rows = read(folder)
    columns = ["id", "question", "solution", "environment"]
    kept = plain[plain.id.isin(rows.id)]
    assert rows[columns].to_dict("list") == kept[columns].to_dict("list")
    assert set(rows.environment) == {"add_numbers", "name_weekday"}
    assert set(rows.supervision) == {"code"}
    manifest = json.loads((folder / "manifest.json").read_text())["references"]
    assert manifest["asked"] == len(plain)
    assert manifest["given"] == len(rows)
    lost = [count for reasons in manifest["dropped"].values() for count in reasons.values()]
    assert sum(lost) == len(plain) - len(rows)
    assert manifest["dropped"]["fail_often"].keys() == {"no solver for the environment"}
    wrong = sum(row.reference.strip().casefold() != row.solution.casefold() for row in rows.itertuples())
    assert wrong > 0
    assert manifest["accepted_by_verify"] == manifest["given"] - wrong
    assert f"accept {manifest['accepted_by_verify']:,}" in " ".join((folder / "README.md").read_text().split())


def test_rows_are_compared_by_the_same_entry_point_and_others_still_verified(
    environments, jail: Jail, tmp_path: Path
) -> None:
    folder = build(environments, tmp_path / "code", jail, CodeSupervisor({"add_numbers": ADDS}, jail))
    train, heldout = read(folder).to_dict("records"), read(folder, "heldout").to_dict("records")
    noisy = [row for row in train if row["reference"] != row["solution"]]
    with Scorer([folder], workers=2) as scorer:

        def outcomes(rows: list[dict], answers: list[str]) -> set[Outcome]:
            return {one.outcome for one in scorer.verify([row["verifier"] for row in rows], answers)}

        said = [f" {row['reference']}. " for row in train] + [row["solution"] for row in heldout]
        assert outcomes([*train, *heldout], said) == {Outcome.CORRECT}
        assert outcomes([*train, *heldout], ["none"] * len(said)) == {Outcome.WRONG}
        assert outcomes(noisy, [row["solution"] for row in noisy]) == {Outcome.WRONG}
    assert {row["supervision"] for row in heldout} == {"verifier"}
    assert all(pandas.isna(row["reference"]) for row in heldout)


@pytest.mark.parametrize(
    ("solver", "reason"),
    [
        ("def solve(question):\n    while True: pass", "the solver failed: timeout"),
        ("def solve(question):\n    return ['1']", "the solver returned list, not str"),
        ("def solve(question):\n    return '  '", "the solver returned an empty answer"),
        ("def solve(question):\n    return 'x' * 30000", "the solver's answer cannot stand in a row"),
        ("def solve(question):\n    return '\\ud800'", "the solver's answer cannot stand in a row"),
        ("def other(question):\n    return '1'", "the solver failed: error"),
        ("def solve(:", "the solver failed: error"),
    ],
)
def test_solver_that_fails_costs_its_rows_and_is_counted(solver: str, reason: str, environments) -> None:
    environment = environments["add_numbers"]
    item = Item("id", environment.name, 3, "hash", "c", "train", 1, 0, 0, "What is 2 + 3?", '{"numbers":[2,3]}', "5")
    with Jail(workers=1, limits=Limits(cpu_seconds=0.1, hard_cpu_seconds=0.3)) as jail:
        (given,) = CodeSupervisor({environment.name: solver}, jail).answer([item], Silent())
    assert given.answer is None
    assert given.reason == reason


def test_dataset_without_a_single_answer_is_refused(environments, jail: Jail, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"got an answer by code: no solver for the environment"):
        build(environments, tmp_path / "none", jail, CodeSupervisor({}, jail))
    assert not (tmp_path / "none").exists()


def test_plan_and_supervisor_must_agree(environments, jail: Jail, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="by code, the answers given are by verifier"):
        build_dataset(environments.values(), tmp_path / "x", jail=jail, plan=DatasetPlan(supervision="code"))
    with pytest.raises(ConfigError, match="'judge' is not known"):
        DatasetPlan(supervision="judge")


class Voter:
    """Answers a question by its vote: of five, one is missing, two agree but for layout."""

    name = "voter"

    def __init__(self) -> None:
        self.seeds: list[int] = []
        self._lock = threading.Lock()

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        with self._lock:
            self.seeds.append(sampling.seed)
        text = ["<answer>1</answer>", "no tags", "<answer>A, B</answer>", "<answer> </answer>", "<answer>a,b.</answer>"]
        return Completion(text[sampling.seed % 5], Usage(), self.name)


def test_model_answers_are_voted_on(environments, jail: Jail, tmp_path: Path, plain: pandas.DataFrame) -> None:
    voter = Voter()
    folder = build(environments, tmp_path / "answer", jail, ModelSupervisor(voter, votes=5))
    rows = read(folder)
    assert list(rows.id) == list(plain.id)
    assert set(rows.reference) == {"A, B"}
    assert set(rows.supervision) == {"answer"}
    assert sorted(voter.seeds) == sorted([0, 1, 2, 3, 4] * len(rows))
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["references"]["accepted_by_verify"] == 0


class Narrow(Voter):
    """Refuses every vote but the third."""

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        if sampling.seed % 5 != 2:
            raise RefusedError("the prompt does not fit", hint="Ask less.")
        return super().complete(messages, sampling)


def test_vote_that_the_model_refuses_is_none_and_the_others_count() -> None:
    items = [Item("row", "divides", 1, "", "", "train", 1, 0, 0, "?", "{}", "A, B")]
    (answer,) = ModelSupervisor(Narrow(), votes=5).answer(items, Silent())
    assert answer.answer == "A, B"
    (none,) = ModelSupervisor(Narrow(), votes=2).answer(items, Silent())
    assert (none.answer, none.reason) == (None, "no answer from the model")


def test_fault_of_verify_is_no_refusal_of_an_answer(jail: Jail) -> None:
    verify = "def verify(instance, answer):\n    return 1 / instance['divisor'] > 0 and answer == 'A, B'\n"
    items = [
        Item(f"row-{divisor}", "divides", 1, "", "", "train", 1, 0, divisor, "?", f'{{"divisor":{divisor}}}', "A, B")
        for divisor in (0, 1)
    ]
    supervisor = ModelSupervisor(Voter(), votes=5)
    told = supervise(items, supervisor, sources={"divides": verify}, jail=jail, progress=Silent())
    assert (told.given, told.accepted, told.faults) == (2, 1, 1)
    assert len(told.items) == 2


def test_election_takes_the_commonest_and_of_equals_the_first() -> None:
    assert elect(["2", "1", "1 "]).answer == "1"
    assert elect(["2", "1"]).answer == "2"
    assert elect([None, "", "x" * 30_000]).answer is None
    assert elect([None, "7"]).answer == "7"
    assert elect(["\ud800", "7"]).answer == "7"
    assert elect(["\ud800"]).answer is None
